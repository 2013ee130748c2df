"""What people are told was found: by whom it is to be mended, and from the top down."""

import random

from pipeline.codes import in_turn
from pipeline.model import Problem, Where
from pipeline.report import in_order, lines


def problem(sender: str, spot: str, file: str = "R004.1") -> Problem:
    return Problem("missing-answer", "error", Where(file, "Analysis", spot), "No answer.",
                   "Answer it.", sender=sender)


def test_codes_stand_in_the_order_in_which_people_count() -> None:
    codes = ["A1", "A2", "A10", "A10 or A11", "AB1", "C1", "M3", "M12", "Moira"]
    assert sorted(random.Random(1).sample(codes, len(codes)), key=in_turn) == codes
    assert len({in_turn(code) for code in (*codes, "a1", "A01", "", "A\u0661")}) == len(codes) + 4


def test_senders_files_and_cells_are_listed_as_people_count_them() -> None:
    wanted = [problem("A2", "C6"), problem("A2", "D6"), problem("A2", "C10"),
              problem("A2", "AA10"), problem("A2", "", "R018.2"), problem("A2", "", "R018.10"),
              problem("A10", "C1"), problem("", "C1")]
    mixed = random.Random(2).sample(wanted, len(wanted))
    assert in_order(mixed) == wanted
    heads = [line for line in lines(mixed, {}, {"Analysis"}) if line and line[0] != " "]
    assert heads == ["A2", "A10", "The Business Unit"]

"""What is doubtful about the value of a cell: the answer stands, and somebody is asked."""

import math
import re
from collections.abc import Sequence
from datetime import date, time

from pipeline.dates import read_when
from pipeline.doors.xlsx import Cell
from pipeline.model import Field

DATED = ("when", "date")
MOST_IN_A_CELL = 32_767
OFTEN_CUT = 255
"""Where older programs and some ways of pasting cut words off."""

SAFE_FIGURES = 15
"""A spreadsheet keeps no more figures of a number."""

ENDS = tuple(".!?…:;)]}\"'»”’")
SHORTENED = re.compile(r"\d(?:\.\d+)?E\+?\d{2}")
"""A long number as a spreadsheet shows it in a narrow column: 7.7009E+09."""

IN_FIGURES = re.compile(r"\W*(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})\b.*", re.S)
BY_MARK = {"covered": "hidden-under-merge", "hidden": "hidden-content", "struck": "struck-out",
           "repaired": "characters-repaired"}
"""The codes of marks that do not touch the value, the one that matters most first."""


def wordless(cell: Cell) -> bool:
    """Whether the cell shows something that is nobody's answer: an error, a picture, nothing."""
    return bool(cell.marks & {"error", "picture"}) or (bool(cell.formula) and cell.value == "")


def quotable(cell: Cell) -> str:
    """The words to quote of a cell: of an error the formula, which may hold what was typed."""
    return cell.formula if cell.formula and wordless(cell) else cell.text


def doubt(cell: Cell, asked: Field | None = None) -> str:
    """The code of what is doubtful about an answer that stands in this cell, '' when nothing is.

    One a cell: what may have changed the words goes before what was done to their look.
    """
    return _of_value(cell, asked) or (_of_answer(cell, asked) if asked else "") or _of_length(
        cell) or by_mark(cell)


def by_mark(cell: Cell) -> str:
    """The code of what was done to the words, for an answer and for words in no box alike."""
    return next((code for mark, code in BY_MARK.items() if mark in cell.marks), "")


def no_answer(cell: Cell) -> str:
    """The code for what stands in a cell in place of words, '' when it holds words."""
    if not wordless(cell):
        return ""
    if "picture" in cell.marks:
        return "picture-present"
    return "formula-error" if "error" in cell.marks else "formula-without-value"


def _of_value(cell: Cell, asked: Field | None) -> str:
    odd = "odd" in cell.marks or (isinstance(cell.value, float) and not math.isfinite(cell.value))
    # 2021 or 12122021 in a cell that shows days is a date as it stands, or will be said to be none.
    number = asked is not None and asked.type in DATED and isinstance(cell.value, (int, float))
    return no_answer(cell) or ("value-odd" if odd and not number else "")


def _of_answer(cell: Cell, asked: Field) -> str:
    value = cell.value
    if asked.type in DATED:
        return "serial-read-as-date" if is_serial(cell) else ""
    if isinstance(value, date):
        return "" if asked.type == "time" else "number-was-date"
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if number and not isinstance(value, time) and _figures_lost(cell.text, asked.type):
        return "digits-lost"
    text_of_number = isinstance(value, str) and SHORTENED.fullmatch(value.strip())
    return "digits-lost" if text_of_number and asked.type != "narrative" else ""


def _figures_lost(figures: str, kind: str) -> bool:
    """Whether a number kept as one has lost figures: a nought in front, or those beyond 15."""
    if "E" in figures.upper() or len(figures.strip("-").partition(".")[0]) > SAFE_FIGURES:
        return True
    if kind == "phone":
        # A British number written with its country code needs no nought.
        return not (figures.startswith("44") and len(figures) in (11, 12))
    return kind == "nhs_number" and len(figures) != 10


def _of_length(cell: Cell) -> str:
    """Whether the words may go on. In UTF-16, as spreadsheets count them."""
    if not isinstance(cell.value, str) or len(cell.value) < OFTEN_CUT // 2:
        return ""
    length = len(cell.value.encode("utf-16-le", "surrogatepass")) // 2
    if length > MOST_IN_A_CELL:
        return "text-too-long"
    # So many may be chance: words that end as a sentence does were not cut.
    cut = length == OFTEN_CUT and not cell.value.rstrip().endswith(ENDS)
    return "maybe-cut" if cut or length == MOST_IN_A_CELL else ""


def is_serial(cell: Cell) -> bool:
    """Whether a plain number stands for a day: 43800 is 1 December 2019."""
    return (isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool)
            and 20_000 <= cell.value <= 60_000)


def swapped(cells: Sequence[Cell]) -> Cell | None:
    """The cell that shows that days and months changed places in this column of dates, if any.

    Where a spreadsheet takes 12/03/2021 for 3 December and leaves 25/03/2021 as it was typed, all
    its own dates fall on the 1st to the 12th, and words with a greater day stand between them.
    """
    days = [read_when(cell.value) for cell in cells
            if isinstance(cell.value, date) or is_serial(cell)]
    if not days or any(when.first is None or when.first.day > 12 for when in days):
        return None
    for cell in cells:
        typed = IN_FIGURES.fullmatch(cell.value) if isinstance(cell.value, str) else None
        when = read_when(cell.value) if typed else None
        if when and when.first and when.first.day > 12:
            return cell
    return None

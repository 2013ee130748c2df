"""Tell people what was found: problems.json for programs, plain lines for the terminal."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict

from pipeline.codes import in_turn, safe
from pipeline.model import Problem, Where
from pipeline.outputs import as_json

GRAVE = ("error", "warning", "note")
SPOT = 12
"""As long as the name of a cell can be: B4 stands before AA4."""


def problems_json(problems: Sequence[Problem]) -> bytes:
    """All problems as JSON, in a fixed order."""
    return as_json([asdict(one) for one in in_order(problems)])


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Problems by sender, the gravest first, then by place."""
    return sorted(problems, key=lambda p: (
        p.sender == "", in_turn(p.sender), GRAVE.index(p.severity), _turn(p.where), p.code,
        p.quote))


def _turn(where: Where) -> tuple[Sequence[int], str, str, int, str, str]:
    """A place as people count: R018.2 before R018.10, and a sheet from its top down."""
    numbers = [int(bit) for bit in re.findall("[0-9]+", where.file)]
    row = re.search("[0-9]+$", where.spot)
    return (numbers, where.file, where.part, int(row[0]) if row else 0,
            where.spot.rjust(SPOT), where.spot)


def lines(problems: Sequence[Problem], forms: Mapping[str, str],
          sheets: Collection[str]) -> list[str]:
    """The problems for the terminal, grouped by who must act; notes are only counted.

    What is on a screen is copied into messages and logs, so nothing that people typed is there:
    agencies stand with their code, files with their number in the register. `forms` gives the title
    of the form that a file is, `sheets` are the names of our own sheets.
    """
    shown: list[str] = []
    group: str | None = None
    notes = Counter((one.code, one.message) for one in problems if one.severity == "note")
    for one in in_order(problems):
        if one.severity == "note":
            continue
        if one.sender != group:
            group = one.sender
            shown += ["", _sender(group)]
        shown.append(f"  {one.severity:<8}{_place(one.where, forms, sheets)}")
        shown.append(f"          {one.message} {one.fix}  [{one.code}]")
    if notes:
        shown += ["", "Notes: nothing needs mending"]
    for (code, message), times in sorted(notes.items()):
        shown.append(f"  {times:>4}  {message}  [{code}]")
    return shown


def _sender(code: str) -> str:
    if not code:
        return "The Business Unit"
    return code if code == safe(code, "").replace("-", " ") else "Somebody who was not asked"


def _place(where: Where, forms: Mapping[str, str], sheets: Collection[str]) -> str:
    if not where.file:
        return "the case folder"
    file = f"{where.file} ({forms[where.file]})" if where.file in forms else where.file
    part = where.part if not where.part or where.part in sheets else "a sheet that is not ours"
    return ", ".join(bit for bit in (file, part, where.spot) if bit)


def tally(problems: Sequence[Problem]) -> str:
    """How many problems there are of each gravity, in words."""
    counts = [(sum(p.severity == name for p in problems), name) for name in GRAVE]
    said = [f"{count} {name}{'s' if count != 1 else ''}" for count, name in counts if count]
    return ", ".join(said) or "no problems"

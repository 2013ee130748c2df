"""An Office file that somebody else wrote, with names taken out of it where they stand."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.anonymise.replacing import Replacing, Scanner
from pipeline.catalogue import problem
from pipeline.doors.parts import KINDS, Line, NotOffice, Office, lines
from pipeline.everywhere import texts
from pipeline.model import Problem, Where
from pipeline.model.decisions import Decided, Doubt

NOBODY_WRITES = {"markup", "raw", "picture"}
"""Where words are not a sentence of somebody: nobody is asked about doubts there."""


class Rewritten(NamedTuple):
    """The file again, its doubts, and the places where a name stands that cannot be changed.

    With any problem the file must not go out: `data` is then the file as it came.
    """

    data: bytes
    doubts: list[Doubt]
    problems: list[Problem]


def rewrite(data: bytes, scanner: Scanner, decided: Decided, document: str = "") -> Rewritten:
    """Replace what is certain, and what a person decided to replace, and change nothing else.

    `document` is the id of the paper: decisions belong to it.
    """
    work = Replacing(scanner, decided, document)
    try:
        office = Office(data)
    except NotOffice:
        found = list(_only_looked_at(data, work, document))
        return Rewritten(data, work.doubts, found)
    every = lines(office)
    for line in every:
        if not line.fixed:
            line.put(work.changes(line.words, line.part, line.spot,
                                  asks=line.kind not in NOBODY_WRITES))
    # Looked through once more: what was changed may have brought together what was apart.
    again = lines(office) if office.dirty else [line for line in every if line.fixed]
    problems = [one for line in again for one in _left(line, work, document)]
    if problems:
        return Rewritten(data, work.doubts, problems)
    return Rewritten(office.save() if office.dirty else data, work.doubts, [])


def _left(line: Line, work: Replacing, document: str) -> Iterator[Problem]:
    """What still stands in a line after the rewriting, and cannot be taken out."""
    asks = line.fixed and line.kind not in NOBODY_WRITES
    if work.changes(line.words, line.part, line.spot, asks=asks):
        yield problem("name-in-fixed-place", Where(document, line.part, line.spot),
                      what=KINDS[line.kind])


def _only_looked_at(data: bytes, work: Replacing, document: str) -> Iterator[Problem]:
    """A file that is no Office file cannot be rewritten: a name in it is a problem."""
    for said in texts("", data):
        if work.changes(said.words, said.part, said.spot, asks=said.kind not in NOBODY_WRITES):
            yield problem("name-in-fixed-place", Where(document, said.part, said.spot),
                          what=KINDS[said.kind])


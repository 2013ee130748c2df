"""Decision sheets read back: what people decided, and what cannot be understood, with its cell."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pipeline.anonymise.columns import (
    ALSO_STAYS,
    BY,
    DECISION,
    DECISIONS,
    KEY,
    NAMES,
    NAMES_BEFORE,
    NOTE,
    ON,
    OWN,
    PARTS,
    REASON,
    STAYING,
    STAYS,
    TELLING,
    TELLING_BEFORE,
)
from pipeline.catalogue import problem
from pipeline.dates import read_when
from pipeline.doors.xlsx import Book, Sheet, spot
from pipeline.model import Problem, Where
from pipeline.model.decisions import CHECKED, LEAVE, REPLACE, Decided, Decision, Line, Ticked

OURS = re.compile("[0-9a-f]{16}")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no document can hold, and nobody types on purpose."""
LOOKED_AT = 30
"""The headings stand among so many rows, wherever somebody has moved them."""
Made = TypeVar("Made", Decision, Ticked)


@dataclass
class _Read:
    """What was found so far."""

    names: dict[str, list[Decision]] = field(default_factory=dict)
    ticks: dict[str, list[Ticked]] = field(default_factory=dict)
    places: dict[str, Where] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    """A row of a sheet by its headings."""

    file: str
    sheet: str
    number: int
    columns: Mapping[str, int]
    words: Mapping[str, str]
    signed: tuple[str, str]
    pack: str = ""

    @property
    def names(self) -> bool:
        """Whether it is about a name."""
        return DECISION in self.columns

    def said(self, heading: str) -> str:
        """The words under a heading."""
        return self.words.get(heading, "")

    def where(self, heading: str) -> Where:
        """The cell under a heading."""
        return Where(self.file, self.sheet, spot(self.number, self.columns.get(heading, 1)))


def decided(books: Sequence[tuple[str, Book]]) -> Decided:
    """What people have decided in these workbooks, each with the name it has on the screen."""
    read = _Read()
    for file, book in books:
        signed, pack = _signed(book), _pack(book)
        for page in book.sheets:
            for row in _rows(file, page, signed):
                _take(replace(row, pack=pack), read)
    return Decided(_once(read.names, read), _once(read.ticks, read), tuple(read.problems),
                   tuple(read.lines.values()))


def _pack(book: Book) -> str:
    """The title of the pack, as the first sheet says it below its own title."""
    said = (cell.text for page in book.sheets if not _head(page)
            for (row, _), cell in page.cells.items() if row == 2)
    return next((words.partition(PARTS)[2].strip() for words in said if PARTS in words), "")


def _signed(book: Book) -> tuple[str, str]:
    """Who decides and when, as the first sheet says it for all rows."""
    found = {}
    for page in book.sheets:
        if _head(page):
            continue
        for (row, column), cell in page.cells.items():
            label = cell.text.strip()
            if label in (BY, ON) and (row, column + 1) in page.cells:
                found[label] = page.cells[row, column + 1].text.strip()
    return found.get(BY, ""), found.get(ON, "")


def _head(page: Sheet) -> tuple[int, Mapping[str, int]] | None:
    """The row of the headings, and the column of each."""
    for row in range(1, LOOKED_AT):
        found = {cell.text.strip(): column for (at, column), cell in page.cells.items()
                 if at == row}
        if KEY in found and (DECISION in found or STAYS in found):
            return row, found
    return None


def _rows(file: str, page: Sheet, signed: tuple[str, str]) -> Iterator[_Row]:
    head = _head(page)
    if head is None:
        return
    first, columns = head
    before = page.name in (NAMES_BEFORE, TELLING_BEFORE)
    name = page.name if before else NAMES if DECISION in columns else TELLING
    for number in sorted({row for row, _ in page.cells if row > first}):
        words = {heading: page.cells[number, column].text.strip()
                 for heading, column in columns.items() if (number, column) in page.cells}
        yield _Row(file, name, number, columns, words, signed)


def _take(row: _Row, read: _Read) -> None:
    """One row: a decision, a tick, nothing yet, or a problem."""
    answers = (DECISION, OWN) if row.names else (STAYS,)
    if not any(row.said(one) for one in answers):
        return
    key = row.said(KEY)
    if not OURS.fullmatch(key):
        read.problems.append(problem("decision-unknown", row.where(answers[0])))
        return
    wrong = next(_wrong(row), None)
    if wrong is not None:
        read.problems.append(wrong)
        return
    by, on = _who(row)
    if row.names:
        read.names.setdefault(key, []).append(Decision(
            key, _choice(row.said(DECISION), DECISIONS) or REPLACE, row.said(OWN),
            row.said(REASON), by, on))
    else:
        read.ticks.setdefault(key, []).append(Ticked(
            key, _stays(row.said(STAYS)), row.said(NOTE), by, on))
    read.places[key] = row.where(answers[0])
    read.lines[key] = Line(key, NAMES if row.names else TELLING, row.pack,
                           {**row.words, BY: by, ON: on})


def _wrong(row: _Row) -> Iterator[Problem]:
    """What keeps a row from counting: the first is told."""
    by, on = _who(row)
    if row.names:
        what = _choice(row.said(DECISION), DECISIONS)
        if row.said(DECISION) and not what:
            yield problem("decision-impossible", row.where(DECISION), row.said(DECISION))
        if (what == LEAVE and row.said(OWN)) or UNSEEN.search(row.said(OWN)):
            yield problem("decision-impossible", row.where(OWN), row.said(OWN))
        if what == LEAVE and not row.said(REASON):
            yield problem("decision-without-reason", row.where(REASON))
    elif not _stays(row.said(STAYS)):
        yield problem("decision-impossible", row.where(STAYS), row.said(STAYS))
    if not by or not on:
        yield problem("decision-unsigned", row.where(ON if by else BY))
    elif read_when(on).kind != "day":
        yield problem("decision-impossible", row.where(ON), on)


def _who(row: _Row) -> tuple[str, str]:
    return row.said(BY) or row.signed[0], row.said(ON) or row.signed[1]


def _choice(words: str, choices: Sequence[str]) -> str:
    return next((one for one in choices if one.casefold() == words.casefold()), "")


def _stays(words: str) -> str:
    return _choice(words, STAYING) or (CHECKED if words.casefold() in ALSO_STAYS else "")


def _once(found: Mapping[str, list[Made]], read: _Read) -> dict[str, Made]:
    """What is said once, or twice alike. Where two sheets disagree, neither counts."""
    kept: dict[str, Made] = {}
    for key, made in found.items():
        said = {(one.what, one.instead if isinstance(one, Decision) else "") for one in made}
        if len(said) == 1:
            kept[key] = made[-1]
        else:
            read.problems.append(problem("decision-twice", read.places[key]))
    return kept

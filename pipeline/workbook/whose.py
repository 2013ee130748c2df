"""Read whose a workbook is: its first sheet, the hidden copy of it, and the file's properties."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.catalogue import problem
from pipeline.doors.xlsx import Book, Sheet, spot
from pipeline.model import Answer, Field, Problem, Where
from pipeline.workbook.doubts import wordless
from pipeline.workbook.layout import (
    ASK_SHEET,
    FORM_SHEET,
    IDENTITY,
    KIND_LABEL,
    KINDS,
    NOTHING_LABEL,
    START_SHEET,
    same,
)
from pipeline.workbook.reading import OUR_KEYS
from pipeline.workbook.start import LABELS
from pipeline.workbook.values import understood

# Ours to fill in. The id of the form stands in the hidden copy only, beside the label its title.
OURS = {"form", "version", "partnership", "for", "return_by", "return_to"}
WHOSE = ("recipient", "case")
HELD_KEYS = {*(key for key, _ in IDENTITY), *LABELS.values(), ASK_SHEET}
MOST = len(IDENTITY) // 2 + 1
HIGHEST = 999
"""Nobody sends more returns than this."""

SETTLED = re.compile(r"(?P<this>.+?),? +not +(?P<other>.+)", re.S)
"""What the Business Unit writes when it knows whose a form is: 'A5, not A2'."""


@dataclass
class Start:
    """What the first sheet says: whose workbook it is, what kind of return, whether a nil one.

    `taken` are the cells accounted for, `kept` those among them that somebody may have typed in.
    """

    identity: dict[str, str] = field(default_factory=dict)
    kind: str = "first"
    nothing_held: Answer = field(default_factory=lambda: Answer(""))
    problems: list[Problem] = field(default_factory=list)
    taken: set[tuple[str, int, int]] = field(default_factory=set)
    kept: set[tuple[str, int, int]] = field(default_factory=set)


def is_start(sheet: Sheet) -> bool:
    """Whether this is the first sheet, under any name."""
    return sheet.name == START_SHEET or bool(_label_column(sheet))


def _label_column(sheet: Sheet) -> int:
    """The column of the labels: columns may have been inserted since. 0 when there is none."""
    labels = {same(label) for _, label in IDENTITY}
    columns: dict[int, set[str]] = {}
    for (_, column), cell in sheet.cells.items():
        columns.setdefault(column, set()).add(same(cell.text))
    return next((column for column in sorted(columns)
                 if len(columns[column] & labels) >= MOST), 0)


def read_start(book: Book, file: str) -> Start:
    """Read who and what the workbook says it is.

    What people can see and change wins over the hidden copy, but for the ids of form and version.
    Whose it is, and which case it is about, is never chosen: where they differ both stand there.
    """
    start = Start()
    hidden: dict[str, str] = {}
    for sheet in book.sheets:
        if sheet.name == FORM_SHEET:
            hidden |= _held(sheet, start)
    found = _Found(file, hidden, start)
    for sheet in book.sheets:
        if is_start(sheet):
            found.sheet(sheet)
    visible = {key: value for key, value in found.seen.items() if key not in OURS}
    start.identity = {**found.seen, **book.properties, **hidden, **visible}
    for key in WHOSE:
        said = visible.get(key, "")
        start.identity[key], code = _whose(said, hidden.get(key, ""), book.properties.get(key, ""))
        if code == "whose-settled" or (code and key == "recipient"):
            start.problems.append(problem(code, found.places.get(key, Where(file)), said))
    return start


def read_whose(book: Book) -> tuple[str, str]:
    """The ids of the partnership and of the form that this is, '' where it does not say."""
    identity = read_start(book, "").identity
    return identity.get("partnership", ""), identity.get("form", "")


def _held(sheet: Sheet, start: Start) -> dict[str, str]:
    """The lines of the hidden sheet: a key, and what stands beside it."""
    held: dict[str, str] = {}
    for (row, column), cell in sheet.cells.items():
        if column == 1 and cell.text in HELD_KEYS and cell.text not in held:
            held[cell.text] = sheet.cells[row, 2].text if (row, 2) in sheet.cells else ""
            start.taken |= {(sheet.name, row, 1), (sheet.name, row, 2)}
    return held


def _whose(visible: str, *copies: str) -> tuple[str, str]:
    """Whose a form is by what can be seen and by the hidden copies, and the code of the problem.

    Both are said where they differ, unless somebody wrote which of the two it is.
    """
    visible = visible.strip()
    settled = SETTLED.fullmatch(visible)
    said = {same(one): one.strip() for one in copies if one.strip()}
    if settled and same(settled["other"]) in said:
        return settled["this"].strip(), "whose-settled"
    whose = {**({same(visible): visible} if visible else {}), **said}
    return " or ".join(sorted(whose.values())), "agency-mismatch" if len(whose) > 1 else ""


class _Found:
    """What stands beside the labels of the first sheet: the nearest words to their right."""

    def __init__(self, file: str, hidden: Mapping[str, str], start: Start) -> None:
        self.file, self.hidden, self.start = file, hidden, start
        self.seen: dict[str, str] = {}
        self.places: dict[str, Where] = {}

    def sheet(self, sheet: Sheet) -> None:
        """Take what stands beside each label.

        What we filled in ourselves is taken only while it is what we filled in.
        """
        labels = _label_column(sheet)
        for (row, column), cell in sorted(sheet.cells.items()):
            key = LABELS.get(same(cell.text), "") if column == labels else ""
            beside = min((c for r, c in sheet.cells if r == row and c > column
                          and sheet.cells[r, c].text not in OUR_KEYS), default=0)
            if not key or not beside or key in self.seen:
                continue
            self.start.taken.add((sheet.name, row, column))
            value = sheet.cells[row, beside]
            text = "" if wordless(value) else value.text
            if key not in OURS or text == self.hidden.get(key, text):
                self.start.taken.add((sheet.name, row, beside))
                self.start.kept.add((sheet.name, row, beside))
            if text:
                self.seen[key] = text
                self.places[key] = Where(self.file, sheet.name, spot(row, beside))
                self._understand(key, text, cell.text)

    def _understand(self, key: str, text: str, label: str) -> None:
        """Take what has a meaning of its own, or say that it has none."""
        start, where = self.start, self.places[key]
        if key == "number" and not 0 < _number(text) <= HIGHEST:
            start.problems.append(problem("not-a-number", where, text, label=label))
        elif key == "kind":
            known = {same(words): name for name, words in KINDS.items()}
            start.kind = known.get(same(text), "first")
            if same(text) not in known:
                start.problems.append(problem("not-in-list", where, text, label=KIND_LABEL,
                                              choices="; ".join(KINDS.values())))
        elif key == "nothing_held":
            meant = understood(Field(key, NOTHING_LABEL, "yes_no"), text)
            start.nothing_held = Answer(text, meant == "Yes", (where,))
            if not meant:
                start.problems.append(problem("not-in-list", where, text, label=NOTHING_LABEL,
                                              choices="Yes, No"))


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\s*[0-9]{1,6}\s*", text) else 0


def number_of(identity: Mapping[str, str]) -> int:
    """The number of the return: 1 where none is said that can be one."""
    number = _number(identity.get("number", ""))
    return number if 0 < number <= HIGHEST else 1

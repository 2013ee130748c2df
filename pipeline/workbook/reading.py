"""What reading a workbook gathers, and a view of one sheet that keeps account of every cell."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.catalogue import problem
from pipeline.doors.xlsx import Cell, Sheet, spot
from pipeline.model import Answer, Evidence, Form, Problem, Where
from pipeline.prose import mark
from pipeline.workbook.layout import (
    ABOUT_CHILD,
    ANOMALY,
    HELD,
    IDENTITY,
    SheetPlan,
    read_held,
    same,
)

OURS_PASTED = re.compile(r"Still to answer(?: on this sheet)?: \d+")
OUR_KEYS = {"_guidance", "_heading", "_kind", "_nothing_held", *(f"_{key}" for key, _ in IDENTITY)}
OUR_PATH = re.compile(r"([a-z0-9_]+)(?:/\w+){1,2}\+?")
OUR_MARK = re.compile(r"[^|]+/[^|]+\|[0-9a-f]{12}")
CHILD = re.compile("|".join([r"[a-z0-9_]+/(C\d+)(?:/anomaly)?", *(
    re.escape(words).replace(r"\{child\}", r"(C\d+)") for words in (HELD, ANOMALY, ABOUT_CHILD))]))


@dataclass
class Reading:
    """What has been read so far."""

    form: Form
    answers: dict[str, Answer] = field(default_factory=dict)
    places: dict[str, Where] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    repeats: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)


class SheetReading:
    """One sheet while it is read. Whatever nobody takes ends as a problem that quotes it."""

    def __init__(self, file: str, sheet: Sheet, own: frozenset[str],
                 our_formulas: Sequence[str], into: Reading) -> None:
        self.file, self.sheet, self.own, self.into = file, sheet, own, into
        self._our_formulas = our_formulas
        self._taken: set[tuple[int, int]] = set()
        self.rows: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sorted(sheet.cells.items()):
            self.rows.setdefault(row, {})[column] = cell

    def where(self, row: int, column: int) -> Where:
        """The place of a cell."""
        return Where(self.file, self.sheet.name, spot(row, column))

    def take(self, row: int, column: int) -> None:
        """Say that this cell has been accounted for."""
        self._taken.add((row, column))

    def ours(self, cell: Cell) -> bool:
        """Whether these are words, or a formula, that we printed ourselves."""
        if cell.formula:
            return any(bit in cell.formula for bit in self._our_formulas)
        return same(cell.text) in self.own or bool(OURS_PASTED.fullmatch(cell.text))

    def put(self, path: str, found: Answer) -> None:
        """Keep an answer, if anything was given."""
        if found.given:
            self.into.answers[path] = found

    def compare(self, path: str, words: str, sent: str) -> None:
        """Take down whether words of ours came back as we sent them; `sent` is their mark."""
        (self.into.repeats if mark(words) == sent else self.into.changed).add(path)

    def problem(self, code: str, at: str, quote: str = "", **words: str) -> None:
        """Note a problem of this sheet."""
        where = Where(self.file, self.sheet.name, at)
        self.into.problems.append(problem(code, where, quote, **words))

    def children(self) -> list[str]:
        """The codes of the children that have a column on this sheet, in order."""
        rows = []
        for cells in self.rows.values():
            found = (CHILD.fullmatch(cell.text.strip()) for cell in cells.values())
            rows.append(list(dict.fromkeys(match[match.lastindex or 0] for match in found
                                           if match)))
        return max(rows, key=len, default=[])

    def leftovers(self) -> None:
        """Quote every cell that nobody took and that is not ours: nothing is lost."""
        for (row, column), cell in sorted(self.sheet.cells.items()):
            if (row, column) in self._taken or self.ours(cell) or _is_key(cell, self.into.form):
                continue
            words = cell.text or cell.formula
            if words.strip():
                self.problem("unplaced-content", spot(row, column), words)


def _is_key(cell: Cell, form: Form) -> bool:
    path = OUR_PATH.fullmatch(cell.text)
    return (cell.text in OUR_KEYS or bool(path and form.section(path[1]))
            or bool(OUR_MARK.fullmatch(cell.text)) or bool(read_held(cell.text)))


def heading_row(view: SheetReading, one: SheetPlan) -> tuple[int, dict[int, int]]:
    """The row of headings, and for each column of the plan that is still there where it stands.

    Headings of earlier versions serve too, and where a heading is gone the hidden row of keys
    above. Returns (row, {index of column: column}), (0, {}) when fewer than half are there.
    """
    wanted = {same(c.header): n for n, c in reversed(list(enumerate(one.columns)))}
    for n, column in enumerate(one.columns):
        for words in column.field.labels_before if column.field else ():
            wanted.setdefault(same(words), n)
    keys = {f"{one.section.id}/{c.key}": n for n, c in enumerate(one.columns)}
    row, found = _most(view, wanted, same)
    key_row, keyed = _most(view, keys, str)
    if len(found) * 2 < len(one.columns):
        return (key_row, keyed) if len(keyed) * 2 >= len(one.columns) else (0, {})
    for number in found.values():
        view.take(row, number)
    return row, found | {n: number for n, number in keyed.items()
                         if n not in found and number not in found.values()}


def _most(view: SheetReading, wanted: Mapping[str, int],
          reduced: Callable[[str], str]) -> tuple[int, dict[int, int]]:
    """The row with most of the words wanted, and the column where each stands first."""
    best: tuple[int, dict[int, int]] = (0, {})
    for row, cells in view.rows.items():
        found: dict[int, int] = {}
        for column, cell in cells.items():
            if reduced(cell.text) in wanted:
                found.setdefault(wanted[reduced(cell.text)], column)
        if len(found) > len(best[1]):
            best = (row, found)
    return best

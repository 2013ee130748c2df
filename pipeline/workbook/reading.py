"""What reading a workbook gathers, and a view of one sheet that keeps account of every cell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.catalogue import problem
from pipeline.doors.xlsx import Cell, Sheet, spot
from pipeline.model import Answer, Evidence, Form, Problem, Where
from pipeline.workbook.layout import same


@dataclass
class Reading:
    """What has been read so far."""

    form: Form
    answers: dict[str, Answer] = field(default_factory=dict)
    places: dict[str, Where] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


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
        return same(cell.text) in self.own

    def put(self, path: str, found: Answer) -> None:
        """Keep an answer. A second one for the same question is added to the first."""
        before = self.into.answers.get(path)
        if before is not None:
            self.problem("answered-twice", found.refs[0].spot, found.text)
            found = Answer(f"{before.text}\n{found.text}", found.value, before.refs + found.refs)
        self.into.answers[path] = found

    def problem(self, code: str, at: str, quote: str = "", **words: str) -> None:
        """Note a problem of this sheet."""
        where = Where(self.file, self.sheet.name, at)
        self.into.problems.append(problem(code, where, quote, **words))

    def children(self) -> list[str]:
        """The codes of the children that have a column on this sheet, in order."""
        found = []
        for row in sorted(self.rows)[:12]:
            for _, cell in sorted(self.rows[row].items()):
                match = re.match(r"(C\d+)(?::|$)", cell.text.strip())
                if match and match[1] not in found:
                    found.append(match[1])
        return found

    def leftovers(self) -> None:
        """Quote every cell that nobody took and that is not ours: nothing is lost."""
        for (row, column), cell in sorted(self.sheet.cells.items()):
            if (row, column) in self._taken or self.ours(cell) or _is_key(cell, self.into.form):
                continue
            words = cell.text or cell.formula
            if words.strip():
                self.problem("unplaced-content", spot(row, column), words)


def _is_key(cell: Cell, form: Form) -> bool:
    head, slash, _ = cell.text.partition("/")
    known = {section.id for section in form.sections}
    return cell.text.startswith("_") or bool(slash and head in known) or bool(
        re.fullmatch(r"[\w./-]+\|[0-9a-f]{8,}", cell.text))


def heading_row(view: SheetReading, headers: Sequence[str]) -> tuple[int, dict[int, int]]:
    """The row that holds these headings, and for each heading found its column.

    Returns (row, {index of heading: column}); row 0 when fewer than half are there.
    """
    wanted = {same(words): n for n, words in reversed(list(enumerate(headers)))}
    best: tuple[int, dict[int, int]] = (0, {})
    for row, cells in view.rows.items():
        found = {wanted[same(cell.text)]: column for column, cell in sorted(cells.items())
                 if same(cell.text) in wanted}
        if len(found) > len(best[1]):
            best = (row, found)
    return best if len(best[1]) * 2 >= len(headers) else (0, {})

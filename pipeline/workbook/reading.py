"""What reading a workbook gathers, and a view of one sheet that keeps account of every cell."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from pipeline.catalogue import problem
from pipeline.doors.xlsx import Cell, Sheet, spot
from pipeline.model import Answer, Evidence, Field, Form, Problem, Where
from pipeline.prose import mark
from pipeline.workbook.doubts import by_mark, doubt, no_answer, quotable
from pipeline.workbook.layout import ABOUT_CHILD, ANOMALY, EVIDENCE, HELD, IDENTITY, read_held, same

OURS_PASTED = re.compile(r"Still to answer(?: on this sheet)?: \d+")
OUR_KEYS = {"_guidance", "_heading", "_kind", "_nothing_held", *(f"_{key}" for key, _ in IDENTITY)}
OUR_PATH = re.compile(r"([a-z0-9_]+)((?:/\w+){1,2})\+?")
OUR_COLUMNS = {"question", "help", "answer", "count", "anomaly", *(key for key, _, _ in EVIDENCE)}
OUR_MARK = re.compile(r"[^|]+/[^|]+\|[0-9a-f]{12}")
OUR_HELD = re.compile(r"held(?:\|[\w/]+=[0-9a-f]{12})+")
OUR_FORMULAS = ("COUNTA(", "SUBSTITUTE(TRIM(", "Still to answer", "SUMPRODUCT(")
CODE = re.compile(r"[A-Z]{1,3}[0-9]{1,3}")
LITERAL = re.compile(r'"([^"]*)"')
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
    choices: Collection[str] = frozenset()


class SheetReading:
    """One sheet while it is read. Whatever nobody takes ends as a problem that quotes it."""

    def __init__(self, file: str, sheet: Sheet, own: frozenset[str], into: Reading) -> None:
        self.file, self.sheet, self.own, self.into = file, sheet, own, into
        self._taken: set[tuple[int, int]] = set()
        self._kept: dict[tuple[int, int], Field | None] = {}
        self._codes: dict[tuple[int, int], str] = {}
        self.rows: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sorted(sheet.cells.items()):
            self.rows.setdefault(row, {})[column] = cell

    def where(self, row: int, column: int) -> Where:
        """The place of a cell."""
        return Where(self.file, self.sheet.name, spot(row, column))

    def take(self, row: int, column: int) -> None:
        """Say that this cell has been accounted for."""
        self._taken.add((row, column))

    def keep(self, row: int, column: int, asked: Field | None = None, code: str = "") -> None:
        """Say that this cell is an answer, to this question; `code` is what is wrong with it."""
        self._taken.add((row, column))
        self._kept[row, column] = asked
        if code:
            self._codes[row, column] = code

    def free(self, row: int, column: int) -> bool:
        """Whether nobody has taken this cell and it holds words that are not ours."""
        cell = self.sheet.cells[row, column]
        return not ((row, column) in self._taken or self.ours(cell)
                    or _is_key(cell, self.into.form))

    def ours(self, cell: Cell) -> bool:
        """Whether these are words, or a formula, that we printed ourselves."""
        printed = same(cell.text) in self.own or bool(OURS_PASTED.fullmatch(cell.text))
        if not cell.formula:
            return printed and not no_answer(cell)
        shown = printed or cell.text in ("", "TRUE", "FALSE") or cell.text.isdecimal()
        return (any(bit in cell.formula for bit in OUR_FORMULAS)
                and (shown or "error" in cell.marks)
                and all(self._printed(words) for words in LITERAL.findall(cell.formula)))

    def _printed(self, words: str) -> bool:
        """Whether words in a formula of ours can be ours: a choice, or the words of the count."""
        reduced = same(words)
        return not reduced or reduced in self.own or reduced in self.into.choices or bool(
            OURS_PASTED.fullmatch(f"{words}0"))

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
        """The codes of the children that have, or had, a column on this sheet, in order."""
        rows = []
        for cells in self.rows.values():
            found = (CHILD.fullmatch(cell.text.strip()) for cell in cells.values())
            rows.append(list(dict.fromkeys(match[match.lastindex or 0] for match in found
                                           if match)))
        # What is hidden beside words of ours names a child whose columns were deleted.
        held = (child.partition("/")[0] for cells in self.rows.values()
                for cell in cells.values() for child in read_held(cell.text))
        sent = (child for child in held if re.fullmatch(r"C\d+", child))
        return list(dict.fromkeys([*max(rows, key=len, default=[]), *sent]))

    def leftovers(self) -> None:
        """Say what is doubtful about the answers, and quote every cell that nobody took.

        Only what is not ours is quoted: nothing is lost. A cell is spoken of once.
        """
        found = []
        for (row, column), cell in sorted(self.sheet.cells.items()):
            if (row, column) in self._kept:
                code = self._doubt(row, column, cell)
            elif self.free(row, column):
                code = no_answer(cell) if cell.marks else ""
                code = code or self._by_mark(cell) or "unplaced-content"
            else:
                continue
            if code and (code == "picture-present" or quotable(cell).strip()):
                found.append((code, spot(row, column), quotable(cell)))
        if found or self._kept:
            self._hidden_sheet()
        for code, at, quote in found:
            self.problem(code, at, quote)

    def _doubt(self, row: int, column: int, cell: Cell) -> str:
        code = no_answer(cell) or self._codes.get((row, column)) or doubt(
            cell, self._kept[row, column])
        return "" if code == "hidden-content" and self.sheet.hidden else code

    def _by_mark(self, cell: Cell) -> str:
        """What to say of words in no box: that nobody can see them is said before that."""
        code = by_mark(cell)
        hidden = code == "hidden-content" and not self.sheet.hidden
        return code if hidden or code == "hidden-under-merge" else ""

    def _hidden_sheet(self) -> None:
        """A hidden sheet is said once, not once a cell."""
        if self.sheet.hidden:
            self.problem("hidden-content", "", self.sheet.name)


def _is_key(cell: Cell, form: Form) -> bool:
    path = OUR_PATH.fullmatch(cell.text)
    section = form.section(path[1]) if path else None
    if path and section and all(
            bit in OUR_COLUMNS or bit.isdecimal() or CODE.fullmatch(bit) or section.field(bit)
            for bit in path[2].split("/")[1:]):
        return True
    return (cell.text in OUR_KEYS or bool(OUR_HELD.fullmatch(cell.text))
            or (form.desk and bool(OUR_MARK.fullmatch(cell.text))))

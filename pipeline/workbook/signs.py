"""Whether each answer belongs to its question: by the signs beside its cell, without the reader.

The signs are the question's words and its hidden key. The nearest above a cell in its rows say
which question it answers, and those above it in its column which child or heading. Where both are
gone nothing can be said against an answer.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache

from pipeline.catalogue import problem
from pipeline.doors.xlsx import Book
from pipeline.model import Answer, Form, Problem, Section, Submission, Where
from pipeline.prose import plain
from pipeline.workbook.layout import same
from pipeline.workbook.printed import CODE, heading_of, read_place

FAR = 3
LONGEST_LABEL = 1_000
Line = dict[str, list[str]]


class Signs:
    """The texts of a workbook by sheet and row, to be asked about places."""

    def __init__(self, book: Book, form: Form) -> None:
        self._form = form
        self._rows: dict[str, dict[int, Line]] = {}
        for token in book.census:
            row, column = read_place(token.spot)
            if row and not token.number:
                self._rows.setdefault(token.sheet, {}).setdefault(row, {}).setdefault(
                    column, []).append(token.words)
        self._lines: dict[tuple[str, str, str], list[tuple[int, frozenset[str]]]] = {}
        self._heads: dict[tuple[str, str, str], list[tuple[int, str]]] = {}

    def misplaced(self, found: Submission) -> Iterator[Problem]:
        """A problem for each answer whose cell stands beside another question."""
        rows: dict[tuple[str, str, int], str] = {}
        for path, answer in found.answers.items():
            name, *bits = path.split("/")
            section = self._form.section(name)
            if section is None or not _possible(section, bits) or _printed(section, bits, answer):
                yield _differ(answer.refs[0] if answer.refs else Where(found.file), answer)
                continue
            agrees = self._row_of_table if section.kind == "table" else self._box
            for ref in answer.refs:
                if not agrees(section, bits, ref, rows):
                    yield _differ(ref, answer)
        yield from self._order(found, rows)

    def _far(self, ref: Where) -> bool:
        """Whether nothing at all stands in the rows just above: no answer goes on there."""
        row, _ = read_place(ref.spot)
        rows = self._rows.get(ref.part, {})
        # In a Word form the first row of a table may be a question.
        return row > 1 and not any(at in rows for at in range(max(row - FAR, 1), row))

    def _row_of_table(self, section: Section, bits: list[str], ref: Where,
                      rows: dict[tuple[str, str, int], str]) -> bool:
        """Whether the heading is this question's, and the row is always the same one."""
        row, column = read_place(ref.spot)
        heads = self._above(section, ref.part, column, lambda words: _named(section, words))
        known = {name for at, name in heads if at < row}
        line = rows.setdefault((section.id, ref.part, row), bits[0])
        return line == bits[0] and (not known or bits[-1] in known)

    def _box(self, section: Section, bits: list[str], ref: Where, _: object) -> bool:
        """Whether the nearest question above is this one, and the column is this child's."""
        row, column = read_place(ref.spot)
        child, question = ("", bits[0]) if len(bits) == 1 else (bits[0], bits[1])
        child += "/anomaly" if bits[2:] else ""
        # Where rows were moved the words and the keys say different things: one is enough.
        near = [self._nearest(section, ref.part, row, read) for read in (_asked, _keyed)]
        heads = self._above(section, ref.part, column, lambda words: _children(section, words))
        known = {name for at, name in heads if at < row}
        named = not any(near) or any(question in names for names in near)
        return named and not self._far(ref) and (not child or not known or child in known)

    def _nearest(self, section: Section, sheet: str, row: int,
                 read: Callable[[Section, str], list[str]]) -> frozenset[str]:
        """The questions that the nearest row at or above this one names, in words or in a key."""
        key = (section.id, sheet, read.__name__)
        if key not in self._lines:
            lines = ((at, frozenset(name for texts in line.values() for words in texts
                                    for name in read(section, words)))
                     for at, line in sorted(self._rows.get(sheet, {}).items()))
            self._lines[key] = [(at, names) for at, names in lines if names]
        at = bisect_right(self._lines[key], row, key=lambda line: line[0])
        return self._lines[key][at - 1][1] if at else frozenset()

    def _above(self, section: Section, sheet: str, column: str,
               read: Callable[[str], list[str]]) -> list[tuple[int, str]]:
        key = (section.id, sheet, column)
        if key not in self._heads:
            self._heads[key] = [(row, name) for row, line in self._rows.get(sheet, {}).items()
                                for words in line.get(column, ()) for name in read(words)]
        return self._heads[key]

    def _order(self, found: Submission,
               rows: dict[tuple[str, str, int], str]) -> Iterator[Problem]:
        """Rows of a table count up as they stand, and none is numbered twice."""
        before: dict[tuple[str, str], tuple[int, int]] = {}
        for (section, sheet, row), number in sorted(rows.items()):
            last = before.get((section, sheet), (0, 0))[1]
            if number.isdecimal() and int(number) <= last:
                yield problem("readings-differ", Where(found.file, sheet, f"A{row}"))
            before[section, sheet] = (row, int(number) if number.isdecimal() else last)


def _possible(section: Section, bits: list[str]) -> bool:
    """Whether the form has a place with this path."""
    if not bits or bits[-1] == "anomaly":
        return section.prefilled and len(bits) == 3 and _possible(section, bits[:-1])
    about = bits[0] if len(bits) == 2 else ""
    right = about.isdecimal() if section.kind == "table" else bool(
        re.fullmatch(CODE, about)) if section.per else len(bits) == 1
    return right and section.field(bits[-1]) is not None


def _printed(section: Section, bits: list[str], answer: Answer) -> bool:
    """Whether this is no answer but what we print in its row."""
    if section.kind != "table" or int(bits[0]) > len(section.printed):
        return False
    words = section.printed[int(bits[0]) - 1].get(bits[-1], "")
    return bool(words) and same(plain(words)) == same(answer.text)


def _differ(ref: Where, answer: Answer) -> Problem:
    return problem("readings-differ", ref, answer.text)


def _named(section: Section, words: str) -> list[str]:
    """The questions of a section that these words, or this key, name."""
    return _keyed(section, words) or _asked(section, words)


def _keyed(section: Section, words: str) -> list[str]:
    head, _, key = words.rstrip("+").partition("/")
    return [key] if head == section.id and section.field(key) else []


def _asked(section: Section, words: str) -> list[str]:
    return list(_labels(section).get(same(words), ())) if len(words) <= LONGEST_LABEL else []


@lru_cache(maxsize=256)
def _by_label(fields: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, labels in fields:
        for label in dict.fromkeys(map(same, labels)):
            found[label] = (*found.get(label, ()), name)
    return found


def _labels(section: Section) -> dict[str, tuple[str, ...]]:
    """The questions by their words, now and in earlier versions."""
    return _by_label(tuple((one.id, (one.label, *one.labels_before)) for one in section.fields))


def _children(section: Section, words: str) -> list[str]:
    head, _, key = words.partition("/")
    if head == section.id and re.fullmatch(CODE + "(?:/anomaly)?", key):
        return [key]
    heading = heading_of(words)
    return [heading] if heading else []

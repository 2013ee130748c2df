"""Whether each answer belongs to its question: by the signs beside its cell, without the reader.

The signs are the question's words and its hidden key. The nearest above a cell in its rows say
which question it answers, and those above it in its column which child or heading. Where both are
gone nothing can be said against an answer.
"""

import re
from collections.abc import Callable, Iterator

from pipeline.catalogue import problem
from pipeline.doors.xlsx import Book
from pipeline.model import Answer, Field, Form, Problem, Section, Submission, Where
from pipeline.workbook.layout import same
from pipeline.workbook.printed import CODE, heading_of, read_place

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
        self._lines: dict[tuple[str, str], list[tuple[int, frozenset[str]]]] = {}
        self._heads: dict[tuple[str, str, str], list[tuple[int, str]]] = {}

    def misplaced(self, found: Submission) -> Iterator[Problem]:
        """A problem for each answer whose cell stands beside another question."""
        rows: dict[tuple[str, str, int], str] = {}
        for path, answer in found.answers.items():
            section = self._form.section(path.split("/")[0])
            if section is None:
                continue
            bits = path.split("/")[1:]
            for ref in answer.refs:
                table = section.kind == "table"
                agrees = self._row_of_table if table else self._box
                if not agrees(section, bits, ref, rows):
                    yield _differ(ref, answer)
        yield from self._order(found, rows)

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
        near: frozenset[str] = frozenset()
        for at, named in self._questions(section, ref.part):
            if at > row:
                break
            near = named
        heads = self._above(section, ref.part, column, lambda words: _children(section, words))
        known = {name for at, name in heads if at < row}
        return (not near or question in near) and (not child or not known or child in known)

    def _questions(self, section: Section, sheet: str) -> list[tuple[int, frozenset[str]]]:
        if (section.id, sheet) not in self._lines:
            lines = [(row, frozenset(name for texts in line.values() for words in texts
                                     for name in _named(section, words.rstrip("+"))))
                     for row, line in sorted(self._rows.get(sheet, {}).items())]
            self._lines[section.id, sheet] = [(row, names) for row, names in lines if names]
        return self._lines[section.id, sheet]

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


def _differ(ref: Where, answer: Answer) -> Problem:
    return problem("readings-differ", ref, answer.text)


def _named(section: Section, words: str) -> list[str]:
    """The questions of a section that these words, or this key, name."""
    head, _, key = words.partition("/")
    if head == section.id and section.field(key):
        return [key]
    if len(words) > 1_000:
        return []
    reduced = same(words)
    return [one.id for one in section.fields if reduced in _labels(one)] if reduced else []


def _labels(question: Field) -> set[str]:
    return {same(question.label), *map(same, question.labels_before)}


def _children(section: Section, words: str) -> list[str]:
    head, _, key = words.partition("/")
    if head == section.id and re.fullmatch(CODE + "(?:/anomaly)?", key):
        return [key]
    heading = heading_of(words)
    return [heading] if heading else []

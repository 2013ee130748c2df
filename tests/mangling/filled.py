"""Filled forms in which every answer holds a word that stands nowhere else."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

import openpyxl

from pipeline import workbook
from pipeline.dates import in_words
from pipeline.model import Field, Filling, Form, Profile, Section
from pipeline.workbook.layout import locked

FORMS = ("rapid_review", "chronology", "referral", "qa_tool", "case")
CHILDREN = ("C1", "C2")
ROWS = 5
EPOCH = date(1899, 12, 30)
FILLER = "She was seen at home and said that she was well, and nothing more was asked of anybody."
SPELT = re.compile(r"Word\d{4}x|\b\d\d [A-Z][a-z]+ \d{4}|\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4}|"
                   r"01632 ?\d{6}")


@dataclass(frozen=True)
class Sentinel:
    """A word that stands in one answer only. `spellings` are the ways it may be written.

    The first is how it was typed. The others are the same day or number as a spreadsheet may keep
    or show it.
    """

    path: str
    spellings: tuple[str, ...]

    @property
    def token(self) -> str:
        """The word as it was typed."""
        return self.spellings[0]


@dataclass(frozen=True)
class Filled:
    """A filled form: its bytes, its sentinels, and every line that stands in an answer."""

    form: Form
    data: bytes
    sentinels: tuple[Sentinel, ...]
    lines: frozenset[str] = field(repr=False)

    @cached_property
    def by_spelling(self) -> dict[str, Sentinel]:
        """Each sentinel by every way to write it."""
        return {words: one for one in self.sentinels for words in one.spellings}

    def find(self, text: object) -> set[Sentinel]:
        """The sentinels that a text, or the value of a cell, holds."""
        words = str(text)
        found = {self.by_spelling.get(one) for one in SPELT.findall(words)}
        found.add(self.by_spelling.get(words.strip().removesuffix(".0")))
        return {one for one in found if one is not None}


@dataclass
class _Words:
    """Hands out sentinels, each once."""

    sentinels: list[Sentinel]
    count: int = 0

    def _next(self, path: str, *spellings: str) -> str:
        self.count += 1
        self.sentinels.append(Sentinel(path, spellings))
        return spellings[0]

    def token(self, path: str) -> str:
        return self._next(path, f"Word{self.count:04d}x")

    def day(self, path: str) -> str:
        month, place = divmod(self.count, 19)
        when = date(2010 + month // 12, month % 12 + 1, 10 + place)
        serial = (when - EPOCH) // timedelta(days=1)
        return self._next(path, in_words(when), str(serial), when.isoformat(), f"{when:%d/%m/%Y}")

    def phone(self, path: str) -> str:
        last = f"960{self.count:03d}"
        return self._next(path, f"01632 {last}", f"1632{last}", f"01632{last}")

    def answer(self, path: str, asked: Field) -> str:
        """Words for one question, as its type would have them or not."""
        odd = self.count % 3
        if asked.type in ("when", "date") and odd:
            return self.day(path)
        if asked.type == "phone":
            return self.phone(path)
        if asked.type == "narrative" and self.count % 11 == 0:
            # Too long for one row: it goes on in the rows for more room.
            return "\n".join([f"{self.token(path)} is how it begins.", *[FILLER] * 40,
                              f"{self.token(path)} is how it ends."])
        if asked.type == "narrative" and self.count % 5 == 0:
            return f"- {self.token(path)} said so.\n- And {self.token(path)} did not.\n\nWhy?"
        return f"{self.token(path)}, as typed" if odd else self.token(path)


def _paths(form: Form, section: Section) -> Iterator[tuple[str, Field, bool]]:
    """Every path of a section, its question, and whether we fill it in ourselves."""
    ours = locked(form, section)
    for asked in section.fields:
        if asked.until:
            continue
        if section.kind == "table":
            first = len(section.printed) + 1
            for row in range(first, min(first + ROWS, (section.max_rows or 99) + 1)):
                yield f"{section.id}/{row}/{asked.id}", asked, ours
        elif section.per:
            for child in CHILDREN:
                yield f"{section.id}/{child}/{asked.id}", asked, ours or section.prefilled
                if section.prefilled:
                    yield f"{section.id}/{child}/{asked.id}/anomaly", asked, ours
        else:
            yield f"{section.id}/{asked.id}", asked, ours


def filled(profile: Profile, name: str) -> Filled:
    """One form with every question answered, as we write it."""
    form = profile.forms[name]
    words = _Words([])
    answers: dict[str, str] = {}
    ours: set[str] = set()
    for section in form.sections:
        for path, asked, by_us in _paths(form, section):
            answers[path] = words.answer(path, asked)
            if by_us:
                ours.add(path)
    identity = {"case": "NSCP-2025-09", "recipient": "A4", "number": "1"}
    data = workbook.write(form, profile, Filling(
        identity=identity, children=CHILDREN, answers=answers, ours=frozenset(ours),
        facts=[("For", "A made-up trust"), ("Return by", "Tuesday 3 June 2025")]))
    return Filled(form, data, tuple(words.sentinels),
                  frozenset(line for text in answers.values() for line in text.split("\n")))


def resaved(one: Filled) -> Filled:
    """The same form as a spreadsheet program keeps it: shared strings, some days as numbers."""
    days = {s.token: date.fromisoformat(s.spellings[2]) for s in one.sentinels
            if len(s.spellings) == 4}
    book = openpyxl.load_workbook(io.BytesIO(one.data))
    for ws in book.worksheets:
        for cell in (cell for row in ws.iter_rows() for cell in row):
            if cell.value in days and cell.row % 2:
                cell.value = days[cell.value]
                cell.number_format = "dd/mm/yyyy"
    saved = io.BytesIO()
    book.save(saved)
    return replace(one, data=saved.getvalue())

"""Which texts of a workbook are ours: what we printed, our keys and our formulas, where they stand.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from pipeline.doors.xlsx import Book, Token
from pipeline.model import Form
from pipeline.workbook.layout import (
    ABOUT_CHILD,
    ANOMALY,
    EVIDENCE,
    FOR,
    FORM_SHEET,
    HELD,
    IDENTITY,
    LISTS_SHEET,
    RETURN_BY,
    RETURN_TO,
    START_SHEET,
    STILL,
    STILL_ON_SHEET,
    TICKS,
    WORD_COUNT,
    same,
)

# The names spreadsheet programs give to sheets that nobody has named.
UNNAMED = re.compile(r"(?:sheet|table|tabelle|feuil|chart) ?\d+", re.IGNORECASE)
CODE = r"(C\d+)"
HEADINGS = tuple((re.compile(re.escape(words).replace(r"\{child\}", CODE)), tail)
                 for words, tail in ((HELD, ""), (ANOMALY, "/anomaly"), (ABOUT_CHILD, "")))
PLACE = re.compile("([A-Z]+)([0-9]+)")
KEYS = {"_guidance", "_heading", "_kind", "_nothing_held", *(f"_{key}" for key, _ in IDENTITY)}
MARK = re.compile(r"[^|\n]+/[^|\n]+\|[0-9a-f]{12}|held(?:\|[\w/]+=[0-9a-f]{12})+")
PATH = re.compile(r"(\w+)/[\w/]+\+?")
COUNT_ROW = 3
# Another program points our links from sheet to sheet at the file it saved.
THIS_FILE = re.compile(r"[^\n]*\.(?:xls[xmb]?|ods)", re.IGNORECASE)
PASTED = re.compile(f"(?:{STILL}|{STILL_ON_SHEET}): [0-9]+")
FACTS = {same(label) for label in (FOR, RETURN_BY, RETURN_TO, *(
    label for key, label in IDENTITY if key in ("form", "version", "partnership")))}
# The names of our sheets, headings and labels are all shorter.
LONGEST = 40
ASIDE = {same(header) for key, header, _ in EVIDENCE if key != "tick"}


def read_place(at: str) -> tuple[int, str]:
    """A cell's name as its row and the letters of its column: B3 is (3, 'B')."""
    found = PLACE.fullmatch(at)
    return (int(found[2]), found[1]) if found else (0, "")


def heading_of(words: str) -> str:
    """The child a heading is about, as in keys; '' when these words are no such heading."""
    found = (pattern.fullmatch(words.strip()) and pattern.sub(rf"\1{tail}", words.strip())
             for pattern, tail in HEADINGS) if words[:1] == "C" else ()
    return next(filter(None, found), "")


class Printed:
    """Our own words on a workbook. `own` are reduced as `same` does."""

    def __init__(self, book: Book, form: Form, own: Sequence[Collection[str]],
                 formulas: Sequence[str]) -> None:
        self._form, self._own, self._formulas = form, own, formulas
        self._properties = {book.properties[key] for key, _ in IDENTITY if key in book.properties}
        names = self._names = {same(section.sheet) for section in form.sections}
        self._ours: set[tuple[str, str]] = set()
        self._aside: set[tuple[str, str]] = set()
        self._counts: set[tuple[str, str]] = set()
        self._contents: set[tuple[str, int]] = set()
        self._listed: set[tuple[str, str]] = set()
        self._facts: set[tuple[str, int]] = set()
        hidden = any(token.sheet == FORM_SHEET and token.spot for token in book.census)
        heads: dict[tuple[str, str], int] = {}
        for token in book.census:
            if not token.spot:
                continue
            if self._formula(token):
                self._ours.add((token.sheet, token.spot))
            words = same(token.words) if len(token.words) <= LONGEST else ""
            row, column = read_place(token.spot)
            if words in ASIDE:
                self._aside.add((token.sheet, column))
            elif words == same(WORD_COUNT):
                self._counts.add((token.sheet, column))
            if words in names and same(token.sheet) not in names:
                self._contents.add((token.sheet, row))
                self._listed.add((token.sheet, token.spot))
            # What we filled in is known by its hidden copy, or where that is gone by its label.
            if words in FACTS and not hidden and same(token.sheet) not in names:
                self._facts.add((token.sheet, row))
            if heading_of(token.words) and row < heads.get((token.sheet, column), row + 1):
                heads[token.sheet, column] = row
        # A code stands at the head of its child's column; further down it is an answer.
        self._ours |= {(sheet, f"{column}{row}") for (sheet, column), row in heads.items()}

    def ours(self, token: Token) -> bool:
        """Whether we printed this text where it stands."""
        if not token.spot:
            return self._beside(token)
        row, column = read_place(token.spot)
        if token.sheet in (FORM_SHEET, LISTS_SHEET):
            # Hidden: what the workbook is, and the options of its lists.
            return token.sheet == LISTS_SHEET or column in ("A", "B")
        if (token.sheet, token.spot) in self._ours or self._said(token.words):
            return True
        if token.words.isdecimal() and ((token.sheet, row) in self._contents
                                        or (token.sheet, column) in self._counts):
            # A count that was pasted as its value.
            return True
        if token.words == "#REF!" and not self._section(token.sheet) and (
                row == COUNT_ROW or (token.sheet, row) in self._contents):
            # Our count of what is still to answer, on a sheet that was deleted.
            return True
        if THIS_FILE.fullmatch(token.words) and (token.sheet, token.spot) in self._listed:
            return True
        return (token.sheet, column) in self._aside or (token.sheet, row) in self._facts

    def _beside(self, token: Token) -> bool:
        if token.words == token.sheet and UNNAMED.fullmatch(token.words):
            return True
        if token.words in (START_SHEET, FORM_SHEET, LISTS_SHEET):
            return True
        return self._own_words(token.words) or token.words in self._properties

    def _said(self, words: str) -> bool:
        return (self._own_words(words) or bool(PASTED.fullmatch(words))
                or is_our_key(words, self._form))

    def _own_words(self, words: str) -> bool:
        if words in TICKS:
            # Somebody's tick, though the heading above it says nearly the same.
            return False
        reduced = same(words)
        return any(reduced in known for known in self._own)

    def _section(self, sheet: str) -> bool:
        return same(sheet) in self._names

    def _formula(self, token: Token) -> bool:
        return token.words.startswith("=") and any(bit in token.words for bit in self._formulas)


def is_our_key(words: str, form: Form) -> bool:
    """Whether this is one of the keys hidden in our forms."""
    path = PATH.fullmatch(words)
    return words in KEYS or bool(MARK.fullmatch(words)) or bool(path and form.section(path[1]))


def by_place(tokens: Sequence[Token]) -> Mapping[tuple[str, str], list[Token]]:
    """The texts of each cell."""
    cells: dict[tuple[str, str], list[Token]] = {}
    for token in tokens:
        if token.spot:
            cells.setdefault((token.sheet, token.spot), []).append(token)
    return cells

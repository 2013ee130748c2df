"""Words outside the cells: whatever is not ours becomes a problem that quotes it."""

import re
from collections.abc import Collection, Iterator

from pipeline.catalogue import problem
from pipeline.doors.xlsx import Book, Remark, spot
from pipeline.doors.xlsx.book import REMARKS
from pipeline.model import Form, Problem, Profile, Where
from pipeline.prose import mark
from pipeline.workbook.asking import OurWords
from pipeline.workbook.layout import (
    ASK_SHEET,
    FORM_SHEET,
    IDENTITY,
    LISTS_SHEET,
    START_SHEET,
    same,
)

# What a program says in the margin of a page in its own language of codes: fonts, sizes, the page.
CODES = re.compile(r'&(?:"[^"]*"|K(?:[0-9A-F]{6}|[0-9]{2}[+-][0-9]{3})|[0-9]+|[ABD-KM-QS-Z])',
                   re.IGNORECASE)
PARTS = re.compile(r"&[LCR]", re.IGNORECASE)
PAGE = re.compile(r"(?:page)? *(?:of|/|-)? *|page \d+(?: of \d+)?", re.IGNORECASE)
TO_CELLS = re.compile(r"#?(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!\$?[A-Z]+\$?\d+.*")
# Where another program believes this very workbook to be, which our own links lead into.
MOVED = re.compile(r"(?:file:)?[^:]*(?::[^:]*)?\.(?:xls[xmb]?|ods)", re.IGNORECASE)
BUILT_IN = re.compile(r"(?:_xlnm\.|TitleRegion\d+\.|_FilterDatabase|_xlfn|Print_).*", re.IGNORECASE)
# The names programs give to sheets that nobody has named, or to a copy.
UNNAMED = re.compile(r"(?:sheet|table|tabelle|feuil|hoja|chart) ?\d*", re.IGNORECASE)
COPIED = re.compile(r"(?:copy of )?(?P<name>.+?)(?: ?[(_]\d+\)?)?(?: \(?copy\)?)?", re.IGNORECASE)
THREADED = "[Threaded comment]"
"""How Excel begins the note that it leaves for programs without threads of comments."""

MOST_LINES = 40
"""Nobody types so much above a note of ours."""

BY_KIND = {"comment": "comment-present", "thread": "comment-present", "twice": "cell-twice",
           "picture": "picture-present", "control": "control-present"}


def outside_words(book: Book, file: str, form: Form, profile: Profile,
                  own: OurWords, said: Collection[str]) -> list[Problem]:
    """A problem for each remark that is not ours, in the order in which they stand.

    `said` are the sheets that a problem speaks of by their names.
    """
    theirs = _Theirs(book, form, profile, own)
    return list(dict.fromkeys(_problem(remark, words, file) for remark in book.remarks
                              if remark.kind != "name" or remark.words not in said
                              for words in theirs.words(remark)))


def _problem(remark: Remark, words: str, file: str) -> Problem:
    where = Where(file, remark.sheet, remark.spot)
    if remark.kind in BY_KIND:
        return problem(BY_KIND[remark.kind], where, words)
    return problem("outside-words", where, words, what=REMARKS[remark.kind])


class _Theirs:
    """What of a remark was not written by us, or by a program for itself."""

    def __init__(self, book: Book, form: Form, profile: Profile, own: OurWords) -> None:
        self.book, self.own = book, own
        sheets = (START_SHEET, ASK_SHEET, FORM_SHEET, LISTS_SHEET,
                  *(s.sheet for s in form.sections))
        self.names = {same(name) for name in sheets}
        self.printed = self.names | {same(words) for words in (
            form.title, profile.name, profile.marking,
            *(book.properties.get(key, "") for key, _ in IDENTITY))}
        self.threads = {(one.sheet, one.spot) for one in book.remarks if one.kind == "thread"}
        self.cells = {sheet.name: sheet.cells for sheet in book.sheets}

    def words(self, remark: Remark) -> Iterator[str]:
        """The words to quote; one remark may hold several of them."""
        if remark.kind == "comment":
            copy = remark.words.startswith(THREADED) and (
                remark.sheet, remark.spot) in self.threads
            yield from filter(None, ["" if copy else self._note(remark.words)])
        elif remark.kind == "page_edge":
            yield from (words for words in self._edges(remark.words) if not self._ours(words))
        elif remark.kind == "link":
            yield from () if self._plain_link(remark) else (remark.words,)
        elif remark.kind == "name":
            yield from () if self._ours_as_name(remark.words) else (remark.words,)
        elif remark.kind in BY_KIND or not self._ours(remark.words):
            yield remark.words

    def _ours(self, words: str) -> bool:
        reduced = same(words)
        return not reduced or reduced in self.printed or reduced in self.own

    def _note(self, words: str) -> str:
        """What somebody else wrote in a note: below ours, or above it, or all of it."""
        lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for first in range(min(len(lines), MOST_LINES)):
            for last in range(len(lines), first, -1):
                if mark(same("\n".join(lines[first:last]))) in self.own.marks:
                    return "\n".join([*lines[:first], *lines[last:]]).strip()
        return words

    def _edges(self, words: str) -> Iterator[str]:
        """The words of a header or footer of printed pages without its codes."""
        for part in PARTS.split(words.replace("&&", "\0")):
            bare = CODES.sub("", part).replace("\0", "&").strip()
            if not PAGE.fullmatch(bare):
                yield bare

    def _plain_link(self, remark: Remark) -> bool:
        """Whether a link leads to a sheet of ours, or only repeats what its cell says."""
        cells = self.cells.get(remark.sheet, {})
        if remark.spot and MOVED.fullmatch(remark.words) and any(
                spot(*at) == remark.spot and self._ours(cell.text) for at, cell in cells.items()):
            return True
        inside = TO_CELLS.fullmatch(remark.words)
        if inside:
            name = (inside["quoted"] or inside["plain"]).replace("''", "'")
            return self._ours_as_name(name) or name in self.cells
        shown = {cell.text for cell in cells.values()}
        address = re.sub(r"^(?:mailto:|https?://)", "", remark.words, flags=re.IGNORECASE)
        return bool(address.strip("/")) and any(
            address.strip("/").casefold() in words.casefold() for words in shown)

    def _ours_as_name(self, words: str) -> bool:
        """Whether this names a sheet or cells as we or a program would."""
        copied = COPIED.fullmatch(words)
        return bool(BUILT_IN.fullmatch(words) or UNNAMED.fullmatch(words)) or (
            same(words) in self.names or bool(copied and same(copied["name"]) in self.names))

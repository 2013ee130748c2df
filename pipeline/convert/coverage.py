"""Whether every word of a Word file is in its PDF, in its order.

Compared letter by letter without spaces and hyphens, since lines break elsewhere and long words are
cut. Each paragraph must begin after the one before it; in between may stand what a page repeats,
and the rest of a row that was split.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.doors.pdf import text_of
from pipeline.doors.word.counting import missing, plain
from pipeline.doors.word.outline import outline_of
from pipeline.doors.word.wording import ANY, EDGE, Wording, wording

HYPHENS = "-\u00ad\u2010\u2011\u2012\ufffe\u0002"
_LEADERS = re.compile(r"[._·](?:\s*[._·]){3,}")
_CUT = re.compile(r"[\u00ad\ufffe\x02]\s*")
BODY = "the text"
TOGETHER = 4
"""How many words tell where a paragraph begins."""
FAR = 12_000
"""How many letters on a paragraph is still looked for: what fits on a few pages. What is found
farther away is something else, and all that follows would be missed after it."""
SHORT = 12
"""From so many letters on, a text may begin or end inside what a PDF took for one word."""


@dataclass(frozen=True)
class Missed:
    """A word of the Word file that is not in the PDF, and what it stands in."""

    word: str
    where: str


def words_missing(docx: bytes, pdf: bytes) -> list[str]:
    """The words of the Word file that are not in the PDF, or not where they belong."""
    return [one.word for one in missed(docx, pdf)]


def missed(docx: bytes, pdf: bytes) -> list[Missed]:
    """The same, each with what it stands in.

    Looked for in two ways: paragraph by paragraph, where they belong; and by the gate's own count
    of what the file shows, so that no pack leaves with less than any gate would ask for.
    """
    pages = text_of(pdf)
    return _out_of_place(wording(docx), pages) or [
        Missed(word, BODY) for word in missing(plain(outline_of(docx).words),
                                               plain([_CUT.sub("", "\n".join(pages))]))]


def _out_of_place(said: Wording, pages: Sequence[str]) -> list[Missed]:
    text = "\n".join(pages)
    lost = _lost(said, text, len(pages))
    if not lost:
        return lost
    # LibreOffice draws signs of another font after the rest of their line: then they are counted.
    bare = Wording(tuple(tuple(map(_without_signs, group)) for group in said.body),
                   tuple((_without_signs(words), where) for words, where in said.apart),
                   tuple((_without_signs(words), page) for words, page in said.edges))
    counted = _signs("".join(word for group in said.body for word in group)) - _signs(text)
    return lost if _lost(bare, _without_signs(text), len(pages)) else [
        Missed(one, BODY) for one in counted.elements()]


def _signs(text: str) -> Counter[str]:
    return Counter(one for one in text if unicodedata.category(one) == "So")


def _without_signs(text: str) -> str:
    return "".join(one for one in text if unicodedata.category(one) != "So")


def _lost(said: Wording, text: str, count: int) -> list[Missed]:
    pages = _Pages(text)
    lost: list[Missed] = []
    following = iter([*(_plain(text) for group in said.body for text in group)][1:])
    for group in said.body:
        start, begun = pages.start, []
        for text in group:
            pages.start = start
            lost += (Missed(word, BODY) for word in pages.take(text, next(following, "")))
            begun.append(pages.start)
        pages.start = min(begun)
    for text, where in said.apart:
        pages.start, pages.reached = 0, len(pages.letters)
        lost += (Missed(word, where) for word in pages.take(text))
    for text, page in said.edges:
        if page <= count:
            lost += (Missed(piece, EDGE) for piece in text.split(ANY) if not pages.holds(piece))
    return [one for one in lost if _plain(one.word)]


def _plain(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if _counts(one))


def _counts(one: str) -> bool:
    """Spaces, hyphens, letters without a shape and signs of a font's own are not compared."""
    return not (one.isspace() or one in HYPHENS or unicodedata.category(one) in ("Cf", "Cc", "Co",
                                                                                 "Cn", "Mn"))


def _without_leaders(text: str) -> str:
    """Dots that lead to the number of a page, or a line to write on, are no words."""
    return _LEADERS.sub(" ", text)


class _Pages:
    """The letters of all pages, and which have been found already."""

    def __init__(self, text: str) -> None:
        letters: list[str] = []
        glued: list[bool] = []
        apart = True
        for one in unicodedata.normalize("NFKC", _without_leaders(text)).casefold():
            if _counts(one):
                letters.append(one)
                glued.append(not apart and one.isalnum() and letters[-2].isalnum())
                apart = False
            elif one.isspace() or one in HYPHENS:
                apart = True
        self.letters = "".join(letters)
        self.glued = [*glued, False]
        self.used: list[tuple[int, int]] = []
        self.start = self.reached = 0

    def holds(self, text: str) -> bool:
        """Whether a text stands anywhere."""
        return _plain(_without_leaders(text)) in self.letters

    def take(self, text: str, after: str = "") -> list[str]:
        """Find a paragraph after the beginning of the one before; the words that are not there.

        `after` are the letters of the next paragraph, which a PDF may put in one word with these.
        """
        lost: list[str] = []
        here, first, found = self.start, None, 0
        reached, taken = self.reached, list[tuple[int, int]]()
        pieces = _without_leaders(text).split(ANY)
        for piece in pieces:
            words = [plain for word in piece.split() if (plain := _plain(word))]
            while words:
                at = self._beginning(words, here, after, len(pieces) > 1)
                if at < 0:
                    lost.append(words.pop(0))
                    continue
                here, left = self._along(words, at)
                found, words = found + len(words) - len(left), left
                self._use(at, here)
                taken.append((at, here))
                first = at if first is None else first
        if lost and found <= len(lost):
            # Not this paragraph but single words of others: they are still looked for there.
            self.reached = reached
            for one in taken:
                self.used.remove(one)
            return [_plain(word) for word in text.replace(ANY, " ").split()]
        if first is not None:
            self.start = first
        return lost

    def _beginning(self, words: list[str], start: int, after: str, numbered: bool) -> int:
        """Where the first of the words stand together, as many of them as can be. A number may
        stand straight beside them where the paragraph is `numbered`."""
        for count in sorted({min(TOGETHER, len(words)), min(2, len(words)), 1}, reverse=True):
            rest = words[count] if count < len(words) else after
            at = self._find("".join(words[:count]), start, rest, numbered)
            if at >= 0:
                return at
        return -1

    def _along(self, words: list[str], at: int) -> tuple[int, list[str]]:
        """How far the words go on from a place, and those that are left."""
        for count, word in enumerate(words):
            end = at + len(word)
            if self.letters[at:end] != word or self._taken(at, end):
                return at, words[count:]
            at = end
        return at, []

    def _find(self, letters: str, start: int, after: str, loose: bool) -> int:
        most = max(start, self.reached) + FAR
        at = self.letters.find(letters, start, most)
        while at >= 0:
            end = at + len(letters)
            loose = loose or len(letters) >= SHORT
            begins = loose or not self.glued[at] or self._taken(at - 1, at)
            ends = loose or not self.glued[end] or bool(
                after and self.letters.startswith(after, end))
            if begins and ends and not self._taken(at, end):
                return at
            at = self.letters.find(letters, at + 1, most)
        return -1

    def _taken(self, at: int, end: int) -> bool:
        place = bisect_left(self.used, (at, end))
        before = self.used[place - 1] if place else (0, 0)
        after = self.used[place] if place < len(self.used) else (end, end)
        return before[1] > at or after[0] < end

    def _use(self, at: int, end: int) -> None:
        self.used.insert(bisect_left(self.used, (at, end)), (at, end))
        self.reached = max(self.reached, end)



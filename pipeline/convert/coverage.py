"""Whether every word of a Word file is in its PDF, in its order.

Compared letter by letter without spaces and hyphens, since lines break elsewhere and long words are
cut. Each paragraph must begin after the one before it; in between may stand what a page repeats,
and the rest of a row that was split.
"""

import unicodedata
from bisect import bisect_left

from pipeline.doors.pdf import text_of
from pipeline.doors.word.wording import ANY, wording

HYPHENS = "-\u00ad\u2010\u2011\u2012\ufffe\u0002"
SHORT = 5
"""From so many letters on, a text may begin or end inside what a PDF took for one word."""


def words_missing(docx: bytes, pdf: bytes) -> list[str]:
    """The words of the Word file that are not in the PDF, or not where they belong."""
    said = wording(docx)
    pages = _Pages("\n".join(text_of(pdf)))
    lost = [word for text in said.body for word in pages.take(text)]
    pages.start = 0
    for text in said.notes:
        lost += pages.take(text)
        pages.start = 0
    for text in said.edges:
        lost += [piece for piece in text.split(ANY) if not pages.holds(piece)]
    return [word for word in lost if _plain(word)]


def _plain(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if _counts(one))


def _counts(one: str) -> bool:
    """Spaces, hyphens, letters without a shape and signs of a font's own are not compared."""
    return not (one.isspace() or one in HYPHENS or unicodedata.category(one) in ("Cf", "Cc", "Co",
                                                                                 "Cn", "Mn"))


class _Pages:
    """The letters of all pages, and which have been found already."""

    def __init__(self, text: str) -> None:
        letters: list[str] = []
        glued: list[bool] = []
        apart = True
        for one in unicodedata.normalize("NFKC", text).casefold():
            if _counts(one):
                letters.append(one)
                glued.append(not apart and one.isalnum() and letters[-2].isalnum())
                apart = False
            elif one.isspace() or one in HYPHENS:
                apart = True
        self.letters = "".join(letters)
        self.glued = [*glued, False]
        self.used: list[tuple[int, int]] = []
        self.start = 0

    def holds(self, text: str) -> bool:
        """Whether a text stands anywhere."""
        return _plain(text) in self.letters

    def take(self, text: str) -> list[str]:
        """Find a paragraph after the beginning of the one before; the words that are not there."""
        lost: list[str] = []
        here, first = self.start, None
        for piece in text.split(ANY):
            words = [word for word in piece.split() if _plain(word)]
            while words:
                count, at, end = self._longest(words, here)
                if count:
                    self._use(at, end)
                    first = at if first is None else first
                    here, words = end, words[count:]
                else:
                    lost.append(words.pop(0))
        if first is not None:
            self.start = first
        return lost

    def _longest(self, words: list[str], start: int) -> tuple[int, int, int]:
        """As many of the words as stand together after `start`: how many, from where to where."""
        low, found = 0, (0, 0, 0)
        high = len(words)
        count = high
        while low < high:
            letters = "".join(map(_plain, words[:count]))
            at = self._find(letters, start)
            if at >= 0:
                low, found = count, (count, at, at + len(letters))
            else:
                high = count - 1
            count = (low + high + 1) // 2
        return found

    def _find(self, letters: str, start: int) -> int:
        at = self.letters.find(letters, start)
        while at >= 0:
            end = at + len(letters)
            whole = not self.glued[at] and not self.glued[end]
            if (whole or len(letters) >= SHORT) and not self._taken(at, end):
                return at
            at = self.letters.find(letters, at + 1)
        return -1

    def _taken(self, at: int, end: int) -> bool:
        place = bisect_left(self.used, (at, end))
        before = self.used[place - 1] if place else (0, 0)
        after = self.used[place] if place < len(self.used) else (end, end)
        return before[1] > at or after[0] < end

    def _use(self, at: int, end: int) -> None:
        self.used.insert(bisect_left(self.used, (at, end)), (at, end))



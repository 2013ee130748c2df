"""Text as it is compared: small plain letters, however it was typed, with the way back.

`fold` takes accents, letters of other alphabets that look like ours, curly quotation marks, long
dashes, odd spaces and invisible characters away; `squeeze` leaves letters and figures only. Both
keep for each character the place it came from.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress

_SPECIAL = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i",
    "ħ": "h", "ŋ": "n", "ſ": "s", "ŧ": "t", "ə": "e", "ɑ": "a", "ɡ": "g", "ƒ": "f", "ƶ": "z",
    "ɫ": "l", "ʙ": "b", "ɢ": "g", "ʜ": "h", "ɪ": "i", "ʟ": "l", "ɴ": "n", "ʀ": "r", "ʏ": "y",
    "ᴀ": "a", "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ᴊ": "j", "ᴋ": "k", "ᴍ": "m", "ᴘ": "p", "ᴛ": "t",
    "ᴜ": "u", "ᴠ": "v", "ᴡ": "w", "ᴢ": "z", "ꜰ": "f", "ꜱ": "s", "ƙ": "k",
    "ɓ": "b", "ɗ": "d", "ɩ": "i", "ᴏ": "o", "ꞌ": "'",
}
# Letters of other alphabets that cannot be told from ours on paper.
_ALIKE = {
    "а": "a", "е": "e", "ё": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "к": "k",
    "м": "m", "т": "t", "в": "b", "н": "h", "з": "3", "ѕ": "s", "і": "i", "ї": "i", "ј": "j",
    "ԁ": "d", "ԛ": "q", "ԝ": "w", "һ": "h", "ӏ": "l", "г": "r", "п": "n", "б": "6", "ь": "b",
    "α": "a", "β": "b", "γ": "y", "δ": "d", "ε": "e", "ζ": "z", "η": "n", "ι": "i", "κ": "k",
    "λ": "l", "μ": "u", "ν": "v", "ο": "o", "π": "n", "ρ": "p", "σ": "o", "ς": "s", "τ": "t",
    "υ": "u", "χ": "x", "ω": "w", "ϲ": "c", "ϳ": "j", "օ": "o", "ո": "n", "ս": "u", "հ": "h",
    "ց": "g", "զ": "q", "ⅼ": "l", "ⅰ": "i", "ｌ": "l",
}
# A capital looks like another letter than its small form does.
_CAPITALS = {"Η": "h", "Ν": "n", "Ρ": "p", "Β": "b", "Μ": "m", "Υ": "y", "Ζ": "z", "Χ": "x",
             "Τ": "t", "Κ": "k", "Ι": "i", "Σ": "e", "В": "b", "Н": "h", "Р": "p", "С": "c",
             "У": "y", "Ѕ": "s", "Ӏ": "i", "Ո": "n"}
_QUOTES = dict.fromkeys("‘’‚‛′ʼʹ`´＇ʻˈ՚", "'")
_DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－⁃˗", "-")
_GONE = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f"
                  "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068"
                  "\u2069\u206a\u206f\ufeff\ufff9\ufffa\ufffb")


class _Table(dict[str, str]):
    """What each character is compared as, worked out when it is first met."""

    def __missing__(self, one: str) -> str:
        made = _plain(one)
        self[one] = made
        return made


def _plain(one: str) -> str:
    if one in _GONE:
        return ""
    for table in (_CAPITALS, _QUOTES, _DASHES):
        if one in table:
            return table[one]
    if one.isspace() or "\ud800" <= one <= "\udfff":  # half a character is none
        return " "
    made = ""
    for bit in unicodedata.normalize("NFKD", one).casefold():
        bit = _SPECIAL.get(bit) or _ALIKE.get(bit) or _QUOTES.get(bit) or _DASHES.get(bit) or bit
        if unicodedata.category(bit[0]) not in ("Mn", "Me", "Cf"):
            made += bit
    return made


_TABLE = _Table()


@dataclass(frozen=True)
class Folded:
    """`text` as it is compared, in `plain`; the characters of `plain` came from `back`."""

    text: str
    plain: str
    back: Sequence[int]

    def start(self, at: int) -> int:
        """Where in the text the character at `at` of `plain` stands."""
        return self.back[at] if at < len(self.back) else len(self.text)

    def end(self, at: int) -> int:
        """Where in the text a stretch ends that ends before `at` of `plain`."""
        if at <= 0:
            return 0
        here = self.back[at - 1] + 1
        while here < len(self.text) and unicodedata.category(self.text[here]) in ("Mn", "Me"):
            here += 1
        return here

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of `plain` as a stretch of the text."""
        return self.start(start), self.end(end)

    @cached_property
    def squeezed(self) -> tuple[str, list[int]]:
        """Letters and figures only, and the place of each in `plain`."""
        wanted = list(map(str.isalnum, self.plain))
        return "".join(compress(self.plain, wanted)), list(compress(range(len(wanted)), wanted))


def fold(text: str) -> Folded:
    """The text as it is compared."""
    if text.isascii():
        return Folded(text, text.lower().translate(_WHITE), range(len(text)))
    parts = list(map(_TABLE.__getitem__, text))
    plain = "".join(parts)
    if len(plain) == len(text) and all(parts) and max(map(len, parts), default=1) == 1:
        return Folded(text, plain, range(len(text)))
    back = [n for n, part in enumerate(parts) for _ in part]
    return Folded(text, plain, back)


_WHITE = {n: " " for n in (*range(9, 14), *range(28, 32))} | {ord("`"): "'"}


def squeeze(words: str) -> str:
    """Letters and figures of some words, as they are compared."""
    return "".join(one for one in fold(words).plain if one.isalnum())

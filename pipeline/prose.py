"""What people typed, as paragraphs and bullets with bold and italic runs.

Three marks are read and no others: `- ` at the very start of a line makes a bullet, `**bold**` and
`_italic_` stand around whole words. Every other character comes out as it was typed. Characters
that Word cannot hold (control characters, halves of a surrogate pair), and those that turn round
the letters after them, come out as U+FFFD, so that a reader sees that something stood there. Each
line is a paragraph of its own; blank lines only part.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MAIL_ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+")
_ADDRESS = re.compile(r"https?://[^\s<>()]+[^\s<>().,;:]")
_LINE_END = re.compile(r"\r\n?")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufffe\uffff]")

# A mark opens after a space, an opening bracket or quotation mark, a dash or the other mark, and
# closes before a space or punctuation: `2**3**4`, `snake_case_words` and `/_folder_/` are no marks.
_MARK = re.compile(r"\*+|_+")
_BEFORE = frozenset("([{<\"'“‘«–—*_")
_AFTER = frozenset(")]}>\"'”’»–—*_.,;:!?…")


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a bullet (`kind`), in runs."""

    kind: str
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The words without their looks."""
        return "".join(run.text for run in self.runs)

    @property
    def right_to_left(self) -> bool:
        """Whether most letters belong to a script that runs from right to left."""
        return mostly_right_to_left(self.text)


def printable(text: str) -> str:
    """The text as a document can hold it: line ends are all one newline, nothing unprintable."""
    if text.isprintable():
        return text
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", _LINE_END.sub("\n", text))


@lru_cache(maxsize=4096)
def blocks(text: str) -> tuple[Block, ...]:
    """The paragraphs and bullets of a text, in order. A blank text has none."""
    return tuple(_block(line) for line in printable(text).split("\n") if line.strip())


def mostly_right_to_left(text: str) -> bool:
    """Whether more of the letters run from right to left than from left to right."""
    if text.isascii():
        return False
    directions = [unicodedata.bidirectional(character) for character in text]
    return sum(d in ("R", "AL") for d in directions) > directions.count("L")


def _block(line: str) -> Block:
    kind = "paragraph"
    if line.startswith("- ") and line[2:].strip():
        kind, line = "bullet", line[2:]
    if "**" not in line and "_" not in line:
        return Block(kind, (Run(line),))
    return Block(kind, tuple(_runs(line)))


def _runs(line: str) -> Iterator[Run]:
    marks = list(_MARK.finditer(line))
    bold = _pairs(line, [mark for mark in marks if mark[0] == "**"])
    italic = _pairs(line, [mark for mark in marks if mark[0] == "_"])
    looks = {"bold": False, "italic": False}
    start = 0
    for position, length, look, turned_on in sorted(
        [(at, 2, "bold", on) for at, on in bold] + [(at, 1, "italic", on) for at, on in italic]
    ):
        if position > start:
            yield Run(line[start:position], **looks)
        looks[look] = turned_on
        start = position + length
    if start < len(line):
        yield Run(line[start:], **looks)


def _pairs(line: str, marks: list[re.Match[str]]) -> list[tuple[int, bool]]:
    """Where a look is turned on and off: each closing mark with the nearest opening one before."""
    turns: list[tuple[int, bool]] = []
    opened = -1
    for mark in marks:
        before = line[mark.start() - 1 : mark.start()]
        after = line[mark.end() : mark.end() + 1]
        closes = before.strip() and (not after.strip() or after in _AFTER)
        opens = after.strip() and (not before.strip() or before in _BEFORE)
        if closes and opened >= 0:
            turns += [(opened, True), (mark.start(), False)]
            opened = -1
        elif opens:
            opened = mark.start()
    return turns


def linked(text: str) -> Iterator[tuple[str, str]]:
    """A text in parts, each with the address it links to: each address of the web that it holds."""
    at = 0
    for found in _ADDRESS.finditer(text):
        if found.start() > at:
            yield text[at:found.start()], ""
        yield found[0], found[0]
        at = found.end()
    if at < len(text):
        yield text[at:], ""


def mark(text: str) -> str:
    """The fingerprint of some words: 12 hexadecimal digits, the same for the same words."""
    return hashlib.sha256(printable(text).encode("utf-8")).hexdigest()[:12]


def plain(text: str) -> str:
    """The words for a place that shows no looks, as a spreadsheet cell: bullets become dots."""
    return "\n".join(
        ("• " if block.kind == "bullet" else "") + block.text for block in blocks(text)
    )

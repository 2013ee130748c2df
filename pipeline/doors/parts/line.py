"""A text of a finished file and the pieces it is made of, so that it can be read and rewritten."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Change = tuple[int, int, str]
"""From where, up to where, and the words that stand there instead."""

KINDS = {
    "text": "words on the page", "hidden": "words that are not shown", "deleted": "words that were "
    "deleted while changes were tracked", "note": "a comment", "alt": "words for those who cannot "
    "see a picture", "field": "the code of a field", "link": "the address of a link",
    "property": "a property of the file", "name": "the name of a part", "chart": "a chart",
    "cell": "a cell of a workbook", "picture": "what a picture says of itself",
    "markup": "a name or a code in the file's own markup", "raw": "letters found in a part that "
    "cannot be read", "unreadable": "something that cannot be read at all",
}
"""The kinds of places where words stand."""
UNREADABLE = "unreadable"
"""No words, but a place of which nobody can say whether it holds any."""

SPACED = re.compile(r"(?:wordprocessingml|spreadsheetml|officeDocument).*/(?:main|math)\}"
                    r"(?:t|delText|instrText)$")
"""Elements that may say that their spaces count. A slide's may not: PowerPoint calls it damaged."""
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Piece(Protocol):
    """A stretch of words that can be put in other words."""

    @property
    def words(self) -> str:
        """What stands there now."""

    def put(self, words: str) -> None:
        """Let this stand there instead."""


@dataclass(frozen=True)
class Text:
    """The text of an element; `tail` is the text behind it."""

    element: Any
    tail: bool = False

    @property
    def words(self) -> str:
        """What stands there now."""
        return (self.element.tail if self.tail else self.element.text) or ""

    def put(self, words: str) -> None:
        """Let this stand there instead, with the spaces at its ends."""
        if self.tail:
            self.element.tail = words
            return
        self.element.text = words
        if words != words.strip() and SPACED.search(str(self.element.tag)):
            self.element.set(SPACE, "preserve")


@dataclass(frozen=True)
class Attribute:
    """An attribute of an element."""

    element: Any
    name: str

    @property
    def words(self) -> str:
        """What stands there now."""
        return str(self.element.get(self.name, ""))

    def put(self, words: str) -> None:
        """Let this stand there instead."""
        self.element.set(self.name, words)


@dataclass
class Sign:
    """An element that stands for a character, as a tab does. It can only stay or go."""

    element: Any
    sign: str

    @property
    def words(self) -> str:
        """What stands there now."""
        return self.sign

    def put(self, words: str) -> None:
        """Take the element away once its character has gone."""
        if not words and self.sign:
            drop(self.element)
            self.sign = ""


@dataclass(frozen=True)
class Found:
    """Words that were only found: nothing can be put in their place."""

    words: str

    def put(self, words: str) -> None:
        """Nothing can stand there instead."""
        raise ValueError("these words cannot be rewritten")


@dataclass
class Line:
    """One text as people read it, and where it stands.

    `part` and `spot` are words for a person ('Header 1', 'table 2, row 3'); `kind` is a key of
    `KINDS`. A `fixed` text cannot be rewritten. `mend` does what a change of these words needs,
    where that is more than other words (a link that goes, a part with another name); `touched` is
    told of every change.
    """

    part: str
    spot: str
    kind: str
    pieces: Sequence[Piece]
    fixed: bool = False
    mend: Callable[[], None] | None = None
    touched: Callable[[], None] = field(default=lambda: None, repr=False)

    @property
    def words(self) -> str:
        """The text as it stands now."""
        return "".join(piece.words for piece in self.pieces)

    def put(self, changes: Sequence[Change]) -> None:
        """Make these changes. Each takes the look of the piece that it begins in."""
        if not changes:
            return
        if self.fixed:
            raise ValueError("these words cannot be rewritten")
        if self.mend is not None:
            self.mend()
        else:
            self._put(changes)
        self.touched()

    def _put(self, changes: Sequence[Change]) -> None:
        for start, end, instead in sorted(changes, reverse=True):
            at = 0
            for piece in list(self.pieces):
                words = piece.words
                first, last = max(start, at), min(end, at + len(words))
                if first < last:
                    kept = words[:first - at], words[last - at:]
                    # A sign takes no words: they go to the first piece that does.
                    takes = instead and not isinstance(piece, Sign)
                    piece.put(kept[0] + (instead if takes else "") + kept[1])
                    instead = "" if takes else instead
                at += len(words)


def local(element: Any) -> str:
    """The name of an element without its namespace; '' for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def said(element: Any, name: str) -> str:
    """The value of an attribute, whatever its namespace; '' when it is not there."""
    return next((str(value) for key, value in element.attrib.items()
                 if str(key).rpartition("}")[2] == name), "")


def drop(element: Any) -> None:
    """Take an element away; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    _keep_text(parent, element, element.tail or "")
    parent.remove(element)


def unwrap(element: Any) -> None:
    """Put what an element holds in its place."""
    parent = element.getparent()
    _keep_text(parent, element, element.text or "")
    at = parent.index(element)
    tail = element.tail or ""
    element.tail = None
    inside = list(element)
    for one in reversed(inside):
        parent.insert(at, one)
    parent.remove(element)
    if inside:
        inside[-1].tail = (inside[-1].tail or "") + tail or None
    elif tail:
        before = parent[at - 1] if at else None
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail


def _keep_text(parent: Any, element: Any, words: str) -> None:
    if not words:
        return
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + words
    else:
        before.tail = (before.tail or "") + words

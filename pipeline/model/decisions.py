"""What only a person can decide before a paper leaves: doubtful names, and what could identify."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model.data import Problem

REPLACE, LEAVE = "Replace", "Leave"
CHECKED, CHANGE = "May stay", "Must change"


def stable_key(*words: str) -> str:
    """The key of a question: it stays the same as long as these words do."""
    plain = "\0".join(" ".join(word.split()) for word in words)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True)
class Decision:
    """What somebody decided about one doubt: `what` is REPLACE or LEAVE, `instead` their own words.

    `on` is the day as they wrote it.
    """

    key: str
    what: str
    instead: str = ""
    reason: str = ""
    by: str = ""
    on: str = ""


@dataclass(frozen=True)
class Ticked:
    """What somebody said of one line of the tick list: `what` is CHECKED or CHANGE."""

    key: str
    what: str
    note: str = ""
    by: str = ""
    on: str = ""


@dataclass(frozen=True)
class Line:
    """A line of a decision sheet as somebody left it: what stands under each heading.

    `pack` is the title of the pack it was made for, '' where the sheet no longer says so.
    """

    key: str
    sheet: str
    pack: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Decided:
    """Everything that people have decided in a case's decision sheets, by the key of each line.

    `lines` are the decided lines whole, for the sheet that takes the place of an older one.
    """

    names: Mapping[str, Decision] = field(default_factory=dict)
    ticks: Mapping[str, Ticked] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Doubt:
    """Words that may be a name: where they stand, and what a person has decided, if anybody has.

    `before` and `after` are the words around them, `instead` what would be put in their place.
    `more` counts other places with exactly these words around. Nothing is replaced while `decision`
    is None.
    """

    key: str
    document: str
    part: str
    spot: str
    before: str
    words: str
    after: str
    why: str
    instead: str
    code: str = ""
    kind: str = ""
    more: int = 0
    decision: Decision | None = None

    @property
    def open(self) -> bool:
        """Whether nobody has decided it yet."""
        return self.decision is None

    @property
    def left(self) -> bool:
        """Whether somebody decided that the words may stay."""
        return self.decision is not None and self.decision.what == LEAVE

    def is_here(self, text: str, start: int, end: int) -> bool:
        """Whether a place in another text, as the PDF of the same paper, is this very doubt.

        The words before and after it must be the same. At the edge of a page those of one side will
        do, since on the other stands what is printed on every page.
        """
        if folded(text[start:end]) != folded(self.words):
            return False
        before = _alike(folded(text[max(0, start - FAR):start])[::-1], folded(self.before)[::-1])
        after = _alike(folded(text[end:end + FAR]), folded(self.after))
        return (before is not None and after is not None) or AROUND in (before, after)


AROUND, FAR = 12, 120
"""So many letters before and after are compared when one place is looked for in two files, and
among so many signs they are sought."""


def folded(words: str) -> str:
    """Letters and figures alone: files differ in spaces, line ends and hyphens."""
    return "".join(filter(str.isalnum, words)).casefold()


def _alike(one: str, other: str) -> int | None:
    """How many letters two texts have in common at their beginning; None where they differ."""
    length = min(len(one), len(other), AROUND)
    return length if one[:length] == other[:length] else None


@dataclass(frozen=True)
class Tick:
    """Words that with others could say who somebody is, on one page of one paper.

    `pages` is that page in words ('4'), or all of them where the words run through the paper.
    `count` is how often they stand there. `ticked` is what a person said, None while nobody has.
    """

    key: str
    document: str
    page: int
    pages: str
    words: str
    kind: str
    around: str = ""
    count: int = 1
    ticked: Ticked | None = None

    @property
    def open(self) -> bool:
        """Whether a person must still look at it, or has said that it must change."""
        return self.ticked is None or self.ticked.what != CHECKED

"""Data: what came from workbooks. `Case` is plain JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Case = dict[str, Any]
"""Everything known about a case as plain JSON values; see docs/templates.md for its shape."""


@dataclass(frozen=True, order=True)
class Where:
    """A place to go to: file (relative to the case folder), sheet or part, cell or line."""

    file: str
    part: str = ""
    spot: str = ""

    def __str__(self) -> str:
        return ", ".join(bit for bit in (self.file, self.part, self.spot) if bit)


@dataclass(frozen=True)
class Problem:
    """Something a person must look at. A value, never raised.

    `severity` is 'error', 'warning' or 'note'. Only `quote` may hold words that somebody typed.
    `sender` is the code of the agency or member the workbook came from, '' when it is ours.
    """

    code: str
    severity: str
    where: Where
    message: str
    fix: str
    quote: str = ""
    sender: str = ""


@dataclass(frozen=True)
class Fault:
    """What was found wrong inside a file, before anybody knows which return it is.

    It becomes a `Problem` with this code once the file has its place. `words` fill the braces of
    the problem's sentences; only `quote` may hold words that somebody typed.
    """

    code: str
    part: str = ""
    spot: str = ""
    quote: str = ""
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Answer:
    """What somebody answered: `text` as typed, `value` as we understand it, `refs` where it stood.

    `value` is a JSON value: the chosen option for a choice, True or False for a tick, EDTF for a
    date ('' when it could not be read), and otherwise the text itself.
    """

    text: str
    value: Any = ""
    refs: tuple[Where, ...] = ()

    @property
    def given(self) -> bool:
        """Whether anything was typed at all."""
        return bool(self.text.strip())


@dataclass(frozen=True)
class Evidence:
    """One agency's words beside a box of a writing desk, and the tick put against them.

    `about` is the path of the box, `source` the stable id of the words, `words` their fingerprint.
    """

    about: str
    source: str
    words: str
    tick: str
    where: Where


@dataclass(frozen=True)
class Submission:
    """One workbook as it was read (a 'return' to its users).

    `answers` maps paths to answers: `section/field`, `section/C1/field` for an answer about one
    child, `section/C1/field/anomaly` for what an agency's records say instead, and
    `section/3/field` for the third row of a table. Only given answers are in it.
    `repeats` are the paths that still hold our own words exactly as we sent them.
    `kind` is 'first', 'correction' or 'addition'.
    """

    form: str
    version: str
    case: str
    recipient: str
    number: int
    kind: str
    replaces: str
    file: str
    fingerprint: str
    answers: Mapping[str, Answer]
    places: Mapping[str, Where] = field(default_factory=dict)
    nothing_held: Answer = Answer("")
    received: str = ""
    evidence: tuple[Evidence, ...] = ()
    problems: tuple[Problem, ...] = ()
    repeats: frozenset[str] = frozenset()

"""What came in: every file of a case folder and every part of one, as it was met."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.doors.xlsx import Book
from pipeline.model import Problem

MESSAGES = ("eml", "msg")
"""The kinds of items that are one message."""
MESSAGE = "message"
"""The part of an item that is the message's own words, as a problem names its place."""


@dataclass(frozen=True)
class Letter:
    """What the message says that a part came in: who sent it, when, about what, its own words.

    All of it is as the sender says. `sent` is 'YYYY-MM-DDTHH:MM+ZZZZ' or ''. `automatic` says that
    a machine wrote it.
    """

    sender: str
    sent: str
    subject: str
    words: str
    automatic: bool = False


@dataclass(frozen=True)
class Item:
    """A file, or a part of one. `id` is ours ('R003', and 'R003.1' for its first part).

    `name` is what its sender or the Business Unit called it: never printed outside the register.
    `letter` is the message itself, or the one it came in. `status` is 'form?' while it may be a
    return, 'container' for a message or an archive, 'paper' for what is only kept, 'ours' for a
    lock file and the like, and 'refused'.
    """

    id: str
    inside: str
    name: str
    kind: str
    sha256: str
    size: int
    status: str
    data: bytes = field(repr=False, default=b"")
    book: Book | None = field(repr=False, default=None)
    letter: Letter | None = field(repr=False, default=None)
    problems: tuple[Problem, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The short name of these exact bytes."""
        return self.sha256[:16]

    @property
    def file(self) -> str:
        """The id of the file of the case folder that this is, or that it came in."""
        return self.id.split(".")[0]


Items = Sequence[Item]

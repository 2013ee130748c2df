"""What a message is to everybody else: plain values."""

from dataclasses import dataclass, field

from pipeline.model import Fault

MAIL_MARKS = {
    "signed": "it carries a signature", "encrypted": "its contents are encrypted",
    "forwarded": "it holds a whole other message", "automatic": "a machine wrote it (out of "
    "office, delivery report)", "link": "it points to a file on the internet",
}
"""What may be said of a message."""


@dataclass(frozen=True)
class Attachment:
    """A part of a message that is not its words. `name` is cleaned for display, '' when none."""

    name: str
    data: bytes = field(repr=False)
    inline: bool = False


@dataclass(frozen=True)
class Mail:
    """A message: who sent it and when, as it says itself, and its own words as plain text.

    `sent` is 'YYYY-MM-DDTHH:MM+ZZZZ' or '' when it says nothing we can read; the zone is '-0000'
    when it names none. `marks` are keys of `MAIL_MARKS`; `links` the addresses of files on the
    internet; `faults` what could not be read of it.
    """

    sender: str
    to: str
    subject: str
    sent: str
    words: str
    attachments: tuple[Attachment, ...] = ()
    marks: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

"""The one door to e-mail: messages in, from any program, and drafts out."""

from dataclasses import dataclass, field

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

    `sent` is 'YYYY-MM-DDTHH:MM+ZZZZ' or '' when it says nothing we can read. `marks` are keys of
    `MAIL_MARKS`; `links` the addresses of files on the internet.
    """

    sender: str
    to: str
    subject: str
    sent: str
    words: str
    attachments: tuple[Attachment, ...] = ()
    marks: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()

"""A message as Outlook saves it (.msg), written: for the sample case and for tests.

Only what Outlook itself needs to show a message: see [MS-OXMSG]. The same words give the same
bytes.
"""

import struct
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime

from pipeline.doors.mail import outlook as tag
from pipeline.doors.mail.compound import Tree, write_compound
from pipeline.doors.mail.words import clean, file_name, one_line

NUMBER, BOOLEAN, MOMENT = 0x0003, 0x000B, 0x0040
READABLE, WRITABLE = 2, 4
UNICODE = 0x00040000


def write_msg(sender: str, to: str, subject: str, sent: str, words: str,
              attachments: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """An Outlook message (.msg) as it arrives. `sent` is a date as mail writes it."""
    return write_compound(message_tree(sender, to, subject, sent, words, attachments),
                          tag.MESSAGE_CLSID)


def message_tree(sender: str, to: str, subject: str, sent: str, words: str,
                 attachments: Sequence[tuple[str, bytes]] = ()) -> Tree:
    """The same as the tree of its file."""
    name, address = next(iter(getaddresses([one_line(sender)])), ("", ""))
    people = [pair for pair in getaddresses([one_line(to)]) if pair[1]]
    when = _ticks(sent)
    root = _Writer()
    root.text(tag.CLASS, "IPM.Note")
    root.text(tag.SUBJECT, one_line(subject))
    root.text(tag.SENDER_NAME, one_line(name) or address)
    root.text(tag.SENT_FOR, one_line(name) or address)
    root.text(0x0C1E, "SMTP")
    root.text(tag.SENDER_ADDRESS, address)
    root.text(tag.SENDER_SMTP, address)
    root.text(tag.DISPLAY_TO, "; ".join(one_line(shown) or smtp for shown, smtp in people))
    root.text(tag.BODY, clean(words).replace("\n", "\r\n"))
    root.text(tag.HEADERS, f"Date: {one_line(sent)}\r\n")
    root.number(0x0E07, 1)  # read
    root.number(0x340D, UNICODE)
    root.number(tag.CODE_PAGE, 65001)
    root.number(tag.WEB_CODE_PAGE, 65001)
    root.number(0x0E1B, int(bool(attachments)), BOOLEAN)
    if when:
        root.moment(tag.SUBMITTED, when)
        root.moment(tag.DELIVERED, when)
    tree = root.done(struct.pack("<8xIIII8x", len(people), len(attachments), len(people),
                                 len(attachments)))
    tree[tag.NAMED] = {f"__substg1.0_{part}0102": b"" for part in ("0002", "0003", "0004")}
    for number, (shown, smtp) in enumerate(people):
        tree[f"__recip_version1.0_#{number:08X}"] = _recipient(number, one_line(shown), smtp)
    for number, (file, data) in enumerate(attachments):
        tree[f"__attach_version1.0_#{number:08X}"] = attachment_tree(number, file, data)
    return tree


def attachment_tree(number: int, name: str, data: bytes | Tree) -> Tree:
    """The storage of an attachment; of a message within the message when `data` is a tree."""
    part = _Writer()
    part.number(0x0E21, number)
    part.number(0x370B, 0xFFFFFFFF)  # it stands at no place in the words
    part.number(tag.METHOD, 1 if isinstance(data, bytes) else 5)
    shown = file_name(name) or "attachment"
    part.text(tag.LONG_NAME, shown)
    part.text(tag.DISPLAY_NAME, shown)
    stem, dot, ending = shown.rpartition(".")
    part.text(0x3703, dot + ending if stem else "")
    if isinstance(data, bytes):
        part.stream(tag.DATA, tag.BYTES, data, len(data))
    else:
        part.entry(tag.DATA, tag.OBJECT, struct.pack("<II", 0xFFFFFFFF, 1))
        inside = dict(data)
        inside.pop(tag.NAMED, None)
        held = inside[tag.PROPERTIES]
        assert isinstance(held, bytes)
        inside[tag.PROPERTIES] = held[:tag.HEADER_INSIDE] + held[tag.HEADER:]
        part.tree[f"__substg1.0_{tag.DATA:04X}{tag.OBJECT:04X}"] = inside
    return part.done(bytes(tag.HEADER_PART))


def _recipient(number: int, name: str, address: str) -> Tree:
    part = _Writer()
    part.number(0x0C15, 1)  # To
    part.number(0x0FFE, 6)  # a mail user
    part.number(0x3900, 0)
    part.number(0x3000, number)
    part.text(tag.DISPLAY_NAME, name or address)
    part.text(0x3002, "SMTP")
    part.text(tag.ADDRESS, address)
    part.text(tag.SMTP, address)
    return part.done(bytes(tag.HEADER_PART))


class _Writer:
    """The properties of one storage: short ones in the list, long ones in streams of their own."""

    def __init__(self) -> None:
        self.entries: dict[tuple[int, int], bytes] = {}
        self.tree: Tree = {}

    def entry(self, number: int, kind: int, value: bytes) -> None:
        """A line of the list."""
        self.entries[number, kind] = struct.pack("<HHI8s", kind, number, READABLE | WRITABLE, value)

    def number(self, number: int, value: int, kind: int = NUMBER) -> None:
        """A number, or yes and no."""
        self.entry(number, kind, struct.pack("<Q", value))

    def moment(self, number: int, ticks: int) -> None:
        """A moment in tenths of a microsecond since 1601."""
        self.entry(number, MOMENT, struct.pack("<Q", ticks))

    def text(self, number: int, text: str) -> None:
        """A text, which the list says is longer by the zero at its end."""
        data = text.encode("utf-16-le")
        self.stream(number, tag.TEXT, data, len(data) + 2)

    def stream(self, number: int, kind: int, data: bytes, size: int) -> None:
        """A property in a stream of its own."""
        self.entry(number, kind, struct.pack("<II", size, 0))
        self.tree[f"__substg1.0_{number:04X}{kind:04X}"] = data

    def done(self, header: bytes) -> Tree:
        """The storage with its list."""
        self.tree[tag.PROPERTIES] = header + b"".join(
            entry for _, entry in sorted(self.entries.items()))
        return self.tree


def _ticks(sent: str) -> int:
    """A date as mail writes it, in Windows's count; 0 when it is none."""
    try:
        moment = parsedate_to_datetime(sent)
    except (TypeError, ValueError):
        return 0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    since = moment - datetime(1601, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 10_000_000

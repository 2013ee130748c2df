"""A message as Outlook saves it (.msg) as plain values.

Properties are read one by one from their streams, so that one of a strange type, or in an unknown
character set, costs only itself. A message within a message becomes a whole .msg of its own, and an
embedded object a compound file: what is inside them is read as if it had been sent alone.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.parser import HeaderParser
from email.policy import compat32
from typing import Any

from pipeline.doors.mail import headers
from pipeline.doors.mail.compound import Tree, read_compound, write_compound
from pipeline.doors.mail.gathered import MOST_PARTS, Gathered
from pipeline.doors.mail.html import html_text
from pipeline.doors.mail.message import Mail
from pipeline.doors.mail.reading import gather_bytes, machine_made
from pipeline.doors.mail.rtf import rtf_words, unpressed
from pipeline.doors.mail.words import decoded, file_name, one_line
from pipeline.errors import OutsideTrouble

MESSAGE_CLSID = bytes.fromhex("0b0d020000000000c000000000000046")
PROPERTIES, NAMED = "__properties_version1.0", "__nameid_version1.0"
HEADER, HEADER_INSIDE, HEADER_PART = 32, 24, 8

CLASS, SUBJECT, HEADERS, SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP, SENT_FOR = (
    0x001A, 0x0037, 0x007D, 0x0C1A, 0x0C1F, 0x5D01, 0x0042)
DISPLAY_TO, DISPLAY_CC, BODY, RTF, HTML, SUBMITTED, DELIVERED, CODE_PAGE, WEB_CODE_PAGE = (
    0x0E04, 0x0E03, 0x1000, 0x1009, 0x1013, 0x0039, 0x0E06, 0x3FFD, 0x3FDE)
DATA, METHOD, LONG_NAME, SHORT_NAME, DISPLAY_NAME, MIME, CONTENT_ID, HIDDEN, LONG_PATH, PATH = (
    0x3701, 0x3705, 0x3707, 0x3704, 0x3001, 0x370E, 0x3712, 0x7FFE, 0x370D, 0x3708)
SMTP, ADDRESS = 0x39FE, 0x3003

TEXT, TEXT_8, BYTES, OBJECT = 0x001F, 0x001E, 0x0102, 0x000D
AUTOMATIC = ("report.", "ipm.note.rules.", "ipm.outlook.recall", "ipm.recall")
CODE_PAGES = {65001: "utf-8", 20127: "ascii", 28591: "cp1252", 28605: "iso8859-15",
              1200: "utf-16", 936: "gb18030", 54936: "gb18030", 20866: "koi8-r", 21866: "koi8-u",
              10000: "mac-roman", 50220: "iso2022_jp", 51932: "euc_jp", 51949: "euc_kr"}


def read_outlook(data: bytes) -> Mail:
    """Read a .msg file. Raises OutsideTrouble when it is no message."""
    tree, broken = read_compound(data)
    root = _Storage(tree, HEADER)
    if not any(name.lower().startswith(("__substg1.0_", PROPERTIES)) for name in tree):
        raise OutsideTrouble("It is not an Outlook message.")
    found = Gathered()
    head = HeaderParser(policy=compat32).parsestr(root.text(HEADERS))
    kind = root.text(CLASS).lower()
    subject = one_line(root.text(SUBJECT)) or headers.header(head, "subject")
    _words(root, found)
    _attachments(root, found)
    if any("__attach_version1.0_" not in path.lower() for path in broken):
        found.unreadable("")  # an attachment without its bytes has said so itself
    if kind.startswith("ipm.note.smime"):
        found.marks.add("signed" if "signed" in found.marks or "multipart" in kind else "encrypted")
    if kind.startswith(AUTOMATIC) or machine_made(head, subject):
        found.marks.add("automatic")
    return found.mail(_sender(root, head), _to(root, head), subject, _sent(root, head))


class _Storage:
    """A storage and the properties it keeps, each read when it is asked for."""

    def __init__(self, tree: Tree, header: int, pages: tuple[str, str] | None = None) -> None:
        self.tree = {name.lower(): held for name, held in tree.items()}
        self.numbers = dict(_numbers(self.tree.get(PROPERTIES), header))
        self.page, self.web_page = pages or (_code_page(self.number(CODE_PAGE)),
                                             _code_page(self.number(WEB_CODE_PAGE)))

    def number(self, tag: int) -> int:
        """A number, 0 when it has none."""
        return int.from_bytes(self.numbers.get(tag, b"")[:4], "little")

    def moment(self, tag: int) -> str:
        """A moment as 'YYYY-MM-DDTHH:MM+0000', '' when there is none."""
        ticks = int.from_bytes(self.numbers.get(tag, b""), "little")
        try:
            moment = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
        except OverflowError:
            return ""
        return f"{moment:%Y-%m-%dT%H:%M%z}" if moment.year > 1969 else ""

    def bytes(self, tag: int, kind: int = BYTES) -> bytes | None:
        """What a stream holds, None when it is not there."""
        held = self.tree.get(f"__substg1.0_{tag:04x}{kind:04x}")
        return held if isinstance(held, bytes) else None

    def text(self, tag: int) -> str:
        """A text, '' when there is none."""
        wide = self.bytes(tag, TEXT)
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        page = self.web_page if tag == BODY and self.web_page else self.page
        return decoded(self.bytes(tag, TEXT_8) or b"", page).rstrip("\0")

    def inside(self, start: str) -> Iterator["_Storage"]:
        """The storages whose names begin so, in their order."""
        for name, held in sorted(self.tree.items()):
            if name.startswith(start) and not isinstance(held, bytes):
                yield _Storage(held, HEADER_PART, (self.page, self.web_page))


def _numbers(stream: Any, header: int) -> Iterator[tuple[int, bytes]]:
    if isinstance(stream, bytes):
        for at in range(header, len(stream) - 15, 16):
            yield struct.unpack_from("<H", stream, at + 2)[0], stream[at + 8:at + 16]


def _code_page(number: int) -> str:
    return CODE_PAGES.get(number, f"cp{number}" if number else "")


def _words(root: _Storage, found: Gathered) -> None:
    """The message's own words in the forms it has them."""
    plain, html = root.text(BODY), root.bytes(HTML)
    if plain.strip():
        found.own(plain.encode("utf-8", "replace"), "utf-8", html=False, group=1)
    rich = html_text(html, root.web_page) if html is not None else root.text(HTML)
    if rich.strip():
        found.own_html(rich, group=1)
    pressed = root.bytes(RTF)
    if pressed and not plain.strip() and not rich.strip():
        try:
            found.say(rtf_words(unpressed(pressed)))
        except ValueError:
            found.unreadable("")
            found.attach("words of the message.rtf", pressed)


def _attachments(root: _Storage, found: Gathered) -> None:
    """Every file that the message brings, whatever way Outlook has put it in."""
    named = root.tree.get(NAMED)
    for part in root.inside("__attach_version1.0_#"):
        if found.count >= MOST_PARTS:
            found.too_many = True
            return
        found.count += 1
        name = next(filter(None, (file_name(part.text(tag)) for tag in
                                  (LONG_NAME, SHORT_NAME, DISPLAY_NAME))), "")
        data = part.bytes(DATA)
        held = part.tree.get(f"__substg1.0_{DATA:04x}{OBJECT:04x}")
        if data is not None:
            _file(part, name, data, found)
        elif isinstance(held, dict) and _is_message(held):
            found.marks.add("forwarded")
            found.attach("", write_compound(_alone(held, named), MESSAGE_CLSID))
        elif isinstance(held, dict):
            found.attach(name, write_compound(held))
        elif isinstance(held, bytes):
            _file(part, name, held, found)
        else:
            link = part.text(LONG_PATH) or part.text(PATH)
            found.hrefs.append(link)
            if not re.match("https?:", link, re.IGNORECASE):
                found.unreadable(name)


def _file(part: _Storage, name: str, data: bytes, found: Gathered) -> None:
    """An attached file. A signed message lies in one, as it travelled."""
    mime = part.text(MIME).lower()
    if mime.startswith("multipart/signed"):
        if not re.match(rb"\s*[-\w]+:", data):
            data = b"Content-Type: multipart/signed\r\n\r\n" + data
        gather_bytes(data, found)
    elif "pkcs7-mime" in mime or name.lower() == "smime.p7m":
        if re.match(rb"\s*content-type:", data, re.IGNORECASE):
            gather_bytes(data, found)
        elif not found.unseal(data, gather_bytes):
            found.attach(name or "smime.p7m", data)
    else:
        inline = bool(part.text(CONTENT_ID)) or part.number(HIDDEN) & 0xFF == 1
        found.attach(name, data, inline)


def _is_message(tree: Mapping[str, Any]) -> bool:
    return any(name.lower() == PROPERTIES for name in tree)


def _alone(tree: Tree, named: Any) -> Tree:
    """A message from inside another as a file of its own: its header is longer there, and the
    names of properties, which stand in the outer message only, come along."""
    alone: Tree = {}
    for name, held in tree.items():
        if name.lower() == PROPERTIES and isinstance(held, bytes):
            held = held[:HEADER_INSIDE].ljust(HEADER_INSIDE, b"\0") + bytes(
                HEADER - HEADER_INSIDE) + held[HEADER_INSIDE:]
        alone[name] = held
    if isinstance(named, dict):
        alone.setdefault(NAMED, named)
    return alone


def _sender(root: _Storage, head: Message) -> str:
    if found := headers.people(head, "from"):
        return found
    name = root.text(SENDER_NAME) or root.text(SENT_FOR)
    address = root.text(SENDER_SMTP) or root.text(SENDER_ADDRESS)
    if "@" in address and address not in name:
        return one_line(f"{name} <{address}>")
    return one_line(name or address)


def _to(root: _Storage, head: Message) -> str:
    found = [headers.people(head, name) for name in ("to", "cc")]
    if not any(found):
        found = [one_line(root.text(tag)) for tag in (DISPLAY_TO, DISPLAY_CC)]
    if not any(found):
        found = [one_line(one.text(DISPLAY_NAME) or one.text(SMTP) or one.text(ADDRESS))
                 for one in root.inside("__recip_version1.0_#")]
    return one_line(", ".join(filter(None, found)))


def _sent(root: _Storage, head: Message) -> str:
    """When it was sent: its header names the sender's own time zone, Outlook's property none."""
    return (headers.date_of(headers.raw(head, "date")) or root.moment(SUBMITTED)
            or root.moment(DELIVERED))

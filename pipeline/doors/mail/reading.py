"""An Internet message (.eml) as plain values.

Nothing here believes a part's MIME type, its disposition or its name: whatever is not the message's
own words is an attachment, and the bytes say later what it is. The parser is the standard
library's under its oldest policy, which alone opens every message that people really send.
"""

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from pipeline.doors.mail import headers
from pipeline.doors.mail.gathered import MOST_PARTS, Gathered
from pipeline.doors.mail.message import Mail
from pipeline.doors.mail.transfer import Part, is_text, payload
from pipeline.doors.mail.words import decoded
from pipeline.errors import OutsideTrouble

# A message that looks like this takes the parser minutes; no form ever came in one.
MOST_BOUNDARIES = 3000
MOST_DASHES = 50_000

FIELD = re.compile(rb"^[!-9;-~]{1,76}[ \t]*:", re.MULTILINE)
KNOWN = re.compile(rb"^(?:from|to|cc|subject|date|received|return-path|delivered-to|message-id|"
                   rb"mime-version|content-type|reply-to|sender|x-[-\w]+)[ \t]*:",
                   re.IGNORECASE | re.MULTILINE)
BOUNDARY = re.compile(rb"boundary(?:\*0?\*?)?[ \t]*=[ \t]*\"?([^\"\r\n;]{1,80})", re.IGNORECASE)
DASHES = re.compile(rb"^--(?!-*\r?$)([^\r\n]{0,90})", re.MULTILINE)
FIRST_PART = re.compile(r"^--(\S[^\r\n]{0,75}?)[ \t]*\r?\ncontent-[a-z-]+[ \t]*:",
                        re.IGNORECASE | re.MULTILINE)
PREAMBLE = re.compile(r"mime|multi-?part|multiple parts", re.IGNORECASE)

SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature",
              "application/pgp-signature")
SEALS = ("application/pkcs7-mime", "application/x-pkcs7-mime")
REPORTS = ("message/delivery-status", "message/disposition-notification",
           "message/global-delivery-status", "message/feedback-report")
AUTOMATIC = re.compile(r"(automatic (reply|response)|auto[- ]?(reply|response)|out of (the )?"
                       r"office|undeliver(able|ed)|mail delivery failed|"
                       r"delivery (status notification|failure|has failed))\b", re.IGNORECASE)


def read_message(data: bytes) -> Mail:
    """Read an .eml file. Raises OutsideTrouble when it is no message."""
    data = _begun(data)
    if not KNOWN.search(data[:65_536].partition(b"\n\n")[0].partition(b"\r\n\r\n")[0]):
        raise OutsideTrouble("It is not an e-mail message.")
    found = Gathered()
    if _bomb(data):
        head = re.split(rb"\r?\n\r?\n", data[:65_536], maxsplit=1)[0]
        root = _parsed(head + b"\r\n\r\n", headers_only=True)
        found.too_many = True
    else:
        root = _parsed(data)
        gather(root, found)
    subject = headers.header(root, "subject")
    if machine_made(root, subject):
        found.marks.add("automatic")
    to = [headers.people(root, name) for name in ("to", "cc")]
    sender = next(filter(None, (headers.people(root, name)
                                for name in ("from", "sender", "reply-to"))), "")
    return found.mail(sender, ", ".join(filter(None, to)), subject,
                      headers.date_of(headers.raw(root, "date")))


def machine_made(head: Message, subject: str) -> bool:
    """Whether a program wrote this message: an absence, a delivery that failed."""
    said = headers.raw(head, "auto-submitted").strip().lower()
    return ((bool(said) and not said.startswith("no"))
            or any(headers.raw(head, name) for name in ("x-autoreply", "x-autorespond",
                                                        "x-auto-reply-from"))
            or "auto_reply" in headers.raw(head, "precedence").lower()
            or headers.raw(head, "return-path").strip() == "<>"
            or AUTOMATIC.match(subject) is not None)


def gather(root: Message, found: Gathered) -> None:
    """Sort all that a message holds into words and attachments."""
    for part, group in _leaves(root, found):
        if found.count >= MOST_PARTS:
            found.too_many = True
            return
        found.count += 1
        _leaf(part, group, found)


def gather_bytes(data: bytes, found: Gathered) -> None:
    """The same for a message, or for a part with its headers, that is still bytes."""
    gather(_parsed(data), found)


def _parsed(data: bytes, headers_only: bool = False) -> Message:
    return BytesParser(_class=Part, policy=compat32).parsebytes(data, headersonly=headers_only)


def _begun(data: bytes) -> bytes:
    """The message without what some programs put before its first header."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode("utf-8")
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n \t\x00")
    if b"\n" not in data[:65_536] and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    if not data.startswith(b"From ") and not FIELD.match(data):
        known = KNOWN.search(data[:1000])
        if known and data[:known.start()].count(b"\n") <= 5:
            data = data[known.start():]
    return data


def _bomb(data: bytes) -> bool:
    """Whether a message has so many parts that even to count them by parsing takes too long."""
    if data.count(b"\n--") <= MOST_PARTS:
        return False
    ours = {found[1].strip() for found in BOUNDARY.finditer(data)}
    if len(ours) > MOST_BOUNDARIES:
        return True
    known = 0
    for total, line in enumerate(DASHES.finditer(data), 1):
        known += line[1].rstrip().removesuffix(b"--") in ours
        if known > MOST_BOUNDARIES or total > MOST_DASHES:
            return True
    return False


def _leaves(root: Message, found: Gathered) -> Iterator[tuple[Part, int]]:
    """Every part that holds no others, with a number that two forms of the same words share."""
    waiting: list[tuple[Message, int]] = [(root, 0)]
    while waiting:
        part, group = waiting.pop()
        assert isinstance(part, Part)
        kind = part.kind
        if kind == "multipart/signed":
            found.marks.add("signed")
        elif kind == "multipart/encrypted":
            found.marks.add("encrypted")
        elif kind == "multipart/report":
            found.marks.add("automatic")
        if kind.startswith("multipart/") and isinstance(part.held, str):
            part = _mended(part)
        inside = part.held
        if not isinstance(inside, list):
            yield part, group
            continue
        if kind == "multipart/alternative" and not group:
            found.groups += 1
            group = found.groups
        for text in (part.preamble, part.epilogue):
            if text and text.strip() and not (len(text) < 500 and PREAMBLE.search(text)):
                found.say(decoded(text.encode("utf-8", "surrogateescape")))
        waiting += [(one, group) for one in reversed(inside) if isinstance(one, Message)]


def _mended(part: Part) -> Part:
    """A part whose header names no boundary, or a wrong one, read by the one that is there."""
    text = part.held
    if isinstance(text, str) and (first := FIRST_PART.search(text)):
        edge = first[1].replace("\\", "").replace('"', "")
        head = f'Content-Type: {part.kind}; boundary="{edge}"\r\n\r\n'
        mended = _parsed((head + text).encode("utf-8", "surrogateescape"))
        if isinstance(mended, Part) and mended.is_multipart():
            return mended
    return part


def _leaf(part: Part, group: int, found: Gathered) -> None:
    """Put one part where it belongs."""
    kind, data = part.kind, payload(part)
    name = headers.name_of(part)
    says = next(iter(headers.params(part, "content-disposition")), "").lower()
    inline = says == "inline" or (says != "attachment" and bool(headers.raw(part, "content-id")))
    if kind in REPORTS:
        found.marks.add("automatic")
        found.say(decoded(data))
    elif kind == "message/external-body":
        found.unreadable(name)
        found.attach(name, data)
    elif kind.startswith("message/") and kind != "message/partial":
        found.marks.add("forwarded")
        found.attach("", data)
    elif kind in SEALS or name.lower() == "smime.p7m":
        if not found.unseal(data, gather_bytes):
            found.attach(name or "smime.p7m", data)
    elif _own_words(part, data, name, says):
        charset = headers.params(part, "content-type").get("charset", "")
        found.own(data, charset, kind == "text/html", group)
    else:
        if not data and str(part.held).strip():
            found.unreadable(name)
        if kind == "message/partial":
            found.unreadable(name)
        if kind in SIGNATURES:
            found.marks.add("signed")
        found.attach(name, data, inline)


def _own_words(part: Part, data: bytes, name: str, says: str) -> bool:
    """Whether a part is words of the message itself, and not a file sent with it."""
    return (part.kind in ("text/plain", "text/html") or part.kind.startswith("multipart/")) and (
        not name and says != "attachment") and is_text(data)

"""What a message tells beside its words: its way, its program, hidden copies, its attachments."""

import re
from collections.abc import Iterator

from pipeline.doors.hygiene.links import inside, typed
from pipeline.doors.mail import Mail, read_mail
from pipeline.model import Fault

OPEN = {"to", "cc", "from", "subject", "date", "mime-version", "x-unsent", "reply-to"}
"""Headers that the reader sees, or that a draft needs. `content-…` describe the words below."""
KNOWN = {"received", "message-id", "return-path", "x-mailer", "user-agent", "x-originating-ip",
         "references", "in-reply-to", "thread-topic", "thread-index", "bcc", "sender",
         "dkim-signature", "authentication-results"}
"""Headers that are called by their name on the screen; any other name somebody may have typed."""
ADDRESS = re.compile(r"(?i)\b(?:https?|ftp|file|smb)://[^\s<>\"]+|\\\\[\w.-]+\\\S+")


def audit(data: bytes) -> Iterator[Fault]:
    """Everything of a message that its reader does not see. Attachments are looked at elsewhere."""
    told = [name if name in KNOWN else "other headers" for name, _ in _headers(data)
            if name not in OPEN and not name.startswith("content-")]
    if told:
        yield Fault("trace-mail", "Headers", words=(("what", ", ".join(dict.fromkeys(told))),))
    words = opened(data).words
    for address in ADDRESS.findall(words):
        if what := inside(address.rstrip(".,;)")):
            yield Fault("trace-inside-links", "Message", "", address, (("what", what),))
    if not ADDRESS.search(words) and (address := typed(words)):
        yield Fault("trace-inside-links", "Message", "", address,
                    (("what", "a file or a shared drive"),))


def scrub(data: bytes) -> bytes:
    """The same message without the headers that tell its way."""
    head, between, body = _split(data)
    kept = [whole for name, whole in _headers(data)
            if name in OPEN or name.startswith("content-")]
    return b"".join(kept).rstrip(b"\r\n") + between + body if head else data


def opened(data: bytes) -> Mail:
    """The message as it is read. Raises OutsideTrouble when it is none."""
    return read_mail(data, "eml")


def _split(data: bytes) -> tuple[bytes, bytes, bytes]:
    found = re.search(rb"\r?\n\r?\n", data)
    return (data[:found.start()], found[0], data[found.end():]) if found else (data, b"", b"")


def _headers(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Each header by its name in small letters, and its lines as they stand."""
    head = _split(data)[0] + b"\r\n"
    for found in re.finditer(rb"([!-9;-~]+):.*(?:\r?\n[ \t].*)*\r?\n", head):
        yield found[1].decode("ascii").lower(), found[0]

"""A mailbox, many messages in one file (mbox), as the bytes of each."""

import re
from collections.abc import Sequence

CLOCK = re.compile(rb"\d{1,2}:\d\d")
OWN_FROM = re.compile(rb"^(>*From )", re.MULTILINE)
QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
START = re.compile(rb"^From [^\r\n]*\r?\n(?=>?From |[!-9;-~]{1,76}[ \t]*:)", re.MULTILINE)
HEADER = re.compile(rb">?From |(?:from|to|date|subject|received|return-path|delivered-to|sender|"
                    rb"message-id|mime-version|content-type|status|x-[-\w]+)[ \t]*:", re.IGNORECASE)


def read_mbox(data: bytes) -> list[bytes]:
    """The messages of a mailbox, in order. What stands before the first is one as well.

    A line that begins with 'From ' parts two messages when headers follow it and it names a time,
    or an empty line stands before it: programs leave out one or the other.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    starts = [found for found in START.finditer(data) if _parts(data, found)]
    edges = [0, *(found.start() for found in starts), len(data)]
    bodies = [0, *(found.end() for found in starts)]
    pieces = (data[begin:end] for begin, end in zip(bodies, edges[1:], strict=True))
    return [QUOTED.sub(rb"\1", piece) for piece in pieces if piece.strip()]


def write_mbox(messages: Sequence[bytes]) -> bytes:
    """Messages as one mailbox. Lines of theirs that would part them are quoted."""
    pieces = []
    for message in messages:
        lines = OWN_FROM.sub(rb">\1", message.replace(b"\r\n", b"\n"))
        pieces.append(b"From - Thu Jan  1 00:00:00 1970\n" + lines.rstrip(b"\n") + b"\n\n")
    return b"".join(pieces)


def _parts(data: bytes, line: re.Match[bytes]) -> bool:
    """Whether a 'From ' line parts two messages, or is somebody's sentence."""
    if not HEADER.match(data, line.end()):
        return bool(CLOCK.search(line[0])) and _after_blank(data, line.start())
    return bool(CLOCK.search(line[0])) or _after_blank(data, line.start())


def _after_blank(data: bytes, at: int) -> bool:
    return at == 0 or data[max(0, at - 3):at].endswith((b"\n\n", b"\n\r\n"))

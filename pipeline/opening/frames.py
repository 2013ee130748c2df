"""How the program and its child talk: eight bytes that say how long, then so many bytes."""

import struct
from typing import IO

READY = b"ready"
"""What the child says first, once it is fenced in."""

MOST = 512 * 1024 * 1024
"""Nobody sends or answers more than this; whoever says so is broken."""

SECONDS = 20.0
"""How long we look at one file. A form takes far less than one; ten thousand rows take two."""

_LENGTH = struct.Struct(">Q")
_STEP = 1024 * 1024


class Cut(Exception):
    """The other side stopped in the middle, or says what cannot be."""


def send(stream: IO[bytes], data: bytes) -> None:
    """Send a frame."""
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def take(stream: IO[bytes]) -> bytes | None:
    """The next frame; None when the other side is done. Raises `Cut`."""
    head = _exactly(stream, _LENGTH.size)
    if not head:
        return None
    length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else MOST + 1
    if length > MOST:
        raise Cut
    data = _exactly(stream, length)
    if len(data) != length:
        raise Cut
    return data


def _exactly(stream: IO[bytes], length: int) -> bytes:
    """So many bytes, or fewer when there are no more. What is not there yet takes no memory."""
    found = bytearray()
    while len(found) < length:
        more = stream.read(min(_STEP, length - len(found)))
        if not more:
            break
        found += more
    return bytes(found)

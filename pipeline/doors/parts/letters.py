"""Letters found in what cannot be read as a document: old objects, pictures, unknown parts."""

import re
import struct
import zlib
from collections.abc import Iterator

PLAIN = re.compile(rb"[\x20-\x7e\x80-\xff]{4,}")
WIDE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){4,}")
MOST = 16 << 20
LARGEST = 64 << 20
PROFILE = (b"desc", b"cprt", b"dmnd", b"dmdd", b"mmod")
TEXTS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}


def letters(data: bytes) -> Iterator[str]:
    """Every run of four letters or more, in one byte each or in two."""
    data = data[:MOST]
    for found in PLAIN.finditer(data):
        try:
            yield found[0].decode("utf-8")
        except UnicodeDecodeError:
            yield found[0].decode("cp1252", "replace")
    for at in (0, 1):
        # Wide letters may begin at an odd byte.
        for found in WIDE.finditer(data[at:]):
            yield found[0].decode("utf-16-le", "replace")


def is_picture(data: bytes) -> bool:
    """Whether these bytes are a picture whose own words we can tell from its points."""
    return data.startswith((b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"GIF8"))


def of_picture(data: bytes) -> Iterator[str]:
    """What a picture says of itself: who took it, with what, where, and remarks."""
    if data.startswith(b"\xff\xd8"):
        blocks = _jpeg(data)
    elif data.startswith(b"\x89PNG"):
        blocks = _png(data)
    else:
        blocks = _gif(data)
    for block in blocks:
        for words in letters(block):
            yield words.strip()


def _jpeg(data: bytes) -> Iterator[bytes]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        mark, size = data[at + 1], int.from_bytes(data[at + 2:at + 4], "big")
        if mark == 0xFF:
            at += 1
            continue
        if mark == 0xDA:
            end = data.rfind(b"\xff\xd9")
            # What was written behind the end of the picture.
            if end >= 0:
                yield data[end + 2:]
            return
        if 0xE0 <= mark <= 0xEF or mark == 0xFE:
            yield data[at + 4:at + 2 + size]
        at += 2 + size


def _png(data: bytes) -> Iterator[bytes]:
    at, points = 8, b""
    while at + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        block = data[at + 8:at + 8 + size]
        if kind == b"iCCP":
            yield from _profile(block)
        points += block if kind == b"IDAT" else b""
        if kind in TEXTS or kind not in (b"IDAT", b"PLTE", b"IHDR", b"iCCP"):
            yield block
            for start in (m.end() for m in re.finditer(rb"\x00\x00|\x00\x01\x00", block[:200])):
                try:
                    yield zlib.decompressobj().decompress(block[start:], MOST)
                except zlib.error:
                    continue
        at += 12 + size
        if kind == b"IEND":
            yield data[at:]
            yield from _surplus(data[16:29], points)
            return


def _profile(block: bytes) -> Iterator[bytes]:
    """What a profile of colours is called: a screen is often named after who sits before it."""
    name, _, packed = block.partition(b"\0")
    yield name
    try:
        held = zlib.decompressobj().decompress(packed[1:], MOST)
    except zlib.error:
        return
    for entry in (held[at:at + 12] for at in range(132, min(len(held), 132 + 12 * 100), 12)):
        if entry[:4] in PROFILE and len(entry) == 12:
            start, size = struct.unpack(">II", entry[4:])
            words = held[start + 8:start + size]
            yield words
            yield words.replace(b"\0", b"")  # letters of two bytes, the greater first


def _surplus(head: bytes, points: bytes) -> Iterator[bytes]:
    """What was packed with the points of a picture, behind the last of them."""
    wide, high, deep, colours, _, _, interlaced = struct.unpack(">IIBBBBB", head)
    a_row = (wide * deep * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colours, 4) + 7) // 8 + 1
    if interlaced or a_row * high > LARGEST:
        return
    packed = zlib.decompressobj()
    try:
        yield packed.decompress(points, a_row * high + MOST)[a_row * high:]
    except zlib.error:
        return
    yield packed.unused_data


def _gif(data: bytes) -> Iterator[bytes]:
    for found in re.finditer(rb"\x21\xfe", data):
        at, said = found.end(), b""
        while at < len(data) and data[at]:
            said += data[at + 1:at + 1 + data[at]]
            at += 1 + data[at]
        yield said

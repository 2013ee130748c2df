"""What a picture says of itself beside its pixels: place, time, camera, author, remarks.

Segments are taken out whole; what is seen stays bit for bit the same.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.errors import OutsideTrouble

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
SEEN = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
        b"bKGD", b"pHYs", b"hIST", b"acTL", b"fcTL", b"fdAT", b"cICP"}
CHUNKS = {b"eXIf": "camera data", b"tIME": "the time it was made"}
SCAN, END, STANDALONE = 0xDA, 0xD9, {0x01, *range(0xD0, 0xD8)}
ORIENTATION = 0x0112
VECTOR = re.compile(rb"(?i)<metadata|<!--|sodipodi:docname|inkscape:export-filename|<script")


@dataclass(frozen=True)
class Bit:
    """A stretch of a picture file: its bytes, and what it says if it is not part of the picture."""

    data: bytes
    says: str = ""


def says(data: bytes) -> list[str]:
    """What a picture file says of itself, in words. Raises OutsideTrouble if it is none we know."""
    return list(dict.fromkeys(bit.says for bit in _bits(data) if bit.says))


def plain(data: bytes) -> bytes:
    """The same picture without what it says of itself.

    Of the camera's data the way up is kept, or a photograph would lie on its side.
    """
    if not data.startswith((PNG, JPEG)):
        return data
    kept = b"".join(bit.data for bit in _bits(data) if not bit.says)
    way = _way_up(data)
    if way and data.startswith(JPEG) and _upright(way) not in kept:
        kept = kept[:2] + _upright(way) + kept[2:]
    return kept


def _bits(data: bytes) -> Iterator[Bit]:
    try:
        if data.startswith(PNG):
            yield from _chunks(data)
        elif data.startswith(JPEG):
            yield from _segments(data)
        elif data[:6] in (b"GIF87a", b"GIF89a"):
            told = b"\x21\xfe" in data or b"XMP DataXMP" in data
            yield Bit(data, "remarks" if told else "")
        elif data[:2] == b"BM":
            yield Bit(data)
        elif b"<svg" in data[:4096]:
            yield Bit(data, "remarks or program code" if VECTOR.search(data) else "")
        else:
            raise OutsideTrouble("This is a kind of picture that we cannot look into.")
    except (struct.error, IndexError) as why:
        raise OutsideTrouble("This picture is damaged.") from why


def _chunks(data: bytes) -> Iterator[Bit]:
    yield Bit(PNG)
    at = len(PNG)
    while at < len(data):
        (length,) = struct.unpack(">I", data[at:at + 4])
        kind = data[at + 4:at + 8]
        end = at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4:end - 4]) != struct.unpack(
                ">I", data[end - 4:end])[0]:
            raise OutsideTrouble("This picture is damaged.")
        yield Bit(data[at:end], "" if kind in SEEN else CHUNKS.get(kind, "remarks"))
        at = end
        if kind == b"IEND":
            break
    if at < len(data):
        yield Bit(data[at:], "something behind its end")


def _segments(data: bytes) -> Iterator[Bit]:
    yield Bit(JPEG)
    at = len(JPEG)
    while True:
        if data[at] != 0xFF:
            raise OutsideTrouble("This picture is damaged.")
        while data[at + 1] == 0xFF:
            at += 1
        mark = data[at + 1]
        if mark == END:
            yield Bit(data[at:at + 2])
            break
        if mark in STANDALONE:
            yield Bit(data[at:at + 2])
            at += 2
            continue
        (length,) = struct.unpack(">H", data[at + 2:at + 4])
        end = at + 2 + length
        if mark == SCAN:
            end = _after_scan(data, end)
        yield Bit(data[at:end], _segment(mark, data[at:end]))
        at = end
    if at + 2 < len(data):
        yield Bit(data[at + 2:], "something behind its end")


def _after_scan(data: bytes, at: int) -> int:
    """Where the pixels end: at the next mark that is not part of them."""
    while True:
        at = data.index(b"\xff", at) if b"\xff" in data[at:] else len(data)
        if at + 1 >= len(data):
            raise OutsideTrouble("This picture is damaged.")
        if data[at + 1] != 0 and data[at + 1] not in STANDALONE:
            return at
        at += 2


def _segment(mark: int, segment: bytes) -> str:
    body = segment[4:]
    if mark == 0xFE:
        return "remarks"
    if not 0xE0 <= mark <= 0xEF or mark in (0xE0, 0xEE) or body.startswith(b"ICC_PROFILE"):
        return ""
    if body.startswith(b"Exif"):
        if segment == _upright(_way_up_of(body[6:])):
            return ""
        return "where and how it was taken" if _entries(body[6:]).get(0x8825) else "camera data"
    return "its author and history" if b"adobe.com" in body or mark == 0xED else "remarks"


def _way_up(data: bytes) -> int:
    """Which way up the camera held it, 0 when that is as it lies."""
    if not data.startswith(JPEG):
        return 0
    return next((_way_up_of(bit.data[10:]) for bit in _segments(data)
                 if bit.data[:2] == b"\xff\xe1" and bit.data[4:8] == b"Exif"), 0)


def _way_up_of(tiff: bytes) -> int:
    way = _entries(tiff).get(ORIENTATION, 1)
    return way if 2 <= way <= 8 else 0


def _entries(tiff: bytes) -> dict[int, int]:
    """The first directory of camera data: tag and value, as far as a value fits in."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2], "")
    if not order or len(tiff) < 10:
        return {}
    (start,) = struct.unpack(order + "I", tiff[4:8])
    found = {}
    if start + 2 <= len(tiff):
        (count,) = struct.unpack(order + "H", tiff[start:start + 2])
        for number in range(count):
            entry = tiff[start + 2 + 12 * number:][:12]
            if len(entry) == 12:
                tag, kind = struct.unpack(order + "HH", entry[:4])
                size = "H" if kind == 3 else "I"
                (found[tag],) = struct.unpack(order + size, entry[8:8 + struct.calcsize(size)])
    return found


def _upright(way: int) -> bytes:
    """A segment that says only which way up the picture is; b'' when that need not be said."""
    if not way:
        return b""
    tiff = b"MM\x00*\x00\x00\x00\x08" + struct.pack(">HHHIHHI", 1, ORIENTATION, 3, 1, way, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body

"""An archive before any library opens it: what it would unpack to, and whether it tells the truth.

Nothing is ever written to disk under a member's name; the names are checked all the same, because
two programs may read a strange one differently. `zipfile` reads the table of contents only; it does
not look for overlaps, false sizes or names that come twice.
"""

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.model import Fault

MB = 1_000_000
PART_MOST = 100 * MB
"""A sheet whose million rows are all coloured but empty comes to about 60 MB."""
TOTAL_MOST = 200 * MB
"""All together, archives inside archives counted in. A child process of 1 GB can hold that."""
RATIO_MOST, RATIO_FROM = 200, 10 * MB
"""Real sheets shrink to a tenth or a fiftieth. Small parts may be anything, and pictures, which
nobody here unpacks: a blank page as a bitmap shrinks to a thousandth."""
MEMBERS_MOST = 4_096
"""The largest real workbooks have a few hundred parts."""
DEEPEST = 5
"""A report with a chart's figures inside, in an archive in an archive, is four. Bombs have more."""

NAME_MOST = 1_000
SLACK = MB
"""A part that has been harmed on its way often unpacks to a little more than it says; no bomb."""

STORED, DEFLATED = 0, 8
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_DRIVE = re.compile(r"[A-Za-z]:")
_PICTURES = re.compile(r"(?:(?:xl|word|ppt)/media|pictures)/", re.IGNORECASE)
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError,
           OverflowError, struct.error, EOFError, OSError)


class Refused(Exception):
    """This archive is not opened. `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def unsafe(why: str, name: str = "") -> Refused:
    """The refusal of something that could do harm. `name` is the member's, for the quote."""
    return Refused(Fault("file-unsafe", quote=_shown(name), words=(("why", why),)))


def damaged(name: str = "") -> Refused:
    """The refusal of something that is broken."""
    return Refused(Fault("workbook-damaged", quote=_shown(name)))


def _shown(name: str) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)[:200]


@dataclass(frozen=True)
class Member:
    """A file in an archive. `name` has '/' between folders, `listed` is what `zipfile` calls it."""

    name: str
    listed: str
    method: int
    start: int
    end: int
    size: int
    crc: int
    raw: memoryview = field(repr=False)

    @property
    def packed(self) -> int:
        """How many bytes it takes in the archive."""
        return len(self.raw)

    @property
    def picture(self) -> bool:
        """Whether it lies where Office programs keep pictures."""
        return bool(_PICTURES.match(self.name))

    def begins(self, with_: bytes) -> bool:
        """Whether its first bytes are these."""
        return self._unpacked(len(with_)) == with_

    def read(self) -> bytes:
        """All its bytes, exactly as many as it said. Raises `Refused`."""
        data = self._unpacked(self.size + SLACK)
        if len(data) == self.size + SLACK:
            raise unsafe("it unpacks to more than it says", self.name)
        if len(data) != self.size or zlib.crc32(data) != self.crc:
            raise damaged(self.name)
        return data

    def _unpacked(self, most: int) -> bytes:
        if self.method == STORED:
            return bytes(self.raw[:most])
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(self.raw, most)
        except zlib.error:
            raise damaged(self.name) from None


def is_zip(data: bytes) -> bool:
    """Whether there is a table of contents, whatever stands before or behind the archive."""
    try:
        return zipfile.is_zipfile(io.BytesIO(data))
    except _BROKEN:
        return False


def members(data: bytes) -> tuple[Member, ...]:
    """The files of an archive, once their list has been found harmless. Raises `Refused`.

    Nothing has been unpacked yet.
    """
    if data.count(b"PK\x01\x02") > 4 * MEMBERS_MOST:  # counted without reading them
        raise unsafe("it holds thousands of parts")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
    except _BROKEN:
        raise damaged() from None
    if len(listed) > MEMBERS_MOST:
        raise unsafe("it holds thousands of parts")
    found = tuple(_member(info, data) for info in listed)
    _distinct(found)
    _apart(found)
    files = tuple(one for one in found if not one.name.endswith("/"))
    _measured(files)
    return files


def _member(info: zipfile.ZipInfo, data: bytes) -> Member:
    at = info.header_offset
    if at < 0 or at + _LOCAL.size > len(data):
        raise damaged(info.filename)
    mark, _, flags, method, *_, name_length, more = _LOCAL.unpack_from(data, at)
    start = at + _LOCAL.size + name_length + more
    if mark != b"PK\x03\x04" or start + info.compress_size > len(data):
        raise damaged(info.filename)
    if (info.flag_bits | flags) & 1:
        raise Refused(Fault("file-password"))
    if info.compress_type not in (STORED, DEFLATED) or method != info.compress_type:
        raise unsafe("it is packed in a way that no form is packed", info.filename)
    local = data[at + _LOCAL.size:at + _LOCAL.size + name_length]
    as_read = local.decode("utf-8" if info.flag_bits & 0x800 else "cp437", "replace")
    if as_read != info.orig_filename:
        raise unsafe("its list of contents does not name what is in it", info.filename)
    name = _plain_name(info.orig_filename)
    raw = memoryview(data)[start:start + info.compress_size]
    return Member(name, info.filename, method, at, start + len(raw), info.file_size, info.CRC, raw)


def _plain_name(name: str) -> str:
    """A member's name with '/' between folders. Some Windows programs write the other stroke.

    That alone is harmless; a name that leads out of the archive, or cannot be shown, is not.
    """
    plain = name.replace("\\", "/")
    if plain.startswith("/") or _DRIVE.match(plain) or ".." in plain.split("/"):
        raise unsafe("the name of a part leads out of the file", name)
    strange = any(unicodedata.category(c) in ("Cc", "Cs") for c in plain)
    if not plain or len(plain) > NAME_MOST or strange:
        raise unsafe("the name of a part is none that a file can have", name)
    return plain


def _distinct(found: tuple[Member, ...]) -> None:
    """No two names alike, small or capital: one program would read this one, another that one."""
    seen: set[str] = set()
    for one in found:
        key = unicodedata.normalize("NFC", one.name).casefold()
        if key in seen:
            raise unsafe("two of its parts have the same name", one.name)
        seen.add(key)


def _apart(found: tuple[Member, ...]) -> None:
    """No two members share bytes, which is how a small file unpacks to petabytes."""
    end = 0
    for one in sorted(found, key=lambda one: one.start):
        if one.start < end:
            raise unsafe("parts of it lie over each other", one.name)
        end = one.end


def _measured(files: tuple[Member, ...]) -> None:
    """What it says it unpacks to. Whether that is true shows when it is unpacked."""
    if sum(one.size for one in files) > TOTAL_MOST:
        raise unsafe(f"it would unpack to more than {TOTAL_MOST // MB} MB")
    for one in files:
        if one.picture:
            continue
        if one.size > PART_MOST:
            raise unsafe(f"a part of it would unpack to more than {PART_MOST // MB} MB", one.name)
        if one.size > RATIO_FROM and one.size > RATIO_MOST * max(one.packed, 1):
            raise unsafe(f"a part of it would grow to more than {RATIO_MOST} times its size",
                         one.name)


def unpacked(files: tuple[Member, ...]) -> Iterator[tuple[Member, bytes]]:
    """Every file with its bytes, one after the other. Raises `Refused`.

    What is inside archives inside is only weighed: each is looked at when it is opened itself.
    A picture that is broken is passed over: nobody here unpacks it.
    """
    spent = sum(one.size for one in files)
    for one in files:
        try:
            data = one.read()
        except Refused as refused:
            if one.picture and refused.fault.code == "workbook-damaged":
                continue
            raise
        if data.startswith(b"PK\x03\x04"):
            spent = _weigh(data, spent, 2)
        yield one, data


def _weigh(data: bytes, spent: int, depth: int) -> int:
    """How much has been spent once this inner archive is unpacked as well. Raises `Refused`."""
    if depth > DEEPEST:
        raise unsafe("it holds archives inside archives inside archives")
    try:
        inner = members(data)
    except Refused:
        return spent
    spent += sum(one.size for one in inner)
    if spent > TOTAL_MOST:
        raise unsafe(f"it would unpack to more than {TOTAL_MOST // MB} MB")
    for one in inner:
        try:
            deeper = one.read() if one.begins(b"PK\x03\x04") else b""
        except Refused:
            continue
        if deeper:
            spent = _weigh(deeper, spent, depth + 1)
    return spent

"""A Word file as its parts, and back into the same bytes every time."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

CONTENT_TYPES = "[Content_Types].xml"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
RENDERED_KINDS = ("document.main", "header", "footer", "footnotes", "endnotes")

_FIXED_DATE = (1 << 5) | 1  # 1 January 1980, the first day a zip file can name
_DEFLATED, _VERSION, _LEVEL = 8, 20, 6


class NotAWordFile(Exception):
    """The bytes are not a Word document; `str()` says what they are instead."""


@dataclass(frozen=True)
class Member:
    """A file inside the Word file, compressed once however often it is written."""

    name: str
    data: bytes

    @cached_property
    def packed(self) -> bytes:
        """The data, deflated."""
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        return packer.compress(self.data) + packer.flush()

    @cached_property
    def checksum(self) -> int:
        """The CRC that zip wants."""
        return zlib.crc32(self.data)


@dataclass(frozen=True)
class Package:
    """The parts of a Word file in order, and which of them is what."""

    members: Mapping[str, Member]
    kinds: Mapping[str, str]

    def of_kind(self, kind: str) -> list[str]:
        """The names of the parts of one kind: 'document.main', 'header', 'styles', 'core' …"""
        return [name for name, known in self.kinds.items() if known == kind]

    def tree(self, name: str) -> etree._Element:
        """A part, parsed strictly."""
        return parse(self.members[name].data)


def parse(data: bytes) -> etree._Element:
    """Parse strictly: no repair, no entities, no limit on the length of a text."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(data, parser)


def open_package(data: bytes) -> Package:
    """Take a Word file apart, or raise NotAWordFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            members = {name: Member(name, held.read(name)) for name in held.namelist()
                       if not name.endswith("/")}
        kinds = _kinds(members)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, KeyError, etree.XMLSyntaxError) as why:
        raise NotAWordFile(f"this is not a Word document ({why})") from why
    if "document.main" not in kinds.values():
        raise NotAWordFile("this is not a Word document (.docx); save it as one in Word")
    first = [CONTENT_TYPES, "_rels/.rels"]
    order = [name for name in first if name in members]
    order += [name for name in members if name not in first]
    return Package({name: members[name] for name in order},
                   {name: kinds[name] for name in order if name in kinds})


def _kinds(members: Mapping[str, Member]) -> dict[str, str]:
    kinds = {}
    for entry in parse(members[CONTENT_TYPES].data).iterchildren("{*}Override"):
        content, name = entry.get("ContentType", ""), entry.get("PartName", "").lstrip("/")
        if content == CORE_TYPE:
            kinds[name] = "core"
        elif content.startswith(WORD_TYPE):
            kinds[name] = content.removeprefix(WORD_TYPE).removesuffix("+xml")
    return {name: kind for name, kind in kinds.items() if name in members}


def write_package(members: Iterable[Member]) -> bytes:
    """Put a Word file together: the same members give the same bytes, whenever and wherever.

    Written here and not with `zipfile`, which would compress the unchanged parts every time.
    """
    out, directory, count = bytearray(), bytearray(), 0
    for member in members:
        name = member.name.encode()
        flags = 0 if member.name.isascii() else 1 << 11
        common = struct.pack("<HHHHHIIIHH", _VERSION, flags, _DEFLATED, 0, _FIXED_DATE,
                             member.checksum, len(member.packed), len(member.data), len(name), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", _VERSION) + common
        directory += struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + name
        out += b"PK\x03\x04" + common + name + member.packed
        count += 1
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(out), 0)
    return bytes(out + directory + b"PK\x05\x06" + end)

"""The parts of a workbook's package, how they are related, and the sheets it lists."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from pipeline.doors.xlsx.markup import Node, root_name, tree, true
from pipeline.errors import OutsideTrouble
from pipeline.model import Fault

LARGEST_PART, LARGEST_TREE = 256 << 20, 32 << 20
SHEET_PART = re.compile(r"(?:.*/)?(?:work|macro|dialog)sheets/[^/]+\.xml", re.IGNORECASE)
WORKBOOK_PART = re.compile(r"(?:.*/)?workbook\d*\.xml", re.IGNORECASE)
SHEET_KINDS = {"worksheet", "chartsheet", "dialogsheet", "macrosheet"}


@dataclass(frozen=True)
class Relation:
    """Where a part points: the last word of the type, and a part's name or an address outside."""

    kind: str
    target: str
    external: bool = False


class Package:
    """A zip of parts, found by their names however these are spelt."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = [one for one in self._zip.infolist() if not one.is_dir()]
        except Exception as why:  # zipfile raises many kinds for a damaged directory
            raise OutsideTrouble("It is not an .xlsx workbook, or it is damaged.") from why
        self._members: dict[str, zipfile.ZipInfo] = {}
        for one in members:
            self._members[_tidy(one.filename)] = one
        self._spellings = {name.lower(): name for name in reversed(self._members)}
        self._related: dict[str, dict[str, Relation]] = {}
        self._taken: set[str] = set()
        self.seen: set[str] = set()
        self.faults: list[Fault] = []

    @property
    def names(self) -> list[str]:
        """The names of all parts, in order."""
        return sorted(self._members)

    def find(self, name: str) -> str:
        """The part meant by a name, '' when there is none."""
        for one in (name, unquote(name)):
            one = _tidy(one)
            if one in self._members:
                return one
            if one.lower() in self._spellings:
                return self._spellings[one.lower()]
        return ""

    def read(self, name: str, part: str = "") -> bytes:
        """A part's bytes, as far as they can be had; b'' when there is none.

        `part` is what people call it, for the fault of a part that breaks off.
        """
        member = self._members.get(self.find(name))
        if member is None:
            return b""
        self.seen.add(self.find(name))
        kept = bytearray()
        try:
            with self._zip.open(member) as opened:
                while (bit := opened.read(1 << 16)) and len(kept) < LARGEST_PART:
                    kept += bit
                whole = not bit
        except Exception:  # zipfile and what unpacks for it raise many kinds for a damaged member
            whole, kept = False, bytearray(self._damaged(member))
        if not whole:
            self.cut_short(part)
        return bytes(kept)

    def _damaged(self, member: zipfile.ZipInfo) -> bytes:
        """What can be unpacked of a part whose bytes are not those that were packed."""
        head = self._data[member.header_offset:member.header_offset + 30]
        if len(head) < 30 or member.flag_bits & 1:
            return b""
        start = member.header_offset + 30 + sum(struct.unpack("<HH", head[26:30]))
        packed = self._data[start:start + member.compress_size]
        if member.compress_type == zipfile.ZIP_STORED:
            return packed
        if member.compress_type != zipfile.ZIP_DEFLATED:
            return b""
        unpacking, kept = zlib.decompressobj(-zlib.MAX_WBITS), bytearray()
        for at in range(0, len(packed), 1 << 12):
            try:
                kept += unpacking.decompress(packed[at:at + (1 << 12)], LARGEST_PART - len(kept))
            except zlib.error:
                break
            if len(kept) >= LARGEST_PART:
                break
        return bytes(kept)

    def tree(self, name: str, part: str = "") -> Node:
        """A small part as nested elements; an empty node when it is not there."""
        data = self.read(name, part)
        if not data:
            return Node("")
        # Of a part that is larger than any such part, what fits is read, and said to be cut.
        root, how = tree(data[:LARGEST_TREE])
        if how.cut:
            self.cut_short(part)
        elif how.mended:
            self.repaired(part)
        return root

    def cut_short(self, part: str) -> None:
        """Note that a part could not be read to its end."""
        self._note(Fault("part-cut-short", part))

    def repaired(self, part: str) -> None:
        """Note that characters of a part had to be mended."""
        self._note(Fault("characters-repaired", part))

    def _note(self, fault: Fault) -> None:
        if fault not in self.faults:
            self.faults.append(fault)

    def related(self, name: str) -> dict[str, Relation]:
        """What a part points to, by the ids it uses. Of '' it is what the package points to."""
        if name in self._related:
            return self._related[name]
        folder, _, last = name.rpartition("/")
        found: dict[str, Relation] = {}
        for one in self.tree(f"{folder}/_rels/{last}.rels").all("Relationship"):
            target = one.get("Target")
            away = one.get("TargetMode").lower() == "external"
            found[one.get("Id")] = Relation(
                re.split("[/]", one.get("Type"))[-1],
                target if away else self.find(_resolved(folder, target)), away)
        self._related[name] = found
        return found

    def take(self, name: str) -> bool:
        """Whether this part is there and nobody took it before: each is told once."""
        fresh = bool(name) and name not in self._taken
        self._taken.add(name)
        return fresh

    def beside(self, name: str, kind: str) -> Iterator[str]:
        """The parts of a kind that a part points to."""
        for one in self.related(name).values():
            if one.kind.lower() == kind.lower() and one.target and not one.external:
                yield one.target


def _tidy(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _resolved(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    path: list[str] = [] if target.startswith("/") else folder.split("/")
    for bit in target.split("/"):
        path = path[:-1] if bit == ".." else path if bit == "." else [*path, bit]
    return "/".join(filter(None, path))


@dataclass(frozen=True)
class Listed:
    """A sheet as the workbook lists it; `part` is '' when it is not there."""

    name: str
    hidden: bool
    part: str


@dataclass
class Listing:
    """What the workbook's main part says: its sheets, its names, the epoch of its dates."""

    part: str
    sheets: list[Listed] = field(default_factory=list)
    names: list[Node] = field(default_factory=list)
    date1904: bool = False
    faults: list[Fault] = field(default_factory=list)


def listing(package: Package) -> Listing:
    """The sheets of a workbook: those it lists, then those that nobody lists but that are there."""
    main = next((one for one in package.beside("", "officeDocument")
                 if WORKBOOK_PART.fullmatch(one) or root_name(package.read(one)) == "workbook"),
                next(filter(WORKBOOK_PART.fullmatch, package.names), ""))
    found = Listing(main)
    related = package.related(main) if main else {}
    root = package.tree(main)
    properties = root.first("workbookPr")
    found.date1904 = properties is not None and true(properties.get("date1904"))
    found.names = list(root.all("definedName"))
    for number, one in enumerate(root.all("sheet"), 1):
        link = related.get(one.get("id"))
        part = link.target if link and not link.external else ""
        name = one.get("name") or f"Sheet{number}"
        found.sheets.append(Listed(name, one.get("state", "visible").lower() != "visible", part))
        if not part:
            found.faults.append(Fault("sheet-part-missing", name))
    _unlisted(package, found)
    names = [one.name.casefold() for one in found.sheets]
    twice = {one.name.casefold(): one.name for one in found.sheets
             if names.count(one.name.casefold()) > 1}
    found.faults += [Fault("sheet-name-twice", name) for name in twice.values()]
    return found


def _unlisted(package: Package, found: Listing) -> None:
    """Sheets that are there and not listed; nobody sees them, unless a listed one lost its part."""
    used = {one.part for one in found.sheets}
    hidden = bool(found.sheets) and all(one.part for one in found.sheets)
    for part in package.names:
        if part in used or not SHEET_PART.fullmatch(part):
            continue
        if root_name(package.read(part)) in SHEET_KINDS:
            stem = part.rpartition("/")[2].rpartition(".")[0]
            found.sheets.append(Listed(stem, hidden, part))

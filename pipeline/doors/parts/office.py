"""An Office file (Word, PowerPoint, Excel) as its parts, which can be changed and written again."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import unquote

from lxml import etree

from pipeline.doors.parts.line import said
from pipeline.doors.word.package import Member, write_package

TYPES = "[Content_Types].xml"
LARGEST = 512 << 20
XML = re.compile(r"\.(?:xml|rels|vml|svg)$", re.IGNORECASE)
NESTED = re.compile(r"\.(?:docx|docm|dotx|pptx|pptm|potx|ppsx|sldx|xlsx|xlsm|xltx)$", re.IGNORECASE)


class NotOffice(Exception):
    """The bytes are no Office file of the kind that is a zip of parts."""


@dataclass(frozen=True)
class Relation:
    """Where a part points: `element` is the entry itself."""

    source: str
    id: str
    kind: str
    target: str
    external: bool
    element: Any


class Office:
    """A package of parts. Trees are parsed once and written again only where they were changed."""

    def __init__(self, data: bytes) -> None:
        self._members = _members(data)
        self._data = data
        self._trees: dict[str, Any] = {}
        self._changed: set[str] = set()
        self._inside: dict[str, Office] = {}
        if TYPES not in self._members or self.tree(TYPES) is None:
            raise NotOffice("this is no Office file")

    @property
    def names(self) -> list[str]:
        """The names of all parts, in the order of the file."""
        return list(self._members)

    def bytes_of(self, name: str) -> bytes:
        """A part as it came."""
        return self._members[name]

    def tree(self, name: str) -> Any:
        """A part as a tree; None when it is no XML that can be read as it stands."""
        if name not in self._trees:
            there = name in self._members and XML.search(name)
            self._trees[name] = _parsed(self._members[name]) if there else None
        return self._trees[name]

    def touch(self, name: str) -> None:
        """Remember that a part was changed."""
        self._changed.add(name)

    def inside(self, name: str) -> "Office | None":
        """The Office file that a part is, or None."""
        if name not in self._inside:
            try:
                self._inside[name] = Office(self._members[name])
            except NotOffice:
                return None
        return self._inside[name]

    def relations(self, name: str) -> list[Relation]:
        """What a part points to, by its relations; '' stands for the package itself."""
        root = self.tree(rels_of(name))
        return [] if root is None else [
            Relation(name, one.get("Id", ""), one.get("Type", "").rpartition("/")[2],
                     one.get("Target", ""), one.get("TargetMode", "") == "External", one)
            for one in root.iter("{*}Relationship")]

    def resolve(self, relation: Relation) -> str:
        """The name of the part that a relation points to; '' when it is not there."""
        target = unquote(relation.target.partition("#")[0])
        base = posixpath.dirname(relation.source)
        path = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")
        return path if path in self._members else ""

    def rename(self, old: str, new: str) -> None:
        """Give a part another name, and let everything that points to it know."""
        pointing = [one for source in ("", *self._members) if rels_of(source) in self._members
                    for one in self.relations(source)
                    if not one.external and self.resolve(one) == old]
        for one in pointing:
            one.element.set("Target", f"/{new}")
            self.touch(rels_of(one.source))
        for entry in self.tree(TYPES).iter("{*}Override"):
            if unquote(entry.get("PartName", "")).lstrip("/") == unquote(old):
                entry.set("PartName", f"/{new}")
                self.touch(TYPES)
        swap = {old: new, rels_of(old): rels_of(new)}
        self._members = {swap.get(name, name): data for name, data in self._members.items()}
        for held in (self._trees, self._inside):
            for before, after in swap.items():
                if before in held:
                    held[after] = held.pop(before)
        self._changed = {swap.get(name, name) for name in self._changed}

    def save(self) -> bytes:
        """The file again: the parts that were changed, and all others byte for byte."""
        inner = {name: one.save() for name, one in self._inside.items() if one.dirty}
        return write_package(
            Member(name, inner[name] if name in inner else
                   _written(self._trees[name]) if name in self._changed else data)
            for name, data in self._members.items())

    @property
    def dirty(self) -> bool:
        """Whether anything in it was changed."""
        return bool(self._changed) or any(one.dirty for one in self._inside.values())

    def toucher(self, name: str) -> "partial[None]":
        """What marks this part as changed."""
        return partial(self.touch, name)


def rels_of(name: str) -> str:
    """The part that holds the relations of a part."""
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def kind_of(root: Any) -> str:
    """What an Office file is, by its parts: 'docx', 'pptx', 'xlsx' or ''."""
    content = " ".join(said(one, "ContentType") for one in root.iter("{*}Override", "{*}Default"))
    for word, kind in (("wordprocessingml", "docx"), ("presentationml", "pptx"),
                       ("spreadsheetml", "xlsx")):
        if re.search(rf"\.{word}\.(?:document|template|presentation|slideshow|sheet)\.main", content
                     ) or re.search(rf"{word}.*macroEnabled\.main", content):
            return kind
    return ""


def _members(data: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left = LARGEST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            for one in held.infolist():
                if one.is_dir():
                    continue
                left -= one.file_size
                if left < 0:
                    raise NotOffice("this file is too large")
                found[one.filename] = held.read(one)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError,
            EOFError, ValueError) as why:
        raise NotOffice("this is no Office file") from why
    return found


def _parsed(data: bytes) -> Any:
    """Strictly: what would fetch or swell is left to those who read plain bytes."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True,
                             load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if root.getroottree().docinfo.doctype else root


def _written(root: Any) -> bytes:
    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8",
                                standalone=True))


def walk_relations(office: Office) -> Iterator[Relation]:
    """Every relation of a package."""
    for name in ("", *office.names):
        if rels_of(name) in office.names:
            yield from office.relations(name)


def targets(office: Office, name: str, kind: str) -> list[str]:
    """The parts of one kind that a part points to, in the order of its relations."""
    return [part for one in office.relations(name) if one.kind == kind and not one.external
            and (part := office.resolve(one))]


def shown_order(office: Office) -> Mapping[str, int]:
    """The number of each slide, in the order in which they are shown."""
    for name in office.names:
        root = office.tree(name) if name.endswith("presentation.xml") else None
        if root is not None:
            ids = {one.id: office.resolve(one) for one in office.relations(name)}
            slides = [ids.get(said_relation(one), "") for one in root.iter("{*}sldId")]
            return {part: n for n, part in enumerate(slides, 1) if part}
    return {}


def said_relation(element: Any) -> str:
    """The relation that an element names (r:id)."""
    return next((str(value) for key, value in element.attrib.items()
                 if str(key).endswith("officeDocument/2006/relationships}id")
                 or str(key).endswith("officeDocument/relationships}id")), "")

"""A Word file opened, and all that forbids to make a PDF of it by any converter."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from pipeline.doors.word.package import NotAWordFile, Package, open_package
from pipeline.doors.wordlook.names import Element, is_words, local
from pipeline.model import Fault

MB = 1_000_000
PART_MOST, TOTAL_MOST, PARTS_MOST = 40 * MB, 150 * MB, 4_096
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
SHOWN = ("document.main", "header", "footer", "footnotes", "endnotes")
TRACKED = {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange",
           "moveFromRangeStart", "moveToRangeStart"}
HARMLESS = ("hyperlink", "attachedTemplate")
"""Relationships that fetch nothing when a PDF is made; the gate looks at them for other reasons."""
STRICT = "http://purl.oclc.org/ooxml/"


@dataclass(frozen=True)
class Link:
    """Where a relationship leads: a part of the file, or an address outside it."""

    kind: str
    target: str
    outside: bool


class Unreadable(Exception):
    """The file cannot be opened at all. `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def open_file(data: bytes) -> Package:
    """Take a Word file apart, within limits. Raises Unreadable."""
    if data.startswith(OLD_OFFICE):
        raise Unreadable(Fault("convert-locked"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            sizes = [item.file_size for item in held.infolist()]
            names = held.namelist()
        if (len(sizes) > PARTS_MOST or sum(sizes) > TOTAL_MOST
                or max(sizes, default=0) > PART_MOST):
            raise Unreadable(Fault("convert-too-large"))
        if len(names) != len(set(names)):
            raise Unreadable(Fault("convert-broken"))
        package = open_package(data)
        for name in package.kinds:
            if STRICT.encode() in package.members[name].data[:4000]:
                raise Unreadable(Fault("convert-strict"))
            if b"<!DOCTYPE" in package.members[name].data:
                raise Unreadable(Fault("convert-broken"))
            package.tree(name)
    except (NotAWordFile, zipfile.BadZipFile, etree.XMLSyntaxError, zlib.error, ValueError,
            NotImplementedError, EOFError, OSError, KeyError, RuntimeError) as why:
        raise Unreadable(Fault("convert-broken")) from why
    return package


def links(package: Package, part: str) -> Mapping[str, Link]:
    """The relationships of one part, by id."""
    folder, _, file = part.rpartition("/")
    member = package.members.get(f"{folder}/_rels/{file}.rels".lstrip("/"))
    if member is None:
        return {}
    found = {}
    for one in etree.fromstring(member.data, etree.XMLParser(resolve_entities=False)):
        if not isinstance(one.tag, str):
            continue
        outside = one.get("TargetMode") == "External"
        target = one.get("Target", "")
        if not outside:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[one.get("Id", "")] = Link(one.get("Type", "").rpartition("/")[2], target, outside)
    return found


def forbidden(package: Package) -> Iterator[Fault]:
    """What no converter may be given: what it would print though nobody sees it, or fetch."""
    for name in package.members:
        if not name.endswith(".rels"):
            continue
        part = name.replace("_rels/", "").removesuffix(".rels")
        kinds = links(package, part).values()
        if any(one.outside and one.kind not in HARMLESS for one in kinds):
            yield Fault("convert-external", part=_called(package, part))
        if any(one.kind == "aFChunk" for one in kinds):
            yield Fault("convert-chunk", part=_called(package, part))
    for name, kind in package.kinds.items():
        if kind in SHOWN:
            found = {local(one) for one in package.tree(name).iter() if _telling(one)}
            if any(one in TRACKED or one.endswith("Change") for one in found):
                yield Fault("convert-tracked", part=_called(package, name))
        if kind == "comments" and any(local(one) == "comment" for one in package.tree(name)):
            yield Fault("convert-comments")


def _telling(element: Element) -> bool:
    return is_words(element) and (local(element) in TRACKED or local(element).endswith("Change"))


def _called(package: Package, part: str) -> str:
    kind = package.kinds.get(part, "")
    return {"document.main": "", "header": "a header", "footer": "a footer",
            "footnotes": "the footnotes", "endnotes": "the endnotes",
            "settings": "the settings"}.get(kind, "")

"""An Office file as its parts: read, change or drop one, and put together again."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from pipeline.doors.word.package import CONTENT_TYPES, Member, parse, write_package
from pipeline.errors import OutsideTrouble

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PLACES = (
    (r"word/document\d*\.xml", "Body"), (r"word/header(\d*)\.xml", "Header {}"),
    (r"word/footer(\d*)\.xml", "Footer {}"), (r"word/footnotes\.xml", "Footnotes"),
    (r"word/endnotes\.xml", "Endnotes"), (r"(?:word|ppt|xl)/comments.*", "Comments"),
    (r"ppt/slides/slide(\d+)\.xml", "Slide {}"), (r"ppt/notesSlides/.*?(\d+)\.xml", "Notes {}"),
    (r"ppt/slideLayouts/.*?(\d+)\.xml", "Layout {}"), (r"ppt/slideMasters/.*", "Master"),
    (r"\w+/charts/\D*(\d+)\.xml", "Chart {}"), (r"\w+/media/\D*(\d+)\.\w+", "Picture {}"),
    (r"\w+/media/.*", "Picture"),
    (r"xl/worksheets/sheet(\d+)\.xml", "Sheet {}"), (r"docProps/.*", "Properties"),
    (r"\w+/settings\.xml", "Settings"), (r"\w+/embeddings/\D*(\d*)\.\w+", "Object {}"),
)


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; '' for a remark in the XML."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def place_of(name: str) -> str:
    """A part of an Office file in words that somebody who has it open understands."""
    for pattern, words in PLACES:
        if found := re.fullmatch(pattern, name):
            return words.format(*found.groups()).strip()
    return "Parts"


class Package:
    """The parts of an Office file by name. Trees that were asked for are written back."""

    def __init__(self, data: bytes) -> None:
        """Raises OutsideTrouble when the bytes are no Office file."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as held:
                names = held.namelist()
                if len(set(names)) < len(names):
                    raise OutsideTrouble("A part of this file is there twice.")
                self.remark = bool(held.comment)
                self.members = {name: held.read(name) for name in held.namelist()
                                if not name.endswith("/")}
            self.types = parse(self.members[CONTENT_TYPES])
        except (zipfile.BadZipFile, zlib.error, RuntimeError, KeyError, NotImplementedError,
                etree.XMLSyntaxError) as why:
            raise OutsideTrouble("This is not an Office file, or it is damaged.") from why
        self._trees: dict[str, etree._Element] = {CONTENT_TYPES: self.types}
        self._changed: set[str] = set()

    def tree(self, name: str) -> etree._Element:
        """A part as XML. Raises OutsideTrouble when it is none."""
        if name not in self._trees:
            try:
                self._trees[name] = parse(self.members[name])
            except etree.XMLSyntaxError as why:
                raise OutsideTrouble("A part of this file is damaged.") from why
        return self._trees[name]

    def changed(self, name: str) -> None:
        """Say that the tree of a part is no longer what its bytes are."""
        self._changed.add(name)

    def named(self, pattern: str) -> list[str]:
        """The parts whose whole name matches, in order."""
        return [name for name in self.members if re.fullmatch(pattern, name, re.IGNORECASE)]

    def xml(self, pattern: str = r".*\.xml") -> Iterator[tuple[str, etree._Element]]:
        """The parts that are XML, each with its tree."""
        for name in self.named(pattern):
            if not name.endswith(".rels") and name != CONTENT_TYPES:
                yield name, self.tree(name)

    def relations(self) -> Iterator[tuple[str, str, etree._Element]]:
        """Each relationship: the part of relationships, the part it leads from, and itself."""
        for name in self.named(r".*\.rels"):
            folder, _, file = name.rpartition("/")
            source = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
            for one in self.tree(name).iter(RELATION):
                yield name, source, one

    def target(self, source: str, relation: etree._Element) -> str:
        """The part that a relationship inside the file leads to."""
        to = relation.get("Target", "")
        here = posixpath.dirname(source)
        return posixpath.normpath(to.lstrip("/") if to.startswith("/")
                                  else posixpath.join(here, to))

    def orphans(self) -> list[str]:
        """The parts that nothing leads to, so that no program ever shows them."""
        reached, waiting = {CONTENT_TYPES}, [""]
        while waiting:
            source = waiting.pop()
            folder, _, file = source.rpartition("/")
            rels = posixpath.join(folder, "_rels", f"{file}.rels")
            if rels not in self.members or rels in reached:
                continue
            reached.add(rels)
            for one in self.tree(rels).iter(RELATION):
                name = "" if one.get("TargetMode") == "External" else self.target(source, one)
                if name in self.members and name not in reached:
                    reached.add(name)
                    waiting.append(name)
        return [name for name in self.members if name not in reached]

    def drop(self, name: str) -> None:
        """Take a part out, with its relationships and those that lead to it."""
        folder, _, file = name.rpartition("/")
        for gone in (name, posixpath.join(folder, "_rels", f"{file}.rels")):
            self.members.pop(gone, None)
            self._trees.pop(gone, None)
            self._changed.discard(gone)
        for rels, source, one in list(self.relations()):
            if one.get("TargetMode") != "External" and self.target(source, one) == name:
                self.unrelate(rels, one)
        for entry in list(self.types):
            if entry.get("PartName", "").lstrip("/") == name:
                self.types.remove(entry)
                self.changed(CONTENT_TYPES)

    def rename(self, name: str, new: str) -> None:
        """Call a part something else, wherever it is named."""
        for rels, source, one in list(self.relations()):
            if one.get("TargetMode") != "External" and self.target(source, one) == name:
                one.set("Target", f"/{new}")
                self.changed(rels)
        for entry in self.types:
            if entry.get("PartName", "").lstrip("/") == name:
                entry.set("PartName", f"/{new}")
                self.changed(CONTENT_TYPES)
        self.members[new] = self.members.pop(name)

    def unrelate(self, rels: str, relation: etree._Element) -> None:
        """Take one relationship out."""
        relation.getparent().remove(relation)
        self.changed(rels)

    def data(self) -> bytes:
        """The file again: the same parts in the same order, with no time of day in it."""
        for name in self._changed:
            if name in self.members:
                self.members[name] = etree.tostring(
                    self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
        first = [name for name in (CONTENT_TYPES, "_rels/.rels") if name in self.members]
        order = first + [name for name in self.members if name not in first]
        return write_package(Member(name, self.members[name]) for name in order)

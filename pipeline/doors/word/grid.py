"""A Word file that somebody sent, as a book: each table a sheet, and what stands between them.

The sheets are in the order in which somebody reads the document: 'Text 1' holds the paragraphs
before the first table, one a row, 'Table 1' that table, and so on. A table inside a table is a
sheet of its own, behind the one it stands in.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pipeline.doors.word.census import census
from pipeline.doors.word.inline import (
    Inline,
    Spot,
    attribute,
    child,
    inside,
    is_placeholder,
    local,
    on,
    paragraphs,
)
from pipeline.doors.word.package import parse
from pipeline.doors.xlsx.book import Book, Cell, Remark, Sheet, spot
from pipeline.errors import OutsideTrouble
from pipeline.model import Fault

TEXT, TABLE = "Text {number}", "Table {number}"
EDGES = {"hdr", "ftr"}
NOTES = {"comments": "comment", "footnotes": "footnote", "endnotes": "endnote"}
PROPERTIES = {"title", "subject", "description", "keywords", "category"}
BEYOND = {"chartSpace": "chart", "dataModel": "text_box"}
FURNITURE = "/glossary/"
"""Word keeps there what its boxes ask for before somebody answers."""

WIDEST = 1_000
"""No table of Word has so many columns."""


def read_grid(data: bytes) -> Book:
    """All that a .docx says. Raises OutsideTrouble when it is none that can be read.

    The guard has looked at the bytes before.
    """
    parts, faults = _parts(data)
    main = _main(parts)
    if main is None:
        raise OutsideTrouble("This Word document is damaged.")
    reader = _Reader(_links(parts, main))
    body = child(parts[main], "body")
    reader.body(body if body is not None else parts[main])
    remarks = [*reader.inline.remarks]
    for name, tree in parts.items():
        if name != main and FURNITURE not in name:
            remarks += _beside(name, tree, _links(parts, name), reader.inline)
    return Book(tuple(reader.sheets()), remarks=tuple(dict.fromkeys(remarks)), faults=faults,
                census=census(data), counted=True)


def _parts(data: bytes) -> tuple[dict[str, etree._Element], tuple[Fault, ...]]:
    """Every part that is XML, parsed; a damaged one is said."""
    trees: dict[str, etree._Element] = {}
    faults = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in sorted(set(archive.namelist())):
                if name.lower().endswith((".xml", ".rels")):
                    try:
                        trees[name] = parse(archive.read(name))
                    except etree.XMLSyntaxError:
                        faults.append(Fault("part-cut-short"))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, KeyError) as why:
        raise OutsideTrouble("This Word document is damaged.") from why
    return trees, tuple(dict.fromkeys(faults))


def _main(parts: Mapping[str, etree._Element]) -> str | None:
    """The part that is the document: the one the package says, or the only one there is."""
    root = parts.get("_rels/.rels")
    said = (attribute(one, "Target").lstrip("/") for one in (() if root is None else root)
            if attribute(one, "Type").endswith("/officeDocument"))
    known = [name for name, tree in parts.items() if local(tree) == "document"]
    return next((name for name in said if name in known), known[0] if known else None)


def _links(parts: Mapping[str, etree._Element], name: str) -> dict[str, str]:
    folder, _, file = name.rpartition("/")
    links = parts.get(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
    return {attribute(one, "Id"): attribute(one, "Target") for one in (
        () if links is None else links) if attribute(one, "TargetMode") == "External"}


def _beside(name: str, tree: etree._Element, links: Mapping[str, str],
            main: Inline) -> Iterator[Remark]:
    """What one of the other parts says: edges of pages, notes, comments, properties, charts."""
    inline, root = Inline(links), local(tree)
    if root in EDGES:
        for words in _lines(tree, inline):
            for bit in filter(str.strip, words.split("\t")):
                yield Remark("page_edge", "", "", bit.strip().replace("&", "&&"))
    elif root in NOTES:
        for note in tree:
            place = main.hung.get((NOTES[root], attribute(note, "id")), ("", ""))
            words = "\n".join(_lines(note, inline)).strip()
            if words:
                yield Remark("comment" if root == "comments" else "note", *place, words)
    elif root == "coreProperties":
        for one in tree:
            if local(one) in PROPERTIES and (one.text or "").strip():
                yield Remark("property", "", "", one.text)
    elif root in BEYOND:
        for one in tree.iter("{*}t", "{*}v"):
            if (one.text or "").strip():
                yield Remark(BEYOND[root], "", "", one.text)
    for one in inline.remarks:
        # A picture at the edge of every page is a letterhead.
        if one.kind != "picture":
            yield Remark(one.kind, "", "", one.words)


def _lines(element: etree._Element, inline: Inline) -> Iterator[str]:
    for paragraph in paragraphs(element):
        line = Spot("", "")
        inline.paragraph(paragraph, line)
        yield line.words


@dataclass
class _Page:
    """A sheet in the making."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)

    def put(self, row: int, column: int, said: Spot) -> None:
        """Keep the words of a place, if there are any."""
        words = said.words.strip("\n")
        if words.strip():
            self.cells[row, column] = Cell(words, marks=frozenset(said.marks))


class _Reader:
    """The body of a document while it is read from the top down."""

    def __init__(self, links: Mapping[str, str]) -> None:
        self.inline = Inline(links)
        self.pages: list[_Page] = []
        self.tables = 0

    def sheets(self) -> Iterator[Sheet]:
        """Every sheet that holds anything."""
        for page in self.pages:
            if page.cells:
                yield Sheet(page.name, False, page.cells)

    def body(self, body: etree._Element) -> None:
        """Read what stands between the tables, and the tables."""
        row, number = 0, 1
        text = self._page(TEXT.format(number=number))
        for block, asks in _blocks(body):
            if local(block) == "tbl":
                self._table(block)
                if row:
                    number += 1
                row, text = 0, self._page(TEXT.format(number=number))
                continue
            row += 1
            line = Spot(text.name, spot(row, 1))
            self._block(block, line, asks)
            text.put(row, 1, line)

    def _page(self, name: str) -> _Page:
        self.pages.append(_Page(name))
        return self.pages[-1]

    def _block(self, block: etree._Element, said: Spot, asks: bool) -> None:
        if local(block) == "altChunk":
            # A document inside this one, in a format of its own: we say that it is there.
            self.inline.remarks.append(Remark("other", said.sheet, said.at, "altChunk"))
        else:
            self.inline.paragraph(block, said, asks)

    def _table(self, table: etree._Element) -> None:
        self.tables += 1
        page = self._page(TABLE.format(number=self.tables))
        for row, line in enumerate(_held(table, "tr"), 1):
            column = 1 + _number(child(line, "trPr", "gridBefore"))
            for cell in _held(line, "tc"):
                self._cell(page, cell, row, column)
                column += max(1, _number(child(cell, "tcPr", "gridSpan")))

    def _cell(self, page: _Page, cell: etree._Element, row: int, column: int) -> None:
        said = Spot(page.name, spot(row, column))
        for block, asks in _blocks(cell):
            if local(block) == "tbl":
                self._table(block)
            else:
                self._block(block, said, asks)
                said.bits.append("\n")
        merged = (child(cell, "tcPr", name) for name in ("vMerge", "hMerge"))
        if any(one is not None and attribute(one, "val") != "restart" for one in merged):
            said.marks.add("covered")
        page.put(row, column, said)


def _blocks(holder: etree._Element, asks: bool = False
            ) -> Iterator[tuple[etree._Element, bool]]:
    """Paragraphs and tables in order, and whether each only asks for an answer."""
    for one in inside(holder):
        name = local(one)
        if name in ("p", "tbl", "altChunk"):
            yield one, asks
        elif name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"):
            yield from _blocks(one, asks or (name == "sdt" and is_placeholder(one)))


def _held(holder: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table, or the cells of a row, in content controls or not."""
    for one in inside(holder):
        if local(one) == name:
            yield one
        elif local(one) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _held(one, name)


def _number(element: etree._Element | None) -> int:
    said = attribute(element, "val") if element is not None and on(element) else ""
    return min(int(said), WIDEST) if re.fullmatch(r"[0-9]{1,4}", said) else 0

"""A Word file from the top to the end: paragraphs, tables, sections, headers and footers."""

from collections.abc import Mapping
from dataclasses import replace

from pipeline.doors.word.names import W
from pipeline.doors.word.package import Package
from pipeline.doors.wordlook.blocks import (
    Block,
    Label,
    PageNumber,
    Paragraph,
    Section,
    WordFile,
    Words,
)
from pipeline.doors.wordlook.context import QUOTED, File, Place
from pipeline.doors.wordlook.inline import REFUSED, InlineReader
from pipeline.doors.wordlook.layouts import layout, list_of
from pipeline.doors.wordlook.names import (
    Element,
    R,
    child,
    has_words,
    inside,
    is_words,
    local,
    number,
    on,
    points,
    value,
)
from pipeline.doors.wordlook.numbers import NoNumber, Numbering
from pipeline.doors.wordlook.opening import Link, Unreadable, forbidden, links, open_file
from pipeline.doors.wordlook.styles import NOTHING, Above, Styles
from pipeline.doors.wordlook.tables import read_table
from pipeline.model import Fault

MODERN = 15
SHORTEST = 72
PAGE_STYLES = {"decimal", "lowerRoman", "upperRoman", "lowerLetter", "upperLetter"}


def read_look(data: bytes) -> WordFile:
    """A Word file as it looks. Its `faults` say what cannot be shown; nothing is raised."""
    try:
        package = open_file(data)
    except Unreadable as why:
        return WordFile((), faults=(why.fault,))
    try:
        return _read(package)
    except RecursionError:
        return WordFile((), faults=(Fault("convert-too-large"),))


def _read(package: Package) -> WordFile:
    file = _file(package)
    main = package.of_kind("document.main")[0]
    file.faults += forbidden(package)
    settings = _tree(package, "settings")
    tabs = points(child(settings, "defaultTabStop"), "val", 36)
    sections = _Body(file, main, _modern(settings)).sections()
    return WordFile(sections, on(child(settings, "evenAndOddHeaders")), tabs or 36,
                    tuple(dict.fromkeys(file.faults)))


def _side(size: Element | None, name: str, usual: float) -> float:
    """A side of the page; one that no printer takes is as long as usual."""
    found = points(size, name, usual)
    return found if found >= SHORTEST else usual


def _file(package: Package) -> File:
    styles = Styles(_tree(package, "styles"))
    notes: dict[str, Element] = {}
    root = _tree(package, "footnotes")
    if root is not None:
        notes = {value(one, "id"): one for one in root if local(one) == "footnote"}
    return File(package, styles, Numbering(_tree(package, "numbering"), styles), notes)


def _tree(package: Package, kind: str) -> Element | None:
    names = package.of_kind(kind)
    return package.tree(names[0]) if names else None


def _modern(settings: Element | None) -> bool:
    compat = child(settings, "compat")
    return any(value(one, "name") == "compatibilityMode" and number(value(one)) >= MODERN
               for one in (() if compat is None else compat.iterchildren(W + "compatSetting")))


class _Blocks:
    """Reads the blocks of one part."""

    def __init__(self, place: Place, modern: bool) -> None:
        self.place, self.modern = place, modern
        self.inline = InlineReader(place, self.note)

    def all(self, holder: Element, above: Above = NOTHING) -> tuple[Block, ...]:
        """The blocks inside a body, a cell, a header."""
        found: list[Block] = []
        for one in inside(holder):
            block = self.block(one, above)
            if block is not None:
                found.append(block)
        return tuple(found)

    def block(self, one: Element, above: Above) -> Block | None:
        """A paragraph or a table; anything else that says something is refused."""
        name = local(one)
        if name == "p" and is_words(one):
            return self.paragraph(one, above)
        if name == "tbl" and is_words(one):
            return read_table(one, self.place, self.cell, self.modern)
        if name in REFUSED:
            self.place.refuse(REFUSED[name])
        elif name == "AlternateContent":
            self.place.refuse("convert-shape")
        elif has_words(one) and name not in ("tcPr", "tblPr", "sectPr"):
            self.place.refuse("convert-unknown")
        return None

    def cell(self, holder: Element, above: Above) -> tuple[Block, ...]:
        """What a cell holds."""
        return self.all(holder, above)

    def paragraph(self, one: Element, above: Above) -> Paragraph:
        """A paragraph with its label and look."""
        place, file = self.place, self.place.file
        look = child(one, "pPr")
        style = value(child(look, "pStyle"))
        place.paragraphs += 1
        place.quote = " ".join("".join(text.text or "" for text in one.iter(W + "t"))
                               .split())[:QUOTED]
        stands = layout(style, look, file.styles, file.numbering, above)
        if stands.level and place.quote and not place.part:
            place.headings, place.paragraphs = place.headings + 1, 0
        if child(look, "framePr") is not None:
            place.refuse("convert-frame")
        if on(child(look, "bidi")) and place.quote:
            place.refuse("convert-right-to-left")
        label = self.label(style, look, above)
        content = self.inline.read(one, style, above)
        if not any(isinstance(bit, Words | PageNumber) for bit in content):
            stands = replace(stands, level=0)
        mark = file.styles.look(style, child(look, "rPr"), above)
        return Paragraph(content, stands, mark.look, label, self.inline.listed)

    def label(self, style: str, look: Element | None, above: Above) -> Label | None:
        """The number or bullet of a paragraph."""
        id, level = list_of(style, look, self.place.file.styles)
        if not id:
            return None
        try:
            found = self.place.file.numbering.next(id, level)
        except NoNumber:
            self.place.refuse("convert-list-number")
            return None
        if found is None or not found.text:
            return None
        styles = self.place.file.styles
        letters = styles.look(style, child(look, "rPr"), above)
        own = child(found.element, "rPr")
        if own is not None:
            letters = styles.over(letters, own)
        return Label(found.text, found.bullet, letters.look, found.list, found.level)

    def note(self, element: Element, place: Place) -> tuple[Block, ...]:
        """The words of a footnote."""
        inner = Place(place.file, self.note_links(), "the footnotes", quote=place.quote)
        return _Blocks(inner, self.modern).all(element)

    def note_links(self) -> Mapping[str, Link]:
        """The relationships of the footnotes."""
        package = self.place.file.package
        names = package.of_kind("footnotes")
        return links(package, names[0]) if names else {}


class _Body(_Blocks):
    """Reads the body, cut into sections."""

    def __init__(self, file: File, part: str, modern: bool) -> None:
        super().__init__(Place(file, links(file.package, part)), modern)
        self.part = part

    def sections(self) -> tuple[Section, ...]:
        """Every section, with the headers it has or takes over from the one before."""
        body = child(self.place.file.package.tree(self.part), "body")
        found: list[Section] = []
        blocks: list[Block] = []
        for one in () if body is None else inside(body):
            if local(one) == "sectPr":
                found.append(self.section(one, blocks, found))
                blocks = []
                continue
            block = self.block(one, NOTHING)
            ends = child(child(one, "pPr"), "sectPr") if local(one) == "p" else None
            if block is not None and not (ends is not None and isinstance(block, Paragraph)
                                          and not block.content):
                blocks.append(block)
            if ends is not None:
                found.append(self.section(ends, blocks, found))
                blocks = []
        if blocks or not found:
            found.append(Section(tuple(blocks)))
        return tuple(found)

    def section(self, look: Element, blocks: list[Block], before: list[Section]) -> Section:
        """One section with its page set-up."""
        size, edge = child(look, "pgSz"), child(look, "pgMar")
        cols = child(look, "cols")
        if number(value(cols, "num"), 1) > 1:
            self.place.refuse("convert-columns")
        if on(child(look, "bidi")):
            self.place.refuse("convert-right-to-left")
        numbers = child(look, "pgNumType")
        style = value(numbers, "fmt", "decimal")
        start = value(numbers, "start")
        left = points(edge, "left", 72) + points(edge, "gutter")
        last = before[-1] if before else None
        return Section(
            tuple(blocks), (_side(size, "w", 595.3), _side(size, "h", 841.9)),
            (abs(points(edge, "top", 72)), points(edge, "right", 72),
             abs(points(edge, "bottom", 72)), left),
            points(edge, "header", 36), points(edge, "footer", 36),
            {**(last.headers if last else {}), **self.page_parts(look, "header")},
            {**(last.footers if last else {}), **self.page_parts(look, "footer")},
            on(child(look, "titlePg")), value(child(look, "type"), default="nextPage"),
            int(number(start, 1)) if start else None, style if style in PAGE_STYLES else "decimal")

    def page_parts(self, look: Element, kind: str) -> dict[str, tuple[Block, ...]]:
        """The headers or footers a section names, by the pages they are for."""
        found = {}
        for one in look.iterchildren(f"{W}{kind}Reference"):
            link = self.place.links.get(one.get(R + "id", ""))
            package = self.place.file.package
            if link is None or link.target not in package.members:
                continue
            called = {"first": "the first ", "even": "the even "}.get(value(one, "type"), "the ")
            place = Place(self.place.file, links(package, link.target), called + kind)
            found[value(one, "type", "default")] = _Blocks(place, self.modern).all(
                package.tree(link.target))
        return found


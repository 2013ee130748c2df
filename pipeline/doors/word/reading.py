"""Read a Word file back: its paragraphs, in the order in which somebody reads them."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.doors.word.names import (
    CELL,
    FALLBACK,
    PARAGRAPH,
    PARAGRAPH_LOOK,
    ROW,
    RUN,
    STYLE,
    TABLE,
    TEXT,
    VALUE,
    W,
)
from pipeline.doors.word.package import RENDERED_KINDS, open_package
from pipeline.doors.word.styles import read_styles

_SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}


@dataclass(frozen=True)
class Line:
    """A paragraph of a Word file: `cell` is (table, row, column) from 1, or None outside tables."""

    text: str
    part: str
    style: str = ""
    cell: tuple[int, int, int] | None = None


def text_of(data: bytes) -> list[str]:
    """All paragraphs of a .docx in order: the body and its tables, headers, footers, notes."""
    package = open_package(data)
    return [paragraph_text(paragraph)
            for kind in RENDERED_KINDS for name in package.of_kind(kind)
            for paragraph in _shown(package.tree(name))]


def lines_of(data: bytes) -> list[Line]:
    """The same, with the style's name and the place in a table."""
    package = open_package(data)
    styles = read_styles(package)
    lines = []
    for kind in RENDERED_KINDS:
        for name in package.of_kind(kind):
            root = package.tree(name)
            places = _places(root)
            for paragraph in _shown(root):
                cell = next(paragraph.iterancestors(CELL), None)
                lines.append(Line(paragraph_text(paragraph), kind,
                                  styles.names.get(style_of(paragraph) or styles.default, ""),
                                  None if cell is None else places[cell]))
    return lines


def _places(root: etree._Element) -> dict[etree._Element, tuple[int, int, int]]:
    places = {}
    for table, held in enumerate(root.iter(TABLE), 1):
        for row, line in enumerate(held.iterchildren(ROW), 1):
            for column, cell in enumerate(line.iterchildren(CELL), 1):
                places[cell] = (table, row, column)
    return places


def _shown(root: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs, leaving out the second telling of a drawing for older readers."""
    fallbacks = next(root.iter(FALLBACK), None) is not None
    for paragraph in root.iter(PARAGRAPH):
        if not fallbacks or next(paragraph.iterancestors(FALLBACK), None) is None:
            yield paragraph


def paragraph_text(paragraph: etree._Element) -> str:
    """The words of one paragraph: breaks as newlines, without those of a text box hanging on it."""
    nested = next(paragraph.iterdescendants(PARAGRAPH), None) is not None
    bits = []
    for element in paragraph.iter(TEXT, *_SIGNS):
        if element.getparent().tag != RUN:
            continue  # a tab stop of the paragraph's own look
        if nested and next(element.iterancestors(PARAGRAPH)) is not paragraph:
            continue
        bits.append(_SIGNS.get(element.tag) or element.text or "")
    return "".join(bits)


def style_of(paragraph: etree._Element) -> str:
    """The id of a paragraph's style, or ''."""
    style = paragraph.find(f"{PARAGRAPH_LOOK}/{STYLE}")
    return "" if style is None else style.get(VALUE, "")

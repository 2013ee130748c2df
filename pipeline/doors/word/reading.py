"""Read a Word file back: its paragraphs, in the order in which somebody reads them."""

import re
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

_FIELD_MARK, _INSTRUCTION = W + "fldChar", W + "instrText"
_PAGE_NUMBER = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b")
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
    """The words of one paragraph: line breaks as newlines, page numbers left out.

    The words of a text box that hangs on it are not among them.
    """
    nested = next(paragraph.iterdescendants(PARAGRAPH), None) is not None
    bits: list[str] = []
    fields: list[_Field] = []
    for element in paragraph.iter(TEXT, *_SIGNS, _FIELD_MARK, _INSTRUCTION):
        run = element.getparent()
        if run.tag != RUN:
            continue  # a tab stop of the paragraph's own look
        if nested and next(element.iterancestors(PARAGRAPH)) is not paragraph:
            continue
        if element.tag == _FIELD_MARK:
            _turn(fields, element.get(W + "fldCharType", ""))
        elif element.tag == _INSTRUCTION:
            if fields:
                fields[-1].instruction += element.text or ""
        elif not (_is_page_number(run.getparent()) or any(f.hides for f in fields)):
            bits.append(_said(element))
    return "".join(bits)


def _said(element: etree._Element) -> str:
    if element.get(W + "type") in ("page", "column"):
        return ""
    return _SIGNS.get(element.tag) or element.text or ""


@dataclass
class _Field:
    """A field of Word, spread over runs: its instruction, then the words it shows."""

    instruction: str = ""
    shows: bool = False

    @property
    def hides(self) -> bool:
        """Whether what it shows is only a page number."""
        return self.shows and bool(_PAGE_NUMBER.match(self.instruction))


def _turn(fields: list[_Field], mark: str) -> None:
    if mark == "begin":
        fields.append(_Field())
    elif mark == "separate" and fields:
        fields[-1].shows = True
    elif mark == "end" and fields:
        fields.pop()


def _is_page_number(element: etree._Element) -> bool:
    return element.tag == W + "fldSimple" and bool(
        _PAGE_NUMBER.match(element.get(W + "instr", "")))


def style_of(paragraph: etree._Element) -> str:
    """The id of a paragraph's style, or ''."""
    style = paragraph.find(f"{PARAGRAPH_LOOK}/{STYLE}")
    return "" if style is None else style.get(VALUE, "")

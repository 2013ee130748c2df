"""Writing a new Word file in somebody's house style: a small drawing vocabulary over python-docx.

The stages say what stands where (`Paragraph`, `Table`, `Turn` …) and only this module knows how
Word writes it down. Colours, sizes and spaces are never set here: they belong to the named styles
of the house style, so that people can restyle a template in Word.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from lxml import etree

from pipeline.doors.wordlists import Lists, Mark, before
from pipeline.doors.wordpages import pages_of
from pipeline.errors import DefinitionTrouble

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
TAG = re.compile(r"^\{%p\s.*%\}$|^\{\{p\s.*\}\}$", re.S)
CONTROL = re.compile(r"^\{%p\s")
CONTENTS = "[contents]"
QUESTIONS = ("Heading 2", "Heading 3", "Label")
KEPT_WHOLE = 8  # a table of so few rows is not parted by the end of a page
EPOCH = datetime(2000, 1, 1)
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Span:
    """A run of text that looks alike; `style` is the name of a character style."""

    text: str
    bold: bool = False
    italic: bool = False
    style: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph in a named style. One that holds only a `{%p … %}` or `{{p … }}` tag is a tag."""

    spans: tuple[Span, ...]
    style: str = "Normal"
    mark: Mark | None = None

    @property
    def text(self) -> str:
        """The words without their looks."""
        return "".join(span.text for span in self.spans)

    @property
    def tag(self) -> bool:
        """Whether filling in the template takes this whole paragraph away."""
        return bool(TAG.match(self.text))


Cell = tuple[Paragraph, ...]


@dataclass(frozen=True)
class Table:
    """A table with a header row. A row is its cells, or a `{%tr … %}` tag; widths are shares."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...] | str, ...]
    widths: tuple[float, ...]
    labels: bool = False


@dataclass(frozen=True)
class Turn:
    """From here on the pages are landscape, or portrait again."""

    landscape: bool


@dataclass(frozen=True)
class NewPage:
    """What follows starts on a new page."""


@dataclass(frozen=True)
class Contents:
    """Where the linked contents list comes; it is written when the template is filled in."""

    title: str


@dataclass(frozen=True)
class Logo:
    """The logo of the house style. Where it has none, a bookmarked paragraph that takes no space
    until a picture is put there."""


Block = Paragraph | Table | Turn | NewPage | Contents | Logo


def write_blocks(blocks: Sequence[Block], house: bytes, title: str) -> bytes:
    """A new .docx with these blocks and everything else as the house style has it."""
    document = Document(io.BytesIO(house))
    logo = _logo(document)
    if logo is not None and not any(isinstance(block, Logo) for block in blocks):
        for picture in logo.xpath(".//a:blip/@r:embed"):
            document.part.drop_rel(picture)
    writer = _Writer(
        styles={style.name.lower(): style.style_id for style in document.styles},
        page=document.element.body.sectPr,
        lists=Lists(document, (b.mark for b in blocks if isinstance(b, Paragraph) and b.mark)),
        logo=etree.tostring(logo, encoding="unicode") if logo is not None else "",
    )
    xml = writer.body(blocks)
    old = document.element.body
    old.getparent().replace(old, parse_xml(f"<w:body {W} {R}>{xml}</w:body>"))
    core = document.core_properties
    core.title = title
    core.created = core.modified = EPOCH
    held = io.BytesIO()
    document.save(held)
    return pack_again(held.getvalue())


def _logo(document: Any) -> Any:
    """The paragraph at the bookmark Logo of a house style that holds a picture, or None."""
    found = document.element.body.xpath(
        "./w:p[w:bookmarkStart[@w:name='Logo']][.//w:drawing//a:blip[@r:embed]]")
    return found[0] if found else None


def pack_again(data: bytes) -> bytes:
    """The same file with no time of day in it, so that the same words give the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return held.getvalue()


class _Writer:
    """Blocks to the XML of a body. Holds what a block cannot know by itself: the page it is on."""

    def __init__(self, styles: dict[str, str], page: etree._Element, lists: Lists,
                 logo: str = "") -> None:
        self.styles, self.lists, self.house_logo = styles, lists, logo
        self.upright, self.wide = pages_of(page)
        self.landscape = False
        self.sections = 0
        self.new_page = False
        self.after_table = False

    def body(self, blocks: Sequence[Block]) -> str:
        parts: list[str] = []
        for position, block in enumerate(blocks):
            match block:
                case Paragraph():
                    ends = not block.tag and self.turns_next(blocks, position)
                    parts.append(self.paragraph(block, ends, _introduces(blocks, position)))
                case Table():
                    parts.append(self.table(block))
                    self.after_table = True
                case Turn(landscape=landscape):
                    parts.append(self.turn(blocks, position, landscape))
                case NewPage():
                    self.new_page = True
                case Contents(title=title):
                    parts += [self.paragraph(Paragraph((Span(title),), "Contents Title")),
                              self.paragraph(Paragraph((Span(CONTENTS),), "Contents"))]
                case Logo():
                    parts.append(self.logo())
        return "".join(parts) + self.page()

    def style(self, name: str) -> str:
        try:
            return self.styles[name.lower()]
        except KeyError:
            raise DefinitionTrouble(
                f"The house style has no style named '{name}'. Open house.docx in Word and make"
                " one, or take house.docx away to start again from a new one.") from None

    def page(self) -> str:
        """The page set-up of the part that ends here; the first names header and footer."""
        self.sections += 1
        size, references = self.wide if self.landscape else self.upright
        kept = references if self.sections == 1 else ""
        return f'<w:sectPr>{kept}<w:type w:val="nextPage"/>{size}</w:sectPr>'

    def turns_next(self, blocks: Sequence[Block], position: int) -> bool:
        """Whether the page turns straight after this block, which can then carry the turn."""
        after = blocks[position + 1] if position + 1 < len(blocks) else None
        return isinstance(after, Turn) and after.landscape != self.landscape

    def turn(self, blocks: Sequence[Block], position: int, landscape: bool) -> str:
        if landscape == self.landscape:
            return ""
        if position == 0 or not any(not isinstance(b, Logo | Turn) for b in blocks[:position]):
            self.landscape = landscape
            return ""
        before = blocks[position - 1]
        end = ""
        if not isinstance(before, Paragraph) or before.tag:
            # A tag's paragraph disappears when the template is filled in, and its page with it.
            # It holds a space that does not break: LibreOffice takes an empty one away on saving.
            end = (f'<w:p><w:pPr><w:pStyle w:val="{self.style("Section End")}"/>{self.page()}'
                   "</w:pPr><w:r><w:t>\u00a0</w:t></w:r></w:p>")
        self.landscape = landscape
        return end

    def paragraph(self, block: Paragraph, ends: bool = False, kept: bool = False) -> str:
        layout = f'<w:pStyle w:val="{self.style(block.style)}"/>'
        if kept:
            layout += "<w:keepNext/>"
        if self.new_page and not block.tag:
            layout += "<w:pageBreakBefore/>"
            self.new_page = False
        if block.mark:
            layout += self.lists.layout(block.mark)
        if self.after_table and not CONTROL.match(block.text):
            # Only headings and labels keep their distance from a table by themselves.
            if not block.style.startswith(("Heading", "Label", "Section", "Table")):
                layout += '<w:spacing w:before="120"/>'
            self.after_table = False
        if ends:
            layout += self.page()
        content = before(block.mark, self.style("Tick")) if block.mark else ""
        content += "".join(self.span(span) for span in block.spans)
        return f"<w:p><w:pPr>{layout}</w:pPr>{content}</w:p>"

    def span(self, span: Span) -> str:
        look = "".join((
            f'<w:rStyle w:val="{self.style(span.style)}"/>' if span.style else "",
            "<w:b/><w:bCs/>" if span.bold else "",
            "<w:i/><w:iCs/>" if span.italic else "",
        ))
        look = f"<w:rPr>{look}</w:rPr>" if look else ""
        return f'<w:r>{look}<w:t xml:space="preserve">{escape(span.text)}</w:t></w:r>'

    def logo(self) -> str:
        return self.house_logo or (f'<w:p><w:pPr><w:pStyle w:val="{self.style("Logo")}"/></w:pPr>'
                '<w:bookmarkStart w:id="1" w:name="Logo"/><w:bookmarkEnd w:id="1"/></w:p>')

    @property
    def width(self) -> int:
        """The width between the margins, in twips."""
        size = parse_xml(f"<w:x {W}>{(self.wide if self.landscape else self.upright)[0]}</w:x>")
        number = {child.tag.split("}")[1]: {key.split("}")[1]: value for key, value in
                  child.attrib.items()} for child in size}
        return (int(number["pgSz"]["w"]) - int(number["pgMar"]["left"])
                - int(number["pgMar"]["right"]))

    def table(self, block: Table) -> str:
        self.after_table = False
        total = self.width
        shares = [round(total * width / sum(block.widths)) for width in block.widths]
        shares[-1] += total - sum(shares)
        grid = "".join(f'<w:gridCol w:w="{share}"/>' for share in shares)
        # All rows or none: LibreOffice loses rows of a table of which only some are kept together.
        small = len(block.rows) <= KEPT_WHOLE and not any(isinstance(r, str) for r in block.rows)
        rows = [self.row(block.header, shares, head=True, kept=True)]
        rows += [self.tag_row(row, total, len(shares)) if isinstance(row, str)
                 else self.row(row, shares, kept=small and row is not block.rows[-1])
                 for row in block.rows]
        return (f'<w:tbl><w:tblPr><w:tblStyle w:val="{self.style("Form Table")}"/>'
                f'<w:tblW w:w="{total}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
                f'<w:tblLook w:val="06{"A" if block.labels else "2"}0" w:firstRow="1" w:lastRow="0"'
                f' w:firstColumn="{int(block.labels)}" w:lastColumn="0" w:noHBand="1"'
                f' w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>')

    def row(self, cells: Iterable[Cell], shares: Sequence[int], head: bool = False,
            kept: bool = False) -> str:
        drawn = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{share}" w:type="dxa"/></w:tcPr>'
            f'{"".join(self.paragraph(paragraph, kept=kept) for paragraph in cell)}</w:tc>'
            for cell, share in zip(cells, shares, strict=True))
        repeat = "<w:tblHeader/>" if head else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{drawn}</w:tr>"

    def tag_row(self, tag: str, total: int, columns: int) -> str:
        paragraph = self.paragraph(Paragraph((Span(tag),), "Table Text"))
        return (f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{total}" w:type="dxa"/>'
                f'<w:gridSpan w:val="{columns}"/></w:tcPr>{paragraph}</w:tc></w:tr>')


def _introduces(blocks: Sequence[Block], position: int) -> bool:
    """Whether this paragraph leads to what follows and must not stay behind on another page.

    Any paragraph leads to the table after it, one that ends in a colon to its bullets, one between
    a heading and the next heading below it to that; guidance also to the question after it, and a
    line of it that is all bold to the next.
    """
    this = blocks[position]
    if not isinstance(this, Paragraph) or this.tag:
        return False
    after = next(filter(_stays, blocks[position + 1:]), None)
    if not isinstance(after, Paragraph):
        return isinstance(after, Table)
    if this.text.endswith(":") and after.style.endswith("Bullet"):
        return True
    if this.style.startswith("Guidance"):
        return after.style in QUESTIONS or (all(span.bold for span in this.spans)
                                            and after.style.startswith("Guidance"))
    before = next(filter(_stays, reversed(blocks[:position])), None)
    return (isinstance(before, Paragraph) and before.style.startswith("Heading")
            and after.style.startswith("Heading") and before.style < after.style)


def _stays(block: Block) -> bool:
    """Whether a block is more than a condition or a loop, of which nothing stays."""
    return not (isinstance(block, Paragraph) and CONTROL.match(block.text))

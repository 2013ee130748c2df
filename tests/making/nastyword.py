"""Word files with the things that reports really hold, and that converting them could lose.

Each is a report of a few lines with one thing in it. `shown` are words that stand on its paper,
`kept_out` words that stand in the file and on no paper (struck out, hidden, remarks).
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from tests.making.nastyparts import (
    ALTERNATIVE,
    BOX,
    CHART,
    CHART_FRAME,
    EQUATION,
    FLOATING,
    OBJECT,
    PICTURE,
    SMART,
    SMART_DATA,
    SPACES,
    VML_BOX,
    WATERMARK,
)

Parts = Mapping[str, tuple[bytes, str, str]]
"""Further parts: name to data, content type, and the kind of relation from the document."""
TYPE = "application/vnd.openxmlformats-officedocument."
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


@dataclass(frozen=True)
class Nasty:
    """A Word file, the words on its paper and those that are on none."""

    data: bytes
    shown: tuple[str, ...] = ()
    kept_out: tuple[str, ...] = ()


def picture(more: bytes = b"") -> bytes:
    """A small PNG; `more` are chunks of its own."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data)))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
            + more + chunk(b"IDAT", zlib.compress((b"\0" + b"\xaa\x22\x22" * 8) * 8))
            + chunk(b"IEND", b""))


def exif() -> bytes:
    """A PNG that says who took it, where and when."""
    data = b"Author\0Jordan Photographer, 52.6 N 1.3 E"
    return picture(struct.pack(">I", len(data)) + b"tEXt" + data
                   + struct.pack(">I", zlib.crc32(b"tEXt" + data)))


def xml(inner: str) -> Any:
    """A piece of a document with Word's namespaces."""
    head, _, rest = inner.partition(">")
    close = "/" if head.endswith("/") else ""
    return parse_xml(f"{head.removesuffix('/')} {SPACES}{close}>{rest}")


def report(*blocks: str, parts: Parts | None = None, header: str = "",
           address: str = "") -> bytes:
    """A report of a heading and two paragraphs with these blocks between them.

    Links to `address` have its relation in place of LINKED, and the style Hyperlink, without which
    LibreOffice makes no links of them.
    """
    document = docx.Document()
    linked = (document.part.relate_to(address, f"{REL}hyperlink", is_external=True) if address
              else "")
    if address:
        document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    document.styles.element.find(f".//{qn('w:lang')}").set(qn("w:val"), "en-GB")
    document.core_properties.title = "A made-up report"
    document.add_heading("What happened", 1)
    document.add_paragraph("The first paragraph says what the report is about.")
    last = document.add_paragraph("The last paragraph says what is to be done.")
    for block in blocks:
        last._p.addprevious(xml(block.replace("LINKED", linked)))
    if header:
        document.sections[0].header.paragraphs[0]._p.append(xml(header))
    saved = io.BytesIO()
    document.save(saved)
    return _with_parts(saved.getvalue(), parts or {})


def _with_parts(data: bytes, parts: Parts) -> bytes:
    """Put parts in, each related to the document as rId901, rId902 …"""
    if not parts:
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            held = old.read(name)
            if name == "[Content_Types].xml":
                types = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>'
                                for part, (_, kind, _) in parts.items() if kind)
                held = held.replace(b"</Types>", types.encode() + b"</Types>")
            if name == "word/_rels/document.xml.rels":
                more = "".join(
                    f'<Relationship Id="rId{number}" Type="{relation}" Target="/{part}"/>'
                    for number, (part, (_, _, relation)) in enumerate(parts.items(), 901)
                    if relation)
                held = held.replace(b"</Relationships>", more.encode() + b"</Relationships>")
            new.writestr(name, held)
        for part, (held, _, _) in parts.items():
            new.writestr(part, held)
    return out.getvalue()


def p(inner: str) -> str:
    """A paragraph."""
    return f"<w:p>{inner}</w:p>"


def r(words: str, look: str = "") -> str:
    """A run of words."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def tracked() -> Nasty:
    """A word put in and one struck out, neither accepted; and a paragraph that was moved."""
    who = 'w:id="1" w:author="Somebody" w:date="2026-01-05T09:00:00Z"'
    return Nasty(report(p(
        r("Before ") + f"<w:ins {who}>{r('INSERTEDWORD')}</w:ins>"
        f'<w:del {who}><w:r><w:delText>STRUCKOUT</w:delText></w:r></w:del>' + r(" after")),
        p(f"<w:moveFrom {who}>{r('MOVEDAWAY')}</w:moveFrom>"
          f"<w:moveTo {who}>{r('MOVEDHERE')}</w:moveTo>")),
        ("INSERTEDWORD", "MOVEDHERE"), ("STRUCKOUT", "MOVEDAWAY"))


def comments() -> Nasty:
    """A remark at the side."""
    remark = (f'<w:comments {SPACES}><w:comment w:id="7" w:author="Somebody" w:initials="S">'
              f"{p(r('REMARKWORD'))}</w:comment></w:comments>")
    return Nasty(report(
        p('<w:commentRangeStart w:id="7"/>' + r("COMMENTEDON") + '<w:commentRangeEnd w:id="7"/>'
          '<w:r><w:commentReference w:id="7"/></w:r>'),
        parts={"word/comments.xml": (remark.encode(), f"{TYPE}wordprocessingml.comments+xml",
                                     f"{REL}comments")}), ("COMMENTEDON",), ("REMARKWORD",))


def notes(kind: str) -> Nasty:
    """Two notes: 'footnote' or 'endnote'."""
    held = (f'<w:{kind}s {SPACES}><w:{kind} w:type="separator" w:id="-1"><w:p/></w:{kind}>'
            f'<w:{kind} w:id="2">{p(f"<w:r><w:{kind}Ref/></w:r>" + r(" FIRSTNOTE of two"))}'
            f'</w:{kind}><w:{kind} w:id="3">{p(r("SECONDNOTE"))}{p(r("GOESON"))}</w:{kind}>'
            f"</w:{kind}s>")
    mark = f'<w:r><w:{kind}Reference w:id="%d"/></w:r>'
    return Nasty(report(
        p(r("One word") + mark % 2 + r(" and another") + mark % 3 + r(" REFERRED")),
        parts={f"word/{kind}s.xml": (held.encode(), f"{TYPE}wordprocessingml.{kind}s+xml",
                                     f"{REL}{kind}s")}),
        ("FIRSTNOTE", "SECONDNOTE", "GOESON", "REFERRED"))


def chart() -> Nasty:
    """A chart with the workbook it was drawn from."""
    return Nasty(report(p(CHART_FRAME), parts={
        "word/charts/chart1.xml": (CHART.encode(), f"{TYPE}drawingml.chart+xml", f"{REL}chart"),
        "word/embeddings/book.xlsx": (b"PK SOURCEROWS", f"{TYPE}spreadsheetml.sheet", "")}),
        ("CHARTTITLE", "SERIESNAME"))


def drawn_box() -> Nasty:
    """A text box as Word draws it now, with the older telling beside it."""
    return Nasty(report(p(r("Beside the box ") + BOX.format(p(r("BOXWORDS in a box"))))),
                 ("BOXWORDS",))


def old_box() -> Nasty:
    """A text box in VML alone."""
    return Nasty(report(p(r("Beside ") + VML_BOX.format(p(r("OLDBOXWORDS")))),), ("OLDBOXWORDS",))


def watermark() -> Nasty:
    """A word across every page, drawn in the header."""
    return Nasty(report(header=WATERMARK), ("first",))


def hidden() -> Nasty:
    """Hidden words: a run, and a whole paragraph."""
    return Nasty(report(
        p(r("SEEN") + r("HIDDENRUN", "<w:vanish/>")),
        "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>" + r("HIDDENLINE", "<w:vanish/>")
        + "</w:p>"), ("SEEN",), ("HIDDENRUN", "HIDDENLINE"))


def embedded() -> Nasty:
    """A workbook inside the document, shown by a picture."""
    return Nasty(report(p(OBJECT), parts={
        "word/media/shown.png": (picture(), "image/png", f"{REL}image"),
        "word/embeddings/inside.xlsx": (b"PK not opened", f"{TYPE}spreadsheetml.sheet",
                                        f"{REL}package")}))


def smart() -> Nasty:
    """SmartArt: its words stand in a part of their own."""
    return Nasty(report(p(SMART), parts={
        "word/diagrams/data1.xml": (SMART_DATA.encode(), f"{TYPE}drawingml.diagramData+xml",
                                    f"{REL}diagramData")}), ("SMARTWORDS",))


def equation() -> Nasty:
    """A formula."""
    return Nasty(report(p(EQUATION)), ("FORMULAWORD",))


def floating() -> Nasty:
    """A picture that words flow round."""
    return Nasty(report(p(FLOATING + r("FLOWSROUND")), parts={
        "word/media/floats.png": (picture(), "image/png", f"{REL}image")}), ("FLOWSROUND",))


def photographed(described: bool = True) -> Nasty:
    """A picture in the line that says where it was taken."""
    said = 'descr="The front of a made-up school"' if described else ""
    return Nasty(report(p(PICTURE.format(said)), parts={
        "word/media/photo.png": (exif(), "image/png", f"{REL}image")}), (), ("Photographer",))


def table(*rows: str, look: str = "") -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{look}{''.join(rows)}</w:tbl>"


def row(*cells: str, head: bool = False) -> str:
    """A row of cells; `head` repeats at the top of each page."""
    look = "<w:trPr><w:tblHeader/></w:trPr>" if head else ""
    return f"<w:tr>{look}{''.join(f'<w:tc><w:tcPr/>{one}</w:tc>' for one in cells)}</w:tr>"


def nested() -> Nasty:
    """A table in a cell of a table."""
    inner = table(row(p(r("INNERHEAD")), p(r("INNERTWO")), head=True),
                  row(p(r("INNERCELL")), p(r("x"))))
    return Nasty(report(table(row(p(r("OUTERHEAD")), p(r("OUTERTWO")), head=True),
                              row(p(r("above")) + inner + p(""), p(r("OUTERCELL"))))),
                 ("INNERHEAD", "INNERCELL", "OUTERHEAD", "OUTERCELL"))


def merged() -> Nasty:
    """Cells that go over two columns, and over two rows."""
    first = ('<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
             f'{p(r("WIDECELL"))}</w:tc></w:tr>')
    second = ('<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + p(r("TALLCELL"))
              + f'</w:tc><w:tc><w:tcPr/>{p(r("right"))}</w:tc></w:tr>')
    third = ('<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:tcPr/>'
             f'{p(r("BELOWRIGHT"))}</w:tc></w:tr>')
    return Nasty(report(table(first, second, third)), ("WIDECELL", "TALLCELL", "BELOWRIGHT"))


def wide() -> Nasty:
    """A table of two hundred columns."""
    cells = [p(r(f"c{number}")) for number in range(200)]
    return Nasty(report(table(row(*cells, head=True), row(*cells))), ("c0", "c199"))


def fields() -> Nasty:
    """Fields: a page number, a link, a reference to a heading, the name of the author."""
    def field(instruction: str, shows: str) -> str:
        mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
        return (mark.format("begin") + f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
                + mark.format("separate") + r(shows) + mark.format("end"))
    return Nasty(report(
        p(r("See ") + field(' HYPERLINK "https://example.org" ', "LINKWORDS") + r(" and ")
          + field(" REF _Ref1 \\h ", "REFERENCEWORDS")),
        p(field(" AUTHOR ", "AUTHORWORDS") + f'<w:fldSimple w:instr=" DATE ">{r("DATEWORDS")}'
          "</w:fldSimple>")), ("LINKWORDS", "REFERENCEWORDS", "AUTHORWORDS", "DATEWORDS"))


def controls() -> Nasty:
    """Boxes to fill in: one filled in, one that still asks, one to tick."""
    def control(look: str, inner: str) -> str:
        return f"<w:sdt><w:sdtPr>{look}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    return Nasty(report(
        control('<w:alias w:val="x"/>', p(r("FILLEDIN"))),
        p(control("", r("INLINEFILLED")) + control(
            '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>', r("☒")) + r(" TICKED")),
        p(control("<w:showingPlcHdr/>", r("Click to enter text")))),
        ("FILLEDIN", "INLINEFILLED", "TICKED"))


def chunk() -> Nasty:
    """A web page inside, which Word turns into text when it opens the file."""
    page = b"<html><body><p>CHUNKWORDS from elsewhere</p></body></html>"
    return Nasty(report('<w:altChunk r:id="rId901"/>', parts={
        "word/chunk.html": (page, "text/html", f"{REL}aFChunk")}), ("CHUNKWORDS",))


def outside() -> Nasty:
    """A picture that is fetched when the file is opened."""
    data = report(p(PICTURE.format('descr="A picture from somewhere else"').replace(
        "r:embed", "r:link")))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            held = old.read(name)
            if name == "word/_rels/document.xml.rels":
                held = held.replace(b"</Relationships>", (
                    f'<Relationship Id="rId901" Type="{REL}image" TargetMode="External" '
                    'Target="http://example.org/seen.png"/></Relationships>').encode())
            new.writestr(name, held)
    return Nasty(out.getvalue())


def right_to_left() -> Nasty:
    """A paragraph that is read from the right."""
    return Nasty(report("<w:p><w:pPr><w:bidi/></w:pPr>" + r("مرحبا بالعالم", "<w:rtl/>") + "</w:p>",
                        p(r("AFTERWARDS"))), ("AFTERWARDS",))


def alternatives() -> Nasty:
    """The same words told twice, for newer and for older programs."""
    return Nasty(report(p(ALTERNATIVE)), ("NEWERWORDS",), ("OLDERWORDS",))


def unnumbered_gap() -> Nasty:
    """A heading of level 3 right below one of level 1."""
    look = '<w:pPr><w:pStyle w:val="Heading3"/></w:pPr>'
    return Nasty(report(p(look + r("SKIPPED"))), ("SKIPPED",))


@cache
def long(pages: int = 60) -> Nasty:
    """A report of sixty pages: headings, lists, a table on every page."""
    blocks = []
    for number in range(pages):
        blocks.append('<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:pageBreakBefore/></w:pPr>'
                      + r(f"Chapter {number}") + "</w:p>")
        blocks += [p(r(f"Line {number} of {line}: " + "agencies met and wrote down what they knew "
                       * 4)) for line in range(6)]
        blocks += ['<w:p><w:pPr><w:pStyle w:val="ListBullet"/></w:pPr>'
                   + r(f"point {number} {line}") + "</w:p>" for line in range(4)]
        blocks.append(table(row(p(r("Agency")), p(r("Day")), head=True),
                            *(row(p(r(f"A{number}")), p(r(f"{day} March"))) for day in range(6))))
        blocks.append(p(""))
    return Nasty(report(*blocks), ("Chapter", f"A{pages - 1}"))


KINDS: Mapping[str, Callable[[], Nasty]] = {
    "nothing special": lambda: Nasty(report()),
    "tracked changes": tracked, "comments": comments,
    "footnotes": lambda: notes("footnote"), "endnotes": lambda: notes("endnote"),
    "chart with its workbook": chart, "text box": drawn_box, "text box in VML": old_box,
    "watermark": watermark, "hidden words": hidden, "embedded workbook": embedded,
    "SmartArt": smart, "equation": equation, "floating picture": floating,
    "picture with its place": photographed,
    "picture without description": lambda: photographed(False),
    "nested tables": nested, "merged cells": merged, "table of 200 columns": wide,
    "fields": fields, "content controls": controls, "web page inside": chunk,
    "picture from outside": outside, "right to left": right_to_left,
    "words told twice": alternatives, "level of headings left out": unnumbered_gap,
}
"""Every kind but the long report."""

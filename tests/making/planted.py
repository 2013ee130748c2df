"""Office files with some words planted in one hiding place each, made on the spot.

`WORD`, `SLIDES` and `SHEETS` name the places; each value makes the file with the given words there.
A place says in `ROOM` how a person is told where to look. Everything else in the file stays alike.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.shared import Inches
from openpyxl import Workbook
from openpyxl.comments import Comment
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches as Wide

NAMESPACES = " ".join(f'xmlns:{short}="{uri}"' for short, uri in {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml", "o": "urn:schemas-microsoft-com:office:office",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}.items())
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
Make = Callable[[str], bytes]


@dataclass(frozen=True)
class Place:
    """A hiding place: how to plant words there, and what a person is told of it.

    A `fixed` place cannot be rewritten. In a `whole` place the words do not stay with others put in
    their place: the link, the code or the name goes.
    """

    make: Make
    part: str
    spot: str = ""
    fixed: bool = False
    whole: bool = False


def base() -> bytes:
    """A short Word file with a heading, a paragraph, a table, a header and a picture."""
    document = Document()
    document.add_heading("What happened", 1)
    document.add_paragraph("Nothing of note stands here.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Day"
    document.sections[0].header.paragraphs[0].text = "Report"
    document.add_picture(io.BytesIO(picture()), Inches(1))
    held = io.BytesIO()
    document.save(held)
    parts = parts_of(held.getvalue())
    # What no test needs makes each file eight times as large.
    for name in ("stylesWithEffects.xml", "theme/theme1.xml", "fontTable.xml", "numbering.xml"):
        del parts[f"word/{name}"]
        for listed, entry in (("[Content_Types].xml", rf'<Override PartName="/word/{name}"[^>]*/>'),
                              ("word/_rels/document.xml.rels",
                               rf'<Relationship [^>]*Target="{name}"[^>]*/>')):
            parts[listed], count = re.subn(entry.encode(), b"", parts[listed])
            assert count == 1, f"{name} in {listed}"
    styles = re.sub(rb"<w:latentStyles.*?</w:latentStyles>", b"", parts["word/styles.xml"],
                    flags=re.DOTALL)
    parts["word/styles.xml"] = re.sub(
        rb'<w:style (?![^>]*"(?:Normal|Heading1|BodyText|TableNormal)").*?</w:style>', b"", styles,
        flags=re.DOTALL)
    return zipped(parts)


def picture(remark: str = "") -> bytes:
    """A PNG of one point, with a remark in it."""
    def block(kind: bytes, data: bytes) -> bytes:
        return (struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data)))
    said = block(b"tEXt", b"Comment\0" + remark.encode("latin-1")) if remark else b""
    return (b"\x89PNG\r\n\x1a\n" + block(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
            + said + block(b"IDAT", zlib.compress(b"\0\xff\xff\xff")) + block(b"IEND", b""))


def photograph(remark: str) -> bytes:
    """The beginning of a JPEG whose camera says who took it."""
    said = b"Exif\0\0MM\0*" + remark.encode("latin-1") + b"\0"
    return (b"\xff\xd8\xff\xe1" + struct.pack(">H", len(said) + 2) + said
            + b"\xff\xda\0\x02\0\xff\xd9")


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a zip in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return {name: held.read(name) for name in held.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Parts as a zip again."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            out.writestr(zipfile.ZipInfo(name), data)
    return held.getvalue()


BASE = base()


def xml(inner: str, root: str) -> bytes:
    """A part with this root element and all prefixes."""
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} {NAMESPACES}>{inner}</{root}>'.encode()


def in_body(inner: str) -> bytes:
    """The short file with more at the end of its body; every prefix may be used."""
    parts = parts_of(BASE)
    old = parts["word/document.xml"].decode()
    inner = inner.replace("<w:p>", f"<w:p {NAMESPACES}>")
    inner = inner.replace("<w:tbl>", f"<w:tbl {NAMESPACES}>").replace(
        "<w:sdt>", f"<w:sdt {NAMESPACES}>")
    parts["word/document.xml"] = old.replace("<w:sectPr", f"{inner}<w:sectPr", 1).encode()
    return zipped(parts)


def with_part(name: str, data: bytes, content: str, kind: str, of: str = "word/document.xml",
              target: str = "") -> bytes:
    """The short file with one more part, known to the part `of`."""
    return add_part(BASE, name, data, content, kind, of, target)


def add_part(file: bytes, name: str, data: bytes, content: str, kind: str, of: str,
             target: str = "") -> bytes:
    """Any Office file with one more part."""
    parts = parts_of(file)
    parts[name] = data
    if content:
        types = parts["[Content_Types].xml"].decode()
        parts["[Content_Types].xml"] = types.replace(
            "</Types>", f'<Override PartName="/{name}" ContentType="{content}"/></Types>').encode()
    folder, _, own = of.rpartition("/")
    rels = f"{folder}/_rels/{own}.rels".lstrip("/")
    empty = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
             "</Relationships>")
    entry = (f'<Relationship Id="rIdPlanted" Type="{RELATED}/{kind}" '
             f'Target={quoteattr(target or "/" + name)}/>')
    parts[rels] = parts.get(rels, empty.encode()).decode().replace(
        "</Relationships>", f"{entry}</Relationships>").encode()
    return zipped(parts)


def with_link(target: str, inner: str) -> bytes:
    """The short file with a link to the outside (rIdOut) and more in its body."""
    parts = parts_of(in_body(inner))
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].decode().replace("</Relationships>", (
        f'<Relationship Id="rIdOut" Type="{RELATED}/hyperlink" Target={quoteattr(target)} '
        'TargetMode="External"/></Relationships>')).encode()
    return zipped(parts)


def changed(name: str, old: str, new: str) -> bytes:
    """The short file with something replaced in one of its parts."""
    parts = parts_of(BASE)
    text = parts[name].decode()
    assert old in text, f"{old} is not in {name}"
    parts[name] = text.replace(old, new, 1).encode()
    return zipped(parts)


def run(words: str, look: str = "") -> str:
    """A run of Word."""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    """A paragraph of Word."""
    return f"<w:p>{''.join(runs)}</w:p>"


def field(code: str, shown: str) -> str:
    """A field of Word with its code and its words."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (mark.format("begin") + f"<w:r><w:instrText> {escape(code)} </w:instrText></w:r>"
            + mark.format("separate") + run(shown) + mark.format("end"))


def text_box(words: str) -> str:
    """A text box as Word writes it: once for itself and once for older programs."""
    inside = f"<w:txbxContent>{paragraph(run(words))}</w:txbxContent>"
    return paragraph(
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
        '<wp:docPr id="9" name="Text Box 9"/><a:graphic><a:graphicData><wps:wsp><wps:txbx>'
        f"{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>")


def chart(words: str, cache: str = "Answers") -> bytes:
    """A chart with a title and kept values."""
    return xml(
        f"<c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>{escape(words)}</a:t></a:r></a:p>"
        "</c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser><c:cat><c:strRef>"
        f"<c:f>Sheet1!$A$2</c:f><c:strCache><c:pt idx=\"0\"><c:v>{escape(cache)}</c:v></c:pt>"
        "</c:strCache></c:strRef></c:cat></c:ser></c:barChart></c:plotArea></c:chart>",
        "c:chartSpace")


CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


def workbook(words: str = "Plain", note: str = "", sheet: str = "Costs",
             hidden: str = "", number: int = 0, foot: str = "") -> bytes:
    """A small workbook with words in a cell, in a note, on a hidden sheet, at the foot of pages."""
    book = Workbook()
    page = book.active
    page.title = sheet
    page["A1"], page["B2"] = "Heading", words
    if number:
        page["C3"] = number
    if foot:
        page.oddFooter.left.text, page.oddFooter.left.font = foot, "Arial,Bold"
    if note:
        page["B2"].comment = Comment(note, "Somebody")
    more = book.create_sheet("Behind")
    more.sheet_state = "hidden"
    more["A1"] = hidden or "Nothing"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def deck(title: str = "Learning", notes: str = "Say hello", category: str = "Cases",
         alt: str = "", hidden: bool = False, layout: str = "") -> bytes:
    """A deck of two slides with notes, a chart and its workbook."""
    show = Presentation()
    first = show.slides.add_slide(show.slide_layouts[5])
    first.shapes.title.text = "Cover"
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = title
    slide.notes_slide.notes_text_frame.text = notes
    data = CategoryChartData()
    data.categories = [category, "Others"]
    data.add_series("Number", (1, 2))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, Wide(1), Wide(2), Wide(4), Wide(3),
                                   data)
    if alt:
        frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    if hidden:
        slide._element.set("show", "0")
    if layout:
        show.slide_layouts[5].shapes[0].text_frame.text = layout
    held = io.BytesIO()
    show.save(held)
    return held.getvalue()


def ole(words: str) -> bytes:
    """An old object: bytes with words in them, two bytes a letter."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40) + words.encode("utf-16-le") + bytes(9)


SPLIT = 3
"""Where words are parted when they are to stand in several runs."""

WORD: Mapping[str, Place] = {
    "paragraph": Place(lambda w: in_body(paragraph(run(f"Seen by {w} then."))), "Body",
                       "paragraph 4"),
    "across runs": Place(lambda w: in_body(paragraph(
        run("Seen by "), run(w[:SPLIT], "<w:rPr><w:b/></w:rPr>"), run(w[SPLIT:] + " then."))),
        "Body", "paragraph 4"),
    "letter by letter": Place(lambda w: in_body(paragraph(*map(run, w))), "Body", "paragraph 4"),
    "across a proofing mark": Place(lambda w: in_body(paragraph(
        run(w[:SPLIT]), '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="7" w:name="x7"/>',
        run(w[SPLIT:]), '<w:bookmarkEnd w:id="7"/>')), "Body", "paragraph 4"),
    "in an insertion": Place(lambda w: in_body(paragraph(
        run(w[:SPLIT]), f'<w:ins w:id="1" w:author="Somebody">{run(w[SPLIT:])}</w:ins>')), "Body",
        "paragraph 4"),
    "behind a soft hyphen": Place(lambda w: in_body(paragraph(
        f"<w:r><w:t>{w[:SPLIT]}</w:t><w:softHyphen/><w:t>{w[SPLIT:]}</w:t></w:r>")), "Body",
        "paragraph 4"),
    "table": Place(lambda w: changed("word/document.xml", ">Day<", f">{w}<"), "Body",
                   "table 1, row 1, column 1"),
    "nested table": Place(lambda w: in_body(
        "<w:tbl><w:tr><w:tc><w:p/><w:tbl><w:tr><w:tc>" + paragraph(run(w))
        + "</w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>"), "Body",
        "table 2, row 1, column 1, table 3"),
    "content control": Place(lambda w: in_body(
        f"<w:sdt><w:sdtContent>{paragraph(run(w))}</w:sdtContent></w:sdt>"), "Body", "paragraph 4"),
    "header": Place(lambda w: changed("word/header1.xml", ">Report<", f">{w}<"), "Header 1"),
    "footnote": Place(lambda w: with_part(
        "word/footnotes.xml", xml(
            '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote><w:footnote w:id="1">'
            + paragraph(run(w)) + "</w:footnote>", "w:footnotes"),
        f"{WORDML}.footnotes+xml", "footnotes"), "Footnotes", "footnote 1"),
    "endnote": Place(lambda w: with_part(
        "word/endnotes.xml", xml(f'<w:endnote w:id="1">{paragraph(run(w))}</w:endnote>',
                                 "w:endnotes"), f"{WORDML}.endnotes+xml", "endnotes"),
        "Endnotes", "endnote 1"),
    "comment": Place(lambda w: with_part(
        "word/comments.xml", xml(f'<w:comment w:id="1" w:author="A">{paragraph(run(w))}'
                                 "</w:comment>", "w:comments"), f"{WORDML}.comments+xml",
        "comments"), "Comments", "comment 1"),
    "author of a comment": Place(lambda w: with_part(
        "word/comments.xml", xml(f'<w:comment w:id="1" w:author="{w}"><w:p/></w:comment>',
                                 "w:comments"), f"{WORDML}.comments+xml", "comments"), "Comments",
        "Author"),
    "person who commented": Place(lambda w: with_part(
        "word/people.xml", xml(f'<w15:person w15:author="{w}"/>', "w15:people"),
        f"{WORDML}.people+xml", "people"), "People who commented", "Author"),
    "text box": Place(lambda w: in_body(text_box(w)), "Body", "text box"),
    "WordArt": Place(lambda w: in_body(paragraph(
        f'<w:r><w:pict><v:shape><v:textpath string="{w}"/></v:shape></w:pict></w:r>')), "Body",
        "WordArt"),
    "hidden text": Place(lambda w: in_body(paragraph(run("Seen. "), run(
        w, "<w:rPr><w:vanish/></w:rPr>"))), "Body", "paragraph 4"),
    "with hidden text between": Place(lambda w: in_body(paragraph(
        run(w[:SPLIT]), run("zzz", "<w:rPr><w:vanish/></w:rPr>"), run(w[SPLIT:]))), "Body",
        "paragraph 4, without hidden words"),
    "alt text": Place(lambda w: changed("word/document.xml", 'name="Picture 1"',
                                        f'name="Picture 1" descr="{w} at home"'), "Body",
                      "Alt text of picture 1"),
    "name of a picture": Place(lambda w: changed("word/document.xml", 'name="Picture 1"',
                                                 f'name="{w}"'), "Body", "Name of picture 1"),
    "file name of a picture": Place(lambda w: changed(
        "word/document.xml", '<pic:cNvPr id="0" name="image.png"',
        f'<pic:cNvPr id="0" name="{w}.png"'), "Body", "Name of picture 2"),
    "description of a table": Place(lambda w: changed(
        "word/document.xml", "<w:tblLook", f'<w:tblDescription w:val="{w}"/><w:tblLook'), "Body",
        "Description of a table"),
    "title in the properties": Place(lambda w: changed(
        "docProps/core.xml", "<dc:title/>", f"<dc:title>{w}</dc:title>"), "Properties",
        "“title”"),
    "author in the properties": Place(lambda w: changed(
        "docProps/core.xml", "python-docx</dc:creator>", f"{w}</dc:creator>"), "Properties"),
    "company": Place(lambda w: changed("docProps/app.xml", "<Company/>",
                                       f"<Company>{w}</Company>"), "Properties", "“Company”"),
    "a property of one's own": Place(lambda w: with_part(
        "docProps/custom.xml", (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
            'custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'docPropsVTypes"><property name="Child"><vt:lpwstr>{w}</vt:lpwstr></property>'
            "</Properties>").encode(),
        "application/vnd.openxmlformats-officedocument.custom-properties+xml", "custom-properties"),
        "Properties of the file's own"),
    "data behind the document": Place(lambda w: with_part(
        "customXml/item1.xml", f'<case child="{w}"><who>{w}</who></case>'.encode(), "",
        "customXml"), "Data behind the document"),
    "result of a field": Place(lambda w: in_body(paragraph(field("DATE", w))), "Body",
                               "paragraph 4"),
    "code of a field": Place(lambda w: in_body(paragraph(
        field(f'HYPERLINK "mailto:{w}"', "write to us"))), "Body", "paragraph 4, code of a field",
        whole=True),
    "code of a simple field": Place(lambda w: in_body(paragraph(
        f'<w:fldSimple w:instr=" AUTHOR &quot;{w}&quot; ">{run("us")}</w:fldSimple>')), "Body",
        "paragraph 4, code of a field", whole=True),
    "link": Place(lambda w: with_link(f"mailto:{w}", paragraph(
        f'<w:hyperlink r:id="rIdOut">{run("write to us")}</w:hyperlink>')), "Body",
        "Address of link", whole=True),
    "link with its letters spelt": Place(lambda w: with_link(
        "https://example.org/?q=" + w.replace(" ", "%20"), paragraph(
            f'<w:hyperlink r:id="rIdOut">{run("see there")}</w:hyperlink>')), "Body",
        "Address of link", whole=True),
    "words shown at a link": Place(lambda w: with_link("https://example.org", paragraph(
        f'<w:hyperlink r:id="rIdOut" w:tooltip="{w}">{run("see there")}</w:hyperlink>')), "Body",
        "Words shown at a link"),
    "bookmark": Place(lambda w: in_body(paragraph(
        f'<w:bookmarkStart w:id="7" w:name="{w}"/>', run("x"), '<w:bookmarkEnd w:id="7"/>',
        f'<w:hyperlink w:anchor="{w}">{run("above")}</w:hyperlink>')), "Body",
        "Name of a bookmark", whole=True),
    "name of a style": Place(lambda w: changed(
        "word/styles.xml", '<w:name w:val="Body Text"/>', f'<w:name w:val="{w} notes"/>'), "Styles",
        "Name of a style"),
    "variable": Place(lambda w: changed(
        "word/settings.xml", "<w:compat>",
        f'<w:docVars><w:docVar w:name="Child" w:val="{w}"/></w:docVars><w:compat>'), "Settings",
        "Variable"),
    "choice of a list": Place(lambda w: in_body(
        f'<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{w}" w:value="1"/>'
        f"</w:dropDownList></w:sdtPr><w:sdtContent>{paragraph(run('x'))}</w:sdtContent></w:sdt>"),
        "Body", "Choice of a list"),
    "smart tag": Place(lambda w: in_body(paragraph(
        '<w:smartTag w:uri="urn:x" w:element="PersonName"><w:smartTagPr>'
        f'<w:attr w:name="ProductID" w:val="{w}"/></w:smartTagPr>{run("x")}</w:smartTag>')),
        "Body", "Smart tag"),
    "who may edit": Place(lambda w: in_body(paragraph(
        f'<w:permStart w:id="1" w:ed="{w}"/>', run("x"), '<w:permEnd w:id="1"/>')), "Body",
        "Who may edit this"),
    "author of a change": Place(lambda w: in_body(paragraph(
        f'<w:ins w:id="1" w:author="{w}">{run("x")}</w:ins>')), "Body", "Author"),
    "drawing in letters": Place(lambda w: with_part(
        "word/media/image9.svg", f'<svg xmlns="http://www.w3.org/2000/svg"><text>{w}</text></svg>'
        .encode(), "image/svg+xml", "image"), "Another part", "“text”"),
    "formula": Place(lambda w: in_body(paragraph(
        f"<m:oMath><m:r><m:t>{w}</m:t></m:r></m:oMath>")), "Body", "paragraph 4"),
    "title of a chart": Place(lambda w: with_part("word/charts/chart1.xml", chart(w), CHART,
                                                  "chart"), "Chart 1"),
    "kept values of a chart": Place(lambda w: with_part(
        "word/charts/chart1.xml", chart("Answers", w), CHART, "chart"), "Chart 1"),
    "workbook of a chart": Place(lambda w: with_part(
        "word/embeddings/Microsoft_Excel_Sheet1.xlsx", workbook(w),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "package"),
        "File inside the file: Sheet 1", "cell B2"),
    "hidden sheet of a workbook in it": Place(lambda w: with_part(
        "word/embeddings/Microsoft_Excel_Sheet1.xlsx", workbook(hidden=w),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "package"),
        "File inside the file: Sheet 2 (hidden)", "cell A1"),
    "Word file in it": Place(lambda w: with_part(
        "word/embeddings/Microsoft_Word_Document1.docx", in_body(paragraph(run(w))),
        f"{WORDML}.document", "package"), "File inside the file: Body", "paragraph 4"),
    "SmartArt": Place(lambda w: with_part(
        "word/diagrams/data1.xml", xml(
            f"<dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>{w}</a:t></a:r></a:p></dgm:t></dgm:pt>"
            "</dgm:ptLst>", "dgm:dataModel"),
        "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml", "diagramData"),
        "Diagram 1"),
    "building block": Place(lambda w: with_part(
        "word/glossary/document.xml", xml(f"<w:docParts><w:docPart><w:docPartBody>"
                                          f"{paragraph(run(w))}</w:docPartBody></w:docPart>"
                                          "</w:docParts>", "w:glossaryDocument"),
        f"{WORDML}.document.glossary+xml", "glossaryDocument"), "Building blocks"),
    "remark in the markup": Place(lambda w: changed("word/document.xml", "<w:body>",
                                                    f"<w:body><!-- {w} -->"), "Body",
                                  "Remark in the markup", whole=True),
    "name of a part": Place(lambda w: with_part(
        f"word/media/{w}.png", picture(), "image/png", "image",
        target=f"media/{w.replace(' ', '%20')}.png"), "Picture", "Name of the part", whole=True),
    "older text of a drawing": Place(lambda w: in_body(paragraph(
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:t>x</w:t></mc:Choice>"
        f"<mc:Fallback><w:t>{w}</w:t></mc:Fallback></mc:AlternateContent></w:r>")), "Body",
        "paragraph 4"),
    "deleted words": Place(lambda w: in_body(paragraph(
        f'<w:del w:id="1" w:author="A"><w:r><w:delText>{w}</w:delText></w:r></w:del>')), "Body",
        "paragraph 4, deleted words", fixed=True),
    "partly deleted words": Place(lambda w: in_body(paragraph(run(w[:SPLIT]), (
        f'<w:del w:id="1" w:author="A"><w:r><w:delText>{w[SPLIT:]}</w:delText></w:r></w:del>'))),
        "Body", "paragraph 4, before the changes", fixed=True),
    "words of a picture": Place(lambda w: with_part(
        "word/media/image9.png", picture(w), "image/png", "image"), "Picture",
        "What the picture says of itself", fixed=True),
    "words of a photograph": Place(lambda w: with_part(
        "word/media/image9.jpeg", photograph(w), "image/jpeg", "image"), "Picture",
        "What the picture says of itself", fixed=True),
    "old object": Place(lambda w: with_part(
        "word/embeddings/oleObject1.bin", ole(w),
        "application/vnd.openxmlformats-officedocument.oleObject", "oleObject"),
        "File inside the file", "Letters in it", fixed=True),
    "part in another format": Place(lambda w: with_part(
        "word/afchunk.mht", f"<html><body><p>{w}</p></body></html>".encode(), "message/rfc822",
        "aFChunk"), "Another part", "Letters in it", fixed=True),
}

SLIDES: Mapping[str, Place] = {
    "title of a slide": Place(lambda w: deck(title=w), "Slide 2", "title"),
    "notes": Place(lambda w: deck(notes=w), "Slide 2 notes"),
    "chart and its workbook": Place(lambda w: deck(category=w), "Slide 2 chart"),
    "alt text": Place(lambda w: deck(alt=w), "Slide 2", "Alt text of picture"),
    "hidden slide": Place(lambda w: deck(title=w, hidden=True), "Slide 2 (hidden)"),
    "layout": Place(lambda w: deck(layout=w), "Slide layout 6"),
    "comment": Place(lambda w: add_part(
        deck(), "ppt/comments/comment1.xml", (
            '<p:cmLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
            f'<p:cm authorId="0"><p:text>{w}</p:text></p:cm></p:cmLst>').encode(),
        "application/vnd.openxmlformats-officedocument.presentationml.comments+xml", "comments",
        "ppt/slides/slide2.xml"), "Slide 2 comments"),
}

SHEETS: Mapping[str, Place] = {
    "cell": Place(workbook, "Sheet 1", "cell B2"),
    "note at a cell": Place(lambda w: workbook(note=w), "Comments", "note at B2"),
    "hidden sheet": Place(lambda w: workbook(hidden=w), "Sheet 2 (hidden)", "cell A1"),
    "foot of a page": Place(lambda w: workbook(foot=w), "Sheet 1", "head or foot of a page"),
    "name of a sheet": Place(lambda w: workbook(sheet=w), "Workbook", "Attribute “name”",
                             fixed=True),
}

"""What files hide is found with its place, and taken away without changing what shows."""

import io
import random
import struct
import warnings
import zipfile
import zlib
from typing import Any

import openpyxl
import pikepdf
import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from pipeline.doors import hygiene, pdf, typst
from pipeline.doors.hygiene.links import inside, typed
from pipeline.doors.mail import write_draft
from pipeline.doors.word import text_of
from tests.gate.packs import PAGE, REPORT, added, deck, parts, saved, slides, word
from tests.gate.spoilt import SPOILT, jpeg
from tests.making import nastyword


def codes(name: str, data: bytes, published: bool = True) -> list[str]:
    """What is found in a file."""
    return [fault.code for fault in hygiene.audit(name, data, published)]


def shown(data: bytes) -> list[str]:
    """The paragraphs of a Word file that show."""
    return [line for line in text_of(data) if line]


def png(*chunks: tuple[bytes, bytes], pixels: bool = True) -> bytes:
    """A picture of a few pixels with these chunks before them."""
    held = io.BytesIO()
    Image.new("RGB", (8, 6), (200, 30, 60)).save(held, "PNG")
    data = held.getvalue()
    head, rest = data[:33], data[33:]
    more = b"".join(struct.pack(">I", len(body)) + kind + body
                    + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks)
    return head + more + rest


def photograph(way: int = 1, place: bool = True) -> bytes:
    """A photograph that says where it was taken and which way up."""
    picture = Image.new("RGB", (16, 8), (10, 120, 60))
    told = Image.Exif()
    told[0x0112], told[0x010F], told[0x0131] = way, "Maker", "Program"
    if place:
        told.get_ifd(0x8825)[1] = "N"
        told.get_ifd(0x8825)[2] = (52.0, 37.0, 0.0)
    held = io.BytesIO()
    picture.save(held, "JPEG", exif=told, comment=b"by somebody")
    return held.getvalue()


def seen(data: bytes) -> tuple[Any, bytes]:
    """What a picture looks like: its way up and its pixels."""
    with Image.open(io.BytesIO(data)) as picture:
        return picture.getexif().get(0x0112), picture.convert("RGB").tobytes()


# --- taken away ------------------------------------------------------------------------------

STAYS = {"trace-tracked-changes", "trace-invisible-text", "trace-outside-parts", "trace-embedded",
         "trace-macros"}
"""What a person must decide is found and left."""


@pytest.mark.parametrize("code", [code for code in SPOILT if code.startswith("trace-")])
def test_what_may_be_taken_away_is_gone_and_the_rest_is_still_found(code: str) -> None:
    pack = SPOILT[code].make()
    for paper in pack.papers:
        found = codes(paper.name, paper.data)
        if code not in found:
            continue
        clean = hygiene.scrub(paper.name, paper.data)
        left = codes(paper.name, clean)
        assert left == ([code] if code in STAYS | {"trace-hidden-slides"} else [])
        assert hygiene.scrub(paper.name, clean) == clean
        if paper.name.endswith(".docx"):
            assert shown(clean) == [line for line in shown(paper.data)] or code in (
                "trace-hidden-text", "trace-comments")
            Document(io.BytesIO(clean))


def test_a_clean_file_stays_byte_for_byte_the_same() -> None:
    for name, data in (("a.docx", word(REPORT)), ("a.pptx", deck())):
        assert hygiene.audit(name, data) == []
        assert hygiene.scrub(name, data) == data


def test_tracked_changes_are_left_for_a_person() -> None:
    pack = SPOILT["trace-tracked-changes"].make()
    assert shown(hygiene.scrub("a.docx", pack.papers[0].data)) == shown(pack.papers[0].data)


def test_hidden_words_go_and_the_words_beside_them_stay() -> None:
    def spoil(document: Any) -> None:
        document.paragraphs[1].add_run(" and more").font.hidden = True
    data = word(REPORT, spoil)
    assert not any("and more" in line for line in shown(hygiene.scrub("a.docx", data)))
    assert shown(hygiene.scrub("a.docx", data)) == shown(word(REPORT))


def test_words_that_a_style_hides_are_found() -> None:
    def spoil(document: Any) -> None:
        style = document.styles.add_style("Quiet", 2)
        style.font.hidden = True
        document.paragraphs[1].add_run("unseen", style=style)
    assert codes("a.docx", word(REPORT, spoil)) == ["trace-hidden-text"]


def test_a_field_that_fetches_becomes_its_words() -> None:
    def spoil(document: Any) -> None:
        paragraph = document.paragraphs[1]
        for kind, words in (("begin", ""), ("", ' INCLUDETEXT "a.docx" '), ("separate", ""),
                            ("", "the words"), ("end", "")):
            run = paragraph.add_run()
            if kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
                run._element.append(mark)
            elif words.startswith(" "):
                code = OxmlElement("w:instrText")
                code.text = words
                run._element.append(code)
            else:
                run.text = words
    data = word(REPORT, spoil)
    assert codes("a.docx", data) == ["trace-fields"]
    clean = hygiene.scrub("a.docx", data)
    assert codes("a.docx", clean) == []
    assert shown(clean)[1].endswith("the words")


def test_a_link_to_the_inside_becomes_its_words() -> None:
    def spoil(document: Any) -> None:
        paragraph = document.paragraphs[1]
        to = document.part.relate_to(
            "https://intranet.example.org/cases", is_external=True, reltype="http://schemas.open"
            "xmlformats.org/officeDocument/2006/relationships/hyperlink")
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), to)
        link.append(paragraph.runs[0]._element)
        paragraph._element.append(link)
    data = word(REPORT, spoil)
    assert codes("a.docx", data) == ["trace-inside-links"]
    assert codes("a.docx", hygiene.scrub("a.docx", data)) == []
    assert shown(hygiene.scrub("a.docx", data)) == shown(data)


def test_a_chart_keeps_its_look_and_loses_its_rows() -> None:
    data = SPOILT["trace-chart-data"].make().papers[2].data
    made = Presentation(io.BytesIO(hygiene.scrub("a.pptx", data)))
    chart = next(shape.chart for shape in made.slides[0].shapes if shape.has_chart)
    assert [tuple(series.values) for series in chart.plots[0].series] == [(3.0, 1.0)]
    assert chart.part.chart_workbook.xlsx_part is None


def test_notes_go_from_what_is_published_and_stay_elsewhere() -> None:
    data = SPOILT["trace-notes"].make().papers[2].data
    assert codes("a.pptx", data, published=False) == []
    kept = Presentation(io.BytesIO(hygiene.scrub("a.pptx", data, published=False)))
    assert kept.slides[0].notes_slide.notes_text_frame.text == "Say this slowly."
    assert not Presentation(io.BytesIO(hygiene.scrub("a.pptx", data))).slides[0].has_notes_slide


EVERY = {"trace-properties", "trace-custom-data", "trace-thumbnail", "trace-editing-marks"}
"""What python-docx itself leaves in every file it makes."""
NASTY = {
    "tracked": ("trace-tracked-changes", True), "comments": ("trace-comments", False),
    "hidden": ("trace-hidden-text", False), "embedded": ("trace-embedded", True),
    "fields": ("trace-fields", False), "chunk": ("trace-embedded", True),
    "outside": ("trace-outside-parts", True), "photographed": ("trace-picture-data", False),
    "chart": ("trace-embedded", True), "drawn_box": ("", False), "smart": ("", False),
    "watermark": ("", False), "nested": ("", False), "controls": ("", False),
}


@pytest.mark.parametrize("name", NASTY)
def test_files_made_elsewhere_are_seen_through(name: str) -> None:
    """Made by tests of the converter, which know nothing of this room."""
    code, stays = NASTY[name]
    nasty = getattr(nastyword, name)()
    found = set(codes("a.docx", nasty.data)) - EVERY - {"trace-picture-names"}
    assert found == ({code} if code else set())
    clean = hygiene.scrub("a.docx", nasty.data)
    assert codes("a.docx", clean) == ([code] if stays else [])
    Document(io.BytesIO(clean))
    assert [word for word in nasty.shown if word not in " ".join(text_of(clean))] == [
        word for word in nasty.shown if word not in " ".join(text_of(nasty.data))]


# --- words that nobody sees -----------------------------------------------------------------


@pytest.mark.parametrize(("look", "found"), [
    ({"color": RGBColor(255, 255, 255)}, True),
    ({"color": RGBColor(255, 255, 255), "behind": "1F3A5F"}, False),
    ({"color": RGBColor(31, 58, 95), "behind": "1F3A5F"}, True),
    ({"color": RGBColor(0, 0, 0)}, False),
    ({"color": RGBColor(255, 255, 255), "marker": WD_COLOR_INDEX.DARK_BLUE}, False),
    ({"size": Pt(1)}, True),
    ({"size": Pt(7)}, False),
])
def test_words_in_the_colour_of_what_is_behind_them(look: dict, found: bool) -> None:
    def spoil(document: Any) -> None:
        run = document.paragraphs[1].runs[0]
        if "color" in look:
            run.font.color.rgb = look["color"]
        if "size" in look:
            run.font.size = look["size"]
        if "marker" in look:
            run.font.highlight_color = look["marker"]
        if "behind" in look:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), look["behind"])
            run._element.get_or_add_rPr().append(shade)
    assert codes("a.docx", word(REPORT, spoil)) == ["trace-invisible-text"] * found


def test_white_words_in_a_dark_cell_are_seen() -> None:
    def spoil(document: Any) -> None:
        cell = document.add_table(1, 1).cell(0, 0)
        cell.paragraphs[0].add_run("Head").font.color.rgb = RGBColor(255, 255, 255)
        shade = OxmlElement("w:shd")
        shade.set(qn("w:fill"), "1F3A5F")
        cell._element.get_or_add_tcPr().append(shade)
    assert codes("a.docx", word(REPORT, spoil)) == []


def test_a_box_beside_the_slide_is_found() -> None:
    def spoil(made: Any) -> None:
        box = made.slides[0].shapes.add_textbox(Inches(30), Inches(1), Inches(2), Inches(1))
        box.text_frame.text = "Not for the audience"
    assert "trace-hidden-text" in codes("a.pptx", slides(spoil))


# --- pictures --------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [1, 6])
def test_a_photograph_keeps_its_pixels_and_its_way_up_alone(way: int) -> None:
    data = photograph(way)
    [fault] = hygiene.audit("a.jpg", data)
    assert dict(fault.words)["what"] == "where and how it was taken, remarks"
    clean = hygiene.scrub("a.jpg", data)
    assert hygiene.audit("a.jpg", clean) == []
    assert seen(clean)[1] == seen(data)[1]
    assert seen(clean)[0] in (way, None if way == 1 else way)
    assert b"Maker" not in clean and b"somebody" not in clean


@pytest.mark.parametrize("chunk", [(b"tEXt", b"Author\0A person"), (b"iTXt", b"XML\0\0\0\0\0<x/>"),
                                   (b"eXIf", b"MM\0*\0\0\0\x08\0\0\0\0\0\0"),
                                   (b"tIME", b"\x07\xea\1\1\1\1\1"), (b"prVt", b"a path")])
def test_a_drawing_keeps_its_pixels_alone(chunk: tuple[bytes, bytes]) -> None:
    data = png(chunk)
    assert codes("a.png", data) == ["trace-picture-data"]
    clean = hygiene.scrub("a.png", data)
    assert clean == png()
    assert seen(clean)[1] == seen(data)[1]


def test_something_behind_the_end_of_a_picture_is_found_and_cut_off() -> None:
    for name, whole in (("a.png", png()), ("a.jpg", jpeg())):
        assert codes(name, whole + b"PK\x03\x04 hidden") == ["trace-picture-data"]
        assert hygiene.scrub(name, whole + b"PK\x03\x04 hidden") == whole


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xd8\xff\xe1\0\x40Exif",
                                  png()[:40], b"II*\0tiff", b"\xd7\xcd\xc6\x9awmf"])
def test_a_picture_that_cannot_be_looked_into_is_said(data: bytes) -> None:
    assert codes("a.png", data) == ["trace-unreadable"]
    assert codes("a.docx", parts(word(REPORT), added("word/media/image7.png", data))) == [
        "trace-picture-data"]
    assert hygiene.scrub("a.png", data) == data


# --- other kinds ------------------------------------------------------------------------------


@pytest.mark.parametrize("target", [
    "file:///C:/cases/a.docx", "\\\\server\\cases", "//server\\cases", "C:\\cases\\a.docx",
    "http://localhost/a", "http://10.1.2.3/", "https://192.168.0.7/x", "http://172.16.9.9/",
    "https://intranet.example.org/a", "https://example-my.sharepoint.com/p",
    "https://council.sharepoint.com/:w:/a", "http://fileserver/a", "https://cases.council.local/a",
    "https://jo:secret@example.org/", "mailto:jo.brackenthwaite@example.org", "notes.docx",
    "onenote:///x", "javascript:alert(1)", "smb://server/x", "https://drive.google.com/file"])
def test_a_link_to_the_inside_is_known(target: str) -> None:
    assert inside(target)


@pytest.mark.parametrize("target", [
    "https://example.org/reviews", "http://www.example.org:8080/a?b=c", "#part-2", "",
    "mailto:safeguarding.partnership@example.org", "mailto:press@example.org", "tel:+441632960001",
    "https://8.8.8.8/"])
def test_a_link_to_the_public_is_left(target: str) -> None:
    assert not inside(target)


def test_an_address_of_a_file_in_the_text_itself_is_found() -> None:
    assert typed(r"See \\server\share\case 12.docx, page 2")
    assert typed("It lies in C:\\Users\\jo\\a.docx now")
    assert not typed("On 1/2 the ratio was 3:4; and/or see https://example.org/a")


def test_a_web_page_is_cleaned_of_remarks_and_of_who_made_it() -> None:
    whole = (b'<html><head><title>A</title><meta name="author" content="A person"></head>'
             b'<body><!-- ask --><p>Words</p><img src="https://example.org/a.png" alt="A">'
             b'<p style="display: none">unseen</p></body></html>')
    assert sorted(codes("a.html", whole)) == [
        "trace-outside-parts", "trace-properties", "trace-web", "trace-web"]
    clean = hygiene.scrub("a.html", whole)
    assert b"person" not in clean and b"ask" not in clean and b"<p>Words</p>" in clean


@pytest.mark.parametrize("place", ["<!DOCTYPE", "<html", "</body>", "end"])
def test_a_remark_is_found_wherever_it_stands(place: str) -> None:
    whole = PAGE.replace(place, f"<!-- ask -->{place}") if place != "end" else f"{PAGE}<!-- x -->"
    assert codes("a.html", whole.encode()) == ["trace-web"]
    assert hygiene.scrub("a.html", whole.encode()).strip() == PAGE.encode().strip()


def test_a_message_loses_its_way_and_keeps_its_words() -> None:
    draft = write_draft("info@example.org", "A notice", "The report is out.")
    whole = b"Received: from pc.example\r\n\tby mail.example\r\nX-Mailer: Post 3\r\n" + draft
    assert codes("a.eml", whole) == ["trace-mail"]
    assert hygiene.scrub("a.eml", whole) == draft
    assert codes("a.eml", draft) == []


def test_what_hides_in_an_attachment_is_found_with_its_place() -> None:
    spoilt = SPOILT["trace-properties"].make().papers[0].data
    whole = write_draft("info@example.org", "A", "Words.", [
        ("fine.docx", word(REPORT)), ("spoilt.docx", spoilt), ("notes.doc", b"old")])
    assert [(one.code, one.part) for one in hygiene.audit("a.eml", whole)] == [
        ("trace-properties", "Attachment 2, Properties"), ("trace-unreadable", "Attachment 3")]


def test_a_workbook_that_hides_something_is_found() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["a", "b"])
    sheet.append(["c", "d"])
    sheet.row_dimensions[2].hidden = True
    sheet.auto_filter.ref = "A1:B2"
    sheet.auto_filter.add_filter_column(0, ["a"])
    book.create_sheet("More").sheet_state = "veryHidden"
    found = [dict(fault.words)["what"] for fault in hygiene.audit(
        "a.xlsx", hygiene.scrub("a.xlsx", saved(book)))]
    assert found == ["a sheet", "rows", "rows, with a filter"]


def test_a_pdf_with_a_link_to_the_inside_is_found_with_its_page() -> None:
    whole = typst.compile('#link("https://intranet.example.org/a")[Here]', {}, "A")
    [fault] = hygiene.audit("a.pdf", whole)
    assert (fault.code, fault.part) == ("trace-inside-links", "page 1")
    assert pdf.text_of(whole)[0].strip() == "Here"


def test_a_part_that_nothing_leads_to_is_found_and_dropped() -> None:
    data = parts(word(REPORT), added("word/before.xml", b"<a>an earlier draft</a>"))
    assert codes("a.docx", data) == ["trace-custom-data"]
    assert hygiene.scrub("a.docx", data) == word(REPORT)


def test_a_remark_on_the_whole_file_is_found_and_dropped() -> None:
    held = io.BytesIO(word(REPORT))
    with zipfile.ZipFile(held, "a") as whole:
        whole.comment = b"by a person"
    assert codes("a.docx", held.getvalue()) == ["trace-custom-data"]
    assert hygiene.scrub("a.docx", held.getvalue()) == word(REPORT)


def test_a_file_with_a_part_twice_is_refused() -> None:
    held = io.BytesIO(word(REPORT))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(held, "a") as whole:
            whole.writestr("word/document.xml", "<other/>")
    assert codes("a.docx", held.getvalue()) == ["trace-unreadable"]


def test_an_earlier_version_inside_a_pdf_is_found_and_dropped() -> None:
    whole = typst.compile("Words", {}, "A")
    again = whole + b"\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
    assert codes("a.pdf", whole) == []
    assert [(one.code, one.part) for one in hygiene.audit("a.pdf", again)] == [
        ("trace-hidden-text", "An earlier version")]


def test_who_made_a_pdf_is_taken_off_and_its_words_stay() -> None:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(typst.compile("Words", {}, "A"))) as whole:
        whole.docinfo["/Author"] = "A person"
        whole.save(held)
    assert codes("a.pdf", held.getvalue()) == ["trace-properties"]
    clean = hygiene.scrub("a.pdf", held.getvalue())
    assert codes("a.pdf", clean) == []
    assert pdf.text_of(clean) == pdf.text_of(held.getvalue())
    assert hygiene.scrub("a.pdf", clean) == clean


@pytest.mark.parametrize("name", ["a.docx", "a.pptx", "a.xlsx", "a.pdf", "a.eml", "a.docm", "a",
                                  "a.zip", "a.png"])
@pytest.mark.parametrize("data", [b"", b"words", b"PK\x03\x04broken"])
def test_a_file_that_cannot_be_looked_through_is_refused(name: str, data: bytes) -> None:
    if (name, data) != ("a.eml", b"words"):
        assert "trace-unreadable" in codes(name, data)
    assert isinstance(hygiene.scrub(name, data), bytes)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_never_stops_the_gate(seed: int) -> None:
    chance = random.Random(seed)
    for name, data in (("a.docx", word(REPORT)), ("a.jpg", photograph(6)), ("a.png", png()),
                       ("a.html", PAGE.encode())):
        broken = bytearray(data)
        for _ in range(chance.choice((1, 3, 20))):
            at = chance.randrange(len(broken))
            broken[at:at + chance.randrange(9)] = chance.randbytes(chance.randrange(9))
        hygiene.audit(name, bytes(broken))
        assert isinstance(hygiene.scrub(name, bytes(broken)), bytes)


def test_a_zip_that_points_before_its_beginning_is_refused() -> None:
    data = word(REPORT)
    at = data.rindex(b"PK\x05\x06") + 16
    assert codes("a.docx", data[:at] + b"\xff\xff\xff\x7f" + data[at + 4:]) == [
        "trace-unreadable"]


def test_a_deck_that_calls_itself_a_document_is_refused() -> None:
    assert codes("a.docx", deck()) == ["trace-unreadable"]

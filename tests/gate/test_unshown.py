"""What no search for words reads, and no page shows, does not leave in a Word file."""

import base64
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.doors import hygiene
from pipeline.doors.hygiene.package import Package
from pipeline.doors.word import text_of
from pipeline.everywhere import texts
from tests.gate.packs import REPORT, added, changed, parts, word

WHO = "Robin Verrowby"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGES = "http://schemas.openxmlformats.org/package/2006/relationships"
FONTS = (f'<w:fonts {nsdecls("w", "r")}><w:font w:name="Hand"><w:embedRegular r:id="rId1"/>'
         "</w:font></w:fonts>").encode()
Change = Callable[[dict[str, bytes]], None]


def codes(data: bytes) -> set[str]:
    return {fault.code for fault in hygiene.audit("a.docx", data)}


def within(data: bytes) -> bytes:
    """All that the file holds."""
    return b"\0".join(Package(data).members.values())


def related(source: str, kind: str, target: str) -> Change:
    """One more relation of a part."""
    path = f"word/_rels/{source}.rels"

    def change(members: dict[str, bytes]) -> None:
        one = f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/>'
        members[path] = f'<Relationships xmlns="{PACKAGES}">{one}</Relationships>'.encode()
    return change


def font(members: dict[str, bytes]) -> None:
    """A font of somebody's hand, whose own tables say whose."""
    added("word/fonts/font1.odttf", b"\0\1\0\0\xfe" + WHO.encode("utf-16-be"))(members)
    members["word/fontTable.xml"] = FONTS
    related("fontTable.xml", "font", "fonts/font1.odttf")(members)
    members["word/_rels/document.xml.rels"] = members["word/_rels/document.xml.rels"].replace(
        b"</Relationships>", f'<Relationship Id="rId98" Type="{OFFICE}/fontTable" '
        'Target="fontTable.xml"/></Relationships>'.encode())


PACKED = base64.b64encode(WHO.encode())
DATA: Mapping[str, tuple[Change, bytes]] = {
    "a font": (font, WHO.encode("utf-16-be")),
    "the data of a field": (changed(
        "word/document.xml", b"<w:r>", b'<w:r><w:fldChar w:fldCharType="begin"><w:fldData>'
        + PACKED + b'</w:fldData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        b"<w:r>"), PACKED),
    "a drawing kept a second time": (changed(
        "word/document.xml", b"<w:r>", b'<w:r><w:pict><v:rect xmlns:v="urn:schemas-microsoft'
        b'-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" o:gfxdata="' + PACKED
        + b'"/></w:pict></w:r><w:r>'), PACKED),
    "a remark": (changed("word/document.xml", b"<w:r>", b"<!-- Posy --><w:r>"), b"Posy"),
    "an order to a program": (changed("word/document.xml", b"<w:r>", b"<?x Posy?><w:r>"), b"Posy"),
    "a remark before all else": (changed("word/document.xml", b"<w:document",
                                         b"<!-- Posy --><w:document"), b"Posy"),
}


@pytest.mark.parametrize("what", DATA)
def test_it_is_found_and_taken_away(what: str) -> None:
    change, words = DATA[what]
    data = parts(word(REPORT), change)
    assert words in within(data) and "trace-custom-data" in codes(data)
    clean = hygiene.scrub("a.docx", data)
    assert words not in within(clean) and codes(clean) == set()
    assert text_of(clean) == text_of(data)
    assert hygiene.scrub("a.docx", clean) == clean


def test_the_head_of_a_first_page_that_there_is_not_goes_and_one_that_there_is_stays() -> None:
    def spoil(document: Any) -> None:
        first = document.sections[0]
        first.first_page_header.paragraphs[0].text = "The third draft"
        first.different_first_page_header_footer = False

    data = word(REPORT, spoil)
    assert "trace-custom-data" in codes(data)
    assert b"third draft" not in within(hygiene.scrub("a.docx", data))

    def shown(document: Any) -> None:
        spoil(document)
        document.sections[0].different_first_page_header_footer = True

    assert b"third draft" in within(hygiene.scrub("a.docx", word(REPORT, shown)))


@pytest.mark.parametrize("look", [
    '<w:color w:val="000000"/><w:highlight w:val="black"/>', '<w:highlight w:val="black"/>',
    '<w:color w:val="FEFEFE"/>', '<w:color w:val="01010A"/><w:shd w:val="clear" w:fill="000000"/>',
    '<w:sz w:val="5"/>', "<w14:textFill><w14:noFill/></w14:textFill>"])
def test_words_under_a_black_bar_or_of_no_colour_are_found(look: str) -> None:
    def spoil(document: Any) -> None:
        run = next(one for one in document.paragraphs if one.style.name == "Normal").runs[0]
        marks = parse_xml(f'<w:rPr {nsdecls("w")} xmlns:w14="http://schemas.microsoft.com/office/'
                          f'word/2010/wordml">{look}</w:rPr>')
        run._element.insert(0, marks)

    assert codes(word(REPORT, spoil)) == {"trace-invisible-text"}


def test_words_in_a_line_or_a_row_that_is_too_low_for_them_are_found() -> None:
    def line(document: Any) -> None:
        one = next(one for one in document.paragraphs if one.style.name == "Normal")
        one._p.get_or_add_pPr().append(parse_xml(
            f'<w:spacing {nsdecls("w")} w:line="1" w:lineRule="exact"/>'))

    def row(document: Any) -> None:
        table = document.add_table(1, 1)
        table.cell(0, 0).text = "Kept from sight"
        table.rows[0]._tr.get_or_add_trPr().append(parse_xml(
            f'<w:trHeight {nsdecls("w")} w:val="1" w:hRule="exact"/>'))

    assert codes(word(REPORT, line)) == codes(word(REPORT, row)) == {"trace-invisible-text"}


@pytest.mark.parametrize("change", [
    added("word/theme/theme1.xml", f'<a:theme {nsdecls("a")} name="{WHO}"/>'.encode()),
    added("word/theme/theme1.xml", f'<a:theme {nsdecls("a")} name="x"><a:clrScheme name="{WHO}"/>'
          "</a:theme>".encode()),
    added("word/fontTable.xml", f'<w:fonts {nsdecls("w")}><w:font w:name="{WHO} Hand"/></w:fonts>'
          .encode()),
    changed("[Content_Types].xml", b"</Types>",
            f'<Override PartName="/word/{WHO}.xml" ContentType="a/b"/></Types>'.encode()),
    changed("word/_rels/document.xml.rels", b"</Relationships>", f'<Relationship Id="{WHO}" '
            f'Type="{OFFICE}/theme" Target="styles.xml"/></Relationships>'.encode()),
    changed("word/_rels/document.xml.rels", b"</Relationships>", '<Relationship Id="rId97" Type='
            f'"http://example.org/{WHO}" Target="styles.xml"/></Relationships>'.encode()),
    changed("word/document.xml", b"<w:body>", b'<w:body><x:a xmlns:x="urn:Robin Verrowby"/>'),
    changed("word/document.xml", b"<w:body>", b'<w:body xmlns:x="urn:x Robin Verrowby" x:a="1">'),
    changed("word/_rels/document.xml.rels", b"</Relationships>", '<Relationship Id="rId97" Type='
            f'"{OFFICE}/hyperlink" Target="https://example.org/{WHO.replace(" ", "%2520")}" '
            'TargetMode="External"/></Relationships>'.encode()),
], ids=["theme", "colours", "font", "list of parts", "code of a link", "kind of a link", "element",
        "attribute", "address written twice over"])
def test_names_in_the_markup_of_a_file_are_seen(change: Change) -> None:
    data = parts(word(REPORT), change)
    assert any(WHO in one.words for one in texts("a.docx", data))


def test_a_font_that_is_called_as_people_are_is_nobody() -> None:
    data = parts(word(REPORT), added("word/fontTable.xml", (
        f'<w:fonts {nsdecls("w")}><w:font w:name="Georgia"/><w:font w:name="Lucida Hand"/>'
        "</w:fonts>").encode()))
    assert not any("Georgia" in one.words or "Lucida" in one.words
                   for one in texts("a.docx", data))

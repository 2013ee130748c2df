"""The guard: every kind is told by its bytes, harm is kept out, and nothing good is."""

import base64
import io
import random
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import olefile
import pytest

from pipeline.catalogue import problem_of
from pipeline.opening import KINDS
from pipeline.opening.guard import MOST, Look, look
from tests.making.hostile import (
    LZMA,
    RELS,
    STORED,
    Laid,
    document,
    good,
    laid,
    mutated,
    nested,
    ole,
    open_document,
    overlapping,
    plain_zip,
    repacked,
)
from tests.making.packages import Beside, book, cell, sheet, zipped

ROOT = Path(__file__).resolve().parent.parent
MAIL = b"From: Ann <ann@example.org>\r\nTo: b@example.org\r\nSubject: Return\r\n\r\nHere it is.\r\n"
ENVELOPE = b"From ann@example.org Mon Jun  1 10:00:00 2026\r\n"
XML = '<?xml version="1.0" encoding="{}"?>'
DOCTYPE = '<!DOCTYPE a [<!ENTITY b "ha">]>'
UNSAFE = "file-unsafe"


def said(found: Look) -> list[str]:
    """What is said of a file, as its users read it, with the codes in front."""
    problems = [problem_of(fault, "R001") for fault in found.faults]
    assert not any("{" in problem.message for problem in problems)
    return [f"{problem.code}: {problem.message}" for problem in problems]


def in_sheet(*cells: str, **more: str) -> bytes:
    return book(sheet(*cells, **more))


def with_parts(**more: str | bytes) -> bytes:
    return zipped(good(**more))


def part(name: str, xml: str | bytes) -> bytes:
    return zipped({**good(), name: xml})


def related(kind: str, target: str, external: bool = True) -> str:
    return RELS.format(kind, target, ' TargetMode="External"' if external else "")


def opened_with(main: str) -> bytes:
    types = f'<Types><Override PartName="/a" ContentType="application/vnd.{main}+xml"/></Types>'
    return plain_zip({"[Content_Types].xml": types, "a": "<a/>"})


ENVELOPED = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03\xa0\x80\x30"
FILE_PASS = b"\x09\x08\x10\x00" + bytes(16) + b"\x2f\x00\x36\x00"
A_KIND: list[tuple[str, str, bytes]] = [
    ("empty", "nothing", b""), ("empty", "blank", b"\r\n \t\0\0"),
    ("xlsx", "ours", zipped(good())),
    ("xlsx", "strict", book(sheet(cell("A1", "x")), strict=True)),
    ("xlsx", "template", opened_with("openxmlformats-officedocument.spreadsheetml.template.main")),
    ("xlsx", "with macros", opened_with("ms-excel.sheet.macroEnabled.main")),
    ("xlsx", "of a type nobody knows", plain_zip({"[Content_Types].xml": "<Types/>",
                                                  "xl/workbook.xml": "<workbook/>"})),
    ("xlsx", "after the words of a web server", b"HTTP/1.1 200 OK\r\n\r\n" + zipped(good())),
    ("xlsx", "after a mark of byte order", b"\xef\xbb\xbf" + zipped(good())),
    ("xlsx", "before something else", zipped(good()) + b"\r\n-- \r\n" * 50),
    ("xlsb", "", opened_with("ms-excel.sheet.binary.macroEnabled.main")),
    ("xls", "", ole({"Workbook": bytes(5000)})), ("xls", "older", ole({"Book": bytes(5000)})),
    ("xls", "bare", b"\x09\x08\x10\x00\x00\x06\x05\x00"),
    ("ods", "", plain_zip(open_document())),
    ("ods", "without its mimetype", plain_zip({
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:m"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.'
        'spreadsheet"/></manifest:manifest>', "content.xml": "<a/>"})),
    ("odt", "", plain_zip(open_document("text"))),
    ("fods", "", b'<?xml version="1.0"?>\n<office:document xmlns:office="urn:o"/>'),
    ("sml2003", "", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
     b'xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
    ("csv", "commas", b"name,born,school\nAnn Example,2019,Made-up Primary\n"),
    ("csv", "tabs", "name\tborn\r\nAnn\t2019\r\n".encode("utf-16")),
    ("csv", "semicolons", b"sep=;\nname;born\n"),
    ("html", "", b"\n<!DOCTYPE html>\n<html><body><table></table>"),
    ("html", "saved as .xls", b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>'),
    ("html", "from a report", b"<table border=1><tr><td>Ann</td></tr></table>"),
    ("html", "saved as one file", b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"
     b"Content-Type: multipart/related; boundary=a\r\n\r\n--a\r\n"),
    ("numbers", "", plain_zip({"Index/Document.iwa": b"\0", "Metadata/Properties.plist": b"x"})),
    ("docx", "", plain_zip(document())), ("doc", "", ole({"WordDocument": bytes(5000)})),
    ("doc", "with a workbook inside", ole({"WordDocument": bytes(5000),
                                           "ObjectPool": {"_1": {"Workbook": bytes(5000)}}})),
    ("pptx", "", opened_with("openxmlformats-officedocument.presentationml.presentation.main")),
    ("pptx", "older", ole({"PowerPoint Document": bytes(5000)})),
    ("pdf", "", b"%PDF-1.7\n"), ("pdf", "after junk", b"\0\0junk\n%PDF-1.4\n"),
    ("rtf", "", b"{\\rtf1\\ansi Words}"),
    ("picture", "png", b"\x89PNG\r\n\x1a\n\0\0"), ("picture", "jpeg", b"\xff\xd8\xff\xe0\0"),
    ("picture", "gif", b"GIF89a\0"), ("picture", "from a telephone", b"\0\0\0\x18ftypheic\0\0"),
    ("picture", "drawn", b'<?xml version="1.0"?><!-- a --><svg xmlns="http://www.w3.org/2000/svg">'),
    ("eml", "", MAIL), ("eml", "after blank lines", b"\xef\xbb\xbf\r\n\r\n" + MAIL),
    ("eml", "with an envelope", ENVELOPE + MAIL),
    ("eml", "that quotes", ENVELOPE + MAIL + b"\nFrom 10:00 on we met.\nNote: nothing.\n"),
    ("eml", "without a sender", b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nWords"),
    ("eml", "as Outlook saves words", b"From:\tAnn Example\r\nSent:\t1 June 2026\r\n\r\nWords"),
    ("mbox", "", ENVELOPE + MAIL + b"\r\n" + ENVELOPE + MAIL),
    ("msg", "", ole({"__substg1.0_0037001F": b"x", "__properties_version1.0": b"x",
                     "__attach": {"Workbook": bytes(5000)}})),
    ("tnef", "", b"\x78\x9f\x3e\x22\0\0"),
    ("p7m", "", b"\x30\x80" + ENVELOPED),
    *[("p7m", f"as letters {n}", base64.b64encode(length + ENVELOPED))
      for n, length in enumerate((b"\x30\x80", b"\x30\x81\xff", b"\x30\x82\x12\x34"))],
    ("zip", "", plain_zip({"Return.xlsx": b"not really"})),
    ("locked", "", ole({"EncryptionInfo": b"x", "EncryptedPackage": bytes(5000)})),
    ("locked", "old workbook", ole({"Workbook": FILE_PASS.ljust(5000, b"\0")})),
    ("locked", "old and small workbook", ole({"Other": b"x" * 900, "Workbook": FILE_PASS})),
    ("locked", "old document", ole({"WordDocument": bytes(11) + b"\x01" + bytes(5000)})),
    ("calendar", "", b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n"),
    ("card", "", b"begin:vcard\r\nFN:Ann Example\r\n"),
    ("text", "", b"Dear all, Ann, and Ben,\nthank you, again, for coming.\nNothing held."),
    ("text", "of Windows", b"The child\x92s school\r\nsays: nothing"),
    ("text", "like a note", b"Note: call school\nMeeting: Monday\n"),
    ("unknown", "", bytes(range(1, 30)) * 9), ("unknown", "container", ole({"Drawing": b"x"})),
    ("unknown", "package", opened_with("ms-visio.drawing")),
]


@pytest.mark.parametrize(("kind", "which", "data"), A_KIND,
                         ids=[f"{kind}-{which}".replace(" ", "-") for kind, which, _ in A_KIND])
def test_its_bytes_say_what_a_file_is(kind: str, which: str, data: bytes) -> None:
    assert look(data).kind == kind, which


def test_every_kind_has_been_seen() -> None:
    assert {kind for kind, _, _ in A_KIND} == set(KINDS)


@pytest.mark.parametrize("kind", ["csv", "html", "numbers", "fods", "sml2003"])
def test_a_table_that_excel_can_save_again_is_sent_back(kind: str) -> None:
    for data in (data for one, _, data in A_KIND if one == kind):
        found = look(data)
        assert found.refused
        assert [fault.code for fault in found.faults] == ["format-not-accepted"]


def test_an_old_container_is_one_that_others_read_too() -> None:
    made = ole({"Workbook": b"w" * 5000, "Small": b"s" * 70, "Pool": {"Inner": b"i"}})
    with olefile.OleFileIO(io.BytesIO(made)) as container:
        assert sorted(container.listdir()) == [["Pool", "Inner"], ["Small"], ["Workbook"]]
        assert container.openstream("Workbook").read() == b"w" * 5000


def _deep(levels: int) -> str:
    return "<a>" * levels + "</a>" * levels


def _named(name: str) -> bytes:
    return plain_zip({**good(), name: b"x"})


def _in_utf16(xml: str) -> bytes:
    return xml.encode("utf-16")


MILLION = 1_000_000
REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("nothing in it", lambda: b"", "file-empty"),
    ("an archive of nothing", lambda: plain_zip({}), "file-empty"),
    ("too large", lambda: b"%PDF-1.7" + bytes(MOST), "file-too-large: .*larger than 50 MB"),
    ("cut short", lambda: zipped(good())[:-200], "workbook-damaged"),
    ("a part harmed", lambda: laid(Laid("xl/workbook.xml", b"<workbook/>", crc=7)),
     "workbook-damaged"),
    ("a part cut short", lambda: laid(Laid("xl/workbook.xml", b"<a/>", STORED, size=50)),
     "workbook-damaged"),
    ("locked archive", lambda: laid(Laid("Return.xlsx", b"?", flags=1)), "file-password"),
    ("locked OpenDocument", lambda: plain_zip({**open_document(), "META-INF/manifest.xml":
     '<m:manifest xmlns:m="urn:m"><m:encryption-data/></m:manifest>'}), "file-password"),
    ("says it is huge", lambda: laid(Laid("xl/workbook.xml", b"<a/>", size=2_000 * MILLION)),
     "more than 200 MB"),
    ("a huge part", lambda: laid(Laid("xl/workbook.xml", b"<a/>" * MILLION * 26)),
     "a part of it would unpack to more than 100 MB"),
    ("swells", lambda: laid(Laid("xl/workbook.xml", b"<a/>"),
                            Laid("xl/a.xml", b" " * 11 * MILLION)), "more than 200 times its size"),
    ("lies about its size", lambda: laid(Laid("xl/workbook.xml", b" " * 3 * MILLION, size=100)),
     "more than it says"),
    ("many large in many archives", lambda: plain_zip({f"{n}.zip": laid(
        *[Laid(f"{m}", b"x", size=9 * MILLION) for m in range(9)]) for n in range(3)}),
     "more than 200 MB"),
    ("archives without end", lambda: nested(9), "archives inside archives"),
    ("thousands of parts", lambda: laid(*[Laid(f"{n}") for n in range(4_100)]), "thousands"),
    ("parts over each other", overlapping, "over each other"),
    ("the same name twice", lambda: laid(Laid("xl/workbook.xml"), Laid("xl/workbook.xml")),
     "the same name"),
    ("the same name but for capitals", lambda: laid(Laid("xl/a.xml"), Laid("xl/A.xml")),
     "the same name"),
    ("the same name but for its stroke", lambda: laid(Laid("xl/a.xml"), Laid("xl\\a.xml")),
     "the same name"),
    ("another name inside", lambda: laid(Laid("xl/workbook.xml", inside="xl/workbooks.xm")),
     "does not name"),
    ("up and out", lambda: _named("xl/../../evil.xml"), "leads out"),
    ("up and out by the other stroke", lambda: _named("..\\evil.xml"), "leads out"),
    ("from the root", lambda: _named("/etc/evil"), "leads out"),
    ("from a drive", lambda: laid(Laid("C:\\evil.xml")), "leads out"),
    ("with a bell", lambda: _named("xl/a\x07.xml"), "none that a file can have"),
    ("with an end inside", lambda: laid(Laid("xl/a.xml\0.png")), "none that a file can have"),
    ("with no end", lambda: laid(Laid("x" * 1_001)), "none that a file can have"),
    ("packed oddly", lambda: laid(Laid("xl/workbook.xml", b"?", LZMA)), "no form is packed"),
    ("a declaration", lambda: part("xl/sharedStrings.xml", XML.format("UTF-8") + DOCTYPE + "<a/>"),
     "its own"),
    ("a declaration by itself", lambda: part("docProps/core.xml", "<!DOCTYPE a><a/>"), "its own"),
    ("that fetches", lambda: part("docProps/app.xml", '<!DOCTYPE a SYSTEM "http://example.org/a">'
                                  "<a/>"), "its own"),
    ("in wide letters", lambda: part("xl/styles.xml", _in_utf16(
        XML.format("UTF-16") + DOCTYPE + "<a/>")), "its own"),
    ("in wide letters and broken", lambda: part("xl/styles.xml", _in_utf16(DOCTYPE + "<a>&")),
     "its own"),
    ("broken by a control character", lambda: part("xl/styles.xml", "<!DOC\x01TYPE a><a>"),
     "its own"),
    ("broken by a stray byte", lambda: part("xl/styles.xml", b"<!DOC\xffTYPE a><a>"), "its own"),
    ("in seven bits", lambda: part("xl/styles.xml", XML.format("UTF-7") + "+ADwAIQ-DOCTYPE a+AD4-"),
     "hides what it says"),
    ("in the letters of mainframes", lambda: part("xl/styles.xml", "<?xml version='1.0'?><a/>"
                                                  .encode("cp037")), "hides what it says"),
    ("under another name", lambda: part("xl/worksheets/sheet9.dat", DOCTYPE + "<a/>"), "its own"),
    ("in a picture that is read as a sheet", lambda: zipped({
        **good(), "xl/media/a.svg": DOCTYPE + "<svg/>",
        "xl/_rels/a.rels": related("worksheet", "media/a.svg", False),
        "xl/_rels/b.rels": related("image", "media/a.svg", False)}), "its own"),
    ("in the list of contents", lambda: part("xl/_rels/a.rels", DOCTYPE + "<a>&b;</a>"),
     "its own"),
    ("millions of tags", lambda: zipped({**good(), **{
        f"xl/{n}.xml": "<" * 2 * MILLION for n in range(4)}}), "many millions"),
    ("too deep", lambda: part("xl/styles.xml", _deep(201)), "nested far too deeply"),
    ("a column after the last", lambda: in_sheet('<c r="XFE1"/>'), "where no sheet has any"),
    ("a column far after the last", lambda: in_sheet('<c r="AAAA1"/>'), "where no sheet has any"),
    ("a row after the last", lambda: in_sheet('<row r="1"><c r="A1048577"/></row>'),
     "where no sheet has any"),
    ("a row far after the last", lambda: in_sheet('<row r="99999999999"/>'),
     "where no sheet has any"),
    ("row nought", lambda: in_sheet('<c r="A0"/>'), "where no sheet has any"),
    ("a prefix", lambda: part("xl/worksheets/sheet1.xml", '<x:a xmlns:x="u"><x:c r="AAAA1"/></x:a>'
                              ), "where no sheet has any"),
    ("repeated too often", lambda: plain_zip(open_document(content=(
        '<table:table-cell table:number-columns-repeated="99999999"/>'))),
     "where no sheet has any"),
    ("a Word document that declares", lambda: plain_zip(document(
        **{"word/settings.xml": DOCTYPE + "<a/>"})), "its own"),
    ("a text that declares", lambda: plain_zip(open_document("text", **{
        "styles.xml": DOCTYPE + "<a/>"})), "its own"),
]


@pytest.mark.parametrize(("make", "why"), [case[1:] for case in REFUSED],
                         ids=[case[0].replace(" ", "-") for case in REFUSED])
def test_what_could_do_harm_is_refused_and_says_why(make: Callable[[], bytes], why: str) -> None:
    found = look(make())
    assert found.refused
    [sentence] = said(found)
    code = why if why in ("file-empty", "file-password", "workbook-damaged") else UNSAFE
    if why.startswith("file-too-large"):
        assert sentence.startswith("file-too-large: This file is larger than 50 MB")
    elif code == UNSAFE:
        assert sentence.startswith(f"{UNSAFE}: ")
        assert why in sentence
    else:
        assert sentence.startswith(f"{code}: ")


def test_what_a_part_is_called_stands_only_in_the_quote() -> None:
    [fault] = look(_named("../Ann Example\n.xml")).faults
    assert fault.quote == "../Ann Example�.xml"
    assert "Ann" not in str((fault.code, fault.part, fault.spot, fault.words))


def test_a_bomb_is_not_unpacked() -> None:
    bombs = [laid(Laid("xl/workbook.xml", b" " * 60 * MILLION, size=1_000)),
             laid(Laid("xl/workbook.xml", b" " * 60 * MILLION))]
    for bomb in bombs:
        tracemalloc.start()
        try:
            assert look(bomb).refused
            assert tracemalloc.get_traced_memory()[1] < 5 * MILLION
        finally:
            tracemalloc.stop()


DDE = '<externalLink><ddeLink ddeService="x" ddeTopic="y"/></externalLink>'
VML = ('<xml xmlns:x="urn:schemas-microsoft-com:office:excel"><x:ClientData ObjectType="{}"/>'
       "</xml>")
LABEL = ('<Properties><property name="MSIP_Label_1-2_Name"><vt:lpwstr xmlns:vt="u">Official &amp; '
         "Sensitive</vt:lpwstr></property></Properties>")
FIELD = "<w:r><w:instrText> {}</w:instrText></w:r><w:r><w:instrText>{} x</w:instrText></w:r>"
LINKS_OUT = "word/_rels/document.xml.rels"
WARNED: list[tuple[str, Callable[[], bytes], str]] = [
    ("macros", lambda: part("xl/vbaProject.bin", b"x"), "macros-present: "),
    ("macro sheets", lambda: part("xl/macrosheets/sheet1.xml", "<a/>"), "macros-present: "),
    ("macros by type", lambda: opened_with("ms-excel.sheet.macroEnabled.main"), "macros-present: "),
    ("macros in an old workbook", lambda: ole({"Workbook": bytes(5000), "_VBA_PROJECT_CUR": {}}),
     "macros-present: "),
    ("macros in an OpenDocument", lambda: plain_zip({
        **open_document(), "Basic/script-lc.xml": '<!DOCTYPE a PUBLIC "b" "c.dtd"><a/>'}),
     "macros-present: "),
    ("links", lambda: part("xl/externalLinks/externalLink1.xml", "<externalLink/>"),
     "links to other files"),
    ("DDE in a cell", lambda: in_sheet(cell("A1", 1, formula="cmd|'/C calc'!A0")), "a DDE link"),
    ("a formula that fetches", lambda: in_sheet(cell(
        "A1", 1, formula='_xlfn.WEBSERVICE("http://example.org")')), "formulas that fetch"),
    ("embedded", lambda: part("xl/embeddings/oleObject1.bin", b"x"), "embedded objects"),
    ("ActiveX", lambda: part("xl/activeX/activeX1.xml", "<a/>"), "ActiveX controls"),
    ("connections", lambda: part("xl/connections.xml", "<a/>"), "data connections"),
    ("a query", lambda: part("xl/queryTables/queryTable1.xml", "<a/>"), "data connections"),
    ("an add-in", lambda: part("xl/webextensions/webextension1.xml", "<a/>"), "an add-in"),
    ("a picture elsewhere", lambda: part("xl/drawings/_rels/drawing1.xml.rels", related(
        "image", "http://example.org/a.png")), "pictures kept elsewhere"),
    ("a control", lambda: part("xl/ctrlProps/ctrlProp1.xml", "<a/>"), "control-present: "),
    ("a drawn control", lambda: part("xl/drawings/vmlDrawing1.vml", VML.format("Checkbox")),
     "control-present: "),
    ("an OpenDocument control", lambda: plain_zip(open_document(content=(
        '<form:form><form:checkbox form:id="c"/></form:form>'))), "control-present: "),
    ("OpenDocument DDE", lambda: plain_zip(open_document(content="<office:dde-source/>")),
     "a DDE link"),
    ("OpenDocument links", lambda: plain_zip(open_document(content="<table:table-source/>")),
     "links to other files"),
    ("a label", lambda: part("docProps/custom.xml", LABEL), "sensitivity-label: "),
    ("a label in its own part", lambda: part("docMetadata/LabelInfo.xml", "<a/>"),
     "sensitivity-label: "),
    ("a template elsewhere", lambda: plain_zip(document(**{"word/_rels/settings.xml.rels": related(
        "attachedTemplate", "http://example.org/a.dotm")})), "a template kept elsewhere"),
    ("a field that fetches", lambda: plain_zip(document(FIELD.format("INCLUDE", "TEXT"))),
     "fields that fetch"),
    ("a DDE field", lambda: plain_zip(document(FIELD.format("DDEA", "UTO"))), "a DDE link"),
    ("a simple DDE field", lambda: plain_zip(document('<w:fldSimple w:instr="DDE a b"/>')),
     "a DDE link"),
    ("a chunk", lambda: plain_zip(document(**{
        LINKS_OUT: related("aFChunk", "a.html", False),
        "word/a.html": "<!DOCTYPE html><html></html>"})), "pieces of other documents"),
    ("an object elsewhere", lambda: plain_zip(document(**{
        LINKS_OUT: related("oleObject", "file:///a")})), "links to other files"),
]


@pytest.mark.parametrize(("make", "what"), [case[1:] for case in WARNED],
                         ids=[case[0].replace(" ", "-") for case in WARNED])
def test_what_is_never_run_or_followed_is_warned_about(make: Callable[[], bytes],
                                                       what: str) -> None:
    found = look(make())
    assert not found.refused
    [sentence] = said(found)
    assert what in sentence
    assert sentence.startswith("active-content: ") or what.endswith(": ")


def test_each_kind_of_active_content_is_told_once() -> None:
    links = "xl/externalLinks/externalLink"
    found = look(zipped({**good(), f"{links}1.xml": DDE, f"{links}2.xml": DDE,
                         "xl/ctrlProps/a.xml": "<a/>", "xl/ctrlProps/b.xml": "<a/>"}))
    assert [sentence.split(". ")[0] for sentence in said(found)] == [
        "active-content: This workbook holds a DDE link",
        "active-content: This workbook holds links to other files",
        "control-present: A button or tick box was drawn here"]


def test_a_label_is_named_in_the_quote() -> None:
    [fault] = look(part("docProps/custom.xml", LABEL)).faults
    assert fault.quote == "Official & Sensitive"


HARMLESS: list[tuple[str, Callable[[], bytes]]] = [
    ("folders by the other stroke", lambda: laid(*[
        Laid(name.replace("/", "\\"), text if isinstance(text, bytes) else text.encode())
        for name, text in good().items()])),
    ("a merge of the whole sheet", lambda: in_sheet(
        cell("A1", "x"), after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    ("the last cell of all", lambda: in_sheet(cell("XFD1048576", "x"))),
    ("cells without a place", lambda: in_sheet("<row><c><v>1</v></c></row>")),
    ("a false count", lambda: part("xl/sharedStrings.xml", '<sst count="4294967295"/>')),
    ("characters that XML cannot hold", lambda: in_sheet(cell("A1", "a\x01b"))),
    ("a note beside a cell", lambda: part("xl/drawings/vmlDrawing1.vml", VML.format("Note"))),
    ("words about declarations", lambda: part("xl/sharedStrings.xml", "<sst><si><t><![CDATA["
                                              "<!DOCTYPE a>]]></t></si></sst>")),
    ("a link to click", lambda: book(sheet(cell("A1", "x")), beside={1: [
        Beside("hyperlink", "https://example.org/", external=True)]})),
    ("a formula with a stroke in its words", lambda: in_sheet(cell(
        "A1", "x", formula='IF(A2="a|b!c","LINK RTD(",WEEKDAY(A3))'))),
    ("wide letters", lambda: part("docProps/app.xml", _in_utf16(XML.format("UTF-16") + "<a/>"))),
    ("a drawing with its own declaration", lambda: zipped({
        **good(), "xl/media/a.svg": DOCTYPE + "<svg/>",
        "xl/drawings/_rels/a.rels": related("image", "../media/a.svg", False)})),
    ("a picture that shrinks to nothing", lambda: zipped({
        **good(), "xl/media/a.bmp": bytes(12 * MILLION)})),
    ("a broken picture", lambda: laid(*[Laid(name, str(text).encode())
                                        for name, text in good().items()],
                                      Laid("xl/media/a.png", b"x", crc=1))),
    ("deep but real", lambda: plain_zip(document(_deep(150)))),
    ("an archive in an archive", lambda: nested(3)),
    ("a Word field of its own", lambda: plain_zip(document(FIELD.format("HYPER", "LINK")))),
    ("an OpenDocument's trailing rows", lambda: plain_zip(open_document(content=(
        '<table:table-row table:number-rows-repeated="1048576"/>')))),
]


@pytest.mark.parametrize("make", [case[1] for case in HARMLESS],
                         ids=[case[0].replace(" ", "-") for case in HARMLESS])
def test_what_is_only_strange_is_let_through(make: Callable[[], bytes]) -> None:
    found = look(make())
    assert (said(found), found.refused) == ([], False)


def test_an_archive_lists_its_files() -> None:
    found = look(plain_zip({"Returns/": b"", "Returns/Ann.xlsx": b"a", "note.txt": b"b"}))
    assert found == Look("zip", members=("Returns/Ann.xlsx", "note.txt"))


@pytest.mark.parametrize("path", sorted([*ROOT.glob("templates/xlsx/*/*.xlsx"),
                                         *ROOT.glob("templates/docx/*/*.docx")]),
                         ids=lambda path: path.name)
def test_our_own_files_pass(path: Path) -> None:
    found = look(path.read_bytes())
    assert found == Look(path.suffix[1:])


def test_whatever_happens_to_a_file_on_its_way_it_gets_an_answer() -> None:
    choose = random.Random(20261120)
    files = [data for _, _, data in A_KIND]
    blank = min(ROOT.glob("templates/xlsx/*/*.xlsx"), key=lambda path: path.stat().st_size)
    files += [blank.read_bytes()] * 5
    packages = [zipped(good()), plain_zip(document()), plain_zip(open_document())]
    for n in range(3_000):
        data = (repacked(choose.choice(packages), choose) if n % 3 == 0
                else mutated(choose.choice(files), choose))
        found = look(data)
        assert found.kind in KINDS
        assert found.refused <= bool(said(found))

"""Everything that is known to go wrong with a return on its way, taken through the whole intake.

Each row makes a file, puts it into a case folder, has it opened by the child process and read, and
says what must come of it: which answers, and which problems with their cell and their quote. Only
what the file changes counts: what is said of the untouched return is taken off.
"""

import csv
import io
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from making import mails
from making.arriving import Arrived, arrive, beside, in_place, place_of, replaced, shared, styled
from making.filled import ANSWERS, edited, filled, find, part_of, parts_of, with_cells
from making.foreign import ods, xlsb
from making.hostile import (
    LZMA,
    Laid,
    document,
    laid,
    mutated,
    overlapping,
    plain_zip,
    repacked,
)
from making.packages import MAIN, SPACES, STRICT, Beside, book, cell, sheet, zipped
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pipeline.doors.locked import EXCELS_OWN
from pipeline.doors.mail import write_msg
from pipeline.doors.mail.compound import write_compound
from pipeline.doors.xlsx import Sheet, read_book
from pipeline.model import Profile
from pipeline.opening.child import Opener

ROOT = Path(__file__).resolve().parent.parent
ANALYSIS, SUMMARY, DETAILS = "Analysis", "Summary of involvement", "Your details"
NEED, WHEN, PHONE, NAME = "Need we saw.", "March 2021", "01632 960123", "Marlow Pellingate"
TICK, EVENT = "x", "Booked late."
PATHS = {words: path for path, words in ANSWERS.items()}
Expected = list[tuple[str, str]]


@pytest.fixture(scope="module")
def opener() -> Iterator[Opener]:
    """The child process that opens every file here."""
    with Opener() as one:
        yield one


@pytest.fixture(scope="module")
def sent(norfolk: Profile) -> bytes:
    """The return before anything happened to it."""
    return styled(filled(norfolk))[0]


@pytest.fixture(scope="module")
def looks(norfolk: Profile) -> Mapping[str, int]:
    """The numbers of the styles that show dates, clocks and hours."""
    return styled(filled(norfolk))[1]


class Desk:
    """Takes files in, and says what of the untouched return has changed."""

    def __init__(self, profile: Profile, opener: Opener, folder: Path, sent: bytes) -> None:
        self.profile, self.opener, self.folder, self.count = profile, opener, folder, 0
        self.before = self.take(sent)
        assert self.before.texts == ANSWERS

    def take(self, *files: bytes) -> Arrived:
        """Take files in as a case folder of their own."""
        self.count += 1
        return arrive(self.folder / str(self.count), self.profile, self.opener, *files)

    def gained(self, found: Arrived) -> list[tuple[str, str, str]]:
        """What is said beyond what is said of the untouched return."""
        return sorted((found.told - self.before.told).elements())


@pytest.fixture(scope="module")
def desk(norfolk: Profile, opener: Opener, sent: bytes,
         tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Where everything here comes in."""
    return Desk(norfolk, opener, tmp_path_factory.mktemp("inputs"), sent)


# --- one cell ---------------------------------------------------------------------------------

V = "<v>{}</v>"
# What it is, in place of which answer, its XML, the answer as text and as understood, what is said.
CELLS: list[tuple[str, str, str, str | None, object, Expected]] = [
    # Dates
    ("a number that shows no date", WHEN, '<c r="{at}"><v>43800</v></c>', "1 December 2019",
     "2019-12-01", [("serial-read-as-date", "43800")]),
    ("a year as a number", WHEN, '<c r="{at}"><v>2021</v></c>', "2021", "2021", []),
    ("ddmmyyyy where days are shown", WHEN, '<c r="{at}" s="{date}"><v>12122021</v></c>',
     "12 December 2021", "2021-12-12", []),
    ("a day", WHEN, '<c r="{at}" s="{date}"><v>44267</v></c>', "12 March 2021", "2021-03-12", []),
    ("a moment", WHEN, '<c r="{at}" s="{moment}"><v>44267.604166667</v></c>',
     "12 March 2021 14:30", "2021-03-12T14:30", []),
    ("the day that never was", WHEN, '<c r="{at}" s="{date}"><v>60</v></c>', "60", "",
     [("date-unreadable", "60")]),
    ("day nought", WHEN, '<c r="{at}" s="{date}"><v>0</v></c>', "0", "",
     [("date-unreadable", "0")]),
    ("before all days", WHEN, '<c r="{at}" s="{date}"><v>-1</v></c>', "-1", "",
     [("date-unreadable", "-1")]),
    ("a day before 1910", WHEN, '<c r="{at}" s="{date}"><v>3653</v></c>', "3653", "",
     [("date-unreadable", "3653")]),
    ("a day in the way of the standard", WHEN, '<c r="{at}" t="d"><v>2021-03-12</v></c>',
     "12 March 2021", "2021-03-12", []),
    ("no day in the way of the standard", WHEN, '<c r="{at}" t="d"><v>soon</v></c>', "soon", "",
     [("value-odd", "soon"), ("date-unreadable", "soon")]),
    ("a clock in a box of words", NEED, '<c r="{at}" s="{clock}"><v>0.604166667</v></c>', "14:30",
     "14:30", []),
    ("hours in a box of words", NEED, '<c r="{at}" s="{hours}"><v>1.083333333</v></c>', "26:00",
     "26:00", []),
    ("a whole day of hours", NEED, '<c r="{at}" s="{hours}"><v>1</v></c>', "24:00", "24:00", []),
    ("1-2 that became a day", NAME, '<c r="{at}" s="{date}"><v>45689</v></c>', "1 February 2025",
     "1 February 2025", [("number-was-date", "1 February 2025")]),
    # Words
    ("looks and readings", NEED, '<c r="{at}" t="inlineStr"><is><r><t xml:space="preserve">Need '
     '</t></r><r><rPr><b/></rPr><t>met.</t></r><rPh sb="0" eb="1"><t>NIDO</t></rPh></is></c>',
     "Need met.", "Need met.", []),
    ("words struck out", NEED, '<c r="{at}" t="inlineStr"><is><r><t>Need</t></r><r><rPr><strike/>'
     '</rPr><t xml:space="preserve"> none</t></r></is></c>', "Need none", "Need none",
     [("struck-out", "Need none")]),
    ("a formula never worked out", NEED, '<c r="{at}"><f>A1&amp;B1</f></c>', None, None,
     [("formula-without-value", "=A1&B1")]),
    ("an answer that begins with a dash", NEED,
     '<c r="{at}" t="e"><f>-Mum said no</f><v>#NAME?</v></c>', None, None,
     [("formula-error", "=-Mum said no")]),
    ("an answer that begins with =", EVENT, '<c r="{at}" t="e"><f>see notes</f><v>#NULL!</v></c>',
     None, None, [("formula-error", "=see notes")]),
    ("an error kept as words", NEED,
     '<c r="{at}" t="str"><f>-Mum said no</f><v>#NAME?</v></c>', None, None,
     [("formula-error", "=-Mum said no")]),
    ("an error that somebody typed", NEED, '<c r="{at}" t="inlineStr"><is><t>#REF!</t></is></c>',
     "#REF!", "#REF!", []),
    ("an error", NEED, '<c r="{at}" t="e"><v>#REF!</v></c>', None, None,
     [("formula-error", "#REF!")]),
    ("an error where a date is asked for", WHEN, '<c r="{at}" t="e"><v>#VALUE!</v></c>', None, None,
     [("formula-error", "#VALUE!")]),
    ("a picture in the cell", NEED, '<c r="{at}" t="e" vm="1"><v>#VALUE!</v></c>', None, None,
     [("picture-present", "")]),
    ("an old line end", NEED, '<c r="{at}" t="inlineStr"><is><t>One_x000D_\nTwo</t></is></c>',
     "One\nTwo", "One\nTwo", []),
    ("a bell spelt out", NEED, '<c r="{at}" t="inlineStr"><is><t>b_x0007_ell</t></is></c>',
     "b\x07ell", "b\x07ell", []),
    ("signs without a shape", NEED, '<c r="{at}" t="inlineStr"><is><t>\u201cMum\u201d\u00a0said '
     '\u200bno\ufeff</t></is></c>', "\u201cMum\u201d\u00a0said \u200bno\ufeff",
     "\u201cMum\u201d\u00a0said \u200bno\ufeff", []),
    ("one space", NEED, '<c r="{at}" t="inlineStr"><is><t xml:space="preserve"> </t></is></c>',
     None, None, []),
    # Numbers
    ("not a number", NEED, '<c r="{at}"><v>NaN</v></c>', "NaN", "NaN", [("value-odd", "NaN")]),
    ("without end", NEED, '<c r="{at}"><v>INF</v></c>', "INF", "INF", [("value-odd", "INF")]),
    ("too large", NEED, '<c r="{at}"><v>1e400</v></c>', "1e400", "1e400",
     [("value-odd", "1e400")]),
    ("with a low line", NEED, '<c r="{at}"><v>1_000</v></c>', "1_000", "1_000",
     [("value-odd", "1_000")]),
    ("words said to be a number", NEED, '<c r="{at}"><v>abc</v></c>', "abc", "abc",
     [("value-odd", "abc")]),
    ("words said to be yes or no", NEED, '<c r="{at}" t="b"><v>perhaps</v></c>', "perhaps",
     "perhaps", [("value-odd", "perhaps")]),
    ("a telephone number kept as a number", PHONE, '<c r="{at}"><v>1632960123</v></c>',
     "1632960123", "1632960123", [("digits-lost", "1632960123")]),
    ("more figures than a number keeps", NAME, '<c r="{at}"><v>1234567890123456</v></c>',
     "1234567890123456", "1234567890123456", [("digits-lost", "1234567890123456")]),
    ("a shared text that is not there", NEED, '<c r="{at}" t="s"><v>-1</v></c>', "-1", "-1",
     [("value-odd", "-1")]),
    ("a style that is not there", NEED, '<c r="{at}" s="999" t="inlineStr"><is><t>Kept.</t></is>'
     '</c>', "Kept.", "Kept.", []),
    ("a mark that is no tick", TICK, '<c r="{at}" t="inlineStr"><is><t>maybe</t></is></c>',
     "maybe", "", [("not-a-tick", "maybe")]),
    ("a tick of Wingdings", TICK, '<c r="{at}" t="inlineStr"><is><t>\uf0fc</t></is></c>', "\uf0fc",
     True, []),
    ("a box ticked in its cell", TICK, '<c r="{at}" t="b"><v>1</v></c>', "TRUE", True, []),
    ("a yes as XML spells it", TICK, '<c r="{at}" t="b"><v>true</v></c>', "TRUE", True, []),
]


@pytest.mark.parametrize(("words", "xml", "text", "value", "said"), [row[1:] for row in CELLS],
                         ids=[row[0] for row in CELLS])
def test_a_cell(desk: Desk, sent: bytes, looks: Mapping[str, int], words: str, xml: str,
                text: str | None, value: object, said: Expected) -> None:
    for name, number in looks.items():
        xml = xml.replace(f"{{{name}}}", str(number))
    found = desk.take(in_place(sent, words, xml))
    path, place = PATHS[words], "!".join(place_of(sent, words))
    others = {one: typed for one, typed in ANSWERS.items() if one != path}
    assert found.texts == (others if text is None else {**others, path: text})
    if text is not None:
        assert found.only.answers[path].value == value
    gained = [one for one in desk.gained(found) if one[0] != "missing-answer" or text is not None]
    assert gained == sorted((code, place, quote) for code, quote in said)


@pytest.mark.parametrize(("inside", "text"), [
    ("&#x1;", "child\ufffds"), ("\x0b", "child\ufffds"), ("&#11;", "child\ufffds"),
    ("\udc92", "child\u2019s"), ("\udc80", "child\u20acs"), ("&nbsp;", "child\u00a0s"),
    ("&", "child&s"), ("&foo;", "child&foo;s"),
])
def test_what_no_xml_can_hold(desk: Desk, sent: bytes, inside: str, text: str) -> None:
    data = in_place(sent, NEED, '<c r="{at}" t="inlineStr"><is><t>child@@s</t></is></c>')
    found = desk.take(replaced(data, r"xl/worksheets/sheet\d+.xml", "@@", inside))
    assert found.texts == {**ANSWERS, PATHS[NEED]: text}
    assert desk.gained(found) == [
        ("characters-repaired", "!".join(place_of(sent, NEED)), text)]


NOISE = random.Random(1).randbytes(1_500_000).hex()
"""Three million letters that cannot be pressed together."""


@pytest.mark.parametrize(("words", "text", "said"), [
    ("a" * 32_767, None, "maybe-cut"), ("a" * 40_000, None, "text-too-long"),
    ("word " * 51, None, "maybe-cut"), (NOISE, NOISE[:1_000_000], "text-too-long"),
])
def test_words_longer_than_a_cell_may_be(desk: Desk, sent: bytes, words: str, text: str | None,
                                         said: str) -> None:
    found = desk.take(in_place(sent, NEED, f'<c r="{{at}}" t="inlineStr"><is><t xml:space='
                               f'"preserve">{words}</t></is></c>'))
    assert found.texts == {**ANSWERS, PATHS[NEED]: text or words}
    gained = desk.gained(found)
    assert {place for _, place, _ in gained} == {"!".join(place_of(sent, NEED))}
    # What was cut off is quoted: the second count has it.
    assert {code for code, _, _ in gained} == {said} if text is None else (
        said in {code for code, _, _ in gained} and words in {quote for _, _, quote in gained})


def test_a_cell_that_swells_on_opening_is_refused(desk: Desk, sent: bytes) -> None:
    found = desk.take(in_place(sent, NEED, f'<c r="{{at}}" t="inlineStr"><is><t>'
                               f'{"a" * 10_000_000}</t></is></c>'))
    assert list(found.returns) == []
    assert found.codes == ["file-unsafe"]


# --- the workbook around the cells ------------------------------------------------------------

STYLES, SHEETS = r"xl/styles\.xml", r"xl/worksheets/sheet\d+\.xml"
RULE = '<dataValidations count="1"><dataValidation type="list" sqref="{}"><formula1>{}</formula1>' \
       "</dataValidation></dataValidations>"


def saved(data: bytes) -> bytes:
    """The workbook as another program saves it."""
    return edited(data, lambda book: None)


def strict(data: bytes) -> bytes:
    """The workbook as Excel saves it when asked for the strict kind."""
    kept = parts_of(data)
    for usual, other in STRICT.items():
        kept = {name: part.replace(f'"{usual}"'.encode(), f'"{other}"'.encode()).replace(
            f'"{usual}/'.encode(), f'"{other}/'.encode()) for name, part in kept.items()}
    return zipped(kept)


def other_capitals(data: bytes) -> bytes:
    return zipped({name.replace("worksheets/sheet", "Worksheets/Sheet"): part
                   for name, part in parts_of(data).items()})


def without(*names: str) -> Callable[[bytes], bytes]:
    """A workbook that lost some of its parts."""
    return lambda data: zipped({name: part for name, part in parts_of(data).items()
                                if name not in names})


def swapped(part: str, old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda data: replaced(data, part, old, new)


def with_part(name: str, inside: str | bytes) -> Callable[[bytes], bytes]:
    return lambda data: zipped({**parts_of(data), name: inside})


def hanging(*things: Beside, after: str = "") -> Callable[[bytes], bytes]:
    return lambda data: beside(data, ANALYSIS, things, after)


def after_cells(xml: str) -> Callable[[bytes], bytes]:
    return lambda data: with_cells(data, ANALYSIS, {}, xml)


def rows_turned(data: bytes) -> bytes:
    """Rows from the last to the first, and a false size."""
    name = next(n for n, part in parts_of(data).items() if NEED.encode() in part)
    head, rest = parts_of(data)[name].split(b"<sheetData>")
    rows, tail = rest.split(b"</sheetData>")
    turned = b"".join(one + b"</row>" for one in reversed(rows.split(b"</row>")[:-1]))
    return zipped({**parts_of(data), name: head.replace(
        b"<sheetPr>", b'<sheetPr>', 1) + b"<sheetData>" + turned + b"</sheetData>" + tail})


def false_size(said: str) -> Callable[[bytes], bytes]:
    return lambda data: zipped({name: re.sub(rb'<dimension ref="[^"]*"',
                                             f'<dimension ref="{said}"'.encode(), part)
                                for name, part in parts_of(data).items()})


def looks_everywhere(data: bytes) -> bytes:
    """A million rows that hold nothing but a look."""
    name = next(n for n, part in parts_of(data).items() if NEED.encode() in part)
    rows = "".join(f'<row r="{n}" s="1"/>' for n in range(2_000, 1_048_576, 1))
    part = parts_of(data)[name].replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    return zipped({**parts_of(data), name: part})


def merged(first: str, last: str) -> Callable[[bytes], bytes]:
    return after_cells(f'<mergeCells count="1"><mergeCell ref="{first}:{last}"/></mergeCells>')


CORE = '<dcterms:created xsi:type="dcterms:W3CDTF">{}</dcterms:created>'
SAME: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("saved by another program", saved), ("strict", strict),
    ("texts in a list of their own that gives a false count", shared),
    ("strict with such a list", lambda data: strict(shared(data))),
    ("names of parts in other capitals", other_capitals),
    ("rows in another order", rows_turned),
    ("a size too small", false_size("A1:A1")), ("a size too large", false_size("A1:XFD1048576")),
    ("a font of a family nobody knows", swapped(
        STYLES, '<name val="Arial"/>', '<name val="Arial"/><family val="31"/>')),
    ("a colour spelt as on the web", swapped(STYLES, 'rgb="00', 'rgb="#')),
    ("a pattern that nobody knows", swapped(STYLES, 'patternType="solid"', 'patternType="tartan"')),
    ("no styles", without("xl/styles.xml")), ("no theme", without("xl/theme/theme1.xml")),
    ("no properties", without("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")),
    ("a date of saving that is none", swapped(r"docProps/core\.xml", "2000-01-01T00:00:00Z",
                                             "yesterday")),
    ("a rule for a cell there is not", after_cells(RULE.format("#REF!", "#REF!"))),
    ("a rule of formatting nobody knows", after_cells(
        '<conditionalFormatting sqref="A1"><cfRule type="sparkle" priority="1"/>'
        "</conditionalFormatting>")),
    ("a drawing that is not there", hanging(Beside("drawing", "../drawings/none.xml"),
                                            after='<drawing r:id="rIdX1"/>')),
    ("notes that are not there", hanging(Beside("comments", "../none.xml"))),
    ("a list of names that lead nowhere", swapped(
        r"xl/workbook\.xml", "</definedNames>", '<definedName name="x">#REF!</definedName>'
        '<definedName name="y">[1]Other!$A$1</definedName></definedNames>')),
    ("a drop-down of the newer kind", after_cells(
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations count="1">'
        "<x14:dataValidation><x14:formula1><f>Lists!A1</f></x14:formula1></x14:dataValidation>"
        "</x14:dataValidations></ext></extLst>")),
    ("looks pasted into a million rows", looks_everywhere),
    ("no word of the program", swapped(r"docProps/app\.xml", "Microsoft Excel", "")),
    ("another program", swapped(r"docProps/app\.xml", "Microsoft Excel", "WPS Spreadsheets")),
    ("without protection", lambda data: edited(data, lambda book: [
        setattr(ws.protection, "sheet", False) for ws in book])),
    ("after junk", lambda data: b"HTTP/1.1 200 OK\r\n\r\n" + data),
    ("before junk", lambda data: data + b"\r\n-- \r\n"),
]


@pytest.mark.parametrize("make", [row[1] for row in SAME], ids=[row[0] for row in SAME])
def test_what_changes_nothing(desk: Desk, sent: bytes, make: Callable[[bytes], bytes]) -> None:
    found = desk.take(make(sent))
    assert found.texts == ANSWERS
    assert desk.gained(found) == []


# --- what changes something: the answers that differ (None: gone), and what is said -----------


def typed(sheet: str, at: str, words: str) -> Callable[[bytes], bytes]:
    return lambda data: with_cells(data, sheet, {at: cell(at, words)})


def drawn(inside: str, *more: Beside) -> Callable[[bytes], bytes]:
    xml = (f'<xdr:wsDr xmlns:xdr="{SPACES["xdr"]}" xmlns:a="{SPACES["a"]}"><xdr:oneCellAnchor>'
           "<xdr:from><xdr:col>1</xdr:col><xdr:row>2</xdr:row></xdr:from>"
           f"{inside}</xdr:oneCellAnchor></xdr:wsDr>")
    return hanging(Beside("drawing", "../drawings/drawing9.xml", xml), *more,
                   after='<drawing r:id="rIdX1"/>')


def hidden(words: str) -> Callable[[bytes], bytes]:
    """The row in which these words stand is hidden."""
    def edit(book: openpyxl.Workbook) -> None:
        ws = book[SUMMARY]
        ws.row_dimensions[find(ws, words)[0]].hidden = True
    return lambda data: edited(data, edit)


def state(sheet: str, how: str) -> Callable[[bytes], bytes]:
    return lambda data: edited(data, lambda book: setattr(book[sheet], "sheet_state", how))


def second_cell(data: bytes) -> bytes:
    """The cell of an answer is there twice, the second time with other words."""
    _, at = place_of(data, EVENT)
    return replaced(data, SHEETS, EVENT,
                    f'{EVENT}</t></is></c><c r="{at}" t="inlineStr"><is><t>Not late.')


def another_sheet(data: bytes) -> bytes:
    return edited(data, lambda book: book.create_sheet("Our notes").__setitem__("B2", "Ring us."))


def two_of_a_name(data: bytes) -> bytes:
    def edit(book: openpyxl.Workbook) -> None:
        book.create_sheet("Notes")["B2"] = "First."
        book.create_sheet("Others")["B2"] = "Second."
    return replaced(edited(data, edit), r"xl/workbook\.xml", '"Others"', '"NOTES"')


def unlisted(data: bytes) -> bytes:
    """The list of parts leads out of the file in place of to a sheet."""
    name = part_of(parts_of(data), ANALYSIS).removeprefix("xl/")
    return replaced(data, r"xl/_rels/workbook\.xml\.rels", name, "../../../etc/passwd")


def elsewhere(data: bytes) -> bytes:
    """The list of parts leads to a file outside in place of to a sheet."""
    name = part_of(parts_of(data), ANALYSIS)
    kept = {one: part for one, part in parts_of(data).items() if "workbook.xml.rels" in one}
    (rels, part), = kept.items()
    found = re.search(rb'Target="/?(?:xl/)?' + name.removeprefix("xl/").encode() + rb'"', part)
    assert found
    return zipped({**parts_of(data), rels: part.replace(
        found[0], b'Target="file:///etc/hostname" TargetMode="External"')})


def sheet_lost(data: bytes) -> bytes:
    kept = parts_of(data)
    del kept[part_of(kept, ANALYSIS)]
    return zipped(kept)


THREAD = (f'<ThreadedComments xmlns="{SPACES["tc"]}"><threadedComment ref="C20" id="1"><text>Is '
          "this so?</text></threadedComment></ThreadedComments>")
NOTES = (f'<comments xmlns="{MAIN}"><authors><author/></authors><commentList><comment ref="C20" '
         'authorId="0"><text><t>Not sure.</t></text></comment></commentList></comments>')
BOX = (f'<formControlPr xmlns="{SPACES["x14"]}" objectType="CheckBox" checked="Checked"/>')
TEXT_BOX = ('<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="T"/></xdr:nvSpPr><xdr:txBody><a:p><a:r>'
            "<a:t>See overleaf.</a:t></a:r></a:p></xdr:txBody></xdr:sp>")
PICTURE = '<xdr:pic><xdr:nvPicPr><xdr:cNvPr name="P" descr="A genogram"/></xdr:nvPicPr></xdr:pic>'
LINKED = '<hyperlinks><hyperlink ref="C21" r:id="rIdX1"/></hyperlinks>'
DDE = f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="x"/></externalLink>'
LABEL = ('<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="99" name="MSIP_Label_1_'
         'Name"><vt:lpwstr>Official</vt:lpwstr></property>')

GONE = dict.fromkeys(path for path in ANSWERS if path.startswith("analysis/"))
CHANGED: list[tuple[str, Callable[[bytes], bytes], Mapping[str, str | None], Expected]] = [
    ("a note", hanging(Beside("comments", "../comments9.xml", NOTES)), {},
     [("comment-present", "Analysis!C20 Not sure.")]),
    ("a thread", hanging(Beside("threadedComment", "../threadedComments/t9.xml", THREAD)), {},
     [("comment-present", "Analysis!C20 Is this so?")]),
    ("a text box", drawn(TEXT_BOX), {}, [("outside-words", "Analysis!B3 See overleaf.")]),
    ("a picture", drawn(PICTURE), {}, [("picture-present", "Analysis!B3 A genogram")]),
    ("a tick box drawn on the sheet", hanging(
        Beside("ctrlProp", "../ctrlProps/ctrlProp9.xml", BOX),
        after='<controls><control shapeId="9" r:id="rIdX1" name="Seen"/></controls>'), {},
     [("control-present", " "), ("control-present", "Analysis! ticked")]),
    ("a link on an empty cell", hanging(Beside(
        "hyperlink", "https://example.org/n", external=True), after=LINKED), {},
     [("outside-words", "Analysis!C21 https://example.org/n")]),
    ("words beside a box", typed(ANALYSIS, "H20", "And more."), {},
     [("unplaced-content", "Analysis!H20 And more.")]),
    ("words at the last cell of all", lambda data: edited(
        data, lambda book: book[ANALYSIS].__setitem__("XFD1048576", "Far.")), {},
     [("unplaced-content", "Analysis!XFD1048576 Far.")]),
    ("words at the foot of a column", lambda data: edited(
        data, lambda book: book[ANALYSIS].__setitem__("C1048576", "Low.")), {},
     [("unplaced-content", "Analysis!C1048576 Low.")]),
    ("words under merged cells", lambda data: with_cells(
        data, SUMMARY, {}, '<mergeCells count="1"><mergeCell ref="B10:B11"/></mergeCells>'), {},
     [("hidden-under-merge", f"{SUMMARY}!B11 Seen at home.")]),
    ("everything below merged", merged("E1", "XFD1048576"), {}, []),
    ("a column merged", merged("F1", "J1048576"), {}, []),
    ("a hidden row", hidden(EVENT), {}, [("hidden-content", f"{SUMMARY}!A10 March 2021"),
                                         ("hidden-content", f"{SUMMARY}!B10 Booked late.")]),
    ("a hidden sheet", state(ANALYSIS, "hidden"), {}, [("hidden-content", "Analysis! Analysis")]),
    ("a sheet hidden well", state(ANALYSIS, "veryHidden"), {},
     [("hidden-content", "Analysis! Analysis")]),
    ("a cell twice", second_cell, {}, [("cell-twice", f"{SUMMARY}!B10 Not late.")]),
    ("a sheet of their own", another_sheet, {}, [("unplaced-content", "Our notes!B2 Ring us.")]),
    ("two sheets of one name", two_of_a_name, {}, [
        ("sheet-name-twice", "NOTES! "), ("unplaced-content", "NOTES!B2 Second."),
        ("unplaced-content", "Notes!B2 First.")]),
    ("a sheet lost", sheet_lost, GONE, [("missing-section", "Analysis! "),
                                        ("sheet-part-missing", "Analysis! ")]),
    ("a sheet that leads out of the file", unlisted, {},
     [("sheet-part-missing", "Analysis! ")]),
    ("a sheet on somebody's disk", elsewhere, {}, [
        ("active-content", " "), ("sheet-part-missing", "Analysis! ")]),
    ("macros", with_part("xl/vbaProject.bin", b"x"), {}, [("macros-present", " ")]),
    ("links to other files", with_part("xl/externalLinks/externalLink9.xml", "<externalLink/>"),
     {}, [("active-content", " ")]),
    ("DDE", with_part("xl/externalLinks/externalLink9.xml", DDE), {},
     [("active-content", " "), ("active-content", " ")]),
    ("an object", with_part("xl/embeddings/oleObject9.bin", b"x"), {}, [("active-content", " ")]),
    ("ActiveX", with_part("xl/activeX/activeX9.xml", "<a/>"), {}, [("active-content", " ")]),
    ("connections", with_part("xl/connections.xml", "<connections/>"), {},
     [("active-content", " ")]),
    ("a label", swapped(r"docProps/custom\.xml", "</Properties>", LABEL + "</Properties>"), {},
     [("sensitivity-label", " Official")]),
]


@pytest.mark.parametrize(("make", "answers", "said"), [row[1:] for row in CHANGED],
                         ids=[row[0] for row in CHANGED])
def test_what_changes_something(desk: Desk, sent: bytes, make: Callable[[bytes], bytes],
                                answers: Mapping[str, str | None], said: Expected) -> None:
    found = desk.take(make(sent))
    assert found.texts == {path: words for path, words in {**ANSWERS, **answers}.items()
                           if words is not None}
    gained = [(code, f"{place} {quote}") for code, place, quote in desk.gained(found)]
    assert [one for one in gained if one[0] != "missing-answer"] == sorted(said)


def test_a_sheet_copied(desk: Desk, sent: bytes) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.copy_worksheet(book[DETAILS]).title = f"{DETAILS} (2)"
    found = desk.take(edited(sent, edit))
    assert found.texts == ANSWERS
    assert desk.gained(found) == sorted([("duplicate-section", f"{DETAILS} (2)!", ""), *(
        ("unplaced-content", f"{DETAILS} (2)!{place_of(sent, words)[1]}", words)
        for path, words in ANSWERS.items() if path.startswith("respondent/"))])


# --- dates ------------------------------------------------------------------------------------

DATES = list(csv.DictReader((ROOT / "tests/data/dates.csv").open(encoding="utf-8")))


def as_held(row: Mapping[str, str]) -> object:
    """The date as a cell holds it: words, a number, or a day."""
    if row["kind"] == "number":
        return float(row["as_typed"])
    return row["as_typed"] if row["kind"] == "text" else datetime.fromisoformat(row["as_typed"])


def test_every_date_of_the_table_in_one_return(desk: Desk, sent: bytes) -> None:
    sheet, first = place_of(sent, WHEN)
    top = int(first[1:])
    rows = [row for row in DATES if row["as_typed"] not in ("nan", "inf")]

    def edit(book: openpyxl.Workbook) -> None:
        for n, row in enumerate(rows):
            one = book[sheet].cell(top + n, 1)
            one.value, one.number_format = as_held(row), "General"
            if row["kind"] == "text":
                one.data_type = "s"
            if row["kind"] == "date":
                one.number_format = "dd/mm/yyyy hh:mm"
            book[sheet].cell(top + n, 2).value = f"Event {n}"
    found = desk.take(edited(sent, edit))
    answers, said = found.only.answers, {}
    for one in found.problems:
        if one.code in ("date-unreadable", "missing-answer") and one.where.part == sheet:
            said.setdefault(one.where.spot, []).append((one.code, one.quote))
    for n, row in enumerate(rows):
        answer = answers[f"summary/{n + 1}/when"]
        assert answer.value == row["edtf"], row
        assert answer.refs[0].spot == f"A{top + n}"
        unreadable = row["note"].startswith("unreadable")
        assert said.get(f"A{top + n}", []) == [("date-unreadable", answer.text)] * unreadable, row
        if row["kind"] == "text":
            assert answer.text == row["as_typed"]


def test_the_table_of_dates_has_been_there_and_is_whole() -> None:
    assert len(DATES) > 250 and {row["kind"] for row in DATES} == {"text", "number", "date"}


def test_days_and_months_that_changed_places(desk: Desk, sent: bytes) -> None:
    sheet, first = place_of(sent, WHEN)
    top = int(first[1:])

    def edit(book: openpyxl.Workbook) -> None:
        for n, value in enumerate([datetime(2021, 12, 3), datetime(2021, 5, 4), "25/03/2021"]):
            one = book[sheet].cell(top + n, 1)
            one.number_format = "General" if isinstance(value, str) else "dd/mm/yyyy"
            one.value = value
    found = desk.take(edited(sent, edit))
    heading = place_of(sent, "Date(s) *")[1]
    assert [one for one in desk.gained(found) if one[0] == "days-months-swapped"] == [
        ("days-months-swapped", f"{sheet}!{heading}", "25/03/2021")]
    assert found.texts["summary/1/when"] == "3 December 2021"


def test_days_counted_from_1904(desk: Desk, sent: bytes) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        one = book[SUMMARY].cell(*find(book[SUMMARY], WHEN))
        one.number_format, one.value = "dd/mm/yyyy", datetime(2021, 3, 12)
    found = desk.take(edited(sent, edit))
    assert found.only.answers[PATHS[WHEN]].value == "2021-03-12"
    assert desk.gained(found) == []


@pytest.mark.parametrize(("xml", "text", "said"), [
    ('<c r="{at}" s="{clock}"><v>0.604166667</v></c>', "14:30", []),
    ('<c r="{at}" s="{clock}"><v>0</v></c>', "00:00", []),
    ('<c r="{at}" s="{hours}"><v>1</v></c>', "24:00", []),
    ('<c r="{at}"><v>0.604166667</v></c>', "14:30", []),
    ('<c r="{at}" s="{moment}"><v>0.604166667</v></c>', "14:30", []),
    ('<c r="{at}" t="d"><v>14:30:00</v></c>', "14:30", []),
    ('<c r="{at}" s="{clock}"><v>-1</v></c>', "-1", ["value-odd"]),
    ('<c r="{at}" t="inlineStr"><is><t>after tea</t></is></c>', "after tea", []),
])
def test_a_time_of_day_as_a_cell_may_hold_it(desk: Desk, norfolk: Profile, xml: str, text: str,
                                             said: list[str]) -> None:
    form, looks = styled(filled(norfolk, "chronology", {
        "events/1/when": "12 March 2021", "events/1/time": "noon", "events/1/event": "Seen."}))
    for name, number in looks.items():
        xml = xml.replace(f"{{{name}}}", str(number))
    before, found = desk.take(form), desk.take(in_place(form, "noon", xml))
    assert found.texts["events/1/time"] == text
    assert [(code, place, quote) for code, place, quote in (found.told - before.told)] == [
        (code, "!".join(place_of(form, "noon")), text) for code in said]


# --- files that are something else ------------------------------------------------------------

WHOLE = {"file-unsafe", "workbook-damaged", "format-not-accepted", "file-password",
         "file-rights-managed", "file-empty", "form-unknown", "opening-failed"}


SENT = "Mon, 2 Mar 2026 09:30:00 +0000"


def locked(data: bytes, password: str) -> bytes:
    """The workbook locked with a password."""
    held = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, held)
    return held.getvalue()


def unpacked(data: bytes, *more: Laid) -> bytes:
    """The parts of a workbook laid down anew, with others after them."""
    return laid(*(Laid(name, part) for name, part in parts_of(data).items()), *more)


def put_in_sheet(xml: str) -> Callable[[bytes], bytes]:
    return swapped(SHEETS, "</sheetData>", f'<row r="900">{xml}</row></sheetData>')


DOCTYPE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
REFUSED: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("nothing", lambda data: b"", "file-empty"),
    ("cut in two", lambda data: data[:len(data) // 2], "workbook-damaged"),
    ("without its end", lambda data: data[:-40], "workbook-damaged"),
    ("a table of words", lambda data: b"case,date,event\nA,12/3/21,Seen\nB,13/3/21,Not seen\n",
     "format-not-accepted"),
    ("a web page called a workbook", lambda data: b"<html><body><table><tr><td>Seen</td></tr>"
     b"</table></body></html>", "format-not-accepted"),
    ("Excel 2003's XML", lambda data: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"'
     b'?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "format-not-accepted"),
    ("a flat OpenDocument", lambda data: b'<?xml version="1.0"?><office:document '
     b'xmlns:office="urn:o"/>', "format-not-accepted"),
    ("Numbers", lambda data: plain_zip({"Index/Document.iwa": b"x"}), "format-not-accepted"),
    ("a password", lambda data: locked(data, "Another1"), "file-password"),
    ("for named people only", lambda data: write_compound({
        "EncryptedPackage": b"x" * 5000, "\x06DataSpaces": {"TransformInfo": {
            "DRMEncryptedTransform": {"\x06Primary": b"x" * 100}}}}), "file-rights-managed"),
    ("a locked archive", lambda data: unpacked(data, Laid("a.xml", b"?", flags=1)),
     "file-password"),
    ("an outside entity", swapped(SHEETS, "<worksheet", DOCTYPE + "<worksheet"), "file-unsafe"),
    ("an entity in the properties", with_part("docProps/core.xml", DOCTYPE + "<a>&b;</a>"),
     "file-unsafe"),
    ("an entity in the styles", with_part("xl/styles.xml", DOCTYPE + "<a>&b;</a>"), "file-unsafe"),
    ("swelling", lambda data: unpacked(data, Laid("xl/x.xml", b" " * 30_000_000)), "file-unsafe"),
    ("said to be huge", lambda data: unpacked(data, Laid("x.bin", b"x", size=2 << 30)),
     "file-unsafe"),
    ("parts over each other", lambda data: overlapping(), "file-unsafe"),
    ("one part twice", lambda data: unpacked(data, Laid("xl/styles.xml", b"<a/>")), "file-unsafe"),
    ("a name that leads out", lambda data: unpacked(data, Laid("../../evil.xml", b"x")),
     "file-unsafe"),
    ("a name from the root", lambda data: unpacked(data, Laid("/etc/x", b"x")), "file-unsafe"),
    ("a name of a drive", lambda data: unpacked(data, Laid("C:\\x", b"x")), "file-unsafe"),
    ("packed oddly", lambda data: unpacked(data, Laid("xl/x.xml", b"?", LZMA)), "file-unsafe"),
    ("endlessly deep", with_part("xl/x.xml", "<a>" * 1_000 + "</a>" * 1_000), "file-unsafe"),
    ("row nought", put_in_sheet('<c r="A0"><v>5</v></c>'), "file-unsafe"),
    ("a column there is not", put_in_sheet('<c r="AAAA1"><v>5</v></c>'), "file-unsafe"),
    ("a row there is not", swapped(SHEETS, "</sheetData>", '<row r="99999999999"><c r='
                                   '"A99999999999"><v>5</v></c></row></sheetData>'), "file-unsafe"),
    ("somebody else's workbook", lambda data: book(sheet(cell("A1", "Rota"))), "form-unknown"),
    ("a workbook of nothing", lambda data: book(), "workbook-damaged"),
]


@pytest.mark.parametrize(("make", "code"), [row[1:] for row in REFUSED],
                         ids=[row[0] for row in REFUSED])
def test_what_is_refused_says_why_and_what_to_do(desk: Desk, sent: bytes,
                                                 make: Callable[[bytes], bytes], code: str) -> None:
    found = desk.take(make(sent), sent)
    assert [one.code for one in found.problems if one.where.file == "R001"] == [code]
    (told,) = [one for one in found.problems if one.where.file == "R001"]
    assert told.severity == "error" and told.message and told.fix
    # The next file is read as if nothing had been.
    assert found.texts == ANSWERS and found.only.file == "R002"


OPENED: list[tuple[str, Callable[[bytes], bytes], Expected]] = [
    ("Excel's own password", lambda data: locked(data, EXCELS_OWN), [("file-unlocked", "")]),
    ("a workbook that may hold macros", swapped(
        r"\[Content_Types\]\.xml", "openxmlformats-officedocument.spreadsheetml.sheet.main",
        "ms-excel.sheet.macroEnabled.main"), [("macros-present", "")]),
    ("a template", swapped(
        r"\[Content_Types\]\.xml", "spreadsheetml.sheet.main", "spreadsheetml.template.main"), []),
]


@pytest.mark.parametrize(("make", "said"), [row[1:] for row in OPENED],
                         ids=[row[0] for row in OPENED])
def test_what_is_opened_all_the_same(desk: Desk, sent: bytes, make: Callable[[bytes], bytes],
                                     said: Expected) -> None:
    found = desk.take(make(sent))
    assert found.texts == ANSWERS
    assert [(code, quote) for code, _, quote in desk.gained(found)] == said


@pytest.mark.parametrize(("make", "kind"), [(ods, "ods"), (xlsb, "xlsb")])
def test_another_programs_spreadsheet_is_read_with_a_warning(
        desk: Desk, sent: bytes, make: Callable[[Sequence[Sheet]], bytes], kind: str) -> None:
    found = desk.take(make(read_book(sent).sheets))
    assert found.items[0].kind == kind and found.texts == ANSWERS
    assert desk.gained(found) == [("format-other", "", "")]


def test_an_old_workbook_is_read_with_a_warning(desk: Desk) -> None:
    found = desk.take((ROOT / "tests/data/old-form.xls").read_bytes())
    assert found.items[0].kind == "xls" and "format-other" in found.codes
    assert found.texts == {"reviewers/1/name": "Marlow Pellingate",
                           "reviewers/2/name": "Rowan Amberley",
                           "release/high_level": "Words of nobody."}
    assert ("date-unreadable", "Words of nobody.") in {(code, quote) for code, _, quote in
                                                       found.told}


# --- the first sheet --------------------------------------------------------------------------


@pytest.mark.parametrize(("xml", "said"), [
    ('<c r="{at}" t="inlineStr"><is><r><rPr><strike/></rPr><t>A4</t></r></is></c>',
     ("struck-out", "A4")),
    ('<c r="{at}"><f>B1+1</f></c>', ("formula-without-value", "=B1+1")),
    ('<c r="{at}" t="e"><v>#REF!</v></c>', ("formula-error", "#REF!")),
])
def test_whose_it_is_may_be_as_spoilt_as_an_answer(desk: Desk, sent: bytes, xml: str,
                                                   said: tuple[str, str]) -> None:
    found = desk.take(in_place(sent, "A4", xml))
    assert found.texts == ANSWERS and found.only.recipient == "A4"
    assert (said[0], "!".join(place_of(sent, "A4")), said[1]) in desk.gained(found)


# --- accidents --------------------------------------------------------------------------------


def test_whatever_happens_to_a_return_nothing_goes_without_a_word(desk: Desk, sent: bytes) -> None:
    choose = random.Random(20261120)
    for number in range(120):
        whole = shared(sent) if number % 2 else sent
        spoilt = mutated(whole, choose) if number % 4 == 0 else repacked(whole, choose)
        found = desk.take(spoilt)
        if not found.returns or found.texts != ANSWERS or found.only.recipient != "A4":
            assert desk.gained(found), number


# --- what carries it --------------------------------------------------------------------------

HEADS = {
    "attached": 'Content-Disposition: attachment; filename="r.xlsx"',
    "inline": 'Content-Disposition: inline; filename="r.xlsx"',
    "said to be anything": 'Content-Type: application/octet-stream; name="r.xlsx"',
    "said to be words": 'Content-Type: text/plain; name="r.txt"',
    "said to be a picture": 'Content-Type: image/png; name="r.png"\nContent-ID: <logo>',
    "with dots in its name": 'Content-Disposition: attachment; filename="a.b.v2.final.xlsx"',
    "without a name": "Content-Type: application/x",
}


def enclosed(data: bytes, heads: str = HEADS["attached"]) -> bytes:
    return mails.file(*heads.split("\n"), data=data)


CARRIED: list[tuple[str, Callable[[bytes], bytes], list[str]]] = [
    *((f"a form {name}", lambda data, heads=heads: mails.mail(
        mails.plain(), enclosed(data, heads)), ["mail-words"]) for name, heads in HEADS.items()),
    ("beside a logo", lambda data: mails.mail(mails.plain(), enclosed(data), mails.file(
        "Content-Type: image/png; name=logo.png", data=b"\x89PNG\r\n\x1a\n")), ["mail-words"]),
    ("signed", lambda data: mails.mail(
        mails.multi(mails.plain(), enclosed(data)), mails.file(
            "Content-Type: application/pkcs7-signature; name=smime.p7s", data=b"seal"),
        kind="signed"), ["mail-signed", "mail-words", "paper-kept"]),
    ("inside its signature", lambda data: mails.part(mails.envelope(mails.multi(
        mails.plain(), enclosed(data))), *mails.HEAD, "Content-Type: application/pkcs7-mime; "
        "smime-type=signed-data; name=smime.p7m", coded=True), ["mail-signed", "mail-words"]),
    ("forwarded", lambda data: mails.mail(mails.plain("See below."), mails.part(mails.multi(
        mails.plain("Ours."), enclosed(data), edge="inner", heads=mails.HEAD),
        "Content-Type: message/rfc822")), ["mail-forwarded", "mail-words", "mail-words"]),
    ("by Outlook", lambda data: write_msg("a@example.org", "b@example.org", "Return", SENT, "Ours.",
                                          [("r.xlsx", data)]), ["mail-words"]),
    ("in an archive", lambda data: plain_zip({"Return/r.xlsx": data}), ["archive-opened"]),
    ("in an archive in a message", lambda data: mails.mail(mails.plain(), enclosed(plain_zip({
        "r.xlsx": data}))), ["archive-opened", "mail-words"]),
    ("in a mailbox", lambda data: b"".join(
        b"From a@example.org Mon Mar  2 09:30:00 2026\n" + one + b"\n" for one in (
            mails.mail(mails.plain(), enclosed(data)), mails.single("Nothing more."))),
     ["mail-no-form", "mail-words"]),
    ("beside a link", lambda data: mails.mail(mails.plain(
        "See https://example.sharepoint.com/:x:/s/unit/abc?e=1"), enclosed(data)),
     ["mail-cloud-link", "mail-words"]),
    ("inside a Word document", lambda data: plain_zip(document(
        "", **{"word/embeddings/Microsoft_Excel_Worksheet.xlsx": data})),
     ["active-content", "paper-kept"]),
]


@pytest.mark.parametrize(("make", "codes"), [row[1:] for row in CARRIED],
                         ids=[row[0] for row in CARRIED])
def test_a_form_is_found_however_it_comes(desk: Desk, sent: bytes, make: Callable[[bytes], bytes],
                                          codes: list[str]) -> None:
    found = desk.take(make(sent))
    assert found.texts == ANSWERS
    assert sorted((Counter(found.codes) - Counter(desk.before.codes)).elements()) == sorted(codes)


WITHOUT: list[tuple[str, Callable[[], bytes], list[str]]] = [
    ("only words", lambda: mails.single("See you then."), ["mail-no-form"]),
    ("words like a nil return", lambda: mails.single("Nothing held."), ["mail-nil-return"]),
    ("a machine's answer", lambda: mails.single("I am away.", "Auto-Submitted: auto-replied"),
     ["mail-automatic"]),
    ("only words, signed", lambda: mails.mail(mails.plain("Nothing held."), mails.file(
        "Content-Type: application/pkcs7-signature; name=smime.p7s", data=b"seal"), kind="signed"),
     ["mail-nil-return", "mail-signed", "paper-kept"]),
    ("only words, forwarded", lambda: mails.mail(mails.plain("See below."), mails.part(
        mails.single("Nothing held."), "Content-Type: message/rfc822")),
     ["mail-forwarded", "mail-nil-return", "mail-no-form"]),
    ("a link in place of the form", lambda: mails.single("https://1drv.ms/x/s!abc"),
     ["mail-cloud-link", "mail-words"]),
    ("encrypted", lambda: mails.part(
        mails.envelope(mails.plain("Secret"), encrypted=True), *mails.HEAD,
        "Content-Type: application/x-pkcs7-mime; name=smime.p7m", coded=True),
     ["mail-encrypted", "mail-words"]),
    ("wrapped by Outlook", lambda: mails.mail(mails.plain(), mails.file(
        "Content-Type: application/ms-tnef; name=winmail.dat", data=b"\x78\x9f\x3e\x22\0\0")),
     ["mail-no-form", "mail-wrapped"]),
    ("a signature's picture", lambda: mails.mail(mails.plain(), mails.file(
        "Content-Type: image/png; name=logo.png", data=b"\x89PNG\r\n\x1a\n")), ["mail-no-form"]),
    ("three hundred parts", lambda: mails.mail(
        *[mails.part("x", "Content-Type: image/png")] * 400), ["mail-too-many-parts",
                                                               "mail-words"]),
    ("a PDF", lambda: mails.mail(mails.plain(), mails.file(
        "Content-Type: application/pdf; name=r.pdf", data=b"%PDF-1.7\n%%EOF")),
     ["mail-no-form", "paper-kept"]),
]


@pytest.mark.parametrize(("make", "codes"), [row[1:] for row in WITHOUT],
                         ids=[row[0] for row in WITHOUT])
def test_a_message_without_a_form_says_so(desk: Desk, make: Callable[[], bytes],
                                          codes: list[str]) -> None:
    found = desk.take(make())
    assert list(found.returns) == [] and found.codes == codes


def test_two_forms_in_one_message_are_both_read(desk: Desk, sent: bytes) -> None:
    second = typed(ANALYSIS, place_of(sent, NEED)[1], "Other need.")(sent)
    found = desk.take(mails.mail(mails.plain(), enclosed(sent), enclosed(second)))
    assert [one.answers[PATHS[NEED]].text for one in found.returns] == [NEED, "Other need."]
    assert [one.file for one in found.returns] == ["R001.1", "R001.2"]

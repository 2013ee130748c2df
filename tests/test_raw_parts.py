"""Packages as they really come: ill-formed, cut short, misspelt, with parts lost or too many."""

import time
from typing import Any

import pytest
from making.packages import book, cell, parts, sheet, zipped

from pipeline.doors.xlsx import Book, Cell, read_book, spot
from pipeline.errors import OutsideTrouble


def cells(data: bytes, number: int = 0) -> dict[str, Cell]:
    return {spot(*at): one for at, one in read_book(data).sheets[number].cells.items()}


def values(data: bytes) -> dict[str, Any]:
    return {at: one.value for at, one in cells(data).items()}


def faults(read: Book) -> list[tuple[str, str, str]]:
    return [(fault.code, fault.part, fault.spot) for fault in read.faults]


# --- XML that is none --------------------------------------------------------------------------


@pytest.mark.parametrize(("inside", "value", "marks"), [
    ("before\x01after", "before\ufffdafter", {"repaired"}),
    ("before&#x1;after", "before\ufffdafter", {"repaired"}),
    ("before&#0;after", "before\ufffdafter", {"repaired"}),
    ("&#xD83D;", "\ufffd", {"repaired"}), ("a&nbsp;b", "a\u00a0b", {"repaired"}),
    ("&lol;", "&lol;", {"repaired"}), ("Fish & chips", "Fish & chips", {"repaired"}),
    ("<![CDATA[Fish & <chips>]]>", "Fish & <chips>", set()),
    ("<![CDATA[Fish & \x01<chips>]]>", "Fish & \ufffd<chips>", {"repaired"}),
])
def test_what_no_xml_can_hold_is_mended_in_its_cell_alone(inside: str, value: str,
                                                          marks: set[str]) -> None:
    xml = f'<c r="A1" t="inlineStr"><is><t>{inside}</t></is></c>'
    found = cells(book(sheet(xml, cell("A2", "unharmed"))))
    assert (found["A1"].value, set(found["A1"].marks)) == (value, marks)
    assert found["A2"] == Cell("unharmed")


def test_bytes_of_windows_are_read_as_windows_wrote_them() -> None:
    made = parts(sheet('<c r="A1" t="s"><v>0</v></c><c r="A2" t="s"><v>1</v></c>'),
                 strings=["the childXs", "café"])
    strings = made["xl/sharedStrings.xml"]
    assert isinstance(strings, str)
    made["xl/sharedStrings.xml"] = strings.encode().replace(b"childXs", b"child\x92s")
    found = cells(zipped(made))
    assert found["A1"] == Cell("the child’s", "", frozenset({"repaired"}))
    assert found["A2"] == Cell("café")


def test_what_was_mended_in_no_cell_is_a_fault_of_its_part() -> None:
    read = read_book(book(sheet(cell("A1", "x")), titles=["No\x02tes"]))
    assert read.sheets[0].name == "No\ufffdtes"
    assert faults(read) == [("characters-repaired", "", "")]
    edge = "<headerFooter><oddHeader>Se\x02en</oddHeader></headerFooter>"
    read = read_book(book(sheet(cell("A1", "x"), after=edge)))
    assert "Se\ufffden" in [one.words for one in read.remarks]
    assert faults(read) == [("characters-repaired", "Sheet1", "")]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml",
                                  "xl/sharedStrings.xml", "xl/styles.xml"])
@pytest.mark.parametrize("then", ["", "<broken>"])
def test_a_document_type_is_never_followed(part: str, then: str) -> None:
    made = parts(sheet(cell("A1", "x")), strings=["a"])
    head = '<!DOCTYPE a [<!ENTITY lol "lol"><!ENTITY file SYSTEM "file:///etc/passwd">]>'
    made[part] = f"{head}<a>&lol;&file;{then}</a>"
    with pytest.raises(OutsideTrouble):
        read_book(zipped(made))


def test_a_sheet_that_breaks_off_gives_what_stands_before() -> None:
    made = parts(sheet(cell("A1", "kept"), cell("A2", "lost")), sheet(cell("A1", "whole")))
    first = str(made["xl/worksheets/sheet1.xml"])
    made["xl/worksheets/sheet1.xml"] = first[:first.index("lost")]
    read = read_book(zipped(made))
    assert [[one.value for one in page.cells.values()] for page in read.sheets] == [
        ["kept"], ["whole"]]
    assert faults(read) == [("part-cut-short", "Sheet1", "")]


def test_a_part_with_a_wrong_checksum_is_read_all_the_same() -> None:
    data = book(sheet(cell("A1", "kept")))
    at = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02"))
    spoilt = data[:at - 30] + b"\0\0\0\0" + data[at - 26:]
    read = read_book(spoilt)
    assert [one.value for one in read.sheets[0].cells.values()] == ["kept"]
    assert faults(read) == [("part-cut-short", "Sheet1", "")]


# --- sheets and places -------------------------------------------------------------------------


def test_a_sheet_that_is_not_there_costs_only_itself() -> None:
    made = parts(sheet(cell("A1", "a")), sheet(cell("A1", "b")), titles=["Here", "Gone"])
    del made["xl/worksheets/sheet2.xml"]
    read = read_book(zipped(made))
    assert [page.name for page in read.sheets] == ["Here"]
    assert faults(read) == [("sheet-part-missing", "Gone", "")]


def test_a_sheet_that_nothing_points_to_is_read_all_the_same() -> None:
    made = parts(sheet(cell("A1", "a")), sheet(cell("A1", "b")))
    made["xl/_rels/workbook.xml.rels"] = str(made["xl/_rels/workbook.xml.rels"]).replace(
        "worksheets/sheet2.xml", "../../etc/passwd")
    read = read_book(zipped(made))
    assert [(page.name, page.hidden, len(page.cells)) for page in read.sheets] == [
        ("Sheet1", False, 1), ("sheet2", False, 1)]
    more = read_book(book(sheet(cell("A1", "a")), more={
        "xl/worksheets/sheet9.xml": sheet(cell("A1", "slipped in"))}))
    assert [(page.name, page.hidden) for page in more.sheets] == [("Sheet1", False),
                                                                 ("sheet9", True)]


@pytest.mark.parametrize("lost", ["[Content_Types].xml", "_rels/.rels", "xl/styles.xml",
                                  "xl/_rels/workbook.xml.rels", "xl/workbook.xml"])
def test_a_workbook_without_one_of_its_other_parts_still_has_its_words(lost: str) -> None:
    made = parts(sheet(cell("A1", "Words")))
    del made[lost]
    assert values(zipped(made)) == {"A1": "Words"}


def test_prefixes_are_anybodys() -> None:
    made = parts("<q:worksheet xmlns:q='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
                 "<q:sheetData><q:row r='1'><q:c r='A1' t='inlineStr'><q:is><q:t>Words</q:t></q:is>"
                 "</q:c></q:row></q:sheetData></q:worksheet>")
    assert values(zipped(made)) == {"A1": "Words"}


def test_two_sheets_of_one_name_are_both_kept() -> None:
    read = read_book(book(sheet(cell("A1", "a")), sheet(cell("A1", "b")), titles=["Form", "FORM"]))
    assert [page.name for page in read.sheets] == ["Form", "FORM"]
    assert [code for code, _, _ in faults(read)] == ["sheet-name-twice"]


def test_what_is_hidden_is_read_and_marked() -> None:
    first = sheet('<row r="1">', cell("A1", "seen"), cell("C1", "column"), "</row>",
                  '<row r="2" hidden="1">', cell("A2", "row"), "</row>",
                  before='<cols><col min="3" max="3" hidden="1"/></cols>')
    data = book(first, sheet(cell("A1", "x")), sheet(cell("A1", "y")),
                states=["visible", "hidden", "veryHidden"])
    assert {at: "hidden" in one.marks for at, one in cells(data).items()} == {
        "A1": False, "C1": True, "A2": True}
    assert [page.hidden for page in read_book(data).sheets] == [False, True, True]
    assert "hidden" in cells(data, 1)["A1"].marks and "hidden" in cells(data, 2)["A1"].marks


def test_cells_and_rows_that_do_not_say_where_they_are_follow_one_another() -> None:
    data = book(sheet("<row><c><v>1</v></c><c r='D1'><v>2</v></c><c><v>3</v></c></row>"
                      "<row><c><v>4</v></c></row><row r='9'><c><v>5</v></c></row>"))
    assert values(data) == {"A1": 1, "D1": 2, "E1": 3, "A2": 4, "A9": 5}


def test_a_cell_that_is_there_twice_keeps_the_first_and_tells_the_second() -> None:
    read = read_book(book(sheet(cell("A1", "first"), cell("A1", "second"), cell("B1", "same"),
                                cell("B1", "same"))))
    assert [one.value for one in read.sheets[0].cells.values()] == ["first", "same"]
    assert faults(read) == [("cell-twice", "Sheet1", "A1")] and read.faults[0].quote == "second"
    assert [(one.spot, one.words) for one in read.remarks if one.kind == "twice"] == [
        ("A1", "second")]


def test_nothing_at_the_far_end_of_a_sheet_takes_long() -> None:
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(1, 20_000))
    began = time.perf_counter()
    data = book(sheet(empty, f'<row r="1048576">{cell("XFD1048576", "There")}</row>',
                      before='<dimension ref="A1:XFD1048576"/>',
                      after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'))
    assert values(data) == {"XFD1048576": "There"}
    assert time.perf_counter() - began < 3


@pytest.mark.parametrize("made", [{"a.txt": "x"}, {"word/document.xml": "<w/>"},
                                  {"xl/workbook.xml": "<workbook/>"}])
def test_a_package_without_a_sheet_is_no_workbook(made: dict[str, str]) -> None:
    with pytest.raises(OutsideTrouble):
        read_book(zipped(made))

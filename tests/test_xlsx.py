"""The door to workbooks: the same bytes every time, words stay words, nothing takes for ever."""

import io
import os
import subprocess
import sys
import time
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import coordinate_to_tuple
from openpyxl.worksheet.formula import ArrayFormula

from pipeline import workbook
from pipeline.doors.xlsx import Cell, Choice, Draw, Put, lines, read_book, spot, table, write_book
from pipeline.doors.xlsx.measure import SMALLEST
from pipeline.errors import OutsideTrouble
from pipeline.model import Filling, Profile

ROOT = Path(__file__).resolve().parent.parent


def written(*words: str, **more: Any) -> bytes:
    puts = [Put(row, 1, text) for row, text in enumerate(words, 1)]
    return write_book([Draw("Sheet", [60], puts, **more)], "A form", {"form": "small"})


def column(data: bytes) -> list[Any]:
    return [cell.value for _, cell in sorted(read_book(data).sheets[0].cells.items())]


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book: Any) -> bytes:
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


# --- out --------------------------------------------------------------------------------------


def test_no_clock_is_left_in_a_workbook() -> None:
    data = written("Words")
    assert data == written("Words")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = parts.read("docProps/core.xml").decode()
    assert core.count("2000-01-01T00:00:00Z") == 2


def test_machine_locale_zone_and_hash_seed_have_no_say() -> None:
    code = ("import hashlib; from pathlib import Path; from pipeline import workbook;"
            "from pipeline.profiles import load_profile;"
            f"p = load_profile(Path({str(ROOT / 'templates')!r}), 'norfolk');"
            "print([hashlib.sha256(workbook.write(f, p)).hexdigest() for f in p.forms.values()])")
    made = [subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, text=True,
                           capture_output=True, env={**os.environ, **env}).stdout
            for env in ({"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
                        {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "C.UTF-8"})]
    assert made[0] == made[1]


@pytest.mark.parametrize("words", ["=1+1", "=SUM(A1:A9)", "=-Mum said no", "+44", "-5", "@SUM(A1)",
                                   "#N/A", "1", "1e5", "TRUE", "12/3/21", "'quoted", "\tTab"])
def test_words_that_look_like_something_else_stay_words(words: str) -> None:
    data = written(words)
    assert column(data) == [words]
    cell = opened(data).worksheets[0]["A1"]
    assert cell.data_type == "s" and cell.value == words and cell.number_format == "@"


def test_a_formula_of_ours_is_a_formula() -> None:
    data = write_book([Draw("Sheet", [9], [Put(1, 1, "=1+1", formula=True)])], "A form", {})
    assert opened(data).worksheets[0]["A1"].data_type == "f"
    assert read_book(data).sheets[0].cells[1, 1] == Cell("", "=1+1")


def test_characters_that_xml_cannot_hold_are_seen_to_have_been_there() -> None:
    typed = "a\x00b\x0bc\x1fd\ud800e\ufffef\uffffg"
    data = write_book([Draw("Sheet", [9], [Put(1, 1, typed)])], "A form", {"case": "NS\x01CP"})
    assert column(data) == ["a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg"]
    assert read_book(data).properties["case"] == "NS\ufffdCP"


def test_words_longer_than_a_cell_are_seen_to_be_cut() -> None:
    assert column(written("a" * 32_767)) == ["a" * 32_767]
    assert column(written("a" * 32_768)) == ["a" * 32_766 + "…"]


@pytest.mark.parametrize("words", ["_x000D_", "_x0041_", "_x005F_x0041_", "a_x1F600_b", "_x12_",
                                   'a customHeight="1" b', '<row customHeight="1">'])
def test_spellings_of_the_format_are_words_when_people_type_them(words: str) -> None:
    assert column(written(words)) == [words]


def test_what_excel_spells_is_read_as_the_character() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "First_x000D_\nsecond _x005F_x0041_"
    cell = read_book(saved(book)).sheets[0].cells[1, 1]
    assert cell.text == "First\nsecond _x0041_"


def test_labels_are_locked_answers_are_not_and_no_password_is_needed() -> None:
    puts = [Put(1, 1, "Name", "label"), Put(1, 2, "", "answer"), Put(2, 2, "Held", "held")]
    ws = opened(write_book([Draw("Sheet", [9, 9], puts)], "A form", {})).worksheets[0]
    assert ws.protection.sheet and not ws.protection.password
    assert not any(getattr(ws.protection, name) for name in (
        "formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort"))
    assert [ws[at].protection.locked for at in ("A1", "B1", "B2")] == [True, False, True]


def test_only_the_first_sheet_is_selected_and_columns_are_counted_in_the_letters_of_the_cells(
) -> None:
    book = opened(write_book([Draw(name, [9], [Put(1, 1, "A")]) for name in "abc"], "A form", {},
                             "A partnership", "OFFICIAL & more"))
    assert [bool(ws.sheet_view.tabSelected) for ws in book.worksheets] == [True, False, False]
    assert (book._fonts[0].name, book._fonts[0].sz) == ("Arial", 11)
    assert (book.properties.title, book.properties.creator) == ("A form", "A partnership")
    assert book.worksheets[0].oddHeader.right.text == "OFFICIAL && more"


@pytest.mark.parametrize(("widths", "leading", "group", "turned", "breaks"), [
    ([30, 70], 1, 1, False, []), ([36, 26, 92], 1, 1, True, []),
    ([18, 9, 10, 92, 20, 13, 34, 40, 40], 1, 1, True, [5]),
    ([30, 24, 44, 44, 44, 44], 2, 2, True, [4]), ([10, 200, 10], 1, 1, True, [2]),
])
def test_a_sheet_too_wide_for_a_page_is_printed_on_several(
        widths: list[int], leading: int, group: int, turned: bool, breaks: list[int]) -> None:
    ws = opened(write_book([Draw("Sheet", widths, [Put(1, 1, "A")], leading=leading, group=group)],
                           "A form", {})).worksheets[0]
    assert (ws.page_setup.orientation == "landscape", [b.id for b in ws.col_breaks.brk]) == (
        turned, breaks)
    assert bool(ws.sheet_properties.pageSetUpPr.fitToPage) is not bool(breaks)
    assert (ws.page_setup.scale or 100) >= SMALLEST and str(ws.page_setup.paperSize) == "9"


def test_words_are_measured_as_they_wrap() -> None:
    line = "She was seen at home and said that she was well. "
    assert lines("", 92) == lines("Yes", 12) == 1 and lines("a\n\nb", 92) == 3
    assert [lines(line * 2, 92), lines(line * 3, 92), lines(line, 24)] == [1, 2, 2]
    assert (lines(line, 44), lines(line, 44, bold=True)) == (1, 2)
    assert [lines(letter * 1_000, 50) for letter in "ixW"] == [9, 20, 37]


def test_a_drop_down_takes_its_list_from_the_cell_or_from_a_sheet() -> None:
    draw = Draw("Sheet", [9], [Put(1, 1, "")], [
        Choice(1, 1, 3, ("Yes", "No")), Choice(1, 4, 4, source="'_lists'!$A$1:$A$9", strict=False),
        Choice(1, 5, 5, ("x",), offered=True)])
    rules = opened(write_book([draw], "A form", {})).worksheets[0].data_validations.dataValidation
    assert [(r.formula1, str(r.sqref), r.errorStyle, r.showErrorMessage) for r in rules] == [
        ('"Yes,No"', "A1:A3", "stop", True), ("'_lists'!$A$1:$A$9", "A4", "warning", True),
        ('"x"', "A5", "stop", False)]


@pytest.mark.parametrize("codes", [["A1", 'A"2'], ["A1", "Police, North"], ["A\x01"], ["x" * 300]])
def test_any_codes_can_be_offered_from_the_hidden_sheet(norfolk: Profile,
                                                        codes: list[str]) -> None:
    form = norfolk.forms["terms_of_reference"]
    offered = {"people": codes, "agencies": codes, "subject_children": codes,
               "list:themes": codes, "list:learning_menu": codes}
    book = opened(workbook.write(form, norfolk, Filling(offered=offered)))
    listed = [cell.value for cell in book["_lists"]["A"] if cell.value]
    assert listed == [code.replace("\x01", "\ufffd") for code in codes]


def test_a_table_is_a_plain_workbook() -> None:
    data = table("Chronology", "OFFICIAL", [("When", 20), ("Event", 60)],
                 [["2021", "=1"], ["", "b"]])
    book = read_book(data)
    assert [sheet.name for sheet in book.sheets] == ["Table"]
    assert {spot(*at): cell.value for at, cell in book.sheets[0].cells.items()} == {
        "A1": "Chronology", "A2": "OFFICIAL", "A3": "When", "B3": "Event", "A4": "2021", "B4": "=1",
        "B5": "b"}
    assert opened(data).worksheets[0].auto_filter.ref == "A3:B5"
    assert table("Empty", "", [("When", 20)], []) == table("Empty", "", [("When", 20)], [])


# --- in ---------------------------------------------------------------------------------------


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_a_spot_is_the_name_of_a_cell(row: int, number: int) -> None:
    assert coordinate_to_tuple(spot(row, number)) == (row, number)


@pytest.mark.parametrize(("value", "text"), [
    (True, "TRUE"), (False, "FALSE"), (3, "3"), (3.0, "3"), (0.5, "0.5"),
    (9991234567.0, "9991234567"),
    (datetime(2021, 3, 12), "12 March 2021"), (datetime(2021, 3, 12, 9, 5), "12 March 2021 09:05"),
    (date(2021, 3, 12), "12 March 2021"), ("a\r\nb\rc", "a\nb\nc"), (" as typed ", " as typed "),
])
def test_a_cell_says_its_value_as_somebody_would_have_typed_it(value: Any, text: str) -> None:
    assert Cell(value).text == text


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
               max_size=40)


@settings(max_examples=30)
@given(st.lists(TEXT, min_size=1, max_size=8))
def test_cells_of_white_space_only_are_empty_and_others_come_back(texts: list[str]) -> None:
    assert column(written(*texts)) == [text for text in texts if text.strip()]


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Here"
    book.active._cells[1_048_576, 3] = openpyxl.cell.Cell(book.active, 1_048_576, 3, "There")
    book.active._cells[1_048_576, 16_384] = openpyxl.cell.Cell(
        book.active, 1_048_576, 16_384, "=1")
    data = saved(book)
    began = time.perf_counter()
    cells = read_book(data).sheets[0].cells
    assert time.perf_counter() - began < 2
    assert [spot(*at) for at in cells] == ["A1", "C1048576", "XFD1048576"]


def test_the_words_of_a_formula_are_kept() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "=-Mum said no"
    book.active["A2"] = ArrayFormula("A2:A3", "=SUM(B1:B2)")
    cells = read_book(saved(book)).sheets[0].cells
    assert [(cell.value, cell.formula) for cell in cells.values()] == [
        ("", "=-Mum said no"), ("", "=SUM(B1:B2)")]


def test_the_address_of_a_link_is_no_words() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "See"
    book.active["A1"].hyperlink = "#'Other'!A1"
    book.active["A2"].hyperlink = "#'Other'!A1"
    book.active["A2"].value = None
    book.active["A3"].hyperlink = "https://www.example.org"
    assert column(saved(book)) == ["See", "https://www.example.org"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"name,date\n", b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_workbook_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(OutsideTrouble):
        read_book(data)

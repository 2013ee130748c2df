"""Cells as they really come: what other readers lose, invent or give up on, ours keeps."""

import io
import warnings
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as clock
from typing import Any

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from making.packages import (
    DATE,
    DATE_TIME,
    HOURS,
    STRUCK,
    TEXT,
    TIME,
    Beside,
    book,
    cell,
    parts,
    sheet,
    zipped,
)

from pipeline.doors.xlsx import Book, Cell, read_book, spot


def cells(data: bytes, number: int = 0) -> dict[str, Cell]:
    return {spot(*at): one for at, one in read_book(data).sheets[number].cells.items()}


def values(data: bytes, number: int = 0) -> dict[str, Any]:
    return {at: one.value for at, one in cells(data, number).items()}


def one(xml: str, **more: Any) -> tuple[Any, set[str]]:
    """The value and the marks of A1 of a workbook whose only cell this is."""
    found = cells(book(sheet(xml), **more)).get("A1")
    return (found.value, set(found.marks)) if found else (None, set())


def faults(read: Book) -> list[tuple[str, str, str]]:
    return [(fault.code, fault.part, fault.spot) for fault in read.faults]


# --- what the usual reader loses or invents ----------------------------------------------------


def test_words_under_merged_cells_are_kept_and_said_to_be_out_of_sight() -> None:
    found = cells(book(sheet(
        cell("A1", "Seen"), cell("B1", "Under"), cell("A2", "Also under"), cell("C1", "Beside"),
        after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')))
    assert {at: (one.value, "covered" in one.marks) for at, one in found.items()} == {
        "A1": ("Seen", False), "B1": ("Under", True), "A2": ("Also under", True),
        "C1": ("Beside", False)}


def test_the_size_a_sheet_says_it_has_is_not_believed() -> None:
    for said in ("A1", "A1:XFD1048576", "rubbish"):
        data = book(sheet(cell("A1", "a"), cell("D9", "d"), before=f'<dimension ref="{said}"/>'))
        assert values(data) == {"A1": "a", "D9": "d"}


def test_rows_in_any_order_are_read() -> None:
    rows = [f'<row r="{n}">{cell(f"A{n}", n)}</row>' for n in (3, 1, 2)]
    assert values(book(sheet(*rows))) == {"A1": 1, "A2": 2, "A3": 3}


def test_a_workbook_of_the_strict_kind_is_read_like_any_other() -> None:
    data = book(sheet(cell("A1", "Words"), cell("B1", 44562, style=DATE),
                      '<c r="C1" t="s"><v>0</v></c>'), strings=["Shared"], strict=True)
    assert values(data) == {"A1": "Words", "B1": datetime(2022, 1, 1), "C1": "Shared"}


@pytest.mark.parametrize("spell", [
    str.upper, lambda name: name.replace("sheet1", "Sheet1"),
    lambda name: name.replace("/", "\\"), lambda name: f"/{name}",
], ids=["capitals", "one capital", "backslashes", "a slash before"])
def test_the_names_of_parts_may_be_spelt_in_other_ways(spell: Callable[[str], str]) -> None:
    made = {name if name.startswith("[") else spell(name): part
            for name, part in parts(sheet(cell("A1", "Words"))).items()}
    assert [(page.name, page.hidden) for page in read_book(zipped(made)).sheets] == [
        ("Sheet1", False)]
    assert values(zipped(made)) == {"A1": "Words"}


@pytest.mark.parametrize("typed", ["12122021", "2021", "0", "-5", "1e9", "60", "100001", "2958466",
                                   "2999999"])
def test_a_number_that_is_no_day_stays_the_number_that_was_typed(typed: str) -> None:
    value, marks = one(f'<c r="A1" s="{DATE}"><v>{typed}</v></c>')
    assert (value, marks) == (float(typed), {"odd"})


def test_a_formula_never_worked_out_has_no_value_and_one_that_was_has_it() -> None:
    found = cells(book(sheet(cell("A1", None, formula="1+1"), cell("A2", 2, formula="1+1"),
                             cell("A3", "two", formula="B1"), cell("A4", True, formula="1=1"))))
    assert found == {"A1": Cell("", "=1+1"), "A2": Cell(2, "=1+1"), "A3": Cell("two", "=B1"),
                     "A4": Cell(True, "=1=1")}


@pytest.mark.parametrize("index", ["-1", "2", "4294967295", "one", "0.5"])
def test_a_shared_text_that_is_not_there_is_never_another_one(index: str) -> None:
    found = one(f'<c r="A1" t="s"><v>{index}</v></c>', strings=["First", "Last"])
    assert found == (index, {"odd"})


def test_a_link_on_an_empty_cell_makes_no_words() -> None:
    data = book(sheet(cell("A1", "See"), after='<hyperlinks><hyperlink ref="A2" r:id="rId1"/>'
                      '</hyperlinks>'), beside={1: [Beside(
                          "hyperlink", "https://example.org/x", external=True)]})
    assert values(data) == {"A1": "See"}


@pytest.mark.parametrize(("stored", "words"), [
    ("First_x000D_\nsecond", "First\r\nsecond"), ("bell_x0007_", "bell\x07"),
    ("_x005F_x0041_", "_x0041_"), ("a_x12_", "a_x12_"), ("_xD83D_", "_xD83D_"),
])
def test_spelt_characters_are_decoded_wherever_a_text_stands(stored: str, words: str) -> None:
    data = book(sheet('<c r="A1" t="s"><v>0</v></c>', cell("A2", stored),
                      cell("A3", stored, formula="A1")), strings=[stored])
    assert set(values(data).values()) == {words}


# --- one bad cell costs only itself ------------------------------------------------------------


@pytest.mark.parametrize(("xml", "value", "marks"), [
    ('<c r="A1" t="d"><v>2021-03-12</v></c>', date(2021, 3, 12), set()),
    ('<c r="A1" t="d"><v>2021-03-12T09:05:00Z</v></c>', datetime(2021, 3, 12, 9, 5), set()),
    ('<c r="A1" t="d"><v>09:05:30</v></c>', clock(9, 5, 30), set()),
    ('<c r="A1" t="d"><v>12th March</v></c>', "12th March", {"odd"}),
    ('<c r="A1" t="d"><v>2021-02-31</v></c>', "2021-02-31", {"odd"}),
    ('<c r="A1" t="b"><v>true</v></c>', True, set()),
    ('<c r="A1" t="b"><v>0</v></c>', False, set()),
    ('<c r="A1" t="b"><v>perhaps</v></c>', "perhaps", {"odd"}),
    ('<c r="A1"><v>NaN</v></c>', "NaN", {"odd"}),
    ('<c r="A1"><v>1e400</v></c>', "1e400", {"odd"}),
    ('<c r="A1"><v>1_000</v></c>', "1_000", {"odd"}),
    ('<c r="A1"><v>١٢</v></c>', "١٢", {"odd"}),
    ('<c r="A1"><v>not known</v></c>', "not known", {"odd"}),
    ('<c r="A1" t="new"><v>kept</v></c>', "kept", {"odd"}),
    ('<c r="A1" s="999"><v>5</v></c>', 5, set()),
    ('<c r="A1" s="five"><v>5</v></c>', 5, set()),
    ('<c r="A1" t="inlineStr"><v>no is</v></c>', "no is", set()),
    ('<c r="A1"><is><t>no type</t></is></c>', "no type", set()),
    ('<c r="A1" t="e"><v>#REF!</v></c>', "#REF!", {"error"}),
    ('<c r="A1" t="e" vm="1"><v>#VALUE!</v></c>', "", {"picture"}),
    ('<c r="A0"><v>5</v></c>', 5, {"odd"}), ('<c r="AAAA1"><v>5</v></c>', 5, {"odd"}),
    ('<c r="a1"><v>5</v></c>', 5, set()), ('<c r="A1" t="str"><v> \u00a0\n</v></c>', None, set()),
    ('<c r="A1" t="s"><v></v></c>', None, set()), ('<c r="A1"/>', None, set()),
])
def test_a_value_is_what_it_says_or_its_own_text(xml: str, value: Any, marks: set[str]) -> None:
    data = book(sheet(f'<row r="1">{xml}</row><row r="2">{cell("A2", "unharmed")}</row>'))
    found = cells(data)
    first = found.get("A1")
    assert found["A2"] == Cell("unharmed")
    assert ((first.value, set(first.marks)) if first else (None, set())) == (value, marks)


def test_words_that_excel_took_for_a_formula_are_in_the_formula() -> None:
    data = book(sheet('<c r="A1" t="e"><f>-Mum said no</f><v>#NAME?</v></c>'))
    assert cells(data)["A1"] == Cell("", "=-Mum said no", frozenset({"error"}))


def test_a_formula_that_cells_share_is_known_in_each_of_them() -> None:
    data = book(sheet('<c r="A1"><f t="shared" ref="A1:A2" si="0">COUNTA(B1)</f><v>1</v></c>'
                      '<c r="A2"><f t="shared" si="0"/><v>2</v></c>'
                      '<c r="A3"><f t="array" ref="A3">SUM(B1)</f><v>3</v></c>'))
    assert [one.formula for one in cells(data).values()] == ["=COUNTA(B1)", "=COUNTA(B1)",
                                                            "=SUM(B1)"]


@pytest.mark.parametrize(("style", "stored", "value"), [
    (DATE, "44562", datetime(2022, 1, 1)), (DATE_TIME, "44562.5", datetime(2022, 1, 1, 12)),
    (TIME, "0.604166666666667", clock(14, 30)), (TIME, "0", clock(0, 0)),
    (HOURS, "1", "24:00"), (HOURS, "1.0833333333333333", "26:00"), (TEXT, "44562", 44562),
])
def test_days_and_times(style: int, stored: str, value: Any) -> None:
    assert one(f'<c r="A1" s="{style}"><v>{stored}</v></c>') == (value, set())


def test_days_counted_from_1904() -> None:
    assert one(cell("A1", 43100, style=DATE), date1904=True)[0] == datetime(2022, 1, 1)


def test_runs_are_joined_readings_dropped_and_words_struck_out_told() -> None:
    rich = "<r><t>Mum </t></r><r><rPr><strike/></rPr><t>agreed</t></r>"
    reading = "<t>山</t><rPh sb='0' eb='1'><t>やま</t></rPh>"
    off = "<r><rPr><strike val='0'/></rPr><t>kept</t></r>"
    found = cells(book(sheet(
        *(f'<c r="A{n}" t="s"><v>{n - 1}</v></c>' for n in (1, 2, 3)),
        f'<c r="A4" t="inlineStr"><is>{rich}</is></c>', cell("A5", "all of it", style=STRUCK)),
        strings=[rich, reading, off]))
    assert [(one.value, set(one.marks)) for one in found.values()] == [
        ("Mum agreed", {"struck"}), ("山", set()), ("kept", set()), ("Mum agreed", {"struck"}),
        ("all of it", {"struck"})]


def test_a_text_too_long_is_cut_and_said_so() -> None:
    read = read_book(book(sheet(cell("A1", "x" * 1_000_001), cell("A2", "y" * 40_000))))
    assert [(len(one.value), one.marks) for one in read.sheets[0].cells.values()] == [
        (1_000_000, frozenset()), (40_000, frozenset())]
    assert faults(read) == [("text-too-long", "Sheet1", "A1")]


# --- beside the usual readers ------------------------------------------------------------------

ORDINARY = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff_"),
            min_size=1, max_size=30).filter(lambda text: text.strip() == text and text[0] != "="),
    st.integers(-10**9, 10**9), st.booleans(), st.floats(-1e9, 1e9).map(lambda n: round(n, 4)),
    st.datetimes(datetime(1910, 1, 1), datetime(2100, 1, 1)).map(
        lambda day: day.replace(microsecond=0)))


@settings(max_examples=60)
@given(st.dictionaries(st.tuples(st.integers(1, 300), st.integers(1, 40)), ORDINARY, min_size=1,
                       max_size=30))
def test_an_ordinary_workbook_reads_as_in_the_usual_readers(
        typed: dict[tuple[int, int], Any]) -> None:
    made = openpyxl.Workbook()
    for at, value in typed.items():
        made.active.cell(*at).value = value
    held = io.BytesIO()
    made.save(held)
    ours = {at: one.value for at, one in read_book(held.getvalue()).sheets[0].cells.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = openpyxl.load_workbook(held).active
    assert ours == {at: one.value for at, one in theirs._cells.items() if one.value is not None}
    held.seek(0)
    rows = python_calamine.CalamineWorkbook.from_filelike(held).get_sheet_by_index(0).to_python(
        skip_empty_area=False)
    assert {at: _plain(value) for at, value in ours.items()} == {
        (row, column): _plain(value) for row, line in enumerate(rows, 1)
        for column, value in enumerate(line, 1) if value != ""}


def _plain(value: Any) -> Any:
    """A value as the other reader gives it: whole numbers broken, midnight without its time."""
    if isinstance(value, datetime) and value.time() == clock():
        return value.date()
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

"""The decision sheet: what stands in it, what a person writes, and what is read back."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pipeline import anonymise
from pipeline.doors.xlsx import Book, read_book
from pipeline.model.decisions import (
    CHANGE,
    CHECKED,
    LEAVE,
    REPLACE,
    Decided,
    Decision,
    Doubt,
    Tick,
    Ticked,
    stable_key,
)
from pipeline.opening.child import Opener
from tests.making.office import to_office

NAMES, TELLING, START = "Names to decide", "What could identify", "Start here"
TITLES = {"report": "Report of the Lead Reviewer"}


def doubt(number: int, **more: Any) -> Doubt:
    return Doubt(stable_key("report", str(number)), "report", "Body", f"paragraph {number}",
                 "Her sister ", "Grace", " was at home.", "A name that is a word too", "Child C2",
                 **more)


def tick(number: int, **more: Any) -> Tick:
    return Tick(stable_key("tick", str(number)), "report.docx", 4, "4", "aged seven", "Age",
                "She was aged seven then.", 2, **more)


DOUBTS, TICKS = [doubt(1), doubt(2), doubt(3)], [tick(1), tick(2)]


def made(doubts: Any = DOUBTS, ticks: Any = TICKS) -> bytes:
    return anonymise.sheet(doubts, ticks, "SPR25-07", "Publication pack", "OFFICIAL", TITLES)


def filled(change: Callable[[Any], None], data: bytes | None = None) -> Book:
    """The sheet as a person saves it after some changes."""
    book = load_workbook(io.BytesIO(data or made()))
    change(book)
    held = io.BytesIO()
    book.save(held)
    return read_book(held.getvalue())


def at(book: Any, sheet: str, heading: str, row: int) -> Any:
    """The cell under a heading, in the row of so many questions."""
    page = book[sheet]
    column = next(cell.column for cell in page[3] if cell.value == heading)
    return page.cell(row + 3, column)


def answer(row: int, by: str = "A Person", on: str = "14 May 2026", sheet: str = NAMES,
           **said: str) -> Callable[[Any], None]:
    headings = {"what": "Your decision", "own": "Or your own words", "note": "Note",
                "reason": "Reason, if it is left", "stays": "May it stay?"}

    def change(book: Any) -> None:
        for name, words in {**said}.items():
            at(book, sheet, headings[name], row).value = words
        if by:
            at(book, sheet, "Decided by", row).value = by
        if on:
            at(book, sheet, "On (date)", row).value = on
    return change


def decided(*books: Book) -> Decided:
    return anonymise.decided([(f"decisions/{n}", book) for n, book in enumerate(books, 1)])


def test_the_sheet_shows_each_question_with_its_place_and_words() -> None:
    book = load_workbook(io.BytesIO(made()))
    assert book.sheetnames == [START, NAMES, TELLING]
    row = [cell.value for cell in book[NAMES][4]]
    assert row[1:7] == ["1", "Report of the Lead Reviewer: Body, paragraph 1", "Grace",
                        "Her sister «Grace» was at home.", "A name that is a word too", "Child C2"]
    assert [cell.value for cell in book[TELLING][4]][2:8] == [
        "Report of the Lead Reviewer", "4", "Age", "aged seven", "She was aged seven then.", "2"]
    assert book[NAMES].column_dimensions["A"].hidden and book[TELLING].column_dimensions["A"].hidden
    lists = [rule.formula1 for sheet in (NAMES, TELLING)
             for rule in book[sheet].data_validations.dataValidation]
    assert lists == ['"Replace,Leave"', '"May stay,Must change"']
    assert "inputs/SPR25-07/decisions/" in " ".join(
        str(cell.value) for row in book[START] for cell in row)


def test_the_same_questions_give_the_same_bytes() -> None:
    assert made() == made()


def test_nobody_has_decided_anything_in_a_fresh_sheet() -> None:
    assert decided(read_book(made())) == Decided()
    assert decided(read_book(made([], []))) == Decided()


def test_decisions_are_read_back() -> None:
    def change(book: Any) -> None:
        answer(1, what="Replace")(book)
        answer(2, own="the nurse", by="Another")(book)
        answer(3, what="Leave", reason="The month, not a name")(book)
        answer(1, stays="May stay", note="Agreed with the family", sheet=TELLING)(book)
        answer(2, stays="Must change", sheet=TELLING)(book)
    found = decided(filled(change))
    one, two, three = (item.key for item in DOUBTS)
    assert found.problems == ()
    assert found.names == {
        one: Decision(one, REPLACE, "", "", "A Person", "14 May 2026"),
        two: Decision(two, REPLACE, "the nurse", "", "Another", "14 May 2026"),
        three: Decision(three, LEAVE, "", "The month, not a name", "A Person", "14 May 2026")}
    assert {one.what for one in found.ticks.values()} == {CHECKED, CHANGE}
    assert found.ticks[TICKS[0].key].note == "Agreed with the family"


def test_who_decides_may_be_said_once() -> None:
    def change(book: Any) -> None:
        for row in book[START].iter_rows():
            if row[0].value in ("Decided by", "On (date)"):
                row[1].value = {"Decided by": "A Person", "On (date)": "14 May 2026"}[row[0].value]
        answer(1, what="Replace", by="", on="")(book)
        answer(2, what="Replace", by="Another", on="15 May 2026")(book)
    found = decided(filled(change)).names
    assert [(one.by, one.on) for one in found.values()] == [
        ("A Person", "14 May 2026"), ("Another", "15 May 2026")]


def test_a_date_that_excel_made_of_it_is_a_day_too() -> None:
    from datetime import datetime

    def change(book: Any) -> None:
        answer(1, what="Replace")(book)
        cell = at(book, NAMES, "On (date)", 1)
        cell.value, cell.number_format = datetime(2026, 5, 14), "dd/mm/yyyy"
    found = decided(filled(change))
    assert [one.on for one in found.names.values()] == ["14 May 2026"] and not found.problems


@pytest.mark.parametrize(("change", "code", "spot"), [
    (answer(1, what="Perhaps"), "decision-impossible", "H4"),
    (answer(2, what="Leave"), "decision-without-reason", "J5"),
    (answer(1, what="Leave", own="x", reason="y"), "decision-impossible", "I4"),
    (answer(1, what="Replace", own="the_x0001_ mother"), "decision-impossible", "I4"),
    (answer(1, what="Replace", by=""), "decision-unsigned", "K4"),
    (answer(1, what="Replace", on=""), "decision-unsigned", "L4"),
    (answer(1, what="Replace", on="soon"), "decision-impossible", "L4"),
    (answer(1, stays="Perhaps", sheet=TELLING), "decision-impossible", "I4"),
    (answer(2, stays="May stay", by="", sheet=TELLING), "decision-unsigned", "K5"),
])
def test_what_cannot_be_understood_is_told_with_its_cell_and_does_not_count(
        change: Callable[[Any], None], code: str, spot: str) -> None:
    found = decided(filled(change))
    assert [(one.code, one.where.file, one.where.spot) for one in found.problems] == [
        (code, "decisions/1", spot)]
    assert not found.names and not found.ticks


@pytest.mark.parametrize("key", ["", "Grace", "0" * 15, "=1+1"])
def test_a_row_without_its_key_is_told(key: str) -> None:
    def change(book: Any) -> None:
        answer(1, what="Replace")(book)
        book[NAMES]["A4"].value = key
    assert [one.code for one in decided(filled(change)).problems] == ["decision-unknown"]


def test_rows_may_be_sorted_columns_moved_and_sheets_renamed() -> None:
    def change(book: Any) -> None:
        answer(3, what="Replace")(book)
        page = book[NAMES]
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
        for at, row in enumerate([rows[0], *reversed(rows[1:])], 3):
            for column, value in enumerate(reversed(row), 1):
                page.cell(at, column).value = value
        page.title = "Copy of names"
    assert set(decided(filled(change)).names) == {DOUBTS[2].key}


def test_two_sheets_that_disagree_decide_nothing() -> None:
    first, other = filled(answer(1, what="Replace")), filled(answer(1, own="the nurse"))
    found = decided(first, other)
    assert not found.names
    assert [(one.code, one.where.file) for one in found.problems] == [
        ("decision-twice", "decisions/2")]
    assert len(decided(first, first).names) == 1


def test_earlier_decisions_stand_in_the_next_sheet_and_are_read_again() -> None:
    before = decided(filled(answer(1, what="Leave", reason="The month")), filled(
        answer(1, stays="May stay", sheet=TELLING)))
    again = made([doubt(1, decision=before.names[DOUBTS[0].key]), doubt(2)],
                 [tick(1, ticked=before.ticks[TICKS[0].key])])
    assert decided(read_book(again)) == before


def test_whoever_signed_before_does_not_sign_what_is_new() -> None:
    old = Decision(DOUBTS[0].key, REPLACE, "", "", "A Person", "14 May 2026")
    book = filled(answer(2, what="Replace", by="", on=""), made([doubt(1, decision=old), doubt(2)]))
    assert [one.code for one in decided(book).problems] == ["decision-unsigned"]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1,
                max_size=40).map(str.strip).filter(bool)


@settings(max_examples=25)
@given(WORDS, WORDS, WORDS)
def test_any_words_come_back_as_they_were_written(own: str, reason: str, by: str) -> None:
    key = DOUBTS[0].key
    whole = [doubt(1, decision=Decision(key, REPLACE, own, reason, by, "14 May 2026")),
             doubt(2, decision=Decision(DOUBTS[1].key, LEAVE, "", reason, by, "14 May 2026"))]
    found = decided(read_book(made(whole, [tick(1, ticked=Ticked(
        TICKS[0].key, CHECKED, reason, by, "14 May 2026"))])))
    assert found.problems == ()
    assert list(found.names.values()) == [one.decision for one in whole]
    assert found.ticks[TICKS[0].key].note == reason


def test_formulas_in_a_sheet_are_words_to_us() -> None:
    words = '=HYPERLINK("https://example.org","x")'
    one = doubt(1, decision=Decision(DOUBTS[0].key, REPLACE, words, "", "A", "14 May 2026"))
    page = load_workbook(io.BytesIO(made([one])))[NAMES]
    assert page["I4"].value == words and page["I4"].data_type == "s"


def test_a_sheet_comes_through_the_guard_of_everything_that_comes_in() -> None:
    with Opener() as opener:
        opened = opener.open(made())
    assert opened.kind == "xlsx" and opened.book is not None and not opened.refused


@pytest.mark.office
def test_libreoffice_keeps_what_was_decided(tmp_path: Path) -> None:
    done = [doubt(1, decision=Decision(DOUBTS[0].key, REPLACE, "the nurse", "", "A Person",
                                       "14 May 2026")), doubt(2)]
    path = tmp_path / "decisions.xlsx"
    path.write_bytes(made(done, [tick(1, ticked=Ticked(TICKS[0].key, CHECKED, "", "A Person",
                                                       "14 May 2026"))]))
    (tmp_path / "out").mkdir()
    to_office([path], "xlsx", tmp_path / "out")
    again = (tmp_path / "out" / "decisions.xlsx").read_bytes()
    assert decided(read_book(again)) == decided(read_book(path.read_bytes()))
    count = [cell.text for cell in read_book(again).sheets[0].cells.values()
             if "still open" in cell.text]
    assert count == ["1 of 2 still open", "0 of 1 still open"]


def test_a_new_sheet_keeps_what_was_decided_and_is_not_asked_now() -> None:
    def both(book: Any) -> None:
        answer(1, what="Replace", own="her sister")(book)
        answer(1, stays="May stay", note="Known", sheet=TELLING)(book)

    first = decided(filled(both))
    assert len(first.lines) == 2
    fresh = anonymise.sheet([], [], "SPR25-07", "Publication pack", before=first.lines)
    again = decided(read_book(fresh))
    assert (again.names, again.ticks, again.problems) == (first.names, first.ticks, ())
    third = decided(read_book(anonymise.sheet([], [], "SPR25-07", "Publication pack",
                                              before=again.lines)))
    assert third.lines == again.lines
    other = anonymise.sheet([], [], "SPR25-07", "Another pack", before=first.lines)
    assert decided(read_book(other)) == Decided()
    asked = load_workbook(io.BytesIO(anonymise.sheet(
        DOUBTS, TICKS, "SPR25-07", "Publication pack", before=first.lines)))
    assert asked.sheetnames == [START, NAMES, TELLING]

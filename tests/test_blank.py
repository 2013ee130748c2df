"""What somebody meets who fills in a form: nothing is cut off, in the way or technical."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from pipeline import workbook
from pipeline.doors.xlsx import lines
from pipeline.doors.xlsx.measure import LINE, TALLEST
from pipeline.model import Filling, Form, Words
from pipeline.profiles import load_profile
from pipeline.workbook.layout import (
    FIRST_ROW,
    MORE_ROOM,
    NARRATIVE,
    SCREEN,
    START_SHEET,
    locked,
    marked,
    plan,
)

NORFOLK = load_profile(Path(__file__).resolve().parent.parent / "templates", "norfolk")
FORMS = sorted(NORFOLK.forms)
LONG = "\n\n".join("She was seen at home and said that she was well. " * 9 for _ in range(12))


def opened(form: Form, filling: Filling | None = None) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook.write(form, NORFOLK, filling)))


def width(ws: Any, column: int) -> float:
    return float(ws.column_dimensions[get_column_letter(column)].width)


def words_of(ws: Any) -> Iterator[tuple[Any, str]]:
    """Every cell with words that people can see."""
    for row in ws.iter_rows():
        for cell in row:
            hidden = ws.column_dimensions[get_column_letter(cell.column)].hidden
            if isinstance(cell.value, str) and cell.data_type != "f" and not (
                    hidden or ws.row_dimensions[cell.row].hidden):
                yield cell, cell.value


# --- room -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_every_row_is_high_enough_for_its_words(name: str) -> None:
    book = opened(NORFOLK.forms[name])
    for ws in (ws for ws in book.worksheets if ws.sheet_state == "visible"):
        for cell, words in words_of(ws):
            need = lines(words, width(ws, cell.column)) if cell.alignment.wrap_text else 1
            high = ws.row_dimensions[cell.row].height
            assert high >= min(TALLEST, need * LINE), (ws.title, cell.coordinate)
            # A row of its own height stays so when somebody types more than fits.
            assert not ws.row_dimensions[cell.row].customHeight or high


@pytest.mark.parametrize("name", FORMS)
def test_boxes_for_narratives_are_wide_and_sheets_fit_a_screen(name: str) -> None:
    form = NORFOLK.forms[name]
    for section in form.sections:
        for children in (["C1"], ["C1", "C2"]):
            one = plan(form, section, children)
            total = sum(column.width for column in one.columns)
            if not one.is_table:
                assert total <= SCREEN, section.id
            if not one.is_table and not section.per:
                assert all(c.width >= NARRATIVE >= 90 for _, c in one.answers)


def test_a_long_answer_and_long_words_beside_it_are_cut_into_rows_that_show_them() -> None:
    form = NORFOLK.forms["rapid_review_report"]
    beside = {"analysis/good_practice": [Words("A trust", LONG, "Analysis, C7", "A1-1/analysis/x",
                                               "0" * 12, new="Changed"),
                                         Words("A school", LONG.replace("\n\n", " "), "", "A2-1/a",
                                               "0" * 12)]}
    ws = opened(form, Filling(answers={"analysis/good_practice": LONG}, beside=beside))["Analysis"]
    heights = [ws.row_dimensions[row].height for row in range(1, ws.max_row + 1)]
    assert max(heights) < TALLEST
    for cell, words in words_of(ws):
        assert not cell.alignment.wrap_text or lines(words, width(ws, cell.column)) <= 28
    who = next(words for _, words in words_of(ws) if words.startswith("A trust"))
    assert who == "A trust\nAnalysis, C7\nChanged since your last copy"


# --- what may be done -------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_rows_of_a_table_can_be_deleted_and_sorted_and_nothing_else(name: str) -> None:
    """Excel does either only where no cell is locked, not even one that nobody uses."""
    form = NORFOLK.forms[name]
    book = opened(form)
    for section in form.sections:
        ws = book[section.sheet]
        free = [row for row in range(1, ws.max_row + 1)
                if ws.row_dimensions[row].has_style
                and not ws.row_dimensions[row].protection.locked]
        if section.kind != "table" or locked(form, section):
            assert free == []
            continue
        assert len(free) == section.rows - len(section.printed)
        assert free == list(range(free[0], free[0] + len(free)))
        for row in range(1, ws.max_row + 1):
            cells = [cell for cell in ws[row] if cell.has_style]
            assert (row in free) is bool(cells and not any(c.protection.locked for c in cells))


def test_yes_and_no_are_taken_in_small_letters_and_any_sign_for_a_tick() -> None:
    """Excel minds capitals in a list that is written into the rule, not in one on a sheet."""
    book = opened(NORFOLK.forms["rapid_review"])
    for ws in (book["Analysis"], book["Category of Abuse"]):
        rules = ws.data_validations.dataValidation
        assert rules and all(rule.formula1.startswith("'_lists'!") for rule in rules)
        assert {rule.showErrorMessage for rule in rules} == {ws.title == "Analysis"}


# --- what is still to answer ------------------------------------------------------------------


def test_a_box_is_shaded_until_it_is_answered() -> None:
    form = NORFOLK.forms["rapid_review"]
    book = opened(form)
    for section in form.sections:
        ws = book[section.sheet]
        wanted = [str(ranges.sqref) for ranges in ws.conditional_formatting
                  for rule in ranges.rules if "COUNTA" in rule.formula[0]]
        asked = [f for f in section.fields if f.required or f.required_if]
        if section.kind == "answers" and not section.per and not locked(form, section):
            assert len(wanted) == len(asked)
            rows = {cell.value: cell.row for cell in ws["A"] if cell.value != MORE_ROOM}
            starts = [int(re.findall(r"\d+", place)[0]) for place in wanted]
            assert starts == [rows[marked(f)] for f in asked]
    assert len(book["Summary of involvement"].conditional_formatting) == 2
    assert len(book["Purpose and dates"].conditional_formatting) == 0


def test_the_words_of_a_box_are_counted_against_their_limit() -> None:
    form = NORFOLK.forms["rapid_review_report"]
    ws = opened(form)["Analysis"]
    column = next(cell.column for cell in ws[FIRST_ROW - 1] if cell.value == "Words")
    shown = {cell.number_format for row in ws.iter_rows(min_col=column, max_col=column)
             for cell in row if cell.data_type == "f"}
    section = form.section("analysis")
    assert section is not None
    assert shown == {f'0" of {f.max_words}"' if f.max_words else "0" for f in section.fields}


# --- the first sheet --------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_the_first_sheet_says_what_to_do_in_plain_words(name: str) -> None:
    form = NORFOLK.forms[name]
    book = opened(form, Filling(identity={"case": "X-1"}, facts=[("Return by", "3 June 2025")]))
    ws = book[START_SHEET]
    rows = {row[0].value: row[1].value for row in ws.iter_rows(max_col=2)}
    order = [label for label in rows if label]
    assert book.worksheets[0] is ws and ws["A1"].value == form.title
    if form.ours:
        assert "folder of the case" in rows["What to do with it"]
        assert "Return to" not in rows and "Our code for you" not in rows
    else:
        back = rows["How to return it"]
        assert "e-mail" in back and rows["Return to"] in back and "by 3 June 2025" in back
    places = [order.index(label) for label in ("How to fill this in", "Sheet", "About this copy")]
    assert places == sorted(places)
    seen = " ".join(words for _, words in words_of(ws)).casefold().split()
    assert not {"fingerprint", NORFOLK.id.upper(), *(one for one in FORMS if "_" in one)} & {*seen}
    assert rows["Partnership"] == NORFOLK.name

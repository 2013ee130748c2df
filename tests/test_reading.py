"""What people do to a workbook before they send it back: nothing of it may cost an answer.

Every test edits a filled form as Excel would and reads it again. What is not an answer any more
must stand in a problem that quotes it.
"""

import io
import random
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from pipeline import workbook
from pipeline.doors.xlsx import Book as DoorBook
from pipeline.doors.xlsx import read_book, spot
from pipeline.model import Filling, Problem, Profile, Submission, Words
from pipeline.workbook.layout import EVIDENCE, KINDS, MORE_ROOM, START_SHEET, TICKS, plan

ANALYSIS = ("need_for_improvement", "multi_agency_working", "gaps_in_provision",
            "cross_boundary_working", "institutional_settings", "good_practice", "other",
            "views_on_learning", "covid_impact")
ANSWERS = {
    "purpose/return_date": "3 June 2025", "purpose/return_time": "12 noon",
    "background/reasons": "An injury to a baby.", "background/period_from": "January 2023",
    "respondent/name": "Marlow Pellingate", "respondent/email": "m.pellingate@example.org",
    "respondent/telephone": "01632 960123", "respondent/date_completed": "27 May 2025",
    "family_details/C1/name": "Baby Amberley", "family_details/C2/name": "Rowan Amberley",
    "family_details/C2/date_of_birth": "4 March 2021",
    "family_details/C2/date_of_birth/anomaly": "5 March 2021 on our system",
    "family_details/C2/cp_plan_details": "Neglect, 2022.",
    "family_details/C2/child_in_need_details": "From May 2023.",
    "categories/online": "x", "categories/other_criminal": "x", "categories/other_health": "✓",
    "categories/other_category": "Dog bite",
    "family_members/1/code": "F1", "family_members/1/name": "Tamsin Amberley",
    "family_members/2/name": "Grandmother", "family_members/2/additional_information": "Not met.",
    "summary/1/when": "March 2021", "summary/1/event": "Booked late.",
    "summary/2/when": "c. 2022", "summary/2/event": "Seen at home.\n\nNo concerns.",
    "summary/3/when": "12/3/23", "summary/3/event": "- Referral made.",
    **{f"analysis/{name}": f"What we say about {name}." for name in ANALYSIS},
    "analysis/national_thematic_review": "No",
    "immediate_learning/additional_learning": "Two things.",
}
IDENTITY = {"case": "NSCP-2025-09", "recipient": "A4", "number": "2"}
Book = openpyxl.Workbook


@pytest.fixture(scope="module")
def filled(norfolk: Profile) -> bytes:
    """An agency's return, written once."""
    filling = Filling(identity=IDENTITY, children=["C1", "C2"], answers=ANSWERS,
                      facts=[("For", "A trust"), ("Return by", "Tuesday 3 June 2025")])
    return workbook.write(norfolk.forms["rapid_review"], norfolk, filling)


@pytest.fixture
def book(filled: bytes) -> Book:
    """The same return, opened to be edited."""
    return openpyxl.load_workbook(io.BytesIO(filled))


def saved(book: Book) -> bytes:
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def read(book: Book | bytes, profile: Profile) -> Submission:
    found = workbook.read(book if isinstance(book, bytes) else saved(book), "r.xlsx", profile)
    assert isinstance(found, Submission)
    return found


def texts(found: Submission) -> dict[str, str]:
    return {path: answer.text for path, answer in found.answers.items()}


def codes(found: Submission) -> list[str]:
    return sorted(one.code for one in found.problems)


def quoted(found: Submission, code: str = "") -> list[str]:
    return [one.quote for one in found.problems if not code or one.code == code]


def place(ws: Worksheet, words: str) -> tuple[int, int]:
    """Where these words stand on a sheet, first from the top."""
    return next((cell.row, cell.column) for row in ws.iter_rows() for cell in row
                if cell.value == words)


def row_of(ws: Worksheet, label: str) -> int:
    return place(ws, label)[0]


def move(ws: Worksheet, rows: Sequence[int], columns: Iterable[int], to: Sequence[int]) -> None:
    """Put cells of some rows where other rows are."""
    columns = list(columns)
    values = {row: [ws.cell(row, column).value for column in columns] for row in rows}
    for old, new in zip(rows, to, strict=True):
        for column, value in zip(columns, values[old], strict=True):
            ws.cell(new, column).value = value


# --- rows and columns -------------------------------------------------------------------------


def test_untouched_it_reads_as_it_was_filled(filled: bytes, norfolk: Profile) -> None:
    found = read(filled, norfolk)
    assert texts(found) == ANSWERS and found.problems == ()
    assert (found.case, found.recipient, found.number) == ("NSCP-2025-09", "A4", 2)


def test_saved_by_another_program_it_reads_the_same(book: Book, norfolk: Profile) -> None:
    found = read(book, norfolk)
    assert texts(found) == ANSWERS and found.problems == ()


@pytest.mark.parametrize("above", [1, 3, 5, 6, 7, 12, 20])
def test_rows_inserted_between_or_above_questions(book: Book, norfolk: Profile,
                                                  above: int) -> None:
    for ws in book.worksheets:
        if ws.sheet_state == "visible":
            ws.insert_rows(above, amount=2)
    found = read(book, norfolk)
    assert texts(found) == ANSWERS and found.problems == ()


def test_words_in_a_row_inserted_under_a_box_continue_the_box(book: Book,
                                                              norfolk: Profile) -> None:
    ws = book["Analysis"]
    row = row_of(ws, "Gaps in provision *")
    ws.insert_rows(row + 1)
    ws.cell(row + 1, 3).value = "And another gap."
    found = read(book, norfolk)
    expected = ANSWERS["analysis/gaps_in_provision"] + "\nAnd another gap."
    assert texts(found) == {**ANSWERS, "analysis/gaps_in_provision": expected}
    assert [ref.spot for ref in found.answers["analysis/gaps_in_provision"].refs] == [
        spot(row, 3), spot(row + 1, 3)]
    assert found.problems == ()


def test_words_in_the_rows_for_more_room_continue_the_box(book: Book, norfolk: Profile) -> None:
    ws = book["Analysis"]
    row = row_of(ws, "Good practice identified *")
    assert ws.cell(row + 2, 1).value == MORE_ROOM
    ws.cell(row + 2, 3).value = "More."
    assert texts(read(book, norfolk))["analysis/good_practice"].endswith("practice.\nMore.")


@pytest.mark.parametrize("at", [1, 2, 3])
def test_columns_inserted(book: Book, norfolk: Profile, at: int) -> None:
    for ws in book.worksheets:
        if ws.sheet_state == "visible":
            ws.insert_cols(at)
            # openpyxl leaves the columns hidden that were hidden before.
            for letter in [*ws.column_dimensions]:
                ws.column_dimensions[letter].hidden = False
    found = read(book, norfolk)
    assert texts(found) == ANSWERS and found.problems == ()
    assert (found.case, found.recipient, found.number) == ("NSCP-2025-09", "A4", 2)


def test_a_column_deleted_is_said_and_the_others_are_read(book: Book, norfolk: Profile) -> None:
    ws = book["Summary of involvement"]
    ws.delete_cols(1)
    found = read(book, norfolk)
    assert codes(found) == ["missing-label"]
    assert texts(found) == {path: words for path, words in ANSWERS.items()
                            if not path.startswith("summary/") or path.endswith("/event")}


@pytest.mark.parametrize("how_many", [1, 2])
def test_the_hidden_column_of_keys_deleted(book: Book, norfolk: Profile, how_many: int) -> None:
    for section in norfolk.forms["rapid_review"].sections:
        one = plan(norfolk.forms["rapid_review"], section, ["C1", "C2"])
        book[section.sheet].delete_cols(one.key_column, how_many)
    found = read(book, norfolk)
    assert texts(found) == ANSWERS and found.problems == ()


def test_rows_of_a_table_sorted_blank_and_deleted(book: Book, norfolk: Profile) -> None:
    ws = book["Summary of involvement"]
    first = row_of(ws, "March 2021")
    move(ws, [first, first + 1, first + 2], range(1, 4), [first + 20, first + 9, first + 4])
    for row in (first, first + 1, first + 2):
        ws.cell(row, 1).value = ws.cell(row, 2).value = None
    found = read(book, norfolk)
    assert [found.answers[f"summary/{n}/when"].text for n in (1, 2, 3)] == [
        "12/3/23", "c. 2022", "March 2021"]
    assert found.problems == ()


def test_whole_rows_moved_to_another_place(book: Book, norfolk: Profile) -> None:
    ws = book["Analysis"]
    one, other = row_of(ws, "Need for Improvement *"), row_of(ws, "Other *")
    rows = [*range(one, one + 3), *range(other, other + 3)]
    move(ws, rows, range(1, 6), [*rows[3:], *rows[:3]])
    found = read(book, norfolk)
    assert texts(found) == ANSWERS and found.problems == ()


def test_only_the_visible_part_of_rows_moved(book: Book, norfolk: Profile) -> None:
    ws = book["Analysis"]
    one, other = row_of(ws, "Need for Improvement *"), row_of(ws, "Other *")
    ws.cell(one + 1, 3).value = "More of the first."
    rows = [*range(one, one + 3), *range(other, other + 3)]
    move(ws, rows, range(1, 4), [*rows[3:], *rows[:3]])
    found = read(book, norfolk)
    expected = ANSWERS["analysis/need_for_improvement"] + "\nMore of the first."
    assert texts(found) == {**ANSWERS, "analysis/need_for_improvement": expected}
    assert set(codes(found)) == {"label-and-key-differ"}


def test_questions_sorted_by_their_wording(book: Book, norfolk: Profile) -> None:
    ws = book["Your details"]
    rows = [cell.row for cell in ws["A"] if cell.value and cell.row > 5 and ws.cell(
        cell.row, 4).value not in ("_heading", "_guidance")]
    order = sorted(rows, key=lambda row: str(ws.cell(row, 1).value))
    move(ws, order, range(1, 4), rows)
    found = read(book, norfolk)
    assert texts(found) == ANSWERS
    assert codes(found) == ["label-and-key-differ"]


def test_a_question_deleted_is_said(book: Book, norfolk: Profile) -> None:
    ws = book["Your details"]
    ws.delete_rows(row_of(ws, "Telephone number"))
    found = read(book, norfolk)
    assert codes(found) == ["missing-question"]
    assert texts(found) == {p: w for p, w in ANSWERS.items() if p != "respondent/telephone"}


def test_a_block_copied_below_is_answered_twice(book: Book, norfolk: Profile) -> None:
    ws = book["Analysis"]
    row = row_of(ws, "Gaps in provision *")
    last = ws.max_row + 2
    for column in range(1, 6):
        ws.cell(last, column).value = ws.cell(row, column).value
    ws.cell(last, 3).value = "Another answer."
    found = read(book, norfolk)
    assert texts(found)["analysis/gaps_in_provision"].endswith("provision.\nAnother answer.")
    assert codes(found) == ["answered-twice"] and quoted(found) == ["Another answer."]


# --- sheets -----------------------------------------------------------------------------------


def test_sheets_renamed_and_put_in_another_order(book: Book, norfolk: Profile) -> None:
    for n, ws in enumerate(book.worksheets):
        if ws.sheet_state == "visible":
            ws.title = f"Sheet{n}"
    book._sheets.reverse()
    found = read(book, norfolk)
    assert texts(found) == ANSWERS and found.problems == ()
    assert found.case == "NSCP-2025-09"


def test_a_sheet_twice_is_quoted_and_asked_about(book: Book, norfolk: Profile) -> None:
    copy = book.copy_worksheet(book["Immediate Learning"])
    copy.title = "Immediate Learning (2)"
    row, column = place(copy, "Two things.")
    copy.cell(row, column).value = "Three things."
    found = read(book, norfolk)
    assert texts(found) == ANSWERS
    assert codes(found) == ["duplicate-section", "unplaced-content"]
    assert quoted(found, "unplaced-content") == ["Three things."]


def test_a_sheet_deleted_and_a_sheet_added(book: Book, norfolk: Profile) -> None:
    book.remove(book["Analysis"])
    book.create_sheet("Notes")["B2"] = "Please ring first."
    found = read(book, norfolk)
    assert codes(found) == ["missing-section", "unplaced-content"]
    assert quoted(found, "unplaced-content") == ["Please ring first."]
    assert texts(found) == {p: w for p, w in ANSWERS.items() if not p.startswith("analysis/")}


def pasted(book: Book, hidden: bool = False) -> Book:
    """The values of the visible cells, pasted into the sheets of a plain new workbook."""
    new = openpyxl.Workbook()
    new.remove(new.active)
    for n, ws in enumerate(book.worksheets, 1):
        if ws.sheet_state != "visible":
            continue
        to = new.create_sheet(f"Sheet{n}")
        rows = (row for row in ws.iter_rows()
                if hidden or not ws.row_dimensions[row[0].row].hidden)
        for number, row in enumerate(rows, 1):
            for cell in row:
                if hidden or not ws.column_dimensions[cell.column_letter].hidden:
                    counted = isinstance(cell.value, str) and cell.value.startswith("=")
                    words = "Still to answer: 4" if cell.column == 1 else 4
                    to.cell(number, cell.column).value = words if counted else cell.value
    return new


@pytest.mark.parametrize("hidden", [False, True])
def test_values_pasted_into_a_plain_new_workbook(book: Book, norfolk: Profile,
                                                 hidden: bool) -> None:
    found = read(pasted(book, hidden), norfolk)
    assert (found.form, found.version, found.case, found.recipient, found.number) == (
        "rapid_review", "2021.03", "NSCP-2025-09", "A4", 2)
    assert texts(found) == ANSWERS and found.problems == ()


@pytest.mark.parametrize("name", ["case", "referral", "decision_record", "qa_tool",
                                  "terms_of_reference", "chronology", "lead_reviewer"])
def test_a_blank_pasted_into_a_plain_new_workbook_has_no_answers(norfolk: Profile,
                                                                 name: str) -> None:
    blank = openpyxl.load_workbook(io.BytesIO(workbook.write(norfolk.forms[name], norfolk)))
    found = read(pasted(blank), norfolk)
    assert found.form == name and texts(found) == {} and found.problems == ()


# --- wording ----------------------------------------------------------------------------------


def test_a_label_edited_is_known_by_its_key(book: Book, norfolk: Profile) -> None:
    ws = book["Analysis"]
    ws.cell(row_of(ws, "Gaps in provision *"), 1).value = "Gaps (we had none)"
    found = read(book, norfolk)
    assert texts(found) == ANSWERS
    assert codes(found) == ["label-changed"] and quoted(found) == ["Gaps (we had none)"]


def test_a_label_deleted_is_known_by_its_key(book: Book, norfolk: Profile) -> None:
    ws = book["Analysis"]
    ws.cell(row_of(ws, "Gaps in provision *"), 1).value = None
    found = read(book, norfolk)
    assert texts(found) == ANSWERS and codes(found) == ["label-changed"]


def test_a_label_edited_and_the_keys_deleted_is_quoted(book: Book, norfolk: Profile) -> None:
    ws = book["Your details"]
    ws.cell(row_of(ws, "Telephone number"), 1).value = "Mobile"
    ws.delete_cols(4, 2)
    found = read(book, norfolk)
    assert texts(found) == {p: w for p, w in ANSWERS.items() if p != "respondent/telephone"}
    assert codes(found) == ["missing-question", "unplaced-content", "unplaced-content"]
    assert quoted(found, "unplaced-content") == ["Mobile", "01632 960123"]


def test_an_earlier_wording_is_recognised(book: Book, norfolk: Profile) -> None:
    ws = book["Family details"]
    row, column = row_of(ws, "Date of Birth"), place(ws, "family_details/name")[1]
    ws.cell(row, 1).value = "D.O.B."
    ws.cell(row, column).value = None
    found = read(book, norfolk)
    assert texts(found) == ANSWERS and found.problems == ()


@pytest.mark.parametrize("sheet", ["Summary of involvement", "Analysis", "Family details",
                                   "Family members"])
def test_the_row_of_headings_deleted(book: Book, norfolk: Profile, sheet: str) -> None:
    book[sheet].delete_rows(5)
    found = read(book, norfolk)
    assert texts(found) == ANSWERS
    assert set(codes(found)) <= {"missing-headings"}


def test_a_heading_edited_is_known_by_its_key(book: Book, norfolk: Profile) -> None:
    book["Summary of involvement"]["A5"] = "When was it?"
    found = read(book, norfolk)
    assert texts(found) == ANSWERS
    assert codes(found) == ["label-changed"] and quoted(found) == ["When was it?"]


def test_headings_and_keys_of_a_table_deleted_lose_no_word(book: Book, norfolk: Profile) -> None:
    book["Summary of involvement"].delete_rows(4, 2)
    found = read(book, norfolk)
    kept = {path: words for path, words in ANSWERS.items() if path.startswith("summary/")}
    assert set(quoted(found, "unplaced-content")) == set(kept.values())
    assert "missing-headings" in codes(found)


# --- what people type -------------------------------------------------------------------------


@pytest.mark.parametrize(("sheet", "cell", "code"), [
    ("Analysis", "H12", "unplaced-content"), ("Analysis", "B14", "unplaced-content"),
    ("Analysis", "A2", "unplaced-content"), ("Analysis", "C7", "unplaced-content"),
    ("Analysis", "A300", "unplaced-content"), ("Analysis", "C1048576", "unplaced-content"),
    ("Summary of involvement", "C12", "hidden-content"),
    ("Summary of involvement", "B7", "unplaced-content"),
    (START_SHEET, "C4", "unplaced-content"), (START_SHEET, "E4", "unplaced-content"),
    (START_SHEET, "B1", "unplaced-content"), (START_SHEET, "B60", "unplaced-content"),
    (START_SHEET, "A61", "unplaced-content"), (START_SHEET, "B16", "unplaced-content"),
    (START_SHEET, "B4", "unplaced-content"), (START_SHEET, "B24", "unplaced-content"),
])
def test_words_outside_the_boxes_are_quoted(book: Book, norfolk: Profile, sheet: str, cell: str,
                                            code: str) -> None:
    book[sheet][cell] = "Words of ours"
    found = read(book, norfolk)
    if code:
        assert [(p.code, p.where.part, p.where.spot, p.quote) for p in found.problems] == [
            (code, sheet, cell, "Words of ours")]
        assert texts(found) == ANSWERS
    else:
        assert any("Words of ours" in words for words in texts(found).values())


@pytest.mark.parametrize("cached", ["", "<v>#NAME?</v>", '<v>7</v>'])
def test_a_typed_formula(filled: bytes, book: Book, norfolk: Profile, cached: str) -> None:
    ws = book["Analysis"]
    row = row_of(ws, "Other *")
    ws.cell(row, 3).value = "=-Mum said no"
    table = book["Summary of involvement"]
    table.cell(row_of(table, "March 2021"), 2).value = "=-Mum said no"
    data = with_cached(saved(book), cached)
    found = read(data, norfolk)
    if "7" in cached:
        assert found.answers["analysis/other"].text == "7" and found.problems == ()
    else:
        assert "analysis/other" not in found.answers and "summary/1/event" not in found.answers
        code = "formula-error" if cached else "formula-without-value"
        assert sorted(quoted(found, code)) == ["=-Mum said no"] * 2
        assert len(found.problems) == 2


def with_cached(data: bytes, cached: str) -> bytes:
    """The workbook with a value that Excel worked out beside each formula somebody typed."""
    import zipfile

    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        for item in old.infolist():
            part = old.read(item).decode("utf-8", "surrogateescape")
            kind = ' t="e"' if "#" in cached else ""
            for whole in ("<f>-Mum said no</f><v></v>", "<f>-Mum said no</f><v />",
                          "<f>-Mum said no</f><v/>"):
                at = part.find(whole)
                while at >= 0:
                    end = at + len(whole)
                    start = part.rfind("<c ", 0, at)
                    part = (part[:start] + "<c" + kind + part[start + 2:at]
                            + "<f>-Mum said no</f>" + cached + part[end:])
                    at = part.find(whole)
            new.writestr(item.filename, part.encode("utf-8", "surrogateescape"))
    return held.getvalue()


TICKED = ("x", "X", "✓", "✔", "☑", "☒", "Yes", "TRUE", "true", "1", 1, True, 1.0, "y", "ticked",
          " x ")
NOT_TICKED = ("no", "☐", 0, False)


def test_ticks_as_people_make_them(norfolk: Profile) -> None:
    form = norfolk.forms["rapid_review"]
    section = form.section("categories")
    assert section is not None
    options = [asked.id for asked in section.fields if asked.type == "tick"]
    answers = {f"categories/{option}": "mark" for option in options}
    book = openpyxl.load_workbook(io.BytesIO(workbook.write(form, norfolk,
                                                            Filling(answers=answers))))
    cells = [cell for row in book[section.sheet].iter_rows() for cell in row
             if cell.value == "mark"]
    marks = [*TICKED, *NOT_TICKED, "maybe"]
    for cell, mark in zip(cells, marks, strict=False):
        cell.value = mark
    found = read(book, norfolk)
    values = [found.answers[f"categories/{option}"].value for option in options[:len(marks)]]
    assert values == [True] * len(TICKED) + [False] * len(NOT_TICKED) + [""]


DATES = (
    (datetime(2021, 3, 12), "12 March 2021", "2021-03-12"),
    (datetime(2021, 3, 12, 14, 30), "12 March 2021 14:30", "2021-03-12T14:30"),
    (date(2021, 3, 12), "12 March 2021", "2021-03-12"),
    (43800, "1 December 2019", "2019-12-01"),
    (43800.5, "1 December 2019 12:00", "2019-12-01T12:00"),
    (1032021, "1 March 2021", "2021-03-01"), (2021, "2021", "2021"),
    ("March 2021", "March 2021", "2021-03"), ("soon", "soon", ""), ("n/k", "n/k", ""),
)


def test_dates_as_cells_hold_them(book: Book, norfolk: Profile) -> None:
    ws = book["Summary of involvement"]
    row, column = place(ws, "March 2021")
    for n, (typed, _, _) in enumerate(DATES):
        ws.cell(row + n, column).number_format = "General"
        ws.cell(row + n, column).value = typed
    found = read(book, norfolk).answers
    assert [(found[f"summary/{n}/when"].text, found[f"summary/{n}/when"].value)
            for n in range(1, len(DATES) + 1)] == [(text, value) for _, text, value in DATES]


def test_numbers_and_dates_in_boxes_of_words(book: Book, norfolk: Profile) -> None:
    ws = book["Your details"]
    for label, typed in (("Name *", 9991234567.0), ("Direct line", 441632960123),
                         ("Telephone number", datetime(2021, 2, 1))):
        ws.cell(row_of(ws, label), 3).value = typed
    found = texts(read(book, norfolk))
    assert (found["respondent/name"], found["respondent/direct_line"],
            found["respondent/telephone"]) == ("9991234567", "441632960123", "1 February 2021")


@pytest.mark.parametrize("words", ["Suicide", "Guidance", "Yes", "Analysis", "Other", MORE_ROOM,
                                   "Question", "Start here", "Case reference", "Date(s)",
                                   "Optional", "For completion by NSCP Business Unit:", "Neglect"])
def test_answers_that_repeat_words_of_ours_are_answers(norfolk: Profile, words: str) -> None:
    answers = {"summary/1/event": words, "summary/2/when": words, "family_members/1/name": words,
               "analysis/other": words, "respondent/name": words,
               "family_details/C1/school/anomaly": words, "categories/other_category": words}
    data = workbook.write(norfolk.forms["rapid_review"], norfolk,
                          Filling(answers=answers, children=["C1"]))
    found = read(data, norfolk)
    assert texts(found) == answers and found.problems == ()


def test_a_child_that_only_the_sender_names_keeps_its_column(norfolk: Profile) -> None:
    answers = {"family_details/C3/name/anomaly": "Twin", "family_details/C1/name": "Baby"}
    data = workbook.write(norfolk.forms["rapid_review"], norfolk,
                          Filling(answers=answers, children=["C1"]))
    assert texts(read(data, norfolk)) == answers


# --- the first sheet --------------------------------------------------------------------------


def start(book: Book, label: str, typed: Any) -> None:
    ws = book[START_SHEET]
    ws.cell(row_of(ws, label), 2).value = typed


def test_what_people_write_on_the_first_sheet_wins_over_the_hidden_copy(
        book: Book, norfolk: Profile) -> None:
    start(book, "Case reference", " nscp-2025-09 ")
    start(book, "Our code for you", " a4 ")
    start(book, "Return number", 3)
    start(book, "What is this return?", KINDS["addition"].upper())
    found = read(book, norfolk)
    assert (found.case, found.recipient, found.number, found.kind) == (
        "NSCP-2025-09", "A4", 3, "addition")
    assert found.problems == ()


@pytest.mark.parametrize(("typed", "held"), [("Yes", True), ("x", True), ("✓", True), (True, True),
                                             ("No", False), ("no", False)])
def test_a_nil_return(book: Book, norfolk: Profile, typed: Any, held: bool) -> None:
    start(book, "We hold no information on any person named in this form", typed)
    found = read(book, norfolk)
    assert found.nothing_held.value is held and found.problems == ()


@pytest.mark.parametrize(("label", "code"), [
    ("Return number", "not-a-number"), ("What is this return?", "not-in-list"),
    ("We hold no information on any person named in this form", "not-in-list"),
    ("Return by", "unplaced-content"), ("Version of the form", "unplaced-content"),
    ("Partnership", "unplaced-content"), ("Form", "unplaced-content"),
])
def test_words_that_the_first_sheet_cannot_use_are_quoted(book: Book, norfolk: Profile,
                                                          label: str, code: str) -> None:
    start(book, label, "see my e-mail")
    found = read(book, norfolk)
    assert [(one.code, one.quote) for one in found.problems] == [(code, "see my e-mail")]
    assert (found.form, found.version, found.number, found.kind) == (
        "rapid_review", "2021.03", 1 if label == "Return number" else 2, "first")
    assert found.nothing_held.value is not True


def test_whose_form_it_is(filled: bytes) -> None:
    assert workbook.partnership(read_book(filled)) == "norfolk"
    assert workbook.partnership(DoorBook(())) == ""


# --- a desk -----------------------------------------------------------------------------------


@pytest.fixture
def desk(norfolk: Profile) -> Book:
    """A writing desk with one agency's words beside each box."""
    words = Words("A trust", "Their words.", "Analysis, C7", "A4-1/analysis/other", "0" * 12)
    form = norfolk.forms["rapid_review_report"]
    beside = {f"{section.id}/{asked.id}": [words] for section, asked in form.fields()
              if asked.gathers}
    data = workbook.write(form, norfolk, Filling(
        beside=beside, answers={"facts/summary": "What we wrote."}))
    return openpyxl.load_workbook(io.BytesIO(data))


def ticks(book: Book) -> list[Any]:
    """The cells for a tick beside somebody's words, from the top."""
    return [ws.cell(row[0].row, heading.column) for ws in book.worksheets
            for row in ws.iter_rows() for cell in row if cell.value == "Their words."
            for heading in ws[5] if heading.value == "Taken up?"]


def test_the_ticks_of_a_desk_are_read(desk: Book, norfolk: Profile) -> None:
    cells = ticks(desk)
    assert cells
    for n, cell in enumerate(cells):
        cell.value = TICKS[n % 2]
    found = read(desk, norfolk)
    assert [one.tick for one in found.evidence] == [TICKS[n % 2] for n in range(len(cells))]
    assert found.problems == () and texts(found) == {"facts/summary": "What we wrote."}


def test_a_tick_in_other_words_is_quoted(desk: Book, norfolk: Profile) -> None:
    ticks(desk)[0].value = "Ask them first"
    found = read(desk, norfolk)
    assert codes(found) == ["not-in-list"] and quoted(found) == ["Ask them first"]


# --- nothing is lost --------------------------------------------------------------------------


def free_cells(profile: Profile, name: str, book: Book) -> list[tuple[str, int, int]]:
    """Every cell somebody can type into, and some around: not the words of others on a desk."""
    form = profile.forms[name]
    ours = {section.sheet: {plan(form, section, ["C1"]).number(key) for key, _, _ in EVIDENCE
                            if key != "tick"} for section in form.sections}
    return [(ws.title, row, column) for ws in book.worksheets if ws.sheet_state == "visible"
            for row in range(1, ws.max_row + 4) for column in range(1, ws.max_column + 4)
            if column not in ours.get(ws.title, ())]


@pytest.mark.parametrize("name", ["rapid_review", "case", "decision_record", "qa_summary",
                                  "chronology", "lead_reviewer"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_word_typed_anywhere_is_an_answer_or_is_quoted(norfolk: Profile, name: str,
                                                             seed: int) -> None:
    chance = random.Random(seed)
    filling = Filling(identity=IDENTITY, children=["C1"], facts=[("For", "A trust")])
    data = workbook.write(norfolk.forms[name], norfolk, filling)
    book = openpyxl.load_workbook(io.BytesIO(data))
    places = free_cells(norfolk, name, book)
    typed = {}
    for n, (sheet, row, column) in enumerate(chance.sample(places, min(len(places) // 3, 400))):
        typed[f"Sentinel {n} of {sheet}"] = f"{sheet}!{spot(row, column)}"
        book[sheet].cell(row, column).value = f"Sentinel {n} of {sheet}"
    found = read(book, norfolk)
    # Whose it is and for which case is said twice where the hidden copy says otherwise.
    whose = f"{found.case} or {found.recipient}".split(" or ")
    kept = "\n".join([*texts(found).values(), *quoted(found), *whose, found.replaces,
                      found.nothing_held.text])
    lines = set(kept.split("\n"))
    assert [where for words, where in typed.items() if words not in lines] == []


def mangle(ws: Worksheet, chance: random.Random) -> None:
    """One of the things that happen to a sheet, or nothing."""
    edit = chance.randint(1, 9)
    if edit == 1:
        ws.insert_rows(chance.randint(1, ws.max_row))
    elif edit == 2:
        ws.insert_cols(chance.randint(1, 4))
    elif edit == 3:
        ws.delete_cols(ws.max_column - 1, 2)
    elif edit == 4:
        ws.delete_rows(chance.randint(4, 5))
    elif edit == 5:
        rows = list(range(6, ws.max_row + 1))
        move(ws, rows, range(1, ws.max_column - 1), chance.sample(rows, len(rows)))
    elif edit == 6:
        ws.title = f"Renamed {chance.randint(1, 999)}"


@pytest.mark.parametrize("name", ["rapid_review", "case", "decision_record", "qa_tool"])
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_whatever_is_done_to_the_sheets_every_word_left_is_kept(norfolk: Profile, name: str,
                                                                seed: int) -> None:
    chance, form = random.Random(seed), norfolk.forms[name]
    answers = {f"{s.id}/{'1/' if s.kind == 'table' else 'C1/' if s.per else ''}{f.id}":
               f"Answer {n}\nand more of {n}" for n, (s, f) in enumerate(form.fields())}
    data = workbook.write(form, norfolk, Filling(children=["C1"], answers=answers))
    book = openpyxl.load_workbook(io.BytesIO(data))
    visible = [ws for ws in book.worksheets if ws.sheet_state == "visible"]
    for sheet, row, column in chance.sample(free_cells(norfolk, name, book), 40):
        book[sheet].cell(row, column).value = f"Sentinel {row} {column} of {sheet}"
    for ws in visible[1:]:
        mangle(ws, chance)
    left = {line for ws in visible for row in ws.iter_rows() for cell in row
            for line in str(cell.value).split("\n")
            if line.startswith(("Answer", "and more", "Sentinel"))}
    found = read(book, norfolk)
    kept = "\n".join([*texts(found).values(), *quoted(found), found.case, found.recipient,
                      found.replaces, found.nothing_held.text]).split("\n")
    assert left - set(kept) == set()


# --- what is not a form -----------------------------------------------------------------------


@given(st.binary(max_size=300))
def test_any_bytes_at_all_give_one_problem(norfolk: Profile, data: bytes) -> None:
    for junk in (data, b"PK\x03\x04" + data):
        found = workbook.read(junk, "junk.xlsx", norfolk)
        assert isinstance(found, Problem) and found.code == "workbook-damaged"


def test_a_zip_of_something_else_and_half_a_workbook(filled: bytes, norfolk: Profile) -> None:
    import zipfile

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as new:
        new.writestr("word/document.xml", "<w:document/>")
        new.writestr("photo.jpg", b"\xff\xd8")
    for junk in (held.getvalue(), filled[:len(filled) // 2], b"", b"name,date\nA,B\n"):
        found = workbook.read(junk, "junk.xlsx", norfolk)
        assert isinstance(found, Problem) and found.code == "workbook-damaged"


def test_a_workbook_that_is_no_form_of_ours(norfolk: Profile) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Rota"
    found = workbook.read(saved(book), "rota.xlsx", norfolk)
    assert isinstance(found, Problem) and found.code == "form-unknown"


# --- LibreOffice ------------------------------------------------------------------------------


@pytest.mark.office
@pytest.mark.parametrize("by_way_of", ["", "ods", "xls"])
def test_saved_by_libreoffice_it_reads_the_same(filled: bytes, norfolk: Profile, tmp_path: Path,
                                                by_way_of: str) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice is not installed: make office"
    (tmp_path / "return.xlsx").write_bytes(filled)

    def convert(name: str, to: str) -> None:
        subprocess.run([office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
                        "--headless", "--norestore", "--convert-to", to, "--outdir",
                        str(tmp_path / to), str(tmp_path / name)],
                       check=True, capture_output=True, timeout=300)

    name = "return.xlsx"
    if by_way_of:
        convert(name, by_way_of)
        name = f"{by_way_of}/return.{by_way_of}"
    convert(name, "xlsx")
    found = read((tmp_path / "xlsx/return.xlsx").read_bytes(), norfolk)
    assert texts(found) == ANSWERS and found.problems == ()
    assert (found.case, found.recipient, found.number) == ("NSCP-2025-09", "A4", 2)
    pasted_found = read(pasted(openpyxl.load_workbook(
        io.BytesIO((tmp_path / "xlsx/return.xlsx").read_bytes()), data_only=True)), norfolk)
    assert texts(pasted_found) == ANSWERS and pasted_found.problems == ()

"""Every way in which a form is known to come back broken: what is read then, and what is said.

The cases are those that were measured on real workbooks: values that a spreadsheet changed, things
hidden, merged, struck out, copied or moved. Each says which answers there are and which problem.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

import openpyxl
import pytest
from making.filled import (
    ANSWERS,
    at_once,
    edited,
    filled,
    find,
    part_of,
    parts_of,
    read,
    with_cells,
)
from making.packages import STRICT, Beside, cell, related, zipped
from openpyxl.comments import Comment
from openpyxl.styles import Font

from pipeline import workbook
from pipeline.doors.xlsx import Book, Cell, Remark, Sheet, read_book, spot
from pipeline.model import Fault, Field, Filling, Form, Problem, Profile, Submission
from pipeline.validate import Facts, gather_facts, of_this_case, validate
from pipeline.workbook.headings import nearest
from pipeline.workbook.layout import FORM_SHEET, MORE_ROOM, START_SHEET

SUMMARY, ANALYSIS, DETAILS = "Summary of involvement", "Analysis", "Your details"


@pytest.fixture(scope="module")
def sent(norfolk: Profile) -> bytes:
    """The return before anything happened to it."""
    return filled(norfolk)


def texts(found: Submission) -> dict[str, str]:
    return {path: answer.text for path, answer in found.answers.items()}


def said(found: Submission, *ignored: str) -> list[tuple[str, str]]:
    return [(one.code, one.quote) for one in found.problems if one.code not in ignored]


def typed(sent: bytes, profile: Profile, label: str, value: object, sheet: str = DETAILS,
          form: str = "General", column: int = 3) -> Submission:
    """The return after something was typed beside a label."""
    def edit(book: openpyxl.Workbook) -> None:
        ws = book[sheet]
        one = ws.cell(find(ws, label)[0], column)
        one.number_format, one.value = form, value
    return read(edited(sent, edit), profile)


def place(sent: bytes, sheet: str, words: str) -> tuple[int, int]:
    """Where words stand on a sheet of the return as it was sent."""
    cells = next(one.cells for one in read_book(sent).sheets if one.name == sheet)
    return next(at for at, one in cells.items() if one.value == words)


def at(sent: bytes, sheet: str, words: str, right: int = 0, below: int = 0) -> str:
    row, column = place(sent, sheet, words)
    return spot(row + below, column + right)


def in_table(sent: bytes, profile: Profile, values: Iterable[object],
             form: str = "General") -> Submission:
    """The return with these values in the column of dates, from its first row on."""
    def edit(book: openpyxl.Workbook) -> None:
        ws = book[SUMMARY]
        row, column = find(ws, "March 2021")
        for n, value in enumerate(values):
            dated = isinstance(value, date)
            ws.cell(row + n, column).number_format = "dd/mm/yyyy" if dated else form
            ws.cell(row + n, column).value = value
    return read(edited(sent, edit), profile)


# --- values: dates ----------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "words", "edtf", "problems"), [
    ("12.03.2021", "12.03.2021", "2021-03-12", []),
    (2021, "2021", "2021", []),
    ("03/2020 - 05/2020", "03/2020 - 05/2020", "2020-03/2020-05", []),
    ("N/K", "N/K", "", []),
    (43800, "1 December 2019", "2019-12-01", [("serial-read-as-date", "43800")]),
    (12122021, "12 December 2021", "2021-12-12", []),
    ("43800", "43800", "", []),
    (datetime(2021, 3, 12), "12 March 2021", "2021-03-12", []),
    (60, "60", "", []), (0, "0", "", []), (-5, "-5", "", []),
])
def test_a_date_as_a_cell_may_hold_it(sent: bytes, norfolk: Profile, value: object, words: str,
                                      edtf: str, problems: list[tuple[str, str]]) -> None:
    found = in_table(sent, norfolk, [value])
    answer = found.answers["summary/1/when"]
    assert (answer.text, answer.value, said(found)) == (words, edtf, problems)


@pytest.mark.parametrize("value", ["31/02/2021", "after school", "12/3", 60, 0, -5])
def test_no_date_is_asked_about_with_its_words(sent: bytes, norfolk: Profile,
                                               value: object) -> None:
    found = in_table(sent, norfolk, [value])
    facts = Facts(date(2026, 6, 1))
    problems = [(one.code, one.quote) for one in validate(
        found, norfolk.forms["rapid_review"], facts) if one.where.part == SUMMARY]
    assert problems == [("date-unreadable", str(value))]


@pytest.mark.parametrize(("serial", "edtf"), [(60, ""), (0, ""), (-1, ""), (12122021, "2021-12-12"),
                                              (2021, "2021"), (44267, "2021-03-12")])
def test_a_number_in_a_cell_that_shows_days(sent: bytes, norfolk: Profile, serial: int,
                                            edtf: str) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        ws = book[SUMMARY]
        ws.cell(*find(ws, "March 2021")).number_format = "dd/mm/yyyy"
    data, spot_ = edited(sent, edit), at(sent, SUMMARY, "March 2021")
    name = part_of(parts_of(data), SUMMARY)
    part = parts_of(data)[name].decode()
    style = part.split(f'r="{spot_}"')[1].split('s="')[1].split('"')[0]
    found = read(with_cells(data, SUMMARY, {spot_: cell(spot_, serial, int(style))}), norfolk)
    assert found.answers["summary/1/when"].value == edtf and said(found) == []


@pytest.mark.parametrize(("xml", "words", "edtf", "codes"), [
    ('<c r="{at}" t="d"><v>2021-03-12</v></c>', "12 March 2021", "2021-03-12", []),
    ('<c r="{at}" t="d"><v>soon</v></c>', "soon", "", ["value-odd"]),
])
def test_a_day_in_the_way_of_the_standard(sent: bytes, norfolk: Profile, xml: str, words: str,
                                          edtf: str, codes: list[str]) -> None:
    spot_ = at(sent, SUMMARY, "March 2021")
    found = read(with_cells(sent, SUMMARY, {spot_: xml.format(at=spot_)}), norfolk)
    answer = found.answers["summary/1/when"]
    assert (answer.text, answer.value) == (words, edtf)
    assert [code for code, _ in said(found)] == codes


def test_the_epoch_of_old_macintosh_workbooks(sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        ws = book[SUMMARY]
        one = ws.cell(*find(ws, "March 2021"))
        one.number_format, one.value = "dd/mm/yyyy", datetime(2021, 3, 12)
    data = edited(sent, edit)
    assert b'date1904="1"' in parts_of(data)["xl/workbook.xml"]
    assert read(data, norfolk).answers["summary/1/when"].value == "2021-03-12"


@pytest.mark.parametrize(("values", "suspect"), [
    ([datetime(2021, 12, 3), datetime(2021, 5, 4), "25/03/2021"], "25/03/2021"),
    ([datetime(2021, 12, 3), "03/25/2021"], "03/25/2021"),
    ([44533, "25.3.21"], "25.3.21"),
    ([datetime(2021, 12, 13), datetime(2021, 5, 4), "25/03/2021"], ""),
    ([datetime(2021, 12, 3), "12/03/2021"], ""),
    ([datetime(2021, 12, 3), "25 March 2021"], ""),
    (["12/03/2021", "25/03/2021"], ""),
])
def test_days_and_months_that_changed_places_are_said_of_the_column(
        sent: bytes, norfolk: Profile, values: list[object], suspect: str) -> None:
    found = in_table(sent, norfolk, values)
    problems = [one for one in found.problems if one.code == "days-months-swapped"]
    assert [(one.where.part, one.quote) for one in problems] == (
        [(SUMMARY, suspect)] if suspect else [])
    first = values[0]
    if isinstance(first, datetime):
        assert found.answers["summary/1/when"].value == first.date().isoformat()


@pytest.mark.parametrize(("value", "form", "words"), [
    (time(14, 30), "hh:mm", "14:30"), (0.6041666667, "General", "14:30"), ("2.30pm", "@", "2.30pm"),
    (time(0, 0), "hh:mm", "00:00"),
])
def test_a_time_of_day(norfolk: Profile, value: object, form: str, words: str) -> None:
    blank = filled(norfolk, "chronology", {"events/1/time": "noon", "events/1/event": "Seen."})
    def edit(book: openpyxl.Workbook) -> None:
        ws = next(ws for ws in book if any(c.value == "noon" for row in ws.iter_rows()
                                           for c in row))
        one = ws.cell(*find(ws, "noon"))
        one.number_format, one.value = form, value
    found = read(edited(blank, edit), norfolk)
    assert texts(found)["events/1/time"] == words and said(found) == []


# --- values: words ----------------------------------------------------------------------------


def test_words_in_several_looks_and_with_readings_are_joined(sent: bytes,
                                                             norfolk: Profile) -> None:
    spot_ = at(sent, ANALYSIS, "Need we saw.")
    xml = (f'<c r="{spot_}" t="inlineStr"><is><r><t xml:space="preserve">Need </t></r>'
           '<r><rPr><b/></rPr><t>we</t></r><r><t xml:space="preserve"> met.</t></r>'
           '<rPh sb="0" eb="1"><t>NIDO</t></rPh></is></c>')
    found = read(with_cells(sent, ANALYSIS, {spot_: xml}), norfolk)
    assert texts(found)["analysis/need_for_improvement"] == "Need we met." and said(found) == []


def test_struck_out_words_are_kept_and_asked_about(sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        ws = book[ANALYSIS]
        ws.cell(*find(ws, "Need we saw.")).font = Font(strike=True)
    found = read(edited(sent, edit), norfolk)
    assert texts(found) == ANSWERS and said(found) == [("struck-out", "Need we saw.")]


def test_some_words_struck_out(sent: bytes, norfolk: Profile) -> None:
    spot_ = at(sent, ANALYSIS, "Need we saw.")
    xml = (f'<c r="{spot_}" t="inlineStr"><is><r><t>Need</t></r>'
           '<r><rPr><strike/></rPr><t xml:space="preserve"> none</t></r></is></c>')
    found = read(with_cells(sent, ANALYSIS, {spot_: xml}), norfolk)
    assert texts(found)["analysis/need_for_improvement"] == "Need none"
    assert said(found) == [("struck-out", "Need none")]


@pytest.mark.parametrize(("xml", "code", "quote"), [
    ('<c r="{at}"><f>-Mum said no</f></c>', "formula-without-value", "=-Mum said no"),
    ('<c r="{at}" t="e"><f>-Mum said no</f><v>#NAME?</v></c>', "formula-error", "=-Mum said no"),
    ('<c r="{at}" t="e"><v>#REF!</v></c>', "formula-error", "#REF!"),
    ('<c r="{at}" t="e" vm="1"><v>#VALUE!</v></c>', "picture-present", ""),
])
@pytest.mark.parametrize("words", ["Need we saw.", "Booked late.", "Nowhere"])
def test_what_stands_in_place_of_words_is_no_answer(sent: bytes, norfolk: Profile, xml: str,
                                                    code: str, quote: str, words: str) -> None:
    sheet = {"Need we saw.": ANALYSIS, "Booked late.": SUMMARY, "Nowhere": DETAILS}[words]
    spot_ = "H7" if words == "Nowhere" else at(sent, sheet, words)
    found = read(with_cells(sent, sheet, {spot_: xml.format(at=spot_)}), norfolk)
    assert texts(found) == {path: text for path, text in ANSWERS.items() if text != words}
    if code == "formula-without-value" and words == "Nowhere":
        code = "unplaced-content"
    assert [(one.code, one.quote, one.where.spot) for one in found.problems] == [
        (code, quote, spot_)]


def test_signs_without_a_shape_do_not_hide_a_label_and_stay_in_an_answer(
        sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        ws = book[ANALYSIS]
        row, column = find(ws, "Need for Improvement *")
        ws.cell(row, column).value = "\ufeffNeed\u00a0for \u202eImprove\u200bment\u200f *"
        ws.cell(*find(ws, "Good we saw.")).value = "\u201cGood\u201d\u00a0we saw."
        ws.delete_cols(4, 2)
    found = read(edited(sent, edit), norfolk)
    assert texts(found) == {**ANSWERS, "analysis/good_practice": "\u201cGood\u201d\u00a0we saw."}
    assert said(found) == []


def test_characters_that_no_text_can_hold(sent: bytes, norfolk: Profile) -> None:
    spot_ = at(sent, ANALYSIS, "Need we saw.")
    data = with_cells(sent, ANALYSIS, {spot_: cell(spot_, "child@s needs")})
    data = at_once(data, part_of(parts_of(data), ANALYSIS),
                   lambda part: part.replace(b"child@s", b"child&#x1;s"))
    found = read(data, norfolk)
    kept = texts(found)["analysis/need_for_improvement"]
    assert kept.startswith("child") and kept.endswith("s needs")
    assert [code for code, _ in said(found)] == ["characters-repaired"]


@pytest.mark.parametrize(("words", "code"), [
    ("a" * 32_767, "maybe-cut"), ("a" * 40_000, "text-too-long"), ("word " * 50 + "ends.", ""),
    ("word " * 50 + "end.\n", ""),
    ("a" * 254 + ".", ""), ("word " * 50 + "words", "maybe-cut"), ("a" * 256, ""),
])
def test_words_as_long_as_a_cell_may_be(sent: bytes, norfolk: Profile, words: str,
                                        code: str) -> None:
    spot_ = at(sent, ANALYSIS, "Need we saw.")
    found = read(with_cells(sent, ANALYSIS, {spot_: cell(spot_, words)}), norfolk)
    assert texts(found)["analysis/need_for_improvement"] == words
    assert [one for one, _ in said(found)] == [code] * bool(code)


@pytest.mark.parametrize("end", ["\n", "_x000D_\n", "\r\n"])
def test_lines_within_a_cell(sent: bytes, norfolk: Profile, end: str) -> None:
    spot_ = at(sent, ANALYSIS, "Need we saw.")
    found = read(with_cells(sent, ANALYSIS, {spot_: cell(spot_, f"One{end}Two")}), norfolk)
    assert texts(found)["analysis/need_for_improvement"] == "One\nTwo" and said(found) == []


YES = ("x", "X", "y", "Y", "yes", "Yes", "true", "TRUE", True, "1", 1, 1.0, "✓", "✔", "☑", "✅",
       "t", "tick", "Ticked", "p", "ü", "\uf0fc", "✔\ufe0f", " x ", "x\u200b", "☒")
NO = ("n", "no", "No", "false", False, 0, "0", "✗", "✘", "☐", "❌", "f", "none")
NEITHER = ("maybe", "-", "?", "2", "see below", "x?", "n/k")


@pytest.mark.parametrize(("marks", "value"), [(YES, True), (NO, False), (NEITHER, "")])
def test_ticks(sent: bytes, norfolk: Profile, marks: tuple[object, ...], value: object) -> None:
    section = norfolk.forms["rapid_review"].section("categories")
    assert section is not None
    asked = [one for one in section.fields if one.type == "tick"][:len(marks)]

    def edit(book: openpyxl.Workbook) -> None:
        ws = book[section.sheet]
        column = find(ws, "x")[1]
        for one, mark in zip(asked, marks, strict=True):
            ws.cell(find(ws, one.label)[0], column).value = mark
    found = read(edited(sent, edit), norfolk)
    values = {one.id: found.answers[f"categories/{one.id}"].value for one in asked}
    assert values == dict.fromkeys(values, value)
    problems = [one.quote for one in validate(found, norfolk.forms["rapid_review"], Facts(
        date(2026, 6, 1))) if one.code == "not-a-tick"]
    assert sorted(problems) == (sorted(map(str, marks)) if value == "" else [])


@pytest.mark.parametrize(("label", "value", "words", "code"), [
    ("Telephone number", 1632960123, "1632960123", "digits-lost"),
    ("Telephone number", 441632960123, "441632960123", ""),
    ("Telephone number", "1.63E+09", "1.63E+09", "digits-lost"),
    ("Telephone number", "01632 960123", "01632 960123", ""),
    ("Name *", 1234567890123456, "1234567890123456", "digits-lost"),
    ("Name *", 7, "7", ""),
    ("Name *", datetime(2025, 2, 1), "1 February 2025", "number-was-date"),
    ("Telephone number", datetime(2025, 2, 1), "1 February 2025", "number-was-date"),
])
def test_figures_that_a_spreadsheet_changed(sent: bytes, norfolk: Profile, label: str,
                                            value: object, words: str, code: str) -> None:
    dated = "d-mmm" if isinstance(value, datetime) else "General"
    found = typed(sent, norfolk, label, value, form=dated)
    path = "respondent/name" if "Name" in label else "respondent/telephone"
    assert texts(found)[path] == words
    assert said(found) == ([(code, words)] if code else [])


@pytest.mark.parametrize(("value", "code"), [(9991234560, ""), (991234560, "digits-lost")])
def test_an_nhs_number_kept_as_a_number(sent: bytes, norfolk: Profile, value: int,
                                        code: str) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        ws = book["Family details"]
        one = ws.cell(*find(ws, "999 123 4560"))
        one.number_format, one.value = "0", value
    found = read(edited(sent, edit), norfolk)
    assert texts(found)["family_details/C1/nhs_number/anomaly"] == str(value)
    assert [one for one, _ in said(found)] == [code] * bool(code)


@pytest.mark.parametrize("raw", ["NaN", "INF", "1e400", "1_000", "abc"])
def test_a_number_that_is_none(sent: bytes, norfolk: Profile, raw: str) -> None:
    spot_ = at(sent, ANALYSIS, "Need we saw.")
    found = read(with_cells(sent, ANALYSIS, {spot_: f'<c r="{spot_}"><v>{raw}</v></c>'}), norfolk)
    assert texts(found)["analysis/need_for_improvement"] == raw
    assert said(found) == [("value-odd", raw)]


@pytest.mark.parametrize("words", ["--5", "9" * 5_000, "٣", "1e400", "12.5"])
def test_no_number_breaks_the_reading(norfolk: Profile, words: str) -> None:
    path = "chair_consideration/1/round"
    found = read(workbook.write(norfolk.forms["decision_record"], norfolk, Filling(
        answers={path: words})), norfolk)
    assert (found.answers[path].text, found.answers[path].value) == (words, "")


# --- what other readers lose without a word ---------------------------------------------------


def test_a_workbook_of_the_strict_kind(sent: bytes, norfolk: Profile) -> None:
    kept = parts_of(sent)
    for usual, strict in STRICT.items():
        kept = {name: part.replace(f'"{usual}"'.encode(), f'"{strict}"'.encode()).replace(
            f'"{usual}/'.encode(), f'"{strict}/'.encode()) for name, part in kept.items()}
    found = read(zipped(kept), norfolk)
    assert texts(found) == ANSWERS and said(found) == []


def test_names_of_parts_in_other_capitals(sent: bytes, norfolk: Profile) -> None:
    kept = {name.replace("worksheets/sheet", "Worksheets/Sheet"): part
            for name, part in parts_of(sent).items()}
    found = read(zipped(kept), norfolk)
    assert texts(found) == ANSWERS and said(found) == []


@pytest.mark.parametrize("index", ["-1", "99999"])
def test_a_cell_that_points_to_no_text_gets_nobody_elses(sent: bytes, norfolk: Profile,
                                                         index: str) -> None:
    spot_ = at(sent, ANALYSIS, "Need we saw.")
    data = with_cells(sent, ANALYSIS, {spot_: f'<c r="{spot_}" t="s"><v>{index}</v></c>'})
    found = read(data, norfolk)
    assert texts(found) == {**ANSWERS, "analysis/need_for_improvement": index}
    assert ("value-odd", index) in said(found)


def test_a_link_on_an_empty_cell_is_no_answer(sent: bytes, norfolk: Profile) -> None:
    spot_ = at(sent, ANALYSIS, "Need we saw.", below=1)
    kept = parts_of(sent)
    name = part_of(kept, ANALYSIS)
    data = with_cells(sent, ANALYSIS, {}, f'<hyperlinks><hyperlink ref="{spot_}" r:id="rIdX"/>'
                      "</hyperlinks>")
    rels = name.replace("worksheets/", "worksheets/_rels/") + ".rels"
    data = zipped({**parts_of(data), rels: related([Beside(
        "hyperlink", "https://example.org/notes", external=True)]).replace(
        'Id="rId1"', 'Id="rIdX"').encode()})
    found = read(data, norfolk)
    assert texts(found) == ANSWERS
    assert said(found) == [("outside-words", "https://example.org/notes")]


def test_characters_that_the_format_spells_out(sent: bytes, norfolk: Profile) -> None:
    spot_ = at(sent, ANALYSIS, "Need we saw.")
    data = with_cells(sent, ANALYSIS, {spot_: cell(spot_, "caf_x00E9_ _x005F_x0041_ b_x0007_ell")})
    found = read(data, norfolk)
    kept = texts(found)["analysis/need_for_improvement"]
    assert kept.startswith("café _x0041_ b") and "_x0007_" not in kept
    assert "not-accounted" not in [code for code, _ in said(found)]


def test_a_letter_of_an_old_code_page(sent: bytes, norfolk: Profile) -> None:
    spot_ = at(sent, ANALYSIS, "Need we saw.")
    data = with_cells(sent, ANALYSIS, {spot_: cell(spot_, "child@s &amp; needs")})
    data = at_once(data, part_of(parts_of(data), ANALYSIS),
                   lambda part: part.replace(b"child@s", b"child\x92s"))
    found = read(data, norfolk)
    kept = texts(found)["analysis/need_for_improvement"]
    assert kept.startswith("child") and kept.endswith("needs")
    assert [code for code, _ in said(found)] == ["characters-repaired"]


def test_our_hidden_sheets_deleted(sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        for ws in book.worksheets:
            if ws.sheet_state != "visible":
                book.remove(ws)
    found = read(edited(sent, edit), norfolk)
    assert (found.recipient, found.case) == ("A4", "NSCP-2025-09")
    assert texts(found) == ANSWERS and said(found) == []


# --- structure: what is hidden, covered, beside -----------------------------------------------


def test_a_hidden_row_and_a_hidden_column(sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        ws = book[SUMMARY]
        ws.row_dimensions[find(ws, "Booked late.")[0]].hidden = True
        ws["H9"] = "Aside"
        ws.column_dimensions["H"].hidden = True
    found = read(edited(sent, edit), norfolk)
    assert texts(found) == ANSWERS
    assert sorted(said(found)) == [("hidden-content", "Aside"), ("hidden-content", "Booked late."),
                                   ("hidden-content", "March 2021")]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_read_and_said_once(sent: bytes, norfolk: Profile, state: str) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book[ANALYSIS].sheet_state = state
    found = read(edited(sent, edit), norfolk)
    assert texts(found) == ANSWERS and said(found) == [("hidden-content", ANALYSIS)]


def test_words_under_merged_cells_of_a_table_are_answers(sent: bytes, norfolk: Profile) -> None:
    row, column = place(sent, SUMMARY, "Booked late.")
    area = f"{spot(row, column)}:{spot(row + 1, column)}"
    data = with_cells(sent, SUMMARY, {}, f'<mergeCells count="1"><mergeCell ref="{area}"/>'
                      "</mergeCells>")
    found = read(data, norfolk)
    assert texts(found) == ANSWERS and said(found) == [("hidden-under-merge", "Seen at home.")]


def test_words_under_merged_cells_beside_a_box_are_quoted(sent: bytes, norfolk: Profile) -> None:
    row, column = place(sent, ANALYSIS, "Need we saw.")
    aside = spot(row, column + 4)
    area = f"{spot(row, column)}:{aside}"
    data = with_cells(sent, ANALYSIS, {aside: cell(aside, "Unseen.")}, '<mergeCells count="1">'
                      f'<mergeCell ref="{area}"/></mergeCells>')
    found = read(data, norfolk)
    assert texts(found) == ANSWERS
    assert ("hidden-under-merge", "Unseen.") in said(found)


def test_rows_of_boxes_merged_keep_both_answers(sent: bytes, norfolk: Profile) -> None:
    row, column = place(sent, DETAILS, "01632 960123")
    area = f"{spot(row, column)}:{spot(row + 1, column)}"
    data = with_cells(sent, DETAILS, {}, f'<mergeCells count="1"><mergeCell ref="{area}"/>'
                      "</mergeCells>")
    found = read(data, norfolk)
    assert texts(found) == ANSWERS
    assert said(found) == [("hidden-under-merge", "m.pellingate@example.org")]


def test_a_note_beside_a_cell_is_quoted(sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        ws = book[ANALYSIS]
        ws.cell(*find(ws, "Need we saw.")).comment = Comment("Not sure of this.", "Marlow")
    found = read(edited(sent, edit), norfolk)
    assert texts(found) == ANSWERS
    assert [(one.code, one.quote, one.where.spot) for one in found.problems] == [
        ("comment-present", "Not sure of this.", at(sent, ANALYSIS, "Need we saw."))]


def opened(sent: bytes, profile: Profile, *remarks: Remark, faults: tuple[Fault, ...] = ()
           ) -> Submission:
    """The return with remarks and faults as a reader may find them."""
    book = read_book(sent)
    found = workbook.read_opened(
        replace(book, remarks=(*book.remarks, *remarks), faults=faults), "R001", "f", profile)
    assert isinstance(found, Submission)
    return found


@pytest.mark.parametrize(("remark", "code"), [
    (Remark("comment", ANALYSIS, "C7", "Not sure."), "comment-present"),
    (Remark("thread", ANALYSIS, "C7", "Nor am I."), "comment-present"),
    (Remark("text_box", ANALYSIS, "", "See overleaf."), "outside-words"),
    (Remark("page_edge", ANALYSIS, "", "Draft of Marlow"), "outside-words"),
    (Remark("chart", ANALYSIS, "", "Contacts a year"), "outside-words"),
    (Remark("other", ANALYSIS, "", "Contacts"), "outside-words"),
    (Remark("link", ANALYSIS, "C7", "https://example.org/notes"), "outside-words"),
    (Remark("name", "", "", "mother_said"), "outside-words"),
    (Remark("property", "", "", "Ask Marlow first"), "outside-words"),
    (Remark("picture", ANALYSIS, "C7", "A genogram"), "picture-present"),
    (Remark("picture", ANALYSIS, "C7", ""), "picture-present"),
    (Remark("control", ANALYSIS, "C7", "Yes: ticked"), "control-present"),
    (Remark("twice", ANALYSIS, "C7", "Other words"), "cell-twice"),
])
def test_words_outside_the_cells(sent: bytes, norfolk: Profile, remark: Remark, code: str) -> None:
    found = opened(sent, norfolk, remark)
    assert texts(found) == ANSWERS
    assert [(one.code, one.quote, one.where.part, one.where.spot) for one in found.problems] == [
        (code, remark.words, remark.sheet, remark.spot)]


@pytest.mark.parametrize("remark", [
    Remark("page_edge", ANALYSIS, "", "Page &P of &N"), Remark("page_edge", ANALYSIS, "", ANALYSIS),
    Remark("page_edge", ANALYSIS, "", "Page 1 of 2"),
    Remark("page_edge", ANALYSIS, "", "&L&12Analysis&RPage &P of &N"),
    Remark("name", "Analysis (2)", "", "Analysis (2)"), Remark("name", "", "", "Sheet3"),
    Remark("name", "", "", "TitleRegion3.A5.C20.3"),
    Remark("link", DETAILS, "C9", "mailto:m.pellingate@example.org"),
    Remark("link", START_SHEET, "A20", "#'Analysis'!A1"),
    Remark("property", "", "", "NSCP-2025-09"),
])
def test_what_we_or_a_program_put_outside_the_cells_is_not_spoken_of(
        sent: bytes, norfolk: Profile, remark: Remark) -> None:
    assert said(opened(sent, norfolk, remark)) == []


def test_faults_of_the_file_become_problems_of_its_sender(sent: bytes, norfolk: Profile) -> None:
    found = opened(sent, norfolk, Remark("twice", ANALYSIS, "C7", "Other"), faults=(
        Fault("sheet-part-missing", "Notes"), Fault("cell-twice", ANALYSIS, "C7", "Other")))
    assert [(one.code, one.where.file, one.sender) for one in found.problems] == [
        ("sheet-part-missing", "R001", "A4"), ("cell-twice", "R001", "A4")]


def test_a_cell_that_is_there_twice(sent: bytes, norfolk: Profile) -> None:
    spot_ = at(sent, ANALYSIS, "Need we saw.")
    data = with_cells(sent, ANALYSIS, {spot_: cell(spot_, "First")})
    data = at_once(data, part_of(parts_of(data), ANALYSIS), lambda part: part.replace(
        b"</row>", cell(spot_, "Second").encode() + b"</row>", 1))
    found = read(data, norfolk)
    both = {texts(found)["analysis/need_for_improvement"], *(q for _, q in said(found))}
    assert both == {"First", "Second"}
    assert [code for code, _ in said(found)] == ["cell-twice"]


# --- structure: sheets ------------------------------------------------------------------------


@pytest.mark.parametrize("first", [False, True])
def test_a_sheet_copied_is_quoted_wherever_it_stands(sent: bytes, norfolk: Profile,
                                                     first: bool) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        copy = book.copy_worksheet(book[SUMMARY])
        copy.title = f"{SUMMARY} (2)"
        copy.cell(*find(copy, "Booked late.")).value = "Booked very late."
        if first:
            book.move_sheet(copy, -len(book.sheetnames))
    found = read(edited(sent, edit), norfolk)
    assert texts(found) == ANSWERS
    # The hidden row and columns are copied without being hidden: our keys are not spoken of.
    assert [code for code, _ in said(found)].count("duplicate-section") == 1
    quotes = {quote for code, quote in said(found) if code == "unplaced-content"}
    assert quotes == {"Booked very late.", *(
        text for path, text in ANSWERS.items() if path.startswith("summary/")
        and text != "Booked late.")}


def test_extra_sheets_are_quoted(sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.create_sheet("Our notes")["B2"] = "Please ring first."
    found = read(edited(sent, edit), norfolk)
    assert texts(found) == ANSWERS and said(found) == [("unplaced-content", "Please ring first.")]
    assert found.problems[0].where.part == "Our notes"


def test_words_on_our_hidden_sheets_are_quoted(sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book[FORM_SHEET]["D2"] = "Not for you"
        book[FORM_SHEET]["A30"] = "Nor this"
    found = read(edited(sent, edit), norfolk)
    assert sorted(quote for _, quote in said(found)) == ["Nor this", "Not for you", "_form"]


def test_two_sheets_of_one_name(sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.create_sheet("Notes")["B2"] = "First."
        book.create_sheet("Other notes")["B2"] = "Second."
    data = at_once(edited(sent, edit), "xl/workbook.xml",
                   lambda part: part.replace(b'"Other notes"', b'"NOTES"'))
    found = read(data, norfolk)
    assert texts(found) == ANSWERS
    assert {"First.", "Second."} <= {quote for _, quote in said(found)}
    assert "sheet-name-twice" in {code for code, _ in said(found)}


def test_a_sheet_whose_part_is_missing(sent: bytes, norfolk: Profile) -> None:
    kept = parts_of(sent)
    del kept[part_of(kept, ANALYSIS)]
    found = read(zipped(kept), norfolk)
    assert texts(found) == {path: text for path, text in ANSWERS.items()
                            if not path.startswith("analysis/")}
    assert {"sheet-part-missing", "missing-section"} <= {code for code, _ in said(found)}


def test_a_copy_without_protection(sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        for ws in book:
            ws.protection.sheet = False
    found = read(edited(sent, edit), norfolk)
    assert texts(found) == ANSWERS and said(found) == []


def test_looks_pasted_far_below_and_a_stray_cell(sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        ws = book[ANALYSIS]
        for row in range(200, 900):
            ws.cell(row, 3).font = Font(bold=True)
        ws["XFD1048576"] = "stray"
    found = read(edited(sent, edit), norfolk)
    assert texts(found) == ANSWERS and said(found) == [("unplaced-content", "stray")]


def test_a_dimension_that_is_wrong_and_rows_out_of_order(sent: bytes, norfolk: Profile) -> None:
    name = part_of(parts_of(sent), ANALYSIS)

    def wrong(part: bytes) -> bytes:
        head, rows = part.split(b"<sheetData>")
        rows, tail = rows.split(b"</sheetData>")
        turned = b"".join(f + b"</row>" for f in reversed(rows.split(b"</row>")[:-1]))
        head = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', head)
        return head + b"<sheetData>" + turned + b"</sheetData>" + tail
    found = read(at_once(sent, name, wrong), norfolk)
    assert texts(found) == ANSWERS and said(found) == []


def test_a_merge_over_the_whole_sheet(sent: bytes, norfolk: Profile) -> None:
    found = read(with_cells(sent, ANALYSIS, {}, '<mergeCells count="1"><mergeCell '
                            'ref="E1:XFD1048576"/></mergeCells>'), norfolk)
    assert texts(found) == ANSWERS


@pytest.mark.parametrize("bad", ["A0", "AAAA1", "A99999999999"])
def test_a_cell_in_no_place_keeps_its_words(sent: bytes, norfolk: Profile, bad: str) -> None:
    spot_ = "D7"
    data = with_cells(sent, DETAILS, {spot_: cell(spot_, "Stray words")})
    data = at_once(data, part_of(parts_of(data), DETAILS), lambda part: part.replace(
        f'r="{spot_}" t="inlineStr"'.encode(), f'r="{bad}" t="inlineStr"'.encode()))
    found = read(data, norfolk)
    assert "Stray words" in "\n".join([*texts(found).values(), *(q for _, q in said(found))])


# --- anchors ----------------------------------------------------------------------------------


def test_an_answer_cut_and_pasted_beside_its_box(sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        ws = book[ANALYSIS]
        row, column = find(ws, "Need we saw.")
        ws.cell(row, column).value, ws.cell(row, column + 5).value = None, "Need we saw."
    found = read(edited(sent, edit), norfolk)
    assert texts(found) == ANSWERS and said(found) == [("answer-moved", "Need we saw.")]


def test_an_answer_cut_and_pasted_far_away_is_quoted(sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        ws = book[ANALYSIS]
        ws.cell(*find(ws, "Need we saw.")).value = None
        ws["H200"] = "Need we saw."
    found = read(edited(sent, edit), norfolk)
    assert "analysis/need_for_improvement" not in found.answers
    assert said(found) == [("unplaced-content", "Need we saw.")]


def test_words_beside_a_box_that_is_answered_are_quoted(sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        ws = book[ANALYSIS]
        ws.cell(find(ws, "Need we saw.")[0], 8).value = "And more."
    found = read(edited(sent, edit), norfolk)
    assert texts(found) == ANSWERS and said(found) == [("unplaced-content", "And more.")]


def test_more_room_moved_under_a_question_that_has_none(sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        ws = without_keys(book, DETAILS)
        row, column = find(ws, "Marlow Pellingate")
        ws.insert_rows(row + 1)
        ws.cell(row + 1, 1).value, ws.cell(row + 1, column).value = MORE_ROOM, "Of another box."
    found = read(edited(sent, edit), norfolk)
    assert texts(found) == ANSWERS and said(found) == [("unplaced-content", "Of another box.")]


def test_columns_of_a_table_swapped(sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        ws = book[SUMMARY]
        for row in range(5, ws.max_row + 1):
            one, other = ws.cell(row, 1), ws.cell(row, 2)
            one.value, other.value = other.value, one.value
    found = read(edited(sent, edit), norfolk)
    assert texts(found) == ANSWERS and said(found) == []


def test_a_block_moved_down_and_to_the_right(sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        ws = book[SUMMARY]
        ws.row_dimensions[4].hidden = False
        for letter in "DE":
            ws.column_dimensions[letter].hidden = False
        ws.move_range(f"A4:E{ws.max_row}", rows=9, cols=3)
    found = read(edited(sent, edit), norfolk)
    assert texts(found) == ANSWERS and said(found) == []


def test_values_pasted_into_a_new_workbook_with_days_as_numbers(sent: bytes,
                                                                norfolk: Profile) -> None:
    old = read_book(sent)
    sheets = tuple(
        Sheet(f"Sheet{n}", False, {place: Cell(44328 if one.value == "12 May 2021" else one.value)
                                   for place, one in sheet.cells.items()
                                   if not one.formula and "hidden" not in one.marks})
        for n, sheet in enumerate(old.sheets, 1) if not sheet.hidden)
    found = workbook.read_opened(Book(sheets), "R001", "f", norfolk)
    assert isinstance(found, Submission)
    assert (found.form, found.case, found.recipient) == ("rapid_review", "NSCP-2025-09", "A4")
    # A plain number is shown as the day that it stands for.
    assert texts(found) == {**ANSWERS, "summary/2/when": "12 May 2021"}
    assert said(found) == [("serial-read-as-date", "44328")]


def test_questions_and_answers_copied_side_by_side_without_headings(norfolk: Profile) -> None:
    form = norfolk.forms["rapid_review"]
    details = form.section("respondent")
    assert details is not None
    first = ("Form", form.title), ("Version of the form", form.version), (
        "Case reference", "NSCP-2025-09"), ("Our code for you", "A4")
    rows = [(one.label, f"Answer to {one.id}") for one in details.fields]
    sheets = tuple(
        Sheet(name, False, {(row, column): Cell(words) for row, pair in enumerate(pairs, 1)
                            for column, words in enumerate(pair, 2)})
        for name, pairs in (("Table 1", first), ("Table 2", rows)))
    found = workbook.read_opened(Book(sheets), "R001", "f", norfolk)
    assert isinstance(found, Submission)
    assert texts(found) == {f"respondent/{one.id}": f"Answer to {one.id}"
                            for one in details.fields}
    assert {code for code, _ in said(found)} == {"missing-section"}


def without_keys(book: openpyxl.Workbook, sheet: str) -> openpyxl.worksheet.worksheet.Worksheet:
    ws = book[sheet]
    column = next(c.column for row in ws.iter_rows() for c in row
                  if str(c.value).startswith(("analysis/need_", "respondent/name")))
    ws.delete_cols(column, 2)
    return ws


@pytest.mark.parametrize(("label", "changed", "taken"), [
    ("Need for Improvement *", "Need for Improvment", True),
    ("Need for Improvement *", "Needs for improvement:", True),
    ("Need for Improvement *", "Need for Improvement: we met it", True),
    ("Need for Improvement *", "Improvement", False),
    ("Need for Improvement *", "What must be better", False),
])
def test_a_label_edited_where_the_hidden_keys_are_gone(
        sent: bytes, norfolk: Profile, label: str, changed: str, taken: bool) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        ws = without_keys(book, ANALYSIS)
        ws.cell(*find(ws, label)).value = changed
    found = read(edited(sent, edit), norfolk)
    assert ("analysis/need_for_improvement" in found.answers) is taken
    if taken:
        assert texts(found) == ANSWERS and said(found) == [("label-changed", changed)]
    else:
        assert {("unplaced-content", changed), ("unplaced-content", "Need we saw.")} < set(
            said(found))


def test_a_heading_with_a_slip_where_the_keys_are_gone(sent: bytes, norfolk: Profile) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        ws = book["Family members"]
        row, column = find(ws, "family_members/relationship")
        ws.cell(row + 1, column).value = str(ws.cell(row + 1, column).value)[:-1]
        ws.cell(find(ws, "family_members/1")[0], column).value = "Uncle"
        ws.delete_rows(row)
    found = read(edited(sent, edit), norfolk)
    assert "Uncle" in texts(found).values()
    assert [code for code, _ in said(found)] == ["label-changed"]


def test_no_label_is_a_slip_of_another(norfolk: Profile) -> None:
    for form in norfolk.forms.values():
        for section in form.sections:
            labels = list(dict.fromkeys(one.label for one in section.fields))
            for label in labels:
                other = nearest(label, [one for one in labels if one != label])
                # Only a comma between them: they would be the same to anybody.
                assert not other or other.replace(",", "") == label.replace(",", "")


@pytest.mark.parametrize(("words", "labels"), [
    ("HSB: familial", ["HSB: extra-familial", "HSB: intra-familial"]),
    ("HSB: extra-familial", ["HSB: intra-familial"]),
    ("Physical: FGM", ["Physical", "Physical: other"]),
    ("Name of the school", ["Name"]),
    ("Period covered: to", ["Period covered: from"]),
    ("Chair did not agree", ["Chair did agree"]),
    ("Name of child 2", ["Name of child 1"]),
])
def test_a_label_near_to_two_or_of_another_sense_stands_for_none(words: str,
                                                                 labels: list[str]) -> None:
    assert nearest(words, labels) == ""


def older(profile: Profile) -> tuple[Form, Form]:
    """A form as an earlier edition had it, and as it is now with another label and question."""
    now = profile.forms["rapid_review"]
    sections = []
    for one in now.sections:
        fields: list[Field] = [
            replace(f, label="What went well", labels_before=(f.label,))
            if f.id == "good_practice" else replace(f, until="2024.01")
            if f.id == "need_for_improvement" else f for f in one.fields]
        if one.id == "analysis":
            fields.append(Field("new_question", "A new question", "narrative", required=True))
        sections.append(replace(one, fields=tuple(fields)))
    return now, replace(now, version="2031.01", sections=tuple(sections))


@pytest.mark.parametrize("keys", [True, False])
def test_an_older_edition_is_read_by_its_own_labels(norfolk: Profile, keys: bool) -> None:
    before, now = older(norfolk)
    profile = replace(norfolk, forms={**norfolk.forms, before.id: now})
    data = filled(norfolk)
    if not keys:
        data = edited(data, lambda book: without_keys(book, ANALYSIS))
    found = read(data, profile)
    assert texts(found) == ANSWERS and said(found) == [] and found.version == before.version
    kept, problems = of_this_case(profile, [found], Facts(date(2026, 6, 1), "NSCP-2025-09"))
    assert kept == [found] and [one.code for one in problems] == ["other-version"]


# --- whose it is ------------------------------------------------------------------------------


def first_sheet(sent: bytes, profile: Profile, **labels: object) -> Submission:
    def edit(book: openpyxl.Workbook) -> None:
        ws = book[START_SHEET]
        for label, value in labels.items():
            ws.cell(find(ws, label.replace("_", " "))[0], 2).value = value
    return read(edited(sent, edit), profile)


def test_two_agencies_named_are_never_chosen_between(sent: bytes, norfolk: Profile) -> None:
    found = first_sheet(sent, norfolk, Our_code_for_you="A5")
    assert found.recipient == "A4 or A5"
    assert said(found) == [("agency-mismatch", "A5")]


@pytest.mark.parametrize("words", ["A5, not A4", "A5 not A4", "a5 , not a4"])
def test_the_business_unit_says_whose_it_is(sent: bytes, norfolk: Profile, words: str) -> None:
    found = first_sheet(sent, norfolk, Our_code_for_you=words)
    assert found.recipient.upper() == "A5" and said(found) == [("whose-settled", words)]


def facts_of(reference: str) -> Facts:
    return Facts(date(2026, 6, 1), reference)


@pytest.mark.parametrize("reference", ["NSCP-2025-09", "NSCP-2031-01"])
def test_two_cases_named_belong_to_neither(sent: bytes, norfolk: Profile, reference: str) -> None:
    found = first_sheet(sent, norfolk, Case_reference="NSCP-2031-01")
    assert found.case == "NSCP-2025-09 or NSCP-2031-01"
    kept, problems = of_this_case(norfolk, [found], facts_of(reference))
    assert kept == [] and [(one.code, one.quote) for one in problems] == [
        ("case-mismatch", found.case)]


def test_the_business_unit_says_which_case_it_is(sent: bytes, norfolk: Profile) -> None:
    found = first_sheet(sent, norfolk, Case_reference="NSCP-2031-01, not NSCP-2025-09")
    kept, problems = of_this_case(norfolk, [found], facts_of("NSCP-2031-01"))
    assert kept == [found] and problems == []


def test_a_return_that_names_nobody(norfolk: Profile) -> None:
    form = norfolk.forms["rapid_review"]
    data = workbook.write(form, norfolk, Filling(identity={"case": "NSCP-2025-09"},
                                                 answers=ANSWERS, children=["C1"]))
    kept, problems = of_this_case(norfolk, [read(data, norfolk)], facts_of("NSCP-2025-09"))
    assert len(kept) == 1 and [one.code for one in problems] == ["no-sender"]


def test_a_form_of_the_case_needs_no_sender(norfolk: Profile) -> None:
    name = next(f.id for f in norfolk.forms.values()
                if f.for_each == "case" and f.means != "case_record")
    data = workbook.write(norfolk.forms[name], norfolk, Filling(identity={"case": "NSCP-2025-09"}))
    assert of_this_case(norfolk, [read(data, norfolk)], facts_of("NSCP-2025-09"))[1] == []


@pytest.mark.parametrize("words", ["9" * 5_000, "0", "-1", "1.5", "²"])
def test_a_number_of_the_return_that_is_none(sent: bytes, norfolk: Profile, words: str) -> None:
    found = first_sheet(sent, norfolk, Return_number=words)
    assert found.number == 1 and said(found) == [("not-a-number", words)]


def test_no_case_record_still_reads(sent: bytes, norfolk: Profile) -> None:
    facts, problems = gather_facts(norfolk, [read(sent, norfolk)], date(2026, 6, 1))
    assert facts.reference == "" and [one.code for one in problems] == ["no-case-record"]
    assert all(isinstance(one, Problem) for one in problems)

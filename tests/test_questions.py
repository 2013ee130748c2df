"""A return with mistakes goes back as a fresh form, and its mended copy closes what was asked."""

import io
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline import desk, workbook
from pipeline.catalogue import CODES, problem
from pipeline.catalogue.asks import ASKS
from pipeline.model import Case, Field, Filling, Problem, Profile, Question, Submission, Where
from pipeline.questions import Asked, questions_of, quotable, still_open, to_ask
from pipeline.run import Checked, check, collate
from pipeline.sample import sheets
from pipeline.sending import to_send

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 6, 1)
HEALTH, POLICE = "fenmarsh-health-visiting.xlsx", "norfolk-police.xlsx"
FORM = "rapid_review"
FIRST = "What we ask"


@pytest.fixture(scope="module")
def sample_folder(norfolk: Profile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbooks of the sample case, as they are before anybody sends them."""
    folder = tmp_path_factory.mktemp("sheets")
    for name, data in sheets(ROOT / "inputs" / "norfolk-sample", norfolk).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def case_of(folder: Path, sample: Path, *returns: str, **more: bytes) -> Path:
    """A case with the sample's case record, some of its returns, and files of a test's own."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(sample / "case.xlsx", folder / "case.xlsx")
    for name in returns:
        shutil.copyfile(sample / "returns" / name, folder / name)
    for stem, data in more.items():
        (folder / f"{stem}.xlsx").write_bytes(data)
    return folder


def checked(folder: Path, profile: Profile) -> Checked:
    return check(folder, profile, AS_OF)


def asked_of(profile: Profile, done: Checked) -> list[Asked]:
    return to_ask(profile, done.case, done.submissions, done.problems)


def sent(profile: Profile, done: Checked) -> dict[str, bytes]:
    return to_send(profile, done.case, done.submissions, done.problems, AS_OF).files


def edited(data: bytes, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    """The workbook as somebody saves it after changing something."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def doubted(data: bytes) -> dict[str, tuple[str, str]]:
    """The sheet and cell each line of the list leads to, by the words that say where."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = {}
    for row in book[FIRST].iter_rows(min_row=6):
        if row[1].hyperlink:
            link = row[1].hyperlink
            sheet, _, cell = str(link.location or link.target).lstrip("#").partition("!")
            found[str(row[1].value)] = (sheet.strip("'"), cell)
    return found


def of_sender(done: Checked, code: str) -> list[tuple[str, str]]:
    """What the sender of the return is still asked to mend, as code and cell."""
    files = {s.file for s in done.submissions if s.recipient == code}
    return sorted((p.code, p.where.spot) for p in done.problems
                  if p.where.file in files and p.severity != "note" and CODES[p.code].asks)


# --- there and back ---------------------------------------------------------------------------


def test_a_mended_copy_closes_its_problems_and_replaces_the_old_return(
        norfolk: Profile, sample_folder: Path, tmp_path: Path) -> None:
    folder = case_of(tmp_path / "in", sample_folder, HEALTH)
    out = tmp_path / "out"
    before = collate(folder, out, norfolk, AS_OF).checked
    assert of_sender(before, "A3") == [("date-unreadable", "A21"), ("nhs-number-wrong", "D11")]
    back = out / "to-agencies" / "A3" / f"{FORM}.xlsx"
    places = doubted(back.read_bytes())
    mended = {"Date(s)": "28 February 2025", "NHS Number": "999 123 4179"}

    def mend(book: openpyxl.Workbook) -> None:
        for words, (sheet, cell) in places.items():
            [answer] = [text for label, text in mended.items() if label in words]
            book[sheet][cell].value = answer

    (folder / "second.xlsx").write_bytes(edited(back.read_bytes(), mend))
    done = collate(folder, out, norfolk, AS_OF).checked
    assert of_sender(done, "A3") == []
    assert sorted((row["kind"], row["number"], row["status"]) for row in done.case["sources"]
                  if row["recipient"]["code"] == "A3") == [
        ("correction", 2, "used"), ("first", 1, "replaced")]
    assert not (out / "to-agencies" / "A3").exists()
    events = [row for row in done.case["chronology"] if row["agency"]["code"] == "A3"]
    assert len(events) == len([row for row in before.case["chronology"]
                               if row["agency"]["code"] == "A3"])


def test_a_copy_that_comes_back_untouched_is_asked_about_again_and_says_nothing_new(
        norfolk: Profile, sample_folder: Path, tmp_path: Path) -> None:
    first = checked(case_of(tmp_path / "one", sample_folder, HEALTH), norfolk)
    copy = sent(norfolk, first)[f"to-agencies/A3/{FORM}.xlsx"]
    resaved = edited(copy, lambda book: None)
    for data in (copy, resaved):
        again = checked(case_of(tmp_path / "two", sample_folder, HEALTH, copy=data), norfolk)
        assert [code for code, _ in of_sender(again, "A3")] == [
            "date-unreadable", "nhs-number-wrong"]
        new = {p.code for p in again.problems} - {p.code for p in first.problems}
        assert new == set()
        [asked] = asked_of(norfolk, again)
        assert (asked.number, asked.submission.number) == (2, 2)


def test_every_answer_of_every_return_of_the_sample_stands_in_its_copy(
        norfolk: Profile, sample_folder: Path) -> None:
    done = check(sample_folder, norfolk, AS_OF)
    theirs = [one for one in done.submissions if not norfolk.forms[one.form].ours]
    assert len(theirs) > 12
    for one in theirs:
        filling = desk.back(norfolk, done.case, one, one.number, ())
        found = workbook.read(workbook.write(norfolk.forms[one.form], norfolk, filling), "x",
                              norfolk)
        assert isinstance(found, Submission)
        kept = {path: answer.text for path, answer in found.answers.items()}
        assert [path for path, answer in one.answers.items() if path not in one.repeats
                and kept.get(path, "").strip() != answer.text.strip()] == []
        assert found.nothing_held.value == one.nothing_held.value
        assert (found.number, found.replaces) == (one.number + 1, one.fingerprint)
        assert found.kind == ("addition" if one.kind == "addition" else "correction")


LONG = "\n".join(f"Paragraph {n} of what we did, in words that go on for a while." * 3
                 for n in range(60))
TYPED = {
    "summary/1/when": "31 February 2025", "summary/1/event": LONG, "summary/2/event": "No date",
    "analysis/good_practice": f"{LONG}\n\n- a bullet\n= not a sum",
    "family_details/C1/nhs_number/anomaly": "999 123 4197", "categories/online": "x",
    "family_details/C2/name/anomaly": "Another name", "respondent/email": "not an address",
}


@pytest.fixture(scope="module")
def record(norfolk: Profile, sample_folder: Path,
           tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The case as it is before anybody has replied."""
    return checked(case_of(tmp_path_factory.mktemp("record"), sample_folder), norfolk).case


def typed_return(profile: Profile, record: Case, answers: dict[str, str],
                 code: str = "A6") -> bytes:
    """A return as an agency sends it: our form for it, filled in."""
    form = profile.form_meaning("agency_return")
    assert form is not None
    base = desk.filling(profile, record, form, code)
    return workbook.write(form, profile, replace(base, answers={**base.answers, **answers}))


def test_long_answers_anomalies_and_rows_come_through_word_for_word(
        norfolk: Profile, record: Case, sample_folder: Path, tmp_path: Path) -> None:
    data = typed_return(norfolk, record, TYPED)
    done = checked(case_of(tmp_path / "in", sample_folder, a=data), norfolk)
    copy = sent(norfolk, done)[f"to-agencies/A6/{FORM}.xlsx"]
    found = workbook.read(copy, "x", norfolk)
    assert isinstance(found, Submission)
    assert {path: found.answers[path].text for path in TYPED} == TYPED
    assert found.repeats == next(s for s in done.submissions if s.recipient == "A6").repeats


def test_what_the_sender_changed_in_our_part_stays_until_somebody_settles_it(
        norfolk: Profile, record: Case, sample_folder: Path, tmp_path: Path) -> None:
    data = typed_return(norfolk, record, {"respondent/email": "nobody"})

    # One stands in a table, one in a box.
    names = {"Maureen Ellistrand": "Moira Ellistrand", "Robin Ellistrand": "Robin Verrowby"}

    def rename(book: openpyxl.Workbook) -> None:
        for ws in book.worksheets:
            for row in ws.iter_rows():
                for cell in row:
                    if cell.value in names and ws.sheet_state == "visible":
                        cell.value = names[cell.value]

    done = checked(case_of(tmp_path / "in", sample_folder, a=edited(data, rename)), norfolk)
    copy = sent(norfolk, done)[f"to-agencies/A6/{FORM}.xlsx"]
    again = checked(case_of(tmp_path / "in", sample_folder, b=copy), norfolk)
    for one in (done, again):
        assert sorted(p.quote for p in one.problems if p.code == "held-changed") == sorted(
            names.values())


def test_an_addition_comes_back_as_an_addition(norfolk: Profile, sample_folder: Path,
                                               tmp_path: Path) -> None:
    returns = (POLICE, "norfolk-police-addendum.xlsx")
    folder = case_of(tmp_path / "in", sample_folder, *returns)

    def spoil(book: openpyxl.Workbook) -> None:
        cell = next(c for row in book["Your details"].iter_rows() for c in row
                    if "@" in str(c.value))
        cell.value = "no address"

    path = folder / returns[1]
    path.write_bytes(edited(path.read_bytes(), spoil))
    done = checked(folder, norfolk)
    [asked] = [one for one in asked_of(norfolk, done) if one.submission.kind == "addition"]
    assert [q.place for q in asked.questions] == ["Your details, Email"]
    copy = sent(norfolk, done)[f"to-agencies/A1/{FORM}-{asked.number}.xlsx"]
    [(sheet, cell)] = doubted(copy).values()
    back = edited(copy, lambda book: setattr(book[sheet][cell], "value", "a@example.org"))
    again = checked(case_of(folder, sample_folder, back=back), norfolk)
    assert not {"two-returns", "link-unknown", "missing-answer", "email-wrong"} & {
        p.code for p in again.problems if p.severity != "note"}
    assert len(again.case["chronology"]) == len(done.case["chronology"])


def test_two_returns_under_one_code_get_a_copy_each(
        norfolk: Profile, record: Case, sample_folder: Path, tmp_path: Path) -> None:
    one = typed_return(norfolk, record, {"respondent/email": "first"})
    two = typed_return(norfolk, record, {"respondent/email": "second",
                                                          "analysis/other": "Another service"})
    folder = case_of(tmp_path / "in", sample_folder, one=one, two=two)
    done = checked(folder, norfolk)
    files = sent(norfolk, done)
    names = sorted(name for name in files if name.startswith("to-agencies/A6/"))
    assert [name.rpartition("/")[2] for name in names] == [
        "questions.eml", "questions.txt", f"{FORM}-1.xlsx", f"{FORM}-2.xlsx"]
    copy = files[f"to-agencies/A6/{FORM}-2.xlsx"]
    sheet, cell = doubted(copy)["Your details, Email"]
    (folder / "three.xlsx").write_bytes(edited(
        copy, lambda book: setattr(book[sheet][cell], "value", "a@example.org")))
    again = checked(folder, norfolk)
    assert [row["status"] for row in again.case["sources"] if row["recipient"]["code"] == "A6"
            ].count("replaced") == 1
    assert len([p for p in again.problems if p.code == "email-wrong"]) == 1


def test_a_paragraph_that_no_cell_can_hold_goes_on_in_the_next(norfolk: Profile) -> None:
    words = " ".join(f"word{n}" for n in range(8_000))
    data = workbook.write(norfolk.forms[FORM], norfolk, Filling(
        answers={"analysis/other": words}))
    found = workbook.read(data, "x", norfolk)
    assert isinstance(found, Submission)
    assert found.answers["analysis/other"].text.split() == words.split()


# --- what the copy looks like -----------------------------------------------------------------


def test_each_doubtful_cell_is_marked_noted_and_led_to(norfolk: Profile, sample_folder: Path,
                                                       tmp_path: Path) -> None:
    done = checked(case_of(tmp_path / "in", sample_folder, HEALTH), norfolk)
    data = sent(norfolk, done)[f"to-agencies/A3/{FORM}.xlsx"]
    [asked] = asked_of(norfolk, done)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames[0] == FIRST and book[FIRST]["A1"].value == FIRST
    places = doubted(data)
    assert list(places) == [one.place for one in asked.questions]
    for number, one in enumerate(asked.questions, 1):
        sheet, spot = places[one.place]
        cell = book[sheet][spot]
        assert f"“{cell.value}”" == one.read
        assert one.need in cell.comment.text and f"Question {number}" in cell.comment.text
        plain = next(row[0] for row in book[sheet].iter_rows(
            min_row=6, min_col=cell.column, max_col=cell.column)
            if row[0].comment is None and not row[0].protection.locked)
        assert cell.fill.fgColor.rgb != plain.fill.fgColor.rgb
        assert cell.border.left.style == "medium" and not cell.protection.locked
        said = [str(c.value) for c in book[sheet][cell.row] if c.value]
        assert f"? {number}. {one.need}" in said
    [label] = [row for row in book["Start here"].iter_rows() if row[0].value == "What we ask about"]
    assert label[1].value == "2 questions about your answers"


def test_words_outside_every_box_are_listed_whole_and_not_kept_where_they_were(
        norfolk: Profile, record: Case, sample_folder: Path, tmp_path: Path) -> None:
    stray = "Words beside the form. " * 120
    data = edited(typed_return(norfolk, record, {}),
                  lambda book: book["Analysis"].cell(90, 9, stray))
    done = checked(case_of(tmp_path / "in", sample_folder, a=data), norfolk)
    copy = sent(norfolk, done)[f"to-agencies/A6/{FORM}.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(copy))
    listed = " ".join(str(cell.value) for row in book[FIRST].iter_rows() for cell in row)
    assert listed.count("Words beside the form.") == 120
    assert "I90, of the form you sent" in listed
    again = checked(case_of(tmp_path / "in", sample_folder, b=copy), norfolk)
    about = [(p.severity, p.quote == stray) for p in again.problems if p.code == "unplaced-content"]
    assert about == [("note", True)], "asked no more, and still quoted"


def test_what_somebody_writes_into_our_note_or_on_our_list_is_read(
        norfolk: Profile, sample_folder: Path, tmp_path: Path) -> None:
    done = checked(case_of(tmp_path / "in", sample_folder, HEALTH), norfolk)
    copy = sent(norfolk, done)[f"to-agencies/A3/{FORM}.xlsx"]
    sheet, cell = next(iter(doubted(copy).values()))

    def answer(book: openpyxl.Workbook) -> None:
        note = book[sheet][cell].comment
        note.text += "\nThe record itself says so."
        book[FIRST]["F7"] = "We do not know."

    again = checked(case_of(tmp_path / "in", sample_folder, HEALTH, b=edited(copy, answer)),
                    norfolk)
    quotes = [p.quote for p in again.problems if p.code in (
        "comment-present", "unplaced-content", "outside-words")]
    assert sorted(quote.strip() for quote in quotes) == [
        "The record itself says so.", "We do not know."]


def test_a_copy_is_the_same_bytes_every_time(norfolk: Profile, sample_folder: Path,
                                             tmp_path: Path) -> None:
    done = checked(case_of(tmp_path / "in", sample_folder, HEALTH), norfolk)
    assert sent(norfolk, done) == sent(norfolk, done)


def test_a_workbook_without_questions_is_as_it_was(norfolk: Profile) -> None:
    for form in norfolk.forms.values():
        committed = (norfolk.xlsx / f"{form.id}.xlsx").read_bytes()
        assert workbook.write(form, norfolk, Filling(doubts=())) == committed


# --- whom, and what ---------------------------------------------------------------------------


def test_only_what_a_sender_can_mend_is_asked(norfolk: Profile, sample_folder: Path) -> None:
    done = check(sample_folder, norfolk, AS_OF)
    asked = asked_of(norfolk, done)
    assert {one.sender for one in asked} <= {"A1", "A2", "A3", "A4", "A5", "A7", "referral"}
    open_ = {p.code for p in done.problems if p.severity != "note"}
    assert {"date-outside", "disagreement", "not-returned"} <= open_
    needs = " ".join(q.need for one in asked for q in one.questions)
    assert "period" not in needs and "disagree" not in needs


def test_a_code_that_is_no_code_gets_no_folder(
        norfolk: Profile, record: Case, sample_folder: Path, tmp_path: Path) -> None:
    for code in ("../../A6", "A99", "Moira", ""):
        data = typed_return(norfolk, record, {"respondent/email": "no"}, code)
        done = checked(case_of(tmp_path / "in", sample_folder, a=data), norfolk)
        assert any(p.code == "email-wrong" for p in done.problems)
        assert asked_of(norfolk, done) == []
        assert all(re.match(r"to-agencies/A[1-7]/", name) for name in sent(norfolk, done))


def test_one_question_a_cell_however_much_is_wrong_with_it(norfolk: Profile) -> None:
    one = Submission(FORM, "", "X", "A1", 1, "first", "", "R001", "f", {}, {
        "summary/3/when": Where("R001", "Summary of involvement", "A9")})
    here = Where("R001", "Summary of involvement", "A9")
    found = [problem("date-in-future", here, "1 May 2031", label="Date(s)"),
             problem("serial-read-as-date", here, "1 May 2031"),
             problem("missing-section", Where("R001", "Analysis"), sheet="Analysis"),
             problem("unplaced-content", Where("R001", "Analysis", "H4"), "Aside"),
             problem("unplaced-content", Where("R001", "Analysis", "H5"), "Aside"),
             problem("missing-answer", Where("R001", "Background Information", "B9"), label="x")]
    asked = questions_of(norfolk.forms[FORM], one, found)
    assert [(q.path, q.place) for q in asked] == [
        ("summary/3/when", "Summary of involvement, entry 3, Date(s)"), ("analysis", "Analysis"),
        ("", "Analysis"), ("", "Analysis")]
    assert asked[0].need == ("This date is in the future. Please check it, and its year. Please "
                             "check that this is the day you meant.")


def test_what_a_later_return_closes_is_gone_but_stray_words_stay_as_a_note() -> None:
    old = Submission(FORM, "", "X", "A1", 1, "first", "", "R001", "f", {}, {
        "analysis/other": Where("R001", "Analysis", "C4")})
    found = [Problem("missing-answer", "error", Where("R001", "Analysis", "C4"), "m", "f"),
             Problem("unplaced-content", "warning", Where("R001", "Analysis", "K9"), "m", "f", "q"),
             Problem("macros-present", "warning", Where("R001"), "m", "f"),
             Problem("missing-answer", "error", Where("R002", "Analysis", "C4"), "m", "f")]
    assert [(p.code, p.severity, p.where.file) for p in still_open(found, [old], {"R001"})] == [
        ("unplaced-content", "note", "R001"), ("macros-present", "warning", "R001"),
        ("missing-answer", "error", "R002")]
    assert still_open(found, [old], ()) == found


@pytest.mark.parametrize("code", sorted(ASKS))
def test_each_request_is_plain_and_belongs_to_a_problem(code: str) -> None:
    assert code in CODES
    words = CODES[code].asks.format(message="It is late.", choices="Yes, No", most="5")
    assert words.endswith(".") and not re.search(r"[{}]", words)
    assert CODES[code].saw and not re.search(
        r"\b(cell|row|column|sheet|xlsx|workbook|formula)s?\b", CODES[code].saw)


@pytest.mark.parametrize(("kind", "words", "may"), [
    ("date", "31/02/2025", True), ("when", "about the end of March 2025", True),
    ("when", "see Tamsin's record", False), ("date", "9991234179", False),
    ("date", "1 May 2025 Dane", False), ("choice", "Possibly", True), ("choice", "Robin", False),
    ("number", "12", True), ("text", "Yes", False), ("nhs_number", "12", False),
    ("narrative", "No", False), ("when", "1 May 2025\nat 3", False), ("email", "a@b", False),
])
def test_an_e_mail_quotes_dates_and_numbers_and_no_name(kind: str, words: str, may: bool) -> None:
    assert quotable(Field("f", "F", kind), words) is may


def test_an_answer_to_a_question_no_longer_asked_stays(norfolk: Profile) -> None:
    form = norfolk.forms[FORM]
    sections = tuple(replace(s, fields=tuple(
        replace(f, until="2020.01") if f.id == "good_practice" else f for f in s.fields))
        for s in form.sections)
    older = replace(form, sections=sections)
    profile = replace(norfolk, forms={**norfolk.forms, FORM: older})
    question = Question("analysis/other", "Analysis, Other", "Nothing", "Please answer.")
    data = workbook.write(older, profile, Filling(
        answers={"analysis/good_practice": "Kind words."}, doubts=[question]))
    found = workbook.read(data, "x", profile)
    assert isinstance(found, Submission)
    assert found.answers["analysis/good_practice"].text == "Kind words."
    assert "Good practice identified" not in str(workbook.read(
        workbook.write(older, profile), "x", profile))


def test_what_is_expected_once_a_case_goes_back_and_comes_in_again(
        norfolk: Profile, sample_folder: Path, tmp_path: Path) -> None:
    folder = case_of(tmp_path / "in", sample_folder)
    shutil.copyfile(sample_folder / "referral.xlsx", folder / "referral.xlsx")
    done = checked(folder, norfolk)
    assert [one.sender for one in asked_of(norfolk, done)] == ["referral"]
    copy = sent(norfolk, done)["to-agencies/referral/referral.xlsx"]
    (folder / "mended.xlsx").write_bytes(copy)
    codes = [p.code for p in checked(folder, norfolk).problems if p.severity != "note"]
    assert codes.count("postcode-wrong") == 1 and "two-copies" not in codes


def test_what_a_panel_member_wrote_goes_back_to_that_member_alone(
        norfolk: Profile, sample_folder: Path, tmp_path: Path) -> None:
    folder = case_of(tmp_path / "in", sample_folder)
    shutil.copyfile(sample_folder / "qa" / "panel-member-m1.xlsx", folder / "m1.xlsx")
    # Before the day the record was made, so that its date lies ahead.
    done = check(folder, norfolk, date(2025, 6, 1))
    files = to_send(norfolk, done.case, done.submissions, done.problems, date(2025, 6, 1)).files
    about = [name for name in files if "qa_tool" in name or "M1" in name]
    assert about and all(name.startswith("restricted/to-members/M1/") for name in about)

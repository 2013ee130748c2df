"""What a day of publication falls on: where it is asked about, and where it is planned."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from pipeline.catalogue import CODES
from pipeline.cli import main
from pipeline.deadlines import clashes
from pipeline.errors import Exit
from pipeline.model import Answer, Problem, Profile, Submission, Where
from pipeline.profiles import load_profile
from pipeline.validate import gather_facts, planned_publication

ROOT = Path(__file__).resolve().parents[2]
CASE = "northumberland-sample"
PLANNED = "publication-clashes"


@pytest.fixture(scope="module")
def plain() -> Profile:
    """A partnership whose case record has every date that matters."""
    return load_profile(ROOT / "templates", "northumberland")


def run(*words: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, list(words))


def clash(profile: Profile, day: date, **record: str) -> list[tuple[str, int]]:
    """What a day falls on or near, in a case that holds these answers."""
    form = profile.form_meaning("case_record")
    assert form is not None
    answers = {path.replace("__", "/"): Answer(text) for path, text in record.items()}
    return [(one.what, one.apart) for one in clashes(profile, form, answers, day)]


def test_clashes_of_a_day(plain: Profile) -> None:
    record = {
        "subject_children__C1__date_of_birth": "1 March 2015",
        "subject_children__C2__date_of_death": "3 March 2025",
        "family__1__code": "S1", "family__1__date_of_birth": "29/2/2016",
        "key_dates__incident": "1 March 2025",
        "parallel_dates__1__when": "22 February 2027", "parallel_dates__1__until": "5 March 2027",
        "parallel_dates__1__kind": "Criminal court",
        "parallel_dates__2__when": "6 March 2027", "parallel_dates__2__kind": "Jo's own words",
        "parallel_dates__3__when": "1 June 2027", "parallel_dates__3__kind": "Inquest"}
    assert clash(plain, date(2027, 3, 1), **record) == [
        ("criminal court, 22 February 2027 to 5 March 2027", 0),
        ("the anniversary of the incident", 0), ("the birthday of C1", 0),
        ("the birthday of S1", -1),
        ("the anniversary of the death of C2", 2), ("another proceeding", 5)]
    assert clash(plain, date(2027, 8, 10), **record) == []


@pytest.mark.parametrize(("day", "expected"), [
    (date(2027, 5, 31), ["not a working day: Spring bank holiday"]),
    (date(2027, 5, 30), ["not a working day: weekend"]),
    (date(2026, 12, 26), ["not a working day: weekend, Boxing Day"]),
    (date(2027, 6, 1), []),
])
def test_a_day_that_is_not_worked_is_a_clash(plain: Profile, day: date,
                                             expected: list[str]) -> None:
    assert [what for what, _ in clash(plain, day)] == expected


def test_a_birthday_over_the_end_of_the_year_and_a_vague_one(plain: Profile) -> None:
    near = {"subject_children__C1__date_of_birth": "30 December 2015"}
    assert clash(plain, date(2027, 1, 4), **near) == [("the birthday of C1", -5)]
    assert clash(plain, date(2027, 12, 24), **near) == [("the birthday of C1", 6)]
    vague = {"subject_children__C1__date_of_birth": "January 2015"}
    assert clash(plain, date(2027, 1, 4), **vague) == []
    unborn = {"subject_children__C1__date_of_birth": "10 January 2028"}
    assert clash(plain, date(2027, 1, 11), **unborn) == []


def test_an_anniversary_comes_round_each_year_and_a_hearing_does_not(plain: Profile) -> None:
    record = {"parallel_dates__1__when": "12 May 2025", "parallel_dates__1__until": "14 May 2025",
              "parallel_dates__1__kind": "Funeral or anniversary",
              "parallel_dates__2__when": "13 May 2025", "parallel_dates__2__kind": "Inquest"}
    days = "funeral or anniversary, 12 May 2025 to 14 May 2025"
    assert clash(plain, date(2027, 5, 13), **record) == [(days, 0)]
    assert clash(plain, date(2027, 5, 10), **record) == [(days, 2)]
    assert clash(plain, date(2025, 5, 13), **record) == [(days, 0), ("inquest", 0)]
    assert clash(plain, date(2024, 5, 13), **record) == []
    assert clash(plain, date(2027, 6, 14), **record) == []


def test_birthdays_of_siblings_are_read_from_the_words_of_a_child(plain: Profile) -> None:
    record = {"subject_children__C1__date_of_birth": "19 July 2020",
              "family__1__code": "S1", "family__1__date_of_birth": "3/3/2018",
              "subject_children__C1__sibling_dates_of_birth":
                  "Kit 3rd March 2018; 5 August 2016 and 2011-10-14; expected 21 September 2025; "
                  "c. 2 December 2009, 1999"}
    sibling = ("the birthday of a sibling of C1", 0)
    assert clash(plain, date(2027, 8, 5), **record) == [sibling]
    assert clash(plain, date(2027, 10, 14), **record) == [sibling]
    assert clash(plain, date(2027, 3, 3), **record) == [("the birthday of S1", 0)]
    assert clash(plain, date(2027, 9, 21), **record) == []
    assert clash(plain, date(2026, 12, 2), **record) == []


def test_an_incident_of_several_days_is_remembered_on_each(plain: Profile) -> None:
    record = {"subject_children__C1__incident_date": "3 to 5 May 2021"}
    assert clash(plain, date(2026, 5, 5), **record) == [("the anniversary of the incident", 0)]


# --- planned in the case record -------------------------------------------------------------------


def warned(profile: Profile, as_of: date, **record: str) -> list[Problem]:
    """What is said of a case record with these answers, each in a cell of its own."""
    answers = {path.replace("__", "/"): Answer(text, text, (Where("f", "Key dates", f"C{n}"),))
               for n, (path, text) in enumerate(record.items(), 5)}
    form = profile.form_meaning("case_record")
    assert form is not None
    one = Submission(form=form.id, version="1", case="X", recipient="", number=1, kind="first",
                     replaces="", file="f", fingerprint="0", answers=answers)
    return planned_publication(profile, gather_facts(profile, [one], as_of)[0])


def test_a_planned_day_that_clashes_is_a_warning_at_its_cell_while_it_lies_ahead(
        plain: Profile) -> None:
    record = {"subject_children__C1__name": "Wren Tallis",
              "subject_children__C1__date_of_birth": "7 March 2015",
              "parallel_dates__1__when": "5 March 2027", "parallel_dates__1__kind": "Inquest",
              "key_dates__publication": "7 March 2027"}
    (found,) = warned(plain, date(2027, 3, 6), **record)
    assert (found.code, found.severity) == (PLANNED, "warning") and PLANNED in CODES
    assert found.where == Where("f", "Key dates", "C9")
    assert found.message == ("'Publication' is planned for a day to avoid: not a working day: "
                             "weekend; the birthday of C1.")
    assert not warned(plain, date(2027, 3, 7), **record)
    assert not warned(plain, date(2026, 6, 1), key_dates__publication="9 March 2027")
    assert not warned(plain, date(2026, 6, 1), key_dates__publication="March 2027")
    # a meeting is not held against these days
    assert not warned(plain, date(2026, 6, 1), key_dates__review_panel_meeting="7 March 2027")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the templates and a case record that plans to publish on a birthday."""
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    folder = tmp_path / "inputs" / CASE
    folder.mkdir(parents=True)
    book = openpyxl.load_workbook(ROOT / "inputs" / CASE / "case.xlsx")
    (cell,) = [row[2] for row in book["Key dates"].iter_rows() if row[0].value == "Publication"]
    assert cell.value == "19 May 2026"
    cell.value = "23 May 2027"
    book.save(folder / "case.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_clash_of_the_planned_day_is_on_screen_in_files_and_in_check(home: Path) -> None:
    done = run("deadlines", CASE, "--as-of", "2026-06-01")
    assert done.exit_code == Exit.DONE, done.output
    assert max(map(len, done.output.splitlines())) <= 100
    words = "“Publication” is planned for Sunday 23 May 2027.\nThat day clashes with:\n- "
    assert words in done.output
    made = home / "outputs" / CASE / "clock"
    text = (made / "deadlines.txt").read_text(encoding="utf-8")
    for said in (done.output, text):
        assert "- not a working day: weekend: Sunday 23 May 2027" in said
        assert "- the birthday of " in said
    sheet = openpyxl.load_workbook(made / "deadlines.xlsx").active
    rows = [[str(cell.value) for cell in row] for row in sheet.iter_rows(min_row=4)]
    clashing = [row for row in rows if row[0] == "Clash"]
    assert clashing == rows[:len(clashing)] and all(row[-1] == "2027-05-23" for row in clashing)
    assert any("the birthday of " in row[3] for row in clashing)
    assert all(cell.strip() for row in rows for cell in row)
    told = json.loads(run("check", CASE, "--json", "--as-of", "2026-06-01").stdout)
    (one,) = [one for one in told if one["code"] == PLANNED]
    assert "the birthday of " in one["message"]
    past = run("deadlines", CASE, "--as-of", "2027-05-23").output
    assert "is planned for" not in past


def test_a_day_in_the_past_or_before_the_incident_or_at_a_weekend_says_so(home: Path) -> None:
    words = run("deadlines", CASE, "--as-of", "2026-06-01", "--publish", "2020-01-04").output
    assert "This day is before the incident, " in words
    assert "This day has passed: today is 1 June 2026." in words
    assert "- not a working day: weekend: Saturday 4 January 2020" in words
    later = run("deadlines", CASE, "--as-of", "2026-06-01", "--publish", "2026-06-03").output
    assert "This day " not in later
    told = json.loads(run("deadlines", CASE, "--as-of", "2026-06-01", "--publish", "2026-05-29",
                          "--json").stdout)
    assert told["remarks"] == ["This day has passed: today is 1 June 2026."]

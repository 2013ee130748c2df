"""`cspr deadlines`: the table, the workbook, the picture, the calendar, and what would follow."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from click.testing import CliRunner, Result

from pipeline import run as pipeline_run
from pipeline import timetable
from pipeline.cli import main
from pipeline.deadlines import clashes
from pipeline.doors.xlsx import read_book
from pipeline.errors import Exit
from pipeline.model import Answer, Case, Profile
from pipeline.profiles import load_profile
from pipeline.timetable.events import events
from pipeline.timetable.sheet import workbook

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ("norfolk", "northumberland", "salford", "northamptonshire")
SAMPLE, SMALL = "norfolk-sample", "northamptonshire-sample"
AS_OF = date(2025, 6, 3)


def run(*words: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with templates and two sample cases, where the commands are run."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    for name in (SAMPLE, SMALL):
        shutil.copytree(ROOT / "inputs" / name, tmp_path / "inputs" / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def cases() -> Mapping[str, tuple[Profile, Case]]:
    """Each partnership's profile and sample case, checked."""
    made = {}
    for name in SAMPLES:
        profile = load_profile(ROOT / "templates", name)
        folder = ROOT / "inputs" / f"{name}-sample"
        made[name] = profile, pipeline_run.check(folder, profile, AS_OF).case
    return made


@pytest.fixture(scope="module")
def norfolk_case(cases: Mapping[str, tuple[Profile, Case]]) -> tuple[Profile, Case]:
    """Norfolk's."""
    return cases["norfolk"]


# --- the table ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("sources", [False, True])
def test_the_table_fits_a_terminal_and_holds_every_rule_once(
        cases: Mapping[str, tuple[Profile, Case]], name: str, sources: bool) -> None:
    profile, case = cases[name]
    lines = timetable.shown(profile, case, f"{name}-sample", AS_OF, sources)
    assert max(map(len, lines)) <= 100
    counted = [int(found[1]) for line in lines if (found := re.fullmatch(r".+ \((\d+)\)", line))
               and not line.startswith((" ", "-"))]
    assert sum(counted) == len(profile.deadlines)
    words = " ".join(" ".join(lines).split())
    for rule in profile.deadlines:
        sentence = f"line {rule['source']['line']}): “{rule['source']['words']}”"
        assert (sentence in words) == sources
    assert "Day 0 is the day that is counted from." in words
    for note in profile.notes:
        assert note in words
    others = {note for other in SAMPLES for note in cases[other][0].notes} - {*profile.notes}
    assert not [note for note in others if note in words]


def test_the_lists_stand_in_order_and_say_what_is_missing(
        norfolk_case: tuple[Profile, Case]) -> None:
    profile, case = norfolk_case
    words = "\n".join(timetable.shown(profile, case, SAMPLE, AS_OF))
    heads = ["Overdue, or due now", "To come", "The date has passed", "Done (",
             "Cannot be worked out yet", "No date:"]
    places = [words.index(f"\n{head}") for head in heads]
    assert places == sorted(places)
    assert "Needs “Other learning option agreed”" in words
    assert "Warning: Send the full report to the National Panel" in words
    assert "Keep to the" in words and "Friday 27 February 2026" in words


def test_a_window_is_shown_with_both_its_days(cases: Mapping[str, tuple[Profile, Case]]) -> None:
    profile, case = cases["northamptonshire"]
    lines = timetable.shown(profile, case, "a-case", AS_OF)
    place = next(n for n, line in enumerate(lines) if "Hold the Rapid Review meeting" in line)
    assert re.match(r"[A-Z][a-z]{2} \d+ [A-Z][a-z]{2} \d{4} to ", lines[place])
    assert re.match(r"[A-Z][a-z]{2} \d+ [A-Z][a-z]{2} \d{4}", lines[place + 1])


# --- the command and its files --------------------------------------------------------------------


def test_the_command_writes_four_files_and_the_same_bytes_again(home: Path) -> None:
    done = run("deadlines", SMALL, "--as-of", "2025-06-03")
    assert done.exit_code == Exit.DONE, done.output
    out = home / "outputs" / SMALL / "clock"
    names = ["deadlines.ics", "deadlines.png", "deadlines.txt", "deadlines.xlsx"]
    first = {name: (out / name).read_bytes() for name in names}
    assert sorted(p.name for p in out.iterdir() if not p.name.startswith(".")) == names
    assert run("deadlines", SMALL, "--as-of", "2025-06-03").exit_code == Exit.DONE
    assert {name: (out / name).read_bytes() for name in names} == first
    assert not (home / "outputs" / SMALL / "edited").exists()


def test_a_changed_workbook_is_kept_before_it_is_written_again(home: Path) -> None:
    run("deadlines", SMALL, "--as-of", "2025-06-03")
    here = home / "outputs" / SMALL
    (here / "clock" / "deadlines.xlsx").write_bytes(b"an hour of work")
    done = run("deadlines", SMALL, "--as-of", "2025-06-04")
    assert "deadlines.xlsx had been changed" in done.output
    assert (here / "edited/2025-06-04/clock/deadlines.xlsx").read_bytes() == b"an hour of work"
    assert (here / "clock" / "deadlines.xlsx").read_bytes()[:2] == b"PK"
    assert run("collate", SMALL, "--as-of", "2025-06-04").exit_code == Exit.DONE
    assert (here / "clock" / "deadlines.ics").is_file()


def test_nothing_needs_the_libraries_of_the_picture_before_it_is_drawn() -> None:
    code = ("import sys, pipeline.cli, pipeline.run, pipeline.timetable;"
            "sys.exit(any(name in sys.modules for name in ('matplotlib', 'icalendar', 'numpy')))")
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("name", SAMPLES)
def test_the_workbook_holds_every_rule(cases: Mapping[str, tuple[Profile, Case]],
                                       name: str) -> None:
    profile, case = cases[name]
    book = read_book(workbook(profile, case, AS_OF))
    (sheet,) = book.sheets
    rows: dict[int, list[str]] = {}
    for (row, _), cell in sorted(sheet.cells.items()):
        rows.setdefault(row, []).append(cell.text)
    assert rows[1][0].startswith("Deadlines ") and "3 June 2025" in rows[1][0]
    assert "Day 0" in rows[2][0] and profile.marking in rows[2][0]
    assert rows[3][:5] == ["List", "When", "State", "What", "Who"]
    body = [cells for row, cells in rows.items() if row > 3]
    assert len(body) == len(profile.deadlines)
    assert {len(cells) for cells in body} == {len(rows[3])}
    assert all(cell.strip() for cells in body for cell in cells)


def test_the_picture_is_the_same_every_time_and_in_words_as_well(
        norfolk_case: tuple[Profile, Case]) -> None:
    profile, case = norfolk_case
    one, again = (timetable.files(profile, case, "a-case", AS_OF) for _ in range(2))
    assert one["deadlines.png"] == again["deadlines.png"]
    assert one["deadlines.png"].startswith(b"\x89PNG")
    words = one["deadlines.txt"].decode()
    for row in case["deadlines"].values():
        drawn = bool(row["date"]["text"]) and bool(row["anchor"]) and not row["instead"]
        assert (f": {row['what']}" in words) >= drawn
    assert "Tue 3 Jun 2025: Complete the Rapid Review template" in words


def test_a_case_without_any_date_has_a_picture_too(norfolk_case: tuple[Profile, Case]) -> None:
    profile, case = norfolk_case
    bare = {name: {**row, "date": {**row["date"], "text": "", "value": ""}}
            for name, row in case["deadlines"].items()}
    made = timetable.files(profile, {**case, "deadlines": bare}, "a-case", AS_OF)
    assert made["deadlines.png"].startswith(b"\x89PNG")
    assert "No date can be worked out yet." in made["deadlines.txt"].decode()
    assert b"BEGIN:VEVENT" not in made["deadlines.ics"]


# --- the calendar ---------------------------------------------------------------------------------


def agenda(profile: Profile, case: Case, as_of: date = AS_OF) -> tuple[bytes, list[Any]]:
    """The calendar as bytes, and its entries as read back."""
    data = events(profile, case, "a-case", as_of)
    return data, list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_the_calendar_reads_back_with_its_days(cases: Mapping[str, tuple[Profile, Case]]) -> None:
    for profile, case in cases.values():
        data, entries = agenda(profile, case)
        dated = {f"{row['date']['value'][:10]}" for row in case["deadlines"].values()
                 if row["date"]["text"] and row["anchor"] and not row["instead"]}
        assert {(event.end - timedelta(days=1)).isoformat() for event in entries} == dated
        for event in entries:
            assert type(event.start) is date and event.start < event.end
            assert event["dtstamp"].dt.isoformat() == "2025-06-03T00:00:00+00:00"
            assert event["transp"] == "TRANSPARENT"
        lines = data.split(b"\r\n")
        assert b"\n" not in data.replace(b"\r\n", b"") and lines[-1] == b""
        assert max(map(len, lines)) <= 75
        assert any(line.startswith(b" ") for line in lines)
        for line in lines:
            assert b"\xef\xbf\xbd" not in line


def test_a_window_is_one_event_of_several_days(cases: Mapping[str, tuple[Profile, Case]]) -> None:
    profile, case = cases["northamptonshire"]
    row = case["deadlines"]["rapid_review_meeting"]
    (event,) = [one for one in agenda(profile, case)[1] if row["what"] in one["summary"]]
    assert event.start.isoformat() == row["opens"]["value"]
    assert (event.end - timedelta(days=1)).isoformat() == row["date"]["value"]


def test_a_second_import_updates_the_first(norfolk_case: tuple[Profile, Case]) -> None:
    profile, case = norfolk_case
    _, first = agenda(profile, case)
    _, second = agenda(profile, case, AS_OF + timedelta(days=1))
    assert [event["uid"] for event in first] == [event["uid"] for event in second]
    assert len({event["uid"] for event in first}) == len(first)
    assert all(old["sequence"] < new["sequence"] for old, new in zip(first, second, strict=True))
    other = {**case, "reference": {**case["reference"], "text": "SPR26-01"}}
    assert not {event["uid"] for event in first} & {e["uid"] for e in agenda(profile, other)[1]}


def test_no_name_stands_in_the_calendar(norfolk_case: tuple[Profile, Case]) -> None:
    """Names are all in the case record; nothing of it but the reference reaches the calendar."""
    profile, case = norfolk_case
    names = {word for child in case["children"] for word in re.findall(
        r"[A-Z][a-z]{2,}", child["fields"]["name"]["text"])}
    names |= {word for person in case["people"] for word in re.findall(
        r"[A-Z][a-z]{2,}", person["name"]["text"])}
    assert len(names) > 3
    words = icalendar.Calendar.from_ical(agenda(profile, case)[0])
    told = " ".join(str(event["summary"]) + str(event["description"])
                    for event in words.walk("VEVENT"))
    assert not [name for name in names if re.search(rf"\b{name}\b", told)]


# --- what would follow ----------------------------------------------------------------------------


def test_what_if_shows_what_follows_and_writes_nothing(home: Path) -> None:
    done = run("deadlines", SAMPLE, "--as-of", "2025-06-03", "--publish", "2027-03-01")
    assert done.exit_code == Exit.DONE, done.output
    words = " ".join(done.output.split())
    assert "If “Publication” is on Monday 1 March 2027:" in words
    assert "Thu 18 Feb 2027" in words and "Mon 22 Feb 2027" in words
    assert "Planned late" in words and "Brief the Children's Services Lead Member" in words
    assert "That day clashes with nothing known." in words and "birthday of S1" in words
    assert not (home / "outputs").exists()
    told = json.loads(run("deadlines", SAMPLE, "--as-of", "2025-06-03", "--publish", "2026-12-28",
                          "--json").stdout)
    assert [one["what"] for one in told["clashes"] if not one["apart"]] == [
        "not a working day: Boxing Day (substitute day)"]
    assert {"report_sent", "national_report_sent"} <= {row["id"] for row in told["follow"]}
    assert run("deadlines", SAMPLE, "--publish", "soon").exit_code == Exit.USAGE


def clash(profile: Profile, day: date, **record: str) -> list[tuple[str, int]]:
    """What a day falls on or near, in a case that holds these answers."""
    form = profile.form_meaning("case_record")
    assert form is not None
    answers = {path.replace("__", "/"): Answer(text) for path, text in record.items()}
    return [(one.what, one.apart) for one in clashes(profile, form, answers, day)]


def test_clashes_of_a_day(cases: Mapping[str, tuple[Profile, Case]]) -> None:
    profile = cases["northumberland"][0]
    record = {
        "subject_children__C1__date_of_birth": "1 March 2015",
        "subject_children__C2__date_of_death": "3 March 2025",
        "family__1__code": "S1", "family__1__date_of_birth": "29/2/2016",
        "key_dates__incident": "1 March 2025",
        "parallel_dates__1__when": "22 February 2027", "parallel_dates__1__until": "5 March 2027",
        "parallel_dates__1__kind": "Criminal court",
        "parallel_dates__2__when": "6 March 2027", "parallel_dates__2__kind": "Jo's own words",
        "parallel_dates__3__when": "1 June 2027", "parallel_dates__3__kind": "Inquest"}
    assert clash(profile, date(2027, 3, 1), **record) == [
        ("anniversary of the incident", 0), ("birthday of C1", 0),
        ("criminal court, 22 February 2027 to 5 March 2027", 0), ("birthday of S1", -1),
        ("anniversary of the death of C2", 2), ("another proceeding", 5)]
    assert clash(profile, date(2027, 8, 10), **record) == []


@pytest.mark.parametrize(("day", "expected"), [
    (date(2027, 5, 31), ["not a working day: Spring bank holiday"]),
    (date(2027, 5, 30), ["not a working day: weekend"]),
    (date(2026, 12, 26), ["not a working day: weekend, Boxing Day"]),
    (date(2027, 6, 1), []),
])
def test_a_day_that_is_not_worked_is_a_clash(cases: Mapping[str, tuple[Profile, Case]], day: date,
                                             expected: list[str]) -> None:
    assert [what for what, _ in clash(cases["salford"][0], day)] == expected


def test_a_birthday_over_the_end_of_the_year_and_a_vague_one(
        cases: Mapping[str, tuple[Profile, Case]]) -> None:
    profile = cases["norfolk"][0]
    near = {"subject_children__C1__date_of_birth": "30 December 2015"}
    assert clash(profile, date(2027, 1, 4), **near) == [("birthday of C1", -5)]
    assert clash(profile, date(2027, 12, 24), **near) == [("birthday of C1", 6)]
    vague = {"subject_children__C1__date_of_birth": "January 2015"}
    assert clash(profile, date(2027, 1, 4), **vague) == []
    unborn = {"subject_children__C1__date_of_birth": "10 January 2028"}
    assert clash(profile, date(2027, 1, 11), **unborn) == []

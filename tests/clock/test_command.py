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
from pipeline.doors.xlsx import read_book
from pipeline.errors import Exit
from pipeline.model import Case, Profile
from pipeline.profiles import load_profile
from pipeline.timetable.events import events
from pipeline.timetable.sheet import workbook

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ("norfolk", "northumberland", "salford", "northamptonshire")
SAMPLE, SMALL = "norfolk-sample", "northamptonshire-sample"
RECORD = "case.xlsx"
AS_OF = date(2025, 6, 3)
CLASHES = ("Clash", "Close to it")


def run(*words: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with templates and two case records, where the commands are run."""
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    for name in (SAMPLE, SMALL):
        folder = tmp_path / "inputs" / name
        folder.mkdir(parents=True)
        shutil.copyfile(ROOT / "inputs" / name / RECORD, folder / RECORD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def cases() -> Mapping[str, tuple[Profile, Case]]:
    """Each partnership's profile and the case of its sample's case record: the dates are in it."""
    made = {}
    for name in SAMPLES:
        profile = load_profile(ROOT / "templates", name)
        folder = ROOT / "inputs" / f"{name}-sample"
        record = pipeline_run.take_in_file(folder / RECORD)
        made[name] = profile, pipeline_run.check(folder, profile, AS_OF, items=record).case
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
    last = done.output.rstrip().splitlines()[-5:]
    assert last[0] == "Written:"
    assert sorted(last[1:]) == [f"  outputs/{SMALL}/clock/{name}" for name in names]
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
    body = [cells for row, cells in rows.items() if row > 3 and cells[0] not in CLASHES]
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


def agenda(profile: Profile, case: Case, as_of: date = AS_OF,
           earlier: bytes = b"") -> tuple[bytes, list[Any]]:
    """The calendar as bytes, and its entries as read back."""
    data = events(profile, case, "a-case", as_of, earlier)
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
    _, again = agenda(profile, case, AS_OF, agenda(profile, case)[0])
    assert [event["sequence"] for event in again] == [event["sequence"] for event in first]
    other = {**case, "reference": {**case["reference"], "text": "SPR26-01"}}
    assert not {event["uid"] for event in first} & {e["uid"] for e in agenda(profile, other)[1]}


def test_a_deadline_that_has_no_date_any_more_is_cancelled(
        norfolk_case: tuple[Profile, Case]) -> None:
    profile, case = norfolk_case
    data, first = agenda(profile, case)
    gone, kept = first[0], {event["uid"]: event for event in first[1:]}
    dated = {row["id"]: row for row in case["deadlines"].values() if row["what"] in gone["summary"]
             and row["date"]["value"][:10] == (gone.end - timedelta(days=1)).isoformat()}
    assert len(dated) == 1
    without = {**case, "deadlines": {name: {**row, "date": {**row["date"], "text": "", "value": ""}}
                                     if name in dated else row
                                     for name, row in case["deadlines"].items()}}
    changed, second = agenda(profile, without, earlier=data)
    (cancelled,) = [event for event in second if event["uid"] not in kept]
    assert (cancelled["uid"], cancelled["status"]) == (gone["uid"], "CANCELLED")
    assert cancelled["sequence"] > gone["sequence"] and cancelled.start == gone.start
    assert all(event == kept[event["uid"]] for event in second if event is not cancelled)
    assert agenda(profile, without, earlier=changed)[0] == changed
    back = agenda(profile, case, earlier=changed)[1]
    (there,) = [event for event in back if event["uid"] == gone["uid"]]
    assert there["status"] == "CONFIRMED" and there["sequence"] > cancelled["sequence"]
    for odd in (b"no calendar", data[:-200]):
        assert agenda(profile, case, earlier=odd)[1]


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
    assert "That day clashes with nothing known." in words and "the birthday of S1" in words
    assert not (home / "outputs").exists()
    told = json.loads(run("deadlines", SAMPLE, "--as-of", "2025-06-03", "--publish", "2026-12-28",
                          "--json").stdout)
    assert [one["what"] for one in told["clashes"] if not one["apart"]] == [
        "not a working day: Boxing Day (substitute day)"]
    assert {"report_sent", "national_report_sent"} <= {row["id"] for row in told["follow"]}
    assert run("deadlines", SAMPLE, "--publish", "soon").exit_code == Exit.USAGE

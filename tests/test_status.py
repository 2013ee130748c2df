"""All cases at a glance; and whose case one is, found in one reading."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline import run as story
from pipeline import workbook
from pipeline.cli import main
from pipeline.errors import Exit
from pipeline.model import Filling, Profile
from pipeline.opening.items import Items
from pipeline.profiles import load_profile

ROOT = Path(__file__).resolve().parent.parent
NORFOLK = {
    "identity/reference": "T-1", "identity/stage": "Rapid Review: returns asked for",
    "key_dates/incident": "1 May 2025", "key_dates/became_aware": "2 May 2025",
    "key_dates/notification_submitted": "9 May 2025",
    "key_dates/notification_circulated": "12 May 2025",
    "subject_children/C1/name": "Rowan Tallowfield",
    "agencies/1/code": "A1", "agencies/1/name": "Harbour Police",
    "agencies/2/code": "A2", "agencies/2/name": "Tideway Hospital",
    "agencies/3/code": "A3", "agencies/3/name": "Fire", "agencies/3/omitted_because": "Unknown",
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the commands are run: the checkout's templates, and inputs of its own."""
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    (tmp_path / "inputs").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, day: str = "2025-05-20") -> Result:
    return CliRunner().invoke(main, [*words, "--as-of", day])


def record(home: Path, case: str, partnership: str = "norfolk", name: str = "case",
           **changes: str) -> Path:
    """A case with this case record, which may lie there under any name."""
    profile: Profile = load_profile(ROOT / "templates", partnership)
    form = profile.form_meaning("case_record")
    assert form is not None
    answers = NORFOLK if partnership == "norfolk" else {"identity/reference": "T-2"}
    answers = answers | {path.replace("__", "/"): words for path, words in changes.items()}
    folder = home / "inputs" / case
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.xlsx"
    path.write_bytes(workbook.write(form, profile, Filling(
        identity={"case": answers["identity/reference"]}, children=["C1"], answers=answers)))
    return path


def a_return(home: Path, case: str, partnership: str, name: str) -> Path:
    profile = load_profile(ROOT / "templates", partnership)
    form = profile.form_meaning("agency_return")
    assert form is not None
    path = home / "inputs" / case / f"{name}.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(workbook.write(form, profile, Filling(identity={
        "case": "T-1", "recipient": "A1", "number": "1"})))
    return path


def test_every_case_has_a_line_with_stage_what_is_next_and_who_is_silent(home: Path) -> None:
    record(home, "2025-07")
    record(home, "2025-08", identity__stage="Closed")
    record(home, "2026-01", "salford")
    done = run("status")
    assert done.exit_code == Exit.DONE, done.output
    head, open_, closed, other = done.output.splitlines()
    assert head.split("  ")[0] == "Case" and "Due next" in head and "No reply" in head
    assert open_.startswith("2025-07  norfolk")
    assert "2/13 Rapid Review: returns asked for" in open_ and open_.endswith("A1, A2")
    assert "Friday 30 May 2025: " in open_
    assert "13/13 Closed" in closed and closed.endswith("-")
    assert other.startswith("2026-01  salford") and "No stage yet" in other
    assert "Harbour" not in done.output and "Tallowfield" not in done.output


def test_it_answers_as_json(home: Path) -> None:
    record(home, "2025-07")
    [one] = json.loads(run("status", "--json", day="2025-06-02").output)
    assert (one["case"], one["partnership"], one["place"], one["places"]) == (
        "2025-07", "norfolk", 2, 13)
    assert one["no_reply"] == ["A1", "A2"] and one["why"] == ""
    assert one["overdue"] == ["agency_return"]
    assert one["due"] >= "2025-06-02" and one["next"]


def test_a_case_that_cannot_be_read_costs_its_own_line(home: Path) -> None:
    record(home, "2025-07")
    (home / "inputs" / "2025-08").mkdir()
    record(home, "2025-09")
    (home / "inputs" / "2025-09" / "diary.jsonl").write_text("{ this is no diary", "utf-8")
    done = run("status")
    assert done.exit_code == Exit.DONE
    _, good, empty, broken = done.output.splitlines()
    assert good.startswith("2025-07  norfolk")
    assert empty.startswith("2025-08: cannot be read. No workbook in this case says which")
    assert broken.startswith("2025-09: cannot be read. The diary of this case")


def test_a_stage_that_somebody_typed_is_not_printed(home: Path) -> None:
    record(home, "2025-07", identity__stage="Rowan is being talked about")
    done = run("status")
    assert "A stage of its own" in done.output and "Rowan" not in done.output


def test_samples_are_shown_only_while_there_is_nothing_else(home: Path) -> None:
    assert "no case in the folder 'inputs' yet" in run("status").output
    record(home, "a-sample")
    assert "a-sample" in run("status").output
    record(home, "2025-07")
    assert "a-sample" not in run("status").output


def test_the_case_record_decides_whose_case_it_is_under_any_name(home: Path) -> None:
    a_return(home, "2025-07", "salford", "a-first")
    record(home, "2025-07", name="zz our record")
    [one] = json.loads(run("status", "--json").output)
    assert one["partnership"] == "norfolk"


def test_two_partnerships_in_one_case_are_said_with_their_files(home: Path) -> None:
    record(home, "2025-07")
    record(home, "2025-07", "salford", name="other")
    done = run("check", "2025-07")
    assert done.exit_code == Exit.USAGE
    assert ("The workbooks of this case name different partnerships: norfolk (R001); salford "
            "(R002).") in done.output
    a_return(home, "2025-08", "norfolk", "one")
    a_return(home, "2025-08", "salford", "two")
    assert "name different partnerships" in run("collate", "2025-08").output
    said = run("check", "2025-08", "--partnership", "salford")
    assert "different partnerships" not in said.output


def test_a_case_is_opened_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(home, "2025-07")
    opened: list[str] = []
    inner = story.take_in

    def counted(folder: Path, say: story.Say = lambda words: None) -> Items:
        opened.append(folder.name)
        return inner(folder, say)

    monkeypatch.setattr(story, "take_in", counted)
    for command in ("check", "collate", "deadlines", "status"):
        opened.clear()
        run(command, *([] if command == "status" else ["2025-07"]))
        assert opened == ["2025-07"], command

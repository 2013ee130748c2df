"""The commands as people meet them: what they say, what they leave behind, how they end."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline import workbook
from pipeline.cli import main
from pipeline.doors.xlsx import read_book
from pipeline.errors import Exit
from pipeline.model import Profile

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "norfolk-sample"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with templates and no case yet, where the commands are run."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    (tmp_path / "inputs").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, list(words))


def with_sample(home: Path) -> None:
    """Put the sample case there."""
    shutil.copytree(ROOT / "inputs" / SAMPLE, home / "inputs" / SAMPLE)


def test_collate_says_where_the_review_is_and_how_many_problems_remain(home: Path) -> None:
    with_sample(home)
    done = run("collate", "--as-of", "2026-06-01")
    assert done.exit_code == Exit.DONE, done.output
    where = re.search(r"Collated Rapid Review: (\S+)", done.output)
    assert where and (home / where[1]).is_file()
    assert "Problems left: 10 errors, 6 warnings." in done.output


def test_what_people_typed_is_not_printed_on_the_terminal(home: Path) -> None:
    with_sample(home)
    done = run("collate", "--as-of", "2026-06-01")
    quotes = [p["quote"] for p in json.loads(
        (home / "outputs" / SAMPLE / "problems.json").read_text(encoding="utf-8")) if p["quote"]]
    assert len(quotes) > 8
    assert not [quote for quote in quotes if len(quote) > 7 and quote in done.output]


def test_strict_ends_with_one_when_errors_are_left(home: Path) -> None:
    with_sample(home)
    assert run("collate", SAMPLE, "--strict").exit_code == Exit.REFUSED


def test_check_makes_nothing_and_ends_with_one(home: Path) -> None:
    with_sample(home)
    done = run("check", SAMPLE, "--as-of", "2026-06-01")
    assert done.exit_code == Exit.REFUSED
    assert "30 workbooks read: 10 errors, 6 warnings, 18 notes." in done.output
    assert not (home / "outputs").exists()


def test_check_answers_as_json(home: Path) -> None:
    with_sample(home)
    done = run("check", SAMPLE, "--json")
    assert {"code", "severity", "where", "message", "fix", "quote", "sender"} == set(
        json.loads(done.stdout)[0])


def test_new_makes_a_case_record_that_knows_its_reference(home: Path, norfolk: Profile) -> None:
    done = run("new", "2025-07", "--partnership", "norfolk")
    assert done.exit_code == Exit.DONE, done.output
    made = home / "inputs" / "2025-07" / "case.xlsx"
    back = workbook.read(made.read_bytes(), "case.xlsx", norfolk)
    assert isinstance(back, workbook.Submission)
    assert back.case == "2025-07"
    assert [a.text for a in back.answers.values()] == ["2025-07"]
    assert run("collate", "2025-07").exit_code == Exit.DONE


@pytest.mark.parametrize("name", ["../up", "a b", "", "C:", "x/y"])
def test_new_refuses_names_that_are_no_folder(home: Path, name: str) -> None:
    done = run("new", name, "--partnership", "norfolk")
    assert done.exit_code == Exit.USAGE
    assert list((home / "inputs").iterdir()) == []


def test_new_never_overwrites(home: Path) -> None:
    run("new", "2025-07", "--partnership", "norfolk")
    made = home / "inputs" / "2025-07" / "case.xlsx"
    made.write_bytes(b"a day of work")
    assert run("new", "2025-07", "--partnership", "norfolk").exit_code == Exit.USAGE
    assert made.read_bytes() == b"a day of work"


def test_collate_asks_which_case_when_there_are_real_ones(home: Path) -> None:
    with_sample(home)
    run("new", "2025-07", "--partnership", "norfolk")
    done = run("collate")
    assert done.exit_code == Exit.USAGE
    assert "2025-07" in done.output and SAMPLE in done.output
    assert not (home / "outputs").exists()


def test_a_case_that_is_not_there_names_those_that_are(home: Path) -> None:
    with_sample(home)
    done = run("collate", "nowhere")
    assert done.exit_code == Exit.USAGE and SAMPLE in done.output


def test_a_broken_definition_ends_with_three_and_one_sentence(home: Path) -> None:
    with_sample(home)
    path = home / "templates" / "profiles" / "norfolk" / "forms" / "case.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("title =", "titel =", 1),
                    encoding="utf-8")
    done = run("collate")
    assert done.exit_code == Exit.DEFINITION
    assert len(done.output.strip().splitlines()) == 1
    assert "case.toml" in done.output and "titel" in done.output


def test_a_broken_template_costs_its_own_document(home: Path) -> None:
    with_sample(home)
    (home / "templates" / "docx" / "norfolk" / "referral.docx").write_bytes(b"no template")
    done = run("collate", "--as-of", "2026-06-01")
    assert done.exit_code == Exit.DONE
    assert "document-failed" in done.output
    made = home / "outputs" / SAMPLE / "documents"
    assert not (made / "referral.docx").exists()
    assert (made / "collated_rapid_review.docx").is_file()


def test_deadlines_lists_every_rule_with_its_sentence(home: Path, norfolk: Profile) -> None:
    record = Path("inputs") / SAMPLE / "case.xlsx"  # every date of a case stands in it
    (home / record).parent.mkdir()
    shutil.copyfile(ROOT / record, home / record)
    done = run("deadlines", SAMPLE, "--json", "--as-of", "2026-06-01")
    rows = {row["id"]: row for row in json.loads(done.stdout)}
    assert set(rows) == {rule["id"] for rule in norfolk.deadlines}
    plain = run("deadlines", SAMPLE, "--as-of", "2026-06-01").output
    assert "line 95)" in plain and "000_ef6ce46826ea66d0.txt" not in plain
    said = " ".join(plain.split())
    for note in norfolk.notes:
        assert note in said
    shown = " ".join(run("deadlines", SAMPLE, "--as-of", "2026-06-01", "--sources").output.split())
    for rule in norfolk.deadlines:
        assert f"line {rule['source']['line']}): “{rule['source']['words']}”" in shown


def test_blanks_says_which_are_out_of_date(home: Path) -> None:
    assert run("blanks", "--check").exit_code == Exit.DONE
    (home / "templates" / "xlsx" / "norfolk" / "case.xlsx").unlink()
    done = run("blanks", "--check")
    assert done.exit_code == Exit.DEFINITION and "case.xlsx" in done.output
    assert run("blanks").exit_code == Exit.DONE
    assert run("blanks", "--check").exit_code == Exit.DONE


def test_the_contact_book_reaches_the_forms_and_no_document_of_the_project(home: Path) -> None:
    with_sample(home)
    (home / "inputs" / "contacts.toml").write_text(
        '[business_manager]\nname = "Quill Farthing"\nphone = "01632 960007"\n'
        'email = "q.farthing@example.org"\n', encoding="utf-8")
    assert run("collate", SAMPLE).exit_code == Exit.DONE
    context = (home / "outputs" / SAMPLE / "context.json").read_text(encoding="utf-8")
    assert "Farthing" not in context
    form = home / "outputs" / SAMPLE / "to-agencies" / "A6" / "rapid_review.xlsx"
    words = [cell.text for sheet in read_book(form.read_bytes()).sheets
             for cell in sheet.cells.values()]
    assert "NSCP Business Manager, Quill Farthing, 01632 960007, q.farthing@example.org" in words


def test_a_role_the_partnership_has_not_is_refused(home: Path) -> None:
    with_sample(home)
    (home / "inputs" / "contacts.toml").write_text('[wizard]\nname = "X"\n', encoding="utf-8")
    done = run("collate", SAMPLE)
    assert done.exit_code == Exit.DEFINITION and "wizard" in done.output


def test_python_dash_m_is_the_same_command() -> None:
    done = subprocess.run([sys.executable, "-m", "pipeline", "--help"], cwd=ROOT, check=True,
                          capture_output=True, text=True)
    assert "collate" in done.stdout


def test_make_says_what_to_install_when_python_is_too_old(tmp_path: Path) -> None:
    shutil.copyfile(ROOT / "Makefile", tmp_path / "Makefile")
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    done = subprocess.run(["make", "collate", "PYTHON="], cwd=tmp_path, capture_output=True,
                          text=True, check=False)
    assert done.returncode != 0
    assert "Python 3.11 or later is needed: apt install python3 python3-venv" in done.stdout

"""What stands on the screen is copied into messages and logs: it holds nothing anybody typed."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.model import Profile
from tests.making.cases import put

ROOT = Path(__file__).resolve().parent.parent
# Every type there is: a telephone number or a date of birth says as much as a name.
TYPES = {"text", "narrative", "when", "date", "time", "choice", "yes_no", "tick", "email", "phone",
         "postcode", "nhs_number", "number", "person", "agency"}
MARKED = re.compile(r"mqz|9{4}7{4}", re.IGNORECASE)


@pytest.fixture(scope="module")
def home(norfolk: Profile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with a case in which every word anybody can type is marked."""
    top = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "templates", top / "templates")
    count = iter(range(1, 100_000))
    put(top / "inputs" / "2025-07", norfolk, lambda path: f"Mqz{next(count)} Amberley Mqz",
        ["Mqz Amberley"], TYPES)
    return top


def run(home: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-m", "pipeline", *words, "--as-of", "2025-07-01"],
                          cwd=home, capture_output=True, text=True, encoding="utf-8",
                          env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, timeout=300)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("words", [
    ("check", "2025-07"), ("collate", "2025-07"), ("collate", "2025-07", "--strict"),
    ("deadlines", "2025-07"),
    ("delete", "2025-07", "R001", "--by", "Manager", "--why", "Wrong"),
], ids=lambda words: " ".join(words[:1] + words[2:3]))
def test_nothing_typed_is_on_the_screen(home: Path, words: tuple[str, ...]) -> None:
    _, said = run(home, *words)
    assert said.strip() and "Traceback" not in said
    assert [line for line in said.splitlines() if MARKED.search(line)] == []


def test_the_marks_were_read_and_many_problems_were_told(home: Path) -> None:
    """Without this the test above would hold for a program that reads nothing."""
    _, said = run(home, "collate", "2025-07")
    assert said.count("[") > 20
    out = home / "outputs" / "2025-07"
    assert "Mqz" in (out / "problems.json").read_text("utf-8")
    assert len(set(re.findall(r"Mqz\d+", (out / "context.json").read_text("utf-8")))) > 200


def test_no_file_we_make_is_named_after_anything_typed(home: Path) -> None:
    run(home, "collate", "2025-07")
    out = home / "outputs" / "2025-07"
    assert [path.name for path in out.rglob("*") if MARKED.search(path.name)] == []


def test_json_on_request_is_data_and_may_quote(home: Path) -> None:
    _, said = run(home, "check", "2025-07", "--json")
    assert any("Mqz" in one["quote"] for one in json.loads(said))


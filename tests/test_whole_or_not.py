"""A new partnership is made whole or not at all."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from pipeline.errors import Exit

ROOT = Path(__file__).resolve().parent.parent
LIKE = "northamptonshire"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one partnership that a test may spoil."""
    for part in (f"templates/profiles/{LIKE}", "templates/profiles/_shared",
                 f"inputs/{LIKE}-sample/answers"):
        shutil.copytree(ROOT / part, tmp_path / part)
    house = Path("templates", "docx", LIKE, "house.docx")
    (tmp_path / house).parent.mkdir(parents=True)
    (tmp_path / "templates" / "xlsx").mkdir()
    shutil.copyfile(ROOT / house, tmp_path / house)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def begin(name: str = "eastmark") -> Result:
    return CliRunner().invoke(main, [
        "new-partnership", name, "--like", LIKE, "--called", "Eastmark Safeguarding Partnership",
        "--short", "ESP", "--area", "Eastmark"])


def _no_sketch(home: Path) -> None:
    path = home / "templates" / "profiles" / LIKE / "documents.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[[documents]]\nid = "unmade"\n'
                    'title = "Unmade"\ntemplate = "unmade.docx"\n', encoding="utf-8")


def _answer_to_nothing(home: Path) -> None:
    path = next((home / "inputs" / f"{LIKE}-sample" / "answers").glob("*.toml"))
    path.write_text(path.read_text(encoding="utf-8")
                    + "\nbroken =\n", encoding="utf-8")


@pytest.mark.parametrize("spoil", [_no_sketch, _answer_to_nothing])
def test_what_had_been_begun_is_taken_away_when_it_cannot_be_finished(
        home: Path, spoil: object) -> None:
    assert callable(spoil)
    spoil(home)
    before = sorted(home.rglob("*"))
    done = begin()
    assert done.exit_code == Exit.DEFINITION, done.output
    assert "Nothing was made" in done.output
    assert sorted(home.rglob("*")) == before


def test_a_folder_that_was_there_is_never_taken_away(home: Path) -> None:
    kept = home / "inputs" / "eastmark-sample" / "kept.txt"
    kept.parent.mkdir()
    kept.write_text("mine", encoding="utf-8")
    done = begin()
    assert done.exit_code == Exit.USAGE
    assert kept.read_text(encoding="utf-8") == "mine"
    assert not (home / "templates" / "profiles" / "eastmark").exists()

"""Every quoted sentence is looked for at its line; the sources here are made up."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.errors import Exit
from pipeline.sources import quotes, verify

ROOT = Path(__file__).resolve().parents[2]
SOURCE = """# A process

The form **will be sent out** within\u00a02 working days of receiving it,\
 by the group\u2019s office.
Return it within 5 days -
or sooner.
- <b>Six months</b>\\* at the latest
"""


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A folder of made-up sources and one of profiles that quote them."""
    sources, profiles = tmp_path / "sources", tmp_path / "templates" / "profiles"
    sources.mkdir()
    (profiles / "somewhere").mkdir(parents=True)
    (sources / "process.txt").write_text(SOURCE, encoding="utf-8")
    return sources, profiles


def _quote(profiles: Path, *quoted: tuple[int, str], file: str = "process.txt") -> None:
    entries = [f'[[deadlines]]\nid = "d{number}"\nsource = {{ file = "{file}", line = {line}, '
               f'words = "{words}" }}\n' for number, (line, words) in enumerate(quoted)]
    (profiles / "somewhere" / "deadlines.toml").write_text("\n".join(entries), encoding="utf-8")


@pytest.mark.parametrize(("line", "words"), [
    (3, "The form will be sent out within 2 working days of receiving it"),
    (3, "by the group's office."),
    (3, "by the group’s office."),
    (4, "Return it within 5 days – or sooner."),
    (6, "Six months"), (6, "Six months* at the latest"),
])
def test_a_sentence_is_found_whatever_its_marks_and_spaces(
        folders: tuple[Path, Path], line: int, words: str) -> None:
    sources, profiles = folders
    _quote(profiles, (line, words))
    done = verify(profiles, sources)
    assert (done.looked, done.wrong) == (1, ())


@pytest.mark.parametrize(("line", "words", "why"), [
    (4, "The form will be sent out", "it stands at line 3"),
    (3, "The form will be sent out within 3 working days", "it stands nowhere in it"),
    (3, "Return it within 5 days", "it stands at line 4"),
    (99, "Six months", "has no line 99"),
    (3, "**", "quotes no words"),
])
def test_a_sentence_that_is_not_there_is_named_with_its_entry(
        folders: tuple[Path, Path], line: int, words: str, why: str) -> None:
    sources, profiles = folders
    _quote(profiles, (6, "Six months"), (line, words))
    (one,) = verify(profiles, sources).wrong
    assert one.startswith("somewhere/deadlines.toml, deadlines.d1.source: ") and why in one


def test_a_source_that_is_missing_is_named_and_no_path_leads_out(
        folders: tuple[Path, Path]) -> None:
    sources, profiles = folders
    (sources.parent / "secret.txt").write_text("Six months", encoding="utf-8")
    _quote(profiles, (1, "Six months"), file="../secret.txt")
    (profiles / "one.toml").write_text(
        '[texts.a]\nsource = { file = "process.txt", line = 6, words = "Six months" }\n'
        '[texts.b]\nsource = { file = "other.txt", line = 6, words = "Six months" }\n',
        encoding="utf-8")
    wrong = verify(profiles, sources).wrong
    assert [line.split(": ")[0] for line in wrong] == [
        "one.toml, texts.b.source", "somewhere/deadlines.toml, deadlines.d0.source"]


def test_the_command_ends_with_three_when_a_sentence_is_missing(
        folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    sources, profiles = folders
    monkeypatch.chdir(profiles.parent.parent)
    _quote(profiles, (6, "Six months"))
    done = CliRunner().invoke(main, ["verify-sources", str(sources)])
    assert (done.exit_code, done.output) == (
        Exit.DONE, "Sentences looked for: 1. Not found at their line: 0.\n")
    _quote(profiles, (6, "Seven months"))
    done = CliRunner().invoke(main, ["verify-sources", str(sources)])
    assert done.exit_code == Exit.DEFINITION and "Seven months" in done.output
    done = CliRunner().invoke(main, ["verify-sources", str(profiles)])
    assert done.exit_code == Exit.USAGE


def test_every_deadline_of_the_project_quotes_a_source() -> None:
    found = list(quotes(ROOT / "templates" / "profiles"))
    entries = {(one.definition, one.key) for one in found}
    for path in (ROOT / "templates" / "profiles").glob("*/deadlines.toml"):
        name = f"{path.parent.name}/{path.name}"
        whole = path.read_text(encoding="utf-8").count("[[deadlines]]")
        assert sum(definition == name for definition, _ in entries) == whole > 0


def test_one_partnership_is_checked_alone_and_what_waits_for_a_source_is_counted(
        folders: tuple[Path, Path]) -> None:
    sources, profiles = folders
    _quote(profiles, (6, "Six months"))
    (profiles / "elsewhere").mkdir()
    (profiles / "elsewhere" / "deadlines.toml").write_text(
        '[[deadlines]]\nsource = { file = "theirs.txt", line = 1, words = "x" }\n'
        '[[deadlines]]\nsource = { file = "own_process", line = 0, words = "" }\n',
        encoding="utf-8")
    here, there = verify(profiles, sources, "somewhere"), verify(profiles, sources)
    assert (here.looked, here.wrong, here.unsourced) == (1, (), 0)
    assert (there.looked, len(there.wrong), there.unsourced) == (2, 1, 1)
    (profiles / "elsewhere" / "deadlines.toml").write_text(
        '[[deadlines]]\nsource = { file = "own_process", line = 0, words = "" }\n',
        encoding="utf-8")
    waiting = verify(profiles, sources, "elsewhere")
    assert (waiting.looked, waiting.wrong, waiting.unsourced) == (0, (), 1)


def test_the_command_takes_a_partnership_and_says_when_a_source_is_no_text(
        folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    sources, profiles = folders
    monkeypatch.chdir(profiles.parent.parent)
    _quote(profiles, (6, "Six months"))
    done = CliRunner().invoke(main, ["verify-sources", str(sources), "--partnership", "nowhere"])
    assert done.exit_code == Exit.USAGE and "nowhere" in done.output
    (sources / "process.txt").write_bytes(SOURCE.encode("cp1252", "replace"))
    done = CliRunner().invoke(main, ["verify-sources", str(sources)])
    assert done.exit_code == Exit.USAGE
    assert done.output.startswith("process.txt is no UTF-8 text.")

"""The packs of a case on the screen, and under them the steps to publication."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.run import Collated
from tests.making.collated import ROOT


def test_the_list_of_packs_ends_with_the_steps_and_holds_nothing_that_was_typed(
        collated: tuple[Path, Collated], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inputs" / "2025-07").mkdir(parents=True)
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    monkeypatch.chdir(tmp_path)
    words = ["pack", "2025-07", "--partnership", "norfolk"]
    assert "Steps to publication" not in CliRunner().invoke(main, words).output
    out = tmp_path / "outputs" / "2025-07"
    out.mkdir(parents=True)
    (out / "context.json").write_bytes((collated[0] / "context.json").read_bytes())
    shown = CliRunner().invoke(main, words)
    assert shown.exit_code == 0
    lines = shown.output.partition("Steps to publication, as collated for 1 June 2026:\n")[2]
    assert [line.split()[0] for line in lines.splitlines()] == [
        *map(str, range(1, 12)), "-", "12"]
    assert "     8  Done (due Friday 27 February 2026)\n" in lines
    assert "Norrisdale" not in shown.output

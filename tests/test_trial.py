"""The command for trying the reader on other people's files."""

from pathlib import Path

from click.testing import CliRunner

from pipeline.cli import main
from pipeline.model import Profile


def test_files_of_a_folder_are_tried_and_shown(tmp_path: Path, norfolk: Profile) -> None:
    form = next(iter(sorted(norfolk.xlsx.glob("*.xlsx"))))
    (tmp_path / "one.bin").write_bytes(form.read_bytes())
    (tmp_path / "two.xlsx").write_bytes(b"PK\x03\x04 and no more")
    result = CliRunner().invoke(main, ["try-corpus", str(tmp_path)])
    lines = result.output.splitlines()
    assert result.exit_code == 0, result.output
    assert "yes" in lines[1] and "one.bin" in lines[1]
    assert "two.xlsx" in lines[2] and "refused" in lines[2]
    assert lines[-1] == "0 came through badly."

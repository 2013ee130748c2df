"""The command for trying the reader on other people's files."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.doors import office
from pipeline.model import Profile
from pipeline.trial import passage
from tests.making import nastyword


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


def test_word_files_are_made_pdfs_or_refused_with_a_sentence(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "installed", lambda: False)
    (tmp_path / "one.docx").write_bytes(nastyword.KINDS["merged cells"]().data)
    (tmp_path / "two.docx").write_bytes(nastyword.KINDS["comments"]().data)
    result = CliRunner().invoke(main, ["try-corpus", str(tmp_path)])
    lines = result.output.splitlines()
    assert result.exit_code == 0, result.output
    assert lines[2].split()[:4] == ["embedded", "converted", "24", "words"]
    assert "refused" in lines[4] and "This file holds comments." in lines[4]
    assert lines[-2:] == ["Word files by embedded: 1 converted, 1 refused.",
                          "0 came through badly."]


def test_a_word_file_that_lost_a_word_came_through_badly(monkeypatch: pytest.MonkeyPatch) -> None:
    data = nastyword.KINDS["merged cells"]().data
    other = passage.convert([passage.Paper(passage._KIND, "x.docx", "x",
                                           nastyword.KINDS["nothing special"]().data)], "embedded")
    monkeypatch.setattr(passage, "convert", lambda papers, choice: other)
    monkeypatch.setattr(passage.accessible, "check", lambda *given: [])
    met = passage.passage(data, "embedded")
    assert (met.answer, met.bad) == ("lost", "lost")
    assert set(met.why) == {"widecell", "tallcell", "right", "belowright"}


def test_a_fault_of_a_converter_is_the_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(papers: object, choice: str) -> None:
        raise KeyError("x")

    monkeypatch.setattr(passage, "convert", broken)
    assert passage.passage(b"", "embedded").bad == "broke"

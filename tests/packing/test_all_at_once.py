"""What is missing keeps nobody from being told what else is wrong, in the same run."""

import io
import shutil
from pathlib import Path

import docx
import pytest

from pipeline import run
from pipeline.packing import Packed, Wish, chosen_kind
from tests.making.collated import AS_OF, ROOT, loaded

pytestmark = pytest.mark.slow
AWAY = ("press-statement", "learning-deck")


def _made(home: Path, *gone: str, added: str = "") -> Packed:
    """The sample's publication pack without some of the case's files, with a line in its report."""
    folder, profile = home / "inputs" / "norfolk-sample", loaded("norfolk")
    shutil.copytree(ROOT / "inputs" / "norfolk-sample", folder,
                    ignore=shutil.ignore_patterns("diary.jsonl"))
    if added:
        path = folder / "report" / "report.docx"
        report = docx.Document(io.BytesIO(path.read_bytes()))
        report.add_paragraph(added)
        report.save(path)
    for name in gone:
        (folder / name).unlink()
    return run.pack(folder, home / "outputs" / "norfolk-sample", profile,
                    chosen_kind(profile, "publication"), AS_OF, Wish(converter="embedded"))


def test_every_missing_form_is_named_with_its_place_and_the_sheet_is_made_all_the_same(
        tmp_path: Path) -> None:
    packed = _made(tmp_path, *(f"our-forms/{one}.xlsx" for one in AWAY),
                   added="Her friend Tamsyn Ellistrant was there.")
    said = "\n".join(packed.lines())
    for name in ("to-fill/press_statement.xlsx", "to-fill/learning_deck.xlsx"):
        assert f"Fill in {name}" in said
    assert "copy it into the case folder" in said and "make collate" in said
    [sheet] = packed.to_decide
    assert sheet.is_file()
    codes = {hit.code for _, verdict in packed.verdicts for hit in verdict.hits}
    assert "gate-doubt" in codes and codes <= {"gate-doubt", "gate-tick-open"}
    assert packed.refused and not (tmp_path / "outputs" / "norfolk-sample" / "packs").exists()


def test_without_the_report_only_the_report_is_missed(tmp_path: Path) -> None:
    packed = _made(tmp_path, "report/report.docx")
    assert {one.code for one in packed.before} == {"pack-outside-missing"}
    assert [verdict.hits for _, verdict in packed.verdicts] == [()]
    assert packed.refused and packed.to_decide == []


def test_a_sheet_that_cannot_be_read_is_not_asked_again(tmp_path: Path) -> None:
    sheet = "decisions/publication.xlsx"
    folder = tmp_path / "inputs" / "norfolk-sample"
    shutil.copytree(ROOT / "inputs" / "norfolk-sample", folder,
                    ignore=shutil.ignore_patterns("diary.jsonl"))
    (folder / sheet).write_bytes(b"not a workbook")
    profile = loaded("norfolk")
    packed = run.pack(folder, tmp_path / "outputs", profile, chosen_kind(profile, "publication"),
                      AS_OF, Wish(converter="embedded"))
    assert "pack-outside-refused" in {one.code for one in packed.before}
    assert packed.refused and packed.to_decide == []

"""A sealed edition is whole, is never written again, and is remembered."""

import hashlib
import json
from pathlib import Path

import pytest

from pipeline import diary, seal
from pipeline.errors import OutsideTrouble
from pipeline.model import DocumentKind, Pack, PackKind, Paper, Profile, Recipient

KIND = PackKind("published", "Published papers", "The public", ("paper",), ())
PAPER = Paper(DocumentKind("paper", "The paper"), "paper.docx", "The paper", b"words")
FILES = {"papers/paper.docx": b"words"}


def _pack(profile: Profile, code: str = "", edition: int = 1) -> Pack:
    return Pack(profile, KIND, Recipient(code, "Somebody"), (PAPER,), {}, "2026-06-01",
                edition=edition)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "in").mkdir()
    return tmp_path / "in", tmp_path / "out"


def _seal(folders: tuple[Path, Path], profile: Profile, code: str = "") -> Path:
    folder, out = folders
    number = seal.next_edition(folder, out, KIND.id, code)
    return seal.write(folder, out, _pack(profile, code, number), FILES)


def test_an_edition_is_whole_and_only_to_be_read(folders: tuple[Path, Path],
                                                 norfolk: Profile) -> None:
    place = _seal(folders, norfolk)
    there = {path.relative_to(place).as_posix(): path.read_bytes()
             for path in place.rglob("*") if path.is_file()}
    assert there.pop(seal.MANIFEST) == seal.manifest(_pack(norfolk), FILES)
    assert there == FILES
    assert place.relative_to(folders[1]).as_posix() == "packs/published/edition-1"
    assert all(path.stat().st_mode & 0o222 == 0 for path in place.rglob("*") if path.is_file())
    assert all(path.stat().st_mode & 0o077 == 0 for path in (place, *place.rglob("*")))


def test_the_next_one_is_a_new_edition(folders: tuple[Path, Path], norfolk: Profile) -> None:
    first = _seal(folders, norfolk)
    second = _seal(folders, norfolk)
    assert (first.name, second.name) == ("edition-1", "edition-2")
    assert (first / "papers" / "paper.docx").read_bytes() == b"words"


def test_each_recipient_has_editions_of_their_own(folders: tuple[Path, Path],
                                                  norfolk: Profile) -> None:
    assert [_seal(folders, norfolk, code).relative_to(folders[1] / "packs").as_posix()
            for code in ("A1", "A2", "A1")] == [
        "published/A1/edition-1", "published/A2/edition-1", "published/A1/edition-2"]


def test_the_diary_remembers_an_edition_whose_folder_is_gone(folders: tuple[Path, Path],
                                                             norfolk: Profile) -> None:
    folder, out = folders
    diary.note(folder, diary.SEALED, "2026-02-18", pack=KIND.id, recipient="", edition=4,
               fingerprint="a")
    assert seal.next_edition(folder, out, KIND.id, "") == 5
    assert _seal(folders, norfolk).name == "edition-5"
    last = diary.entries(folder, diary.SEALED)[-1]
    assert (last["edition"], last["when"], last["pack"]) == (5, "2026-06-01", KIND.id)
    made = out / "packs" / KIND.id / "edition-5" / seal.MANIFEST
    assert last["fingerprint"] == hashlib.sha256(made.read_bytes()).hexdigest()


def test_a_diary_kept_on_another_computer_is_read(folders: tuple[Path, Path]) -> None:
    folder, _ = folders
    (folder / "diary-before.jsonl").write_text(json.dumps({
        "what": "sealed", "when": "2026-02-18", "pack": "published", "recipient": "",
        "edition": 2, "fingerprint": "a"}) + "\n", encoding="utf-8")
    diary.note(folder, diary.SEALED, "2026-03-01", pack="published", recipient="", edition=3,
               fingerprint="b")
    assert [one["edition"] for one in seal.sealed(folder, "published")] == [2, 3]


def test_what_cannot_be_written_is_not_there_and_not_in_the_diary(
        folders: tuple[Path, Path], norfolk: Profile) -> None:
    folder, out = folders
    out.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(OutsideTrouble, match="none was made"):
        seal.write(folder, out, _pack(norfolk), FILES)
    assert diary.entries(folder, diary.SEALED) == []


def test_without_a_diary_there_is_no_edition(folders: tuple[Path, Path], norfolk: Profile) -> None:
    folder, out = folders
    (folder / diary.DIARY).mkdir()  # it cannot be appended to
    with pytest.raises(OutsideTrouble, match="none was made"):
        seal.write(folder, out, _pack(norfolk), FILES)
    assert not list((out / "packs" / KIND.id).glob("edition-*"))


def test_the_manifest_says_which_program_made_each_pdf(norfolk: Profile) -> None:
    paper = Paper(DocumentKind("report", "Report"), "report.docx", "Report", b"w", outside=True,
                  pdf=b"p", converter="libreoffice")
    pack = Pack(norfolk, KIND, Recipient(), (paper, PAPER), {}, "2026-06-01")
    listed = json.loads(seal.manifest(pack, {
        "papers/report.docx": b"w", "papers/report.pdf": b"p", "papers/paper.docx": b"words"}))
    assert listed["files"]["papers/report.pdf"]["converter"] == "libreoffice"
    assert listed["files"]["papers/report.pdf"]["written_by"] == "outside"
    assert listed["files"]["papers/paper.docx"]["written_by"] == "us"
    assert "converter" not in listed["files"]["papers/report.docx"]
    assert listed["files"]["papers/report.pdf"]["bytes"] == 1


def test_an_edition_that_somebody_changed_is_found(folders: tuple[Path, Path],
                                                   norfolk: Profile) -> None:
    folder, out = folders
    first, second, third = (_seal(folders, norfolk) for _ in range(3))
    assert seal.changed(folder, out) == []
    paper = first / "papers" / "paper.docx"
    paper.chmod(0o600)
    paper.write_bytes(b"other words")
    (second / "papers" / "more.docx").write_bytes(b"slipped in")
    assert seal.changed(folder, out) == [
        "packs/published/edition-1", "packs/published/edition-2"]
    (third / seal.MANIFEST).chmod(0o600)
    (third / seal.MANIFEST).write_text("{}", encoding="utf-8")
    assert "packs/published/edition-3" in seal.changed(folder, out)


def test_an_edition_made_on_another_computer_is_not_missed(folders: tuple[Path, Path]) -> None:
    folder, out = folders
    diary.note(folder, diary.SEALED, "2026-02-18", pack="published", recipient="", edition=1,
               fingerprint="a")
    assert seal.changed(folder, out) == []

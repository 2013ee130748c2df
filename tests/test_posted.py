"""The sample's forms came by mail, one of them mangled: the review is as if they had not."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.doors.word import text_of
from pipeline.model import Profile
from pipeline.run import Collated, collate
from pipeline.sample import sample
from tests.conftest import AS_OF

WHERE = {"refs", "file", "files", "fingerprint", "where", "spot", "part", "sources", "received"}


@pytest.fixture(scope="module")
def loose(norfolk: Profile, sample_folder: Path,
          tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Collated]:
    """The same answers as workbooks that nobody posted and no program spoilt, collated."""
    folder = tmp_path_factory.mktemp("loose") / "case"
    shutil.copytree(sample_folder / "answers", folder / "answers")
    (folder / "answers" / "messages.toml").unlink()
    for path in sample_folder.glob("diary*.jsonl"):
        shutil.copyfile(path, folder / path.name)
    for path in (folder / "answers").glob("*.toml"):
        words = path.read_text("utf-8")
        path.write_text(re.sub(r"(?ms)^spoil = \[$.*?^\]$", "", words), "utf-8")
    for name, data in sample(folder, norfolk).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    out = folder.parent / "out"
    return out, collate(folder, out, norfolk, AS_OF)


def without_places(value: Any) -> Any:
    """Everything a case knows but where it stood."""
    if isinstance(value, dict):
        return {key: without_places(one) for key, one in value.items() if key not in WHERE}
    return [without_places(one) for one in value] if isinstance(value, list) else value


def test_the_sample_really_came_by_mail(sample_folder: Path) -> None:
    endings = {path.suffix for path in sample_folder.rglob("*") if path.is_file()}
    assert {".eml", ".msg", ".mbox"} <= endings
    loose_forms = [path.name for path in sample_folder.rglob("*.xlsx")
                   if path.parent.name not in ("our-forms", "qa", "decisions")]
    assert loose_forms == ["case.xlsx"]


def test_the_case_is_the_same_however_its_forms_came(collated: tuple[Path, Collated],
                                                     loose: tuple[Path, Collated]) -> None:
    posted, plain = collated[1].checked.case, loose[1].checked.case
    assert posted.keys() == plain.keys()
    for key in sorted(posted.keys() - WHERE):
        assert without_places(posted[key]) == without_places(plain[key]), key


def test_the_collated_review_says_the_same(collated: tuple[Path, Collated],
                                           loose: tuple[Path, Collated]) -> None:
    name = "documents/collated_rapid_review.docx"
    one, other = (text_of((out / name).read_bytes())
                  for out in (collated[0], loose[0]))
    assert len(one) == len(other) > 500
    number = re.compile(r"R\d{3}(\.\d+)*")
    differ = [(a, b) for a, b in zip(one, other, strict=True)
              if number.sub("", a) != number.sub("", b)]
    # The mangled workbook has other names for its sheets and other rows: nothing else may differ.
    place = re.compile(r"(Sheet4|Summary of involvement|Analysis|Your details),? [A-Z]+\d+")
    assert [(a, b) for a, b in differ if place.sub("", a) != place.sub("", b)] == []

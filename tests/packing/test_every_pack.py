"""Every pack of every partnership: made or refused with a sentence, by both converters."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pipeline import run
from pipeline.errors import UsageTrouble
from pipeline.gate import accessible
from pipeline.packing import Wish, chosen_kind
from pipeline.seal import ABOUT
from tests.making.collated import AS_OF, ROOT, loaded

# What the sample has come to: it publishes the whole report, and decided nothing on the notices.
NORFOLK_REFUSED = {"pre_publication_improvements", "publication_improvements",
                   "notices_improvements", "not_published"}
BEFORE = date(2026, 2, 18)
"""A day before publication, for packs that are made only then."""
PARTNERSHIPS = ("norfolk", "northumberland", "salford", "northamptonshire")
pytestmark = pytest.mark.slow


def _home(tmp_path: Path, name: str) -> Path:
    folder = tmp_path / "inputs" / f"{name}-sample"
    shutil.copytree(ROOT / "inputs" / folder.name, folder,
                    ignore=shutil.ignore_patterns("diary.jsonl"))
    return folder


@pytest.mark.parametrize("name", PARTNERSHIPS)
def test_every_pack_is_made_or_refused_with_reasons(name: str, tmp_path: Path) -> None:
    folder, profile = _home(tmp_path, name), loaded(name)
    out = tmp_path / "outputs" / folder.name
    checked = {day: run.check(folder, profile, day) for day in (AS_OF, BEFORE)}
    refused = set()
    for kind in profile.packs:
        day = BEFORE if kind.before else AS_OF
        try:
            packed = run.pack_checked(
                checked[day], folder, out, profile, chosen_kind(profile, kind.id), day,
                Wish(converter="embedded"))
        except UsageTrouble:
            refused.add(kind.id)
            continue
        assert packed.refused == bool(packed.before or any(v.hits for _, v in packed.verdicts))
        if packed.refused:
            refused.add(kind.id)
            assert packed.lines()
        else:
            assert all((place / ABOUT / "certificate.pdf").is_file() for place in packed.places)
        assert packed.refused != (out / "packs" / kind.id).exists()
    assert {"meeting", "national_panel"}.isdisjoint(refused)
    if name == "norfolk":
        assert refused == NORFOLK_REFUSED


@pytest.mark.office
def test_the_publication_pack_is_made_with_libreoffice_too(tmp_path: Path) -> None:
    folder, profile = _home(tmp_path, "norfolk"), loaded("norfolk")
    packed = run.pack(folder, tmp_path / "outputs", profile, chosen_kind(profile, "publication"),
                      AS_OF, Wish(converter="office"))
    assert packed.lines() == []
    [place] = packed.places
    for path in (place / "bundle.pdf", place / "papers" / "report.pdf"):
        assert accessible.check(path.read_bytes(), path.name, None, None, 0) == []
    listed = (place / ABOUT / "manifest.json").read_text("utf-8")
    assert '"converter": "libreoffice"' in listed


def test_another_clock_locale_and_hash_seed_make_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for number, extra in enumerate(({"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
                                    {"TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8",
                                     "PYTHONHASHSEED": "77"})):
        home = tmp_path / f"home-{number}"
        _home(home, "norfolk")
        shutil.copytree(ROOT / "templates", home / "templates")
        subprocess.run([sys.executable, "-m", "pipeline", "pack", "norfolk-sample", "--for",
                        "publication", "--as-of", AS_OF.isoformat(), "--converter", "embedded"],
                       cwd=home, env={**os.environ, **extra}, check=True, capture_output=True)
        place = home / "outputs" / "norfolk-sample" / "packs"
        made.append({path.relative_to(place).as_posix(): path.read_bytes()
                     for path in sorted(place.rglob("*")) if path.is_file()})
    assert made[0] and made[0] == made[1]

"""What a new partnership takes over is marked as such, and its checklist says what to edit."""

import re
import shutil
from pathlib import Path

import pytest

from pipeline.adopt import CHECKLIST, WARNING, Newcomer, adopt
from pipeline.profiles import load_profile, partnerships

ROOT = Path(__file__).resolve().parent.parent
WORDS = {"partnership": "Eastmark Safeguarding Partnership", "partnership_short": "ESP",
         "county": "Eastmark"}


def started(folder: Path, like: str, old: Path = ROOT / "templates") -> dict[str, str]:
    """The definitions of a newcomer by their names, its checklist with them."""
    profile = load_profile(old, like)
    adopt(folder / "templates", folder / "inputs", profile, Newcomer("eastmark", WORDS))
    home = folder / "templates" / "profiles" / "eastmark"
    return {path.relative_to(home).as_posix(): path.read_text(encoding="utf-8")
            for path in home.rglob("*") if path.is_file()}


@pytest.mark.parametrize("like", partnerships(ROOT / "templates"))
def test_no_document_passes_for_the_newcomers_own(tmp_path: Path, like: str) -> None:
    texts = started(tmp_path, like)
    old = load_profile(ROOT / "templates", like)
    for name, text in texts.items():
        if name.startswith("sketches/"):
            letter = bool(re.search(r"(?m)\Atitle: .*\npages: letter$|\Apages: letter$", text))
            assert text.count(WARNING) == (not letter), name
        if name.startswith("guidance/"):
            before = (old.folder / name).read_text(encoding="utf-8")
            assert not re.search(r"\[lines? \d", text), name
            assert text.count("[to check]") == len(re.findall(r"\[lines? \d", before)), name
            assert text.count("[own advice]") == before.count("[own advice]"), name


@pytest.mark.parametrize("like", partnerships(ROOT / "templates"))
def test_the_checklist_names_whatever_may_be_edited(tmp_path: Path, like: str) -> None:
    texts = started(tmp_path, like)
    checklist = texts.pop(CHECKLIST)
    old = load_profile(ROOT / "templates", like)
    for what in (*(f"`[replies]`, `{key}`" for key in old.replies),
                 *(f"`[switches]`, `{key}`" for key in old.switches),
                 *(f"`{rule['id']}`" for rule in old.rules),
                 *(f"`{name}`" for name in texts if name.startswith("letters/")),
                 *(f"`{kind.id}`" for kind in old.documents),
                 "`closures`", "`source_file`", "`[sources]`"):
        assert what in checklist, what
    guides = [kind for kind in old.documents if kind.guidance]
    assert checklist.count("Read every point") == len(guides)


def test_the_checklist_says_where_days_and_old_names_stand_as_words(tmp_path: Path) -> None:
    for part in ("profiles/norfolk", "profiles/_shared", "docx/norfolk"):
        shutil.copytree(ROOT / "templates" / part, tmp_path / "old" / part)
    brief = tmp_path / "old/profiles/norfolk/sketches/lead_reviewer_brief.md"
    brief.write_text(brief.read_text(encoding="utf-8") + "\nThe SPRG meets monthly.\n",
                     encoding="utf-8")
    texts = started(tmp_path, "norfolk", tmp_path / "old")
    checklist = texts[CHECKLIST]
    [place] = re.findall(r"`forms/publication_plan.toml`: line (\d+) “five working days”",
                         checklist)
    plan = texts["forms/publication_plan.toml"].splitlines()
    assert "five working days" in plan[int(place) - 1]
    assert ("“SPRG” (`review_group_short`): `profile.toml`, `sketches/lead_reviewer_brief.md`\n"
            in checklist)
    assert "NSCB" in checklist.split("other short names in these files: ")[1]


def test_what_is_only_the_old_ones_is_left_behind(tmp_path: Path) -> None:
    texts = started(tmp_path, "northamptonshire")
    assert not re.search(r"(?m)^(source_file|covers|row) = |^\[sources\]", "\n".join(
        text for name, text in texts.items() if name.endswith(".toml")))

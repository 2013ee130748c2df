"""A document that relies on too short a rule says so, and a definition that names nothing fails."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline import render, run
from pipeline.doors.word import lines_of
from pipeline.errors import DefinitionTrouble
from pipeline.lint import lint_document, lint_template
from pipeline.lint.cases import sample_cases
from pipeline.model import Case, Profile
from pipeline.profiles import load_profile
from pipeline.scaffold import scaffold

ROOT = Path(__file__).resolve().parents[2]
WARNED = "not printed (document.warnings)"


def _kind(profile: Profile, relying: bool = True) -> str:
    return next(kind.id for kind in profile.documents if bool(kind.relies_on) == relying
                and kind.form and kind.format == "docx")


def test_every_document_that_relies_on_it_prints_the_warning(norfolk: Profile,
                                                             sample_folder: Path) -> None:
    record = run.take_in_file(sample_folder / "case.xlsx")
    case = run.check(sample_folder, norfolk, date(2026, 6, 1), items=record).case
    relying = [kind.id for kind in norfolk.documents if kind.relies_on]
    assert len(relying) >= 2
    made = render.render(norfolk, case, relying).files
    for name, data in made.items():
        words = " ".join(line.text for line in lines_of(data))
        assert "the partnership's own rule is 5 working days" in words, name
        assert "Keep to the national one: Friday 27 February 2026." in words, name


@pytest.fixture(scope="module")
def made_up(norfolk: Profile) -> Mapping[str, Case]:
    """The cases that lint renders every template with."""
    return sample_cases(norfolk)


def test_lint_refuses_a_template_that_leaves_the_warning_out(
        norfolk: Profile, made_up: Mapping[str, Case]) -> None:
    kind = next(one for one in norfolk.documents if one.id == _kind(norfolk))
    house = (norfolk.docx / "house.docx").read_bytes()
    cases = {name: case for name, case in made_up.items() if "rows" in name}
    found = {warned: lint_template(scaffold(norfolk.forms[kind.form], house, kind.title, warned),
                                   norfolk, kind, cases) for warned in (False, True)}
    assert any(WARNED in what for what in found[False])
    assert not any(WARNED in what for what in found[True])


def test_a_document_that_relies_on_nothing_too_short_needs_no_warning(
        norfolk: Profile, made_up: Mapping[str, Case]) -> None:
    other = next(kind for kind in norfolk.documents if kind.id == _kind(norfolk, relying=False))
    relying = replace(other, relies_on=("draft_to_panel_members",))
    assert not [what for what in lint_document(norfolk, relying, made_up) if WARNED in what]


@pytest.mark.parametrize(("old", "new", "words"), [
    ('anchor = "became_aware"', 'anchor = "became_awake"', "no key date 'became_awake'"),
    ('done_when = "submitted_to_panel"', 'done_when = "submitted"', "no key date 'submitted'"),
    ('national = "national_report_sent"', 'national = "report"', "there is no deadline 'report'"),
    ('instead = "meeting_record_sent"', 'instead = "record"', "there is no deadline 'record'"),
    ("within = { working_days = 5 }", "within = { workdays = 5 }", "workdays"),
    ('id = "partners_told"', 'id = "notify_panel"', "'notify_panel' stands there twice"),
    ('kind = "window"', 'kind = "windows"', "kind"),
])
def test_a_mistake_in_a_deadline_names_it(tmp_path: Path, old: str, new: str, words: str) -> None:
    shutil.copytree(ROOT / "templates" / "profiles", tmp_path / "profiles")
    path = tmp_path / "profiles" / "northumberland" / "deadlines.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionTrouble) as told:
        load_profile(tmp_path, "northumberland")
    assert "deadlines" in str(told.value) and words in str(told.value)

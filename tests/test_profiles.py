"""Definitions load, mistakes in them name file and key, and what is made from them is current."""

import shutil
from pathlib import Path

import pytest

from pipeline import workbook
from pipeline.errors import DefinitionTrouble, UsageTrouble
from pipeline.model import Profile
from pipeline.profiles import load_profile, partnerships

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
PARTNERSHIPS = partnerships(TEMPLATES)


@pytest.mark.parametrize("name", PARTNERSHIPS)
def test_committed_blanks_are_what_the_definitions_make(name: str) -> None:
    profile = load_profile(TEMPLATES, name)
    committed = {path.name: path.read_bytes() for path in profile.xlsx.glob("*.xlsx")}
    made = {f"{form.id}.xlsx": workbook.write(form, profile) for form in profile.forms.values()}
    assert sorted(committed) == sorted(made), "run make blanks, and delete what no form makes"
    assert [name for name in made if made[name] != committed[name]] == [], "run make blanks"


@pytest.mark.parametrize("name", PARTNERSHIPS)
def test_every_path_a_form_names_exists(name: str) -> None:
    profile = load_profile(TEMPLATES, name)
    record = profile.form_meaning("case_record")
    assert record is not None
    off = {"covid_impact"}
    for form in profile.forms.values():
        for section, field in form.fields():
            for path in (*field.gathers, *([field.prefill] if field.prefill else [])):
                if path.startswith("deadlines."):
                    assert path.split(".")[1] in {d["id"] for d in profile.deadlines}
                    continue
                form_id, section_id, *rest = path.split(".")
                there = record if form_id == "case" else profile.forms[form_id]
                found = there.section(section_id)
                assert found is not None, path
                assert not rest or rest[0] in off or found.field(rest[0]), path
            for other in (*field.not_before, *field.not_after, *field.within):
                if other == "as_of":
                    continue
                if "." in other:
                    _, section_id, field_id = other.split(".")
                    found = record.section(section_id)
                    assert found is not None and found.field(field_id), other
                else:
                    assert section.field(other), f"{form.id}.{section.id}.{field.id}: {other}"
            rule = field.required_if
            if "field" in rule:
                assert section.field(rule["field"]), f"{form.id}.{section.id}.{field.id}"


@pytest.mark.parametrize("name", PARTNERSHIPS)
def test_every_deadline_hangs_on_a_key_date(name: str) -> None:
    profile = load_profile(TEMPLATES, name)
    record = profile.form_meaning("case_record")
    assert record is not None
    dates = record.meaning("key_dates")
    assert dates is not None
    known = {field.id for field in dates.fields}
    for rule in profile.deadlines:
        if rule["kind"] in ("due", "window", "before_event"):
            assert rule["anchor"] in known, rule["id"]
            assert rule.get("done_when", rule["anchor"]) in known, rule["id"]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the profiles that a test may spoil."""
    shutil.copytree(TEMPLATES / "profiles", tmp_path / "profiles")
    return tmp_path


def _spoil(root: Path, form: str, old: str, new: str) -> None:
    path = root / "profiles" / "norfolk" / "forms" / f"{form}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(("old", "new", "words"), [
    ('filled_by = "agency"', 'filled_buy = "agency"', "filled_buy: there is no such key"),
    ('kind = "answers"', 'kind = "answer"', "kind"),
    ('id = "summary"', 'id = "categories"', "'categories' stands there twice"),
    ('use = "date_of_birth"', 'use = "day_of_birth"', "no question 'day_of_birth'"),
    ('{partnership_short}', '{partnership_shirt}', "no word 'partnership_shirt'"),
    ('means = "chronology"', 'means = "chronolgy"', "means"),
    ('id = "event"', 'id = "incident"', "needs a field 'event'"),
])
def test_a_mistake_in_a_form_names_file_and_key(copied: Path, old: str, new: str,
                                                words: str) -> None:
    _spoil(copied, "rapid_review", old, new)
    with pytest.raises(DefinitionTrouble) as told:
        load_profile(copied, "norfolk")
    assert "rapid_review.toml" in str(told.value)
    assert words in str(told.value)


def test_a_file_that_is_no_toml_is_named(copied: Path) -> None:
    (copied / "profiles" / "norfolk" / "forms" / "case.toml").write_text("id = ", encoding="utf-8")
    with pytest.raises(DefinitionTrouble, match=r"case\.toml cannot be read"):
        load_profile(copied, "norfolk")


def test_an_unknown_partnership_lists_the_known_ones() -> None:
    with pytest.raises(UsageTrouble, match="norfolk"):
        load_profile(TEMPLATES, "atlantis")


def test_a_switch_removes_its_question(copied: Path, norfolk: Profile) -> None:
    path = copied / "profiles" / "norfolk" / "profile.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("covid_question = true", "covid_question = false"),
                    encoding="utf-8")
    form = norfolk.form_meaning("agency_return")
    assert form is not None
    before = {f.id for _, f in form.fields()}
    after = {f.id for _, f in load_profile(copied, "norfolk").forms[form.id].fields()}
    assert before - after == {"covid_impact"}


def test_words_of_the_profile_reach_every_form(copied: Path) -> None:
    path = copied / "profiles" / "norfolk" / "profile.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('health_commissioner = "clinical commissioning group"',
                        'health_commissioner = "integrated care board"')
    path.write_text(text, encoding="utf-8")
    labels = [f.label for form in load_profile(copied, "norfolk").forms.values()
              for _, f in form.fields()]
    assert any("integrated care board" in label for label in labels)
    assert not any("clinical commissioning group" in label for label in labels)

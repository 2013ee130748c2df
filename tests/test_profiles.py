"""Definitions load, mistakes in them name file and key, and what is made from them is current."""

import shutil
from pathlib import Path

import pytest

from pipeline.errors import DefinitionTrouble, UsageTrouble
from pipeline.model import Profile
from pipeline.profiles import load_profile

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"


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
    ('use = "event"', 'id = "incident"', "needs a field 'event'"),
    ('id = "good_practice"', 'id = "good_practice"\nif_empty = "Excellent"', "if_empty"),
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


@pytest.mark.parametrize(("form", "document"), [("qa_tool", "qa_tool"), ("referral", "referral")])
def test_whoever_drops_a_form_is_told_which_document_still_names_it(copied: Path, form: str,
                                                                    document: str) -> None:
    path = copied / "profiles" / "norfolk" / "profile.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f'"{form}",', "", 1), encoding="utf-8")
    said = f"documents.{document}.form: there is no form '{form}'"
    with pytest.raises(DefinitionTrouble, match=said):
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


@pytest.mark.parametrize(("old", "new", "words"), [
    ('needs = ["referral"]', 'needs = ["referal"]', "documents.referral.needs: there is no form"),
    ('form = "referral"', 'form = "referal"', "documents.referral.form: there is no form"),
])
def test_a_document_that_names_no_form_of_ours_is_refused(copied: Path, old: str, new: str,
                                                          words: str) -> None:
    path = copied / "profiles" / "norfolk" / "profile.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionTrouble, match=words):
        load_profile(copied, "norfolk")


def test_a_shared_section_is_taken_with_what_is_written_beside_it(copied: Path) -> None:
    path = copied / "profiles" / "norfolk" / "forms" / "case.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('use = "participants"', """use = "participants"
title = "Who came"
without = ["role"]

[[sections.fields]]
id = "arrived"
label = "Arrived"
after = "name"

[[sections.fields]]
id = "agency"
label = "Sent by"
"""), encoding="utf-8")
    section = load_profile(copied, "norfolk").forms["case"].section("participants")
    assert section is not None
    assert section.title == "Who came"
    assert [(f.id, f.label) for f in section.fields] == [
        ("name", "Name"), ("arrived", "Arrived"), ("agency", "Sent by")]


@pytest.mark.parametrize(("line", "words"), [
    ('use = "nobody"', "no shared section 'nobody'"),
    ('use = "participants"\nwithout = ["nothing"]', "no question 'nothing'"),
    ('use = "participants"\nfields = [{ id = "x", label = "X", after = "y" }]',
     "no question 'y'"),
])
def test_a_mistake_beside_a_shared_section_is_named(copied: Path, line: str, words: str) -> None:
    path = copied / "profiles" / "norfolk" / "forms" / "case.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('use = "participants"', line), encoding="utf-8")
    with pytest.raises(DefinitionTrouble, match=words):
        load_profile(copied, "norfolk")


def test_one_thing_said_in_two_files_of_a_profile_is_refused(copied: Path) -> None:
    path = copied / "profiles" / "norfolk" / "more.toml"
    path.write_text('[words]\ncounty = "Elsewhere"\n', encoding="utf-8")
    with pytest.raises(DefinitionTrouble, match=r"more\.toml, words\.county"):
        load_profile(copied, "norfolk")

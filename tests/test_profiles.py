"""Definitions load, mistakes in them name file and key, and what is made from them is current."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import guidance
from pipeline.errors import DefinitionTrouble, UsageTrouble
from pipeline.model import Profile
from pipeline.profiles import load_profile
from pipeline.profiles.loader import read_toml

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


SOURCED = 'source = { file = "x.txt", line = 1, words = "x" }\n'
HOW = "{ working_days = 6 }"


@pytest.mark.parametrize(("lines", "key", "words"), [
    ('kind = "due"\nwithin = { working_days = "6" }', ".within", HOW),
    ('kind = "due"\nwithin = { working_days = 6.5 }', ".within", HOW),
    ('kind = "due"\nwithin = { working_days = -6 }', ".within", HOW),
    ('kind = "due"\nwithin = { working_days = true }', ".within", HOW),
    ('kind = "due"\nwithin = {}', ".within", HOW),
    ('kind = "due"\nwithin = 6', ".within", HOW),
    ('kind = "due"\nwithin = { workingdays = 6 }', ".within", "working_days, days, hours"),
    ('kind = "due"\nwithin = { years = 9000 }', ".within", "a hundred years"),
    ('kind = "recurring"\nfirst = 2022-04-01\nwithin = { days = 0 }', ".within", "at least one"),
    ('kind = "window"\nfrom = { days = 6 }\nwithin = { days = 5 }', ".from", "opens after"),
    ('kind = "window"\nfrom = { weeks = 2 }\nwithin = { working_days = 5 }', ".from",
     "opens after"),
    ('kind = "window"\nwithin = { days = 5 }', "", "a window has both ends"),
    ('kind = "due"\nfrom = { days = 5 }\nwithin = { days = 6 }', ".from", "only a window"),
])
def test_a_span_that_is_none_is_refused_with_how_to_write_it(copied: Path, lines: str, key: str,
                                                             words: str) -> None:
    path = copied / "profiles" / "norfolk" / "deadlines.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[[deadlines]]\nid = "odd"\nwhat = "x"\n'
                    f"{SOURCED}{lines}\n", encoding="utf-8")
    with pytest.raises(DefinitionTrouble) as told:
        load_profile(copied, "norfolk")
    assert str(told.value).startswith(f"deadlines.toml, deadlines.odd{key}: ")
    assert words in str(told.value)


@pytest.mark.parametrize("lines", [
    'kind = "due"\nanchor = "notification_circulated"\nwithin = { days = 0 }',
    'kind = "window"\nanchor = "notification_circulated"\nfrom = { days = 7 }\n'
    'within = { working_days = 5 }',
])
def test_a_span_that_is_one_is_taken(copied: Path, lines: str) -> None:
    path = copied / "profiles" / "norfolk" / "deadlines.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[[deadlines]]\nid = "even"\nwhat = "x"\n'
                    f"{SOURCED}{lines}\n", encoding="utf-8")
    assert load_profile(copied, "norfolk").deadlines[-1]["id"] == "even"


@pytest.mark.parametrize(("entry", "words"), [
    ('[[documents]]\nid = "more"\ntitle = "More"\ncolour = "red"', "documents.more.colour: "),
    ('[[documents]]\nid = "more"\ntitle = "{nobody}"', "documents.more: there is no word"),
    ('[[documents]]\nid = "more"\ntitle = "More"\nform = "none"', "documents.more.form: there"),
    ('[[measures]]\nid = "more"\ntitle = "More"', "measures.more."),
    ('[[rules]]\nid = "more"\nkind = "needs"\nmessage = "x"\nfix = "x"', "rules.more: a rule"),
    ('[[deadlines]]\nid = "more"\nkind = "due"\nwhat = "x"\nanchor = "none"\n' + SOURCED,
     "deadlines.more.anchor: "),
    ('[[deadlines]]\nid = "agency_return"\nkind = "unstated"\nwhat = "x"\n' + SOURCED,
     "deadlines: 'agency_return' stands there twice"),
    ("documants = []", "documants: there is no such key"),
])
def test_a_mistake_is_told_with_the_file_it_stands_in(copied: Path, entry: str,
                                                      words: str) -> None:
    path = copied / "profiles" / "norfolk" / "zz_more.toml"
    path.write_text(entry + "\n", encoding="utf-8")
    with pytest.raises(DefinitionTrouble) as told:
        load_profile(copied, "norfolk")
    assert str(told.value).startswith(f"zz_more.toml, {words}")


def test_a_partnership_names_its_own_source(copied: Path) -> None:
    path = copied / "profiles" / "norfolk" / "zz_more.toml"
    path.write_text('[[deadlines]]\nid = "more"\nkind = "unstated"\nwhat = "x"\n' + SOURCED
                    + '[sources]\n"x.txt" = "Our own process"\n', encoding="utf-8")
    profile = load_profile(copied, "norfolk")
    assert profile.deadlines[-1]["source"]["title"] == "Our own process"
    assert profile.sources["x.txt"] == "Our own process"
    assert len(profile.sources) > 1
    guide = next(kind for kind in profile.documents if kind.guidance)
    assert list(guidance.lint(replace(profile, source_file="x.txt"), guide)) == []
    (wrong,) = guidance.lint(replace(profile, source_file="y.txt"), guide)
    assert "national.toml" not in wrong


@pytest.mark.parametrize(("title", "words"), [
    ("Who: and when", ": is not allowed in the name of a sheet"),
    ("Everything that anybody knows of it", "up to 31 characters; this one has 35"),
])
def test_a_sheet_that_cannot_be_called_so_is_told_why(copied: Path, title: str,
                                                      words: str) -> None:
    path = copied / "profiles" / "norfolk" / "forms" / "case.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[[sections]]\nid = "odd"\n'
                    f'title = "{title}"\nkind = "answers"\n', encoding="utf-8")
    with pytest.raises(DefinitionTrouble) as told:
        load_profile(copied, "norfolk")
    said = str(told.value)
    assert said.startswith("case.toml, sections.odd.sheet: ")
    assert words in said
    assert said.count("sheet =") == 1


@pytest.mark.parametrize(("text", "words"), [
    ('a = [\n  "x",\n  "y"\nb = 2', "A comma or a closing bracket ]"),
    ('a = [\n  "x",\nb = 2', "A comma or a closing bracket ]"),
    ('a = ["x" "y"]', "A comma or a closing bracket ]"),
    ("a = { x = 1 y = 2 }", "A comma or a closing brace }"),
    ("a = “x”", "curly quotation marks"),
    ("“a” = 1", "curly quotation marks"),
    ('a = "x”\nb = 1', "curly quotation marks"),
    ("a = word", "Words stand in quotation marks"),
    ("a = True", "true or false"),
    ("a = ", "The value is missing"),
    ('a = "x\nb = 1', "The closing quotation mark is missing"),
    ('a = "the "b" c"', "A quotation mark inside words"),
    ('a "x"', 'key = "words"'),
    ("a = 1\na = 2", "twice"),
])
def test_what_is_probably_wrong_with_a_file_is_said(tmp_path: Path, text: str,
                                                    words: str) -> None:
    path = tmp_path / "some.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionTrouble, match=r"some\.toml cannot be read") as told:
        read_toml(path)
    assert words in str(told.value)


def test_a_file_in_another_encoding_is_to_be_saved_again(tmp_path: Path) -> None:
    path = tmp_path / "some.toml"
    path.write_bytes('a = "é"'.encode("cp1252"))
    with pytest.raises(DefinitionTrouble, match=r"Save it as UTF-8 text\.$"):
        read_toml(path)


@pytest.mark.parametrize("check", ["sign_off", "judicial", "reviewer", "way", "names",
                                   "identifiers", "doubts", "hygiene"])
@pytest.mark.parametrize("pack", ["family", "embargoed", "not_published"])
def test_whoever_is_given_the_final_report_has_it_checked(copied: Path, pack: str, check: str
                                                          ) -> None:
    path = copied / "profiles" / "norfolk" / "packs.toml"
    before, here, after = path.read_text("utf-8").partition(f'id = "{pack}"\n')
    assert here and f'"{check}", ' in after
    path.write_text(before + here + after.replace(f'"{check}", ', "", 1), "utf-8")
    with pytest.raises(DefinitionTrouble, match=rf"packs\.{pack}.*final report.*{check}"):
        load_profile(copied, "norfolk")


def test_what_is_wanted_only_then_is_read(norfolk: Profile) -> None:
    assert norfolk.forms["improvements"].only_when == {
        "path": "publication_plan.publication_decision.way", "is": ["Improvements only"]}

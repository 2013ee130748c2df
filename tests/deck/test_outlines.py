"""Outlines belong to the partnership: every name in one that there is not is found by lint."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import deck, webpage
from pipeline.errors import DefinitionTrouble
from pipeline.model import Case, DocumentKind, Profile

PART = '[[parts]]\ntitle = "One"\n'


@pytest.mark.parametrize(("words", "told"), [
    ("", "it has no [[parts]]"),
    ('[[parts]]\ntext = ["x"]\n', "parts.1: 'title' is missing"),
    (PART + 'colour = "red"\n', "parts.1: there is no key 'colour'. There are: title, layout"),
    (PART + 'text = "x"\n', "parts.1.text: it has the wrong type"),
    (PART + 'text = ["{learning_deck.introduction.nothing}"]\n',
     "there is no '{learning_deck.introduction.nothing}' to print"),
    (PART + 'text = ["{no_such_word}"]\n', "there is no '{no_such_word}' to print"),
    (PART + 'text = ["a { brace"]\n', "“a { brace”: a brace stands alone"),
    (PART + 'each = "learning_deck.nothing"\n', "there is no table 'learning_deck.nothing'"),
    (PART + 'each = "learning_deck.messages"\n', "stands over each of several"),
    (PART + PART, "two parts are called “One”"),
    (PART + '[parts.table]\nrows = "list:nothing"\nalt = "x"\ncolumns = [{ head = "a", words = '
     '"b" }]\n', "there is no table 'list:nothing'"),
    (PART + 'links = [{ document = "nothing", format = "pdf", words = "x" }]\n',
     "there is no document 'nothing'"),
    (PART + 'links = [{ words = "x" }]\n', "a link names a `document`"),
    ('contact = "nobody"\n' + PART, "there is no role 'nobody'"),
    ('[look_up.recommendation]\nrows = "action_plan.recommendations"\nkey = "reference"\n'
     'words = "nothing"\n' + PART, "'action_plan.recommendations' has no column 'nothing'"),
    ("[[parts]\n", "learning_deck.toml cannot be read")])
def test_what_is_wrong_with_an_outline_is_named(
        norfolk: Profile, deck_kind: DocumentKind, tmp_path: Path, words: str, told: str) -> None:
    (tmp_path / "outlines").mkdir()
    (tmp_path / "outlines" / "learning_deck.toml").write_text(words, encoding="utf-8")
    found = list(deck.lint(replace(norfolk, folder=tmp_path), deck_kind))
    assert [one for one in found if one.startswith("learning_deck.toml") and told in one], found


def test_an_outline_that_is_not_there_is_said(norfolk: Profile, case: Case, tmp_path: Path,
                                              deck_kind: DocumentKind) -> None:
    with pytest.raises(DefinitionTrouble, match=r"outlines/learning_deck\.toml is missing"):
        deck.make(replace(norfolk, folder=tmp_path), case, deck_kind, "")


@pytest.mark.parametrize(("words", "told"), [
    (PART, "'title' is missing: it stands at the head of the page"),
    ('title = "A page"\n[[parts]]\ntitle = "One"\nlevel = 2\n', "its level is 2 after 0"),
    ('title = "A page"\n[[parts]]\ntitle = "One"\n[parts.fill]\nTheme = ["x"]\n',
     "a page has no place 'Theme'; use `text`")])
def test_what_is_wrong_with_the_outline_of_a_page_is_named(
        norfolk: Profile, page_kind: DocumentKind, tmp_path: Path, words: str, told: str) -> None:
    assert list(webpage.lint(norfolk, page_kind)) == []
    (tmp_path / "outlines").mkdir()
    (tmp_path / "outlines" / "web_page.toml").write_text(words, encoding="utf-8")
    (one,) = webpage.lint(replace(norfolk, folder=tmp_path), page_kind)
    assert told in one

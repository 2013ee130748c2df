"""The sample case as decks, pages and notices are made from it."""

import copy
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Case, DocumentKind, Profile
from pipeline.run import Collated

CHANGED = ("case", "learning_deck", "press_statement", "publication_plan", "action_plan")


@pytest.fixture
def case(collated: tuple[Path, Collated]) -> Case:
    """The sample case, of which what is published may be changed."""
    held = collated[1].checked.case
    return {**held, "forms": {**held["forms"], **{
        name: copy.deepcopy(held["forms"][name]) for name in CHANGED}}}


@pytest.fixture
def words(case: Case) -> dict[str, Any]:
    """The answers of the form that holds the words of the deck."""
    sections: dict[str, Any] = case["forms"]["learning_deck"]["merged"]["sections"]
    return sections


@pytest.fixture
def deck_kind(norfolk: Profile) -> DocumentKind:
    """The deck."""
    return kind_of(norfolk, "learning_deck")


@pytest.fixture
def page_kind(norfolk: Profile) -> DocumentKind:
    """The page for the website."""
    return kind_of(norfolk, "web_page")


def kind_of(profile: Profile, name: str) -> DocumentKind:
    """A document of a profile."""
    found = profile.document(name)
    assert found is not None
    return found


def answer(text: str) -> dict[str, Any]:
    """An answer as a case holds it."""
    return {"text": text, "value": text, "missing": "Not recorded", "refs": [
        {"file": "R099", "part": "Messages", "spot": "B9"}] if text else []}

"""Notices: one unsent e-mail for each list, with what is published where, and no name."""

import email
import email.policy
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from pipeline import notices
from pipeline.errors import DefinitionTrouble
from pipeline.model import Case, DocumentKind, Profile
from pipeline.published import Lacking
from tests.deck.conftest import answer, kind_of

LISTS = ("wider_partnership", "review_group", "panel_and_reviewers", "practitioners", "trainers",
         "training_provider", "other_parties", "other_partnerships")


@pytest.fixture
def kind(norfolk: Profile) -> DocumentKind:
    """The notices of a report."""
    return kind_of(norfolk, "notices")


def opened(data: bytes) -> tuple[EmailMessage, str]:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message, message.get_content().replace("\r\n", "\n")


def test_each_list_of_step_12_has_a_draft_that_says_what_is_published_and_where(
        norfolk: Profile, case: Case, kind: DocumentKind) -> None:
    made = notices.make(norfolk, case, kind, "")
    assert list(made) == [f"documents/notices/{name}.eml" for name in LISTS]
    for data, entry in zip(made.values(), norfolk.lists["notice_lists"], strict=True):
        message, words = opened(data)
        assert message["X-Unsent"] == "1"
        assert message["Subject"] == "SPR25-07: report published on Tuesday 10 March 2026"
        assert (message["From"], message["Date"], message["To"]) == (None, None, None)
        assert words.startswith(entry["words"][:40])
        assert "https://www.example.org/reviews/child-am" in words
        assert "until Wednesday 10 March 2027 at least" in words
        assert "$" not in words
        assert "\n\n\n" not in words


def test_notices_of_improvements_alone_do_not_say_that_a_report_is_published(
        norfolk: Profile, case: Case) -> None:
    for data in notices.make(norfolk, case, kind_of(norfolk, "improvements_notices"), "").values():
        message, words = opened(data)
        assert message["Subject"] == "SPR25-07: improvements published on Tuesday 10 March 2026"
        assert "The report itself is not published." in words


def test_an_address_is_written_only_where_the_contact_book_has_one(
        norfolk: Profile, case: Case, kind: DocumentKind) -> None:
    entries: list[dict[str, Any]] = [dict(one) for one in norfolk.lists["notice_lists"]]
    entries[0]["role"], entries[1]["role"] = "business_unit", "communications"
    known = replace(
        norfolk, lists={**norfolk.lists, "notice_lists": entries},
        contacts={"business_unit": "NSCP Business Unit, A Person, unit@example.org"})
    drafts = [opened(data)[0] for data in notices.make(known, case, kind, "").values()]
    assert [one["To"] for one in drafts] == ["unit@example.org"] + [None] * 7


def test_what_goes_out_before_the_day_says_so_first(norfolk: Profile, case: Case,
                                                    kind: DocumentKind) -> None:
    state = "EMBARGOED until Tuesday 10 March 2026"
    for data in notices.make(norfolk, case, kind, state).values():
        assert opened(data)[1].split("\n\n")[0] == state


@pytest.mark.parametrize(("form", "section", "field", "code"), [
    ("case", "key_dates", "publication", "published-day-missing"),
    ("publication_plan", "publication_decision", "website", "published-answer-missing")])
def test_without_the_day_or_the_place_there_is_no_notice(
        norfolk: Profile, case: Case, kind: DocumentKind, form: str, section: str, field: str,
        code: str) -> None:
    case["forms"][form]["merged"]["sections"][section][field] = answer("")
    with pytest.raises(Lacking) as trouble:
        notices.make(norfolk, case, kind, "")
    assert [one.code for one in trouble.value.problems] == [code]


@pytest.mark.parametrize(("words", "told"), [
    ("We published it on $on.\n\n$link\n", "its first line must begin with 'Subject: '"),
    ("Subject: $case\n\n$link is there.\n", r"it must say \$on"),
    ("Subject: $case\n\n$on $link $child\n", r"there is no word '\$child'"),
    ("Subject: $case\n\n$on $link, 5 $\n", "a dollar sign stands before no word")])
def test_words_that_cannot_be_filled_in_are_named(
        norfolk: Profile, case: Case, kind: DocumentKind, tmp_path: Path, words: str,
        told: str) -> None:
    assert list(notices.lint(norfolk, kind)) == []
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / f"{kind.id}.txt").write_text(words, encoding="utf-8")
    other = replace(norfolk, folder=tmp_path)
    with pytest.raises(DefinitionTrouble, match=told):
        notices.make(other, case, kind, "")
    assert len(list(notices.lint(other, kind))) == 1


def test_the_same_words_make_the_same_drafts(norfolk: Profile, case: Case,
                                             kind: DocumentKind) -> None:
    assert notices.make(norfolk, case, kind, "") == notices.make(norfolk, case, kind, "")

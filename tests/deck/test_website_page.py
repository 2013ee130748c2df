"""The page for the website: whole in one file, for every reader, and with no gap in it."""

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from pipeline import webpage
from pipeline.gate.accessible import web
from pipeline.model import Case, DocumentKind, Profile
from pipeline.published import Lacking
from tests.deck.conftest import answer

VOID = {"meta", "br", "hr", "img", "link", "input"}


class Reader(HTMLParser):
    """A page as a browser takes it: tags with their attributes, words by the tag they stand in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append((self.open[-1] if self.open else "", data.strip()))

    def of(self, *tags: str) -> list[str]:
        """The words of these tags, in order."""
        return [words for tag, words in self.words if tag in tags]

    def has(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every tag of this name."""
        return [about for name, about in self.tags if name == tag]


def made(profile: Profile, case: Case, kind: DocumentKind, state: str = "") -> str:
    (data,) = webpage.make(profile, case, kind, state).values()
    return data.decode()


def test_the_page_says_all_that_step_11_needs(norfolk: Profile, case: Case,
                                              page_kind: DocumentKind) -> None:
    page = Reader(made(norfolk, case, page_kind))
    headings = page.of("h2")
    for one in ("Summary", "Read the report", "The child's experience", "What has changed",
                "What we learned", "Recommendations of the review",
                "If you need this in another format", "How accessible this page is",
                "About this page"):
        assert one in headings
    words = " ".join(words for _, words in page.words)
    assert "This is about one small boy" in words
    assert "Five services had each met a part of his home" in words
    assert "The review was led by Ottoline Braxmere." in words
    assert "Published on 10 March 2026. It will stay here until 10 March 2027 at least." in words
    assert "OFFICIAL" not in words
    assert "DRAFT" not in words


def test_every_reader_can_use_it(norfolk: Profile, case: Case, page_kind: DocumentKind) -> None:
    text = made(norfolk, case, page_kind)
    assert web(text.encode(), "page.html") == []
    page = Reader(text)
    assert page.open == []
    assert page.has("html") == [{"lang": "en-GB"}]
    assert len(page.of("h1")) == 1
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert {about["scope"] for about in page.has("th")} == {"col"}
    assert page.of("caption") == ["Recommendations, each with its number and its theme"]


def test_it_fetches_nothing_and_its_links_lead_to_the_files_beside_it(
        norfolk: Profile, case: Case, page_kind: DocumentKind) -> None:
    page = Reader(made(norfolk, case, page_kind))
    assert not {"script", "img", "link", "iframe", "form"} & {tag for tag, _ in page.tags}
    assert any("default-src 'none'" in (about.get("content") or "") for about in page.has("meta"))
    assert "url(" not in "".join(page.of("style"))
    links = [about["href"] or "" for about in page.has("a")]
    beside = [link for link in links if not link.startswith(("#", "https://"))]
    assert beside == ["report.pdf", "report.docx", "learning_deck.pptx", "press_statement.pdf"]
    inside = {about.get("id") for _, about in page.tags}
    assert {link[1:] for link in links if link.startswith("#")} <= inside


def test_each_message_is_a_part_with_its_theme_and_recommendation(
        norfolk: Profile, case: Case, words: dict[str, Any], page_kind: DocumentKind) -> None:
    page = Reader(made(norfolk, case, page_kind))
    assert page.of("h3") == [row["message"]["text"] for row in words["messages"]["rows"]]
    everything = " ".join(words for _, words in page.words)
    assert everything.count("Recommendation it answers:") == 5
    assert "R1 Every agency working with children under two asks" in everything


def test_typed_words_are_never_a_tag(norfolk: Profile, case: Case,
                                     page_kind: DocumentKind) -> None:
    statement = case["forms"]["press_statement"]["merged"]["sections"]["statement"]
    typed = '<script>alert("x")</script> {contact} & "quoted"'
    statement["headline"] = answer(typed)
    page = Reader(made(norfolk, case, page_kind))
    assert typed in page.of("strong")
    assert not page.has("script")


@pytest.mark.parametrize(("section", "field", "told"), [
    ("statement", "experience", "The child's unique experience"),
    ("statement", "learned", "How the system has learned")])
def test_an_answer_that_is_not_given_stops_the_page(
        norfolk: Profile, case: Case, page_kind: DocumentKind, section: str, field: str,
        told: str) -> None:
    held = case["forms"]["press_statement"]["merged"]["sections"]
    held[section][field] = answer("")
    with pytest.raises(Lacking) as trouble:
        made(norfolk, case, page_kind)
    (one,) = trouble.value.problems
    assert one.code == "published-answer-missing"
    assert told in one.message
    assert f"[Not answered: {told}]" in unescape(
        made(norfolk, case, page_kind, "DRAFT - NOT CLEARED"))


def test_without_a_day_of_publication_there_is_no_page(norfolk: Profile, case: Case,
                                                       page_kind: DocumentKind) -> None:
    case["forms"]["case"]["merged"]["sections"]["key_dates"]["publication"] = answer("")
    with pytest.raises(Lacking) as trouble:
        made(norfolk, case, page_kind)
    assert {one.code for one in trouble.value.problems} == {
        "published-day-missing", "published-answer-missing"}


def test_the_public_is_given_a_number_and_a_shared_address_and_no_name(
        norfolk: Profile, case: Case, page_kind: DocumentKind) -> None:
    known = replace(
        norfolk, phones={"business_unit": "01632 960001"},
        contacts={"business_unit": "NSCP Business Unit, Ada Example, 01632 960001, "
                                   "unit@example.org"})
    words = " ".join(words for _, words in Reader(made(known, case, page_kind)).words)
    assert "Contact: NSCP Business Unit (01632 960001), unit@example.org." in words
    assert "Ada Example" not in words

"""The deck: every message tied, nothing lost, nothing small, nothing of its makers in it."""

import io
import zipfile
from typing import Any

import pytest
from PIL import ImageFont
from pptx import Presentation
from pptx.oxml.ns import qn

from pipeline import deck
from pipeline.gate.accessible import slides as accessible
from pipeline.model import Case, DocumentKind, Profile
from pipeline.packing.context import for_audience
from pipeline.published import Lacking
from tests.deck.conftest import answer
from tests.making.collated import ROOT

DRAFT = "DRAFT - NOT CLEARED"
FONTS = ROOT / "pipeline" / "doors" / "typst" / "fonts"
LONG = " ".join(f"Sentence {number} says what somebody saw, heard or wrote down that week."
                for number in range(1, 41))


def made(profile: Profile, case: Case, kind: DocumentKind, state: str = "") -> bytes:
    (data,) = deck.make(profile, case, kind, state).values()
    return data


def text(data: bytes) -> str:
    return "\n".join(words for slide in deck.slides_of(data) for words in slide.words)


def codes(trouble: pytest.ExceptionInfo[Lacking]) -> list[str]:
    return [one.code for one in trouble.value.problems]


def test_each_message_stands_on_a_slide_with_its_theme_and_its_recommendation_in_words(
        norfolk: Profile, case: Case, words: dict[str, Any], deck_kind: DocumentKind) -> None:
    shown = {slide.title: slide for slide in deck.slides_of(made(norfolk, case, deck_kind))}
    recommended = {row["reference"]["text"]: row["recommendation"]["text"] for row in
                   case["forms"]["action_plan"]["merged"]["sections"]["recommendations"]["rows"]}
    assert len(words["messages"]["rows"]) == 5
    for row in words["messages"]["rows"]:
        slide = shown[row["message"]["text"]]
        assert row["theme"]["text"] in slide.words
        assert any(recommended[row["recommendation"]["text"]] in one for one in slide.words)


def test_a_published_deck_says_what_is_asked_of_it_in_order(
        norfolk: Profile, case: Case, deck_kind: DocumentKind) -> None:
    shown = deck.slides_of(made(norfolk, case, deck_kind))
    titles = [slide.title for slide in shown]
    assert shown[0].words[:2] == ("What we learned from review SPR25-07",
                                  "A summary for everybody who works with children and families "
                                  "in Norfolk")
    order = ["Why this review", "What life was like for the child",
             "Ask who lives here, every time", "What worked well",
             "The Thematic Learning Framework", "Recommendations of the review",
             "Questions for your team", "Where to find the report"]
    assert [titles.index(title) for title in order] == sorted(map(titles.index, order))
    assert "https://www.example.org/reviews/child-am" in shown[-1].words
    assert "10 March 2027" in " ".join(shown[-1].words)


def test_a_published_deck_bears_no_mark_and_no_notes_and_a_draft_says_so_on_every_slide(
        norfolk: Profile, case: Case, deck_kind: DocumentKind) -> None:
    clean = made(norfolk, case, deck_kind)
    assert not [one for one in ("DRAFT", "OFFICIAL") if one in text(clean)]
    assert "notesSlide" not in " ".join(zipfile.ZipFile(io.BytesIO(clean)).namelist())
    for state in (DRAFT, "EMBARGOED until Tuesday 10 March 2026"):
        marked = deck.slides_of(made(norfolk, case, deck_kind, state))
        assert len(marked) == len(deck.slides_of(clean))
        assert all(any(f"OFFICIAL-SENSITIVE | {state}" in words.replace("  ", " ")
                       for words in slide.words) for slide in marked)


def test_everybody_can_follow_it(norfolk: Profile, case: Case, words: dict[str, Any],
                                 deck_kind: DocumentKind) -> None:
    words["introduction"]["about"] = answer(LONG)
    data = made(norfolk, case, deck_kind)
    assert accessible(data, "deck.pptx") == []
    titles = [slide.title for slide in deck.slides_of(data)]
    assert len(set(titles)) == len(titles)


def test_long_words_go_on_over_further_slides_and_none_is_lost_or_set_smaller(
        norfolk: Profile, case: Case, words: dict[str, Any], deck_kind: DocumentKind) -> None:
    words["introduction"]["about"] = answer(LONG)
    words["messages"]["rows"][0]["why"] = answer(LONG)
    rows = case["forms"]["action_plan"]["merged"]["sections"]["recommendations"]["rows"]
    rows[0]["recommendation"] = answer(LONG)
    data = made(norfolk, case, deck_kind)
    shown = deck.slides_of(data)
    about = [slide for slide in shown if slide.title.startswith("Why this review (")]
    assert [slide.title for slide in about] == [
        f"Why this review ({at} of {len(about)})" for at in range(1, len(about) + 1)]
    said = " ".join(word for slide in about for word in slide.words[1:-2])
    assert said == LONG
    table = [slide for slide in shown if slide.title.startswith("Recommendations of the review")]
    in_table = "\n".join(word for slide in table for word in slide.words)
    assert all(f"Sentence {number} " in in_table for number in range(1, 41))
    assert "R1 (continued)" in in_table
    assert b'sz="1' not in b"".join(_slides(data)).replace(b'sz="1800"', b"")


def _slides(data: bytes) -> list[bytes]:
    package = zipfile.ZipFile(io.BytesIO(data))
    return [package.read(name) for name in package.namelist()
            if name.startswith("ppt/slides/slide")]


def test_the_words_of_every_slide_fit_into_their_boxes(
        norfolk: Profile, case: Case, words: dict[str, Any], deck_kind: DocumentKind) -> None:
    """Measured with the real letters of the font, by nothing of ours."""
    words["introduction"]["about"] = answer(LONG)
    words["introduction"]["experience"] = answer(LONG.upper())
    for name in ("why", "do"):
        words["messages"]["rows"][0][name] = answer(LONG)
    shown = Presentation(io.BytesIO(made(norfolk, case, deck_kind)))
    tight = [(number, shape.name) for number, slide in enumerate(shown.slides, 1)
             for shape in slide.placeholders if shape.has_text_frame and shape.name in SIZES
             and _high(shape) > shape.height / 12700 - 7]
    assert tight == []


SIZES = {"Text": (24, 10), "Learned": (20, 10), "Do": (20, 10), "Theme": (18, 10),
         "Recommendation": (18, 10)}
"""Size and space after a paragraph, in points, as the template has them."""


def _high(shape: Any) -> float:
    size, after = SIZES[shape.name]
    if shape.part.slide_layout.name == "Child":
        size = 28
    font = ImageFont.truetype(str(FONTS / "LiberationSans-Regular.ttf"), size * 10)
    inset = shape.name in ("Theme", "Recommendation")
    wide = shape.width / 12700 - (23 if inset else 0)
    high = 0.0
    for paragraph in shape.text_frame.paragraphs:
        room = wide - (27 if paragraph.level else 0)
        lines, line = 1, ""
        for word in paragraph.text.split():
            longer = f"{line} {word}".strip()
            if font.getlength(longer) / 10 > room:
                lines, longer = lines + 1, word
            line = longer
        high += lines * size * 1.15 + after
    return high - after


@pytest.mark.parametrize(("field", "typed", "code", "quote"), [
    ("theme", "", "message-untied", "Ask who lives here, every time"),
    ("recommendation", " ", "message-untied", "Ask who lives here, every time"),
    ("theme", "9. Luck", "message-theme-unknown", "9. Luck"),
    ("recommendation", "R1, R9", "message-answers-nothing", "R9")])
def test_a_message_that_is_tied_to_nothing_stops_the_deck(
        norfolk: Profile, case: Case, words: dict[str, Any], deck_kind: DocumentKind,
        field: str, typed: str, code: str, quote: str) -> None:
    row = words["messages"]["rows"][0]
    row[field] = answer(typed)
    with pytest.raises(Lacking) as trouble:
        made(norfolk, case, deck_kind)
    found = [one for one in trouble.value.problems if one.code == code]
    assert [one.quote for one in found] == [quote]
    assert found[0].where.part == "Messages"


def test_a_recommendation_that_no_message_answers_stops_the_deck(
        norfolk: Profile, case: Case, words: dict[str, Any], deck_kind: DocumentKind) -> None:
    del words["messages"]["rows"][-1]
    with pytest.raises(Lacking) as trouble:
        made(norfolk, case, deck_kind)
    assert [(one.code, one.quote) for one in trouble.value.problems] == [
        ("recommendation-unanswered", "R4")]


def test_one_message_may_answer_several_recommendations(
        norfolk: Profile, case: Case, words: dict[str, Any], deck_kind: DocumentKind) -> None:
    del words["messages"]["rows"][-1]
    words["messages"]["rows"][0]["recommendation"] = answer("R1 and R4")
    shown = text(made(norfolk, case, deck_kind))
    assert "R1 Every agency working" in shown
    assert "R4 With its neighbours" in shown


def test_an_answer_that_is_not_given_is_asked_for_and_a_draft_says_where_it_would_stand(
        norfolk: Profile, case: Case, words: dict[str, Any], deck_kind: DocumentKind) -> None:
    words["introduction"]["experience"] = answer("")
    with pytest.raises(Lacking) as trouble:
        made(norfolk, case, deck_kind)
    (one,) = trouble.value.problems
    assert one.code == "published-answer-missing"
    assert "'What life was like for the child'" in one.message
    assert "'Summary learning PowerPoint: its words'" in one.fix
    assert one.where.part == "About this review"
    assert "[Not answered: What life was like for the child]" in text(
        made(norfolk, case, deck_kind, DRAFT))


def test_a_form_that_has_not_come_in_is_named(norfolk: Profile, case: Case,
                                               deck_kind: DocumentKind) -> None:
    form = case["forms"]["learning_deck"]
    form["returns"] = []
    form["merged"]["sections"]["messages"]["rows"] = []
    form["merged"]["sections"]["introduction"]["about"] = answer("")
    with pytest.raises(Lacking) as trouble:
        made(norfolk, case, deck_kind)
    assert set(codes(trouble)) == {"published-form-missing"}


def test_what_need_not_be_answered_leaves_no_slide(
        norfolk: Profile, case: Case, words: dict[str, Any], deck_kind: DocumentKind) -> None:
    words["introduction"]["family"] = answer("")
    words["worked_well"]["rows"] = []
    titles = [slide.title for slide in deck.slides_of(made(norfolk, case, deck_kind))]
    assert not {"What the family told us", "What worked well"} & set(titles)


def test_typed_braces_and_tags_are_words(norfolk: Profile, case: Case, words: dict[str, Any],
                                         deck_kind: DocumentKind) -> None:
    words["introduction"]["about"] = answer("{partnership} {{ 7 * 7 }} {contact} <a:p>")
    assert "{partnership} {{ 7 * 7 }} {contact} <a:p>" in text(made(norfolk, case, deck_kind))


def test_it_is_made_the_same_from_a_case_that_keeps_no_places(
        norfolk: Profile, case: Case, deck_kind: DocumentKind) -> None:
    public = next(pack for pack in norfolk.packs if pack.published)
    assert made(norfolk, for_audience(case, public), deck_kind) == made(norfolk, case, deck_kind)


def test_nothing_in_the_file_tells_when_or_by_whom_it_was_made(
        norfolk: Profile, case: Case, deck_kind: DocumentKind) -> None:
    data = made(norfolk, case, deck_kind)
    package = zipfile.ZipFile(io.BytesIO(data))
    assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name in package.namelist()
                if name.startswith(("docProps/app", "docProps/thumb", "docProps/custom",
                                    "customXml", "ppt/printer", "ppt/comment"))]
    core = Presentation(io.BytesIO(data)).core_properties
    assert (core.author, core.last_modified_by, core.comments, core.keywords) == ("",) * 4
    assert core.title == "Summary of learning: What we learned from review SPR25-07"
    assert made(norfolk, case, deck_kind) == data


def test_every_run_is_british_english_and_every_table_says_what_it_is(
        norfolk: Profile, case: Case, deck_kind: DocumentKind) -> None:
    shown = Presentation(io.BytesIO(made(norfolk, case, deck_kind)))
    for slide in shown.slides:
        assert {run.get("lang") for run in slide.element.iter(qn("a:rPr"))} == {"en-GB"}
        for shape in slide.shapes:
            assert not (shape.is_placeholder and shape.has_text_frame
                        and not shape.text_frame.text.strip())
            if shape.has_table:
                assert shape.table.first_row
                assert len(shape.element.nvGraphicFramePr.cNvPr.get("descr")) > 20

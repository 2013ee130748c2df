"""A deck that everybody can follow passes; each thing taken from it is missed by name."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Pt

from pipeline.doors.slides import Slide, SlideTable, starter, write
from pipeline.gate.accessible import slides
from pipeline.prose import blocks
from tests.making.spoiltpdf import BESIDE

Deck = Any


@pytest.fixture(scope="module")
def good() -> bytes:
    """Two slides in the first template that a partnership gets: words, and a table."""
    template = starter("#1f3a5f", "Made-up Partnership")
    layouts = {one.name: [holder.name for holder in one.placeholders]
               for one in Presentation(io.BytesIO(template)).slide_layouts}
    plain = next(name for name, holders in layouts.items() if "Text" in holders)
    tabled = next(name for name, holders in layouts.items() if "Table" in holders)
    return write(template, "starter.pptx", [
        Slide(plain, "What happened", {"Text": blocks(BESIDE)}),
        Slide(tabled, "What agencies knew", table=SlideTable(
            ("Agency", "Day"), (("Police", "2 March"),), (1, 1), "Which agency knew what when"))],
        "What was learned")


def spoilt(data: bytes, spoil: Callable[[Deck], object]) -> list[str]:
    """The codes of the deck with one thing done to it."""
    deck = Presentation(io.BytesIO(data))
    spoil(deck)
    out = io.BytesIO()
    deck.save(out)
    return sorted({one.code for one in slides(out.getvalue(), "deck.pptx")})


def first_words(deck: Deck) -> Any:
    """The first words of the first slide that are not its title."""
    return next(shape for shape in deck.slides[0].placeholders
                if shape.placeholder_format.idx and shape.text_frame.text).text_frame


def picture(deck: Deck, said: str) -> None:
    """A picture with this description."""
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cf"
        "c0000003010100c9fe92ef0000000049454e44ae426082")
    shape = deck.slides[0].shapes.add_picture(io.BytesIO(png), 0, 0)
    shape.element.find(f".//{qn('p:cNvPr')}").set("descr", said)


def languages(deck: Deck, language: str) -> None:
    """Mark all words with a language."""
    for look in deck.slides[0].element.iter(qn("a:rPr")):
        look.set("lang", language)


def last(deck: Deck) -> None:
    """The title is read last."""
    tree = deck.slides[0].shapes._spTree
    tree.append(deck.slides[0].shapes.title.element)


def test_a_good_deck_passes(good: bytes) -> None:
    assert slides(good, "deck.pptx") == []


@pytest.mark.parametrize(("spoil", "code"), [
    (lambda deck: setattr(deck.slides[0].shapes.title.text_frame, "text", ""), "slides-no-title"),
    (lambda deck: setattr(deck.slides[0].shapes.title.text_frame.paragraphs[0].runs[0], "text",
                          "what agencies knew"), "slides-same-title"),
    (lambda deck: picture(deck, ""), "slides-alt"),
    (lambda deck: picture(deck, "Picture 4"), "slides-alt"),
    (lambda deck: languages(deck, "en-US"), "slides-language"),
    (last, "slides-order"),
    (lambda deck: setattr(first_words(deck).paragraphs[0].runs[0].font, "size", Pt(12)),
     "slides-small"),
    (lambda deck: next(deck.slides[1].element.iter(qn("a:tblPr"))).set("firstRow", "0"),
     "slides-table"),
])
def test_a_spoilt_deck_is_refused_by_name(good: bytes, spoil: Callable[[Deck], object],
                                          code: str) -> None:
    assert spoilt(good, spoil) == [code]


def test_a_described_picture_passes(good: bytes) -> None:
    assert spoilt(good, lambda deck: picture(deck, "Bar chart: contacts by month")) == []


def test_words_that_a_box_shrinks_count_as_small_as_they_are(good: bytes) -> None:
    def shrink(deck: Deck) -> None:
        body = first_words(deck)._txBody.find(qn("a:bodyPr"))
        for one in list(body):
            body.remove(one)
        fit = body.makeelement(qn("a:normAutofit"), {"fontScale": "40000"})
        body.append(fit)
    assert spoilt(good, shrink) == ["slides-small"]


def test_what_is_no_deck_is_said_to_be_none() -> None:
    assert [one.code for one in slides(b"PK no deck", "deck.pptx")] == ["slides-unreadable"]

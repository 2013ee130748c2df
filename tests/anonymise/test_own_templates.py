"""Our own templates name nobody, and whatever they may name somebody can decide."""

import io

from pptx import Presentation

from pipeline import anonymise
from pipeline.everywhere import texts
from pipeline.model import Profile
from pipeline.model.decisions import LEAVE, Decided, Decision
from pipeline.names import Name, Scanner, familiar_of

MARK = Name("F4", "Family member", "Mark", ("Marcus",))
CHILD = Name("C1", "Child", "Robin Ellistrand")


def test_no_shape_of_our_slides_is_called_like_a_person(norfolk: Profile) -> None:
    familiar = familiar_of(norfolk)
    for file in sorted(norfolk.pptx.glob("*.pptx")):
        deck = Presentation(io.BytesIO(file.read_bytes()))
        holders = [shape.name for part in (deck.slide_master, *deck.slide_layouts)
                   for shape in part.shapes]
        assert holders
        assert [one for one in holders for word in one.split() if familiar.forename(word)] == []
        scanner = Scanner((MARK, CHILD))
        assert [one.spot for one in texts(file.name, file.read_bytes())
                if scanner.scan(one.words)] == []


def test_what_only_the_finished_file_shows_can_be_decided() -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_textbox(0, 0, 99, 99).name = "Robyn"
    deck.slide_layouts[6].name = "Will Robyn come"
    held = io.BytesIO()
    deck.save(held)
    files, scanner = {"learning_deck.pptx": held.getvalue()}, Scanner((CHILD,))
    asked = anonymise.unasked(files, scanner, Decided(), [])
    assert asked and all(one.open for one in asked)
    said = {one.key: Decision(one.key, LEAVE, "", "A shape", "Director", "9 May 2026")
            for one in asked}
    again = anonymise.unasked(files, scanner, Decided(said), [])
    assert [one.key for one in again] == [one.key for one in asked]
    assert all(one.left for one in again)

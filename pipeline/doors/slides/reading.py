"""Reading a deck back: what a person sees of each slide, and what else lies in it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pptx import Presentation


@dataclass(frozen=True)
class SlideText:
    """A slide as words: its number, layout and title, its words in reading order, its notes.

    `hidden` slides are not shown, but they go with the file.
    """

    number: int
    layout: str
    title: str
    words: tuple[str, ...]
    notes: str = ""
    hidden: bool = False


def slides_of(data: bytes) -> list[SlideText]:
    """Every slide of a deck in order."""
    deck = Presentation(io.BytesIO(data))
    return [SlideText(
        number, slide.slide_layout.name,
        slide.shapes.title.text_frame.text if slide.shapes.title is not None else "",
        tuple(_words(slide.shapes)),
        slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "",
        slide._element.get("show") == "0") for number, slide in enumerate(deck.slides, 1)]


def _words(shapes: Any) -> Iterator[str]:
    for shape in shapes:
        if shape.shape_type == 6:  # a group
            yield from _words(shape.shapes)
        elif shape.has_text_frame:
            yield from (one.text for one in shape.text_frame.paragraphs if one.text.strip())
        elif getattr(shape, "has_table", False):
            for row in shape.table.rows:
                yield from (cell.text_frame.text for cell in row.cells)

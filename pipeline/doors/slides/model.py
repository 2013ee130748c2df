"""What a slide holds, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.prose import Block

SMALLEST = 18.0
"""No words of a slide are smaller, in points; the footer and the number of the slide may be."""
FOOTER, NUMBER, TITLE = "Footer", "Slide number", "Title"
TABLE, MARK = "Table", "Draft or embargo"
"""No placeholder has a name that somebody may bear, as Mark does."""


@dataclass(frozen=True)
class SlideTable:
    """A table with a header row; `alt` says what it is when it is read aloud."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    alt: str


@dataclass(frozen=True)
class Slide:
    """A slide of a named layout: its title, words by the name of the placeholder, a table, notes.

    What does not fit goes on over further slides with the same title and a number.
    """

    layout: str
    title: str
    texts: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    table: SlideTable | None = None
    notes: tuple[Block, ...] = ()

"""What is gathered while one file becomes a source: looks by name, pictures, headings, places."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.convert.prelude import ASCENT, DESCENT, GAP, LINE
from pipeline.doors.typst import length, literal
from pipeline.doors.wordlook import Layout, Look, Picture
from pipeline.model import Fault

SMALL = 0.65
"""How large letters above or under the line are, and capitals in place of small ones 0.8."""


@dataclass(frozen=True)
class Numbers:
    """How the pages of a section are counted: from the place `name`, which has number `start`."""

    name: str = "start"
    start: int = 1
    style: str = "1"
    section: int = 0

    @property
    def arguments(self) -> str:
        """As arguments of the prelude's functions."""
        return f"{literal(self.name)}, {self.start}, {literal(self.style)}"


@dataclass
class Setting:
    """The source so far, apart from its text."""

    looks: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    headings: list[tuple[int, str]] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    marked: dict[str, Numbers] = field(default_factory=dict)
    tables: int = 0
    tab_every: float = 36
    numbers: Numbers = Numbers()
    page_part: bool = False
    page: tuple[float, float] = (451, 698)
    faults: list[Fault] = field(default_factory=list)

    def named(self, expression: str) -> str:
        """A name that stands for an expression used many times."""
        return self.looks.setdefault(expression, f"v{len(self.looks)}")

    def definitions(self) -> str:
        """What the names stand for."""
        return "".join(f"#let {name} = {said}\n" for said, name in self.looks.items())

    def place(self, bookmark: str) -> str:
        """The name of the label at a bookmark, which holds nothing that somebody typed."""
        return self.places.setdefault(bookmark, f"b{len(self.places) + 1}")

    def picture(self, picture: Picture) -> str:
        """The path of a picture, which stands beside the source once."""
        path = f"{hashlib.sha256(picture.data).hexdigest()[:16]}.{picture.kind}"
        self.pictures[path] = picture.data
        return path

    def letters(self, look: Look) -> str:
        """The name of a function that sets words in a look."""
        size = look.size * (0.8 if look.small_capitals else SMALL if look.raised else 1)
        said = [f"size: {length(size)}"]
        if look.bold:
            said.append('weight: "bold"')
        if look.italic:
            said.append('style: "italic"')
        if look.colour:
            said.append(f'fill: rgb("#{look.colour}")')
        elif look.shade and dark(look.shade):
            said.append("fill: white")
        if look.raised:
            said.append(f"baseline: {length(-look.raised * look.size * 0.33)}")
        return self.named(f"text.with({', '.join(said)})")


DARK = 110
"""Letters turn white before a colour that is darker than this, of 255."""


def dark(colour: str) -> bool:
    """Whether letters of no colour of their own turn white before this one, as they do in Word."""
    red, green, blue = (int(colour[at:at + 2], 16) for at in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue < DARK


def edges(layout: Layout, size: float) -> tuple[str, str]:
    """The upper and lower edge of a line, so that lines stand as far apart as in Word."""
    if layout.rule == "exact":
        return length(layout.line * 0.8), length(-layout.line * 0.2)
    if layout.rule == "atLeast":
        high = max(LINE * size, layout.line)
        return length(high - DESCENT * size), length(-DESCENT * size)
    more = max(layout.line, 0.7) * LINE - DESCENT
    return f"{round(more, 4):g}em", f"-{DESCENT}em"


def line_height(layout: Layout, size: float) -> float:
    """How high one line is, in points."""
    if layout.rule == "exact":
        return layout.line
    if layout.rule == "atLeast":
        return max(layout.line, LINE * size)
    return max(layout.line, 0.7) * (ASCENT + DESCENT + GAP) * size


def call(name: str, arguments: Iterable[str], body: str) -> str:
    """A call of a function with a body in braces."""
    return f"{name}({', '.join([*arguments, '{ ' + body + ' }'])})"

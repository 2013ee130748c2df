"""What a Word file shows, as plain values. Every measure is in points."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model import Fault


@dataclass(frozen=True)
class Look:
    """How letters look. `raised` is 1 above the line, -1 below; `colour` and `shade` are RRGGBB."""

    size: float = 10
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    colour: str = ""
    shade: str = ""
    raised: int = 0
    small_capitals: bool = False


@dataclass(frozen=True)
class Words:
    """Words of one look. `link` is an address, `to` the name of a bookmark they lead to."""

    text: str
    look: Look
    link: str = ""
    to: str = ""


@dataclass(frozen=True)
class Tab:
    """A jump to the next tab stop; `end` is 'right' or 'center' where it says so itself."""

    look: Look
    end: str = ""


@dataclass(frozen=True)
class LineBreak:
    """A new line of the same paragraph."""


@dataclass(frozen=True)
class PageBreak:
    """A new page, in the middle of a paragraph or alone in one."""


@dataclass(frozen=True)
class PageNumber:
    """A number of a page: `of` is 'this', 'last', 'last of the section', or a bookmark's `name`."""

    of: str
    look: Look
    name: str = ""
    style: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture in the line. `decorative` says that it has nothing to tell."""

    data: bytes
    kind: str
    width: float
    height: float
    alt: str
    decorative: bool = False
    link: str = ""


@dataclass(frozen=True)
class Mark:
    """The place of a bookmark."""

    name: str


@dataclass(frozen=True)
class Note:
    """A footnote, where its number stands."""

    blocks: tuple["Block", ...]
    look: Look


Inline = Words | Tab | LineBreak | PageBreak | PageNumber | Picture | Mark | Note


@dataclass(frozen=True)
class Border:
    """A line beside a paragraph or a cell; `space` lies between it and the words."""

    width: float
    colour: str = "000000"
    style: str = "single"
    space: float = 0


@dataclass(frozen=True)
class Stop:
    """A tab stop."""

    at: float
    kind: str = "left"
    leader: str = ""


@dataclass(frozen=True)
class Layout:
    """How a paragraph stands. `line` is a factor where `rule` is 'auto', else points.

    `level` is 1 to 9 for a heading, 0 for none. `first` is negative where the first line hangs out.
    """

    before: float = 0
    after: float = 0
    line: float = 1
    rule: str = "auto"
    left: float = 0
    right: float = 0
    first: float = 0
    align: str = "left"
    keep_next: bool = False
    keep_lines: bool = False
    new_page: bool = False
    contextual: bool = False
    level: int = 0
    shade: str = ""
    borders: Mapping[str, Border] = field(default_factory=dict)
    stops: tuple[Stop, ...] = ()
    style: str = ""


@dataclass(frozen=True)
class Label:
    """The bullet or number of a list's item: `list` and `level` say which list it belongs to."""

    text: str
    bullet: bool
    look: Look
    list: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `contents` says that it is a line of the contents list."""

    content: tuple[Inline, ...]
    layout: Layout
    look: Look
    label: Label | None = None
    contents: bool = False

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(one.text if isinstance(one, Words)
                       else " " if isinstance(one, Tab | LineBreak) else ""
                       for one in self.content)


@dataclass(frozen=True)
class Cell:
    """A cell: `across` columns and `down` rows wide, with its margins top, right, bottom, left."""

    blocks: tuple["Block", ...]
    column: int
    across: int = 1
    down: int = 1
    margins: tuple[float, float, float, float] = (0, 5.4, 0, 5.4)
    borders: Mapping[str, Border] = field(default_factory=dict)
    shade: str = ""
    stands: str = "top"


@dataclass(frozen=True)
class Row:
    """A row of a table: `head` rows come again on every page, `whole` rows are not split."""

    cells: tuple[Cell, ...]
    head: bool = False
    whole: bool = False
    height: float = 0
    exact: bool = False


@dataclass(frozen=True)
class Table:
    """A table. `indent` is the distance of its edge from the margin."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    indent: float = 0
    align: str = "left"


Block = Paragraph | Table


@dataclass(frozen=True)
class Section:
    """Pages of one set-up. Headers and footers by 'default', 'first' and 'even'."""

    blocks: tuple[Block, ...]
    size: tuple[float, float] = (595.3, 841.9)
    margins: tuple[float, float, float, float] = (72, 72, 72, 72)
    header_at: float = 36
    footer_at: float = 36
    headers: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    footers: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    own_first: bool = False
    starts: str = "nextPage"
    first_number: int | None = None
    number_style: str = "decimal"


@dataclass(frozen=True)
class WordFile:
    """A Word file read, with what cannot be shown of it."""

    sections: tuple[Section, ...]
    even_odd: bool = False
    tab_every: float = 36
    faults: tuple[Fault, ...] = ()

"""Tables of Word as rows and cells, merged ones as one."""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.doors.word.names import W
from pipeline.doors.wordlook.blocks import Block, Cell, Row, Table
from pipeline.doors.wordlook.context import Place
from pipeline.doors.wordlook.layouts import ALIGN, drawn
from pipeline.doors.wordlook.names import (
    Element,
    child,
    has_words,
    inside,
    local,
    number,
    on,
    points,
    value,
)
from pipeline.doors.wordlook.styles import Above
from pipeline.doors.wordlook.tablelook import At, TableLook, margins

Blocks = Callable[[Element, Above], tuple[Block, ...]]
MOST_COLUMNS = 200
SIDES = ("top", "right", "bottom", "left")


@dataclass
class Slot:
    """A cell as it stands in the file."""

    element: Element
    column: int
    across: int
    merged: str
    width: float
    down: int = 1


def read_table(element: Element, place: Place, blocks: Blocks, modern: bool) -> Table | None:
    """A table; `blocks` reads what a cell holds. `modern` is how Word 2013 and later align it."""
    look = TableLook(child(element, "tblPr"), place.file.styles)
    if on(child(look.look, "bidiVisual")):
        place.refuse("convert-right-to-left")
    rows = [one for one in inside(element) if local(one) == "tr"]
    if any(on(child(child(row, "trPr"), "hidden")) for row in rows):
        place.refuse("convert-hidden-text")
    slots = [_slots(row) for row in rows]
    if not any(slots):
        return None
    _merge(slots, place)
    widths = _widths(element, slots)
    heads = _heads(rows, slots)
    drawn_rows = tuple(
        Row(tuple(_cell(slot, At(at, slot.column, len(rows), len(widths), slot.across, slot.down),
                        look, place, blocks)
                  for slot in line if slot.merged != "continue"),
            at < heads, on(child(child(row, "trPr"), "cantSplit")), *_height(row))
        for at, (row, line) in enumerate(zip(rows, slots, strict=True)))
    indent = points(child(look.look, "tblInd"), "w") - (0 if modern else look.margins[3])
    return Table(widths, drawn_rows, indent,
                 ALIGN.get(value(child(look.look, "jc")), "left"))


def _slots(row: Element) -> list[Slot]:
    """The cells of a row with the column each begins in."""
    column = int(number(value(child(child(row, "trPr"), "gridBefore"))))
    column = min(max(column, 0), MOST_COLUMNS)
    found = []
    for one in inside(row):
        if local(one) != "tc":
            continue
        look = child(one, "tcPr")
        across = min(max(int(number(value(child(look, "gridSpan")), 1)), 1), MOST_COLUMNS)
        merge = child(look, "vMerge")
        merged = "" if merge is None else value(merge, default="continue")
        wide = child(look, "tcW")
        width = points(wide, "w") if value(wide, "type", "dxa") == "dxa" else 0
        found.append(Slot(one, column, across, merged, width))
        column += across
    return found


def _merge(slots: list[list[Slot]], place: Place) -> None:
    """Cells that go on from the one above are counted to it."""
    open_: dict[int, Slot] = {}
    for line in slots:
        going: dict[int, Slot] = {}
        for slot in line:
            above = open_.get(slot.column)
            if slot.merged == "continue" and above is not None and above.across == slot.across:
                above.down += 1
                going[slot.column] = above
                if has_words(slot.element):
                    place.refuse("convert-hidden-text")
            elif slot.merged:
                slot.merged = "restart"
                going[slot.column] = slot
        open_ = going
    _untangle(slots)


def _untangle(slots: list[list[Slot]]) -> None:
    """A cell that would reach down into another ends above it."""
    taken: dict[int, tuple[int, Slot]] = {}
    for at, line in enumerate(slots):
        for slot in line:
            if slot.merged == "continue":
                continue
            for column in range(slot.column, slot.column + slot.across):
                begun, other = taken.get(column, (at, slot))
                if other is not slot and begun + other.down > at:
                    other.down = at - begun
                taken[column] = (at, slot)


def _widths(element: Element, slots: list[list[Slot]]) -> tuple[float, ...]:
    """The width of each column: as the grid says, else as the cells say, else all alike."""
    columns = max((slot.column + slot.across for line in slots for slot in line), default=1)
    grid = child(element, "tblGrid")
    found = [points(one, "w") for one in (() if grid is None else grid.iterchildren(W + "gridCol"))]
    found = (found + [0.0] * columns)[:columns]
    single: dict[int, float] = {}
    for line in slots:
        for slot in line:
            if slot.across == 1 and slot.width:
                single.setdefault(slot.column, slot.width)
    found = [width or single.get(at, 0) for at, width in enumerate(found)]
    known = [width for width in found if width]
    usual = sum(known) / len(known) if known else 450 / columns
    return tuple(width or usual for width in found)


def _heads(rows: list[Element], slots: list[list[Slot]]) -> int:
    """How many rows at the top are repeated: none where a cell of theirs goes on below them."""
    count = 0
    for row in rows:
        if not on(child(child(row, "trPr"), "tblHeader")):
            break
        count += 1
    below = any(at + slot.down > count for at, line in enumerate(slots[:count])
                for slot in line if slot.merged != "continue")
    return 0 if below else count


def _height(row: Element) -> tuple[float, bool]:
    said = child(child(row, "trPr"), "trHeight")
    return points(said, "val"), value(said, "hRule") == "exact"


def _cell(slot: Slot, at: At, look: TableLook, place: Place, blocks: Blocks) -> Cell:
    own = child(slot.element, "tcPr")
    if value(child(own, "textDirection"), default="lrTb") not in ("lrTb", "lrTbV", "tb"):
        place.refuse("convert-turned")
    if child(own, "hMerge") is not None:
        place.refuse("convert-unknown")
    return Cell(blocks(slot.element, look.above(at)), slot.column, slot.across, slot.down,
                margins(child(own, "tcMar"), look.margins),
                drawn(look.cell_lines(at, own), SIDES), look.cell_shade(at, own),
                value(child(own, "vAlign"), default="top"))

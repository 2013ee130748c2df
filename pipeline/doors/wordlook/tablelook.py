"""What the style of a table says of one of its cells."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.doors.word.names import W
from pipeline.doors.wordlook.blocks import Border
from pipeline.doors.wordlook.layouts import borders
from pipeline.doors.wordlook.names import Element, child, points, value
from pipeline.doors.wordlook.styles import Above, Styles, shade

LOOK_BITS = {"firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100,
             "noHBand": 0x200, "noVBand": 0x400}
Margins = tuple[float, float, float, float]


@dataclass(frozen=True)
class At:
    """Where a cell stands, of how many rows and columns."""

    row: int
    column: int
    rows: int
    columns: int
    across: int = 1
    down: int = 1


class TableLook:
    """A table's look: its style, its own properties, and what they say of each cell."""

    def __init__(self, look: Element | None, styles: Styles) -> None:
        self.look = look
        self.name = value(child(look, "tblStyle"))
        self.chain = [one.element for one in styles.chain(self.name, "table")]
        said = child(look, "tblLook")
        bits = _bits(value(said))
        self.on = {name: value(said, name) in ("1", "true") if value(said, name)
                   else bool(bits & bit) for name, bit in LOOK_BITS.items()}
        self.lines: dict[str, Border] = {}
        self.margins: Margins = (0, 5.4, 0, 5.4)
        for one in [*(child(style, "tblPr") for style in self.chain), look]:
            self.lines |= borders(child(one, "tblBorders"))
            self.margins = margins(child(one, "tblCellMar"), self.margins)
        self._above: dict[tuple[str, ...], Above] = {}

    def kinds(self, at: At) -> Iterator[str]:
        """The conditions a cell meets, the weakest first."""
        first_row = self.on["firstRow"] and at.row == 0
        last_row = self.on["lastRow"] and at.row + at.down >= at.rows
        first_column = self.on["firstColumn"] and at.column == 0
        last_column = self.on["lastColumn"] and at.column + at.across >= at.columns
        yield "wholeTable"
        if not self.on["noVBand"] and not first_column:
            yield f"band{(at.column - self.on['firstColumn']) % 2 + 1}Vert"
        if not self.on["noHBand"] and not first_row:
            yield f"band{(at.row - self.on['firstRow']) % 2 + 1}Horz"
        for name, yes in (("lastCol", last_column), ("firstCol", first_column),
                          ("lastRow", last_row), ("firstRow", first_row),
                          ("neCell", first_row and last_column),
                          ("nwCell", first_row and first_column),
                          ("seCell", last_row and last_column),
                          ("swCell", last_row and first_column)):
            if yes:
                yield name

    def parts(self, at: At) -> Iterator[Element]:
        """The conditional parts of the style for a cell, the weakest first."""
        kinds = list(self.kinds(at))
        for kind in kinds:
            for style in self.chain:
                for one in style.iterchildren(W + "tblStylePr"):
                    if value(one, "type") == kind:
                        yield one

    def above(self, at: At) -> Above:
        """What the style says of the letters and paragraphs in a cell."""
        kinds = tuple(self.kinds(at))
        if kinds not in self._above:
            parts = [*self.chain, *self.parts(at)]
            self._above[kinds] = Above(
                "/".join((self.name, *kinds)),
                tuple(found for one in parts if (found := child(one, "rPr")) is not None),
                tuple(found for one in parts if (found := child(one, "pPr")) is not None))
        return self._above[kinds]

    def cell_lines(self, at: At, own: Element | None) -> dict[str, Border]:
        """The lines round a cell."""
        table = dict(self.lines)
        edges = {"top": at.row == 0, "bottom": at.row + at.down >= at.rows, "left": at.column == 0,
                 "right": at.column + at.across >= at.columns}
        found = {}
        for side, edge in edges.items():
            inner = "insideH" if side in ("top", "bottom") else "insideV"
            line = table.get(side if edge else inner)
            if line:
                found[side] = line
        for one in self.parts(at):
            said = borders(child(child(one, "tcPr"), "tcBorders"))
            found |= {side: said[side] for side in edges if side in said}
            for side, inner in (("top", "insideH"), ("bottom", "insideH"), ("left", "insideV"),
                                ("right", "insideV")):
                if inner in said and not edges[side] and side not in said:
                    found[side] = said[inner]
        said = borders(child(own, "tcBorders"))
        return found | {side: said[side] for side in edges if side in said}

    def cell_shade(self, at: At, own: Element | None) -> str:
        """The colour behind a cell."""
        found = ""
        for one in [*self.chain, *self.parts(at)]:
            shaded = child(child(one, "tcPr"), "shd")
            found = shade(shaded) if shaded is not None else found
        shaded = child(own, "shd")
        return shade(shaded) if shaded is not None else found


def _bits(words: str) -> int:
    try:
        return int(words, 16)
    except ValueError:
        return 0


def margins(element: Element | None, before: Margins) -> Margins:
    """The margins of a cell: top, right, bottom, left."""
    if element is None:
        return before
    names = (("top",), ("right", "end"), ("bottom",), ("left", "start"))
    found = list(before)
    for at, either in enumerate(names):
        for name in either:
            side = child(element, name)
            if side is not None and value(side, "type", "dxa") == "dxa":
                found[at] = points(side, "w")
    return found[0], found[1], found[2], found[3]

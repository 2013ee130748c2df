"""Tables as Typst: columns as wide as in Word, header rows repeated, merged cells, lines."""

from collections.abc import Mapping
from dataclasses import replace

from pipeline.convert.flow import flow, stroke
from pipeline.convert.measures import high, row_high
from pipeline.convert.paragraphs import KEPT
from pipeline.convert.setting import Setting, dark
from pipeline.doors.typst import length
from pipeline.doors.wordlook import Cell, Paragraph, Row, Table
from pipeline.model import Fault

STANDS = {"center": "horizon", "bottom": "bottom", "both": "horizon"}
NARROW = 12
"""Points that the words of a cell are given at least; two letters fit in."""


def table(one: Table, setting: Setting, room: float) -> str:
    """A table in a column as wide as `room`."""
    one = _fitting(one, room)
    total = sum(one.widths)
    placed = {id(cell): f"x: {cell.column}, y: {at}, " for at, row in enumerate(one.rows)
              for cell in row.cells} if _has_gaps(one) else {}
    heads = sum(1 for row in one.rows if row.head)
    if heads == len(one.rows):
        heads = 0 if len(one.rows) == 1 and len(one.rows[0].cells) == 1 else heads
    tall = [row_high(row, one) for row in one.rows]
    said = ["columns: (" + ", ".join(length(max(each, 1)) for each in one.widths) + ",)",
            "inset: 0pt", "stroke: none", "align: left + top"]
    if heads:
        setting.tables += 1
        drawn = ", ".join(_cell(cell, one, row, False, setting, placed)
                          for row in one.rows[:heads] for cell in row.cells)
        once = any(name in drawn for name in ("mark(", "head(", "footnote("))
        said.append(f"table.header(repeat: {'false' if once else 'true'}, {drawn})")
    for row, height in zip(one.rows[heads:], tall[heads:], strict=True):
        whole = row.whole and height < setting.page[1] * KEPT
        said += [_cell(cell, one, row, whole, setting, placed) for cell in row.cells]
    body = "table(" + ",\n".join(said) + ")"
    left = one.indent
    if one.align != "left":
        left = max((room - total) / (2 if one.align == "center" else 1), 0)
    if left:
        body = f"pad(left: {length(left)}, {body})"
    kept = _kept(one) and sum(tall) < setting.page[1] * KEPT
    sticky = ", sticky: true" if _keeps(one.rows[-1]) else ""
    return (f"block(above: 0pt, below: 0pt, breakable: {'false' if kept else 'true'}{sticky}, "
            f"{body})")


def _fitting(one: Table, room: float) -> Table:
    """The table no wider than the page lets it be: beyond the margin a little, as Word does."""
    total = sum(one.widths)
    if total + max(one.indent, 0) <= room + 20:
        return one
    return replace(one, widths=tuple(each * room / total for each in one.widths), indent=0)


def _keeps(row: Row) -> bool:
    firsts = [next((block for block in cell.blocks if isinstance(block, Paragraph)), None)
              for cell in row.cells]
    return any(first is not None and first.layout.keep_next for first in firsts)


def _kept(one: Table) -> bool:
    """Whether every row wants to stay with the next."""
    return all(_keeps(row) for row in one.rows[:-1])


def _has_gaps(one: Table) -> bool:
    """Whether a row leaves a column out, so that its cells must be told where they stand."""
    open_ = [0] * len(one.widths)
    for row in one.rows:
        for cell in row.cells:
            for column in range(cell.column, min(cell.column + cell.across, len(open_))):
                open_[column] = cell.down
        if not all(open_):
            return True
        open_ = [left - 1 for left in open_]
    return False


def _cell(cell: Cell, one: Table, row: Row, whole: bool, setting: Setting,
          placed: Mapping[int, str]) -> str:
    top, right, bottom, left = cell.margins
    inset = ", ".join(f"{side}: {length(each)}" for side, each in
                      (("top", top), ("right", right), ("bottom", bottom), ("left", left)))
    said = [f"inset: ({inset})"]
    if cell.across > 1:
        said.append(f"colspan: {cell.across}")
    if cell.down > 1:
        said.append(f"rowspan: {cell.down}")
    if cell.borders:
        said.append("stroke: (" + ", ".join(f"{side}: {stroke(border)}" for side, border
                                            in cell.borders.items()) + ")")
    if cell.shade:
        said.append(f'fill: rgb("#{cell.shade}")')
    if cell.stands in STANDS:
        said.append(f"align: left + {STANDS[cell.stands]}")
    if whole:
        said.append("breakable: false")
    function = setting.named(f"table.cell.with({', '.join(said)})")
    body = _inside(cell, one, setting)
    if _room(cell, one) < NARROW and any(isinstance(block, Paragraph) and block.text.strip()
                                         for block in cell.blocks):
        setting.faults.append(Fault("convert-table-wide"))
    if row.height and cell is next((one for one in row.cells if one.down == 1), None):
        least = min(row.height, setting.page[1] * KEPT) - top - bottom
        if least > high(cell.blocks, _room(cell, one)):
            stands = STANDS.get(cell.stands, "top")
            body = (f"grid(columns: (0pt, 1fr), align: left + {stands}, "
                    f"block(height: {length(least)}), {{ {body} }})")
    return f"{function}({placed.get(id(cell), '')}{{ {body} }})"


def _room(cell: Cell, one: Table) -> float:
    """How wide the words of a cell may be."""
    room = sum(one.widths[cell.column:cell.column + cell.across])
    return max(room - cell.margins[1] - cell.margins[3], 8)


def _inside(cell: Cell, one: Table, setting: Setting) -> str:
    blocks = cell.blocks
    if not blocks:
        return ""
    body = flow(blocks, setting, _room(cell, one), table)
    first, last = blocks[0], blocks[-1]
    before = first.layout.before if isinstance(first, Paragraph) else 0
    after = last.layout.after if isinstance(last, Paragraph) else 0
    if before:
        body = f"v({length(before)})\n{body}"
    if after:
        body = f"{body}\nv({length(after)})"
    if cell.shade and dark(cell.shade):
        body = f"set text(fill: white)\n{body}"
    return body



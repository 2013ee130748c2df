"""How much room things take, near enough to decide what is kept on one page."""

import math
from collections.abc import Sequence

from pipeline.convert.setting import line_height
from pipeline.doors.typst import width
from pipeline.doors.wordlook import Block, Inline, PageNumber, Paragraph, Picture, Row, Table, Words


def wide(content: Sequence[Inline]) -> float:
    """How wide a content is in one line."""
    total = 0.0
    for one in content:
        match one:
            case Words(text=text, look=look):
                total += width(text, look.size, look.bold)
            case Picture(width=across):
                total += across
            case PageNumber(look=look):
                total += width("00", look.size, look.bold)
    return total


def high(blocks: Sequence[Block], room: float) -> float:
    """How high blocks are in a column."""
    total, before = 0.0, 0.0
    for block in blocks:
        if isinstance(block, Table):
            total += sum(row_high(row, block) for row in block.rows) + before
            before = 0.0
            continue
        layout = block.layout
        total += max(before, layout.before) + _lines(block, room)
        before = layout.after
    return total + before


def _lines(block: Paragraph, room: float) -> float:
    size = max((one.look.size for one in block.content if isinstance(one, Words)),
               default=block.look.size)
    avail = max(room - block.layout.left - block.layout.right, 10)
    lines = max(math.ceil(wide(block.content) * 1.06 / avail), 1)
    pictures = max((one.height for one in block.content if isinstance(one, Picture)), default=0)
    return lines * line_height(block.layout, size) + pictures


def row_high(row: Row, table: Table) -> float:
    """How high a row is."""
    tallest = 0.0
    for cell in row.cells:
        if cell.down == 1:
            room = sum(table.widths[cell.column:cell.column + cell.across])
            inner = max(room - cell.margins[1] - cell.margins[3], 5)
            tallest = max(tallest, high(cell.blocks, inner) + cell.margins[0] + cell.margins[2])
    return max(tallest, row.height)

"""Handling of sheets in openpyxl that the edits share: what stands where, and moving it."""

import re
from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from mangling.state import State

KEY = re.compile(r"[a-z_]+(?:/\w+){1,2}\+?|_guidance|_heading|_\w+")
MORE = "(more room for the answer above)"


def visible(book: Workbook) -> list[Worksheet]:
    """The sheets that people see."""
    return [ws for ws in book.worksheets if ws.sheet_state == "visible"]


def cells(ws: Worksheet) -> list[Cell]:
    """Every cell that holds something."""
    return [cell for _, cell in sorted(ws._cells.items()) if cell.value not in (None, "")]


def answered(state: State, ws: Worksheet) -> list[Cell]:
    """Every cell in which a sentinel stands."""
    return [cell for cell in cells(ws) if state.filled.find(cell.value)]


def answer_sheets(state: State, book: Workbook) -> list[Worksheet]:
    """The sheets that hold sentinels."""
    return [ws for ws in book.worksheets if answered(state, ws)]


def a_sheet(state: State, book: Workbook) -> Worksheet:
    """One of the sheets that hold sentinels, or any that is seen."""
    return state.chance.choice(answer_sheets(state, book) or visible(book) or book.worksheets)


def key_column(ws: Worksheet) -> int:
    """The column of hidden keys, 0 when there is none."""
    votes: dict[int, int] = {}
    for cell in cells(ws):
        if KEY.fullmatch(str(cell.value)):
            votes[cell.column] = votes.get(cell.column, 0) + 1
    best = max(votes, key=lambda column: votes[column], default=0)
    return best if votes.get(best, 0) > 2 else 0


def key_row(ws: Worksheet) -> int:
    """The row of hidden keys, 0 when there is none."""
    first = [c.row for c in cells(ws) if "/" in str(c.value) and KEY.fullmatch(str(c.value))]
    return first[0] if first and first[0] < 12 and first.count(first[0]) > 1 else 0


def is_boxes(ws: Worksheet) -> bool:
    """Whether it is a sheet of question and answer."""
    return any(cell.value == "Question" for cell in cells(ws)[:40])


def body(state: State, ws: Worksheet) -> list[int]:
    """The rows in which answers stand."""
    return sorted({cell.row for cell in answered(state, ws)})


def hidden_rows(ws: Worksheet) -> list[int]:
    """The rows nobody sees."""
    return [row for row, found in ws.row_dimensions.items() if found.hidden]


def shift_rows(ws: Worksheet, at: int, by: int) -> None:
    """Insert rows, or delete them, and carry along which are hidden: openpyxl leaves them."""
    hidden = hidden_rows(ws)
    if by > 0:
        ws.insert_rows(at, by)
    else:
        ws.delete_rows(at, -by)
    for row in hidden:
        ws.row_dimensions[row].hidden = False
    for row in hidden:
        if row < at or row >= at - min(by, 0):
            ws.row_dimensions[row if row < at else row + by].hidden = True


def shift_columns(ws: Worksheet, at: int, by: int) -> None:
    """Insert columns, or delete them, and carry along which are hidden."""
    from openpyxl.utils import column_index_from_string, get_column_letter

    hidden = [column_index_from_string(name) for name, found in ws.column_dimensions.items()
              if found.hidden]
    if by > 0:
        ws.insert_cols(at, by)
    else:
        ws.delete_cols(at, -by)
    for column in hidden:
        ws.column_dimensions[get_column_letter(column)].hidden = False
    for column in hidden:
        if column < at or column >= at - min(by, 0):
            new = column if column < at else column + by
            ws.column_dimensions[get_column_letter(new)].hidden = True


def contents(cell: Cell) -> tuple[Any, Any]:
    """A cell's value and style."""
    return cell.value, copy(cell._style)


def put(ws: Worksheet, row: int, column: int, held: tuple[Any, Any]) -> None:
    """Put a value and its style into a cell."""
    cell = ws.cell(row, column)
    cell.value, cell._style = held[0], copy(held[1])


def reorder(ws: Worksheet, rows: Sequence[int], columns: Iterable[int],
            order: Sequence[int]) -> None:
    """Put into `rows`, from the top, what stands in the rows of `order`."""
    columns = list(columns)
    held = {row: [contents(ws.cell(row, column)) for column in columns] for row in order}
    for row, old in zip(rows, order, strict=True):
        for column, one in zip(columns, held[old], strict=True):
            put(ws, row, column, one)


def swap_columns(ws: Worksheet, one: int, other: int) -> None:
    """Let two whole columns change places."""
    for row in range(1, ws.max_row + 1):
        first, second = contents(ws.cell(row, one)), contents(ws.cell(row, other))
        put(ws, row, one, second)
        put(ws, row, other, first)

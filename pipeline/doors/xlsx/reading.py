"""Workbooks in: every cell that holds something, as plain values."""

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.doors.xlsx.book import Book, Cell, Sheet
from pipeline.errors import OutsideTrouble

# How a workbook spells a character that XML cannot hold: Excel puts _x000D_ before line ends.
SPELT = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")


def read_book(data: bytes, ours: Sequence[str] = ()) -> Book:
    """Read a workbook's cells. Raises OutsideTrouble when it is not one or is damaged.

    Formulas in which one of the words of `ours` stands come without their value: to read values
    takes as long again as to read the workbook.
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data))
        sheets = [_sheet(ws) for ws in book.worksheets]
        theirs = [{place for place, cell in sheet.cells.items()
                   if cell.formula and not any(bit in cell.formula for bit in ours)}
                  for sheet in sheets]
        if any(theirs):
            values = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets
            sheets = [_with_values(*found) for found in zip(sheets, values, theirs, strict=True)]
        props = {p.name: str(p.value) for p in book.custom_doc_props.props}
    except Exception as why:  # openpyxl raises a dozen kinds for a damaged file
        raise OutsideTrouble("It is not an .xlsx workbook, or it is damaged.") from why
    return Book(tuple(sheets), props)


def _sheet(ws: Any) -> Sheet:
    cells = {}
    # ws.iter_rows() would make millions of cells for one stray cell at the far end of a sheet.
    for place, cell in sorted(ws._cells.items()):
        if cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()):
            continue
        if _invented(cell):
            continue
        if cell.data_type == "f":
            formula = getattr(cell.value, "text", None) or str(cell.value)
            cells[place] = Cell("", formula)
        else:
            cells[place] = Cell(_spelt(cell.value))
    return Sheet(ws.title, ws.sheet_state != "visible", cells)


def _invented(cell: Any) -> bool:
    """openpyxl fills an empty cell that has a link with the address: no words of anybody."""
    link = cell.hyperlink
    places = (link.target, link.location) if link is not None else ()
    return cell.value in places and (cell.value == link.location or cell.value.startswith("#"))


def _spelt(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return SPELT.sub(lambda found: chr(int(found[1], 16)), value)


def _with_values(sheet: Sheet, ws: Any, places: Iterable[tuple[int, int]]) -> Sheet:
    cells = dict(sheet.cells)
    for place in places:
        found = ws.cell(*place)
        # '=-Mum said no' has the value #NAME?: the words stand in the formula.
        none = found.value is None or found.data_type == "e"
        cells[place] = Cell("" if none else _spelt(found.value), cells[place].formula)
    return Sheet(sheet.name, sheet.hidden, cells)

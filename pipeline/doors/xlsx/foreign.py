"""Workbooks in other formats: .xls, .xlsb and .ods, through calamine.

calamine gives values only: a formula comes as its value, an error and a remark not at all. Of an
.ods and an .xls file a second reading adds them and counts the texts; an .xlsb has none.
calamine can end the process on a damaged file, so it is called in a process of its own.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from pipeline.doors.xlsx.book import Book, Cell, Remark, Sheet
from pipeline.doors.xlsx.census_ods import NOTE, SHAPE, STYLES, census_ods
from pipeline.errors import OutsideTrouble

if TYPE_CHECKING:
    from pipeline.doors.xlsx.census_xls import Second

# calamine makes a cell for every place between the first and the last that is used.
MOST_PLACES = 30_000_000


def read_foreign(data: bytes, kind: str) -> Book:
    """Read a workbook that is no .xlsx. `kind` is 'xls', 'xlsb' or 'ods'.

    Raises OutsideTrouble when it cannot be read.
    """
    import python_calamine

    try:
        found = python_calamine.load_workbook(io.BytesIO(data))
        sheets = tuple(_sheet(found.get_sheet_by_index(number), one)
                       for number, one in enumerate(found.sheets_metadata))
    except MemoryError:
        raise
    except Exception as why:  # calamine has an error of its own for each format
        raise OutsideTrouble("It is no spreadsheet that we can read, or it is damaged.") from why
    names = tuple(Remark("name", one.name, "", one.name) for one in sheets)
    if kind == "xls":
        return _with_second(data, Book(sheets, remarks=names))
    if kind != "ods":
        return Book(sheets, remarks=names)
    counted = census_ods(data)
    kinds = {NOTE: "comment", SHAPE: "text_box", STYLES: "page_edge"}
    remarks = tuple(Remark(kinds[one.part], one.sheet, one.spot, one.words)
                    for one in counted if one.part in kinds)
    return Book(sheets, remarks=(*names, *remarks), census=counted, counted=True)


def _with_second(data: bytes, book: Book) -> Book:
    """With what xlrd finds in it beside the values. What xlrd cannot read is not counted."""
    from pipeline.doors.xlsx.census_xls import read_again

    try:
        second = read_again(data)
    except Exception:  # xlrd raises whatever it stumbles over; what was read by then stands
        return book
    sheets = tuple(_marked(one, second) for one in book.sheets)
    return Book(sheets, remarks=(*book.remarks, *second.remarks), census=second.tokens,
                counted=True)


def _marked(sheet: Sheet, second: "Second") -> Sheet:
    """With its errors, and what hides its cells."""
    cells = {**sheet.cells, **second.errors.get(sheet.name, {})}
    marks = second.marks.get(sheet.name, {})
    always = frozenset({"hidden"} if sheet.hidden else ())
    for at, cell in cells.items():
        more = cell.marks | marks.get(at, always) | always
        if more != cell.marks:
            cells[at] = replace(cell, marks=more)
    return replace(sheet, cells=dict(sorted(cells.items())))


def _sheet(found: Any, about: Any) -> Sheet:
    if found.total_height * found.total_width > MOST_PLACES:
        raise OutsideTrouble("It has cells at the far end of a sheet, and nothing between.")
    hidden = not str(about.visible).endswith("Visible")
    cells = {}
    for row, values in enumerate(found.to_python(skip_empty_area=False), 1):
        for column, value in enumerate(values, 1):
            for cell in _cell(value):
                cells[row, column] = cell
    return Sheet(about.name, hidden, cells)


def _cell(value: Any) -> Iterator[Cell]:
    if isinstance(value, str):
        if value.strip():
            yield Cell(value)
    elif isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        clock = f"{minutes // 60}:{minutes % 60:02}"
        yield Cell(f"{clock}:{seconds:02}" if seconds else clock)
    elif isinstance(value, time):
        yield Cell(f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}")
    elif isinstance(value, (bool, datetime, int, float)):
        yield Cell(value)
    elif isinstance(value, date):
        # A day without a clock is a day with the clock at nought, as in every other format.
        yield Cell(datetime(value.year, value.month, value.day))

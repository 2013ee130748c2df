"""The one door to openpyxl: workbooks in, as plain cells, and out, as the same bytes every time."""

from pipeline.doors.xlsx.drawing import Choice, Draw, Put
from pipeline.doors.xlsx.reading import Book, Cell, Sheet, read_book, spot
from pipeline.doors.xlsx.writing import same_bytes, table, write_book

__all__ = ["Book", "Cell", "Choice", "Draw", "Put", "Sheet", "read_book", "same_bytes", "spot",
           "table", "write_book"]

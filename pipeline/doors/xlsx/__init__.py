"""The one door to openpyxl: workbooks in, as plain cells, and out, as the same bytes every time."""

from pipeline.doors.xlsx.drawing import Choice, Draw, Put, Shade
from pipeline.doors.xlsx.measure import lines
from pipeline.doors.xlsx.reading import Book, Cell, Sheet, read_book, spot
from pipeline.doors.xlsx.writing import same_bytes, table, write_book

__all__ = ["Book", "Cell", "Choice", "Draw", "Put", "Shade", "Sheet", "lines", "read_book",
           "same_bytes", "spot", "table", "write_book"]

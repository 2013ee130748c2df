"""The one door to spreadsheets: workbooks in, as plain cells, and out, as the same bytes always."""

from pipeline.doors.xlsx.book import Book, Cell, Remark, Sheet, Token, spot
from pipeline.doors.xlsx.drawing import Choice, Draw, Put, Shade
from pipeline.doors.xlsx.measure import lines
from pipeline.doors.xlsx.reading import read_book
from pipeline.doors.xlsx.spoil import spoil
from pipeline.doors.xlsx.writing import same_bytes, table, write_book

__all__ = ["Book", "Cell", "Choice", "Draw", "Put", "Remark", "Shade", "Sheet", "Token", "lines",
           "read_book", "same_bytes", "spoil",
           "spot", "table", "write_book"]

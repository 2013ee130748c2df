"""What people's programs do to a workbook before it comes back: for sample cases and trials."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from pipeline.doors.xlsx.writing import same_bytes

Edit = Sequence[Any]
"""The name of an edit and what it needs, as ["insert_rows", "Analysis", 4, 2]."""


def spoil(data: bytes, edits: Sequence[Edit]) -> bytes:
    """A workbook with these edits made, one after the other. Raises KeyError for one unknown."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    for name, *words in edits:
        EDITS[name](book, *words)
    kept = io.BytesIO()
    book.save(kept)
    return same_bytes(kept.getvalue())


def _rename(book: Any, old: str, new: str) -> None:
    book[old].title = new


def _insert_rows(book: Any, sheet: str, before: int, count: int) -> None:
    book[sheet].insert_rows(before, count)


def _insert_columns(book: Any, sheet: str, before: int, count: int) -> None:
    book[sheet].insert_cols(before, count)


def _move_first(book: Any, sheet: str) -> None:
    book.move_sheet(sheet, -len(book.sheetnames))


def _delete_hidden_sheets(book: Any) -> None:
    for ws in list(book.worksheets):
        if ws.sheet_state != "visible":
            del book[ws.title]


def _unhide(book: Any, sheet: str) -> None:
    for known in (*book[sheet].column_dimensions.values(), *book[sheet].row_dimensions.values()):
        known.hidden = False


EDITS: dict[str, Callable[..., None]] = {
    "rename": _rename, "insert_rows": _insert_rows, "insert_columns": _insert_columns,
    "move_first": _move_first, "delete_hidden_sheets": _delete_hidden_sheets, "unhide": _unhide,
}

"""A workbook as plain values, whatever program saved it and whichever library read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from pipeline.dates import in_words
from pipeline.model import Fault

MARKS = {
    "struck": "some of its words are struck out",
    "hidden": "it lies in a hidden row or column, or on a hidden sheet",
    "covered": "it lies under merged cells, where nobody sees it",
    "error": "its value is an error, such as #REF!",
    "picture": "its value is a picture",
    "repaired": "characters that no text can hold were taken out",
    "odd": "its value is not what its type says; the value is the text as it stands",
}
"""What may be said of a cell beside its value."""

REMARKS = {
    "comment": "a note beside a cell", "thread": "a comment, or a reply to one",
    "text_box": "a text box or a shape", "control": "a button or tick box drawn on the sheet",
    "page_edge": "the header or footer of printed pages", "chart": "a chart",
    "picture": "a picture; the words are its alternative text", "twice": "a cell that is there "
    "twice; the words are the second's", "link": "the address of a link", "name": "the name of a "
    "sheet or of cells", "property": "a property of the file",
    "deleted": "words that were deleted while changes were tracked", "note": "a footnote or "
    "endnote", "other": "another part of the file",
}
"""The kinds of words that stand outside the cells."""


@dataclass(frozen=True)
class Cell:
    """A cell that holds something. `value` is text, a number, a bool or a date; never None.

    It is '' for a formula without a value. `marks` are keys of `MARKS`.
    """

    value: Any
    formula: str = ""
    marks: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The value as somebody would have typed it."""
        value = self.value
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        if isinstance(value, datetime):
            day = in_words(value.date())
            return day if value.time() == time() else f"{day} {value:%H:%M}"
        if isinstance(value, date):
            return in_words(value)
        text = str(value)
        # Long texts are searched much sooner than they are copied.
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


@dataclass(frozen=True)
class Sheet:
    """A sheet as a mapping of (row, column), both from 1, to the cells that hold something."""

    name: str
    hidden: bool
    cells: Mapping[tuple[int, int], Cell]


@dataclass(frozen=True)
class Remark:
    """Words outside the cells. `kind` is a key of `REMARKS`; `spot` a cell as 'B3', or ''."""

    kind: str
    sheet: str
    spot: str
    words: str


@dataclass(frozen=True)
class Token:
    """One text of the raw package, as the census finds it without any help from the reader.

    `part` is the package part ('xl/worksheets/sheet1.xml'); `sheet` and `spot` are '' for a text
    that stands in no cell. `number` says that it is a cell's number, not words.
    """

    part: str
    sheet: str
    spot: str
    words: str
    number: bool = False


@dataclass(frozen=True)
class Book:
    """A workbook: its sheets in order, its custom properties, and all that stands beside them.

    `census` is empty, and `counted` False, for a format that cannot be counted independently.
    """

    sheets: tuple[Sheet, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    faults: tuple[Fault, ...] = ()
    census: tuple[Token, ...] = ()
    counted: bool = False


def spot(row: int, column: int) -> str:
    """A cell's name as people know it: 3, 2 is B3."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"

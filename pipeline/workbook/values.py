"""From what stands in cells to an `Answer`: the words as typed, and what we understand by them."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from pipeline.dates import in_words, read_when
from pipeline.doors.xlsx import Cell
from pipeline.model import Answer, Field, Where
from pipeline.workbook.doubts import DATED, wordless
from pipeline.workbook.layout import same

# ☒ is what Word puts into its own tick boxes; p and ü are ticks in the font Wingdings.
YES = {"x", "y", "yes", "true", "1", "✓", "✔", "☑", "☒", "✅", "t", "tick", "ticked", "p", "ü",
       "\uf0fc"}
NO = {"n", "no", "false", "0", "✗", "✘", "☐", "❌", "f", "none"}
WHOLE = re.compile(r"-?[0-9]{1,15}")


def answer(field: Field, cells: Sequence[tuple[Where, Cell]]) -> Answer:
    """The answer that stands in these cells, joined with line ends when there are several."""
    refs = tuple(where for where, _ in cells)
    if field.type in DATED and len(cells) == 1 and not wordless(cells[0][1]):
        value = cells[0][1].value
        when = read_when(cells[0][1].text if isinstance(value, str) else value)
        # A day that a spreadsheet keeps as a number is shown as the day it was typed as.
        counted = isinstance(value, (int, float)) and when.kind == "day" and when.first
        clock = when.edtf[10:].replace("T", " ")
        shown = in_words(counted) + clock if counted else when.words
        return Answer(shown or cells[0][1].text, when.edtf, refs)
    words = (_words(field, cell) for _, cell in cells if not wordless(cell))
    text = "\n".join(bit for bit in words if bit)
    return Answer(text, understood(field, text), refs)


def _words(field: Field, cell: Cell) -> str:
    """The words of a cell; a time of day, which a spreadsheet keeps as part of a day, as a time."""
    value = cell.value
    if isinstance(value, float) and field.type == "time" and 0 <= value < 1:
        value = (datetime.min + timedelta(days=value, milliseconds=500)).time()
    elif isinstance(value, datetime) and field.type == "time" and value.date() < date(1900, 1, 2):
        value = value.time()
    if isinstance(value, time):
        return f"{value:%H:%M:%S}".removesuffix(":00")
    return cell.text


def understood(field: Field, text: str) -> Any:
    """What we understand by words typed in answer to this question; '' when we do not."""
    # Whoever writes 'x?' is not sure.
    word = "?" if text.strip().endswith("?") else same(text)
    if field.type == "tick":
        return True if word in YES else False if word in NO else ""
    if field.type == "yes_no":
        return "Yes" if word in YES else "No" if word in NO else ""
    if field.type == "choice":
        offered = {same(choice): choice for choice in field.choices}
        return offered.get(word, "" if field.choices else text.strip())
    if field.type in ("when", "date"):
        return read_when(text).edtf
    if field.type == "number":
        return int(text.strip()) if WHOLE.fullmatch(text.strip()) else ""
    if field.type == "nhs_number":
        return "".join(letter for letter in text if letter.isdigit())
    return text

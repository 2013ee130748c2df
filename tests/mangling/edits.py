"""What people do to rows, columns, sheets, labels and values, made with openpyxl.

Each edit takes the workbook and its `State`, owns up to what it took away, and returns the workbook
and what it did; None for what it did when there was nothing to do it to.
"""

import re
from collections.abc import Callable
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from mangling.sheets import (
    MORE,
    a_sheet,
    answer_sheets,
    answered,
    body,
    cells,
    contents,
    is_boxes,
    key_column,
    key_row,
    put,
    reorder,
    shift_columns,
    shift_rows,
    swap_columns,
    visible,
)
from mangling.state import State

Edit = Callable[[State, Workbook], tuple[Workbook, str | None]]
EDITS: list[Edit] = []


def edit(make: Callable[[State, Workbook], str | None]) -> Callable[[State, Workbook], str | None]:
    """Add an edit that changes the workbook in place."""

    def run(state: State, book: Workbook) -> tuple[Workbook, str | None]:
        return book, make(state, book)

    run.__name__ = make.__name__
    EDITS.append(run)
    return make


def new_book(make: Edit) -> Edit:
    """Add an edit that makes another workbook."""
    EDITS.append(make)
    return make


# --- rows and columns -------------------------------------------------------------------------


@edit
def rows_inserted(state: State, book: Workbook) -> str:
    """Insert empty rows anywhere, as also above the title or in the middle of a table."""
    ws = a_sheet(state, book)
    at, many = state.chance.randint(1, ws.max_row), state.chance.randint(1, 3)
    shift_rows(ws, at, many)
    return f"{many} rows inserted in {ws.title} at {at}"


@edit
def table_split(state: State, book: Workbook) -> str | None:
    """Insert many empty rows between answers."""
    ws = a_sheet(state, book)
    rows = body(state, ws)
    if len(rows) < 2:
        return None
    at, many = state.chance.choice(rows[1:]), state.chance.randint(4, 40)
    shift_rows(ws, at, many)
    return f"{many} rows inserted in {ws.title} at {at}"


@edit
def columns_inserted(state: State, book: Workbook) -> str:
    """Insert empty columns anywhere."""
    ws = a_sheet(state, book)
    at, many = state.chance.randint(1, ws.max_column), state.chance.randint(1, 2)
    shift_columns(ws, at, many)
    return f"{many} columns inserted in {ws.title} at {at}"


@edit
def row_deleted(state: State, book: Workbook) -> str | None:
    """Delete a row. That a row of a table was ever there, nobody can know; nor of more room."""
    ws = a_sheet(state, book)
    rows = body(state, ws)
    if not rows:
        return None
    at = state.chance.choice(rows)
    values = [cell.value for cell in ws[at]]
    labelled = any(isinstance(value, str) and value != MORE and not KEYED.match(value)
                   and not state.filled.find(value) for value in values)
    if not is_boxes(ws) or not labelled:
        state.empty(*values)
    shift_rows(ws, at, -1)
    return f"row {at} of {ws.title} deleted"


KEYED = re.compile(r"[a-z_]+/|held\||_")


@edit
def column_deleted(state: State, book: Workbook) -> str:
    """Delete any column.

    A child's column that holds nothing of ours leaves no trace: the same form, made for fewer
    children, looks like it. Whoever reads it goes by the case record.
    """
    ws = a_sheet(state, book)
    at = state.chance.randint(1, ws.max_column)
    if any(re.fullmatch(r"C\d+", str(ws.cell(row, at).value)) for row in range(1, 12)):
        state.empty(*(ws.cell(row, at).value for row in range(1, ws.max_row + 1)))
    shift_columns(ws, at, -1)
    return f"column {at} of {ws.title} deleted"


@edit
def keys_deleted(state: State, book: Workbook) -> str | None:
    """Delete the hidden column or row of keys, or both."""
    ws = a_sheet(state, book)
    column, row = key_column(ws), key_row(ws)
    which = state.chance.choice(("column", "row", "both"))
    if column and which != "row":
        shift_columns(ws, column, -state.chance.randint(1, 2))
    if row and which != "column":
        shift_rows(ws, row, -1)
    return f"hidden keys of {ws.title} deleted: {which}" if column or row else None


@edit
def rows_moved(state: State, book: Workbook) -> str | None:
    """Cut a few whole rows and insert them elsewhere; or their visible part only."""
    ws = a_sheet(state, book)
    rows = body(state, ws)
    if len(rows) < 4:
        return None
    span = range(rows[0], rows[-1] + 1)
    first = state.chance.choice(span)
    block = list(span[first - span[0]:][:state.chance.randint(1, 4)])
    rest = [row for row in span if row not in block]
    at = state.chance.randint(0, len(rest))
    seen = key_column(ws) and state.chance.random() < 0.4
    columns = range(1, key_column(ws) if seen else ws.max_column + 1)
    reorder(ws, list(span), columns, [*rest[:at], *block, *rest[at:]])
    return f"rows {block} of {ws.title} moved{' without their keys' if seen else ''}"


@edit
def rows_swapped(state: State, book: Workbook) -> str | None:
    """Let two rows change places."""
    ws = a_sheet(state, book)
    rows = body(state, ws)
    if len(rows) < 2:
        return None
    two = state.chance.sample(rows, 2)
    reorder(ws, two, range(1, ws.max_column + 1), two[::-1])
    return f"rows {two} of {ws.title} swapped"


@edit
def columns_swapped(state: State, book: Workbook) -> str | None:
    """Let two columns change places, with their headings."""
    ws = a_sheet(state, book)
    last = (key_column(ws) or ws.max_column + 1) - 1
    if last < 2:
        return None
    one, other = state.chance.sample(range(1, last + 1), 2)
    swap_columns(ws, one, other)
    return f"columns {one} and {other} of {ws.title} swapped"


@edit
def sorted_rows(state: State, book: Workbook) -> str | None:
    """Sort the rows with answers by any column, with the hidden keys or without them.

    On a sheet of boxes the rows for more room, headings and guidance are sorted along.
    """
    ws = a_sheet(state, book)
    rows = body(state, ws)
    if len(rows) < 2:
        return None
    span = list(range(rows[0], rows[-1] + 1)) if is_boxes(ws) else rows
    seen = key_column(ws) and state.chance.random() < 0.5
    last = key_column(ws) - 1 if seen else ws.max_column
    by = state.chance.randint(1, max(1, last))
    order = sorted(span, key=lambda row: (ws.cell(row, by).value in (None, ""),
                                          str(ws.cell(row, by).value)))
    if state.chance.random() < 0.3:
        order.reverse()
    reorder(ws, span, range(1, last + 1), order)
    if is_boxes(ws):
        # A row for more room that was sorted away from its question belongs to nobody any more.
        for row in span:
            if ws.cell(row, 1).value == MORE or ws.cell(row, 2).value == MORE:
                state.stray(*(cell.value for cell in ws[row]))
    return f"{ws.title} sorted by column {by}{' without the keys' if seen else ''}"


@edit
def headings_again(state: State, book: Workbook) -> str | None:
    """Insert a copy of the row of headings in the middle, as people do to see them."""
    ws = a_sheet(state, book)
    rows = body(state, ws)
    top = key_row(ws) + 1 if key_row(ws) else 5
    if len(rows) < 3:
        return None
    at = state.chance.choice(rows[1:])
    held = [contents(cell) for cell in ws[top]]
    shift_rows(ws, at, 1)
    for column, one in enumerate(held, 1):
        put(ws, at, column, one)
    return f"headings of {ws.title} again at row {at}"


# --- sheets -----------------------------------------------------------------------------------


@edit
def hidden_sheets_deleted(state: State, book: Workbook) -> str | None:
    """Delete the sheets nobody sees."""
    gone = [ws for ws in book.worksheets if ws.title.startswith("_")]
    for ws in gone:
        book.remove(ws)
    state.nameless = state.nameless or not any(map(_is_start, book.worksheets))
    return "hidden sheets deleted" if gone else None


def _is_start(ws: Worksheet) -> bool:
    return any(cell.value == "Version of the form" for cell in cells(ws))


@edit
def sheets_renamed(state: State, book: Workbook) -> str:
    """Give sheets other names."""
    some = [ws for ws in visible(book) if state.chance.random() < 0.5] or [a_sheet(state, book)]
    for ws in some:
        ws.title = f"Sheet {len(state.log)} {book.index(ws)}"
    return f"{len(some)} sheets renamed"


@edit
def two_names_swapped(state: State, book: Workbook) -> str | None:
    """Give two sheets each other's name, as after copying one and tidying up."""
    if len(answer_sheets(state, book)) < 2:
        return None
    one, other = state.chance.sample(answer_sheets(state, book), 2)
    names = one.title, other.title
    one.title = "for a moment"
    other.title, one.title = names
    return f"names of {names[0]} and {names[1]} swapped"


@edit
def sheets_hidden(state: State, book: Workbook) -> str | None:
    """Hide a sheet, but for the last that is seen."""
    if len(visible(book)) < 2:
        return None
    ws = state.chance.choice(visible(book))
    ws.sheet_state = state.chance.choice(("hidden", "veryHidden"))
    book.active = book.index(visible(book)[0])
    return f"{ws.title} hidden"


@edit
def sheets_reordered(state: State, book: Workbook) -> str:
    """Put the sheets in any order."""
    state.chance.shuffle(book._sheets)
    return "sheets reordered"


@edit
def sheet_deleted(state: State, book: Workbook) -> str | None:
    """Delete a sheet, the first one too."""
    if len(visible(book)) < 3:
        return None
    ws = state.chance.choice(visible(book))
    book.remove(ws)
    state.nameless = state.nameless or (not any(
        map(_is_start, book.worksheets)) and "_form" not in book.sheetnames)
    return f"{ws.title} deleted"


@edit
def sheet_copied(state: State, book: Workbook) -> str:
    """Copy a sheet, and write something else into one box of the copy."""
    ws = a_sheet(state, book)
    copied = book.copy_worksheet(ws)
    copied.title = f"{ws.title[:20]} ({len(state.log) + 2})"
    some = answered(state, copied)
    if some:
        state.chance.choice(some).value = f"{state.extra()} instead"
    return f"{ws.title} copied"


@new_book
def sheets_into_a_new_book(state: State, book: Workbook) -> tuple[Workbook, str | None]:
    """Copy the sheets that are seen into a new workbook, hidden columns and rows along."""
    return _pasted(state, book, hidden=True), "sheets copied into a new workbook"


@new_book
def values_into_a_new_book(state: State, book: Workbook) -> tuple[Workbook, str | None]:
    """Paste the values of what is seen into plain sheets of a new workbook."""
    return _pasted(state, book, hidden=False), "values pasted into a new workbook"


def _pasted(state: State, book: Workbook, hidden: bool) -> Workbook:
    new = Workbook()
    new.remove(new.active)
    for number, ws in enumerate(book.worksheets, 1):
        if ws.sheet_state != "visible":
            state.empty(*(cell.value for cell in cells(ws)))
            continue
        to = new.create_sheet(ws.title if hidden else f"Sheet{number}")
        down = 0
        for row in range(1, ws.max_row + 1):
            if ws.row_dimensions[row].hidden and not hidden:
                state.empty(*(cell.value for cell in ws[row]))
                continue
            down += 1
            across = 0
            for cell in ws[row]:
                if ws.column_dimensions[cell.column_letter].hidden and not hidden:
                    state.empty(cell.value)
                    continue
                across += 1
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    # Our counts come along as what they show; a typed formula as its error.
                    if state.filled.find(cell.value):
                        state.empty(cell.value)
                        state.typed.add("4")
                    count = "Still to answer: 4" if cell.column == 1 else 4
                    to.cell(down, across).value = count
                elif cell.value not in (None, ""):
                    to.cell(down, across).value = cell.value
                    if hidden:
                        to.cell(down, across).number_format = cell.number_format
            to.row_dimensions[down].hidden = bool(ws.row_dimensions[row].hidden)
        for name, found in ws.column_dimensions.items():
            to.column_dimensions[name].hidden = hidden and bool(found.hidden)
    state.nameless = state.nameless or not any(map(_is_start, new.worksheets))
    return new


# --- labels and answers -----------------------------------------------------------------------


@edit
def label_edited(state: State, book: Workbook) -> str | None:
    """Change the wording of a question or heading: a slip, other words, a number before it."""
    ws = a_sheet(state, book)
    labels = _labels(state, ws)
    if not labels:
        return None
    cell = state.chance.choice(labels)
    words = str(cell.value)
    cell.value = state.chance.choice((
        words[:2] + words[3:], words + "s", words.upper(), f"1. {words}", f" {words}\u00a0",
        state.extra(), None, words.replace(" ", "\n", 1), f"{words} (see {state.extra()})"))
    return f"label {cell.coordinate} of {ws.title}: {words!r} to {cell.value!r}"


def _labels(state: State, ws: Worksheet) -> list:
    rows = set(body(state, ws))
    if is_boxes(ws):
        return [c for c in cells(ws) if c.row in rows and c.value != MORE
                and not KEYED.match(str(c.value)) and not state.filled.find(c.value)]
    top = key_row(ws) + 1 if key_row(ws) else 5
    return [c for c in cells(ws) if c.row == top]


@edit
def answer_typed_into_the_label(state: State, book: Workbook) -> str | None:
    """Write the answer behind the question, in its cell."""
    ws = a_sheet(state, book)
    labels, some = _labels(state, ws), answered(state, ws)
    if not labels or not is_boxes(ws):
        return None
    label = state.chance.choice(labels)
    beside = [cell for cell in some if cell.row == label.row]
    if not beside:
        return None
    cell = state.chance.choice(beside)
    state.stray(cell.value)
    label.value, cell.value = f"{label.value}: {cell.value}", None
    return f"answer {cell.coordinate} of {ws.title} typed into its label"


@edit
def answer_moved(state: State, book: Workbook) -> str | None:
    """Move an answer to the right, below, or to anywhere, on its sheet or another.

    Below or far away it may come to stand in another box: then it is that box's answer, as
    anybody who looks at the sheet would say. It strays; it must not be lost.
    """
    ws = a_sheet(state, book)
    some = answered(state, ws)
    if not some:
        return None
    cell = state.chance.choice(some)
    to, row, column = ws, cell.row, cell.column
    where = state.chance.choice(("right", "below", "far", "elsewhere"))
    if where == "right":
        column += 1
    elif where == "below":
        row += 1
    else:
        to = ws if where == "far" else state.chance.choice(visible(book) or [ws])
        row, column = state.chance.randint(1, to.max_row + 9), state.chance.randint(1, 9)
    if to.cell(row, column).value not in (None, ""):
        return None
    state.stray(cell.value)
    put(to, row, column, contents(cell))
    cell.value = None
    return f"{cell.coordinate} of {ws.title} moved to {row}, {column} of {to.title}"


@edit
def filled_down(state: State, book: Workbook) -> str | None:
    """Drag an answer down over those below it."""
    ws = a_sheet(state, book)
    some = answered(state, ws)
    if not some:
        return None
    cell = state.chance.choice(some)
    for row in range(cell.row + 1, cell.row + 1 + state.chance.randint(1, 3)):
        state.empty(ws.cell(row, cell.column).value)
        ws.cell(row, cell.column).value = cell.value
    state.stray(cell.value)
    return f"{cell.coordinate} of {ws.title} filled down"


@edit
def answer_emptied(state: State, book: Workbook) -> str | None:
    """Delete some answers."""
    ws = a_sheet(state, book)
    some = answered(state, ws)
    for cell in state.chance.sample(some, min(len(some), 3)):
        state.empty(cell.value)
        cell.value = None
    return f"answers of {ws.title} emptied" if some else None


@edit
def words_anywhere(state: State, book: Workbook) -> str:
    """Type something where nothing is asked."""
    ws = state.chance.choice(visible(book) or book.worksheets)
    row, column = state.chance.randint(1, ws.max_row + 9), state.chance.randint(1, 12)
    cell = ws.cell(row, column)
    if cell.value not in (None, ""):
        cell.value = f"{cell.value} {state.extra()}"
        if state.filled.find(cell.value) or KEYED.match(str(cell.value)):
            return f"more typed into {cell.coordinate} of {ws.title}"
    else:
        cell.value = f"See {state.extra()}"
    return f"words at {cell.coordinate} of {ws.title}"


# --- values -----------------------------------------------------------------------------------


@edit
def days_as_days(state: State, book: Workbook) -> str | None:
    """Turn typed days and telephone numbers into what a spreadsheet makes of them."""
    turned = 0
    for ws in answer_sheets(state, book):
        for cell in answered(state, ws):
            found = state.filled.find(cell.value)
            one = next(iter(found))
            if len(found) > 1 or len(one.spellings) == 1 or state.chance.random() < 0.5:
                continue
            turned += 1
            if len(one.spellings) == 4:
                cell.value = state.chance.choice((
                    date.fromisoformat(one.spellings[2]), int(one.spellings[1]),
                    one.spellings[3], one.spellings[2]))
                cell.number_format = "dd/mm/yyyy" if isinstance(cell.value, date) else "General"
            else:
                cell.value = state.chance.choice((int(one.spellings[1]), one.spellings[2]))
    return f"{turned} days and numbers turned" if turned else None


@edit
def other_type(state: State, book: Workbook) -> str | None:
    """Put a number, a yes, an error or a formula where words stood."""
    ws = a_sheet(state, book)
    some = answered(state, ws)
    if not some:
        return None
    cell = state.chance.choice(some)
    words = next(iter(state.filled.find(cell.value))).token
    kind = state.chance.choice(("number", "yes", "error", "formula", "minus", "sum"))
    state.empty(cell.value)
    if kind in ("formula", "minus"):
        state.emptied.discard(words)
        state.stray(words)
    cell.number_format = "General"
    cell.value = {"number": 17.5, "yes": True, "error": "#REF!", "formula": f'="{words}"',
                  "minus": f"=-{words} said no", "sum": "=SUM(A1:A2)"}[kind]
    state.typed |= {"17.5", "TRUE", "#REF!"}
    return f"{cell.coordinate} of {ws.title} became {cell.value!r}"


@edit
def rich_text(state: State, book: Workbook) -> str | None:
    """Make words bold or strike them out, some or all."""
    ws = a_sheet(state, book)
    some = [cell for cell in answered(state, ws) if isinstance(cell.value, str)
            and not cell.value.startswith("=")]
    if not some:
        return None
    for cell in state.chance.sample(some, min(3, len(some))):
        at = state.chance.randint(0, len(cell.value))
        strike = state.chance.random() < 0.5
        if strike and state.chance.random() < 0.5:
            cell.font = Font(strike=True)
            continue
        bits = [cell.value[:at], TextBlock(InlineFont(b=True, strike=strike), cell.value[at:])]
        cell.value = CellRichText(*(bit for bit in bits if str(bit)))
    return f"rich text in {ws.title}"


@edit
def note(state: State, book: Workbook) -> str | None:
    """Add a note to a cell."""
    ws = a_sheet(state, book)
    some = cells(ws)
    if not some:
        return None
    cell = state.chance.choice(some)
    cell.comment = Comment(f"{state.extra()} to be checked", "Somebody")
    return f"note at {cell.coordinate} of {ws.title}"


@edit
def page_edge(state: State, book: Workbook) -> str:
    """Type words into the header or the footer of printed pages."""
    ws = a_sheet(state, book)
    edge = state.chance.choice((ws.oddHeader.left, ws.oddFooter.center, ws.evenHeader.center,
                                ws.firstFooter.right))
    edge.text = f"{state.extra()} of page &P"
    return f"header or footer of {ws.title}"


@edit
def rows_and_columns_hidden(state: State, book: Workbook) -> str | None:
    """Hide rows or a column in which answers stand."""
    ws = a_sheet(state, book)
    some = answered(state, ws)
    if not some:
        return None
    cell = state.chance.choice(some)
    if state.chance.random() < 0.5:
        ws.column_dimensions[cell.column_letter].hidden = True
    else:
        ws.row_dimensions[cell.row].hidden = True
    return f"{cell.coordinate} of {ws.title} hidden"

"""Workbooks out: the same sheets always give the same bytes."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import Any

from pipeline.doors.xlsx.book import spot
from pipeline.doors.xlsx.drawing import (
    RARE,
    SHADES,
    STYLES,
    UNLOCKED,
    Choice,
    Draw,
    Put,
    Shade,
    heights,
)
from pipeline.doors.xlsx.measure import SMALLEST, lines, pages

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
FIXED_STAMP = "2000-01-01T00:00:00Z"
LONGEST_CELL, CUT = 32_767, "…"
# In points of a screen; so many digits fit across the width in the small letters of a note.
NOTE_WIDTH, NOTE_LINE, NOTE_DIGITS = 340, 18, 40
LOOKS_SPELT = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_book(draws: Iterable[Draw], title: str, properties: Mapping[str, str],
               author: str = "", marking: str = "") -> bytes:
    """Write the sheets as a workbook. The same sheets always give the same bytes.

    `marking` is printed at the head of every page, beside the title.
    """
    import openpyxl
    from openpyxl.packaging.custom import StringProperty
    from openpyxl.utils.indexed_list import IndexedList

    book = openpyxl.Workbook()
    # The width of columns is counted in digits of the book's own font: without this of Calibri,
    # which are narrower than the Arial of our cells.
    usual = _font({})
    book._fonts = IndexedList([usual])
    book._named_styles["Normal"].font = usual
    book.remove(book.active)
    book.properties.creator = author
    for draw in draws:
        _draw(book, draw)
    for ws in book.worksheets:
        ws.oddHeader.left.text = title.replace("&", "&&")
        ws.oddHeader.right.text = marking.replace("&", "&&")
    book.properties.title = title
    book.properties.language = "en-GB"
    for name, value in properties.items():
        book.custom_doc_props.append(StringProperty(name=name, value=_writable(value)))
    book.calculation.fullCalcOnLoad = True
    book.active = 0
    book.worksheets[0].sheet_view.tabSelected = True
    return same_bytes(_saved(book))


def _saved(book: Any) -> bytes:
    """The workbook as a zip that is not yet made small: whoever rewrites it does that.

    The library's own way writes every sheet to a file on the disk first, and makes all small.
    """
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class InMemory(ExcelWriter):
        def write_worksheet(self, ws: Any) -> None:
            ws._drawing = SpreadsheetDrawing()
            sheet = io.BytesIO()
            writer = WorksheetWriter(ws, sheet)
            writer.write()
            ws._rels = writer._rels
            self._archive.writestr(ws.path[1:], sheet.getvalue())
            self.manifest.append(ws)

    kept = io.BytesIO()
    InMemory(book, zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED)).save()
    return kept.getvalue()


def _draw(book: Any, draw: Draw) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.hyperlink import Hyperlink

    ws = book.create_sheet(draw.name)
    styles = _styles(book)
    for number, width in enumerate(draw.widths, 1):
        ws.column_dimensions[get_column_letter(number)].width = width
    for put in draw.puts:
        cell = ws.cell(put.row, put.column)
        words = put.value if put.formula else _writable(put.value)
        cell.value = words or None
        # A text that begins with '=' is somebody's words, never a formula.
        if not put.formula and words:
            cell.data_type = "s"
        if put.number:
            cell.value = int(put.value)
        cell._style = styles[put.style]._style
        if put.shown:
            cell._style = copy(cell._style)
            cell.number_format = put.shown
        if put.note:
            cell.comment = _note(put.note, str(book.properties.creator))
        if put.link:
            # As a place of this workbook: as an address it would be a link to the outside.
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=put.link)
            cell._style = styles["linked" if put.style == "cell" else "link"]._style
    for row, height in heights(draw).items():
        ws.row_dimensions[row].height = height
    for number in draw.hidden_columns:
        ws.column_dimensions[get_column_letter(number)].hidden = True
    for number in draw.hidden_rows:
        ws.row_dimensions[number].hidden = True
    for number in draw.free_rows:
        # Nobody can delete or sort a row while any cell of it, used or not, is locked.
        ws.row_dimensions[number]._style = styles["free"]._style
    for choice in draw.choices:
        _choice(ws, choice)
    for shade in draw.shades:
        _shade(ws, shade)
    if draw.hidden:
        ws.sheet_state = "hidden"
    _page(book, ws, draw)


def _note(words: str, author: str) -> Any:
    """A note of a size at which all of it can be read: it does not grow with its words."""
    from openpyxl.comments import Comment

    return Comment(_writable(words), author, height=NOTE_LINE * (lines(words, NOTE_DIGITS) + 2),
                   width=NOTE_WIDTH)


def _writable(words: str) -> str:
    """Words as a cell can hold them; what only looks like a spelt character is spelt itself.

    Words that are too long are seen to be cut. Whoever must not lose their end parts them before.
    """
    spelt = LOOKS_SPELT.sub("_x005F_", UNWRITABLE.sub("\ufffd", words))
    return spelt if len(spelt) <= LONGEST_CELL else spelt[:LONGEST_CELL - len(CUT)] + CUT


def _choice(ws: Any, choice: Choice) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = '"' + ",".join(choice.options) + '"'
    rule = DataValidation(
        type="list", formula1=choice.source or listed, allow_blank=True,
        showErrorMessage=not choice.offered, errorStyle="stop" if choice.strict else "warning",
        errorTitle="Choose from the list",
        error="Choose one of the answers in the list. Press Alt and the down arrow to open it.")
    letter = get_column_letter(choice.column)
    rule.add(f"{letter}{choice.first}:{letter}{choice.last}")
    ws.add_data_validation(rule)


def _shade(ws: Any, shade: Shade) -> None:
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Font, PatternFill

    look = SHADES[shade.look]
    fill = PatternFill(bgColor=look["fill"]) if "fill" in look else None
    font = Font(bold=True, color=look.get("colour")) if look.get("bold") else None
    ws.conditional_formatting.add(f"{spot(*shade.first)}:{spot(*shade.last)}", FormulaRule(
        formula=[shade.formula], fill=fill, font=font))


def _page(book: Any, ws: Any, draw: Draw) -> None:
    from openpyxl.workbook.defined_name import DefinedName

    ws.freeze_panes = draw.freeze or None
    ws.sheet_view.showGridLines = False
    _paper(ws, draw)
    ws.oddFooter.left.text = draw.name.replace("&", "&&")
    ws.oddFooter.right.text = "Page &P of &N"
    if draw.tab:
        ws.sheet_properties.tabColor = draw.tab
    if draw.filtered:
        ws.auto_filter.ref = draw.region.replace(".", ":")
    if draw.region:
        # Screen readers speak the headings of a range that is named in this way.
        number = len(book.sheetnames)
        name = f"TitleRegion{number}.{draw.region}.{number}"
        cells = f"'{ws.title}'!{_absolute(draw.region)}"
        book.defined_names[name] = DefinedName(name, attr_text=cells)
    if draw.protect:
        ws.protection.sheet = True
        for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "sort",
                        "deleteRows"):
            setattr(ws.protection, allowed, False)


def _paper(ws: Any, draw: Draw) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.pagebreak import Break

    columns = draw.print_columns or len(draw.widths)
    widths = [0 if n in draw.hidden_columns else width
              for n, width in enumerate(draw.widths[:columns], 1)]
    turned, breaks = pages(widths, draw.leading, draw.group)
    ws.page_setup.paperSize = ws.PAPERSIZE_A4
    ws.page_setup.orientation = "landscape" if turned else "portrait"
    if breaks:
        # Excel keeps to breaks only on sheets that are not made to fit.
        ws.page_setup.scale = SMALLEST
        for after in breaks:
            ws.col_breaks.append(Break(id=after))
        if draw.leading:
            ws.print_title_cols = f"A:{get_column_letter(draw.leading)}"
    else:
        ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
        ws.sheet_properties.pageSetUpPr.fitToPage = True
    ws.page_margins.left = ws.page_margins.right = 0.4
    ws.page_margins.top = ws.page_margins.bottom = 0.75
    ws.page_margins.header = ws.page_margins.footer = 0.35
    if draw.repeat:
        ws.print_title_rows = draw.repeat
    if not draw.hidden:
        rows = max(put.row for put in draw.puts)
        ws.print_area = f"A1:{get_column_letter(columns)}{rows}"


def _absolute(region: str) -> str:
    first, last = region.split(".")
    return ":".join(re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", place) for place in (first, last))


def _styles(book: Any) -> dict[str, Any]:
    """One hidden model cell a style, made once a workbook: styles are costly to make a cell."""
    cached = getattr(book, "_model_cells", None)
    if cached is None:
        cached = book._model_cells = _Models(book)
        for name in STYLES:
            if name not in RARE:
                cached[name] = _model(book, name)
    return cached


class _Models(dict[str, Any]):
    """The model cells of a workbook; a rare one is made when it is first asked for."""

    def __init__(self, book: Any) -> None:
        super().__init__()
        self._book = book

    def __missing__(self, name: str) -> Any:
        self[name] = _model(self._book, name)
        return self[name]


def _model(book: Any, name: str) -> Any:
    from openpyxl.cell.cell import Cell as Model
    from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side

    look = STYLES[name]
    model = Model(book.worksheets[0], row=1, column=1)
    model.font = _font(look)
    model.alignment = Alignment(wrap_text=look.get("wrap", True), vertical="top",
                                horizontal="left")
    if "fill" in look:
        model.fill = PatternFill("solid", fgColor=look["fill"])
    if "edge" in look:
        side = Side("medium" if look.get("strong") else "thin", color=look["edge"])
        model.border = Border(left=side, right=side, top=side, bottom=side)
    model.protection = Protection(locked=name not in UNLOCKED)
    model.number_format = "General" if name == "count" else "@"
    return model


def _font(look: Mapping[str, Any]) -> Any:
    from openpyxl.styles import Font

    return Font(name="Arial", size=look.get("size", 11), bold=look.get("bold", False),
                color=look.get("colour", "0B0C0C"),
                underline="single" if look.get("underline") else None)


def same_bytes(data: bytes) -> bytes:
    """Rewrite a zip so that no clock is left in it: times, and the stamps in docProps/core.xml."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w") as new:
        for item in old.infolist():
            part = old.read(item)
            if item.filename == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*",
                              rb"\g<1>" + FIXED_STAMP.encode(), part)
            if item.filename.startswith("xl/worksheets/"):
                # A height that is not "custom" is one that Excel may change when words are typed.
                part = re.sub(rb'(<row [^>]*) customHeight="1"', rb"\g<1>", part)
            info = zipfile.ZipInfo(item.filename, FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o600 << 16
            new.writestr(info, part)
    return kept.getvalue()


def table(title: str, about: str, columns: Sequence[tuple[str, int]],
          rows: Iterable[Sequence[str | int]]) -> bytes:
    """A plain workbook of one table: `columns` are (heading, width), `rows` words and numbers."""
    draw = Draw("Table", [width for _, width in columns], freeze="B4", repeat="3:3",
                protect=False, filtered=True)
    draw.puts += [Put(1, 1, title, "title"), Put(2, 1, about, "about")]
    draw.puts += [Put(3, n, name, "header") for n, (name, _) in enumerate(columns, 1)]
    last = 3
    for last, row in enumerate(rows, 4):
        draw.puts += [Put(last, n, str(words), "cell", number=isinstance(words, int))
                      for n, words in enumerate(row, 1)]
    draw.region = f"A3.{spot(max(last, 4), len(columns))}"
    return write_book([draw], title, {})

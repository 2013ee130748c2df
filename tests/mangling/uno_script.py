"""Runs under a Python that has UNO, outside the project: one LibreOffice makes every edit.

Usage: python uno_script.py FOLDER, where FOLDER holds `filled.xlsx` and `jobs.json`: the names of
the edits to make. It leaves `NAME.xlsx`, `.ods` and `.xls` for each, for some also what comes of
opening the latter two again, `NAME.via-ods.xlsx` and `NAME.via-xls.xlsx`, and
`done.json` that says what each edit did.
"""

import contextlib
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.sheet.FillDirection import TO_BOTTOM
from com.sun.star.table import CellAddress, TableSortField

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97"}
MORE = "(more room for the answer above)"
ROUND_TRIPS = {"no_edit", "rows_inserted", "table_sorted", "boxes_sorted_as_seen", "note_added",
               "cells_merged", "formula_typed"}
# What our protection lets people do; for all else the sheets are unlocked first.
LOCKED = {"no_edit", "rows_inserted", "formula_typed", "ticks", "words_outside"}
KEY = re.compile(r"[a-z_]+/\w+\+?|_guidance|_heading")
WORD = re.compile(r"Word\d{4}x")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
EDITS = {}


def edit(make):
    """Add an edit by its name."""
    EDITS[make.__name__] = make
    return make


def values(**some):
    """Named values as UNO takes them."""
    return tuple(PropertyValue(Name=name, Value=value) for name, value in some.items())


class Doc:
    """A workbook open in LibreOffice, and what the edits have to own up to."""

    def __init__(self, desktop, document):
        self.desktop, self.document = desktop, document
        self.emptied, self.strayed, self.typed, self.extras = [], [], [], []

    def sheet(self, name):
        """A sheet by its name."""
        return self.document.Sheets.getByName(name)

    def seen(self):
        """The sheets people see."""
        return [one for one in self.document.Sheets if one.IsVisible]

    def rows(self, sheet):
        """The texts of a sheet, row by row."""
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        return [[str(text) for text in row] for row in sheet.getCellRangeByPosition(
            0, 0, end.EndColumn, end.EndRow).DataArray]

    def find(self, sheet, words):
        """Column and row, from 0, of the first cell with these words."""
        for row, texts in enumerate(self.rows(sheet)):
            for column, text in enumerate(texts):
                if words == text or (hasattr(words, "match") and words.match(text)):
                    return column, row
        raise LookupError(words)

    def body(self, sheet):
        """The first and the last row, from 0, in which a sentinel stands."""
        some = [n for n, texts in enumerate(self.rows(sheet)) if any(map(WORD.search, texts))]
        return some[0], some[-1]

    def keys(self, sheet):
        """The column of the hidden keys, from 0."""
        columns = [column for texts in self.rows(sheet) for column, text in enumerate(texts)
                   if KEY.fullmatch(text)]
        return max(sorted(set(columns)), key=columns.count)

    def extra(self):
        """A new word that only the edit writes."""
        self.extras.append(f"Extra{len(self.extras):03d}x")
        return self.extras[-1]

    def sort(self, sheet, first, last, columns, by):
        """Sort rows by one column as the menu does."""
        area = sheet.getCellRangeByPosition(0, first, columns, last)
        field = TableSortField(Field=by, IsAscending=True)
        area.sort(values(SortFields=uno.Any("[]com.sun.star.table.TableSortField", (field,)),
                         ContainsHeader=False))


@edit
def no_edit(doc):
    """Open it and save it."""


@edit
def rows_inserted(doc):
    """Rows inserted above, between the questions and within the tables."""
    for sheet in doc.seen():
        for at in (12, 7, 0):
            sheet.Rows.insertByIndex(at, 2)


@edit
def row_deleted(doc):
    """A question deleted with its answer."""
    sheet = doc.sheet("Your details")
    sheet.Rows.removeByIndex(doc.find(sheet, "Telephone number")[1], 1)


@edit
def rows_moved(doc):
    """The last question cut and inserted before the first, whole rows."""
    sheet = doc.sheet("Analysis")
    first, last = doc.body(sheet)
    sheet.Rows.insertByIndex(first, 1)
    sheet.moveRange(CellAddress(Sheet=sheet.RangeAddress.Sheet, Column=0, Row=first),
                    sheet.getCellRangeByPosition(0, last + 1, 20, last + 1).RangeAddress)


@edit
def rows_moved_as_seen(doc):
    """The same without the hidden column."""
    sheet = doc.sheet("Your details")
    first, last = doc.body(sheet)
    sheet.Rows.insertByIndex(first, 1)
    sheet.moveRange(CellAddress(Sheet=sheet.RangeAddress.Sheet, Column=0, Row=first),
                    sheet.getCellRangeByPosition(
                        0, last + 1, doc.keys(sheet) - 1, last + 1).RangeAddress)


@edit
def columns_inserted(doc):
    """A column inserted before the answers of every sheet."""
    for sheet in doc.seen():
        sheet.Columns.insertByIndex(1, 1)


@edit
def column_deleted(doc):
    """A column of a table deleted."""
    doc.sheet("Family members").Columns.removeByIndex(2, 1)


@edit
def columns_moved(doc):
    """A column of a table cut and put behind the others, before the keys."""
    sheet = doc.sheet("Family members")
    keys = doc.keys(sheet)
    sheet.Columns.insertByIndex(keys, 1)
    sheet.moveRange(CellAddress(Sheet=sheet.RangeAddress.Sheet, Column=keys, Row=0),
                    sheet.getCellRangeByPosition(1, 0, 1, 200).RangeAddress)


@edit
def answer_moved(doc):
    """An answer cut and pasted away from the boxes, and one to another sheet."""
    sheet, other = doc.sheet("Your details"), doc.sheet("Analysis")
    column, row = doc.find(sheet, re.compile("Word.*x"))
    doc.strayed.append(sheet.getCellByPosition(column, row).String)
    sheet.moveRange(CellAddress(Sheet=sheet.RangeAddress.Sheet, Column=column + 3, Row=row + 30),
                    sheet.getCellByPosition(column, row).RangeAddress)
    column, row = doc.find(other, re.compile("Word.*x"))
    doc.strayed.append(other.getCellByPosition(column, row).String)
    sheet.moveRange(CellAddress(Sheet=sheet.RangeAddress.Sheet, Column=column, Row=row + 40),
                    other.getCellByPosition(column, row).RangeAddress)


@edit
def table_sorted(doc):
    """A table sorted by its second column, hidden keys along."""
    sheet = doc.sheet("Summary of involvement")
    doc.sort(sheet, *doc.body(sheet), doc.keys(sheet), 1)


@edit
def table_sorted_as_seen(doc):
    """A table sorted without its hidden keys."""
    sheet = doc.sheet("Family members")
    doc.sort(sheet, *doc.body(sheet), doc.keys(sheet) - 1, 1)


@edit
def boxes_sorted(doc):
    """Questions and answers sorted by the question, hidden keys along."""
    sheet = doc.sheet("Your details")
    doc.sort(sheet, *doc.body(sheet), doc.keys(sheet), 0)


@edit
def boxes_sorted_as_seen(doc):
    """Questions and answers sorted without the hidden keys."""
    sheet = doc.sheet("Your details")
    doc.sort(sheet, *doc.body(sheet), doc.keys(sheet) - 1, 0)


@edit
def cells_merged(doc):
    """Cells of a table merged, what lies under them kept."""
    sheet = doc.sheet("Family members")
    first, _ = doc.body(sheet)
    sheet.getCellRangeByPosition(1, first, 3, first + 1).merge(True)
    sheet = doc.sheet("Analysis")
    first, _ = doc.body(sheet)
    sheet.getCellRangeByPosition(0, first, 2, first).merge(True)


@edit
def keys_deleted(doc):
    """The hidden column of keys deleted on every sheet."""
    for sheet in doc.seen()[1:]:
        sheet.Columns.removeByIndex(doc.keys(sheet), 2)


@edit
def hidden_sheets_deleted(doc):
    """The sheets nobody sees deleted."""
    for name in doc.document.Sheets.ElementNames:
        if name.startswith("_"):
            doc.document.Sheets.removeByName(name)


@edit
def sheets_renamed(doc):
    """Every sheet under another name."""
    for number, sheet in enumerate(doc.seen()):
        sheet.Name = f"Tabelle{number}"


@edit
def sheets_hidden(doc):
    """Sheets with answers hidden."""
    for name in ("Analysis", "Family members"):
        doc.sheet(name).IsVisible = False


@edit
def sheets_reordered(doc):
    """The sheets in another order."""
    for name in doc.document.Sheets.ElementNames[2:6]:
        doc.document.Sheets.moveByName(name, 0)


@edit
def sheet_deleted(doc):
    """A sheet deleted."""
    doc.document.Sheets.removeByName("Immediate Learning")


@edit
def sheet_copied(doc):
    """A sheet copied, and something else written into the copy."""
    doc.document.Sheets.copyByName("Analysis", "Analysis_2", 3)
    sheet = doc.sheet("Analysis_2")
    sheet.getCellByPosition(*doc.find(sheet, re.compile("Word.*x"))).String = (
        f"{doc.extra()} instead")


def _new(doc):
    old = doc.document
    doc.document = doc.desktop.loadComponentFromURL(
        "private:factory/scalc", "_blank", 0, values(Hidden=True))
    return old


@edit
def sheets_into_a_new_book(doc):
    """The sheets that are seen copied into a new workbook."""
    old = _new(doc)
    for sheet in [one for one in old.Sheets if one.IsVisible]:
        doc.document.Sheets.importSheet(old, sheet.Name, doc.document.Sheets.Count)
    old.close(True)


@edit
def values_into_a_new_book(doc):
    """Only the values of what is seen pasted into a new workbook."""
    old = _new(doc)
    for number, sheet in enumerate([one for one in old.Sheets if one.IsVisible], 1):
        name = f"Pasted{number}"
        doc.document.Sheets.insertNewByName(name, number)
        rows = Doc.rows(doc, sheet)
        down = 0
        for row, texts in enumerate(rows):
            if not sheet.Rows.getByIndex(row).IsVisible:
                continue
            across = 0
            for column in range(len(texts)):
                if sheet.Columns.getByIndex(column).IsVisible:
                    cell, to = (sheet.getCellByPosition(column, row),
                                doc.sheet(name).getCellByPosition(across, down))
                    if cell.Type.value == "VALUE":
                        to.Value = cell.Value
                    elif cell.String:
                        to.String = cell.String
                    across += 1
            down += 1
    old.close(True)


@edit
def label_edited(doc):
    """Questions and a heading in other words, and an answer typed behind its question."""
    sheet = doc.sheet("Analysis")
    column, row = doc.find(sheet, "Gaps in provision *")
    sheet.getCellByPosition(column, row).String = f"Gaps {doc.extra()}"
    sheet = doc.sheet("Summary of involvement")
    sheet.getCellByPosition(0, 4).String = f"When {doc.extra()}"
    sheet = doc.sheet("Your details")
    column, row = doc.find(sheet, "Telephone number")
    answer = next(cell for cell in (sheet.getCellByPosition(n, row) for n in range(1, 4))
                  if "01632" in cell.String)
    doc.strayed.append(answer.String)
    sheet.getCellByPosition(column, row).String = f"Telephone number {answer.String}"
    answer.String = ""


@edit
def note_added(doc):
    """Notes beside an answer and beside nothing."""
    for name, spot in (("Analysis", None), ("Family members", (4, 30))):
        sheet = doc.sheet(name)
        column, row = spot or doc.find(sheet, re.compile("Word.*x"))
        sheet.Annotations.insertNew(
            CellAddress(Sheet=sheet.RangeAddress.Sheet, Column=column, Row=row),
            f"{doc.extra()} asks whether this is right")


@edit
def text_box_added(doc):
    """A text box over the sheet."""
    sheet = doc.sheet("Analysis")
    shape = doc.document.createInstance("com.sun.star.drawing.TextShape")
    sheet.DrawPage.add(shape)
    shape.Size = uno.createUnoStruct("com.sun.star.awt.Size", 6000, 2000)
    shape.Position = uno.createUnoStruct("com.sun.star.awt.Point", 3000, 3000)
    shape.String = f"{doc.extra()} in a box"


@edit
def struck_out(doc):
    """An answer struck out, and half of another."""
    sheet = doc.sheet("Analysis")
    column, row = doc.find(sheet, re.compile("Word.*x"))
    sheet.getCellByPosition(column, row).CharStrikeout = 1
    sheet = doc.sheet("Your details")
    text = sheet.getCellByPosition(*doc.find(sheet, re.compile("Word.*x")))
    cursor = text.createTextCursor()
    cursor.gotoStart(False)
    cursor.goRight(5, True)
    cursor.CharStrikeout = 1


@edit
def protected(doc):
    """Sheets locked by the sender with a password, the workbook too."""
    for sheet in doc.seen():
        sheet.protect("made-up")
    doc.document.protect("made-up")


@edit
def formula_typed(doc):
    """Answers that begin with a sign, taken for formulas."""
    for name in ("Analysis", "Family members"):
        sheet = doc.sheet(name)
        column, row = doc.find(sheet, re.compile("Word.*x"))
        cell = sheet.getCellByPosition(column, row)
        word = WORD.search(cell.String)[0]
        doc.strayed.append(word)
        cell.NumberFormat = 0
        cell.Formula = f"=-{word}"
        if cell.String == word:
            raise AssertionError("the formula was taken as text")


@edit
def days_corrected(doc):
    """Days typed in figures, made into days by the program."""
    sheet = doc.sheet("Summary of involvement")
    first, last = doc.body(sheet)
    for row in range(first, last + 1):
        cell = sheet.getCellByPosition(0, row)
        found = re.fullmatch(r"(\d\d) (\w+) (\d{4})", cell.String)
        if found:
            month = MONTHS.index(found[2][:3]) + 1
            cell.NumberFormat = 0
            cell.FormulaLocal = f"{found[3]}-{month:02d}-{found[1]}"
            if cell.Type.value != "VALUE":
                raise AssertionError("the day was taken as text")


@edit
def ticks(doc):
    """Ticks as people make them, in place of what stood there."""
    sheet = doc.sheet("Category of Abuse")
    first, last = doc.body(sheet)
    for row, tick in zip(range(first, last + 1), ("✓", "☑", "x", "Yes", "TRUE"),
                         strict=False):
        cell = next((one for one in (sheet.getCellByPosition(n, row) for n in range(1, 4))
                     if WORD.search(one.String)), None)
        if cell is not None:
            doc.emptied.append(cell.String)
            doc.typed.append(tick)
            cell.FormulaLocal = tick


@edit
def filled_down(doc):
    """An answer dragged over those below it."""
    sheet = doc.sheet("Family members")
    first, _ = doc.body(sheet)
    column = next(n for n in range(1, 9) if WORD.search(
        sheet.getCellByPosition(n, first).String))
    doc.strayed.append(sheet.getCellByPosition(column, first).String)
    doc.emptied += [sheet.getCellByPosition(column, row).String
                    for row in range(first + 1, first + 3)]
    sheet.getCellRangeByPosition(column, first, column, first + 2).fillAuto(TO_BOTTOM, 1)
    doc.typed += [sheet.getCellByPosition(column, row).String
                  for row in range(first + 1, first + 3)]


@edit
def rows_hidden(doc):
    """Rows and a column with answers hidden."""
    sheet = doc.sheet("Family members")
    first, _ = doc.body(sheet)
    sheet.Rows.getByIndex(first).IsVisible = False
    sheet.Columns.getByIndex(1).IsVisible = False


@edit
def page_edges(doc):
    """Words in the header and the footer of printed pages."""
    sheet = doc.sheet("Analysis")
    style = doc.document.StyleFamilies.getByName("PageStyles").getByName(sheet.PageStyle)
    style.HeaderIsOn = style.FooterIsOn = True
    for part in ("RightPageHeaderContent", "RightPageFooterContent"):
        content = getattr(style, part)
        content.CenterText.String = f"{doc.extra()} at the edge"
        setattr(style, part, content)


@edit
def words_outside(doc):
    """Words typed where nothing is asked."""
    for sheet in doc.seen():
        sheet.getCellByPosition(11, 2).String = f"See {doc.extra()}"
        sheet.getCellByPosition(0, 90).String = f"Also {doc.extra()}"


def main(folder):
    """Start LibreOffice, make every edit that is wanted, and stop it."""
    jobs = json.loads((folder / "jobs.json").read_text())
    pipe = f"edits{folder.stat().st_ino}"
    office = subprocess.Popen(
        [jobs["soffice"], f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--norestore", "--nologo", "--nodefault", "--nolockcheck",
         f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        desktop = connected(pipe, office)
        done = {}
        for name in jobs["edits"] or EDITS:
            try:
                done[name] = one(folder, desktop, name)
            except Exception as why:
                done[name] = {"failed": f"{type(why).__name__}: {why}"}
        (folder / "done.json").write_text(json.dumps(done))
        with contextlib.suppress(Exception):  # it may be gone before it says so
            desktop.terminate()
        office.wait(20)
    finally:
        if office.poll() is None:
            office.kill()
            office.wait()


def connected(pipe, office):
    """The desktop, as soon as LibreOffice answers."""
    resolver = uno.getComponentContext().ServiceManager.createInstance(
        "com.sun.star.bridge.UnoUrlResolver")
    for _ in range(300):
        try:
            context = resolver.resolve(
                f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        except Exception:
            if office.poll() is not None:
                raise
            time.sleep(0.2)
    raise TimeoutError("LibreOffice did not answer")


def one(folder, desktop, name):
    """Make one edit and save it in every format."""
    begun = time.monotonic()
    doc = Doc(desktop, loaded(desktop, folder / "filled.xlsx"))
    if name not in LOCKED:
        for sheet in doc.document.Sheets:
            sheet.unprotect("")
    EDITS[name](doc)
    for kind in ("xlsx", "ods", "xls"):
        saved(doc.document, folder / f"{name}.{kind}", kind)
    doc.document.close(True)
    for kind in ("ods", "xls") if name in ROUND_TRIPS else ():
        again = loaded(desktop, folder / f"{name}.{kind}")
        saved(again, folder / f"{name}.via-{kind}.xlsx", "xlsx")
        again.close(True)
    return {"emptied": doc.emptied, "strayed": doc.strayed, "typed": doc.typed,
            "extras": doc.extras, "did": (EDITS[name].__doc__ or "").strip(),
            "seconds": round(time.monotonic() - begun, 2)}


def loaded(desktop, path):
    """A workbook opened without macros, links or a window."""
    return desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, values(
        Hidden=True, MacroExecutionMode=0, UpdateDocMode=0))


def saved(document, path, kind):
    """Save a copy of it."""
    document.storeToURL(path.as_uri(), values(FilterName=FILTERS[kind], Overwrite=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())

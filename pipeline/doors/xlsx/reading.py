"""Workbooks in: every cell that holds something, as plain values, and the words beside them.

A reader of our own: those to be had lose words that lie under merged cells, behind names spelt in
another case or in a workbook of the strict kind, and give up the whole file for one bad cell.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from pipeline.doors.xlsx.book import Book, Cell, Remark, Sheet, spot
from pipeline.doors.xlsx.numbers import looks
from pipeline.doors.xlsx.package import Listed, Listing, Package, listing
from pipeline.doors.xlsx.places import covered, marked_columns
from pipeline.doors.xlsx.remarks import book_remarks, custom, sheet_remarks
from pipeline.doors.xlsx.sheet import MOST_CELLS, Page, Setting, read_page
from pipeline.doors.xlsx.texts import NO_MARKS, shared
from pipeline.errors import OutsideTrouble
from pipeline.model import Fault


@dataclass
class _Gathered:
    sheets: list[Sheet] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_book(data: bytes) -> Book:
    """Read a workbook, as much of it as is there. Raises OutsideTrouble when nothing is.

    What is wrong with it is in its faults, and in the marks of its cells.
    """
    with _no_clearing_up():
        return _read(Package(data))


@contextmanager
def _no_clearing_up() -> Iterator[None]:
    """To look for what could be thrown away among a million cells takes as long as to read them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(package: Package) -> Book:
    listed = listing(package)
    if not any(one.part for one in listed.sheets):
        raise OutsideTrouble("It is not an .xlsx workbook, or it is damaged.")
    setting = _setting(package, listed)
    into = _Gathered(faults=list(listed.faults))
    pages = [(one, _sheet(package, one, setting, into)) for one in listed.sheets if one.part]
    texts = {cell.value for sheet in into.sheets for cell in sheet.cells.values()
             if isinstance(cell.value, str)}
    words = {" ".join(one.split()) for one in texts}
    for one, page in pages:
        into.remarks += sheet_remarks(package, one, page, words)
    into.remarks += book_remarks(package, listed, words)
    named = {index for _, page in pages for index in page.shared}
    # A text that no cell names stood in a cell once, or was put where nobody sees it.
    into.remarks += [Remark("other", "", "", text) for index, (text, _) in
                     enumerate(setting.strings) if index not in named and text.strip()]
    return Book(tuple(into.sheets), dict(custom(package)), tuple(dict.fromkeys(into.remarks)),
                tuple(dict.fromkeys(into.faults + package.faults)))


def _setting(package: Package, listed: Listing) -> Setting:
    part = next(package.beside(listed.part, "styles"), "") if listed.part else "xl/styles.xml"
    return Setting(shared(package, listed.part), looks(package.tree(part)), listed.date1904)


def _sheet(package: Package, one: Listed, setting: Setting, into: _Gathered) -> Page:
    left = MOST_CELLS - sum(len(sheet.cells) for sheet in into.sheets)
    page, how = read_page(package.read(one.part, one.name), setting, left)
    hidden = marked_columns(page.hidden_columns)
    under = covered(page.cells, page.merges) if page.merges else set()
    cells = {}
    for place, found in sorted(page.cells.items()):
        marks = found.marks
        if one.hidden or place[0] in page.hidden_rows or (
                place[1] < len(hidden) and hidden[place[1]]):
            marks |= {"hidden"}
        if place in under:
            marks |= {"covered"}
        cells[place] = Cell(found.value, found.formula or "", marks or NO_MARKS)
    into.sheets.append(Sheet(one.name, one.hidden, cells))
    for place, second in page.twice:
        words = Cell(second.value).text or second.formula or ""
        into.remarks.append(Remark("twice", one.name, spot(*place), words))
        into.faults.append(Fault("cell-twice", one.name, spot(*place), words))
    into.faults += [Fault("text-too-long", one.name, spot(*place)) for place in page.long]
    if how.cut:
        package.cut_short(one.name)
    elif how.mended and not any("repaired" in cell.marks for cell in cells.values()):
        package.repaired(one.name)
    return page

"""Read a table: a row of headings, and every row under it that holds anything."""

from collections.abc import Mapping

from pipeline.doors.xlsx import Cell
from pipeline.model import Field
from pipeline.prose import plain
from pipeline.workbook.doubts import DATED, swapped
from pipeline.workbook.headings import heading_row
from pipeline.workbook.layout import GUIDANCE, SheetPlan, read_held, same
from pipeline.workbook.reading import SheetReading
from pipeline.workbook.values import answer


def read_rows(view: SheetReading, one: SheetPlan) -> None:
    """Take every row of a table into the reading. Rows are numbered as they stand, from 1."""
    section = one.section
    top, found = heading_row(view, one)
    if not top:
        view.problem("missing-headings", "A1", sheet=section.title)
        return
    columns: dict[int, Field] = {}
    for n, column in found.items():
        field = one.columns[n].field
        if field is not None:
            columns[column] = field
    _headings(view, one, top, columns)
    for n, column_plan in enumerate(one.columns):
        asked = column_plan.field
        if n not in found and asked is not None and not asked.until:
            view.problem("missing-label", view.where(top, 1).spot, label=asked.label)
    view.into.places[section.id] = view.where(top, 1)
    _Rows(view, one, top, columns).read()
    for column, field in columns.items():
        if field.type in DATED:
            _swapped(view, top, column)


class _Rows:
    """The rows of one table, read from the top down."""

    def __init__(self, view: SheetReading, one: SheetPlan, top: int,
                 columns: Mapping[int, Field]) -> None:
        self.view, self.section, self.top, self.columns = view, one.section, top, columns
        section = one.section
        self.guidance = {same(plain(words)) for words in (
            *section.guidance, *section.guidance_after,
            *(f"{f.label}: {f.hint}" for f in section.fields))}

    def read(self) -> None:
        """Take every row that holds anything."""
        number = 0
        for row, cells in self.view.rows.items():
            aside = [cell.text for column, cell in cells.items() if column not in self.columns]
            here = {column: cell for column, cell in cells.items() if column in self.columns}
            if row > self.top and "_guidance" not in aside and self._filled(here, aside):
                number += 1
                self._row(row, number, here, aside)

    def _filled(self, here: Mapping[int, Cell], aside: list[str]) -> bool:
        """Whether somebody filled this row in. One that has its key may repeat words of ours."""
        if not here or any(words.startswith(f"{self.section.id}/") for words in aside):
            return bool(here)
        ours = {same(cell.text) for cell in here.values()}
        if ours & self.guidance and ours <= self.guidance | {same(GUIDANCE)}:
            return False
        # Whoever pastes a whole table under ours brings its headings too.
        return len(here) == 1 or any(same(cell.text) != same(self.columns[column].label)
                                     for column, cell in here.items())

    def _row(self, row: int, number: int, here: Mapping[int, Cell], aside: list[str]) -> None:
        view, section = self.view, self.section
        printed = section.printed[number - 1] if number <= len(section.printed) else {}
        for column, field in self.columns.items():
            view.into.places[f"{section.id}/{number}/{field.id}"] = view.where(row, column)
        held = next((marks for marks in map(read_held, aside) if marks), {})
        for column, cell in here.items():
            field = self.columns[column]
            if field.id in printed and same(cell.text) == same(plain(printed[field.id])):
                view.take(row, column)
                continue
            view.keep(row, column, field)
            path = f"{section.id}/{number}/{field.id}"
            found = answer(field, [(view.where(row, column), cell)])
            view.put(path, found)
            if field.id in held:
                view.compare(path, found.text, held[field.id])


def _swapped(view: SheetReading, top: int, column: int) -> None:
    """Say that days and months of this column may have changed places: of the column, not a cell,
    since which of its dates are wrong cannot be seen."""
    shown = swapped([cells[column] for row, cells in view.rows.items()
                     if row > top and column in cells])
    if shown is not None:
        view.problem("days-months-swapped", view.where(top, column).spot, shown.text)


def _headings(view: SheetReading, one: SheetPlan, top: int, columns: Mapping[int, Field]) -> None:
    """Say which headings are no longer as we print them; their columns are known by their keys."""
    keys = {f"{one.section.id}/{c.key}" for c in one.columns}
    for column, field in columns.items():
        heading = view.rows[top].get(column)
        if heading is not None and heading.text in keys:
            view.problem("missing-headings", "A1", sheet=one.section.title)
            return
        if heading is not None and not view.ours(heading):
            view.problem("label-changed", view.where(top, column).spot, heading.text,
                         label=field.label)
            view.take(top, column)

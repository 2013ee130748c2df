"""Read a table: a row of headings, and every row under it that holds anything."""

from collections.abc import Mapping

from pipeline.model import Field
from pipeline.prose import plain
from pipeline.workbook.layout import GUIDANCE, SheetPlan, read_held, same
from pipeline.workbook.reading import SheetReading, heading_row
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
        if n not in found and column_plan.field is not None:
            view.problem("missing-label", view.where(top, 1).spot,
                         label=column_plan.field.label)
    guidance = {same(plain(words)) for words in (
        *section.guidance, *section.guidance_after,
        *(f"{f.label}: {f.hint}" for f in section.fields))}
    view.into.places[section.id] = view.where(top, 1)
    number = 0
    for row, cells in view.rows.items():
        aside = [cell.text for column, cell in cells.items() if column not in columns]
        if row <= top or "_guidance" in aside:
            continue
        here = {column: cell for column, cell in cells.items() if column in columns}
        # A row that has its key is an answer even where it repeats our own guidance.
        keyed = any(words.startswith(f"{section.id}/") for words in aside)
        ours = {same(cell.text) for cell in here.values()}
        if not ours or (not keyed and ours & guidance and ours <= guidance | {same(GUIDANCE)}):
            continue
        number += 1
        printed = section.printed[number - 1] if number <= len(section.printed) else {}
        for column, field in columns.items():
            view.into.places[f"{section.id}/{number}/{field.id}"] = view.where(row, column)
        held = next((marks for marks in map(read_held, aside) if marks), {})
        for column, cell in here.items():
            field = columns[column]
            view.take(row, column)
            if cell.formula and cell.value == "":
                view.problem("formula-without-value", view.where(row, column).spot, cell.formula)
            if field.id in printed and same(cell.text) == same(plain(printed[field.id])):
                continue
            path = f"{section.id}/{number}/{field.id}"
            found_here = answer(field, [(view.where(row, column), cell)])
            view.put(path, found_here)
            if field.id in held:
                view.compare(path, found_here.text, held[field.id])


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

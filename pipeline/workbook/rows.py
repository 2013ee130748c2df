"""Read a table: a row of headings, and every row under it that holds anything."""

from pipeline.model import Field
from pipeline.prose import plain
from pipeline.workbook.layout import SheetPlan, same
from pipeline.workbook.reading import SheetReading, heading_row
from pipeline.workbook.values import answer


def read_rows(view: SheetReading, one: SheetPlan) -> None:
    """Take every row of a table into the reading. Rows are numbered as they stand, from 1."""
    section = one.section
    headers = [c.header for c in one.columns]
    top, found = heading_row(view, headers)
    if not top:
        top, found = _older_headings(view, one)
    if not top:
        view.problem("missing-headings", "A1", sheet=section.title)
        return
    columns: dict[int, Field] = {}
    for n, column in found.items():
        field = one.columns[n].field
        if field is not None:
            columns[column] = field
            view.take(top, column)
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
        if row <= top or any(cell.text == "_guidance" for cell in cells.values()):
            continue
        here = {column: cell for column, cell in cells.items() if column in columns}
        if not here or all(same(cell.text) in guidance for cell in here.values()):
            continue
        number += 1
        printed = section.printed[number - 1] if number <= len(section.printed) else {}
        for column, field in columns.items():
            view.into.places[f"{section.id}/{number}/{field.id}"] = view.where(row, column)
        for column, cell in here.items():
            field = columns[column]
            view.take(row, column)
            if cell.formula and cell.value == "":
                view.problem("formula-without-value", view.where(row, column).spot, cell.formula)
            if same(cell.text) == same(plain(printed.get(field.id, ""))):
                continue
            view.put(f"{section.id}/{number}/{field.id}",
                     answer(field, [(view.where(row, column), cell)]))


def _older_headings(view: SheetReading, one: SheetPlan) -> tuple[int, dict[int, int]]:
    """Look for the headings of an earlier version of the form."""
    before = {same(words): n for n, column in enumerate(one.columns) if column.field
              for words in column.field.labels_before}
    for row, cells in view.rows.items():
        found = {before[same(cell.text)]: column for column, cell in cells.items()
                 if same(cell.text) in before}
        if found and len(found) * 2 >= len(one.columns):
            return row, found
    return 0, {}

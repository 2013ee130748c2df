"""Read a sheet of boxes: question, help and answer side by side."""

from pipeline.doors.xlsx import Cell
from pipeline.model import Evidence, Field, Where
from pipeline.workbook.layout import EVIDENCE, MORE_ROOM, SheetPlan, same
from pipeline.workbook.reading import SheetReading, heading_row
from pipeline.workbook.values import answer

Cells = dict[tuple[str, str], list[tuple[Where, Cell]]]


def read_boxes(view: SheetReading, one: SheetPlan) -> None:
    """Take every answer of a sheet of boxes into the reading."""
    top, found = heading_row(view, [c.header for c in one.columns])
    columns = {one.columns[n].key: column for n, column in found.items()}
    for column in found.values():
        view.take(top, column)
    if not top:
        columns = {c.key: n for n, c in enumerate(one.columns, 1)}
    keys = _key_column(view, one)
    answers = {columns[c.key]: c.key for _, c in one.answers if c.key in columns}
    aside = {columns[key]: key for key, _, _ in EVIDENCE if key in columns}
    seen: list[Field] = []
    boxes: Cells = {}
    current: Field | None = None
    for row, cells in view.rows.items():
        if row <= top:
            continue
        key = cells[keys].text if keys in cells else ""
        label = cells[columns["question"]].text if columns.get("question") in cells else ""
        if key in ("_guidance", "_heading"):
            _ours(view, row, cells)
            continue
        asked = _asked(view, one, row, label, key, current, seen)
        if asked is not None and asked is not current:
            current = asked
            seen.append(asked)
            for column, name in answers.items():
                view.into.places.setdefault(_path(one, name, asked), view.where(row, column))
        if asked is None and label and not view.ours(cells[columns["question"]]):
            continue
        if label and asked is not None:
            view.take(row, columns["question"])
        for column, cell in cells.items():
            if column in answers and current is not None and (asked or not label):
                boxes.setdefault((current.id, answers[column]), []).append(
                    (view.where(row, column), cell))
                view.take(row, column)
            elif _beside(column, columns, aside, keys + 1 in cells):
                view.take(row, column)
        _evidence(view, one, row, cells, columns, keys, current)
    for (field_id, name), found_cells in boxes.items():
        field = one.section.field(field_id)
        assert field is not None
        path = _path(one, name, field)
        view.put(path, answer(field, found_cells))
        for where, cell in found_cells:
            if cell.formula and cell.value == "":
                view.problem("formula-without-value", where.spot, cell.formula)
    for question in one.section.fields:
        if question not in seen and not question.until:
            view.problem("missing-question", "A1", label=question.label)


def _beside(column: int, columns: dict[str, int], aside: dict[int, str], shown: bool) -> bool:
    """Whether a cell beside a box is ours: words gathered from others, or a count of words."""
    if column == columns.get("count"):
        return True
    return column in aside and (shown or column == columns.get("words"))


def _path(one: SheetPlan, column: str, field: Field) -> str:
    if column == "answer":
        return f"{one.section.id}/{field.id}"
    child, _, anomaly = column.partition("/")
    return f"{one.section.id}/{child}/{field.id}" + (f"/{anomaly}" if anomaly else "")


def _key_column(view: SheetReading, one: SheetPlan) -> int:
    """The column that holds the keys now: columns may have been inserted since. 0 when gone."""
    votes: dict[int, int] = {}
    for cells in view.rows.values():
        for column, cell in cells.items():
            if cell.text.startswith(f"{one.section.id}/"):
                votes[column] = votes.get(column, 0) + 1
    return max(sorted(votes), key=lambda column: votes[column]) if votes else 0


def _ours(view: SheetReading, row: int, cells: dict[int, Cell]) -> None:
    for column, cell in cells.items():
        if view.ours(cell):
            view.take(row, column)


def _asked(view: SheetReading, one: SheetPlan, row: int, label: str, key: str,
           current: Field | None, seen: list[Field]) -> Field | None:
    """The question this row belongs to: by its label; the key decides between equal labels."""
    keyed = one.section.field(key.rstrip("+").partition("/")[2])
    if same(label) == same(MORE_ROOM) or not label:
        return keyed or current
    named = [f for f in one.section.fields
             if same(label) in {same(f.label), *map(same, f.labels_before)}]
    if keyed in named:
        return keyed
    if named:
        fresh = [f for f in named if f not in seen]
        if keyed is not None:
            view.problem("label-and-key-differ", view.where(row, 1).spot, label)
        return (fresh or named)[0]
    if keyed is not None:
        view.problem("label-changed", view.where(row, 1).spot, label, label=keyed.label)
        return keyed
    return None


def _evidence(view: SheetReading, one: SheetPlan, row: int, cells: dict[int, Cell],
              columns: dict[str, int], keys: int, current: Field | None) -> None:
    """Keep which words stood beside the box, and the tick put against them."""
    mark = cells.get(keys + 1)
    tick = cells.get(columns.get("tick", 0))
    if mark is None or current is None:
        return
    view.take(row, keys + 1)
    source, _, words = mark.text.partition("|")
    view.into.evidence.append(Evidence(
        f"{one.section.id}/{current.id}", source, words, tick.text if tick else "",
        view.where(row, columns.get("tick", keys + 1))))

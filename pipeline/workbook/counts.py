"""The live count of what is still to answer: the `required` rules as spreadsheet formulas."""

from collections.abc import Mapping

from pipeline.doors.xlsx import Draw, spot
from pipeline.model import Field
from pipeline.workbook.layout import SheetPlan

LONGEST_FORMULA = 8_000
Boxes = Mapping[str, tuple[int, int]]


def count_formula(one: SheetPlan, draw: Draw, boxes: Boxes) -> str:
    """How many required answers of a section are empty, as a formula without '='; '' when none are.

    `boxes` gives the first and last row of each field's cells.
    """
    parts = _table(one, boxes) if one.is_table else _answers(one, boxes)
    if not parts:
        return ""
    sheet = "'" + draw.name + "'!"
    formula = "+".join(part.replace("@", sheet) for part in parts)
    return formula if len(formula) <= LONGEST_FORMULA else ""


def _range(column: int, rows: tuple[int, int]) -> str:
    return f"@{spot(rows[0], column)}:{spot(rows[1], column)}"


def _answers(one: SheetPlan, boxes: Boxes) -> list[str]:
    parts = []
    section = one.section
    columns = [n for n, c in one.answers if not c.ours and not c.key.endswith("/anomaly")]
    if section.per:
        # The first child must be there; another child counts once something is said of it.
        columns = columns[:1]
    for number in columns:
        for question in section.fields:
            if question.id not in boxes:
                continue
            empty = f"COUNTA({_range(number, boxes[question.id])})=0"
            if question.required:
                parts.append(f"IF({empty},1,0)")
            elif question.required_if:
                parts.append(f"IF(AND({_condition(question, number, boxes)},{empty}),1,0)")
    if section.at_least_one and columns:
        rows = [boxes[f.id] for f in section.fields if f.id in boxes and f.type == "tick"]
        if rows:
            cells = ",".join(_range(columns[0], r) for r in _runs(rows))
            parts.append(f"IF(COUNTA({cells})=0,1,0)")
    return parts


def _runs(rows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring ranges joined, since a formula takes only so many."""
    runs: list[tuple[int, int]] = []
    for first, last in rows:
        if runs and runs[-1][1] + 1 == first:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    return runs


def _condition(question: Field, number: int, boxes: Boxes) -> str:
    rule = question.required_if
    if "ticked" in rule:
        ids = rule["ticked"] if isinstance(rule["ticked"], list) else [rule["ticked"]]
        cells = ",".join(_range(number, boxes[i]) for i in ids if i in boxes)
        return f"COUNTA({cells})>0"
    wanted = rule["is"] if isinstance(rule["is"], list) else [rule["is"]]
    cell = "@" + spot(boxes[rule["field"]][0], number)
    return "OR(" + ",".join(f'TRIM({cell})="{word}"' for word in wanted) + ")"


def _table(one: SheetPlan, boxes: Boxes) -> list[str]:
    section = one.section
    free = [(n, c) for n, c in enumerate(one.columns, 1)
            if not any(c.key in row for row in section.printed)]
    if not free or not boxes:
        return []
    rows = next(iter(boxes.values()))
    parts = []
    if section.at_least_one:
        block = f"@{spot(rows[0], free[0][0])}:{spot(rows[1], free[-1][0])}"
        parts.append(f"IF(COUNTA({block})=0,1,0)")
    for number, column in free:
        asked = column.field
        if asked is None or not (asked.required or asked.required_if):
            continue
        others = "+".join(f'({_range(n, rows)}<>"")' for n, _ in free if n != number)
        if not asked.required:
            others = _rows_where(asked, one, rows)
        if others:
            parts.append(f'SUMPRODUCT(({_range(number, rows)}="")*(({others})>0))')
    return parts


def _rows_where(asked: Field, one: SheetPlan, rows: tuple[int, int]) -> str:
    """The rows in which a conditional question must be answered."""
    number = one.number(asked.required_if.get("field", ""))
    if not number:
        return ""
    wanted = asked.required_if["is"]
    words = wanted if isinstance(wanted, list) else [wanted]
    return "+".join(f'({_range(number, rows)}="{word}")' for word in words)

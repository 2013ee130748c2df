"""The live count of what is still to answer: the `required` rules as spreadsheet formulas."""

from collections.abc import Mapping, Sequence

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
    section = one.section
    columns = [n for n, c in one.answers if not c.ours and not c.key.endswith("/anomaly")]
    parts = []
    for number in columns:
        own = []
        for question in section.fields:
            if question.id not in boxes:
                continue
            empty = f"COUNTA({_range(number, boxes[question.id])})=0"
            if question.required:
                own.append(f"IF({empty},1,0)")
            elif question.required_if:
                own.append(f"IF(AND({condition(question, number, boxes)},{empty}),1,0)")
        if own and not one.must_be_there(number):
            cells = ",".join(_range(number, rows) for rows in runs(list(boxes.values())))
            own = [f"IF(COUNTA({cells})=0,0,{'+'.join(own)})"]
        parts += own
    if section.at_least_one and columns:
        rows = [boxes[f.id] for f in section.fields if f.id in boxes and f.type == "tick"]
        if rows:
            cells = ",".join(_range(columns[0], r) for r in runs(rows))
            parts.append(f"IF(COUNTA({cells})=0,1,0)")
    return parts


def runs(rows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring ranges joined, since a formula takes only so many."""
    runs: list[tuple[int, int]] = []
    for first, last in rows:
        if runs and runs[-1][1] + 1 == first:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    return runs


def condition(question: Field, number: int, boxes: Boxes) -> str:
    """The formula of a `required_if`, with @ where the name of the sheet goes."""
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
    if not boxes:
        return []
    first, last = next(iter(boxes.values()))
    numbers = range(1, len(one.columns) + 1)
    printed = {n for n in numbers if any(one.columns[n - 1].key in row for row in section.printed)}
    # In a row that is printed only what is typed beside the printed words counts.
    blocks = [((first, first + len(section.printed) - 1), [n for n in numbers if n not in printed]),
              ((first + len(section.printed), last), list(numbers))]
    blocks = [(rows, columns) for rows, columns in blocks if rows[0] <= rows[1] and columns]
    parts = []
    if section.at_least_one:
        cells = ",".join(_range(n, rows) for rows, columns in blocks for n in columns)
        parts.append(f"IF(COUNTA({cells})=0,1,0)")
    for rows, columns in blocks:
        parts += _rows(one, rows, columns)
    return parts


def _rows(one: SheetPlan, rows: tuple[int, int], columns: Sequence[int]) -> list[str]:
    """The empty cells of each required column in rows where something else stands."""
    parts = []
    for number in columns:
        asked = one.columns[number - 1].field
        assert asked is not None
        others = ""
        if asked.required:
            others = "+".join(f'({_range(n, rows)}<>"")' for n in columns if n != number)
        elif asked.required_if:
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

"""Which boxes are shaded while they are empty, by the same rules as the count, and ticked rows."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.doors.xlsx import Shade, spot
from pipeline.workbook.counts import Boxes, condition, runs
from pipeline.workbook.layout import NOTHING_MORE, SheetPlan

# What the count says of the sheet: nothing is shaded for somebody who holds no information.
COUNTED = f'RIGHT($A$3,{len(NOTHING_MORE)})<>"{NOTHING_MORE}"'


def shades(one: SheetPlan, boxes: Boxes, closed: bool) -> list[Shade]:
    """The shades of a section's sheet. On a `closed` one the sender has nothing to answer."""
    wanted = [] if closed else _cells(one, boxes) if one.is_table else _boxes(one, boxes)
    return [*_ticked(one, boxes), *(Shade(first, last, f"AND({COUNTED},{formula})", "wanted")
                                    for first, last, formula in wanted)]


Wanted = tuple[tuple[int, int], tuple[int, int], str]


def _boxes(one: SheetPlan, boxes: Boxes) -> list[Wanted]:
    section = one.section
    columns = [n for n, c in one.answers if not c.ours and not c.key.endswith("/anomaly")]
    found = []
    for number in columns:
        begun = ",".join(_range(number, rows) for rows in runs(list(boxes.values())))
        for question in section.fields:
            if question.id not in boxes or not (question.required or question.required_if):
                continue
            first, last = boxes[question.id]
            formula = f"COUNTA({_range(number, (first, last))})=0"
            if not question.required:
                formula = f"{_fixed(condition(question, number, boxes))},{formula}"
            if not one.must_be_there(number):
                formula = f"COUNTA({begun})>0,{formula}"
            found.append(((first, number), (last, number), formula))
    return found


def _cells(one: SheetPlan, boxes: Boxes) -> list[Wanted]:
    """The empty cells of a table, in rows where something else stands."""
    first, last = next(iter(boxes.values()), (0, -1))
    printed = {key for row in one.section.printed for key in row}
    found = []
    for start, end, beside in ((first, first + len(one.section.printed) - 1, printed),
                               (first + len(one.section.printed), last, set())):
        columns = [n for n, c in enumerate(one.columns, 1) if c.key not in beside]
        for number in columns if start <= end else ():
            asked = one.columns[number - 1].field
            assert asked is not None
            begun = _in_row(start, [n for n in columns if n != number])
            if asked.required_if and not asked.required:
                begun = _in_row_is(one, start, asked.required_if)
            if begun and (asked.required or asked.required_if):
                empty = f"LEN(TRIM(${spot(start, number)}))=0"
                found.append(((start, number), (end, number), f"{empty},{begun}"))
    return found


def _in_row(row: int, columns: Sequence[int]) -> str:
    return "OR(" + ",".join(f"LEN(${spot(row, n)})>0" for n in columns) + ")" if columns else ""


def _in_row_is(one: SheetPlan, row: int, rule: Mapping[str, Any]) -> str:
    number = one.number(str(rule.get("field", "")))
    wanted = rule.get("is")
    words = wanted if isinstance(wanted, list) else [wanted]
    return "OR(" + ",".join(f'${spot(row, number)}="{word}"' for word in words) + ")" \
        if number else ""


def _ticked(one: SheetPlan, boxes: Boxes) -> list[Shade]:
    if one.is_table:
        return []
    ticks = [boxes[f.id] for f in one.section.fields if f.type == "tick" and f.id in boxes]
    number = one.answers[0][0]
    return [Shade((first, 1), (last, number), f"LEN(TRIM(${spot(first, number)}))>0", "ticked")
            for first, last in runs(ticks)]


def _range(column: int, rows: tuple[int, int]) -> str:
    return _fixed(f"{spot(rows[0], column)}:{spot(rows[1], column)}")


def _fixed(formula: str) -> str:
    """The formula for any cell of a range: its references do not move. Quoted words stay."""
    bits = formula.replace("@", "").split('"')
    bits[::2] = [re.sub(r"\b([A-Z]{1,3})(\d+)\b", r"$\1$\2", bit) for bit in bits[::2]]
    return '"'.join(bits)

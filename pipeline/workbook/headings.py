"""Find the row of headings of a sheet, and labels that were slightly changed."""

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher

from pipeline.workbook.layout import SheetPlan, same
from pipeline.workbook.reading import SheetReading

NEAR_ENOUGH = 0.86
"""From here on two labels are one with a slip of the pen. Different questions reach 0.9 too, such
as 'HSB: extra-familial' and 'HSB: intra-familial': so nothing else may come near."""

NOT_A_SLIP = re.compile(r"\d+|\b(?:not?|non|un\w+|intra|extra|from|to|former\w*|current\w*)\b")
"""What changes the sense of a label and may not differ."""

BEGUN = re.compile(r"\s*[:=?–—-]\s*\S")
"""What stands between a label and an answer typed behind it."""


def nearest(words: str, labels: Iterable[str]) -> str:
    """The one label these words can only be a slip of, or begin with; '' when none is certain."""
    reduced = same(words)
    known = {same(label): label for label in labels}
    near = {short for short in known if _alike(reduced, short)
            and NOT_A_SLIP.findall(short) == NOT_A_SLIP.findall(reduced)}
    # 'Physical' is followed by an answer only where no question is called 'Physical: …'.
    near |= {short for short in known if short and reduced.startswith(short)
             and BEGUN.match(reduced.removeprefix(short))
             and not any(other != short and other.startswith(short) for other in known)}
    return known[near.pop()] if len(near) == 1 else ""


def _alike(one: str, other: str) -> bool:
    """Whether two labels differ in letters, and in no more than one word."""
    if abs(len(one.split()) - len(other.split())) > 1:
        return False
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() >= NEAR_ENOUGH and match.ratio() >= NEAR_ENOUGH


def heading_row(view: SheetReading, one: SheetPlan) -> tuple[int, dict[int, int]]:
    """The row of headings, and for each column of the plan that is still there where it stands.

    Headings of earlier versions serve too, and where a heading is gone the hidden row of keys
    above. Returns (row, {index of column: column}), (0, {}) when fewer than half are there.
    """
    wanted = {same(c.header): n for n, c in reversed(list(enumerate(one.columns)))}
    for n, column in enumerate(one.columns):
        for words in column.field.labels_before if column.field else ():
            wanted.setdefault(same(words), n)
    keys = {f"{one.section.id}/{c.key}": n for n, c in enumerate(one.columns)}
    row, found = _most(view, wanted, same)
    key_row, keyed = _most(view, keys, str)
    if len(found) * 2 < len(one.columns):
        return (key_row, keyed) if len(keyed) * 2 >= len(one.columns) else (0, {})
    for number in found.values():
        view.take(row, number)
    found |= {n: number for n, number in keyed.items()
              if n not in found and number not in found.values()}
    return row, found | _slips(view, one, row, found)


def without_headings(view: SheetReading, one: SheetPlan) -> dict[str, int]:
    """The columns of a sheet of boxes where no heading is left, by their keys.

    The questions stand where most of their words do; the answers, when there is one column of
    them, where most of the words beside the questions are that are not ours.
    """
    labels = {same(words) for f in one.section.fields for words in (f.label, *f.labels_before)}
    asked: dict[int, list[int]] = {}
    for row, cells in view.rows.items():
        for column, cell in cells.items():
            if same(cell.text) in labels:
                asked.setdefault(column, []).append(row)
    first = max(sorted(asked), key=lambda column: len(asked[column]), default=1)
    columns = {c.key: n + first - 1 for n, c in enumerate(one.columns, 1)}
    if len(one.answers) == 1:
        beside = [column for row in asked.get(first, ()) for column in view.rows[row]
                  if column > first and view.free(row, column)]
        if beside:
            found = max(sorted(set(beside)), key=beside.count)
            columns = {key: n for key, n in columns.items() if n != found}
            columns[one.answers[0][1].key] = found
    return columns


def _slips(view: SheetReading, one: SheetPlan, row: int,
           found: Mapping[int, int]) -> dict[int, int]:
    """Columns whose heading is a slip of one that is missing."""
    missing = {c.header: n for n, c in enumerate(one.columns) if n not in found}
    slips: dict[int, int] = {}
    for number, cell in view.rows[row].items():
        if number in found.values() or view.ours(cell):
            continue
        label = nearest(cell.text, missing)
        if label and missing[label] not in slips:
            slips[missing[label]] = number
    return slips


def _most(view: SheetReading, wanted: Mapping[str, int],
          reduced: Callable[[str], str]) -> tuple[int, dict[int, int]]:
    """The row with most of the words wanted, and the column where each stands first."""
    best: tuple[int, dict[int, int]] = (0, {})
    for row, cells in view.rows.items():
        found: dict[int, int] = {}
        for column, cell in cells.items():
            if reduced(cell.text) in wanted:
                found.setdefault(wanted[reduced(cell.text)], column)
        if len(found) > len(best[1]):
            best = (row, found)
    return best

"""Places on a sheet: from the names of cells and ranges to rows and columns."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from pipeline.doors.xlsx.book import spot

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_COVERED = 3_000_000

Place = tuple[int, int]
"""Row and column, both from 1."""

_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})", re.ASCII)


def place(reference: str) -> Place | None:
    """The row and column of a cell's name, None when no cell can have it."""
    found = _PLACE.fullmatch(reference)
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    return (row, column) if 1 <= row <= LAST_ROW and column <= LAST_COLUMN else None


def covered(cells: Iterable[Place], merges: Iterable[str]) -> set[Place]:
    """Those of the cells that lie under merged ones, out of sight."""
    rows: dict[int, list[int]] = {}
    for row, column in sorted(cells):
        rows.setdefault(row, []).append(column)
    used = list(rows)
    found: set[Place] = set()
    left = MOST_COVERED
    for reference in dict.fromkeys(merges):
        first, _, last = reference.partition(":")
        top, bottom = place(first), place(last)
        if top is None or bottom is None:
            continue
        for row in used[bisect_left(used, top[0]):bisect_right(used, bottom[0])]:
            columns = rows[row]
            under = columns[bisect_left(columns, top[1]):bisect_right(columns, bottom[1])]
            left -= 1 + len(under)
            found.update((row, column) for column in under if (row, column) != top)
        if left < 0:
            break
    return found


def marked_columns(ranges: Iterable[tuple[int, int]]) -> bytearray:
    """A 1 for each column that lies in one of the ranges, by its number."""
    found = bytearray(LAST_COLUMN + 1)
    for first, last in set(ranges):
        first, last = max(first, 1), min(last, LAST_COLUMN)
        if first <= last:
            found[first:last + 1] = b"\1" * (last + 1 - first)
    return found


def corner(reference: str) -> str:
    """The first cell of a range, as people write it; '' when it is no range."""
    at = place(reference.split()[0].split(":")[0]) if reference.strip() else None
    return spot(*at) if at else ""

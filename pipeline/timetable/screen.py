"""The deadlines as a table on a terminal, 100 columns wide."""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.dates import with_weekday
from pipeline.deadlines import WhatIf
from pipeline.model import Case, Profile
from pipeline.timetable.rows import (
    GROUPS,
    Json,
    falls_on,
    grouped,
    how_counted,
    on_publication,
    remarks,
    source_line,
    what,
    when,
)

WIDTH = 100
COLUMNS = (20, 12, 41, 21)
HEADS = ("By", "State", "What", "Who")
GAP = "  "
BESIDE = COLUMNS[0] + COLUMNS[1] + 2 * len(GAP)


def shown(profile: Profile, case: Case, name: str, as_of: date,
          sources: bool = False) -> list[str]:
    """Every deadline of a case as lines of text, list by list; with `sources` its sentence too.

    `name`: of the case folder. Nothing that somebody typed is shown.
    """
    lines = [f"{name}: deadlines on {with_weekday(as_of)}", *_wrap(case["clock_convention"])]
    for name, rows in grouped(case["deadlines"]).items():
        lines += ["", f"{GROUPS[name]} ({len(rows)})", *table(rows, sources)]
    if planned := on_publication(profile, case, as_of):
        lines += ["", *_listed(planned)]
    for one in case["clock_warnings"]:
        lines += ["", *_wrap(f"Warning: {one['words']}")]
    if profile.notes:
        lines += ["", "What the source leaves open or says twice, and what is done here"]
        for note in profile.notes:
            lines += _wrap(f"- {note}", "  ")
    return lines


def table(rows: Sequence[Json], sources: bool = False) -> list[str]:
    """A list of deadlines as a table."""
    lines = [_line(HEADS), _line(["-" * width for width in COLUMNS])]
    for row in rows:
        lines += _row(row)
        if sources:
            lines += _beside(_sources(row))
    return lines


def supposed(would: WhatIf, event: str, day: date) -> list[str]:
    """What would follow if something were on a day, and what it would fall on."""
    lines = [f"If “{event}” is on {with_weekday(day)}:", *would.remarks, ""]
    lines += table([would.deadlines[name] for name in would.follow])
    if would.besides:
        lines += ["", "Also, with no date of its own:"]
    for name in would.besides:
        row = would.deadlines[name]
        number = f": {row['counted']}" if row["counted"] else ""
        lines += _wrap(f"- {what(row)} ({row['who']}){number}", "  ")
    return [*lines, "", *_listed(falls_on(would.clashes))]


def _listed(lines: Sequence[str]) -> list[str]:
    return [part for line in lines for part in _wrap(line, "  " if line[0] == "-" else "")]


def _row(row: Json) -> Iterator[str]:
    cells = (when(row).replace(" to ", " to\n"), row["state"]["text"], what(row), row["who"])
    columns = [[line for part in cell.split("\n") for line in (
        _wrap(part, width=width) or [""])] for cell, width in zip(cells, COLUMNS, strict=True)]
    for number in range(max(map(len, columns))):
        yield _line([column[number] if number < len(column) else "" for column in columns])
    yield from _beside(remarks(row))


def _sources(row: Json) -> list[str]:
    return [words for words in (how_counted(row), row["note"], source_line(row)) if words]


def _beside(texts: Sequence[str]) -> list[str]:
    return [line for text in texts for line in _wrap(text, " " * (BESIDE + 2), " " * BESIDE)]


def _line(cells: Sequence[str]) -> str:
    return GAP.join(f"{cell:<{width}}" for cell, width in zip(
        cells, COLUMNS, strict=True)).rstrip()


def _wrap(text: str, then: str = "", first: str = "", width: int = WIDTH) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=then,
                         break_on_hyphens=False)

"""What a person is told of editions: which there are, where they lie, what to do with a new one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline import seal
from pipeline.dates import in_words
from pipeline.packing import Packed

NOT_HERE = " Its folder is not on this computer: it was made on another."
NONE = "Not made yet."


def editions(folder: Path, out: Path, pack: str) -> list[str]:
    """What was sealed of a pack, a line for each day and edition. A diary may know of an edition
    whose folder is not here.
    """
    def alike(one: Mapping[str, Any]) -> tuple[int, str, bool]:
        there = seal.place(out, pack, str(one.get("recipient", ""))) / (
            f"{seal.EDITION}{one['edition']}")
        return int(one["edition"]), str(one["when"]), there.is_dir()

    lines = []
    for (number, when, here), found in groupby(seal.sealed(folder, pack), alike):
        whom = in_runs([str(one["recipient"]) for one in found if one.get("recipient")])
        lines.append(f"Edition {number}" + (f" for {whom}" if whom else "")
                     + f" sealed on {in_words(date.fromisoformat(when))}."
                     + ("" if here else NOT_HERE))
    return lines or [NONE]


def in_runs(codes: Sequence[str]) -> str:
    """Codes as somebody says them: A1-A7, A9."""
    runs: list[list[str]] = []
    for code in codes:
        if runs and _follows(runs[-1][-1], code):
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def _follows(before: str, code: str) -> bool:
    first, second = (re.fullmatch(r"(\D+)(\d+)", one) for one in (before, code))
    return bool(first and second and first[1] == second[1] and int(second[2]) == int(first[2]) + 1)


def next_steps(packed: Packed) -> Iterator[str]:
    """What to do with an edition that was just sealed. It names nobody."""
    from pipeline.packing.folder import BUNDLE, MARKED, PAPERS  # listing editions needs no gate

    if not packed.places:
        return
    names = [name for name in (MARKED, BUNDLE) if (packed.places[0] / name).is_file()]
    each = " in each of these folders" if len(packed.places) > 1 else ""
    yield (f"Next: open {names[0]}{each} and read it from the first page to the last." if names else
           f"Next: open every file in '{PAPERS}'{each} and read it to the end.")
    yield (f"Nothing has been sent. It is for: {packed.kind.audience}. When you are content, pass "
           "it on yourself."
           + (" Each folder bears the code of the one recipient whose copy it holds."
              if each else "")
           + " Leave out the folder 'not-to-send'.")

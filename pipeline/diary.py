"""The diary of a case: what the program did that must be remembered, one JSON line each."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import UsageTrouble

DIARY = "diary.jsonl"
SEALED = "sealed"
"""What the diary calls the making of a pack."""
EARLIER = "diary-*.jsonl"
"""Diaries of the same case kept before, on another computer: read, never written."""


def entries(folder: Path, what: str = "") -> list[Mapping[str, Any]]:
    """What the diaries of a case folder say, oldest first; of one kind when `what` names it.

    Raises UsageTrouble when somebody has changed a file so that it cannot be read.
    """
    found: list[Any] = []
    for path in (*sorted(folder.glob(EARLIER)), folder / DIARY):
        try:
            lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
            found += [_line(json.loads(line)) for line in lines if line.strip()]
        except (ValueError, RecursionError) as why:
            raise UsageTrouble(f"The diary of this case ({path.name}) cannot be read. Put back the "
                               "copy from your last backup.") from why
    return [one for one in found if isinstance(one, dict) and what in ("", one.get("what"))]


def _line(said: Any) -> Any:
    """A line as it was read. ValueError where a number or a day of it cannot be one."""
    if isinstance(said, dict):
        edition, when = said.get("edition", 1), said.get("when", "")
        if not isinstance(edition, int) or not isinstance(when, str):
            raise ValueError("no diary of ours says this")
        if said.get("what") == SEALED and not {"pack", "edition", "when"} <= said.keys():
            raise ValueError("no diary of ours leaves this out")
    return said


def note(folder: Path, what: str, when: str, **said: Any) -> None:
    """Add a line to the diary. Nothing in it is ever changed or taken out."""
    line = json.dumps({"what": what, "when": when, **said}, ensure_ascii=False, sort_keys=True)
    with (folder / DIARY).open("a", encoding="utf-8", newline="\n") as diary:
        diary.write(line + "\n")

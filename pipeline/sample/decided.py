"""A sample's decision sheets as somebody filled them in, from `answers/decisions-….toml`.

Each file is one sheet: who decided and when, and under `names` and `ticks` the rows of the sheet
that `cspr pack` made, with what was decided in each.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.anonymise import sheet
from pipeline.errors import DefinitionTrouble
from pipeline.model.decisions import Decision, Doubt, Tick, Ticked

PATTERN, PLACE = "decisions-*.toml", "decisions"


def filled_in(answers: Path) -> dict[str, bytes]:
    """The filled decision sheets by their path in the case folder.

    Raises DefinitionTrouble for a file that says something else than a sheet holds.
    """
    found = {}
    for path in sorted(answers.glob(PATTERN)):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        try:
            signed = {"by": raw["by"], "on": raw["on"]}
            doubts = [_doubt(row, signed) for row in raw.get("names", ())]
            ticks = [_tick(row, signed) for row in raw.get("ticks", ())]
        except (KeyError, TypeError) as why:
            raise DefinitionTrouble(f"{path.name}: {why} is missing or not known.") from None
        name = path.stem.partition("-")[2]
        found[f"{PLACE}/{name}.xlsx"] = sheet(doubts, ticks, raw["case"], raw["pack"],
                                              raw.get("marking", ""))
    return found


def _doubt(row: Mapping[str, Any], signed: Mapping[str, str]) -> Doubt:
    made = Decision(row["key"], row["decision"], row.get("own", ""), row.get("reason", ""),
                    **signed)
    return Doubt(row["key"], row["where"], "", "", row["before"], row["words"], row["after"],
                 row["why"], row["instead"], decision=made)


def _tick(row: Mapping[str, Any], signed: Mapping[str, str]) -> Tick:
    made = Ticked(row["key"], row["stays"], row.get("note", ""), **signed)
    return Tick(row["key"], row["paper"], 0, row["page"], row["words"], row["kind"],
                row["around"], row["times"], ticked=made)

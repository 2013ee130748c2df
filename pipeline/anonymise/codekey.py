"""The key to the codes: who stands behind each. It never leaves the partnership."""

from collections.abc import Mapping, Sequence

from pipeline.codes import in_turn
from pipeline.doors import xlsx
from pipeline.names import Name, instead_of
from pipeline.names.kinds import PEOPLE

COLUMNS = (("Code", 10), ("What it is", 22), ("Name or words", 32),
           ("What stands in its place", 32), ("Other spellings of the case", 34), ("Used in", 30),
           ("Short forms looked for as well", 44))
TITLE = "Key to the codes"
ABOUT = "RESTRICTED. This says who is who. It must never leave the partnership or go with a pack."
KEPT = "May be named: left as it is"


def key(names: Sequence[Name], stands: Mapping[str, str] | None = None,
        used: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """The key as a workbook: people first, then what else identifies them.

    `stands` says what is printed in place of a name, by its words, where that is not what is
    usual; `used` in which packs each code stands.
    """
    printed, packs = stands or {}, used or {}
    rows = [[one.code or "-", one.kind, one.words,
             KEPT if one.keep else printed.get(one.words) or instead_of(one),
             "; ".join(dict.fromkeys(one.also)) or "-", "; ".join(packs.get(one.code, ())) or "-",
             "; ".join(dict.fromkeys(one.short)) or "-"]
            for one in sorted({one for one in names if one.words.strip()}, key=_place)]
    return xlsx.table(TITLE, ABOUT, COLUMNS, rows)


def _place(name: Name) -> tuple[int, bool, tuple[str, int, str], str, str, str]:
    group = PEOPLE.index(name.kind) if name.kind in PEOPLE else len(PEOPLE)
    return group, not name.code, in_turn(name.code), name.kind, name.words, str(name)

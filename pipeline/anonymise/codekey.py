"""The key to the codes: who stands behind each. It never leaves the partnership."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from pipeline.codes import in_turn
from pipeline.doors import xlsx

COLUMNS = (("Code", 10), ("What it is", 24), ("Name or words", 36), ("Other spellings", 44),
           ("What stands in its place", 32), ("Used in", 44))
TITLE = "Key to the codes"
ABOUT = "RESTRICTED. This says who is who. It must never leave the partnership or go with a pack."
KEPT = "May be named: left as it is"


class Known(Protocol):
    """A name of the case, as `names.Name` has it."""

    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def also(self) -> tuple[str, ...]: ...
    @property
    def keep(self) -> bool: ...


def key(names: Sequence[Known], stands: Mapping[str, str] | None = None,
        used: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """The key as a workbook. `stands` says what is printed in place of each name, by its words;
    `used` in which packs each code stands."""
    printed, packs = stands or {}, used or {}
    rows = sorted({(in_turn(one.code), one.kind, one.words, "; ".join(one.also),
                    KEPT if one.keep else printed.get(one.words, ""), one.code)
                   for one in names if one.words.strip()})
    return xlsx.table(TITLE, ABOUT, COLUMNS, [
        [code or "-", kind, words, also or "-", stands_for or "-",
         "; ".join(packs.get(code, ())) or "-"]
        for _, kind, words, also, stands_for, code in rows])

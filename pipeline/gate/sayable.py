"""What may be printed of a finding: a place or a reason can itself name somebody."""

from dataclasses import replace

from pipeline.gate.look import Scans
from pipeline.gate.verdict import Waiver
from pipeline.model import Problem, Where

UNSAID = "a place whose name is not printed"


class Sayable:
    """Takes names out of places and reasons. The same place always becomes the same words."""

    def __init__(self, scanner: Scans) -> None:
        self._scanner = scanner
        self._numbers: dict[Where, int] = {}

    def problem(self, one: Problem) -> Problem:
        """The problem, at a place that names nobody."""
        where = one.where
        if not self._names(f"{where.part} {where.spot}") and not self._names(where.file):
            return one
        number = self._numbers.setdefault(where, len(self._numbers) + 1)
        file = "A file whose name is not printed" if self._names(where.file) else where.file
        return replace(one, where=Where(file, f"{UNSAID} ({number})"))

    def waiver(self, one: Waiver) -> Waiver:
        """The waiver, with no reason and no role that name somebody."""
        there = f"Not printed here, since it names somebody: row {one.row} of the waivers"
        return replace(one, where="", reason=there if self._names(one.reason) else one.reason,
                       by=there if self._names(one.by) else one.by)

    def _names(self, words: str) -> bool:
        return bool(words.strip()) and bool(self._scanner.scan(words))

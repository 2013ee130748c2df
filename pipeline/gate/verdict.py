"""What the gate says of one pack: what it refuses, what a named person let through, what waits."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.model import Problem


@dataclass(frozen=True)
class Waiver:
    """A row of the case record that lets something through: what, where, why, by whom and when.

    `row` is its number there. `where` is '' when it is for every place.
    """

    row: int
    code: str
    where: str = ""
    reason: str = ""
    by: str = ""
    on: str = ""


@dataclass(frozen=True)
class Verdict:
    """`hits` refuse the pack. `waived` were let through, each with its waiver; `pending` is what is
    merely missing; `remarks` change nothing. `checked` are the checks that were made, in order.
    """

    hits: tuple[Problem, ...] = ()
    waived: tuple[tuple[Problem, Waiver], ...] = ()
    pending: tuple[str, ...] = ()
    remarks: tuple[Problem, ...] = ()
    checked: tuple[str, ...] = ()
    found_by: tuple[tuple[str, str], ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the pack may leave."""
        return not self.hits


def refusal(problems: Sequence[Problem]) -> list[str]:
    """What refuses a pack, for the screen: by file and place, what it is, how to mend it.

    Nothing that anybody typed is in it.
    """
    def file(one: Problem) -> str:
        return one.where.file

    lines = []
    for name, found in groupby(sorted(problems, key=in_order), key=file):
        lines.append(f"{name or 'The pack as a whole'}:")
        lines += _grouped(list(found))
    return lines


def in_order(one: Problem) -> tuple[str, list[tuple[bool, int, str]], str]:
    """The order in which a person goes through a pack: by file, then page 2 before page 10."""
    bits = re.findall(r"[0-9]+|[^0-9]+", f"{one.where.part}, {one.where.spot}")
    return one.where.file, [(bit.isdigit(), int(bit) if bit.isdigit() else 0, bit)
                            for bit in bits], one.code


def _grouped(problems: Sequence[Problem]) -> Iterator[str]:
    """The same finding at many places of one file is said once, with its places."""
    seen: dict[tuple[str, str, str], list[str]] = {}
    for one in problems:
        spot = ", ".join(filter(None, (one.where.part, one.where.spot)))
        seen.setdefault((one.message, one.fix, one.code), []).append(spot)
    for (message, fix, code), spots in seen.items():
        places = "; ".join(dict.fromkeys(filter(None, spots)))
        yield f"  {message}" + (f" At: {places}." if places else "")
        yield f"    {fix} ({code})"

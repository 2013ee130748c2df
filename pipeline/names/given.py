"""Codes that stay: what the diary says was given to whom counts before any new counting.

A row that is put in or taken out of the case record moves the rows below it. Whoever had a code
when a pack was sealed keeps it, and nobody else is ever given it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count

from pipeline.codes import LETTERS_FIGURES
from pipeline.names.folding import squeeze
from pipeline.names.kinds import OTHER, PLACE, PRACTITIONER, SCHOOL, Name

COUNTED = (PRACTITIONER, PLACE, SCHOOL, OTHER)
"""Kinds whose codes we count ourselves: children and family have those of the case record."""


def mark(name: Name) -> str:
    """What the diary calls somebody: a fingerprint, so that it names nobody."""
    return hashlib.sha256(f"{name.kind}\0{squeeze(name.words)}".encode()).hexdigest()[:16]


def steady(names: Sequence[Name], given: Mapping[str, str]) -> tuple[Name, ...]:
    """The names with the codes they were given before; a new one never takes a code of another."""
    marks = [mark(name) if name.kind in COUNTED else "" for name in names]
    taken = {*given.values(), *(name.code for name, sign in zip(names, marks, strict=True)
                                if not sign)}
    moved: dict[tuple[str, str], str] = {}
    made = []
    for name, sign in zip(names, marks, strict=True):
        if sign and sign in given:
            name = replace(name, code=given[sign])
        elif sign and name.code in taken:
            code = moved.get((name.kind, name.code)) or _free(name.code, taken)
            moved[name.kind, name.code] = code
            name = replace(name, code=code)
        made.append(name)
    taken.update(moved.values())
    return tuple(made)


def new(names: Sequence[Name], given: Mapping[str, str]) -> dict[str, str]:
    """The codes that the diary does not know yet, by fingerprint."""
    return {mark(name): name.code for name in names
            if name.kind in COUNTED and name.code and mark(name) not in given}


def _free(code: str, taken: set[str]) -> str:
    """The next code with these letters that nobody has."""
    parts = LETTERS_FIGURES.match(code)
    letters = parts[1] if parts else code
    free = next(made for number in count(1) if (made := f"{letters}{number}") not in taken)
    taken.add(free)
    return free

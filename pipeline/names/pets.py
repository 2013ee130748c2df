"""Pet names: which short forms a forename has, and which forenames a short form."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.model import Profile
from pipeline.names.folding import squeeze
from pipeline.profiles.loader import read_toml

FILE, LIST = "nicknames.toml", "nicknames"


class Pets:
    """The table: every spelling and short form of a forename leads to all the others."""

    def __init__(self, groups: Iterable[Iterable[str]]) -> None:
        self._of: dict[str, dict[str, None]] = {}
        for group in groups:
            forms = [(squeeze(one), one) for one in group]
            for key, _ in forms:
                here = self._of.setdefault(key, {})
                here.update(dict.fromkeys(one for other, one in forms if other != key))

    def of(self, forename: str) -> tuple[str, ...]:
        """All other forms of a forename, in the order of the table."""
        return tuple(self._of.get(squeeze(forename), ()))

    @property
    def forenames(self) -> frozenset[str]:
        """Every forename and short form, by its letters."""
        return frozenset(one for one in self._of if len(one) > 2)


def pets_of(profile: Profile) -> Pets:
    """The shared table and what the partnership adds under [[lists.nicknames]]."""
    file = profile.folder.parent / "_shared" / FILE
    shared = _shared(file) if file.is_file() else ()
    return Pets([*shared, *map(_group, profile.lists.get(LIST, ()))])


@lru_cache(maxsize=2)
def _shared(file: Path) -> tuple[tuple[str, ...], ...]:
    return tuple((name, *shorts) for name, shorts in read_toml(file).get("names", {}).items())


def _group(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (str(row.get("name", "")), *map(str, row.get("short", ())))

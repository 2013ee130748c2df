"""The list of names as it grows."""

from pipeline.names.folding import fold, squeeze
from pipeline.names.identifiers import normal
from pipeline.names.kinds import (
    CHILD,
    EMAIL,
    FAMILY,
    MAY_BE_NAMED,
    NHS,
    PHONE,
    POSTCODE,
    PRACTITIONER,
    Name,
)
from pipeline.names.persons import taken_apart
from pipeline.names.pets import Pets


class Listed:
    """The list as it grows: nobody twice, and pet names beside forenames."""

    def __init__(self, pets: Pets, own: str = "") -> None:
        self.pets, self.own = pets, own
        self.names: list[Name] = []
        self._there: dict[tuple[str, str], Name] = {}
        self.may: set[str] = set()
        self.told: dict[str, Name] = {}

    def person(self, name: Name) -> None:
        """Add a person who is not there yet; a name that may be given stays one."""
        key = squeeze(" ".join((*(p := taken_apart(name.words)).forenames, p.surname)))
        if len(key) < 2 or (key in self.may and name.kind == PRACTITIONER):
            return
        own = self.told.get(key)
        if own and name.kind == PRACTITIONER:
            name = Name(name.code, name.kind, name.words, (*name.also, *own.also), (),
                        own.instead, name.sure)
        if name.kind == MAY_BE_NAMED:
            self.may.add(key)
        shorts: dict[str, None] = {}
        for words in (name.words, *name.also):
            for forename in taken_apart(words).forenames[:2]:
                shorts.update(dict.fromkeys(self.pets.of(forename)))
        short = tuple(shorts) if name.kind in (CHILD, FAMILY) else ()
        self._add(("person", key), Name(name.code, name.kind, name.words, name.also, short,
                                        name.instead, name.sure))

    def ours(self, place: str) -> bool:
        """Whether a place is one that the partnership itself is named after."""
        return f" {place} " in f" {self.own} "

    def has(self, words: str) -> bool:
        """Whether a person of this name is there."""
        parts = taken_apart(words)
        return ("person", squeeze(" ".join((*parts.forenames, parts.surname)))) in self._there

    def thing(self, code: str, kind: str, words: str, instead: str = "", *,
              also: tuple[str, ...] = (), sure: bool = True) -> None:
        """Add a place, a number, a day, unless it is there."""
        key = normal(kind, fold(words).plain) if kind in (EMAIL, PHONE, NHS, POSTCODE) else \
            squeeze(words)
        if key:
            self._add((kind, key), Name(code, kind, words, also, (), instead, sure))

    def _add(self, key: tuple[str, str], name: Name) -> None:
        if key not in self._there:
            self._there[key] = name
            self.names.append(name)

"""All that a scanner looks for, made ready once: ways of names, slips, identifiers, days."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import ahocorasick_rs

from pipeline.dates import read_when
from pipeline.names.english import looks_english
from pipeline.names.folding import fold, squeeze
from pipeline.names.identifiers import normal
from pipeline.names.kinds import (
    BIRTH,
    CHILD,
    DEATH,
    EMAIL,
    FAMILY,
    NHS,
    PHONE,
    PLACES,
    POSTCODE,
    Name,
)
from pipeline.names.listing import word_set
from pipeline.names.persons import FORENAME, PLACE, SHORT, SURNAME, WHOLE, Way, taken_apart, ways
from pipeline.names.sounds import Slips

NUMBERS = (EMAIL, PHONE, NHS, POSTCODE)
_STREETS = {"street": ("st", "str"), "road": ("rd",), "avenue": ("ave", "av"), "lane": ("ln",),
            "close": ("cl",), "drive": ("dr", "drv"), "court": ("ct",), "crescent": ("cres",),
            "centre": ("center", "ctr"), "gardens": ("gdns",), "terrace": ("terr", "ter"),
            "place": ("pl",), "square": ("sq",),
            "saint": ("st",), "apartment": ("apt",), "house": ("hse",), "park": ("pk",),
            "grove": ("gr",), "and": ("&",)}
_SETTING = word_set("school primary academy nursery infant infants junior juniors preschool "
                     "college church england cofe catholic rc surgery practice centre center "
                     "medical hospital house home road street lane row avenue close drive the "
                     "and of at high secondary community children childrens care village")


@dataclass
class Index:
    """The names to look for, by the letters they are found by."""

    names: tuple[Name, ...]
    ways: dict[str, list[Way]] = field(default_factory=dict)
    numbers: dict[tuple[str, str], Name] = field(default_factory=dict)
    born: dict[tuple[int, int, int], Name] = field(default_factory=dict)
    initials: dict[str, list[Name]] = field(default_factory=dict)
    lasts: dict[str, list[Name]] = field(default_factory=dict)
    met: dict[str, list[tuple[int, str, str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.names:
            self._add(name)
        self.letters = sorted(self.ways)
        self.finder = ahocorasick_rs.AhoCorasick(self.letters) if self.letters else None

    def _add(self, name: Name) -> None:
        if name.kind in NUMBERS:
            for words in (name.words, *name.also):
                self.numbers.setdefault((name.kind, normal(name.kind, fold(words).plain)), name)
        elif name.kind in (BIRTH, DEATH):
            for words in (name.words, *name.also):
                day = read_when(words).first
                if day and read_when(words).kind == "day":
                    self.born.setdefault((day.year, day.month, day.day), name)
        elif name.kind in PLACES:
            for words in (name.words, *name.also):
                for spelled in _places(words):
                    self._way(place_way(name, spelled))
            for words in (name.words, *name.also):
                for piece in sorted(_pieces(words)):
                    self._way(Way(piece, frozenset(), PLACE, name, certain=False))
        else:
            if (name.keep and any(map(str.isdigit, name.words))) or "@" in name.words:
                return  # a number that may stand is no name
            for way in ways(name):
                self._way(way)
            if name.kind in (CHILD, FAMILY):
                for words in (name.words, *name.also):
                    last = squeeze(taken_apart(words).surname)[:1]
                    self.lasts.setdefault(last, []).append(name)
                    for initials in taken_apart(words).initials:
                        self.initials.setdefault(initials, []).append(name)

    def _way(self, way: Way) -> None:
        if len(way.letters) < 2:
            return
        here = self.ways.setdefault(way.letters, [])
        if all((one.name, one.sort) != (way.name, way.sort) for one in here):
            here.append(way)

    @cached_property
    def slips(self) -> Slips:
        """Single names, to be asked which of them a word may be meant for."""
        lone = {one.letters for some in self.ways.values() for one in some
                if one.sort in (FORENAME, SURNAME) and not one.name.keep}
        return Slips(lone | {piece for name in self.names if name.kind in PLACES
                             for words in (name.words, *name.also) for piece in _pieces(words)})

    @cached_property
    def pieces(self) -> Mapping[str, list[Name]]:
        """Places by the telling words in them: what a misspelled place may be meant for."""
        found: dict[str, list[Name]] = {}
        for name in self.names:
            if name.kind in PLACES:
                for bit in {squeeze(one) for words in (name.words, *name.also)
                            for one in re.split(r"[\W_]+", words)}:
                    found.setdefault(bit, []).append(name)
        return found

    def bearers(self, letters: str, sorts: Iterable[str] = (FORENAME, SURNAME, SHORT, WHOLE, PLACE)
                ) -> list[Name]:
        """Everybody whom these letters name."""
        return list(dict.fromkeys(one.name for one in self.ways.get(letters, ())
                                  if one.sort in sorts))


def place_way(name: Name, words: str) -> Way:
    """The way a place, school or other words stand in a text."""
    bits = [squeeze(one) for one in re.split(r"[\W_]+", fold(words).plain) if squeeze(one)]
    at, breaks = 0, set()
    for one in bits[:-1]:
        at += len(one)
        breaks.add(at)
    return Way("".join(bits), frozenset(breaks), PLACE, name)


def _pieces(words: str) -> set[str]:
    """The telling words of a place's name: no English, and no `school` or `road`."""
    return {bit for bit in map(squeeze, re.split(r"[\W_]+", words))
            if len(bit) > 4 and bit.isalpha() and not looks_english(bit) and bit not in _SETTING}


def _places(words: str) -> list[str]:
    """A place's name with its everyday abbreviations, and a school's without the word School."""
    plain = fold(words).plain.strip(" .,;")
    found = [plain]
    for long, shorts in _STREETS.items():
        for short in shorts:
            for before, after in ((long, short), (short, long)):
                made = re.sub(rf"(?<!\w){re.escape(before)}\b\.?", after, plain)
                if made != plain:
                    found.append(made)
    for part in re.split(r"[,;]", plain):
        # A street or the name of a house gives a family away on its own.
        if part != plain and len(part.split()) > 1 and not re.search(r"\d", part):
            found.append(part.strip())
    for one in list(found):
        cut = re.sub(r" (?:school|academy|surgery)$", "", one)
        if cut != one and (len(cut.split()) > 1):
            found.append(cut)
        if one.startswith("the "):
            found.append(one[4:])
    return list(dict.fromkeys(found))

"""Addresses read out of what people typed: each with its street alone, its house, its village."""

import re
from collections.abc import Iterator

from pipeline.names.english import MONTHS
from pipeline.names.reading import PROPER, is_role

_STREET_WORDS = ("Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Row|Court|Crescent|Gardens|"
                 "Terrace|Place|Square|Way|Walk|Grove|Hill|Green|Mews|Rise|View|Park|Parade|Quay|"
                 "Wharf|Loke|Drove|Gate|Bank|End|Fold|Croft|Yard|Vale|Meadow|Meadows|Field|Fields|"
                 "Common|Chase|Broadway|Cottages|Villas|Buildings|Heights|Wynd|Staithe|Plain")
_STREET = re.compile(
    rf"(?:(?:Flat|Apartment|Apt|Unit|Room|Plot) [\w]+,? )?(?:(?:No\.? ?)?\d+[A-Za-z]?(?:-\d+)?,? )?"
    rf"((?:{PROPER} ){{1,3}}(?:{_STREET_WORDS}))\b")
POSTCODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}\b")
_FLAT = r"(?:(?:Flat|Apartment|Apt|Unit|Room|Plot) \w+,? ?)"
_RUN = rf"{PROPER}(?: (?:(?:on|in|le|upon|next|the|of|by) )*{PROPER}){{0,3}}"
_NUMBERED = re.compile(rf"(?:(?<=, )|(?<![A-Za-z\d,] )(?<![A-Za-z\d]))"
                       rf"({_FLAT}?\d+[A-Za-z]?(?:-\d+)?,? )({_RUN})")
_NAMED = re.compile(_RUN)



def addresses(words: str) -> Iterator[tuple[str, str]]:
    """What a box for an address holds: each `address` or `street` or `house` or `place`."""
    for line in re.split(r"[;\n]", POSTCODE.sub("", words)):
        found = False
        for one in _STREET.finditer(line):
            found = True
            yield from _parted(one[0].strip(), one[1].strip())
        for one in _NUMBERED.finditer(line):
            if not is_role(one[2]) and one[2].split()[0].lower() not in MONTHS:
                found = True
                yield from _parted(one[0].strip(), one[2].strip())
        yield from _others(line, found)


def _parted(whole: str, street: str) -> Iterator[tuple[str, str]]:
    bare = re.sub(rf"^{_FLAT}", "", whole)
    yield from (("address", one) for one in dict.fromkeys((whole, bare, street)))


def _others(line: str, found: bool) -> Iterator[tuple[str, str]]:
    """The house before the street, the village after it; or a village alone."""
    parts = [one.strip(" .") for one in line.split(",")]
    at = next((n for n, one in enumerate(parts) if _STREET.search(one) or _NUMBERED.search(one)),
              -1)
    for n, one in enumerate(parts):
        known = _NAMED.match(one)
        if not known or n == at or is_role(one) or _STREET.search(one):
            continue
        rest = one[known.end():].strip()
        if found and n < at and not rest and " " in one and not re.match(_FLAT, one):
            yield "house", one
        elif ((found and n > at) or (not found and not rest)) and (not rest or rest[0].islower()):
            yield "place", known[0]  # of `Thornmarsh until 7 May` the first word

"""Everybody and everything a case knows, each with the code and the words that stand in place.

Codes stay (`given` keeps them where rows move): children, family and members of the panel have
those of the case record; a practitioner's is made of the place of the table in the definitions (P
for the first, then PB, PC …) and the row there, or the number of the agency that returned it; a
place is L, a school O, another identifier X and the row of the case record. Whoever stands in
several places keeps the code of the first.
"""

import re
from collections.abc import Callable, Iterator

from pipeline.dates import read_when
from pipeline.model import Case, Profile
from pipeline.names import reading
from pipeline.names.addresses import POSTCODE as CODED
from pipeline.names.addresses import addresses
from pipeline.names.asked import Said, answers, words_of
from pipeline.names.folding import fold, squeeze
from pipeline.names.identifiers import shapes
from pipeline.names.kinds import (
    ADDRESS,
    BIRTH,
    CHILD,
    DEATH,
    EMAIL,
    FAMILY,
    MAY_BE_NAMED,
    NHS,
    OTHER,
    PHONE,
    PLACE,
    POSTCODE,
    PRACTITIONER,
    SCHOOL,
    Name,
)
from pipeline.names.listed import Listed
from pipeline.names.persons import taken_apart
from pipeline.names.pets import pets_of
from pipeline.names.printed import printed, relations
from pipeline.names.staff import practitioners, running_text

_ALSO = {"also_known_as", "aliases"}
_PLACED = {PLACE: "L", SCHOOL: "O", OTHER: "X"}


def known(profile: Profile, case: Case) -> tuple[Name, ...]:
    """Everybody and everything that a text about this case may give away."""
    listed = Listed(pets_of(profile), " ".join((profile.name, *profile.words.values())))
    said = list(answers(profile, case))
    _other_names(listed, said)
    _children(listed, case)
    _family(listed, case)
    _siblings(listed, case)
    practitioners(listed, said, profile)
    _agencies(listed, case)
    _numbers(listed, said)
    running_text(listed, said)
    return tuple(printed(listed.names))


def _other_names(listed: Listed, said: list[Said]) -> None:
    """What the case record lists besides: also whom the reports may name."""
    for one in said:
        cells = one.cells or {}
        if one.section.means == "other_names" and one.field.id == "words":
            kind, also = cells.get("kind", OTHER), tuple(_parted(cells.get("also", "")))
            instead = cells.get("instead", "")
            if kind == MAY_BE_NAMED:
                listed.person(Name("", kind, one.words, also))
            elif kind == PRACTITIONER:
                parts = taken_apart(one.words)
                key = squeeze(" ".join((*parts.forenames, parts.surname)))
                listed.told[key] = Name(f"P{100 + one.row}", kind, one.words, also, (), instead)
            else:
                listed.thing(f"{_PLACED.get(kind, 'X')}{one.row}", kind, one.words, instead,
                             also=also)
        if one.section.means in ("press_statement", "reactive_lines"):
            for found in shapes(fold(one.words).plain):  # whom the press may turn to
                listed.thing("", MAY_BE_NAMED, found.value)
        may = {"publication_decision": "reviewer", "partners": "name"}.get(one.section.means)
        if may and one.field.id == may:
            for words in filter(None, [reading.person(one.words)]):
                listed.person(Name("", MAY_BE_NAMED, words))


def _children(listed: Listed, case: Case) -> None:
    for child in case.get("children", ()):
        code = child["code"]
        by_key: dict[str, list[str]] = {}
        for detail in child["details"]:
            found = [words_of(detail["answer"]), *(words_of(one["answer"]) for one in
                                                   detail.get("anomalies", ()))]
            by_key.setdefault(detail["key"], []).extend(filter(None, found))
        _somebody(listed, Name(code, CHILD, ""), by_key)


def _siblings(listed: Listed, case: Case) -> None:
    """Brothers and sisters whom only a box of the child names."""
    for child in case.get("children", ()):
        by_key: dict[str, list[str]] = {}
        for detail in child["details"]:
            by_key.setdefault(detail["key"], []).append(words_of(detail["answer"]))
        _brothers_and_sisters(listed, child["code"], by_key)


def _somebody(listed: Listed, like: Name, said: dict[str, list[str]]) -> None:
    """A child or adult of the family: the name and what else says who it is, by bank key."""
    code = like.code
    names = [name for words in said.get("name", ()) if (name := reading.named(words))]
    also = [one for key in sorted(_ALSO) for words in said.get(key, ())
            for one in reading.several(words)]
    more = [one for words in names[1:] for one in [reading.person(words)] if one]
    if names:
        listed.person(Name(code, like.kind, names[0], (*more, *also), (), like.instead))
    elif also:
        listed.person(Name(code, like.kind, also[0], tuple(also[1:]), (), like.instead))
    for key, kind in (("date_of_birth", BIRTH), ("expected_date_of_delivery", BIRTH),
                      ("date_of_death", DEATH)):
        for words in said.get(key, ()):
            for day in _days(words):
                listed.thing(code, kind, day, sure=kind == BIRTH)
    for key in ("home_address", "address", "incident_location"):
        for words in said.get(key, ()):
            _address(listed, code, words)
    for words in said.get("home_postcode", ()):
        listed.thing(code, POSTCODE, words)
    for words in said.get("school", ()):
        if name := reading.setting(words):
            listed.thing(code, SCHOOL, name, "[school or setting]")
    for words in said.get("nhs_number", ()):
        listed.thing(code, NHS, words)
    for words in (words for some in said.values() for words in some):
        for found in shapes(fold(words).plain):
            if (found.kind == NHS and found.valid) or found.kind in (PHONE, EMAIL, POSTCODE):
                listed.thing(code, found.kind, found.value)


def _brothers_and_sisters(listed: Listed, code: str, said: dict[str, list[str]]) -> None:
    """Siblings who have no row of their own."""
    number = 0
    for words in said.get("sibling_names", ()):
        for name in reading.siblings(words):
            number += 1
            if not listed.has(name):
                listed.person(Name(f"SX{code[1:]}{number}", FAMILY, name, (), (),
                                   "a sibling"))
    for words in said.get("sibling_dates_of_birth", ()):
        for day in _days(words):
            listed.thing(code, BIRTH, day)


def _family(listed: Listed, case: Case) -> None:
    rows = [(words_of(row.get("code", "")) or f"FX{number}", row)
            for number, row in enumerate(case.get("people", ()), 1)]
    told = relations(((code, words_of(row.get("relationship", ""))) for code, row in rows),
                     [child["code"] for child in case.get("children", ())])
    for code, row in rows:
        said = {key: [words_of(row[key])] for key in (
            "name", "aliases", "also_known_as", "date_of_birth", "address", "information")
            if key in row and words_of(row[key])}
        like = Name(code, FAMILY, "", instead=told[code])
        _somebody(listed, like, said)


def _agencies(listed: Listed, case: Case) -> None:
    """Schools, surgeries and homes among the agencies: a small place gives a family away."""
    for row in case.get("agencies", ()):
        name, code = words_of(row.get("name", "")), words_of(row.get("code", ""))
        if name and reading.SETTING_WORDS.search(name):
            listed.thing(code, SCHOOL, name)
        elif name and re.search(r"\bhospital\b", name, re.I):
            listed.thing(code, SCHOOL, name, "[hospital]", sure=False)


def _numbers(listed: Listed, said: list[Said]) -> None:
    """Telephone numbers, addresses and numbers in the boxes that ask for them."""
    kinds = {"email": EMAIL, "phone": PHONE, "postcode": POSTCODE, "nhs_number": NHS}
    for one in said:
        kind = kinds.get(one.field.type)
        if kind:
            code = one.child or (one.cells or {}).get("code", "") or one.sender
            for found in shapes(fold(one.words).plain):
                if found.kind == kind:
                    listed.thing(code, kind, found.value)


def _address(listed: Listed, code: str, words: str) -> None:
    """The address with and without its number, its postcode, and its village or town."""
    for what, found in addresses(words):
        place = what == "place"
        if not (place and (reading.everyday(found) or listed.ours(found))):
            listed.thing(code, PLACE if place else ADDRESS, found, sure=not place)
    for found in CODED.findall(words):
        listed.thing(code, POSTCODE, found)


def _days(words: str) -> Iterator[str]:
    """Each day named in a box: `3 March 2018; expected 14 September 2025`."""
    for bit in re.split(r"[;\n,]|\band\b", words):
        bit = re.sub(r"^\D*?(?=\d)", "", bit.strip())
        bit = re.sub(r"\s*\([^)]*\)\s*$", "", bit)
        when = read_when(bit)
        if when.kind == "day" and when.first:
            yield when.first.isoformat()


def _parted(words: str) -> Iterator[str]:
    split: Callable[[str], list[str]] = re.compile(r"[;\n]").split
    yield from filter(None, map(str.strip, split(words)))

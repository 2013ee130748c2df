"""What belongs to a name that was found: its title, initials and code, the other half."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from pipeline.names.english import is_word
from pipeline.names.folding import Folded, squeeze
from pipeline.names.found import AS_IT_STANDS, BEFORE_SURNAME, WORD_TOO, Found
from pipeline.names.kinds import (
    ADDRESS,
    CHILD,
    EMAIL,
    FAMILY,
    MAY_BE_NAMED,
    PLACE,
    PLACES,
    POSTCODE,
    UNKNOWN,
)
from pipeline.names.near import PROPER, place
from pipeline.names.persons import COURTESY, FORENAME, SHORT, SURNAME, WHOLE, taken_apart

_TITLE = re.compile(r"(?<![a-z0-9])([a-z]+)\.? +(?:\d{2,6} )?$")
_PARTICLE = re.compile(r"(?<![a-z0-9])(?:(?:van|von|de|der|den|da|di|du|la|le|el|al|bin)[ -])+$")
_TRAILING = re.compile(r"(?: (?:van|von|der|den|de|da|di|du|la|le))+(?![a-z0-9])")
_FIRST = re.compile(r"(?<![\w.’'&])([A-Z])(?:(?:\.? ?|-)([A-Z]))?\.? $")
_LAST = re.compile(r" (?:(?:van|von|der|den|de|v|d)\.? ?){0,2}([A-Z])(?:['’][A-Z])?"
                   r"(?:\.(?= [a-z]|,|;|\)|$)|(?![\w.'’])|\.$)")
_CODE_BESIDE = re.compile(r"[ ,]{0,2}[(\[]([A-Z]{1,3}\d{1,3})[)\]]")
_PROPER_BEFORE = re.compile(rf"(?<![\w’'-])({PROPER}) $")
_MIDDLE = re.compile(rf" (?:{PROPER}|[A-Z]\.?|[\"“‘(]\w+[\"”’)]) ")
_NUMBERED = re.compile(r"(?:(?:flat|apartment|apt|unit|room|plot) \w+,? ?|\d+[a-z]?/)?"
                       r"(?:no\.? ?)?\d+[a-z]?,? $")


def one_of(some: Sequence[Found]) -> Found:
    """Several things found in one place as one, with all who bear that name."""
    hidden = [one for one in some if one.kind != MAY_BE_NAMED]
    if not hidden:
        return some[0]
    named = len(hidden) < len(some) and any(one.sort == WHOLE for one in some
                                            if one.kind == MAY_BE_NAMED)
    if named and all(one.sort != WHOLE for one in hidden):
        return next(one for one in some if one.kind == MAY_BE_NAMED)
    best = min(hidden, key=lambda one: (not one.certain, one.sort == SHORT))
    equal = [one for one in hidden if one.certain == best.certain]
    bearers = tuple(dict.fromkeys(name for one in equal for name in (
        one.bearers or ((one.name,) if one.name else ()))))
    sort = SURNAME if any(one.sort == SURNAME for one in equal) else best.sort
    return replace(best, bearers=bearers, sort=sort, certain=best.certain and not named)


def grown(found: Sequence[Found], folded: Folded) -> list[Found]:
    """Each find with what belongs to it: a title, initials, its own code in brackets; and an
    e-mail address that holds a name for certain is certain."""
    names = sorted((one for one in found if one.certain and one.name and one.name.person
                    and one.kind != MAY_BE_NAMED), key=lambda one: one.start)
    starts = [one.start for one in names]
    made = []
    for one in found:
        if not one.certain:
            lying = names[bisect_left(starts, one.start):bisect_left(starts, one.end)]
            one = _sure_of(one, [o for o in lying if o.end <= one.end])
        if one.name and one.name.person and one.sort in (WHOLE, FORENAME, SURNAME, SHORT, ""):
            one = _with_title(_with_initials(one, folded), folded)
        elif one.name and one.kind in PLACES:
            one = _with_place(one, folded)
        made.append(_with_code(one, folded))
    return made


def _sure_of(one: Found, inside: Sequence[Found]) -> Found:
    """A doubt that holds a name for certain is none: the rest of it may not be left standing."""
    if one.kind == EMAIL and inside and inside[0].name:
        return replace(one, certain=True, name=replace(inside[0].name, kind=EMAIL, instead=""),
                       why=AS_IT_STANDS)
    return replace(one, certain=True) if any(
        o.name in one.bearers and o.end - o.start < one.end - one.start for o in inside) else one


def _with_place(one: Found, folded: Folded) -> Found:
    """A place with the other words of its name beside it, and a street with its number."""
    assert one.name is not None
    words = {squeeze(bit) for said in (one.name.words, *one.name.also)
             for bit in re.split(r"\W+", said)} - {"and", "of", "the", ""}
    start, end, plain = one.start, one.end, folded.plain
    while (after := re.match(r"(?:'s)? ([a-z]+)(?![a-z0-9])", plain[end:])) and after[1] in words:
        end += len(after[0])
    while (before := re.search(r"(?<![a-z0-9])([a-z]+)\.? $", plain[:start][-40:])) and \
            before[1] in words:
        start -= len(before[0])
    if one.kind == ADDRESS and (number := _NUMBERED.search(plain[:start][-40:])):
        start -= len(number[0])
    return replace(one, start=start, end=end)


def _with_initials(one: Found, folded: Folded) -> Found:
    text = folded.text
    if one.sort == SURNAME:
        start = folded.start(one.start)
        before = _FIRST.search(text[max(0, start - 6):start])
        if before:
            fit = tuple(name for name in one.bearers or (one.name,) if name and
                        name.words[:1].lower() == before[1].lower())
            if fit:
                at = place(folded, start - len(before[0]))
                return replace(one, start=at, name=fit[0], bearers=fit)
    elif one.sort in (FORENAME, SHORT) and one.name:
        end = folded.end(one.end)
        after = _LAST.match(text, end)
        last = one.name.words.split()[-1][:1].lower() if " " in one.name.words else ""
        if after and last and after[1].lower() == last:
            return replace(one, end=place(folded, end + len(after[0])))
    elif one.sort == WHOLE and "," in folded.plain[one.start:one.end]:
        after = _TRAILING.match(folded.plain, one.end)
        return replace(one, end=after.end()) if after else one
    return one


def _with_title(one: Found, folded: Folded) -> Found:
    plain, start = folded.plain, one.start
    if one.sort == SURNAME and (particle := _PARTICLE.search(plain[max(0, start - 12):start])):
        start -= len(particle[0])
    while True:
        before = _TITLE.search(plain[max(0, start - 24):start])
        if not before or before[1] not in COURTESY:
            return replace(one, start=start)
        one = _grown_up(one, squeeze(plain[one.start:one.end]))
        start -= len(before[0])


def _grown_up(one: Found, letters: str) -> Found:
    """Of several who bear a surname, the only adult whose own it is: Mr and Ms say so."""
    if one.sort != SURNAME or len(one.bearers) < 2:
        return one
    adults = [name for name in one.bearers if name.kind != CHILD]
    own = [name for name in adults if squeeze(taken_apart(name.words).surname) == letters]
    fit = own if len(own) == 1 else adults
    return replace(one, name=fit[0], bearers=(fit[0],)) if len(fit) == 1 else one


def _with_code(one: Found, folded: Folded) -> Found:
    end = folded.end(one.end)
    beside = _CODE_BESIDE.match(folded.text, end)
    if beside and one.name and beside[1] == one.name.code:
        return replace(one, end=place(folded, end + len(beside[0])))
    return one


def joined(folded: Folded, found: Sequence[Found]) -> list[Found]:
    """Neighbours that are one: forename and surname with an unknown middle name, and the lines
    of an address. A capital word before a family name is a doubt of its own."""
    made: list[Found] = []
    for one in found:
        last = made[-1] if made else None
        if last and _belong(folded, last, one):
            name = last.name if last.sort in (FORENAME, SHORT, WHOLE) else one.name
            place = last if last.kind == ADDRESS else one
            made[-1] = replace(last if last.kind != POSTCODE else place, start=last.start,
                               end=one.end, name=name, sort=WHOLE, certain=one.certain,
                               bearers=last.bearers if last.sort in (FORENAME, SHORT) else ())
            continue
        if one.sort == SURNAME and one.kind in (CHILD, FAMILY):
            start = folded.start(one.start)
            before = _PROPER_BEFORE.search(folded.text[max(0, start - 30):start])
            if before and not is_word(before[1].lower()):
                at = one.start - len(before[0])
                if not last or last.end <= at:
                    made.append(Found(at, one.start - 1, None, UNKNOWN, False, BEFORE_SURNAME))
        made.append(one)
    return made


def _belong(folded: Folded, one: Found, other: Found) -> bool:
    gap = folded.plain[one.end:other.start]
    if one.certain != other.certain and not (one.why == WORD_TOO and other.certain):
        return False  # a name that is a word too is a name before its surname
    if one.kind in (ADDRESS, POSTCODE) and other.kind in (ADDRESS, POSTCODE):
        return bool(re.fullmatch(r"[ ,;]{1,4}", gap))
    if one.kind == PLACE or other.kind == PLACE:
        return False
    if one.sort in (FORENAME, SHORT) and other.sort == SURNAME and not other.plural:
        shared = set(one.bearers or (one.name,)) & set(other.bearers or (other.name,))
        return bool(shared) and (gap == " " or bool(
            _MIDDLE.fullmatch(folded.text[folded.end(one.end):folded.start(other.start)])))
    return False

"""Find every name in a text: what is certain, and what a person must decide."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from pipeline.names import beside, near, strangers
from pipeline.names.days import days
from pipeline.names.english import also_a_word, judged, opens_sentence
from pipeline.names.folding import Folded, fold
from pipeline.names.found import (
    AS_IT_STANDS,
    BROKEN,
    DAY_ONLY,
    FORENAME_ONLY,
    IN_ADDRESS,
    NUMBER_NEAR,
    PART_OF,
    PIECE,
    READ_OUT,
    RIGHT_SHAPE,
    SET_DOWN,
    SHAPE_ONLY,
    SHORT_FORM,
    SPACED,
    SWAPPED,
    WORD_TOO,
    Found,
)
from pipeline.names.identifiers import shapes
from pipeline.names.index import Index
from pipeline.names.kinds import (
    ADDRESS,
    EMAIL,
    FAMILY_NAME,
    IN_PLACE_OF,
    MAY_BE_NAMED,
    NHS,
    PHONE,
    POSTCODE,
    UNKNOWN,
    Match,
    Name,
    instead_of,
)
from pipeline.names.persons import FORENAME, PLACE, SHORT, SURNAME, WHOLE, Way
from pipeline.names.reading import persons
from pipeline.names.settling import judged_again, settled

_JOINTS = re.compile(r"[ _.\-'/+,&]{0,4}")
_SETS = re.compile(r"[ .\-_*·|/]{1,3}")
_BROKEN = re.compile(r" ?- ?| ")
_PLURALS = re.compile(r"e?s(?![a-z0-9])'?")


class Scanner:
    """Looks for names in texts.

    `keep` are lines whose numbers, addresses and people may always stand: our own contacts. With
    the words that are `familiar`, people whom the case does not know are doubts as well.
    """

    def __init__(self, names: Sequence[Name], keep: Iterable[str] = (),
                 familiar: strangers.Familiar | None = None) -> None:
        self._familiar = familiar
        self._kept_words = (*keep, *(one.words for one in names if one.keep))
        own = [Name("", MAY_BE_NAMED, name) for words in self._kept_words
               for name in persons(words)]
        self.names = (*names, *own)
        self.index = Index(self.names)

    def scan(self, text: str) -> list[Match]:
        """Every match in a text, in order, none over another."""
        if not text.strip():
            return []
        folded = fold(text)
        found = [*self._named(folded), *near.slips(self.index, folded),
                 *near.figures(self.index, folded), *self._numbers(folded),
                 *self._days(folded), *near.initials(self.index, folded),
                 *near.titled(self.index, folded)]
        kept = settled(found, folded)
        if self._familiar is not None:
            kept = strangers.added(kept, found, strangers.people(folded, self._familiar))
        return judged_again(text, [self._match(folded, one)
                                    for one in beside.joined(folded, kept)])

    @cached_property
    def _kept(self) -> frozenset[tuple[str, str]]:
        return frozenset((one.kind, one.value) for words in self._kept_words
                         for one in shapes(fold(words).plain))

    def _named(self, folded: Folded) -> Iterator[Found]:
        finder = self.index.finder
        if finder is None:
            return
        letters, places = folded.squeezed
        plain = folded.plain
        for number, first, last in finder.find_matches_as_indexes(letters, overlapping=True):
            start, end = places[first], places[last - 1] + 1
            joined = end - start == last - first
            opened = start == 0 or not plain[start - 1].isalnum()
            closed = end == len(plain) or not plain[end].isalnum()
            plural = False
            if not closed and (more := _PLURALS.match(plain, end)):
                end, closed, plural = more.end(), True, True
            some = self.index.ways[self.index.letters[number]]
            if opened and closed:
                yield from self._fitting(folded, some, places[first:last], end, plural)
            elif joined:
                yield from self._inside(folded, some, start, end)

    def _fitting(self, folded: Folded, some: list[Way], places: list[int], end: int,
                 plural: bool) -> Iterator[Found]:
        """Ways whose letters stand on their own: as they should, set apart, or broken in two."""
        plain, start = folded.plain, places[0]
        gaps = {n: plain[a + 1:b] for n, (a, b) in enumerate(
            pairwise(places), 1) if b - a > 1}
        for way in some:
            odd = [n for n in gaps if n not in way.breaks]
            if all(_joins(gaps[n], n, way) for n in gaps if n in way.breaks) and not odd:
                yield from self._plainly(folded, way, start, end, plural)
            elif odd and not plural and not way.name.keep:
                yield from self._apart(folded, way, start, end, gaps, odd)

    def _plainly(self, folded: Folded, way: Way, start: int, end: int,
                 plural: bool) -> Iterator[Found]:
        """A way that stands there as it should, which may still be only a word."""
        a, b = folded.span(start, end)
        certain = way.certain and way.name.sure
        why = AS_IT_STANDS
        if not way.name.sure:
            why = READ_OUT if way.name.person else IN_ADDRESS
        elif way.sort == SHORT:
            why = SHORT_FORM
        elif not way.certain:
            why = FORENAME_ONLY
        if way.sort in (FORENAME, SURNAME, SHORT):
            if way.sort == SHORT and b - a == 2 and folded.text[a:b].isupper():
                return  # an abbreviation
            if also_a_word(way.letters):
                verdict = judged(folded.text, a, b, way.letters)
                if not verdict or plural:
                    return
                certain = certain and verdict == "certain"
                why = why if certain or why != AS_IT_STANDS else WORD_TOO
            elif (not way.certain or len(way.letters) < 4) and not folded.text[a:a + 1].isupper():
                if len(way.letters) < 4 or way.sort == SHORT:
                    return
                certain = False
            if plural and way.sort != SURNAME:
                certain = False
        elif way.sort == PLACE:
            shape = folded.text[a:a + 1]
            if not way.certain:
                why = PIECE
            elif not way.breaks and also_a_word(way.letters):
                verdict = judged(folded.text, a, b, way.letters)
                if not verdict:
                    return
                certain = certain and verdict == "certain"
            elif shape.islower() and _everyday(folded.plain[start:end]):
                certain = False
        yield Found(start, end, way.name, way.name.kind, certain, why, way.sort, plural=plural)

    def _apart(self, folded: Folded, way: Way, start: int, end: int, gaps: dict[int, str],
               odd: list[int]) -> Iterator[Found]:
        """Letters set apart, or one name broken in two."""
        n = len(way.letters)
        kinds = {gap.strip() or " " for gap in gaps.values()}
        if n > 2 and len(gaps) >= n - 1 and all(map(_SETS.fullmatch, gaps.values())) \
                and len(kinds) <= 1 + len(way.breaks):
            yield Found(start, end, way.name, way.name.kind, False, SPACED, way.sort)
        elif len(odd) == 1 and n >= 6 and _BROKEN.fullmatch(gaps[odd[0]]) \
                and way.sort in (FORENAME, SURNAME, WHOLE, PLACE):
            left, right = way.letters[:odd[0]], way.letters[odd[0]:]
            if min(odd[0], n - odd[0]) > 1 and not (also_a_word(left) and also_a_word(right)):
                yield Found(start, end, way.name, way.name.kind, False, BROKEN, way.sort)

    def _inside(self, folded: Folded, some: list[Way], start: int, end: int) -> Iterator[Found]:
        """A name inside a longer word, a hashtag, a handle or a file name."""
        plain = folded.plain
        left, right = start, end
        while left and plain[left - 1].isalnum():
            left -= 1
        while right < len(plain) and plain[right].isalnum():
            right += 1
        whole = plain[left:right]
        for way in some:
            if way.sort == SHORT or way.name.keep:
                continue
            telling = near.set_off(folded, left, start, end, right)
            if len(way.letters) < (3 if telling else 5) or (also_a_word(whole) and not telling):
                continue
            a, b = (left, right) if whole not in self.index.ways else (start, end)
            if left and plain[left - 1] in "#@":
                a = left - 1
            yield Found(a, b, way.name, way.name.kind, False, PART_OF, way.sort)

    def _numbers(self, folded: Folded) -> Iterator[Found]:
        for one in shapes(folded.plain):
            if (one.kind, one.value) in self._kept:
                yield Found(one.start, one.end, None, MAY_BE_NAMED, True, "")
                continue
            name = self.index.numbers.get((one.kind, one.value))
            certain, why = name is not None, SET_DOWN
            if name is None:
                name = near.number(self.index, one.kind, one.value)
                certain = one.valid
                why = RIGHT_SHAPE if one.valid else NUMBER_NEAR if name else SHAPE_ONLY
                if one.kind == NHS and not one.valid and name is None:
                    continue
            if name is not None and name.keep:
                continue
            yield Found(one.start, one.end, name, one.kind, certain, why)

    def _days(self, folded: Folded) -> Iterator[Found]:
        if not self.index.born:
            return
        for one in days(folded.plain):
            for (year, month, day), name in self.index.born.items():
                same = (month, day) == (one.month, one.day)
                if one.year in (year, year % 100) and one.year and same:
                    yield Found(one.start, one.end, name, name.kind, name.sure, SET_DOWN)
                elif not one.year and same:
                    yield Found(one.start, one.end, name, name.kind, False, DAY_ONLY)
                elif one.year == year and (day, month) == (one.month, one.day):
                    yield Found(one.start, one.end, name, name.kind, False, SWAPPED)

    def _match(self, folded: Folded, one: Found) -> Match:
        start, end = folded.span(one.start, one.end)
        instead = self._instead(folded, one, start)
        if one.plural and (one.sort != SURNAME or folded.plain[one.end - 1] == "'"):
            instead += "'s"
        if instead[:1].islower() and opens_sentence(folded.text, start):
            instead = instead[0].upper() + instead[1:]
        code = one.name.code if one.name else ""
        return Match(start, end, code, one.kind, one.certain, one.why, instead)

    def _instead(self, folded: Folded, one: Found, start: int) -> str:
        if one.name is None:
            return IN_PLACE_OF.get(one.kind, IN_PLACE_OF[UNKNOWN])
        codes = list(dict.fromkeys(other.code for other in one.bearers))
        if one.sort == SURNAME and one.name.person and (one.plural or len(codes) > 1):
            before = folded.plain[max(0, start - 4):start]
            return "family" if one.plural and before.endswith("the ") else FAMILY_NAME
        if len(codes) > 1 and one.name.person:
            return f"{', '.join(codes[:-1])} or {codes[-1]}"
        if one.kind in (EMAIL, PHONE, NHS, POSTCODE, ADDRESS):
            return one.name.instead or IN_PLACE_OF[one.kind]
        return instead_of(one.name)


def _everyday(words: str) -> bool:
    """Whether a place's name is made of everyday words: `the old forge` may be any."""
    return all(map(also_a_word, re.findall(r"[a-z]+", words)))


def _joins(gap: str, at: int, way: Way) -> bool:
    """Whether what stands between two pieces of a name holds them together."""
    if not _JOINTS.fullmatch(gap):
        return False
    if "," in gap:
        return way.comma == at or way.sort == PLACE
    return not (way.sort == WHOLE and gap.startswith(". ")) or not gap.strip(". ")


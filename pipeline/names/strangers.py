"""People whom the case does not know and no title gives away, and words that may name a place.

Who is nobody's relation and stands on no list can only be told by how names are written: with
capitals, a forename that is known or words that are not English. It is a doubt, never more.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pipeline.model import Profile
from pipeline.names.english import (
    CALENDAR,
    STUFF,
    THINGS,
    is_word,
    looks_english,
    opens_sentence,
)
from pipeline.names.folding import Folded, fold, squeeze
from pipeline.names.found import STRANGER, Found
from pipeline.names.kinds import MAY_BE_NAMED, UNKNOWN
from pipeline.names.listing import word_set
from pipeline.names.near import place
from pipeline.names.persons import TITLES
from pipeline.names.pets import pets_of
from pipeline.names.reading import is_role

_SET_APART = word_set("""foundation trust hospital infirmary hospice school academy college nursery
    university centre center street road avenue lane close drive crescent surgery ward house home
    court church hall park council constabulary act report review inquiry enquiry award protocol
    scale tool model""")
"""What is called after somebody is not that person: it goes onto the list of words."""
_LETTERS = r"[^\W\d_]"
_CAPITAL = (rf"(?<![\w@#/])(?=[^\W\d_a-zà-ÿ])(?:{_LETTERS}{{2,}}|{_LETTERS}(?=['’]))"
            rf"(?:['’-]{_LETTERS}+)*")
_WORD = re.compile(_CAPITAL)
_BETWEEN = re.compile(r"[ \u00a0\n](?:[A-Z]\.?[ \u00a0]){0,2}"
                      r"(?:(?:van|der|den|de|la|le|du|di|da|bin|ibn|al|el|ap|von|st\.?)[ \u00a0])*")
_INITIAL = re.compile(rf"(?<![\w.’'&-])(?:(?:[A-Z]\. ?){{1,3}}|[B-HJ-Z] )({_CAPITAL})")
_OWN_S = re.compile(r"['’]s?$", re.I)
_AFTER = re.compile(rf"[ \u00a0]({_LETTERS}+)")


class Familiar:
    """Words with capitals that name nobody: everyday English, what is known all over the country,
    and the partnership's own words, roles, titles and lists."""

    def __init__(self, own: Iterable[str] = (), forenames: Iterable[str] = ()) -> None:
        self.own = frozenset(bit.lower() for words in own for bit in _bits(words))
        self.forenames = frozenset(forenames)
        self._met: dict[str, bool] = {}

    def knows(self, word: str) -> bool:
        """Whether a word, every part of it, is nobody's name that we would not know."""
        if word not in self._met:
            self._met[word] = all(
                len(bit) < 3 or bit in self.own or bit in _common() or looks_english(bit)
                for bit in (fold(one).plain for one in _bits(_OWN_S.sub("", word))))
        return self._met[word]

    def forename(self, word: str) -> bool:
        """Whether a word, or a half of it, is a forename of the table."""
        return any(squeeze(bit) in self.forenames for bit in (_OWN_S.sub("", word), *_bits(word)))

    def ours(self, word: str) -> bool:
        """Whether a word is the partnership's own or known all over the country."""
        plain = fold(_OWN_S.sub("", word)).plain
        return plain in self.own or plain in _common()


def familiar_of(profile: Profile) -> Familiar:
    """The words that are familiar to a partnership."""
    return Familiar(_own_words(profile), pets_of(profile).forenames)


def _own_words(profile: Profile) -> Iterator[str]:
    """What a partnership's definitions call things, without the table of short forms."""
    yield profile.name
    yield from profile.words.values()
    yield from profile.roles.values()
    yield from (one.title for one in profile.documents)
    for name, entries in profile.lists.items():
        if name != "nicknames":
            yield from _strings(entries)
    for form in profile.forms.values():
        yield form.title
        for section in form.sections:
            yield section.title
            for field in section.fields:
                yield from (field.label, *field.choices)


def people(folded: Folded, familiar: Familiar) -> Iterator[Found]:
    """Two or three words that may be somebody's name, wherever they stand."""
    for start, end in spans(folded.text, familiar):
        yield Found(place(folded, start), place(folded, end), None, UNKNOWN, False, STRANGER)


def spans(text: str, familiar: Familiar) -> Iterator[tuple[int, int]]:
    """Where in a text what may be somebody's name begins and ends."""
    made: list[tuple[int, int]] = []
    for run in _runs(text):
        at = 0
        while at < len(run):
            count = _person(text, run[at:], familiar)
            if count:
                end = run[at + count - 1].end()
                end -= len(own[0]) if (own := _OWN_S.search(text[run[at].start():end])) else 0
                made.append((run[at].start(), end))
            at += count or 1
    for one in _INITIAL.finditer(text):
        if not familiar.knows(one[1]) and not one[1].isupper() and all(
                one.end() <= start or end <= one.start() for start, end in made):
            made.append(one.span())
    yield from sorted(made)


class Strange(NamedTuple):
    """A word with a capital that may name somebody or somewhere."""

    start: int
    end: int


def words(text: str, familiar: Familiar, allowed: Collection[str]) -> Iterator[Strange]:
    """Each word with a capital that is nothing we know. `allowed` are letters that may stand."""
    covered = [*spans(text, familiar)]
    for one in _WORD.finditer(text):
        start, end = one.start(), one.start() + len(_OWN_S.sub("", one[0]))
        word = text[start:end]
        if end - start < 3 or (word.isupper() and len(word) < 6) or squeeze(word) in allowed:
            continue
        if any(first <= start and end <= stop for first, stop in covered):
            continue
        if not familiar.knows(word) or _lone_forename(text, start, end, familiar):
            yield Strange(start, end)


def _lone_forename(text: str, start: int, end: int, familiar: Familiar) -> bool:
    """A forename that is a word too, with small words around it and within a sentence."""
    word = text[start:end].lower()
    if not familiar.forename(word) or word in CALENDAR or familiar.ours(word):
        return False
    before, after = text[max(0, start - 2):start], text[end:end + 2]
    return (before[:1].islower() and before[1:] == " " and not opens_sentence(text, start)
            and (after[:1] in ",.;:)’'" or (after[:1] == " " and after[1:].islower())))


def added(kept: Sequence[Found], every: Sequence[Found], more: Iterable[Found]) -> list[Found]:
    """What was found, with the strangers who stand where nobody else does."""
    may = [one for one in every if one.kind == MAY_BE_NAMED]
    made = list(kept)
    for one in more:
        if any(other.start <= one.start and one.end <= other.end for other in may):
            continue
        if all(one.end <= other.start or other.end <= one.start for other in made):
            made.append(one)
    return sorted(made, key=lambda one: one.start)


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Words with capitals that follow each other."""
    run: list[re.Match[str]] = []
    for one in _WORD.finditer(text):
        if run and not _BETWEEN.fullmatch(text, run[-1].end(), one.start()):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _person(text: str, run: Sequence[re.Match[str]], familiar: Familiar) -> int:
    """How many words at the beginning of a run are somebody's name: none, two or three."""
    if len(run) < 2:
        return 0
    first, second = run[0][0], run[1][0]
    forename = familiar.forename(first)
    sure = forename and not familiar.knows(first)
    if _no_name(first, familiar) or _no_name(second, familiar, sure) or _OWN_S.search(first):
        return 0
    if not forename and (first.isupper() or second.isupper()):
        return 0
    known, other = familiar.knows(first), familiar.knows(second)
    if forename:
        likely = not known or not other or second.lower() in THINGS or second.lower() in STUFF
        if first.lower() in CALENDAR:
            likely = not other
    else:
        likely = not known and not other
    if not likely:
        return 0
    count = 2
    if len(run) > 2 and not _no_name(run[2][0], familiar) and (
            not familiar.knows(run[2][0]) or (run[2][0].lower() in THINGS and forename)):
        count = 3
    after = _AFTER.match(text, run[count - 1].end())
    return 0 if after and after[1].lower() in _SET_APART and after[1][0].isupper() else count


def _no_name(word: str, familiar: Familiar, after_forename: bool = False) -> bool:
    """Whether a word is an organisation's, a role, a title, or one of the partnership's own: the
    last does not count behind a forename, where it is an everyday word as Green."""
    bare = _OWN_S.sub("", word)
    plain = bare.lower()
    if familiar.forename(bare) and not familiar.ours(bare):
        return False
    ours = familiar.ours(bare) and not (after_forename and is_word(plain))
    return (len(bare) < 2 or ours or plain in TITLES or plain in _SET_APART
            or is_role(bare) or (bare.isupper() and is_word(plain)
                                                            and not after_forename))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)


def _bits(words: str) -> list[str]:
    return re.findall(rf"{_LETTERS}+", words)


@cache
def _common() -> frozenset[str]:
    return frozenset(files(__package__).joinpath("common.txt").read_text("utf-8").split())

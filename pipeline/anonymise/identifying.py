"""The list a person ticks: on each page, what could say who the child is without a name."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from pipeline.anonymise.telling import (
    DATE,
    FACT,
    GAP,
    MONTH,
    MONTHS,
    NUMBERS,
    PATTERNS,
    PLACES,
    SETTINGS,
    STRANGE,
)
from pipeline.everywhere import joined
from pipeline.model import Case
from pipeline.model.decisions import Decided, Tick, stable_key
from pipeline.names.folding import squeeze
from pipeline.names.kinds import MAY_BE_NAMED
from pipeline.names.strangers import Familiar, words

THROUGHOUT = 4
"""Words on so many pages of a paper are one line of the list, which names the pages."""
AROUND = 70
_SMALL = re.compile(r"(?<![\w@.#/'’-])[a-zà-ÿ]{3,}(?![\w@#/'’-]|\.\w)")
MATTERS = ("incident", "death", "died", "harm")
"""What the fields of the case record are called whose months matter; so does a child's birth."""


class Known(Protocol):
    """A name of the case, as `names.Name` has it."""

    @property
    def kind(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def also(self) -> tuple[str, ...]: ...


@dataclass
class _Stands:
    """Where some words stand in one paper."""

    words: str
    pages: dict[int, int] = field(default_factory=dict)
    around: dict[int, str] = field(default_factory=dict)


def could_identify(pages: Mapping[str, Sequence[str]], case: Case, names: Sequence[Known],
                   decided: Decided | None = None, ours: Collection[str] = (),
                   familiar: Familiar | None = None) -> list[Tick]:
    """What a person must look at in the finished papers; `pages` are their texts, by paper.

    The same words on one page are one line, and so are words that run through a whole paper.
    `ours` are days that we set ourselves, as the day of publication, in words: they tell nothing.
    `familiar` are the words with capitals that name nobody.
    """
    may = frozenset(squeeze(bit) for name in names if name.kind == MAY_BE_NAMED
                    for said in (name.words, *name.also) for bit in re.split(r"[\s-]+", said))
    look = _Look([*PATTERNS, *_months(case), *_places(names), *_facts(case)],
                 familiar or Familiar(), may, (*ours, *_reference(case)))
    return [tick for document, texts in pages.items()
            for tick in _of_paper(document, texts, look, decided or Decided())]


@dataclass(frozen=True)
class _Look:
    """What is looked for, and what may stand."""

    wanted: Sequence[tuple[str, re.Pattern[str]]]
    familiar: Familiar
    may: frozenset[str]
    ours: tuple[str, ...]

    def found(self, text: str, small: Collection[str]) -> list[tuple[str, int, int]]:
        """What stands in a page; words that the paper has in small letters too are no names."""
        strange = ((STRANGE, *one) for one in words(text, self.familiar, self.may)
                   if text[one.start:one.end].lower() not in small)
        return [(kind, start, end) for kind, start, end in _settled(
            [*_matches(text, self.wanted), *strange])
            if not (kind in (DATE, NUMBERS) and text[start:end].endswith(self.ours))]


def _reference(case: Case) -> Iterator[str]:
    """Our own number of the case."""
    reference = case.get("reference")
    text = reference.get("text") if isinstance(reference, Mapping) else reference
    if text:
        yield str(text)


def _of_paper(document: str, texts: Sequence[str], look: _Look, decided: Decided) -> list[Tick]:
    found: dict[tuple[str, str], _Stands] = {}
    every = [" ".join(joined(text).split()) for text in texts]
    counts = Counter(_SMALL.findall(" ".join(every)))
    small = {word for word, count in counts.items() if count > 1
             and not look.familiar.forename(word)}
    for page, text in enumerate(every, 1):
        for kind, start, end in look.found(text, small):
            said = text[start:end]
            place = found.setdefault((kind, said.casefold()), _Stands(said))
            place.pages[page] = place.pages.get(page, 0) + 1
            place.around.setdefault(page, _near(text, start, end))
    ticks = [tick for (kind, folded), place in found.items()
             for tick in _ticks(document, kind, folded, place, decided)]
    order = {kind: n for n, kind in enumerate(dict.fromkeys(
        (*(kind for kind, _ in look.wanted), STRANGE)))}
    return sorted(ticks, key=lambda one: (one.page, order[one.kind], one.words.casefold()))


def _ticks(document: str, kind: str, folded: str, place: _Stands,
           decided: Decided) -> Iterator[Tick]:
    """A line for each page. The key counts pages and does not name them, so that it stays when a
    paper grows longer before it; words on one page more are a new line. A word that we do not know
    and a gap are one line for the paper: for the first it is the word that is judged."""
    total = sum(place.pages.values())
    once = {STRANGE: "", GAP: str(total)}
    if kind in once or len(place.pages) >= THROUGHOUT:
        key = stable_key(document, kind, folded, "throughout",
                         once.get(kind, str(len(place.pages))))
        yield Tick(key, document, min(place.pages), _listed(sorted(place.pages)), place.words,
                   kind, place.around[min(place.pages)], total, decided.ticks.get(key))
        return
    for number, (page, count) in enumerate(sorted(place.pages.items()), 1):
        key = stable_key(document, kind, folded, str(number))
        yield Tick(key, document, page, str(page), place.words, kind, place.around[page], count,
                   decided.ticks.get(key))


def _listed(pages: Sequence[int]) -> str:
    """Pages as people write them: 2 to 5, 9."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" if len(run) > 2
                     else f"{run[0]}, {run[1]}" for run in runs)


def _matches(text: str, wanted: Sequence[tuple[str, re.Pattern[str]]]
             ) -> Iterator[tuple[str, int, int]]:
    for kind, pattern in wanted:
        for one in pattern.finditer(text):
            if one.end() > one.start():
                yield kind, one.start(), one.end()


def _settled(found: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Without what lies inside something else of its kind, a month inside a whole date, or a word
    that we do not know inside anything."""
    every = sorted(found, key=lambda one: one[1] - one[2])
    kept: list[tuple[str, int, int]] = []
    for kind, start, end in every:
        same = {kind, DATE} if kind == MONTHS else {kind, SETTINGS} if kind == PLACES else {kind}
        alone = kind in (STRANGE, NUMBERS)
        if not any((alone or other in same) and first <= start and end <= last
                   for other, first, last in kept):
            kept.append((kind, start, end))
    return sorted(kept, key=lambda one: one[1])


def _near(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - AROUND):start], text[end:end + AROUND]
    if start > AROUND:
        before = "… " + before.partition(" ")[2]
    if len(text) > end + AROUND:
        after = after.rpartition(" ")[0] + " …"
    return f"{before}{text[start:end]}{after}"


def _months(case: Case) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The months of the incident, of a child's birth or death, with or without their year."""
    found: dict[tuple[str, int], None] = {}
    births = ((key, one) for key, one in _answers(case.get("children"), "") if "birth" in key)
    events = ((key, one) for key, one in _answers(case.get("case"), "")
              if any(word in key for word in MATTERS))
    for _, answer in (*events, *births):
        day = re.match(r"(\d{4})-(\d\d)", str(answer.get("value", "")))
        if day:
            found[day[1], int(day[2])] = None
    for year, month in found:
        names = MONTH[3:-1].split("|")
        if 1 <= month <= len(names):
            called = names[month - 1]
            # Alone it may be another word, as May is.
            yield MONTHS, re.compile(
                rf"\b{called}\s+{year}\b|\b(?:in|of|during|since|early|late|mid|until|from|by)"
                rf"[\s-]+{called}\b(?!\s+\d{{4}})")


def _answers(value: Any, key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(value, Mapping):
        if "refs" in value and "text" in value:
            yield key, value
            return
        for name, one in value.items():
            yield from _answers(one, name)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _answers(one, key)


def _places(names: Sequence[Known]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Places and schools of the case, where one has been left in on purpose."""
    for name in names:
        kind = PLACES if name.kind in ("Place", "Address") else (
            SETTINGS if name.kind == "School or setting" else "")
        words = [one.strip() for one in (name.words, *name.also) if len(one.strip()) > 2]
        if kind and words:
            yield kind, _any_of(words)


def _facts(case: Case) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The words that the case record lists for its unusual facts."""
    record = case.get("case")
    for section in record.values() if isinstance(record, Mapping) else ():
        for row in section.get("rows", ()) if isinstance(section, Mapping) else ():
            if "fact" in row and "words" in row:
                words = [one.strip() for one in str(row["words"]["text"]).split(";")]
                if any(words):
                    yield FACT, _any_of([one for one in words if one])


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    spelt = (r"\s+".join(map(re.escape, one.split())) for one in sorted(words, key=len,
                                                                        reverse=True))
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})(?:s|['’]s)?(?!\w)", re.IGNORECASE)

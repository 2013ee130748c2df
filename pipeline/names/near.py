"""What is nearly a name: slips of the pen, initials, unknown people with a title; and what
belongs to a name that was found: titles, initials and codes beside it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from pipeline.names.english import is_word, opens_sentence
from pipeline.names.folding import Folded
from pipeline.names.found import (
    AS_IT_STANDS,
    BEFORE_SURNAME,
    INITIALS,
    TITLED,
    Found,
)
from pipeline.names.index import Index
from pipeline.names.kinds import (
    ADDRESS,
    CHILD,
    EMAIL,
    FAMILY,
    MAY_BE_NAMED,
    NHS,
    PHONE,
    PLACE,
    POSTCODE,
    UNKNOWN,
    Name,
)
from pipeline.names.listing import word_set
from pipeline.names.persons import COURTESY, FORENAME, SHORT, SURNAME, WHOLE

_WORDS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_INITIALS = re.compile(r"(?<![\w.&'’/-])([A-Z])(\.? ?|-)([A-Z])(?:(\.? ?|-)([A-Z]))?"
                       r"(?![\w'’&-]|\.\w)")
_ACRONYMS = word_set("""ai am aw bc bp cd ce ci cp cv da dc dd de di do dr ds dv ed eg eh en er et
    ex fa fc fe fm fp gp hm hq hr hv ib ic id ie im in io ip is it iv la lc le li lo ls ma mc md me
    mh mp mr ms na nb ng no np od ok on op or os ot pa pb pc pe ph pm po pr ps qa qc ra rc re rn rr
    sc se si sm so sp st ta tb tc tv uc ud uk un up us va vc ve vi vs we wi wp wt abe acp adhd asd
    cin cme cpd cpr csc cse csp dna dob dwp ehc eco faq fgm gcp hee icb lac mash nai nhs nos nso
    pep rag sar scr sen sin sio tac taf tor uti""")
_TITLE = ("Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|PC|WPC|DC|WDC|DS|DI|DCI|DSU|DCS|PCSO|Sgt|"
          "Sergeant|Insp|Inspector|Constable|Superintendent|Sister|Auntie|Aunty|Uncle|Nurse|Judge|"
          "Cllr|Councillor|Sir|Dame|Lady|Lord|Rev|Reverend|Father|Imam|Rabbi")
_PROPER = r"[A-Z][\w’'-]*[a-zà-ÿ][\w’'-]*"
_TITLED = re.compile(rf"\b(?:{_TITLE})\.?[ \u00a0]((?:[A-Z]\.? )?{_PROPER}(?: {_PROPER})?)")
_BEFORE = re.compile(r"(?:^|[^a-z0-9])((?:(?:[a-z]+)\.? )*)$")
_FIRST = re.compile(r"(?<![\w.’'&])([A-Z])(?:\.? ?([A-Z]))?\.? $")
_LAST = re.compile(r" ([A-Z])(?:\.(?= [a-z]|,|;|\)|$)|(?![\w.'’]))")
_CODE_BESIDE = re.compile(r"[ ,]{0,2}[(\[]([A-Z]{1,3}\d{1,3})[)\]]")
_PROPER_BEFORE = re.compile(rf"(?<![\w’'-])({_PROPER}) $")
_MIDDLE = re.compile(rf" (?:{_PROPER}|[A-Z]\.?|[\"“‘(]\w+[\"”’)]) ")


def slips(index: Index, folded: Folded) -> Iterator[Found]:
    """Words that are a known name but for a slip of the pen or of the ear."""
    plain, text = folded.plain, folded.text
    for run in _WORDS.finditer(plain):
        for offset, word, target, how in _candidates(index, run[0]):
            start = run.start() + offset
            end = start + len(word)
            a, b = folded.span(start, end)
            if not _stands_out(text, a, b, word, target):
                continue
            bearers = tuple(one for one in index.bearers(target, (FORENAME, SURNAME))
                            if not one.keep)
            places = tuple(index.pieces.get(target, ()))
            for some, sort in ((bearers, ""), (places, "")):
                if some:
                    yield Found(start, end, some[0], some[0].kind, False, how, sort, some)
                    break


def _candidates(index: Index, run: str) -> list[tuple[int, str, str, str]]:
    """The pieces of a run of letters that are nearly a name: where, the piece, which, how."""
    met = index.met
    if run not in met:
        made = []
        body = run.removesuffix("'s").removesuffix("'")
        pieces = [(0, body)]
        if "'" in body or "-" in body:
            pieces += [(found.start(), found[0]) for found in re.finditer(r"[^\W\d_]+", body)]
        for offset, piece in pieces:
            squeezed = re.sub(r"['-]", "", piece)
            if squeezed in index.ways:
                break
            target, how = index.slips.meant(squeezed)
            if not target and squeezed.endswith("s"):
                target, how = index.slips.meant(squeezed[:-1])
            if target:
                made.append((offset, piece, target, how))
                break
        met[run] = made
    return met[run]


def _stands_out(text: str, start: int, end: int, word: str, target: str) -> bool:
    """Whether a near miss is worth a person's time: a word of everyday English is not."""
    if is_word(word):
        return False
    if text[start:start + 1].isupper():
        lower = text[start:end].lower()
        return len(re.findall(rf"(?<![\w]){re.escape(lower)}(?![\w])", text)) < 2
    return len(target) >= 6


def initials(index: Index, folded: Folded) -> Iterator[Found]:
    """Capital letters that are the initials of a child or of the family."""
    if not index.initials:
        return
    text = folded.text
    for found in _INITIALS.finditer(text):
        letters, stop = "".join(one for one in found[0] if one.isalpha()).lower(), found.end()
        bearers = index.initials.get(letters)
        if not bearers and found[5]:
            letters, stop = letters[:2], found.end(3)
            bearers = index.initials.get(letters)
        if not bearers or (found[2] == " " and opens_sentence(text, found.start())):
            continue
        if not found[2] and (letters in _ACRONYMS or _among_capitals(text, found.start(), stop)):
            continue
        start, end = _place(folded, found.start()), _place(folded, stop)
        some = tuple(dict.fromkeys(bearers))
        yield Found(start, end, some[0], some[0].kind, False, INITIALS, "", some)


def _among_capitals(text: str, start: int, end: int) -> bool:
    around = re.findall(r"\w{2,}", text[max(0, start - 20):start])[-1:] + re.findall(
        r"\w{2,}", text[end:end + 20])[:1]
    return any(one.isupper() and not one.isdigit() for one in around)


def _place(folded: Folded, at: int) -> int:
    """Where in the plain text a place of the text is."""
    return bisect_left(folded.back, at)


def titled(index: Index, folded: Folded) -> Iterator[Found]:
    """A title and a name that is not among those known."""
    for found in _TITLED.finditer(folded.text):
        first = re.split(r"[ .’'-]", found[1].strip())[0]
        if is_word(first.lower()):
            continue
        start, end = _place(folded, found.start()), _place(folded, found.end())
        if folded.plain[end - 2:end] == "'s":
            end -= 2
        yield Found(start, end, None, UNKNOWN, False, TITLED)


def number(index: Index, kind: str, value: str) -> Name | None:
    """The known number that this one is but for one figure, or two that changed places."""
    if kind not in (NHS, PHONE):
        return None
    for (other, known), name in index.numbers.items():
        if other == kind and len(known) == len(value) and OSA.distance(known, value) == 1:
            return name
    return None


def set_off(folded: Folded, left: int, start: int, end: int, right: int) -> bool:
    """Whether a name inside a longer word stands out there: by capitals, figures, # or @."""
    text, plain = folded.text, folded.plain
    if left and plain[left - 1] in "#@":
        return True
    def shape(at: int) -> str:
        return text[folded.start(at)] if at < len(plain) else ""
    opened = start == left or shape(start - 1).isdigit() or (
        shape(start).isupper() and shape(start - 1).islower())
    closed = end == right or shape(end).isdigit() or (
        shape(end).isupper() and shape(end - 1).islower())
    return opened and closed


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
    names = [one for one in found if one.certain and one.name and one.name.person
             and one.kind != MAY_BE_NAMED]
    made = []
    for one in found:
        if one.kind == EMAIL and not one.certain:
            inside = next((o for o in names if one.start <= o.start and o.end <= one.end), None)
            if inside:
                one = replace(one, certain=True, name=replace(
                    inside.name, kind=EMAIL, instead="") if inside.name else None,
                    why=AS_IT_STANDS)
        if one.name and one.name.person and one.sort in (WHOLE, FORENAME, SURNAME, SHORT, ""):
            one = _with_title(_with_initials(one, folded), folded)
        made.append(_with_code(one, folded))
    return made


def _with_initials(one: Found, folded: Folded) -> Found:
    text = folded.text
    if one.sort == SURNAME:
        start = folded.start(one.start)
        before = _FIRST.search(text[max(0, start - 6):start])
        if before:
            fit = tuple(name for name in one.bearers or (one.name,) if name and
                        name.words[:1].lower() == before[1].lower())
            if fit:
                length = len(before[0])
                return replace(one, start=one.start - length, name=fit[0], bearers=fit)
    elif one.sort in (FORENAME, SHORT) and one.name:
        end = folded.end(one.end)
        after = _LAST.match(text, end)
        last = one.name.words.split()[-1][:1].lower() if " " in one.name.words else ""
        if after and last and after[1].lower() == last:
            return replace(one, end=one.end + len(after[0]))
    return one


def _with_title(one: Found, folded: Folded) -> Found:
    plain, start = folded.plain, one.start
    while True:
        before = re.search(r"(?<![a-z0-9])([a-z]+)\.? +$", plain[max(0, start - 20):start])
        if not before or before[1] not in COURTESY:
            return replace(one, start=start)
        start -= len(before[0])


def _with_code(one: Found, folded: Folded) -> Found:
    end = folded.end(one.end)
    beside = _CODE_BESIDE.match(folded.text, end)
    if beside and one.name and beside[1] == one.name.code:
        return replace(one, end=one.end + len(beside[0]))
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
                               end=one.end, name=name, sort=WHOLE,
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
    if one.certain != other.certain:
        return False
    if one.kind in (ADDRESS, POSTCODE) and other.kind in (ADDRESS, POSTCODE):
        return bool(re.fullmatch(r"[ ,;]{1,4}", gap))
    if one.kind == PLACE or other.kind == PLACE:
        return False
    if one.sort in (FORENAME, SHORT) and other.sort == SURNAME and not other.plural:
        shared = set(one.bearers or (one.name,)) & set(other.bearers or (other.name,))
        return bool(shared) and (gap == " " or bool(
            _MIDDLE.fullmatch(folded.text[folded.end(one.end):folded.start(other.start)])))
    return False

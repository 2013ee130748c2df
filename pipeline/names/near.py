"""What is nearly a name: slips of the pen, initials, people nobody listed who have a title."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from pipeline.names.english import is_word, looks_english, opens_sentence
from pipeline.names.folding import Folded
from pipeline.names.found import FIGURES, INITIALS, TITLED, Found
from pipeline.names.index import Index
from pipeline.names.kinds import (
    NHS,
    PHONE,
    UNKNOWN,
    Name,
)
from pipeline.names.listing import word_set
from pipeline.names.persons import FORENAME, SURNAME
from pipeline.names.sounds import ALIKE

_WORDS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_MIXED = re.compile(r"(?<![a-z0-9])(?=[0-9]*[a-z])[a-z0-9]*?[a-z][0-9]+[a-z0-9]*"
                    r"|(?<![a-z0-9])[0-9][a-z]{3,}(?![a-z0-9])")
_LETTERS_OF = str.maketrans("034567", "oeasot")
_ALONE = r"(?![^\W_])"
# R.E. and J. v. d. B.; R E and M-J; RE and MvdB
_INITIALS = re.compile(
    r"(?<![^\W_])(?<![.&'’/-])(?:"
    rf"[A-Z](?:\. ?(?:[A-Z]{_ALONE}|[vdl]{_ALONE}(?=\.? ?[vdlA-Z]))){{1,4}}"
    rf"|[A-Z](?:[ -][A-Z]{_ALONE}){{1,4}}"
    r"|[A-Z](?:[vdl](?=[vdlA-Z])|[A-Z]){1,4}"
    r")(?![^\W_]|[&-]|\.\w(?!\w)|['’]\w\w)")
_ACRONYMS = word_set("""ai am aw bc bp cd ce ci cp cv da dc dd de di do dr ds dv ed eg eh en er et
    ex fa fc fe fm fp gp hm hq hr hv ib ic id ie im in io ip is it iv la lc le li lo ls ma mc md me
    mh mp mr ms na nb ng no np od ok on op or os ot pa pb pc pe ph pm po pr ps qa qc ra rc re rn rr
    sc se si sm so sp st ta tb tc tv uc ud uk un up us va vc ve vi vs we wi wp wt abe acp adhd asd
    cin cme cpd cpr csc cse csp dna dob dwp ehc eco faq fgm gcp hee icb lac mash nai nhs nos nso
    pep gb kb mb tb rag sar scr sen sin sio tac taf tor uti""")
_TITLE = ("Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|PC|WPC|DC|WDC|DS|DI|DCI|DSU|DCS|PCSO|Sgt|"
          "Sergeant|Insp|Inspector|Constable|Superintendent|Sister|Auntie|Aunty|Uncle|Nurse|Judge|"
          "Cllr|Councillor|Sir|Dame|Lady|Lord|Rev|Reverend|Father|Imam|Rabbi")
PROPER = r"[A-Z][\w’'-]*[a-zà-ÿ][\w’'-]*"
_LETTER = re.compile(rf"\b(?:{_TITLE})\.?[ \u00a0]([A-Z])(?![\w’'&-]|\.? ?[A-Z])")
_TITLED = re.compile(rf"\b(?:{_TITLE})\.?[ \u00a0]((?:[A-Z]\.? )?{PROPER}(?: {PROPER})?)")


def slips(index: Index, folded: Folded) -> Iterator[Found]:
    """Words that are a known name but for a slip of the pen or of the ear."""
    plain, text = folded.plain, folded.text
    worth: dict[tuple[str, bool], bool] = {}
    for run in _WORDS.finditer(plain):
        for offset, word, target, how in _candidates(index, run[0]):
            start = run.start() + offset
            end = start + len(word)
            a, b = folded.span(start, end)
            key = text[a:b], len(target) > 5
            if key not in worth:
                worth[key] = _stands_out(text, a, b, word, target, how)
            if not worth[key]:
                continue
            some, sort = _meant(index, target)
            if some:
                yield Found(start, end, some[0], some[0].kind, False, how, sort, some)


def figures(index: Index, folded: Folded) -> Iterator[Found]:
    """Names in which figures stand for letters, as a reading machine or a joker leaves them."""
    for run in _MIXED.finditer(folded.plain):
        for one in ("i", "l"):
            word = run[0].translate(_LETTERS_OF).replace("1", one)
            target = word if word in index.slips.known else (
                index.slips.meant(word)[0] if len(word) > 5 else "")
            some, sort = _meant(index, target) if target else ((), "")
            if some and len(target) > 3:
                yield Found(*run.span(), some[0], some[0].kind, False, FIGURES, sort, some)
                break


def _meant(index: Index, target: str) -> tuple[tuple[Name, ...], str]:
    """Whom a slip may mean, as a surname or else as a forename; or which place."""
    for sort in (SURNAME, FORENAME):
        some = tuple(one for one in index.bearers(target, (sort,)) if not one.keep)
        if some:
            return some, sort
    return tuple(index.pieces.get(target, ())), ""


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


def _stands_out(text: str, start: int, end: int, word: str, target: str, how: str) -> bool:
    """Whether a near miss is worth a person's time: a word of everyday English is not."""
    if looks_english(word) or (how == ALIKE and text[start:end].isupper() and end - start < 6):
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
        for stop in _ends(text, found.start(), found.end()):
            some = _who(index, text, found.start(), stop)
            if some:
                start, end = place(folded, found.start()), place(folded, stop)
                yield Found(start, end, some[0], some[0].kind, False, INITIALS, "", some)
                break


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where a row of initials may end: the last letter may belong to what follows."""
    parted = not text[start:end].isalpha()
    yield from (at for at in range(end, start + 1, -1)
                if text[at - 1].isupper() and (parted or at == end))


def _who(index: Index, text: str, start: int, end: int) -> tuple[Name, ...]:
    shape = text[start:end]
    letters = "".join(one for one in shape if one.isalpha()).lower()
    some = tuple(dict.fromkeys(index.initials.get(letters, ())))
    parted = len(shape) > len(letters)
    if not some or (letters[0] in "ai" and parted and "." not in shape
                    and opens_sentence(text, start)):
        return ()
    in_file_name = "_" in text[max(0, start - 1):start] + text[end:end + 1]
    if not parted and not in_file_name and shape.isupper() and (
            letters in _ACRONYMS or _among_capitals(text, start, end)):
        return ()
    return some


def _among_capitals(text: str, start: int, end: int) -> bool:
    around = re.findall(r"\w{2,}", text[max(0, start - 20):start])[-1:] + re.findall(
        r"\w{2,}", text[end:end + 20])[:1]
    return any(one.isupper() and not one.isdigit() for one in around)


def place(folded: Folded, at: int) -> int:
    """Where in the plain text a place of the text is."""
    return bisect_left(folded.back, at)


def titled(index: Index, folded: Folded) -> Iterator[Found]:
    """A title and a name that is not among those known, or the first letter of one that is."""
    for found in _LETTER.finditer(folded.text):
        some = tuple(dict.fromkeys(index.lasts.get(found[1].lower(), ())))
        if some:
            yield Found(place(folded, found.start()), place(folded, found.end()), some[0],
                        some[0].kind, False, INITIALS, "", some)
    for found in _TITLED.finditer(folded.text):
        first = re.split(r"[ .’'-]", found[1].strip())[0]
        if is_word(first.lower()):
            continue
        start, end = place(folded, found.start()), place(folded, found.end())
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
    own = end + (shape(end) == "s" and end + 1 < right)
    closed = end == right or shape(end).isdigit() or (
        shape(own).isupper() and shape(own - 1).islower())
    return opened and closed

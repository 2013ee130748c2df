"""A person's name taken apart, and every way it may stand in a text.

A `Way` is compared with a text of which only letters and figures are left; `breaks` says where
something else may stand between them, a comma only at `comma`. So `Robin Ellistrand`,
`ROBIN_ELLISTRAND` and `robinellistrand` are one way.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from pipeline.names.folding import fold, squeeze
from pipeline.names.kinds import PRACTITIONER, Name
from pipeline.names.listing import word_set

WHOLE, FORENAME, SURNAME, SHORT, PLACE = "whole", "forename", "surname", "short", "place"

TITLES = word_set("""mr mrs ms miss mx dr doctor prof professor sir dame lady lord rev reverend
    fr father pc wpc dc wdc ds di dci dsu dcs det detective sgt sergeant insp inspector constable
    superintendent supt chief ch pcso cllr councillor judge hhj justice master madam mme
    acting temporary senior investigating officer""")
COURTESY = word_set("mr mrs ms miss mx dr doctor prof professor sir dame lady lord rev reverend pc "
                     "wpc dc wdc ds di dci dsu dcs det detective sgt sergeant insp inspector "
                     "constable superintendent supt pcso cllr councillor judge hhj")
_PARTICLES = word_set("""van der den de la le du di da das dos del della von zu zum zur ten ter te
    bin ibn bint al el ap ab st saint mac mc o d ó ni nic y e 't""")
_HONOURS = word_set("mbe obe cbe qpm kc qc jp bsc msc ba ma phd md mbbs frcgp frcpch rgn rn jr "
                     "snr sr jnr")
_ASIDE = re.compile(r"\(([^)]*)\)|[\"“”]([^\"“”]*)[\"“”]")
_KNOWN_AS = re.compile(r"^(?:(?:also )?(?:known|called) as|called|a\.?k\.?a\.?|n[ée]e|"
                       r"formerly|or)\s+", re.I)
_UMLAUTS = str.maketrans({"ö": "oe", "ø": "oe", "ü": "ue", "ä": "ae", "å": "aa", "Ö": "Oe",
                          "Ø": "Oe", "Ü": "Ue", "Ä": "Ae", "Å": "Aa"})


@dataclass(frozen=True)
class Way:
    """One way a name may stand in a text: its letters, where they may be parted, and what it is."""

    letters: str
    breaks: frozenset[int]
    sort: str
    name: Name
    certain: bool = True
    comma: int = 0


@dataclass(frozen=True)
class Parts:
    """A personal name taken apart; pieces are as typed."""

    forenames: tuple[str, ...]
    surname: str
    short: tuple[str, ...] = ()

    @property
    def initials(self) -> tuple[str, ...]:
        """Its first letters, small: with the middle names and without."""
        firsts = [squeeze(one)[:1] for one in self.forenames]
        halves = [squeeze(bit)[:1] for one in self.forenames for bit in re.split(r"[-‐‑–]", one)]
        lasts = [squeeze(bit)[:1] for bit in re.split(r"[\s\-‐‑–]+", self.surname)]
        found = {"".join(halves)}
        if self.surname and firsts:
            own = [lasts[0], lasts[-1], "".join(lasts)]
            found |= {"".join(some) + last for last in own for some in (firsts, firsts[:1], halves)}
        return tuple(sorted(one for one in found if len(one) > 1))


def taken_apart(words: str) -> Parts:
    """Forenames and surname of a person as somebody typed them."""
    aside = tuple((a or b).strip() for a, b in _ASIDE.findall(words))
    words = _ASIDE.sub(" ", words).strip(" ,;.")
    if words.count(",") == 1:
        last, first = words.split(",")
        if first.strip() and len(last.split()) <= 3 and len(first.split()) <= 3:
            words = f"{first.strip()} {last.strip()}"
    bits = [one.strip(",;") for one in words.split()]
    while len(bits) > 1 and bits[0].strip(".").lower() in TITLES:
        bits.pop(0)
    while len(bits) > 1 and fold(bits[-1]).plain.strip(".") in _HONOURS:
        bits.pop()
    bits = [one for one in bits if one]
    aside = tuple(_KNOWN_AS.sub("", one).strip(" \"'“”‘’") for one in aside)
    short = tuple(one for one in aside if one and len(one.split()) == 1 and one[:1].isupper())
    if len(bits) < 2:
        return Parts(tuple(bits), "", short)
    at = len(bits) - 1
    while at > 1 and fold(bits[at - 1]).plain.strip("'.") in _PARTICLES:
        at -= 1
    return Parts(tuple(bits[:at]), " ".join(bits[at:]), short)


def ways(name: Name) -> Iterator[Way]:
    """Every way the name of a person may stand in a text, but for slips of the pen."""
    for words in (name.words, *name.also):
        yield from _ways(name, taken_apart(words))


def _ways(name: Name, parts: Parts) -> Iterator[Way]:
    own = name.kind != PRACTITIONER
    lone = not parts.surname
    forenames = [one for one in parts.forenames if len(squeeze(one)) > 1]
    surnames = _surnames(parts.surname) if parts.surname else []
    shorts = [*name.short, *parts.short]
    for one in forenames:
        for spelled in _spelled(one):
            yield _way(name, FORENAME, own or lone, spelled)
            for half in _halves(spelled):
                yield _way(name, FORENAME, own, half)
    for one in shorts:
        yield _way(name, SHORT, False, one)
    for last in surnames:
        yield _way(name, SURNAME, True, last)
        for firsts in _firsts(parts, shorts):
            for spelled in _spelled(firsts):
                yield _way(name, WHOLE, True, spelled, last)
                yield _way(name, WHOLE, True, last, spelled, turned=True)
    if len(forenames) > 1:
        yield _way(name, WHOLE if lone else FORENAME, own, *forenames)


def _firsts(parts: Parts, shorts: list[str]) -> list[str]:
    """What may stand before the surname: all forenames, one of them, the first with initials."""
    given = list(parts.forenames)
    middle = "".join(f" {one[:1]}" for one in given[1:])
    found = [" ".join(given), *given, *shorts, f"{given[0]}{middle}"] if given else shorts
    return list(dict.fromkeys(one for one in found if len(squeeze(one)) > 1))


def _surnames(surname: str) -> list[str]:
    """A surname, its halves, and what is left without its particles, in every spelling."""
    found = [surname]
    bits = re.split(r"[\s\-‐‑–]+", surname)
    if len(bits) > 1:
        big = [one for one in bits if fold(one).plain.strip("'.") not in _PARTICLES]
        found += [one for one in big if len(squeeze(one)) > 2]
        if len(big) > 1 and "-" in fold(surname).plain:
            found.append(" ".join(reversed(big)))
        if len(big) < len(bits):
            found.append(" ".join(big))
    for one in list(found):
        plain = fold(one).plain
        for before, after in (("mac", "mc"), ("mc", "mac"), ("mac ", "mc"), ("mc ", "mac"),
                              ("st ", "saint "), ("st. ", "saint "), ("saint ", "st ")):
            rest = plain.removeprefix(before)
            if rest != plain and len(rest) > 2:
                found += [f"{after}{rest}", f"{before.strip()} {rest}", f"{after} {rest}"]
        if plain[:2] in ("o'", "d'") and len(plain) > 5:
            found.append(plain[2:])
    return list(dict.fromkeys(s for one in found for s in _spelled(one)))


def _halves(forename: str) -> list[str]:
    bits = re.split(r"[\-‐‑–]", forename)
    return [one for one in bits if len(squeeze(one)) > 2] if len(bits) > 1 else []


def _spelled(words: str) -> list[str]:
    """The words, and the words as typed by somebody without such keys: Bjoern for Björn."""
    return list(dict.fromkeys((words, words.translate(_UMLAUTS))))


def _way(name: Name, sort: str, certain: bool, *pieces: str, turned: bool = False) -> Way:
    bits = [squeeze(one) for piece in pieces for one in re.split(r"[^\w]+|_", fold(piece).plain)]
    bits = [one for one in bits if one]
    letters = "".join(bits)
    breaks = set(accumulate(map(len, bits[:-1])))
    at = 0
    for one in bits:
        for head in ("mac", "mc", "o"):
            if one.startswith(head) and sort in (SURNAME, WHOLE) and len(one) > len(head) + 3:
                if head != "o":
                    breaks.add(at + len(head))
                break
        at += len(one)
    comma = len(squeeze(pieces[0])) if turned else 0
    return Way(letters, frozenset(breaks), sort, name, certain, comma)

"""One text: what is certain in it is replaced, what is doubtful becomes a question for a person."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from pipeline.model.decisions import REPLACE, Decided, Doubt, stable_key
from pipeline.names.kinds import PEOPLE, PRACTITIONER

CONTEXT = 110
"""So many letters before and after a doubtful word are shown."""

OPENS = re.compile(r"(?<!\bMr)(?<!\bDr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)[.!?\n]$")
ARTICLE = re.compile(r"\b(?:the|an?|this|that|my|our|your|his|her|their)\s+$", re.I)
OWN_ARTICLE = re.compile(r"^(?:the|an?)\s+")
TOLD = re.compile(r"\b(?:my|our|your|his|her|their|the|an?|[\w]+['’]s)\s+(?:[\w-]+\s+){0,3}?"
                  r"([\w-]+)(,?)\s+$", re.I)
"""Her partner, the health visitor: what already says who somebody is, before a name."""
ROLE = re.compile(r"(?:worker|visitor|nurse|midwife|doctor|teacher|headteacher|officer|manager|"
                  r"practitioner|paediatrician|psychologist|psychiatrist|consultant|solicitor|"
                  r"assistant|adviser|advisor|counsellor|therapist|registrar|guardian|GP|"
                  r"inspector|sergeant|constable|detective|clerk|handler|lead|coordinator)$", re.I)
QUOTED = re.compile(r"“[^”]*(?:”|$)|(?<!\w)\"[^\"]*(?:\"(?!\w)|$)"
                    r"|(?<![\w’])‘(?:[^’]|’(?=\w))*(?:’(?!\w)|$)")
IN_QUOTATION = "Inside a quotation: say how its words shall stand"
INITIALS = re.compile(r"(?:[A-Z]\. ?)+[A-Z]$")
AFTER = re.compile(r"\.(?=['’]|,| [^A-Z\W])")


class Match(Protocol):
    """What a scanner found: `text[start:end]`, certain or not, and what stands in its place."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def certain(self) -> bool: ...
    @property
    def why(self) -> str: ...
    @property
    def instead(self) -> str: ...


class Scanner(Protocol):
    """Whatever finds names in a text; `names.Scanner` is one."""

    def scan(self, text: str) -> Sequence[Match]:
        """Every match in a text."""


Change = tuple[int, int, str]


@dataclass
class Replacing:
    """Goes through the texts of one document, and gathers its doubts, each once."""

    scanner: Scanner
    decided: Decided
    document: str
    asked: dict[str, Doubt] = field(default_factory=dict)
    _seen: dict[str, tuple[list[Change], list[Doubt]]] = field(default_factory=dict)

    @property
    def doubts(self) -> list[Doubt]:
        """All questions, in the order in which they were met."""
        return list(self.asked.values())

    def changes(self, text: str, part: str, spot: str, asks: bool = True) -> list[Change]:
        """What to change in a text. Its doubts are asked about unless `asks` says otherwise."""
        if text not in self._seen:
            self._seen[text] = self._look(text)
        found, doubts = self._seen[text]
        for doubt in doubts if asks else ():
            known = self.asked.get(doubt.key)
            self.asked[doubt.key] = replace(known, more=known.more + 1) if known else replace(
                doubt, part=part, spot=spot)
        return found

    def rewritten(self, text: str, part: str = "", spot: str = "", asks: bool = True) -> str:
        """A text with its changes made."""
        return _changed(text, self.changes(text, part, spot, asks), 0, len(text))

    def _look(self, text: str) -> tuple[list[Change], list[Doubt]]:
        found = [(match, self._key(text, match, number))
                 for match, number in _counted(text, apart(self.scanner.scan(text)))]
        changes: list[Change] = []
        quoted: list[tuple[Match, str, Change]] = []
        quotations = [one.span() for one in QUOTED.finditer(text)]
        for match, key in found:
            decision = self.decided.names.get(key)
            if match.certain or (decision is not None and decision.what == REPLACE):
                own = "" if decision is None else decision.instead
                end = _end(text, match)
                change = (match.start, end, own) if own else _put(text, match, end)
                changes.append(change)
                if match.certain and any(a < match.start and end <= b for a, b in quotations):
                    quoted.append((match, key, change))
        # The words around are told as they will be printed: so a person sees no more than a reader
        # will, and the place is known again in the finished file.
        asked = [self._quotation(text, changes, *one) for one in quoted]
        return changes, [*asked, *(Doubt(
            key, self.document, "", "", before_words(_changed(text, changes, 0, match.start)),
            text[match.start:match.end], after_words(_changed(text, changes, match.end, len(text))),
            match.why, match.instead, match.code, match.kind,
            decision=self.decided.names.get(key)) for match, key in found if not match.certain)]

    def _quotation(self, text: str, changes: list[Change], match: Match, key: str,
                   change: Change) -> Doubt:
        """What somebody said and we have changed: a person says how it shall stand."""
        start, end, instead = change
        if not instead:  # what stands before the name is left to say who it is
            start = len(text[:start].rstrip()) - len(text[:start].split()[-1])
            instead = text[start:change[0]].strip()
        return Doubt(key, self.document, "", "",
                     before_words(_changed(text, changes, 0, start)), instead,
                     after_words(_changed(text, changes, end, len(text))), IN_QUOTATION, instead,
                     match.code, match.kind, decision=self.decided.names.get(key))

    def _key(self, text: str, match: Match, number: int) -> str:
        return stable_key(self.document, text, text[match.start:match.end], str(number))


def _put(text: str, match: Match, end: int) -> Change:
    """What stands in place of a name, or nothing where the word before already says who it is."""
    before = text[:match.start]
    told = TOLD.search(before[-80:]) if match.kind in PEOPLE else None
    last = OWN_ARTICLE.sub("", match.instead).split(" (")[0].split()[-1:]
    if told and (told[1].lower() in map(str.lower, last) or ROLE.search(told[1])):
        # A practitioner is told by a role, one of the family by the word for the relation.
        related = told[1].lower() in map(str.lower, last)
        if related or match.kind == PRACTITIONER:
            start = len(before.rstrip()) - len(told[2])
            if told[2] and text[end:end + 1] == ",":
                end += 1
            elif told[2] and text[end:end + 1] not in (".", ";", ":", "?", "!", ")"):
                start += len(told[2])
            return start, end, ""
    return match.start, end, opening(before, match.instead)


def opening(before: str, instead: str) -> str:
    """What stands in place of a name: with a capital where it opens a sentence, and with no second
    article behind one."""
    if ARTICLE.search(before):
        instead = OWN_ARTICLE.sub("", instead)
    told = before.rstrip(" \t\u00a0\"'“‘(")
    return instead[:1].upper() + instead[1:] if not told or OPENS.search(told) else instead


def _end(text: str, match: Match) -> int:
    """Where a match ends: the last stop of initials goes with them, but for that of a sentence."""
    if INITIALS.search(text[:match.end], match.start) and AFTER.match(text, match.end):
        return match.end + 1
    return match.end


def _counted(text: str, matches: Sequence[Match]) -> Iterator[tuple[Match, int]]:
    """Each match with how often its words have stood in the text so far."""
    counts: dict[str, int] = {}
    for match in matches:
        words = text[match.start:match.end]
        counts[words] = counts.get(words, 0) + 1
        yield match, counts[words]


def _changed(text: str, changes: Sequence[Change], start: int, end: int) -> str:
    """A stretch of a text with the changes made that lie in it."""
    bits, at = [], start
    for first, last, instead in sorted(changes):
        if start <= first and last <= end:
            bits += [text[at:first], instead]
            at = last
    return "".join((*bits, text[at:end]))


def apart(matches: Sequence[Match]) -> list[Match]:
    """Matches of which no two share a letter: the certain before the doubtful, then the longer."""
    kept: list[Match] = []
    for one in sorted(matches, key=lambda m: (not m.certain, m.start - m.end, m.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda m: m.start)


def before_words(text: str) -> str:
    """The last words before a place, with a mark where more stand before them."""
    said = " ".join(text[-CONTEXT:].split())
    cut = len(text) > CONTEXT and " " in said
    return ("… " + said.partition(" ")[2] if cut else said) + (" " if text[-1:].isspace() else "")


def after_words(text: str) -> str:
    """The first words behind a place, with a mark where more follow."""
    said = " ".join(text[:CONTEXT].split())
    cut = len(text) > CONTEXT and " " in said
    return (" " if text[:1].isspace() else "") + (
        said.rpartition(" ")[0] + " …" if cut else said)

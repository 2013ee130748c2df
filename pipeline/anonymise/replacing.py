"""One text: what is certain in it is replaced, what is doubtful becomes a question for a person."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from pipeline.model.decisions import REPLACE, Decided, Doubt, stable_key

CONTEXT = 110
"""So many letters before and after a doubtful word are shown."""

OPENS = re.compile(r"(?<!\bMr)(?<!\bDr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)[.!?\n]$")
ARTICLE, OWN_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?)\s+$"), re.compile(r"^(?:the|an?)\s+")
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
        for match, key in found:
            decision = self.decided.names.get(key)
            if match.certain or (decision is not None and decision.what == REPLACE):
                own = "" if decision is None else decision.instead
                changes.append((match.start, _end(text, match),
                                own or opening(text[:match.start], match.instead)))
        # The words around are told as they will be printed: so a person sees no more than a reader
        # will, and the place is known again in the finished file.
        return changes, [Doubt(
            key, self.document, "", "", before_words(_changed(text, changes, 0, match.start)),
            text[match.start:match.end], after_words(_changed(text, changes, match.end, len(text))),
            match.why, match.instead, match.code, match.kind,
            decision=self.decided.names.get(key)) for match, key in found if not match.certain]

    def _key(self, text: str, match: Match, number: int) -> str:
        return stable_key(self.document, text, text[match.start:match.end], str(number))


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

"""One text: what is certain in it is replaced, what is doubtful becomes a question for a person."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from pipeline.model.decisions import REPLACE, Decided, Doubt, stable_key

CONTEXT = 110
"""So many letters before and after a doubtful word are shown."""


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
        for start, end, instead in sorted(self.changes(text, part, spot, asks), reverse=True):
            text = f"{text[:start]}{instead}{text[end:]}"
        return text

    def _look(self, text: str) -> tuple[list[Change], list[Doubt]]:
        changes: list[Change] = []
        doubts: list[Doubt] = []
        counted: dict[str, int] = {}
        for match in apart(self.scanner.scan(text)):
            if match.certain:
                changes.append((match.start, match.end, match.instead))
                continue
            words = text[match.start:match.end]
            number = counted[words] = counted.get(words, 0) + 1
            key = stable_key(self.document, text, words, str(number))
            decision = self.decided.names.get(key)
            doubts.append(Doubt(
                key, self.document, "", "", _before(text, match.start), words,
                _after(text, match.end), match.why, match.instead, match.code, match.kind,
                decision=decision))
            if decision is not None and decision.what == REPLACE:
                changes.append((match.start, match.end, decision.instead or match.instead))
        return changes, doubts


def apart(matches: Sequence[Match]) -> list[Match]:
    """Matches of which no two share a letter: the certain before the doubtful, then the longer."""
    kept: list[Match] = []
    for one in sorted(matches, key=lambda m: (not m.certain, m.start - m.end, m.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda m: m.start)


def _before(text: str, start: int) -> str:
    said = " ".join(text[max(0, start - CONTEXT):start].split())
    cut = start > CONTEXT and " " in said
    spaced = " " if text[:start][-1:].isspace() else ""
    return ("… " + said.partition(" ")[2] if cut else said) + spaced


def _after(text: str, end: int) -> str:
    said = " ".join(text[end:end + CONTEXT].split())
    cut = len(text) - end > CONTEXT and " " in said
    spaced = " " if text[end:][:1].isspace() else ""
    return spaced + (said.rpartition(" ")[0] + " …" if cut else said)

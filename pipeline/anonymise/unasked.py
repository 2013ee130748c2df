"""Doubts that show only in the finished files: in a PDF, on a slide, in the words of a template.

Without a row on the sheet nobody could ever decide them, and the pack would be refused for good.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from pipeline.anonymise.replacing import Scanner, after_words, before_words
from pipeline.everywhere import texts
from pipeline.model.decisions import LEAVE, Decided, Doubt, folded, stable_key

NEAR = 40
"""So many letters on each side say which place it is."""
CANNOT = "Change the paper or its template: it cannot be replaced here"


def unasked(files: Mapping[str, bytes], scanner: Scanner, decided: Decided,
            asked: Sequence[Doubt]) -> list[Doubt]:
    """The doubts of finished files, by name, that are none of those `asked` about already.

    They can be left, with a reason. To be replaced, the paper that they come from must be changed.
    """
    found: dict[str, Doubt] = {}
    for doubt in chain.from_iterable(_doubts(name, data, scanner, decided, asked)
                                     for name, data in files.items()):
        found.setdefault(doubt.key, doubt)
    return list(found.values())


def _doubts(name: str, data: bytes, scanner: Scanner, decided: Decided,
            asked: Sequence[Doubt]) -> Iterator[Doubt]:
    seen: set[str] = set()
    for said in texts(name, data):
        if said.words in seen:
            continue
        seen.add(said.words)
        for match in scanner.scan(said.words):
            start, end = match.start, match.end
            if match.certain or any(one.is_here(said.words, start, end) for one in asked):
                continue
            before, after = said.words[:start], said.words[end:]
            key = stable_key(name, folded(before)[-NEAR:], said.words[start:end],
                             folded(after)[:NEAR])
            made = decided.names.get(key)
            yield Doubt(key, name, said.part, said.spot, before_words(before),
                        said.words[start:end], after_words(after), match.why, CANNOT, match.code,
                        match.kind, decision=made if made and made.what == LEAVE else None)

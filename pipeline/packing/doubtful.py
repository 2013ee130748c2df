"""Which doubts a pack really has: those of the case that stand in one of its papers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline import everywhere
from pipeline.model import Pack, Paper
from pipeline.model.decisions import Doubt


def standing(doubts: Sequence[Doubt], packs: Sequence[Pack]) -> list[Doubt]:
    """The doubts about our own papers that a finished paper shows, each with its document.

    The context of a case holds far more than one pack prints; nobody is asked about the rest.
    """
    papers = {(paper.kind.id, paper.data): paper for pack in packs for paper in pack.papers
              if not paper.outside}
    texts = [(paper.kind.id, text) for paper in papers.values() for text in _texts(paper)]
    found: dict[str, Doubt] = {}
    for doubt in doubts:
        for document, text in texts:
            if doubt.key not in found and _shows(text, doubt):
                found[doubt.key] = replace(doubt, document=document)
    return list(found.values())


def _texts(paper: Paper) -> Iterator[str]:
    for said in everywhere.texts(paper.name, paper.data):
        yield said.words


def _shows(text: str, doubt: Doubt) -> bool:
    at = text.find(doubt.words)
    while at >= 0:
        if doubt.is_here(text, at, at + len(doubt.words)):
            return True
        at = text.find(doubt.words, at + 1)
    return False

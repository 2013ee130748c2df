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
    texts = [(paper.kind.id, said) for paper in papers.values() for said in _texts(paper)]
    found: dict[str, Doubt] = {}
    for doubt in doubts:
        for document, said in texts:
            if doubt.key not in found and _shows(said.words, doubt):
                # Its place among the answers means nothing to anybody: the paper's own does.
                found[doubt.key] = replace(doubt, document=document, part=said.part, spot=said.spot)
    return list(found.values())


def _texts(paper: Paper) -> Iterator[everywhere.Said]:
    yield from everywhere.texts(paper.name, paper.data)


def _shows(text: str, doubt: Doubt) -> bool:
    at = text.find(doubt.words)
    while at >= 0:
        if doubt.is_here(text, at, at + len(doubt.words)):
            return True
        at = text.find(doubt.words, at + 1)
    return False

"""Whether everybody can read the finished files: each PDF, page, deck and bundle, by its kind."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.doors.word.outline import Outline
from pipeline.gate import accessible
from pipeline.gate.look import BUNDLE, MARKED, Look, outlined, pdf_name
from pipeline.model import Paper, Problem

Words = tuple[str, ...] | None
Headings = tuple[tuple[int, str], ...] | None


def accessibility(look: Look) -> Iterator[Problem]:
    """Every finished file can be read by everybody, also by those who hear it."""
    outlines = {paper.name: outlined(paper) for paper in look.pack.papers}
    for paper in look.pack.papers:
        if paper.pdf:
            of = outlines[paper.name]
            yield from _checked(paper.pdf, pdf_name(paper), *(
                (of.words, of.headings, of.tables) if of else (None, None, 0)))
        if paper.name.endswith((".html", ".htm")):
            yield from accessible.web(paper.data, paper.name)
        elif paper.name.endswith(".pptx"):
            yield from accessible.slides(paper.data, paper.name)
    for name, data in ((BUNDLE, look.pack.bundle), (MARKED, look.pack.marked)):
        if data:
            yield from _checked(data, name, *_together(look.pack.papers, outlines), True)


@lru_cache(maxsize=64)
def _checked(data: bytes, name: str, words: Words, headings: Headings, tables: int,
             bundled: bool = False) -> tuple[Problem, ...]:
    """The problems of a PDF. Many recipients are given the same one: it is checked once."""
    return tuple(accessible.check(data, name, words, headings, tables, bundled))


def _together(papers: Sequence[Paper], outlines: dict[str, Outline | None]
              ) -> tuple[Words, Headings, int]:
    """What a bundle must hold: that of all its papers, where all of them are Word files."""
    within = [outlines[paper.name] for paper in papers if paper.pdf]
    whole = [one for one in within if one is not None]
    if len(whole) < len(within) or not whole:
        return None, None, 0
    return (tuple(word for one in whole for word in one.words),
            tuple(heading for one in whole for heading in one.headings),
            sum(one.tables for one in whole))

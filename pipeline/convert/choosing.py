"""Which converter each paper gets, and what comes of it."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.catalogue import problem
from pipeline.convert.coverage import missed
from pipeline.convert.part import Part
from pipeline.convert.source import as_typst, refusals
from pipeline.doors import office, pdf
from pipeline.doors.typst import NotSet, compile
from pipeline.doors.word.drawn import descriptions
from pipeline.model import Paper, Problem, Where

EMBEDDED, OFFICE = "typst", "libreoffice"
WORD = ".docx"
QUOTED, MOST_PAGES = 25, 8
"""How many of the missing words, and of the pages with words outside, are said."""


def convert(papers: Sequence[Paper], choice: str = "auto") -> tuple[list[Paper], list[Problem]]:
    """Every Word file of the papers as a PDF; other papers stay as they are.

    `choice` is 'auto' (our papers by the converter built in, those of others by LibreOffice where
    it is installed), 'embedded' or 'office'. A paper that cannot be converted keeps no PDF and is
    in the problems. Raises OutsideTrouble when LibreOffice fails.
    """
    done = list(papers)
    problems: list[Problem] = []
    for_office: list[int] = []
    for at, paper in enumerate(papers):
        if paper.pdf or not paper.name.lower().endswith(WORD):
            continue
        if choice == "office" or (choice == "auto" and paper.outside and office.installed()):
            forbidden = refusals(paper.data, paper.name)
            problems += forbidden
            for_office += [at] if not forbidden else []
        else:
            done[at], found = _embedded(paper)
            problems += found
    files = {f"{at:04}{WORD}": papers[at].data for at in for_office}
    for name, data in (office.to_pdf(files) if files else {}).items():
        at = int(name.removesuffix(WORD))
        done[at], found = _finished(papers[at], data, OFFICE)
        problems += found
    return done, problems


def _embedded(paper: Paper) -> tuple[Paper, Sequence[Problem]]:
    part = as_typst(paper.data, paper.name, paper.title)
    if not isinstance(part, Part):
        return paper, part
    try:
        made = compile(part.alone(), part.files, part.title or part.name)
    except NotSet:
        return paper, [problem("convert-failed", Where(paper.name))]
    return _finished(paper, made, EMBEDDED)


def _finished(paper: Paper, made: bytes, converter: str) -> tuple[Paper, Sequence[Problem]]:
    """The paper with its PDF, unless words are missing in it or lie outside its pages."""
    lost = missed(paper.data, made)
    if lost:
        return paper, [problem("convert-words-missing", Where(paper.name),
                               quote=" ".join(one.word for one in lost[:QUOTED]),
                               count=str(len(lost)),
                               what=", ".join(dict.fromkeys(one.where for one in lost)))]
    pages = pdf.beyond_edges(made)
    if pages:
        return paper, [problem("convert-beyond-page", Where(paper.name),
                               pages=", ".join(f"page {one}" for one in pages[:MOST_PAGES]))]
    whole = pdf.finish(made, paper.title)
    if converter == OFFICE:
        whole = pdf.describe_figures(whole, descriptions(paper.data))
    return replace(paper, pdf=whole, converter=converter), []

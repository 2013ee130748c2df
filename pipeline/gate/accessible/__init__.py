"""Whether everybody can read what leaves the building, also somebody who hears it read out.

Three layers look at a PDF, since each sees defects that the others miss: the rules of PDF/UA-1, the
integrity of its tags, and what it says held against the Word file that it was made from.
"""

from collections.abc import Sequence

from pipeline.catalogue import problem, problem_of
from pipeline.doors.pdf import integrity, tags, validator
from pipeline.gate.accessible.slides import slides
from pipeline.gate.accessible.spoken import differences
from pipeline.gate.accessible.web import web
from pipeline.model import Fault, Problem, Where

__all__ = ["check", "layers", "slides", "web"]


def check(pdf: bytes, name: str, words: Sequence[str] | None = None,
          headings: Sequence[tuple[int, str]] | None = None, tables: int = 0,
          bundled: bool = False) -> list[Problem]:
    """Every problem of a PDF. None: it passes.

    `words`, `headings` and `tables` are those of the Word file it was made from, in order (see
    `doors.word.outline`). None leaves the comparison out: then only what the PDF says of itself is
    looked at. `bundled` says that several files are one PDF, which has headings of its own too;
    their words, headings and tables are then given one after the other.
    """
    return [one for layer in layers(pdf, name, words, headings, tables, bundled)
            for one in layer]


def layers(pdf: bytes, name: str, words: Sequence[str] | None = None,
           headings: Sequence[tuple[int, str]] | None = None, tables: int = 0,
           bundled: bool = False) -> tuple[list[Problem], list[Problem], list[Problem]]:
    """The problems of a PDF by the layer that saw them: rules, integrity, what is read out."""
    try:
        read = tags.read(pdf)
        whole = integrity.faults(read)
    except tags.NotAPdf:
        return [problem("pdf-unreadable", Where(name))], [], []
    except tags.Malformed:
        return _rules(pdf, name), [problem("pdf-tags-malformed", Where(name))], []
    return (_rules(pdf, name), _placed(whole, name),
            _placed(differences(read.tags, words, headings, tables, bundled), name))


def _rules(pdf: bytes, name: str) -> list[Problem]:
    return [problem("pdf-rule-broken", Where(name, f"page {one.page}" if one.page else ""),
                    one.says, rule=one.rule) for one in validator.rules_broken(pdf)]


def _placed(faults: Sequence[Fault], name: str) -> list[Problem]:
    return [problem_of(one, name) for one in dict.fromkeys(faults)]

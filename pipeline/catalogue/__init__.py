"""Every code of a problem: how grave it is, what it says and how to mend it.

docs/problems.md explains each code; a test holds the two together. Words in braces are filled in by
whoever finds the problem, and never hold what somebody typed: that goes into the quote.
"""

from collections.abc import Mapping
from dataclasses import replace

from pipeline.catalogue import (
    accessible,
    arrival,
    bundles,
    decisions,
    forms,
    gate,
    packing,
    packs,
    published,
)
from pipeline.catalogue.asks import AGAIN, ASKS
from pipeline.catalogue.kind import Kind
from pipeline.model import Fault, Problem, Where

__all__ = ["AGAIN", "CODES", "Kind", "problem", "problem_of"]

CODES: Mapping[str, Kind] = {
    code: replace(kind, asks=ASKS[code].asks, saw=ASKS[code].saw) if code in ASKS else kind
    for code, kind in {**arrival.CODES, **forms.CODES, **gate.CODES, **bundles.CODES, **packs.CODES,
                       **packing.CODES,
                       **accessible.CODES, **published.CODES, **decisions.CODES}.items()}


def problem(code: str, where: Where, quote: str = "", sender: str = "", severity: str = "",
            **words: str) -> Problem:
    """The problem with this code at this place. `words` fill the braces of its sentences."""
    kind = CODES[code]
    return Problem(code, severity or kind.severity, where, kind.message.format(**words),
                   kind.fix.format(**words), quote, sender)


def problem_of(fault: Fault, file: str, sender: str = "") -> Problem:
    """A fault found inside a file, as the problem of this file."""
    return problem(fault.code, Where(file, fault.part, fault.spot), fault.quote, sender,
                   **dict(fault.words))

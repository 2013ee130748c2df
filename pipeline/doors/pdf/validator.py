"""The door to page-validation: which rules of PDF/UA-1 a file breaks, and where."""

import re
from dataclasses import dataclass

import page

_PAGE = re.compile(r"\bpage (\d+)\b")


@dataclass(frozen=True)
class Broken:
    """A broken rule: its id as the validator names it, what it says, on which page (0: unknown)."""

    rule: str
    says: str
    page: int


def rules_broken(pdf: bytes) -> list[Broken]:
    """Every rule of PDF/UA-1 that the file breaks, once for each page. None: it passes.

    A file that the validator cannot read breaks the rule 'unreadable'.
    """
    try:
        report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    except page.PageError:
        return [Broken("unreadable", "the validator cannot read this file", 0)]
    found: dict[tuple[str, int], Broken] = {}
    for failure in report.failures:
        said = _PAGE.search(failure.message)
        number = int(said[1]) if said else 0
        found.setdefault((failure.rule_id, number),
                         Broken(failure.rule_id, failure.message, number))
    if not found and not report.is_compliant:
        return [Broken("unnamed", "the validator refuses this file and names no rule", 0)]
    return list(found.values())

"""A pack of which something is missing: held against every check that makes sense of the rest.

Such a pack is never sealed. It goes to the gate only so that somebody is told everything at once.
"""

from dataclasses import replace

from pipeline.model import Pack

WORD = ".docx"
WHOLE = ("watermark", "logo", "accessibility", "summary_length")
"""Checks of finished pages: they say nothing where pages could not be made."""
OF_REPORT = ("report_contents", "summary_length")


def partial(pack: Pack) -> Pack:
    """The pack as if what is there were all that belongs to it.

    What is missing has been said already, with the place to put it.
    """
    there = {paper.kind.id for paper in pack.papers}
    checks = set(pack.kind.checks)
    unfinished = [one for one in pack.papers if one.name.endswith(WORD) and not one.pdf]
    if unfinished or not pack.papers or (pack.kind.bundle and not pack.bundle):
        checks -= set(WHOLE)
    if not any(paper.kind.means == "report" for paper in pack.papers):
        checks -= set(OF_REPORT)
    if not any(paper.kind.means == "rapid_review" for paper in pack.papers):
        checks -= {"panel_contents"}
    return replace(pack, kind=replace(
        pack.kind, contents=tuple(one for one in pack.kind.contents if one in there),
        checks=tuple(one for one in pack.kind.checks if one in checks)))

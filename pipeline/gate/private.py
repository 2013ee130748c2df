"""What never lies in a published pack: files that came in, and papers for the partnership alone,
also under another name."""

import hashlib
import re
from collections.abc import Iterator

from pipeline.gate.look import Look, outlined, pdf_name, plain
from pipeline.model import DocumentKind, Paper, Problem, Where

PRIVATE = ("rapid_review", "genogram", "chronology", "qa_record", "publication_plan",
           "reactive_lines")
"""What a published pack never holds, by what a document means."""
SHEETS = (".xlsx", ".xls", ".xlsb", ".ods", ".csv", ".xlsm")
RESTRICTED = "restricted"
RECORD = "case_record"
SHARE = 0.5
"""From so many of the case record's headings on, a paper is the case record."""


def not_public(look: Look) -> Iterator[Problem]:
    """No source file, and no paper that is for the partnership alone."""
    for name in look.files:
        if name.lower().endswith(SHEETS):
            yield look.hit("gate-source-file", Where(name))
    came = {one[:16] for one in look.pack.received}
    for paper in look.pack.papers:
        # The paper itself has been rewritten since it came: it is known by the file it came as.
        if came & {paper.file, _fingerprint(paper.data), _fingerprint(paper.pdf)}:
            yield look.hit("gate-source-file", Where(paper.name))
    for name, data in look.pack.files.items():
        if _fingerprint(data) in came and not name.lower().endswith(SHEETS):
            yield look.hit("gate-source-file", Where(name))
    for paper in look.pack.papers:
        if _is_private(paper.kind):
            yield look.hit("gate-not-public", Where(paper.name), what=paper.kind.title)
        elif what := _reads_as(look, paper):
            yield look.hit("gate-private-words", Where(paper.name), what=what)


def _fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16] if data else "-"


def _is_private(kind: DocumentKind) -> bool:
    return kind.means in PRIVATE or kind.folder == RESTRICTED or bool(kind.letter)


def _reads_as(look: Look, paper: Paper) -> str:
    """The title of the private document that a paper is by its own words: those it begins with,
    its first heading, or most headings of the case record."""
    headings = [plain(one) for one in look.headings_of(paper)]
    begins = [*headings[:1], _opening(look, paper)]
    for kind in look.pack.profile.documents:
        title = plain(kind.title)
        if _is_private(kind) and any(
                re.match(rf"{re.escape(title)}(?!\w)", one) for one in begins):
            return kind.title
    form = look.pack.profile.form_meaning(RECORD)
    titles = {plain(one.title) for one in form.sections} if form else set()
    known = titles & {*headings}
    return form.title if form and len(known) > len(titles) * SHARE else ""


def _opening(look: Look, paper: Paper) -> str:
    outline = outlined(paper)
    words = outline.words if outline else look.words_of(paper).split() if pdf_name(
        paper) in look.files else ()
    return plain(" ".join(words[:40]))

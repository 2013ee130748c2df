"""What stands on the pages beside the words: watermarks, drafts' marks, the logo, what hides."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.catalogue import problem_of
from pipeline.doors import hygiene, pdf
from pipeline.doors.hygiene.package import Package
from pipeline.errors import OutsideTrouble
from pipeline.gate.look import BUNDLE, MARKED, Look, pdf_name, plain
from pipeline.model import Fault, Paper, Problem, Where

WORD_PICTURES = r"word/media/.*\.(?:png|jpe?g|gif|svg)"
VML_MARK = re.compile(rb"PowerPlusWaterMarkObject|<v:textpath\b")
MARGIN = ("header", "footer")
OURS = "Put it at the bookmark Logo of the house style, and make the pack again."
THEIRS = ("Ask the Lead Reviewer to put it on the first page of the Word file, or let this through "
          "with a waiver in the case record.")
LONGEST = 60
"""A line that is longer than that is a sentence and no mark."""


def hidden(look: Look) -> Iterator[Problem]:
    """Nothing lies in a finished file that does not show."""
    for name, data in look.files.items():
        for fault in _audited(name, data, look.pack.kind.published):
            yield problem_of(fault, name)


@lru_cache(maxsize=64)
def _audited(name: str, data: bytes, published: bool) -> tuple[Fault, ...]:
    """What hides in a file. Many recipients are given the same one: it is looked through once."""
    return tuple(hygiene.audit(name, data, published))


def watermark(look: Look) -> Iterator[Problem]:
    """Every page of the marked copy bears the mark of this pack, with its number and recipient."""
    words = look.pack.kind.watermark
    wanted = plain(words)
    for name in _marked(look):
        about = look.pdfs.get(name)
        if about is None or not wanted:
            yield look.hit("gate-watermark-missing", Where(name), words=words or "a watermark")
            continue
        for number, mark in enumerate(about.watermarks, start=1):
            if wanted not in plain(mark):
                yield look.hit("gate-watermark-missing", Where(name, f"page {number}"),
                               words=words)


def clean(look: Look) -> Iterator[Problem]:
    """No watermark and no word of a draft is left on what must be clean."""
    for name, about in look.pdfs.items():
        if name == MARKED:
            continue
        for number, mark in enumerate(about.watermarks, start=1):
            if mark:
                yield look.hit("gate-watermark-left", Where(name, f"page {number}"), mark)
    for paper in look.pack.papers:
        if paper.name.endswith((".docx", ".pptx")):
            yield from _word_marks(look, paper)
    banned = [entry["label"] for entry in look.entries("draft_words")]
    allowed = plain(look.pack.kind.marking)
    for name in look.said:
        if name != MARKED:
            yield from _draft_words(look, name, banned, allowed)


def logo(look: Look) -> Iterator[Problem]:
    """The first page shows the logo of the house style: of the report, where there is one."""
    wanted = _logos(look)
    if not wanted:
        yield look.hit("gate-logo-unknown", Where(look.pack.profile.house.name))
        return
    # The cover of a bundle is ours and always bears it: it says nothing of the report behind it.
    theirs = [pdf_name(paper) for paper in look.of("report", "summary")]
    ours = [name for name in (BUNDLE, MARKED) if name in look.files]
    for name in theirs or ours or [next(iter(look.files), "")]:
        about = look.pdfs.get(name)
        shown = about.first_pictures if about else ()
        if not any(pdf.alike(one, known) for one in shown for known in wanted):
            yield look.hit("gate-logo", Where(name, "page 1"), mend=THEIRS if theirs else OURS)


def _marked(look: Look) -> Sequence[str]:
    """The files that must bear the watermark: the marked bundle, or all papers without one."""
    if MARKED in look.files:
        return [MARKED]
    if look.pack.bundle:
        return [BUNDLE]
    return [pdf_name(paper) for paper in look.pack.papers]


def _word_marks(look: Look, paper: Paper) -> Iterator[Problem]:
    try:
        package = Package(paper.data)
    except OutsideTrouble:
        return  # what cannot be opened is refused by the check that looks for what hides
    for part in package.named(r"word/.*\.xml|ppt/slide(?:s|Layouts|Masters)/[^/]+\.xml"):
        if VML_MARK.search(package.members[part]):
            yield look.hit("gate-watermark-left", Where(paper.name, "header"))
            return


def _draft_words(look: Look, name: str, banned: Sequence[str], allowed: str) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for said in look.said[name]:
        margin = said.part.casefold().startswith(MARGIN)
        if said.kind not in ("text", "hidden") or not (margin or name.endswith((".pdf", ".pptx"))):
            continue
        for line in said.words.splitlines():
            if len(line) > LONGEST or (allowed and plain(line) == allowed):
                continue
            word = next((one for one in banned if _is_mark(line, one, margin)), "")
            if word and (said.part, word) not in seen:
                seen.add((said.part, word))
                yield look.hit("gate-draft-words", Where(name, said.part), line, words=word)


def _is_mark(line: str, word: str, margin: bool) -> bool:
    """Whether a line is a mark: all capitals anywhere, whatever its letters at head or foot."""
    if margin:
        return re.search(rf"\b{re.escape(word)}", line, re.IGNORECASE) is not None
    return line.strip() == line.strip().upper() and re.search(
        rf"\b{re.escape(word)}", line) is not None


def _logos(look: Look) -> list[pdf.Drawn]:
    """The pictures of the house style. OSError and OutsideTrouble are the caller's to report."""
    house = look.pack.profile.house
    package = Package(house.read_bytes())
    found = (pdf.look(package.members[name]) for name in package.named(WORD_PICTURES))
    return [one for one in found if one is not None]

"""What papers must say, what they must not, and what must not be among them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.doors import hygiene
from pipeline.gate.look import NO_WORDS, Look, pdf_name, plain
from pipeline.gate.recorded import text
from pipeline.letterhead import members, recipients
from pipeline.model import Paper, Problem, Where
from pipeline.names.kinds import FAMILY_NAME, IN_PLACE_OF

ALLOWED_BRACKETS = frozenset((*IN_PLACE_OF.values(), FAMILY_NAME))
ADDRESSED = "to:"
OTHERS = ("agency", "family", "member")
RUNNING = 20
"""A running header has no more words than that."""


def action_plan(look: Look) -> Iterator[Problem]:
    """An action plan is there only where the partnership says that it publishes one."""
    for paper in look.of("action_plan"):
        if paper.kind.id not in look.pack.kind.contents:
            yield look.hit("gate-action-plan", Where(paper.name))
    for paper in look.of("report"):
        for entry in look.entries("report_excludes"):
            for heading in _headed(look, paper, entry):
                yield look.hit("gate-action-plan", Where(paper.name, "A heading"), heading)


def report_contents(look: Look) -> Iterator[Problem]:
    """The report says what the law wants every published report to say."""
    papers = look.of("report")
    if not papers:
        yield look.hit("gate-paper-missing", Where("The pack"), title="the report")
    for paper in papers:
        for entry in look.entries("report_contents"):
            if not _headed(look, paper, entry) and not _worded(look, paper, entry):
                yield look.hit("gate-report-contents", Where(paper.name, "", entry["id"]),
                               what=entry["label"], such_as=_examples(entry))


def summary_length(look: Look) -> Iterator[Problem]:
    """The summary is as short as the profile asks: a paper of its own, or a part of the report."""
    [entry] = look.entries("summary_length")
    most = int(entry["pages"])
    found = {paper.name: look.pdfs[pdf_name(paper)].pages for paper in look.of("summary")
             if pdf_name(paper) in look.pdfs}
    if not found:
        found = {paper.name: pages for paper in look.of("report")
                 if (pages := _part_pages(look, paper, entry))}
    if not found:
        yield look.hit("gate-summary-missing", Where("The pack"))
    for name, pages in found.items():
        if pages > most:
            yield look.hit("gate-summary-long", Where(name), pages=str(pages), most=str(most))


def placeholders(look: Look) -> Iterator[Problem]:
    """Nothing is left to be filled in, and nothing says that nobody answered."""
    patterns = [(re.compile(entry["pattern"]), entry["label"])
                for entry in look.entries("placeholders")]
    unanswered = [entry["label"] for entry in look.entries("unanswered")]
    allowed = _brackets(look)
    seen: set[tuple[str, str, str]] = set()
    for name, mend in {one.name: _to_answer(one) for one in look.pack.papers}.items():
        for said in look.said.get(name, NO_WORDS):
            if said.kind not in ("text", "cell", "chart", "alt"):
                continue
            for pattern, label in patterns:
                for found in pattern.finditer(said.words):
                    if found[0] in allowed or (name, said.part, found[0]) in seen:
                        continue
                    seen.add((name, said.part, found[0]))
                    yield look.hit("gate-placeholder", Where(name, said.part, said.spot),
                                   found[0], what=label)
            for words in unanswered:
                if re.search(rf"\b{re.escape(words)}\b", said.words) and (
                        name, said.part, words) not in seen:
                    seen.add((name, said.part, words))
                    yield look.hit("gate-unanswered", Where(name, said.part, said.spot),
                                   words=words, mend=mend)


def panel_contents(look: Look) -> Iterator[Problem]:
    """The Rapid Review records what the Panel asks for, and holds nothing that it asks not to."""
    papers = look.of("rapid_review")
    if not papers:
        yield look.hit("gate-paper-missing", Where("The pack"), title="the Rapid Review")
    words = "\n".join(plain(look.words_of(paper)) for paper in papers)
    for entry in look.entries("panel_contents") if papers else ():
        wanted = [entry["label"], *entry.get("words", ())]
        if not any(plain(one) in words for one in wanted):
            yield look.hit("gate-panel-content", Where(papers[0].name, "", entry["id"]),
                           what=entry["label"])
    for entry in look.entries("panel_excludes"):
        for paper in look.pack.papers:
            if _excluded(look, paper, entry):
                yield look.hit("gate-panel-excluded", Where(paper.name, "", entry["id"]),
                               what=entry["label"])


def recipient(look: Look) -> Iterator[Problem]:
    """Nothing in the pack of one recipient is addressed to another."""
    mine = look.pack.recipient
    everybody = {one.code: text(one.name) for each in ("agency", "family")
                 for one in recipients(look.pack.case, each)}
    everybody |= {one.code: text(one.name)
                  for one in members(look.pack.profile, look.pack.case)}
    if look.pack.kind.for_each == "list":
        everybody |= {str(entry["id"]): str(entry["label"])
                      for entry in look.entries(look.pack.kind.recipients)}
    for paper in look.pack.papers:
        kind = paper.kind
        of_one = kind.for_each in OTHERS and bool(mine.code)
        if of_one and not paper.outside and _code_of(paper) not in ("", mine.code):
            yield look.hit("gate-recipient", Where(paper.name))
        elif kind.letter:
            to = _addressee(look, paper)
            others = {plain(name) for code, name in everybody.items()
                      if code != mine.code and plain(name) != plain(mine.label)}
            if to and to in others:
                yield look.hit("gate-recipient", Where(paper.name, "Addressee"))


def _code_of(paper: Paper) -> str:
    """The code in the name of a copy that is made for one of many."""
    stem = paper.name.rpartition(".")[0]
    return stem.removeprefix(paper.kind.id).lstrip("-")


def _addressee(look: Look, paper: Paper) -> str:
    """Whom a letter is addressed to: the line that says so."""
    for said in look.said.get(paper.name, NO_WORDS):
        if plain(said.words).startswith(ADDRESSED):
            return plain(said.words).removeprefix(ADDRESSED).strip()
    return ""


def _headed(look: Look, paper: Paper, entry: Mapping[str, Any]) -> list[str]:
    """The headings of a paper that have one of an entry's words."""
    return [heading for heading in look.headings_of(paper)
            if any(plain(one) in plain(heading) for one in entry.get("headings", ()))]


def _examples(entry: Mapping[str, Any]) -> str:
    """Headings that would do, for somebody who has to write one."""
    *most, last = (f"'{one}'" for one in entry["such_as"])
    return f"{', '.join(most)} or {last}" if most else last


def _worded(look: Look, paper: Paper, entry: Mapping[str, Any]) -> bool:
    words = plain(look.words_of(paper))
    return any(plain(one) in words for one in entry.get("words", ()))


def _excluded(look: Look, paper: Paper, entry: Mapping[str, Any]) -> bool:
    form = look.pack.profile.forms.get(paper.kind.form)
    return (paper.kind.means in entry.get("means", ())
            or (form is not None and form.filled_by in entry.get("filled_by", ()))
            or bool(_headed(look, paper, entry))
            or any(fault.code in entry.get("codes", ()) for fault in hygiene.audit(
                paper.name, paper.data, look.pack.kind.published)))


def _part_pages(look: Look, paper: Paper, entry: Mapping[str, Any]) -> int:
    """How many pages the part under a heading takes, up to the next heading as high or higher."""
    name = pdf_name(paper)
    about = look.pdfs.get(name)
    marks = about.outline if about else ()
    for at, mark in enumerate(marks):
        if any(plain(one) in plain(mark.title) for one in entry["headings"]):
            after = next((one for one in marks[at + 1:] if one.level <= mark.level), None)
            if after is None:
                return (about.pages if about else mark.page) - mark.page + 1
            page = next((plain(said.words) for said in look.said[name]
                         if said.part == f"Page {after.page}" and said.kind == "text"), "")
            begun = page.partition(plain(after.title))[0]
            # More than a running header before the next heading: the part goes on on that page.
            goes_on = after.page == mark.page or len(begun.split()) > RUNNING
            return after.page - mark.page + goes_on
    return 0


def _brackets(look: Look) -> frozenset[str]:
    """Words in square brackets that are meant: what stands in place of something taken out."""
    if not look.pack.kind.anonymise:
        return frozenset()
    own = {text(row.get("instead")) for row in look.recorded.rows("other_names")}
    return ALLOWED_BRACKETS | {one if one.startswith("[") else f"[{one}]" for one in own if one}


def _to_answer(paper: Paper) -> str:
    """What to do about an answer that a paper does not have: which questions wait for one."""
    if not paper.unanswered:
        return "Ask for the answer, or leave the line out of this document."
    return (f"Not answered yet: {'; '.join(paper.unanswered)}. Answer it in that workbook of the "
            "case folder, and run the command again.")

"""One spoilt pack for each code of the gate: a good one, changed in a single way."""

import hashlib
import io
import struct
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from pipeline.doors import hygiene
from pipeline.doors.mail import write_draft
from pipeline.model import Pack, Paper, Recipient
from pipeline.model.decisions import Doubt, Tick
from tests.gate.packs import (
    PAGE,
    REPORT,
    REVIEW,
    STATEMENT,
    added,
    answer,
    bundled,
    case,
    changed,
    document,
    paged,
    panel,
    paper,
    parts,
    public,
    rows,
    saved,
    slides,
    word,
)

Lines = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Spoilt:
    """The check that must find it, and how the pack is made. '' is no check: found before them."""

    check: str
    make: Callable[[], Pack]
    doubts: tuple[Doubt, ...] = ()
    ticks: tuple[Tick, ...] = ()


def in_report(spoil: Callable[[Any], None]) -> Callable[[], Pack]:
    """The report's Word file changed through python-docx."""
    def make() -> Pack:
        pack = public()
        first = replace(pack.papers[0], data=word(REPORT, spoil))
        return replace(pack, papers=(first, *pack.papers[1:]))
    return make


def in_parts(change: Callable[[dict[str, bytes]], None]) -> Callable[[], Pack]:
    """The report's Word file changed in its parts."""
    def make() -> Pack:
        pack = public()
        first = replace(pack.papers[0], data=parts(pack.papers[0].data, change))
        return replace(pack, papers=(first, *pack.papers[1:]))
    return make


def in_deck(spoil: Callable[[Any], None]) -> Callable[[], Pack]:
    """The deck changed through python-pptx."""
    def make() -> Pack:
        pack = public()
        return replace(pack, papers=(*pack.papers[:2], replace(pack.papers[2], data=slides(spoil)),
                                     *pack.papers[3:]))
    return make


def saying(words: str) -> Callable[[], Pack]:
    """The deck says something else."""
    def spoil(deck: Any) -> None:
        deck.slides[0].placeholders[1].text_frame.paragraphs[0].runs[0].text = words
    return in_deck(spoil)


def page(old: str, new: str) -> Callable[[], Pack]:
    """The web page with other words."""
    def make() -> Pack:
        pack = public()
        last = replace(pack.papers[3], data=PAGE.replace(old, new).encode())
        return replace(pack, papers=(*pack.papers[:3], last))
    return make


def beside(name: str, data: Callable[[], bytes]) -> Callable[[], Pack]:
    """One file more in the folder."""
    return lambda: replace(public(), files={name: data()})


def decided(**said: str) -> Callable[[], Pack]:
    """Something else recorded in the publication plan."""
    return lambda: replace(public(), case=case(said))


def recorded(**tables: Any) -> Callable[[], Pack]:
    """Other rows in the case."""
    return lambda: replace(public(), case=case(None, **tables))


def reading(lines: Lines) -> Callable[[], Pack]:
    """A report that says something else, in every one of its files."""
    def make() -> Pack:
        pack = public()
        first = paper(pack.papers[0].kind, lines)
        whole = (*lines, *STATEMENT)
        return replace(pack, papers=(first, *pack.papers[1:]), bundle=bundled(whole),
                       marked=bundled(whole, pack.kind.watermark))
    return make


def like(**more: Any) -> Callable[[], Pack]:
    """A pack of another kind."""
    return lambda: replace(public(), kind=replace(public().kind, **more))


def with_paper(means: str, pack: Callable[[], Pack] = public) -> Callable[[], Pack]:
    """One paper more."""
    def make() -> Pack:
        made = pack()
        of = document(made.profile, means)
        more = Paper(of, f"{of.id}.docx", of.title, word(STATEMENT))
        return replace(made, papers=(*made.papers, more))
    return make


def without(lines: Lines, heading: str) -> Lines:
    """The lines without a heading and what stands under it."""
    at = next(n for n, (_, text) in enumerate(lines) if text == heading)
    return (*lines[:at], *lines[at + 2:])


# --- one thing each -------------------------------------------------------------------------


def _run(document: Any) -> Any:
    return next(one for one in document.paragraphs if one.style.name == "Normal").runs[0]


def _author(document: Any) -> None:
    document.core_properties.author = "A person"


def _comment(document: Any) -> None:
    document.add_comment(_run(document), "Is this so?", "A person", "AP")


def _wrap(document: Any, tag: str, **marks: str) -> None:
    run = _run(document)._element
    around = OxmlElement(tag)
    for key, value in marks.items():
        around.set(qn(f"w:{key}"), value)
    run.addprevious(around)
    around.append(run)


def _hidden(document: Any) -> None:
    document.paragraphs[1].add_run("Left from before").font.hidden = True


def _white(document: Any) -> None:
    _run(document).font.color.rgb = RGBColor(255, 255, 255)


def _session(document: Any) -> None:
    document.paragraphs[0]._element.set(qn("w:rsidR"), "00AB12CD")


def _header(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = "Draft 3"


def _setting(xml: bytes) -> Callable[[], Pack]:
    return in_parts(changed("word/settings.xml", b"</w:settings>", xml + b"</w:settings>"))


def _relation(kind: str, target: str) -> Callable[[], Pack]:
    one = (f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
           f'relationships/{kind}" Target="{target}" TargetMode="External"/></Relationships>')
    return in_parts(changed("word/_rels/document.xml.rels", b"</Relationships>", one.encode()))


def _chart(deck: Any) -> None:
    data = CategoryChartData()
    data.categories = ["2024", "2025"]
    data.add_series("Visits", (3, 1))
    drawn = deck.slides[0].shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(4), Inches(4), Inches(2), data)
    drawn._element.nvGraphicFramePr.cNvPr.set("descr", "Visits fell from three to one.")


def _notes(deck: Any) -> None:
    deck.slides[0].notes_slide.notes_text_frame.text = "Say this slowly."


def _unshown(deck: Any) -> None:
    deck.slides[0]._element.set("show", "0")


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    """A tiny picture with these segments before its pixels."""
    inside = b"".join(b"\xff" + bytes([mark]) + struct.pack(">H", len(body) + 2) + body
                      for mark, body in segments)
    return b"\xff\xd8" + inside + b"\xff\xda\x00\x02\x11\xff\x00\x22\xff\xd9"


def hiding_sheet() -> bytes:
    """A message with a workbook that hides a column."""
    book = openpyxl.Workbook()
    book.active["A1"] = "One"
    book.active.column_dimensions["B"].hidden = True
    return write_draft("info@example.org", "A table", "Here it is.",
                       [("table.xlsx", hygiene.scrub("table.xlsx", saved(book)))])


def pdf_with(spoil: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A PDF of its own, changed."""
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(paged(STATEMENT))) as whole:
        spoil(whole)
        whole.save(held)
    return held.getvalue()


def _attach(whole: pikepdf.Pdf) -> None:
    whole.attachments["rows.txt"] = pikepdf.AttachedFileSpec(whole, b"one", filename="rows.txt")


def _note(whole: pikepdf.Pdf) -> None:
    whole.pages[0].obj.Annots = whole.make_indirect(pikepdf.Array([pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9],
        Contents=pikepdf.String("See this"))]))


def _listless() -> Pack:
    pack = public()
    lists = {key: value for key, value in pack.profile.lists.items() if key != "placeholders"}
    return replace(pack, profile=replace(pack.profile, lists=lists))


def _bare_house() -> Pack:
    pack = public()
    folder = Path(tempfile.mkdtemp())
    (folder / "house.docx").write_bytes(word(STATEMENT))
    return replace(pack, profile=replace(pack.profile, docx=folder))


def _sealed(when: str) -> Callable[[], Pack]:
    return lambda: replace(public(), diary=tuple(
        {**line, "when": when} for line in public().diary))


def _another_report() -> Pack:
    """The report was changed after the copies of it had gone out."""
    pack = public()
    report = replace(pack.papers[0], outside=True, file="as it is now")
    then = tuple({**line, "papers": {report.kind.id: "as it was then"}} for line in pack.diary)
    return replace(pack, papers=(report, *pack.papers[1:]), diary=then)


def _steps(means: str, *fields: str) -> Callable[[], Pack]:
    """The last row of a table without some of its answers."""
    def make() -> Pack:
        known = case()
        for form in known["forms"].values():
            table = form["merged"]["sections"].get(means)
            if table and table.get("rows"):
                table["rows"][-1] = {key: value for key, value in table["rows"][-1].items()
                                     if key not in fields}
        return replace(public(), case=known)
    return make


def _letter() -> Pack:
    pack = panel()
    of = next(one for one in pack.profile.documents if one.for_each == "agency" and one.letter)
    more = Paper(of, f"{of.id}-A2.docx", of.title, word(STATEMENT))
    return replace(pack, papers=(*pack.papers, more), recipient=Recipient("A1", "Wealdmere Police"))


def _waiver(**said: str) -> dict[str, Any]:
    return rows({"code": "gate-logo", "where": "", "reason": "The logo is being drawn again.",
                 "by": "Business Manager", "on": "1 March 2026", **said})


def _waived(code: str, where: str = "", **more: str) -> Callable[[], Pack]:
    return lambda: replace(public(), case=case(None, waivers=_waiver(
        code=code, where=where, **more)))


def _came_as_a_return() -> Pack:
    """A return that somebody put into the folder of the report. Names have been taken out since:
    only the fingerprint of the file as it came tells what it was."""
    came = b"the return as it came"
    pack = public()
    first = replace(pack.papers[0], outside=True, file=hashlib.sha256(came).hexdigest()[:16])
    return replace(pack, papers=(first, *pack.papers[1:]),
                   received=frozenset([hashlib.sha256(came).hexdigest()]))


DAYS = {"publication": answer("10 March 2026", "2026-03-10"),
        "incident": answer("10 March 2025", "2025-03-10")}
TICK = Tick("k", "report.pdf", 1, "1", "aged nine weeks", "Age")
LONG = (REPORT[0], ("", "Agencies met and agreed what to do next. " * 420), *REPORT[1:])

SPOILT: dict[str, Spoilt] = {
    "trace-unreadable": Spoilt("hygiene", beside("old.doc", lambda: b"\xd0\xcf\x11\xe0old")),
    "trace-properties": Spoilt("hygiene", in_report(_author)),
    "trace-custom-data": Spoilt("hygiene", in_parts(added("customXml/item1.xml", b"<a/>"))),
    "trace-comments": Spoilt("hygiene", in_report(_comment)),
    "trace-tracked-changes": Spoilt("hygiene", in_report(
        lambda one: _wrap(one, "w:ins", id="1", author="x", date="2026-01-01T00:00:00Z"))),
    "trace-hidden-text": Spoilt("hygiene", in_report(_hidden)),
    "trace-invisible-text": Spoilt("hygiene", in_report(_white)),
    "trace-editing-marks": Spoilt("hygiene", in_report(_session)),
    "trace-thumbnail": Spoilt("hygiene", in_parts(added("docProps/thumbnail.jpeg", jpeg()))),
    "trace-template": Spoilt("hygiene", _setting(
        b'<w:attachedTemplate xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships" r:id="rId9"/>')),
    "trace-variables": Spoilt("hygiene", _setting(
        b'<w:docVars><w:docVar w:name="a" w:val="b"/></w:docVars>')),
    "trace-fields": Spoilt("hygiene", in_report(
        lambda one: _wrap(one, "w:fldSimple", instr=" AUTHOR "))),
    "trace-outside-parts": Spoilt("hygiene", _relation("image", "https://example.org/a.png")),
    "trace-inside-links": Spoilt("hygiene", _relation("hyperlink", "file://server/cases/a.docx")),
    "trace-embedded": Spoilt("hygiene", in_parts(added("word/embeddings/oleObject1.bin", b"ole"))),
    "trace-chart-data": Spoilt("hygiene", in_deck(_chart)),
    "trace-picture-data": Spoilt("hygiene", in_parts(
        added("word/media/image9.jpg", jpeg((0xFE, b"by the camera"))))),
    "trace-picture-names": Spoilt("hygiene", in_parts(
        added("word/media/holiday.jpg", jpeg()))),
    "trace-notes": Spoilt("hygiene", in_deck(_notes)),
    "trace-hidden-slides": Spoilt("hygiene", in_deck(_unshown)),
    "trace-hidden-cells": Spoilt("hygiene", beside("note.eml", hiding_sheet)),
    "trace-macros": Spoilt("hygiene", in_parts(added("word/vbaProject.bin", b"code"))),
    "trace-attachments": Spoilt("hygiene", beside("more.pdf", lambda: pdf_with(_attach))),
    "trace-annotations": Spoilt("hygiene", beside("more.pdf", lambda: pdf_with(_note))),
    "trace-web": Spoilt("hygiene", page("<p>", "<!-- ask the mother --><p>")),
    "trace-mail": Spoilt("hygiene", beside("note.eml", lambda: b"Received: from a.example\r\n"
                                           + write_draft("info@example.org", "A", "Words."))),
    "gate-cannot-check": Spoilt("placeholders", _listless),
    "gate-paper-missing": Spoilt("", lambda: replace(public(), papers=(
        *public().papers[:2], public().papers[3]))),
    "gate-name": Spoilt("names", saying("Zephyrine Quillfeather was loved.")),
    "gate-identifier": Spoilt("identifiers", saying("Her number is 999 123 4560.")),
    "gate-practitioner": Spoilt("not_public", saying("Odalys Brackenthwaite came.")),
    "gate-doubt": Spoilt("doubts", saying("Zephyrina Quillfether was loved.")),
    "gate-tick-open": Spoilt("tick_list", public, ticks=(TICK,)),
    "gate-source-file": Spoilt("not_public", _came_as_a_return),
    "gate-private-words": Spoilt("not_public", reading(
        (("1", "Composite Chronology: what happened when"), *REPORT))),
    "gate-not-public": Spoilt("not_public", with_paper("chronology")),
    "gate-watermark-missing": Spoilt("watermark", lambda: replace(
        public(), marked=public().bundle)),
    "gate-watermark-left": Spoilt("clean", lambda: replace(public(), bundle=public().marked)),
    "gate-draft-words": Spoilt("clean", in_report(_header)),
    "gate-logo": Spoilt("logo", lambda: replace(public(), papers=(
        replace(public().papers[0], pdf=paged(REPORT)), *public().papers[1:]))),
    "gate-logo-unknown": Spoilt("logo", _bare_house),
    "gate-judicial": Spoilt("judicial", decided(judicial_agreement="")),
    "gate-judicial-awaited": Spoilt("judicial", decided(judicial_agreement="Asked for")),
    "gate-legal-advice": Spoilt("legal_advice", decided(legal_advice_from="")),
    "gate-family-meeting": Spoilt("family_meeting", decided(family_meeting_on="")),
    "gate-sign-off": Spoilt("sign_off", _steps("sign_off", "on")),
    "gate-partner": Spoilt("partners", _steps("partners", "name")),
    "gate-panel-copy": Spoilt("panel_copy", lambda: replace(public(), diary=())),
    "gate-panel-copy-late": Spoilt("panel_copy", _sealed("2026-02-27")),
    "gate-panel-copy-other": Spoilt("panel_copy", _another_report),
    "gate-too-late": Spoilt("panel_copy", like(before=("incident",))),
    "gate-too-early": Spoilt("panel_copy", like(after=("contract_agreed",))),
    "gate-publication-day": Spoilt("publication_day", recorded(key_dates=DAYS)),
    "gate-publication-day-missing": Spoilt("publication_day", recorded(key_dates={
        "publication": answer("March 2026", "2026-03")})),
    "gate-reviewer-missing": Spoilt("reviewer", decided(reviewer="")),
    "gate-reviewer": Spoilt("reviewer", decided(reviewer="Thaddeus Wrenfield; Isolde Marchbanks")),
    "gate-report-contents": Spoilt("report_contents", reading(without(REPORT, "Recommendations"))),
    "gate-summary-long": Spoilt("summary_length", reading(LONG)),
    "gate-summary-missing": Spoilt("summary_length", reading(
        (("1", "Introduction"), *REPORT[1:]))),
    "gate-placeholder": Spoilt("placeholders", saying("We met on [insert date].")),
    "gate-unanswered": Spoilt("placeholders", saying("The outcome: Not recorded.")),
    "gate-way": Spoilt("way", like(ways=("Improvements only",))),
    "gate-way-missing": Spoilt("way", decided(way="")),
    "gate-not-published": Spoilt("way", lambda: replace(
        like(ways=("Not published",))(), case=case({"way": "Not published",
                                                    "panel_asked_on": "2 February 2026"}))),
    "gate-report-inside": Spoilt("way", lambda: replace(
        like(ways=("Improvements only",))(), case=case({"way": "Improvements only"}))),
    "gate-recipient": Spoilt("recipient", _letter),
    "gate-panel-content": Spoilt("panel_contents", lambda: replace(
        panel(), kind=replace(panel().kind, gaps="refused"),
        papers=(paper(panel().papers[0].kind, without(REVIEW, "Learning")),))),
    "gate-panel-excluded": Spoilt("panel_contents", with_paper("chronology", panel)),
    "gate-action-plan": Spoilt("action_plan", with_paper("action_plan")),
    "waiver-incomplete": Spoilt("", _waived("gate-logo", reason="")),
    "waiver-not-allowed": Spoilt("", _waived("trace-tracked-changes")),
}

"""A small made-up case and two packs that pass their gates, to be spoilt in one way each."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from docx import Document
from docx.document import Document as Doc
from pptx import Presentation

from pipeline.doors import hygiene, pdf, typst
from pipeline.doors.docwriter import Paragraph, Span, pack_again, write_blocks
from pipeline.doors.hygiene.package import Package
from pipeline.model import Case, DocumentKind, Pack, PackKind, Paper, Profile, Recipient
from pipeline.names import Name, Scanner
from tests.making.collated import loaded

CHILD = "Zephyrine Quillfeather"
AS_OF = "2026-03-01"
PUBLISHED = "2026-03-10"
NAMES = (
    Name("C1", "Child", CHILD, instead="Child C1"),
    Name("C1", "NHS number", "999 123 4560", instead="[NHS number]"),
    Name("P1", "Practitioner", "Odalys Brackenthwaite", instead="the health visitor"),
    Name("F1", "Family member", "Grace Quillfeather", instead="a family member (F1)"),
)
REPORT = (
    ("1", "Executive summary"),
    ("", "This review by Thaddeus Wrenfield looks at how agencies worked together."),
    ("1", "Involvement of the family"), ("", "The parents were invited and met the reviewer."),
    ("1", "Systemic analysis"), ("", "Underlying reasons lay in how services share information."),
    ("1", "Recommendations"), ("", "Agencies should agree one plan and keep to it."),
)
STATEMENT = (("1", "Statement"), ("", "We have learned from this child and thank the family."))
REVIEW = (
    ("1", "The child"), ("", "Date of birth, sex and ethnicity are given in the annex."),
    ("1", "Family structure"), ("", "The household is described by role."),
    ("1", "Immediate safeguarding arrangements"), ("", "The brother is with his aunt."),
    ("1", "Summary of the facts"), ("", "The baby was hurt at home."),
    ("1", "Decision"), ("", "A local review follows."),
    ("1", "Learning"), ("", "Handover between services."),
    ("1", "Agencies involved"), ("", "Four agencies took part."),
)
PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>A review</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><header role="banner"><a href="#main">Skip to main content</a></header>
<main id="main"><h1>A review</h1><p>What we learned.</p></main>
<footer>Local partnership</footer></body></html>
"""
Lines = Sequence[tuple[str, str]]
TAG = re.compile(rb"\{\{.*?\}\}|\{%.*?%\}")


def word(lines: Lines, spoil: Any = None) -> bytes:
    """A clean Word file; `spoil` does something to it before it is saved, after it was scrubbed."""
    clean = _word(tuple(lines))
    if spoil is None:
        return clean
    document = Document(io.BytesIO(clean))
    spoil(document)
    return pack_again(saved(document))


@cache
def _word(lines: Lines) -> bytes:
    house = (loaded("norfolk").docx / "house.docx").read_bytes()
    blocks = [Paragraph((Span(text),), f"Heading {level}" if level else "Normal")
              for level, text in lines]
    made = write_blocks(blocks, house, lines[0][1])

    def untagged(members: dict[str, bytes]) -> None:
        for name in members:
            if name.startswith(("word/header", "word/footer")):
                members[name] = TAG.sub(b"", members[name])

    return hygiene.scrub("paper.docx", parts(made, untagged))


def saved(document: Any) -> bytes:
    """A document of python-docx or python-pptx as bytes."""
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def parts(data: bytes, change: Any) -> bytes:
    """An Office file after `change` was done to its parts by name."""
    package = Package(data)
    change(package.members)
    return package.data()


@cache
def paged(lines: Lines, before: str = "") -> bytes:
    """The same words as a PDF; `before` is Typst that comes first."""
    text = "\n\n".join(f"#heading(level: {level})[#{typst.literal(words)}]" if level
                       else f"#{typst.literal(words)}" for level, words in lines)
    return typst.compile(before + text, {"logo.png": logo()}, lines[0][1])


@cache
def logo() -> bytes:
    """The logo of the house style."""
    package = Package((loaded("norfolk").docx / "house.docx").read_bytes())
    return next(package.members[name] for name in package.named(r"word/media/.*\.png"))


COVER = '#image("logo.png", alt: "Logo of the partnership", width: 4cm)\n\n'


@cache
def bundled(lines: Lines, mark: str = "") -> bytes:
    """A bundle of papers with the logo on its first page, and a watermark where one is asked."""
    whole = paged(lines, COVER)
    if not mark:
        return whole
    sheet = typst.compile(f"#{typst.literal(mark)}", {}, "Mark")
    return pdf.stamp(whole, sheet, [0] * len(pdf.sizes(whole)), "Watermark")


@cache
def deck() -> bytes:
    """A clean deck of one slide."""
    made = Presentation()
    made.core_properties.title = "What we learned"
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "What we learned"
    slide.placeholders[1].text = "Agree one plan."
    for run in slide._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}r"):
        run.get_or_add_rPr().set("lang", "en-GB")
    return hygiene.scrub("deck.pptx", saved(made))


def slides(spoil: Any) -> bytes:
    """The deck after `spoil` did something to it."""
    made = Presentation(io.BytesIO(deck()))
    spoil(made)
    return pack_again(saved(made))


def answer(words: str, value: Any = "") -> dict[str, Any]:
    """An answer as the case has it."""
    ref = {"file": "R001", "part": "Sheet", "spot": "C1"}
    return {"text": words, "value": value or words, "refs": [ref], "missing": "Not recorded"}


def rows(*found: Mapping[str, str]) -> dict[str, Any]:
    """A table of the case."""
    return {"rows": [{"n": n, **{key: answer(words) for key, words in one.items()}}
                     for n, one in enumerate(found, start=1)]}


DECISION = {
    "way": "The whole report", "judicial_agreement": "Given", "judicial_reference": "ZZ 12/26",
    "legal_advice_on": "2 February 2026", "legal_advice_from": "Legal services manager",
    "family_meeting_on": "20 February 2026", "family_involvement": "The parents met the reviewer.",
    "reviewer": "Thaddeus Wrenfield", "panel_asked_on": "", "impact_assessment": ""}


def section(profile: Profile, means: str) -> tuple[str, Any]:
    """The form and the section that mean this."""
    return next((form.id, found) for form in profile.forms.values()
                if (found := form.meaning(means)) is not None)


def case(decision: Mapping[str, str] | None = None, **tables: Any) -> Case:
    """The made-up case: everything recorded that must be. `tables` are other rows by meaning."""
    profile = loaded("norfolk")
    steps = [row["body"] for row in section(profile, "sign_off")[1].printed]
    three = [row["partner"] for row in section(profile, "partners")[1].printed]
    said: dict[str, Any] = {
        "publication_decision": {key: answer(words) for key, words in
                                 {**DECISION, **(decision or {})}.items()},
        "sign_off": rows(*({"body": one, "on": "3 February 2026", "by": "Business Manager"}
                           for one in steps)),
        "partners": rows(*({"partner": one, "name": "Director", "agreed_on": "4 February 2026"}
                           for one in three)),
        "key_dates": {"publication": answer("10 March 2026", PUBLISHED),
                      "incident": answer("7 May 2025", "2025-05-07")},
        "subject_children": {"children": []}, "people": rows(), "waivers": rows(),
        "other_names": rows(), **tables}
    forms: dict[str, Any] = {form: {"merged": {"sections": {}}, "returns": []}
                             for form in profile.forms}
    for means, content in said.items():
        form, found = section(profile, means) if means != "people" else ("", None)
        if found is not None:
            forms[form]["merged"]["sections"][found.id] = content
    record = profile.form_meaning("case_record")
    assert record is not None
    empty = {one.id: {"rows": []} for one in record.sections}
    return {"forms": forms, "agencies": [
        {"code": answer("A1"), "title": answer("Wealdmere Police"), "asked": True},
        {"code": answer("A2"), "title": answer("Wealdmere Health"), "asked": True}],
        "people": [], "case": empty, "reference": answer("SPR00-00"),
        "deadlines": {"report_sent": {"date": {"value": "2026-02-27"}, "national": "other"},
                      "other": {"date": {"value": "2026-02-26"}}}}


def document(profile: Profile, means: str) -> DocumentKind:
    """The first document of the profile that means this."""
    return next(one for one in profile.documents if one.means == means)


@cache
def scanner() -> Scanner:
    """Finds the made-up names."""
    return Scanner(NAMES, keep=("info@example.org",))


def kind(profile: Profile, like: str, **more: Any) -> PackKind:
    """A pack of the profile, changed."""
    return replace(next(one for one in profile.packs if one.id == like), **more)


def paper(of: DocumentKind, lines: Lines, spoil: Any = None) -> Paper:
    """A Word file of the pack with its PDF; a report with the logo on its first page."""
    drawn = paged(lines, COVER if of.means == "report" else "")
    return Paper(of, f"{of.id}.docx", of.title, word(lines, spoil), pdf=drawn, converter="typst")


@cache
def public() -> Pack:
    """A publication that passes everything: with a clean and a marked bundle."""
    profile = loaded("norfolk")
    first = paper(document(profile, "report"), REPORT)
    second = paper(document(profile, "press_statement"), STATEMENT)
    third = document(profile, "deck")
    fourth = document(profile, "web_page")
    of = kind(profile, "publication", watermark="EMBARGOED until 10 March 2026")
    whole = (*REPORT, *STATEMENT)
    lists = profile.lists["report_before_publication"]
    diary = tuple({"what": "sealed", "when": "2026-02-18", "pack": "pre_publication",
                   "recipient": one["id"], "edition": 1, "fingerprint": "0"} for one in lists)
    return Pack(
        profile, replace(of, checks=(*of.checks, "watermark", "summary_length", "recipient")),
        Recipient(label="The public"),
        (first, second,
         Paper(third, f"{third.id}.pptx", third.title, deck()),
         Paper(fourth, f"{fourth.id}.html", fourth.title, PAGE.encode())),
        case(), AS_OF, bundle=bundled(whole), marked=bundled(whole, of.watermark), diary=diary)


@cache
def panel() -> Pack:
    """What the National Panel is given, and it passes."""
    profile = loaded("norfolk")
    of = kind(profile, "national_panel")
    review = next(one for one in profile.documents
                  if one.means == "rapid_review" and one.id in of.contents)
    return Pack(profile, replace(of, contents=(review.id,)), Recipient(label="The Panel"),
                (paper(review, REVIEW),), case(), AS_OF)


def added(path: str, data: bytes) -> Any:
    """A change of parts: one more part."""
    def change(members: dict[str, bytes]) -> None:
        members[path] = data
    return change


def changed(path: str, old: bytes, new: bytes) -> Any:
    """A change of parts: some bytes of one."""
    def change(members: dict[str, bytes]) -> None:
        assert old in members[path]
        members[path] = members[path].replace(old, new, 1)
    return change


def body(document: Doc) -> Any:
    """The body of a Word file."""
    return document.element.body

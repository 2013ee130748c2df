"""Documents of a case: which are made, where they go, what they used, and what a bad one costs."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from pipeline.doors.word import text_of
from pipeline.doors.xlsx import read_book
from pipeline.model import DocumentKind, Field, Form, Profile, Section
from pipeline.render import Rendered, render

FORM = Form("survey", "Survey", "1", "agency", for_each="agency", sections=(
    Section("page", "Page", "answers", "Page", "", (Field("views", "Views"),)),))


def answer(text: str, spot: str = "C1", file: str = "r1") -> dict[str, Any]:
    return {"text": text, "value": text, "missing": "Not answered",
            "refs": [{"file": file, "part": "Page", "spot": spot}] if text else []}


def returned(code: str, views: str) -> dict[str, Any]:
    return {"id": f"{code}-1", "recipient": {"code": code, "name": answer(f"Agency {code}")},
            "there": True, "sections": {"page": {"views": answer(views, "C2", code)}}}


def case(*returns: dict[str, Any]) -> dict[str, Any]:
    empty = {"id": "", "recipient": {"code": "", "name": answer("")}, "there": False,
             "sections": {"page": {"views": answer("")}}}
    return {"reference": answer("REF1"), "agencies": [], "forms": {"survey": {
        "returns": list(returns), "by_recipient": list(returns),
        "merged": returns[0] if returns else empty}},
        "found": [{"what": answer("first", "C3"), "agency": {"code": "A1", "name": answer("P")}},
                  {"agency": {"code": "A2", "name": answer("Q")}}]}


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    for name, words in {
        "whole.docx": "{{ reference }} {{ document.state }} {% if form.page.views %}yes{% endif %}",
        "each.docx": "{{ recipient.name }}: {{ form.page.views }} {{ about.id }}",
        "broken.docx": "{{ nobody }}",
    }.items():
        document = Document()
        document.add_paragraph(words)
        held = io.BytesIO()
        document.save(held)
        (tmp_path / name).write_bytes(held.getvalue())
    documents = (
        DocumentKind("whole", "The whole", "whole.docx", "survey"),
        DocumentKind("each", "Each one", "each.docx", "survey", "agency", "restricted"),
        DocumentKind("waits", "It waits", "whole.docx", "survey", needs=("survey",)),
        DocumentKind("bad", "A bad one", "broken.docx"),
        DocumentKind("gone", "A lost one", "gone.docx"),
        DocumentKind("table", "A table", format="xlsx", rows="found", columns=(
            {"id": "what", "label": "What"}, {"id": "agency", "label": "Who"})),
    )
    return Profile("p", "P", {}, {}, {}, {"survey": FORM}, documents, (), {}, tmp_path, tmp_path,
                   tmp_path, "OFFICIAL")


def made(profile: Profile, *returns: dict[str, Any]) -> Rendered:
    return render(profile, case(*returns))


def test_every_document_stands_at_its_place(profile: Profile) -> None:
    done = made(profile, returned("A1", "good"), returned("A2", ""))
    assert sorted(done.files) == [
        "documents/table.xlsx", "documents/waits.docx", "documents/whole.docx",
        "restricted/each/A1.docx", "restricted/each/A2.docx"]
    assert text_of(done.files["documents/whole.docx"]) == ["REF1 DRAFT - NOT CLEARED yes"]
    assert text_of(done.files["restricted/each/A1.docx"]) == ["Agency A1: good A1-1"]
    assert text_of(done.files["restricted/each/A2.docx"]) == ["Agency A2: Not answered A2-1"]


def test_what_each_document_used(profile: Profile) -> None:
    done = made(profile, returned("A1", "good"))
    assert done.uses["documents/whole.docx"] == (("r1", "Page", "C1"),)
    assert done.consulted["documents/whole.docx"] == (("A1", "Page", "C2"),)
    assert ("A1", "Page", "C2") in done.uses["restricted/each/A1.docx"]
    assert ("r1", "Page", "C3") in done.uses["documents/table.xlsx"]


def test_a_wrong_template_costs_its_own_document(profile: Profile) -> None:
    done = made(profile, returned("A1", "good"))
    assert [(one.code, one.where.file) for one in done.problems] == [
        ("document-failed", "broken.docx"), ("document-failed", "gone.docx")]
    assert dict(done.missing)["A bad one"].startswith("broken.docx, document, near “{{ nobody }}”")
    assert "there is no such template" in dict(done.missing)["A lost one"]


def test_without_returns_the_rest_still_appears(profile: Profile) -> None:
    done = made(profile)
    assert sorted(done.files) == ["documents/table.xlsx", "documents/whole.docx"]
    assert dict(done.missing)["It waits"] == "'Survey' has not come in yet."
    assert dict(done.missing)["Each one"] == "'Survey' has not come in yet."


def test_only_some(profile: Profile) -> None:
    assert list(render(profile, case(), only=["whole"]).files) == ["documents/whole.docx"]


def test_a_table_holds_names_and_says_what_was_not_asked(profile: Profile) -> None:
    data = made(profile).files["documents/table.xlsx"]
    words = [cell.text for _, cell in sorted(read_book(data).sheets[0].cells.items())]
    assert words[-6:] == ["What", "Who", "first", "P", "Not asked", "Q"]
    assert "Reference REF1  |  2 entries" in words[1]


def test_a_table_of_something_that_is_no_list_fails(profile: Profile) -> None:
    kinds = tuple(replace(kind, rows="agencies.x") for kind in profile.documents
                  if kind.id == "table")
    done = render(replace(profile, documents=kinds), case())
    assert [one.code for one in done.problems] == ["document-failed"]

"""Lint passes every committed template, and finds each thing that people do to them by mistake."""

import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from pipeline.doors.word import faults
from pipeline.lint import left_out, lint_profile, lint_template
from pipeline.lint.cases import sample_cases
from pipeline.lint.posted import other_clock
from pipeline.model import Case, DocumentKind, Profile
from pipeline.profiles import load_profile, partnerships

TEMPLATES = Path(__file__).parent.parent / "templates"
PARTNERSHIPS = partnerships(TEMPLATES)
SOME = ("forms without an answer", "everything, 2 rows")


@cache
def profile_of(partnership: str) -> Profile:
    return load_profile(TEMPLATES, partnership)


@cache
def cases_of(partnership: str) -> dict[str, Case]:
    cases = sample_cases(profile_of(partnership))
    return {name: cases[name] for name in SOME}


def own_document(profile: Profile) -> DocumentKind:
    """The document of the form that agencies return: it has questions, tables and ticks."""
    main = profile.form_meaning("agency_return")
    assert main is not None
    return next(kind for kind in profile.documents if kind.form == main.id)


def changed(data: bytes, change: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()) if name == part else content)
    assert held.getvalue() != data
    return held.getvalue()


def xml_of(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


def with_picture(xml: str) -> str:
    space = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    return xml.replace("</w:body>", f'<w:p><w:r><w:drawing><d:inline xmlns:d="{space}">'
                       '<d:docPr id="1" name="x"/></d:inline></w:drawing></w:r></w:p></w:body>')


@pytest.mark.slow  # make lint says the same at once
@pytest.mark.parametrize("partnership", PARTNERSHIPS)
def test_every_template_is_right(partnership: str) -> None:
    assert lint_profile(profile_of(partnership)) == []


@pytest.mark.parametrize("partnership", PARTNERSHIPS[:2])
@pytest.mark.parametrize("seed", range(12))
def test_a_tag_lost_mistyped_or_put_in_the_wrong_place_is_found(partnership: str,
                                                               seed: int) -> None:
    profile, chance = profile_of(partnership), random.Random(seed)
    kind = own_document(profile)
    data = (profile.docx / kind.template).read_bytes()
    tags = [tag for tag in re.finditer(r"\{\{(p?) (form\.[^}]*?) \}\}", xml_of(data))]
    one = chance.choice(tags)
    other = chance.choice([tag for tag in tags if tag[1] == one[1] and tag[2] != one[2]])
    new = ("nothing", one[0].replace(one[2], one[2] + "x"), other[0])[seed % 3]
    broken = changed(data, lambda xml: xml[:one.start()] + new + xml[one.end():])
    assert lint_template(broken, profile, kind, cases_of(partnership)), f"{one[0]} -> {new}"


@pytest.mark.parametrize(("change", "said"), [
    (lambda xml: xml.replace("<w:tblHeader/>", ""), "does not repeat as a header row"),
    (lambda xml: xml.replace("<w:cantSplit/>", ""), "may break across pages"),
    (lambda xml: re.sub("(<w:body>.*?)(<w:r>.*?</w:r>)", r'\1<w:ins w:id="9">\2</w:ins>', xml,
                        count=1, flags=re.DOTALL), "a tracked change"),
    (with_picture, "without alternative text"),
])
@pytest.mark.parametrize("partnership", PARTNERSHIPS)
def test_what_no_reader_sees_is_found(partnership: str, change: Callable[[str], str],
                                      said: str) -> None:
    profile = profile_of(partnership)
    data = (profile.docx / own_document(profile).template).read_bytes()
    assert not faults(data)
    assert any(said in fault for fault in faults(changed(data, change)))


@pytest.mark.parametrize("partnership", PARTNERSHIPS)
def test_styles_and_language_are_held(partnership: str) -> None:
    profile = profile_of(partnership)
    data = (profile.docx / own_document(profile).template).read_bytes()
    other = changed(data, lambda xml: xml.replace('w:val="Answer"', 'w:val="Reply"').replace(
        'w:val="en-GB"', 'w:val="en-US"'), "word/styles.xml")
    found = faults(other)
    assert "the paragraph style “Answer” is not there" in found
    assert "the language of the document defaults is not en-GB" in found
    untitled = changed(data, lambda xml: re.sub("<dc:title>.*?</dc:title>", "", xml),
                       "docProps/core.xml")
    assert "the document has no title in its properties (File, Info)" in faults(untitled)


FETCHING = '<w:p><w:r><w:instrText>INCLUDETEXT "file:///etc/hostname"</w:instrText></w:r></w:p>'
LINKED = ('<Relationship Id="rId900" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
          'relationships/attachedTemplate" Target="https://example.org/a.dotm" TargetMode='
          '"External"/></Relationships>')


@pytest.mark.parametrize(("part", "old", "new", "said"), [
    ("word/document.xml", "</w:body>", FETCHING + "</w:body>",
     "it holds fields that fetch from other files: take that out"),
    ("word/document.xml", "</w:body>", FETCHING.replace("INCLUDETEXT", "DDEAUTO") + "</w:body>",
     "it holds a DDE link: take that out"),
    ("word/_rels/document.xml.rels", "</Relationships>", LINKED,
     "it holds a template kept elsewhere: take that out"),
])
def test_a_template_that_reaches_out_is_found(part: str, old: str, new: str, said: str) -> None:
    profile = profile_of(PARTNERSHIPS[0])
    kind = own_document(profile)
    data = (profile.docx / kind.template).read_bytes()
    spoilt = changed(data, lambda xml: xml.replace(old, new), part)
    assert f"{kind.template}, {said}" in lint_template(spoilt, profile, kind, {})


@pytest.mark.parametrize("partnership", PARTNERSHIPS)
def test_a_section_that_the_main_document_does_not_show_is_named(partnership: str) -> None:
    """The main document as it is shows every section; the template of another form shows none."""
    profile, cases = profile_of(partnership), cases_of(partnership)
    form = profile.form_meaning("agency_return")
    assert form is not None
    assert list(left_out(profile, cases)) == []
    (main,) = [kind for kind in profile.documents if kind.main]
    other = next(kind for kind in profile.documents if kind.form and kind.for_each == "case")
    blind = replace(profile, documents=(replace(main, template=other.template, form=other.form),))
    found = list(left_out(blind, cases))
    shown = [one for one in form.sections if one.id not in main.leaves_out]
    assert [one.split(f" of {form.id} is not in {other.template}: ")[0] for one in found] == [
        f"Section '{one.title}'" for one in shown]
    first = replace(main, template=other.template, form=other.form, leaves_out=(
        *main.leaves_out, shown[0].id))
    assert list(left_out(replace(profile, documents=(first,)), cases)) == found[1:]


def test_a_section_left_out_that_there_is_not_is_named() -> None:
    profile = profile_of(PARTNERSHIPS[0])
    (main,) = [kind for kind in profile.documents if kind.main]
    wrong = replace(profile, documents=(replace(main, leaves_out=("nothing",)),))
    (found,) = left_out(wrong, cases_of(profile.id))
    assert found.startswith(f"documents.{main.id}: `leaves_out`: ") and "'nothing'" in found


def test_a_letter_that_starts_another_clock_than_its_own_is_named() -> None:
    profile = profile_of(PARTNERSHIPS[0])
    kind = next(one for one in profile.documents if one.letter.get("starts_clock"))
    rule = next(one for one in profile.deadlines
                if f"deadlines.{one['id']}" == kind.letter["due"])
    assert kind.letter["starts_clock"] in (rule["anchor"], rule.get("or_anchor"))
    other = next(one["anchor"] for one in profile.deadlines if one.get("anchor")
                 and one["anchor"] not in (rule["anchor"], rule.get("or_anchor")))
    changed = replace(kind, letter={**kind.letter, "starts_clock": other})
    (found,) = other_clock(replace(profile, documents=(changed,)))
    assert f"`starts_clock` is {other}, but {kind.letter['due']}" in found


def test_a_mistake_in_a_letter_is_told_with_the_file_of_its_entry(
        monkeypatch: pytest.MonkeyPatch) -> None:
    profile = profile_of(PARTNERSHIPS[0])
    kind = next(one for one in profile.documents if one.letter.get("starts_clock"))
    wrong = replace(profile, documents=(
        replace(kind, letter={**kind.letter, "due": "deadlines.none"}),))
    monkeypatch.setattr("pipeline.lint.sample_cases", lambda _: {})  # only definitions matter here
    file = profile.origins[f"documents.{kind.id}"].name
    assert file != "profile.toml"
    assert f"{file}, documents.{kind.id}: `due`: there is no deadline 'none'" in lint_profile(wrong)

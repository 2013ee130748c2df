"""What the converter built in cannot show it refuses, with the place and what to do. Never silent.
"""

import io
import zipfile

import pytest

from pipeline.convert import Part, as_typst, convert, refusals
from pipeline.model import DocumentKind, Paper
from tests.making.wordlooks import (
    A4,
    R,
    cell,
    field,
    heading,
    image,
    item,
    p,
    r,
    row,
    section,
    table,
    word,
)

EMF = b"\x01\x00\x00\x00" + b"\0" * 100
SHAPES = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def linked(target: str, kind: str = "hyperlink") -> str:
    """A relationship to something outside."""
    return (f'<Relationship Id="rIdOut" TargetMode="External" Target="{target}" '
            f'Type="{R}/{kind}"/>')


def swollen() -> bytes:
    """A file that unpacks to more than anybody needs."""
    out = io.BytesIO(word(p(r("x"))))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as held:
        held.writestr("word/media/big.bin", bytes(41_000_000))
    return out.getvalue()


def strict() -> bytes:
    """A file of the other dialect."""
    data = word(p(r("x")))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main"))
    return out.getvalue()


def doctype() -> bytes:
    """A file whose words would come from an entity."""
    data = word(p(r("&amp;x;")))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            held = old.read(name)
            if name == "word/document.xml":
                held = (b'<!DOCTYPE w [<!ENTITY x "lost">]>' + held).replace(b"&amp;x;", b"&x;")
            new.writestr(name, held)
    return out.getvalue()


def note(mark: str = "", inner: str = p(r("A note."))) -> bytes:
    """A file with one footnote."""
    return word(p(r("x"), f'<w:r><w:footnoteReference w:id="2" {mark}/></w:r>'),
                parts={"footnotes": f'<w:footnote w:id="2">{inner}</w:footnote>'})


KINDS = {
    "locked, or an old file": ("convert-locked", b"\xd0\xcf\x11\xe0" + b"\0" * 600),
    "no Word file": ("convert-broken", b"PK\x03\x04 no Word file"),
    "cut short": ("convert-broken", word(p(r("x")))[:-200]),
    "huge": ("convert-too-large", swollen()),
    "with a document type": ("convert-broken", doctype()),
    "strict": ("convert-strict", strict()),
    "picture elsewhere": ("convert-external", word(p(r("x")), relations=linked(
        "https://example.org/a.png", "image"))),
    "tracked insertion": ("convert-tracked", word(p(f'<w:ins w:id="1">{r("new")}</w:ins>'))),
    "tracked row": ("convert-tracked", word(table(row(cell("a"), cell("b"),
                                                      look='<w:ins w:id="1"/>')))),
    "tracked look": ("convert-tracked", word(p(r("x", '<w:rPrChange w:id="1"><w:rPr/></w:rPrChange>'
                                                 )))),
    "tracked in the header": ("convert-tracked", word(
        p(r("x")), end=section(A4, '<w:headerReference w:type="default" r:id="header1"/>'),
        parts={"header1": p(f'<w:del w:id="1">{r("old")}</w:del>')})),
    "comment": ("convert-comments", word(p(r("x"), '<w:r><w:commentReference w:id="1"/></w:r>'),
                                         parts={"comments": '<w:comment w:id="1"/>'})),
    "hidden words": ("convert-hidden-text", word(p(r("x", "<w:vanish/>")))),
    "hidden picture": ("convert-hidden-text", word(p(image().replace(
        '<wp:docPr id="1"', '<wp:docPr id="1" hidden="1"')))),
    "hidden row": ("convert-hidden-text", word(table(row(cell("a"), cell("b")), row(
        cell("c"), cell("d"), look="<w:hidden/>")))),
    "hidden by its style": ("convert-hidden-text", word(p(r("x", '<w:rStyle w:val="Unseen"/>')))),
    "words under merged cells": ("convert-hidden-text", word(table(
        row(cell("a", look='<w:vMerge w:val="restart"/>'), cell("b")),
        row(cell("unseen", look="<w:vMerge/>"), cell("c"))))),
    "no alternative text": ("convert-no-alt", word(p(image("")))),
    "level left out": ("convert-heading-jump", word(heading("One"), p(
        r("Three"), look='<w:pStyle w:val="Heading1"/><w:outlineLvl w:val="2"/>'))),
    "first heading of level 2": ("convert-heading-jump", word(heading("Two", 2))),
    "cropped": ("convert-cropped", word(p(image(edges='<a:srcRect l="20000"/>')))),
    "metafile": ("convert-picture-kind", word(p(image()), pixels=EMF)),
    "emoji": ("convert-letters", word(p(r("Well done \U0001f600")))),
    "Chinese": ("convert-letters", word(p(r("中文")))),
    "unknown sign": ("convert-letters", word(p(
        '<w:r><w:sym w:font="Webdings" w:char="F041"/></w:r>'))),
    "Hebrew": ("convert-right-to-left", word(p(r("שלום")))),
    "date of today": ("convert-field", word(p(field('DATE \\@ "d MMMM"', "1 May")))),
    "old tick box": ("convert-field", word(p(
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox/></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/>'
        '</w:r>'))),
    "old drop-down": ("convert-field", word(p(
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
        '<w:listEntry w:val="Yes"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText>'
        'FORMDROPDOWN</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'))),
    "contents of nothing": ("convert-contents", word(p(field("PAGEREF _Toc77 \\h", "7")))),
    "link to a drive": ("convert-link", word(
        p('<w:hyperlink r:id="rIdOut">', r("file"), "</w:hyperlink>"),
        relations=linked("file:///S:/Cases/notes.docx"))),
    "columns": ("convert-columns", word(p(r("x")), end=section(A4, '<w:cols w:num="2"/>'))),
    "large initial": ("convert-frame", word(p(r("O"), look='<w:framePr w:dropCap="drop"/>'))),
    "foreign numbers": ("convert-list-number", word(item("one", 4))),
    "words in the unknown": ("convert-unknown", word(p(f'<w:later>{r("lost?")}</w:later>'))),
    "block of the unknown": ("convert-unknown", word(f'<w:later>{p(r("lost?"))}</w:later>')),
    "footnote of its own mark": ("convert-footnote", note('w:customMarkFollows="1"')),
    "footnote without words": ("convert-footnote", word(p(
        '<w:r><w:footnoteReference w:id="9"/></w:r>'))),
    "words that run upwards": ("convert-turned", word(table(row(
        cell("up", look='<w:textDirection w:val="btLr"/>'), cell("b"))))),
    "words beside the page": ("convert-beyond-page", word(p(
        r("Gone"), look='<w:ind w:left="-3000"/>'))),
}


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_why_where_and_what_to_do(kind: str) -> None:
    code, data = KINDS[kind]
    paper = Paper(DocumentKind("plan", "Plan"), "plan.docx", "Plan", data)
    done, problems = convert([paper], "embedded")
    assert code in {one.code for one in problems}
    assert done == [paper]
    assert all(one.where.file == "plan.docx" and one.fix for one in problems)


def test_the_place_is_counted_from_the_last_heading() -> None:
    found = as_typst(word(heading("One"), p(r("a")), heading("Two"), p(r("b")), p(image(""))), "x")
    assert not isinstance(found, Part)
    assert str(found[0].where) == "x, paragraph 2 after heading 2"


def test_all_reasons_are_said_at_once() -> None:
    found = as_typst(word(p(r("x", "<w:vanish/>")), p(image("")), p(r("中"))), "x")
    assert not isinstance(found, Part)
    assert {one.code for one in found} == {"convert-hidden-text", "convert-no-alt",
                                           "convert-letters"}


@pytest.mark.parametrize("kind", ["tracked insertion", "comment", "hidden words", "locked, or an "
                                  "old file", "picture elsewhere", "no alternative text"])
def test_what_no_converter_may_be_given_libreoffice_is_not_given_either(kind: str) -> None:
    code, data = KINDS[kind]
    assert code in {one.code for one in refusals(data, "x")}


@pytest.mark.parametrize("kind", ["emoji", "columns", "Hebrew"])
def test_what_only_ours_cannot_show_libreoffice_may_try(kind: str) -> None:
    assert refusals(KINDS[kind][1], "x") == ()


def test_elements_that_hold_no_words_cost_nothing() -> None:
    data = word(p("<w:proofErr w:type='gramStart'/>", r("Fine."), "<w:later/>"))
    assert isinstance(as_typst(data, "x"), Part)

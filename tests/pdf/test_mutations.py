"""Each way to spoil a PDF is seen by exactly the layers that are said to see it."""

from collections.abc import Callable
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, String

from pipeline.doors import typst
from pipeline.gate import accessible
from tests.making import spoiltpdf
from tests.making.collated import ROOT
from tests.making.spoiltpdf import HEADINGS, TABLES, WORDS, Way


def test_the_good_report_passes_all_layers() -> None:
    assert accessible.layers(spoiltpdf.good(), "report.pdf", WORDS, HEADINGS, TABLES) == (
        [], [], [])


@pytest.mark.parametrize("way", spoiltpdf.WAYS, ids=lambda way: way.name)
def test_a_spoilt_report_is_seen_by_these_layers_and_no_other(way: Way) -> None:
    found = accessible.layers(spoiltpdf.spoilt(way.spoil), "report.pdf", (*WORDS, *way.more),
                              HEADINGS, TABLES)
    assert {number for number, layer in enumerate(found, 1) if layer} == way.seen_by
    for one in (one for layer in found for one in layer):
        assert one.where.file == "report.pdf" and one.severity == "error"
        assert not any(word in one.message + one.fix
                       for word in ("grandmother", "midwife", "chart_final"))


KINDS = {
    "a letter without headings": (
        "Dear parents\n\nWe write about the review.\n\nYours sincerely", [], 0),
    "lists in lists": (
        "= Steps\n+ first\n  - under first\n+ second", [(1, "Steps")], 0),
    "a link that a line breaks": (
        "= Link\nWords #link(\"https://example.org\")[" + "that go on and on " * 12 + "] end.",
        [(1, "Link")], 0),
    "a word broken by bold type": (
        "= Bold\nUn#strong[break]able, and #emph[half]way.", [(1, "Bold")], 0),
    "a table over two pages": (
        "= Long\n#table(columns: 2, table.header([A], [B]), "
        + ", ".join(f"[row {n}], [{n}]" for n in range(120)) + ")", [(1, "Long")], 1),
    "a layout table of one column": ("#table(columns: 1, [above], [below])", [], 0),
    "an empty page": ("= One\n#pagebreak()\n#pagebreak()\n= Two", [(1, "One"), (1, "Two")], 0),
    "signs of many scripts": ("= Zoë\nNaïve café £5 “quoted” – ½ ﬁne", [(1, "Zoë")], 0),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_good_page_passes(kind: str) -> None:
    source, headings, tables = KINDS[kind]
    data = typst.compile(source, title=kind)
    found = accessible.layers(data, "page.pdf", None, headings, tables)
    assert [[one.code for one in layer] for layer in found] == [[], [], []]


def test_words_are_found_however_type_and_lines_cut_them() -> None:
    data = typst.compile("Un#strong[break]able words " + "go on " * 200 + "and H#sub[2]O",
                         title="Words")
    words = ("Unbreakable words " + "go on " * 200 + "and H2O").split()
    assert accessible.check(data, "page.pdf", words) == []


def test_one_word_too_few_is_quoted_and_counted() -> None:
    found = accessible.check(spoiltpdf.good(), "report.pdf", (*WORDS, "grandmother"))
    assert [(one.code, one.quote) for one in found] == [("pdf-words-missing", "grandmother")]
    assert "(1)" in found[0].message


def test_a_pdf_of_another_paper_is_seen_at_once() -> None:
    strangers = [f"stranger{number}" for number in range(20_000)]
    found = accessible.check(spoiltpdf.good(), "report.pdf", strangers)
    assert [one.code for one in found] == ["pdf-order-differs", "pdf-words-missing"]
    assert "(20000)" in found[1].message and len(found[1].quote) <= 400


def test_what_is_no_pdf_is_said_to_be_none() -> None:
    for data in (b"", b"%PDF-1.7 and no more", spoiltpdf.good()[:3000]):
        assert [one.code for one in accessible.check(data, "x.pdf")] == ["pdf-unreadable"]


def test_tags_that_nobody_can_follow_are_refused_and_stop_nothing() -> None:
    def senseless(one: int) -> Callable[[Any], None]:
        def spoil(file: Any) -> None:
            wrong = (String("x"), 5, True, Array([1, Name.X]), Dictionary(S=5))[one % 5]
            held = list(spoiltpdf.elements(file))[one % 7 + 3]
            key = ("/K", "/Pg", "/P", "/S")[one % 4]
            held[key] = wrong
        return spoil

    codes = set()
    for one in range(28):
        found = accessible.check(spoiltpdf.spoilt(senseless(one)), "x.pdf", WORDS, HEADINGS, TABLES)
        codes |= {problem.code for problem in found}
        assert found
    assert "pdf-tags-malformed" in codes


def test_headings_of_two_papers_may_stand_a_level_lower_in_their_bundle() -> None:
    source = "= Paper one\n== What we saw\n=== Then\n= Paper two\n== What we did"
    data = typst.compile(source, title="Bundle")
    papers = [(1, "What we saw"), (2, "Then"), (1, "What we did")]
    assert accessible.check(data, "bundle.pdf", None, papers, bundled=True) == []
    assert [one.code for one in accessible.check(data, "bundle.pdf", None, papers)] == [
        "pdf-headings-differ"]
    wrong = [(1, "What we saw"), (1, "Then"), (1, "What we did")]
    assert [one.code for one in accessible.check(data, "bundle.pdf", None, wrong, bundled=True)
            ] == ["pdf-headings-differ"]


def test_the_page_for_people_says_which_layer_sees_what() -> None:
    page = (ROOT / "docs" / "accessible.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines()
            if line.endswith(("| found |", "| - |"))]
    assert [row for row in rows if row[0] != "nothing"] == [
        [way.name, *("found" if layer in way.seen_by else "-" for layer in (1, 2, 3))]
        for way in spoiltpdf.WAYS]

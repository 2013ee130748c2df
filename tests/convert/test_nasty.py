"""Word files with the things that reports really hold: each gets a clear answer, none loses a word.
"""

import pytest

from pipeline.doors.word.outline import outline_of
from pipeline.trial.passage import passage
from tests.making import nastyword

# What the converter built in says of each kind; '' where it makes a PDF.
EMBEDDED = {
    "nothing special": "", "tracked changes": "convert-tracked", "comments": "convert-comments",
    "footnotes": "", "endnotes": "convert-endnotes", "chart with its workbook": "convert-chart",
    "text box": "convert-text-box", "text box in VML": "convert-text-box",
    "watermark": "convert-watermark", "hidden words": "convert-hidden-text",
    "embedded workbook": "convert-object", "SmartArt": "convert-chart",
    "equation": "convert-equation", "floating picture": "convert-float",
    "picture with its place": "", "picture without description": "convert-no-alt",
    "nested tables": "", "merged cells": "", "table of 200 columns": "convert-table-wide",
    "fields": "convert-field", "content controls": "", "web page inside": "convert-chunk",
    "picture from outside": "convert-external", "right to left": "convert-right-to-left",
    "words told twice": "convert-shape", "level of headings left out": "convert-heading-jump",
}
# What is said where LibreOffice makes it; '' where it makes a PDF that passes the gate.
OFFICE = {
    **EMBEDDED, "table of 200 columns": "convert-words-missing", "endnotes": "",
    "floating picture": "", "right to left": "",
    "chart with its workbook": "", "SmartArt": "convert-words-missing",
    "text box": "", "text box in VML": "", "words told twice": "",
    "embedded workbook": "pdf-alt-missing", "equation": "pdf-equation",
}


def answered(kind: str, converter: str, code: str) -> None:
    """Assert that a kind of file gets this answer and nothing else goes wrong."""
    met = passage(nastyword.KINDS[kind]().data, converter)
    assert met.answer == ("refused" if code else "converted"), met
    assert not code or code in {why.split(":")[0] for why in met.why}


def test_every_kind_has_its_answer() -> None:
    assert set(EMBEDDED) == set(OFFICE) == set(nastyword.KINDS)


@pytest.mark.parametrize("kind", EMBEDDED)
def test_the_converter_built_in_shows_everything_or_says_why_not(kind: str) -> None:
    answered(kind, "embedded", EMBEDDED[kind])


@pytest.mark.office
@pytest.mark.parametrize("kind", OFFICE)
def test_libreoffice_and_the_gate_show_everything_or_say_why_not(kind: str) -> None:
    answered(kind, "office", OFFICE[kind])


@pytest.mark.parametrize("kind", [kind for kind in EMBEDDED if kind != "web page inside"])
def test_the_outline_of_a_word_file_has_what_stands_on_its_paper_and_nothing_else(
        kind: str) -> None:
    nasty = nastyword.KINDS[kind]()
    outline = outline_of(nasty.data)
    said = " ".join(outline.words)
    assert [word for word in nasty.shown if word not in said] == []
    assert [word for word in nasty.kept_out if word in said] == []
    assert outline.headings[0] == (1, "What happened")


@pytest.mark.slow
def test_a_report_of_sixty_pages_is_converted_whole() -> None:
    met = passage(nastyword.long().data, "embedded")
    assert (met.answer, met.words) == ("converted", 15020)

"""What people use in Word goes through LibreOffice in a real report, or is refused by name."""

import pytest

from pipeline.convert import convert
from pipeline.model import DocumentKind, Paper
from pipeline.trial.passage import passage
from tests.making.nastyreport import BLOCKS, report

USED = ("note", "box", "picture", "chart")


@pytest.mark.office
def test_footnotes_boxes_floating_pictures_and_charts_pass_in_a_real_report() -> None:
    met = passage(report(*USED), "office")
    assert (met.answer, met.why) == ("converted", ())
    assert met.words > 2000


@pytest.mark.office
def test_smart_art_that_libreoffice_does_not_draw_is_refused_by_name() -> None:
    assert {*USED, "SmartArt"} == set(BLOCKS)
    kind = DocumentKind("report", "The report")
    [paper], [refused] = convert([Paper(kind, "report.docx", "The report", report("SmartArt"),
                                        outside=True)], "office")
    assert (paper.pdf, refused.code) == (b"", "convert-words-missing")
    assert "They stand in: SmartArt." in refused.message
    assert refused.quote == "plan, do, review again"

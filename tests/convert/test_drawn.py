"""What stands in boxes, charts, SmartArt and equations is looked for too, on every conversion."""

import io
import zipfile

import docx
import pikepdf
import pytest

from pipeline.convert import words_missing
from pipeline.convert.coverage import missed
from pipeline.doors import pdf, typst
from pipeline.doors.pdf.mending import elements
from pipeline.doors.word.counting import missing
from pipeline.doors.word.drawn import descriptions
from pipeline.doors.word.outline import outline_of
from pipeline.gate import accessible
from tests.making import nastyword

PARAGRAPHS = ("What happened", "The first paragraph says what the report is about.", "Beside",
              "The last paragraph says what is to be done.")


def page(*lines: str) -> bytes:
    """A page of these lines."""
    return typst.compile("\n\n".join(f"#par({typst.literal(line)})" for line in lines), {}, "x")


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    """The file with some words of a part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as held, zipfile.ZipFile(out, "w") as made:
        for part in held.namelist():
            body = held.read(part)
            assert part != name or old.encode() in body
            made.writestr(part, body.replace(old.encode(), new.encode()) if part == name else body)
    return out.getvalue()


@pytest.mark.parametrize(("kind", "lost", "where"), [
    ("SmartArt", "smartwords", "SmartArt"), ("equation", "formulaword", "an equation"),
    ("chart with its workbook", "charttitle", "a chart"),
    ("text box in VML", "oldboxwords", "a text box or another drawing"),
    ("endnotes", "goeson", "a note"), ("footnotes", "goeson", "a note")])
def test_words_that_stand_in_a_drawing_and_in_no_pdf_are_missed(
        kind: str, lost: str, where: str) -> None:
    found = missed(nastyword.KINDS[kind]().data, page(*PARAGRAPHS))
    assert (lost, where) in [(one.word, one.where) for one in found]


def test_a_box_may_be_drawn_anywhere_and_the_text_after_it_is_not_missed() -> None:
    data = nastyword.KINDS["text box in VML"]().data
    for place in range(5):
        lines = [*PARAGRAPHS[:place], "OLDBOXWORDS", *PARAGRAPHS[place:]]
        assert words_missing(data, page(*lines)) == []


def test_the_words_of_a_box_do_not_count_for_the_same_words_of_the_text() -> None:
    data = nastyword.report(nastyword.p(nastyword.r("Beside")
                                        + nastyword.VML_BOX.format(nastyword.p(
                                            nastyword.r("Beside")))))
    assert words_missing(data, page(*PARAGRAPHS)) == ["beside"]
    assert words_missing(data, page(*PARAGRAPHS, "Beside")) == []


def test_what_a_later_part_has_in_its_header_is_looked_for_as_well() -> None:
    document = docx.Document()
    document.add_paragraph("First part")
    later = document.add_section()
    document.add_paragraph("Second part")
    later.header.is_linked_to_previous = False
    later.header.paragraphs[0].text = "LATERHEADER"
    held = io.BytesIO()
    document.save(held)
    assert [(one.word, one.where) for one in missed(
        held.getvalue(), page("First part", "Second part"))] == [
        ("LATERHEADER", "a header or footer")]
    assert words_missing(held.getvalue(), page("First part", "LATERHEADER", "Second part")) == []


def test_a_chart_counts_what_word_draws_of_it() -> None:
    data = nastyword.KINDS["chart with its workbook"]().data
    assert "SERIESNAME" in outline_of(data).words
    bare = changed(data, "word/charts/chart1.xml",
                   '<c:legend><c:legendPos val="r"/></c:legend>', "")
    assert "SERIESNAME" not in outline_of(bare).words
    assert "CHARTTITLE" in outline_of(bare).words


def test_words_that_a_narrow_place_cuts_are_there_and_words_beside_each_other_are_no_other_word(
        ) -> None:
    assert missing(["charttitle", "what"], ["chartti", "tle", "what"]) == []
    assert missing(["note", "paper", "notepaper"], ["note", "paper"]) == ["notepaper"]


def test_a_chart_keeps_its_description_where_nobody_can_mistake_it_for_another() -> None:
    data = nastyword.KINDS["chart with its workbook"]().data
    assert descriptions(data) == ("Bar chart: contacts by month",)
    assert descriptions(changed(data, "word/document.xml", "Bar chart: contacts by month", "")
                        ) == ()
    one = ('#figure(kind: image, supplement: none, box(width: 1cm, height: 1cm, fill: black), '
           'alt: "ALT")')
    bare = _without_alt(typst.compile(f"= A\n{one}", {}, "x"))
    assert "pdf-alt-missing" in {each.code for each in accessible.check(bare, "x.pdf")}
    assert "pdf-alt-missing" not in {each.code for each in accessible.check(
        pdf.describe_figures(bare, ["Bars of three months"]), "x.pdf")}
    for other in ((), ("One", "Two")):
        assert pdf.describe_figures(bare, other) == bare


def _without_alt(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as file:
        figures = [one for one in elements(file.Root.StructTreeRoot) if str(one.S) == "/Figure"]
        assert len(figures) == 1
        del figures[0]["/Alt"]
        held = io.BytesIO()
        file.save(held)
    return held.getvalue()

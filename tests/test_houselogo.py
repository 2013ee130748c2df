"""The logo of the house style goes where our papers have room for it, and nowhere else."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from pipeline.doors.docwriter import Logo, Paragraph, Span, write_blocks
from pipeline.doors.housestyle import house_style
from pipeline.doors.word import WordTemplate
from pipeline.profiles import partnerships

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
WORDS = Paragraph((Span("Words."),))


def house(name: str = "norfolk") -> bytes:
    return (TEMPLATES / "docx" / name / "house.docx").read_bytes()


def pictures(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [name for name in archive.namelist() if name.startswith("word/media/")]


@pytest.mark.parametrize("name", partnerships(TEMPLATES))
def test_a_paper_begins_with_the_logo_of_its_house_and_its_words(name: str) -> None:
    made = Document(io.BytesIO(write_blocks([Logo(), WORDS], house(name), "A paper")))
    [drawn] = made.paragraphs[0]._p.xpath(".//wp:docPr")
    assert len(drawn.get("descr", "")) > 10, "words for those who do not see it"
    assert len(made.inline_shapes) == 1 and made.paragraphs[1].text == "Words."


def test_a_paper_without_room_for_it_does_not_carry_the_picture_unseen() -> None:
    assert pictures(write_blocks([WORDS], house(), "A paper")) == []


def test_a_house_without_a_logo_leaves_room_for_one() -> None:
    made = write_blocks([Logo(), WORDS], house_style(), "A paper")
    assert pictures(made) == []
    assert Document(io.BytesIO(made)).element.body.xpath(".//w:bookmarkStart[@w:name='Logo']")


@pytest.mark.parametrize(("marking", "state", "said"), [
    ("OFFICIAL-SENSITIVE", "DRAFT", "OFFICIAL-SENSITIVE  |  DRAFT  |  Reference X-1"),
    ("OFFICIAL-SENSITIVE", "", "OFFICIAL-SENSITIVE  |  Reference X-1"),
    ("", "EMBARGOED", "EMBARGOED  |  Reference X-1"),
    ("", "", ""),
])
@pytest.mark.parametrize("name", [*partnerships(TEMPLATES), ""])
def test_the_head_of_a_page_says_what_there_is_and_nothing_of_ours_in_public(
        name: str, marking: str, state: str, said: str) -> None:
    blank = write_blocks([WORDS], house(name) if name else house_style(), "A paper")
    made = WordTemplate(blank, "paper.docx").render(
        {"document": {"title": "A paper", "marking": marking, "state": state},
         "reference": "X-1"})
    head = Document(io.BytesIO(made)).sections[0].header
    assert "".join(p.text for p in head.paragraphs) == said

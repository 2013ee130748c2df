"""Where a question stands is said as people know it."""

import io

from docx import Document

from pipeline.model import DocumentKind, Pack, PackKind, Paper, Profile, Recipient
from pipeline.model.decisions import Doubt
from pipeline.packing.doubtful import standing
from pipeline.packing.others import nth

KIND = PackKind("published", "Published papers", "The public", ("paper",), ())


def test_a_doubt_about_our_own_paper_is_placed_in_it(norfolk: Profile) -> None:
    document = Document()
    document.add_paragraph("Grace was at home.")
    held = io.BytesIO()
    document.save(held)
    paper = Paper(DocumentKind("paper", "The paper"), "paper.docx", "The paper", held.getvalue())
    pack = Pack(norfolk, KIND, Recipient("", "Somebody"), (paper,), {}, "2026-06-01")
    doubt = Doubt("0" * 16, "The case", "", "forms, press statement, returns, sections", "",
                  "Grace", " was at home.", "A word too", "Child C2")
    one, = standing([doubt], [pack])
    assert (one.document, one.part, one.spot) == ("paper", "Body", "paragraph 1")


def test_the_file_of_a_folder_is_counted_as_people_count() -> None:
    assert [nth(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"]

"""The second reader of PDFs sees what the first may pass over."""

import io

import pikepdf
import pypdf
import pytest

from pipeline.doors import hygiene, pdf
from pipeline.errors import OutsideTrouble


def _with_author() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.add_metadata({"/Author": "Somebody of ours", "/Title": "A paper"})
    writer.add_attachment("notes.txt", b"who said what")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_both_readers_find_properties_and_attached_files() -> None:
    again = pdf.read_again(_with_author())
    assert (again.pages, again.info["Author"], again.attachments) == (
        1, "Somebody of ours", ("notes.txt",))
    codes = {fault.code for fault in hygiene.audit("paper.pdf", _with_author())}
    assert {"trace-properties", "trace-attachments"} <= codes


def test_a_scrubbed_pdf_has_nothing_left_for_the_second_reader() -> None:
    clean = pdf.read_again(pdf.finish(_with_author(), "A paper"))
    assert "Author" not in clean.info and clean.info["Title"] == "A paper"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnothing", b"\x00" * 2000])
def test_what_is_no_pdf_is_said_in_words(data: bytes) -> None:
    with pytest.raises(OutsideTrouble, match="damaged or locked"):
        pdf.read_again(data)


def test_a_locked_pdf_is_said_in_words() -> None:
    blank = pikepdf.new()
    blank.add_blank_page()
    out = io.BytesIO()
    blank.save(out)
    with pytest.raises(OutsideTrouble, match="damaged or locked"):
        pdf.read_again(pdf.encrypt(out.getvalue(), "three words here"))

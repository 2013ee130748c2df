"""Stamps stand upright and in their place on any page; nothing is read out or mixed up by them."""

import io
from functools import partial
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Name
from PIL import Image, ImageChops

from pipeline.bundle import sheets
from pipeline.doors import pdf, typst
from pipeline.doors.pdf import tags
from pipeline.gate import accessible
from tests.making.papers import changed, paper_pdf

WORDS = "EMBARGOED until Wednesday 3 March 2027"
CASES = [(turn, cropped, shifted) for turn in (0, 90, 180, 270)
         for cropped, shifted in ((False, False), (True, False), (True, True))]


def laid(opened: pikepdf.Pdf, turn: int, cropped: bool, shifted: bool) -> None:
    """Turn, crop and shift the first page, and leave out the others."""
    del opened.pages[1:]
    page = opened.pages[0]
    if shifted:
        page.obj.MediaBox = Array([-60, -40, 535, 802])
        page.contents_add(opened.make_stream(b"1 0 0 1 -60 -40 cm"), prepend=True)
    if cropped:
        left, low, right, high = (float(side) for side in list(page.obj.MediaBox))
        page.obj.CropBox = Array([left + 30, low + 50, right - 20, high - 10])
    if turn:
        page.obj.Rotate = turn


def picture(data: bytes) -> Image.Image:
    """The first page as it is seen."""
    document = pypdfium2.PdfDocument(data)
    shown = document[0].render(scale=1, may_draw_forms=False).to_pil().convert("L")
    document.close()
    return shown


@pytest.mark.parametrize(("turn", "cropped", "shifted"), CASES)
def test_a_number_stands_at_the_foot_of_the_page_as_it_is_seen(
        turn: int, cropped: bool, shifted: bool) -> None:
    before = changed(paper_pdf("Plan"), partial(laid, turn=turn, cropped=cropped, shifted=shifted))
    sizes = pdf.sizes(before)
    after = pdf.stamp(before, sheets.running(sizes, 0, ""), [0])
    box = ImageChops.difference(picture(before), picture(after)).getbbox()
    wide, high = sizes[0]
    assert box is not None
    left, top, right, bottom = box
    assert wide - 120 < left < right < wide - 20 and high - 28 < top < bottom < high - 5
    assert right - left > 4 * (bottom - top), "it lies on its side"


def test_a_watermark_is_on_every_page_and_not_read_out() -> None:
    plain = paper_pdf("Plan")
    sizes = pdf.sizes(plain)
    marked = pdf.finish(pdf.stamp(plain, *sheets.watermarks(sizes, WORDS), "Watermark"), "Plan")
    assert pdf.describe(marked).watermarks == (WORDS,) * 3
    assert pdf.describe(plain).watermarks == ("",) * 3
    assert tags.read(marked).tags.words() == tags.read(pdf.finish(plain, "Plan")).tags.words()
    assert accessible.check(marked, "plan.pdf", None, None, 1) == []


@pytest.mark.parametrize("words", ["DRAFT", "Copy 11 of 12 - " + "A trust of a long name, " * 7])
def test_no_watermark_runs_off_its_page(words: str) -> None:
    plain = paper_pdf("Plan")
    sizes = pdf.sizes(plain)
    marked = pdf.stamp(plain, *sheets.watermarks(sizes, words.strip()), "Watermark")
    box = ImageChops.difference(picture(plain), picture(marked)).getbbox()
    assert box is not None
    left, top, right, bottom = box
    assert left > 20 and top > 20 and right < sizes[0][0] - 20 and bottom < sizes[0][1] - 20
    assert right - left > 200 and bottom - top > 300


def test_a_watermark_written_by_another_program_is_seen_too() -> None:
    def other(opened: pikepdf.Pdf) -> None:
        page: Any = opened.pages[1].obj
        font = next(iter(page.Resources.Font))
        page.Contents = opened.make_stream(
            page.Contents.read_bytes() + b"\n/Artifact <</Subtype /Watermark /Type /Pagination>> "
            b"BDC q 9 9 80 80 re f Q EMC BT " + str(font).encode() + b" 9 Tf ET")

    assert pdf.describe(changed(paper_pdf("Plan"), other)).watermarks == ("", "(a picture)", "")


def test_a_stamp_of_one_page_does_not_come_onto_another_that_shares_its_resources() -> None:
    def shared(opened: pikepdf.Pdf) -> None:
        for page in opened.pages:
            page.obj.Resources = opened.pages[0].obj.Resources

    both = changed(typst.compile("One #pagebreak() Two", title="Two pages"), shared)
    drawn = typst.compile("#page(width: 9cm, height: 9cm)[First]\n"
                          "#page(width: 9cm, height: 9cm)[Second]", title="Sheets")
    said = pdf.text_of(pdf.stamp(both, drawn, [0, 1]))
    assert ["First" in said[0], "Second" in said[0]] == [True, False]
    assert ["First" in said[1], "Second" in said[1]] == [False, True]
    assert pdf.text_of(pdf.stamp(both, drawn, [-1, 0]))[0].strip() == "One"


def test_what_a_page_leaves_open_does_not_move_its_stamp() -> None:
    def careless(opened: pikepdf.Pdf) -> None:
        page: Any = opened.pages[0].obj
        page.Contents = opened.make_stream(b"3 0 0 3 90 90 cm\n" + page.Contents.read_bytes())

    plain = paper_pdf("Plan")
    drawn = sheets.running(pdf.sizes(plain), 0, "OFFICIAL-SENSITIVE")
    tidy, other = (pdf.stamp(one, drawn, [0, 1, 2]) for one in (plain, changed(plain, careless)))
    corner = (400, 810, 595, 842)
    assert picture(tidy).crop(corner).tobytes() == picture(other).crop(corner).tobytes()


def test_locked_with_a_passphrase_a_screen_reader_still_reads_it() -> None:
    plain = paper_pdf("Plan")
    locked = pdf.encrypt(plain, "correct horse £")
    assert pdf.encrypt(plain, "correct horse £") != locked
    for wrong in ("", "correct horse"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(locked), password=wrong)
    with pikepdf.open(io.BytesIO(locked), password="correct horse £") as opened:
        assert (opened.encryption.R, opened.encryption.bits) == (6, 256)
        assert opened.allow.accessibility and opened.allow.print_highres
        assert not (opened.allow.modify_other or opened.allow.extract)
        assert opened.Root.StructTreeRoot.Type == Name.StructTreeRoot
        assert b"Words of Plan" not in locked

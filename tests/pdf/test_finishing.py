"""A finished PDF says its title and language, and nothing of who made it, when or with what."""

import io
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from pipeline.doors import pdf
from pipeline.doors.pdf import validator
from tests.making.papers import changed, paper_pdf, without_tags

AUTHOR = "Augusta Fell-Winter"


def told(opened: pikepdf.Pdf) -> None:
    """Leave the author's name in every place where programs leave it."""
    name, script = String(AUTHOR), Dictionary(S=Name.JavaScript, JS=String(f"alert('{AUTHOR}')"))
    page: Any = opened.pages[0].obj
    opened.trailer.Info = opened.make_indirect(Dictionary(
        Title=String("old"), Author=name, Producer=name, CreationDate=String("D:20310102")))
    opened.trailer.DocChecksum = Name("/AugustaFell-Winter")
    opened.Root.OpenAction = script
    opened.Root.PieceInfo = Dictionary(Program=Dictionary(Private=name))
    opened.Root.Names.JavaScript = Dictionary(Names=Array([String("run"), script]))
    page.PieceInfo = Dictionary(Program=Dictionary(Private=name))
    page.AA = Dictionary(O=script)
    page.LastModified = String("D:20310102")
    del page.Tabs
    page.Annots.append(opened.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), T=name, A=script,
        Contents=String("a remark"), M=String("D:20310102"))))
    for one in opened.objects:
        if isinstance(one, pikepdf.Stream):
            one.Metadata = opened.make_stream(AUTHOR.encode())
    opened.Root.Metadata = opened.make_stream(f"<x:xmpmeta>{AUTHOR}</x:xmpmeta>".encode())


def plainly(data: bytes) -> bytes:
    """The PDF with nothing compressed, to be searched."""
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.save(held, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False,
                    object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return held.getvalue()


def test_nothing_of_its_author_is_left_anywhere() -> None:
    before = changed(paper_pdf("Plan"), told)
    after = pdf.finish(before, "The plan")
    assert b"Augusta" in plainly(before) and b"20310102" in plainly(before)
    assert b"Augusta" not in plainly(after) and b"20310102" not in plainly(after)
    seen = pdf.describe(after)
    assert (seen.info, seen.acts) == ({"Title": "The plan"}, ())
    assert [(one.kind, one.words, one.author) for one in seen.remarks] == [("Text", "a remark", "")]
    assert pdf.describe(before).acts


def test_to_open_at_a_page_is_no_action() -> None:
    def first(opened: pikepdf.Pdf) -> None:
        opened.Root.OpenAction = Array([opened.pages[0].obj, Name.Fit])

    def script(opened: pikepdf.Pdf) -> None:
        opened.Root.OpenAction = Dictionary(S=Name.Launch, F=String("run.exe"))

    assert pdf.describe(changed(paper_pdf("Plan"), first)).acts == ()
    assert pdf.describe(changed(paper_pdf("Plan"), script)).acts == (
        "an action when it is opened",)


def test_it_says_its_title_and_language_to_readers_and_programs() -> None:
    after = pdf.finish(changed(paper_pdf("Plan"), told), "Plan & <record>")
    seen = pdf.describe(after)
    assert (seen.title, seen.lang, seen.tagged) == ("Plan & <record>", "en-GB", True)
    assert "Plan &amp; &lt;record&gt;" in seen.xmp and "<pdfuaid:part>1" in seen.xmp
    with pikepdf.open(io.BytesIO(after)) as opened:
        assert opened.Root.ViewerPreferences.DisplayDocTitle is True
        assert all(page.obj.Tabs == Name.S for page in opened.pages)


def test_one_without_tags_does_not_claim_to_be_for_everybody() -> None:
    seen = pdf.describe(pdf.finish(changed(paper_pdf("Plan"), without_tags), "Plan"))
    assert not seen.tagged and "<pdfuaid:part>" not in seen.xmp


def _painted(content: bytes) -> bytes:
    def bare(opened: pikepdf.Pdf) -> None:
        page: Any = opened.pages[0].obj
        page.Contents = opened.make_stream(page.Contents.read_bytes() + content)

    return changed(paper_pdf("Plan"), bare)


@pytest.mark.parametrize("line", [b"\n0 0 m 9 9 l S", b"\nq 1 w 5 5 20 20 re W n 6 6 9 9 re f* Q",
                                  b"\nq 8 8 30 30 re W f Q",
                                  b"\n1 0 0 RG 10 10 m 20 20 30 30 40 40 c h b"])
def test_a_line_outside_all_tags_becomes_an_artifact(line: bytes) -> None:
    before = _painted(line)
    assert validator.rules_broken(before) != []
    after = pdf.finish(before, "Plan")
    assert validator.rules_broken(after) == []
    assert pdf.text_of(after) == pdf.text_of(before)
    with pikepdf.open(io.BytesIO(after)) as opened:
        done = [str(one.operator) for one in pikepdf.parse_content_stream(opened.pages[0])]
    assert not {("re", "BDC"), ("W", "BDC"), ("l", "BDC"), ("h", "BDC")} & set(pairwise(done))


def test_words_outside_all_tags_are_not_hidden_from_a_reader() -> None:
    font = b"f0"
    before = _painted(b"\nBT /" + font + b" 9 Tf 90 20 Td <0001> Tj ET")
    assert validator.rules_broken(pdf.finish(before, "Plan")) != []


def test_the_same_pages_made_on_another_day_give_the_same_bytes() -> None:
    def later(opened: pikepdf.Pdf) -> None:
        told(opened)
        opened.trailer.Info.CreationDate = String("D:20330405")
        opened.trailer.DocChecksum = Name("/Other")
        opened.trailer.ID = Array([String(b"made elsewhere.."), String(b"and once more..")])

    one, other = (pdf.finish(changed(paper_pdf("Plan"), how), "Plan") for how in (told, later))
    assert one == other == pdf.finish(one, "Plan")

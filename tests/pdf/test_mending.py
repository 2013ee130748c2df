"""What LibreOffice leaves undone in tags is done when a PDF is finished, and nothing else is."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name

from pipeline.doors import pdf, typst
from pipeline.gate import accessible
from tests.making import spoiltpdf
from tests.making.spoiltpdf import HEADINGS, TABLES, WORDS, Pdf, elements, root


def codes(data: bytes) -> list[str]:
    """What the gate has against the finished report."""
    return [one.code for one in accessible.check(pdf.finish(data, "A report"), "x.pdf", WORDS,
                                                 HEADINGS, TABLES)]


def test_a_note_without_an_id_gets_one() -> None:
    def spoil(file: Pdf) -> None:
        for one in elements(file, "Note"):
            del one["/ID"]
        if "/IDTree" in file.Root.StructTreeRoot:
            del file.Root.StructTreeRoot["/IDTree"]

    spoilt = spoiltpdf.spoilt(spoil)
    assert "pdf-rule-broken" in [one.code for one in accessible.check(spoilt, "x.pdf")]
    assert codes(spoilt) == []


def test_a_way_back_without_a_tag_goes_and_a_link_to_the_web_never_does() -> None:
    def back(file: Pdf) -> None:
        page = file.pages[0]
        page.Annots.append(file.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[10, 10, 20, 20], F=4,
            Dest=Array([page.obj, Name.Fit]))))

    def away(file: Pdf) -> None:
        file.pages[0].Annots.append(file.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[10, 10, 20, 20], F=4,
            A=Dictionary(S=Name.URI, URI="https://example.org/y"))))

    assert codes(spoiltpdf.spoilt(back)) == []
    assert "pdf-link-untagged" in codes(spoiltpdf.spoilt(away))


def test_only_an_empty_picture_before_the_words_of_a_box_goes() -> None:
    def finished(boxed: bool) -> list[str]:
        with pikepdf.open(io.BytesIO(typst.compile("= Boxes\nand after it", title="x"))) as file:
            top = root(file)
            words = top.K[1]
            empty = file.make_indirect(Dictionary(S=Name.Figure, P=top, K=Array([])))
            if boxed:
                box = file.make_indirect(Dictionary(S=Name.Div, P=top, K=Array([words])))
                words.P = box
                top.K = Array([top.K[0], empty, box])
            else:
                top.K = Array([top.K[0], words, empty])
            out = io.BytesIO()
            file.save(out)
        return [one.code for one in accessible.check(pdf.finish(out.getvalue(), "x"), "x.pdf")]

    assert finished(boxed=True) == []
    assert "pdf-alt-missing" in finished(boxed=False)

"""A bundle is one PDF that everybody can find their way in, however its papers were made."""

import io
from collections.abc import Mapping
from dataclasses import replace

import docx
import pytest
from PIL import Image

from pipeline import bundle
from pipeline.doors import pdf, typst
from pipeline.doors.pdf import tags
from pipeline.errors import OutsideTrouble
from pipeline.gate import accessible
from pipeline.model import DocumentKind, Pack, Paper, Profile, Recipient
from tests.making.papers import (
    Source,
    changed,
    pack_of,
    paper_pdf,
    scan,
    source,
    with_a_field,
    without_tags,
)

TITLES = ("Plan", "Record")
WORDS = "EMBARGOED until Wednesday 3 March 2027"


def house(profile: Profile, logo: bytes = b"") -> bytes:
    """The house style without pictures, or with this one at its end."""
    document = docx.Document(str(profile.docx / "house.docx"))
    for drawn in list(document.element.body.iter("{*}drawing")):
        drawn.getparent().remove(drawn)
    if logo:
        shape = document.add_picture(io.BytesIO(logo))
        shape._inline.docPr.set("descr", "The Partnership of Fenmarsh")
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def picture() -> bytes:
    """A made-up logo with a shade and a see-through edge."""
    drawn = Image.linear_gradient("L").resize((300, 100)).convert("RGBA")
    drawn.putalpha(Image.radial_gradient("L").resize((300, 100)).point(lambda v: 255 - v // 2))
    held = io.BytesIO()
    drawn.save(held, "PNG")
    return held.getvalue()


@pytest.fixture(scope="module")
def merged(norfolk: Profile) -> tuple[Pack, bytes, bytes]:
    """A pack of finished PDFs, its clean bundle and its marked one."""
    deck = Paper(DocumentKind("deck", "Slides", format="pptx"), "deck.pptx", "Slides", b"x")
    pack = pack_of(norfolk, {title: paper_pdf(title) for title in TITLES})
    pack = replace(pack, papers=(*pack.papers, deck))
    clean, marked = bundle.both(pack, house(norfolk))
    return pack, clean, marked


@pytest.fixture(scope="module")
def at_once(norfolk: Profile) -> tuple[Pack, bytes]:
    """A pack of papers at hand as Typst, and its bundle."""
    parts: list[Source] = [source(title, n) for n, title in enumerate(TITLES)]
    alone = {one.title: typst.compile(f'{one.imported("paper")}\n#paper(id: "p")', one.files,
                                      one.title) for one in parts}
    pack = pack_of(norfolk, alone)
    return pack, bundle.bundle(pack, house(norfolk), parts)


def test_everybody_can_read_a_merged_bundle(merged: tuple[Pack, bytes, bytes]) -> None:
    for whole in merged[1:]:
        assert accessible.check(whole, "bundle.pdf", None, None, len(TITLES)) == []


def test_everybody_can_read_a_bundle_set_at_once(at_once: tuple[Pack, bytes]) -> None:
    assert accessible.check(at_once[1], "bundle.pdf", None, None, 0) == []


def test_the_cover_says_what_it_is_for_whom_and_what_is_asked(
        merged: tuple[Pack, bytes, bytes]) -> None:
    cover = pdf.text_of(merged[1])[0]
    for said in ("Papers for the board", "Members of the board", "2031-01", "1 March 2031",
                 "Read the papers before the meeting.", merged[0].profile.name,
                 "OFFICIAL-SENSITIVE"):
        assert said in cover


def test_a_numbered_copy_says_whose_and_which_it_is(norfolk: Profile) -> None:
    pack = pack_of(norfolk, {"Plan": paper_pdf("Plan")},
                   recipient=Recipient("police", "Fenmarsh Police", 3, 12))
    pack = replace(pack, kind=replace(pack.kind, numbered=True))
    cover = pdf.text_of(bundle.bundle(pack, house(norfolk)))[0]
    assert "Fenmarsh Police" in cover and "Copy: 3 of 12" in cover


def test_the_public_sees_the_title_of_the_report_and_nothing_of_the_office(
        norfolk: Profile) -> None:
    pack = pack_of(norfolk, {"Report": paper_pdf("Report")})
    pack = replace(pack, kind=replace(pack.kind, published=True, marking="", watermark=""))
    whole = bundle.bundle(pack, house(norfolk), marked=True)
    cover = pdf.text_of(whole)[0]
    assert "Report" in cover and "Edition" not in cover and "board" not in cover.replace(
        "Members of the board", "")
    assert pdf.describe(whole).title == "Report" and set(pdf.describe(whole).watermarks) == {""}


def test_contents_links_bookmarks_and_labels_lead_to_the_same_pages(
        merged: tuple[Pack, bytes, bytes], at_once: tuple[Pack, bytes]) -> None:
    for whole, first in ((merged[1], [2, 5]), (at_once[1], [2, 4])):
        seen = pdf.describe(whole)
        assert seen.labels[:4] == ("i", "ii", "1", "2")
        assert [one.target for one in seen.remarks] == []
        assert pdf.aims(whole)[:6] == [page for start in first
                                       for page in (start, start, start + 1)]
        assert [(one.title, one.page - 1) for one in seen.outline if one.level == 1] == [
            ("Cover and contents", 0), *zip(TITLES, first, strict=True)]
        assert [one.page - 1 for one in seen.outline if one.title == "Record: second part"] == [
            first[1] + 1]
        contents = " ".join(pdf.text_of(whole)[1].replace(".", " ").split())
        start = first[1] - 1
        assert contents.startswith(
            "Contents 1 Plan 1 Plan: first part 1 Plan: second part 2 "
            f"2 Record {start} Record: first part {start} Record: second part {start + 1}")


def test_a_long_contents_lists_papers_only(norfolk: Profile) -> None:
    pack = pack_of(norfolk, {f"Paper {n}": paper_pdf(f"Paper {n}") for n in range(12)})
    whole = bundle.bundle(pack, house(norfolk))
    assert pdf.describe(whole).labels[:3] == ("i", "ii", "1")
    assert "12. Paper 11" in pdf.text_of(whole)[1] and "part" not in pdf.text_of(whole)[1]
    assert accessible.check(whole, "bundle.pdf", None, None, 12) == []


def test_every_page_has_its_number_and_marking(merged: tuple[Pack, bytes, bytes],
                                               at_once: tuple[Pack, bytes]) -> None:
    for whole in (merged[1], at_once[1]):
        said = pdf.text_of(whole)
        assert all(page.count("OFFICIAL-SENSITIVE") >= 2 for page in said)
        assert [page.split().count(number) for page, number in zip(
            said, ("i", "ii"), strict=False)] == [1, 1]
        last = len(said) - 2
        for number, page in enumerate(said[2:], 1):
            assert f"Bundle page {number} of {last}" in page


def test_clean_and_marked_are_made_from_the_same_papers(
        merged: tuple[Pack, bytes, bytes]) -> None:
    pack, clean, marked = merged
    assert set(pdf.describe(marked).watermarks) == {WORDS}
    assert set(pdf.describe(clean).watermarks) == {""}
    assert "EMBARGOED" not in str(pdf.text_of(clean))
    assert bundle.words_lost(pack, clean) == bundle.words_lost(pack, marked) == []
    assert tags.read(clean).tags.words() == tags.read(marked).tags.words()


def test_what_is_no_pdf_is_named_in_the_contents(merged: tuple[Pack, bytes, bytes]) -> None:
    assert "Slides (deck.pptx)" in pdf.text_of(merged[1])[1]


def test_the_same_papers_give_the_same_bytes(merged: tuple[Pack, bytes, bytes],
                                             at_once: tuple[Pack, bytes]) -> None:
    style = house(merged[0].profile)
    assert bundle.bundle(merged[0], style) == merged[1]
    assert bundle.bundle(merged[0], style, marked=True) == merged[2]
    parts = [source(title, n) for n, title in enumerate(TITLES)]
    assert bundle.bundle(at_once[0], style, parts) == at_once[1]


def test_the_logo_of_the_house_style_is_on_the_front_page(norfolk: Profile) -> None:
    pack = pack_of(norfolk, {"Plan": paper_pdf("Plan")})
    shown = pdf.describe(bundle.bundle(pack, house(norfolk, picture()))).first_pictures
    logo = pdf.look(picture())
    assert logo is not None and len(shown) == 1 and pdf.alike(shown[0], logo)
    held = io.BytesIO()
    Image.open(io.BytesIO(picture())).convert("L").transpose(
        Image.Transpose.FLIP_TOP_BOTTOM).save(held, "PNG")
    other = pdf.look(held.getvalue())
    assert other is not None and not pdf.alike(shown[0], other)


def test_a_word_that_is_lost_is_noticed(merged: tuple[Pack, bytes, bytes]) -> None:
    pack = replace(merged[0], papers=(merged[0].papers[0], replace(
        merged[0].papers[1], pdf=paper_pdf("Recorded"))))
    assert [(one.code, one.where.file) for one in bundle.words_lost(pack, merged[1])] == [
        ("bundle-words", "paper-2.docx")]
    short = replace(merged[0], papers=merged[0].papers[:1])
    assert [one.code for one in bundle.words_lost(short, merged[1])] == ["bundle-words"]


def codes(pack: Pack) -> list[tuple[str, str]]:
    """What is said of the papers of a pack."""
    return [(one.code, one.severity) for one in bundle.problems(pack)]


def test_a_pdf_without_tags_may_go_to_a_meeting_but_not_to_the_public(norfolk: Profile) -> None:
    papers: Mapping[str, bytes] = {"Plan": paper_pdf("Plan"), "Scan": scan(), "Letter": changed(
        paper_pdf("Letter"), without_tags)}
    pack = pack_of(norfolk, papers)
    assert codes(pack) == [("bundle-untagged", "warning")] * 2
    whole = bundle.bundle(pack, house(norfolk))
    assert bundle.words_lost(pack, whole) == [] and pdf.describe(whole).pages == 2 + 3 + 1 + 3
    public = replace(pack, kind=replace(pack.kind, published=True))
    assert codes(public) == [("bundle-untagged", "error")] * 2


def test_what_cannot_be_merged_is_said_before(norfolk: Profile) -> None:
    pack = pack_of(norfolk, {"Plan": paper_pdf("Plan"), "Form": changed(paper_pdf("Form"),
                                                                        with_a_field)})
    assert codes(pack) == [("bundle-not-carried", "error")]


def test_a_letter_that_our_fonts_lack_is_said_not_left_out(norfolk: Profile) -> None:
    pack = pack_of(norfolk, {"Plan": paper_pdf("Plan")},
                   recipient=Recipient("one", "\U00013080 Police", 1, 1))
    with pytest.raises(OutsideTrouble, match="fonts do not have"):
        bundle.bundle(pack, house(norfolk))

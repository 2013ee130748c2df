"""A merged PDF keeps tags, bookmarks and links of every file, and refuses what it would lose."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, String

from pipeline.doors import pdf
from pipeline.doors.pdf import integrity, tags
from pipeline.doors.pdf.objects import elements
from pipeline.errors import OutsideTrouble
from pipeline.gate import accessible
from tests.making.papers import PAGES, changed, paper_pdf, scan, with_a_field, without_tags

TITLES = ("Plan", "Record", "Letter")


@pytest.fixture(scope="module")
def merged() -> bytes:
    """Three papers as one."""
    return pdf.finish(pdf.merge([paper_pdf(title) for title in TITLES], TITLES), "All three")


def test_all_three_layers_pass_on_what_was_merged(merged: bytes) -> None:
    headings = [(1, f"{title}: {part} part") for title in TITLES for part in ("first", "second")]
    assert accessible.check(merged, "all.pdf", None, headings, len(TITLES)) == []


def test_the_words_are_read_out_file_after_file(merged: bytes) -> None:
    said = [word.text for word in tags.read(merged).tags.words()]
    alone = [word.text for title in TITLES for word in tags.read(paper_pdf(title)).tags.words()]
    assert said == alone


def test_bookmarks_of_a_file_stand_under_its_own(merged: bytes) -> None:
    assert [(one.level, one.title, one.page) for one in pdf.describe(merged).outline] == [
        line for n, title in enumerate(TITLES) for line in (
            (1, title, 1 + PAGES * n), (2, f"{title}: first part", 1 + PAGES * n),
            (2, f"{title}: second part", 2 + PAGES * n))]


def test_a_place_of_the_same_name_in_two_files_is_reached_in_each(merged: bytes) -> None:
    assert pdf.aims(merged) == [1, 1 + PAGES, 1 + 2 * PAGES]


def test_ids_of_header_cells_are_not_mixed_up() -> None:
    whole = pdf.merge([paper_pdf("Plan"), paper_pdf("Record")], ["Plan", "Record"])
    with pikepdf.open(io.BytesIO(whole)) as opened:
        listed = list(opened.Root.StructTreeRoot.IDTree.Names)
        ids = [bytes(one) for one in listed[::2]]
        assert ids == sorted(set(ids)) and len(ids) == 4
        assert all(bytes(one.ID) == key for key, one in zip(ids, listed[1::2], strict=True))
        named = [bytes(one) for cell in elements(opened.Root.StructTreeRoot) if cell.S == Name.TD
                 for looks in cell.A if "/Headers" in looks for one in looks.Headers]
        assert len(named) == 4 and set(named) == set(ids)


def test_a_name_for_a_kind_of_tag_means_in_each_file_what_it_meant_there() -> None:
    def names(kind: str) -> Callable[[pikepdf.Pdf], None]:
        def change(opened: pikepdf.Pdf) -> None:
            tree = opened.Root.StructTreeRoot
            tree.RoleMap = Dictionary({"/Special": Name(kind)})
            tree.K[0].K[0].S = Name.Special
        return change

    one, other = (changed(paper_pdf("Plan"), names(kind)) for kind in ("/H1", "/P"))
    whole = pdf.finish(pdf.merge([one, other], ["One", "Other"]), "Both")
    assert [words for _, words, *_ in tags.read(whole).tags.headings()] == [
        "Plan: first part", "Plan: second part", "Plan: second part"]


def test_a_language_of_its_own_is_kept() -> None:
    def welsh(opened: pikepdf.Pdf) -> None:
        opened.Root.Lang = String("cy-GB")

    whole = pdf.merge([changed(paper_pdf("Plan"), welsh), paper_pdf("Record")], ["Plan", "Record"])
    with pikepdf.open(io.BytesIO(whole)) as opened:
        parts = opened.Root.StructTreeRoot.K[0].K
        assert [str(one.get("/Lang", "")) for one in parts] == ["cy-GB", ""]


def test_the_same_files_give_the_same_bytes(merged: bytes) -> None:
    again = pdf.merge([paper_pdf(title) for title in TITLES], TITLES)
    assert pdf.finish(again, "All three") == merged


def _layers(opened: pikepdf.Pdf) -> None:
    opened.Root.OCProperties = Dictionary(OCGs=Array([]))


def _attached(opened: pikepdf.Pdf) -> None:
    opened.attachments["list.txt"] = AttachedFileSpec(opened, b"words")


def _newer(opened: pikepdf.Pdf) -> None:
    opened.Root.StructTreeRoot.Namespaces = Array([])


LOST = {"form fields": with_a_field, "layers that can be shown and hidden": _layers,
        "attached files": _attached, "tags of PDF 2.0": _newer}


@pytest.mark.parametrize("what", LOST)
def test_what_a_merge_would_lose_is_refused_by_name(what: str) -> None:
    spoilt = changed(paper_pdf("Plan"), LOST[what])
    assert pdf.not_carried(spoilt) == (f"it holds {what}",)
    with pytest.raises(OutsideTrouble, match=rf"File 2 .*{what}"):
        pdf.merge([paper_pdf("Record"), spoilt], ["Record", "Plan"])


def test_a_locked_or_damaged_file_is_refused_in_words() -> None:
    locked = pdf.encrypt(paper_pdf("Plan"), "open sesame")
    assert pdf.not_carried(locked) == ("it is locked with a password",)
    assert pdf.not_carried(b"%PDF-1.7 nothing") == ("it is damaged and cannot be used",)


def test_without_tags_the_words_of_each_page_can_still_be_read_out() -> None:
    bare = changed(paper_pdf("Plan"), without_tags)
    assert pdf.untagged(bare) and not pdf.untagged(paper_pdf("Plan"))
    whole = pdf.finish(pdf.merge([paper_pdf("Record"), bare, scan()], ["Record", "Plan", "Scan"]),
                       "All")
    assert integrity.faults(tags.read(whole)) == []
    said = " ".join(word.text for word in tags.read(whole).tags.words())
    assert "Wide words of Record" in said and "Wide words of Plan" in said
    with pikepdf.open(io.BytesIO(whole)) as opened:
        picture = opened.Root.StructTreeRoot.K[0].K[2].K[0]
        assert (str(picture.S), str(picture.Alt)) == (
            "/Figure", "Page 1 of 1: a picture without words")

"""Office files of others are rewritten where the names stand, and nothing else in them changes."""

import io
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from pipeline import anonymise
from pipeline.doors import pdf
from pipeline.everywhere import texts
from pipeline.model.decisions import LEAVE, REPLACE, Decided, Decision
from tests.making.finds import CHILD, WHO, Finds
from tests.making.office import to_office
from tests.making.planted import (
    BASE,
    SHEETS,
    SLIDES,
    WORD,
    Place,
    deck,
    field,
    in_body,
    paragraph,
    parts_of,
    run,
    with_link,
    with_part,
    workbook,
    zipped,
)

NOBODY = Decided()
PLACES = [pytest.param(kind, place, id=f"{kind}: {name}") for kind, places in (
    ("docx", WORD), ("pptx", SLIDES), ("xlsx", SHEETS)) for name, place in places.items()]


def rewrite(data: bytes, scanner: Any, decided: Decided = NOBODY) -> anonymise.Rewritten:
    return anonymise.rewrite(data, scanner, decided, "report")


def canonical(part: bytes) -> bytes:
    """A part without what may differ between two writers of the same XML."""
    try:
        return etree.tostring(etree.fromstring(part), method="c14n")
    except etree.XMLSyntaxError:
        return part


@pytest.mark.parametrize(("kind", "place"), PLACES)
def test_a_name_goes_from_each_place_or_the_file_is_refused(kind: str, place: Place,
                                                            finds: Finds) -> None:
    data = place.make(WHO)
    made = rewrite(data, finds)
    if place.fixed:
        assert made.data == data
        assert {one.code for one in made.problems} == {"name-in-fixed-place"}
        assert any(one.where.part.startswith(place.part) for one in made.problems)
        assert WHO not in str(made.problems), "a problem must not quote"
        return
    assert made.problems == []
    said = " | ".join(one.words for one in texts("", made.data))
    assert WHO not in said.replace("\u00ad", "") and WHO.replace(" ", "%20") not in said
    assert (CHILD in said) != place.whole


PLAIN = [param for param in PLACES if not param.values[1].fixed and not param.values[1].whole
         and not re.search(r"runs|letter by|proofing|insertion|soft hyphen|hidden text between",
                           str(param.id))]


@pytest.mark.parametrize(("kind", "place"), PLAIN)
def test_nothing_else_changes(kind: str, place: Place, finds: Finds) -> None:
    data = place.make(WHO)
    _same_but_for_names(data, rewrite(data, finds).data)


def _same_but_for_names(before: bytes, after: bytes) -> None:
    old, new = parts_of(before), parts_of(after)
    assert list(old) == list(new)
    for name, data in old.items():
        if data[:2] == b"PK":
            _same_but_for_names(data, new[name])
        elif WHO.encode() in data:
            assert canonical(data.replace(WHO.encode(), CHILD.encode())) == canonical(new[name])
        else:
            assert data == new[name], f"{name} was written anew without need"


def test_a_file_without_names_comes_back_byte_for_byte(finds: Finds) -> None:
    assert rewrite(BASE, finds).data == BASE


def test_the_same_file_gives_the_same_bytes(finds: Finds) -> None:
    data = WORD["workbook of a chart"].make(WHO)
    assert rewrite(data, finds).data == rewrite(data, finds).data


def body(data: bytes) -> Any:
    return Document(io.BytesIO(data)).paragraphs[-1]


def test_words_in_place_of_a_name_look_like_its_first_letters(finds: Finds) -> None:
    data = in_body(paragraph(run("Seen by "), run("Rob", "<w:rPr><w:b/></w:rPr>"),
                             run("in ", "<w:rPr><w:i/></w:rPr>"), run("Verrowby's aunt.")))
    looks = [(one.text, bool(one.bold), bool(one.italic)) for one in body(rewrite(
        data, finds).data).runs if one.text]
    assert looks == [("Seen by ", False, False), (CHILD, True, False), ("'s aunt.", False, False)]


@settings(max_examples=60)
@given(st.lists(st.sampled_from([WHO, "Grace", " ", "was", "seen", ".", "  ", "Ø", "Robin", "<&>",
                                 "\u00a0"]), min_size=1, max_size=9),
       st.lists(st.integers(0, 90), max_size=12), st.data())
def test_text_in_any_runs_is_rewritten_as_the_same_text_in_one(
        bits: list[str], cuts: list[int], data: st.DataObject) -> None:
    text = "".join(bits)
    at = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    pieces = [text[a:b] for a, b in pairwise(at)]
    looks = [f'<w:rPr><w:color w:val="{n:06d}"/></w:rPr>' for n in range(len(pieces))]
    noise = ["", '<w:proofErr w:type="spellStart"/>', '<w:bookmarkEnd w:id="1"/>',
             "<w:r><w:lastRenderedPageBreak/></w:r>"]
    runs = [run(piece, look) + data.draw(st.sampled_from(noise))
            for piece, look in zip(pieces, looks, strict=True)]
    scanner = Finds({WHO: CHILD}, {"Grace": "Child C2"})
    split = rewrite(in_body(paragraph(*runs)), scanner)
    whole = rewrite(in_body(paragraph(run(text))), scanner)
    assert body(split.data).text == body(whole.data).text == text.replace(WHO, CHILD)
    assert [one.key for one in split.doubts] == [one.key for one in whole.doubts]
    # What is left of each run still has its look, in the same order.
    colours = [str(one.font.color.rgb) for one in body(split.data).runs if one.text]
    assert colours == sorted(colours)


def test_a_link_that_names_somebody_goes_and_its_words_stay(finds: Finds) -> None:
    data = with_link(f"mailto:{WHO}@example.org", paragraph(
        run("To "), f'<w:hyperlink r:id="rIdOut">{run("write to us")}</w:hyperlink>', run(" now")))
    made = rewrite(data, finds).data
    assert body(made).text == "To write to us now" and not body(made).hyperlinks
    assert b"mailto" not in parts_of(made)["word/_rels/document.xml.rels"]


def test_a_link_to_elsewhere_stays(finds: Finds) -> None:
    data = with_link("https://example.org", paragraph(
        f'<w:hyperlink r:id="rIdOut">{run(WHO)}</w:hyperlink>'))
    link = body(rewrite(data, finds).data).hyperlinks[0]
    assert (link.text, link.url) == (CHILD, "https://example.org")


def test_a_field_whose_code_names_somebody_becomes_its_words(finds: Finds) -> None:
    code = field(f'INCLUDETEXT "{WHO}.docx"', "the annex")
    data = in_body(paragraph(run("See "), code, run(".")))
    made = rewrite(data, finds).data
    assert body(made).text == "See the annex."
    assert b"fldChar" not in parts_of(made)["word/document.xml"]


def test_spaces_at_the_ends_of_words_are_kept_as_each_format_has_it(finds: Finds) -> None:
    data = in_body(paragraph("<w:r><w:t>by Robin Verrowby</w:t></w:r>", run(" and")))
    made = rewrite(data, Finds({"Robin Verrowby": ""})).data
    assert body(made).text == "by  and"
    slide = rewrite(deck(title="by Robin Verrowby"), Finds({"Robin Verrowby": ""})).data
    assert b"xml:space" not in parts_of(slide)["ppt/slides/slide2.xml"]


def test_names_of_fonts_and_of_looks_are_nobodys() -> None:
    data = in_body(paragraph(run("Seen.", '<w:rPr><w:rFonts w:ascii="Georgia"/></w:rPr>')))
    assert rewrite(data, Finds({"Georgia": "Child C1"})).data == data


def test_other_fields_stay_fields(finds: Finds) -> None:
    data = in_body(paragraph(field("DATE", WHO)))
    xml = parts_of(rewrite(data, finds).data)["word/document.xml"]
    assert xml.count(b"<w:fldChar") == 3 and CHILD.encode() in xml


def test_a_bookmark_is_renamed_with_all_that_leads_to_it(finds: Finds) -> None:
    data = in_body(paragraph(
        '<w:bookmarkStart w:id="7" w:name="Robin Verrowby"/>', run("x"),
        '<w:bookmarkEnd w:id="7"/>', '<w:hyperlink w:anchor="Robin Verrowby"><w:r/></w:hyperlink>',
        field("REF Robin Verrowby \\h", "above")))
    xml = parts_of(rewrite(data, finds).data)["word/document.xml"].decode()
    assert xml.count("place_1") == 3 and 'w:name="place_1"' in xml and " REF place_1 \\h" in xml


def test_a_picture_with_a_name_is_renamed_and_still_found(finds: Finds) -> None:
    made = WORD["name of a part"].make(WHO)
    parts = parts_of(rewrite(made, finds).data)
    assert "word/media/part1.png" in parts
    assert b'Target="/word/media/part1.png"' in parts["word/_rels/document.xml.rels"]


def test_a_number_in_a_cell_that_identifies_goes() -> None:
    data = with_part("word/embeddings/Book1.xlsx", workbook(number=9991234179),
                     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "package")
    made = rewrite(data, Finds({"9991234179": "[NHS number]"}))
    book = load_workbook(io.BytesIO(parts_of(made.data)["word/embeddings/Book1.xlsx"]))
    assert made.problems == [] and book["Costs"]["C3"].value == "(number removed)"


def test_a_deck_and_the_rows_of_its_chart_say_the_same(finds: Finds) -> None:
    made = rewrite(deck(category=WHO), finds)
    said = [one.part for one in texts("", made.data) if one.words == CHILD]
    assert "Slide 2 chart" in said and any(one.endswith("Sheet 1") for one in said)


def test_what_is_no_office_file_is_refused_where_a_name_stands_in_it(finds: Finds) -> None:
    made = rewrite(f"Seen by {WHO}.".encode(), finds)
    assert [(one.code, one.where.file, one.where.spot) for one in made.problems] == [
        ("name-in-fixed-place", "report", "line 1")]
    assert rewrite(b"Nothing of note.", finds).problems == []


# --- doubts ---------------------------------------------------------------------------------

GRACE = "Her sister Grace was at home. Grace is also a word."


def doubts(data: bytes, finds: Finds, decided: Decided = NOBODY) -> list[anonymise.Doubt]:
    return rewrite(data, finds, decided).doubts


def test_a_doubtful_word_is_asked_about_and_never_replaced_in_silence(finds: Finds) -> None:
    made = rewrite(in_body(paragraph(run(GRACE))), finds)
    assert body(made.data).text == GRACE
    first, second = made.doubts
    assert (first.before, first.words, first.after) == (
        "Her sister ", "Grace", " was at home. Grace is also a word.")
    assert (first.part, first.spot, first.instead, first.open) == (
        "Body", "paragraph 4", "Child C2", True)
    assert first.key != second.key


def test_each_place_is_decided_by_itself(finds: Finds) -> None:
    data = in_body(paragraph(run(GRACE)))
    first, second = doubts(data, finds)
    made = rewrite(data, finds, Decided({
        first.key: Decision(first.key, REPLACE), second.key: Decision(second.key, LEAVE)}))
    assert body(made.data).text == "Her sister Child C2 was at home. Grace is also a word."
    assert [one.left for one in made.doubts] == [False, True]
    assert not any(one.open for one in made.doubts)


def test_own_words_stand_in_place(finds: Finds) -> None:
    data = in_body(paragraph(run("Grace came.")))
    key = doubts(data, finds)[0].key
    made = rewrite(data, finds, Decided({key: Decision(key, REPLACE, "The nurse")}))
    assert body(made.data).text == "The nurse came."


def test_a_decision_stays_when_other_paragraphs_change_and_goes_when_its_own_does(
        finds: Finds) -> None:
    here = paragraph(run("Grace came."))
    key = doubts(in_body(here), finds)[0].key
    later = in_body(paragraph(run("Before.")) + paragraph(run("Grace, too.")) + here)
    assert key in {one.key for one in doubts(later, finds)}
    assert key not in {one.key for one in doubts(in_body(paragraph(run("Grace came in."))), finds)}
    assert anonymise.rewrite(in_body(here), finds, NOBODY, "deck").doubts[0].key != key


def test_the_same_sentence_in_many_places_is_one_question(finds: Finds) -> None:
    one, = doubts(in_body(paragraph(run("Grace came.")) * 3), finds)
    assert one.more == 2


def test_a_doubt_in_a_place_that_cannot_change_may_be_left_but_not_replaced(finds: Finds) -> None:
    data = WORD["deleted words"].make("Grace")
    key = doubts(data, finds)[0].key
    assert rewrite(data, finds).problems == []
    made = rewrite(data, finds, Decided({key: Decision(key, REPLACE)}))
    assert [one.code for one in made.problems] == ["name-in-fixed-place"]


def here(one: anonymise.Doubt, page: str, at: int) -> bool:
    return one.is_here(page, at, at + 5)


def test_a_place_is_known_again_in_the_pdf_of_the_same_paper(finds: Finds) -> None:
    one = doubts(in_body(paragraph(run(GRACE))), finds)[0]
    page = "4\nHer sis-\nter Grace was\nat home. Grace is also a word."
    assert here(one, page, page.index("Grace")) and not here(one, page, page.rindex("Grace"))


def test_a_place_at_the_edge_of_a_page_is_known_by_its_other_side(finds: Finds) -> None:
    one, = doubts(in_body(paragraph(run("Later on that evening the other sister, Grace, and all "
                                        "of the others went away."))), finds)
    assert here(one, "on that evening the other sister, Grace,\nOFFICIAL 4", 34)
    assert here(one, "OFFICIAL\nGrace, and all of the others went away.", 9)
    assert not here(one, "OFFICIAL\nGrace, and nobody else.", 9)


def test_a_doubt_that_only_the_finished_file_shows_can_be_decided(finds: Finds) -> None:
    files = {"deck.pptx": deck(notes="Say that Grace came."), "web.html": b"<p>By Grace</p>"}
    first, second = anonymise.unasked(files, finds, NOBODY, [])
    assert (first.document, first.part, first.words, first.open) == (
        "deck.pptx", "Slide 2 notes", "Grace", True)
    done = Decided({first.key: Decision(first.key, LEAVE, "", "A hymn"),
                    second.key: Decision(second.key, REPLACE)})
    again = anonymise.unasked({"deck.pptx": deck(title="New", notes="Say that Grace came."),
                               "web.html": files["web.html"]}, finds, done, [])
    assert [one.open for one in again] == [False, True]
    assert anonymise.unasked(files, finds, NOBODY, [first, second]) == []


@pytest.mark.parametrize(("text", "after"), [
    ("Dr Harbottle came.", "The nurse came."), ("She came. Dr Harbottle left.",
                                                "She came. The nurse left."),
    ("She met Dr Harbottle.", "She met the nurse."), ("“Dr Harbottle came.”", "“The nurse came.”"),
    ("the Dr Harbottle who", "the nurse who"), ("A Dr Harbottle rang", "A nurse rang"),
    ("Mr. Dr Harbottle", "Mr. the nurse"), ("With Mr Lee, Dr Harbottle", "With Mr Lee, the nurse"),
])
def test_a_sentence_still_begins_with_a_capital(text: str, after: str) -> None:
    made = rewrite(in_body(paragraph(run(text))), Finds({"Dr Harbottle": "the nurse"}))
    assert body(made.data).text == after


@pytest.mark.parametrize(("text", "after"), [
    ("So T.E.'s own file", "So the mother's own file"), ("when T.E. came", "when the mother came"),
    ("met T.E. She left", "met the mother. She left"), ("met T.E.", "met the mother."),
    ("met T.E., who left", "met the mother, who left"), ("met TE.", "met the mother."),
])
def test_the_stop_of_initials_goes_with_them(text: str, after: str) -> None:
    found = Finds({"T.E": "the mother", "TE": "the mother"})
    assert body(rewrite(in_body(paragraph(run(text))), found).data).text == after


def test_the_words_around_a_doubt_are_those_that_will_be_printed(finds: Finds) -> None:
    one, = doubts(in_body(paragraph(run(f"{WHO} told Grace and {WHO}."))), finds)
    assert (one.before, one.after) == (f"{CHILD} told ", f" and {CHILD}.")
    page = f"{CHILD} told\nGrace and {CHILD}."
    assert one.is_here(page, page.index("Grace"), page.index("Grace") + 5)


def test_the_longer_certain_match_wins_over_what_overlaps_it() -> None:
    scanner = Finds({"Robin": "Child C1", "Robin Verrowby": "Child C1"}, {"n Verr": "x"})
    made = rewrite(in_body(paragraph(run("Robin Verrowby and Robin."))), scanner)
    assert body(made.data).text == "Child C1 and Child C1." and made.doubts == []


def test_parts_that_cannot_be_read_are_searched_and_not_rewritten(finds: Finds) -> None:
    parts = parts_of(BASE)
    parts["word/header1.xml"] = f"<w:hdr><w:p>{WHO}".encode()
    made = rewrite(zipped(parts), finds)
    assert [one.code for one in made.problems] == ["name-in-fixed-place"]


@pytest.mark.office
def test_libreoffice_opens_what_was_rewritten_and_shows_no_name(tmp_path: Path,
                                                                finds: Finds) -> None:
    (tmp_path / "out").mkdir()
    files = {}
    for kind, places in (("docx", WORD), ("pptx", SLIDES), ("xlsx", SHEETS)):
        for number, place in enumerate(places.values()):
            if not place.fixed:
                path = tmp_path / f"{kind}{number}.{kind}"
                path.write_bytes(rewrite(place.make(WHO), finds).data)
                files[path.stem] = path
    to_office(files.values(), "pdf", tmp_path / "out")
    for stem in files:
        made = (tmp_path / "out" / f"{stem}.pdf").read_bytes()
        assert pdf.text_of(made) and not [one for one in texts("", made) if WHO in one.words]

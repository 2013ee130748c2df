"""Templates made from forms and sketches: whole files, in the form's order, in named styles."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Opened
from lxml import etree

from pipeline.doors.housestyle import house_style
from pipeline.doors.word import WordTemplate
from pipeline.errors import DefinitionTrouble, UsageTrouble
from pipeline.merge import merge
from pipeline.model import DocumentKind, Field, Form, Profile, Section, Submission
from pipeline.profiles import load_profile
from pipeline.render import render
from pipeline.scaffold import scaffold, scaffold_all
from pipeline.scaffold.columns import MARGINS, PAGE, _length, rows
from pipeline.scaffold.sketch import read_sketch

TEMPLATES = Path(__file__).parent.parent / "templates"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOUSE = house_style()
NORFOLK = load_profile(TEMPLATES, "norfolk")
WORDS = {"document": {"id": "x", "title": "A title", "marking": "OFFICIAL", "state": "DRAFT"},
         "reference": {"text": "R-1", "value": "R-1", "missing": "", "refs": []}}


def opened(data: bytes) -> Opened:
    return Document(io.BytesIO(data))


def form(*sections: Section) -> Form:
    return Form("a_form", "A form", "1", "agency", sections)


def section(kind: str, *fields: Field, **more: object) -> Section:
    return Section("part", "Part", kind, "Part", "", fields, **more)  # type: ignore[arg-type]


def sketch(text: str) -> bytes:
    return scaffold(read_sketch(f"title: A title\n\n{text}", "x.md", NORFOLK.forms), HOUSE)


def landscape(data: bytes) -> list[bool]:
    return [one.page_width > one.page_height  # type: ignore[operator]
            for one in opened(data).sections]


@pytest.mark.parametrize("name", NORFOLK.forms)
def test_a_forms_template_holds_every_question_in_the_forms_order(name: str) -> None:
    text = "\n".join(words(scaffold(NORFOLK.forms[name], HOUSE)))
    at = 0
    for one in NORFOLK.forms[name].sections:
        for wanted in (one.title, *(f.label for f in one.fields
                                    if f.type != "tick" and not f.until and one.kind != "table")):
            found = text.find(wanted, at)
            assert found >= 0, wanted
            at = found
        for field in one.fields:
            assert field.type == "tick" or field.label.rstrip("?") in text


def words(data: bytes) -> list[str]:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    return ["".join(t.text or "" for t in p.iter(W + "t")) for p in root.iter(W + "p")]


def test_the_same_form_gives_the_same_bytes() -> None:
    assert house_style() == HOUSE
    assert len({scaffold(NORFOLK.forms["rapid_review"], HOUSE) for _ in range(2)}) == 1


def test_tables_have_a_header_row_that_repeats_whole_rows_and_fixed_widths() -> None:
    for table in opened(scaffold(NORFOLK.forms["case"], HOUSE)).tables:
        rows = table._tbl.findall(W + "tr")
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        grid = [int(c.get(W + "w")) for c in table._tbl.iter(W + "gridCol")]
        assert [int(c.get(W + "w")) for c in rows[0].iter(W + "tcW")] == grid
        for row in rows:
            assert "{%tr" in "".join(row.itertext()) or row.find(
                f"{W}trPr/{W}cantSplit") is not None
            assert all("".join(cell.itertext()).strip() for cell in row.iter(W + "tc"))


def test_pages_turn_for_wide_tables_with_nothing_long_beside_them() -> None:
    narrow = [Field(f"f{n}", "Short", width=12) for n in range(3)]
    wide = [Field(f"f{n}", "Long", "narrative", width=60) for n in range(4)]
    plain = section("answers", Field("q", "Question"))
    long = section("answers", Field("q", "Question", "narrative", continuation=2))
    assert landscape(scaffold(form(plain, section("table", *narrow)), HOUSE)) == [False]
    assert landscape(scaffold(form(plain, section("table", *wide)), HOUSE)) == [True]
    assert landscape(scaffold(form(long, section("table", *wide)), HOUSE)) == [False]


def test_a_wide_table_on_an_upright_page_is_folded_and_loses_nothing() -> None:
    long = section("answers", Field("q", "Question", "narrative", continuation=2))
    table = Section("rows", "Rows", "table", "Rows", "", (
        Field("code", "Code", width=8, required=True), Field("name", "Name", required=True),
        Field("told", "Told on:", "date"), Field("why", "Why", "narrative", width=60),
        Field("how", "How", "narrative", width=60), Field("asked", "Asked?", "narrative")))
    data = scaffold(form(long, table), HOUSE)
    [drawn] = opened(data).tables
    assert [cell.text for cell in drawn.rows[0].cells] == ["Code", "Name", "Further details"]

    def held(text: str) -> dict[str, object]:
        return {"text": text, "value": text, "missing": "Not recorded", "refs": []}

    rows = [{"code": held("F1"), "name": held("Ann"), "told": held(""), "why": held("Because"),
             "how": held("- by post\n- **twice**"), "asked": held("")}]
    filled = WordTemplate(data, "x.docx").render(
        {**WORDS, "form": {"part": {"q": held("")}, "rows": {"rows": rows}}})
    [drawn] = opened(filled).tables
    assert [p.text for p in drawn.rows[1].cells[2].paragraphs] == [
        "Told on: Not recorded", "Why: Because", "How:", "by post", "twice",
        "Asked? Not recorded"]


def test_the_documents_title_stands_over_the_forms() -> None:
    plain = form(section("answers", Field("q", "Question")))
    assert words(scaffold(plain, HOUSE, "A record"))[1:3] == ["{{ document.title }}", "A form"]
    assert "A form" not in words(scaffold(plain, HOUSE, "A form"))
    assert words(scaffold(plain, HOUSE))[1] == "A form"


def test_a_category_grid_of_many_agencies_is_shared_out() -> None:
    [kind] = [kind for kind in NORFOLK.documents if kind.main]
    main = NORFOLK.form_meaning("agency_return")
    assert main is not None
    returns = [Submission(main.id, main.version, "", f"A{n}", 1, "first", "", f"{n}.xlsx", str(n),
                          {}) for n in range(1, 21)]
    case, _ = merge(NORFOLK, returns, date(2025, 6, 1))
    grids = [[cell.text for cell in table.rows[0].cells][1:] for table in opened(
        render(NORFOLK, case, [kind.id]).files[f"{kind.folder}/{kind.id}.docx"]).tables
        if table.rows[0].cells[0].text == "Category"]
    assert [len(grid) for grid in grids] == [7, 7, 6] * 4
    shown = {code for grid in grids[:3] for code in grid}
    assert shown == {f"A{n}" for n in range(1, 21)}


def test_a_turn_of_the_page_does_not_vanish_with_a_tag() -> None:
    data = sketch("{%p if true %}\nWords\n{%p endif %}\n\n::: landscape\n\nMore\n")
    assert landscape(data) == [False, True]
    assert landscape(WordTemplate(data, "x.docx").render(WORDS)) == [False, True]


def test_words_that_look_like_tags_are_printed_as_they_are() -> None:
    data = scaffold(form(section("answers", Field("q", "Write {{ name }} or {% %} here"))), HOUSE)
    held = {"text": "yes", "value": "yes", "missing": "", "refs": []}
    text = words(WordTemplate(data, "x.docx").render({**WORDS, "form": {"part": {"q": held}}}))
    assert "Write {{ name }} or {% %} here: yes" in text


def test_a_sketch_says_where_it_is_wrong() -> None:
    for text, why in (("| A | B |\nwords", "widths"), ("| A |\n| 1 |\n| a | b |", "2 cells"),
                      ("::: nothing", "comes one of"), ("| A |\n| 1 |\n|  |", "empty"),
                      ("::: form nothing.x", "no form"), ("::: guidance\nWords", "not closed")):
        with pytest.raises(DefinitionTrouble, match=rf"x\.md, line \d+: .*{why}"):
            sketch(text)


def test_sketch_marks_become_styles() -> None:
    data = sketch("{Label} Words\n\n- **A** [here]{Source}\n\n::: guidance\nTold\n:::\n")
    found = [(p.style.name, p.text) for p in opened(data).paragraphs if p.style]
    assert ("Label", "Words") in found and ("Guidance", "Told") in found
    bullet = next(p for p in opened(data).paragraphs if p.text == "A here")
    assert [(r.bold, r.style.name) for r in bullet.runs if r.text.strip()] == [
        (True, "Default Paragraph Font"), (None, "Source")]


def test_templates_are_made_once(tmp_path: Path) -> None:
    kinds = (DocumentKind("one", "One", "one.docx", "qa_tool"),
             DocumentKind("two", "Two", "two.docx", "qa_tool"))
    profile = Profile("x", "X", {}, {}, {}, NORFOLK.forms, kinds, (), {}, tmp_path, tmp_path / "d",
                      tmp_path / "x")
    assert scaffold_all(profile, only=["two"]) == ["house.docx", "two.docx"]
    (profile.docx / "two.docx").write_bytes(b"edited in Word")
    assert scaffold_all(profile) == ["one.docx"]
    assert (profile.docx / "two.docx").read_bytes() == b"edited in Word"
    assert scaffold_all(profile, force=True, only=["two"]) == ["two.docx"]
    with pytest.raises(UsageTrouble):
        scaffold_all(profile, only=["three"])


def test_a_column_has_room_for_the_words_where_an_answer_is_missing() -> None:
    """An agency without a code is printed as 'Not recorded', and no word of it is broken."""
    agencies = section("table", Field("code", "Code", required=True, width=8),
                       Field("name", "Agency", required=True, width=50),
                       Field("service", "Service", width=24), Field("area", "Area", width=16))
    shares = rows(agencies, "part", PAGE[False]).widths
    assert min(shares) >= _length("recorded") + MARGINS and sum(shares) <= PAGE[False] + 0.1

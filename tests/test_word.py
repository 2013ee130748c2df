"""The door to Word: docxtpl's syntax, every answer as typed, and no blank that nobody chose."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.doors.word import WordTemplate, lines_of, text_of
from pipeline.errors import DefinitionTrouble
from pipeline.prose import blocks, printable

STYLES = ("Answer", "Answer Bullet", "Contents", "Table Text", "Table Bullet")


def answer(text: str, value: Any = None, missing: str = "Not answered by the agency",
           spot: str = "C7") -> dict[str, Any]:
    return {"text": text, "value": text if value is None else value, "missing": missing,
            "refs": [{"file": "r1", "part": "Analysis", "spot": spot}]}


def template(*paragraphs: str, build: Callable[[Opened], object] | None = None) -> bytes:
    document = Document()
    for style in STYLES:
        document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
    document.styles.add_style("Missing", WD_STYLE_TYPE.CHARACTER)
    for words in paragraphs:
        document.add_paragraph(words)
    if build:
        build(document)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def rows(*texts: str) -> Callable[[Opened], object]:
    """A table of one row for each text, its cells parted by `|`."""
    def build(document: Opened) -> None:
        cells = [text.split("|") for text in texts]
        table = document.add_table(len(texts), max(map(len, cells)))
        for row, words in zip(table.rows, cells, strict=True):
            for cell, word in zip(row.cells, words, strict=False):
                cell.text = word
    return build


def printed(data: bytes, **context: Any) -> list[str]:
    return [line for line in text_of(WordTemplate(data, "t.docx").render(context)) if line]


def trouble(data: bytes, **context: Any) -> str:
    with pytest.raises(DefinitionTrouble) as why:
        WordTemplate(data, "t.docx").render(context)
    return str(why.value)


def xml_of(data: bytes, part: str = "word/document.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(part).decode()


# --- what is printed ------------------------------------------------------------------------

ONE = WordTemplate(template("before {{ x }} after", "{{p x }}", build=rows("{{ x }}|{{p x }}")),
                   "one.docx")


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=())))
@example("{{ 7*7 }} {% if x %} {_{ x }_} {# no #}")
@example("A & B < C <select> &amp; &#65; ]]> x</w:t></w:r></w:p><w:p>")
@example("1986. A great year\n> 3 weeks\n2*3*4 snake_case_words")
@example("one\r\ntwo\rthree\n\tfour  five ")
@example("\x00\x01\x0b\x0c\x1f\ud800\ufffe\uffff\x07")
@example("👩‍👧 שלום مرحبا 𝔘")
@example("x" * 32_000)
def test_any_text_survives(typed: str) -> None:
    lines = text_of(ONE.render({"x": answer(typed)}))
    whole = printable(typed) if typed.strip() else "Not answered by the agency"
    apart = [block.text for block in blocks(typed)] if typed.strip() else [whole]
    assert lines == [f"before {whole} after", *apart, whole, *apart]


def test_paragraphs_bullets_and_looks_take_the_templates_styles() -> None:
    made = WordTemplate(template("{{p x }}", build=lambda d: d.add_paragraph(
        "{{p x }}", style="Table Text")), "t.docx").render(
            {"x": answer("**Bold** and _it_\n- point\nשלום")})
    assert [(line.style, line.text) for line in lines_of(made)] == [
        ("answer", "Bold and it"), ("answer bullet", "point"), ("answer", "שלום"),
        ("table text", "Bold and it"), ("table bullet", "point"), ("table text", "שלום")]
    xml = xml_of(made)
    assert '<w:b/><w:bCs/></w:rPr><w:t xml:space="preserve">Bold</w:t>' in xml
    assert '<w:i/><w:iCs/></w:rPr><w:t xml:space="preserve">it</w:t>' in xml
    assert '<w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr><w:t xml:space="preserve">שלום' in xml


def test_a_paragraphs_own_look_stays_and_is_in_words_order() -> None:
    def build(document: Opened) -> None:
        paragraph = document.add_paragraph("{{p x }}")
        paragraph.paragraph_format.left_indent = Cm(1)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.runs[0].font.size = 127000
    made = WordTemplate(template(build=build), "t.docx").render({"x": answer("**שלום**")})
    xml = xml_of(made)
    assert ('<w:pStyle w:val="Answer"/><w:keepNext/><w:bidi/><w:ind w:left="567"/></w:pPr>'
            '<w:r><w:rPr><w:b/><w:bCs/><w:sz w:val="200"/><w:rtl/></w:rPr>') in xml.replace(
                '<w:sz w:val="20"/>', '<w:sz w:val="200"/>')


def test_an_answer_that_was_not_given_is_said_in_the_style_missing() -> None:
    def build(document: Opened) -> None:
        paragraph = document.add_paragraph("Name: ")
        paragraph.add_run("{{ x }}, born").bold = True
        document.add_paragraph("{{p x }}")
    made = WordTemplate(template(build=build), "t.docx").render({"x": answer(" \n")})
    assert text_of(made) == ["Name: Not answered by the agency, born",
                             "Not answered by the agency"]
    runs = Document(io.BytesIO(made)).paragraphs[0].runs
    assert [(run.text, run.style.name, run.bold) for run in runs[1:]] == [
        ("Not answered by the agency", "Missing", True),
        (", born", "Default Paragraph Font", True)]
    assert xml_of(made).count('w:rStyle w:val="Missing"') == 2


def test_ticks_are_boxes_and_words() -> None:
    assert printed(template("{{ a }} {{ b }}", "{{ b.box }} {{ c }} {{ n }}", "{{p a }}",
                            "{% if b %}never{% else %}not ticked{% endif %}"),
                   a=answer("x", True), b=answer("", False), c=True, n=3) == [
        "☒ Yes ☐ No", "☐ Yes 3", "☒ Yes", "not ticked"]


def test_attributes_of_an_answer() -> None:
    sources = [{"id": "A1-1", "file": "r1", "form": "Rapid Review",
                "recipient": {"code": "A1", "name": answer("Police")}},
               {"id": "case-1", "file": "c1", "form": "Case record",
                "recipient": {"code": "", "name": answer("Business Unit")}}]
    date = {"text": "c. 2019", "value": "2019~", "missing": "", "refs": [
        {"file": "r1", "part": "Analysis", "spot": "C7"},
        {"file": "r1", "part": "Analysis", "spot": "C8"}, {"file": "c1", "part": "", "spot": ""}]}
    assert printed(
        template("{{ d }} {{ d.text }} {{ d.value }} {{ d.given }} {{ e.given }} {{ e.words }}",
                 "{{ d.source }}", "{{ d.refs[0].spot }} {{ e.text }}.",
                 "{% if d == 'c. 2019' and d.value == '2019~' %}same{% endif %}"),
        d=date, e=answer(""), sources=sources,
    ) == ["c. 2019 c. 2019 2019~ Yes No Not answered by the agency",
          "Police return, Analysis C7, C8; Case record", "C7 .", "same"]


def test_what_was_used_is_told() -> None:
    told: list[tuple[str, str]] = []
    made = template("{{ a }} {{ g.b }} {{ g['c'].text }} {{ t.words }}",
                    "{% if d %}x{% endif %}{{ e.value }}{{ f.source }}", "{{p h }}",
                    "{% for k, v in g|items %}{% if v.given %}{% endif %}{% endfor %}",
                    "{{ many|map(attribute='x')|join(', ') }}")
    WordTemplate(made, "t.docx").render(
        {"a": answer("A"), "g": {"b": answer("B"), "c": answer("C")}, "d": answer("D"),
         "e": answer("E"), "f": answer("F"), "h": answer("H"), "t": answer("T"), "unused": {},
         "many": [{"x": answer("X")}, {"x": answer("Y")}]},
        lambda one, how: told.append((one["text"], how)))
    assert {text for text, how in told if how == "printed"} == set("ABCTHXY")
    assert {text for text, how in told if how == "consulted"} == set("BCTDE")


def test_keys_come_before_methods() -> None:
    assert printed(template("{{ r.items }} {{ r.keys }} {{ r.values }} {{ r.get }} {{ r.copy }}"),
                   r={k: answer(k) for k in ("items", "keys", "values", "get", "copy")}) == [
        "items keys values get copy"]


def test_headers_title_and_alternative_texts_are_one_line() -> None:
    def build(document: Opened) -> None:
        document.core_properties.title = "Review {{ x }}"
        document.core_properties.author = ""
        document.core_properties.last_modified_by = "Somebody"
        document.sections[0].header.paragraphs[0].text = "Ref {{ x }}"
        document.sections[0].footer.paragraphs[0].text = "{% if x %}Page{% endif %}"
        document.add_picture(io.BytesIO(PIXEL))
        document.inline_shapes[0]._inline.docPr.set("descr", "Logo of {{ x }}")
    made = WordTemplate(template(build=build), "t.docx").render({"x": answer('A "B"\n& <C>')})
    opened = Document(io.BytesIO(made))
    assert opened.core_properties.title == 'Review A "B" & <C>'
    assert opened.core_properties.last_modified_by == ""
    assert opened.core_properties.created.year == opened.core_properties.modified.year == 2000
    assert text_of(made)[-2:] == ['Ref A "B" & <C>', "Page"]
    assert opened.inline_shapes[0]._inline.docPr.get("descr") == 'Logo of A "B" & <C>'


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ff"
    "ff3f0005fe02fea7b2a2f40000000049454e44ae426082")


def test_tags_split_over_runs_and_typographic_quotes_work() -> None:
    def build(document: Opened) -> None:
        paragraph = document.add_paragraph()
        for bit in ("a {", "{ x", ".te", "xt }", "} b {% if x == “A” %}", "yes{% end", "if %}"):
            paragraph.add_run(bit)
    assert printed(template(build=build), x=answer("A")) == ["a A b yes"]


# --- tables and lists -----------------------------------------------------------------------

LOOP = rows("Date|Event", "{%tr for r in found %}", "{{ r.when }}|{{p r.what }}", "{%tr endfor %}")


@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_rows(count: int) -> None:
    found = [{"when": answer(str(n)), "what": answer(f"did {n}")} for n in range(count)]
    made = WordTemplate(template(build=LOOP), "t.docx").render({"found": found})
    cells = [(line.cell[1:], line.text) for line in lines_of(made) if line.cell]
    assert cells == [((1, 1), "Date"), ((1, 2), "Event")] + [
        pair for n in range(count)
        for pair in (((n + 2, 1), str(n)), ((n + 2, 2), f"did {n}"))]


def test_columns() -> None:
    grid = rows("Category|{%tc for a in agencies %}|{{ a }}|{%tc endfor %}",
                "Abuse|{%tc for a in agencies %}|x|{%tc endfor %}")
    made = WordTemplate(template(build=grid), "t.docx").render({"agencies": ["P", "Q", "R", "S"]})
    table = Document(io.BytesIO(made)).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Category", "P", "Q", "R", "S"], ["Abuse", "x", "x", "x", "x"]]
    assert len(table.columns) == 5


def test_no_table_without_rows_and_no_cell_without_a_paragraph_comes_out() -> None:
    def build(document: Opened) -> None:
        rows("{%tr for r in nothing %}", "{{ r }}", "{%tr endfor %}")(document)
        document.add_paragraph("between")
        cell = document.add_table(1, 1).rows[0].cells[0]
        cell.paragraphs[0].text = "{%p if false %}"
        cell.add_paragraph("never")
        cell.add_paragraph("{%p endif %}")
    drawn = WordTemplate(template(build=build), "t.docx").draw({"nothing": []})
    tables = Document(io.BytesIO(drawn.data)).tables
    assert [[cell.text for cell in table.rows[0].cells] for table in tables] == [[""]]
    assert [note.split(": ")[-1] for note in drawn.notes] == [
        "a table has no rows left", "a cell has no paragraph left"]


def test_ids_stay_unique_when_a_loop_repeats_them() -> None:
    def build(document: Opened) -> None:
        document.add_paragraph("{%p for n in (1, 2, 3) %}")
        document.add_picture(io.BytesIO(PIXEL))
        paragraph = document.add_paragraph("x")
        for kind in ("bookmarkStart", "bookmarkEnd"):
            mark = etree.SubElement(paragraph._p, qn(f"w:{kind}"))
            mark.set(qn("w:id"), "7")
            if kind == "bookmarkStart":
                mark.set(qn("w:name"), "here")
        document.add_paragraph("{%p endfor %}")
    xml = xml_of(WordTemplate(template(build=build), "t.docx").render({}))
    assert xml.count("<w:drawing") == 3 and len(set(_found(xml, 'docPr id="'))) == 3
    assert xml.count("<w:bookmarkStart") == xml.count("<w:bookmarkEnd") == 1


def _found(xml: str, start: str) -> list[str]:
    return [bit.split('"')[0] for bit in xml.split(start)[1:]]


def test_the_contents_list_is_right_without_being_updated() -> None:
    def build(document: Opened) -> None:
        document.add_paragraph("[contents]", style="Contents")
        document.add_heading("Purpose", 1)
        document.add_paragraph("{%p for a in agencies %}")
        document.add_heading("{{ a }}", 2)
        document.add_heading("Detail", 3)
        document.add_paragraph("{%p endfor %}")
        document.add_paragraph("[contents]")
    made = WordTemplate(template(build=build), "t.docx").render({"agencies": ["P & Q", "R\nS"]})
    assert text_of(made)[:4] == ["Purpose", "P & Q", "R S", "Purpose"]
    assert text_of(made)[-1] == "[contents]"
    xml = xml_of(made)
    assert _found(xml, 'w:anchor="') == _found(xml, 'w:name="') == [
        f"_Toc00000000{n}" for n in (1, 2, 3)]
    assert _found(xml, 'w:fldCharType="') == ["begin", "separate", "end"]
    assert 'TOC \\o "1-2" \\h \\n \\z \\u' in xml


# --- what is refused ------------------------------------------------------------------------

def test_every_missing_name_is_said_at_once_and_where() -> None:
    words = trouble(
        template("Name: {{ form.nam }}", "{{ nobody }} {{ x.txt }}",
                 "{% for r in rowz %}{% endfor %}", "{{ found[0].whom|upper }}",
                 "{% if form.missing.deep %}{% endif %}", build=rows("Question|{{ a.b }}")),
        form={"name": answer("A")}, x=answer(""), rows=[], found=[{"who": answer("")}])
    near = "document, near “Name: {{ form.nam }} … "
    assert words.split("\n  ") == [
        "t.docx:",
        "document, near “Name: {{ form.nam }}”: there is no “nam” here (is “name” meant?)",
        near + "{{ nobody }} {{ x.txt }}”: there is no “nobody”",
        near + "{{ nobody }} {{ x.txt }}”: there is no “txt” here (is “text” meant?)",
        near + "{% for r in rowz %}{% endfor %}”: there is no “rowz” (is “rows” meant?)",
        near + "{{ found[0].whom|upper }}”: there is no “whom” here (is “who” meant?)",
        near + "{% if form.missing.deep %}{% endif %}”: there is no “missing” here",
        "document, table 1, near “Question … {{ a.b }}”: there is no “a”",
    ]


@pytest.mark.parametrize(("written", "said"), [
    ("{{ rows }}", "not one answer but a group"),
    ("{{ form }}", "not one answer but a group"),
    ("{{ none }}", "None"),
    ("{{ 1 / 0 }}", "division by zero"),
    ("{{ ''.__class__ }}", "access to attribute '__class__'"),
    ("{{ range(10 ** 9)|length }}", "Range too big"),
    ("{{ rows.append(1) }}", "access to attribute 'append'"),
    ("{{ x|default('') }}", "default"),
    ("{{ x|safe }}", "safe"),
    ("{% if y is defined %}{% endif %}", "defined"),
    ("{% if x %}", "has no {% endif %}"),
    ("{% endif %}", "closes nothing"),
    ("{% for r in rows %}{% endif %}", "closes {% for r in rows %}"),
    ("{% fro r in rows %}", "“fro” is not understood"),
    ("{{ x", "not closed in its own paragraph"),
    ("words {%p if x %}", "must stand alone in its paragraph"),
    ("{{p x }} {{p x }}", "must stand alone in its paragraph"),
    ("{% p if x %}", "without a space"),
    ("{{r x }}", "without the r"),
    ("{%- if x %}{% endif %}", "without the - or +"),
    ("{%tr if x %}", "outside a table"),
    ("{% set a %}{% endset %}", "not for Word templates"),
    ("{% macro a() %}{% endmacro %}", "not for Word templates"),
    ("{% include 'x' %}", "not for Word templates"),
])
def test_refused_in_a_paragraph(written: str, said: str) -> None:
    words = trouble(template(written), x=answer("A"), rows=[], form={}, none=None)
    assert said in words and words.startswith("t.docx")


@pytest.mark.parametrize(("cells", "said"), [
    (["{% for r in rows %}x|{% endfor %}"], "not stand in the same paragraph"),
    (["{%tr for r in rows %}|{%tr endfor %}"], "must stand alone in its row"),
    (["{%tr for r in rows %}|x", "{%tr endfor %}"], "must stand alone in its row"),
    (["{%tr if x %}", "a", "{%p endif %}"], "both must be written alike"),
    (["{%p if x %}|a", "{%p endif %}"], "not stand in the same cell"),
    (["{%tr if x %}", "a", "{% else %}", "b", "{%tr endif %}"], "both must be written alike"),
])
def test_refused_in_a_table(cells: list[str], said: str) -> None:
    assert said in trouble(template(build=rows(*cells)), x=answer("A"), rows=[])


def test_a_tag_in_a_field_code_or_a_deletion_is_refused() -> None:
    for tag in ("w:instrText", "w:delText"):
        def build(document: Opened, tag: str = tag) -> None:
            run = document.add_paragraph("link").add_run()
            etree.SubElement(run._r, qn(tag)).text = 'HYPERLINK "{{ x }}"'
        assert "the tag in “HYPERLINK" in trouble(template(build=build), x=answer("A"))


@pytest.mark.parametrize("data", [b"", b"not a zip", template()[:2000]])
def test_a_file_that_is_no_word_document_is_refused(data: bytes) -> None:
    assert "not a Word document" in trouble(data)


def test_a_value_is_never_a_template() -> None:
    first = WordTemplate(template("{{ x }}"), "t.docx").render({"x": answer("{{ 7 * 7 }}")})
    assert text_of(first) == ["{{ 7 * 7 }}"]


# --- the file -------------------------------------------------------------------------------

def test_same_bytes_and_unchanged_parts_stay() -> None:
    data = template("{{ x }}", build=LOOP)
    context = {"x": answer("A"), "found": []}
    first = WordTemplate(data, "a.docx").render(context)
    assert first == WordTemplate(data, "b.docx").render(context)
    before, after = (zipfile.ZipFile(io.BytesIO(one)) for one in (data, first))
    assert after.testzip() is None
    assert after.namelist()[0] == "[Content_Types].xml"
    assert {entry.date_time for entry in after.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert sorted(before.namelist()) == sorted(after.namelist())
    assert before.read("word/styles.xml") == after.read("word/styles.xml")


def test_one_template_object_serves_many_renderings() -> None:
    one = WordTemplate(template("{{ x }}{% set y = x %}{{ y }}"), "t.docx")
    assert [text_of(one.render({"x": answer(word)})) for word in "ABA"] == [["AA"], ["BB"], ["AA"]]


def test_page_numbers_and_page_breaks_are_no_words() -> None:
    def build(document: Opened) -> None:
        paragraph = document.add_paragraph("Page ")
        for kind, words in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "12"),
                            ("end", "")):
            run = paragraph.add_run(words if kind == "text" else "")._r
            if kind == "":
                etree.SubElement(run, qn("w:instrText")).text = words
            elif kind != "text":
                etree.SubElement(run, qn("w:fldChar")).set(qn("w:fldCharType"), kind)
        paragraph.add_run(" of it")
        document.add_page_break()
    assert text_of(template(build=build)) == ["Page  of it", ""]

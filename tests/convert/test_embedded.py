"""What a Word file shows is what the PDF of the converter built in shows: words, order, pages."""

import io

import pikepdf
import pytest

from pipeline.convert import Part, as_typst, convert, words_missing
from pipeline.doors import pdf, typst
from pipeline.gate import accessible
from pipeline.model import DocumentKind, Paper
from tests.making.wordlooks import (
    A4,
    HEAD,
    cell,
    field,
    heading,
    image,
    item,
    p,
    r,
    row,
    section,
    table,
    word,
)

WIDE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
BREAK = '<w:r><w:br w:type="page"/></w:r>'
LONG = "Words that fill the page line by line. " * 40


def paper(data: bytes, outside: bool = False) -> Paper:
    """A paper of a pack."""
    return Paper(DocumentKind("plan", "Plan"), "plan.docx", "The plan", data, outside)


def made(data: bytes) -> bytes:
    """The PDF, after everything that is checked on the way."""
    [done], problems = convert([paper(data)], "embedded")
    assert problems == []
    assert done.converter == "typst"
    return done.pdf


def pages(data: bytes) -> list[str]:
    """The words of each page of the PDF."""
    return [" ".join(page.split()) for page in pdf.text_of(made(data))]


def tagged(data: bytes) -> list[tuple[str, str]]:
    """The tags of a PDF in their order: kind and alternative text."""
    found: list[tuple[str, str]] = []

    def walk(one: object) -> None:
        if isinstance(one, pikepdf.Array):
            for each in one:
                walk(each)
        elif isinstance(one, pikepdf.Dictionary) and "/S" in one:
            found.append((str(one.S)[1:], str(one.get("/Alt", ""))))
            walk(one.get("/K"))

    with pikepdf.open(io.BytesIO(data)) as held:
        walk(held.Root.StructTreeRoot.K)
    return found


def elements(data: bytes) -> list[str]:
    """The kinds of the tags of a PDF."""
    return [kind for kind, _ in tagged(data)]


def test_it_is_tagged_says_its_language_and_title_and_passes_the_gate() -> None:
    done = made(word(heading("What happened"), p(r("A first paragraph.")), p(image())))
    with pikepdf.open(io.BytesIO(done)) as held:
        assert str(held.Root.Lang) == "en-GB"
        assert str(held.docinfo["/Title"]) == "The plan"
        assert "/CreationDate" not in held.docinfo
    assert accessible.check(done, "plan.pdf", ["What", "happened", "A", "first", "paragraph."],
                            [(1, "What happened")], 0) == []


def test_only_our_fonts_are_used_whatever_the_file_asks_for() -> None:
    look = '<w:rFonts w:ascii="DejaVu Serif" w:hAnsi="DejaVu Serif"/>'
    done = made(word(p(r("Words ", look), r("bold ", "<w:b/>"), r("☐"))))
    with pikepdf.open(io.BytesIO(done)) as held:
        names = {str(font.BaseFont).partition("+")[2]
                 for font in held.pages[0].Resources.Font.values()}
    assert names == {"LiberationSans", "LiberationSans-Bold", "CaseworkSymbols"}


def test_the_same_file_gives_the_same_bytes() -> None:
    data = word(heading("One"), item("a"), table(row(cell("H"), cell("I"), look=HEAD),
                                                 row(cell("1"), cell("2"))), p(image()))
    assert made(data) == made(data)


def test_lists_count_restart_and_nest_as_in_word() -> None:
    data = word(item("first"), item("inner", at=1), item("deep", at=2), item("inner again", at=1),
                item("second"), p(r("Between.")), item("third"), item("anew", 3), item("after", 3),
                item("dot", 2))
    assert pages(data) == ["1. first (a) inner 1.a.I deep (b) inner again 2. second Between. "
                           "3. third 7. anew 8. after • dot"]
    kinds = elements(made(data))
    assert kinds.count("L") == 6 and kinds.count("LI") == 9 and kinds.count("Lbl") == 9


def test_a_numbered_heading_is_a_heading_with_its_number() -> None:
    part = as_typst(word(p(r("Findings"), look='<w:pStyle w:val="Heading1"/><w:numPr><w:ilvl '
                                               'w:val="0"/><w:numId w:val="1"/></w:numPr>')), "x")
    assert isinstance(part, Part)
    assert part.headings == ((1, "1. Findings"),)


def test_header_rows_come_again_and_are_header_cells() -> None:
    data = word(heading("Plan"), table(
        row(cell("Action"), cell("Owner"), look=HEAD),
        *(row(cell(f"Row {n}"), cell("Somebody")) for n in range(60))))
    said = pages(data)
    assert len(said) > 1 and all("Action Owner" in page for page in said)
    kinds = elements(made(data))
    assert kinds.count("TH") == 2 and kinds.count("TD") == 120


def test_merged_and_nested_cells_keep_their_words_in_order() -> None:
    inner = table(row(cell("in one", 900), cell("in two", 900)), widths=(900, 900))
    data = word(table(
        row(cell("tall", look='<w:vMerge w:val="restart"/>'),
            cell("wide", look='<w:gridSpan w:val="2"/>')),
        row('<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>', cell("left"),
            f"<w:tc>{inner}<w:p/></w:tc>"), widths=(2000, 2000, 3000)))
    assert pages(data) == ["tall wide left in one in two"]
    assert elements(made(data)).count("Table") == 2


def test_a_row_that_must_not_split_and_is_longer_than_a_page_splits_all_the_same() -> None:
    data = word(table(row(cell("Long"), cell(LONG * 4, 6000), look="<w:cantSplit/>"),
                      row(cell("Next"), cell("row"))))
    assert len(pages(data)) > 1


def test_sections_keep_size_turn_and_headers() -> None:
    parts = {"header1": p(r("Only the first")), "header2": p(r("All others")),
             "footer1": p(r("Page "), field("PAGE", "9"), r(" of "), field("NUMPAGES", "9"))}
    named = ('<w:headerReference w:type="first" r:id="header1"/><w:headerReference w:type="default"'
             ' r:id="header2"/><w:footerReference w:type="default" r:id="footer1"/>'
             '<w:footerReference w:type="first" r:id="footer1"/>')
    first = section(A4, named).replace("</w:sectPr>", "<w:titlePg/></w:sectPr>")
    data = word(heading("One"), p(r("Start."), BREAK, r("Second page.")),
                f"<w:p><w:pPr>{first}</w:pPr></w:p>", p(r("Wide.")), end=section(WIDE),
                parts=parts)
    done = made(data)
    assert [" ".join(page.split()) for page in pdf.text_of(done)] == [
        "Only the first One Start. Page 1 of 3", "All others Second page. Page 2 of 3",
        "All others Wide. Page 3 of 3"]
    assert [wide > tall for wide, tall in pdf.sizes(done)] == [False, False, True]


def test_even_pages_have_their_own_header() -> None:
    named = ('<w:headerReference w:type="even" r:id="header1"/>'
             '<w:headerReference w:type="default" r:id="header2"/>')
    data = word(p(r("A"), BREAK, r("B"), BREAK, r("C")), end=section(A4, named),
                parts={"header1": p(r("even")), "header2": p(r("odd"))},
                settings="<w:evenAndOddHeaders/>")
    assert pages(data) == ["odd A", "even B", "odd C"]


@pytest.mark.parametrize("shown", ["99", ""], ids=["with a number", "without"])
def test_contents_say_the_page_and_lead_there(shown: str) -> None:
    number = ("<w:r><w:tab/></w:r>" + field("PAGEREF _Toc1 \\h", shown)) if shown else ""
    line = f'<w:hyperlink w:anchor="_Toc1">{r("The end")}{number}</w:hyperlink>'
    toc = p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\h</w:instrText>'
            '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>', line,
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            look='<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs>')
    data = word(toc, p(BREAK, r("Between."), BREAK), heading("The end", mark="_Toc1"))
    said = pages(data)
    assert said[0].startswith("The end") and said[0].rstrip().endswith("3")
    assert "99" not in said[0] and said[2] == "The end"
    assert "Link" in elements(made(data))


def test_footnotes_stand_at_the_foot_of_their_page() -> None:
    notes = ('<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote><w:footnote w:id="2">'
             + p("<w:r><w:footnoteRef/></w:r>", r(" Note on the finding.")) + "</w:footnote>")
    data = word(p(r("A finding"), '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
                                  '<w:footnoteReference w:id="2"/></w:r>', r(" goes on.")),
                p(BREAK, r("Next page.")), parts={"footnotes": notes})
    first, second = pages(data)
    assert first == "A finding1 goes on. 1 Note on the finding."
    assert second == "Next page."
    assert "Note" in elements(made(data))


def test_ticked_boxes_are_letters_and_not_gaps() -> None:
    data = word(p(r("☐ open ☒ ticked ☑ done ✓ → ≥ ½ £ ’ “ …")),
                p(r("Never"), "<w:r><w:noBreakHyphen/></w:r>", r("break"),
                  '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'))
    [said] = pages(data)
    assert said.startswith("☐ open ☒ ticked ☑ done ✓ → ≥ ½ £ ’ “ …")
    assert said.endswith("☑") and "break" in said


def test_looks_are_put_together_from_styles_and_the_words_own() -> None:
    part = as_typst(word(
        p(r("loud"), look='<w:pStyle w:val="Loud"/>'),
        p(r("not bold", '<w:rStyle w:val="Strong"/>'), look='<w:pStyle w:val="Loud"/>'),
        p(r("red", '<w:color w:val="C00000"/><w:sz w:val="40"/>'))), "x")
    assert isinstance(part, Part)
    source = part.files[part.path].decode()

    def look(words: str) -> str:
        name = source[:source.index(f'("{words}")')].rpartition(" ")[2]
        return source.partition(f"#let {name} = ")[2].partition("\n")[0]

    assert look("loud") == 'text.with(size: 11pt, weight: "bold", style: "italic")'
    assert look("not bold") == 'text.with(size: 11pt, style: "italic")'
    assert look("red") == 'text.with(size: 20pt, fill: rgb("#C00000"))'
    assert part.headings == ()


def test_links_go_where_they_went() -> None:
    relation = ('<Relationship Id="rIdWeb" TargetMode="External" Target="https://example.org/a"'
                ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
                'hyperlink"/>')
    done = made(word(p('<w:hyperlink r:id="rIdWeb">', r("guidance"), "</w:hyperlink>"),
                     relations=relation))
    with pikepdf.open(io.BytesIO(done)) as held:
        [link] = held.pages[0].Annots
        assert str(link.A.URI) == "https://example.org/a"
        assert str(link.Contents)


def test_pictures_say_what_they_show_and_decorative_ones_nothing() -> None:
    decorative = ('<a:extLst><a:ext uri="x"><adec:decorative xmlns:adec="http://schemas.microsoft'
                  '.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>')
    done = made(word(p(image("A bar for each year")), p(image("", decorative))))
    assert [alt for kind, alt in tagged(done) if kind == "Figure"] == ["A bar for each year"]


def test_a_long_word_breaks_inside_its_cell() -> None:
    address = "https://example.org/" + "averyverylongaddress" * 6
    data = word(table(row(cell(address), cell("Beside", 6000))))
    assert words_missing(data, made(data)) == []


def test_several_papers_are_set_in_one_document() -> None:
    notes = '<w:footnote w:id="2">' + p(r("A note.")) + "</w:footnote>"
    first = as_typst(word(heading("One"), p(r("x"), '<w:r><w:footnoteReference w:id="2"/></w:r>'),
                          parts={"footnotes": notes, "footer1": p(r("Page "), field("PAGE", "1"))},
                          end=section(A4, '<w:footerReference w:type="default" r:id="footer1"/>')),
                     "one.docx")
    second = as_typst(word(heading("Two"), p(r("y"), BREAK, r("z")), end=section(WIDE)), "two.docx")
    assert isinstance(first, Part) and isinstance(second, Part)
    source = "\n".join((
        first.imported("a"), second.imported("b"), "#heading(level: 1)[All papers]",
        '#a(id: "p1", offset: 1, number: where => str(where.page() + 100))',
        '#a(id: "p2", offset: 1, footer: none)',
        '#b(id: "p3", offset: 1, header: own => { own; "MARKED" },'
        ' foreground: place(center + horizon, "EMBARGOED"))',
        "#context locate(<p3-end>).page()"))
    done = typst.compile(source, {**first.files, **second.files}, "All")
    said = [" ".join(page.split()) for page in pdf.text_of(done)]
    assert said[1] == "One x 1 1 A note. Page 102"
    assert said[2] == "One x 1 1 A note."
    assert "MARKED" in said[3] and "EMBARGOED" in said[3] and "Two" in said[3]
    assert [pdf.sizes(done)[n][0] > pdf.sizes(done)[n][1] for n in (1, 3)] == [False, True]
    assert elements(done).count("H1") == 1 and elements(done).count("H2") == 3


@pytest.mark.office
def test_libreoffice_is_asked_where_somebody_wants_it_and_checked_the_same_way() -> None:
    data = word(heading("One"), item("first"), p(r("☐ open ☒ ticked")),
                table(row(cell("H"), cell("I"), look=HEAD), row(cell("1"), cell("2"))))
    [done], problems = convert([paper(data, outside=True)], "auto")
    assert (problems, done.converter) == ([], "libreoffice")
    assert accessible.check(done.pdf, "plan.pdf") == []
    [ours], problems = convert([paper(data)], "auto")
    assert (problems, ours.converter) == ([], "typst")


def test_papers_that_are_no_word_files_stay_as_they_are() -> None:
    book = Paper(DocumentKind("book", "Book"), "book.xlsx", "Book", b"PK")
    assert convert([book]) == ([book], [])


def test_a_bookmark_that_stands_twice_leads_to_its_first_place() -> None:
    line = p(f'<w:hyperlink w:anchor="_Toc1">{r("Go to ")}</w:hyperlink>',
             field("PAGEREF _Toc1 \\h", "9"))
    data = word(line, p(BREAK, r("Next.")), heading("Here", mark="_Toc1"),
                p(BREAK, r("Later.")), heading("There", mark="_Toc1"))
    assert pages(data)[0] == "Go to 2"


def test_a_heading_in_a_header_row_is_one_heading() -> None:
    part = as_typst(word(table(
        row(f"<w:tc>{heading('In a table')}</w:tc>", cell("b"), look=HEAD),
        *(row(cell("x"), cell(str(n))) for n in range(80)))), "x")
    assert isinstance(part, Part)
    done = typst.compile(part.alone(), part.files, "x")
    assert elements(done).count("H1") == 1 and elements(done).count("TH") == 2


def test_cells_stay_in_their_columns_where_a_row_leaves_some_out() -> None:
    part = as_typst(word(table(
        row(cell("a"), cell("b"), cell("c")), row(cell("late"), look='<w:gridBefore w:val="2"/>'),
        widths=(2000, 2000, 2000))), "x")
    assert isinstance(part, Part)
    assert "x: 2, y: 1" in part.files[part.path].decode()


def test_a_picture_larger_than_the_page_is_made_smaller() -> None:
    huge = image().replace('cx="720000" cy="720000"', 'cx="36000000" cy="72000000"')
    part = as_typst(word(p(huge)), "x")
    assert isinstance(part, Part)
    assert "height: 628" in part.files[part.path].decode()


def test_words_after_a_remark_in_the_file_itself_are_not_lost() -> None:
    data = word(p('<w:r><w:t>Before<!-- a remark of a program -->after</w:t></w:r>'))
    assert pages(data) == ["Beforeafter"]


def test_letters_of_no_colour_are_white_before_a_dark_one_as_word_shows_them() -> None:
    dark, light = (f'<w:shd w:val="clear" w:fill="{fill}"/>' for fill in ("000000", "FFFFCC"))

    def white(*body: str) -> bool:
        part = as_typst(word(*body), "a.docx")
        assert isinstance(part, Part)
        return b"fill: white" in part.files[part.path]

    assert white(p(r("No black bar", dark))) and white(p(r("No black bar"), look=dark))
    assert not white(p(r("Marked", light)), p(r("Set apart"), look=light))

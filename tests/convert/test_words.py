"""Words are data for Typst, and none is lost on the way to the page without being noticed."""

import unicodedata
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.convert import Part, as_typst, words_missing
from pipeline.doors import pdf, typst
from tests.making.wordlooks import HEAD, cell, heading, image, item, p, r, row, table, word

PAGE = "#set page(width: 2000pt, height: 2000pt)\n"
SIGNS = r"""#$@\`*_=-+/<>[]{}()"'~&%^|;:,.!?0Aé"""
LETTERS = st.characters(min_codepoint=0x21, max_codepoint=0x2600, categories=("L", "N", "P", "S"))
TYPED = st.text(st.one_of(st.sampled_from(SIGNS), st.sampled_from(SIGNS), LETTERS), min_size=1,
                max_size=24).filter(lambda text: not typst.lacking(text) and not any(
                    unicodedata.bidirectional(one) in ("R", "AL", "NSM") for one in text))


def set_page(data: bytes) -> bytes:
    """The PDF of a file."""
    part = as_typst(data, "x")
    assert isinstance(part, Part), part
    return typst.compile(part.alone(), part.files, "x")


def letters(text: str) -> str:
    """What is compared: no spaces, letters in their simple form."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("\u2060", "")


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(TYPED, min_size=6, max_size=6))
def test_no_words_are_ever_markup(typed: list[str]) -> None:
    """Whatever somebody typed comes out as typed: nothing is run, nothing is left out."""
    one, two, three, four, five, six = map(escape, typed)
    alt = escape(typed[4], {'"': "&quot;"})
    data = word(heading(one), p(r(two), r(three, "<w:b/>")), item(four), p(image(alt)),
                table(row(cell(five, 6000), cell(six, 3000))))
    done = set_page(data)
    said = letters("".join(pdf.text_of(done)))
    hyphens = dict.fromkeys(map(ord, "-\u2010\u2011\ufffe\u0002"))
    rest = said.translate(hyphens)
    for words in typed:
        wanted = letters(words).translate(hyphens)
        assert wanted in rest, (words, rest)
        rest = rest.replace(wanted, "", 1) if wanted else rest


@pytest.mark.parametrize("words", ['"); panic("x', "\\u{41}", '#read("main.typ")', "$x^2$", "// no",
                                   "/* no */", "@ref <label>", "\\", '"', "#{", "`raw`", "= No"])
def test_words_that_look_like_a_program_are_printed(words: str) -> None:
    done = set_page(word(p(r(escape(words)))))
    assert letters(words) in letters("".join(pdf.text_of(done)))


LINES = [f"Sentence {n} says what {name} did on day {n} of the review."
         for n, name in enumerate(("the nurse", "the school", "police", "the panel", "the GP"))]
ROWS = [row(cell(f"Event {n}"), cell(f"What happened on day {n} " * (n % 7 * 12), 6000))
        for n in range(20)]


def report(lines: list[str], tick: str = "☐", rows: list[str] = ROWS) -> bytes:
    """A file whose words are known."""
    return word(heading("Report"), *(p(r(line)) for line in lines), p(r(f"{tick} agreed")),
                table(row(cell("When"), cell("What"), look=HEAD), *rows))


@pytest.fixture(scope="module")
def page() -> bytes:
    """The PDF of the report as it is."""
    return set_page(report(LINES))


def test_every_word_is_found_though_rows_split_and_headers_come_again(page: bytes) -> None:
    assert len(pdf.text_of(page)) > 2
    assert words_missing(report(LINES), page) == []


@pytest.mark.parametrize(("lines", "tick", "rows", "lost"), [
    ([*LINES[:2], "A sentence left out.", *LINES[2:]], "☐", ROWS, "out."),
    ([LINES[0].replace("nurse", "doctor"), *LINES[1:]], "☐", ROWS, "doctor"),
    ([*LINES[:-1], LINES[-1].replace("day 4", "day 5")], "☐", ROWS, "5"),
    ([*LINES, LINES[0]], "☐", ROWS, "nurse"),
    (LINES, "☒", ROWS, "☒"),
    (LINES, "☐", [*ROWS, row(cell("Event 31"), cell("new", 6000))], "31"),
], ids=["sentence", "word", "figure", "said twice", "tick", "row"])
def test_a_word_that_is_not_in_the_pdf_is_noticed(page: bytes, lines: list[str], tick: str,
                                                  rows: list[str], lost: str) -> None:
    assert lost in words_missing(report(lines, tick, rows), page)


def test_cells_over_several_rows_are_drawn_later_and_found_all_the_same() -> None:
    data = word(table(row(cell("tall words", look='<w:vMerge w:val="restart"/><w:vAlign '
                                                  'w:val="center"/>'), cell("beside one")),
                      row('<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>', cell("beside two"))),
                p(r("After.")))
    assert words_missing(data, set_page(data)) == []


def test_short_answers_below_each_other_are_told_apart() -> None:
    data = word(heading("A"), heading("B"), table(*(row(cell("Y"), cell("N")) for _ in range(9))))
    assert words_missing(data, set_page(data)) == []
    more = word(heading("A"), heading("B"), table(*(row(cell("Y"), cell("N")) for _ in range(10))))
    assert words_missing(more, set_page(data)) == ["y", "n"]


def test_dots_that_lead_to_a_number_are_no_words() -> None:
    data = word(p(r("Findings ........................ see below")), p(r("Signed: ____________")))
    assert words_missing(data, set_page(data)) == []


@pytest.mark.parametrize(("signs", "lost"), [("☐ ☒", []), ("☒ ☐", []), ("☐ ☐", ["☒"])])
def test_signs_that_are_drawn_after_their_line_are_counted(signs: str, lost: list[str]) -> None:
    data = word(p(r("☐ open ☒ ticked, so it goes on")))
    drawn = typst.compile(f'{PAGE}#par("open ticked, so it goes on {signs}")', {}, "x")
    assert words_missing(data, drawn) == lost


def test_another_order_is_noticed(page: bytes) -> None:
    assert words_missing(report([LINES[3], LINES[0], LINES[1], LINES[2], LINES[4]]), page)

"""The same ways to spoil a PDF, done to one that LibreOffice made."""

import pytest

from pipeline.doors import office, pdf
from pipeline.doors.word.outline import Outline, outline_of
from pipeline.gate import accessible
from tests.making import nastyword, spoiltpdf
from tests.making.nastyword import PICTURE, REL, p, picture, r, row, table
from tests.making.spoiltpdf import Way

pytestmark = pytest.mark.office

LINK = ('<w:hyperlink r:id="LINKED">' + r("the framework", '<w:rStyle w:val="Hyperlink"/>')
        + "</w:hyperlink>")


def styled(style: str, words: str) -> str:
    """A paragraph in a style."""
    return p(f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' + r(words))


@pytest.fixture(scope="module")
def word() -> bytes:
    """A report of two pages: headings, lists, a link, a table, a picture, a footnote."""
    return nastyword.report(
        p(r("The review looked at ") + LINK + r(" and at what agencies did.")),
        styled("ListBullet", "Health visitors came twice."),
        styled("ListBullet", "School wrote one letter."),
        styled("Heading2", "What agencies knew"),
        table(row(p(r("Agency")), p(r("Contact")), head=True), row(p(r("Police")), p(r("2 March"))),
              row(p(r("School")), p(r("4 April")))),
        styled("Heading3", "Health services"),
        p(PICTURE.format('descr="Bar chart: contacts by month, most of them in June"')),
        p('<w:pPr><w:pStyle w:val="Heading1"/><w:pageBreakBefore/></w:pPr>'
          + r("What was learned")),
        p(r("Agencies met too late. When they met, none had the whole of the picture.")),
        styled("Heading2", "What will change"),
        p(r("The partnership will ask every agency to say by Friday what it knows.")),
        parts={"word/media/p.png": (picture(), "image/png", f"{REL}image")},
        address="https://example.org/x")


@pytest.fixture(scope="module")
def outline(word: bytes) -> Outline:
    """What its PDF must hold."""
    return outline_of(word)


@pytest.fixture(scope="module")
def good(word: bytes) -> bytes:
    """Its PDF, finished as ours are."""
    return pdf.finish(office.to_pdf({"report.docx": word})["report.docx"], "What was learned")


def seen(data: bytes, outline: Outline, more: tuple[str, ...] = ()) -> set[int]:
    """The layers that see anything."""
    found = accessible.layers(data, "report.pdf", (*outline.words, *more), outline.headings,
                              outline.tables)
    return {number for number, layer in enumerate(found, 1) if layer}


def test_the_good_report_passes_all_layers(good: bytes, outline: Outline) -> None:
    assert seen(good, outline) == set()


@pytest.mark.parametrize("way", spoiltpdf.WAYS, ids=lambda way: way.name)
def test_a_spoilt_report_is_seen_by_these_layers_and_no_other(good: bytes, outline: Outline,
                                                              way: Way) -> None:
    assert seen(spoiltpdf.spoilt(way.spoil, good), outline, way.more) == way.seen_by


@pytest.fixture(scope="module")
def nasty() -> dict[str, list[str]]:
    """The codes that the gate has for LibreOffice's PDF of each nasty Word file, by its kind."""
    made = {kind: build().data for kind, build in nastyword.KINDS.items()}
    files = {f"{kind}.docx": data for kind, data in made.items() if not office.fetches(data)}
    found = {}
    for name, data in office.to_pdf(files).items():
        said = outline_of(files[name])
        found[name.removesuffix(".docx")] = [one.code for one in accessible.check(
            pdf.finish(data, "A report"), name, said.words, said.headings, said.tables)]
    return found


def test_what_libreoffice_makes_whole_passes(nasty: dict[str, list[str]]) -> None:
    whole = {"nothing special", "comments", "footnotes", "endnotes", "text box", "text box in VML",
             "watermark", "hidden words", "floating picture", "picture with its place",
             "nested tables", "merged cells", "content controls", "right to left",
             "words told twice"}
    assert {kind: nasty[kind] for kind in whole if nasty[kind]} == {}


@pytest.mark.parametrize(("kind", "code"), [
    ("chart with its workbook", "pdf-alt-missing"), ("SmartArt", "pdf-words-missing"),
    ("table of 200 columns", "pdf-words-missing"), ("fields", "pdf-words-missing"),
    ("picture without description", "pdf-alt-missing"), ("embedded workbook", "pdf-alt-missing"),
    ("equation", "pdf-equation"), ("level of headings left out", "pdf-rule-broken"),
])
def test_what_libreoffice_loses_or_leaves_unsaid_is_refused(
        nasty: dict[str, list[str]], kind: str, code: str) -> None:
    assert code in nasty[kind]

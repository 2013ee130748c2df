"""A good PDF, and every way in which it can stop being one that everybody can read.

Each way says which of the three layers sees it: 1 the rules of PDF/UA-1, 2 the integrity of the
tags, 3 what is read out, held against the Word file.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from pipeline.doors import typst

Pdf = Any

REPORT = """
#set page(header: [Made up for a test], footer: context counter(page).display("1"))
#outline(title: [Contents])
= What happened
Two children were known to services. The review looked at #link("https://example.org/x")[the
framework] and at what agencies did between March and June.
- Health visitors came twice.
- School wrote one letter.
+ First the strategy meeting was held.
+ Then nobody shared what it decided.
== What agencies knew
#table(columns: 3, table.header([Agency], [First contact], [Last contact]),
  [Police], [2 March], [9 June], [School], [4 April], [11 June])
=== Health services
#figure(image("chart.svg", alt: "Bar chart: contacts by month, most of them in June."),
  caption: [Contacts by month])
The midwife wrote down what she saw#footnote[The note was found in the paper file.] and told nobody.
#pagebreak()
= What was learned
Agencies met too late. When they met, each of them had a part of the picture and none had all of it.
== What will change
The partnership will ask every agency to say by Friday what it knows.
"""
SPOKEN = (
    "What happened Two children were known to services. The review looked at the framework and at "
    "what agencies did between March and June. Health visitors came twice. School wrote one letter."
    " First the strategy meeting was held. Then nobody shared what it decided. What agencies knew "
    "Agency First contact Last contact Police 2 March 9 June School 4 April 11 June Health services"
    " Figure 1: Contacts by month The midwife wrote down what she saw The note was found in the "
    "paper file. and told nobody. What was learned Agencies met too late. When they met, each of "
    "them had a part of the picture and none had all of it. What will change The partnership will "
    "ask every agency to say by Friday what it knows.")
WORDS = tuple(SPOKEN.split())
HEADINGS = ((1, "What happened"), (2, "What agencies knew"), (3, "Health services"),
            (1, "What was learned"), (2, "What will change"))
TABLES = 1
BESIDE = "In a text box at the side stood that nobody had asked the grandmother"
BOX = tuple(BESIDE.split())


PICTURE = (b'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="30" '
           b'height="40" fill="#a22"/><rect x="40" width="30" height="20" fill="#22a"/></svg>')


@cache
def good() -> bytes:
    """The report as it should be."""
    return typst.compile(REPORT, {"chart.svg": PICTURE}, "What was learned")


def spoilt(spoil: Callable[[Pdf], None], data: bytes = b"") -> bytes:
    """The report, or another PDF of the same build, with one thing done to it."""
    with pikepdf.open(io.BytesIO(data or good())) as pdf:
        spoil(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def elements(pdf: Pdf, *kinds: str) -> Iterator[Any]:
    """The elements of the tree in order, all or those of some kinds."""
    roles = pdf.Root.StructTreeRoot.get("/RoleMap", Dictionary())
    stack = [pdf.Root.StructTreeRoot.K]
    while stack:
        one = stack.pop()
        if isinstance(one, Array):
            stack += reversed(list(one))
        elif isinstance(one, Dictionary) and "/S" in one:
            kind = str(roles.get(str(one.S), one.S))[1:]
            if not kinds or kind in kinds:
                yield one
            stack.append(one.get("/K", Array()))


def root(pdf: Pdf) -> Any:
    """The element that holds all others."""
    top = pdf.Root.StructTreeRoot.K
    return top[0] if isinstance(top, Array) else top


def _drop(pdf: Pdf, gone: Callable[[Any], bool]) -> None:
    for holder in list(elements(pdf)):
        if isinstance(holder.get("/K"), Array):
            holder.K = Array([kid for kid in holder.K
                              if not (isinstance(kid, Dictionary) and "/S" in kid and gone(kid))])


def _paint(pdf: Pdf, more: bytes) -> None:
    page = pdf.pages[1]
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + more)


def _tree(pdf: Pdf) -> Any:
    return pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)


def _no_alt(pdf: Pdf) -> None:
    for one in elements(pdf, "Figure"):
        del one["/Alt"]


def _no_language(pdf: Pdf) -> None:
    del pdf.Root["/Lang"]


def _untagged_text(pdf: Pdf) -> None:
    font = next(iter(pdf.pages[1].Resources.Font.keys())).encode()
    _paint(pdf, b"\nq BT " + font + b" 11 Tf 1 0 0 1 70 90 Tm(\0\1)Tj ET Q\n")


def _title_not_shown(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def _no_title(pdf: Pdf) -> None:
    data = pdf.Root.Metadata.read_bytes()
    begin, end = data.index(b"<dc:title>"), data.index(b"</dc:title>") + len(b"</dc:title>")
    pdf.Root.Metadata.write(data[:begin] + data[end:])


def _heading_skip(pdf: Pdf) -> None:
    for one in elements(pdf, "H2"):
        one.S = Name.H4


def _link_lost(pdf: Pdf) -> None:
    link = next(one for one in pdf.pages[0].Annots if "/A" in one)
    del link["/StructParent"]


def _no_tabs(pdf: Pdf) -> None:
    del pdf.pages[0]["/Tabs"]


def _orphaned(pdf: Pdf) -> None:
    """As a merge that keeps the first file's tree: a page keeps its marks and nobody owns them."""
    second = pdf.pages[1]
    del _tree(pdf)[int(second.StructParents)]
    del second["/StructParents"]
    _drop(pdf, lambda kid: kid.get("/Pg", Dictionary()).objgen == second.objgen)


def _page_key_twice(pdf: Pdf) -> None:
    pdf.pages[1].StructParents = pdf.pages[0].StructParents


def _page_key_missing(pdf: Pdf) -> None:
    del pdf.pages[1]["/StructParents"]


def _element_deleted(pdf: Pdf) -> None:
    paragraph = list(elements(pdf, "P"))[-2]
    _drop(pdf, lambda kid: kid.objgen == paragraph.objgen)


def _headless(pdf: Pdf) -> None:
    for one in elements(pdf, "TH"):
        one.S = Name.TD


def _reversed(pdf: Pdf) -> None:
    top = root(pdf)
    top.K = Array(reversed(list(top.K)))


def _between_reversed(pdf: Pdf) -> None:
    """What stands between the headings, the last first."""
    top = root(pdf)
    kids = list(top.K)
    places = [n for n, kid in enumerate(kids) if str(kid.S) not in ("/H1", "/H2", "/H3", "/TOC")]
    for place, other in zip(places, reversed([kids[n] for n in places]), strict=True):
        top.K[place] = other


def _two_swapped(pdf: Pdf) -> None:
    """Two long parts in each other's place."""
    top = root(pdf)
    kids = list(top.K)
    top.K = Array([*kids[:2], *kids[-4:], *kids[2:-4]])


def _flat(pdf: Pdf) -> None:
    for one in elements(pdf, "H1", "H2", "H3"):
        one.S = Name.P


def _poor_alt(pdf: Pdf) -> None:
    for one in elements(pdf, "Figure"):
        one.Alt = String("chart_final.png")


def _as_it_is(pdf: Pdf) -> None:
    """Nothing: the Word file had more."""


def _wrong_owner(pdf: Pdf) -> None:
    """The parent tree names the neighbour of a page's first piece."""
    owners = _tree(pdf)[int(pdf.pages[1].StructParents)]
    owners[0], owners[1] = owners[1], owners[0]


def _wrong_parent(pdf: Pdf) -> None:
    paragraph = list(elements(pdf, "P"))[-1]
    paragraph.P = next(elements(pdf, "Table"))


def _nowhere(pdf: Pdf) -> None:
    """An element points at a page that was taken out."""
    paragraph = list(elements(pdf, "P"))[-1]
    paragraph.Pg = pdf.make_indirect(Dictionary(Type=Name.Page))


def _said_twice(pdf: Pdf) -> None:
    first, second = list(elements(pdf, "P"))[-2:]
    again = pdf.make_indirect(Dictionary(S=Name.P, P=first.P, Pg=second.Pg, K=second.K))
    root(pdf).K.append(again)


def _no_bookmarks(pdf: Pdf) -> None:
    del pdf.Root["/Outlines"]


def _bookmark_lost(pdf: Pdf) -> None:
    first = pdf.Root.Outlines.First
    del first["/First"], first["/Last"], first["/Count"]


def _not_marked(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


def _no_tree(pdf: Pdf) -> None:
    del pdf.Root["/StructTreeRoot"]


def _bare(one: Any) -> None:
    if "/A" in one:
        del one["/A"]


def _table_flat(pdf: Pdf) -> None:
    for one in elements(pdf, "Table", "THead", "TBody", "TR"):
        one.S = Name.Div
        _bare(one)
    for one in elements(pdf, "TH", "TD"):
        one.S = Name.P
        _bare(one)


def _decoration(pdf: Pdf) -> None:
    """Words of a paragraph called a decoration, which nobody reads out."""
    paragraph = list(elements(pdf, "P"))[-1]
    mark = int(paragraph.K[0] if isinstance(paragraph.K, Array) else paragraph.K)
    page = pdf.pages[1]
    page.Contents = pdf.make_stream(re.sub(rb"/[^\s<]+\s*<<\s*/MCID %d\s*>>\s*BDC" % mark,
                                           b"/Artifact BMC", page.Contents.read_bytes()))


@dataclass(frozen=True)
class Way:
    """A way to spoil the report: what is done, and which layers see it. `more` are words that the
    Word file has besides."""

    name: str
    spoil: Callable[[Pdf], None]
    seen_by: frozenset[int]
    more: tuple[str, ...] = ()


def _way(name: str, spoil: Callable[[Pdf], None], *seen_by: int,
         more: tuple[str, ...] = ()) -> Way:
    return Way(name, spoil, frozenset(seen_by), more)


WAYS = (
    _way("no alternative text", _no_alt, 1, 3),
    _way("no language", _no_language, 1, 2),
    _way("words without a tag", _untagged_text, 1, 2),
    _way("title not shown", _title_not_shown, 1, 2),
    _way("no title", _no_title, 1, 2),
    _way("a level of headings left out", _heading_skip, 1, 3),
    _way("a link without its key", _link_lost, 1, 2),
    _way("no order of the Tab key", _no_tabs, 1, 2),
    _way("a page that no tag holds", _orphaned, 2, 3),
    _way("two pages under one key", _page_key_twice, 2),
    _way("a page without a key", _page_key_missing, 2),
    _way("an element deleted", _element_deleted, 2, 3),
    _way("heading cells turned into cells", _headless, 3),
    # A rule sees it only by the headings, which then begin with a lower level.
    _way("reading order reversed", _reversed, 1, 3),
    _way("reading order reversed between headings", _between_reversed, 3),
    _way("two parts in each other's place", _two_swapped, 3),
    _way("headings turned into paragraphs", _flat, 3),
    _way("a file name as alternative text", _poor_alt, 3),
    _way("a text box dropped", _as_it_is, 3, more=BOX),
    _way("words called a decoration", _decoration, 3),
    _way("a table turned into paragraphs", _table_flat, 3),
    _way("no bookmarks", _no_bookmarks, 3),
    _way("a bookmark lost", _bookmark_lost, 3),
    _way("a piece given to its neighbour", _wrong_owner, 2),
    _way("an element with two parents", _wrong_parent, 2),
    _way("an element on no page", _nowhere, 2, 3),
    _way("words read out twice", _said_twice, 2),
    _way("tags not owned up to", _not_marked, 1, 2),
    _way("no tags", _no_tree, 1, 2, 3),
)

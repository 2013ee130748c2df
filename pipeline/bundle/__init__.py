"""All papers of a pack as one PDF: cover, contents with links, bookmarks, numbers, marking.

When all papers are ours and at hand as Typst, the bundle is set in one go; else finished PDFs are
merged with their tags. The marked version and the clean one are both made from the same papers: a
watermark is never taken off.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

from pipeline.bundle import sheets
from pipeline.bundle.front import END, LOGO, Entry, fitting, front, heading_of
from pipeline.catalogue import problem
from pipeline.doors import pdf, typst
from pipeline.doors.housestyle import heading_colour
from pipeline.doors.wordpictures import Logo, logo_of
from pipeline.errors import OutsideTrouble
from pipeline.model import Pack, Paper, Problem, Where

ADDRESS = "https://bundle.invalid/"
"""Where links of the contents point until their pages are there. Nobody can own such a name."""


FRONT = "Cover and contents"


class Part(Protocol):
    """A paper as a source of Typst, as the converter built in makes it."""

    @property
    def files(self) -> Mapping[str, bytes]:
        """Its source and pictures, by path."""

    @property
    def headings(self) -> Sequence[tuple[int, str]]:
        """The level and the words of each heading, in their order."""

    def imported(self, name: str) -> str:
        """The line that makes the paper known under a name."""


def problems(pack: Pack) -> list[Problem]:
    """Why the papers of a pack cannot be one PDF, and which of them a screen reader cannot read."""
    found = []
    for paper in _papers(pack):
        lost = pdf.not_carried(paper.pdf)
        if lost:
            found.append(problem("bundle-not-carried", Where(paper.name), what=", ".join(lost)))
        elif pdf.untagged(paper.pdf):
            found.append(problem("bundle-untagged", Where(paper.name),
                                 severity="error" if pack.kind.published else ""))
    return found


def bundle(pack: Pack, house: bytes, parts: Sequence[Part] | None = None,
           marked: bool = False) -> bytes:
    """The bundle of a pack, or with the watermark of its kind on every page: see `both`."""
    clean, with_mark = both(pack, house, parts)
    return with_mark or clean if marked else clean


def both(pack: Pack, house: bytes, parts: Sequence[Part] | None = None) -> tuple[bytes, bytes]:
    """The clean bundle of a pack, and the marked one: b'' where its kind has no watermark.

    `parts` are the papers that have a PDF, in their order, as Typst; None when one of them was made
    by another converter. Ask `problems` first: what cannot be merged raises OutsideTrouble.
    """
    title, words = heading_of(pack), pack.kind.watermark
    try:
        whole, first = (_merged(pack, house) if parts is None
                        else _set_at_once(pack, house, parts))
        whole = pdf.label(whole, first)
        sizes = pdf.sizes(whole)
        whole = pdf.stamp(whole, sheets.running(sizes, first, pack.kind.marking),
                          range(len(sizes)))
        marked = pdf.stamp(whole, *sheets.watermarks(sizes, words), "Watermark") if words else b""
    except typst.NotSet as why:
        raise OutsideTrouble("The bundle cannot be set. Look in its title, in the marking and in "
                             "the name of whoever it is for: a letter there may be one that our "
                             "fonts do not have.") from why
    return pdf.finish(whole, title), pdf.finish(marked, title) if marked else b""


def words_lost(pack: Pack, whole: bytes) -> list[Problem]:
    """The papers of which a word is not on its page of the bundle; all, if pages are too few."""
    said = pdf.text_of(whole)
    papers = _papers(pack)
    texts = [pdf.text_of(paper.pdf) for paper in papers]
    number = pdf.describe(whole).labels.index("1")
    whole_pages = number + sum(map(len, texts)) == len(said)
    found = []
    for paper, pages in zip(papers, texts, strict=True):
        there = said[number:number + len(pages)]
        number += len(pages)
        if not whole_pages or any(_words(before) - _words(after)
                                  for before, after in zip(pages, there, strict=True)):
            found.append(problem("bundle-words", Where(paper.name)))
    return found


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w", text))


def _papers(pack: Pack) -> list[Paper]:
    return [paper for paper in pack.papers if paper.pdf]


def _apart(pack: Pack) -> list[tuple[str, str]]:
    return [(paper.title, paper.name) for paper in pack.papers if not paper.pdf]


def _files(logo: Logo | None) -> dict[str, bytes]:
    return {LOGO: logo.data} if logo else {}


def _merged(pack: Pack, house: bytes) -> tuple[bytes, int]:
    """Cover and contents, then the papers as they are; the number of front pages with it."""
    papers, logo = _papers(pack), logo_of(house)
    entries: list[Entry] = []
    places: dict[str, tuple[int, str]] = {}
    before = 0

    def entry(title: str, page: int, below: tuple[Entry, ...] = ()) -> Entry:
        address = f"{ADDRESS}{len(places)}"
        places[address] = page, title
        return Entry(title, typst.literal(address), typst.literal(str(page)), below)

    for paper in papers:
        seen = pdf.describe(paper.pdf)
        entries.append(entry(paper.title, before + 1, tuple(
            entry(one.title, before + one.page) for one in seen.outline
            if one.level == 1 and one.page)))
        before += seen.pages
    lead = typst.compile(front(pack, heading_colour(house), logo, fitting(entries), _apart(pack)),
                         _files(logo), heading_of(pack))
    first = len(pdf.sizes(lead))
    whole = pdf.merge([lead, *(paper.pdf for paper in papers)],
                      [FRONT, *(paper.title for paper in papers)])
    return pdf.link_uris(whole, {
        address: (first + page - 1, f"{title}, page {page}")
        for address, (page, title) in places.items()}), first


def _set_at_once(pack: Pack, house: bytes, parts: Sequence[Part]) -> tuple[bytes, int]:
    """Cover, contents and papers as one document of Typst, which knows every number itself."""
    papers, logo = _papers(pack), logo_of(house)

    def entry(title: str, label: str, below: tuple[Entry, ...] = ()) -> Entry:
        return Entry(title, f"<{label}>", f"context {{ counting(<{label}>) }}", below)

    entries = fitting([entry(paper.title, f"p{number}-start", tuple(
        entry(words, f"p{number}-h{place}") for place, (level, words) in enumerate(part.headings, 1)
        if level == min(one for one, _ in part.headings)))
        for number, (paper, part) in enumerate(zip(papers, parts, strict=True))])
    files = _files(logo)
    for part in parts:
        files |= part.files
    source = "\n".join((
        *(part.imported(f"paper-{number}") for number, part in enumerate(parts)),
        f"#let counting(where) = str(locate(where).page() - locate(<{END}>).page())",
        front(pack, heading_colour(house), logo, entries, _apart(pack)),
        *(f'#paper-{number}(id: "p{number}")' for number in range(len(parts)))))
    whole = typst.compile(source, files, heading_of(pack))
    # The contents hold the first links of all: each paper's, then those of its headings.
    aims = pdf.aims(whole)
    lines = [1 + len(one.below) for one in entries]
    starts = [aims[sum(lines[:number])] for number in range(len(lines))]
    return pdf.under_papers(whole, [
        (FRONT, 0), *((paper.title, start) for paper, start in zip(papers, starts, strict=True))
    ]), starts[0]

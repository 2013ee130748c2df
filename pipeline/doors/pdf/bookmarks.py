"""The bookmarks of a PDF: read with the places they go to, put in again, sorted under papers."""

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, String

from pipeline.doors.pdf.objects import destinations, named, opened, saved, top_of

DEEP, MANY = 12, 5000
Mark = tuple[str, Any, list[Any]]
"""Words, a place or None, and the marks below."""


def kept(pdf: pikepdf.Pdf) -> list[Any]:
    """The bookmarks as nested PDF arrays [words, place, those below it], which can be copied."""
    top = pdf.Root.get("/Outlines")
    places = destinations(pdf)

    def below(node: Any, depth: int) -> list[Any]:
        found: list[Any] = []
        one = node.get("/First")
        while one is not None and depth < DEEP and len(found) < MANY:
            place = one.get("/Dest") or (one.get("/A") or Dictionary()).get("/D")
            if named(place):
                place = places.get(named(place))
            found.append(Array([one.get("/Title") or String(""), place or Array([]),
                                Array(below(one, depth + 1))]))
            one = one.get("/Next")
        return found

    return below(top, 0) if top is not None else []


def bookmarks(listed: Any) -> list[Mark]:
    """The same as Python has it."""
    return [(str(title), place if len(place) else None, bookmarks(inner))
            for title, place, inner in (list(one) for one in list(listed))]


def put(pdf: pikepdf.Pdf, listed: Sequence[Mark]) -> None:
    """The bookmarks of the file are these; what is below another is folded away."""
    def items(found: Sequence[Mark]) -> list[pikepdf.OutlineItem]:
        made = []
        for title, place, inner in found:
            item = pikepdf.OutlineItem(title, place)
            item.children.extend(items(inner))
            item.is_closed = True
            made.append(item)
        return made

    with pdf.open_outline() as outline:
        outline.root.clear()
        outline.root.extend(items(listed))


def under_papers(data: bytes, papers: Sequence[tuple[str, int]]) -> bytes:
    """Each bookmark below its paper's. `papers` are titles and first pages, from 0."""
    with opened(data) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        whole: list[Mark] = [(title, top_of(pdf.pages[start].obj), []) for title, start in papers]
        for mark in bookmarks(kept(pdf)):
            there = pages.get(mark[1][0].objgen, 0) if mark[1] is not None else 0
            home = max((n for n, (_, start) in enumerate(papers) if start <= there), default=0)
            whole[home][2].append(mark)
        put(pdf, whole)
        return saved(pdf)

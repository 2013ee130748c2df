"""Several PDFs as one, with the tags of each: what qpdf and pypdf lose or mix up when they merge.

Each file's structure becomes a Part of one Document. What points at a page, a tag or a place by a
number or a name is given a new number, or the place itself, so that no two files are mixed up.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from pipeline.doors.pdf.bookmarks import Mark, bookmarks, kept, put
from pipeline.doors.pdf.objects import (
    INHERITED,
    destinations,
    elements,
    inherited,
    kids,
    named,
    numbers,
    opened,
    saved,
    top_of,
)
from pipeline.doors.pdf.refusing import has_tags, not_carried
from pipeline.doors.pdf.roughly import tag_roughly
from pipeline.errors import OutsideTrouble

CARRIED = Name("/CarriedPage")
PLAIN = frozenset(f"/{name}" for name in re.findall(r"\w+", """
    Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4
    H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code
    Link Annot Ruby Warichu Figure Formula Form RB RT RP WT WP"""))
"""The kinds of tags every reader knows; a file may not give one of them another meaning."""


@dataclass
class _Whole:
    """The merged file as it grows."""

    pdf: pikepdf.Pdf
    parts: list[Any] = field(default_factory=list)
    marks: list[tuple[int, Any]] = field(default_factory=list)
    ids: list[tuple[bytes, Any]] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    outline: list[Mark] = field(default_factory=list)
    next_mark: int = 0
    lang: str = ""


def merge(parts: Sequence[bytes], titles: Sequence[str], lang: str = "en-GB") -> bytes:
    """One tagged PDF of these, with a bookmark for each that has its own bookmarks below it."""
    whole = _Whole(pikepdf.Pdf.new(), lang=lang)
    document = whole.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document))
    for number, (data, title) in enumerate(zip(parts, titles, strict=True), 1):
        lost = not_carried(data)
        if lost:
            raise OutsideTrouble(f"File {number} of the bundle cannot be merged: "
                                 f"{', '.join(lost)}.")
        try:
            with opened(data) as source:
                _add(whole, source, number, title, document)
        except OutsideTrouble as why:
            raise OutsideTrouble(f"File {number} of the bundle is damaged. Print it to a new PDF "
                                 "and use that.") from why
    _tie(whole, document)
    return saved(whole.pdf)


def _add(whole: _Whole, source: pikepdf.Pdf, number: int, title: str, document: Any) -> None:
    """One more file: numbers and names made its own, then all copied in one piece."""
    if not has_tags(source):
        tag_roughly(source)
    tree: Any = source.Root.StructTreeRoot
    outline = kept(source)
    _spell_out(source)
    _own_names(source, tree, number, whole.roles)
    _shift(source, whole.next_mark)
    holder: Any = whole.pdf.copy_foreign(_holder(source, tree, outline))
    pages = list(holder.Pages)
    for page in pages:
        page[Name.Type] = Name.Page
        whole.pdf.pages.append(pikepdf.Page(page))
    whole.outline.append((title, top_of(pages[0]), bookmarks(holder.Outline)))
    if "/Roles" in holder:
        whole.roles |= {str(key): str(holder.Roles[key]) for key in list(holder.Roles)}
    whole.marks += [(key + whole.next_mark, holder.Values[n])
                    for n, (key, _) in enumerate(numbers(tree.ParentTree))]
    whole.next_mark = _last_mark(source, tree, whole.next_mark) + 1
    whole.ids += [(bytes(one.ID), one) for one in elements(Dictionary(K=holder.K)) if "/ID" in one]
    whole.parts.append(_part(whole, list(holder.K), document, title,
                             str(source.Root.get("/Lang") or "")))


def _holder(source: pikepdf.Pdf, tree: Any, outline: list[Any]) -> Any:
    """All that is copied, in one object: so that each page and tag is copied once.

    qpdf leaves out pages that an object points at, so until they are copied they are none.
    """
    pages: list[Any] = []
    for leaf in list(source.pages):
        for key in INHERITED:
            value = inherited(leaf, key)
            if value is not None:
                leaf.obj[Name(key)] = value
        pages.append(leaf.obj)
    for page in pages:
        page[Name.Type] = CARRIED
        for gone in (Name.Parent, Name.B, Name.AA, Name.PieceInfo, Name.Metadata, Name.Thumb):
            if gone in page:
                del page[gone]
    tops = [one for one in kids(tree) if isinstance(one, Dictionary)]
    for one in tops:
        if "/P" in one:
            del one[Name.P]
    held = Dictionary(Pages=Array(pages), Outline=Array(outline), K=Array(tops),
                      Values=Array([value for _, value in numbers(tree.ParentTree)]))
    if "/RoleMap" in tree:
        held.Roles = tree.RoleMap
    return source.make_indirect(held)


def _own_names(source: pikepdf.Pdf, tree: Any, number: int, taken: dict[str, str]) -> None:
    """New names where another file has the same for something else: kinds of tags, and their ids.

    A kind that every reader knows keeps its meaning; a file's own meaning of it gets a name.
    """
    roles = tree.get("/RoleMap")
    fresh: dict[str, str] = {}
    if roles is not None:
        for key in list(roles):
            if key in PLAIN or taken.get(key, str(roles[key])) != str(roles[key]):
                fresh[key] = f"{key}-{number}"
        tree.RoleMap = Dictionary({fresh.get(key, key): Name(fresh.get(str(roles[key]),
                                                                       str(roles[key])))
                                   for key in list(roles)})
    for one in elements(tree):
        if "/S" in one and str(one.S) in fresh:
            one.S = Name(fresh[str(one.S)])
        if "/ID" in one:
            one.ID = String(_id(number, one.ID))
        for looks in _attributes(one):
            if "/Headers" in looks:
                looks.Headers = Array([String(_id(number, head)) for head in looks.Headers])


def _id(number: int, old: Any) -> bytes:
    return b"%d-" % number + bytes(old)


def _attributes(element: Any) -> Iterator[Any]:
    held = element.get("/A")
    for one in list(held) if isinstance(held, Array) else [held]:
        if isinstance(one, Dictionary):
            yield one


def _shift(source: pikepdf.Pdf, base: int) -> None:
    """Every number that says which tag a page, link or drawing belongs to, moved past the rest."""
    if not base:
        return
    for one in _holders(source):
        for key in (Name.StructParent, Name.StructParents):
            if key in one:
                one[key] = int(one[key]) + base


def _last_mark(source: pikepdf.Pdf, tree: Any, base: int) -> int:
    """The highest number in use; that of the tree is not shifted yet, that of the pages is."""
    found = [base + key for key, _ in numbers(tree.ParentTree)]
    found += [int(one[key]) for one in _holders(source)
              for key in (Name.StructParent, Name.StructParents) if key in one]
    return max([base - 1, *found])


def _holders(source: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of the file, those inside others too."""
    waiting: list[Any] = list(source.objects)
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Stream):
            one = one.stream_dict
        if isinstance(one, Dictionary):
            yield one
            inner = list(one.values())
        elif isinstance(one, Array):
            inner = list(one)
        else:
            continue
        waiting += [each for each in inner if isinstance(each, Dictionary | Array)
                    and not each.is_indirect]


def _spell_out(source: pikepdf.Pdf) -> None:
    """Links that go to a named place go to the place itself: names of two files may be the same."""
    places = destinations(source)
    for page in source.pages:
        for link in list(page.obj.get("/Annots") or []):
            action = link.get("/A")
            for holder, key in ((link, Name.Dest), (action, Name.D)):
                if holder is None or key not in holder or not named(holder[key]):
                    continue
                place = places.get(named(holder[key]))
                if place is None:
                    del holder[key]
                else:
                    holder[key] = place


def _part(whole: _Whole, tops: list[Any], document: Any, title: str, lang: str) -> Any:
    """The Part of one file: its own Document where it has one, or a new one round its tags."""
    roles = whole.roles
    if len(tops) == 1 and roles.get(str(tops[0].S), str(tops[0].S)) in ("/Document", "/Part"):
        part = tops[0]
        part.S = Name.Part
    else:
        part = whole.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Part))
        for one in tops:
            one.P = part
            if str(one.S) == "/Document":
                one.S = Name.Sect
        part.K = Array(tops)
    part.P, part.T = document, String(title)
    if lang and lang != whole.lang and "/Lang" not in part:
        part.Lang = String(lang)
    return part


def _tie(whole: _Whole, document: Any) -> None:
    """The one structure tree, the bookmarks and what a reader must know of the whole."""
    pdf = whole.pdf
    root = Dictionary(
        Type=Name.StructTreeRoot, K=Array([document]), ParentTreeNextKey=whole.next_mark,
        ParentTree=pdf.make_indirect(Dictionary(Nums=Array(
            [side for pair in sorted(whole.marks, key=lambda one: one[0]) for side in pair]))))
    if whole.roles:
        root.RoleMap = Dictionary({key: Name(value) for key, value in whole.roles.items()})
    if whole.ids:
        pairs = sorted(whole.ids, key=lambda one: one[0])
        root.IDTree = Dictionary(
            Names=Array([side for key, one in pairs for side in (String(key), one)]))
    document.K = Array(whole.parts)
    pdf.Root.StructTreeRoot = pdf.make_indirect(root)
    document.P = pdf.Root.StructTreeRoot
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.Lang = String(whole.lang)
    put(pdf, whole.outline)

"""Whether the structure tree of a PDF holds together: what validators of single rules do not see.

Each page, link and drawing has a key; under it the parent tree names the element that each marked
piece belongs to. Merging, cutting and editing break that silently.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf

from pipeline.doors.pdf.tags import AMISS, Element, Malformed, Read
from pipeline.model import Fault

_HIDDEN = 2
_UNSEEN = ("/Popup", "/PrinterMark", "/TrapNet")


def faults(read: Read) -> list[Fault]:
    """What does not hold together, each with its page. Raises Malformed."""
    try:
        return _faults(read)
    except AMISS as why:
        raise Malformed from why


def _faults(read: Read) -> list[Fault]:
    found = [*_document(read)]
    root = read.pdf.Root.get("/StructTreeRoot")
    if not read.tags.elements or not isinstance(root, pikepdf.Dictionary):
        return [Fault("pdf-untagged"), *found]
    parents = _parent_tree(root)
    found += _keys(read, parents)
    found += _content(read)
    found += _parents(read, parents)
    found += _links(read, parents)
    found += [_at("pdf-element-nowhere", page) for _, page in sorted(set(read.lost))]
    return found


def _at(code: str, page: int, **words: str) -> Fault:
    return Fault(code, f"page {page}" if page else "", words=tuple(words.items()))


def _document(read: Read) -> Iterator[Fault]:
    """What the file as a whole must say."""
    root = read.pdf.Root
    marked = root.get("/MarkInfo")
    if read.tags.elements and not (isinstance(marked, pikepdf.Dictionary)
                                   and marked.get("/Marked") is True):
        yield Fault("pdf-untagged")
    if not str(root.get("/Lang", "")).strip():
        yield Fault("pdf-no-language")
    with read.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        title = str(metadata.get("dc:title") or "").strip()
    if not title:
        yield Fault("pdf-no-title")
    looks = root.get("/ViewerPreferences")
    if not (isinstance(looks, pikepdf.Dictionary) and looks.get("/DisplayDocTitle") is True):
        yield Fault("pdf-title-not-shown")


def _parent_tree(root: Any) -> dict[int, Any]:
    tree = root.get("/ParentTree")
    if not isinstance(tree, pikepdf.Dictionary):
        return {}
    return {int(key): value for key, value in pikepdf.NumberTree(tree).items()}


def _keys(read: Read, parents: dict[int, Any]) -> Iterator[Fault]:
    """Every page with marked pieces, and every link, has a key of its own."""
    held: Counter[int] = Counter()
    for page in read.pdf.pages:
        held.update(_keys_of(page))
    for number, page in enumerate(read.pdf.pages, 1):
        if any(held[key] > 1 for key in _keys_of(page)):
            yield _at("pdf-page-key-twice", number)
        key = page.obj.get("/StructParents")
        if read.tags.painted[number - 1].marks and (key is None or int(key) not in parents):
            yield _at("pdf-page-key-missing", number)
        if page.obj.get("/Annots") and page.obj.get("/Tabs") != pikepdf.Name.S:
            yield _at("pdf-tab-order", number)


def _keys_of(page: Any) -> list[int]:
    keys = [page.obj.get("/StructParents")]
    keys += [one.get("/StructParent") for one in page.obj.get("/Annots", ())]
    return [int(key) for key in keys if key is not None]


def _content(read: Read) -> Iterator[Fault]:
    """Every piece that is painted is read out, once."""
    pieces = Counter(kid for one in read.tags.elements for kid in one.kids
                     if not isinstance(kid, Element))
    for number, page in enumerate(read.tags.painted, 1):
        orphans = sum((number, mark) not in pieces for mark in page.marks)
        if orphans:
            yield _at("pdf-content-orphaned", number, count=str(orphans))
        if page.unmarked:
            yield _at("pdf-content-untagged", number, count=str(page.unmarked))
    twice = sorted({page for (page, _), count in pieces.items() if count > 1})
    yield from (_at("pdf-content-twice", page) for page in twice)


def _parents(read: Read, parents: dict[int, Any]) -> Iterator[Fault]:
    """The parent tree and the tree say the same of every piece."""
    wrong: dict[int, int] = {}
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for one in read.tags.elements:
        for kid in one.kids:
            if not isinstance(kid, Element):
                owners[kid] = one.key
    for number, page in enumerate(read.pdf.pages, 1):
        key = page.obj.get("/StructParents")
        listed = parents.get(int(key)) if key is not None else None
        said = list(listed) if isinstance(listed, pikepdf.Array) else []
        claimed = {mark: raw.objgen for mark, raw in enumerate(said)
                   if isinstance(raw, pikepdf.Dictionary)}
        marks = read.tags.painted[number - 1].marks
        for mark in marks | {mark for mark in claimed if (number, mark) in owners}:
            if claimed.get(mark) != owners.get((number, mark)):
                wrong[number] = wrong.get(number, 0) + 1
    yield from (_at("pdf-tree-disagrees", page, count=str(count))
                for page, count in sorted(wrong.items()))
    yield from (_at("pdf-tree-broken", page) for page in sorted(_misplaced(read)))


def _misplaced(read: Read) -> set[int]:
    """Pages with an element that says it hangs elsewhere than it does."""
    pages = set()
    for one in read.tags.elements:
        if one.key == (0, 0):
            pages.add(one.page)
            continue
        above = read.pdf.get_object(one.key).get("/P")
        said = above.objgen if isinstance(above, pikepdf.Dictionary) else None
        if one.above is not None and said != one.above.key:
            pages.add(one.first_page())
    return pages


def _links(read: Read, parents: dict[int, Any]) -> Iterator[Fault]:
    """Every link and field is held by an element, and the parent tree names that element."""
    holders = {held: one for one in read.tags.elements for held in one.held}
    for number, page in enumerate(read.pdf.pages, 1):
        bad = 0
        for one in page.obj.get("/Annots", ()):
            if one.get("/Subtype") in _UNSEEN or int(one.get("/F", 0)) & _HIDDEN:
                continue
            key = one.get("/StructParent")
            claimed = parents.get(int(key)) if key is not None else None
            holder = holders.get(one.objgen)
            bad += (holder is None or not isinstance(claimed, pikepdf.Dictionary)
                    or claimed.objgen != holder.key)
        if bad:
            yield _at("pdf-link-untagged", number, count=str(bad))

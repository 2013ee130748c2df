"""The structure tree of a PDF: what a screen reader reads out, in its order, and what it cannot."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from pipeline.doors.pdf.marked import Painted, Piece, joined, painted

INLINE = frozenset(("Span", "Link", "Reference", "Em", "Strong", "Quote", "Code", "Annot", "Lbl",
                    "Sub", "BibEntry"))
HEADING = re.compile(r"H(\d+)")
CONTENTS = frozenset(("TOC", "TOCI"))
APART = CONTENTS | {"Lbl", "Note"}
_DEEPEST = 200
AMISS = (AttributeError, TypeError, ValueError, LookupError, pikepdf.PdfError, RecursionError)
"""What reading a file raises that holds something else than the standard puts there."""


class NotAPdf(Exception):
    """The bytes are no PDF that can be opened."""


class Malformed(Exception):
    """The tags hold something that has no place there."""


@dataclass(eq=False)
class Element:
    """An element of the tree: `kind` in the standard's words ('H1', 'P', 'TH'), whatever the file
    calls it. `kids` are elements, and pieces of pages as (page from 1, number of the mark)."""

    kind: str
    page: int
    alt: str = ""
    actual: str = ""
    key: tuple[int, int] = (0, 0)
    above: "Element | None" = None
    kids: list["Element | tuple[int, int]"] = field(default_factory=list)
    held: list[tuple[int, int]] = field(default_factory=list)
    """The annotations it holds, by their number in the file."""

    def within(self, *kinds: str) -> bool:
        """Whether it, or an element above it, is of one of these kinds."""
        one: Element | None = self
        while one is not None:
            if one.kind in kinds:
                return True
            one = one.above
        return False

    def walk(self) -> Iterator["Element"]:
        """It and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def first_page(self) -> int:
        """The page it begins on, 0 where it stands on none."""
        for one in self.walk():
            for kid in one.kids:
                if not isinstance(kid, Element):
                    return kid[0]
        return next((one.page for one in self.walk() if one.page), 0)


@dataclass(frozen=True)
class Word:
    """A word as it is read out: on which page, and whether it is a number or a bullet of a list,
    stands in a contents list or in a note."""

    text: str
    page: int
    label: bool = False
    contents: bool = False
    note: bool = False


_Leaf = tuple[int, int | str | None, frozenset[str]]
"""A page, the number of a mark on it or words of the tree's own, and the kinds they stand in."""


@dataclass(frozen=True)
class Tags:
    """What the tree of a file says, with the open file's facts that belong to it."""

    pages: int
    elements: tuple[Element, ...]
    painted: tuple[Painted, ...]
    outline: tuple[tuple[int, str], ...]

    def headings(self) -> list[tuple[int, str, int, bool]]:
        """Level, words, page, and whether a contents list follows at once, of each heading."""
        found = []
        for number, one in enumerate(self.elements):
            level = HEADING.fullmatch(one.kind)
            if level:
                after = self.elements[number + sum(1 for _ in one.walk()):][:1]
                found.append((int(level[1]), self.text(one), one.first_page(),
                              any(next_.kind == "TOC" for next_ in after)))
        return found

    def text(self, element: Element) -> str:
        """The words of one element with everything below it."""
        return " ".join(" ".join(text.split()) for text, _, _ in self._blocks([element])).strip()

    def words(self) -> list[Word]:
        """Every word of the file, in the order of the tree."""
        tops = [one for one in self.elements if one.above is None]
        return [Word(word, page, "Lbl" in kinds, bool(kinds & CONTENTS), "Note" in kinds)
                for text, page, kinds in self._blocks(tops) for word in text.split()]

    def _blocks(self, tops: list[Element]) -> Iterator[tuple[str, int, frozenset[str]]]:
        """Runs of words that no element parts: their text, page, and the kinds they stand in."""
        run: list[Piece] = []
        state: tuple[int, frozenset[str]] = (0, frozenset())
        for page, marked, kinds in self._leaves(tops):
            if marked is None or (page, kinds) != state:
                if run:
                    yield joined(run), *state
                run, state = [], (page, kinds)
            if isinstance(marked, str):
                yield marked, page, kinds
            elif marked is not None and 0 < page <= len(self.painted):
                run += self.painted[page - 1].pieces.get(marked, ())
        if run:
            yield joined(run), *state

    def _leaves(self, tops: list[Element]) -> Iterator[_Leaf]:
        """Every piece in order; None between two blocks."""
        stack: list[tuple[Element, frozenset[str]] | tuple[int, int, frozenset[str]] | None] = [
            (one, frozenset()) for one in reversed(tops)]
        while stack:
            one = stack.pop()
            if one is None:
                yield 0, None, frozenset()
            elif len(one) == 3:
                yield one
            else:
                element, kinds = one
                if element.kind in APART:
                    kinds = kinds | {element.kind}
                if element.actual:
                    yield element.first_page(), element.actual, kinds
                    continue
                below: list[Any] = [(kid, kinds) if isinstance(kid, Element) else (*kid, kinds)
                                    for kid in element.kids]
                if element.kind not in INLINE:
                    below = [None, *below, None]
                stack += reversed(below)


@dataclass(frozen=True)
class Read:
    """A file, opened: its tags and the raw file, which the check of its integrity needs too."""

    tags: Tags
    pdf: Any
    numbers: Mapping[tuple[int, int], int]
    lost: tuple[tuple[str, int], ...]
    """Elements that point at a page which the file has not: their kind, and the page above."""


def read(data: bytes) -> Read:
    """Read the tree of a PDF. An untagged file has no elements. Raises NotAPdf or Malformed."""
    try:
        pdf = pikepdf.open(io.BytesIO(data))
        pages = painted(data)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError) as why:
        raise NotAPdf from why
    try:
        return _read(pdf, pages)
    except AMISS as why:
        raise Malformed from why


def _read(pdf: Any, pages: list[Painted]) -> Read:
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    builder = _Builder(numbers, _roles(pdf))
    root = pdf.Root.get("/StructTreeRoot")
    if isinstance(root, pikepdf.Dictionary):
        builder.add(root.get("/K"), None, 0)
    return Read(Tags(len(pages), tuple(builder.elements), tuple(pages), tuple(_outline(pdf))),
                pdf, numbers, tuple(builder.lost))


def _roles(pdf: Any) -> dict[str, str]:
    """What the file's own names of elements stand for in the standard's words."""
    root = pdf.Root.get("/StructTreeRoot")
    given = root.get("/RoleMap") if isinstance(root, pikepdf.Dictionary) else None
    return {str(name)[1:]: str(to)[1:] for name, to in given.items()} if isinstance(
        given, pikepdf.Dictionary) else {}


class _Builder:
    """Walks the raw tree once; a loop in it ends, and is not followed twice."""

    def __init__(self, numbers: Mapping[tuple[int, int], int], roles: Mapping[str, str]) -> None:
        self.numbers, self.roles = numbers, roles
        self.elements: list[Element] = []
        self.lost: list[tuple[str, int]] = []
        self.seen: set[tuple[int, int]] = set()

    def add(self, kids: Any, above: Element | None, depth: int) -> None:
        """Everything below an element, or below the root."""
        if kids is None or depth > _DEEPEST:
            return
        for kid in (kids if isinstance(kids, pikepdf.Array) else (kids,)):
            if isinstance(kid, pikepdf.Dictionary):
                if "/S" in kid:
                    self._element(kid, above, depth)
                elif above is not None:
                    self._reference(kid, above)
            elif above is not None:
                above.kids.append((above.page, int(kid)))

    def _element(self, raw: Any, above: Element | None, depth: int) -> None:
        key = raw.objgen
        if key in self.seen:
            return
        if key != (0, 0):
            self.seen.add(key)
        if not isinstance(raw.S, pikepdf.Name):
            raise Malformed
        kind = str(raw.S)[1:]
        for _ in range(8):
            if kind not in self.roles or self.roles[kind] == kind:
                break
            kind = self.roles[kind]
        one = Element(kind, self._page(raw, kind, above.page if above else 0),
                      _said(raw, "/Alt"), _said(raw, "/ActualText"), key, above)
        self.elements.append(one)
        if above is not None:
            above.kids.append(one)
        self.add(raw.get("/K"), one, depth + 1)

    def _reference(self, raw: Any, above: Element) -> None:
        page = self._page(raw, above.kind, above.page)
        if "/MCID" in raw and "/Stm" not in raw:
            above.kids.append((page, int(raw.MCID)))
        elif "/Obj" in raw:
            above.held.append(raw.Obj.objgen)

    def _page(self, raw: Any, kind: str, inherited: int) -> int:
        page = raw.get("/Pg")
        if page is None:
            return inherited
        number = self.numbers.get(page.objgen, 0)
        if not number:
            self.lost.append((kind, inherited))
        return number


def _said(raw: Any, key: str) -> str:
    value = raw.get(key)
    return "" if value is None else str(value).strip()


def _outline(pdf: Any) -> Iterator[tuple[int, str]]:
    """The bookmarks: depth from 1, and title."""
    first = pdf.Root.get("/Outlines")
    stack = [(1, first.get("/First"))] if isinstance(first, pikepdf.Dictionary) else []
    seen: set[tuple[int, int]] = set()
    while stack:
        depth, one = stack.pop()
        if not isinstance(one, pikepdf.Dictionary) or one.objgen in seen:
            continue
        seen.add(one.objgen)
        yield depth, " ".join(_said(one, "/Title").split())
        stack += [(depth, one.get("/Next")), (depth + 1, one.get("/First"))]

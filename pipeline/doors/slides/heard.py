"""What a screen reader and the back row of a room meet in a deck, slide by slide."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.oxml.ns import qn

_SMALL_PRINT = ("ftr", "sldNum", "dt", "hdr")
_USUAL = 18.0
_BY_MASTER = {"title": "p:titleStyle", "ctrTitle": "p:titleStyle", "": "p:otherStyle"}


class NotADeck(Exception):
    """The bytes are no presentation that can be opened."""


@dataclass(frozen=True)
class Heard:
    """One slide. `title_at` counts from 0 in reading order, -1 where there is none.

    `pictures` are the descriptions of everything drawn ('' where there is none), `languages` those
    that words are marked with ('' where they are not), `smallest` the least size of letters in
    points, without the small print at the foot; 0 where no words are. `tables` say whether the
    first row of each is its heading.
    """

    number: int
    title: str
    title_at: int
    pictures: tuple[str, ...]
    languages: frozenset[str]
    smallest: float
    tables: tuple[bool, ...]


def heard(data: bytes) -> list[Heard]:
    """Every slide of a deck. Raises NotADeck."""
    try:
        deck = Presentation(io.BytesIO(data))
        return [_slide(slide, number) for number, slide in enumerate(deck.slides, 1)]
    except (PackageNotFoundError, zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError,
            OSError, AttributeError, StopIteration) as why:
        raise NotADeck from why


def _slide(slide: Any, number: int) -> Heard:
    shapes = list(_flat(slide.shapes))
    kinds = [_holder(shape) for shape in shapes]
    at = next((n for n, kind in enumerate(kinds) if kind in ("title", "ctrTitle")), -1)
    title = shapes[at].text_frame.text if at >= 0 and shapes[at].has_text_frame else ""
    pictures, tables, sizes = [], [], []
    languages: set[str] = set()
    for shape, kind in zip(shapes, kinds, strict=True):
        frame = shape.element.tag == qn("p:graphicFrame")
        if frame and getattr(shape, "has_table", False):
            look = shape.element.find(f".//{qn('a:tblPr')}")
            tables.append(look is not None and look.get("firstRow") in ("1", "true"))
        elif frame or shape.element.tag == qn("p:pic") or _is_drawn(shape):
            pictures.append(_described(shape))
        for paragraph in shape.element.iter(qn("a:p")):
            for run in paragraph.iter(qn("a:r"), qn("a:fld")):
                if "".join(text.text or "" for text in run.iter(qn("a:t"))).strip():
                    languages.add(_language(run))
                    if kind not in _SMALL_PRINT:
                        sizes.append(_size(run, paragraph, shape, kind, slide))
    return Heard(number, " ".join(title.split()), at, tuple(pictures), frozenset(languages),
                 min(sizes, default=0.0), tuple(tables))


def _flat(shapes: Any) -> Iterator[Any]:
    """The shapes in reading order, those of a group in its place; a described group is one."""
    for shape in shapes:
        if shape.element.tag == qn("p:grpSp") and not _described(shape):
            yield from _flat(shape.shapes)
        else:
            yield shape


def _holder(shape: Any) -> str:
    found = shape.element.find(f".//{qn('p:nvPr')}/{qn('p:ph')}")
    return "" if found is None else str(found.get("type", "obj"))


def _described(shape: Any) -> str:
    found = next(shape.element.iter(qn("p:cNvPr")), None)
    return "" if found is None else str(found.get("descr", "")).strip()


def _is_drawn(shape: Any) -> bool:
    """Whether a shape without words is drawn by hand: a line or a box that says nothing."""
    if shape.element.tag == qn("p:cxnSp"):
        return not _is_decoration(shape)
    words = shape.has_text_frame and shape.text_frame.text.strip()
    return shape.element.tag == qn("p:sp") and not words and not _holder(shape) and (
        not _is_decoration(shape))


def _is_decoration(shape: Any) -> bool:
    return any(str(one.tag).endswith("}decorative") and one.get("val") in ("1", "true")
               for one in shape.element.iter())


def _language(run: Any) -> str:
    look = run.find(qn("a:rPr"))
    return "" if look is None else str(look.get("lang", ""))


def _size(run: Any, paragraph: Any, shape: Any, kind: str, slide: Any) -> float:
    """The size of letters in points, from the run outwards to the master, shrunk as its box is."""
    look, level = run.find(qn("a:rPr")), 1
    place = paragraph.find(qn("a:pPr"))
    if place is not None:
        level = int(place.get("lvl", "0")) + 1
    said = None if look is None else look.get("sz")
    for holder in _outwards(shape, kind, slide) if said is None else ():
        style = holder.find(f"{qn(f'a:lvl{level}pPr')}/{qn('a:defRPr')}")
        if style is not None and style.get("sz"):
            said = style.get("sz")
            break
    size = int(said) / 100 if said else _USUAL
    fit = shape.element.find(f".//{qn('a:bodyPr')}/{qn('a:normAutofit')}")
    shrunk = "100000" if fit is None else fit.get("fontScale", "100000")
    digits = re.sub(r"\D", "", shrunk) or "100000"
    return size * (int(digits) / 100000 if "%" not in shrunk else int(digits) / 100)


def _outwards(shape: Any, kind: str, slide: Any) -> Iterator[Any]:
    """What says how big letters are: the shape, its placeholders, the master's styles."""
    yield from shape.element.iter(qn("a:lstStyle"))
    layout, master = slide.slide_layout, slide.slide_layout.slide_master
    found = shape.element.find(f".//{qn('p:nvPr')}/{qn('p:ph')}")
    if found is not None:
        for place in layout.placeholders:
            if place.placeholder_format.idx == int(found.get("idx", "0")):
                yield from place.element.iter(qn("a:lstStyle"))
        wanted = "title" if kind == "ctrTitle" else kind if kind in ("title", *_SMALL_PRINT) else (
            "body")
        for place in master.placeholders:
            if _holder(place) == wanted:
                yield from place.element.iter(qn("a:lstStyle"))
    style = _BY_MASTER.get(kind, "p:bodyStyle")
    yield from (one for one in master.element.iter(qn(style)))

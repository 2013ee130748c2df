"""What every worker on a PDF needs: open one, its pages, save it the same each time."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from pipeline.errors import OutsideTrouble

INHERITED = ("/MediaBox", "/CropBox", "/Resources", "/Rotate")


@contextmanager
def opened(data: bytes) -> Iterator[pikepdf.Pdf]:
    """The PDF, opened; a sentence for a person where it cannot be, or where work on it fails.

    A damaged file has anything anywhere, a number where a page should be, so that every kind of
    mistake may come of it.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            yield pdf
    except pikepdf.PasswordError:
        raise OutsideTrouble("A PDF is locked with a password.") from None
    except (pikepdf.PdfError, AttributeError, LookupError, TypeError, ValueError, ArithmeticError,
            NotImplementedError, RecursionError, RuntimeError) as why:
        raise OutsideTrouble("A PDF is damaged and cannot be used.") from why


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The PDF as bytes: written whole, small, and the same for the same content."""
    held = io.BytesIO()
    if "/ID" in pdf.trailer:
        # Half of it is where the file once came from, which differs each time one is made.
        del pdf.trailer["/ID"]
    pdf.save(held, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate,
             compress_streams=True, linearize=False)
    return held.getvalue()


def inherited(page: pikepdf.Page, key: str) -> Any:
    """A value of the page or of the tree above it, or None."""
    node: Any = page.obj
    for _ in range(50):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None


def shown(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height of a page as a reader sees it, in points: cropped and turned."""
    box = inherited(page, "/CropBox") or inherited(page, "/MediaBox") or [0, 0, 595.276, 841.89]
    left, low, right, high = (float(one) for one in list(box))
    wide, tall = abs(right - left), abs(high - low)
    return (tall, wide) if int(inherited(page, "/Rotate") or 0) % 180 else (wide, tall)


def top_of(page: Any) -> Any:
    """A place for a link: the top of this page, at the size the reader has."""
    box = [float(side) for side in list(page.get("/CropBox") or page.MediaBox)]
    return Array([page, Name.XYZ, min(box[0], box[2]), max(box[1], box[3]), 0])


def numbers(tree: Any) -> Iterator[tuple[int, Any]]:
    """All pairs of a number tree."""
    for key, value in _pairs(tree, "/Nums"):
        yield int(key), value


def names(tree: Any) -> Iterator[tuple[bytes, Any]]:
    """All pairs of a name tree."""
    for key, value in _pairs(tree, "/Names"):
        yield bytes(key), value


def _pairs(tree: Any, leaf: str) -> Iterator[tuple[Any, Any]]:
    waiting, seen = [tree], 0
    while waiting and seen < 100_000:
        node, seen = waiting.pop(0), seen + 1
        listed = node.get(leaf)
        if listed is not None:
            yield from ((listed[n], listed[n + 1]) for n in range(0, len(listed) - 1, 2))
        waiting = [*list(node.get("/Kids") or []), *waiting]


def elements(root: Any) -> Iterator[Any]:
    """Every structure element below a root or an element, each once, in reading order."""
    waiting = kids(root)[::-1]
    seen: set[tuple[int, int]] = set()
    while waiting:
        element = waiting.pop()
        if not isinstance(element, Dictionary) or element.get("/Type") in (Name.MCR, Name.OBJR):
            continue
        if element.is_indirect:
            if element.objgen in seen:
                continue
            seen.add(element.objgen)
        yield element
        waiting += kids(element)[::-1]


def kids(element: Any) -> list[Any]:
    """The children of an element or the root: elements, marked content, references."""
    found = element.get("/K")
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]


def destinations(pdf: pikepdf.Pdf) -> dict[bytes, Any]:
    """Where each named destination of a PDF goes."""
    found: dict[bytes, Any] = {}
    old: Any = pdf.Root.get("/Dests")
    if old is not None:
        found |= {key[1:].encode(): old[key] for key in list(old)}
    tree = (pdf.Root.get("/Names") or Dictionary()).get("/Dests")
    if tree is not None:
        found |= dict(names(tree))
    return {key: value.get("/D") if isinstance(value, Dictionary) else value
            for key, value in found.items()}


def named(where: Any) -> bytes:
    """The name of a destination given by name, b'' for one that is spelt out."""
    if isinstance(where, Name):
        return str(where)[1:].encode()
    return bytes(where) if isinstance(where, pikepdf.String) else b""

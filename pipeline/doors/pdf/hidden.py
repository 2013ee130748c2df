"""Every text of a PDF that is not on its pages: what it says of itself, what hangs on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from pipeline.doors.pdf.objects import opened

LONGEST = 4 << 20
SHOWN = {
    "/Alt": ("alt", "words for a picture"),
    "/ActualText": ("text", "words read in place of others"),
    "/E": ("text", "an abbreviation in full"), "/Contents": ("note", "a remark"),
    "/T": ("note", "a name, or the author of a remark"), "/TU": ("text", "the help of a box"),
    "/V": ("text", "what a box holds"), "/DV": ("text", "what a box holds"),
    "/RC": ("note", "a remark"), "/Subj": ("note", "the subject of a remark"),
    "/URI": ("link", "the address of a link"), "/F": ("link", "the name of a file"),
    "/UF": ("link", "the name of a file"), "/Desc": ("name", "the description of a file"),
    "/Title": ("property", "a title"), "/JS": ("raw", "a script"), "/Name": ("name", "a name"),
    "/P": ("name", "the beginning of a page's number"), "/Opt": ("text", "the choices of a box"),
}
"""What the texts of a PDF's objects are, by the key under which they stand."""
NEVER = {"/ID", "/Registry", "/Ordering", "/Lang", "/Panose", "/CIDSet", "/CharSet",
         "/FontFamily"}
"""Texts of the format's own."""


@dataclass(frozen=True)
class Hidden:
    """A text beside the pages. `data` is a file that hangs on the PDF, `words` then its name."""

    part: str
    spot: str
    words: str
    kind: str
    data: bytes | None = None


def hidden(data: bytes) -> Iterator[Hidden]:
    """All texts of a PDF but those on its pages, and the files attached to it."""
    with opened(data) as pdf:
        yield from _about(pdf)
        pages = {page.obj.objgen: f"Page {n}" for n, page in enumerate(pdf.pages, 1)}
        info = pdf.trailer.get("/Info")
        for one in pdf.objects:
            if isinstance(one, Dictionary | Stream | Array) and (
                    info is None or one.objgen != info.objgen):
                yield from _object(one, _page_of(one, pages))
        for name, spec in pdf.attachments.items():
            for file in _files(spec):
                yield Hidden("Attachments", "a file", name, "name", file)


def _about(pdf: pikepdf.Pdf) -> Iterator[Hidden]:
    for key, value in pdf.trailer.get("/Info", Dictionary()).items():
        if isinstance(value, String | Name):
            yield Hidden("Properties", key[1:], str(value), "property")
    root = pdf.Root
    if isinstance(root.get("/Names"), Dictionary):
        for tree in root.Names.values():
            yield from _names(tree, "Names", 0)
    if isinstance(root.get("/Dests"), Dictionary):
        for place in list(root.Dests):
            yield Hidden("Names", "the name of a place", str(place)[1:], "name")


def _names(node: Any, part: str, deep: int) -> Iterator[Hidden]:
    if not isinstance(node, Dictionary) or deep > 40:
        return
    for one in list(node.get("/Names") or [])[::2]:
        yield Hidden(part, "the name of a place", str(one), "name")
    for kid in list(node.get("/Kids") or []):
        yield from _names(kid, part, deep + 1)


def _page_of(one: Any, pages: dict[tuple[int, int], str]) -> str:
    """The page that an object stands on: its own, or for a tag that of what lies nearest to it."""
    for _ in range(5):
        found = _page_inside(one, pages, 0)
        if found or not isinstance(one, Dictionary) or "/S" not in one:
            return found or "The file"
        one = one.get("/P")
    return "The file"


def _page_inside(one: Any, pages: dict[tuple[int, int], str], deep: int) -> str:
    if not isinstance(one, Dictionary) or deep > 5:
        return ""
    for key in ("/Pg", "/P"):
        page = one.get(key)
        if isinstance(page, Dictionary) and page.objgen in pages:
            return pages[page.objgen]
    inside = one.get("/K") if "/S" in one else None
    kids = list(inside) if isinstance(inside, Array) else [inside]
    return next(filter(None, (_page_inside(kid, pages, deep + 1) for kid in kids)), "")


def _object(one: Any, part: str) -> Iterator[Hidden]:
    """The texts of one object, also of what stands inside it without being an object itself."""
    if isinstance(one, Stream) and str(one.get("/Type") or "") in ("/Metadata", ""):
        if one.get("/Type") == Name.Metadata:
            words = _read(one)
            yield Hidden("Properties", "the record of the file (XMP)",
                         words.decode("utf-8", "replace"), "property")
        elif one.get("/Subtype") == Name.Image:
            return
    yield from _texts(one, part, 0)


def _texts(one: Any, part: str, deep: int, under: str = "") -> Iterator[Hidden]:
    """The texts of an object. Those of a list are what the key says under which the list stands."""
    if deep > 30:
        return
    held = one.items() if isinstance(one, Dictionary | Stream) else (
        enumerate(one) if isinstance(one, Array) else ())
    for name, value in held:
        key = under if isinstance(name, int) else str(name)
        if key in NEVER:
            continue
        if isinstance(value, Stream):
            if key in ("/JS", "/RC", "/V"):
                yield Hidden(part, SHOWN[key][1], _read(value).decode("utf-8", "replace"),
                             SHOWN[key][0])
        elif isinstance(value, String):
            words = str(value)
            if len(words) > 1:
                kind, spot = SHOWN.get(key, ("markup", f"“{key.lstrip('/')}”"))
                if key == "/Title" and deep == 0 and isinstance(one.get("/Parent"), Dictionary):
                    spot = "a bookmark"
                yield Hidden(part, spot, words, kind)
        elif isinstance(value, Dictionary | Array) and not value.is_indirect:
            yield from _texts(value, part, deep + 1, key)


def _read(stream: Any) -> bytes:
    try:
        return bytes(stream.read_bytes())[:LONGEST]
    except pikepdf.PdfError:
        return b""


def _files(spec: Any) -> Iterator[bytes]:
    held = spec.obj.get("/EF") or Dictionary()
    seen = set()
    for key in list(held):
        if isinstance(held[key], Stream) and held[key].objgen not in seen:
            seen.add(held[key].objgen)
            yield _read(held[key])

"""What there is to see in a finished PDF: its words, and all that is not words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, String

from pipeline.doors.pdf.objects import destinations, named, opened, saved
from pipeline.doors.pdf.pictures import Drawn, pictures
from pipeline.doors.pdf.refusing import has_tags
from pipeline.errors import OutsideTrouble

PAINTS = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Tj", "TJ", "'", '"', "sh",
                    "Do", "INLINE IMAGE", "n"))
BUILDS = frozenset(("m", "l", "c", "v", "y", "h", "re", "W", "W*"))


@dataclass(frozen=True)
class Bookmark:
    """A bookmark: how deep, its words, and the number of its page (from 1; 0 for none)."""

    level: int
    title: str
    page: int


@dataclass(frozen=True)
class Remark:
    """An annotation other than a link inside the file: its kind, words, author and target."""

    page: int
    kind: str
    words: str = ""
    author: str = ""
    target: str = ""


@dataclass(frozen=True)
class Described:
    """All about a PDF that is not on its pages, and of its pages what is not plain text."""

    pages: int
    title: str
    lang: str
    info: dict[str, str] = field(default_factory=dict)
    xmp: str = ""
    tagged: bool = False
    encrypted: bool = False
    outline: tuple[Bookmark, ...] = ()
    labels: tuple[str, ...] = ()
    watermarks: tuple[str, ...] = ()
    first_pictures: tuple[Drawn, ...] = ()
    attachments: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    acts: tuple[str, ...] = ()
    layers: bool = False
    forms: bool = False
    unembedded: tuple[str, ...] = ()


def text_of(data: bytes) -> list[str]:
    """The words of each page, as pdfium reads them."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise OutsideTrouble("A PDF is damaged or locked and cannot be used.") from None
    try:
        said = []
        for number in range(len(document)):
            page = document[number]
            layer = page.get_textpage()
            said.append(layer.get_text_range().replace("\r\n", "\n"))
            layer.close()
            page.close()
        return said
    except pypdfium2.PdfiumError:
        raise OutsideTrouble("A PDF has a page that is damaged and cannot be read.") from None
    finally:
        document.close()


def describe(data: bytes) -> Described:
    """Everything a gate must look at beside the text."""
    with opened(data) as pdf:
        root = pdf.Root
        info = {key[1:]: str(value) for key, value in pdf.trailer.get("/Info", Dictionary()).items()
                if isinstance(value, String | Name)}
        xmp = root.Metadata.read_bytes().decode("utf-8", "replace") if "/Metadata" in root else ""
        return Described(
            pages=len(pdf.pages), title=info.get("Title", ""), lang=str(root.get("/Lang") or ""),
            info=info, xmp=xmp, tagged=has_tags(pdf), encrypted=pdf.is_encrypted,
            outline=tuple(_outline(pdf)), labels=tuple(str(page.label) for page in pdf.pages),
            watermarks=tuple(_watermarks(pdf)), first_pictures=tuple(
                pictures(pdf.pages[0])) if len(pdf.pages) else (),
            attachments=tuple(sorted(pdf.attachments)), remarks=tuple(_remarks(pdf)),
            acts=tuple(_acts(pdf)), layers="/OCProperties" in root,
            forms="/AcroForm" in root, unembedded=tuple(_unembedded(pdf)))


def _outline(pdf: pikepdf.Pdf) -> Iterator[Bookmark]:
    places, pages = destinations(pdf), {page.obj.objgen: n for n, page in enumerate(pdf.pages, 1)}

    def below(node: Any, level: int) -> Iterator[Bookmark]:
        one, seen = node.get("/First"), 0
        while one is not None and level < 12 and seen < 5000:
            seen += 1
            place = one.get("/Dest") or (one.get("/A") or Dictionary()).get("/D")
            place = places.get(named(place)) if named(place) else place
            there = pages.get(place[0].objgen, 0) if place is not None and len(place) else 0
            yield Bookmark(level, str(one.get("/Title") or ""), there)
            yield from below(one, level + 1)
            one = one.get("/Next")

    if root := pdf.Root.get("/Outlines"):
        yield from below(root, 1)


def _remarks(pdf: pikepdf.Pdf) -> Iterator[Remark]:
    for number, page in enumerate(pdf.pages, 1):
        for one in list(page.obj.get("/Annots") or []):
            kind = str(one.get("/Subtype") or "")[1:]
            action = one.get("/A") or Dictionary()
            target = str(action.get("/URI") or action.get("/F") or "")
            if kind != "Link" or target:
                yield Remark(number, kind, str(one.get("/Contents") or ""),
                             str(one.get("/T") or ""), target)


def _acts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What the file would do by itself, or when a link is followed, beyond going to a place."""
    opening = pdf.Root.get("/OpenAction")
    harmless = opening is None or isinstance(opening, Array) or opening.get("/S") == Name.GoTo
    if not harmless or "/AA" in pdf.Root:
        yield "an action when it is opened"
    if "/JavaScript" in (pdf.Root.get("/Names") or Dictionary()):
        yield "a script"
    for page in pdf.pages:
        for one in [page.obj, *list(page.obj.get("/Annots") or [])]:
            kind = str((one.get("/A") or Dictionary()).get("/S") or "")
            if "/AA" in one or kind not in ("", "/URI", "/GoTo"):
                yield "an action on a page"
                return


def _unembedded(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Fonts that the file names but does not bring along."""
    found = set()
    for one in pdf.objects:
        if isinstance(one, Dictionary) and one.get("/Type") == Name.Font:
            inner = [one, *list(one.get("/DescendantFonts") or [])]
            files = [font.FontDescriptor for font in inner if "/FontDescriptor" in font]
            if str(one.get("/Subtype")) != "/Type3" and not any(
                    key in each for each in files
                    for key in ("/FontFile", "/FontFile2", "/FontFile3")) and (
                    "/FontDescriptor" in one or "/DescendantFonts" in one
                    or str(one.get("/Subtype")) in ("/Type1", "/TrueType")):
                found.add(str(one.get("/BaseFont") or "")[1:])
    yield from sorted(found)


def _watermarks(pdf: pikepdf.Pdf) -> list[str]:
    """For each page the words of its watermarks, '' where there are none.

    A page is copied with nothing but what is painted under that mark, and read like any other.
    """
    marked: dict[int, int] = {}
    with pikepdf.Pdf.new() as only:
        for number, page in enumerate(pdf.pages):
            kept = _only_watermark(page)
            if kept:
                marked[number] = len(only.pages)
                only.pages.append(page)
                only.pages[-1].obj.Contents = only.make_stream(
                    pikepdf.unparse_content_stream(kept))
        said = text_of(saved(only)) if marked else []
    words = [re.sub(r"\s+", " ", said[marked[n]]).strip() or "(a picture)" if n in marked else ""
             for n in range(len(pdf.pages))]
    for remark in _remarks(pdf):
        if remark.kind in ("Stamp", "Watermark"):
            words[remark.page - 1] = (words[remark.page - 1] + " "
                                      + (remark.words or "(a picture)")).strip()
    return words


def _only_watermark(page: pikepdf.Page) -> list[Any]:
    kept, depth, inside, found = [], 0, 0, False
    properties = (page.obj.get("/Resources") or Dictionary()).get("/Properties") or Dictionary()
    for one in pikepdf.parse_content_stream(page):
        name = str(one.operator)
        if name in ("BDC", "BMC"):
            depth += 1
            if not inside and _is_watermark(one, properties):
                inside, found = depth, True
        elif name == "EMC":
            inside = 0 if depth == inside else inside
            depth -= 1
        elif inside or name not in PAINTS | BUILDS:
            kept.append(one)
    return kept if found else []


def _is_watermark(one: Any, properties: Any) -> bool:
    if str(one.operands[0]) == "/Watermark":
        return True
    said = one.operands[1] if len(one.operands) > 1 else None
    if isinstance(said, Name):
        said = properties.get(str(said))
    return isinstance(said, Dictionary) and said.get("/Subtype") == Name.Watermark

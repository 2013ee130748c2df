"""What is painted on each page of a PDF, by the mark it stands under: read with pdfium."""

import re
from collections.abc import Iterator, Mapping
from ctypes import POINTER, byref, c_float, c_int, c_ulong, c_ushort, cast, create_string_buffer
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

JOINS = re.compile("(?:[\u00ad\u0002\ufffe]|(?<=\\w)\u2010)\\s*$")
"""How a line ends in the middle of a word."""
MARK = re.compile(r"\d{1,4}|[ivxlc]{1,7}|[*†‡§¶]+")
"""The mark of a note."""


@dataclass(frozen=True)
class Piece:
    """Words painted in one go: what they say, and where they stand on the page."""

    words: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Painted:
    """One page: its words by the number of their mark, and how much has no mark at all.

    `marks` are the numbers under which anything is painted, words or not. `nested` are numbers of
    marks inside a drawing that is painted as one, which has an account of its own.
    """

    pieces: Mapping[int, tuple[Piece, ...]]
    marks: frozenset[int]
    unmarked: int
    nested: frozenset[int] = frozenset()


def painted(pdf: bytes) -> list[Painted]:
    """Every page of the file, in order."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_page(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _page(page: Any) -> Painted:
    texts = raw.FPDFText_LoadPage(page.raw)
    pieces: dict[int, list[Piece]] = {}
    marks: set[int] = set()
    nested: set[int] = set()
    unmarked = 0
    for number in range(raw.FPDFPage_CountObjects(page.raw)):
        one = raw.FPDFPage_GetObject(page.raw, number)
        mark, kind = raw.FPDFPageObj_GetMarkedContentID(one), raw.FPDFPageObj_GetType(one)
        if mark >= 0:
            marks.add(mark)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                pieces.setdefault(mark, []).append(_piece(one, texts))
        elif _is_artifact(one):
            continue
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            inner, bare = _inside(one)
            nested |= inner
            unmarked += bare
        else:
            unmarked += _shows(one, kind)
    raw.FPDFText_ClosePage(texts)
    page.close()
    return Painted({mark: tuple(said) for mark, said in pieces.items()}, frozenset(marks),
                   unmarked, frozenset(nested))


def _inside(form: Any) -> tuple[set[int], int]:
    """The marks in a drawing that is painted as one without a mark, and what has none there."""
    marks: set[int] = set()
    bare = 0
    for number in range(raw.FPDFFormObj_CountObjects(form)):
        one = raw.FPDFFormObj_GetObject(form, number)
        mark, kind = raw.FPDFPageObj_GetMarkedContentID(one), raw.FPDFPageObj_GetType(one)
        if mark >= 0:
            marks.add(mark)
        elif not _is_artifact(one):
            bare += _shows(one, kind)
    return marks, bare


def _is_artifact(one: Any) -> bool:
    return any(name == "Artifact" for name in _names(one))


def _names(one: Any) -> Iterator[str]:
    buffer, length = create_string_buffer(64), c_ulong()
    for number in range(raw.FPDFPageObj_CountMarks(one)):
        raw.FPDFPageObjMark_GetName(raw.FPDFPageObj_GetMark(one, number),
                                    _wide(buffer), 64, byref(length))
        yield buffer.raw[:max(0, length.value - 2)].decode("utf-16-le", "replace")


def _wide(buffer: Any) -> Any:
    return cast(buffer, POINTER(c_ushort))


def _shows(one: Any, kind: int) -> bool:
    """Whether anything is to be seen of it: a path may only cut others off."""
    if kind != raw.FPDF_PAGEOBJ_PATH:
        return True
    fill, stroke = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(one, byref(fill), byref(stroke))
    return bool(fill.value or stroke.value)


def _piece(one: Any, texts: Any) -> Piece:
    length = raw.FPDFTextObj_GetText(one, texts, None, 0)
    buffer = create_string_buffer(length)
    raw.FPDFTextObj_GetText(one, texts, _wide(buffer), length)
    box = [c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(one, *(byref(side) for side in box))
    return Piece(buffer.raw[:max(0, length - 2)].decode("utf-16-le", "replace"),
                 *(side.value for side in box))


def joined(pieces: tuple[Piece, ...] | list[Piece]) -> str:
    """The words of pieces that follow each other, with the spaces that the eye sees."""
    said: list[str] = []
    last: Piece | None = None
    for piece in pieces:
        if not piece.words:
            continue
        if last is not None and _apart(last, piece):
            if JOINS.search(said[-1]):
                said[-1] = JOINS.sub("", said[-1])
            else:
                said.append(" ")
        said.append(piece.words)
        last = piece
    return "".join(said)


def _apart(last: Piece, piece: Piece) -> bool:
    """Whether a reader sees a space, or a new line, between the two."""
    if _raised(last, piece) or _raised(piece, last):
        return True
    height = max(min(last.top - last.bottom, piece.top - piece.bottom), 1.0)
    overlap = min(last.top, piece.top) - max(last.bottom, piece.bottom)
    if overlap < 0.2 * height:
        return True
    gap = piece.left - last.right
    return gap > 0.18 * max(last.top - last.bottom, piece.top - piece.bottom, 4.0) or gap < -3 * (
        last.right - last.left + 1)


def _raised(base: Piece, piece: Piece) -> bool:
    """Whether it is the number of a note, set small and high beside a word."""
    height = base.top - base.bottom
    return (MARK.fullmatch(piece.words.strip()) is not None
            and piece.top - piece.bottom < 0.8 * height
            and piece.bottom > base.bottom + 0.2 * height)

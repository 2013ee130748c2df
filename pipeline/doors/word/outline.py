"""What of a Word file its PDF must hold: words in order, headings with levels, tables of data.

Read as a person reads it on paper: notes where they are referred to, text boxes where they hang.
Struck out and hidden words are not there, nor is a contents list, which every program makes itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.doors.word.drawn import drawn, targets
from pipeline.doors.word.names import (
    CELL,
    ENDNOTE,
    FALLBACK,
    FOOTNOTE,
    PARAGRAPH,
    PARAGRAPH_LOOK,
    ROW,
    RUN,
    RUN_LOOK,
    STYLE,
    TABLE,
    TEXT,
    TEXT_BOX,
    VALUE,
    W,
)
from pipeline.doors.word.package import Package, open_package
from pipeline.doors.word.styles import Styles, read_styles

_OFF = ("0", "false", "off", "none")
_GONE = frozenset((W + "del", W + "moveFrom", W + "rPr", W + "pPr", W + "instrText",
                   FALLBACK, W + "tblPr", W + "sectPr"))
_BREAKS = frozenset((W + "tab", W + "br", W + "cr", W + "ptab"))
_CONTENTS = re.compile(r"(toc \d|table of figures|contents\b.*|toc heading)", re.I)
_TOC = re.compile(r"\s*TOC\b", re.I)
_COUNTS = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b", re.I)
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWINGS = {"{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": _R + "id",
             "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart": _R + "id",
             "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": _R + "dm"}
"""What shows that a chart or SmartArt stands here, and where it says which part holds it."""
_SPLIT = re.compile(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True)
class Outline:
    """`words` in reading order; `headings` as (level from 1, words); `tables` of data: those of at
    least two rows and two columns."""

    words: tuple[str, ...]
    headings: tuple[tuple[int, str], ...]
    tables: int


def outline_of(data: bytes) -> Outline:
    """Read a .docx. Raises NotAWordFile."""
    package = open_package(data)
    reader = _Reader(package)
    words: list[str] = []
    for name in package.of_kind("document.main"):
        for text in reader.paragraphs(package.tree(name)):
            words += (word for word in _SPLIT.split(text.replace("\u00ad", "")) if word)
    words += (word for texts in reader.drawn.values() for text in texts for word in text.split())
    return Outline(tuple(words), tuple(reader.headings), reader.tables)


class _Reader:
    def __init__(self, package: Package) -> None:
        self.styles: Styles = read_styles(package)
        self.hidden = _hidden_styles(package)
        self.notes = {tag: dict(_notes(package, kind, tag)) for kind, tag in
                      (("footnotes", FOOTNOTE), ("endnotes", ENDNOTE))}
        self.targets = targets(package)
        self.drawn: dict[str, list[str]] = {}
        for text, _, name in drawn(package):
            self.drawn.setdefault(name, []).append(text)
        self.headings: list[tuple[int, str]] = []
        self.tables = 0
        self.fields: list[list[str]] = []
        self.hanging: list[etree._Element | str] = []

    def paragraphs(self, root: etree._Element, note: bool = False) -> Iterator[str]:
        """Every paragraph below an element, in order."""
        for child in root.iterchildren():
            if child.tag == PARAGRAPH:
                yield from self._paragraph(child, note)
            elif child.tag == W + "sdt" and _lists_contents(child):
                continue
            elif child.tag not in _GONE:
                if child.tag == TABLE:
                    self.tables += _is_of_data(child)
                yield from self.paragraphs(child, note)

    def _paragraph(self, paragraph: etree._Element, note: bool) -> Iterator[str]:
        outer, self.hanging = self.hanging, []
        style = paragraph.find(f"{PARAGRAPH_LOOK}/{STYLE}")
        key = self.styles.default if style is None else style.get(VALUE, "")
        listed = any(_TOC.match(field[0]) for field in self.fields)
        text = "".join(self._said(paragraph, listed))
        hanging, self.hanging = self.hanging, outer
        listed = listed or bool(_CONTENTS.fullmatch(self.styles.names.get(key, "")))
        if text.strip() and not listed:
            if not note and (level := self._level(paragraph, key)):
                self.headings.append((level, " ".join(text.split())))
            yield text
        for one in hanging:
            yield from [one] if isinstance(one, str) else self.paragraphs(one, note=True)

    def _level(self, paragraph: etree._Element, key: str) -> int:
        direct = paragraph.find(f"{PARAGRAPH_LOOK}/{W}outlineLvl")
        if direct is not None and direct.get(VALUE, "9").isdecimal():
            return (int(direct.get(VALUE, "9")) + 1) % 10
        return self.styles.levels.get(key, 0)

    def _said(self, root: etree._Element, listed: bool) -> Iterator[str]:
        """The words of one paragraph; what hangs on it is kept for afterwards."""
        for child in root.iterchildren():
            tag = child.tag
            if tag in _GONE or not isinstance(tag, str):
                continue
            if tag == RUN and self._is_hidden(child):
                self._marks(child)
            elif tag == W + "fldChar":
                self._turn(child.get(W + "fldCharType", ""), child)
            elif tag in _DRAWINGS:
                name = self.targets.get(child.get(_DRAWINGS[tag], ""), "")
                self.hanging += self.drawn.pop(name, [])
            elif tag == TEXT_BOX:
                self.hanging.append(child)
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                self._note(child)
            elif tag == W + "fldSimple" and _COUNTS.match(child.get(W + "instr", "")):
                continue
            elif tag in (TEXT, _FORMULA):
                if not listed and not self._counting():
                    yield child.text or ""
            elif tag == W + "noBreakHyphen":
                yield "-"
            elif tag in _BREAKS:
                yield " "
            else:
                yield from self._said(child, listed)

    def _note(self, mark: etree._Element) -> None:
        kind = FOOTNOTE if mark.tag == W + "footnoteReference" else ENDNOTE
        found = self.notes[kind].get(mark.get(W + "id", ""))
        if found is not None:
            self.hanging.append(found)

    def _is_hidden(self, run: etree._Element) -> bool:
        look = run.find(RUN_LOOK)
        if look is None:
            return False
        own = look.find(W + "vanish")
        if own is not None:
            return own.get(VALUE, "1") not in _OFF
        style = look.find(W + "rStyle")
        return style is not None and style.get(VALUE, "") in self.hidden

    def _marks(self, run: etree._Element) -> None:
        """A field may begin or end in a hidden run all the same."""
        for mark in run.iter(W + "fldChar"):
            self._turn(mark.get(W + "fldCharType", ""), mark)

    def _turn(self, mark: str, element: etree._Element) -> None:
        if mark == "begin":
            self.fields.append([_instruction(element), ""])
        elif mark == "separate" and self.fields:
            self.fields[-1][1] = "shown"
        elif mark == "end" and self.fields:
            self.fields.pop()

    def _counting(self) -> bool:
        """Whether the words are the result of a field that counts pages, or a contents list."""
        return any(shown and (_COUNTS.match(instruction) or _TOC.match(instruction))
                   for instruction, shown in self.fields)


def _instruction(begin: etree._Element) -> str:
    """The instruction of the field that begins here, however its runs cut it."""
    bits: list[str] = []
    run = begin.getparent()
    for one in ([] if run is None else [run, *run.itersiblings()]):
        for mark in one.iter(W + "fldChar", W + "instrText"):
            if mark.tag == W + "instrText":
                bits.append(mark.text or "")
            elif mark is not begin and bits:
                return "".join(bits)
    return "".join(bits)


def _notes(package: Package, kind: str, tag: str) -> Iterator[tuple[str, etree._Element]]:
    for name in package.of_kind(kind):
        for note in package.tree(name).iterchildren(tag):
            if note.get(W + "type", "normal") == "normal":
                yield note.get(W + "id", ""), note


def _hidden_styles(package: Package) -> frozenset[str]:
    return frozenset(style.get(W + "styleId", "") for name in package.of_kind("styles")
                     for style in package.tree(name).iterchildren(W + "style")
                     for mark in style.iterfind(f"{RUN_LOOK}/{W}vanish")
                     if mark.get(VALUE, "1") not in _OFF)


def _lists_contents(control: etree._Element) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and "contents" in gallery.get(VALUE, "").lower()


def _is_of_data(table: etree._Element) -> bool:
    rows = [sum(1 for _ in row.iterchildren(CELL)) for row in table.iterchildren(ROW)]
    return len(rows) > 1 and max(rows) > 1

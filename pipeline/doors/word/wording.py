"""Every word that a Word file shows on paper, paragraph by paragraph, to look for it in a PDF.

It shares no code with the reader that makes the PDF, so that what one overlooks the other finds.
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from pipeline.doors.word.names import (
    FALLBACK,
    PARAGRAPH,
    RUN_LOOK,
    SECTION_END,
    TABLE,
    TEXT,
    VALUE,
    W,
)
from pipeline.doors.word.package import Package, open_package

ANY = "\0"
"""Stands for what only the converter knows: the number of a page, of a note, a sign."""

_NOT_SAID = frozenset(W + name for name in (
    "instrText", "delText", "delInstrText", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr",
    "sectPr", "sdtPr", "sdtEndPr", "fldData"))
_SPACES = frozenset(W + name for name in ("tab", "br", "cr", "ptab"))
_COUNTED = ("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF")
_SIGNS = ("symbol", "wingdings", "webdings")
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(frozen=True)
class Wording:
    """The paragraphs of the body and of the notes, and of header and footer of the first page.

    Those of the body stand in groups: a group is in order after the one before, and inside it there
    is no order that a page must keep, since cells over several rows are drawn after those beside.
    """

    body: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    edges: tuple[str, ...]


def wording(data: bytes) -> Wording:
    """All of it. Raises NotAWordFile."""
    package = open_package(data)
    root = package.tree(package.of_kind("document.main")[0])
    used = {one.get(W + "id") for one in root.iter(W + "footnoteReference")}
    notes = [text for name in package.of_kind("footnotes")
             for note in package.tree(name) if note.get(W + "id") in used
             for text in _paragraphs(note)]
    return Wording(tuple(_groups(root)), tuple(notes), tuple(_edges(package, root)))


def _edges(package: Package, root: etree._Element) -> Iterator[str]:
    """The header and footer that the first page is sure to show."""
    first = next(root.iter(SECTION_END), None)
    if first is None:
        return
    own = first.find(W + "titlePg")
    wanted = "first" if own is not None and own.get(VALUE, "1") not in ("0", "false") else "default"
    targets = _targets(package)
    for one in first:
        if one.tag in (W + "headerReference", W + "footerReference") and (
                one.get(W + "type", "default") == wanted):
            name = targets.get(one.get(_R + "id", ""), "")
            if name in package.members:
                yield from _paragraphs(package.tree(name))


def _targets(package: Package) -> Mapping[str, str]:
    main = package.of_kind("document.main")[0]
    folder, _, file = main.rpartition("/")
    held = package.members.get(f"{folder}/_rels/{file}.rels")
    if held is None:
        return {}
    return {one.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")
                                                                 )).lstrip("/")
            for one in etree.fromstring(held.data) if isinstance(one.tag, str)}


def _paragraphs(root: etree._Element) -> Iterator[str]:
    for text, _ in _placed(root):
        yield text


def _groups(root: etree._Element) -> Iterator[tuple[str, ...]]:
    merged: dict[etree._Element, bool] = {}
    last, group = None, list[str]()
    for text, table in _placed(root):
        if table is not None and table not in merged:
            merged[table] = next(table.iter(W + "vMerge"), None) is not None
        together = table if table is not None and merged[table] else None
        if group and (together is None or together is not last):
            yield tuple(group)
            group = []
        group.append(text)
        last = together
    if group:
        yield tuple(group)


def _placed(root: etree._Element) -> Iterator[tuple[str, etree._Element | None]]:
    """Each paragraph, with the outermost table it stands in."""
    stack: list[list[str]] = []
    for paragraph in root.iter(PARAGRAPH):
        above = list(paragraph.iterancestors())
        if any(up.tag == FALLBACK for up in above):
            continue
        text = "".join(_said(paragraph, stack))
        if text.strip():
            yield text, next((up for up in reversed(above) if up.tag == TABLE), None)


def _said(holder: etree._Element, fields: list[list[str]]) -> Iterator[str]:
    for one in holder:
        tag = one.tag
        if not isinstance(tag, str) or tag == PARAGRAPH:
            continue
        if tag == W + "fldChar":
            _turn(one, fields)
            if one.get(W + "fldCharType") == "end":
                yield ANY if fields_counted(fields.pop()[0] if fields else "") else ""
        elif tag == W + "instrText":
            if fields and fields[-1][1] == "":
                fields[-1][0] += one.text or ""
        elif tag in _NOT_SAID:
            continue
        elif fields and any(_hides(field) for field in fields):
            yield from _within(one, fields)
        elif tag == W + "fldSimple" and fields_counted(one.get(W + "instr", "")):
            yield ANY
        elif tag == TEXT:
            yield ANY if _in_signs(one) else (one.text or "") + "".join(
                after.tail or "" for after in one)
        elif tag == W + "noBreakHyphen":
            yield "-"
        elif tag in _SPACES:
            yield " "
        elif tag in (W + "footnoteReference", W + "sym", W + "footnoteRef", W + "pgNum"):
            yield ANY
        else:
            yield from _said(one, fields)


def _within(one: etree._Element, fields: list[list[str]]) -> Iterator[str]:
    """Inside what is not printed only the marks of fields count."""
    if one.find(f".//{W}fldChar") is not None or one.find(f".//{W}instrText") is not None:
        yield from _said(one, fields)


def _turn(one: etree._Element, fields: list[list[str]]) -> None:
    kind = one.get(W + "fldCharType")
    if kind == "begin":
        fields.append(["", ""])
    elif kind == "separate" and fields:
        fields[-1][1] = "shown"


def _hides(field: list[str]) -> bool:
    return field[1] == "" or fields_counted(field[0])


def fields_counted(instruction: str) -> bool:
    """Whether a field is the number of a page."""
    words = instruction.split()
    return bool(words) and words[0].upper() in _COUNTED


def _in_signs(text: etree._Element) -> bool:
    run = text.getparent()
    fonts = None if run is None else run.find(f"{RUN_LOOK}/{W}rFonts")
    name = "" if fonts is None else fonts.get(W + "ascii", "")
    return name.lower().startswith(_SIGNS)

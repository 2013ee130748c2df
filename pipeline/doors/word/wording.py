"""Every word that a Word file shows on paper, paragraph by paragraph, to look for it in a PDF.

It shares no code with the reader that makes the PDF, so that what one overlooks the other finds.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.doors.word.drawn import drawn, targets
from pipeline.doors.word.names import (
    FALLBACK,
    PARAGRAPH,
    PARAGRAPH_LOOK,
    RUN_LOOK,
    SECTION_END,
    TABLE,
    TEXT,
    TEXT_BOX,
    VALUE,
    W,
)
from pipeline.doors.word.package import Package, open_package

ANY = "\0"
"""Stands for what only the converter knows: the number of a page, of a note, a sign."""

_NOT_SAID = frozenset(W + name for name in (
    "instrText", "delText", "delInstrText", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr",
    "sectPr", "sdtPr", "sdtEndPr", "fldData")) | {FALLBACK}
_SPACES = frozenset(W + name for name in ("tab", "br", "cr", "ptab"))
_COUNTED = ("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF")
_SIGNS = ("symbol", "wingdings", "webdings")
_MAIN = "{http://schemas.openxmlformats.org/officeDocument/2006/"
_R, _MATH = f"{_MAIN}relationships}}", f"{_MAIN}math}}"
_SHAPE_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
NOTE, EDGE, BOX, EQUATION = ("a note", "a header or footer", "a text box or another drawing",
                             "an equation")
"""How a reader is told where words stand. Those of the body have none of these."""
_OFF = ("0", "false", "off")


@dataclass(frozen=True)
class Wording:
    """The paragraphs of the body; those that stand apart from it, each with what it stands in; and
    headers and footers: those that are sure to be shown, and those on the page with that number.

    Those of the body stand in groups: a group is in order after the one before, and inside it there
    is no order that a page must keep, since cells over several rows are drawn after those beside.
    What stands apart (notes, boxes, charts, SmartArt, equations) must be there, in whatever order.
    """

    body: tuple[tuple[str, ...], ...]
    apart: tuple[tuple[str, str], ...]
    edges: tuple[tuple[str, int], ...]


def wording(data: bytes) -> Wording:
    """All of it. Raises NotAWordFile."""
    package = open_package(data)
    root = package.tree(package.of_kind("document.main")[0])
    return Wording(tuple(_groups(root)), tuple(_apart(package, root)), tuple(_edges(package, root)))


def _apart(package: Package, root: etree._Element) -> Iterator[tuple[str, str]]:
    trees = [root]
    for kind in ("footnote", "endnote"):
        used = {one.get(W + "id") for one in root.iter(f"{W}{kind}Reference")}
        notes = [note for name in package.of_kind(f"{kind}s") for note in package.tree(name)
                 if note.get(W + "id") in used]
        trees += notes
        for note in notes:
            # Its number may be drawn straight before it, whether or not the file says so.
            yield from ((ANY + text, NOTE) for text in _paragraphs(note))
    yield from ((text, BOX) for text, _ in _placed(root, boxes=True))
    for tree in trees:
        for one in tree.iter(_SHAPE_TEXT, f"{_MATH}t"):
            if (one.text or "").strip() and not _told_again(one):
                yield one.text, BOX if one.tag == _SHAPE_TEXT else EQUATION
    yield from ((text, where) for text, where, _ in drawn(package))


def _told_again(one: etree._Element) -> bool:
    return next(one.iterancestors(FALLBACK), None) is not None


def _edges(package: Package, root: etree._Element) -> Iterator[tuple[str, int]]:
    """The headers and footers that are sure to be shown: of each part that begins on a new page,
    and those of further pages where the whole file is one part."""
    parts_of = targets(package)
    held: dict[tuple[str, str], str] = {}
    seen: set[str] = set()
    parts = list(root.iter(SECTION_END))
    for place, part in enumerate(parts):
        for one in part:
            if one.tag in (W + "headerReference", W + "footerReference"):
                held[one.tag, one.get(W + "type", "default")] = parts_of.get(
                    one.get(_R + "id", ""), "")
        kind = part.find(W + "type")
        own = part.find(W + "titlePg")
        titled = own is not None and own.get(VALUE, "1") not in _OFF
        wanted = {"first" if titled else "default": 1}
        if place and kind is not None and kind.get(VALUE) in ("continuous", "nextColumn"):
            continue
        if len(parts) == 1 and titled and not _both_sides(package):
            wanted["default"] = 2
        for (_, of), name in held.items():
            if of in wanted and name in package.members and name not in seen:
                seen.add(name)
                yield from ((text, wanted[of]) for text in _paragraphs(package.tree(name)))


def _both_sides(package: Package) -> bool:
    """Whether even pages have headers and footers of their own."""
    return any(one.get(VALUE, "1") not in _OFF for name in package.of_kind("settings")
               for one in package.tree(name).iter(f"{W}evenAndOddHeaders"))


def _paragraphs(root: etree._Element) -> Iterator[str]:
    for boxes in (False, True):
        for text, _ in _placed(root, boxes):
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


def _placed(root: etree._Element, boxes: bool = False
            ) -> Iterator[tuple[str, etree._Element | None]]:
    """Each paragraph, with the outermost table it stands in: those in the run of the text, or those
    in `boxes`, which every program draws at another point of the page."""
    stack: list[list[str]] = []
    for paragraph in root.iter(PARAGRAPH):
        above = list(paragraph.iterancestors())
        if any(up.tag == FALLBACK for up in above) or boxes != _is_boxed(paragraph, above):
            continue
        text = "".join(_said(paragraph, stack))
        if text.strip():
            yield text, next((up for up in reversed(above) if up.tag == TABLE), None)


def _is_boxed(paragraph: etree._Element, above: list[etree._Element]) -> bool:
    frame = paragraph.find(f"{PARAGRAPH_LOOK}/{W}framePr")
    return frame is not None or any(up.tag == TEXT_BOX or (
        up.tag == TABLE and up.find(f"{W}tblPr/{W}tblpPr") is not None) for up in above)


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
        elif tag in (W + "footnoteReference", W + "sym", W + "footnoteRef", W + "pgNum",
                     W + "endnoteReference", W + "endnoteRef", f"{_MATH}oMath"):
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

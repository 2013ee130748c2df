"""What a deck hides: notes, hidden slides and shapes, words in the colour of nothing."""

from collections.abc import Iterator

from lxml import etree

from pipeline.doors.hygiene.links import inside, typed
from pipeline.doors.hygiene.package import RELATION_ID, Package, local, place_of
from pipeline.model import Fault

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SLIDES, NOTES = r"ppt/slides/slide\d+\.xml", r"ppt/notesSlides/[^/]+\.xml"
NUMBERS = ("sldNum", "dt", "hdr", "ftr")


def audit(package: Package, published: bool = True) -> Iterator[Fault]:
    """Everything of a deck that is not seen when it is shown."""
    width, height = _size(package)
    for name, tree in package.xml(SLIDES):
        where = place_of(name)
        if tree.get("show") in ("0", "false"):
            yield Fault("trace-hidden-slides", where)
        for shape in tree.iter("{*}sp", "{*}pic", "{*}graphicFrame", "{*}grpSp", "{*}cxnSp"):
            about = next(shape.iter("{*}cNvPr"), None)
            if about is not None and about.get("hidden") in ("1", "true"):
                yield Fault("trace-hidden-text", where, "a hidden shape", _text(shape))
            elif _outside(shape, width, height) and _text(shape):
                yield Fault("trace-hidden-text", where, "beside the slide", _text(shape))
        for run in tree.iter(A + "r"):
            if _white(run) and not _on_colour(run):
                yield Fault("trace-invisible-text", where, "", _text(run))
        if address := typed(_text(tree)):
            yield Fault("trace-inside-links", where, "", address,
                        (("what", "a file or a shared drive"),))
    if published:
        for name, tree in package.xml(NOTES):
            if words := _notes(tree):
                yield Fault("trace-notes", place_of(name), "", words)


def scrub(package: Package, published: bool = True) -> None:
    """Take away links to the inside, and the notes of what is published."""
    if published:
        for name in package.named(NOTES):
            package.drop(name)
    for rels, source, relation in list(package.relations()):
        kind = relation.get("Type", "").rsplit("/", 1)[-1]
        if kind == "hyperlink" and relation.get("TargetMode") == "External" and (
                source.startswith("ppt/") and inside(relation.get("Target", ""))):
            tree = package.tree(source)
            users = [one for one in tree.iter()
                     if one.get(RELATION_ID + "id") == relation.get("Id")]
            for one in users:
                one.getparent().remove(one)
            package.changed(source)
            package.unrelate(rels, relation)


def _size(package: Package) -> tuple[int, int]:
    for _, tree in package.xml(r"ppt/presentation\.xml"):
        for one in tree.iter("{*}sldSz"):
            return int(one.get("cx", "0")), int(one.get("cy", "0"))
    return 0, 0


def _outside(shape: etree._Element, width: int, height: int) -> bool:
    at, size = next(shape.iter(A + "off"), None), next(shape.iter(A + "ext"), None)
    if at is None or size is None or not width or local(shape.getparent()) == "grpSp":
        return False
    left, top = int(at.get("x", "0")), int(at.get("y", "0"))
    return (left >= width or top >= height or left + int(size.get("cx", "0")) <= 0
            or top + int(size.get("cy", "0")) <= 0)


def _white(run: etree._Element) -> bool:
    marks = run.find(A + "rPr")
    fill = marks.find(A + "solidFill") if marks is not None else None
    colour = fill[0] if fill is not None and len(fill) else None
    return colour is not None and (colour.get("val", "").lower() in ("ffffff", "bg1", "lt1")) and (
        bool(_text(run)))


def _on_colour(run: etree._Element) -> bool:
    """Whether something is painted behind a run: its shape, its cell, the slide."""
    for one in run.iterancestors():
        if local(one) in ("sp", "tc", "cSld"):
            for kind in ("spPr", "tcPr", "style", "bg"):
                for found in one.findall("{*}" + kind):
                    if any(local(x) in ("solidFill", "gradFill", "blipFill", "pattFill", "fillRef",
                                        "bgRef") for x in found.iter()):
                        return True
    return False


def _notes(tree: etree._Element) -> str:
    """The words of a page of notes, without page numbers and dates."""
    told = []
    for shape in tree.iter("{*}sp"):
        place = next(shape.iter("{*}ph"), None)
        if place is None or place.get("type") not in NUMBERS:
            told.append(_text(shape))
    return " ".join(filter(None, told)).strip()


def _text(element: etree._Element) -> str:
    return "".join(one.text or "" for one in element.iter(A + "t")).strip()

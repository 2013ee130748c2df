"""Words outside the cells: notes, threads, links, the edges of pages, names, properties."""

import re
from collections.abc import Collection, Iterator

from pipeline.doors.xlsx.book import Remark
from pipeline.doors.xlsx.controls import Control, controls, old_drawing
from pipeline.doors.xlsx.drawn import chart, diagram, drawing
from pipeline.doors.xlsx.markup import Node, true
from pipeline.doors.xlsx.package import Listed, Listing, Package
from pipeline.doors.xlsx.places import corner
from pipeline.doors.xlsx.sheet import Page
from pipeline.doors.xlsx.texts import spelt

CORE = {"title", "subject", "description", "keywords", "category", "contentStatus"}
# What programs keep among the custom properties for themselves: labels, folders, builds.
PROGRAMS_OWN = re.compile(r"_|msip_|contenttype|mediaservice|taxcatchall|workbookguid|kso|icv$",
                          re.IGNORECASE)

_CODE = re.compile(r'&(?:&|"[^"]*"?|[LCR]|K(?:[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|[0-9]+|.)',
                   re.IGNORECASE | re.DOTALL)
_FIELDS = set("PNDTFAZ")
_TEXT = re.compile(r'"((?:[^"]|"")*)"')
_UNNAMED = re.compile(r"column ?[0-9]*", re.IGNORECASE)


def sheet_remarks(package: Package, listed: Listed, page: Page,
                  words: Collection[str]) -> list[Remark]:
    """What stands on a sheet beside its cells; `words` are those of all cells, spaces reduced."""
    sheet, found = listed.name, [Remark("name", listed.name, "", listed.name)]
    related = package.related(listed.part)
    found += _links(page, sheet, {name: one.target for name, one in related.items()
                                  if one.external})
    for text in page.edges:
        found += [Remark("page_edge", sheet, "", words) for words in edges(spelt(text))]
    found += [Remark("other", sheet, "", words) for words in page.scenarios if words.strip()]
    boxes: list[Control] = []
    for one in related.values():
        if one.external or one.kind == "drawing" or not package.take(one.target):
            continue
        if one.kind == "comments":
            found += _notes(package.tree(one.target, sheet), sheet)
        elif one.kind == "threadedComment":
            found += _threads(package.tree(one.target, sheet), sheet)
        elif one.kind == "vmlDrawing":
            more, drawn = old_drawing(package.tree(one.target, sheet), sheet)
            found, boxes = found + more, boxes + drawn
        elif one.kind == "table":
            found += _table(package.tree(one.target, sheet), sheet, words)
    for one in related.values():
        if one.kind == "drawing" and not one.external and package.take(one.target):
            found += drawing(package, one.target, sheet, words, {box.shape for box in boxes})
    parts = {related[one["id"]].target: one.get("shapeId", "") for one in page.controls
             if one.get("id") in related}
    found += controls(package, parts, boxes, sheet)
    found += [Remark("picture", sheet, "", "") for name, _ in page.pointers if name == "picture"]
    return found


def book_remarks(package: Package, listed: Listing, words: Collection[str]) -> list[Remark]:
    """What stands in a workbook beside its sheets, and in parts that no sheet points to."""
    found = [Remark("name", one.name, "", one.name) for one in listed.sheets if not one.part]
    for one in listed.names:
        if true(one.get("hidden")):
            continue  # people cannot make such a name: it is a program's
        text = _TEXT.fullmatch(one.text.strip())
        constant = [text[1].replace('""', '"')] if text else []
        found += [Remark("name", "", "", words) for words in (*constant, one.get("comment"))]
    found += [Remark("property", "", "", one.text)
              for part in (*package.beside("", "core-properties"), package.find(
                  "docProps/core.xml")) if part
              for one in package.tree(part).all(*sorted(CORE))]
    found += [Remark("property", "", "", value) for name, value in custom(package)
              if not PROGRAMS_OWN.match(name)]
    found += _pictures_in_cells(package)
    for part in package.names:
        if part not in package.seen and package.take(part):
            found += _astray(package, part, words)
    return [one for one in found if one.words.strip()]


def custom(package: Package) -> Iterator[tuple[str, str]]:
    """The properties that people gave a workbook, with their names."""
    part = next(package.beside("", "custom-properties"), package.find("docProps/custom.xml"))
    for one in package.tree(part).all("property"):
        yield one.get("name"), spelt(one.text)


def edges(text: str) -> Iterator[str]:
    """The words of the left, the middle and the right of a header or footer of printed pages.

    Codes of looks are taken out; those of page numbers and the like stay (&P), as does && for &.
    """
    bits = [""]
    at = 0
    for found in _CODE.finditer(text):
        bits[-1] += text[at:found.start()]
        at = found.end()
        code = found[0][1:].upper()
        if code in ("L", "C", "R"):
            bits.append("")
        elif code == "&" or code in _FIELDS:
            bits[-1] += found[0]
    bits[-1] += text[at:]
    for one in bits:
        if re.search(r"\w", _CODE.sub("", one)):
            yield one.strip()


def _links(page: Page, sheet: str, outside: dict[str, str]) -> Iterator[Remark]:
    for one in page.links:
        spot = corner(one.get("ref", ""))
        address = outside.get(one.get("id", ""), "")
        if address.strip() and not address.startswith("#"):
            yield Remark("link", sheet, spot, address)
        if one.get("tooltip", "").strip():
            yield Remark("link", sheet, spot, spelt(one["tooltip"]))


def _notes(root: Node, sheet: str) -> Iterator[Remark]:
    for one in root.all("comment"):
        words = "".join(line for text in one.all("text") for line in _runs(text))
        if words.strip():
            yield Remark("comment", sheet, corner(one.get("ref")), spelt(words))


def _runs(text: Node) -> Iterator[str]:
    for one in text.children:
        if one.name == "t":
            yield one.text
        elif one.name != "rPh":
            yield from _runs(one)


def _threads(root: Node, sheet: str) -> Iterator[Remark]:
    for one in root.all("threadedComment"):
        words = "".join(text.text for text in one.children if text.name == "text")
        if words.strip():
            yield Remark("thread", sheet, corner(one.get("ref")), spelt(words))


def _table(root: Node, sheet: str, words: Collection[str]) -> Iterator[Remark]:
    """The names of a table's columns, where no cell says them."""
    for table in root.all("table"):
        spot = corner(table.get("ref"))
        if table.get("comment").strip():
            yield Remark("other", sheet, spot, table.get("comment"))
        for one in table.all("tableColumn"):
            name = spelt(one.get("name"))
            if " ".join(name.split()) not in words and not _UNNAMED.fullmatch(name):
                yield Remark("other", sheet, spot, name)


def _pictures_in_cells(package: Package) -> Iterator[Remark]:
    """The words that stand for pictures put into cells."""
    shapes = package.tree(package.find("xl/richData/rdrichvaluestructure.xml"))
    keys = [[key.get("n") for key in one.all("k")] if one.get("t") == "_localImage" else []
            for one in shapes.all("s")]
    for one in package.tree(package.find("xl/richData/rdrichvalue.xml")).all("rv"):
        number = one.get("s")
        names = keys[int(number)] if number.isdecimal() and int(number) < len(keys) else []
        for name, value in zip(names, one.all("v"), strict=False):
            if name == "Text":
                yield Remark("picture", "", "", value.text)


def _astray(package: Package, part: str, words: Collection[str]) -> list[Remark]:
    """The words of a part that lost what pointed to it, as far as its name says what it is."""
    name = part.rpartition("/")[2].lower()
    if not name.endswith((".xml", ".vml")):
        return []
    if name.startswith("comment"):
        return list(_notes(package.tree(part), ""))
    if name.startswith("threadedcomment"):
        return list(_threads(package.tree(part), ""))
    if name.endswith(".vml"):
        more, boxes = old_drawing(package.tree(part), "")
        return more + controls(package, {}, boxes, "")
    if "/drawings/" in f"/{part}" and name.startswith("drawing"):
        return drawing(package, part, "", words)
    if name.startswith("chart") and "/charts/" in f"/{part}":
        return chart(package, part, "", "", words)
    if "/diagrams/data" in f"/{part}":
        return diagram(package, part, "", "")
    return []

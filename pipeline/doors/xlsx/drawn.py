"""Words in drawings: text boxes, shapes, pictures, charts."""

from collections.abc import Collection, Iterator

from pipeline.doors.xlsx.book import Remark, spot
from pipeline.doors.xlsx.markup import Node, whole
from pipeline.doors.xlsx.package import Package

ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor", "relSizeAnchor", "absSizeAnchor")
SHAPES = {"pic": "picture", "sp": "text_box", "cxnSp": "text_box", "grpSp": "text_box",
          "graphicFrame": "chart"}
BODIES = ("txBody", "rich", "txPr")


def drawing(package: Package, part: str, sheet: str, words: Collection[str],
            known: Collection[str] = ()) -> list[Remark]:
    """The words of a drawing: `words` are those of cells, `known` shapes read elsewhere."""
    root = package.tree(part, sheet)
    related = package.related(part)
    found: list[Remark] = []
    for anchor in list(root.all(*ANCHORS)) or [root]:
        at = place(anchor)
        found += shapes(anchor, sheet, at, known)
        for node in anchor.all():
            for value in node.attributes.values():
                one = related.get(value) if node.name in ("chart", "relIds") else None
                if one is None or one.external or not package.take(one.target):
                    continue
                if one.kind.lower().startswith("chart"):
                    found += chart(package, one.target, sheet, at, words)
                elif one.kind == "diagramData":
                    found += diagram(package, one.target, sheet, at)
    return found


def place(anchor: Node) -> str:
    """The cell at which a drawing begins, '' when it hangs on none."""
    start = anchor.first("from")
    column, row = (start.first("col"), start.first("row")) if start else (None, None)
    if column is None or row is None:
        return ""
    return spot(max(whole(row.text.strip()), 0) + 1, max(whole(column.text.strip()), 0) + 1)


def shapes(anchor: Node, sheet: str, at: str, known: Collection[str] = ()) -> list[Remark]:
    """The words of the shapes below a node."""
    return [one for shape in anchor.all(*SHAPES) for one in _shape(shape, sheet, at, known)]


def _shape(shape: Node, sheet: str, at: str, known: Collection[str]) -> Iterator[Remark]:
    kind = SHAPES[shape.name]
    about = shape.first("cNvPr")
    said = [] if about is None else [about.get("descr").strip(), about.get("title").strip()]
    if kind == "picture":
        yield Remark(kind, sheet, at, "\n".join(filter(None, said)))
        return
    for words in filter(None, said):
        yield Remark(kind, sheet, at, words)
    spare = shape.first("compatExt")
    if shape.name in ("sp", "cxnSp") and not (spare and spare.get("spid") in known):
        for body in shape.all("txBody"):
            if lines(body).strip():
                yield Remark("text_box", sheet, at, lines(body))


def lines(body: Node) -> str:
    """The paragraphs of a text, each a line."""
    return "\n".join("".join("\n" if bit.name == "br" else bit.text for bit in one.all("t", "br"))
                     for one in body.all("p"))


def chart(package: Package, part: str, sheet: str, at: str,
          words: Collection[str]) -> list[Remark]:
    """The words of a chart; of those it copied from cells only what no cell says any more."""
    root = package.tree(part, sheet)
    found = [lines(body) for body in root.all(*BODIES)]
    found += [one.text for name in root.all("tx", "txData") for one in name.children
              if one.name == "v"]
    found += [one.text for listed in root.all("strLit") for one in listed.all("v")]
    found += [one.text for copied in root.all("strCache") for one in copied.all("v")
              if " ".join(one.text.split()) not in words]
    remarks = [Remark("chart", sheet, at, one) for one in found if one.strip()]
    for one in filter(package.take, package.beside(part, "chartUserShapes")):
        remarks += shapes(package.tree(one, sheet), sheet, at)
    return remarks


def diagram(package: Package, part: str, sheet: str, at: str) -> list[Remark]:
    """The words of a diagram that the program draws from a list."""
    return [Remark("text_box", sheet, at, lines(one))
            for one in package.tree(part, sheet).all("t")
            if one.first("p") is not None and lines(one).strip()]

"""What the parts of an Office file are called when a person is told where to look."""

import posixpath
import re
from collections.abc import Mapping

from pipeline.doors.parts.line import local, said
from pipeline.doors.parts.office import Office, shown_order, targets

NAMED = {
    "document": "Body", "hdr": "Header", "ftr": "Footer", "footnotes": "Footnotes",
    "endnotes": "Endnotes", "comments": "Comments", "glossaryDocument": "Building blocks",
    "styles": "Styles", "settings": "Settings", "numbering": "Numbering", "fonts": "Fonts",
    "people": "People who commented", "coreProperties": "Properties", "Properties": "Properties",
    "chartSpace": "Chart", "dataModel": "Diagram", "drawing": "Diagram", "theme": "Theme",
    "sldMaster": "Slide master", "sldLayout": "Slide layout", "notesMaster": "Notes master",
    "handoutMaster": "Handout master", "cmAuthorLst": "People who commented",
    "cmLst": "Comments", "authorLst": "People who commented", "presentation": "Presentation",
    "workbook": "Workbook", "worksheet": "Sheet", "sst": "Cells", "table": "Table of a sheet",
    "ThreadedComments": "Comments", "personList": "People who commented", "webSettings": "Settings",
    "commentsEx": "Comments", "commentsIds": "Comments", "commentsExtensible": "Comments",
    "wsDr": "Drawing", "userShapes": "Drawing on a chart", "presentationPr": "Presentation",
    "viewPr": "Presentation", "tblStyleLst": "Styles", "colorsDef": "Diagram",
    "styleDef": "Diagram", "layoutDef": "Diagram", "styleSheet": "Styles", "chartStyle": "Chart",
    "colorStyle": "Chart", "Types": "List of parts", "Relationships": "List of links",
}
NUMBERED = {"hdr", "ftr", "chartSpace", "worksheet", "sldMaster", "sldLayout", "dataModel",
            "drawing", "table", "wsDr", "userShapes"}
NUMBER = re.compile(r"(\d+)\.[a-z]+$")


def places(office: Office) -> Mapping[str, str]:
    """What each part is called: 'Body', 'Header 2', 'Slide 3 notes'."""
    order = shown_order(office)
    found = {name: _slide(office, name, number) for name, number in order.items()}
    for slide, called in list(found.items()):
        for kind, word in (("notesSlide", "notes"), ("comments", "comments"),
                           ("chart", "chart"), ("diagramData", "diagram"),
                           ("diagramDrawing", "diagram")):
            held = targets(office, slide, kind)
            for n, name in enumerate(held, 1):
                count = f" {n}" if len(held) > 1 else ""
                found.setdefault(name, f"{called} {word}{count}")
    for name in office.names:
        if name not in found:
            found[name] = _called(office, name)
    return found


def _slide(office: Office, name: str, number: int) -> str:
    root = office.tree(name)
    hidden = root is not None and said(root, "show") in ("0", "false")
    return f"Slide {number}{' (hidden)' if hidden else ''}"


def _called(office: Office, name: str) -> str:
    if "/embeddings/" in f"/{name}":
        return "File inside the file"
    root = office.tree(name)
    if root is None:
        if "thumbnail" in name.lower():
            return "Small picture of the first page"
        return "Picture" if "/media/" in f"/{name}" else "Another part"
    what = local(root)
    if what == "sld":
        return "Slide that is not shown"
    if what == "notes":
        return "Notes of a slide that is not shown"
    if name.endswith("custom.xml") and what == "Properties":
        return "Properties of the file's own"
    called = NAMED.get(what, "Data behind the document" if "customXml" in name else "Another part")
    if "/glossary/" in f"/{name}" and what != "glossaryDocument":
        called = f"Building blocks: {called.lower()}"
    number = NUMBER.search(posixpath.basename(name))
    return f"{called} {number[1]}" if what in NUMBERED and number else called

"""Tags for a PDF that has none: one for each page, so that a screen reader finds its words at all.

It is no substitute for real tags: the words come in the order in which they are painted, and
headings and tables are not told apart. A paper that is published must have tags of its own.
"""

from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator, String

from pipeline.doors.pdf.objects import inherited

MARKS = ("BDC", "BMC", "EMC", "MP", "DP")
SHOWS = ("Tj", "TJ", "'", '"')


def tag_roughly(pdf: pikepdf.Pdf) -> None:
    """Each page becomes a paragraph of its words, or a figure that says that it has none."""
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    whole = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    found: list[Any] = []
    marks: list[Any] = []
    for number, page in enumerate(pdf.pages):
        element = pdf.make_indirect(Dictionary(Type=Name.StructElem, P=whole, Pg=page.obj, K=0))
        element.S = Name.P
        if not _mark_all(pdf, page, str(element.S)):
            element.S = Name.Figure
            element.Alt = String(f"Page {number + 1} of {len(pdf.pages)}: a picture without words")
            _mark_all(pdf, page, str(element.S))
        page.obj.StructParents = number
        found.append(element)
        marks += [number, Array([element])]
        links = [one for one in list(page.obj.get("/Annots") or [])
                 if one.get("/Subtype") == Name.Link]
        if links:
            found.append(_tag_links(pdf, page.obj, whole, links, marks))
    whole.K = Array(found)
    root.K = Array([whole])
    root.ParentTree = Dictionary(Nums=Array(marks))
    pdf.Root.StructTreeRoot = root


def _tag_links(pdf: pikepdf.Pdf, page: Any, whole: Any, links: list[Any], marks: list[Any]) -> Any:
    """A paragraph with the links of a page; their keys come after those of all pages."""
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=whole, Pg=page))
    element.K = Array([])
    for link in links:
        link.StructParent = len(pdf.pages) + len(marks) // 2
        if not str(link.get("/Contents") or ""):
            link.Contents = String(str((link.get("/A") or {}).get("/URI") or "Link"))
        tag = pdf.make_indirect(Dictionary(
            Type=Name.StructElem, S=Name.Link, P=element, Pg=page,
            K=Array([Dictionary(Type=Name.OBJR, Obj=link, Pg=page)])))
        element.K.append(tag)
        marks += [int(link.StructParent), tag]
    return element


def _mark_all(pdf: pikepdf.Pdf, page: pikepdf.Page, kind: str) -> bool:
    """All that a page paints under one mark, and whether words are painted."""
    kept = [one for one in pikepdf.parse_content_stream(page) if str(one.operator) not in MARKS]
    opening = ContentStreamInstruction([Name(kind), Dictionary(MCID=0)], Operator("BDC"))
    closing = ContentStreamInstruction([], Operator("EMC"))
    page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream([opening, *kept, closing]))
    if any(str(one.operator) in SHOWS for one in kept):
        return True
    return any(_has_words(one) for one in _drawings(inherited(page, "/Resources"), 0))


def _drawings(held: Any, depth: int) -> list[Any]:
    found = [one for one in list(((held or {}).get("/XObject") or {}).values())
             if one.get("/Subtype") == Name.Form]
    return found + [inner for one in found if depth < 5
                    for inner in _drawings(one.get("/Resources"), depth + 1)]


def _has_words(form: Any) -> bool:
    return any(str(one.operator) in SHOWS for one in pikepdf.parse_content_stream(form))

"""What LibreOffice leaves undone in the tags of a PDF, done: nothing that is read out changes.

Footnotes get the ids that the standard asks for. The way back from a note to the text, which has no
tag, goes. The frame of a text box, which LibreOffice takes for a picture, is no element any more;
the words in the box have elements of their own.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String


def mend(pdf: pikepdf.Pdf) -> None:
    """Do so in an open file that has tags."""
    root = pdf.Root.StructTreeRoot
    _drop_frames(root)
    found = list(elements(root))
    notes = [one for one in found if one.get("/S") == Name.Note]
    taken = {str(one.ID) for one in found if "/ID" in one}
    number = 0
    for note in notes:
        if not str(note.get("/ID", "")):
            number += 1
            while f"note-{number}" in taken:
                number += 1
            note.ID = String(f"note-{number}")
    if notes:
        _drop_ways_back(pdf, found)


def elements(holder: Any) -> Iterator[Any]:
    """Every element of the tags below one, in the order in which it is read out."""
    stack, seen = [holder.get("/K")], set()
    while stack:
        one = stack.pop()
        if isinstance(one, Array):
            stack += reversed(list(one))
        elif isinstance(one, Dictionary) and "/S" in one and one.objgen not in seen:
            if one.objgen != (0, 0):
                seen.add(one.objgen)
            yield one
            stack.append(one.get("/K"))


def _drop_frames(root: Any) -> None:
    """A picture of nothing, with no description, right before the words of a text box. Any other
    empty picture stays, and is missed by the gate: a drawing may have been lost there."""
    for holder in elements(root):
        kids = holder.get("/K")
        if isinstance(kids, Array) and len(kids) > 1:
            listed = list(kids)
            gone = [n for n, (kid, after) in enumerate(pairwise(listed))
                    if _is_frame(kid) and _is_box(after)]
            if gone:
                holder.K = Array([kid for n, kid in enumerate(listed) if n not in gone])


def _is_frame(kid: Any) -> bool:
    return (isinstance(kid, Dictionary) and kid.get("/S") == Name.Figure
            and not str(kid.get("/Alt", "")) and not str(kid.get("/ActualText", ""))
            and (kid.get("/K") is None or kid.get("/K") == Array([])))


def _is_box(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/S") == Name.Div and "/K" in kid


def _drop_ways_back(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
    """Links inside the file that no element holds."""
    held = set()
    for one in elements:
        kids = one.get("/K")
        for kid in (kids if isinstance(kids, Array) else [kids]):
            if isinstance(kid, Dictionary) and "/Obj" in kid:
                held.add(kid.Obj.objgen)
    for page in pdf.pages:
        links = page.obj.get("/Annots")
        if links is not None:
            kept = [link for link in links if link.objgen in held or not _is_inside(link)]
            if len(kept) < len(links):
                page.obj.Annots = Array(kept)


def _is_inside(link: Any) -> bool:
    action = link.get("/A")
    return link.get("/Subtype") == Name.Link and ("/Dest" in link or (
        isinstance(action, Dictionary) and action.get("/S") == Name.GoTo))

"""Stamps: sheets laid over pages so that they stand upright however a page is turned or cropped.

To a screen reader a stamp is an artifact. A stamp is never taken off again: the clean version is
made from the same parts without it.
"""

import io
import secrets
from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Page

from pipeline.doors.pdf.objects import INHERITED, inherited, opened, saved, shown

STAMP = "/Stamp"
MARKS = ("BDC", "BMC", "EMC", "DP", "MP")


def sizes(data: bytes) -> list[tuple[float, float]]:
    """Width and height of every page as a reader sees it, in points."""
    with opened(data) as pdf:
        return [shown(page) for page in pdf.pages]


def stamp(data: bytes, sheets: bytes, which: Sequence[int], kind: str = "") -> bytes:
    """Page n with sheet `which[n]` over it, or none for -1. `kind` may be 'Watermark'."""
    with opened(data) as pdf, opened(sheets) as drawn:
        forms: dict[int, Any] = {}
        for page, sheet in zip(pdf.pages, which, strict=True):
            if sheet < 0:
                continue
            if sheet not in forms:
                forms[sheet] = pdf.copy_foreign(_form(drawn, drawn.pages[sheet]))
            _lay(pdf, page, forms[sheet], kind)
        return saved(pdf)


def _form(drawn: pikepdf.Pdf, page: Page) -> Any:
    """A sheet as a drawing, without the marks by which its own file was tagged."""
    kept = [one for one in pikepdf.parse_content_stream(page) if str(one.operator) not in MARKS]
    page.obj.Contents = drawn.make_stream(pikepdf.unparse_content_stream(kept))
    form = page.as_form_xobject()
    if "/StructParents" in form:
        del form[Name.StructParents]
    return form


def _lay(pdf: pikepdf.Pdf, page: Page, form: Any, kind: str) -> None:
    for key in INHERITED:
        value = inherited(page, key)
        if value is not None and key not in page.obj:
            page.obj[Name(key)] = value
    own: Any = _copied(page.obj.get("/Resources"))
    drawings: Any = _copied(own.get("/XObject"))
    name = next(key for n in range(1000) if (key := f"{STAMP}{n}") not in drawings)
    drawings[name] = form
    # Pages may share their resources: this one gets its own.
    own.XObject = drawings
    page.obj.Resources = own
    left, low, right, high = (float(side) for side in page.cropbox)
    placed = page.calc_form_xobject_placement(
        form, Name(name), pikepdf.Rectangle(min(left, right), min(low, high), max(left, right),
                                            max(low, high)),
        invert_transformations=True, allow_shrink=True, allow_expand=True)
    subtype = b"/Subtype /" + kind.encode() if kind else b""
    before = pdf.make_stream(b"q\n")
    after = pdf.make_stream(b"\nQ\n/Artifact <</Type /Pagination " + subtype + b">> BDC\n"
                            + bytes(placed) + b"\nEMC\n")
    old = page.obj.get("/Contents")
    body = [] if old is None else list(old) if isinstance(old, Array) else [old]
    page.obj.Contents = Array([before, *body, after])


def _copied(held: Any) -> Dictionary:
    copy = Dictionary()
    for key in list(held or []):
        copy[key] = held[key]
    return copy


def encrypt(data: bytes, passphrase: str) -> bytes:
    """Locked with AES-256. Whoever has the passphrase may read it, aloud too, and print it.

    The second password, which would allow all, is drawn by lot and forgotten: no two locked files
    are the same. The fingerprint of a pack is therefore that of the file before it is locked.
    """
    held = io.BytesIO()
    may = pikepdf.Permissions(accessibility=True, extract=False, modify_annotation=False,
                              modify_assembly=False, modify_form=False, modify_other=False)
    with opened(data) as pdf:
        pdf.save(held, object_stream_mode=pikepdf.ObjectStreamMode.generate,
                 encryption=pikepdf.Encryption(owner=secrets.token_urlsafe(32), user=passphrase,
                                               R=6, allow=may))
    return held.getvalue()

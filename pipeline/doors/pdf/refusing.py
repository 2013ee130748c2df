"""What a PDF may hold that a merge cannot carry along: said beforehand, in words for a person."""

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary

from pipeline.doors.pdf.objects import elements, opened
from pipeline.errors import OutsideTrouble


def untagged(data: bytes) -> bool:
    """Whether a screen reader finds no structure in this PDF."""
    with opened(data) as pdf:
        return not has_tags(pdf)


def has_tags(pdf: pikepdf.Pdf) -> bool:
    """Whether the PDF has a structure tree with anything in it."""
    root = pdf.Root.get("/StructTreeRoot")
    return root is not None and root.get("/K") is not None and "/ParentTree" in root


def not_carried(data: bytes) -> tuple[str, ...]:
    """What would be lost or go wrong in a merge, each as 'it holds form fields'. Empty: nothing."""
    try:
        with opened(data) as pdf:
            return tuple(f"it holds {what}" for what in _held(pdf))
    except OutsideTrouble as trouble:
        return (str(trouble).replace("A PDF", "it").rstrip("."),)


def _held(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if len(pdf.pages) == 0:
        yield "no pages"
    if list((root.get("/AcroForm") or Dictionary()).get("/Fields") or []):
        yield "form fields"
    if "/OCProperties" in root:
        yield "layers that can be shown and hidden"
    if "/Collection" in root or len(pdf.attachments):
        yield "attached files"
    tree: Any = root.get("/StructTreeRoot")
    if tree is not None:
        if "/Namespaces" in tree or any("/NS" in one for one in elements(tree)):
            yield "tags of PDF 2.0"
        if "/ClassMap" in tree and len(tree.ClassMap):
            yield "classes of tags"

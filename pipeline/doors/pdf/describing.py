"""Descriptions of charts, which LibreOffice leaves out although the Word file has them."""

from collections.abc import Sequence

from pikepdf import String

from pipeline.doors.pdf.mending import elements
from pipeline.doors.pdf.objects import opened, saved
from pipeline.doors.pdf.refusing import has_tags


def describe_figures(data: bytes, said: Sequence[str]) -> bytes:
    """Give the figures that have no description these, in their order. Where there are more or
    fewer of them nothing is given: nobody could say which belongs to which."""
    if not said:
        return data
    with opened(data) as pdf:
        if not has_tags(pdf):
            return data
        bare = [one for one in elements(pdf.Root.StructTreeRoot) if str(one.S) == "/Figure"
                and not any(str(one.get(key, "")).strip() for key in ("/Alt", "/ActualText"))]
        if len(bare) != len(said):
            return data
        for one, words in zip(bare, said, strict=True):
            one.Alt = String(words)
        return saved(pdf)

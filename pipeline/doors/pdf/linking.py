"""Links of a contents list, aimed at the pages of a bundle once all are in it."""

from collections.abc import Mapping

from pikepdf import Name, String

from pipeline.doors.pdf.objects import opened, saved, top_of


def link_uris(data: bytes, places: Mapping[str, tuple[int, str]]) -> bytes:
    """Links to these addresses become links to pages (from 0), with words for a screen reader."""
    with opened(data) as pdf:
        for page in pdf.pages:
            for link in list(page.obj.get("/Annots") or []):
                action = link.get("/A")
                place = places.get(str(action.get("/URI"))) if action is not None else None
                if place is None:
                    continue
                number, words = place
                del link[Name.A]
                link.Dest = top_of(pdf.pages[number].obj)
                link.Contents = String(words)
        return saved(pdf)

"""Links of a contents list, aimed at the pages of a bundle once all are in it."""

from collections.abc import Mapping

from pikepdf import Dictionary, Name, String

from pipeline.doors.pdf.objects import destinations, named, opened, saved, top_of


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


def aims(data: bytes) -> list[int]:
    """The page (from 0) that each link inside the file goes to, in the order of the file."""
    with opened(data) as pdf:
        places = destinations(pdf)
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        found = []
        for page in pdf.pages:
            for link in list(page.obj.get("/Annots") or []):
                place = link.get("/Dest") or (link.get("/A") or Dictionary()).get("/D")
                place = places.get(named(place)) if named(place) else place
                if place is not None and len(place):
                    found.append(pages.get(place[0].objgen, 0))
        return found

"""A guidance document as one HTML page that needs nothing else: no script, no picture, no fetch."""

from pipeline.doors.pagewriter import INK, Frame, page
from pipeline.guidance.reading import Guide


def as_html(guide: Guide, about: str, partnership: str, document: dict[str, str],
            colour: str = INK) -> bytes:
    """The page. `about`: the line that says where its points come from; `document`: id, title …

    `colour` is that of the partnership's headings; one that cannot be read on paper is not used.
    """
    return page(Frame(document["title"], partnership, document["marking"], about,
                      (document["title"],), colour), guide.blocks)

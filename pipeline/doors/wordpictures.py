"""Pictures in a Word file that we have written: each takes the place of a paragraph of its name."""

import io
from collections.abc import Mapping
from dataclasses import dataclass

from docx import Document
from docx.shared import Cm

from pipeline.doors.docwriter import pack_again

WIDTH = 16.5  # cm: as wide as the text of an upright page
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
EMBEDDED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"


@dataclass(frozen=True)
class Picture:
    """A PNG, the words for somebody who cannot see it, and how wide it stands, in centimetres."""

    data: bytes
    alternative: str
    width: float = WIDTH


@dataclass(frozen=True)
class Logo:
    """The logo of a house style: the picture, its words, and its width there, in millimetres."""

    data: bytes
    alternative: str
    width: float


def logo_of(house: bytes) -> Logo | None:
    """The first picture of a house style, at the bookmark *Logo* or else in the header, if any."""
    document = Document(io.BytesIO(house))
    page = document.sections[0]
    heads = [one for one in (page.first_page_header, page.header) if not one.is_linked_to_previous]
    for part, top in ((document.part, document.element.body),
                      *((one.part, one._element) for one in heads)):
        for drawn in top.iter(f"{DRAWING}inline", f"{DRAWING}anchor"):
            for picture in drawn.iter(PICTURE):
                about, size = drawn.find(f"{DRAWING}docPr"), drawn.find(f"{DRAWING}extent")
                return Logo(part.related_parts[picture.get(EMBEDDED)].blob,
                            about.get("descr") or "Logo", int(size.get("cx")) / 36000)
    return None


def with_pictures(data: bytes, pictures: Mapping[str, Picture]) -> bytes:
    """The same .docx with each picture where a paragraph holds nothing but its name."""
    document = Document(io.BytesIO(data))
    number = 0
    for paragraph in document.paragraphs:
        picture = pictures.get(paragraph.text)
        if picture is None:
            continue
        number += 1
        for run in list(paragraph.runs):
            run._element.getparent().remove(run._element)
        drawn = paragraph.add_run().add_picture(io.BytesIO(picture.data),
                                              width=Cm(picture.width))
        # The words stand on the picture itself; its name must not be that of a file of ours.
        about = drawn._inline.docPr
        about.set("id", str(number))
        about.set("name", f"Chart {number}")
        about.set("descr", picture.alternative)
    held = io.BytesIO()
    document.save(held)
    return pack_again(held.getvalue())

"""Pictures in a Word file that we have written: each takes the place of a paragraph of its name."""

import io
from collections.abc import Mapping
from dataclasses import dataclass

from docx import Document
from docx.shared import Cm

from pipeline.doors.docwriter import pack_again

WIDTH = Cm(16.5)


@dataclass(frozen=True)
class Picture:
    """A PNG, and the words for somebody who cannot see it."""

    data: bytes
    alternative: str


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
        drawn = paragraph.add_run().add_picture(io.BytesIO(picture.data), width=WIDTH)
        # The words stand on the picture itself; its name must not be that of a file of ours.
        about = drawn._inline.docPr
        about.set("id", str(number))
        about.set("name", f"Chart {number}")
        about.set("descr", picture.alternative)
    held = io.BytesIO()
    document.save(held)
    return pack_again(held.getvalue())

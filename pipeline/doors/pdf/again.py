"""A second reader of finished PDFs (pypdf), which shares nothing with the first.

What one reader passes over, another finds: properties and attachments are asked of both.
"""

import io
from typing import NamedTuple

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from pipeline.errors import OutsideTrouble


class Again(NamedTuple):
    """What the second reader finds: pages, properties by name, names of attached files."""

    pages: int
    info: dict[str, str]
    attachments: tuple[str, ...]


def read_again(data: bytes) -> Again:
    """A finished PDF, read by pypdf. Raises OutsideTrouble when it cannot make it out."""
    try:
        reader = PdfReader(io.BytesIO(data))
        info = {str(name).lstrip("/"): str(value)
                for name, value in (reader.metadata or {}).items()}
        return Again(len(reader.pages), info, tuple(sorted(map(str, reader.attachments))))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as why:
        raise OutsideTrouble("A PDF is damaged or locked and cannot be used.") from why

"""Words that lie beyond the edge of their page: in the file, and on no paper."""

from collections import Counter

import pypdfium2


def beyond_edges(data: bytes) -> list[int]:
    """The numbers of the pages of which letters lie outside."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [number for number in range(1, len(document) + 1)
                if _outside(document, number - 1)]
    finally:
        document.close()


def _outside(document: pypdfium2.PdfDocument, at: int) -> bool:
    page = document[at]
    layer = page.get_textpage()
    try:
        every = Counter(filter(str.isalnum, layer.get_text_range()))
        inside = Counter(filter(str.isalnum, layer.get_text_bounded()))
        return bool(every - inside)
    finally:
        layer.close()
        page.close()

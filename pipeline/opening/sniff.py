"""What bytes are, by themselves: no name, extension or MIME type is asked.

Archives are told apart by what is in them (`package_kind`), words by how they begin (`sniff_text`).
"""

import re
from collections.abc import Callable, Collection

from pipeline.opening.guard_xml import elements
from pipeline.opening.sniff_text import text_kind

ENVELOPE = re.compile(rb"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07[\x02\x03\x06]")
"""What a signed or encrypted envelope calls itself in its first bytes."""

_STARTS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08PK", "zip"), (b"{\\rtf", "rtf"), (b"\x78\x9f\x3e\x22", "tnef"),
    (b"\x89PNG\r\n\x1a\n", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF87a", "picture"),
    (b"GIF89a", "picture"), (b"II*\x00", "picture"), (b"MM\x00*", "picture"),
    (b"\xd7\xcd\xc6\x9a", "picture"), (b"\x00\x00\x00\x0cjP  ", "picture"),
    (b"\x09\x00\x04\x00", "xls"), (b"\x09\x02\x06\x00", "xls"), (b"\x09\x04\x06\x00", "xls"),
    (b"\x09\x08\x08\x00", "xls"), (b"\x09\x08\x10\x00", "xls"),
    (b"-----BEGIN PKCS7-----", "p7m"), (b"-----BEGIN CMS-----", "p7m"),
    (b"-----BEGIN PGP MESSAGE-----", "p7m"),
)
_BITMAP_HEADS = (12, 40, 52, 56, 64, 108, 124)
_FILM_OR_PHOTOGRAPH = (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"avif")


def kind_of_bytes(data: bytes) -> str:
    """A key of `KINDS`; 'ole' and 'zip' for the two containers, whose contents decide."""
    if not data.strip(b"\0 \t\r\n\f\v\xef\xbb\xbf"):
        return "empty"
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if _is_picture(data):
        return "picture"
    if data[:1] == b"\x30" and ENVELOPE.search(data[:40]):
        return "p7m"
    return text_kind(data)


def _is_picture(data: bytes) -> bool:
    head = data[:64]
    return (
        (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
        or (head[4:8] == b"ftyp" and head[8:12] in _FILM_OR_PHOTOGRAPH)
        or (head[:4] == b"\x01\x00\x00\x00" and head[40:44] == b" EMF")
        or (head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BITMAP_HEADS)
    )


# --- archives -------------------------------------------------------------------------------

_MAIN_TYPES = (
    (re.compile(r"ms-excel\.sheet\.binary\..*main", re.IGNORECASE), "xlsb"),
    (re.compile(r"(?:spreadsheetml\.|ms-excel\.).*main\+xml", re.IGNORECASE), "xlsx"),
    (re.compile(r"(?:wordprocessingml\.|ms-word\.).*main\+xml", re.IGNORECASE), "docx"),
    (re.compile(r"(?:presentationml\.|ms-powerpoint\.).*main\+xml", re.IGNORECASE), "pptx"),
)
_MAIN_PARTS = (("xl/workbook.bin", "xlsb"), ("xl/workbook.xml", "xlsx"),
               ("word/document.xml", "docx"), ("ppt/presentation.xml", "pptx"))
_FIRST_PARTS = re.compile(rb"PK\x03\x04.{26}(xl|word|ppt)[/\\]", re.DOTALL)
_FOLDERS = {b"xl": "xlsx", b"word": "docx", b"ppt": "pptx"}
_OPEN_DOCUMENTS = (("spreadsheet", "ods"), ("text", "odt"), ("presentation", "pptx"))
_OPEN_DOCUMENT = re.compile(r"application/vnd\.oasis\.opendocument\.([a-z]+)")

TYPES = "[content_types].xml"


def package_kind(names: Collection[str], read: Callable[[str], bytes]) -> str:
    """What an archive with these names (in small letters) is; `read` gives a part's bytes.

    A program may misname either the type of the main part or the part itself, so both are asked.
    """
    if TYPES in names:
        types = content_types(read(TYPES))
        for pattern, kind in _MAIN_TYPES:
            if any(map(pattern.search, types)):
                return kind
    for name, kind in _MAIN_PARTS:
        if name in names:
            return kind
    if "mimetype" in names or "meta-inf/manifest.xml" in names:
        said = read("mimetype").decode("ascii", "replace") if "mimetype" in names else next(
            (entry.get("manifest:media-type", "")
             for _, entry in elements(read("meta-inf/manifest.xml"), {"file-entry"})
             if entry.get("manifest:full-path") == "/"), "")
        found = _OPEN_DOCUMENT.match(said.strip())
        if found:
            return dict(_OPEN_DOCUMENTS).get(found[1], "unknown")
    if any(name.endswith((".iwa", "index.zip")) or ".numbers/" in name for name in names):
        return "numbers"
    if any(name.startswith("xl/worksheets/") for name in names):
        return "xlsx"
    return "unknown" if TYPES in names else "zip"


def content_types(data: bytes) -> list[str]:
    """The types that an Office package gives its parts."""
    return [entry.get("ContentType", "") for _, entry in elements(data, {"Default", "Override"})]


def broken_package_kind(data: bytes) -> str:
    """What an archive was whose list of contents is gone, by the names that still stand in it."""
    found = _FIRST_PARTS.search(data)
    return _FOLDERS[found[1]] if found else "zip"

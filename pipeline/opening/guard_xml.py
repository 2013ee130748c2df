"""XML before any library reads it: what would make a parser fetch, swell or run out of its stack.

XML that is merely broken is not refused here: the reader mends what it can and says so.
"""

import re
import sys
from collections.abc import Callable, Collection
from xml.parsers import expat

DEEPEST = 200
"""How deep elements may stand in each other. Tables inside text boxes inside tables of real Word
files come to about 60; libxml2 gives up at 256."""

TAGS_MOST = 6_000_000
"""How many tags all parts of a file may have: twice those of a sheet with a million coloured rows.
Looking at so many takes some seconds, and more would be for nobody to read."""

LAST_ROW, LAST_COLUMN = 1_048_576, "XFD"
"""The edges of a sheet in every spreadsheet program. A cell beyond them is no typing mistake."""

_USUAL_PLACE = re.compile(r"[A-Z]{1,2}[1-9][0-9]{0,5}")  # millions of times in a large sheet
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DEFINES = "it brings definitions of its own, which could fetch files or grow without end"
_EBCDIC_XML = b"\x4c\x6f\xa7\x94"
# In these, words look like words. In others (UTF-7, EBCDIC) a declaration could hide from us that
# another parser would understand.
_OPEN_ENCODINGS = re.compile(
    rb"utf-?8|utf-?16(?:le|be)?|us-ascii|ascii|iso[-_]?8859[-_]\d+|latin-?1|windows-\d+|"
    rb"cp125\d|mac-?roman|macintosh|gb2312|gbk|gb18030|big5|shift_jis|euc-\w+|koi8-\w+|",
    re.IGNORECASE)
# Nothing of a declaration is outside ASCII, so whatever is, may be hiding one.
_NOT_PRINTED = bytes([*range(0x20), *range(0x7F, 0x100)])

Check = Callable[[str, dict[str, str]], str]
"""Why an element with these attributes is dangerous, or ''."""


class _Danger(Exception):
    pass


def danger(data: bytes, check: Check | None = None) -> str:
    """Why this XML must not be read, in words that follow "…was not opened:", or ''."""
    start = data[:400].translate(None, _NOT_PRINTED)
    declared = _DECLARED.search(start)
    if data.startswith(_EBCDIC_XML) or (
            declared and not _OPEN_ENCODINGS.fullmatch(declared[1].strip())):
        return "it is written in a code that hides what it says"
    depth = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _Danger("its parts are nested far too deeply")
        why = check(name, attributes) if check else ""
        if why:
            raise _Danger(why)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def declares(*about: object) -> None:
        raise _Danger(_DEFINES)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler = declares
    try:
        parser.Parse(data, True)
    except _Danger as found:
        return str(found)
    except (expat.ExpatError, ValueError, LookupError):
        # Broken: a reader that mends it, or understands another encoding, may see what we did not.
        if _DECLARATION.search(data.translate(None, _NOT_PRINTED)):
            return _DEFINES
    return ""


def beyond_the_sheet(name: str, attributes: dict[str, str]) -> str:
    """Why a cell or row of an Excel sheet stands where none can stand, or ''."""
    place = attributes.get("r")
    if place is None or _USUAL_PLACE.fullmatch(place):
        return ""
    if name == "row" or name.endswith(":row"):
        return "" if _number(place) <= LAST_ROW else "it has cells where no sheet has any"
    if name != "c" and not name.endswith(":c"):
        return ""
    found = _PLACE.fullmatch(place)
    fits = found and _number(found[2]) <= LAST_ROW and (
        len(found[1]) < 3 or found[1].upper() <= LAST_COLUMN)
    return "" if fits else "it has cells where no sheet has any"


def repeated_beyond_the_sheet(name: str, attributes: dict[str, str]) -> str:
    """Why an OpenDocument cell or row is repeated more often than a sheet is long, or ''."""
    for key in ("table:number-columns-repeated", "table:number-rows-repeated"):
        if _number(attributes.get(key, "1")) > LAST_ROW:
            return "it has cells where no sheet has any"
    return ""


def _number(digits: str) -> int:
    """A whole number, and a huge one for what is none or has too many digits to be read."""
    return int(digits) if digits.isdecimal() and len(digits) < 10 else sys.maxsize


def elements(data: bytes, wanted: Collection[str]) -> list[tuple[str, dict[str, str]]]:
    """The elements with these names (without prefix) and their attributes, as far as it reads.

    Nothing is found in what `danger` would refuse.
    """
    found = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        bare = name.rpartition(":")[2]
        if bare in wanted:
            found.append((bare, attributes))

    def declares(*about: object) -> None:
        raise _Danger

    if tags(data) > TAGS_MOST:
        return found
    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = declares
    try:
        parser.Parse(data, True)
    except (_Danger, expat.ExpatError, ValueError, LookupError):
        return found
    return found


def tags(data: bytes) -> int:
    """How many tags there are at most, counted without reading them."""
    return data.count(b"<")

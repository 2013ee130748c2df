"""Fields of Word: those worked out anew, those whose last result is printed, those refused."""

import re

from pipeline.doors.wordlook.blocks import Look, PageNumber
from pipeline.doors.wordlook.context import Field, Place

COUNTED = {"PAGE": "this", "NUMPAGES": "last", "SECTIONPAGES": "last of the section",
           "PAGEREF": "name"}
PRINTED = {"TOC", "HYPERLINK", "REF", "NOTEREF", "SEQ", "CREATEDATE", "SAVEDATE", "PRINTDATE",
           "TITLE", "SUBJECT", "AUTHOR", "KEYWORDS", "COMMENTS", "FILENAME", "DOCPROPERTY",
           "DOCVARIABLE", "MERGEFIELD", "QUOTE", "IF", "FORMTEXT", "SYMBOL",
           "NUMWORDS", "NUMCHARS", "SECTION", "REVNUM", "LASTSAVEDBY", "USERNAME", "USERINITIALS",
           "USERADDRESS", "CITATION", "BIBLIOGRAPHY", "ADDIN", "=", "TEMPLATE", "EDITTIME",
           "FILESIZE", "ADDRESSBLOCK", "GREETINGLINE", "INDEX", "TOA", "SET", "ASK", "FILLIN",
           "INFO"}
NOTHING = {"XE", "TC", "TA", "RD", "PRIVATE", "NEXT", "NEXTIF", "SKIPIF", "BOOKMARK"}
STYLES = {"roman": "lowerRoman", "ROMAN": "upperRoman", "alphabetic": "lowerLetter",
          "ALPHABETIC": "upperLetter", "ArabicDash": "numberInDash"}
_STYLE = re.compile(r"\\\*\s*(\w+)")


def known(field: Field, place: Place) -> bool:
    """Whether the field may be printed; if not, it is refused. Decided once, when its result
    begins or where it ends without one."""
    name = "=" if field.name.startswith("=") else field.name
    if name in COUNTED or name in PRINTED or name in NOTHING or not name:
        return True
    place.refuse("convert-field", quote=field.instruction.strip())
    return False


def silent(field: Field) -> bool:
    """Whether its last result is left out: it is counted anew, or shows nothing."""
    return field.name in COUNTED or field.name in NOTHING


def counted(field: Field, look: Look) -> PageNumber | None:
    """The number of a page in place of the field."""
    of = COUNTED.get(field.name)
    if of is None:
        return None
    found = _STYLE.search(field.instruction)
    style = STYLES.get(found.group(1), "") if found else ""
    return PageNumber(of, look, field.argument if of == "name" else "", style)


def leads_to(fields: list[Field]) -> tuple[str, str]:
    """The address or the bookmark that words inside these fields lead to."""
    for one in reversed(fields):
        if one.name == "HYPERLINK" and one.shown:
            words = one.instruction.strip()[len("HYPERLINK"):]
            inner = re.search(r'\\l\s+"([^"]*)"', words)
            address = re.match(r'\s*"([^"]*)"', words)
            if address and not words.lstrip().startswith("\\"):
                return address.group(1), ""
            return "", inner.group(1) if inner else ""
        if one.name in ("REF", "PAGEREF") and one.shown and one.switch("h"):
            return "", one.argument
    return "", ""

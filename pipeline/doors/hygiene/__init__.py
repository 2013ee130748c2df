"""What finished files hold that nobody sees: found, and taken away where that may be done unasked.

`audit` finds, `scrub` takes away. What only a person may decide, as tracked changes or another file
inside, is found and left.
"""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.doors.hygiene import (
    message,
    office,
    paged,
    pictures,
    sheets,
    slides,
    unshown,
    web,
    word,
)
from pipeline.doors.hygiene.package import Package
from pipeline.errors import OutsideTrouble
from pipeline.model import Fault

__all__ = ["audit", "scrub"]

OFFICE = ("docx", "pptx", "xlsx")
PICTURES = ("png", "jpg", "jpeg", "gif", "bmp", "svg")
KINDS = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
CANNOT = (OutsideTrouble, ValueError, RecursionError)
"""What comes of a file that is damaged, or built to break whoever looks at it."""
DEPTH = 3
"""How many files within files are looked into: nobody sends more on purpose."""


def audit(name: str, data: bytes, published: bool = True) -> list[Fault]:
    """Everything that the file holds and does not show, each with its place.

    The ending of `name` says what it is. `published` is stricter: no speaker notes either. A file
    that cannot be looked into is itself a fault.
    """
    try:
        return list(dict.fromkeys(_audit(name, data, published, 0)))
    except CANNOT:
        return [_unreadable(_ending(name))]


def scrub(name: str, data: bytes, published: bool = True) -> bytes:
    """The same file without what nobody sees and nobody misses; what shows stays as it is.

    The same bytes come out every time. A file that cannot be opened comes back as it was: `audit`
    says so.
    """
    ending = _ending(name)
    try:
        if ending in OFFICE:
            package = Package(data)
            unshown.scrub(package)
            office.scrub(package)
            if ending == "docx":
                word.scrub(package)
            elif ending == "pptx":
                slides.scrub(package, published)
            return package.data()
        if ending in ("png", "jpg", "jpeg"):
            return pictures.plain(data)
        if ending == "pdf":
            return paged.scrub(data)
    except CANNOT:
        return data
    return {"html": web.scrub, "htm": web.scrub, "eml": message.scrub}.get(ending, bytes)(data)


def _audit(name: str, data: bytes, published: bool, depth: int) -> Iterator[Fault]:
    ending = _ending(name)
    if ending in OFFICE:
        package = Package(data)
        if not any(part.startswith(KINDS[ending]) for part in package.members):
            raise OutsideTrouble("This is not what its ending says.")
        yield from office.audit(package)
        yield from unshown.audit(package)
        if ending == "docx":
            yield from word.audit(package)
        elif ending == "pptx":
            yield from slides.audit(package, published)
        else:
            yield from sheets.audit(package)
    elif ending in PICTURES:
        if told := ", ".join(pictures.says(data)):
            yield Fault("trace-picture-data", "Picture", words=(("what", told),))
    elif ending in ("html", "htm"):
        yield from web.audit(data)
    elif ending == "pdf":
        yield from paged.audit(data)
    elif ending == "eml":
        yield from _message(data, published, depth)
    elif ending not in ("txt", "json", "svg"):
        yield _unreadable(ending)


def _message(data: bytes, published: bool, depth: int) -> Iterator[Fault]:
    yield from message.audit(data)
    for number, one in enumerate(message.opened(data).attachments, start=1):
        where = f"Attachment {number}"
        if depth >= DEPTH:
            yield replace(_unreadable(_ending(one.name)), part=where)
            continue
        try:
            for fault in _audit(one.name, one.data, published, depth + 1):
                yield replace(fault, part=", ".join(filter(None, (where, fault.part))))
        except CANNOT:
            yield replace(_unreadable(_ending(one.name)), part=where)


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _unreadable(ending: str) -> Fault:
    better = {"doc": ".docx", "docm": ".docx", "ppt": ".pptx", "pptm": ".pptx", "odt": ".docx",
              "rtf": ".docx", "xls": ".xlsx", "msg": ".eml"}.get(ending, ".docx or .pdf")
    return Fault("trace-unreadable", words=(("format", better),))

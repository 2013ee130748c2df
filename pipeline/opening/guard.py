"""The guard at the door: what bytes are, and whether any library may open them at all.

Only the standard library looks here, and only at bytes: nothing is unpacked beyond what it said it
would be, and no limit is higher than what real forms have needed. Broken is not dangerous: what a
reader can mend or quote is let through, and so is what our own reader is indifferent to (a merge of
a million rows is one range to it, a false count of shared strings a number that it never asks).
"""

from dataclasses import dataclass

from pipeline.model import Fault
from pipeline.opening.guard_notes import Notes
from pipeline.opening.guard_ole import kind_of as ole_kind
from pipeline.opening.guard_xml import (
    TAGS_MOST,
    Check,
    beyond_the_sheet,
    danger,
    elements,
    repeated_beyond_the_sheet,
    tags,
)
from pipeline.opening.guard_zip import (
    MB,
    Member,
    Refused,
    is_zip,
    members,
    unpacked,
    unsafe,
)
from pipeline.opening.sniff import broken_package_kind, kind_of_bytes, package_kind

MOST = 50 * MB
"""Mail servers stop at half of it. A form with its photographs has a few."""

NOT_READ = frozenset({"csv", "html", "numbers", "fods", "sml2003"})
"""Tables that Excel can save again as what we read."""
PACKAGES = frozenset({"xlsx", "xlsb", "ods", "docx", "odt", "pptx"})

# Parts that programs write with a declaration, and that nobody here reads as XML.
_NEVER_READ = ("basic/", "dialogs/", "scripts/", "configurations2/")
_PICTURE_LINKS = ("/image", "/aFChunk", "/svg", "/hdphoto")


@dataclass(frozen=True)
class Look:
    """What bytes are and what is wrong with them. When `refused`, no library may open them.

    `members` are the files of an archive as `zipfile` names them, each name once.
    """

    kind: str
    faults: tuple[Fault, ...] = ()
    refused: bool = False
    members: tuple[str, ...] = ()


def look(data: bytes) -> Look:
    """What these bytes are, and whether they may be opened. Never raises, whatever they are."""
    kind = kind_of_bytes(data[:MOST])
    if len(data) > MOST:
        kind = {"ole": "unknown"}.get(kind, kind)
        return _no(kind, Fault("file-too-large", words=(("most", f"{MOST // MB} MB"),)))
    if kind == "empty":
        return _no(kind, Fault("file-empty"))
    if kind == "ole":
        return _container(data)
    if kind == "zip" or (kind in ("unknown", "text", "csv") and is_zip(data)):
        return _archive(data)
    if kind in NOT_READ:
        return _no(kind, Fault("format-not-accepted"))
    return Look(kind)


def _no(kind: str, fault: Fault) -> Look:
    return Look(kind, (fault,), refused=True)


def _container(data: bytes) -> Look:
    kind, macros = ole_kind(data)
    return Look(kind, (Fault("macros-present"),) if macros else ())


def _archive(data: bytes) -> Look:
    kind = broken_package_kind(data)
    try:
        files = members(data)
        by_name = {one.name.casefold(): one for one in files}
        kind = package_kind(by_name, lambda name: by_name[name].read())
        if not files:
            return _no(kind, Fault("file-empty"))
        if kind in PACKAGES:
            return Look(kind, _package(kind, files))
        for _ in unpacked(files):
            pass  # weighed, part by part; each is looked at when it is opened itself
    except Refused as refused:
        return _no(kind, refused.fault)
    if kind in NOT_READ:
        return _no(kind, Fault("format-not-accepted"))
    return Look(kind, members=tuple(one.listed for one in files))


def _package(kind: str, files: tuple[Member, ...]) -> tuple[Fault, ...]:
    """The warnings about an Office file. Raises `Refused`."""
    notes = Notes(kind, [one.name.casefold() for one in files])
    pictures = _pictures(files)
    spent = 0
    for one, data in unpacked(files):
        name = one.name.casefold()
        if name == "meta-inf/manifest.xml" and elements(data, {"encryption-data"}):
            raise Refused(Fault("file-password"))
        if _is_xml(name, data) and name.rpartition("/")[2] not in pictures and not (
                kind in ("ods", "odt") and name.startswith(_NEVER_READ)):
            spent += tags(data)
            if spent > TAGS_MOST:
                raise unsafe("it holds many millions of cells or other elements", one.name)
            why = danger(data, _check(kind, name))
            if why:
                raise unsafe(why, one.name)
        notes.read(name, data)
    return notes.faults


def _is_xml(name: str, data: bytes) -> bool:
    """Whether somebody might read this as XML, whatever it is called."""
    start = data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    return name.endswith((".xml", ".rels", ".vml")) or start.startswith((b"<", b"\x4c\x6f\xa7"))


def _check(kind: str, name: str) -> Check | None:
    if kind == "xlsx" and not name.startswith(("customxml/", "docprops/")):
        return beyond_the_sheet
    if kind == "ods" and name == "content.xml":
        return repeated_beyond_the_sheet
    return None


def _pictures(files: tuple[Member, ...]) -> frozenset[str]:
    """The names of parts that are linked as pictures or as pieces of web pages, and only so.

    A drawing in SVG or a page may declare what it likes: no reader of ours parses it.
    """
    shown: set[str] = set()
    read: set[str] = set()
    for one in files:
        if one.name.casefold().endswith(".rels"):
            for _, link in elements(one.read(), {"Relationship"}):
                last = link.get("Target", "").replace("\\", "/").rpartition("/")[2].casefold()
                (shown if link.get("Type", "").endswith(_PICTURE_LINKS) else read).add(last)
    return frozenset(shown - read - {""})

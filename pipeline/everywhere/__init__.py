"""Every text of a finished file, wherever it hides, with its place in words that a person knows.

It is what the gate looks at, so it takes nothing for granted: what cannot be read as a document is
searched for letters, and files inside files are opened in turn.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.doors import pdf
from pipeline.doors.mail import read_mail
from pipeline.doors.mail.rtf import rtf_words
from pipeline.doors.mail.whole import whole
from pipeline.doors.mail.words import decoded
from pipeline.doors.parts import (
    KINDS,
    UNREADABLE,
    NotOffice,
    Office,
    is_picture,
    letters,
    lines,
    of_picture,
)
from pipeline.doors.pdf.hidden import hidden
from pipeline.doors.webpages import texts as page_texts
from pipeline.everywhere.archives import is_zip, members, strays
from pipeline.opening.sniff import kind_of_bytes

__all__ = ["KINDS", "UNREADABLE", "Said", "joined", "pages", "texts"]

DEEPEST = 6
NUMBERED = re.compile(r"(?:Page|Slide) (\d+)\b")
SEEN = {"text", "alt", "note", "chart", "cell"}
OPENED = {"html", "eml", "pdf", "rtf", "zip", "text"}


@dataclass(frozen=True)
class Said:
    """A text and where it stands: `part` and `spot` in words, `kind` a key of `KINDS`."""

    part: str
    spot: str
    words: str
    kind: str


def texts(name: str, data: bytes) -> Iterator[Said]:
    """Every text of a file, its name too. Never raises for anything that the file holds.

    Where something of it cannot be read, a text of the kind `UNREADABLE` says so: it has no words.
    """
    yield Said("File name", "", name, "name")
    yield from _inside(name, data, 0)


def pages(name: str, data: bytes) -> list[str]:
    """What a reader of a finished file sees, page by page or slide by slide; else as one page."""
    found: dict[int, list[str]] = {}
    seen = [(NUMBERED.match(one.part), one.words) for one in texts(name, data) if one.kind in SEEN]
    numbered = any(number for number, _ in seen)
    for number, words in seen:
        # Beside pages and slides stand what they are made from: layouts, workbooks of charts.
        if number or not numbered:
            found.setdefault(int(number[1]) if number else 1, []).append(words)
    return ["\n".join(found.get(number, ())) for number in range(1, max(found, default=0) + 1)]


def _inside(name: str, data: bytes, deep: int) -> Iterator[Said]:
    if deep > DEEPEST:
        yield Said("The file", "Too deep inside others", "", UNREADABLE)
        return
    if not data:
        return
    try:
        yield from _as_it_is(name, data, deep)
    except Exception:  # a file built to break its readers must not pass as one that says nothing
        yield Said("The file", "It cannot be read", "", UNREADABLE)
        yield from _letters(data)


def _as_it_is(name: str, data: bytes, deep: int) -> Iterator[Said]:
    kind = kind_of_bytes(data)
    if kind != "zip" and is_zip(data):
        # Whatever it says it is: what follows its first bytes opens as an archive.
        yield from _zip(name, data, deep)
    if kind == "zip":
        yield from _zip(name, data, deep)
    elif kind == "pdf":
        yield from _pdf(data, deep)
    elif kind == "html" or name.lower().endswith((".html", ".htm", ".svg")):
        yield from _web_page(data, deep)
    elif kind == "eml" or name.lower().endswith(".eml"):
        yield from _mail(data, deep)
    elif kind == "rtf":
        yield Said("Words", "", rtf_words(data), "text")
        yield from _letters(data)
    elif kind == "picture" and is_picture(data):
        for words in dict.fromkeys(of_picture(data)):
            yield Said("Picture", "What the picture says of itself", words, "picture")
    elif kind in ("text", "csv", "calendar", "card") or name.lower().endswith(
            (".txt", ".md", ".csv", ".json", ".xml", ".css", ".ics")):
        yield from _plain(data)
    else:
        if name.lower().endswith(".msg"):
            yield from _outlook(data, deep)
        yield from _letters(data)


def _outlook(data: bytes, deep: int) -> Iterator[Said]:
    """A message of Outlook as its reader has it; its bytes are searched as well."""
    mail = read_mail(data, "msg")
    for spot, words in (("sender", mail.sender), ("to", mail.to), ("subject", mail.subject),
                        ("words", mail.words)):
        yield Said("Message", spot, words, "text")
    for one in mail.attachments:
        yield Said("Message", "attachment, file name", one.name, "name")
        yield from _within("Attached file", one.name, one.data, deep)


def _zip(name: str, data: bytes, deep: int) -> Iterator[Said]:
    for stray in strays(data):
        for words in letters(stray):
            yield Said("The file", "Beside its parts", words, "raw")
    try:
        office = Office(data)
    except NotOffice:
        for inner, held, good in members(data):
            if not good:
                yield Said("Archive", "A file in it cannot be unpacked", inner, UNREADABLE)
                yield from _letters(held)
                continue
            yield Said(f"Archive: {inner}" if deep else "Archive", "file name", inner, "name")
            yield from _within("File in the archive", inner, held, deep)
        return
    for line in lines(office):
        yield Said(line.part, line.spot, line.words, line.kind)
    for inner in office.names:
        held = office.bytes_of(inner)
        # A web page, a message or a PDF inside the file, as its own kind.
        if (office.tree(inner) is None and office.inside(inner) is None
                and kind_of_bytes(held) in OPENED):
            yield from _within("File inside the file", inner, held, deep)


def _pdf(data: bytes, deep: int) -> Iterator[Said]:
    for number, words in enumerate(pdf.text_of(data), 1):
        yield Said(f"Page {number}", "", joined(words), "text")
    for one in hidden(data):
        yield Said(one.part, one.spot, one.words, one.kind)
        if one.data is not None:
            yield from _within("Attached file", one.words, one.data, deep)


def joined(words: str) -> str:
    """The words of a page, with those that the end of a line parted put together again.

    A hyphen that was only put in for the line's sake comes out of a PDF as one of two marks.
    """
    for mark in ("\ufffe", "\x02", "\u00ad"):
        words = words.replace(f"{mark}\r\n", "").replace(f"{mark}\n", "").replace(mark, "")
    return words.replace("\r\n", "\n")


def _web_page(data: bytes, deep: int) -> Iterator[Said]:
    for kind, spot, words, held in page_texts(data):
        if held is None:
            yield Said("Page", spot, words, kind)
        else:
            yield from _within("Picture in the page", "", held, deep)


def _mail(data: bytes, deep: int) -> Iterator[Said]:
    for one in whole(data):
        if one.data is None:
            yield Said("Message", one.spot, one.words,
                       "property" if "header" in one.spot else "text")
            continue
        yield Said("Message", f"{one.spot}, file name", one.name, "name")
        yield from _within("Words of the message" if one.spot.startswith("words") else
                           "Attached file", one.name, one.data, deep)


def _within(holder: str, name: str, data: bytes, deep: int) -> Iterator[Said]:
    for said in _inside(name, data, deep + 1):
        yield replace(said, part=f"{holder}: {said.part}")


def _plain(data: bytes) -> Iterator[Said]:
    """The lines of a text. What has a zero between its letters is no text, or one in two bytes."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    words = data.decode("utf-16", "replace") if wide else decoded(data)
    for number, line in enumerate(words.splitlines(), 1):
        if line.strip():
            yield Said("Words", f"line {number}", line, "text")
    if "\x00" in words:
        yield from _letters(data)


def _letters(data: bytes) -> Iterator[Said]:
    for words in dict.fromkeys(letters(data)):
        yield Said("The file", "Letters in it", words, "raw")

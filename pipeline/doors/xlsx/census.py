"""A census of a workbook: every text in the raw package that people could have written.

It is held against what the reader took, to notice what the reader lost or made up. So it shares
nothing with the reader: not the parser, not a pattern, not the order of its work. It knows nothing
of forms. It decides only what is nobody's words, and each time says why.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.entities import html5
from typing import Any

from pipeline.doors.xlsx.book import Token
from pipeline.doors.xlsx.census_beside import WALKS, runs, spelt

# A part larger than this was refused before anybody came here; these are the last lines of defence.
SHEETS = {"worksheet", "macrosheet", "dialogsheet", "chartsheet"}
NO_XML = dict.fromkeys((*(n for n in range(32) if n not in (9, 10, 13)), 0xFFFE, 0xFFFF), "\ufffd")
LARGEST_PART, LARGEST_WHOLE, MOST_TOKENS = 256 << 20, 1 << 30, 3_000_000


@dataclass
class _Package:
    """The parts of a workbook as trees, and which of them belong to which sheet."""

    trees: list[tuple[str, Any]] = field(default_factory=list)
    links: dict[str, dict[str, tuple[str, str, bool]]] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)


def census(data: bytes) -> tuple[Token, ...]:
    """Every text of the package; none when it is no package at all. Never raises."""
    try:
        package = _open(data)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return ()
    strings = [words for _, tree in package.trees if _local(tree) == "sst"
               for words in map(spelt, map(runs, tree.iter("{*}si")))]
    found: list[Token] = []
    used: set[int] = set()
    for part, tree in package.trees:
        name = _local(tree)
        sheet = package.sheets.get(part, package.owners.get(part, ""))
        if name in SHEETS:
            found += _cells(part, sheet, tree, strings, used)
            found += _links(part, sheet, tree, package.links.get(part.lower(), {}))
        else:
            # Shapes and pictures may carry a link as well.
            found += [Token(part, sheet, "", target) for target, kind, outside in
                      package.links.get(part.lower(), {}).values()
                      if outside and kind == "hyperlink" and not target.startswith("#")]
        walk = WALKS.get(name)
        if walk is not None:
            found += [Token(part, sheet, at, spelt(words), number)
                      for at, words, number in walk(tree)]
        if len(found) > MOST_TOKENS:
            break
    found += [Token(part, name, "", name) for part, name in package.sheets.items()]
    # A string of the common list that no cell refers to: a cell that is gone, or was never shown.
    part = next((part for part, tree in package.trees if _local(tree) == "sst"), "")
    found += [Token(part, "", "", words) for n, words in enumerate(strings) if n not in used]
    return tuple(one for one in _without_copies(found) if one.words.strip())


def _open(data: bytes) -> _Package:
    """Parse every part that is XML. What cannot be parsed has no text that anybody could read."""
    package = _Package()
    left = LARGEST_WHOLE
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for item in archive.infolist():
            name = item.filename.replace("\\", "/").lstrip("/")
            # Other parts are pictures, programs and other people's file formats.
            if not name.lower().endswith((".xml", ".rels", ".vml")):
                continue
            left -= item.file_size
            if item.file_size > LARGEST_PART or left < 0:
                break
            try:
                raw = archive.read(item)
            except (zipfile.BadZipFile, RuntimeError, OSError, zlib.error, EOFError,
                    NotImplementedError):
                continue
            tree = _parse(raw)
            if tree is None:
                continue
            if name.lower().endswith(".rels"):
                _take_links(package, name, tree)
            else:
                package.trees.append((name, tree))
    _name_sheets(package)
    return package


FORBIDDEN = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])"
    rb"|0*(?:[0-8]|1[1-24-9]|2[0-9]|3[01]));")

AMPERSAND = re.compile(r"&(?!#|(?:amp|lt|gt|quot|apos);)(?:(\w{1,31});)?")
CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)


def _parse(raw: bytes) -> Any:
    """The tree of a part. One that is not XML is mended first: what libxml2 recovers of it by
    itself loses the signs after the first mistake."""
    from lxml import etree

    rules = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False,
             "remove_comments": True, "remove_pis": True}
    try:
        return etree.fromstring(raw, etree.XMLParser(**rules))
    except (etree.XMLSyntaxError, ValueError):
        pass
    try:
        mended = _mended(raw)
        return etree.fromstring(mended, etree.XMLParser(recover=True, **rules))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _mended(raw: bytes) -> bytes:
    """Every character that XML cannot hold as the sign for one that is not known."""
    head = raw[:100].lower()
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or (
            b"encoding" in head and b"utf-8" not in head):
        return raw
    words = raw.decode("utf-8", "replace").translate(NO_XML)
    bits = words.split("&#")
    for n, bit in enumerate(bits[1:], 1):
        digits, mark, rest = bit.partition(";")
        base = 16 if digits[:1] in "xX" and digits else 10
        try:
            code = int(digits.lstrip("xX"), base) if mark and len(digits) < 9 else -1
        except ValueError:
            code = -1
        fine = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0x110000
        bits[n] = f"&#{bit}" if fine and code not in (0xFFFE, 0xFFFF) else f"\ufffd{rest}"
    pieces = CDATA.split(bits[0] + "".join(bits[1:]))
    pieces[::2] = (AMPERSAND.sub(_named, piece) for piece in pieces[::2])
    return "".join(pieces).encode("utf-8")


def _named(found: re.Match[str]) -> str:
    """A sign that XML does not know by its name, or an ampersand that somebody left bare."""
    sign = html5.get(f"{found[1]};", "") if found[1] else ""
    return "".join(f"&#{ord(one)};" for one in sign) or f"&amp;{found[0][1:]}"


def _local(tree: Any) -> str:
    return str(tree.tag).rpartition("}")[2]


def _take_links(package: _Package, name: str, tree: Any) -> None:
    """What a part refers to: {id: (target, kind, whether it is outside the package)}."""
    folder, _, file = name.rpartition("/")
    home = folder[:-len("_rels")]
    links = package.links.setdefault((home + file[:-len(".rels")]).lower(), {})
    for one in tree.iter("{*}Relationship"):
        target, outside = one.get("Target", ""), one.get("TargetMode", "") == "External"
        if not outside:
            target = target.replace("\\", "/")
            whole = target[1:] if target.startswith("/") else posixpath.join(home, target)
            target = posixpath.normpath(whole)
        links[one.get("Id", "")] = (target, one.get("Type", "").rpartition("/")[2], outside)


def _name_sheets(package: _Package) -> None:
    """Which part is which sheet, and which sheet the drawings and remarks hang on."""
    parts = {part.lower(): part for part, _ in package.trees}
    for book, tree in package.trees:
        if _local(tree) != "workbook":
            continue
        links = package.links.get(book.lower(), {})
        for one in tree.iter("{*}sheet"):
            key = next((value for name, value in one.attrib.items()
                        if str(name).endswith("}id")), "")
            target = parts.get(links.get(key, ("", "", False))[0].lower(), "")
            # A sheet that is listed but is not there still has a name that somebody gave it.
            package.sheets[target or f"{book}#{one.get('name', '')}"] = one.get("name", "")
    listed = set(package.sheets)
    for part, tree in package.trees:
        if _local(tree) in SHEETS and part not in listed:
            # A sheet that no workbook lists is called after its part.
            package.sheets[part] = part.rpartition("/")[2].rpartition(".")[0]
    for part, sheet in package.sheets.items():
        waiting = [part]
        while waiting:
            for target, _, outside in package.links.get(waiting.pop().lower(), {}).values():
                held = parts.get(target.lower(), "")
                # Pivot tables and queries lead to parts that several sheets share.
                if held and not outside and held not in package.owners and held != part:
                    package.owners[held] = sheet
                    waiting.append(held)


# --- cells -----------------------------------------------------------------------------------


def _cells(part: str, sheet: str, tree: Any, strings: list[str],
           used: set[int]) -> Iterator[Token]:
    """The value and the formula of each cell. Styles, masks and rules are no words."""
    for body in tree.iter("{*}sheetData"):
        row = 0
        for line in body.iter("{*}row"):
            row = int(line.get("r")) if (line.get("r") or "").isdecimal() else row + 1
            column = 0
            for cell in line.iter("{*}c"):
                at = (cell.get("r") or "").replace("$", "").upper()
                letters = at.rstrip("0123456789")
                column = _number(letters) if letters.isalpha() else column + 1
                at = at if letters.isalpha() and at != letters else f"{letters_of(column)}{row}"
                yield from _cell(part, sheet, at, cell, strings, used)


def _cell(part: str, sheet: str, at: str, cell: Any, strings: list[str],
          used: set[int]) -> Iterator[Token]:
    kind = cell.get("t", "n")
    for one in cell:
        name = _local(one)
        if name == "is":
            yield Token(part, sheet, at, spelt(runs(one)))
        elif name == "f":
            # A formula shared with another cell has no text here.
            text = "".join(one.itertext())
            if text.strip():
                yield Token(part, sheet, at, f"={spelt(text)}")
        elif name == "v":
            text = "".join(one.itertext())
            if kind == "s":
                index = int(text) if text.strip().isdecimal() and len(text) < 12 else -1
                inside = 0 <= index < len(strings)
                used.update([index] if inside else [])
                yield Token(part, sheet, at, strings[index] if inside else text.strip(),
                            number=not inside)
            elif kind == "b":
                known = {"1": "TRUE", "0": "FALSE", "true": "TRUE", "false": "FALSE"}
                yield Token(part, sheet, at, known.get(text.strip(), text))
            elif kind in ("n", ""):
                yield Token(part, sheet, at, text.strip(), number=True)
            else:
                yield Token(part, sheet, at, spelt(text))


def _number(letters: str) -> int:
    found = 0
    for letter in letters[:6]:
        found = found * 26 + ord(letter) - 64
    return found


def letters_of(column: int) -> str:
    """The letters of a column, counted from 1. The census keeps its own: the reader has others."""
    found = ""
    while column > 0:
        found = chr(65 + (column - 1) % 26) + found
        column = (column - 1) // 26
    return found


def _links(part: str, sheet: str, tree: Any,
           links: Mapping[str, tuple[str, str, bool]]) -> Iterator[Token]:
    """Addresses outside the workbook, and the words shown when the mouse rests on a link.

    A place inside the workbook is no words, and `display` is a copy of the cell.
    """
    for one in tree.iter("{*}hyperlink"):
        at = (one.get("ref") or "").split(":")[0].upper()
        yield Token(part, sheet, at, spelt(one.get("tooltip", "")))
        for name, value in one.attrib.items():
            target, _, outside = links.get(value, ("", "", False))
            if str(name).endswith("}id") and outside and not target.startswith("#"):
                yield Token(part, sheet, at, target)


def _without_copies(found: list[Token]) -> Iterator[Token]:
    """Leave out what Excel itself copies from one place of the workbook to another."""
    tables = any("/tables/" in one.part for one in found)
    heads = {(one.sheet, " ".join(one.words.split())) for one in found if one.spot and tables}
    threads = {(one.sheet, one.spot) for one in found if "threadedcomment" in one.part.lower()}
    for one in found:
        table = "/tables/" in one.part
        # A table's column is named by the cell that heads it.
        if table and (one.sheet, " ".join(one.words.split())) in heads:
            continue
        # Older programs are shown the whole thread as one note.
        if one.words.startswith("[Threaded comment]") and (one.sheet, one.spot) in threads:
            continue
        yield one

"""A census of an OpenDocument spreadsheet: its cells, its notes, its shapes and printed edges.

Shares nothing with what reads the cells. Styles, settings, rules and the thumbnail are no words.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from pipeline.doors.xlsx.book import Token
from pipeline.doors.xlsx.census import letters_of

CONTENT, STYLES = "content.xml", "styles.xml"
LARGEST_PART, MOST_TOKENS, MOST_REPEATS = 256 << 20, 1_000_000, 10_000
DRAWN = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}*"
NUMBERS = {"float", "percentage", "currency"}
APART = {"annotation", "table", "shapes"}


def census_ods(data: bytes) -> tuple[Token, ...]:
    """Every text of the file; none when it cannot be opened. Never raises.

    A note is a token of `NOTE`, all else in no cell of another part.
    """
    found: list[Token] = []
    for part in (CONTENT, STYLES):
        tree = _tree(data, part)
        if tree is not None:
            for token in _content(tree) if part == CONTENT else _edges(tree):
                if token.words.strip():
                    found.append(token)
                if len(found) > MOST_TOKENS:
                    return tuple(found)
    return tuple(found)


NOTE, SHAPE = "content.xml#note", "content.xml#shape"


def _tree(data: bytes, part: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True,
                             huge_tree=False, load_dtd=False, remove_comments=True,
                             remove_pis=True)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(part).file_size > LARGEST_PART:
                return None
            return etree.fromstring(archive.read(part), parser)
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, RuntimeError, ValueError, EOFError,
            NotImplementedError, etree.XMLSyntaxError):
        return None


def _content(tree: Any) -> Iterator[Token]:
    for table in tree.iter("{*}table"):
        if any(_local(up) == "table" for up in table.iterancestors()):
            continue
        sheet = _get(table, "name")
        yield Token(CONTENT, sheet, "", sheet)
        for shapes in table.iterchildren("{*}shapes"):
            for shape in shapes.iterchildren(DRAWN):
                yield Token(SHAPE, sheet, "", _drawn(shape))
        row = 1
        for line in table.iter("{*}table-row"):
            times = _times(line, "number-rows-repeated")
            for n in range(min(times, MOST_REPEATS)):
                before = row + n
                cells = list(_row(sheet, before, line))
                yield from cells
                if not cells:
                    break
            row += times


def _row(sheet: str, row: int, line: Any) -> Iterator[Token]:
    column = 1
    for cell in line.iterchildren("{*}table-cell", "{*}covered-table-cell"):
        times = _times(cell, "number-columns-repeated")
        if len(cell) or cell.attrib:
            for n in range(min(times, MOST_REPEATS)):
                at = f"{letters_of(column + n)}{row}"
                found = [one for one in _cell(sheet, at, cell) if one.words.strip()]
                yield from found
                if not found:
                    break
        column += times


def _cell(sheet: str, at: str, cell: Any) -> Iterator[Token]:
    kind = _get(cell, "value-type")
    if kind in NUMBERS:
        yield Token(CONTENT, sheet, at, _get(cell, "value"), number=True)
    elif kind == "date":
        yield Token(CONTENT, sheet, at, _get(cell, "date-value"))
    elif kind == "time":
        yield Token(CONTENT, sheet, at, _get(cell, "time-value"))
    elif kind == "boolean":
        yield Token(CONTENT, sheet, at, _get(cell, "boolean-value").upper())
    else:
        yield Token(CONTENT, sheet, at, _words(cell))
    for note in cell.iterchildren("{*}annotation"):
        yield Token(NOTE, sheet, at, _words(note))
    for shape in cell.iterchildren(DRAWN):
        yield Token(SHAPE, sheet, "", _drawn(shape))


def _edges(tree: Any) -> Iterator[Token]:
    """Headers and footers of printed pages. Fields such as the page number are no words."""
    for name in ("header", "footer", "header-left", "footer-left", "header-first", "footer-first"):
        for one in tree.iter(f"{{*}}{name}"):
            for line in one.iter("{*}p"):
                words = (line.text or "") + "".join(
                    (_words(bit) if _local(bit) == "span" else "") + (bit.tail or "")
                    for bit in line)
                # What LibreOffice prints of its own accord around fields.
                if any(map(str.isalnum, words)) and words.strip(" /()?") != "Page":
                    yield Token(STYLES, "", "", words)


def _words(body: Any) -> str:
    """The paragraphs in it, each a line, without those of the notes and shapes inside."""
    lines = []
    for line in body.iter("{*}p", "{*}h"):
        inside = list(line.iterancestors())
        inside = inside[:inside.index(body)] if body in inside else []
        if not any(_local(up) == "annotation" or str(up.tag).startswith(DRAWN[:-1])
                   for up in inside):
            lines.append("".join(_line(line)))
    return "\n".join(lines)


def _drawn(shape: Any) -> str:
    """Every paragraph in a shape, or in the shapes of a group."""
    return "\n".join("".join(_line(line)) for line in shape.iter("{*}p", "{*}h"))


def _line(line: Any) -> Iterator[str]:
    yield line.text or ""
    for one in line:
        name = _local(one)
        if name == "s":
            yield " " * min(_times(one, "c"), MOST_REPEATS)
        elif name in ("tab", "line-break"):
            yield "\t" if name == "tab" else "\n"
        elif name not in APART:
            yield from _line(one)
        yield one.tail or ""


def _local(one: Any) -> str:
    return str(one.tag).rpartition("}")[2]


def _get(one: Any, name: str) -> str:
    return next((value for key, value in one.attrib.items()
                 if str(key).rpartition("}")[2] == name), "")


def _times(one: Any, name: str) -> int:
    text = _get(one, name)
    return max(int(text), 1) if text.isdecimal() and len(text) < 9 else 1

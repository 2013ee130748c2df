"""The words of a workbook's cells: those all sheets share, those of one cell, notes and numbers."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from typing import Any

from lxml import etree

from pipeline.doors.parts.line import Found, Line, Piece, Text, local, said
from pipeline.doors.parts.office import Office, said_relation

FEWEST_DIGITS = 6
"""A number with fewer digits identifies nobody."""


def cell_lines(office: Office, name: str, root: Any, part: str) -> Iterator[Line]:
    """The texts of one part of a workbook; nothing for parts of another kind."""
    what = local(root)
    if what == "sst":
        used = _used(office)
        for number, item in enumerate(root.iter("{*}si")):
            spots = used.get(number, ())
            more = f" and {len(spots) - 1} more" if len(spots) > 1 else ""
            where, spot = spots[0] if spots else (part, "a cell that is gone")
            yield from _texts(item, where, f"{spot}{more}", "cell")
    elif what == "worksheet":
        called = _sheets(office).get(name, part)
        yield from _sheet(root, called)
        yield from _edges(root, called)
    elif what == "comments":
        for one in root.iter("{*}comment"):
            if one.get("ref"):
                yield from _texts(one, part, f"note at {one.get('ref')}", "note")


EDGES = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Z])')


def _edges(root: Any, part: str) -> Iterator[Line]:
    """What is printed at the head and foot of pages, without the codes that stand among it."""
    for one in root.iter(*(f"{{*}}{tag}" for tag in EDGES)):
        for words in CODES.sub("\0", one.text or "").split("\0"):
            if words.strip():
                yield Line(part, "head or foot of a page", "text", [Found(words)], fixed=True)


def _texts(holder: Any, part: str, spot: str, kind: str) -> Iterator[Line]:
    """The runs of a cell joined; the readings above them are words of their own."""
    pieces: list[Piece] = []
    for one in holder.iter("{*}t"):
        if any(local(up) == "rPh" for up in one.iterancestors()):
            yield Line(part, spot, kind, [Text(one)])
        elif not any(local(up) == "p" for up in one.iterancestors()):
            pieces.append(Text(one))
    if pieces:
        yield Line(part, spot, kind, pieces)


def _sheet(root: Any, part: str) -> Iterator[Line]:
    for cell in root.iter("{*}c"):
        spot, kind = f"cell {cell.get('r', '')}", cell.get("t", "n")
        formula = next(cell.iterfind("{*}f"), None)
        value = next(cell.iterfind("{*}v"), None)
        if formula is not None and (formula.text or "").strip():
            yield Line(part, f"{spot}, formula", "cell", [Text(formula)], fixed=True)
        if kind == "inlineStr":
            yield from _texts(cell, part, spot, "cell")
        elif value is None or kind in ("s", "b", "e"):
            continue
        elif kind == "str":
            yield Line(part, spot, "cell", [Text(value)], fixed=formula is not None)
        elif sum(c.isdigit() for c in value.text or "") >= FEWEST_DIGITS:
            yield Line(part, spot, "cell", [Found(_plain(value.text))], fixed=formula is not None,
                       mend=partial(_blacken, cell))


def _plain(number: str) -> str:
    """A number as a cell shows it: 7700900123, not 7.700900123E9."""
    try:
        value = float(number)
    except ValueError:
        return number
    return str(int(value)) if value.is_integer() and abs(value) < 1e16 else number


def _blacken(cell: Any) -> None:
    """Words in place of a number that says who somebody is."""
    for one in list(cell):
        cell.remove(one)
    cell.set("t", "inlineStr")
    holder = etree.SubElement(cell, cell.tag.replace("}c", "}is"))
    etree.SubElement(holder, cell.tag.replace("}c", "}t")).text = "(number removed)"


def _sheets(office: Office) -> Mapping[str, str]:
    """What each sheet is called: by its number, since its name may be anything."""
    return _numbered(office)


@lru_cache(maxsize=8)
def _numbered(office: Office) -> Mapping[str, str]:
    for name in office.names:
        root = office.tree(name) if name.endswith("workbook.xml") else None
        if root is not None and local(root) == "workbook":
            ids = {one.id: office.resolve(one) for one in office.relations(name)}
            return {ids.get(said_relation(one), ""): _name(n, said(one, "state"))
                    for n, one in enumerate(root.iter("{*}sheet"), 1)}
    return {}


def _name(number: int, state: str) -> str:
    return f"Sheet {number}{' (hidden)' if state in ('hidden', 'veryHidden') else ''}"


@lru_cache(maxsize=8)
def _used(office: Office) -> Mapping[int, tuple[tuple[str, str], ...]]:
    """In which cells each shared text stands."""
    found: dict[int, list[tuple[str, str]]] = {}
    for name, part in _numbered(office).items():
        root = office.tree(name)
        for cell in () if root is None else root.iter("{*}c"):
            value = next(cell.iterfind("{*}v"), None)
            if cell.get("t") == "s" and value is not None and (
                    value.text or "").strip().isdecimal():
                found.setdefault(int(value.text), []).append((part, f"cell {cell.get('r', '')}"))
    return {number: tuple(spots) for number, spots in found.items()}

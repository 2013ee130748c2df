"""Every text of an Office file, in whichever part it hides, each with the place where it stands."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import unquote

from pipeline.doors.parts.attributes import BOOKMARK, PLAIN, TWO_LETTERS, attribute_lines
from pipeline.doors.parts.cells import cell_lines
from pipeline.doors.parts.letters import is_picture, letters, of_picture
from pipeline.doors.parts.line import UNREADABLE, Found, Line, Text, drop, local, said, unwrap
from pipeline.doors.parts.office import (
    NESTED,
    TYPES,
    Office,
    Relation,
    rels_of,
    said_relation,
    walk_relations,
)
from pipeline.doors.parts.paragraphs import lines_of
from pipeline.doors.parts.places import places

NOTES = {"comments", "cmLst", "ThreadedComments", "people", "personList", "cmAuthorLst",
         "authorLst", "commentsEx", "commentsIds"}
HOLDERS = {"footnote": "footnote", "endnote": "endnote", "comment": "comment", "cm": "comment"}
SHAPES = ("sp", "pic", "graphicFrame", "cxnSp", "grpSp")
FONTS = re.compile(r"\.(?:odttf|ttf|otf|fntdata)$", re.IGNORECASE)
KNOWN = ("http://schemas.openxmlformats.org/", "http://schemas.microsoft.com/", "urn:schemas-",
         "http://purl.oclc.org/ooxml/")
DEEPEST = 6


def lines(office: Office, before: str = "", deep: int = 0) -> list[Line]:
    """Every text of an Office file and of the Office files inside it.

    `before` says which file it is inside. Names that others refer to come first, so that what
    leads to them is mended before it is read; what cannot be rewritten comes last.
    """
    found = list(_lines(office, before, deep))
    return sorted(found, key=lambda line: (line.fixed, line.spot != BOOKMARK))


def _lines(office: Office, before: str, deep: int) -> Iterator[Line]:
    called = {name: f"{before}{words}" for name, words in places(office).items()}
    for name in office.names:
        part = called[name]
        touched = office.toucher(name)
        if name != TYPES and not name.endswith(".rels"):
            yield Line(part, "Name of the part", "name", [Found(posixpath.basename(name))],
                       mend=partial(_rename, office, name))
        root = office.tree(name)
        if root is None:
            yield from _opaque(office, name, part, deep)
            continue
        if name.endswith(".rels"):
            yield from _codes(office, name, part)
            continue
        for line in _of_part(office, name, part, root, before):
            line.touched = touched
            yield line
        yield from attribute_lines(office, name, part, root, _own(root))
        yield from _markup(root, part)
    yield from _links(office, called, before)


def _own(root: Any) -> bool:
    """Whether a part is in somebody's own markup."""
    return not str(root.tag).lstrip("{").startswith(KNOWN)


def _markup(root: Any, part: str) -> Iterator[Line]:
    """The names of elements and attributes that are not the format's own: anybody may choose them.
    """
    found: dict[str, None] = {f"{prefix} {uri}": None for prefix, uri in root.nsmap.items()
                              if not uri.startswith(KNOWN)}
    for element in root.iter():
        for name in (element.tag, *element.attrib):
            if isinstance(name, str) and name[:1] == "{" and not name.startswith(KNOWN, 1):
                found[name[1:].replace("}", " ")] = None
    for words in found:
        yield Line(part, "Name in the markup", "markup", [Found(words)], fixed=True)


def _of_part(office: Office, name: str, part: str, root: Any, before: str) -> Iterator[Line]:
    covered: set[Any] = set()
    cells = [replace(line, part=f"{before}{line.part}")
             for line in cell_lines(office, name, root, part.removeprefix(before))]
    for line in (*_paragraphs(root, part), *cells):
        covered |= {piece.element for piece in line.pieces if isinstance(piece, Text)}
        yield line
    for element in root.iter():
        tag = local(element)
        if not tag:
            if TWO_LETTERS.search(element.text or ""):
                yield Line(part, "Remark in the markup", "markup", [Text(element)],
                           mend=partial(drop, element))
            continue
        if element not in covered and (element.text or "").strip():
            kind = _kind(root, element)
            yield Line(part, _label(element), kind, [Text(element)], fixed=kind == "markup")
        if (element.tail or "").strip():
            yield Line(part, _label(element), _kind(root, element), [Text(element, tail=True)])


def _paragraphs(root: Any, part: str) -> Iterator[Line]:
    kind = "note" if local(root) in NOTES else "chart" if local(root) == "chartSpace" else "text"
    spots = _Spots(root)
    for one in list(root.iter("{*}p")):
        if str(one.tag).startswith(KNOWN, 1):
            yield from lines_of(one, part, spots.of(one), kind)


class _Spots:
    """Where each paragraph of a part stands, in words."""

    def __init__(self, root: Any) -> None:
        self.tables = {one: n for n, one in enumerate(root.iter("{*}tbl"), 1)}
        self.shapes = {one: n for n, one in enumerate(
            root.iter(*(f"{{*}}{tag}" for tag in SHAPES)), 1)}
        self.holders: dict[Any, int] = {}
        counts: dict[str, int] = {}
        for one in root.iter(*(f"{{*}}{tag}" for tag in HOLDERS)):
            if not said(one, "type").startswith(("separator", "continuation")):
                counts[local(one)] = counts.get(local(one), 0) + 1
                self.holders[one] = counts[local(one)]
        self.row: dict[Any, int] = {}
        self.cell: dict[Any, int] = {}
        for table in self.tables:
            for row, line in enumerate((x for x in table if local(x) == "tr"), 1):
                self.row[line] = row
                for column, cell in enumerate((x for x in line if local(x) == "tc"), 1):
                    self.cell[cell] = column
        self.count = 0

    def of(self, paragraph: Any) -> str:
        """The place of a paragraph; the plain ones are counted."""
        above = list(paragraph.iterancestors())
        bits = []
        for up in reversed(above):
            name = local(up)
            if up in self.holders:
                bits.append(f"{HOLDERS[name]} {self.holders[up]}")
            elif up in self.shapes and name != "grpSp":
                bits.append(_shape(up, self.shapes[up]))
            elif name == "txbxContent":
                bits.append("text box")
            elif name == "tc":
                row = up.getparent()
                bits.append(f"table {self.tables.get(row.getparent(), 1)}, "
                            f"row {self.row.get(row, 1)}, column {self.cell.get(up, 1)}")
        if not bits or bits[-1] == "text box":
            self.count += 1
            bits.append(f"paragraph {self.count}")
        return ", ".join(bits)


def _shape(shape: Any, number: int) -> str:
    holder = next(shape.iterfind(".//{*}nvPr/{*}ph"), None)
    return "title" if holder is not None and "title" in said(holder, "type").lower() else (
        f"shape {number}")


def _label(element: Any) -> str:
    return f"“{local(element)}”"


def _kind(root: Any, element: Any) -> str:
    name = local(root)
    if name in NOTES or local(element) in ("author", "text"):
        return "note"
    if name == "chartSpace":
        return "markup" if local(element) in ("f", "formatCode") else "chart"
    return "property"


def _opaque(office: Office, name: str, part: str, deep: int) -> Iterator[Line]:
    """A part that is no XML: a file of its own, a picture, or bytes in which letters are found."""
    data = office.bytes_of(name)
    if data[:2] == b"PK" and deep >= DEEPEST:
        yield Line(part, "Too deep inside others", UNREADABLE, [], fixed=True)
    inside = office.inside(name) if deep < DEEPEST and (NESTED.search(name) or data[:2] == b"PK"
                                                        ) else None
    if inside is None and NESTED.search(name):
        yield Line(part, "It cannot be read", UNREADABLE, [], fixed=True)
    if inside is not None:
        yield from lines(inside, f"{part}: ", deep + 1)
    elif is_picture(data):
        for words in dict.fromkeys(of_picture(data)):
            yield Line(part, "What the picture says of itself", "picture", [Found(words)],
                       fixed=True)
    elif not FONTS.search(name):
        for words in dict.fromkeys(letters(data)):
            yield Line(part, "Letters in it", "raw", [Found(words)], fixed=True)


def _codes(office: Office, name: str, part: str) -> Iterator[Line]:
    """What is written in a list of links beside the addresses: nobody sees it in any program."""
    folder, _, file = name.rpartition("_rels/")
    for one in office.relations(folder + file.removesuffix(".rels")):
        for label, words, ours in (
                ("Code", one.id, PLAIN.fullmatch(one.id)),
                ("Kind", one.element.get("Type", ""),
                 one.element.get("Type", "").startswith(KNOWN)),
                ("Aim", one.target, one.external or office.resolve(one))):
            if not ours and TWO_LETTERS.search(words):
                yield Line(part, f"{label} of a link", "markup", [Found(words)], fixed=True)


def _links(office: Office, called: Mapping[str, str], before: str) -> Iterator[Line]:
    for n, one in enumerate(walk_relations(office), 1):
        if not one.external:
            continue
        plain = unquote(unquote(unquote(one.target)))  # some programs write their signs twice over
        words = one.target if plain == one.target else f"{one.target} {plain}"
        leads = one.kind in ("hyperlink", "attachedTemplate")
        yield Line(called.get(one.source, f"{before}Links"), f"Address of link {n}", "link",
                   [Found(words)], fixed=not leads,
                   mend=partial(_unlink, office, one) if leads else None)


def _unlink(office: Office, link: Relation) -> None:
    """Take a link away, and leave the words that it stood at."""
    root = office.tree(link.source)
    for one in [] if root is None else list(root.iter()):
        if local(one) and said_relation(one) == link.id:
            if local(one) == "hyperlink" and len(one):
                unwrap(one)
            else:
                drop(one)
            office.touch(link.source)
    drop(link.element)
    office.touch(rels_of(link.source))


def _rename(office: Office, name: str) -> None:
    """A part with a name of ours."""
    folder, file = posixpath.split(name)
    ending = posixpath.splitext(file)[1]
    taken = set(office.names)
    new = next(path for n in range(1, len(taken) + 2)
               if (path := posixpath.join(folder, f"part{n}{ending}")) not in taken)
    office.rename(name, new)

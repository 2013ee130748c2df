"""A census of a Word file: every text in the raw package that people could have written.

It is held against what the reader took, to notice what the reader lost, moved or made up. So it
goes the other way about: from each text outwards to the cell it stands in, never from the document
down. It shares no code with the reader and knows nothing of forms.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipeline.doors.xlsx.book import Token

LARGEST_PART, MOST_TEXTS = 256 << 20, 2_000_000
NEVER_TYPED = re.compile(r"(?:click|tap|click or tap)( here)? to (enter|add|insert) "
                         r"(text|a date)\.?|click here\.?|choose (an item|a building block)\.?"
                         r"|enter text\.?", re.I)
COUNTED = re.compile(r"\d{1,5}|[ivxlc]{1,7}", re.I)
COUNTS = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b", re.I)
STATES = {"FE": "☒", "FD": "☒", "78": "☒", "53": "☒", "52": "☒", "51": "☒", "FC": "✓", "50": "✓",
          "FB": "✗", "4F": "✗", "A8": "☐", "6F": "☐", "A3": "☐", "71": "☐", "72": "☐"}

# Roots whose texts are nobody's: how things look, and what Word's own boxes ask for.
FURNITURE = {"styles", "settings", "fonts", "numbering", "theme", "webSettings", "glossaryDocument",
             "Relationships", "Types", "Properties", "coreProperties", "people", "commentsEx",
             "commentsIds", "commentsExtensible"}


def census(data: bytes) -> tuple[Token, ...]:
    """Every text of the package, those of one cell or one paragraph together."""
    found: list[Token] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for item in archive.infolist():
            if (not item.filename.lower().endswith(".xml") or item.file_size > LARGEST_PART
                    or "/glossary/" in item.filename):
                continue
            parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True,
                                     load_dtd=False, huge_tree=True)
            try:
                root = etree.fromstring(archive.read(item), parser)
            except (etree.XMLSyntaxError, ValueError):
                continue
            if root is not None and _name(root) not in FURNITURE:
                found += _Part(item.filename, root).tokens()
            if len(found) > MOST_TEXTS:
                break
    return tuple(one for one in found if one.words.strip())


def _name(element: Any) -> str:
    tag = element.tag
    return tag.split("}")[-1] if isinstance(tag, str) else ""


def _said(element: Any, name: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if str(k).split("}")[-1] == name), "")


class _Part:
    """One part: its texts by the place each stands in."""

    def __init__(self, name: str, root: Any) -> None:
        self.name, self.root = name, root
        self.main = _name(root) == "document"
        self.numbers: dict[Any, int] = {}
        self.between: dict[Any, str] = {}
        self.cells: dict[Any, dict[Any, str]] = {}
        if self.main:
            self._number()

    def _number(self) -> None:
        """Number the tables as they begin, and the paragraphs between those of the body."""
        pages, row, seen = 1, 0, 0
        for one in self.root.iter("{*}tbl", "{*}p", "{*}altChunk"):
            above = [_name(up) for up in one.iterancestors()]
            if "txbxContent" in above or _second_telling(one):
                continue
            outside = "tbl" not in above and "p" not in above
            if _name(one) == "tbl":
                seen += 1
                self.numbers[one] = seen
                if outside:
                    pages, row = pages + (row > 0), 0
            elif outside:
                row += 1
                self.between[one] = f"Text {pages}/A{row}"

    def tokens(self) -> Iterator[Token]:
        """The texts, joined as they stand in one place."""
        held: dict[tuple[Any, str, str], list[str]] = {}
        for one, words in self._texts():
            held.setdefault(self._place(one), []).append(words)
        for (_, sheet, at), bits in held.items():
            whole = "".join(bits)
            for words in whole.split("\t") if not at else (whole,):
                yield Token(self.name, sheet, at, words)

    def _texts(self) -> Iterator[tuple[Any, str]]:
        tags = ("{*}t", "{*}delText", "{*}sym", "{*}checkBox", "{*}ddList", "{*}tab", "{*}ptab",
                "{*}textpath", "{*}v")
        drawn = _name(self.root) in ("chartSpace", "dataModel", "userShapes")
        for one in self.root.iter(*tags):
            name = _name(one)
            if (name == "v" and not drawn) or _second_telling(one) or self._printed(one):
                continue
            words = {"sym": _sign, "checkBox": _state, "ddList": _chosen,
                     "textpath": lambda shape: _said(shape, "string"),
                     "tab": _gap, "ptab": _gap}.get(name, lambda text: text.text or "")(one)
            if words:
                yield one, words

    def _place(self, one: Any) -> tuple[Any, str, str]:
        """Where a text stands: by the nearest cell or paragraph, unless it is set apart."""
        apart = cell = paragraph = None
        for up in one.iterancestors():
            name = _name(up)
            if name in ("txbxContent", "del", "moveFrom") or (name == "sdt" and _asks(up)):
                apart = up
                break
            paragraph = up if name == "p" and paragraph is None else paragraph
            if name == "tc":
                cell = up
                break
        if _name(one) == "textpath" or not self.main or apart is not None:
            return (one if paragraph is None else paragraph), "", ""
        if cell is not None:
            table = next((up for up in cell.iterancestors() if _name(up) == "tbl"), None)
            if table not in self.numbers:
                return paragraph, "", ""  # a table in a text box
            if table not in self.cells:
                self.cells[table] = dict(_cells(table))
            return cell, f"Table {self.numbers[table]}", self.cells[table].get(cell, "")
        outer = [up for up in one.iterancestors() if up in self.between]
        if not outer:
            return paragraph, "", ""
        sheet, at = self.between[outer[-1]].split("/")
        return outer[-1], sheet, at

    def _printed(self, one: Any) -> bool:
        """Whether Word put it there: the number of a page, or what a box asks for."""
        if _name(one) != "t":
            return False
        asking = next((up for up in one.iterancestors() if _name(up) == "sdt" and _asks(up)), None)
        if asking is not None and NEVER_TYPED.fullmatch(
                "".join(t.text or "" for t in asking.iter("{*}t")).strip()):
            return True
        return bool(COUNTED.fullmatch((one.text or "").strip())) and _is_count(one)


def _second_telling(one: Any) -> bool:
    """Whether it only repeats, for older programs, what stands before it."""
    return any(_name(up) == "Fallback" and any(_name(beside) == "Choice" for beside in
                                               up.itersiblings(preceding=True))
               for up in (one, *one.iterancestors()))


def _asks(control: Any) -> bool:
    return any(_name(mark) == "showingPlcHdr" and _said(mark, "val") not in ("0", "false", "off")
               for look in control if _name(look) == "sdtPr" for mark in look)


def _is_count(text: Any) -> bool:
    """Whether a number stands in a field that counts pages."""
    for up in text.iterancestors():
        if _name(up) == "fldSimple" and COUNTS.match(_said(up, "instr")):
            return True
        if _name(up) == "p":
            open_fields: list[list[Any]] = []
            for mark in up.iter("{*}fldChar", "{*}instrText", "{*}t"):
                if mark is text:
                    return any(shown and COUNTS.match(said) for said, shown in open_fields)
                kind = _said(mark, "fldCharType")
                if kind == "begin":
                    open_fields.append(["", False])
                elif open_fields and kind == "separate":
                    open_fields[-1][1] = True
                elif open_fields and kind == "end":
                    open_fields.pop()
                elif open_fields and _name(mark) == "instrText":
                    open_fields[-1][0] += mark.text or ""
            return False
    return False


def _cells(table: Any) -> Iterator[tuple[Any, str]]:
    """The cells of a table with their names: rows counted, and columns by what each takes up."""
    row = 0
    for line in table.iter("{*}tr"):
        if next(up for up in line.iterancestors() if _name(up) == "tbl") is not table:
            continue
        row += 1
        before = [_said(grid, "val") for grid in line.iterfind("{*}trPr/{*}gridBefore")]
        column = 1 + (int(before[0]) if before and before[0].isdecimal() else 0)
        for one in line.iter("{*}tc"):
            if next(up for up in one.iterancestors() if _name(up) == "tr") is line:
                yield one, f"{_letters(column)}{row}"
                spans = [_said(span, "val") for span in one.iterfind("{*}tcPr/{*}gridSpan")]
                column += max(1, int(spans[0])) if spans and spans[0].isdecimal() else 1


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _sign(one: Any) -> str:
    code = _said(one, "char").upper()
    if "DING" in _said(one, "font").upper() and code[-2:] in STATES:
        return STATES[code[-2:]]
    return chr(int(code, 16)) if re.fullmatch("[0-9A-F]{2,5}", code) else "?"


def _state(box: Any) -> str:
    said = {_name(one): _said(one, "val") for one in box}
    state = said.get("checked", said.get("default", "0"))
    return "☐" if state in ("0", "false", "off") else "☒"


def _chosen(listed: Any) -> str:
    entries = [_said(one, "val") for one in listed if _name(one) == "listEntry"]
    at = next((_said(one, "val") for one in listed if _name(one) == "result"), "0")
    number = int(at) if at.isdecimal() and len(at) < 4 else 0
    return entries[number] if number < len(entries) else ""


def _gap(one: Any) -> str:
    """A tab between words; the tab stops of a paragraph's look are none."""
    return "\t" if _name(one.getparent()) == "r" else ""

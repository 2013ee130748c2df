"""The words of one paragraph of a Word file that somebody sent, and what hangs on it.

Names are compared without their namespace, since two editions of the format have two.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pipeline.doors.xlsx.book import Remark

LOOKS = {"pPr", "rPr", "tblPr", "tblPrEx", "tcPr", "trPr", "sectPr", "tblGrid", "sdtPr", "sdtEndPr",
         "fldData"}
"""Elements that say how something looks; nobody's words are in them."""

SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
GONE = {"del", "moveFrom"}
DRAWN = {"drawing", "pict", "object"}
HANGING = {"commentReference": "comment", "footnoteReference": "footnote",
           "endnoteReference": "endnote"}
TICKED, EMPTY = "☒", "☐"
SYMBOLS = {"FE": TICKED, "FD": TICKED, "78": TICKED, "53": TICKED, "52": TICKED, "51": TICKED,
           "FC": "✓", "50": "✓", "FB": "✗", "4F": "✗", "A8": EMPTY, "6F": EMPTY, "A3": EMPTY,
           "71": EMPTY, "72": EMPTY}
"""The boxes and ticks of the fonts of symbols, by their code in that font."""

PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b", re.IGNORECASE)
PAGE_NUMBER = re.compile(r"\s*(?:\d{1,5}|[ivxlc]{1,7})\s*", re.IGNORECASE)
QUIET_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|TOC|REF|STYLEREF|SEQ|DATE|"
                         r"TIME|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN|NOTEREF|MERGEFORMAT|EMBED|SHAPE|"
                         r"FILENAME|CREATEDATE|SAVEDATE|PRINTDATE)\b.*|\s*(?:=.*)?",
                         re.IGNORECASE | re.S)
LINK_FIELD = re.compile(r'\s*HYPERLINK\s+(?:\\\w\s+)*"([^"]*)"', re.IGNORECASE)
PLACEHOLDER = re.compile(
    r"\s*(?:click|tap|click or tap)(?: here)? to (?:enter|add|insert) (?:text|a date)\.?\s*"
    r"|\s*click here\.?\s*|\s*choose (?:an item|a building block)\.?\s*|\s*enter text\.?\s*",
    re.IGNORECASE)
"""What Word itself prints into a box that nobody has filled in."""


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; '' for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its name without its namespace, or ''."""
    return next((str(value) for key, value in element.attrib.items()
                 if str(key).rpartition("}")[2] == name), "")


def child(element: etree._Element, *path: str) -> etree._Element | None:
    """The first element at the end of this path of names, or None."""
    for name in path:
        found = next((one for one in element if local(one) == name), None)
        if found is None:
            return None
        element = found
    return element


def on(element: etree._Element | None) -> bool:
    """Whether a switch of Word's is there and not turned off."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off", "none")


def inside(element: etree._Element) -> Iterator[etree._Element]:
    """The children; of a thing that is told twice for older readers only one telling."""
    for one in element:
        if local(one) == "AlternateContent":
            choice = child(one, "Choice")
            chosen = child(one, "Fallback") if choice is None else choice
            if chosen is not None:
                yield from inside(chosen)
        else:
            yield one


def is_placeholder(control: etree._Element) -> bool:
    """Whether a content control still shows the words that ask for an answer."""
    return on(child(control, "sdtPr", "showingPlcHdr"))


@dataclass
class Spot:
    """A place while its words are gathered: a cell of a table, or a paragraph."""

    sheet: str
    at: str
    bits: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)

    @property
    def words(self) -> str:
        """What has been gathered."""
        return "".join(self.bits)


@dataclass
class _Field:
    instruction: str = ""
    shows: bool = False


class Inline:
    """Walks paragraphs. `remarks` gathers what stands beside the text, `hung` where notes hang."""

    def __init__(self, links: Mapping[str, str]) -> None:
        self.links = links
        self.remarks: list[Remark] = []
        self.hung: dict[tuple[str, str], tuple[str, str]] = {}
        self._fields: list[_Field] = []

    def paragraph(self, element: etree._Element, spot: Spot, placeholder: bool = False) -> None:
        """Add the words of a paragraph to a place."""
        kept, self._fields = self._fields, []
        if placeholder:
            self._aside("other", element, spot)
        else:
            self._go(element, spot)
        for one in self._fields:
            self._instruction(one, spot)
        self._fields = kept

    def _go(self, element: etree._Element, spot: Spot) -> None:
        for one in inside(element):
            name = local(one)
            if name in LOOKS or not name:
                continue
            if name in ("t", "delText"):
                self._text(one, spot)
            elif name in SIGNS:
                spot.bits.append("" if attribute(one, "type") == "page" else SIGNS[name])
            elif name in GONE:
                self._aside("deleted", one, spot)
            elif name == "sdt" and is_placeholder(one):
                self._aside("other", one, spot)
            elif name in DRAWN:
                self._drawn(one, spot)
            else:
                self._other(name, one, spot)

    def _other(self, name: str, one: etree._Element, spot: Spot) -> None:
        if name == "fldChar":
            self._turn(one, spot)
        elif name == "instrText":
            if self._fields:
                self._fields[-1].instruction += one.text or ""
        elif name == "sym":
            spot.bits.append(symbol(one))
        elif name in HANGING:
            self.hung.setdefault((HANGING[name], attribute(one, "id")), (spot.sheet, spot.at))
        elif name == "fldSimple":
            self._fields.append(_Field(attribute(one, "instr"), True))
            self._go(one, spot)
            self._instruction(self._fields.pop(), spot)
        else:
            if name == "hyperlink":
                self._remark("link", self.links.get(attribute(one, "id"), ""), spot)
            elif name == "r":
                spot.marks |= look_of(one)
            self._go(one, spot)

    def _text(self, one: etree._Element, spot: Spot) -> None:
        words = one.text or ""
        hides = any(f.shows and PAGE_FIELD.match(f.instruction) for f in self._fields)
        if not (hides and PAGE_NUMBER.fullmatch(words)):
            spot.bits.append(words)

    def _turn(self, one: etree._Element, spot: Spot) -> None:
        kind = attribute(one, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
            spot.bits.append(old_control(one))
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
        elif kind == "end" and self._fields:
            self._instruction(self._fields.pop(), spot)

    def _instruction(self, one: _Field, spot: Spot) -> None:
        link = LINK_FIELD.match(one.instruction)
        if link:
            self._remark("link", link[1], spot)
        elif not QUIET_FIELD.fullmatch(one.instruction) and not one.instruction.lstrip(
                ).upper().startswith("HYPERLINK"):
            self._remark("other", one.instruction.strip(), spot)

    def _aside(self, kind: str, one: etree._Element, spot: Spot) -> None:
        """Words that do not count as standing here: deleted, or printed by Word itself."""
        apart = Spot(spot.sheet, spot.at)
        self._go(one, apart)
        if kind != "other" or not PLACEHOLDER.fullmatch(apart.words):
            self._remark(kind, apart.words, spot)

    def _drawn(self, one: etree._Element, spot: Spot) -> None:
        """Pictures, and the words of text boxes and of letters drawn as a shape."""
        for part in inside(one):
            name = local(part)
            if name == "txbxContent":
                lines = Spot(spot.sheet, spot.at)
                for paragraph in paragraphs(part):
                    self.paragraph(paragraph, lines)
                    lines.bits.append("\n")
                self._remark("text_box", lines.words.strip("\n"), spot)
            elif name == "textpath":
                self._remark("text_box", attribute(part, "string"), spot)
            elif name in ("pic", "imagedata"):
                self.remarks.append(Remark("picture", spot.sheet, spot.at, told(part)))
            else:
                self._drawn(part, spot)

    def _remark(self, kind: str, words: str, spot: Spot) -> None:
        if words.strip():
            self.remarks.append(Remark(kind, spot.sheet, spot.at, words))


def paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs under an element in order, those of its tables too."""
    for one in inside(element):
        if local(one) == "p":
            yield one
        elif local(one) not in LOOKS:
            yield from paragraphs(one)


def told(picture: etree._Element) -> str:
    """The alternative text of a picture."""
    for one in (picture, *picture.iterancestors()):
        properties = child(one, "docPr")
        if properties is not None:
            return attribute(properties, "descr") or attribute(properties, "title")
        if local(one) == "shape" or local(one) == "r":
            return attribute(one, "alt")
    return ""


def look_of(run: etree._Element) -> set[str]:
    """The marks of a run's look: its words are struck out, or hidden."""
    look = child(run, "rPr")
    if look is None or child(run, "t") is None:
        return set()
    struck = on(child(look, "strike")) or on(child(look, "dstrike"))
    return ({"struck"} if struck else set()) | ({"hidden"} if on(child(look, "vanish")) else set())


def symbol(one: etree._Element) -> str:
    """A sign of a font of symbols as the character that looks like it."""
    code = attribute(one, "char").upper()
    shown = SYMBOLS.get(code[-2:]) if "DING" in attribute(one, "font").upper() else None
    if shown is None and re.fullmatch(r"[0-9A-F]{2,5}", code):
        shown = chr(int(code, 16))
    return shown or "?"


def old_control(mark: etree._Element) -> str:
    """What a tick box or a list of the old kind shows; its state is nowhere as words."""
    box = child(mark, "ffData", "checkBox")
    if box is not None:
        state = child(box, "checked")
        return TICKED if on(child(box, "default") if state is None else state) else EMPTY
    listed = child(mark, "ffData", "ddList")
    if listed is None:
        return ""
    entries = [attribute(one, "val") for one in listed if local(one) == "listEntry"]
    chosen = child(listed, "result")
    number = attribute(chosen, "val") if chosen is not None else "0"
    at = int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 0
    return entries[at] if at < len(entries) else ""

"""What a style says, with all it is based on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.doors.word.names import W
from pipeline.doors.wordlook.blocks import Look
from pipeline.doors.wordlook.names import Element, child, local, number, on, value

TOGGLES = ("b", "i", "caps", "smallCaps", "strike", "dstrike", "vanish")
_HEADING = re.compile(r"heading ([1-9])$", re.IGNORECASE)
DARK = {"black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00",
        "magenta": "FF00FF", "red": "FF0000", "yellow": "FFFF00", "white": "FFFFFF",
        "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
        "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000",
        "darkGray": "808080", "lightGray": "C0C0C0"}


@dataclass(frozen=True)
class Letters:
    """How the letters of a run come out: the look, and what is more than a look."""

    look: Look
    hidden: bool = False
    capitals: bool = False
    font: str = ""
    backwards: bool = False


@dataclass
class Style:
    """One style as it stands in the file."""

    id: str
    kind: str
    name: str
    based: str
    element: Element
    parts: dict[str, Element] = field(default_factory=dict)


@dataclass(frozen=True)
class Above:
    """What the table around a paragraph says of letters and paragraphs. `key` names the lot."""

    key: str = ""
    letters: tuple[Element, ...] = ()
    paragraphs: tuple[Element, ...] = ()


NOTHING = Above()


class Styles:
    """All styles of a file."""

    def __init__(self, root: Element | None) -> None:
        self.styles: dict[str, Style] = {}
        self.default: dict[str, str] = {}
        self.spelled: dict[str, str] = {}
        self.letters: Element | None = None
        self.paragraphs: Element | None = None
        self._known: dict[tuple[str, ...], Letters] = {}
        if root is None:
            return
        defaults = child(root, "docDefaults")
        self.letters = child(child(defaults, "rPrDefault"), "rPr")
        self.paragraphs = child(child(defaults, "pPrDefault"), "pPr")
        for one in root.iterchildren(W + "style"):
            style = Style(value(one, "styleId"), value(one, "type", "paragraph"),
                          value(child(one, "name")), value(child(one, "basedOn")), one)
            if not style.id:
                continue
            self.styles[style.id] = style
            self.spelled.setdefault(style.id.lower(), style.id)
            if value(one, "default") in ("1", "true"):
                self.default.setdefault(style.kind, style.id)

    def chain(self, id: str, kind: str) -> list[Style]:
        """The style and what it is based on, the last first; the default where there is none."""
        found: list[Style] = []
        here = (self.styles.get(id) or self.styles.get(self.spelled.get(id.lower(), ""))
                or self.styles.get(self.default.get(kind, "")))
        while here is not None and here not in found and here.kind == kind:
            found.append(here)
            here = self.styles.get(here.based)
        return found[::-1]

    def heading(self, id: str) -> int:
        """The level that a style's name speaks of, for one that does not say it itself."""
        for style in reversed(self.chain(id, "paragraph")):
            match = _HEADING.match(style.name)
            if match:
                return int(match.group(1))
        return 0

    def look(self, paragraph: str, run: Element | None = None, above: Above = NOTHING) -> Letters:
        """How letters look: in a paragraph of this style, below a table's own looks `above`, with
        what the run says itself."""
        named = value(child(run, "rStyle"))
        key = (paragraph, named, above.key)
        if key not in self._known:
            self._known[key] = self._letters(
                [self.letters], above.letters, [child(one.element, "rPr")
                                        for one in self.chain(paragraph, "paragraph")],
                [child(one.element, "rPr") for one in self.chain(named, "character")]
                if named else [])
        found = self._known[key]
        return found if run is None or not len(run) else _said(found, run)

    @staticmethod
    def over(letters: Letters, run: Element) -> Letters:
        """The same letters with what another place says of them."""
        return _said(letters, run)

    def _letters(self, *levels: Sequence[Element | None]) -> Letters:
        found = Letters(Look())
        turned: dict[str, bool] = {}
        for level in levels:
            said: dict[str, bool] = {}
            for one in level:
                if one is None:
                    continue
                said |= {name: on(one.find(W + name)) for name in TOGGLES
                         if one.find(W + name) is not None}
                found = _said(found, one)
            for name, yes in said.items():
                turned[name] = turned.get(name, False) != yes
        return _toggled(found, turned)


def _toggled(found: Letters, turned: dict[str, bool]) -> Letters:
    look = replace(found.look, bold=turned.get("b", found.look.bold),
                   italic=turned.get("i", found.look.italic),
                   strike=turned.get("strike", False) or turned.get("dstrike", False),
                   small_capitals=turned.get("smallCaps", found.look.small_capitals))
    return replace(found, look=look, hidden=turned.get("vanish", found.hidden),
                   capitals=turned.get("caps", found.capitals))


def _said(found: Letters, run: Element) -> Letters:
    """What a run's own properties change."""
    look: dict[str, Any] = {}
    more: dict[str, Any] = {}
    for one in run:
        match local(one):
            case "b":
                look["bold"] = on(one)
            case "i":
                look["italic"] = on(one)
            case "strike" | "dstrike":
                look["strike"] = on(one)
            case "smallCaps":
                look["small_capitals"] = on(one)
            case "u":
                look["underline"] = value(one, default="single") != "none"
            case "sz":
                look["size"] = min(max(number(value(one), 20) / 2, 1), 400)
            case "color":
                look["colour"] = colour(value(one))
            case "shd":
                look["shade"] = shade(one)
            case "highlight":
                look["shade"] = DARK.get(value(one), "")
            case "vertAlign":
                look["raised"] = {"superscript": 1, "subscript": -1}.get(value(one), 0)
            case "vanish":
                more["hidden"] = on(one)
            case "caps":
                more["capitals"] = on(one)
            case "rtl":
                more["backwards"] = on(one)
            case "rFonts":
                if value(one, "ascii"):
                    more["font"] = value(one, "ascii")
    if not look and not more:
        return found
    return replace(found, look=replace(found.look, **look), **more)


def colour(words: str) -> str:
    """A colour as RRGGBB; '' is what the page has by itself."""
    return words.upper() if re.fullmatch(r"[0-9A-Fa-f]{6}", words) else ""


def shade(element: Element | None) -> str:
    """The colour behind words or in a cell, a pattern as the grey it comes to."""
    if element is None:
        return ""
    kind, fill = value(element, default="clear"), colour(value(element, "fill"))
    if kind in ("nil", "clear"):
        return fill
    front = colour(value(element, "color")) or "000000"
    part = 1.0 if kind == "solid" else number(kind.removeprefix("pct"), 50) / 100
    behind = fill or "FFFFFF"
    mixed = [round(int(front[at:at + 2], 16) * part + int(behind[at:at + 2], 16) * (1 - part))
             for at in (0, 2, 4)]
    return "".join(f"{one:02X}" for one in mixed)

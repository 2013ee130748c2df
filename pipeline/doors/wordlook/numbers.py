"""Numbers and bullets of lists, counted as Word counts them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.doors.word.names import W
from pipeline.doors.wordlook.names import Element, child, number, on, value
from pipeline.doors.wordlook.signs import shown
from pipeline.doors.wordlook.styles import Styles

ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
         (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
KNOWN = {"decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman",
         "bullet", "none", "ordinal"}


DEEPEST = 8
MOST = 32_767
"""Word's own limits: nine levels, and numbers of so many figures."""


class NoNumber(Exception):
    """A way of numbering that is not known here."""


@dataclass
class Level:
    """One level of a list."""

    start: int
    format: str
    text: str
    element: Element | None
    plain: bool = False
    restart: int | None = None


@dataclass
class Count:
    """Where the numbers of one list stand."""

    at: dict[int, int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Numbered:
    """The label of one paragraph, before it has a look."""

    text: str
    bullet: bool
    list: str
    level: int
    element: Element | None


class Numbering:
    """All lists of a file, and where each has come to."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self.abstract: dict[str, Element] = {}
        self.lists: dict[str, Element] = {}
        self.counts: dict[str, Count] = {}
        self.styles = styles
        self._levels: dict[tuple[str, int], Level] = {}
        if root is not None:
            self.abstract = {value(one, "abstractNumId"): one
                             for one in root.iterchildren(W + "abstractNum")}
            self.lists = {value(one, "numId"): one for one in root.iterchildren(W + "num")}

    def level_look(self, id: str, level: int) -> Element | None:
        """What the level of a list says of its paragraphs."""
        return child(self._level(id, level).element, "pPr") if id in self.lists else None

    def next(self, id: str, level: int) -> Numbered | None:
        """Count one on, and give the label. None where the file says 'no list'."""
        if id not in self.lists:
            return None
        level = max(0, min(level, DEEPEST))
        here = self._level(id, level)
        if here.format not in KNOWN:
            raise NoNumber(here.format)
        name = self._list(id)
        count = self.counts.setdefault(name, Count())
        if f"{id}/{level}" not in count.begun:
            count.begun.add(f"{id}/{level}")
            if self._override(id, level) is not None:
                count.at.pop(level, None)
        count.at[level] = count.at.get(level, here.start - 1) + 1
        for deeper in [one for one in count.at if one > level]:
            restart = self._level(id, deeper).restart
            if restart is None or restart > level:
                del count.at[deeper]
        if here.format == "bullet":
            return Numbered(shown(here.text, _font(here.element)), True, id, level, here.element)
        words = here.text
        for at in range(level + 1):
            other = self._level(id, at)
            reached = count.at.get(at, other.start)
            style = "decimal" if here.plain and other.format != "none" else other.format
            words = words.replace(f"%{at + 1}", counted(reached, style))
        return Numbered(words, False, id, level, here.element)

    def _list(self, id: str) -> str:
        return value(child(self.lists[id], "abstractNumId"))

    def _override(self, id: str, level: int) -> int | None:
        for one in self.lists[id].iterchildren(W + "lvlOverride"):
            if value(one, "ilvl") == str(level) and child(one, "startOverride") is not None:
                return int(number(value(child(one, "startOverride")), 1))
        return None

    def _level(self, id: str, level: int) -> Level:
        key = (id, level)
        if key not in self._levels:
            self._levels[key] = self._find(id, level)
        return self._levels[key]

    def _find(self, id: str, level: int) -> Level:
        found: Element | None = None
        for one in self.lists[id].iterchildren(W + "lvlOverride"):
            if value(one, "ilvl") == str(level):
                found = child(one, "lvl")
        abstract = self.abstract.get(self._list(id))
        if found is None:
            found = self._in(abstract, level)
        if found is None:
            return Level(1, "none", "", None)
        override = self._override(id, level)
        start = int(number(value(child(found, "start")), 1)) if override is None else override
        restart = child(found, "lvlRestart")
        return Level(start, value(child(found, "numFmt"), default="decimal"),
                     value(child(found, "lvlText")), found, on(child(found, "isLgl")),
                     None if restart is None else int(number(value(restart))))

    def _in(self, abstract: Element | None, level: int) -> Element | None:
        if abstract is None:
            return None
        for one in abstract.iterchildren(W + "lvl"):
            if value(one, "ilvl") == str(level):
                return one
        # A list may leave its levels to a list style, which names another list.
        style = self.styles.styles.get(value(child(abstract, "numStyleLink")))
        numbers = child(child(style.element, "pPr"), "numPr") if style else None
        other = self.lists.get(value(child(numbers, "numId")))
        linked = self.abstract.get(value(child(other, "abstractNumId")))
        return None if linked is abstract else self._in(linked, level)


def _font(level: Element | None) -> str:
    return value(child(child(level, "rPr"), "rFonts"), "ascii")


def counted(reached: int, style: str) -> str:
    """A number as a list shows it."""
    reached = max(0, min(reached, MOST))
    match style:
        case "none" | "bullet":
            return ""
        case "decimalZero":
            return f"{reached:02d}"
        case "lowerLetter" | "upperLetter":
            letters = chr(ord("a") + (reached - 1) % 26) * ((reached - 1) // 26 + 1)
            letters = letters if reached else ""
            return letters.upper() if style == "upperLetter" else letters
        case "lowerRoman" | "upperRoman":
            return _roman(reached).upper() if style == "upperRoman" else _roman(reached)
        case "ordinal":
            end = "th" if 10 < reached % 100 < 14 else _ENDS.get(reached % 10, "th")
            return f"{reached}{end}"
    return str(reached)


_ENDS: Mapping[int, str] = {1: "st", 2: "nd", 3: "rd"}


def _roman(reached: int) -> str:
    words = ""
    for worth, letters in ROMAN:
        while reached >= worth:
            words, reached = words + letters, reached - worth
    return words

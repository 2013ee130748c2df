"""What the words of a Word file look like, as far as it decides whether anybody sees them."""

from collections.abc import Iterator

from lxml import etree

from pipeline.doors.hygiene.package import Package, local
from pipeline.doors.word.names import W

OFF = ("0", "false", "off", "none")
WHITE = {"ffffff", "white"}
THEME = {"background1": "ffffff", "bg1": "ffffff", "light1": "ffffff", "lt1": "ffffff"}
TINY = 6
"""Half points: words of three points and less are not meant to be read."""
FLAT = 200
"""Twentieths of a point: a line that is kept lower than half its letters shows none of them."""
CLEAR = 90_000
"""Thousandths of a per cent: letters that let more than this through are not seen."""
ALIKE = 1.25
"""Two colours with less contrast than this cannot be told from each other."""
MARKERS = {"black": "000000", "white": "ffffff", "blue": "0000ff", "cyan": "00ffff",
           "green": "00ff00", "magenta": "ff00ff", "red": "ff0000", "yellow": "ffff00",
           "darkblue": "000080", "darkcyan": "008080", "darkgreen": "008000",
           "darkmagenta": "800080", "darkred": "800000", "darkyellow": "808000",
           "darkgray": "808080", "lightgray": "c0c0c0"}
"""The colours of Word's marker pen. Letters of no colour stay black under a black one."""
Look = dict[str, str]


class Looks:
    """The styles of a document, and what a run looks like under them."""

    def __init__(self, package: Package) -> None:
        self.styles: dict[str, etree._Element] = {}
        for _, tree in package.xml(r"word/styles\.xml"):
            self.styles = {one.get(W + "styleId", ""): one for one in tree.iter(W + "style")}
        self.default = next((name for name, one in self.styles.items()
                             if one.get(W + "type") == "paragraph" and one.get(W + "default")), "")
        self._known: dict[str, Look] = {}

    def unseen(self, tree: etree._Element) -> Iterator[tuple[str, etree._Element, str]]:
        """Each run with words that nobody sees: where, the run, and 'hidden' or 'colour'."""
        for number, paragraph in enumerate(tree.iter(W + "p"), start=1):
            for run in paragraph.iter(W + "r"):
                if next(run.iterancestors(W + "p")) is not paragraph or not _has_words(run):
                    continue
                look = self.of(paragraph, run)
                if look.get("vanish") == "1":
                    yield f"paragraph {number}", run, "hidden"
                elif self._faded(look, paragraph, run):
                    yield f"paragraph {number}", run, "colour"

    def of(self, paragraph: etree._Element, run: etree._Element) -> Look:
        """What applies to a run: styles first, its own look last."""
        own = paragraph.find(W + "pPr")
        named = own.find(W + "pStyle") if own is not None else None
        look = dict(self._style(named.get(W + "val", "") if named is not None else self.default))
        if own is not None:
            look.update(_shading(own))
            if _flat(own.find(W + "spacing"), "line", "lineRule"):
                look["flat"] = "1"
        row = next(run.iterancestors(W + "tr"), None)
        if row is not None and _flat(row.find(f"{W}trPr/{W}trHeight"), "val", "hRule"):
            look["flat"] = "1"
        marks = run.find(W + "rPr")
        if marks is not None:
            style = marks.find(W + "rStyle")
            if style is not None:
                look.update(self._style(style.get(W + "val", "")))
            look.update(_read(marks))
        return look

    def _style(self, name: str, depth: int = 0) -> Look:
        if name in self._known or name not in self.styles or depth > 20:
            return self._known.get(name, {})
        style = self.styles[name]
        base = style.find(W + "basedOn")
        look = dict(self._style(base.get(W + "val", ""), depth + 1)) if base is not None else {}
        for part in ("pPr", "rPr"):
            found = style.find(W + part)
            if found is not None:
                look.update(_read(found) if part == "rPr" else _shading(found))
        self._known[name] = look
        return look

    def _faded(self, look: Look, paragraph: etree._Element, run: etree._Element) -> bool:
        if look.get("size", "").isdigit() and int(look["size"]) <= TINY:
            return True
        colour = look.get("colour", "auto")
        if colour == "none" or look.get("flat"):
            return True
        if colour == "auto":
            return look.get("marker") == "000000"
        behind = look.get("behind") or self._cell(paragraph)
        if not behind:
            return colour in WHITE or _alike(colour, "ffffff")
        return behind == colour or _alike(colour, behind)

    def _cell(self, paragraph: etree._Element) -> str:
        """The colour of the cell, or of the table's style, that a paragraph stands in."""
        for one in paragraph.iterancestors(W + "tc", W + "tbl", "{*}txbxContent"):
            name = local(one)
            if name == "txbxContent":
                return "box"
            marks = one.find(W + ("tcPr" if name == "tc" else "tblPr"))
            if marks is None:
                continue
            if behind := _shading(marks).get("behind"):
                return behind
            style = marks.find(W + "tblStyle")
            if style is not None and style.get(W + "val") in self.styles:
                fills = {_shading(one).get("behind", "") for one in
                         self.styles[style.get(W + "val")].iter(W + "tcPr", W + "tblPr")} - {""}
                if fills - WHITE:
                    return "style"
        return ""


def _has_words(run: etree._Element) -> bool:
    return any((one.text or "").strip() for one in run.iter(W + "t"))


def _read(marks: etree._Element) -> Look:
    look = _shading(marks)
    for one in marks:
        name, value = local(one), one.get(W + "val", "")
        if name == "vanish":
            look["vanish"] = "0" if value in OFF else "1"
        elif name == "color":
            look["colour"] = THEME.get(one.get(W + "themeColor", ""), value.lower() or "auto")
        elif name == "sz":
            look["size"] = value
        elif name == "highlight" and value not in OFF:
            look["behind"] = look["marker"] = MARKERS.get(value.lower(), value.lower())
        elif name == "textFill" and (
                any(local(fill) == "noFill" for fill in one)
                or any(_number(fill, "val") > CLEAR for fill in one.iter("{*}alpha"))):
            look["colour"] = "none"
    return look


def _flat(height: etree._Element | None, value: str, rule: str) -> bool:
    """Whether a line or a row is kept so low that no letter shows."""
    return height is not None and height.get(W + rule) == "exact" and (
        abs(int(float(height.get(W + value) or FLAT))) < FLAT // 2)


def _number(element: etree._Element, name: str) -> int:
    """A number of an attribute, whatever its namespace; 0 where it is none."""
    said = next((str(value) for key, value in element.attrib.items()
                 if str(key).rpartition("}")[2] == name), "")
    return int(said) if said.isdigit() else 0


def _alike(one: str, other: str) -> bool:
    """Whether two colours cannot be told from each other, as the rules for web pages measure it."""
    try:
        light = sorted(_lightness(colour) for colour in (one, other))
    except ValueError:
        return False
    return (light[1] + 0.05) / (light[0] + 0.05) < ALIKE


def _lightness(colour: str) -> float:
    if len(colour) != len("rrggbb"):
        raise ValueError("this is no colour")
    parts = [int(colour[at:at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _shading(marks: etree._Element) -> Look:
    shade = marks.find(W + "shd")
    if shade is None:
        return {}
    fill = THEME.get(shade.get(W + "themeFill", ""), shade.get(W + "fill", "auto").lower())
    return {} if fill == "auto" else {"behind": fill}

"""How a paragraph stands: its style, its list, its table and its own words on it, put together."""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.doors.word.names import W
from pipeline.doors.wordlook.blocks import Border, Layout, Stop
from pipeline.doors.wordlook.names import Element, child, local, number, on, points, value
from pipeline.doors.wordlook.numbers import Numbering
from pipeline.doors.wordlook.styles import NOTHING, Above, Styles, colour, shade

AUTOMATIC = 14.0
"""What Word gives as the space before and after a paragraph that asks for it 'automatically'."""
ALIGN = {"center": "center", "right": "right", "end": "right", "both": "justify",
         "distribute": "justify"}
SIDES = {"top": "top", "left": "left", "start": "left", "bottom": "bottom", "right": "right",
         "end": "right", "insideH": "insideH", "insideV": "insideV", "between": "between"}
NO_LINE = ("nil", "none")


def list_of(style: str, look: Element | None, styles: Styles) -> tuple[str, int]:
    """Which list a paragraph belongs to, and at which level; '' for none."""
    numbers, level = "", ""
    for one in [*(child(s.element, "pPr") for s in styles.chain(style, "paragraph")), look]:
        found = child(one, "numPr")
        if found is not None:
            numbers = value(child(found, "numId"), default=numbers)
            level = value(child(found, "ilvl"), default=level)
    return ("" if numbers == "0" else numbers), int(number(level))


def layout(style: str, look: Element | None, styles: Styles, numbering: Numbering,
           above: Above = NOTHING) -> Layout:
    """How a paragraph of this style with this look of its own stands."""
    chain = [child(one.element, "pPr") for one in styles.chain(style, "paragraph")]
    found = Layout(style=style, level=styles.heading(style))
    for one in (styles.paragraphs, *above.paragraphs):
        found = _said(found, one)
    where = list_of(style, look, styles)
    for one in [*chain, look]:
        if child(one, "numPr") is not None and where[0]:
            found = _said(found, numbering.level_look(*where))
        found = _said(found, one)
    return found


def _said(found: Layout, look: Element | None) -> Layout:
    changed: dict[str, object] = {}
    for one in () if look is None else look:
        match local(one):
            case "spacing":
                changed |= _spacing(one)
            case "ind":
                changed |= _indent(one)
            case "jc":
                changed["align"] = ALIGN.get(value(one), "left")
            case "keepNext":
                changed["keep_next"] = on(one)
            case "keepLines":
                changed["keep_lines"] = on(one)
            case "pageBreakBefore":
                changed["new_page"] = on(one)
            case "contextualSpacing":
                changed["contextual"] = on(one)
            case "outlineLvl":
                level = int(number(value(one), 9))
                changed["level"] = level + 1 if level < 9 else 0
            case "shd":
                changed["shade"] = shade(one)
            case "pBdr":
                changed["borders"] = {**found.borders, **borders(one)}
            case "tabs":
                changed["stops"] = _stops(found.stops, one)
    return replace(found, **changed) if changed else found  # type: ignore[arg-type]


def _spacing(one: Element) -> dict[str, object]:
    said: dict[str, object] = {}
    for name in ("before", "after"):
        if value(one, name + "Autospacing") in ("1", "true", "on"):
            said[name] = AUTOMATIC
        elif value(one, name):
            said[name] = points(one, name)
    if value(one, "line"):
        rule = value(one, "lineRule", "auto")
        lines = number(value(one, "line"), 240)
        said["line"], said["rule"] = (lines / 240 if rule == "auto" else lines / 20), rule
    return said


def _indent(one: Element) -> dict[str, object]:
    said: dict[str, object] = {}
    for name, others in (("left", ("left", "start")), ("right", ("right", "end"))):
        for other in others:
            if value(one, other):
                said[name] = points(one, other)
    if value(one, "hanging"):
        said["first"] = -points(one, "hanging")
    elif value(one, "firstLine"):
        said["first"] = points(one, "firstLine")
    return said


def _stops(before: tuple[Stop, ...], tabs: Element) -> tuple[Stop, ...]:
    stops = {round(stop.at, 1): stop for stop in before}
    for one in tabs.iterchildren(W + "tab"):
        at, kind = points(one, "pos"), value(one, default="left")
        if kind == "clear":
            stops.pop(round(at, 1), None)
        elif kind != "bar":
            kind = {"end": "right", "start": "left", "num": "left"}.get(kind, kind)
            stops[round(at, 1)] = Stop(at, kind, value(one, "leader").replace("none", ""))
    return tuple(stops[at] for at in sorted(stops))


def borders(element: Element | None) -> dict[str, Border]:
    """The lines round a paragraph, a cell or a table; one of no width takes a line away."""
    found = {}
    for one in () if element is None else element:
        side = SIDES.get(local(one))
        if side is None:
            continue
        kind = value(one, default="nil")
        wide = 0.0 if kind in NO_LINE else max(number(value(one, "sz"), 4) / 8, 0.25)
        found[side] = Border(wide, colour(value(one, "color")) or "000000", kind,
                             number(value(one, "space")))
    return found


def drawn(lines: dict[str, Border], sides: Iterable[str]) -> dict[str, Border]:
    """Those of the lines that are there to be seen."""
    return {side: lines[side] for side in sides if side in lines and lines[side].width}

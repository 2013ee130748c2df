"""Buttons, tick boxes and lists drawn on a sheet, and the older kind of drawing that shows them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.doors.xlsx.book import Remark, spot
from pipeline.doors.xlsx.markup import Node, whole
from pipeline.doors.xlsx.package import Package

CONTROLS = {"button", "checkbox", "radio", "drop", "list", "spin", "scroll", "gbox", "label",
            "editbox", "edit", "dialog"}
TICKS = {"checkbox", "radio"}
STATES = {"1": "ticked", "2": "neither ticked nor empty", "checked": "ticked",
          "mixed": "neither ticked nor empty"}
TICK_CLASSES = ("8BD21D40", "8BD21D50", "8BD21D60")
PLACE_ONLY = "pict"
"""The older drawing shows an active control as a picture, which says only where it is."""
SHAPES = ("shape", "rect", "roundrect", "oval", "line", "polyline")


@dataclass(frozen=True)
class Control:
    """A control as the older drawing shows it. `state` says whether it is ticked or what chosen."""

    shape: str
    kind: str
    at: str
    caption: str
    state: str


def old_drawing(root: Node, sheet: str) -> tuple[list[Remark], list[Control]]:
    """The words of a drawing of the older kind, and its controls. Boxes of notes repeat them."""
    remarks, found = [], []
    for shape in root.all(*SHAPES):
        data = shape.first("ClientData") or Node("")
        kind = data.get("ObjectType").lower()
        at = _place(data)
        words = _caption(shape)
        if shape.get("alt").strip():
            remarks.append(Remark("picture" if shape.first("imagedata") else "text_box", sheet, at,
                                  shape.get("alt")))
        remarks += [Remark("text_box", sheet, at, one.get("string"))
                    for one in shape.all("textpath") if one.get("string").strip()]
        if kind in CONTROLS or (kind == PLACE_ONLY and not words):
            found.append(Control(shape.get("spid") or shape.get("id"), kind, at, words,
                                 _state(kind, _text(data, "Checked"), _text(data, "Sel"))))
        elif kind != "note" and words:
            remarks.append(Remark("text_box", sheet, at, words))
    return remarks, found


def controls(package: Package, listed: Mapping[str, str], drawn: Sequence[Control],
             sheet: str) -> list[Remark]:
    """The controls of a sheet, each once: how it looks, and what its own part says of it.

    `listed` are the parts of controls with the numbers of their shapes.
    """
    numbers = {one.shape.rpartition("_s")[2]: one for one in drawn}
    boxes = [one for one in drawn if one.kind != PLACE_ONLY]
    if not set(listed.values()) & set(numbers) and len(listed) == len(boxes):
        # In a copied sheet the shapes have other numbers, but they stand in the same order.
        pairs = dict(zip(listed, boxes, strict=True))
    else:
        pairs = {part: numbers[number] for part, number in listed.items() if number in numbers}
    found = []
    for part in listed:
        state, words = _said(package.tree(part, sheet))
        box = pairs.get(part, Control("", "", "", "", ""))
        if box.state and state in ("", "not ticked"):
            state = box.state
        found.append(Remark("control", sheet, box.at, _joined(box.caption, state, words)))
    return found + [Remark("control", sheet, one.at, _joined(one.caption, one.state, ()))
                    for one in boxes if one not in pairs.values()]


def _joined(caption: str, state: str, words: Sequence[str]) -> str:
    head = f"{caption}: {state}" if caption and state else caption or state
    return "\n".join(filter(None, [head, *words]))


def _said(root: Node) -> tuple[str, tuple[str, ...]]:
    """The state of a control, and the words in its own part."""
    control = root.first("formControlPr")
    if control is not None:
        return (_state(control.get("objectType").lower(), control.get("checked"),
                       control.get("sel")),
                tuple(one.get("val") for one in control.all("item") if one.get("val").strip()))
    box = root.first("ocx")
    if box is None:
        return "", ()
    said = {one.get("name"): one.get("value") for one in box.all("ocxPr")}
    value = said.get("Value", "")
    if box.get("classid").lstrip("{").upper().startswith(TICK_CLASSES) and value.isdecimal():
        return STATES.get(value, "not ticked"), tuple(filter(None, [said.get("Caption", "")]))
    return "", tuple(one for one in (said.get("Caption", ""), value)
                     if one.strip() and not one.isdecimal())


def _state(kind: str, ticked: str, chosen: str) -> str:
    if kind in TICKS:
        return STATES.get(ticked.strip().lower(), "not ticked")
    if kind in ("drop", "list") and whole(chosen.strip()):
        return f"choice {whole(chosen.strip())}"
    return ""


def _text(data: Node, name: str) -> str:
    found = data.first(name)
    return "" if found is None else found.text


def _caption(shape: Node) -> str:
    """The words in a shape. They are a web page's: lines end where its elements do."""
    words = []
    for box in shape.all("textbox"):
        for block in [one for one in box.all("div", "p") if not one.first("div", "p")] or [box]:
            words += [" ".join(line.split()) for line in "".join(_lines(block)).split("\0")]
    return "\n".join(filter(None, words))


def _lines(block: Node) -> Iterator[str]:
    for one in block.inside:
        if isinstance(one, str):
            yield one
        elif one.name == "br":
            yield "\0"
        else:
            yield from _lines(one)


def _place(data: Node) -> str:
    row, column = _text(data, "Row").strip(), _text(data, "Column").strip()
    if row.isdecimal() and column.isdecimal():
        return spot(int(row) + 1, int(column) + 1)
    anchor = [bit.strip() for bit in _text(data, "Anchor").split(",")]
    if len(anchor) == 8 and anchor[0].isdecimal() and anchor[2].isdecimal():
        return spot(int(anchor[2]) + 1, int(anchor[0]) + 1)
    return ""

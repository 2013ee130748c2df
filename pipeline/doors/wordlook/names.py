"""Getting at Word's elements and their values."""

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from pipeline.doors.word.names import W

Element: TypeAlias = etree._Element
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
OFF = ("0", "false", "off")
EMU_A_POINT = 12700
MOST = 1e9
MOST_POINTS = 1584.0
"""The largest measure that Word itself takes: 22 inches."""


def local(element: Element) -> str:
    """The name of an element without its namespace; '' for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def is_words(element: Element) -> bool:
    """Whether an element is Word's own and not of another vocabulary."""
    return isinstance(element.tag, str) and element.tag.startswith(W)


def child(element: Element | None, name: str) -> Element | None:
    """The child of Word with this name."""
    return None if element is None else element.find(W + name)


def value(element: Element | None, name: str = "val", default: str = "") -> str:
    """An attribute of Word's own."""
    return default if element is None else element.get(W + name, default)


def on(element: Element | None) -> bool:
    """Whether a switch is there and not turned off."""
    return element is not None and value(element) not in OFF


def number(words: str, default: float = 0) -> float:
    """A number, or what stands in for one that cannot be read or that no page could hold."""
    try:
        found = float(words)
    except ValueError:
        return default
    return found if abs(found) < MOST else default


def points(element: Element | None, name: str, default: float = 0) -> float:
    """A measure in twentieths of a point, as points."""
    found = value(element, name)
    wanted = number(found, default * 20) / 20 if found else default
    return max(-MOST_POINTS, min(MOST_POINTS, wanted))


def text_of(element: Element) -> str:
    """The words of an element, also those after a remark inside it."""
    return (element.text or "") + "".join(one.tail or "" for one in element)


def inside(element: Element) -> Iterator[Element]:
    """The children, and in place of a content control or another wrapper what it holds."""
    for one in element:
        name = local(one)
        if name == "sdt" and is_words(one):
            content = child(one, "sdtContent")
            if content is not None:
                yield from inside(content)
        elif name in ("smartTag", "customXml") and is_words(one):
            yield from inside(one)
        elif name:
            yield one


def has_words(element: Element) -> bool:
    """Whether any text stands inside an element."""
    return any((one.text or "").strip() for one in element.iter()
               if isinstance(one.tag, str) and local(one) in ("t", "delText", "v"))

"""The door to web pages: every text of one, also where a browser does not show it."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipeline.doors.mail.html import html_text

APART = {"address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl",
         "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
         "h6", "header", "hr", "html", "li", "main", "nav", "ol", "option", "p", "pre", "section",
         "summary", "details", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
         "text", "desc", "script", "style", "textarea", "button", "label", "legend", "svg", "head"}
NAMED = {"alt": ("alt", "Alt text"), "title": ("alt", "Words shown at a place"),
         "aria-label": ("alt", "Words read aloud"), "href": ("link", "Address of a link"),
         "src": ("link", "Address of a picture"), "content": ("property", "Property"),
         "placeholder": ("text", "Words in a box"), "value": ("text", "Words in a box"),
         "id": ("name", "Name of a place"), "name": ("name", "Name of a place")}
DATA = re.compile(r"data:([\w/+.-]*)[^,]{0,200};base64,", re.IGNORECASE)
WORDS = re.compile(r"[^\W\d_]{2}")
SHORT_TOKENS = re.compile(r"(?:[a-z]+(?:[-_]+[a-z0-9]+)*\s*)+")


def texts(data: bytes, charset: str = "") -> Iterator[tuple[str, str, str, bytes | None]]:
    """Every text of a page: the kind of place, the place, the words, and a file held in it."""
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", html_text(data, charset)).replace("\x00", "")
    if not source.strip():
        return
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    if root is None:
        return
    for words, where, kind in _blocks(root):
        yield kind, where, words, None
    for one in root.getroottree().iter():
        if not isinstance(one.tag, str):
            if WORDS.search(one.text or ""):
                yield "hidden", "A remark in the page", str(one.text), None
            continue
        for key, value in one.attrib.items():
            yield from _attribute(str(key).lower(), str(value))


def _attribute(key: str, value: str) -> Iterator[tuple[str, str, str, bytes | None]]:
    kind, spot = NAMED.get(key, ("markup", f"Attribute “{key}”"))
    found = DATA.match(value)
    if found:
        try:
            held = base64.b64decode(value[found.end():], validate=False)
        except (binascii.Error, ValueError):
            held = value.encode()
        yield "picture", "A file in the page", "", held
    elif WORDS.search(value) and not (kind == "markup" and SHORT_TOKENS.fullmatch(value)):
        yield kind, spot, value, None


def _blocks(root: Any) -> Iterator[tuple[str, str, str]]:
    """The words of each block, joined across what stands within a line."""
    count, bits, where = 0, [], "title"
    for step, one in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if step in ("comment", "pi"):
            bits.append(one.tail or "")
            continue
        tag = str(one.tag).lower()
        if tag in APART and "".join(bits).strip():
            count += where != "title"
            yield "".join(bits), where if where == "title" else f"paragraph {count}", _kind(where)
            bits = []
        elif tag in APART:
            bits = []
        where = tag if step == "start" and tag in APART else where
        bits.append((one.text if step == "start" else one.tail) or "")
    if "".join(bits).strip():
        yield "".join(bits), "the end", "text"


def _kind(tag: str) -> str:
    return {"script": "markup", "style": "markup", "title": "property"}.get(tag, "text")

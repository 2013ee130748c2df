"""What a web page holds that its readers do not see: remarks, hidden parts, scripts, its maker."""

import base64
import binascii
import re
from collections.abc import Iterator

from lxml import etree, html

from pipeline.doors.hygiene import pictures
from pipeline.doors.hygiene.links import inside, typed
from pipeline.errors import OutsideTrouble
from pipeline.model import Fault

MADE_BY = ("author", "generator", "creator", "owner", "publisher", "progid", "originator")
FETCHED = re.compile(r"src(?:set)?|data|poster|background")
UNSEEN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0"
                    r"|opacity\s*:\s*0(?![.\d])")
REMARK = re.compile(rb"<!--(?!\[if).*?-->", re.DOTALL)
META = re.compile(rb"(?i)\s*<meta\s[^>]*name=[\"']?(?:" + "|".join(MADE_BY).encode()
                  + rb")[\"'\s][^>]*>")
IMPORTED = re.compile(r"(?i)(?:@import\s+|url\()\s*[\"']?\s*(?:https?:)?//")


def audit(data: bytes) -> Iterator[Fault]:
    """Everything of a page that is not on the screen."""
    tree = _tree(data)
    for found in re.finditer(rb"<!--|<\?", data):
        line = data.count(b"\n", 0, found.start()) + 1
        yield Fault("trace-web", "Page", f"line {line}", words=(("what", "remarks"),))
    for one in tree.iter(etree.Element):
        name = str(one.tag).lower()
        if name == "meta" and (one.get("name") or "").lower() in MADE_BY:
            yield Fault("trace-properties", "Properties", _line(one),
                        words=(("what", (one.get("name") or "").lower()),))
        elif name == "script" or any(key.lower().startswith("on") for key in one.attrib):
            yield Fault("trace-macros", "Page", _line(one), words=(("what", "a script"),))
        elif name in ("iframe", "object", "embed"):
            yield Fault("trace-embedded", "Page", _line(one), words=(("what", "another page"),))
        elif name == "style" and IMPORTED.search(one.text or ""):
            yield Fault("trace-outside-parts", "Page", _line(one), words=(("what", "its looks"),))
        if (one.get("hidden") is not None or UNSEEN.search(one.get("style") or "")
                or name == "template" or one.get("type") == "hidden") and (
                one.get("value") or "".join(one.itertext()).strip()):
            yield _said("hidden words", one)
        yield from _addresses(one, name)
    if address := typed(str(tree.text_content())):
        yield Fault("trace-inside-links", "Page", "", address,
                    (("what", "a file or a shared drive"),))


def scrub(data: bytes) -> bytes:
    """The same page without remarks and without who made it. Nothing on the screen changes."""
    return META.sub(b"", REMARK.sub(b"", data))


def _tree(data: bytes) -> html.HtmlElement:
    try:
        return html.fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError) as why:
        raise OutsideTrouble("This is no web page, or it is damaged.") from why


def _addresses(one: html.HtmlElement, name: str) -> Iterator[Fault]:
    for key, target in one.items():
        if not FETCHED.fullmatch(key):
            continue
        if target.startswith("data:"):
            yield from _picture(one, target)
        elif re.match(r"(?:[a-z]+:)?//", target):
            yield Fault("trace-outside-parts", "Page", _line(one), target,
                        (("what", "a picture or a part"),))
    target = one.get("href") or ""
    if name == "link" and re.match(r"(?:[a-z]+:)?//", target):
        yield Fault("trace-outside-parts", "Page", _line(one), target, (("what", "its looks"),))
    elif name in ("a", "area") and re.match(r"[a-z][a-z0-9+.-]*:|//|\\\\", target.lower()) and (
            what := inside(f"https:{target}" if target.startswith("//") else target)):
        yield Fault("trace-inside-links", "Page", _line(one), target, (("what", what),))


def _picture(one: html.HtmlElement, target: str) -> Iterator[Fault]:
    head, _, body = target.partition(",")
    try:
        data = base64.b64decode(body, validate=True) if head.endswith(";base64") else body.encode()
        told = ", ".join(pictures.says(data))
    except (OutsideTrouble, binascii.Error):
        told = "its format cannot be looked into"
    if told:
        yield Fault("trace-picture-data", "Page", _line(one), words=(("what", told),))


def _said(what: str, one: etree._Element) -> Fault:
    return Fault("trace-web", "Page", _line(one), words=(("what", what),))


def _line(one: etree._Element) -> str:
    return f"line {one.sourceline}" if one.sourceline else ""

"""Whether everybody can read a web page: what can be told from the file alone."""

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.catalogue import problem
from pipeline.gate.accessible.alt import poor
from pipeline.gate.accessible.colours import faint
from pipeline.gate.accessible.markup import Node, tree
from pipeline.model import Problem, Where

_HEADING = ("h1", "h2", "h3", "h4", "h5", "h6")
_FETCHED = {"img": "src", "link": "href", "source": "src", "video": "src", "audio": "src",
            "iframe": "src", "embed": "src", "object": "data", "input": "src", "track": "src",
            "image": "href", "use": "href"}
_ACTIVE = ("script", "iframe", "object", "embed", "form", "applet", "base", "frame")
_FETCHES = re.compile(r"@import|url\(\s*['\"]?(?!data:|#)[^)'\"\s]", re.I)
_NOWHERE = ("click here", "here", "more", "read more", "link", "this link", "this page", "download")


def web(html: bytes, name: str) -> list[Problem]:
    """Every problem of a web page. None: it passes."""
    page = tree(html)
    return [*_page(page, name), *_headings(page, name), *_pictures(page, name),
            *_tables(page, name), *_links(page, name), *_outside(page, name),
            *(problem("web-contrast", _at(name, one), ratio=f"{ratio:.1f}", wanted=f"{wanted:g}")
              for one, ratio, wanted in faint(page))]


def _at(name: str, one: Node) -> Where:
    return Where(name, spot=f"line {one.line}")


def _page(page: Node, name: str) -> Iterator[Problem]:
    root = next(page.all("html"), None)
    if root is None or not root.attributes.get("lang", "").lower().startswith("en"):
        yield problem("web-no-language", Where(name))
    if not any(one.words() for one in page.all("title")):
        yield problem("web-no-title", Where(name))
    for tag, role, what in (("main", "main", "main part"), ("header", "banner", "head of the page"),
                            ("footer", "contentinfo", "foot of the page")):
        if not any(one.tag == tag or one.attributes.get("role") == role for one in page.all()):
            yield problem("web-landmarks", Where(name), what=what)
    counted = Counter(one.attributes["id"] for one in page.all() if one.attributes.get("id"))
    for one in page.all():
        if counted.get(one.attributes.get("id", ""), 0) > 1:
            counted[one.attributes["id"]] = 0
            yield problem("web-same-id", _at(name, one))


def _headings(page: Node, name: str) -> Iterator[Problem]:
    found = [one for one in page.all(*_HEADING) if not one.hidden]
    mains = sum(one.tag == "h1" for one in found)
    if mains != 1:
        yield problem("web-headings", Where(name), why=f"it has {mains} main headings")
    last = 0
    for one in found:
        level = int(one.tag[1])
        if level > last + 1:
            yield problem("web-headings", _at(name, one),
                          why=f"level {level} follows level {last}" if last
                          else f"it begins with level {level}")
        if not one.words():
            yield problem("web-headings", _at(name, one), why="this one has no words")
        last = level


def _pictures(page: Node, name: str) -> Iterator[Problem]:
    for one in page.all("img", "svg", "area"):
        if one.hidden or any(above.tag == "svg" for above in one.up() if above is not one):
            continue
        said = one.attributes.get("alt", "") or one.attributes.get("aria-label", "")
        if one.tag == "svg":
            said = said or next((title.words() for title in one.all("title")), "")
        elif one.attributes.get("alt") == "" and one.attributes.get("role") == "presentation":
            continue  # a decoration that says that it is one
        if not said or poor(said):
            yield problem("web-alt", _at(name, one), quote=said)


def _tables(page: Node, name: str) -> Iterator[Problem]:
    for one in page.all("table"):
        heads = list(one.all("th"))
        if not heads:
            yield problem("web-table", _at(name, one), what="heading cells")
        elif any("scope" not in head.attributes and "id" not in head.attributes for head in heads):
            yield problem("web-table", _at(name, one),
                          what="word on which cells a heading cell is for (scope)")
        if not any(caption.words() for caption in one.all("caption")) and not (
                one.attributes.get("aria-labelledby") or one.attributes.get("aria-label")):
            yield problem("web-table", _at(name, one), what="caption")


def _links(page: Node, name: str) -> Iterator[Problem]:
    for one in page.all("a"):
        if "href" not in one.attributes or one.hidden:
            continue
        said = one.attributes.get("aria-label", "") or one.words() or " ".join(
            picture.attributes.get("alt", "") for picture in one.all("img"))
        if not said.strip() or said.strip().lower().rstrip(".:") in _NOWHERE:
            yield problem("web-link", _at(name, one), quote=said)


def _outside(page: Node, name: str) -> Iterator[Problem]:
    for one in page.all():
        if one.tag in _ACTIVE:
            yield problem("web-outside", _at(name, one), what=f"<{one.tag}>")
        if any(key.startswith("on") for key in one.attributes):
            yield problem("web-outside", _at(name, one), what="an action")
        source = one.attributes.get(_FETCHED.get(one.tag, "-"), "") or one.attributes.get(
            "srcset" if one.tag in ("img", "source") else "-", "")
        if source and not source.startswith(("data:", "#")):
            yield problem("web-outside", _at(name, one), what=f"<{one.tag}>")
        if one.attributes.get("href", "").strip().lower().startswith("javascript:"):
            yield problem("web-outside", _at(name, one), what="an action")
        style = "".join(child for child in one.children if isinstance(child, str)) if (
            one.tag == "style") else one.attributes.get("style", "")
        if _FETCHES.search(style):
            yield problem("web-outside", _at(name, one), what="a style")
        if one.tag == "meta" and one.attributes.get("http-equiv", "").lower() == "refresh":
            yield problem("web-outside", _at(name, one), what="another page")

"""Whether the words of a web page stand out from what is behind them, by its declared colours."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.gate.accessible.markup import UNREAD, Node

ENOUGH, ENOUGH_LARGE = 4.5, 3.0
"""What WCAG 2.2 AA asks for: words, and large words (24 px, or 18.66 px in bold)."""

Colour = tuple[float, float, float]
NAMED = {"black": "#000000", "white": "#ffffff", "red": "#ff0000", "green": "#008000",
         "blue": "#0000ff", "grey": "#808080", "gray": "#808080", "silver": "#c0c0c0",
         "yellow": "#ffff00", "navy": "#000080", "lightgrey": "#d3d3d3", "lightgray": "#d3d3d3",
         "darkgrey": "#a9a9a9", "darkgray": "#a9a9a9", "orange": "#ffa500", "purple": "#800080",
         "maroon": "#800000", "teal": "#008080", "pink": "#ffc0cb", "whitesmoke": "#f5f5f5"}
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_SIMPLE = re.compile(r"(?:\*|[a-z][\w-]*)?(?:[.#][\w-]+|\[[^\]]*\])*", re.I)
_PART = re.compile(r"[.#]?[\w-]+|\*|\[[^\]]*\]")


@dataclass(frozen=True)
class Rule:
    """A rule of the page's style: the chain of selectors from outside in, and what it declares."""

    chain: tuple[str, ...]
    declared: Mapping[str, str]
    weight: tuple[int, int, int, int]


def faint(page: Node) -> Iterator[tuple[Node, float, float]]:
    """Elements whose words are too faint: the contrast they have, and the one that is needed."""
    rules = sorted(_rules(page), key=lambda rule: rule.weight)
    looks: dict[Node, dict[str, str]] = {}
    for one in page.all():
        look = dict(looks.get(one.above, {})) if one.above is not None else {}
        own: dict[str, str] = {}
        for rule in rules:
            if _fits(rule.chain, one):
                own.update(rule.declared)
        own.update(_declared(one.attributes.get("style", "")))
        if "variable" in own.values():
            own = {key: value for key, value in own.items() if value != "variable"}
        looks[one] = {**look, **{key: value for key, value in own.items() if value != "inherit"}}
        words = "".join(child for child in one.children if isinstance(child, str)).strip()
        if words and one.tag not in UNREAD and not one.hidden and not _in_head(one):
            ratio = contrast(colour(looks[one].get("color", "")) or (0, 0, 0),
                             colour(looks[one].get("background", "")) or (1, 1, 1))
            wanted = ENOUGH_LARGE if _large(looks[one]) else ENOUGH
            if ratio < wanted:
                yield one, ratio, wanted


def contrast(first: Colour, second: Colour) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG counts it."""
    light, dark = sorted((_light(first), _light(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colour(said: str) -> Colour | None:
    """A colour as CSS writes it, or None where it is none that we can tell."""
    text = NAMED.get(said.strip().lower(), said.strip().lower())
    if re.fullmatch(r"#[0-9a-f]{3}", text):
        text = "#" + "".join(sign * 2 for sign in text[1:])
    if re.fullmatch(r"#[0-9a-f]{6}", text):
        red, green, blue = (int(text[at:at + 2], 16) / 255 for at in (1, 3, 5))
        return red, green, blue
    found = re.fullmatch(r"rgba?\(\s*(\d+)[ ,]+(\d+)[ ,]+(\d+)(?:\s*[,/]\s*1(?:\.0*)?)?\s*\)", text)
    return (int(found[1]) / 255, int(found[2]) / 255, int(found[3]) / 255) if found else None


def _light(one: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
                        for part in one)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _in_head(one: Node) -> bool:
    return any(above.tag in UNREAD for above in one.up())


def _large(look: Mapping[str, str]) -> bool:
    found = re.fullmatch(r"([\d.]+)(px|pt|rem|em)", look.get("font-size", ""))
    if not found:
        return False
    size = float(found[1]) * {"px": 1, "pt": 4 / 3, "rem": 16, "em": 16}[found[2]]
    bold = look.get("font-weight", "") in ("bold", "bolder", "600", "700", "800", "900")
    return size >= 24 or (bold and size >= 18.66)


def _rules(page: Node) -> Iterator[Rule]:
    order = 0
    for style in page.all("style"):
        text = _COMMENT.sub("", "".join(one for one in style.children if isinstance(one, str)))
        for selectors, body in _blocks(text):
            declared = _declared(body)
            if not declared:
                continue
            for selector in selectors.split(","):
                chain = tuple(selector.replace(">", " ").split())
                if chain and all(_SIMPLE.fullmatch(part) for part in chain):
                    order += 1
                    parts = [bit for part in chain for bit in _PART.findall(part)]
                    yield Rule(chain, declared, (
                        sum(bit[0] == "#" for bit in parts), sum(bit[0] in ".[" for bit in parts),
                        sum(bit[0] not in "#.[*" for bit in parts), order))


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Each rule: selectors and body. Those for paper, motion or forced colours are left out."""
    at = 0
    while (opened := text.find("{", at)) >= 0:
        head = text[at:opened].rpartition(";")[2].strip()
        depth, end = 1, opened + 1
        while depth and end < len(text):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        body = text[opened + 1:end - 1]
        if head.startswith("@"):
            if head.startswith(("@media", "@supports")) and not re.search(
                    r"print|forced-colors|prefers-", head):
                yield from _blocks(body)
        else:
            yield head, body
        at = end


def _declared(body: str) -> dict[str, str]:
    found = {}
    for line in body.split(";"):
        name, _, value = line.partition(":")
        name, value = name.strip().lower(), value.replace("!important", "").strip()
        if name in ("color", "background-color", "background"):
            name = name.removesuffix("-color") if name != "color" else name
            known = value if colour(value) else next(
                (word for word in value.split() if colour(word)), "")
            if known or value in ("inherit", "currentcolor", "transparent", "none"):
                found[name] = known or "inherit"
            elif value:
                found[name] = "variable"
        elif name in ("font-size", "font-weight"):
            found[name] = value
    return found


def _fits(chain: tuple[str, ...], one: Node) -> bool:
    """Whether an element is meant: the last selector by it, the others by elements around it."""
    if not _is(chain[-1], one):
        return False
    rest = list(chain[:-1])
    above = one.above
    while rest and above is not None:
        if _is(rest[-1], above):
            rest.pop()
        above = above.above
    return not rest


def _is(selector: str, one: Node) -> bool:
    for part in _PART.findall(selector):
        if part[0] == "." and part[1:] not in one.classes:
            return False
        if part[0] == "#" and part[1:] != one.attributes.get("id"):
            return False
        if part[0] == "[" and part[1:-1].split("=")[0].rstrip("~|^$*") not in one.attributes:
            return False
        if part[0] not in ".#[*" and part.lower() != one.tag:
            return False
    return bool(one.tag)

"""The door to Markdown: a page of it as plain blocks, or every reason why it cannot be one.

Only what our documents can show comes through: headings, paragraphs, lists, boxes to tick, tables,
block quotes, bold, italic and links. Anything else, HTML first of all, is refused and named.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

import markdown

_LIST = re.compile(r"(?:[-*+]|\d+[.)]) ")
_ORDERED = re.compile(r"\d+[.)] ")
_BOX = re.compile(r"\[([ xX])\] ")
_LINK = re.compile(r"(?:https://|mailto:)\S+")
_INLINE = {"strong": "bold", "em": "italic", "a": "href"}
_DEEPEST = 3
_NAMES = {"code": "words between backticks", "img": "a picture", "hr": "a ruled line",
          "pre": "a block of code"}


@dataclass(frozen=True)
class Run:
    """Words that look alike. An `aside` is small and grey: it says where a point comes from."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""
    aside: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the highest."""

    level: int
    runs: Runs


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    runs: Runs


@dataclass(frozen=True)
class Item:
    """One entry of a list: its paragraphs, whether it has a box (and a tick), lists inside it."""

    paragraphs: tuple[Runs, ...]
    box: bool = False
    ticked: bool = False
    inner: tuple["Items", ...] = ()


@dataclass(frozen=True)
class Items:
    """A list, with bullets or numbers."""

    ordered: bool
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Quote:
    """Words that are somebody else's, or set apart."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class Grid:
    """A table: its header and its rows; `caption` says what it is."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    caption: str = ""


Block = Heading | Words | Items | Quote | Grid


@dataclass
class Page:
    """What a page of Markdown holds, and what is wrong with it in words for its author."""

    blocks: tuple[Block, ...] = ()
    wrong: list[str] = field(default_factory=list)


def read(text: str) -> Page:
    """A page of Markdown as blocks; with anything in `wrong` it must not be used."""
    page = Page()
    reader = markdown.Markdown(extensions=["tables", "sane_lists"], tab_length=2,
                               output_format="xhtml")
    reader.parser.blockprocessors.deregister("code")  # an indented line is no program
    made = reader.convert("\n".join(_with_room(text.splitlines())))
    for raw in reader.htmlStash.rawHtmlBlocks:
        page.wrong.append(f"“{str(raw).strip()[:60]}” is HTML: say it in Markdown.")
    if not page.wrong:
        root = ElementTree.fromstring(f"<body>{made}</body>")
        page.blocks = tuple(_blocks(root, page))
    return page


def plain(runs: Runs) -> str:
    """The words of runs, without asides."""
    return "".join(run.text for run in runs if not run.aside)


def _with_room(lines: list[str]) -> Iterator[str]:
    """The lines, with an empty one before a list that follows a paragraph straight away."""
    before = ""
    for line in lines:
        if (_LIST.match(line) and before.strip() and before[0] not in " >|#"
                and not _LIST.match(before)):
            yield ""
        yield line
        before = line


def _blocks(parent: ElementTree.Element, page: Page) -> Iterator[Block]:
    for element in parent:
        match element.tag:
            case "h1" | "h2" | "h3":
                yield Heading(int(element.tag[1]), _runs(element, page))
            case "p":
                yield Words(_paragraph(element, page))
            case "ul" | "ol":
                yield _items(element, page)
            case "blockquote":
                yield Quote(tuple(_blocks(element, page)))
            case "table":
                yield _grid(element, page)
            case other:
                _refuse(other, _text(element), page)


def _paragraph(element: ElementTree.Element, page: Page) -> Runs:
    runs = _runs(element, page)
    if _LIST.match(plain(runs)):
        page.wrong.append(f"“{plain(runs)[:60]}” is no entry of a list: begin it at the edge, or "
                          "two spaces in from the entry it belongs to.")
    return runs


def _items(element: ElementTree.Element, page: Page) -> Items:
    return Items(element.tag == "ol", tuple(_item(one, page) for one in element))


def _item(element: ElementTree.Element, page: Page) -> Item:
    """An entry: its own words stand before its first inner block, or in paragraphs."""
    own = ElementTree.Element("p")
    own.text = element.text
    inner = []
    for child in element:
        if child.tag in ("p", "ul", "ol", "blockquote", "table", "h1", "h2", "h3", "pre", "hr"):
            inner.append(child)
        else:
            own.append(child)
    paragraphs = [_runs(own, page)] if _text(own).strip() else []
    lists = []
    for child in inner:
        match child.tag:
            case "p":
                paragraphs.append(_paragraph(child, page))
            case "ul" | "ol":
                lists.append(_items(child, page))
            case _:
                page.wrong.append(f"“{_text(child)[:60]}”: an entry of a list holds words and "
                                  "lists, nothing else.")
    first = paragraphs[0] if paragraphs else ()
    found = _BOX.match(first[0].text) if first else None
    if found:
        rest = Run(first[0].text[found.end():], first[0].bold, first[0].italic)
        paragraphs[0] = (rest, *first[1:])
    if not paragraphs:
        page.wrong.append("An entry of a list is empty.")
    return Item(tuple(paragraphs), bool(found), bool(found and found[1] != " "), tuple(lists))


def _grid(element: ElementTree.Element, page: Page) -> Grid:
    rows = [tuple(_runs(cell, page) for cell in row) for row in element.iter("tr")]
    for row in rows:
        if not all(plain(cell).strip() for cell in row):
            page.wrong.append(f"A table has an empty cell, in the row “{plain(row[0])[:60]}”: say "
                              "in words what is not there.")
    if len(rows) < 2:
        page.wrong.append("A table has no rows below its header.")
    return Grid(rows[0], tuple(rows[1:]))


def _runs(element: ElementTree.Element, page: Page) -> Runs:
    """The words of an element with their looks, white space as it is printed."""
    found = [run for run in _inside(element, Run(""), page) if run.text]
    if found:
        found[0] = _with(found[0], found[0].text.lstrip())
        found[-1] = _with(found[-1], found[-1].text.rstrip())
    return tuple(run for run in found if run.text)


def _inside(element: ElementTree.Element, look: Run, page: Page) -> Iterator[Run]:
    yield _with(look, re.sub(r"\s+", " ", element.text or ""))
    for child in element:
        if child.tag == "br":
            yield _with(look, " ")
        elif child.tag not in _INLINE:
            _refuse(child.tag, _text(child), page)
        else:
            yield from _inside(child, _look(child, look, page), page)
        yield _with(look, re.sub(r"\s+", " ", child.tail or ""))


def _look(element: ElementTree.Element, look: Run, page: Page) -> Run:
    href = element.get("href", "")
    if href and not _LINK.fullmatch(href):
        page.wrong.append(f"“{href[:60]}” is no address: a link begins with https:// or mailto:.")
    return Run("", look.bold or element.tag == "strong", look.italic or element.tag == "em",
               href or look.href)


def _with(look: Run, text: str) -> Run:
    return Run(text, look.bold, look.italic, look.href)


def _text(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _refuse(tag: str, words: str, page: Page) -> None:
    what = _NAMES.get(tag, f"a heading below level {_DEEPEST}" if tag.startswith("h") else tag)
    page.wrong.append(f"“{words[:60]}” is {what}: our documents have none." if words
                      else f"There is {what}: our documents have none.")

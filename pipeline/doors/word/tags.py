"""The tags of a template, found where they stand, and everything about them that cannot work.

docxtpl drops words beside `{%p`, renders tags that were deleted with tracked changes, and
multiplies cells when a loop starts in one and ends in another, all without a word. Here every tag
is looked at where it stands in the document before docxtpl's own syntax is applied, and whatever
would lose words or break the file is said, all of it at once. What passes gives a whole document
with any data.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.doors.word.names import (
    CELL,
    PARAGRAPH,
    ROW,
    RUN,
    SECTION_END,
    TABLE,
    TEXT,
    W,
)

TAG = re.compile(r"\{\{(?P<print>.*?)\}\}|\{%(?P<do>.*?)%\}|\{#.*?#\}", re.DOTALL)
_SCOPE = re.compile(r"(p|tr|tc|r)(?=[\s\xa0])")
_OPEN = {"if": "endif", "for": "endfor", "with": "endwith"}
_MIDDLE = ("else", "elif")
_REFUSED = ("macro", "call", "filter", "block", "include", "import", "from", "extends", "raw",
            "autoescape", "trans")
_CLOSED_BY_NOTHING = ("set", "do", "cellbg", "colspan", "vm", "hm")


@dataclass(frozen=True)
class Trouble:
    """Something wrong in a template: where (part, table, nearby words) and what."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass(frozen=True)
class Tag:
    """A tag as it stands in a paragraph. `scope` is what it takes the place of: '', 'p', 'tr'."""

    written: str
    scope: str
    prints: bool
    words: str
    paragraph: etree._Element
    inside: etree._Element

    @property
    def keyword(self) -> str:
        """The first word of a `{% %}` tag."""
        return "" if self.prints else (self.words.split() or [""])[0]

    @property
    def opens(self) -> str:
        """The keyword that closes what this tag opens, or ''."""
        return _OPEN.get(self.keyword, "")


def own_texts(paragraph: etree._Element) -> list[etree._Element]:
    """The text elements of a paragraph, without those of a text box that hangs on it."""
    found = list(paragraph.iter(TEXT))
    if next(paragraph.iterdescendants(PARAGRAPH), None) is None:
        return found
    return [text for text in found if next(text.iterancestors(PARAGRAPH)) is paragraph]


def words_of(paragraph: etree._Element) -> str:
    """The words of a paragraph as they stand in the template, tags included."""
    return "".join(text.text or "" for text in own_texts(paragraph))


def nearby(element: etree._Element, part: str) -> str:
    """Where something stands, in the words of somebody who looks at it in Word."""
    bits = [part]
    cell = next(element.iterancestors(CELL), None)
    if cell is not None:
        row = cell.getparent()
        table = next(cell.iterancestors(TABLE))
        number = list(cell.getroottree().getroot().iter(TABLE)).index(table) + 1
        rows = list(table.iterchildren(ROW))
        at = f", row {rows.index(row) + 1}" if row in rows else ""
        bits.append(f"table {number}{at}")
    words = words_of(element).strip()
    if words.startswith("{"):
        before = [words_of(p).strip() for p in element.xpath(
            "preceding::w:p[position() < 4]", namespaces={"w": W[1:-1]})]
        words = next((f"{w[-60:]} … " for w in reversed(before) if w and w[0] != "{"), "") + words
    bits.append(f"near “{words[:160]}”")
    return ", ".join(bits)


def tags_of(paragraph: etree._Element) -> list[Tag]:
    """The tags of a paragraph in order, joined where Word has split them over runs."""
    texts = own_texts(paragraph)
    whole = "".join(text.text or "" for text in texts)
    if "{" not in whole:
        return []
    found = []
    for match in TAG.finditer(whole):
        if match["print"] is None and match["do"] is None:
            continue
        words = match["print"] if match["do"] is None else match["do"]
        scope = _SCOPE.match(words)
        found.append(Tag(match[0], scope[1] if scope else "", match["do"] is None,
                         words[scope.end():].strip() if scope else words.strip(),
                         paragraph, _run_holder(texts, match.start(), paragraph)))
    return found


def _run_holder(texts: list[etree._Element], position: int,
                paragraph: etree._Element) -> etree._Element:
    """What holds the run that a position of the paragraph's text is in: paragraph, link, …"""
    for text in texts:
        position -= len(text.text or "")
        if position < 0:
            run = next(text.iterancestors(RUN), None)
            return paragraph if run is None else run.getparent()
    return paragraph


def check_tags(root: etree._Element, part: str) -> list[Trouble]:
    """Everything about the tags of a part that cannot work, all of it."""
    troubles = list(_out_of_place(root, part))
    opened: list[tuple[Tag, etree._Element]] = []
    for paragraph in root.iter(PARAGRAPH):
        tags = tags_of(paragraph)
        left = TAG.sub("", words_of(paragraph))
        whats = [f"the tag “{bit}” is not closed in its own paragraph"
                 for bit in ("{{", "{%", "{#") if bit in left]
        for tag in tags:
            whats += _alone(tag)
            whats += _wording(tag)
        for tag in tags:
            whats += _nesting(tag, opened)
        troubles += [Trouble(nearby(paragraph, part), what) for what in whats]
    troubles += [Trouble(nearby(tag.paragraph, part),
                         f"{tag.written} has no {{%{tag.scope}{' '}{tag.opens} %}}")
                 for tag, _ in opened]
    return troubles


def _holder(tag: Tag) -> etree._Element | None:
    """What must be the same for a tag and the one that closes it."""
    if tag.scope == "p":
        return tag.paragraph.getparent()
    if tag.scope in ("tr", "tc"):
        level = next(tag.paragraph.iterancestors(ROW if tag.scope == "tr" else CELL), None)
        return None if level is None else level.getparent()
    return tag.inside


def _nesting(tag: Tag, opened: list[tuple[Tag, etree._Element]]) -> Iterator[str]:
    holder = _holder(tag)
    if holder is None:
        yield f"{tag.written} stands outside a table"
        return
    word = tag.keyword
    if word in _OPEN:
        opened.append((tag, holder))
    elif word in _MIDDLE or word in _OPEN.values():
        if not opened:
            yield f"{tag.written} closes nothing"
            return
        begin, at = opened[-1] if word in _MIDDLE else opened.pop()
        if word not in _MIDDLE and begin.opens != word:
            yield f"{tag.written} closes {begin.written}"
        elif begin.scope != tag.scope:
            yield (f"{begin.written} goes with {tag.written}: both must be written alike, "
                   "with %p, with %tr or with neither")
        elif at is not holder:
            same = {"": "paragraph", "p": "cell or part of the page", "tr": "table", "tc": "row"}
            yield f"{begin.written} and {tag.written} do not stand in the same {same[tag.scope]}"


def _alone(tag: Tag) -> Iterator[str]:
    """docxtpl throws away everything that shares a paragraph, row or cell with such a tag."""
    if not tag.scope or tag.scope == "r":
        return
    names = {"p": "paragraph", "tr": "row", "tc": "cell"}
    level = {"p": PARAGRAPH, "tr": ROW, "tc": CELL}[tag.scope]
    around = tag.paragraph if tag.scope == "p" else next(tag.paragraph.iterancestors(level), None)
    if around is None:
        return
    inner = [around] if tag.scope == "p" else list(around.iter(PARAGRAPH))
    if "".join(words_of(p) for p in inner).strip() != tag.written:
        yield (f"{tag.written} must stand alone in its {names[tag.scope]}; "
               "the words beside it would vanish")
    if next(around.iter(W + "drawing", W + "pict", W + "object"), None) is not None:
        yield f"{tag.written} shares its {names[tag.scope]} with a picture, which would vanish"
    if next(around.iter(SECTION_END), None) is not None:
        yield f"{tag.written} stands where a section of the page layout ends; put it a line higher"


def _wording(tag: Tag) -> Iterator[str]:
    word = tag.keyword
    if tag.written[2] in "-+" or tag.written[-3] in "-+":
        yield f"{tag.written}: write it without the - or +, which would join paragraphs"
    elif tag.scope == "r":
        yield f"{tag.written}: write it without the r"
    elif tag.prints and tag.scope in ("tr", "tc"):
        yield f"{tag.written}: only {{{{ x }}}} and {{{{p x }}}} print"
    elif tag.scope and re.search("[%}]", tag.words):
        yield f"{tag.written}: no % or }} can stand inside this tag"
    elif word in ("p", "tr", "tc", "r"):
        yield f"{tag.written}: write {{%{word} without a space before the {word}"
    elif word in _REFUSED or (word == "set" and "=" not in tag.words):
        yield f"{tag.written}: “{word}” is not for Word templates"
    elif not tag.words or not (tag.prints or word in _OPEN or word in _OPEN.values()
                               or word in _MIDDLE or word in _CLOSED_BY_NOTHING):
        yield f"{tag.written}: “{word}” is not understood"


def _out_of_place(root: etree._Element, part: str) -> Iterator[Trouble]:
    for held in root.iter(W + "instrText", W + "delText", W + "fldSimple"):
        words = (held.text or "") + held.get(W + "instr", "")
        if "{{" in words or "{%" in words:
            paragraph = next(held.iterancestors(PARAGRAPH), held)
            what = ("deleted with tracked changes, but still there; accept the changes"
                    if held.tag == W + "delText" else "inside a field code")
            yield Trouble(nearby(paragraph, part), f"the tag in “{words.strip()}” is {what}")

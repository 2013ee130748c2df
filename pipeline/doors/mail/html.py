"""The words of an HTML message as plain lines. Nothing it points to is fetched."""

import re
from html import unescape
from typing import Any

from pipeline.doors.mail.words import WORD, decoded, together

SILENT = {"script", "style", "head", "title", "meta", "link"}
LINES = {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div",
         "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
         "header", "hr", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section",
         "table", "tbody", "textarea", "tfoot", "thead", "tr", "ul"}
CELLS = {"td", "th"}
SPACES = re.compile("[ \t\r\n\x0c\xa0]+")
BLANKS = re.compile("[ \t]+")
META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([-\w:.]{1,40})", re.IGNORECASE)
TAG = re.compile(r"<(?:[a-z/][^<>]*|![^<>]*)>", re.IGNORECASE)
UNSEEN = re.compile(r"<!--|<(script|style|head|title)\b[^<>]*>", re.IGNORECASE)
DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


def html_text(data: bytes, charset: str = "") -> str:
    """An HTML document as text: in the set its message claims, or else in its own."""
    if not charset and (found := META.search(data[:4000])):
        charset = found[1].decode("ascii")
    return decoded(data, charset)


def plain(html: str) -> tuple[str, list[str]]:
    """The words of an HTML document as lines, and the addresses it links to, in their order."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True,
                              remove_comments=True, remove_pis=True)
    source = DECLARED.sub("", html).replace("\x00", "").encode("utf-8", "replace")
    if not source.strip():
        return "", []
    root = etree.fromstring(source, parser)
    writer = _Lines()
    silent: Any = None
    for step, one in etree.iterwalk(root, events=("start", "end")) if root is not None else ():
        tag = str(one.tag).lower()
        if silent is None and step == "start":
            if tag in SILENT:
                silent = one
            else:
                writer.starts(tag, one)
        elif silent is None:
            writer.ends(tag, one)
        if step == "end" and silent is one:
            silent = None
            writer.says(one.tail)
    words = writer.text()
    seen = _seen(source.decode("utf-8"))
    if _letters(unescape(TAG.sub("", seen))) > _letters(words):
        # The parser gives up on what nests too deep, and on a comment that never ends.
        words = together(words, unescape(TAG.sub("\n", seen)))
    return words, writer.links


def _seen(html: str) -> str:
    """A document without its comments, styles and programs; what never ends is left in."""
    out, at, low = [], 0, html.encode("utf-8").lower().decode("utf-8")  # of one length with it
    endless: set[str] = set()
    while found := UNSEEN.search(html, at):
        close = f"</{found[1].lower()}" if found[1] else "-->"
        end = -1 if close in endless else low.find(close, found.end())
        if end < 0:
            endless.add(close)
            out.append(html[at:found.end()])
            at = found.end()
        else:
            out.append(html[at:found.start()])
            at = end + (len(close) if close == "-->" else 0)
    return "".join((*out, html[at:]))


def _letters(text: str) -> int:
    """How many letters and digits a text has."""
    return sum(map(len, WORD.findall(text)))


class _Lines:
    """Lines as they fill up while a document is walked through."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.now: list[str] = []
        self.links: list[str] = []
        self.kept = 0  # how deep in text whose spaces and line ends count
        self.said = False  # whether this line has words
        self.filled = False  # whether this cell, or a line outside tables, has words
        self.over = False  # whether the next words stand on a line of their own

    def starts(self, tag: str, one: Any) -> None:
        if tag in CELLS:
            if one.getprevious() is not None:
                self.now.append("\t")
            self.filled = self.over = False
        elif tag in ("tr", "table", "li") or (tag in LINES and self.filled):
            self.turns()
        if tag == "li":
            self.now.append("- ")
        elif tag == "br":
            self.turns(always=True)
        elif tag in ("a", "area"):
            self.links.append(one.get("href") or "")
        elif tag == "input" and (one.get("type") or "text").lower() == "text":
            self.says(one.get("value"))
        self.kept += tag == "pre"
        self.says(one.text)

    def ends(self, tag: str, one: Any) -> None:
        if tag == "pre":
            self.turns()
            self.kept -= 1
        self.over = self.over or tag in LINES
        self.says(one.tail)

    def says(self, text: str | None) -> None:
        if not text:
            return
        words = bool(text.strip())
        if words and self.over:
            self.turns()
        if self.kept:
            text, *rest = text.split("\n")
            for line in rest:
                self.now.append(text)
                self.turns(always=True)
                text = line
            self.now.append(text)
        else:
            self.now.append(SPACES.sub(" ", text))
        self.said = self.said or words
        self.filled = self.filled or words

    def turns(self, always: bool = False) -> None:
        """Begin a new line. An empty one is kept only where somebody asked for it."""
        if always or self.said:
            line = "".join(self.now)
            self.done.append(line if self.kept else BLANKS.sub(_shortest, line).strip(" "))
        self.now = []
        self.said = self.filled = self.over = False

    def text(self) -> str:
        self.turns()
        return "\n".join(self.done)


def _shortest(blanks: re.Match[str]) -> str:
    """Between two cells their tab, between two words one space."""
    return "\t" * blanks[0].count("\t") or " "

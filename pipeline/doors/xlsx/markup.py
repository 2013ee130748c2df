"""XML as it really comes: read with expat, mended when it is ill-formed, never a DTD."""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from html.entities import html5
from typing import Protocol
from xml.parsers import expat

from pipeline.errors import OutsideTrouble

DEEPEST = 250
LONGEST = 1_000_000
"""The most characters of one text that are kept."""

# Stand-ins for what was mended, until `mended` sees them. Unicode promises that no text has them.
GONE, GUESSED = "\ufdd0", "\ufdd1"

_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&(?:#(x?)([0-9A-Fa-f]+);|([A-Za-z][A-Za-z0-9]*);)?")
_HEAD = re.compile(r"^[^<]*<\?xml[^>]*>")
_ENCODING = re.compile(rb"""^[^<]*<\?xml[^>]*?encoding=["']([\w.-]+)""")
_OPEN_BREAK = re.compile(r"<(br|hr|img)((?:\s[^<>]*?)?)(?<!/)>(?!</\1>)", re.IGNORECASE)
_KNOWN = {"amp", "lt", "gt", "quot", "apos"}


class Stop(Exception):
    """Raised by a handler that has seen enough."""


class Handler(Protocol):
    """Takes what expat finds, names with their prefix still on."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def words(self, text: str) -> None:
        """Some of the text of the element that began last."""


@dataclass(frozen=True)
class Read:
    """How a part was read: `mended` when characters were, `cut` when not to its end."""

    mended: bool = False
    cut: bool = False


def read_markup(data: bytes, make: Callable[[], Handler]) -> tuple[Handler, Read]:
    """Read XML into a new handler; when it is ill-formed once more, mended, into another.

    What was found before the place where even the mended text breaks off is kept.
    """
    handler = make()
    if _parsed(data, handler):
        return handler, Read()
    better = _mend(data)
    if better == data:
        return handler, Read(cut=True)
    handler = make()
    characters = any(sign.encode() in better for sign in (GONE, GUESSED))
    return handler, Read(characters, not _parsed(better, handler))


class _First:
    """Takes the name of the first element, and no more."""

    def __init__(self) -> None:
        self.name = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.name = local(name)
        raise Stop

    def end(self, name: str) -> None: ...

    def words(self, text: str) -> None: ...


def root_name(data: bytes) -> str:
    """The name of the outermost element, '' when there is none."""
    first = _First()
    if not _parsed(data, first) and not first.name:
        _parsed(_mend(data), first)
    return mended(first.name)[0]


def _parsed(data: bytes, handler: Handler) -> bool:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 65_536
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.words
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, Stop, LookupError, ValueError):  # the last two: unknown encodings
        return False
    return True


def _refuse(*_: object) -> None:
    raise OutsideTrouble("It holds a document type definition, which no workbook needs.")


def _mend(data: bytes) -> bytes:
    text = _without_cdata(_decoded(data))
    text = _HEAD.sub("", text.lstrip("\ufeff"), count=1)
    text = text[text.find("<") if "<" in text else 0:text.rfind(">") + 1]
    text = _BAD.sub(GONE, _REFERENCE.sub(_reference, text))
    return _OPEN_BREAK.sub(r"<\1\2/>", text).encode("utf-8", "replace")


def _without_cdata(text: str) -> str:
    """Words that stand as they are between two signs, written like all others.

    No pattern does this in a time that grows with the text alone.
    """
    bits, at = [], 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        bits += [text[at:start], escape(text[start + 9:end])]
        at = end + 3
    return "".join([*bits, text[at:]])


def _decoded(data: bytes) -> str:
    for start, name in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(start):
            return data.decode(name, "replace")
    named = _ENCODING.match(data[:200])
    name = named[1].decode().lower() if named else "utf-8"
    try:
        return data.decode("utf-8" if name == "us-ascii" else name, "as-windows-wrote-it")
    except LookupError:
        return data.decode("utf-8", "as-windows-wrote-it")


def _windows(why: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 were most likely pasted from a Windows program."""
    if not isinstance(why, UnicodeDecodeError):
        raise why
    letters = (why.object[n:n + 1].decode("cp1252", "ignore") for n in range(why.start, why.end))
    return "".join(GUESSED + one if one else GONE for one in letters), why.end


codecs.register_error("as-windows-wrote-it", _windows)


def _reference(found: re.Match[str]) -> str:
    if found[2]:
        number = int(found[2], 16 if found[1] else 10) if len(found[2]) < 8 else 0
        fine = number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number < 0x110000
        return found[0] if fine and number not in (0xFFFE, 0xFFFF) else GONE
    if found[3] in _KNOWN:
        return found[0]
    if found[3] and f"{found[3]};" in html5:
        return GUESSED + escape(html5[f"{found[3]};"])
    return f"{GUESSED}&amp;{found[0][1:]}"


def mended(text: str) -> tuple[str, bool]:
    """The text as it can be shown, and whether any of it had to be mended."""
    if GONE not in text and GUESSED not in text:
        return text, False
    return text.replace(GONE, "\ufffd").replace(GUESSED, ""), True


def local(name: str) -> str:
    """A name without its prefix: people's programs choose prefixes as they like."""
    return name.rpartition(":")[2]


def whole(text: str | None, usual: int = 0) -> int:
    """The whole number an attribute holds, `usual` when it holds none."""
    try:
        return int(text) if text and len(text) < 12 else usual
    except ValueError:
        return usual


def true(text: str | None, usual: bool = False) -> bool:
    """Whether an attribute says yes, in any of the ways in which programs say it."""
    return usual if text is None else text.strip().lower() in ("1", "true", "on", "t")


@dataclass(slots=True)
class Node:
    """An element of a small part, names and attributes without their prefixes."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    inside: list["Node | str"] = field(default_factory=list)

    @property
    def children(self) -> Iterator["Node"]:
        """The elements in it."""
        return (one for one in self.inside if isinstance(one, Node))

    def all(self, *names: str) -> Iterator["Node"]:
        """Every element below, at any depth, that has one of these names; all without any.

        What stands there once more, for older programs, is left out.
        """
        for one in self.children:
            if one.name == "Fallback":
                continue
            if not names or one.name in names:
                yield one
            yield from one.all(*names)

    def first(self, *names: str) -> "Node | None":
        """The first element below that has one of these names."""
        return next(self.all(*names), None)

    def get(self, name: str, usual: str = "") -> str:
        """An attribute's words."""
        return mended(self.attributes.get(name, usual))[0]

    @property
    def text(self) -> str:
        """All words in it."""
        return mended("".join(self._bits()))[0][:LONGEST]

    def _bits(self) -> Iterator[str]:
        for one in self.inside:
            if isinstance(one, str):
                yield one
            else:
                yield from one._bits()


class _Tree:
    def __init__(self) -> None:
        self.root = Node("")
        self._open = [self.root]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) > DEEPEST:
            raise Stop
        node = Node(local(name), {local(key): value for key, value in attributes.items()})
        self._open[-1].inside.append(node)
        self._open.append(node)

    def end(self, name: str) -> None:
        self._open.pop()

    def words(self, text: str) -> None:
        self._open[-1].inside.append(text)


def tree(data: bytes) -> tuple[Node, Read]:
    """A small part as nested elements: a nameless node that holds its root."""
    handler, how = read_markup(data, _Tree)
    assert isinstance(handler, _Tree)
    return handler.root, how

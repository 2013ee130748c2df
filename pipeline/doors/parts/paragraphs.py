"""The words of a paragraph of Word, of a drawing or of a slide, joined across its runs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pipeline.doors.parts.line import Line, Piece, Sign, Text, drop, local, said, unwrap

SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011",
         "softHyphen": "\u00ad"}
LOOKS = {"pPr", "rPr", "sdtPr", "ctrlPr", "sdtEndPr", "fldData", "endParaRPr"}
GONE = {"del", "moveFrom"}
APART = {"Fallback", "rt", "rPh"}
"""What tells the same words once more, for older programs or above them."""


@dataclass
class Field:
    """A field of a paragraph as it is met: its marks, and the pieces of its code."""

    marks: list[Any] = field(default_factory=list)
    codes: list[Any] = field(default_factory=list)
    shown: bool = False
    closed: bool = False

    def undo(self) -> None:
        """Leave the words that the field shows, and take the field itself away."""
        for one in (*self.marks, *self.codes):
            run = one.getparent()
            drop(one)
            if run is not None and local(run) == "r" and all(local(x) == "rPr" for x in run):
                drop(run)


@dataclass
class _Read:
    """What has been gathered of one paragraph."""

    now: list[tuple[Piece, bool]] = field(default_factory=list)
    before: list[Piece] = field(default_factory=list)
    deleted: list[Piece] = field(default_factory=list)
    apart: list[Any] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    open: list[Field] = field(default_factory=list)
    simple: list[Any] = field(default_factory=list)


def lines_of(paragraph: Any, part: str, spot: str, kind: str = "text") -> Iterator[Line]:
    """The texts of a paragraph: as it is read, without what is hidden, as it was before changes.

    The same piece may be in several of them; each is read anew when its turn comes.
    """
    read = _Read()
    _walk(paragraph, read, False, False)
    shown = [piece for piece, hidden in read.now if not hidden]
    if read.now:
        yield Line(part, spot, kind, [piece for piece, _ in read.now])
    if len(shown) < len(read.now):
        yield Line(part, f"{spot}, hidden words", "hidden",
                   [piece for piece, hidden in read.now if hidden])
        if shown:
            yield Line(part, f"{spot}, without hidden words", kind, shown)
    if read.deleted:
        yield Line(part, f"{spot}, deleted words", "deleted", read.deleted, fixed=True)
        if len(read.before) > len(read.deleted):
            yield Line(part, f"{spot}, before the changes", "deleted", read.before, fixed=True)
    for one in read.apart:
        again = _Read()
        for child in one:
            _walk_one(child, again, False, False)
        if again.now:
            yield Line(part, spot, kind, [piece for piece, _ in again.now])
    for code in read.fields:
        if code.codes:
            yield Line(part, f"{spot}, code of a field", "field",
                       [Text(one) for one in code.codes], fixed=not code.closed, mend=code.undo)
    for one in read.simple:
        words = said(one, "instr")
        if words:
            yield Line(part, f"{spot}, code of a field", "field", [_Code(one)],
                       mend=partial(unwrap, one))


@dataclass(frozen=True)
class _Code:
    """The code of a simple field."""

    element: Any

    @property
    def words(self) -> str:
        """What stands there now."""
        return said(self.element, "instr") if self.element.getparent() is not None else ""

    def put(self, words: str) -> None:
        """The field goes as a whole: nothing is put in place of its code."""


def _walk(element: Any, read: _Read, deleted: bool, added: bool) -> None:
    for child in element:
        _walk_one(child, read, deleted, added)


def _walk_one(child: Any, read: _Read, deleted: bool, added: bool) -> None:
    name = local(child)
    if name in LOOKS or name in ("p", "txbxContent", "") or (name == "tbl"):
        return
    if name in APART:
        read.apart.append(child)
    elif name in GONE:
        _walk(child, read, True, added)
    elif name in ("ins", "moveTo"):
        _walk(child, read, deleted, True)
    elif name in ("t", "delText"):
        _take(Text(child), child, read, deleted or name == "delText", added)
    elif name in SIGNS or name == "sym":
        sign = SIGNS.get(name) or _symbol(child)
        _take(Sign(child, sign), child, read, deleted, added)
    elif name in ("instrText", "delInstrText"):
        (read.open[-1] if read.open else _loose(read)).codes.append(child)
    elif name == "fldChar":
        _mark(child, read)
    else:
        if name == "fldSimple":
            read.simple.append(child)
        _walk(child, read, deleted, added)


def _take(piece: Piece, element: Any, read: _Read, deleted: bool, added: bool) -> None:
    if deleted:
        read.deleted.append(piece)
        read.before.append(piece)
        return
    read.now.append((piece, _hidden(element)))
    if not added:
        read.before.append(piece)


def _loose(read: _Read) -> Field:
    """Codes whose field began in an earlier paragraph."""
    read.fields.append(Field())
    read.open.append(read.fields[-1])
    return read.open[-1]


def _mark(mark: Any, read: _Read) -> None:
    kind = said(mark, "fldCharType")
    if kind == "begin":
        read.fields.append(Field([mark]))
        read.open.append(read.fields[-1])
    elif read.open:
        read.open[-1].marks.append(mark)
        if kind == "end":
            ended = read.open.pop()
            ended.closed = local(ended.marks[0]) == "fldChar" and (
                said(ended.marks[0], "fldCharType") == "begin")


def _hidden(element: Any) -> bool:
    run = element.getparent()
    look = next((one for one in run if local(one) == "rPr"), None) if run is not None else None
    mark = None if look is None else next((one for one in look if local(one) == "vanish"), None)
    return mark is not None and said(mark, "val") not in ("0", "false", "off")


def _symbol(element: Any) -> str:
    try:
        code = int(said(element, "char"), 16)
    except ValueError:
        return "\ufffd"
    # Symbol fonts keep their letters in a private area, at the place of the plain letter.
    code = code - 0xF000 if 0xF020 <= code <= 0xF0FF else code
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"

"""What a file turned out to be, as plain bytes for a pipe, and back.

The bytes come back from a process that has read hostile files, so nothing of them is believed:
no pickle, every value is checked for its type, and what does not fit raises `Garbled`.

    4 bytes: how long the JSON is | the JSON | the bytes of the parts, one after the other

Long lists stand in the JSON column by column, which is several times as fast as row by row.
"""

import json
import re
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import starmap
from typing import Any, TypeVar

from pipeline.catalogue import CODES, problem_of
from pipeline.doors.mail import MAIL_MARKS, Attachment, Mail
from pipeline.doors.xlsx.book import MARKS, REMARKS, Book, Cell, Remark, Sheet, Token
from pipeline.model import Fault
from pipeline.opening import KINDS, Opened, Part, failed

MOST_WORDS = 128 * 1024 * 1024
"""How long the JSON may be. A form of ten thousand rows takes a seventh of it."""

_LENGTH = struct.Struct(">I")
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]")
_PLAIN = (str, bool, int, float)
T = TypeVar("T")


class Garbled(Exception):
    """These bytes are not what `encode` makes."""


# --- out ------------------------------------------------------------------------------------


def encode(opened: Opened) -> bytes:
    """The bytes that `decode` turns back into the same."""
    blocks: dict[bytes, int] = {}

    def block(data: bytes) -> int:
        return blocks.setdefault(bytes(data), len(blocks))

    shape = {
        "kind": opened.kind, "refused": opened.refused, "faults": [*map(_fault, opened.faults)],
        "book": opened.book and _book(opened.book),
        "mail": opened.mail and _mail(opened.mail, block),
        "parts": [[part.name, block(part.data)] for part in opened.parts],
        "blocks": [len(data) for data in blocks],
    }
    words = _as_utf8(json.dumps(shape, ensure_ascii=False, separators=(",", ":")))
    if len(words) > MOST_WORDS:
        return encode(failed("it holds more words than any form", opened.kind))
    return b"".join([_LENGTH.pack(len(words)), words, *blocks])


def _as_utf8(words: str) -> bytes:
    try:
        return words.encode()
    except UnicodeEncodeError:  # half of a pair, which no file may hold: a mark in its place
        whole = words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return whole.encode()


def _fault(fault: Fault) -> list[Any]:
    return [fault.code, fault.part, fault.spot, fault.quote, fault.words]


def _book(book: Book) -> dict[str, Any]:
    return {
        "sheets": [[sheet.name, sheet.hidden, *_columns(
            [row, column, _value(cell.value), cell.formula, " ".join(sorted(cell.marks))]
            for (row, column), cell in sheet.cells.items())] for sheet in book.sheets],
        "properties": [*book.properties.items()],
        "remarks": [[one.kind, one.sheet, one.spot, one.words] for one in book.remarks],
        "faults": [*map(_fault, book.faults)],
        "census": _columns([one.part, one.sheet, one.spot, one.words, one.number]
                           for one in book.census),
        "counted": book.counted,
    }


def _columns(rows: Iterable[list[Any]]) -> list[Sequence[Any]]:
    """Rows of five as five columns."""
    return [*zip(*rows, strict=True)] or [[], [], [], [], []]


def _value(value: Any) -> Any:
    """A cell's value as JSON: words, numbers and ticks as they are, the rest with its type."""
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, timedelta):
        return ["length", value.days, value.seconds, value.microseconds]
    for name, kind in (("moment", datetime), ("day", date), ("time", time)):
        if isinstance(value, kind):
            return [name, value.isoformat()]
    raise TypeError(f"no cell holds a {type(value).__name__}")


def _mail(mail: Mail, block: Callable[[bytes], int]) -> dict[str, Any]:
    return {
        "head": [mail.sender, mail.to, mail.subject, mail.sent, mail.words],
        "attachments": [[one.name, block(one.data), one.inline] for one in mail.attachments],
        "marks": sorted(mail.marks), "links": [*mail.links],
        "faults": [*map(_fault, mail.faults)],
    }


# --- back -----------------------------------------------------------------------------------


def decode(data: bytes) -> Opened:
    """What `encode` was given. Raises `Garbled` for anything else, and nothing else."""
    try:
        return _opened(data)
    except Garbled:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError,
            RecursionError, struct.error):
        raise Garbled from None


def _opened(data: bytes) -> Opened:
    (length,) = _LENGTH.unpack_from(data)
    words, rest = data[4:4 + length], data[4 + length:]
    if len(words) != length or length > MOST_WORDS:
        raise Garbled
    if _SURROGATE.search(words) and _ESCAPED.search(words):  # the first is a hundred times faster
        raise Garbled
    shape = json.loads(words.decode())
    blocks = _blocks(rest, shape["blocks"])
    return Opened(
        _one_of(shape["kind"], KINDS), _faults(shape["faults"]), _is(shape["refused"], bool),
        None if shape["book"] is None else _book_back(shape["book"]),
        None if shape["mail"] is None else _mail_back(shape["mail"], blocks),
        tuple(Part(_is(name, str), blocks[_count(n)]) for name, n in shape["parts"]))


def _blocks(rest: bytes, lengths: list[Any]) -> list[bytes]:
    found, at = [], 0
    for length in lengths:
        found.append(rest[at:at + _count(length)])
        at += length
    if at != len(rest):
        raise Garbled
    return found


def _is(value: Any, kind: type[T]) -> T:
    if type(value) is not kind:
        raise Garbled
    return value


def _all(values: list[Any], kind: type) -> list[Any]:
    if not {*map(type, values)} <= {kind}:
        raise Garbled
    return values


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise Garbled
    return value


def _one_of(value: Any, known: Mapping[str, Any]) -> str:
    if type(value) is not str or value not in known:
        raise Garbled
    return value


def _faults(rows: list[Any]) -> tuple[Fault, ...]:
    found = []
    for code, part, spot, quote, words in rows:
        pairs = tuple((_is(name, str), _is(said, str)) for name, said in words)
        fault = Fault(_one_of(code, CODES), _is(part, str), _is(spot, str), _is(quote, str), pairs)
        problem_of(fault, "")  # a sentence with a gap is found here, not while collating
        found.append(fault)
    return tuple(found)


def _book_back(shape: dict[str, Any]) -> Book:
    return Book(
        tuple(Sheet(_is(name, str), _is(hidden, bool), _cells(*cells))
              for name, hidden, *cells in shape["sheets"]),
        {_is(name, str): _is(value, str) for name, value in shape["properties"]},
        tuple(Remark(_one_of(kind, REMARKS), _is(sheet, str), _is(spot, str), _is(words, str))
              for kind, sheet, spot, words in shape["remarks"]),
        _faults(shape["faults"]), _tokens(shape["census"]), _is(shape["counted"], bool))


def _cells(rows: list[Any], columns: list[Any], values: list[Any], formulas: list[Any],
           marks: list[Any]) -> dict[tuple[int, int], Cell]:
    _all(rows, int), _all(columns, int), _all(formulas, str), _all(marks, str)
    if rows and min(*rows, *columns, 1) < 1:
        raise Garbled
    known = {said: frozenset(_one_of(mark, MARKS) for mark in said.split()) for said in set(marks)}
    plain = [value if type(value) in _PLAIN else _value_back(value) for value in values]
    cells = map(Cell, plain, formulas, map(known.__getitem__, marks))
    return dict(zip(zip(rows, columns, strict=True), cells, strict=True))


def _value_back(value: Any) -> Any:
    name, *bits = _is(value, list)
    if name == "length":
        days, seconds, micro = bits
        return timedelta(_is(days, int), _count(seconds), _count(micro))
    kinds: dict[str, Callable[[str], Any]] = {
        "moment": datetime.fromisoformat, "day": date.fromisoformat, "time": time.fromisoformat}
    (words,) = bits
    return kinds[name](words)


def _tokens(columns: list[Any]) -> tuple[Token, ...]:
    *texts, numbers = columns
    for column in texts:
        _all(column, str)
    parts, sheets, spots, words = texts
    rows = zip(parts, sheets, spots, words, _all(numbers, bool), strict=True)
    return tuple(starmap(Token, rows))


def _mail_back(shape: dict[str, Any], blocks: list[bytes]) -> Mail:
    sender, to, subject, sent, words = (_is(one, str) for one in shape["head"])
    return Mail(
        sender, to, subject, sent, words,
        tuple(Attachment(_is(name, str), blocks[_count(n)], _is(inline, bool))
              for name, n, inline in shape["attachments"]),
        frozenset(_one_of(mark, MAIL_MARKS) for mark in shape["marks"]),
        tuple(_is(link, str) for link in shape["links"]), _faults(shape["faults"]))

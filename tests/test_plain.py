"""What the child process answers: the same on both sides of the pipe, and never believed."""

import json
import string
import struct
import typing
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogue import CODES
from pipeline.doors.mail import MAIL_MARKS, Attachment, Mail
from pipeline.doors.xlsx import Book, Cell, Remark, Sheet, Token
from pipeline.doors.xlsx.book import MARKS, REMARKS
from pipeline.model import Fault
from pipeline.opening import KINDS, Opened, Part, failed
from pipeline.opening.plain import Garbled, decode, encode

WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
VALUES = st.one_of(
    WORDS, st.integers(), st.floats(allow_nan=False), st.booleans(), st.dates(), st.datetimes(),
    st.times(), st.timedeltas(),
    st.sampled_from(["", "\\ud800", "\\\\ud800", "\x00\x07", " \n\r\t", "\U0001f600", "=1+1", 1.0,
                     1, True, -0.0, 1e300, float("inf"), 2**70, date.min, datetime.max,
                     time(1, 2, 3, 4), timedelta(days=-1, microseconds=1)]))


def braces(code: str) -> list[str]:
    """What the sentences of a problem leave open."""
    said = CODES[code].message + CODES[code].fix
    return sorted({name for _, name, _, _ in string.Formatter().parse(said) if name})


@st.composite
def faults(draw: st.DrawFn) -> Fault:
    """A fault whose sentence has no gap."""
    code = draw(st.sampled_from(sorted(CODES)))
    words = tuple((name, draw(WORDS)) for name in braces(code))
    return Fault(code, draw(WORDS), draw(WORDS), draw(WORDS), words)


def every(kind: type, /, **special: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """This dataclass with every field it has, drawn by its type: a new field cannot be forgotten.

    `special` gives the fields of which the type does not say enough.
    """
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{
        one.name: special.get(one.name, st.from_type(hints[one.name])) for one in fields(kind)})


def marked(known: typing.Mapping[str, str]) -> st.SearchStrategy[Any]:
    """Some of these marks."""
    return st.frozensets(st.sampled_from(sorted(known)))


PLACES = st.tuples(st.integers(1, 1_048_576), st.integers(1, 16_384))
st.register_type_strategy(str, WORDS)
st.register_type_strategy(Fault, faults())
st.register_type_strategy(Cell, every(Cell, value=VALUES, marks=marked(MARKS)))
st.register_type_strategy(Sheet, every(Sheet, cells=st.dictionaries(PLACES, st.from_type(Cell),
                                                                    max_size=6)))
st.register_type_strategy(Remark, every(Remark, kind=st.sampled_from(sorted(REMARKS))))
st.register_type_strategy(Token, every(Token))
st.register_type_strategy(Book, every(Book))
st.register_type_strategy(Attachment, every(Attachment))
st.register_type_strategy(Mail, every(Mail, marks=marked(MAIL_MARKS)))
st.register_type_strategy(Part, every(Part))
OPENED = every(Opened, kind=st.sampled_from(sorted(KINDS)))

SAMPLE = Opened(
    "eml", (Fault("macros-present"),), book=Book(
        (Sheet("One", False, {(1, 1): Cell("words"), (2, 3): Cell(
            date(2021, 3, 1), "=NOW()", frozenset({"struck", "hidden"}))}),), {"case": "2025-07"},
        (Remark("comment", "One", "A1", "see me"),), (), (Token("xl/a.xml", "One", "A1", "words"),),
        True),
    mail=Mail("a@example.org", "", "Return", "", "Hello", (Attachment("form.xlsx", b"PK"),),
              frozenset({"signed"}), ("https://example.org/x",)),
    parts=(Part("form.xlsx", b"PK"), Part("", b"\x00\xff")))


def kinds_of_values(opened: Opened) -> list[type]:
    """The types of all values, since 1 == 1.0 == True."""
    sheets = opened.book.sheets if opened.book else ()
    return [type(cell.value) for sheet in sheets for cell in sheet.cells.values()]


@given(OPENED)
def test_everything_comes_back_as_it_was(opened: Opened) -> None:
    back = decode(encode(opened))
    assert back == opened
    assert kinds_of_values(back) == kinds_of_values(opened)


def test_attachments_cross_the_pipe_once() -> None:
    large = b"x" * 100_000
    mail = replace(SAMPLE.mail, attachments=(Attachment("a", large),))  # type: ignore[type-var]
    once = Opened("eml", mail=mail, parts=(Part("a", large), Part("b", large)))
    assert decode(encode(once)) == once
    assert len(encode(once)) < 101_000


def test_half_a_pair_of_characters_becomes_the_sign_for_it() -> None:
    book = Book((Sheet("One", False, {(1, 1): Cell("a\ud800b\U0001f600")}),))
    back = decode(encode(Opened("xlsx", book=book)))
    assert back.book is not None
    assert back.book.sheets[0].cells[1, 1].value == "a\ufffdb\U0001f600"


def test_half_a_pair_is_not_taken_from_an_answer() -> None:
    good = encode(failed("it is damaged"))
    with pytest.raises(Garbled):
        decode(swapped(good, "it is damaged", r"it is \ud83d"))
    assert decode(swapped(good, "it is damaged", r"it is \\ud83d")) == failed(r"it is \ud83d")


def swapped(data: bytes, old: str, new: str) -> bytes:
    """An answer with other words in its JSON."""
    length = struct.unpack_from(">I", data)[0]
    words = data[4:4 + length].replace(old.encode(), new.encode())
    return struct.pack(">I", len(words)) + words + data[4 + length:]


def test_more_words_than_any_form_has_are_neither_sent_nor_taken(
        monkeypatch: pytest.MonkeyPatch) -> None:
    whole = encode(SAMPLE)
    monkeypatch.setattr("pipeline.opening.plain.MOST_WORDS", 300)
    assert decode(encode(SAMPLE)) == failed("it holds more words than any form", "eml")
    with pytest.raises(Garbled):
        decode(whole)


# --- answers that are not to be believed ----------------------------------------------------


def test_an_answer_that_is_cut_short_or_too_long_is_refused() -> None:
    whole = encode(SAMPLE)
    for length in range(len(whole)):
        with pytest.raises(Garbled):
            decode(whole[:length])
    with pytest.raises(Garbled):
        decode(whole + b"x")


@given(st.binary(max_size=200))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(Garbled):
        decode(noise)


def test_what_nests_without_end_is_refused() -> None:
    words = b"[" * 200_000
    with pytest.raises(Garbled):
        decode(struct.pack(">I", len(words)) + words)


@pytest.mark.parametrize(("old", "new"), [
    ('"kind":"eml"', '"kind":"invented"'),
    ('"refused":false', '"refused":0'),
    ('"macros-present"', '"invented-code"'),
    ('"macros-present"', '"file-too-large"'),  # a sentence with a gap
    ('"hidden struck"', '"hidden invented"'),
    ('"comment"', '"invented"'),
    ('["signed"]', '["invented"]'),
    ('"2021-03-01"', '"2021-02-31"'),
    ('["day",', '["eval",'),
    ('["day","2021-03-01"]', 'null'),
    ('["day","2021-03-01"]', '{"day":1}'),
    ('[1,2],[1,3]', '[1,0],[1,3]'),
    ('[1,2],[1,3]', '[1,true],[1,3]'),
    ('[1,2],[1,3]', '[1],[1,3]'),
    ('[["form.xlsx",0]', '[["form.xlsx",9]'),
    ('[["form.xlsx",0]', '[["form.xlsx",-1]'),
    ('"blocks":[2,2]', '"blocks":[3,2]'),
    ('"blocks":[2,2]', '"blocks":[-2,6]'),
    ('"counted":true', '"counted":"yes"'),
    ('["case","2025-07"]', '["case",7]'),
])
def test_one_wrong_value_is_enough_to_refuse(old: str, new: str) -> None:
    whole = encode(SAMPLE)
    assert decode(whole) == SAMPLE
    changed = swapped(whole, old, new)
    assert changed != whole
    with pytest.raises(Garbled):
        decode(changed)


JUNK = st.sampled_from([None, True, 0, -1, 1e9, "", "x", [], [[]], {}, {"x": 1}, 2**80])


@given(st.data())
def test_any_change_is_refused_or_makes_sense(data: st.DataObject) -> None:
    whole = encode(SAMPLE)
    length = struct.unpack_from(">I", whole)[0]
    shape = json.loads(whole[4:4 + length])
    at: Any = shape
    while True:
        spots = list(at) if isinstance(at, dict) else list(range(len(at)))
        spot = data.draw(st.sampled_from(spots))
        if not isinstance(at[spot], (dict, list)) or not at[spot] or data.draw(st.booleans()):
            at[spot] = data.draw(JUNK)
            break
        at = at[spot]
    words = json.dumps(shape).encode()
    changed = struct.pack(">I", len(words)) + words + whole[4 + length:]
    try:
        back = decode(changed)
    except Garbled:
        return
    assert decode(encode(back)) == back

"""Only three marks are read in what people typed; everything else stays as it is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.prose import Block, Run, blocks, mostly_right_to_left, printable


def shown(text: str) -> list[tuple[str, str]]:
    """Kind and words of each block, with its looks written as `B[…]` and `I[…]`."""
    found = []
    for block in blocks(text):
        words = ""
        for run in block.runs:
            words += ("B" * run.bold + "I" * run.italic + f"[{run.text}]"
                      if run.bold or run.italic else run.text)
        found.append((block.kind, words))
    return found


@pytest.mark.parametrize("typed", [
    "1986. A great year", "> 3 weeks", "2*3*4", "2**3**4", "snake_case_words", "<b>not bold</b>",
    "Mother & father", "{{ case.name }}", "{% if x %}", "-5 degrees", "--", "- ", "*one star*",
    "__init__", "____ (name)", "***three***", "** not bold **", "_ not italic _", "**never closed",
    "# 7 Elm Row", "1) first", "\u2022 pasted", "https://example.org/_a_/b_c_d", "+44", "| a | b |",
    "   three spaces", "a\tb", "\N{NO-BREAK SPACE}x", "👩‍👧 seen", "שלום", "5_000_000", "a_b _c",
])
def test_everything_else_comes_out_as_typed(typed: str) -> None:
    assert blocks(typed) == (Block("paragraph", (Run(typed),)),)


@pytest.mark.parametrize(("typed", "expected"), [
    ("- milk", [("bullet", "milk")]),
    (" - milk", [("paragraph", " - milk")]),
    ("a\n- b\nc", [("paragraph", "a"), ("bullet", "b"), ("paragraph", "c")]),
    ("a\r\nb\rc\n\n\nd", [("paragraph", word) for word in "abcd"]),
    ("**Note:** he said _nothing_, twice.",
     [("paragraph", "B[Note:] he said I[nothing], twice.")]),
    ("**bold and _both_**", [("paragraph", "B[bold and ]BI[both]")]),
    ("(**a**) “_b_”", [("paragraph", "(B[a]) “I[b]”")]),
    ("**open **closed**", [("paragraph", "**open B[closed]")]),
    ("**one line\nonly**", [("paragraph", "**one line"), ("paragraph", "only**")]),
    ("a\x00b\x0bc\x85d\ud800e\uffff", [("paragraph", "a\ufffdb\ufffdc\ufffdd\ufffde\ufffd")]),
    ("", []), (" \n\t\n", []),
])
def test_what_is_read(typed: str, expected: list[tuple[str, str]]) -> None:
    assert shown(typed) == expected


@given(st.text())
def test_nothing_is_lost_but_marks(typed: str) -> None:
    lines = [line for line in printable(typed).split("\n") if line.strip()]
    found = blocks(typed)
    assert len(found) == len(lines)
    for line, block in zip(lines, found, strict=True):
        line = line[2:] if block.kind == "bullet" else line
        assert all(run.text for run in block.runs)
        assert block.text.translate({42: None, 95: None}) == line.translate({42: None, 95: None})
        if not any(run.bold or run.italic for run in block.runs):
            assert block.text == line


@given(st.text(alphabet="ab *_-\n(.", max_size=60))
def test_marks_go_in_pairs(typed: str) -> None:
    for line, block in zip([x for x in typed.split("\n") if x.strip()], blocks(typed), strict=True):
        gone = len(line) - len(block.text) - (2 if block.kind == "bullet" else 0)
        assert gone % 2 == 0 and gone >= 0


def test_a_long_text_full_of_marks_takes_no_time() -> None:
    assert len(blocks("**a " * 8000)) == 1
    assert len(blocks("**a** _b_ " * 3200)[0].runs) == 4 * 3200


def test_right_to_left() -> None:
    assert mostly_right_to_left("שלום עולם a")
    assert mostly_right_to_left("مرحبا 2021")
    assert not mostly_right_to_left("Her name is שרה")
    assert not mostly_right_to_left("123")
    assert blocks("שלום")[0].right_to_left


def test_nothing_typed_turns_our_words_round() -> None:
    assert printable("Ann \u202etxt.exe") == "Ann \ufffdtxt.exe"
    # What Persian, Hebrew and some emoji need stays.
    assert printable("\u0645\u06cc\u200c\u0631\u0648\u0645 \u200f! \u2067a\u2069") == (
        "\u0645\u06cc\u200c\u0631\u0648\u0645 \u200f! \u2067a\u2069")


@given(st.text())
def test_printable_holds_nothing_word_cannot(typed: str) -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", printable(typed))

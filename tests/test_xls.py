"""Old Excel workbooks: what a second reading adds to calamine's values, and what it counts."""

import struct
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from pipeline import workbook
from pipeline.doors.xlsx import Book, Cell
from pipeline.doors.xlsx.census_xls import MOST_WORK, read_again
from pipeline.doors.xlsx.foreign import read_foreign
from pipeline.errors import OutsideTrouble
from pipeline.model import Profile, Submission
from pipeline.opening.child import Opener
from pipeline.opening.open import open_bytes
from pipeline.trial import astray

DATA = Path(__file__).resolve().parent / "data"
FORM, MARKS = ((DATA / name).read_bytes() for name in ("old-form.xls", "old-marks.xls"))


@pytest.fixture(scope="module")
def book() -> Book:
    """The workbook with a little of everything."""
    return read_foreign(MARKS, "xls")


def record(kind: int, data: bytes = b"") -> bytes:
    """One record of an .xls: its number, its length and its bytes."""
    return struct.pack("<HH", kind, len(data)) + data


def stream(body: bytes, sheets: int = 1) -> bytes:
    """An .xls without its container. Every sheet is the same bytes, each under a name."""
    def begin(kind: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x2000, 1997, 0, 0))

    def book(at: int) -> bytes:
        listed = (record(0x0085, struct.pack("<IBB", at, 0, 0) + b"\x04\x00" + b"%04d" % n)
                  for n in range(sheets))
        texts = struct.pack("<IIHB", 1, 1, 5, 0) + b"Words"
        return begin(0x0005) + b"".join(listed) + record(0x00FC, texts) + record(0x000A)

    return book(len(book(0))) + begin(0x0010) + body + record(0x000A)


def words_at(row: int, column: int) -> bytes:
    """A cell that holds the one text of `stream`."""
    return record(0x00FD, struct.pack("<HHHI", row, column, 0, 0))


def test_words_outside_the_cells_are_read(book: Book) -> None:
    found = {(one.kind, one.sheet, one.spot, one.words) for one in book.remarks}
    assert {one for one in found if one[1] == "Events"} == {
        ("name", "Events", "", "Events"),
        ("comment", "Events", "A1", "Is this right?\nAsk the nurse – “soon”."),
        ("comment", "Events", "D9", "A note beside nothing."),
        ("text_box", "Events", "", "Words in a box."),
        ("page_edge", "Events", "", "Tea && cake at the edge"),
        ("page_edge", "Events", "", "Page one of none")}


def test_errors_are_read_with_what_was_typed(book: Book) -> None:
    cells = book.sheets[0].cells
    assert cells[3, 1].text == "#NAME?" and "mum" in cells[3, 1].formula
    assert cells[3, 2].text == "#DIV/0!"
    assert {at for at, cell in cells.items() if "error" in cell.marks} == {(3, 1), (3, 2)}
    # The value that a formula last showed stands as it is.
    assert cells[3, 3].value == 87 and cells[3, 4].value == "Seen twice"
    assert cells[3, 5].value is True


def test_what_nobody_sees_is_marked(book: Book) -> None:
    marked = {cell.text: set(cell.marks) for sheet in book.sheets
              for cell in sheet.cells.values() if cell.marks - {"error"}}
    assert marked == {"In a hidden row.": {"hidden"}, "In a hidden column.": {"hidden"},
                      "Under merged cells.": {"covered"}, "On a hidden sheet.": {"hidden"}}
    assert [sheet.hidden for sheet in book.sheets] == [False, True]


@pytest.mark.parametrize(("data", "day"), [
    (MARKS, datetime(2021, 3, 12)),
    # A workbook of the old Macintosh counts its days from 1904.
    (MARKS.replace(b"\x22\0\2\0\0\0", b"\x22\0\2\0\1\0"), datetime(2025, 3, 13))])
def test_both_readings_agree_on_days_and_all_else(data: bytes, day: datetime) -> None:
    found = read_foreign(data, "xls")
    cells = found.sheets[0].cells
    assert cells[2, 1].value == day and cells[2, 2].value == day.replace(hour=14, minute=5)
    assert cells[2, 3].value == "14:05" and cells[1, 3].text == "7700900123"
    assert found.counted and list(astray(found)) == []


def test_what_calamine_lost_or_made_up_would_be_noticed(norfolk: Profile) -> None:
    whole = read_foreign(FORM, "xls")
    said = workbook.read_opened(whole, "R001", "0" * 16, norfolk)
    assert isinstance(said, Submission)
    assert not {"not-accounted", "readings-differ"} & {one.code for one in said.problems}
    sheets = tuple(replace(sheet, cells={
        at: Cell("Rowan Amberlee") if cell.value == "Rowan Amberley" else cell
        for at, cell in sheet.cells.items() if cell.value != "Marlow Pellingate"})
        for sheet in whole.sheets)
    said = workbook.read_opened(replace(whole, sheets=sheets), "R001", "0" * 16, norfolk)
    assert isinstance(said, Submission)
    assert ("not-accounted", "Marlow Pellingate") in {
        (one.code, one.quote) for one in said.problems}
    assert any(one.code == "readings-differ" and "Amberlee" in one.quote for one in said.problems)


def test_a_note_in_a_form_is_quoted(norfolk: Profile) -> None:
    book = read_foreign(FORM, "xls")
    note = next(one for one in read_again(MARKS).remarks if one.kind == "comment")
    there = replace(note, sheet=book.sheets[1].name)
    said = workbook.read_opened(replace(book, remarks=(*book.remarks, there)), "R001", "0" * 16,
                                norfolk)
    assert isinstance(said, Submission)
    assert [one.quote for one in said.problems if one.code == "comment-present"] == [note.words]


def test_behind_the_fence_it_is_counted_too() -> None:
    with Opener() as opener:
        opened = opener.open(MARKS)
    assert opened.book == read_foreign(MARKS, "xls") and opened.book.counted
    assert {fault.code for fault in opened.faults} == {"format-other"}


def test_what_cannot_be_counted_is_read_all_the_same() -> None:
    """A note whose author is longer than the note: only xlrd minds."""
    at = MARKS.index(struct.pack("<HHHH", 0x001C, 13, 0, 0))
    broken = MARKS[:at + 12] + b"\xff\x00" + MARKS[at + 14:]
    with pytest.raises(AssertionError):
        read_again(broken)
    opened = open_bytes(broken)
    assert opened.book and not opened.book.counted and not opened.refused
    assert opened.book.sheets[0].cells[1, 2].value == 43.5
    assert {fault.code for fault in opened.faults} == {"format-other", "not-counted"}


def test_a_file_made_to_be_slow_is_not_counted() -> None:
    few = read_again(stream(words_at(0, 0) + words_at(1, 1)))
    assert [one.words for one in few.tokens] == ["0000", "Words", "Words"]
    numbers = record(0x00BD, struct.pack("<HH", 0, 0) + bytes(6 * 256) + struct.pack("<H", 255))
    for body, sheets in ((words_at(65_535, 255), 500), (words_at(0, 0) * 2_000, 900),
                         (numbers * (MOST_WORK // 256), 1)):
        with pytest.raises(OutsideTrouble):
            read_again(stream(body, sheets))

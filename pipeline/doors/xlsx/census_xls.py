"""An old Excel workbook (.xls) read a second time, by xlrd: a census of its cells, and what
calamine leaves out - notes, text boxes, page edges, errors, hidden rows and columns.

Shares nothing with calamine. xlrd is slow on a file made to be slow, so it is stopped after so
many records; it is never asked to work out a name or a formula.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from struct import error as CutShort
from struct import unpack_from
from typing import Any

from xlrd import biffh, formula
from xlrd.book import Book as Reader

from pipeline.doors.xlsx.book import Cell, Remark, Token, spot
from pipeline.doors.xlsx.places import Place, covered, marked_columns
from pipeline.doors.xlsx.remarks import edges
from pipeline.errors import OutsideTrouble

PART = "Workbook"

MOST_WORK = 500_000
"""How much of a file is read. A record costs one, as does a cell; a form has some thousands."""

MOST_WORDS = 16_000_000
"""How many letters are counted: a thousand cells may share one long text."""

_FORMULAS, _HEADER, _FOOTER, _CONTINUE = (0x0006, 0x0206, 0x0406), 0x0014, 0x0015, 0x003C
_COLUMNS, _SHEET, _MERGED = 0x007D, 0x0085, 0x00E5
_DRAWN_WORDS, _ROW = 0x01B6, 0x0208
_NUMBERS, _TEXTS = 0x00BD, 0x00FC
_WORKBOOK, _UNICODE, _SHARED_FORMULA = 5, 80, 0x01
_COST, _CHEAP = {_NUMBERS: 6, _TEXTS: 16, _MERGED: 8}, 1000
"""The bytes that cost one, in records that hold many things; most hold one."""

_FIELD = re.compile("&(?:(&)|[A-Za-z])")


Filled = tuple[int, int, int, Any]
"""Row and column, both from 0, and the kind and value that xlrd gives a cell."""


@dataclass
class _Page:
    """What was heard of one sheet beside its cells."""

    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    edges: list[bytes] = field(default_factory=list)
    formulas: dict[tuple[int, int], bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Second:
    """The second reading. `errors` and `marks` are by sheet, then by place."""

    tokens: tuple[Token, ...]
    errors: Mapping[str, Mapping[Place, Cell]]
    marks: Mapping[str, Mapping[Place, frozenset[str]]]
    remarks: tuple[Remark, ...]


def read_again(data: bytes) -> Second:
    """Read an .xls with xlrd. Raises whatever xlrd raises; OutsideTrouble when it is too long."""
    reader = _Reader()
    reader.biff2_8_load(file_contents=data, logfile=_Nowhere(), ragged_rows=True)
    reader.biff_version = reader.getbof(_WORKBOOK)
    if reader.biff_version < 50:
        raise OutsideTrouble("It is from before workbooks had sheets.")
    reader.parse_globals()
    names = reader.sheet_names()
    reader._sheet_list = [None] * len(names)
    tokens = [Token(PART, name, "", name) for name in (*names, *reader.others)]
    errors, marks, remarks, words = {}, {}, list[Remark](), 0
    for number, name in enumerate(names):
        reader.page = _Page()
        sheet = reader.get_sheet(number)
        reader._sheet_list[number] = None  # one at a time is enough to hold
        # A single cell at the far end of a sheet makes as many rows.
        reader.tire(sheet.nrows // 4)
        filled = list(_filled(sheet))
        errors[name] = _errors(reader, filled)
        marks[name] = _marks(reader.page, [(row + 1, column + 1) for row, column, *_ in filled])
        beside = [one for one in _beside(reader, sheet) if one.words.strip()]
        remarks += beside
        found = (*_cells(name, filled, errors[name]), *map(_token, beside))
        tokens += (one for one in found if one.words.strip())
        words += sum(len(one.words) for one in found)
        if words > MOST_WORDS:
            raise OutsideTrouble("It is too long to be counted.")
    return Second(tuple(tokens), errors, marks, tuple(remarks))


class _Nowhere:
    """Where xlrd says what it thinks of a file, which nobody needs to hear."""

    def write(self, _: str) -> int:
        """Forget it."""
        return 0


class _Reader(Reader):
    """xlrd's reader, which also hears the records that xlrd skips, and grows tired."""

    def __init__(self) -> None:
        super().__init__()
        self.page, self.others, self.left = _Page(), list[str](), MOST_WORK
        self.bytes_for_one, self.letters = _CHEAP, 0

    def get_record_parts(self) -> tuple[int, int, bytes]:
        """The next record."""
        code, length, data = super().get_record_parts()
        self._hear(code, data)
        return code, length, data

    def get_record_parts_conditional(self, reqd_record: int) -> tuple[int | None, int, bytes]:
        """The next record, if it is of this kind."""
        code, length, data = super().get_record_parts_conditional(reqd_record)
        if code is not None:
            self._hear(code, data)
        return code, length, data

    def names_epilogue(self) -> None:
        """Names are formulas, and a short one can be made to work out very long. None is."""
        for one in self.name_obj_list:
            one.scope = -1

    def tire(self, work: int) -> None:
        """Take so much off what may still be done."""
        self.left -= work
        if self.left < 0:
            raise OutsideTrouble("It is too long to be counted.")

    def _hear(self, code: int, data: bytes) -> None:
        if code != _CONTINUE:
            self.bytes_for_one = _COST.get(code, _CHEAP)
        self.tire(1 + len(data) // self.bytes_for_one)
        if code == _CONTINUE:
            self._hear_letters(data)
        elif code in _HEARD:
            with suppress(CutShort):  # xlrd says whether that matters
                _HEARD[code](self, data)

    def _hear_letters(self, data: bytes) -> None:
        """The words of a text box follow it, in Latin letters or in any."""
        if self.letters > 0 and data:
            words = data[1:].decode("utf-16-le" if data[0] & 1 else "latin-1", "replace")
            self.page.drawn[-1] += words[:self.letters]
            self.letters -= len(words)

    def _hear_drawn(self, data: bytes) -> None:
        self.letters = unpack_from("<H", data, 10)[0]
        self.page.drawn.append("")

    def _hear_row(self, data: bytes) -> None:
        row, height, look = unpack_from("<H4xH4xI", data)
        if look & 0x20 or not height & 0x7FFF:
            self.page.rows.add(row + 1)

    def _hear_columns(self, data: bytes) -> None:
        first, last, width, _, look = unpack_from("<5H", data)
        if look & 1 or not width:
            self.page.columns.append((first + 1, last + 1))

    def _hear_merged(self, data: bytes) -> None:
        for n in range(unpack_from("<H", data)[0]):
            self.page.merged.append(unpack_from("<4H", data, 2 + n * 8))

    def _hear_edge(self, data: bytes) -> None:
        self.page.edges.append(data)

    def _hear_formula(self, data: bytes) -> None:
        """Of a formula whose value is an error: its words may be all that somebody typed."""
        row, column = unpack_from("<HH", data)
        if data[12:14] == b"\xff\xff" and data[6] == 2 and data[22:23] != bytes([_SHARED_FORMULA]):
            self.page.formulas[row, column] = data

    def _hear_sheet(self, data: bytes) -> None:
        if data[5:6] > b"\0":  # a chart or macros: it has a name that somebody gave it
            self.others.append(self.words(data, 6, 1))

    def words(self, data: bytes, at: int, size: int) -> str:
        """A text of a record, whose length stands in so many bytes before it."""
        if self.biff_version >= _UNICODE:
            return str(biffh.unpack_unicode(data, at, lenlen=size))
        return str(biffh.unpack_string(data, at, self.encoding or self.derive_encoding(),
                                       lenlen=1))


_HEARD = {
    _DRAWN_WORDS: _Reader._hear_drawn, _ROW: _Reader._hear_row, _COLUMNS: _Reader._hear_columns,
    _MERGED: _Reader._hear_merged, _HEADER: _Reader._hear_edge, _FOOTER: _Reader._hear_edge,
    _SHEET: _Reader._hear_sheet, **dict.fromkeys(_FORMULAS, _Reader._hear_formula),
}


def _filled(sheet: Any) -> Iterator[Filled]:
    for row in range(sheet.nrows):
        values = sheet.row_values(row)
        for column, kind in enumerate(sheet.row_types(row)):
            if kind not in (biffh.XL_CELL_EMPTY, biffh.XL_CELL_BLANK):
                yield row, column, kind, values[column]


def _cells(name: str, filled: Sequence[Filled], errors: Mapping[Place, Cell]) -> Iterator[Token]:
    for row, column, kind, value in filled:
        at = spot(row + 1, column + 1)
        wrong = errors.get((row + 1, column + 1))
        if wrong:
            yield Token(PART, name, at, wrong.text)
            yield Token(PART, name, at, wrong.formula)
        elif kind == biffh.XL_CELL_BOOLEAN:
            yield Token(PART, name, at, "TRUE" if value else "FALSE")
        elif kind == biffh.XL_CELL_TEXT:
            yield Token(PART, name, at, value)
        else:
            yield Token(PART, name, at, _figures(value), number=True)


def _figures(number: float) -> str:
    """A whole number without a nought after its point, as any other format writes it."""
    return repr(number).removesuffix(".0")


def _errors(reader: _Reader, filled: Sequence[Filled]) -> dict[Place, Cell]:
    return {(row + 1, column + 1): Cell(
        biffh.error_text_from_code.get(value, f"Err:{value}"), _formula(reader, row, column),
        frozenset({"error"})) for row, column, kind, value in filled
        if kind == biffh.XL_CELL_ERROR}


def _formula(reader: _Reader, row: int, column: int) -> str:
    """What was to be worked out, as text; '' when that cannot be said."""
    data = reader.page.formulas.get((row, column), b"")
    if not data:
        return ""
    reader.tire(2 * len(data))
    try:
        length = unpack_from("<H", data, 20)[0]
        words = formula.decompile_formula(reader, data[22:], length, formula.FMLA_TYPE_CELL,
                                          browx=row, bcolx=column)
    except Exception:  # xlrd knows not all that may stand in a formula; its error is said anyway
        return ""
    return f"={words}" if words else ""


def _marks(page: _Page, places: Sequence[Place]) -> dict[Place, frozenset[str]]:
    """What hides the cells that hold something."""
    columns = marked_columns(page.columns)
    hidden = {at for at in places if at[0] in page.rows or columns[at[1]]}
    under = covered(places, (f"{spot(top + 1, left + 1)}:{spot(bottom + 1, right + 1)}"
                             for top, bottom, left, right in set(page.merged)))
    found = dict.fromkeys(hidden, frozenset({"hidden"}))
    return {**found, **{at: found.get(at, frozenset()) | {"covered"} for at in under}}


def _beside(reader: _Reader, sheet: Any) -> Iterator[Remark]:
    """Notes, what else is drawn on the sheet, and the edges of its pages."""
    drawn = list(reader.page.drawn)
    for (row, column), note in sorted(sheet.cell_note_map.items()):
        yield Remark("comment", sheet.name, spot(row + 1, column + 1), note.text)
        if note.text in drawn:
            drawn.remove(note.text)
    for words in drawn:
        yield Remark("text_box", sheet.name, "", words)
    for data in reader.page.edges:
        for words in edges(reader.words(data, 0, 2)) if data else ():
            yield Remark("page_edge", sheet.name, "", words)


def _token(one: Remark) -> Token:
    """The words of a remark, without the codes for the number of the page and the like."""
    edge = one.kind == "page_edge"
    return Token(f"{PART}#{one.kind}", one.sheet, one.spot,
                 _FIELD.sub(lambda found: found[1] or "", one.words) if edge else one.words)

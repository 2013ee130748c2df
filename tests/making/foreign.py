"""Workbooks as other programs keep them: OpenDocument, and Excel's binary kind, of plain words."""

import struct
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from making.hostile import plain_zip
from making.packages import RELATED, related
from pipeline.doors.xlsx import Sheet

_SPACES = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
                   for short in ("office", "table", "text"))


def _table(sheet: Sheet) -> list[list[str]]:
    """The words of a sheet, row by row, with '' where nothing stands."""
    rows = max(row for row, _ in sheet.cells)
    columns = max(column for _, column in sheet.cells)
    return [[sheet.cells[row, column].text if (row, column) in sheet.cells else ""
             for column in range(1, columns + 1)] for row in range(1, rows + 1)]


def ods(sheets: Sequence[Sheet]) -> bytes:
    """The words of these sheets as an OpenDocument spreadsheet."""
    tables = ""
    for one in sheets:
        rows = "".join("<table:table-row>" + "".join(
            '<table:table-cell office:value-type="string">' + "".join(
                f"<text:p>{escape(line)}</text:p>" for line in words.split("\n") if words)
            + "</table:table-cell>" for words in row) + "</table:table-row>"
            for row in _table(one))
        tables += f"<table:table table:name={quoteattr(one.name)}>{rows}</table:table>"
    return plain_zip({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:'
        'opendocument:xmlns:manifest:1.0"/>',
        "content.xml": f"<office:document-content {_SPACES} office:version=\"1.2\"><office:body>"
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"})


# --- the binary kind: a record is its number, its length and its bytes --------------------------

_ROW, _WORDS, _BEGIN_SHEET, _END_SHEET, _BEGIN_BOOK, _END_BOOK = 0, 6, 129, 130, 131, 132
_BEGIN_LIST, _END_LIST, _BEGIN_CELLS, _END_CELLS, _SIZE, _LISTED = 143, 144, 145, 146, 148, 156


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, rest = b"", len(data)
    while rest > 127:
        length, rest = length + bytes([rest & 0x7F | 0x80]), rest >> 7
    return head + length + bytes([rest]) + data


def _wide(words: str) -> bytes:
    spelt = words.encode("utf-16-le")
    return struct.pack("<I", len(spelt) // 2) + spelt


def xlsb(sheets: Sequence[Sheet]) -> bytes:
    """The words of these sheets as a binary Excel workbook."""
    listed = b"".join(_record(_LISTED, struct.pack("<II", 0, n) + _wide(f"rId{n}")
                              + _wide(one.name)) for n, one in enumerate(sheets, 1))
    rels = related([])
    links = "".join(f'<Relationship Id="rId{n}" Type="{RELATED}/worksheet" '
                    f'Target="worksheets/sheet{n}.bin"/>' for n in range(1, len(sheets) + 1))
    top = related([]).replace("</Relationships>", f'<Relationship Id="rId1" Type="{RELATED}/'
                              'officeDocument" Target="xl/workbook.bin"/></Relationships>')
    types = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override'
             ' PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.'
             'macroEnabled.main"/></Types>')
    return plain_zip({
        "[Content_Types].xml": types, "_rels/.rels": top,
        "xl/_rels/workbook.bin.rels": rels.replace("</Relationships>", links + "</Relationships>"),
        "xl/workbook.bin": _record(_BEGIN_BOOK) + _record(_BEGIN_LIST) + listed + _record(_END_LIST)
        + _record(_END_BOOK),
        **{f"xl/worksheets/sheet{n}.bin": _cells(_table(one))
           for n, one in enumerate(sheets, 1)}})


def _cells(table: Sequence[Sequence[str]]) -> bytes:
    size = struct.pack("<IIII", 0, len(table) - 1, 0, len(table[0]) - 1)
    made = _record(_BEGIN_SHEET) + _record(_SIZE, size) + _record(_BEGIN_CELLS)
    for row, words in enumerate(table):
        made += _record(_ROW, struct.pack("<I", row) + bytes(21))
        made += b"".join(_record(_WORDS, struct.pack("<II", column, 0) + _wide(one))
                         for column, one in enumerate(words) if one)
    return made + _record(_END_CELLS) + _record(_END_SHEET)

"""Workbooks in other formats, and the census of what stands in them."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from pipeline import workbook
from pipeline.doors.xlsx.census import census
from pipeline.doors.xlsx.census_ods import census_ods
from pipeline.doors.xlsx.foreign import read_foreign
from pipeline.errors import OutsideTrouble
from pipeline.model import Profile, Submission
from pipeline.trial import astray

DATA = Path(__file__).resolve().parent / "data"
NAMES = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
                 for short in ("office", "table", "text"))
ROWS = (
    '<table:table-row><table:table-cell office:value-type="string"><text:p>Mum<text:s text:c="2"/>'
    "said <text:span>no</text:span></text:p><text:p>and left.</text:p></table:table-cell>"
    '<table:table-cell table:number-columns-repeated="2"/>'
    '<table:table-cell office:value-type="float" office:value="43.5"><office:annotation><text:p>'
    "A note beside a number.</text:p></office:annotation><text:p>43.5</text:p></table:table-cell>"
    '</table:table-row><table:table-row table:number-rows-repeated="500"><table:table-cell '
    'table:number-columns-repeated="16384"/></table:table-row><table:table-row><table:table-cell '
    'office:value-type="date" office:date-value="2021-03-12"><text:p>12/03/21</text:p>'
    '</table:table-cell><table:covered-table-cell office:value-type="string"><text:p>Covered.'
    "</text:p></table:covered-table-cell></table:table-row>")


def ods(rows: str = ROWS) -> bytes:
    """An OpenDocument spreadsheet of one sheet."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("META-INF/manifest.xml", "<manifest/>")
        made.writestr("content.xml", (
            f'<office:document-content {NAMES}><office:body><office:spreadsheet><table:table '
            f'table:name="Events">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>"))
    return held.getvalue()


def test_an_open_spreadsheet_comes_with_its_notes_and_its_census() -> None:
    book = read_foreign(ods(), "ods")
    cells = book.sheets[0].cells
    assert cells[1, 4].value == 43.5 and cells[502, 1].value == datetime(2021, 3, 12)
    assert cells[1, 1].text.startswith("Mum") and cells[1, 1].text.endswith("and left.")
    assert [(one.kind, one.spot, one.words) for one in book.remarks if one.kind == "comment"] == [
        ("comment", "D1", "A note beside a number.")]
    assert book.counted
    found = {(one.spot, one.words): one.number for one in book.census}
    assert found["D1", "43.5"] and not found["A502", "2021-03-12"]
    assert ("B502", "Covered.") in found


def test_words_that_only_one_of_the_two_counts_has_are_astray() -> None:
    whole = read_foreign(ods(), "ods")
    assert list(astray(whole)) == []
    fewer = read_foreign(ods(ROWS.replace("and left.", "")), "ods")
    assert any("and left." in one for one in astray(replace(fewer, census=whole.census)))
    assert any("made up" in one for one in astray(replace(whole, census=fewer.census)))


def test_an_old_workbook_gives_its_answers_and_they_are_counted(norfolk: Profile) -> None:
    book = read_foreign((DATA / "old-form.xls").read_bytes(), "xls")
    assert book.counted and [sheet.hidden for sheet in book.sheets][-1]
    found = workbook.read_opened(book, "R001", "0" * 16, norfolk)
    assert isinstance(found, Submission)
    assert {path: answer.text for path, answer in found.answers.items()} == {
        "reviewers/1/name": "Marlow Pellingate", "reviewers/2/name": "Rowan Amberley",
        "release/high_level": "Words of nobody."}
    assert found.case == "NSCP-2025-09"
    assert [one.code for one in found.problems if one.severity == "error"
            if one.code != "not-in-list"] == []


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 and no more", b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_spreadsheet_is_refused(data: bytes) -> None:
    for kind in ("xls", "ods", "xlsb"):
        with pytest.raises(OutsideTrouble):
            read_foreign(data, kind)
    assert census(data) == () and census_ods(data) == ()

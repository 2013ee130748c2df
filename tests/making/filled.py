"""A filled return, edited as Excel and people edit it: by openpyxl, or in the XML of its sheets."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping

import openpyxl
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet

from making.packages import MAIN, SPACES, zipped
from pipeline import workbook
from pipeline.model import Filling, Profile, Submission

IDENTITY = {"case": "NSCP-2025-09", "recipient": "A4", "number": "1"}
ANSWERS = {
    "respondent/name": "Marlow Pellingate", "respondent/agency_designation": "A trust, nurse",
    "respondent/telephone": "01632 960123", "respondent/email": "m.pellingate@example.org",
    "respondent/date_completed": "27 May 2025",
    "family_details/C1/name": "Baby Amberley",
    "family_details/C1/nhs_number/anomaly": "999 123 4560",
    "categories/online": "x",
    "summary/1/when": "March 2021", "summary/1/event": "Booked late.",
    "summary/2/when": "12 May 2021", "summary/2/event": "Seen at home.",
    "summary/3/when": "12/3/23", "summary/3/event": "Referral made.",
    "analysis/need_for_improvement": "Need we saw.", "analysis/good_practice": "Good we saw.",
    "immediate_learning/additional_learning": "Two things.",
}
Edit = Callable[[openpyxl.Workbook], object]


def filled(profile: Profile, form: str = "rapid_review",
           answers: Mapping[str, str] = ANSWERS) -> bytes:
    """The form as an agency would have filled it in."""
    return workbook.write(profile.forms[form], profile, Filling(
        identity=IDENTITY, children=["C1"], answers=answers, facts=[("For", "A trust")]))


def edited(data: bytes, edit: Edit) -> bytes:
    """The workbook as openpyxl saves it after an edit."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def find(ws: Worksheet, words: str) -> tuple[int, int]:
    """Row and column of the first cell with these words."""
    return next((cell.row, cell.column) for row in ws.iter_rows() for cell in row
                if cell.value == words)


def with_cells(data: bytes, sheet: str, cells: Mapping[str, str], after: str = "") -> bytes:
    """The workbook with the XML of some cells put in, and what stands `after` the cells."""
    kept = parts_of(data)
    name = part_of(kept, sheet)
    root = etree.fromstring(kept[name])
    for at, xml in cells.items():
        _put(root, at, xml)
    where = root.find(f"{{{MAIN}}}sheetData")
    if after:
        protection = root.find(f"{{{MAIN}}}sheetProtection")
        (protection if protection is not None else where).addnext(_made(after))
    kept[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return zipped(kept)


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def part_of(kept: Mapping[str, bytes], sheet: str) -> str:
    """The name of the part that holds a sheet."""
    book = etree.fromstring(kept["xl/workbook.xml"])
    rels = etree.fromstring(kept["xl/_rels/workbook.xml.rels"])
    targets = {one.get("Id"): one.get("Target") for one in rels}
    for one in book.iter(f"{{{MAIN}}}sheet"):
        if one.get("name") == sheet:
            target = targets[one.get(f"{{{SPACES['r']}}}id")]
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(sheet)


def at_once(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part changed."""
    kept = parts_of(data)
    kept[name] = change(kept[name])
    return zipped(kept)


def _made(xml: str) -> etree._Element:
    spaces = " ".join(f'xmlns{":" * bool(name)}{name}="{uri}"' for name, uri in SPACES.items())
    return etree.fromstring(re.sub(r"^<[\w:]+", lambda found: f"{found[0]} {spaces}", xml, count=1))


def _put(root: etree._Element, at: str, xml: str) -> None:
    number = re.sub(r"\D", "", at)
    row = root.find(f".//{{{MAIN}}}row[@r='{number}']")
    new = _made(xml)
    old = row.find(f"{{{MAIN}}}c[@r='{at}']")
    if old is not None:
        row.replace(old, new)
        return
    later = [one for one in row if _order(one.get("r")) > _order(at)]
    if later:
        later[0].addprevious(new)
    else:
        row.append(new)


def _order(at: str) -> tuple[int, str]:
    letters = re.sub(r"\d", "", at)
    return len(letters), letters


def read(data: bytes, profile: Profile) -> Submission:
    """The return as it is read."""
    found = workbook.read(data, "R001", profile)
    assert isinstance(found, Submission), found
    return found

"""Workbooks made from snippets of XML: right, or wrong in any way in which a file can be wrong.

    book(sheet(cell("A1", "Words"), cell("B1", 44562, style=1)))          the bytes of an .xlsx
    book(sheet('<c r="A1" t="s"><v>-1</v></c>'), strings=["Wrong"])       cells as XML, as they are
    book(sheet(cell("A1", "x"), after='<legacyDrawing r:id="rId1"/>'),
         beside={1: [Beside("comments", "../comments1.xml", "<comments>…")]})
    made = parts(sheet(cell("A1", "x"))); del made["xl/styles.xml"]; zipped(made)

Every snippet may use the prefixes of `SPACES` without naming them.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
STRICT = {MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
          RELATED: "http://purl.oclc.org/ooxml/officeDocument/relationships",
          OFFICE: "http://purl.oclc.org/ooxml/officeDocument"}
SPACES = {
    "": MAIN, "r": RELATED,
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "x14": "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
    "tc": "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments",
    "v": "urn:schemas-microsoft-com:vml", "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
    "vt": f"{OFFICE}/docPropsVTypes", "dc": "http://purl.org/dc/elements/1.1/",
    "cp": f"{PACKAGE}/metadata/core-properties",
}
KINDS = {
    "threadedComment": "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
    "person": "http://schemas.microsoft.com/office/2017/10/relationships/person",
    "ctrlProp": "http://schemas.openxmlformats.org/officeDocument/2006/relationships/ctrlProp",
    "core": f"{PACKAGE}/relationships/metadata/core-properties",
}
"""Types of relationships that are not simply `RELATED` and their name."""

DATE, DATE_TIME, TIME, HOURS, TEXT, STRUCK = 1, 2, 3, 4, 5, 6
STYLES = """<styleSheet><numFmts count="2"><numFmt numFmtId="164" formatCode="[h]:mm"/>
<numFmt numFmtId="165" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>
<fonts count="2"><font><name val="Arial"/></font><font><strike/><name val="Arial"/></font></fonts>
<fills count="1"><fill><patternFill patternType="none"/></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="7"><xf numFmtId="0" fontId="0"/><xf numFmtId="14" fontId="0"/>
<xf numFmtId="165" fontId="0"/><xf numFmtId="20" fontId="0"/><xf numFmtId="164" fontId="0"/>
<xf numFmtId="49" fontId="0"/><xf numFmtId="0" fontId="1"/></cellXfs></styleSheet>"""
"""The styles of every workbook made here, by the names above: `cell("A1", 44562, style=DATE)`."""

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Beside:
    """A part beside a sheet, or a link out of it: its kind, where it lies, and its XML.

    Beside a sheet the n-th is related as rIdn. With no `xml` nothing lies there.
    """

    kind: str
    target: str
    xml: str | bytes = ""
    external: bool = False


def cell(at: str, value: object = "", style: int = 0, formula: str = "", more: str = "") -> str:
    """A cell's XML: words as an inline string, a number, a bool; with a formula its last value.

    With no value at all (None) the cell is empty, or a formula that was never worked out.
    """
    look = f' s="{style}"' if style else ""
    head = f'<c r="{at}"{look} {more}'.rstrip()
    inside = f"<f>{escape(formula)}</f>" if formula else ""
    if value is None:
        return f"{head}>{inside}</c>"
    if isinstance(value, bool):
        return f'{head} t="b">{inside}<v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"{head}>{inside}<v>{value}</v></c>"
    if formula:
        return f'{head} t="str">{inside}<v>{escape(str(value))}</v></c>'
    words = f'<is><t xml:space="preserve">{escape(str(value))}</t></is>'
    return f'{head} t="inlineStr">{words}</c>'


def sheet(*cells: str, before: str = "", after: str = "") -> str:
    """A sheet's XML. Cells are put into rows by their places; whatever has a <row> is left so.

    `before` stands before the cells (columns, views), `after` behind them (merges, links).
    """
    inside = "".join(cells)
    if "<row" not in inside:
        inside = _rows(inside)
    return _spaced(f"<worksheet>{before}<sheetData>{inside}</sheetData>{after}</worksheet>")


def _rows(cells: str) -> str:
    rows: dict[str, list[str]] = {}
    for found in re.finditer(r'<c\b(?:[^>]*/>|.*?</c>)', cells, re.DOTALL):
        at = re.search(r'\br="[A-Za-z]*([^"]*)"', found[0])
        rows.setdefault(at[1] if at else "1", []).append(found[0])
    return "".join(f'<row r="{row}">{"".join(inside)}</row>' for row, inside in rows.items())


def parts(*sheets: str, titles: Sequence[str] = (), states: Sequence[str] = (),
          strings: Iterable[str] | None = None, styles: str = STYLES, names: str = "",
          date1904: bool = False, beside: Mapping[int, Sequence[Beside]] | None = None,
          root: Sequence[Beside] = (), more: Mapping[str, str | bytes] | None = None,
          strict: bool = False) -> dict[str, str | bytes]:
    """The parts of a workbook by name, to be broken before they are `zipped`.

    `titles` and `states` ('hidden', 'veryHidden') are those of the sheets; each of `strings` is
    words, or XML that begins with '<'; `names` is the inside of <definedNames>; `beside` are the
    parts beside the n-th sheet, from 1; `root` those beside the workbook itself, such as
    Beside("core", "docProps/core.xml", …); `more` are parts that nothing points to.
    """
    listed = "".join(
        f'<sheet name={quoteattr(_at(titles, n, f"Sheet{n}"))} sheetId="{n}" r:id="rId{n}"'
        + (f' state="{_at(states, n, "")}"' if _at(states, n, "") else "") + "/>"
        for n in range(1, len(sheets) + 1))
    named = f"<definedNames>{names}</definedNames>" if names else ""
    epoch = '<workbookPr date1904="1"/>' if date1904 else ""
    inner = [Beside("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    inner.append(Beside("styles", "styles.xml"))
    made: dict[str, str | bytes] = {
        "xl/workbook.xml": _spaced(f"<workbook>{epoch}<sheets>{listed}</sheets>{named}</workbook>"),
        "xl/styles.xml": _spaced(styles),
        **{f"xl/worksheets/sheet{n}.xml": xml for n, xml in enumerate(sheets, 1)}}
    if strings is not None:
        inner.append(Beside("sharedStrings", "sharedStrings.xml"))
        made["xl/sharedStrings.xml"] = _spaced(f"<sst>{''.join(map(_string, strings))}</sst>")
    made["xl/_rels/workbook.xml.rels"] = related(inner)
    for n, things in (beside or {}).items():
        made[f"xl/worksheets/_rels/sheet{n}.xml.rels"] = related(things)
        _put(made, "xl/worksheets", things)
    made["_rels/.rels"] = related([Beside("officeDocument", "xl/workbook.xml"), *root])
    _put(made, "", root)
    made |= more or {}
    made["[Content_Types].xml"] = _types(made)
    return {name: _strictly(xml) for name, xml in made.items()} if strict else made


def book(*sheets: str, **more: object) -> bytes:
    """The bytes of a workbook of these sheets; takes what `parts` takes."""
    return zipped(parts(*sheets, **more))  # type: ignore[arg-type]


def zipped(made: Mapping[str, str | bytes] | Iterable[tuple[str, str | bytes]]) -> bytes:
    """A zip of these parts, without a clock. As pairs, a name may come twice."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in made.items() if isinstance(made, Mapping) else made:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, part)
    return kept.getvalue()


def related(things: Sequence[Beside]) -> str:
    """The XML of relationships to these, as rId1, rId2, …"""
    inside = "".join(
        f'<Relationship Id="rId{n}" Type="{KINDS.get(one.kind, f"{RELATED}/{one.kind}")}" '
        f"Target={quoteattr(one.target)}" + (' TargetMode="External"' if one.external else "")
        + "/>" for n, one in enumerate(things, 1))
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def _at(given: Sequence[str], n: int, usual: str) -> str:
    return given[n - 1] if n <= len(given) else usual


def _string(words: str) -> str:
    inside = words if words.startswith("<") else (
        f'<t xml:space="preserve">{escape(words)}</t>')
    return f"<si>{inside}</si>"


def _put(made: dict[str, str | bytes], folder: str, things: Sequence[Beside]) -> None:
    for one in things:
        if one.xml and not one.external:
            path: list[str] = [] if one.target.startswith("/") else folder.split("/")
            for bit in one.target.split("/"):
                path = path[:-1] if bit == ".." else [*path, bit]
            name = "/".join(filter(None, path))
            made[name] = _spaced(one.xml) if isinstance(one.xml, str) else one.xml


def _spaced(xml: str) -> str:
    """The XML with a head, and with the namespaces of `SPACES` on its first element."""
    if xml.startswith("<?xml") or "xmlns" in xml.split(">")[0]:
        return xml
    spaces = " ".join(f'xmlns{":" * bool(name)}{name}="{uri}"' for name, uri in SPACES.items())
    return HEAD + re.sub(r"^\s*<[\w:]+", lambda found: f"{found[0]} {spaces}", xml, count=1)


def _types(made: Iterable[str]) -> str:
    kinds = {"xl/workbook.xml": "sheet.main", "xl/styles.xml": "styles",
             "xl/sharedStrings.xml": "sharedStrings"}
    inside = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.'
        f'spreadsheetml.{kinds.get(name, "worksheet")}+xml"/>' for name in made
        if name in kinds or name.startswith("xl/worksheets/sheet"))
    return (f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/>{inside}</Types>')


def _strictly(xml: str | bytes) -> str | bytes:
    for usual, strict in STRICT.items() if isinstance(xml, str) else ():
        assert isinstance(xml, str)
        xml = xml.replace(f'"{usual}"', f'"{strict}"').replace(f'"{usual}/', f'"{strict}/')
    return xml

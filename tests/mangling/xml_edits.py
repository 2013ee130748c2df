"""What programs do to the XML of a workbook, and what accidents do to its file.

Each edit takes the parts of the package by name, changes them in place, owns up in the `State` to
what it took away, and says what it did; None when there was nothing to do it to.
"""

import re
from collections.abc import Callable
from xml.sax.saxutils import escape

from mangling.oracle import CELL, SHARED, TEXT, VALUE
from mangling.state import State

Parts = dict[str, bytes]
XmlEdit = Callable[[State, Parts], str | None]
EDITS: list[XmlEdit] = []
ROW = re.compile(r"<row\b[^>]*?(?:/>|>.*?</row>)", re.S)
REF = re.compile(r'\br="([A-Z]+)(\d+)"')
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def edit(make: XmlEdit) -> XmlEdit:
    """Add an edit to those that may be drawn."""
    EDITS.append(make)
    return make


def as_text(raw: bytes) -> str:
    """A part as text, with bytes that are no letters kept as they are."""
    return raw.decode("utf-8", "surrogateescape")


def as_bytes(text: str) -> bytes:
    """The part again."""
    return text.encode("utf-8", "surrogateescape")


def sheets(parts: Parts) -> list[str]:
    """The parts that are sheets."""
    return sorted(name for name in parts if re.search(r"worksheets/[^/]*\.xml$", name, re.I))


def a_sheet(state: State, parts: Parts) -> str:
    """One sheet with sentinels in its own XML or by reference, if there is one; else any."""
    names = [name for name in sheets(parts) if plain(parts[name])]
    return state.chance.choice(names or sheets(parts))


def plain(raw: bytes) -> bool:
    """Whether a sheet is still as openpyxl writes it: no prefix, one encoding."""
    return b"<sheetData>" in raw and raw[:2] not in (b"\xff\xfe", b"\xfe\xff")


def shared(parts: Parts) -> list[str]:
    """The strings that cells refer to, as XML."""
    name = next((one for one in parts if one.lower().endswith("sharedstrings.xml")), "")
    return [found[1] or "" for found in SHARED.finditer(as_text(parts[name]))] if name else []


def change(parts: Parts, name: str, old: str, new: str) -> bool:
    """Replace one place of a part."""
    text = as_text(parts[name])
    parts[name] = as_bytes(text.replace(old, new, 1))
    return old in text


def inline(cell: re.Match[str], strings: list[str]) -> str:
    """A cell with its text in it in place of a number of a string."""
    value = VALUE.search(cell[2] or "")
    if 't="s"' not in cell[1] or not value or int(value[1]) >= len(strings):
        return cell[0]
    kind = cell[1].replace('t="s"', 't="inlineStr"')
    return f"<c{kind}><is>{strings[int(value[1])]}</is></c>"


def as_inline(parts: Parts, name: str) -> str:
    """A sheet with every shared string put into its cell."""
    strings = shared(parts)
    return CELL.sub(lambda found: inline(found, strings), as_text(parts[name]))


def some_cell(state: State, parts: Parts, name: str) -> re.Match[str] | None:
    """A cell whose own text is a sentinel's; the sheet is made inline for it."""
    parts[name] = as_bytes(as_inline(parts, name))
    some = [found for found in CELL.finditer(as_text(parts[name]))
            if found[2] and state.filled.find(_text(found)) and REF.search(found[1])]
    return state.chance.choice(some) if some else None


def _text(cell: re.Match[str]) -> str:
    return "".join(TEXT.findall(cell[2]))


# --- the same workbook in other XML -----------------------------------------------------------


@edit
def rows_out_of_order(state: State, parts: Parts) -> str | None:
    """The rows of a sheet in any order, and the cells of each row."""
    name = a_sheet(state, parts)
    text = as_text(parts[name])
    rows = ROW.findall(text)
    if len(rows) < 2:
        return None
    start, end = text.index(rows[0]), text.rindex(rows[-1]) + len(rows[-1])
    state.chance.shuffle(rows)
    parts[name] = as_bytes(text[:start] + "".join(rows) + text[end:])
    return f"rows of {name} out of order"


@edit
def places_missing(state: State, parts: Parts) -> str | None:
    """Rows and cells without their place, where it follows from those before."""
    name = a_sheet(state, parts)
    row_before, done = 0, 0

    def bare(found: re.Match[str]) -> str:
        nonlocal row_before, done
        row = found[0]
        number = int(re.search(r'<row\b[^>]*?\br="(\d+)"', row)[1])  # type: ignore[index]
        columns = [one[1] for one in CELL.finditer(row)]
        letters = [REF.search(one)[1] for one in columns if REF.search(one)]  # type: ignore[index]
        if letters == [chr(65 + n) for n in range(len(letters))] and len(letters) < 26:
            row = re.sub(r'(<c\b[^>]*?)\sr="[A-Z]+\d+"', r"\1", row)
            done += 1
        if number == row_before + 1 and '<c r="' not in row:
            row = re.sub(r'(<row\b[^>]*?)\sr="\d+"', r"\1", row, count=1)
        row_before = number
        return row

    text = as_text(parts[name])
    numbers = [int(n) for n in re.findall(r'<row\b[^>]*?\br="(\d+)"', text)]
    if numbers != sorted(numbers) or len(numbers) != len(ROW.findall(text)):
        return None
    parts[name] = as_bytes(ROW.sub(bare, text))
    return f"places missing in {name}" if done else None


@edit
def wrong_dimension(state: State, parts: Parts) -> str | None:
    """A sheet that says it is smaller, or larger, than it is."""
    name = a_sheet(state, parts)
    claim = state.chance.choice(("A1", "A1:B3", "A1:XFD1048576", "nonsense", ""))
    text, done = re.subn(r'<dimension ref="[^"]*"', f'<dimension ref="{claim}"',
                         as_text(parts[name]))
    parts[name] = as_bytes(text)
    return f"{name} claims to be {claim!r}" if done else None


@edit
def strings_inline(state: State, parts: Parts) -> str | None:
    """Every string in its cell, and none shared any more, or the shared ones left behind."""
    if not shared(parts) or not all(plain(parts[name]) for name in sheets(parts)):
        return None
    for name in sheets(parts):
        parts[name] = as_bytes(as_inline(parts, name))
    return "shared strings put into the cells"


@edit
def strings_shared(state: State, parts: Parts) -> str | None:
    """Every string shared, in an order of its own, some of them twice."""
    if any(one.lower().endswith("sharedstrings.xml") for one in parts):
        return None
    if not all(plain(parts[name]) for name in sheets(parts)):
        return None
    strings: list[str] = []

    def share(found: re.Match[str]) -> str:
        inside = re.fullmatch(r"<is>(.*)</is>", found[2] or "", re.S)
        if 't="inlineStr"' not in found[1] or not inside:
            return found[0]
        strings.append(inside[1])
        kind = found[1].replace('t="inlineStr"', 't="s"')
        return f"<c{kind}><v>{len(strings) - 1}</v></c>"

    for name in sheets(parts):
        parts[name] = as_bytes(CELL.sub(share, as_text(parts[name])))
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/sharedStrings.xml"] = as_bytes(
        f"<sst {space} count=\"0\" uniqueCount=\"4294967295\">"
        + "".join(f"<si>{one}</si>" for one in strings) + "</sst>")
    change(parts, "[Content_Types].xml", "</Types>",
           '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxml'
           'formats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>')
    change(parts, "xl/_rels/workbook.xml.rels", "</Relationships>",
           f'<Relationship Id="rIdShared" Type="{RELATED}/sharedStrings" '
           'Target="sharedStrings.xml"/></Relationships>')
    return "strings shared"


@edit
def strict(state: State, parts: Parts) -> str | None:
    """The namespaces of Strict Open XML."""
    for name, raw in parts.items():
        if name.endswith((".xml", ".rels")) and raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            parts[name] = raw.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
                RELATED.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
    return "strict namespaces"


@edit
def prefixes(state: State, parts: Parts) -> str | None:
    """Every element of a sheet with a prefix."""
    name = a_sheet(state, parts)
    text = as_text(parts[name])
    if not plain(parts[name]):
        return None
    text = re.sub(r"<(/?)(?=[a-zA-Z]+[\s>/])", r"<\1x:", text)
    parts[name] = as_bytes(text.replace("xmlns=", "xmlns:x=", 1))
    return f"prefixes in {name}"


@edit
def names_in_other_case(state: State, parts: Parts) -> str | None:
    """Parts whose names differ by case from what is said of them."""
    name = a_sheet(state, parts)
    parts[name.replace("sheet", "Sheet").replace("workSheets", "worksheets")] = parts.pop(name)
    return f"{name} with a capital"


@edit
def absolute_targets(state: State, parts: Parts) -> str | None:
    """Targets of sheets from the root of the package, as some programs write them."""
    name = "xl/_rels/workbook.xml.rels"
    text = re.sub(r'Target="(?:/xl/|xl/)?(worksheets/)', r'Target="/xl/\1', as_text(parts[name]))
    parts[name] = as_bytes(text)
    return "absolute targets"


@edit
def other_encoding(state: State, parts: Parts) -> str | None:
    """A sheet in UTF-16."""
    name = a_sheet(state, parts)
    if not plain(parts[name]):
        return None
    text = re.sub(r"^<\?xml[^>]*\?>\s*", "", as_text(parts[name]))
    parts[name] = f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")
    return f"{name} in UTF-16"


@edit
def runs(state: State, parts: Parts) -> str | None:
    """A text cut into runs, some struck out, with how it is said above it."""
    name = a_sheet(state, parts)
    cell = some_cell(state, parts, name)
    words = _text(cell) if cell else ""
    if not cell or "&" in words:
        return None
    at = state.chance.randint(1, len(words) - 1)
    cut = (f'<is><r><rPr><strike/></rPr><t xml:space="preserve">{words[:at]}</t></r>'
           f'<r><t xml:space="preserve">{words[at:]}</t></r>'
           '<rPh sb="0" eb="1"><t>said so</t></rPh></is>')
    change(parts, name, cell[0], f"<c{cell[1]}>{cut}</c>")
    return f"runs in {name}"


@edit
def unusual_text(state: State, parts: Parts) -> str | None:
    """The words of a cell as CDATA, as numbered characters, or with Excel's _x000D_."""
    name = a_sheet(state, parts)
    cell = some_cell(state, parts, name)
    words = _text(cell) if cell else ""
    if not cell or "&" in words:
        return None
    other = state.chance.choice((
        f"<![CDATA[{words}]]>", "".join(f"&#x{ord(letter):x};" for letter in words),
        words.replace("\n", "_x000D_\n"), words))
    change(parts, name, cell[0],
           f'<c{cell[1]}><is><t xml:space="preserve">{other}</t></is></c>')
    return f"unusual text in {name}"


@edit
def formula_with_value(state: State, parts: Parts) -> str | None:
    """An answer that a formula works out, or an error that the formula alone explains."""
    name = a_sheet(state, parts)
    cell = some_cell(state, parts, name)
    if not cell:
        return None
    words = _text(cell).split("\n")[0]
    state.empty(_text(cell))
    state.emptied -= {one.token for one in state.filled.find(words)}
    kind = re.sub(r'\st="\w+"', "", cell[1])
    new = state.chance.choice((
        f'<c{kind} t="str"><f>CONCATENATE(A1)</f><v>{words}</v></c>',
        f'<c{kind} t="e"><f>-{words} said no</f><v>#NAME?</v></c>',
        f"<c{kind}><f>-{words}</f></c>"))
    state.stray(words)
    change(parts, name, cell[0], new)
    return f"formula in {name}: {new}"


@edit
def type_misnamed(state: State, parts: Parts) -> str | None:
    """Words in a cell that says it holds a number, a day, a yes or an error."""
    name = a_sheet(state, parts)
    cell = some_cell(state, parts, name)
    if not cell:
        return None
    said = state.chance.choice(("n", "d", "b", "e", "str", "weird"))
    kind = re.sub(r'\st="\w+"', f' t="{said}"', cell[1])
    change(parts, name, cell[0], f"<c{kind}><v>{_text(cell)}</v></c>")
    return f"words as {said} in {name}"


@edit
def cell_twice(state: State, parts: Parts) -> str | None:
    """A cell that is there twice, with other words."""
    name = a_sheet(state, parts)
    cell = some_cell(state, parts, name)
    if not cell:
        return None
    state.stray(_text(cell))
    again = f"<c{cell[1]}><is><t>{state.extra()} as well</t></is></c>"
    change(parts, name, cell[0], cell[0] + again if state.chance.random() < 0.5
           else again + cell[0])
    return f"a cell twice in {name}"


@edit
def control_characters(state: State, parts: Parts) -> str | None:
    """Characters that XML cannot hold, as bytes or as numbers, beside somebody's words."""
    name = a_sheet(state, parts)
    cell = some_cell(state, parts, name)
    if not cell:
        return None
    odd = state.chance.choice(("\x01", "\x0b", "&#x1;", "&#11;", "\x00", "&#xFFFF;"))
    words = _text(cell)
    new = cell[0].replace(words, f"{odd}{words} {odd}", 1)
    change(parts, name, cell[0], new)
    return f"control character {odd!r} in {name}"


@edit
def byte_of_windows(state: State, parts: Parts) -> str | None:
    """A byte of another encoding amid UTF-8."""
    name = a_sheet(state, parts)
    cell = some_cell(state, parts, name)
    if not cell:
        return None
    words = _text(cell)
    state.typed.add(f"it’s {words}".split("\n")[0])
    raw = as_bytes(cell[0]).replace(as_bytes(words), b"it\x92s " + as_bytes(words), 1)
    parts[name] = parts[name].replace(as_bytes(cell[0]), raw, 1)
    return f"a byte of Windows in {name}"


@edit
def merged_over_words(state: State, parts: Parts) -> str | None:
    """Merge cells and keep what lies under them, as LibreOffice does when asked."""
    name = a_sheet(state, parts)
    text = as_text(parts[name])
    places = [(REF.search(found[1])) for found in CELL.finditer(text) if found[2]]
    here = [place for place in places if place]
    if not here or "</sheetData>" not in text:
        return None
    first = state.chance.choice(here)
    row = int(first[2]) + state.chance.randint(0, 3)
    column = chr(min(ord("Z"), ord(first[1][-1]) + state.chance.randint(0, 3)))
    area = f'<mergeCell ref="{first[1]}{first[2]}:{first[1][:-1]}{column}{row}"/>'
    if "<mergeCells" in text:
        new = re.sub(r"(<mergeCells[^>]*>)", rf"\1{area}", text, count=1)
    else:
        new = text.replace("</sheetData>", f"</sheetData><mergeCells>{area}</mergeCells>", 1)
    parts[name] = as_bytes(new)
    return f"{area} in {name}"


@edit
def text_box(state: State, parts: Parts) -> str | None:
    """A text box drawn on a sheet."""
    name = a_sheet(state, parts)
    text = as_text(parts[name])
    if "<drawing" in text or "<legacyDrawing" in text or "</worksheet>" not in text:
        return None
    base = name.rpartition("/")[2]
    drawing = f"xl/drawings/box_{base}"
    space = "http://schemas.openxmlformats.org/drawingml/2006"
    parts[drawing] = (
        f'<xdr:wsDr xmlns:xdr="{space}/spreadsheetDrawing" xmlns:a="{space}/main">'
        "<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>6"
        "</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>3</xdr:col><xdr:colOff>0"
        "</xdr:colOff><xdr:row>9</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp><xdr:nvSpPr>"
        '<xdr:cNvPr id="2" name="TextBox 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/>'
        f"<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>{state.extra()} in a box</a:t></a:r></a:p>"
        "</xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>").encode()
    rels = f"{name.rpartition('/')[0]}/_rels/{base}.rels"
    empty = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
             "</Relationships>")
    parts.setdefault(rels, empty.encode())
    change(parts, rels, "</Relationships>", f'<Relationship Id="rIdBox" Type="{RELATED}/drawing" '
           f'Target="/{drawing}"/></Relationships>')
    parts[name] = as_bytes(text.replace(
        "</worksheet>", f'<drawing xmlns:r="{RELATED}" r:id="rIdBox"/></worksheet>'))
    change(parts, "[Content_Types].xml", "</Types>",
           f'<Override PartName="/{drawing}" ContentType="application/vnd.openxmlformats-'
           'officedocument.drawing+xml"/></Types>')
    return f"text box on {name}"


@edit
def thread(state: State, parts: Parts) -> str | None:
    """A comment with replies, which old programs do not know."""
    name = a_sheet(state, parts)
    base = name.rpartition("/")[2].lower()
    part = f"xl/threadedComments/threadedComment_{base}"
    if part in parts:
        return None
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    parts[part] = (
        f'<ThreadedComments xmlns="{space}"><threadedComment ref="B7" dT="2025-05-27T10:00:00.00" '
        'personId="{1}" id="{2}">' f"<text>{state.extra()} is this right?</text></threadedComment>"
        '<threadedComment ref="B7" dT="2025-05-27T11:00:00.00" personId="{1}" id="{3}" '
        f'parentId="{{2}}"><text>{state.extra()}, yes</text></threadedComment></ThreadedComments>'
    ).encode()
    rels = f"xl/worksheets/_rels/{name.rpartition('/')[2]}.rels"
    empty = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
             "</Relationships>")
    parts.setdefault(rels, empty.encode())
    change(parts, rels, "</Relationships>",
           '<Relationship Id="rIdThread" Type="http://schemas.microsoft.com/office/2017/10/'
           f'relationships/threadedComment" Target="/{part}"/></Relationships>')
    change(parts, "[Content_Types].xml", "</Types>",
           f'<Override PartName="/{part}" ContentType="application/vnd.ms-excel.threadedcomments'
           '+xml"/></Types>')
    return f"thread on {name}"


# --- accidents --------------------------------------------------------------------------------


@edit
def styles_removed(state: State, parts: Parts) -> str | None:
    """The part with the styles is not there, though others refer to it."""
    return "styles removed" if parts.pop("xl/styles.xml", None) is not None else None


@edit
def bad_style(state: State, parts: Parts) -> str | None:
    """A colour that is none, and a cell in a style there is not."""
    if "xl/styles.xml" not in parts:
        return None
    parts["xl/styles.xml"] = re.sub(rb'rgb="[0-9A-F]+"', b'rgb="#FF0000"', parts["xl/styles.xml"])
    name = a_sheet(state, parts)
    parts[name] = re.sub(rb'\ss="\d+"', b' s="99999"', parts[name], count=3)
    return "styles broken"


@edit
def sheet_cut_off(state: State, parts: Parts) -> str | None:
    """A sheet whose XML ends somewhere in the middle."""
    name = a_sheet(state, parts)
    raw = parts[name]
    if not plain(raw):
        return None
    start = raw.index(b"<sheetData>")
    parts[name] = raw[:state.chance.randint(start, len(raw) - 1)]
    state.damaged = True
    return f"{name} cut off at {len(parts[name])}"


@edit
def sheet_part_removed(state: State, parts: Parts) -> str | None:
    """A sheet that is listed and not there."""
    name = a_sheet(state, parts)
    del parts[name]
    state.damaged = True
    return f"{name} removed"


@edit
def strings_removed(state: State, parts: Parts) -> str | None:
    """The shared strings are not there, or cut off."""
    name = next((one for one in parts if one.lower().endswith("sharedstrings.xml")), "")
    if not name:
        return None
    state.damaged = True
    if state.chance.random() < 0.5:
        parts[name] = parts[name][:state.chance.randint(0, len(parts[name]))]
        return "shared strings cut off"
    del parts[name]
    return "shared strings removed"


@edit
def comments_part_removed(state: State, parts: Parts) -> str | None:
    """A note's part that is named and not there."""
    names = [name for name in parts if "comment" in name.lower() and name.endswith(".xml")]
    if not names:
        return None
    del parts[state.chance.choice(sorted(names))]
    return "notes removed"


@edit
def properties_broken(state: State, parts: Parts) -> str | None:
    """Properties of the file that no program can read."""
    parts["docProps/core.xml"] = b"<cp:coreProperties>" + escape("<not a date>").encode()
    return "properties broken"

"""Word files that look like something: lists, tables, sections, contents, for the converter."""

import io
import zipfile

from tests.making.nastyword import picture

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/'
          '2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/'
          'main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"')
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
A4 = '<w:pgSz w:w="11906" w:h="16838"/>'
EDGES = ('<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720"'
         ' w:footer="720" w:gutter="0"/>')
STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>
<w:pPr><w:spacing w:after="120"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>
<w:basedOn w:val="Normal"/><w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr>
</w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/>
<w:basedOn w:val="Normal"/><w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Loud"><w:name w:val="Loud"/><w:basedOn w:val="Heading2"/>
<w:pPr><w:outlineLvl w:val="9"/></w:pPr><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr>
</w:style>
<w:style w:type="character" w:styleId="Unseen"><w:name w:val="Unseen"/><w:rPr><w:vanish/></w:rPr>
</w:style>"""


def level(at: int, kind: str, text: str, more: str = "") -> str:
    """One level of a list."""
    return (f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{text}"/>{more}<w:pPr><w:ind w:left="{360 * (at + 1)}"'
            ' w:hanging="360"/></w:pPr></w:lvl>')


NUMBERING = (
    '<w:abstractNum w:abstractNumId="1">' + level(0, "decimal", "%1.")
    + level(1, "lowerLetter", "(%2)") + level(2, "upperRoman", "%1.%2.%3") + "</w:abstractNum>"
    + '<w:abstractNum w:abstractNumId="2">' + level(0, "bullet", "\uf0b7") + "</w:abstractNum>"
    + '<w:abstractNum w:abstractNumId="3">' + level(0, "chineseCounting", "%1") + "</w:abstractNum>"
    + '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    + '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
      '<w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    + '<w:num w:numId="4"><w:abstractNumId w:val="3"/></w:num>')


def p(*runs: str, look: str = "") -> str:
    """A paragraph."""
    return f"<w:p><w:pPr>{look}</w:pPr>{''.join(runs)}</w:p>"


def r(words: str, look: str = "") -> str:
    """Words of one look."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def heading(words: str, at: int = 1, mark: str = "") -> str:
    """A heading, with a bookmark where it has a name."""
    named = f'<w:bookmarkStart w:id="1" w:name="{mark}"/>' if mark else ""
    return p(named, r(words), look=f'<w:pStyle w:val="Heading{at}"/>')


def item(words: str, list_: int = 1, at: int = 0) -> str:
    """An item of a list."""
    return p(r(words), look=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list_}"/></w:numPr>')


def field(instruction: str, shown: str) -> str:
    """A field with its last result."""
    return ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
            f'{instruction} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            f'{r(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>')


def cell(words: str, wide: int = 2000, look: str = "") -> str:
    """A cell."""
    return (f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{look}</w:tcPr>{p(r(words))}</w:tc>')


def row(*cells: str, look: str = "") -> str:
    """A row."""
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, widths: tuple[int, ...] = (2000, 6000)) -> str:
    """A table with lines."""
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="A6A6A6"/>'
                    for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    return (f"<w:tbl><w:tblPr><w:tblBorders>{lines}</w:tblBorders></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>")


HEAD = "<w:tblHeader/>"


def image(alt: str = "A red square", more: str = "", edges: str = "") -> str:
    """A picture in the line."""
    return (f'<w:r><w:drawing><wp:inline><wp:extent cx="720000" cy="720000"/><wp:docPr id="1"'
            f' name="x" descr="{alt}">{more}</wp:docPr><a:graphic><a:graphicData uri="http://'
            'schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill>'
            f'<a:blip r:embed="rIdPicture"/>{edges}</pic:blipFill><pic:spPr/></pic:pic>'
            '</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>')


def section(look: str = A4, more: str = "") -> str:
    """The page set-up at the end of a section."""
    return f"<w:sectPr>{more}{look}{EDGES}</w:sectPr>"


def word(*blocks: str, end: str = "", parts: dict[str, str] | None = None,
         pixels: bytes = b"", settings: str = "", relations: str = "") -> bytes:
    """A Word file. `parts` are headers ('header1'), footers and 'footnotes' by name."""
    parts = parts or {}
    kinds = {"document": ("document.main", f"<w:document {SPACES}><w:body>{''.join(blocks)}"
                          f"{end or section()}</w:body></w:document>"),
             "styles": ("styles", f"<w:styles {SPACES}>{STYLES}</w:styles>"),
             "settings": ("settings", f"<w:settings {SPACES}>{settings}</w:settings>"),
             "numbering": ("numbering", f"<w:numbering {SPACES}>{NUMBERING}</w:numbering>")}
    for name, inner in parts.items():
        kind = name.rstrip("0123456789")
        tag = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
        kinds[name] = (kind, f"<w:{tag} {SPACES}>{inner}</w:{tag}>")
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{WORD}{kind}+xml"/>'
                    for name, (kind, _) in kinds.items())
    links = "".join(f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{name}.xml"/>'
                    for name, (kind, _) in kinds.items() if name != "document")
    links += f'<Relationship Id="rIdPicture" Type="{R}/image" Target="media/one.png"/>{relations}'
    package = "http://schemas.openxmlformats.org/package/2006/"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as held:
        held.writestr("[Content_Types].xml", f'<Types xmlns="{package}content-types"><Default '
                      f'Extension="png" ContentType="image/png"/>{types}</Types>')
        held.writestr("_rels/.rels", f'<Relationships xmlns="{package}relationships">'
                      f'<Relationship Id="d" Type="{R}/officeDocument" Target="word/document.xml"/>'
                      "</Relationships>")
        held.writestr("word/_rels/document.xml.rels",
                      f'<Relationships xmlns="{package}relationships">{links}</Relationships>')
        held.writestr("word/media/one.png", pixels or picture())
        for name, (_, xml) in kinds.items():
            held.writestr(f"word/{name}.xml", xml)
    return out.getvalue()

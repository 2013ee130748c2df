"""The plain house style a partnership starts from: `house.docx`, made once, restyled in Word.

Everything a template looks like stands in named styles, so that changing one style in Word changes
every place that uses it. docs/templates.md says what each style is for.
"""

import io
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from pipeline.doors.docwriter import Paragraph, Span, Table, pack_again, write_blocks

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
FONT = "Arial"
NAVY, GREY, PALE, RULE = "1F3A5F", "4D4D4D", "E6ECF3", "A6A6A6"
EPOCH = datetime(2000, 1, 1)


class Style(NamedTuple):
    """A paragraph or character style; sizes and spaces in points, indents in twips."""

    name: str
    use: str
    based: str = "Normal"
    follow: str = ""
    size: float = 0
    bold: bool = False
    italic: bool = False
    colour: str = ""
    before: float | None = None
    after: float | None = None
    keep: bool = False
    outline: int | None = None
    left: int = 0
    hanging: int = 0
    bullet: bool = False
    bar: bool = False
    rule: str = ""
    tight: bool = False
    character: bool = False

    @property
    def id(self) -> str:
        """The style's id: its name without spaces."""
        return self.name.title().replace(" ", "").replace("Toc", "TOC")


STYLES = (
    Style("Title", "The title of the document", follow="Subtitle", size=22, bold=True,
          colour=NAVY, before=0, after=4, keep=True),
    Style("Subtitle", "What the title is about: whose form, which case", follow="Normal",
          size=13, colour=GREY, before=0, after=10, keep=True),
    Style("heading 1", "A section", follow="Normal", size=16, bold=True, colour=NAVY,
          before=18, after=6, keep=True, outline=0),
    Style("heading 2", "A question answered in paragraphs, a child, a group", follow="Normal",
          size=13, bold=True, colour=NAVY, before=14, after=4, keep=True, outline=1),
    Style("heading 3", "A part of a question, an agency", follow="Normal", size=11, bold=True,
          colour="262626", before=10, after=3, keep=True, outline=2),
    Style("Label", "A question too long to be a heading; a word before its answer", follow="Answer",
          bold=True, before=10, after=3, keep=True),
    Style("Answer", "What people answered", before=0, after=6),
    Style("Answer Bullet", "A bullet in an answer", based="Answer", after=3, left=357, hanging=357,
          bullet=True),
    Style("Source Line", "Where the words below came from", follow="Answer", size=9.5,
          colour="595959", before=0, after=3, keep=True),
    Style("Guidance", "The form's own guidance", size=10, colour=GREY, before=0, after=4, left=170,
          bar=True),
    Style("Guidance Bullet", "A bullet in guidance", based="Guidance", after=3, left=510,
          hanging=340, bullet=True),
    Style("List Bullet", "A bullet in the document's own words", after=3, left=357, hanging=357,
          bullet=True),
    Style("Table Head", "The header row of a table", size=10, bold=True, before=0, after=1,
          tight=True),
    Style("Table Label", "The first column of a table, when it holds labels", size=10, bold=True,
          before=0, after=1, tight=True),
    Style("Table Text", "A cell", size=10, before=0, after=1, tight=True),
    Style("Table Bullet", "A bullet in a cell", based="Table Text", left=227, hanging=227,
          bullet=True),
    Style("Contents Title", "The word over the contents list", size=13, bold=True, colour=NAVY,
          before=12, after=4, keep=True),
    Style("Contents", "Where the contents list comes", before=0, after=3),
    Style("toc 1", "A section in the contents list", before=4, after=1),
    Style("toc 2", "A part of a section in the contents list", size=10, before=0, after=1,
          left=357),
    Style("Letterhead", "Who writes a letter", follow="Letter Line", size=13, bold=True,
          colour=NAVY, before=0, after=12, rule="bottom"),
    Style("Letter Line", "A line at the head of a letter: reference, date, to whom", before=0,
          after=2, tight=True),
    Style("Letter Subject", "What a letter is about", follow="Normal", size=14, bold=True,
          colour=NAVY, before=16, after=8, keep=True, outline=0),
    Style("Letter Closing", "What stands at the end of a letter: how to reply, whom to ask",
          before=0, after=6),
    Style("Letter Signed", "Who signs a letter", bold=True, before=14, after=0, keep=True),
    Style("Marking", "The header: protective marking, state, reference", size=10, bold=True,
          before=0, after=0, rule="bottom"),
    Style("footer", "The footer: document and page", size=10, before=0, after=0, rule="top"),
    Style("Logo", "Room for the logo", size=1, before=0, after=0),
    Style("Section End", "The invisible end of a landscape part", size=1, before=0, after=0),
    Style("Missing", "Words that stand where an answer is missing", italic=True, colour="595959",
          character=True),
    Style("Source", "Where words came from", size=9.5, colour="595959", character=True),
    Style("Tick", "A box that is ticked or not", character=True),
)


def _style(style: Style) -> str:
    look = "".join((
        "<w:b/><w:bCs/>" if style.bold else "",
        "<w:i/><w:iCs/>" if style.italic else "",
        f'<w:color w:val="{style.colour}"/>' if style.colour else "",
        f'<w:sz w:val="{round(style.size * 2)}"/><w:szCs w:val="{round(style.size * 2)}"/>'
        if style.size else "",
    ))
    head = f'<w:name w:val="{style.name}"/>'
    if style.character:
        return (f'<w:style w:type="character" w:customStyle="1" w:styleId="{style.id}">{head}'
                f'<w:qFormat/><w:rPr>{look}</w:rPr></w:style>')
    edges = ""
    if style.bar:
        edges = f'<w:left w:val="single" w:sz="18" w:space="8" w:color="{RULE}"/>'
    if style.rule:
        edges = f'<w:{style.rule} w:val="single" w:sz="4" w:space="4" w:color="{RULE}"/>'
    space = "".join(f' w:{word}="{round(points * 20)}"' for word, points in
                    (("before", style.before), ("after", style.after)) if points is not None)
    if style.tight:
        space += ' w:line="240" w:lineRule="auto"'
    if style.size == 1:
        space += ' w:line="20" w:lineRule="atLeast"'
    layout = "".join((
        "<w:keepNext/>" if style.keep else "",
        "<w:keepLines/>" if style.outline is not None else "",
        '<w:numPr><w:numId w:val="1"/></w:numPr>' if style.bullet else "",
        f"<w:pBdr>{edges}</w:pBdr>" if edges else "",
        f"<w:spacing{space}/>" if space else "",
        f'<w:ind w:left="{style.left}" w:hanging="{style.hanging}"/>' if style.left else "",
        f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else "",
    ))
    built_in = style.name[0].islower() or style.name in ("Title", "Subtitle", "List Bullet")
    follow = f'<w:next w:val="{style.follow.replace(" ", "")}"/>' if style.follow else ""
    own = "" if built_in else ' w:customStyle="1"'
    return (f'<w:style w:type="paragraph"{own} w:styleId="{style.id}">{head}'
            f'<w:basedOn w:val="{style.based.replace(" ", "")}"/>'
            f'{follow}<w:qFormat/><w:pPr>{layout}</w:pPr><w:rPr>{look}</w:rPr></w:style>')


def _styles() -> bytes:
    edge = f'w:val="single" w:sz="4" w:space="0" w:color="{RULE}"'
    edges = "".join(f"<w:{side} {edge}/>" for side in
                    ("top", "left", "bottom", "right", "insideH", "insideV"))
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="{FONT}"/>'
    lang = '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
    shade = f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/></w:tcPr>'
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="22"/><w:szCs w:val="22"/>
{lang}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>
<w:pPr><w:widowControl/><w:spacing w:before="0" w:after="120" w:line="264" w:lineRule="auto"/>
</w:pPr><w:rPr>{lang}</w:rPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>
<w:uiPriority w:val="99"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>
<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>
<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="FormTable"><w:name w:val="Form Table"/>
<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>{edges}</w:tblBorders>
<w:tblCellMar><w:top w:w="45" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>
<w:bottom w:w="45" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tblPr/>{shade}</w:tblStylePr>
<w:tblStylePr w:type="firstCol"><w:tblPr/>{shade}</w:tblStylePr></w:style>
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr>
<w:color w:val="{NAVY}"/><w:u w:val="single"/></w:rPr></w:style>
{"".join(_style(style) for style in STYLES)}</w:styles>""".encode()


def with_letter_styles(house: bytes) -> bytes:
    """A house style that knows the styles of letters: its own, or else those of the plain one."""
    document = Document(io.BytesIO(house))
    there = {style.name.lower() for style in document.styles}
    lacking = [style for style in STYLES if style.name.startswith("Letter")
               and style.name.lower() not in there]
    if not lacking:
        return house
    for style in lacking:
        document.styles.element.append(parse_xml(_style(style).replace(" ", f" {W} ", 1)))
    held = io.BytesIO()
    document.save(held)
    return pack_again(held.getvalue())


def _numbering() -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="\u2022"/>
<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="357" w:hanging="357"/></w:pPr>
<w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:hint="default"/></w:rPr></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>""".encode()


def _settings() -> bytes:
    uri = "http://schemas.microsoft.com/office/word"
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>
<w:characterSpacingControl w:val="doNotCompress"/><w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="{uri}" w:val="15"/></w:compat>
<w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>
</w:settings>""".encode()


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _margin_line(kind: str, style: str, content: str) -> str:
    return (f'<w:{kind} {W} {R}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
            f"{content}</w:p></w:{kind}>")


HEADER = _margin_line("hdr", "Marking", _run("{{ document.marking }}") + _run(
    "{% if document.marking and document.state %}  |  {% endif %}{{ document.state }}") + _run(
    "{% if reference and (document.marking or document.state) %}  |  Reference {{ reference }}"
    "{% endif %}"))
"""What is published has neither marking nor state, and then no reference of ours either."""
FOOTER = _margin_line("ftr", "footer", _run("{{ document.title }}  |  Page ") + _field("PAGE")
                      + _run(" of ") + _field("NUMPAGES"))
PAGE = f"""<w:sectPr {W}><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1474" w:right="1134"
 w:bottom="1304" w:left="1134" w:header="624" w:footer="567" w:gutter="0"/></w:sectPr>"""


@lru_cache(maxsize=8)
def heading_colour(house: bytes) -> str:
    """The colour of the headings of a house style, as '#1f3a5f'; the plain one's if it has none."""
    styles = {style.name.lower(): style for style in Document(io.BytesIO(house)).styles}
    found = styles["heading 1"].font.color if "heading 1" in styles else None
    return f"#{(found.rgb if found is not None and found.rgb else NAVY)!s}".lower()


def house_style() -> bytes:
    """A house.docx to start from; its pages show each style under its own name."""
    document = Document()
    package = document.part.package
    document.core_properties.author = ""
    document.core_properties.title = "House style"
    document.core_properties.comments = ""
    document.core_properties.language = "en-GB"
    document.core_properties.revision = 1
    document.core_properties.last_modified_by = ""
    document.core_properties.created = document.core_properties.modified = EPOCH
    for own, inside in ((document.part._styles_part, _styles()),
                        (document.part.numbering_part, _numbering()),
                        (document.part._settings_part, _settings())):
        own._element = parse_xml(inside)
    # python-docx's own starting document brings a picture of itself, the name of the program that
    # made it and a theme with other fonts.
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith(("/thumbnail", "/extended-properties")):
            del package.rels[key]
    for key, relation in list(document.part.rels.items()):
        if relation.reltype not in (RELATION.STYLES, RELATION.NUMBERING, RELATION.SETTINGS):
            del document.part.rels[key]
    body = document.element.body
    for child in list(body):
        body.remove(child)
    page = parse_xml(PAGE)
    body.append(page)
    for kind, relation, content in (("header", RELATION.HEADER, HEADER),
                                    ("footer", RELATION.FOOTER, FOOTER)):
        part = Part(PackURI(f"/word/{kind}1.xml"), "application/vnd.openxmlformats-officedocument."
                    f"wordprocessingml.{kind}+xml", content.encode(), package)
        key = document.part.relate_to(part, relation)
        page.insert(0 if kind == "header" else 1,
                    parse_xml(f'<w:{kind}Reference {W} {R} w:type="default" r:id="{key}"/>'))
    held = io.BytesIO()
    document.save(held)
    return write_blocks(_specimen(), pack_again(held.getvalue()), "House style")


def _specimen() -> list[Paragraph | Table]:
    shown: list[Paragraph | Table] = []
    for style in STYLES:
        if style.character:
            shown.append(Paragraph((Span(f"{style.name}: {style.use}", style=style.name),)))
        elif style.name not in ("Marking", "footer", "Logo", "Section End"):
            shown.append(Paragraph((Span(f"{style.name}: {style.use}"),), style.name))
    head, cell = "Table Head", "Table Text"
    shown.append(Table(
        header=((Paragraph((Span("Question"),), head),), (Paragraph((Span("Answer"),), head),)),
        rows=(((Paragraph((Span("Form Table: the table style"),), "Table Label"),),
               (Paragraph((Span("The first column is shaded where it holds labels."),), cell),)),),
        widths=(35, 65), labels=True))
    return shown

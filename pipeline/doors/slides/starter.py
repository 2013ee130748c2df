"""The plain template a partnership starts from: made once, restyled in PowerPoint.

Everything a deck looks like stands here, in the slide master and its layouts: colours in the theme,
sizes in the master, places in the layouts. docs/templates.md says what each layout is for.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Emu

from pipeline.doors.docwriter import pack_again
from pipeline.doors.slides.theme import theme

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
INCH = 914400
WIDE, HIGH = 40 / 3, 7.5
MARGIN, ROOM = 0.7, 11.933
EPOCH = datetime(2000, 1, 1)
LOGO_HIGH, LOGO_WIDE = 0.9, 3.2


@dataclass(frozen=True)
class _Holder:
    """A placeholder: what PowerPoint takes it for, its number, its place in inches, its looks."""

    name: str
    kind: str
    index: int
    place: tuple[float, float, float, float]
    size: int = 0
    colour: str = ""
    bold: bool = False
    anchor: str = ""
    ground: str = ""
    align: str = ""
    words: str = ""


def _title(top: float = 0.5, high: float = 1.1, **more: Any) -> _Holder:
    return _Holder("Title", "title", 0, (MARGIN, top, ROOM, high), words="Title", **more)


_FOOTER = _Holder("Footer", "ftr", 20, (MARGIN, 6.95, 10.4, 0.35), words="Footer")
_NUMBER = _Holder("Slide number", "sldNum", 21, (11.633, 6.95, 1.0, 0.35))
_TEXT = _Holder("Text", "body", 1, (MARGIN, 1.85, ROOM, 4.85), 2400, words="Text")

LAYOUTS: tuple[tuple[str, str, str, tuple[_Holder, ...]], ...] = (
    ("Title slide", "tx2", "band", (
        _Holder("Title", "ctrTitle", 0, (MARGIN, 1.35, ROOM, 1.95), 4000, "bg1", True, "b",
                words="Title"),
        _Holder("Subtitle", "subTitle", 1, (MARGIN, 3.45, ROOM, 1.35), 2400, "bg1",
                words="Subtitle"),
        _Holder("Details", "body", 10, (MARGIN, 5.95, 7.6, 1.1), 1800, "tx1", anchor="ctr",
                words="Details"),
        _Holder("Draft or embargo", "body", 13, (MARGIN, 0.4, ROOM, 0.6), 1800, "bg1", True,
                words="Draft or embargo"))),
    ("Text", "", "", (_title(), _TEXT, _FOOTER, _NUMBER)),
    ("Child", "bg2", "bar", (
        _title(), _Holder("Text", "body", 1, (1.15, 1.85, 11.483, 4.85), 2800, words="Text"),
        _FOOTER, _NUMBER)),
    ("Message", "", "", (
        _title(0.35, 1.35, size=2600),
        _Holder("Learned", "body", 1, (MARGIN, 1.9, 5.75, 2.9), 2000, words="Learned"),
        _Holder("Do", "body", 12, (6.883, 1.9, 5.75, 2.9), 2000, words="Do"),
        _Holder("Theme", "body", 10, (MARGIN, 4.85, 3.9, 1.95), 1800, ground="bg2", words="Theme"),
        _Holder("Recommendation", "body", 11, (4.8, 4.85, 7.833, 1.95), 1800, ground="bg2",
                words="Recommendation"), _FOOTER, _NUMBER)),
    ("Table", "", "", (
        _title(), _Holder("Table", "tbl", 1, (MARGIN, 1.75, ROOM, 5.0), 1800, words="Table"),
        _FOOTER, _NUMBER)),
    ("Closing", "bg2", "", (
        _title(), _Holder("Text", "body", 1, _TEXT.place, 2400, words="Text"), _FOOTER, _NUMBER)),
)
"""Name, colour of the ground, ornament, placeholders."""


def starter(colour: str, name: str, logo: tuple[bytes, str] | None = None) -> bytes:
    """A template for slides in a partnership's colour ('#1f3a5f'), with its logo and its alt text.

    `name` is the partnership's. It brings a slide of each layout, which decks made from it do not.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(round(WIDE * INCH)), Emu(round(HIGH * INCH))
    deck.part._element.sldSz.attrib.pop("type", None)
    for layout in list(deck.slide_layouts)[len(LAYOUTS):]:
        deck.slide_layouts.remove(layout)
    _bare(deck, name, colour)
    _swap(deck.slide_master.element, _master())
    for layout, (title, ground, ornament, holders) in zip(deck.slide_layouts, LAYOUTS,
                                                          strict=True):
        _swap(layout.element, _layout(title, ground, ornament, holders))
        for key in ("type", "preserve"):
            layout.element.attrib.pop(key, None)
        layout.element.set("preserve", "1")
        layout.element.cSld.set("name", title)
    if logo is not None:
        _logo(deck.slide_layouts[0], *logo)
    for layout in deck.slide_layouts:
        _specimen(deck, layout)
    held = io.BytesIO()
    deck.save(held)
    return pack_again(held.getvalue())


def _bare(deck: Any, name: str, colour: str) -> None:
    """python-pptx's own first file brings a thumbnail, a printer, another theme and language."""
    for part in (deck.part.package, deck.part):
        for key, relation in list(part._rels.items()):
            if relation.reltype.endswith(("/thumbnail", "/extended-properties", "/viewProps",
                                          "/printerSettings")):
                part._rels.pop(key)
    for relation in deck.slide_master.part.rels.values():
        if relation.reltype.endswith("/theme"):
            relation.target_part._blob = theme(colour, name)
    for held in deck.part._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}"
                                        "defRPr"):
        held.set("lang", "en-GB")
    core = deck.core_properties
    core.title, core.author, core.last_modified_by = "Template for slides", "", ""
    core.comments = core.keywords = core.subject = core.category = ""
    core.language, core.revision = "en-GB", 1
    core.created = core.modified = EPOCH


def _swap(element: Any, made: str) -> None:
    """Put our shapes in place of those of a master or layout, and our styles in the master."""
    new = parse_xml(made)
    old = element.find("{*}cSld")
    element.replace(old, new.find("{*}cSld"))
    for name in ("txStyles",):
        there, ours = element.find(f"{{*}}{name}"), new.find(f"{{*}}{name}")
        if there is not None and ours is not None:
            element.replace(there, ours)


def _master() -> str:
    holders = (
        _Holder("Title", "title", 0, (MARGIN, 0.5, ROOM, 1.1), words="Title"),
        _Holder("Text", "body", 1, (MARGIN, 1.85, ROOM, 4.85), words="Text"),
        _Holder("Footer", "ftr", 3, _FOOTER.place, 1200, "accent2", words="Footer"),
        _Holder("Slide number", "sldNum", 4, _NUMBER.place, 1200, "accent2", align="r"))
    shapes = _rule("Band", (0, 0, WIDE, 0.16), "tx2", 30) + "".join(
        _shape(one, at) for at, one in enumerate(holders, 2))
    return (f"<p:sldMaster {A} {P} {R}><p:cSld>{_ground('bg1')}{_tree(shapes)}</p:cSld>"
            f"<p:txStyles><p:titleStyle>{_level(1, 3000, 'tx2', 0, bold=True)}</p:titleStyle>"
            f"<p:bodyStyle>{_level(1, 2000, 'tx1', 10)}"
            f"{_level(2, 2000, 'tx1', 8, bullet=True)}</p:bodyStyle>"
            f"<p:otherStyle>{_level(1, 1800, 'tx1', 0)}</p:otherStyle></p:txStyles>"
            "</p:sldMaster>")


def _level(level: int, size: int, colour: str, after: int, bold: bool = False,
           bullet: bool = False) -> str:
    hang = 'marL="342900" indent="-342900"' if bullet else 'marL="0" indent="0"'
    mark = '<a:buFont typeface="Arial"/><a:buChar char="•"/>' if bullet else "<a:buNone/>"
    font = "+mj-lt" if bold else "+mn-lt"
    return (f'<a:lvl{level}pPr {hang} algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" '
            f'latinLnBrk="0" hangingPunct="1"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
            f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="{after * 100}"/>'
            f'</a:spcAft>{mark}<a:defRPr lang="en-GB" sz="{size}" b="{int(bold)}" kern="1200">'
            f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:latin typeface="{font}"/>'
            f'<a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{level}pPr>')


def _layout(title: str, ground: str, ornament: str, holders: tuple[_Holder, ...]) -> str:
    drawn = ""
    if ornament == "band":
        drawn = _rule("Ground for logo", (0, 5.75, WIDE, 1.75), "bg1", 30)
    elif ornament == "bar":
        drawn = _rule("Bar", (MARGIN, 1.95, 0.1, 4.6), "accent1", 30)
    shapes = drawn + "".join(_shape(one, at) for at, one in enumerate(holders, 2))
    return (f"<p:sldLayout {A} {P} {R}><p:cSld name={quoteattr(title)}>"
            f"{_ground(ground) if ground else ''}{_tree(shapes)}</p:cSld></p:sldLayout>")


def _ground(colour: str) -> str:
    return (f'<p:bg><p:bgPr><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
            "<a:effectLst/></p:bgPr></p:bg>")


def _tree(shapes: str) -> str:
    return ('<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/>'
            f"</p:nvGrpSpPr><p:grpSpPr/>{shapes}</p:spTree>")


def _place(place: tuple[float, float, float, float]) -> str:
    x, y, wide, high = (round(one * INCH) for one in place)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'


def _rule(name: str, place: tuple[float, float, float, float], colour: str, at: int) -> str:
    """A coloured rectangle that says nothing: it is passed over when the slide is read aloud."""
    silent = ('<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
              '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/'
              'decorative" val="1"/></a:ext></a:extLst>')
    return (f'<p:sp><p:nvSpPr><p:cNvPr id="{at}" name="{name}">{silent}</p:cNvPr><p:cNvSpPr/>'
            f"<p:nvPr userDrawn=\"1\"/></p:nvSpPr><p:spPr>{_place(place)}"
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
            f'<a:schemeClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
            '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-GB"/></a:p></p:txBody>'
            "</p:sp>")


def _shape(holder: _Holder, at: int) -> str:
    levels = ""
    colour = (f'<a:solidFill><a:schemeClr val="{holder.colour}"/></a:solidFill>'
              if holder.colour else "")
    if holder.size or holder.colour or holder.bold or holder.align:
        size = f' sz="{holder.size}"' if holder.size else ""
        weight = ' b="1"' if holder.bold else ""
        look = f'<a:defRPr lang="en-GB"{size}{weight}>{colour}</a:defRPr>'
        align = f' algn="{holder.align}"' if holder.align else ""
        levels = f"<a:lvl1pPr{align}>{look}</a:lvl1pPr><a:lvl2pPr>{look}</a:lvl2pPr>"
    fill = (f'<a:solidFill><a:schemeClr val="{holder.ground}"/></a:solidFill>'
            if holder.ground else "")
    inset = ' lIns="144000" tIns="108000" rIns="144000" bIns="72000"' if holder.ground else (
        ' lIns="0" rIns="0"')
    anchor = f' anchor="{holder.anchor}"' if holder.anchor else ""
    if holder.kind == "title":
        anchor = ' anchor="b"'
    index = "" if holder.kind in ("title", "ctrTitle") else f' idx="{holder.index}"'
    words = (f'<a:r><a:rPr lang="en-GB"/><a:t>{holder.words}</a:t></a:r>' if holder.words else
             '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
             '<a:rPr lang="en-GB"/><a:t>1</a:t></a:fld>')
    return (f'<p:sp><p:nvSpPr><p:cNvPr id="{at}" name="{holder.name}"/><p:cNvSpPr>'
            f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{holder.kind}"{index}/>'
            f"</p:nvPr></p:nvSpPr><p:spPr>{_place(holder.place)}"
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr><p:txBody>'
            f'<a:bodyPr vert="horz"{inset}{anchor}>'
            f"<a:noAutofit/></a:bodyPr><a:lstStyle>{levels}</a:lstStyle><a:p>{words}</a:p>"
            "</p:txBody></p:sp>")


def _logo(layout: Any, data: bytes, alt: str) -> None:
    """The logo on the ground of the first slide, at the right, no larger than its room."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        wide, high = picture.size
    scale = min(LOGO_WIDE / wide, LOGO_HIGH / high)
    _, key = layout.part.get_or_add_image_part(io.BytesIO(data))
    place = _place((WIDE - MARGIN - wide * scale, 6.5 - high * scale / 2,
                    wide * scale, high * scale))
    layout.element.cSld.spTree.append(parse_xml(
        f'<p:pic {A} {P} {R}><p:nvPicPr><p:cNvPr id="40" name="Logo" descr={quoteattr(alt)}/>'
        '<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr userDrawn="1"/>'
        f'</p:nvPicPr><p:blipFill><a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</p:blipFill><p:spPr>{place}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        "</p:pic>"))


def _specimen(deck: Any, layout: Any) -> None:
    made = deck.slides.add_slide(layout)
    for holder in list(made.placeholders):
        if holder.has_text_frame and holder.placeholder_format.type is not None:
            holder.text_frame.text = (f"Layout “{layout.name}”"
                                      if holder.placeholder_format.idx == 0 else holder.name)

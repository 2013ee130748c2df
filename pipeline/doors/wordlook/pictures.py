"""Pictures in the line. What floats, is drawn or is embedded is refused."""

from pipeline.doors.wordlook.blocks import Inline, Picture
from pipeline.doors.wordlook.context import Place
from pipeline.doors.wordlook.names import EMU_A_POINT, WP, A, Element, R, local, number

KINDS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"))
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


def drawing(element: Element, place: Place) -> list[Inline]:
    """What a w:drawing shows."""
    if any(local(one) == "txbxContent" for one in element.iter()):
        place.refuse("convert-text-box")
        return []
    data = element.find(f".//{A}graphicData")
    kind = "" if data is None else data.get("uri", "").rpartition("/")[2]
    if kind in ("chart", "chartex", "diagram"):
        place.refuse("convert-chart")
        return []
    if kind != "picture":
        place.refuse("convert-shape")
        return []
    inline = element.find(WP + "inline")
    if inline is None:
        place.refuse("convert-float")
        return []
    found = _picture(inline, place)
    return [found] if found else []


def _picture(inline: Element, place: Place) -> Picture | None:
    blip = inline.find(f".//{A}blip")
    link = place.links.get("" if blip is None else blip.get(R + "embed", ""))
    member = place.file.package.members.get(link.target) if link and not link.outside else None
    if member is None or (blip is not None and blip.get(R + "link")):
        place.refuse("convert-external" if blip is not None and blip.get(R + "link")
                     else "convert-broken")
        return None
    kind = next((kind for start, kind in KINDS if member.data.startswith(start)), "")
    if not kind:
        place.refuse("convert-picture-kind")
        return None
    crop = inline.find(f".//{A}srcRect")
    if crop is not None and any(abs(number(side)) > 0 for side in crop.attrib.values()):
        place.refuse("convert-cropped")
        return None
    turn = inline.find(f".//{A}xfrm")
    if turn is not None and (number(turn.get("rot", "0")) or turn.get("flipH") in ("1", "true")
                             or turn.get("flipV") in ("1", "true")):
        place.refuse("convert-turned")
        return None
    extent, about = inline.find(WP + "extent"), inline.find(WP + "docPr")
    if about is not None and about.get("hidden") in ("1", "true"):
        place.refuse("convert-hidden-text")
    decorative = about is not None and any(one.get("val") in ("1", "true")
                                           for one in about.iter(DECORATIVE))
    alt = "" if about is None else (about.get("descr") or about.get("title") or "").strip()
    if not alt and not decorative and not place.page_part:
        place.refuse("convert-no-alt")
    return Picture(member.data, kind, _size(extent, "cx"), _size(extent, "cy"), alt,
                   decorative or place.page_part, _leads(inline, place))


def _leads(inline: Element, place: Place) -> str:
    click = inline.find(f".//{A}hlinkClick")
    link = None if click is None else place.links.get(click.get(R + "id", ""))
    return link.target if link and link.outside else ""


def _size(extent: Element | None, name: str) -> float:
    return number("" if extent is None else extent.get(name, ""), 0) / EMU_A_POINT

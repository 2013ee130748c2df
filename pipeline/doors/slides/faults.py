"""What is wrong with a template for slides, in words for whoever edits it in PowerPoint."""

import io
from collections.abc import Iterator, Mapping, Sequence

from pptx import Presentation
from pptx.oxml.ns import qn

from pipeline.doors.slides.boxes import Layouts
from pipeline.doors.slides.model import FOOTER, MARK, NUMBER, SMALLEST, TABLE, TITLE
from pipeline.errors import DefinitionTrouble


def faults(template: bytes, file: str, wanted: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What is wrong: `wanted` are the placeholders that slides of each layout are filled by."""
    try:
        deck = Presentation(io.BytesIO(template))
    except Exception:  # python-pptx raises whatever the damage leads to
        yield f"{file}: it cannot be opened; save it again in PowerPoint as .pptx."
        return
    if len(deck.slide_masters) != 1:
        yield f"{file}: it has {len(deck.slide_masters)} slide masters; one is used."
    layouts = Layouts(deck, file)
    for layout, names in wanted.items():
        try:
            layouts.layout(layout)
        except DefinitionTrouble as why:
            yield str(why)
            continue
        yield from _layout(layouts, layout, names)
    yield from _pictures(deck, file)


def _layout(layouts: Layouts, layout: str, names: Sequence[str]) -> Iterator[str]:
    here = f"{layouts.file}, layout '{layout}'"
    for name in (TITLE, *names):
        try:
            box = layouts.box(layout, name)
        except DefinitionTrouble as why:
            yield str(why)
            continue
        if box.smallest < SMALLEST:
            yield (f"{here}, '{name}': its letters have {box.smallest:g} points; nothing under "
                   f"{SMALLEST:g} can be read from the back of a room.")
        if name == TABLE and box.kind != "tbl":
            yield f"{here}, '{name}': it is no placeholder for a table."
        if name == TITLE and box.kind not in ("title", "ctrTitle"):
            yield f"{here}, '{name}': PowerPoint does not take it for the title."
    boxes = layouts.boxes(layout)
    if MARK not in boxes and FOOTER not in boxes:
        yield (f"{here}: it has neither '{MARK}' nor '{FOOTER}', so that a draft would not say on "
               "such a slide that it is one.")
    for name, kind in ((FOOTER, "ftr"), (NUMBER, "sldNum")):
        if name in boxes and boxes[name].kind != kind:
            yield f"{here}, '{name}': that name is kept for the {name.lower()}."
    lengths = [len(list(layouts.layout(layout).placeholders)), len(boxes)]
    if lengths[0] != lengths[1]:
        yield f"{here}: two placeholders have the same name."


def _pictures(deck: object, file: str) -> Iterator[str]:
    for part in (deck.slide_master, *deck.slide_layouts):  # type: ignore[attr-defined]
        for picture in part.element.iter(qn("p:pic")):
            shown = picture.find(f".//{qn('p:cNvPr')}")
            decorative = any(one.get("val") == "1" for one in shown.iter()
                             if one.tag.endswith("}decorative"))
            if not shown.get("descr", "").strip() and not decorative:
                yield (f"{file}, '{part.name or 'slide master'}': a picture has no alternative "
                       "text. Right-click it: View Alt Text.")

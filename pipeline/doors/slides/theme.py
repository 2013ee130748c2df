"""The colours and letters of the plain template, as PowerPoint's theme."""

from xml.sax.saxutils import quoteattr

INK, PAPER, GREY = "1A1A1A", "FFFFFF", "4D4D4D"
FONT = "Arial"


def theme(colour: str, name: str) -> bytes:
    """A theme of one colour ('#1f3a5f'): for titles and dark grounds, and its tints."""
    house = colour.lstrip("#").upper()
    named = {"dk1": INK, "lt1": PAPER, "dk2": house, "lt2": _tint(house, 0.9), "accent1": house,
             "accent2": GREY, "accent3": _tint(house, 0.3), "accent4": _tint(house, 0.5),
             "accent5": _tint(house, 0.7), "accent6": GREY, "hlink": house, "folHlink": house}
    colours = "".join(f'<a:{key}><a:srgbClr val="{value}"/></a:{key}>'
                      for key, value in named.items())
    font = (f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>')
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'name={quoteattr(name)}><a:themeElements><a:clrScheme name="House">{colours}</a:clrScheme>'
        f'<a:fontScheme name="House"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}'
        '</a:minorFont></a:fontScheme><a:fmtScheme name="House">'
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}"
        "</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>").encode()


def _tint(colour: str, share: float) -> str:
    """The colour mixed with this share of white."""
    parts = (int(colour[at:at + 2], 16) for at in (0, 2, 4))
    return "".join(f"{round(part + (255 - part) * share):02X}" for part in parts)

"""Numbers of cells: what they say as dates and times, by the format a cell is shown in."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from pipeline.doors.xlsx.markup import Node, true, whole

# Formats that every workbook has without naming them; the other numbers show numbers.
BUILT_IN = {14: "d", 15: "d", 16: "d", 17: "d", 18: "t", 19: "t", 20: "t", 21: "t", 22: "d",
            45: "t", 46: "h", 47: "t",
            # Dates of the Far East, which some programs use everywhere.
            **dict.fromkeys((*range(27, 32), *range(50, 59), 36), "d"),
            **dict.fromkeys(range(32, 36), "t")}
FIRST_YEAR, LAST_YEAR = 1910, 2100
FURTHEST = 100_000
"""In days: well after the last year, and well before the last day that there is."""

DAY = 86_400_000

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?[0-9]{1,300}", re.ASCII)
_ASIDE = re.compile(r'"[^"]*"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]', re.IGNORECASE)
_LETTER = re.compile(r"(?<![_\\])[dmhys]", re.IGNORECASE)
_LASTING = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)?T?(?:(\d\d:\d\d(?::\d\d)?)(\.\d+)?)?Z?", re.ASCII)


@dataclass(frozen=True)
class Look:
    """What the style of a cell says of its value.

    `shows` is '' for a number, 'd' for a day, 't' for a time of day, 'h' for how long.
    """

    shows: str = ""
    struck: bool = False


PLAIN = Look()


def looks(root: Node) -> list[Look]:
    """The looks of a workbook's cells, in the order in which cells name them."""
    formats = {whole(one.get("numFmtId"), -1): shows(one.get("formatCode"))
               for group in _groups(root, "numFmts") for one in group.all("numFmt")}
    struck = [_struck(font) for group in _groups(root, "fonts") for font in group.all("font")]
    found = []
    for group in _groups(root, "cellXfs"):
        for one in group.all("xf"):
            number, font = whole(one.get("numFmtId")), whole(one.get("fontId"))
            found.append(Look(formats.get(number, BUILT_IN.get(number, "")),
                              0 <= font < len(struck) and struck[font]))
    return found


def _groups(root: Node, name: str) -> list[Node]:
    """The lists of this name, but not those that a program may take in their place."""
    sheet = root.first("styleSheet") or root
    return [node for one in sheet.children
            for node in ([one] if one.name == name else
                         _chosen(one, name) if one.name == "AlternateContent" else [])]


def _chosen(choices: Node, name: str) -> list[Node]:
    return [one for choice in list(choices.children)[:1] for one in choice.children
            if one.name == name]


def _struck(font: Node) -> bool:
    strike = font.first("strike", "dstrike")
    return strike is not None and true(strike.get("val", "1"))


def shows(code: str) -> str:
    """What a number format shows: see `Look`."""
    first = _ASIDE.sub("", code.split(";")[0])
    if not _LETTER.search(first):
        return ""
    if _LASTING.search(first):
        return "h"
    letters = {letter.lower() for letter in _LETTER.findall(first)}
    return "t" if letters & {"h", "s"} and not letters & {"d", "y"} and "mmm" not in (
        first.lower()) else "d"


def number(text: str) -> int | float | None:
    """The number a text is, None when it is none that a workbook can hold."""
    text = text.strip()
    if _WHOLE.fullmatch(text):
        return int(text)
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def dated(value: int | float, show: str, date1904: bool) -> Any:
    """A number as the day, time or stretch it shows; None when it can be none of these.

    Days before 1910 and after 2100 are no days: somebody typed 2021 or 12122021 where a date was
    expected.
    """
    if not 0 <= value < 3_000_000:
        return None
    days, part = divmod(value, 1)
    thousandths = round(part * DAY)
    if show == "h":
        return _lasting(int(days) * DAY + thousandths)
    if value < 1 and thousandths < DAY and (value or show == "t"):
        return (datetime(2000, 1, 1) + timedelta(milliseconds=thousandths)).time()
    if days > FURTHEST:
        return None
    epoch = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)
    found = epoch + timedelta(days=days, milliseconds=thousandths)
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _lasting(thousandths: int) -> str:
    seconds = round(thousandths / 1000)
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}" + (f":{seconds % 60:02}" if seconds % 60 else "")


def iso(text: str) -> date | time | None:
    """The day or time that a text spells in the way of the standard, None when it spells none."""
    found = _ISO.fullmatch(text.strip())
    if not found or not (found[1] or found[2]):
        return None
    thousandths = f"{found[3][:7]:0<7}" if found[3] else ""
    try:
        if not found[2]:
            return date.fromisoformat(found[1])
        clock = time.fromisoformat(found[2] + (thousandths if found[2].count(":") == 2 else ""))
        return datetime.combine(date.fromisoformat(found[1]), clock) if found[1] else clock
    except ValueError:
        return None

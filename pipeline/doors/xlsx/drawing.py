"""What a workbook to write is made of: cells with words and a style, drop-downs, sheets."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Put:
    """A cell to write: plain words unless `formula`. `style` names one of STYLES.

    `lines` is the least number of lines its row shows, so that an empty box looks like one.
    """

    row: int
    column: int
    value: str
    style: str = "answer"
    formula: bool = False
    link: str = ""
    lines: int = 0


@dataclass
class Choice:
    """A drop-down over a range of one column, from a literal list or a range of another sheet."""

    column: int
    first: int
    last: int
    options: Sequence[str] = ()
    source: str = ""
    strict: bool = True


@dataclass
class Draw:
    """A sheet to write."""

    name: str
    widths: Sequence[int]
    puts: list[Put] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    hidden: bool = False
    hidden_columns: Sequence[int] = ()
    hidden_rows: Sequence[int] = ()
    freeze: str = ""
    repeat: str = ""
    landscape: bool = False
    protect: bool = True
    region: str = ""
    print_columns: int = 0


UNLOCKED = {"answer", "short"}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "size": 16, "wrap": False, "colour": "1D3A5F"},
    "about": {"size": 11, "wrap": False},
    "count": {"bold": True, "size": 11, "wrap": False, "colour": "8A1C00"},
    "header": {"bold": True, "fill": "1D3A5F", "colour": "FFFFFF", "border": True},
    "heading": {"bold": True, "size": 12, "wrap": False, "colour": "1D3A5F"},
    "label": {"bold": True, "fill": "EEF2F6", "border": True},
    "more": {"italic": True, "fill": "EEF2F6", "colour": "505A5F", "border": True},
    "hint": {"fill": "F8F8F8", "colour": "3A4348", "border": True},
    "guidance": {"colour": "3A4348", "italic": True},
    "guidance_label": {"bold": True, "colour": "3A4348"},
    "answer": {"border": True, "strong": True},
    "short": {"border": True, "strong": True},
    "held": {"fill": "E3E7EA", "border": True},
    "printed": {"fill": "EEF2F6", "border": True},
    "evidence": {"fill": "FBF7EC", "border": True},
    "key": {"colour": "808080", "wrap": False},
    "plain": {},
    "link": {"colour": "0B3D91", "underline": True},
}

LINE = 14.6
TALLEST = 409.0


def heights(draw: Draw) -> dict[int, float]:
    """How high each row must be, in points, to show its words: an estimate, on the safe side.

    Excel makes a row fit again when somebody types in it; LibreOffice keeps what the file says.
    """
    found: dict[int, float] = {}
    for put in draw.puts:
        look = STYLES[put.style]
        size = look.get("size", 11) / 11
        lines = 1
        if look.get("wrap", True) and put.column <= len(draw.widths) and not put.formula:
            room = draw.widths[put.column - 1] * (0.98 if look.get("bold") else 1.08) / size
            lines = sum(max(1, math.ceil(len(line) / room)) for line in put.value.split("\n"))
        high = max(lines, put.lines) * LINE * size + 2
        found[put.row] = min(TALLEST, max(found.get(put.row, 0.0), high))
    return found

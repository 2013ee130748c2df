"""What a workbook to write is made of: cells with words and a style, drop-downs, sheets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.doors.xlsx.measure import LINE, TALLEST, lines


@dataclass
class Put:
    """A cell to write: plain words unless `formula`. `style` names one of STYLES.

    `lines` is the least number of lines its row shows, so that an empty box looks like one.
    `shown` is how a number is written out. `note` is shown beside the cell when somebody points at
    it. `number`: the value is a number of ours, to be added up.
    """

    row: int
    column: int
    value: str
    style: str = "answer"
    formula: bool = False
    link: str = ""
    lines: int = 0
    shown: str = ""
    note: str = ""
    number: bool = False


@dataclass
class Choice:
    """A drop-down over a range of one column, from a literal list or a range of another sheet.

    Other words are refused when `strict`, let through after a question when not, and when
    `offered` without one.
    """

    column: int
    first: int
    last: int
    options: Sequence[str] = ()
    source: str = ""
    strict: bool = True
    offered: bool = False


@dataclass
class Shade:
    """Cells that look otherwise while a formula holds. `look` names one of SHADES.

    The formula is written for the first cell of the range.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    formula: str
    look: str


@dataclass
class Draw:
    """A sheet to write. In `free_rows` everything is unlocked, so that they can go or be sorted.

    `leading` columns are printed on every page when the sheet is too wide for one, the others in
    groups of `group`.
    """

    name: str
    widths: Sequence[int]
    puts: list[Put] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    shades: list[Shade] = field(default_factory=list)
    hidden: bool = False
    hidden_columns: Sequence[int] = ()
    hidden_rows: Sequence[int] = ()
    free_rows: Sequence[int] = ()
    freeze: str = ""
    repeat: str = ""
    protect: bool = True
    filtered: bool = False
    region: str = ""
    tab: str = ""
    print_columns: int = 0
    leading: int = 1
    group: int = 1


UNLOCKED = {"answer", "short", "cell", "free", "doubt", "asked"}
INK, RULE = "1D3A5F", "3D5A80"
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "size": 16, "wrap": False, "colour": INK},
    "about": {"wrap": False},
    "count": {"bold": True, "wrap": False, "colour": "8A1C00"},
    "header": {"bold": True, "fill": INK, "colour": "FFFFFF", "edge": "B1B9BE"},
    "heading": {"bold": True, "size": 12, "wrap": False, "colour": INK},
    "label": {"bold": True, "fill": "EEF2F6", "edge": "B1B9BE"},
    "more": {"fill": "EEF2F6", "colour": "505A5F", "edge": "B1B9BE"},
    "hint": {"fill": "F8F8F8", "colour": "3A4348", "edge": "B1B9BE"},
    "guidance": {"colour": "3A4348"},
    "guidance_label": {"bold": True, "colour": "3A4348"},
    "answer": {"edge": RULE, "strong": True},
    "short": {"edge": RULE, "strong": True},
    "cell": {"edge": RULE},
    "doubt": {"fill": "FCE4D6", "edge": "8A1C00", "strong": True},
    "asked": {"fill": "FCE4D6", "bold": True, "colour": "6B1600", "edge": "8A1C00"},
    "held": {"fill": "E3E7EA", "edge": "B1B9BE"},
    "printed": {"fill": "EEF2F6", "edge": "B1B9BE"},
    "evidence": {"fill": "FBF7EC", "edge": "B1B9BE"},
    "fresh": {"fill": "F6E3B4", "bold": True, "edge": "B1B9BE"},
    "key": {"colour": "808080", "wrap": False},
    "free": {"colour": "808080", "wrap": False},
    "plain": {},
    "link": {"colour": "0B3D91", "underline": True},
    "linked": {"colour": "0B3D91", "underline": True, "edge": RULE},
}
# Only on a copy that goes back: no other workbook needs to know these looks.
RARE = {"doubt", "asked", "linked"}
# Still to answer; ticked; longer than it may be.
SHADES: dict[str, dict[str, Any]] = {
    "wanted": {"fill": "FFF8D6"},
    "ticked": {"fill": "D5E5F5", "bold": True},
    "over": {"colour": "8A1C00", "bold": True},
}


def heights(draw: Draw) -> dict[int, float]:
    """How high each row must be, in points, to show its words: an estimate, on the safe side.

    Excel makes a row fit again when somebody types in it; LibreOffice keeps what the file says.
    """
    found: dict[int, float] = {}
    for put in draw.puts:
        look = STYLES[put.style]
        size = look.get("size", 11) / 11
        count = 1
        if look.get("wrap", True) and put.column <= len(draw.widths) and not put.formula:
            width = draw.widths[put.column - 1] / size
            count = lines(put.value, width, look.get("bold", False))
        high = max(count, put.lines) * LINE * size + 1
        found[put.row] = min(TALLEST, max(found.get(put.row, 0.0), high))
    return found

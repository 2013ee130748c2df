"""What is laid over the pages of a bundle: its own page numbers, the marking, the watermark."""

import math
from collections.abc import Sequence

from pipeline.doors import typst

Size = tuple[float, float]
EDGE = 13
"""How far the running line is from the edge, in points: below any footer, within what prints."""

NARROW = 420
"""On a page not as wide as this the marking would run into the number."""


def running(sizes: Sequence[Size], front: int, marking: str) -> bytes:
    """A sheet for each page: its number at the foot (roman in front), the marking at both ends."""
    last = len(sizes) - front
    drawn = []
    for number, size in enumerate(sizes, 1):
        said = _roman(number) if number <= front else f"Bundle page {number - front} of {last}"
        words = typst.literal(said)
        lines = [f"#place(bottom + right, dx: -28pt, dy: -{EDGE}pt, text(size: 9pt, {words}))"]
        if marking:
            side = "center" if size[0] > NARROW else "left, dx: 28pt"
            bold = f"text(size: 9pt, weight: \"bold\", {typst.literal(marking)})"
            lines += [f"#place(top + center, dy: {EDGE}pt, {bold})",
                      f"#place(bottom + {side}, dy: -{EDGE}pt, {bold})"]
        drawn.append(_sheet(size, lines))
    return typst.compile("\n".join(drawn), title="Sheets")


def watermarks(sizes: Sequence[Size], words: str) -> tuple[bytes, list[int]]:
    """A sheet for each size of page with the words across it, and which page needs which."""
    different = list(dict.fromkeys(sizes))
    drawn = []
    for wide, high in different:
        room = 0.78 * math.hypot(wide, high)
        size = max(14.0, min(130.0, room / max(1.0, typst.width(words, 1.0, bold=True))))
        drawn.append(_sheet((wide, high), [
            f"#place(center + horizon, rotate(-{math.degrees(math.atan2(high, wide)):.3f}deg,"
            f" reflow: false, box(width: {typst.length(1.08 * room)}, align(center,"
            f" text(size: {typst.length(size)}, weight: \"bold\", fill: rgb(\"#80808040\"),"
            f" {typst.literal(words)})))))"]))
    return (typst.compile("\n".join(drawn), title="Sheets"),
            [different.index(size) for size in sizes])


def _sheet(size: Size, lines: Sequence[str]) -> str:
    wide, high = (typst.length(side) for side in size)
    return (f"#page(width: {wide}, height: {high}, margin: 0pt, header: none, footer: none)["
            + "\n".join(lines) + "]")


def _roman(number: int) -> str:
    words = ""
    for value, sign in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        words += sign * (number // value)
        number %= value
    return words

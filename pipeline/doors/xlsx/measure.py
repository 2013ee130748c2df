"""How much room words take in a cell, and how wide sheets are laid out on paper."""

from collections.abc import Sequence
from functools import lru_cache

# How wide the letters of Arial are, in thousandths of their height; 556 for any not named here.
# A column's width is counted in its digits, which are 556 wide.
WIDE = {letter: width for width, letters in {
    191: "'", 222: "ijl‘’", 260: "|", 278: " !,./:;I[]\\ft", 333: "()-`r{}“”", 355: '"', 389: "*",
    469: "^", 500: "Jckvsxyz", 584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw",
    778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1000: "—…", 1015: "@",
}.items() for letter in letters}
DIGIT = 556
# What a cell keeps free at its sides, and a little for programs that round letters up.
MARGIN, CAUTION = 0.8, 1.05
SPACE = WIDE[" "]

LINE = 14.3
TALLEST = 409.0

# How many digits fit across A4 at full size (in LibreOffice, which makes columns a little wider
# than Excel), and the smallest size in percent that people can read.
PORTRAIT, LANDSCAPE = 82, 120
SMALLEST = 75


def lines(words: str, width: float, bold: bool = False) -> int:
    """How many lines these words take in a column of this width, in 11 points."""
    room = (width - MARGIN) * DIGIT / (CAUTION * (1.07 if bold else 1))
    return sum(_wrapped(line, room) for line in words.split("\n"))


@lru_cache(50_000)  # the same labels stand in many sheets
def _wrapped(line: str, room: float) -> int:
    count, used = 1, 0.0
    for word in line.split(" "):
        long = sum(WIDE.get(letter, DIGIT) if letter < "\u2e80" else 1000 for letter in word)
        if used and used + SPACE + long > room:
            count, used = count + 1, 0.0
        # A word longer than the line is broken where the line ends.
        broken = int(long // room)
        count, used = count + broken, (used + SPACE if used else 0) + long - broken * room
    return count


def pages(widths: Sequence[int], leading: int, group: int) -> tuple[bool, list[int]]:
    """Whether to turn the paper, and the columns after which another page begins.

    Without such columns the sheet is made to fit the width of one page. Otherwise the `leading`
    columns stand on every page, and columns stay together in groups of so many.
    """
    if sum(widths) * SMALLEST <= PORTRAIT * 100:
        return False, []
    room = LANDSCAPE * 100 / SMALLEST
    if sum(widths) <= room:
        return True, []
    breaks = []
    used = first = sum(widths[:leading])
    for start in range(leading, len(widths), group):
        wide = sum(widths[start:start + group])
        if used + wide > room and used > first:
            breaks.append(start)
            used = first
        used += wide
    return True, breaks

"""What stands beside the boxes of a writing desk: the words of others, and a count of our own."""

import re
from collections.abc import Callable, Sequence

from pipeline.doors.xlsx import Choice, Draw, Put, Shade, lines, spot
from pipeline.model import Words
from pipeline.workbook.layout import EVIDENCE, MOST_LINES, TICKS, SheetPlan, pieces

NEW_SINCE = "{new} since your last copy"
Shown = tuple[Words, str, bool]


def cut(one: SheetPlan, beside: Sequence[Words]) -> list[Shown]:
    """The words for each row beside a box: long ones take several, only the first has the tick."""
    width = next(width for key, _, width in EVIDENCE if key == "words") if one.desk else 0
    return [(words, bit, n == 0) for words in beside
            for n, bit in enumerate(bits(words.text, lambda text: lines(text, width)))]


def bits(text: str, count: Callable[[str], int]) -> list[str]:
    """Pieces that fit a row, cut between sentences where a paragraph alone is too long."""
    found = []
    for piece in pieces(text, count, MOST_LINES):
        whole = ""
        for sentence in re.split(r"(?<=[.;:?!]) ", piece) if count(piece) > MOST_LINES else [piece]:
            longer = f"{whole} {sentence}" if whole else sentence
            if whole and count(longer) > MOST_LINES:
                found.append(whole)
                longer = sentence
            whole = longer
        found.append(whole)
    return found


def put_beside(draw: Draw, one: SheetPlan, row: int, shown: Shown) -> None:
    """Draw somebody's words in one row: who said it and where, the words, a tick."""
    words, bit, first = shown
    who = [words.who, words.place, NEW_SINCE.format(new=words.new) if words.new else ""]
    cells = {"from": "\n".join(filter(None, who)), "words": bit, "tick": words.tick}
    for key, _, _ in EVIDENCE:
        style = "short" if key == "tick" and first else "evidence"
        style = "fresh" if key == "from" and first and words.new else style
        draw.puts.append(Put(row, one.number(key), cells[key] if first or key == "words" else "",
                             style))
    if first:
        draw.choices.append(Choice(one.number("tick"), row, row, TICKS))
        draw.puts.append(Put(row, one.key_column + 1, f"{words.source}|{words.mark}", "key"))


def word_count(draw: Draw, one: SheetPlan, first: int, last: int, most: int) -> None:
    """How many words a box has, live, and how many it may have."""
    number, column = one.number("count"), one.answers[0][0]
    box = f"{spot(first, column)}:{spot(last, column)}"
    words = f'TRIM(SUBSTITUTE({box},CHAR(10)," "))'
    formula = (f'=SUMPRODUCT((LEN({words})>0)*'
               f'(LEN({words})-LEN(SUBSTITUTE({words}," ",""))+1))')
    draw.puts.append(Put(first, number, formula, "plain", True,
                         shown=f'0" of {most}"' if most else "0"))
    if most:
        draw.shades.append(Shade((first, number), (first, number),
                                 f"{spot(first, number)}>{most}", "over"))

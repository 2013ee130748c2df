"""How much room words take on a slide, so that they go on over the next before they grow small.

Widths are those of Arial in thousandths of the size of the letters; another sans serif is near
enough, and a little room is kept back for it.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.prose import Block, Run, blocks

WIDE, SPACED, KEPT = 1.04, 1.2, 0.97
"""What other fonts are wider by; a line in sizes of its letters; the share of a box to use."""
POINT = 12700
_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 "
    "556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 "
    "722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 "
    "556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 "
    "260 334 584")
WIDTHS = {chr(32 + at): int(width) for at, width in enumerate(_WIDTHS.split())}
SENTENCE = re.compile(r"(?<=[.!?;])\s+")


def width_of(text: str, size: float, bold: bool = False) -> float:
    """How wide words are on one line, in points."""
    return sum(WIDTHS.get(one, 600) for one in text) * size / 1000 * WIDE * (1.06 if bold else 1)


def lines_of(text: str, size: float, width: float, bold: bool = False) -> int:
    """How many lines words take in a box this wide."""
    lines, at = 1, 0.0
    space = width_of(" ", size)
    for word in text.split():
        long = width_of(word, size, bold)
        if at and at + space + long > width:
            lines, at = lines + 1, 0.0
        at += long + (space if at else 0)
        while at > width:
            lines, at = lines + 1, at - width
    return lines


def height_of(block: Block, size: float, width: float, after: float) -> float:
    """How high a paragraph is, with the space after it, in points."""
    room = width - (size * 1.2 if block.kind == "bullet" else 0)
    bold = any(run.bold for run in block.runs)
    return lines_of(block.text, size, room, bold) * size * SPACED + after


def pages(words: Sequence[Block], size: float, width: float, height: float,
          after: float) -> list[tuple[Block, ...]]:
    """Paragraphs over as many boxes as they need. One too long for a box is parted at a sentence.

    A paragraph all in bold leads to the next one and is not left behind alone. One that stands over
    all the others stands over what goes on as well.
    """
    over = [words[0]] if len(words) > 1 and [_leads(one) for one in words] == [
        True, *[False] * (len(words) - 1)] else []
    room = height * KEPT
    made: list[list[Block]] = [[]]
    waiting = list(reversed(words))
    while waiting:
        block = waiting.pop()
        left = room - sum(height_of(one, size, width, after) for one in made[-1])
        if height_of(block, size, width, 0) <= left:
            made[-1].append(block)
            continue
        led = all(map(_leads, made[-1]))
        whole = height_of(block, size, width, 0) <= room
        first, rest = _part(block, size, width, left if led or not whole else 0)
        if first is not None:
            made[-1].append(first)
        elif led and made[-1] in ([], over):
            first, rest = _part(block, size, width, room, least=True)
            made[-1] += [first] if first is not None else []
        if rest is not None:
            waiting.append(rest)
            made.append([made[-1].pop()] if len(made[-1]) > 1 and _leads(made[-1][-1]) else
                        list(over))
    return [tuple(page) for page in made]


def _leads(block: Block) -> bool:
    return all(run.bold for run in block.runs)


def _part(block: Block, size: float, width: float, room: float,
          least: bool = False) -> tuple[Block | None, Block | None]:
    """What of a paragraph has room here, up to the end of a sentence, and the rest of it.

    `least`: nothing else stands here, so that one word at least must.
    """
    pieces = list(_pieces(block.text, size, width, room))
    part = ""
    for at, piece in enumerate(pieces):
        longer = f"{part} {piece}".strip()
        fits = height_of(_plain(longer, block.kind), size, width, 0) <= room
        if not fits and not (least and at == 0):
            rest = _plain(" ".join(pieces[at:]), block.kind)
            return (_plain(part, block.kind), rest) if part else (None, block)
        part = longer
    return _plain(part, block.kind), None


def _pieces(text: str, size: float, width: float, room: float) -> Iterator[str]:
    """The sentences of a text; the words of one that fills a box by itself."""
    for sentence in SENTENCE.split(text):
        if 0 < room < lines_of(sentence, size, width) * size * SPACED:
            yield from sentence.split()
        else:
            yield sentence


def _plain(text: str, kind: str) -> Block:
    return Block(kind, (Run(text),))


def row_height(cells: Sequence[str], size: float, widths: Sequence[float], inset: float) -> float:
    """How high a row of a table is, in points."""
    return max(sum(height_of(block, size, width - 2 * inset, 0) for block in blocks(cell) or
                   (_plain(" ", "paragraph"),))
               for cell, width in zip(cells, widths, strict=True)) + inset


def tables(rows: Sequence[tuple[str, ...]], size: float, widths: Sequence[float], height: float,
           head: Sequence[str], inset: float) -> list[list[tuple[str, ...]]]:
    """The rows of a table over as many slides as they need, each with the header row.

    A row too high for a slide goes on in another, which says so in its first cell.
    """
    room = height * KEPT - row_height(head, size, widths, inset)
    made: list[list[tuple[str, ...]]] = [[]]
    used = 0.0
    for row in (part for one in rows for part in _cut(one, size, widths, room, inset)):
        high = row_height(row, size, widths, inset)
        if made[-1] and used + high > room:
            made.append([])
            used = 0.0
        made[-1].append(row)
        used += high
    return made


def _cut(row: tuple[str, ...], size: float, widths: Sequence[float], room: float,
         inset: float) -> Iterator[tuple[str, ...]]:
    if row_height(row, size, widths, inset) <= room:
        yield row
        return
    columns = [["\n".join(block.text for block in page) for page in
                pages(blocks(cell), size, width - 2 * inset, room / KEPT - inset, 0)] or [""]
               for cell, width in zip(row, widths, strict=True)]
    for at in range(max(map(len, columns))):
        first = row[0] if at == 0 else f"{row[0]} (continued)"
        yield (first, *(column[at] if at < len(column) else "" for column in columns[1:]))

"""Paragraphs, lists and frames, one under another."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.convert.paragraphs import paragraph
from pipeline.convert.setting import Setting, call, dark, edges
from pipeline.doors.typst import length, literal, width
from pipeline.doors.wordlook import (
    Block,
    Border,
    Mark,
    PageBreak,
    Paragraph,
    Stop,
    Table,
)

SIDES = ("top", "right", "bottom", "left")
Tables = Callable[[Table, Setting, float], str]


@dataclass
class Item:
    """An item of a list, with the lists below it."""

    paragraph: Paragraph
    below: list["Item"] = field(default_factory=list)


def flow(blocks: Sequence[Block], setting: Setting, room: float, tables: Tables,
         top: bool = False) -> str:
    """Blocks as Typst in a column as wide as `room`. Pages break only at the `top`, outside of
    everything else."""
    done: list[str] = []
    pieces = _pieces(blocks, top)
    if top:
        pieces = list(_kept_space(pieces))
    for group in _apart(pieces):
        first = group[0]
        if isinstance(first, str):
            done.append(first)
        elif isinstance(first, Table):
            done.append(tables(first, setting, room))
        elif _frame(first):
            done.append(_framed([one for one in group if isinstance(one, Paragraph)], setting,
                                room))
        else:
            done += _paragraphs([one for one in group if isinstance(one, Paragraph)], setting,
                                room, 0)
    return "\n".join(done)


Piece = Block | str
BREAK = "pagebreak(weak: true)"


def _pieces(blocks: Sequence[Block], top: bool) -> list[Piece]:
    """Blocks with page breaks between them, and no space between paragraphs that want none."""
    found: list[Piece] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            found.append(block)
            continue
        block = _contextual(block, blocks, at)
        if top and block.layout.new_page:
            found.append(BREAK)
        bits: list[list] = [[]]
        for one in block.content:
            if isinstance(one, PageBreak):
                bits.append([])
            else:
                bits[-1].append(one)
        if len(bits) == 1:
            found.append(block)
            continue
        for number, bit in enumerate(bits):
            if number and top:
                found.append(BREAK)
            if any(not isinstance(one, Mark) for one in bit):
                found.append(replace(block, content=tuple(bit),
                                     label=block.label if not number else None))
    return found


def _kept_space(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The space above a paragraph stays where a page was begun on purpose."""
    new = True
    for one in pieces:
        if new and isinstance(one, Paragraph) and one.layout.before:
            yield f"v({length(one.layout.before)})"
            yield replace(one, layout=replace(one.layout, before=0))
        else:
            yield one
        new = one == BREAK


def _contextual(block: Paragraph, blocks: Sequence[Block], at: int) -> Paragraph:
    if not block.layout.contextual:
        return block
    layout = block.layout
    before = blocks[at - 1] if at else None
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    if isinstance(before, Paragraph) and before.layout.style == layout.style:
        layout = replace(layout, before=0)
    if isinstance(after, Paragraph) and after.layout.style == layout.style:
        layout = replace(layout, after=0)
    return replace(block, layout=layout)


def _apart(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces in groups: paragraphs in one frame together, plain ones together, the rest alone."""
    groups: list[list[Piece]] = []
    last: object = None
    for one in pieces:
        key = _frame(one) if isinstance(one, Paragraph) else object()
        if groups and key == last and isinstance(one, Paragraph):
            groups[-1].append(one)
        else:
            groups.append([one])
        last = key
    return groups


def _edge(paragraph: Paragraph) -> float:
    layout = paragraph.layout
    return layout.left + min(layout.first, 0)


def _frame(paragraph: Paragraph) -> tuple:
    """What two paragraphs must share to stand in one frame; nothing for those without one."""
    layout = paragraph.layout
    lines = tuple((side, layout.borders[side]) for side in SIDES
                  if side in layout.borders and layout.borders[side].width)
    if not lines and not layout.shade:
        return ()
    return (lines, layout.shade, round(_edge(paragraph), 1), layout.right)


def stroke(border: Border) -> str:
    """A line as Typst draws it."""
    dash = {"dotted": "dotted", "dashed": "dashed", "dashSmallGap": "dashed"}.get(border.style)
    more = f', dash: "{dash}"' if dash else ""
    return f'(thickness: {length(border.width)}, paint: rgb("#{border.colour}"){more})'


def _framed(group: Sequence[Paragraph], setting: Setting, room: float) -> str:
    first, last = group[0], group[-1]
    lines, fill, edge, right = _frame(first)
    inset = {side: border.space for side, border in lines}
    said = [f"above: {length(first.layout.before)}", f"below: {length(last.layout.after)}",
            f"left: {length(edge - inset.get('left', 0))}",
            f"right: {length(right - inset.get('right', 0))}",
            "inset: (" + ", ".join(f"{side}: {length(inset.get(side, 0))}" for side in SIDES) + ")"]
    if lines:
        said.append("stroke: (" + ", ".join(f"{side}: {stroke(border)}"
                                            for side, border in lines) + ")")
    if fill:
        said.append(f'fill: rgb("#{fill}")')
    if last.layout.keep_next:
        said.append("sticky: true")
    inner = [replace(one, layout=replace(one.layout, left=one.layout.left - edge, right=0,
                                         borders={}, shade="",
                                         stops=_shifted(one.layout.stops, edge)))
             for one in group]
    body = "\n".join(_paragraphs(inner, setting, room - edge - right, 0))
    if fill and dark(fill):
        body = f"set text(fill: white)\n{body}"
    return call("frame", said, body)


def _shifted(stops: Sequence[Stop], by: float) -> tuple[Stop, ...]:
    return tuple(replace(stop, at=stop.at - by) for stop in stops)


def _paragraphs(group: Sequence[Paragraph], setting: Setting, room: float,
                edge: float) -> list[str]:
    done: list[str] = []
    at = 0
    while at < len(group):
        one = group[at]
        if one.label is None or one.layout.level:
            done.append(paragraph(one, setting, room))
            at += 1
            continue
        items, at = _items(group, at)
        done.append(_list(items, setting, room, edge))
    return done


def _same_list(one: Paragraph, other: Paragraph) -> bool:
    mine, its = one.label, other.label
    return (mine is not None and its is not None and mine.level == its.level
            and mine.bullet == its.bullet and mine.list == its.list
            and round(_edge(one), 1) == round(_edge(other), 1)
            and (not mine.bullet or mine.text == its.text))


def _items(group: Sequence[Paragraph], at: int) -> tuple[list[Item], int]:
    """The items of the list that begins here, and where it ends."""
    first = group[at]
    found = [Item(first)]
    at += 1
    while at < len(group):
        one = group[at]
        if one.label is None or one.layout.level:
            break
        if _same_list(one, first):
            found.append(Item(one))
            at += 1
        elif (first.label and one.label.level > first.label.level
              and _edge(one) >= found[-1].paragraph.layout.left - 0.5):
            below, at = _items(group, at)
            found[-1].below += below
        else:
            break
    return found, at


def _list(items: Sequence[Item], setting: Setting, room: float, edge: float) -> str:
    """A list; `edge` is where the words of the item above it begin."""
    first, last = items[0].paragraph, items[-1].paragraph
    label = first.label
    assert label is not None
    spread = 0.0
    for one, after in pairwise(items):
        spread = max(spread, one.paragraph.layout.after, after.paragraph.layout.before)
    labels = [one.paragraph.label for one in items]
    need = max(width(one.text, one.look.size, one.look.bold) for one in labels if one) + 3
    hanging = -first.layout.first if first.layout.first < 0 else 0
    space = max(hanging, need)
    top, bottom = edges(first.layout, first.look.size)
    said = [f"above: {length(first.layout.before)}", f"below: {length(last.layout.after)}",
            f"indent: {length(_edge(first) - edge)}", f"room: {length(space)}",
            f"apart: {length(spread)}", f"top: {top}", f"bottom: {bottom}"]
    if last.layout.keep_next:
        said.append("sticky: true")
    name = "bullets" if label.bullet else "numbers"
    texts = [f"{setting.letters(one.look)}({literal(one.text)})" for one in labels if one]
    said.append(texts[0] if label.bullet else "(" + ", ".join(texts) + ",)")
    begins = _edge(first) + space
    for one in items:
        plain = replace(one.paragraph, label=None,
                        layout=replace(one.paragraph.layout, left=0, first=0,
                                       stops=_shifted(one.paragraph.layout.stops, begins)))
        body = [paragraph(plain, setting, room - begins)]
        at = 0
        while at < len(one.below):
            end = at + 1
            while end < len(one.below) and _same_list(one.below[end].paragraph,
                                                      one.below[at].paragraph):
                end += 1
            body.append(_list(one.below[at:end], setting, room, begins))
            at = end
        said.append("{ " + "\n".join(body) + " }")
    return f"{name}({', '.join(said)})"

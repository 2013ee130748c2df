"""The words of a paragraph as Typst: looks, links, tabs, pictures, numbers of pages, footnotes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.convert.measures import wide
from pipeline.convert.setting import Setting
from pipeline.doors.typst import length, literal, width
from pipeline.doors.wordlook import (
    Inline,
    Layout,
    LineBreak,
    Look,
    Mark,
    Note,
    PageNumber,
    Paragraph,
    Picture,
    Stop,
    Tab,
    Words,
)
from pipeline.model import Fault

BREAKABLE = "\u200b"
_JOINTS = re.compile(r"[/._@?&=]+")
STYLES = {"decimal": "1", "lowerRoman": "i", "upperRoman": "I", "lowerLetter": "a",
          "upperLetter": "A", "numberInDash": "- 1 -"}
TALLEST = 0.9
"""The part of a page that a picture may be high."""
LEADERS = {"dot": ".", "middleDot": "·", "hyphen": "-", "underscore": "_", "heavy": "_"}


def inline(content: Sequence[Inline], layout: Layout, setting: Setting, room: float) -> str:
    """The content of a paragraph in a column as wide as `room`."""
    lines: list[list[Inline]] = [[]]
    for one in content:
        if isinstance(one, LineBreak):
            lines.append([])
        else:
            lines[-1].append(one)
    start = layout.left + layout.first
    done = []
    for line in lines:
        done.append("; ".join(one for one in _line(line, layout, setting, room, start) if one))
        start = layout.left
    return "; linebreak(); ".join(one or "[]" for one in done) if len(done) > 1 else done[0]


def _line(line: Sequence[Inline], layout: Layout, setting: Setting, room: float,
          start: float) -> Iterator[str]:
    """One line, its tabs as boxes that reach to their stops."""
    bits: list[list[Inline]] = [[]]
    tabs: list[Tab] = []
    inner = room - layout.left - layout.right
    for one in line:
        if isinstance(one, Tab):
            tabs.append(one)
            bits.append([])
        else:
            bits[-1].append(one)
    at, pending = start, bits[0]
    for tab, after in zip(tabs, bits[1:], strict=True):
        last = after is bits[-1]
        stop = _stop(at + wide(pending), tab, layout, setting, room)
        if stop is None:
            yield from _bits(pending, setting, inner)
            yield setting.letters(tab.look) + '(" ")'
            at, pending = at + wide(pending), after
            continue
        target = stop.at
        if stop.kind in ("right", "center", "decimal"):
            if last and stop.kind == "right" and stop.at >= room - layout.right - 3:
                yield from _bits(pending, setting, inner)
                yield _fill(stop, tab.look, setting)
                at, pending = room, after
                continue
            target = stop.at - wide(after) / (2 if stop.kind == "center" else 1)
        if target <= at + wide(pending) or target >= room:
            yield from _bits(pending, setting, inner)
            yield setting.letters(tab.look) + '("  ")'
            at, pending = at + wide(pending), after
            continue
        boxed = "; ".join([*_bits(pending, setting, inner), _fill(stop, tab.look, setting)])
        yield f"box(width: {length(target - at)}, {{ {boxed} }})"
        at, pending = target, after
    yield from _bits(pending, setting, inner)


def _fill(stop: Stop, look: Look, setting: Setting) -> str:
    space = setting.letters(look) + '(" ")'
    leader = LEADERS.get(stop.leader)
    if leader:
        return f"{space}; dots({setting.letters(look)}({literal(leader)}))"
    return f"{space}; h(1fr)"


def _stop(at: float, tab: Tab, layout: Layout, setting: Setting, room: float) -> Stop | None:
    """The next tab stop: one of the paragraph's own, its hanging indent, or one of the usual."""
    if tab.end == "dots":
        return Stop(room, "right", "dot")
    if tab.end:
        return Stop(room if tab.end == "right" else room / 2, tab.end)
    stops = list(layout.stops)
    if layout.first < 0:
        stops.append(Stop(layout.left))
    found = min((one for one in stops if one.at > at + 0.5), key=lambda one: one.at, default=None)
    if found:
        return found
    usual = (int(at / setting.tab_every) + 1) * setting.tab_every
    return Stop(usual) if usual < room else None


def _bits(content: Sequence[Inline], setting: Setting, room: float) -> Iterator[str]:
    for one in content:
        match one:
            case Words():
                yield _words(one, setting, room)
            case PageNumber():
                yield _number(one, setting)
            case Picture():
                yield _picture(one, setting, room)
            case Mark(name=name):
                place = setting.places.get(name, "")
                if place and not setting.page_part and place not in setting.marked:
                    setting.marked[place] = setting.numbers
                    yield f"mark({literal(place)})"
            case Note():
                yield _note(one, setting, room)


def _words(words: Words, setting: Setting, room: float) -> str:
    look = words.look
    text = breakable(words.text, look, room)
    said = f"{setting.letters(look)}({literal(text)})"
    if look.small_capitals:
        said = _small_capitals(text, look, setting)
    if look.underline:
        said = f"underline(offset: 0.12em, {said})"
    if look.strike:
        said = f"strike({said})"
    if look.shade:
        said = f'highlight(fill: rgb("#{look.shade}"), {said})'
    if words.link:
        return f"link({literal(words.link)}, {said})"
    if words.to in setting.places and not setting.page_part:
        return f"to({literal(setting.place(words.to))}, {said})"
    return said


def _small_capitals(text: str, look: Look, setting: Setting) -> str:
    large = setting.letters(replace(look, small_capitals=False))
    small, done, at = setting.letters(look), [], 0
    while at < len(text):
        end = at + 1
        while end < len(text) and text[end].islower() == text[at].islower():
            end += 1
        name = small if text[at].islower() else large
        done.append(f"{name}({literal(text[at:end].upper())})")
        at = end
    return "{ " + "; ".join(done) + " }"


def breakable(text: str, look: Look, room: float) -> str:
    """The text with places where a word longer than the column may break."""
    most = room * 0.95

    def wide_one(word: str) -> bool:
        return width(word, look.size, look.bold) > most

    def cut(word: str) -> str:
        if not wide_one(word):
            return word
        bits = _JOINTS.sub(lambda found: found.group() + BREAKABLE, word).split(BREAKABLE)
        return BREAKABLE.join(BREAKABLE.join(bit) if wide_one(bit) else bit for bit in bits)

    if room <= 0 or not wide_one(text):
        return text
    return " ".join(map(cut, text.split(" ")))


def _number(number: PageNumber, setting: Setting) -> str:
    style = STYLES.get(number.style or "decimal", "1")
    numbers = replace(setting.numbers, style=STYLES[number.style]) \
        if number.style in STYLES else setting.numbers
    letters = setting.letters(number.look)
    match number.of:
        case "this":
            said = f"this-page({numbers.arguments})"
        case "last":
            said = f"last-page({literal(style)})"
        case "name" if number.name not in setting.places:
            return ""
        case "name":
            place = setting.place(number.name)
            return f"{letters}(page-at({literal(place)}))"
        case _:
            section = setting.numbers.section
            said = f'pages-between("s{section}", "e{section}", {literal(style)})'
    return f"{letters}({said})"


def _picture(picture: Picture, setting: Setting, room: float) -> str:
    across, up = picture.width, picture.height
    least = min(1.0, room / across if across and room > 0 else 1.0,
                setting.page[1] * TALLEST / up if up else 1.0)
    across, up = across * least, up * least
    size = f"width: {length(across)}, height: {length(up)}" if across and up else "width: 100%"
    alt = "" if picture.decorative else f", alt: {literal(picture.alt)}"
    said = f'image({literal(setting.picture(picture))}, {size}, fit: "stretch"{alt})'
    said = f"box({said})"
    if picture.decorative and not setting.page_part:
        said = f"pdf.artifact({said})"
    return f"link({literal(picture.link)}, {said})" if picture.link else said


def _note(note: Note, setting: Setting, room: float) -> str:
    lines = []
    for at, block in enumerate(note.blocks):
        if not isinstance(block, Paragraph):
            setting.faults.append(Fault("convert-footnote"))
            continue
        content = list(block.content)
        first = content[0] if content else None
        if at == 0 and isinstance(first, Words):
            content[0] = replace(first, text=" " + first.text.lstrip())
        lines.append(inline(content, Layout(), setting, setting.page[0]))
    body = "; linebreak(); ".join(line for line in lines if line)
    size = length(note.look.size)
    return f"text(size: {size}, footnote({{ {body} }}))"

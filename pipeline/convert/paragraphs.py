"""One paragraph as Typst, as a heading where it is one."""

from dataclasses import replace

from pipeline.convert.measures import high
from pipeline.convert.setting import Setting, edges, line_height
from pipeline.convert.words import inline
from pipeline.doors.typst import length, literal, width
from pipeline.doors.wordlook import Inline, Look, Mark, PageNumber, Paragraph, Tab, Words

KEPT = 0.6
"""The part of a page up to which something is kept whole."""


def paragraph(one: Paragraph, setting: Setting, room: float) -> str:
    """One paragraph, as a heading where it is one."""
    layout = one.layout
    size = max((bit.look.size for bit in one.content if isinstance(bit, Words)),
               default=one.look.size)
    said = [f"above: {length(layout.before)}", f"below: {length(layout.after)}"]
    if layout.keep_next:
        said.append("sticky: true")
    if all(isinstance(bit, Mark) for bit in one.content):
        marks = inline(one.content, layout, setting, room)
        height = length(line_height(layout, one.look.size))
        return f"gap({', '.join([*said, 'height: ' + height])})" + ("; " + marks if marks else "")
    top, bottom = edges(layout, size)
    hang = -layout.first if layout.first < 0 else 0
    said += [f"left: {length(layout.left - hang)}", f"right: {length(layout.right)}",
             f"top: {top}", f"bottom: {bottom}"]
    if layout.first > 0:
        said.append(f"first: {length(layout.first)}")
    if hang:
        said.append(f"hang: {length(hang)}")
    if layout.align != "left":
        said.append("justified: true" if layout.align == "justify" else f"align-to: {layout.align}")
    if layout.keep_lines and high([one], room) < setting.page[1] * KEPT:
        said.append("whole: true")
    function = setting.named(f"para.with({', '.join(said)})")
    body = inline(_with_number(one), layout, setting, room)
    if layout.level and not setting.page_part:
        body = _heading(one, body, setting)
    return f"{function}({{ {body} }})"


def _heading(one: Paragraph, body: str, setting: Setting) -> str:
    label = one.label.text + " " if one.label and not one.label.bullet else ""
    if label and one.label:
        mark = f"{setting.letters(one.label.look)}({literal(label)})"
        room = -one.layout.first - width(label, one.label.look.size, one.label.look.bold)
        body = f"{mark}; h({length(room)}); {body}" if room > 0 else f"{mark}; {body}"
    setting.headings.append((one.layout.level, " ".join((label + one.text).split())))
    return f'head({one.layout.level}, "h{len(setting.headings)}", {{ {body} }})'


def _with_number(one: Paragraph) -> tuple[Inline, ...]:
    """A line of the contents list that shows no number of a page is given one."""
    if not one.contents or any(isinstance(bit, PageNumber) for bit in one.content):
        return one.content
    to = next((bit.to for bit in one.content if isinstance(bit, Words) and bit.to), "")
    if not to:
        return one.content
    look: Look = next(bit.look for bit in one.content if isinstance(bit, Words))
    plain = replace(look, underline=False)
    return (*one.content, Tab(plain, "dots"), PageNumber("name", plain, to))


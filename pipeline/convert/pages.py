"""Sections as pages of Typst: their size and margins, their headers and footers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.convert.flow import flow
from pipeline.convert.grids import table
from pipeline.convert.measures import high
from pipeline.convert.setting import Numbers, Setting
from pipeline.convert.words import STYLES
from pipeline.doors.typst import length, literal
from pipeline.doors.wordlook import Block, Section, WordFile

LEAST = 20
"""Points of the page that words are given at the very least, in each direction."""


def pages(file: WordFile, setting: Setting) -> str:
    """The whole body of a paper."""
    done = ['mark("start")']
    sections = _together(file.sections)
    numbers = Numbers()
    for at, section in enumerate(sections):
        style = STYLES.get(section.number_style, "1")
        if section.first_number is not None:
            numbers = Numbers(f"s{at}", section.first_number, style, at)
        numbers = replace(numbers, style=style, section=at)
        setting.numbers = numbers
        done.append(_section(section, at, file, setting))
    return "\n".join(done)


def _together(sections: Sequence[Section]) -> list[Section]:
    """Sections that go on on the same page, with the same pages, are one."""
    found: list[Section] = []
    for one in sections:
        last = found[-1] if found else None
        if last and one.starts == "continuous" and (
                last.size, last.margins, last.headers, last.footers) == (
                one.size, one.margins, one.headers, one.footers):
            found[-1] = replace(last, blocks=(*last.blocks, *one.blocks))
        else:
            found.append(one)
    return found


def _section(section: Section, at: int, file: WordFile, setting: Setting) -> str:
    wide, tall = section.size
    top, right, bottom, left = section.margins
    if wide - left - right < LEAST:
        left = right = min(left, right, wide / 4)
    room = wide - left - right
    kinds = ["default", *(["first"] if section.own_first else []),
             *(["even"] if file.even_odd else [])]
    headers = {kind: section.headers.get(kind, ()) for kind in kinds}
    footers = {kind: section.footers.get(kind, ()) for kind in kinds}
    top = max(top, *(section.header_at + high(one, room) + 2 if one else 0
                     for one in headers.values()))
    bottom = max(bottom, *(section.footer_at + high(one, room) + 2 if one else 0
                           for one in footers.values()))
    if tall - top - bottom < LEAST:
        top = bottom = tall / 4
    setting.page = (room, tall - top - bottom)
    said = [f"width: {length(wide)}", f"height: {length(tall)}",
            f"margin: (top: {length(top)}, right: {length(right)}, bottom: {length(bottom)}, "
            f"left: {length(left)})", "header-ascent: 0pt", "footer-descent: 0pt",
            f"header: {_parts(headers, at, setting, room, section.header_at, True)}",
            f"footer: {_parts(footers, at, setting, room, section.footer_at, False)}",
            "foreground: foreground", "background: background"]
    start = {"oddPage": 'pagebreak(weak: true, to: "odd")\n',
             "evenPage": 'pagebreak(weak: true, to: "even")\n'}.get(section.starts, "")
    body = flow(section.blocks, setting, room, table, top=True)
    return (f"{start if at else ''}set page({', '.join(said)})\n"
            f'mark("s{at}")\n{body}\nmark("e{at}")')


def _parts(parts: Mapping[str, Sequence[Block]], at: int, setting: Setting, room: float,
           distance: float, head: bool) -> str:
    """A header or footer: which one, by the page it is on."""
    setting.page_part = True
    drawn = {kind: _part(blocks, setting, room, distance, head) for kind, blocks in parts.items()}
    setting.page_part = False
    said = drawn["default"]
    if "even" in drawn:
        number = f"here().page() - page-of({literal(setting.numbers.name)})"
        said = (f"if calc.even({number} + {setting.numbers.start}) {{ {drawn['even']} }} "
                f"else {{ {said} }}")
    if "first" in drawn:
        said = f'if here().page() == page-of("s{at}") {{ {drawn["first"]} }} else {{ {said} }}'
    return f"context over({{ {said} }}, own-{'header' if head else 'footer'})"


def _part(blocks: Sequence[Block], setting: Setting, room: float, distance: float,
          head: bool) -> str:
    if not blocks:
        return ""
    body = flow(blocks, setting, room, table)
    away = f"v({length(distance)})"
    inner = f"{away}\n{body}" if head else f"{body}\n{away}"
    return (f"block(width: 100%, height: 100%, align({'top' if head else 'bottom'}, "
            f"{{ {inner} }}))")

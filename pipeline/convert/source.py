"""A Word file as a source of Typst, or the reasons why it cannot be one."""

import hashlib
from collections.abc import Iterable, Iterator

from pipeline.catalogue import problem_of
from pipeline.convert.pages import pages
from pipeline.convert.part import Part
from pipeline.convert.prelude import CLOSING, OPENING, PRELUDE
from pipeline.convert.setting import Setting
from pipeline.doors.typst import lacking
from pipeline.doors.wordlook import (
    Block,
    Inline,
    Mark,
    Note,
    PageNumber,
    Paragraph,
    Table,
    WordFile,
    Words,
    read_look,
)
from pipeline.model import Fault, Problem

BY_ANY = {"convert-locked", "convert-broken", "convert-too-large", "convert-strict",
          "convert-external", "convert-chunk", "convert-tracked", "convert-comments",
          "convert-hidden-text", "convert-no-alt", "convert-heading-jump", "convert-watermark",
          "convert-field"}
"""What forbids a PDF of a file by either converter."""
MOST_FAULTS = 40


def as_typst(data: bytes, name: str, title: str = "") -> Part | tuple[Problem, ...]:
    """A Word file as Typst, or every reason why the converter built in cannot show it."""
    file = read_look(data)
    faults = [*file.faults, *checked(file)]
    if not faults:
        try:
            part, faults = _part(file, data, name, title)
        except RecursionError:
            faults = [Fault("convert-too-large")]
        else:
            if not faults:
                return part
    return tuple(problem_of(one, name) for one in _few(faults))


def refusals(data: bytes, name: str) -> tuple[Problem, ...]:
    """Why no converter at all may be given a Word file."""
    file = read_look(data)
    return tuple(problem_of(one, name) for one in _few([*file.faults, *_jumps(file)])
                 if one.code in BY_ANY)


def _few(faults: Iterable[Fault]) -> list[Fault]:
    return list(dict.fromkeys(faults))[:MOST_FAULTS]


def _part(file: WordFile, data: bytes, name: str, title: str) -> tuple[Part, list[Fault]]:
    setting = Setting(tab_every=file.tab_every)
    _aims(file, setting)
    body = pages(file, setting)
    numbers = {place: where.arguments for place, where in setting.marked.items()}
    places = "".join(f"{place}: ({said}), " for place, said in numbers.items())
    source = (PRELUDE + setting.definitions()
              + OPENING.replace("  let own-header", f"  let places = ({places or ':'})\n"
                                "  let own-header", 1) + body + "\n" + CLOSING)
    folder = f"paper-{hashlib.sha256(data).hexdigest()[:16]}"
    files = {f"{folder}/{path}": held for path, held in setting.pictures.items()}
    path = f"{folder}/paper.typ"
    return (Part(name, title, path, {**files, path: source.encode()}, tuple(setting.headings),
                 setting.tables), setting.faults)


def _aims(file: WordFile, setting: Setting) -> None:
    """Give a place to each bookmark that something leads to."""
    marks, aims = set(), []
    for one in _inline(file):
        if isinstance(one, Mark):
            marks.add(one.name)
        elif isinstance(one, Words) and one.to:
            aims.append(one.to)
        elif isinstance(one, PageNumber) and one.name:
            aims.append(one.name)
    for name in aims:
        if name in marks:
            setting.place(name)


def checked(file: WordFile) -> Iterator[Fault]:
    """What only shows once the whole file is read: letters without a shape, jumps of headings,
    contents that lead nowhere."""
    yield from _jumps(file)
    marks = {one.name for one in _inline(file) if isinstance(one, Mark)}
    for block in _blocks(file):
        if not isinstance(block, Paragraph):
            continue
        words = "".join(one.text for one in block.content if isinstance(one, Words))
        missing = lacking(words + (block.label.text if block.label else ""))
        if missing:
            signs = ", ".join(f"U+{ord(one):04X}" for one in missing[:5])
            yield Fault("convert-letters", quote=words[:80], words=(("letters", signs),))
        for one in block.content:
            if isinstance(one, PageNumber) and one.of == "name" and one.name not in marks:
                yield Fault("convert-contents", quote=words[:80])


def _jumps(file: WordFile) -> Iterator[Fault]:
    """Headings that leave a level out: a reader who goes by them misses a step."""
    last, count = 0, 0
    for block in _of(block for section in file.sections for block in section.blocks):
        if isinstance(block, Paragraph) and block.layout.level:
            count += 1
            if block.layout.level > last + 1:
                yield Fault("convert-heading-jump", spot=f"heading {count}", quote=block.text[:80],
                            words=(("level", str(block.layout.level)), ("next", str(last + 1))))
            last = block.layout.level


def _blocks(file: WordFile) -> Iterator[Block]:
    for section in file.sections:
        yield from _of(section.blocks)
        for parts in (*section.headers.values(), *section.footers.values()):
            yield from _of(parts)


def _of(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from _of(cell.blocks)
        else:
            for one in block.content:
                if isinstance(one, Note):
                    yield from _of(one.blocks)


def _inline(file: WordFile) -> Iterator[Inline]:
    for block in _blocks(file):
        if isinstance(block, Paragraph):
            yield from block.content



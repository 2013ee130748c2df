"""Writing a deck in a template: words into placeholders by name, over as many slides as needed."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from pipeline import prose
from pipeline.doors.docwriter import pack_again
from pipeline.doors.slides.boxes import Box, Layouts
from pipeline.doors.slides.fit import POINT, lines_of, pages, row_height, tables
from pipeline.doors.slides.model import (
    FOOTER,
    MARK,
    NUMBER,
    SMALLEST,
    TABLE,
    TITLE,
    Slide,
    SlideTable,
)
from pipeline.errors import DefinitionTrouble

EPOCH = datetime(2000, 1, 1)
NOT_OURS = ("/thumbnail", "/extended-properties", "/custom-properties", "/printerSettings",
            "/commentAuthors", "/authors", "/viewProps", "/customXml", "/tags")
"""What PowerPoint puts into a template about whoever saved it."""


def write(template: bytes, file: str, slides: Sequence[Slide], title: str,
          footer: str = "", mark: str = "") -> bytes:
    """A deck in this template. Raises DefinitionTrouble when a layout or placeholder is missing.

    `mark` stands on every slide: in its placeholder 'Mark', or else before the footer. No
    placeholder is left empty, no two titles are alike, and no letters are smaller than the
    template has them. The same words in the same template give the same bytes.
    """
    deck = Presentation(io.BytesIO(template))
    _emptied(deck)
    layouts = Layouts(deck, file)
    for number, slide in enumerate(_unlike(_spread(layouts, slides)), 1):
        _fits(layouts, slide, number)
        _add(layouts, slide, _Margin(footer, mark, number))
    _own_nothing(deck)
    _properties(deck, title)
    held = io.BytesIO()
    deck.save(held)
    return pack_again(held.getvalue())


# --- over further slides --------------------------------------------------------------------------


def _spread(layouts: Layouts, slides: Sequence[Slide]) -> Iterator[Slide]:
    """Each slide, or as many as it takes to show its words."""
    for slide in slides:
        parts = list(_parts(layouts, slide))
        for number, part in enumerate(parts, 1):
            name = f"{slide.title} ({number} of {len(parts)})" if len(parts) > 1 else slide.title
            yield replace(part, title=name, notes=slide.notes if number == 1 else ())


def _parts(layouts: Layouts, slide: Slide) -> Iterator[Slide]:
    if slide.table is not None:
        for some in _table_parts(layouts.box(slide.layout, TABLE), slide.table):
            yield replace(slide, table=some)
        return
    spread = {}
    for name, words in slide.texts.items():
        box = layouts.box(slide.layout, name)
        if words:
            spread[name] = pages(words, box.size, box.width, box.height, box.after)
    for at in range(max(map(len, spread.values()), default=1)):
        # What is said already stays in sight beside what goes on.
        yield replace(slide, texts={name: made[min(at, len(made) - 1)]
                                    for name, made in spread.items()})


def _table_parts(box: Box, table: SlideTable) -> Iterator[SlideTable]:
    widths = _widths(box, table)
    for rows in tables(table.rows, box.size, widths, float(box.holder.height) / POINT, table.head,
                       _inset()):
        yield replace(table, rows=tuple(rows))


def _widths(box: Box, table: SlideTable) -> list[float]:
    total = float(box.holder.width) / POINT
    return [total * width / sum(table.widths) for width in table.widths]


def _inset() -> float:
    return 7.2


def _unlike(slides: Iterator[Slide]) -> Iterator[Slide]:
    """Slides of which no two have the same title: people who listen find their way by them."""
    seen: Counter[str] = Counter()
    for slide in slides:
        seen[slide.title] += 1
        again = seen[slide.title]
        yield replace(slide, title=f"{slide.title} ({again})") if again > 1 else slide


def _fits(layouts: Layouts, slide: Slide, number: int) -> None:
    box = layouts.box(slide.layout, TITLE)
    room = max(1, int(box.height / (box.size * 1.15)))
    if lines_of(slide.title, box.size, box.width, bold=True) > room:
        raise DefinitionTrouble(f"{layouts.file}, slide {number}: its title does not fit in "
                                f"{room} lines. Shorten it.")


# --- one slide ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Letters:
    """How words are set: by the template, or as the cells of a table have them."""

    size: float = 0
    bold: bool = False


@dataclass(frozen=True)
class _Margin:
    """What stands at the edge of a slide."""

    footer: str
    mark: str
    number: int


def _add(layouts: Layouts, slide: Slide, margin: _Margin) -> None:
    layout = layouts.layout(slide.layout)
    made = layouts.deck.slides.add_slide(layout)
    boxes = layouts.boxes(slide.layout)
    texts: dict[int, tuple[prose.Block, ...]] = {
        layouts.box(slide.layout, TITLE).index: prose.blocks(prose.plain(slide.title))}
    texts |= {layouts.box(slide.layout, name).index: words
              for name, words in slide.texts.items() if words}
    if margin.mark and MARK in boxes:
        texts[boxes[MARK].index] = prose.blocks(prose.plain(margin.mark))
    names = {box.index: name for name, box in boxes.items()}
    for holder in list(made.placeholders):
        at = holder.placeholder_format.idx
        holder.name = names[at]
        if slide.table is not None and names[at] == TABLE:
            _table(holder, boxes[TABLE], slide.table)
        elif at in texts:
            _paragraphs(holder.text_frame, texts[at], _Letters())
        else:
            holder.element.getparent().remove(holder.element)
    _margins(layouts, slide, made, margin)
    if slide.notes:
        _paragraphs(made.notes_slide.notes_text_frame, slide.notes, _Letters())


def _paragraphs(frame: Any, words: Sequence[prose.Block], letters: _Letters) -> None:
    """Words as paragraphs: the first level of the template, bullets in the second."""
    for number, block in enumerate(words):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if block.kind == "bullet":
            paragraph.level = 1
        for run in block.runs:
            for text, address in prose.linked(run.text):
                _run(paragraph, text, run, address, letters)


def _run(paragraph: Any, text: str, like: prose.Run, address: str, letters: _Letters) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK
    if like.bold or letters.bold:
        run.font.bold = True
    if like.italic:
        run.font.italic = True
    if letters.size:
        run.font.size = Pt(letters.size)
    if address:
        run.hyperlink.address = address


def _table(holder: Any, box: Box, table: SlideTable) -> None:
    size = max(box.size, SMALLEST)
    widths = _widths(box, table)
    frame = holder.insert_table(len(table.rows) + 1, len(table.head))
    frame.element.nvGraphicFramePr.cNvPr.set("descr", table.alt)
    frame.name = TABLE
    frame.table.first_row, frame.table.horz_banding = True, False
    for column, width in zip(frame.table.columns, widths, strict=True):
        column.width = Emu(round(width * POINT))
    for number, (row, cells) in enumerate(
            zip(frame.table.rows, (table.head, *table.rows), strict=True)):
        row.height = Emu(round(row_height(cells, size, widths, _inset()) * POINT))
        for cell, words in zip(row.cells, cells, strict=True):
            _paragraphs(cell.text_frame, prose.blocks(words), _Letters(size, number == 0))
    frame.height = Emu(sum(row.height for row in frame.table.rows))


def _margins(layouts: Layouts, slide: Slide, made: Any, margin: _Margin) -> None:
    """The footer and the number of the slide, which PowerPoint does not copy by itself."""
    boxes = layouts.boxes(slide.layout)
    marked = "" if MARK in boxes else margin.mark
    if marked:
        layouts.box(slide.layout, FOOTER)
    footer = "  |  ".join(filter(None, (marked, margin.footer)))
    for name, words in ((FOOTER, footer), (NUMBER, str(margin.number))):
        if name not in boxes or not words:
            continue
        element = deepcopy(boxes[name].holder.element)
        element.find(f".//{qn('p:cNvPr')}").set(
            "id", str(max(one.shape_id for one in made.shapes) + 1))
        made.shapes._spTree.append(element)
        field = element.find(f".//{qn('a:fld')}/{qn('a:t')}")
        if name == NUMBER and field is not None:
            field.text = words
            continue
        frame = made.shapes[-1].text_frame
        frame.clear()
        _paragraphs(frame, prose.blocks(prose.plain(words)), _Letters())


# --- the file -------------------------------------------------------------------------------------


def _emptied(deck: Any) -> None:
    """Slides that the template brings are somebody's specimens."""
    listed = deck.slides._sldIdLst
    for one in list(listed):
        deck.part.drop_rel(one.rId)
        listed.remove(one)


def _own_nothing(deck: Any) -> None:
    """Take out what tells who made the template, and when."""
    for part in (deck.part.package, deck.part):
        rels = part._rels
        for key, relation in list(rels.items()):
            if relation.reltype.endswith(NOT_OURS):
                rels.pop(key)
    for found in deck.part._element.findall(f".//{qn('p:custDataLst')}"):
        found.getparent().remove(found)


def _properties(deck: Any, title: str) -> None:
    core = deck.core_properties
    core.title, core.language = title, "en-GB"
    for name in ("author", "last_modified_by", "comments", "keywords", "subject", "category",
                 "content_status", "identifier", "version"):
        setattr(core, name, "")
    core.revision = 1
    core.created = core.modified = EPOCH
    for printed in core._element.findall("{*}lastPrinted"):
        core._element.remove(printed)

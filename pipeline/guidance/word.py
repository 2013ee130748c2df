"""A guidance document as Word, in the partnership's house style."""

from collections.abc import Iterator
from itertools import count

from pipeline.doors.docwriter import Block as Drawn
from pipeline.doors.docwriter import Cell, Contents, Logo, Paragraph, Span, Table, write_blocks
from pipeline.doors.markup import Block, Grid, Heading, Item, Items, Quote, Runs, Words, plain
from pipeline.doors.word import WordTemplate
from pipeline.doors.wordlists import Mark
from pipeline.guidance.reading import Guide

TITLE = "{{ document.title }}"
CELL = "Table Text"
MANY_WORDS = 3500    # about ten pages: from here on a contents list helps
LEAST, MOST = 12, 60  # a column of a table is as wide as its words ask for, within these
BULLETS = {"Normal": "List Bullet", "Guidance": "Guidance Bullet"}


def as_word(guide: Guide, about: str, house: bytes, document: dict[str, str]) -> bytes:
    """The .docx. `about`: the line that says where its points come from; `document`: id, title …"""
    drawn: list[Drawn] = [Logo(), _words(document["title"], "Title")]
    if about:
        drawn.append(_words(about, "Source Line"))
    body = as_blocks(guide.blocks)
    if sum(len(_text(block).split()) for block in body) > MANY_WORDS:
        drawn.append(Contents("Contents"))
    template = write_blocks([*drawn, *body], house, TITLE)
    return WordTemplate(template, f"{document['id']}.docx").render(
        {"document": document, "reference": ""})


def as_blocks(blocks: tuple[Block, ...]) -> list[Drawn]:
    """A page of Markdown in our own styles: headings, paragraphs, lists and tables."""
    return list(_Writer().blocks(blocks))


class _Writer:
    """Blocks of a page to paragraphs and tables of a Word file."""

    def __init__(self) -> None:
        self.lists = count(1)

    def blocks(self, blocks: tuple[Block, ...], style: str = "Normal") -> Iterator[Drawn]:
        for block in blocks:
            match block:
                case Heading(level=level, runs=runs):
                    yield Paragraph(_spans(runs), f"Heading {level}")
                case Words(runs=runs):
                    yield Paragraph(_spans(runs), style)
                case Items():
                    yield from self.items(block, BULLETS[style], 0)
                case Quote(blocks=inner):
                    yield from self.blocks(inner, "Guidance")
                case Grid():
                    yield _table(block)

    def items(self, block: Items, style: str, level: int) -> Iterator[Paragraph]:
        number = next(self.lists)
        for item in block.items:
            first, *more = item.paragraphs
            yield Paragraph(_spans(first), style, _mark(item, block.ordered, number, level))
            for runs in more:
                yield Paragraph(_spans(runs), style, Mark("more", level=level))
            for inner in item.inner:
                yield from self.items(inner, style, level + 1)


def _mark(item: Item, ordered: bool, number: int, level: int) -> Mark | None:
    if item.box:
        return Mark("box", level=level, ticked=item.ticked)
    if ordered:
        return Mark("number", number, level)
    return Mark("bullet", level=level) if level else None


def _table(block: Grid) -> Table:
    columns = list(zip(block.head, *block.rows, strict=True))
    widths = tuple(float(min(MOST, max(LEAST, *(_wish(cell) for cell in column))))
                   for column in columns)
    return Table(tuple(_cell(cell, "Table Head") for cell in block.head),
                 tuple(tuple(_cell(cell, CELL) for cell in row) for row in block.rows), widths)


def _wish(cell: Runs) -> int:
    """How many characters wide a cell would like to be: its longest word, or a fair line."""
    words = plain(cell)
    return max(max(map(len, words.split()), default=0), len(words) // 4 + LEAST)


def _cell(runs: Runs, style: str) -> Cell:
    """A cell: its words, and below them where they come from."""
    own, aside = [run for run in runs if not run.aside], [run for run in runs if run.aside]
    drawn = [Paragraph(_spans(tuple(own)), style)]
    if aside:
        drawn.append(Paragraph(_spans(tuple(aside)), style))
    return tuple(drawn)


def _spans(runs: Runs) -> tuple[Span, ...]:
    """Runs as Word has them: an address stands behind the words that link to it."""
    spans = []
    for at, run in enumerate(runs):
        if run.aside:
            spans.append(Span(f"{'  ' if at else ''}{run.text}", style="Source"))
            continue
        last = at + 1 == len(runs) or runs[at + 1].href != run.href
        address = run.href.removeprefix("mailto:")
        words = run.text if not run.href or not last or run.text == address else (
            f"{run.text} ({address})")
        spans.append(Span(words, run.bold, run.italic))
    return tuple(spans)


def _words(text: str, style: str) -> Paragraph:
    return Paragraph((Span(text),), style)


def _text(block: Drawn) -> str:
    if isinstance(block, Table):
        return " ".join(paragraph.text for row in block.rows if not isinstance(row, str)
                        for cell in row for paragraph in cell)
    return block.text if isinstance(block, Paragraph) else ""

"""A sample's report, as a Lead Reviewer would send it: a Word file from `answers/report.md`.

The first lines say what stands on the title page, one `word: …` a line, up to an empty line. A
paragraph `Figure: caption // words for those who do not see it` stands before a table, whose first
two columns it draws.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.doors.docwriter import Block, Contents, Logo, NewPage, Paragraph, Span, write_blocks
from pipeline.doors.housestyle import house_style
from pipeline.doors.markup import Block as Read
from pipeline.doors.markup import Grid, Run, Words, plain, read
from pipeline.doors.pictures import bars
from pipeline.doors.word import WordTemplate
from pipeline.doors.wordpictures import Picture, with_pictures
from pipeline.errors import DefinitionTrouble
from pipeline.guidance.word import as_blocks

REPORT, PLACE = "report.md", "report/report.docx"
FIGURE, ASIDE = "Figure: ", " // "


def written(answers: Path, docx: Path) -> dict[str, bytes]:
    """The report by its path in the case folder; nothing where the sample has none.

    `docx` is the folder with the partnership's house style. Raises DefinitionTrouble for Markdown
    that cannot be shown.
    """
    path = answers / REPORT
    if not path.is_file():
        return {}
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    house = docx / "house.docx"
    return {PLACE: _word([line.partition(": ")[2] for line in head.splitlines()], body,
                         house.read_bytes() if house.is_file() else house_style())}


def _word(front: Sequence[str], body: str, house: bytes) -> bytes:
    page = read(body)
    if page.wrong:
        raise DefinitionTrouble(f"{REPORT}: {page.wrong[0]}")
    title, subtitle, *lines = front
    blocks: list[Block] = [Logo(), _line(title, "Title"), _line(subtitle, "Subtitle"),
                           *(_line(words, "Normal") for words in lines),
                           NewPage(), Contents("Contents"), NewPage()]
    pictures: dict[str, Picture] = {}
    blocks += as_blocks(tuple(_with_figures(page.blocks, pictures)))
    drawn = WordTemplate(write_blocks(blocks, house, title), PLACE).render(
        {"document": {"title": title, "marking": "", "state": ""}, "reference": ""})
    return with_pictures(drawn, pictures)


def _with_figures(blocks: Sequence[Read], pictures: dict[str, Picture]) -> Iterator[Read]:
    """The blocks, with the caption of each figure and room for it where it was called for."""
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        words = plain(block.runs) if isinstance(block, Words) else ""
        if not words.startswith(FIGURE) or not isinstance(following, Grid):
            yield block
            continue
        caption, _, alternative = words.removeprefix(FIGURE).partition(ASIDE)
        rows = [(plain(row[0]), int(plain(row[1]))) for row in following.rows]
        name = f"[figure {len(pictures) + 1}]"
        pictures[name] = Picture(bars(rows, (), caption), alternative)
        for said in (f"Figure {len(pictures)}: {caption}", name):
            yield Words((Run(said),))


def _line(words: str, style: str) -> Paragraph:
    return Paragraph((Span(words),), style)

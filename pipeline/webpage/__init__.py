"""The page for the website: the content of what is published, for every reader, in one file.

Its words are the case's, its order the partnership's outline. It needs nothing else: no script, no
picture, nothing that is fetched. Its links lead to the files that lie beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from pipeline import prose
from pipeline.doors.housestyle import heading_colour
from pipeline.doors.markup import Block, Grid, Heading, Item, Items, Run, Runs, Words
from pipeline.doors.pagewriter import INK, Frame, page
from pipeline.model import Case, DocumentKind, Profile
from pipeline.published import Teller, Told, load_outline, wrong
from pipeline.published.outline import MAIN


def make(profile: Profile, case: Case, kind: DocumentKind, state: str) -> dict[str, bytes]:
    """The page by its path. `state` stands at its head.

    Raises DefinitionTrouble when the outline is wrong, and `published.Lacking`, with its problems,
    when something is not answered.
    """
    outline = load_outline(profile, kind)
    teller = Teller(profile, case, kind, outline)
    blocks = [block for told in teller.parts() for block in _part(told)]
    marking = (kind.marking or profile.marking) if state else ""
    frame = Frame(
        teller.line(outline.title) or kind.title, profile.name,
        "  |  ".join(filter(None, (marking, state))), foot=tuple(filter(None, (
            profile.name, teller.line(outline.footer)))),
        colour=_colour(profile), description=teller.line(outline.description))
    teller.done(state)
    return {f"{kind.folder}/{kind.id}.{kind.format}": page(frame, blocks)}


def lint(profile: Profile, kind: DocumentKind) -> Iterator[str]:
    """Everything wrong with the outline of a page, each with its file."""
    found = list(wrong(profile, kind))
    yield from found
    if found:
        return
    outline = load_outline(profile, kind)
    if not outline.title:
        yield f"{outline.file}: 'title' is missing: it stands at the head of the page"
    last = 0
    for part in outline.parts:
        if not 1 <= part.level <= last + 1:
            yield f"{outline.file}: “{part.title}”: its level is {part.level} after {last}"
        last = part.level
        for name in part.fill:
            if name != MAIN:
                yield f"{outline.file}: “{part.title}”: a page has no place '{name}'; use `text`"


def _colour(profile: Profile) -> str:
    path = profile.house
    return heading_colour(path.read_bytes()) if path.is_file() else INK


def _part(told: Told) -> Iterator[Block]:
    yield Heading(told.part.level, (Run(told.title),))
    yield from _words(told.fill.get(MAIN, ()))
    if told.table:
        yield Grid(tuple((Run(head),) for head in told.table.head),
                   tuple(tuple((Run(cell),) for cell in row) for row in told.table.rows),
                   told.table.alt)
    if told.part.links:
        yield Items(False, tuple(Item(((Run(link["words"], href=_target(link)),),))
                                 for link in told.part.links))


def _target(link: Mapping[str, str]) -> str:
    """Where a link leads: to a file that lies beside the page in its pack, by its own name."""
    return link.get("href") or f"{link['document']}.{link.get('format', 'pdf')}"


def _words(blocks: Sequence[prose.Block]) -> Iterator[Block]:
    """Paragraphs, and bullets that follow each other as one list."""
    for bullets, some in groupby(blocks, lambda block: block.kind == "bullet"):
        if bullets:
            yield Items(False, tuple(Item((_runs(block),)) for block in some))
        else:
            yield from (Words(_runs(block)) for block in some)


def _runs(block: prose.Block) -> Runs:
    return tuple(Run(text, run.bold, run.italic, address) for run in block.runs
                 for text, address in prose.linked(run.text))

"""Guidance as its author wrote it: the partnership's words put in, every point with its source.

A point is a paragraph, an entry of a list or a row of a table. It ends with `[line 644]`,
`[lines 644-646, 650]` (of the partnership's source document), `[own advice]`, or `[to check]`:
taken over from another partnership, and nobody has compared it yet. A paragraph that ends in a
colon leads to what follows and needs none.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from pipeline.doors.markup import (
    Block,
    Grid,
    Heading,
    Item,
    Items,
    Quote,
    Run,
    Runs,
    Words,
    plain,
    read,
)

MARK = re.compile(r"\s*\[(?:lines? (?P<lines>[^\[\]]*)|(?P<own>own advice)|"
                  r"(?P<waits>to check))\]\s*$", re.I)
INSIDE = re.compile(r"\[(?:lines? [\d –,-]+|own advice|to check)\]", re.I)
NUMBERS = re.compile(r"([1-9]\d*)(?:\s*[-–]\s*([1-9]\d*))?")
BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
OWN = "Our own advice"
UNCHECKED = "Not yet checked against our own process"
TIE = "\u00a0"  # a line number is not parted from what it belongs to by the end of a line


@dataclass(frozen=True)
class Guide:
    """A guidance document: its blocks, and which kinds of points it has.

    Those that `quotes` speaks of name the source, `advises` are our own, `unchecked` taken over.
    """

    blocks: tuple[Block, ...]
    quotes: bool = False
    advises: bool = False
    unchecked: bool = False


@dataclass
class _Sources:
    """Takes the mark off every point and puts its source there; notes what is wrong with it."""

    shown: bool
    wrong: list[str] = field(default_factory=list)
    quotes: bool = False
    advises: bool = False
    unchecked: bool = False

    def point(self, runs: Runs, leads: bool = False) -> Runs:
        """A point with its source as an aside; one that only leads to another needs none."""
        found = MARK.search(runs[-1].text) if runs else None
        if not found:
            if not (leads and plain(runs).endswith(":")):
                self.wrong.append(f"“{plain(runs)[:60]}”: this point does not say where it comes "
                                  "from; end it with [line 12], [own advice] or "
                                  "[to check].")
            return runs
        kept = (*runs[:-1], replace(runs[-1], text=runs[-1].text[:found.start()]))
        kept = tuple(run for run in kept if run.text)
        if stray := INSIDE.search(plain(kept)):
            self.wrong.append(f"“{plain(kept)[:60]}”: {stray[0]} stands in the middle of a point; "
                              "part it into two.")
        if not kept:
            self.wrong.append(f"“{runs[-1].text}” stands without a point.")
        said = self.said(found, plain(kept))
        return (*kept, Run(said, aside=True)) if self.shown else kept

    def said(self, found: re.Match[str], point: str) -> str:
        """The source of a point in words."""
        if found["own"]:
            self.advises = True
            return OWN.replace(" ", TIE)
        if found["waits"]:
            self.unchecked = True
            return UNCHECKED
        self.quotes = True
        parts = [NUMBERS.fullmatch(part.strip()) for part in found["lines"].split(",")]
        if not all(parts) or any(one[2] and int(one[2]) <= int(one[1]) for one in parts if one):
            self.wrong.append(f"“{point[:60]}”: [{found[0].strip()[1:-1]}] names no lines; write "
                              "[line 12], [lines 12-14] or [lines 12, 20].")
        lines = ", ".join(f"{one[1]}{TIE}to{TIE}{one[2]}" if one[2] else one[1]
                          for one in parts if one)
        many = "s" if len(parts) > 1 or TIE in lines else ""
        return f"Source:{TIE}line{many}{TIE}{lines}"


def read_guidance(text: str, title: str, words: Mapping[str, str], shown: bool = True
                  ) -> tuple[Guide, list[str]]:
    """A guidance document, and everything that is wrong with it in words for its author.

    `title` is the document's: a first heading that repeats it is left out. `words` stand for the
    words in braces; sources are kept in the points when they are `shown`.
    """
    wrong: list[str] = []
    page = read(_worded(text, words, wrong.append))
    wrong += page.wrong
    blocks = _below(title, page.blocks)
    wrong += _jumps(blocks)
    if not blocks and not wrong:
        wrong.append("There is nothing in it.")
    sources = _Sources(shown)
    made = tuple(_sourced(block, sources, blocks[at + 1:at + 2]) for at, block in enumerate(blocks))
    wrong += sources.wrong
    guide = Guide(made, sources.quotes, sources.advises, sources.unchecked)
    return guide, list(dict.fromkeys(wrong))


def _worded(text: str, words: Mapping[str, str], wrong: Callable[[str], None]) -> str:
    def word(found: re.Match[str]) -> str:
        if found[1] in words:
            return words[found[1]]
        wrong(f"there is no word '{found[1]}' under [words] in profile.toml." if found[1]
              else f"“{found[0]}” stands alone: braces are for words of the profile.")
        return found[0]

    return BRACES.sub(word, text)


def _below(title: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """What stands below the title; whatever its highest heading is, it becomes level 1."""
    first = blocks[0] if blocks else None
    if isinstance(first, Heading) and plain(first.runs).casefold() == title.casefold():
        blocks = blocks[1:]
    up = min((block.level for block in blocks if isinstance(block, Heading)), default=1) - 1
    return tuple(replace(block, level=block.level - up) if isinstance(block, Heading) else block
                 for block in blocks)


def _jumps(blocks: tuple[Block, ...]) -> list[str]:
    wrong, level = [], 0
    for block in blocks:
        if isinstance(block, Heading):
            if block.level > level + 1:
                wrong.append(f"the heading “{plain(block.runs)[:60]}” jumps over a level.")
            level = block.level
    return wrong


def _sourced(block: Block, sources: _Sources, after: tuple[Block, ...] = ()) -> Block:
    match block:
        case Words(runs=runs):
            leads = bool(after) and not isinstance(after[0], Heading)
            return Words(sources.point(runs, leads))
        case Items(items=items):
            return replace(block, items=tuple(_item(one, sources) for one in items))
        case Quote(blocks=blocks):
            return Quote(tuple(_sourced(one, sources, blocks[at + 1:at + 2])
                               for at, one in enumerate(blocks)))
        case Grid(rows=rows):
            return replace(block, rows=tuple((*row[:-1], sources.point(row[-1])) for row in rows))
    return block


def _item(item: Item, sources: _Sources) -> Item:
    """An entry says its source once, at the end of its own words."""
    *before, last = item.paragraphs or ((),)
    return replace(item, paragraphs=(*before, sources.point(last, bool(item.inner))),
                   inner=tuple(replace(one, items=tuple(_item(i, sources) for i in one.items))
                               for one in item.inner))

"""A page of the web that needs nothing else: no script, no picture, no fetch; for every reader.

The stages say what stands there in blocks; only this module knows how a browser is told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from pipeline.doors.markup import Block, Grid, Heading, Item, Items, Quote, Runs, Words, plain

MANY_HEADINGS = 4  # from here on a list of them helps
INK, GROUND, CONTRAST = "#1f3a5f", "#e6ecf3", 4.5
CSP = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
:root { color: #1a1a1a; background: #ffffff; }
body { margin: 0; font: 1.125rem/1.5 Arial, "Liberation Sans", Helvetica, sans-serif; }
.skip { position: absolute; left: -999rem; padding: .5rem 1rem; background: #1f3a5f;
  color: #ffffff; }
.skip:focus { left: .5rem; top: .5rem; }
a { color: #1f3a5f; } a:focus { outline: 3px solid #1f3a5f; outline-offset: 2px; }
header, main, footer { max-width: 46rem; margin: 0 auto; padding: 0 1.25rem; }
header, footer { color: #4d4d4d; font-size: .9375rem; }
header { border-bottom: 1px solid #767676; padding-top: 1rem; padding-bottom: .5rem; }
footer { border-top: 1px solid #767676; margin-top: 3rem; padding-top: .5rem;
  padding-bottom: 2rem; }
header p, footer p { margin: 0; } .marking { font-weight: bold; }
h1, h2, h3 { color: #1f3a5f; line-height: 1.25; }
h1 { font-size: 2rem; margin: 1.5rem 0 .5rem; } h2 { font-size: 1.5rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1.25rem; margin: 1.5rem 0 .5rem; }
h4 { font-size: 1.125rem; margin: 1.25rem 0 .5rem; }
p, ul, ol { margin: 0 0 .75rem; } li { margin-bottom: .4rem; } ul, ol { padding-left: 1.5rem; }
li > ul, li > ol { margin-top: .4rem; }
.about, .source { color: #595959; font-size: .875rem; }
nav { margin: 1.5rem 0; } nav h2 { font-size: 1.125rem; margin: 0 0 .5rem; }
.check { list-style: none; padding-left: 0; }
.check > li, li.check-item { display: block; position: relative; padding-left: 2rem; }
.box { position: absolute; left: 0; top: .2em; width: 1em; height: 1em;
  border: 2px solid #1a1a1a; box-sizing: border-box; font-size: 1.05em; line-height: .8;
  text-align: center; font-weight: bold; }
blockquote { margin: 0 0 .75rem; padding: .25rem 0 .25rem 1rem; border-left: 4px solid #767676;
  color: #333333; }
.table { overflow-x: auto; }
table { border-collapse: collapse; margin: .75rem 0 1rem; width: 100%; font-size: 1rem; }
th, td { border: 1px solid #767676; padding: .4rem .6rem; text-align: left;
  vertical-align: top; }
th { background: #e6ecf3; } caption { text-align: left; margin-bottom: .4rem; }
@media print {
  body { font-size: 11pt; } header, main, footer { max-width: none; padding-left: 0;
    padding-right: 0; }
  .skip, nav { display: none; } h1, h2, h3, h4 { break-after: avoid; }
  tr, li { break-inside: avoid; } thead { display: table-header-group; }
  .table { overflow: visible; }
  a { color: inherit; }
  main a[href^="https:"]::after { content: " (" attr(href) ")"; font-size: .9em; }
  @page { size: A4; margin: 20mm 18mm; @bottom-right {
    content: "Page " counter(page) " of " counter(pages); font: 9pt Arial, sans-serif; } }
}
"""


@dataclass(frozen=True)
class Frame:
    """What stands round the words of a page: its title, whose it is, a mark, a line under it.

    `foot` are the lines at its end, `colour` that of the partnership's headings; one that cannot
    be read on paper is not used. `description` is what a search shows of the page.
    """

    title: str
    owner: str
    marking: str = ""
    about: str = ""
    foot: tuple[str, ...] = ()
    colour: str = INK
    description: str = ""


def page(frame: Frame, blocks: Sequence[Block]) -> bytes:
    """The page. The highest heading of `blocks` stands under the title."""
    style = STYLE.replace(INK, frame.colour if _readable(frame.colour) else INK)
    title, owner = escape(frame.title), escape(frame.owner)
    headings = [(f"part-{number}", block) for number, block in enumerate(
        (block for block in blocks if isinstance(block, Heading)), 1)]
    lines = [
        "<!DOCTYPE html>", '<html lang="en-GB">', "<head>", '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        *([f'<meta name="description" content="{escape(frame.description)}">']
          if frame.description else []),
        f'<meta http-equiv="Content-Security-Policy" content="{CSP}">',
        f"<title>{title} - {owner}</title>", f"<style>{style}</style>", "</head>",
        "<body>", '<a class="skip" href="#main">Skip to the main text</a>', "<header>",
        *([f'<p class="marking">{escape(frame.marking)}</p>'] if frame.marking else []),
        f"<p>{owner}</p>", "</header>", '<main id="main">', f"<h1>{title}</h1>",
        *([f'<p class="about">{escape(frame.about)}</p>'] if frame.about else []),
        *_contents([(key, block) for key, block in headings if block.level == 1]),
        *_blocks(blocks, iter(key for key, _ in headings)),
        "</main>", "<footer>", *(f"<p>{escape(line)}</p>" for line in frame.foot), "</footer>",
        "</body>", "</html>"]
    return ("\n".join(lines) + "\n").encode()


def _readable(colour: str) -> bool:
    """Whether words of this colour stand out from the darkest ground they may stand on."""
    return (_light(GROUND) + 0.05) / (_light(colour) + 0.05) >= CONTRAST


def _light(colour: str) -> float:
    """How light a colour is, from 0 to 1, as the rules for accessible pages count it."""
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
                        for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contents(headings: list[tuple[str, Heading]]) -> Iterator[str]:
    if len(headings) < MANY_HEADINGS:
        return
    yield '<nav aria-labelledby="contents">'
    yield '<h2 id="contents">On this page</h2>'
    yield "<ul>"
    for key, heading in headings:
        yield f'<li><a href="#{key}">{escape(plain(heading.runs))}</a></li>'
    yield "</ul>"
    yield "</nav>"


def _blocks(blocks: Sequence[Block], keys: Iterator[str]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(level=level, runs=runs):
                yield f'<h{level + 1} id="{next(keys)}">{_runs(runs)}</h{level + 1}>'
            case Words(runs=runs):
                yield f"<p>{_runs(runs)}</p>"
            case Items():
                yield from _items(block)
            case Quote(blocks=inner):
                yield "<blockquote>"
                yield from _blocks(inner, keys)
                yield "</blockquote>"
            case Grid():
                yield from _table(block)


def _items(block: Items) -> Iterator[str]:
    name = "ol" if block.ordered else "ul"
    boxes = all(item.box for item in block.items)
    yield f'<{name} class="check">' if boxes else f"<{name}>"
    for item in block.items:
        yield from _item(item, boxes)
    yield f"</{name}>"


def _item(item: Item, boxes: bool) -> Iterator[str]:
    first, *more = item.paragraphs
    box = f'<span class="box" aria-hidden="true">{"×" if item.ticked else ""}</span>'
    opened = '<li class="check-item">' if item.box and not boxes else "<li>"
    yield opened + (box if item.box else "") + _runs(first)
    for runs in more:
        yield f"<p>{_runs(runs)}</p>"
    for inner in item.inner:
        yield from _items(inner)
    yield "</li>"


def _table(block: Grid) -> Iterator[str]:
    # A table wider than a small screen is scrolled, with the keyboard too.
    name = escape(block.caption or "Table")
    yield f'<div class="table" tabindex="0" role="region" aria-label="{name}">'
    yield "<table>"
    if block.caption:
        yield f"<caption>{name}</caption>"
    yield "<thead><tr>" + "".join(f'<th scope="col">{_runs(cell)}</th>'
                                  for cell in block.head) + "</tr></thead>"
    yield "<tbody>"
    for row in block.rows:
        yield "<tr>" + "".join(f"<td>{_runs(cell, '<br>')}</td>" for cell in row) + "</tr>"
    yield "</tbody>"
    yield "</table>"
    yield "</div>"


def _runs(runs: Runs, between: str = " ") -> str:
    drawn = []
    for at, run in enumerate(runs):
        words = escape(run.text)
        if run.aside:
            drawn.append(f'{between if at else ""}<span class="source">{words}</span>')
            continue
        words = f"<strong>{words}</strong>" if run.bold else words
        words = f"<em>{words}</em>" if run.italic else words
        drawn.append(f'<a href="{escape(run.href)}">{words}</a>' if run.href else words)
    return "".join(drawn)

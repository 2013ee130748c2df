"""A Word file as a source of Typst, to be set alone or with others in one PDF.

For those who set several in one document (a bundle):

    source = "\\n".join(part.imported(f"paper-{n}") for n, part in enumerate(parts, 1))
    source += cover                      # the caller's own Typst
    source += "#paper-1(id: \\"p1\\", offset: 1)\\n#paper-2(id: \\"p2\\", offset: 1, ...)"
    doors.typst.compile(source, {**parts[0].files, **parts[1].files}, title)

Each `paper-n(…)` sets its own pages (size, margins, header, footer), so it stands at the top of the
document, in no block, and begins on a new page. It takes

- `id`: a word of its own. Its labels are `<id>-start` on its first page, `<id>-end` on its last,
  and `<id>-h1`, `<id>-h2` … at its headings, in the order of `part.headings`.
- `offset`: how many levels its headings sink; 1 where the caller has set a heading of level 1
  above.
- `header`, `footer`: `auto` is the Word file's own, `none` is none; or a function that is given
  the own content and returns what to show. It fills the whole margin: the caller lays more over it
  with `own => { own; place(bottom + right, …) }`. Numbers of pages may be read in it.
- `foreground`, `background`: content over and under each page (marking, watermark, running number).
  Typst makes artifacts of all four, which a screen reader passes over.
- `number`: what stands for the number of a page, in footers and contents lists: `auto` counts the
  pages of this paper, else a function of a location. `total`: what stands for the number of pages:
  `auto`, else content.

`part.headings` are its headings with their levels in the Word file, `part.tables` how many tables
have a header row.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A Word file as Typst. `files` holds the source under `path`, and its pictures."""

    name: str
    title: str
    path: str
    files: Mapping[str, bytes]
    headings: tuple[tuple[int, str], ...] = ()
    tables: int = 0

    def imported(self, name: str) -> str:
        """The line that makes the paper known under a name."""
        return f'#import "{self.path}": paper as {name}'

    def alone(self) -> str:
        """The source that sets it as a document of its own."""
        return f'{self.imported("paper")}\n#paper(id: "p")\n'

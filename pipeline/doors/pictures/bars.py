"""Bar charts as PNG."""

import textwrap
from collections.abc import Sequence
from typing import Any

from pipeline.doors.pictures.paper import drawn

DOTS, WIDTH = 200, 6.6  # inches: as wide as the text of an upright page
ROW, EDGE = 0.33, 0.1
LETTERS = 42
FILL, GREY = "#1f3a5f", "#767676"


def bars(rows: Sequence[tuple[str, int]], pale: Sequence[str], title: str) -> bytes:
    """A bar for each row, its number at the end; those named in `pale` are hatched, not filled.

    `title` is kept in the file and not drawn: the words beside the picture say what it is.
    """
    return drawn(title, WIDTH, EDGE + ROW * len(rows), DOTS,
                 lambda figure: _draw(figure, rows, pale))


def _draw(figure: Any, rows: Sequence[tuple[str, int]], pale: Sequence[str]) -> None:
    axes = figure.add_axes((0.42, 0.02, 0.5, 0.96))
    most = max((count for _, count in rows), default=0) or 1
    for place, (label, count) in enumerate(rows):
        plain = label not in pale
        axes.barh(place, count, height=0.56, facecolor=FILL if plain else "white",
                  edgecolor=FILL if plain else GREY, hatch="" if plain else "////")
        axes.annotate(str(count), (count, place), xytext=(5, 0), textcoords="offset points",
                      va="center", fontweight="bold")
    axes.set_yticks(range(len(rows)), [textwrap.fill(label, LETTERS) for label, _ in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, most * 1.02)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    for side in ("right", "top", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color(GREY)

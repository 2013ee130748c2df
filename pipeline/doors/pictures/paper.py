"""What every picture is drawn on: matplotlib without a screen, with the font that comes with it."""

import io
from collections.abc import Callable
from typing import Any

FONT = "DejaVu Sans"  # what is installed on a machine makes no difference
INK = "#0b0c0c"


def drawn(title: str, width: float, height: float, dots: int,
          draw: Callable[[Any], None]) -> bytes:
    """A PNG of so many inches and dots an inch; `draw` is given the figure to draw on.

    `title` is kept in the file for programs that read pictures out.
    """
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context({"font.family": FONT, "font.size": 9, "text.color": INK,
                                "axes.edgecolor": "#b1b4b6", "hatch.linewidth": 0.8}):
        figure = Figure(figsize=(width, height), dpi=dots, facecolor="white")
        canvas = FigureCanvasAgg(figure)
        draw(figure)
        kept = io.BytesIO()
        canvas.print_png(kept, metadata={"Software": "", "Title": title})
    return kept.getvalue()

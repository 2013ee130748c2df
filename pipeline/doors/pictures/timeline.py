"""A timetable as PNG."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pipeline.dates import in_words
from pipeline.doors.pictures.paper import INK, drawn

DOTS = 150
WIDTH = 11.7          # inches: A4 across
ROW, EDGE = 0.44, 1.75
LABEL_LETTERS = 52
GREY, PALE = "#505a5f", "#b1b4b6"
# By state: the shape of the mark, its fill and edge. The state stands beside it in words as well.
LOOKS = {
    "Done": ("o", "#00703c", "#00703c"), "Done late": ("P", "#00703c", INK),
    "Done early": ("<", "#00703c", INK), "Overdue": ("X", "#d4351c", "#d4351c"),
    "Due today": ("D", "#f47738", INK), "Open now": ("D", "#f47738", INK),
    "To come": ("D", "#ffffff", "#1d70b8"), "Planned": ("s", "#ffffff", "#1d70b8"),
    "Planned late": ("X", "#ffffff", "#d4351c"),
}
OTHER = ("o", "#ffffff", GREY)


@dataclass(frozen=True)
class Bar:
    """One line of a timetable: from `first` to `last`, in a window from `opens` on."""

    label: str
    first: date
    last: date
    opens: date | None
    state: str
    words: str


def timeline(title: str, about: str, bars: Sequence[Bar], today: date, today_words: str,
             nothing: str) -> bytes:
    """Bars against time as a PNG: a line a bar, the day of looking drawn through all of them."""
    height = EDGE + ROW * max(2, len(bars))

    def draw(figure: Any) -> None:
        figure.text(0.015, 1 - 0.28 / height, title, fontsize=16, fontweight="bold", va="center")
        figure.text(0.015, 1 - 0.5 / height, about, fontsize=9, color=GREY, va="top",
                    linespacing=1.4)
        axes = figure.add_axes((0.33, 0.55 / height, 0.5, 1 - EDGE / height))
        _draw(axes, bars, today, today_words) if bars else axes.text(0.5, 0.5, nothing, ha="center")
    return drawn(title, WIDTH, height, DOTS, draw)


def _draw(axes: Any, bars: Sequence[Bar], today: date, today_words: str) -> None:
    from matplotlib.dates import AutoDateLocator, date2num, num2date

    def at(day: date) -> float:
        return float(date2num(day))

    first = min([today, *(bar.first for bar in bars), *(bar.last for bar in bars)])
    last = max([today, *(bar.first for bar in bars), *(bar.last for bar in bars)])
    room = timedelta(days=max(3, (last - first).days // 30))
    axes.set_xlim(at(first - room), at(last + room))
    axes.set_ylim(len(bars) - 0.4, -0.8)
    for place, bar in enumerate(bars):
        _bar(axes, bar, place, at)
    axes.axvline(at(today), color=INK, linewidth=1.4, linestyle=(0, (5, 3)), zorder=1)
    axes.text(at(today), -0.95, today_words, ha="center", va="bottom", fontsize=8.5,
              fontweight="bold")
    locator = AutoDateLocator(minticks=4, maxticks=9)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(lambda place, _: _tick(num2date(place).date()))
    axes.set_yticks([])
    axes.grid(axis="x", color=PALE, linewidth=0.5)
    axes.set_axisbelow(True)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)


def _tick(day: date) -> str:
    """A day under the axis, in English whatever the machine speaks."""
    number, month, year = in_words(day).split()
    return f"{number} {month[:3]}\n{year}"


def _bar(axes: Any, bar: Bar, place: int, at: Any) -> None:
    shape, fill, edge = LOOKS.get(bar.state, OTHER)
    if place % 2 == 0:
        axes.axhspan(place - 0.5, place + 0.5, color="#f3f2f1", zorder=0)
    axes.plot([at(bar.first), at(bar.last)], [place, place], color=GREY, linewidth=1.6, zorder=2)
    axes.plot([at(bar.first)], [place], marker="|", color=GREY, markersize=9, zorder=2)
    if bar.opens:
        axes.barh(place, at(bar.last) - at(bar.opens), left=at(bar.opens), height=0.44,
                  facecolor="white", edgecolor=edge, hatch="////", linewidth=1.2, zorder=3)
    axes.plot([at(bar.last)], [place], marker=shape, markersize=8, markerfacecolor=fill,
              markeredgecolor=edge, markeredgewidth=1.4, zorder=4)
    left, right = axes.get_xlim()
    label = textwrap.wrap(bar.label, LABEL_LETTERS, max_lines=2, placeholder=" …")
    axes.annotate("\n".join(label), (left, place), xytext=(-8, 0), textcoords="offset points",
                  ha="right", va="center", fontsize=8, annotation_clip=False)
    axes.annotate(bar.words, (right, place), xytext=(8, 0), textcoords="offset points",
                  ha="left", va="center", fontsize=8, annotation_clip=False)

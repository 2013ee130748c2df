"""Which letters our fonts have, and how wide they are."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

_FONTS = Path(__file__).parent / "fonts"
UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff")
"""Letters without a shape: places where a line may or may not break, and how a sign is drawn."""
_UNKNOWN = 0.6


def lacking(words: str) -> list[str]:
    """The letters of a text that none of our fonts can show, each once."""
    known = _widths(False).keys() | _symbols()
    return sorted({one for one in words if ord(one) not in known and one not in UNSEEN})


def width(words: str, size: float, bold: bool = False) -> float:
    """How wide a text is in one line, in points."""
    widths = _widths(bold)
    return sum(widths.get(ord(one), 0.0 if one in UNSEEN else _UNKNOWN)
               for one in words) * size


@lru_cache(maxsize=2)
def _widths(bold: bool) -> Mapping[int, float]:
    with TTFont(_FONTS / f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf") as font:
        metrics, unit = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: metrics[name][0] / unit for code, name in font.getBestCmap().items()}


@lru_cache(maxsize=1)
def _symbols() -> frozenset[int]:
    with TTFont(_FONTS / "CaseworkSymbols.ttf") as font:
        return frozenset(font.getBestCmap())

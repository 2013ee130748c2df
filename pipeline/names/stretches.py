"""Where in a text it is worth looking for numbers, days and addresses: most of a text holds none.

Going once over the whole text for the few characters that all of them have makes the scanner
several times as fast as trying every shape at every place.
"""

from collections.abc import Iterator, Sequence

import ahocorasick_rs

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
           "sep", "oct", "nov", "dec")
_FIGURES = ahocorasick_rs.AhoCorasick(list("0123456789"))
_DAYS = ahocorasick_rs.AhoCorasick([*"0123456789", *_MONTHS])
_MAIL = ahocorasick_rs.AhoCorasick(["@", "at)", "at]", "at}", "at>", "at )", "at ]", " dot ",
                                    "dot)", "dot]"])


def figures(plain: str) -> list[tuple[int, int]]:
    """The stretches around figures."""
    return _around(_FIGURES, plain, 24, 40)


def figures_and_months(plain: str) -> list[tuple[int, int]]:
    """The stretches around figures and the names of months."""
    return _around(_DAYS, plain, 30, 70)


def mail(plain: str) -> list[tuple[int, int]]:
    """The stretches around what parts the halves of an e-mail address."""
    return _around(_MAIL, plain, 90, 120)


def _around(finder: ahocorasick_rs.AhoCorasick, plain: str, before: int,
            after: int) -> list[tuple[int, int]]:
    found = list(_joined(finder.find_matches_as_indexes(plain), before, after))
    return [(max(0, start), min(end, len(plain))) for start, end in found]


def _joined(hits: Sequence[tuple[int, int, int]], before: int,
            after: int) -> Iterator[tuple[int, int]]:
    start, end = 0, -1
    for _, first, last in hits:
        if end < 0:
            start = first - before
        elif first - before > end:
            yield start, end
            start = first - before
        end = last + after
    if end >= 0:
        yield start, end

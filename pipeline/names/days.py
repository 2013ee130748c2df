"""Days as people write them, found in running text: 19/7/24, July 19th 2024, nineteenth of July."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from pipeline.names import stretches
from pipeline.names.listing import in_order

_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december")
_MONTHS = {form: n for n, name in enumerate(_NAMES, 1)
           for form in (name, name[:3], name[:4] if n == 9 else name)}
_ORDINALS = in_order("first second third fourth fifth sixth seventh eighth ninth tenth "
                     "eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
                     "seventeenth eighteenth nineteenth twentieth")
_SPOKEN = {**{word: n for n, word in enumerate(_ORDINALS, 1)}, "thirtieth": 30,
           **{f"twenty{gap}{word}": 20 + n for n, word in enumerate(_ORDINALS[:9], 1)
              for gap in (" ", "-", "")},
           **{f"thirty{gap}first": 31 for gap in (" ", "-", "")}}
_UNITS = {word: n for n, word in enumerate(
    in_order("one two three four five six seven eight nine ten eleven twelve thirteen "
             "fourteen fifteen sixteen seventeen eighteen nineteen"), 1)}
_TENS = {word: 10 * n for n, word in enumerate(
    in_order("twenty thirty forty fifty sixty seventy eighty ninety"), 2)}
_ROMAN = {word: n for n, word in enumerate(in_order("i ii iii iv v vi vii viii ix x xi xii"), 1)}

_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_TOLD = "(?:" + "|".join(sorted(map(re.escape, _SPOKEN), key=len, reverse=True)) + ")"
_FIGURE = r"(?:0?[1-9]|[12]\d|3[01])"
_NTH = rf"{_FIGURE} ?(?:st|nd|rd|th)?"
_SAID = (r"(?:nineteen|twenty|two thousand)(?:[ -]+(?:and[ -]+)?"
         rf"(?:{'|'.join([*_UNITS, *_TENS, 'hundred'])}))*")
_YEAR = rf"(?:(?:19|20)\d\d|'?\d\d(?![\d:]|[ -]?(?:st|nd|rd|th|weeks|months|years|days)\b)|{_SAID})"
# A figure may follow letters (DOB19/7/2024), a word may not.
_END, _START = r"(?![0-9])(?!(?!t\d)[a-z])", r"(?<![0-9])(?<![a-z](?=[a-z]))"

_FORMS = tuple(re.compile(_START + form + _END) for form in (
    r"(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)(?=\D|t\d|$)",
    rf"(?P<d>{_FIGURE})(?P<s> ?[-/.\\_] ?| )(?P<m>0?[1-9]|1[0-2])(?P=s)(?P<y>(?:19|20)?\d\d)",
    r"(?P<m>0?[1-9]|1[0-2])(?P<s>[-/.])(?P<d>1[3-9]|2\d|3[01])(?P=s)(?P<y>(?:19|20)?\d\d)",
    rf"(?P<d>{_FIGURE})[-/. ](?P<m>xii|xi|x|ix|viii|vii|vi|v|iv|iii|ii|i)[-/. ]"
    r"(?P<y>(?:19|20)?\d\d)",
    rf"(?:the )?(?P<d>{_NTH}|{_TOLD})[ ,_-]*(?:day )?(?:of )?[ _-]*(?P<m>{_MONTH})"
    rf"(?:[ ,_-]*(?:in |of )?(?P<y>{_YEAR}))?",
    rf"(?P<m>{_MONTH})[ ,_-]*(?:the )?(?P<d>{_NTH}|{_TOLD})(?:[ ,_-]+(?:in |of )?(?P<y>{_YEAR}))?",
    r"(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])",
    r"(?P<d>0[1-9]|[12]\d|3[01])(?P<m>0[1-9]|1[0-2])(?P<y>(?:19|20)\d\d)",
    r"(?P<d>0[1-9]|[12]\d|3[01])(?P<m>0[1-9]|1[0-2])(?P<y>\d\d)",
    rf"(?P<d>{_FIGURE})(?P<s>[/])(?P<m>0?[1-9]|1[0-2])(?!\.?\d|/)",
))


@dataclass(frozen=True)
class Day:
    """A day in the plain text from `start` to `end`; `year` is 0 where none is said, 24 for '24."""

    start: int
    end: int
    year: int
    month: int
    day: int


def days(plain: str) -> Iterator[Day]:
    """Every day that a folded text names, in all ways it can be read."""
    for form, (start, end) in product(_FORMS, stretches.figures_and_months(plain)):
        for found in form.finditer(plain, start, end):
            day, month, year = _day(found["d"]), _month(found["m"]), _year(found)
            if 1 <= month <= 12 and 1 <= day <= 31:
                last = found.end() - found[0].endswith(".")
                yield Day(found.start(), last, year, month, day)


def _day(words: str) -> int:
    figures = "".join(one for one in words if one.isdigit())
    return int(figures) if figures else _SPOKEN.get(words, 0)


def _month(words: str) -> int:
    words = words.strip(". ")
    return int(words) if words.isdigit() else _MONTHS.get(words) or _ROMAN.get(words, 0)


def _year(found: re.Match[str]) -> int:
    words = (found.groupdict().get("y") or "").strip("' ")
    if not words:
        return 0
    if words.isdigit():
        return int(words)
    bits = [one for one in re.split(r"[ -]+", words) if one != "and"]
    if bits[:2] == ["two", "thousand"]:
        base, bits = 2000, bits[2:]
    else:
        base, bits = (1900 if bits[0] == "nineteen" else 2000), bits[1:]
    return base + sum(_UNITS.get(one, 0) + _TENS.get(one, 0) for one in bits)


"""The ways in which one raw text of a file may stand in an answer: a number as a day, and so on.

The reader has its own arithmetic. This one is written apart from it, to find it out.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import product

from pipeline.doors.xlsx import Token

EPOCHS = (date(1899, 12, 30), date(1904, 1, 1))
LAST_DAY = 2_958_465
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")
UNKNOWN = "\ufffd"
WHOLE_MINUTE = re.compile(r"T?(\d\d:\d\d):00(?:\.0+)?Z?")
# White space, controls and marks of direction.
NOTHING = re.compile(r"[\s\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202f"
                     r"\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff\ud800-\udfff]+")


def bare(words: str) -> str:
    """Words without what two readings of one file may rightly differ in: space and controls."""
    return NOTHING.sub("", words)


def known(words: str) -> str:
    """The bare words without the signs for characters that were taken out."""
    return bare(words).replace(UNKNOWN, "")



def stands_in(shape: str, text: str) -> bool:
    """Whether a bare text stands in another. A character that was mended may have become any."""
    return shape in text if UNKNOWN not in shape else bool(_pattern(shape).search(text))


def begins(shape: str, text: str) -> int:
    """How much of a text this bare text is, from its beginning; -1 when it does not begin it."""
    if UNKNOWN not in shape:
        return len(shape) if text.startswith(shape) else -1
    found = _pattern(shape).match(text)
    return found.end() if found else -1


@lru_cache(maxsize=4096)
def _pattern(shape: str) -> re.Pattern[str]:
    return re.compile(".{0,3}".join(map(re.escape, re.split(f"{UNKNOWN}+", shape))))


def spellings(token: Token) -> tuple[str, ...]:
    """The bare forms in which this text may stand in an answer or a quote."""
    if token.number:
        return _of_number(token.words)
    if token.words[:4].isdecimal() and token.words[4:5] == "-":
        return _of_day(token.words)
    clock = WHOLE_MINUTE.fullmatch(token.words.strip())
    return (bare(token.words), *([clock[1]] if clock else []))


def _of_day(words: str) -> tuple[str, ...]:
    try:
        moment = datetime.fromisoformat(words.strip().removesuffix("Z"))
    except ValueError:
        return (bare(words),)
    return (bare(words), *_moment(moment))


@lru_cache(maxsize=4096)
def _of_number(words: str) -> tuple[str, ...]:
    shapes = [words]
    try:
        number = float(words)
        shapes.append(repr(number))
        if number.is_integer():
            shapes.append(str(int(number)))
            shapes += _of_figures(str(int(number)).zfill(8))
    except (ValueError, OverflowError):
        return (bare(words),)
    if 0 <= number <= LAST_DAY:
        days, rest = divmod(number, 1)
        # A clock shows the second or the minute that has begun, or the nearest second.
        clocks = {timedelta(seconds=whole(rest * 86_400)) for whole in (int, round)}
        clocks.add(timedelta(milliseconds=round(rest * 86_400_000)))
        for epoch, clock in product(EPOCHS, sorted(clocks)):
            if epoch.toordinal() + int(days) + 2 < date.max.toordinal():
                midnight = datetime(epoch.year, epoch.month, epoch.day)
                shapes += _moment(midnight + timedelta(days=int(days)) + clock)
                # Before March 1900 Excel counts a day that there was not.
                shapes += _moment(midnight + timedelta(days=int(days) + 1) + clock)
        minutes, seconds = divmod(round(number * 86_400), 60)
        hours, minutes = divmod(minutes, 60)
        shapes += [f"{h}:{minutes:02}{tail}" for h in (hours, f"{hours:02}")
                   for tail in ("", f":{seconds:02}")]
    return tuple(dict.fromkeys(bare(shape) for shape in shapes))


def _of_figures(words: str) -> tuple[str, ...]:
    """The day that eight figures name, the day or the year first: 12122021."""
    found: list[str] = []
    for order in ("%d%m%Y", "%Y%m%d"):
        try:
            found += _moment(datetime.strptime(words, order))
        except ValueError:
            continue
    return tuple(found)


def _moment(moment: datetime) -> tuple[str, ...]:
    day = bare(f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}")
    if not (moment.hour or moment.minute or moment.second):
        return (day, f"{day}00:00")
    clocks = [f"{moment:%H:%M}", f"{moment:%H:%M:%S}"]
    if moment.microsecond:
        clocks.append(f"{moment:%H:%M:%S.%f}")
    return (*(f"{day}{clock}" for clock in clocks), *clocks)

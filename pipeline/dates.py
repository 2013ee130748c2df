"""Dates as people type them: read day first, kept in their own words, never made more exact.

Neither dateparser nor edtf's `text_to_edtf` serves: they fill up 'Tuesday' and 'March 2021' from
today's date, or take 12/3/21 for 3 December, where we must answer alike on every day and say
'unreadable', for a person to put right, rather than guess.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal


@dataclass(frozen=True)
class When:
    """A date as somebody gave it: 'c. 2019' → edtf '2019~', 1 January to 31 December 2019.

    `first` and `last` are the outermost days the words name, None on an open side ('before …');
    the slack of an approximate date is not in them but in the `certainly_…` questions.
    """

    words: str
    edtf: str
    first: date | None
    last: date | None
    kind: str
    approximate: bool = False


def read_when(value: str | int | float | bool | date | datetime | time | None) -> When:
    """Any cell value → `When`, of kind day, month, season, year, school_year or range; else
    unknown (it says that nobody knows), unreadable or empty. Never raises."""
    match value:
        case str() | None:
            return replace(_read_text(value or "") or _UNREADABLE, words=value or "")
        case bool():
            return replace(_UNREADABLE, words=str(value).upper())
        case int() | float():
            return _read_number(value)
        case date():
            return _read_cell(value)
    return replace(_UNREADABLE, words=str(value))


def sort_key(when: When) -> tuple[int, int, int, bool, bool, str, str]:
    """`When` → a key for `sorted`: by first day, the more exact before the vaguer, unknown and
    unreadable last. 'before …' comes first of all: no day is too early for it."""
    first, last = _bounds(when)
    rank = {"unknown": 1, "unreadable": 2, "empty": 3}.get(when.kind, 0)
    return rank, first, last - first, when.approximate, "T" not in when.edtf, when.edtf, when.words


def certainly_before(a: When, b: When) -> bool:
    """Whether every day that `a` can mean is before every day that `b` can mean."""
    return _bounds(a)[1] + _slack(a, -1) < _bounds(b)[0] - _slack(b, 0)


def certainly_outside(a: When, first: When, last: When) -> bool:
    """Whether `a` cannot possibly touch the stretch from `first` to `last`."""
    return certainly_before(a, first) or certainly_before(last, a)


def in_words(day: date) -> str:
    """A day → '12 March 2021', in English whatever the machine's locale."""
    return f"{day.day} {_MONTH_NAMES[day.month - 1].title()} {day.year}"


def with_weekday(day: date) -> str:
    """A day → 'Friday 12 March 2021'."""
    return f"{_WEEKDAY_NAMES[day.weekday()].title()} {in_words(day)}"


_UNREADABLE = When("", "", None, None, "unreadable")
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = {w: n for n, m in enumerate(_MONTH_NAMES, 1) for w in (m, m[:3], str(n), f"{n:02}")}
_MONTHS["sept"] = 9
_WEEKDAYS = {w: n for n, day in enumerate(_WEEKDAY_NAMES) for w in (day, day[:3])}
_WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
# EDTF, first day and the day after the last as (years away, month, day), kind. A season starts by
# the calendar and ends by the sun, since people mean either; 'winter 2020' may be the one before
# or the one after; '2019/20' with nothing in front may be a financial year too.
_SPANS = {
    "": ("{}", (0, 1, 1), (1, 1, 1), "year"),
    "spring": ("{}-21", (0, 3, 1), (0, 6, 22), "season"),
    "summer": ("{}-22", (0, 6, 1), (0, 9, 23), "season"),
    "autumn": ("{}-23", (0, 9, 1), (0, 12, 22), "season"),
    "winter": ("{}-24", (-1, 12, 1), (1, 3, 21), "season"),
    "/": ("{}/{}", (0, 4, 1), (1, 9, 1), "school_year"),
    "year": ("{}/{}", (0, 9, 1), (1, 9, 1), "school_year"),
} | {w: (f"{{}}-{n:02}", (0, n, 1), (n // 12, n % 12 + 1, 1), "month") for w, n in _MONTHS.items()}
_LOOKALIKES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D), "-")
_LOOKALIKES |= dict.fromkeys((0x2018, 0x2019, 0x2032, 0x02BC, 0x60, 0xB4), "'")
_UNKNOWN = re.compile(
    r"n/?k|n\.k|tb[ac]|to be confirmed|ongoing|unknown date"
    r"|(?:dates? )?(?:unknown|not (?:known|recorded|stated))"
)
_FILLER = r"(?:(?:on|in|the) )*"
_VAGUE = re.compile(
    r"^(?:(?:(?:early|mid|late|(?:start|beginning|middle|end) of)[ -]|ca?(?:\.|\b|(?=[0-9])) ?"
    r"|(?:[~?]|(?:circa|approx|approximately|about|around|roughly|possibly|probably)\b\.?) ?)"
    rf"{_FILLER})+|(?: ?(?:[?~]|\(\?\)|\(?approx(?:\.|imately)?\)?))+$"
)
_WEEKDAY = re.compile(rf"({'|'.join(sorted(_WEEKDAYS, key=len, reverse=True))})[., ] ?(?:the )?")
_TIME = re.compile(
    r"(?P<date>.*[0-9])(?:,? (?:at )?|t)(?=.*[:.aph])(?P<hour>[0-9]{1,2})"
    r"(?:[:.]?(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?)?"
    r" ?(?:(?P<half>[ap])(?:m|\.m\.?)|hrs?|hours)?"
)
_OPEN = re.compile(r"(?:before|prior to|pre|(?P<after>after|post))[ -](?P<rest>.+)")
_JOIN = re.compile(r" (?:to|until|till|til|and) | ?-(?<![a-z]-(?=[0-9])) ?")  # not in 'Feb-03'
_SWAPPED = re.compile(r"[0-9]{1,2}/(?:1[3-9]|[23][0-9])/[0-9]{2,4}")  # 10.30.21 may be a time


def _bounds(when: When) -> tuple[int, int]:
    return (when.first or date.min).toordinal(), (when.last or date.max).toordinal()


def _slack(when: When, side: int) -> int:
    """Days by which an approximate date may miss, from how exact that side of it is."""
    exactness = len(when.edtf.split("/")[side].rstrip("~"))
    return {4: 366, 7: 31}.get(exactness, 7) if when.approximate else 0


def _read_cell(value: date) -> When:
    if not 1910 <= value.year <= 2100:  # a small number, or a time, in a date format
        return replace(_UNREADABLE, words=in_words(value))
    at = value if isinstance(value, datetime) else datetime.combine(value, time.min)
    # a spreadsheet keeps 14:30 as a fraction, which comes back as 14:29:59.999997
    at = (at + timedelta(milliseconds=500)).replace(microsecond=0)
    found = _day(at.date(), at.time())
    return replace(found, words=in_words(at) + found.edtf[10:].replace("T", " "))


def _read_number(value: int | float) -> When:
    # str() of a very long int raises, Decimal's does not; 15 digits are what a spreadsheet shows
    words = str(Decimal(value)) if isinstance(value, int) else f"{value:.15g}"
    if 20_000 <= value <= 60_000:
        found: When | None = _read_cell(datetime(1899, 12, 30) + timedelta(days=value))
    else:  # a number cell drops the leading zero of 01032021
        digits = words.zfill(8) if len(words) == 7 else words
        found = _read_point(digits) if digits.isdigit() else None
    return replace(found or _UNREADABLE, words=words)


def _read_text(typed: str) -> When | None:
    if len(typed.strip()) > 100:  # no date is; narrative is not searched for one
        return None
    text = unicodedata.normalize("NFKC", typed.translate(_LOOKALIKES)).lower()
    text = " ".join("".join(c for c in text if unicodedata.category(c) != "Cf").split())
    if not text:
        return replace(_UNREADABLE, kind="empty")
    text = re.sub(r"(?<=[0-9]) ?([/.]) ?(?=[0-9])", r"\1", text).rstrip(" .,;")
    if _UNKNOWN.fullmatch(text):
        return replace(_UNREADABLE, kind="unknown")
    return _read_point(text) or _read_open(text) or _read_range(text)


def _read_point(text: str) -> When | None:
    """One date, not a stretch, from the outside in: 'c. Friday 12 March 2021 at 2.30pm?'."""
    text, vague = _VAGUE.subn("", re.sub(f"^{_FILLER}", "", text))
    if weekday := _WEEKDAY.match(text):
        text = text[weekday.end() :]
    if timed := _TIME.fullmatch(text):
        text = timed["date"]
    matches = ((re.fullmatch(pattern, text), read) for pattern, read in _PATTERNS.items())
    try:
        found = next((read(match) for match, read in matches if match), None)
        clock = _clock(timed) if timed else time.min
    except (ValueError, KeyError):  # 31 February, month 13, 25 o'clock
        return None
    if not found or (found.kind != "day" and (weekday or timed)):
        return None
    if weekday and (_bounds(found)[0] - 1) % 7 != _WEEKDAYS[weekday[1]]:
        return None
    if vague:
        return replace(found, edtf=found.edtf.replace("/", "~/") + "~", approximate=True)
    return _day(date.fromisoformat(found.edtf), clock) if timed else found


def _read_side(text: str) -> When | None:
    """One side of a stretch: not '2019/20', which EDTF writes as a stretch itself, and no swapped
    day and month, since in '02/03/2021 - 03/25/2021' the left may be 3 February as well."""
    found = None if _SWAPPED.search(text) else _read_point(text)
    return found if found and found.kind != "school_year" else None


def _read_open(text: str) -> When | None:
    """'before March 2020' → '../2020-03': March is kept in, as people are seldom that strict."""
    opened = _OPEN.fullmatch(text)
    side = _read_side(opened["rest"]) if opened else None
    if opened and side and opened["after"]:
        return replace(side, edtf=f"{side.edtf}/..", last=None, kind="range")
    return side and replace(side, edtf=f"../{side.edtf}", first=None, kind="range")


def _read_range(text: str) -> When | None:
    """'12 - 14 March 2021'. Two ways to cut it that give two readings are no reading."""
    between = text.startswith("between ")
    text = text.removeprefix("between ").removeprefix("from ")
    readings = {
        _read_sides(text[: join.start()], text[join.end() :], join[0])
        for join in _JOIN.finditer(text)
        if between or join[0] != " and "  # '12 and 14 March' are two days, not a stretch
    } - {None}
    return readings.pop() if len(readings) == 1 else None


def _read_sides(left: str, right: str, join: str) -> When | None:
    end = _read_side(right)
    start = end and (_read_side(left) or _borrow(left, right, end))
    if not start or not end or (join == "-" and start.kind != end.kind):  # '2020-12 March 2021'
        return None
    bare_years = "-" in join and right[:4].isdigit() and start.kind == end.kind == "year"
    if bare_years and int(end.edtf[:4]) == int(start.edtf[:4]) + 1:
        return None  # '2020-2021': two years, or one school year
    if start.edtf == end.edtf:  # 'mid to late 2019'
        return end
    backwards = any(a > b for a, b in zip(_bounds(start), _bounds(end), strict=True))
    if backwards or (start.first == end.last and start.edtf > end.edtf):
        return None
    vague = start.approximate or end.approximate
    return When("", f"{start.edtf}/{end.edtf}", start.first, end.last, "range", vague)


def _borrow(left: str, right: str, end: When) -> When | None:
    """The first half of '12/3 - 14/3/21' completed from the second, but never with its time."""
    # '3-5/2020' may be 3/5/2020 mistyped, and 'Feb - March 19 2020' names no day of February
    given = r".*[0-9].*" if end.kind == "day" else r"[^0-9]*[a-z]{3}[^0-9]*"
    if not re.fullmatch(given, left):
        return None
    whole = (_read_side(left + right[i:]) for i, mark in enumerate(right) if mark in " /.-")
    alike = (w for w in whole if w and (w.kind, w.edtf[:4]) == (end.kind, end.edtf[:4]))
    return next((w for w in alike if "T" not in w.edtf), None)


def _day(day: date, clock: time = time.min) -> When:
    """Midnight is what programs write when nobody gave a time."""
    edtf = f"{day}" if clock == time.min else f"{day}T{clock}".removesuffix(":00")
    return When("", edtf, day, day, "day")


def _clock(found: re.Match[str]) -> time:
    hour, half = int(found["hour"]), found["half"]
    if (half == "a" and hour > 12) or (half == "p" and hour == 0):
        raise ValueError(found[0])
    if half and hour <= 12:
        hour = hour % 12 + 12 * (half == "p")
    return time(hour, int(found["minute"] or 0), int(found["second"] or 0))


def _year(digits: str) -> int:
    return int(digits) + (0 if len(digits) == 4 else 2000 if int(digits) < 50 else 1900)


def _read_day(found: re.Match[str]) -> When:
    day, month = found["day"], found["month"]
    if _SWAPPED.fullmatch(found[0]):
        day, month = month, day
    return _day(date(_year(found["year"]), _MONTHS[month], int(day)))


def _read_span(found: re.Match[str]) -> When | None:
    year, following = _year(found["year"]), found.groupdict().get("next")
    coming = f"{year + 1}"
    if following not in (None, coming, coming[2:]) or found[0] == f"{year}-{coming[2:]}":
        return None  # '2019/21' is no school year; '2011-12' may be one, or December 2011
    edtf, *ends, kind = _SPANS[found["span"]]
    first, after = (date(year + away, month, day) for away, month, day in ends)
    return When("", edtf.format(year, coming), first, after - timedelta(days=1), kind)


_NAME = "|".join(sorted(filter(str.isalpha, _MONTHS), key=len, reverse=True))
_D, _M = r"(?P<day>[0-9]{1,2})", r"(?P<month>[0-9]{1,2})"
_TH, _SEP = r"(?:st|nd|rd|th)?", r"(?: of |, ?|\. ?|[ /-]?)"
_FULL, _NEXT = r"(?:19|20)[0-9]{2}|2100", r"(?P<next>[0-9]+)"
_YYYY, _YY = rf"(?P<year>{_FULL})", rf"'?(?P<year>{_FULL}|[0-9]{{2}})"
_MARKED_YY = rf"'?(?P<year>{_FULL}|(?<=['-])[0-9]{{2}})"  # 'March 21' may be the 21st of March
_PATTERNS: dict[str, Callable[[re.Match[str]], When | None]] = {
    rf"{_D}(?P<sep>[/. -]){_M}(?P=sep){_YY}": _read_day,
    rf"{_YYYY}(?P<sep>[/.-]){_M}(?P=sep){_D}": _read_day,
    rf"(?=[0-9]{{8}}){_D}{_M}{_YYYY}": _read_day,
    rf"(?=[0-9]{{8}}){_YYYY}{_M}{_D}": _read_day,
    rf"{_D}{_TH}{_SEP}(?P<month>{_NAME}){_SEP}{_YY}": _read_day,
    rf"(?P<month>{_NAME})(?P<sep>\.? |[/-]){_D}{_TH}(?:, ?|(?P=sep)){_YYYY}": _read_day,
    rf"(?P<span>{_NAME}|spring|summer|autumn|winter){_SEP}{_MARKED_YY}": _read_span,
    rf"(?P<span>[0-9]{{1,2}})[/.-]{_YYYY}": _read_span,
    rf"{_YYYY}-(?P<span>[0-9]{{2}})": _read_span,
    rf"(?P<span>){_YYYY}": _read_span,
    rf"{_YYYY}(?P<span>/){_NEXT}": _read_span,
    rf"(?:school|academic) (?P<span>year) {_YYYY}[/-]{_NEXT}": _read_span,
}

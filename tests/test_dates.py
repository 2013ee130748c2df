"""Dates as typed: a table of readings (`data/dates.csv`: add a row, it is a test), properties."""

import csv
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.dates import (
    When,
    certainly_before,
    certainly_outside,
    in_words,
    read_when,
    sort_key,
    with_weekday,
)

ROWS = list(csv.DictReader((Path(__file__).parent / "data/dates.csv").open(encoding="utf-8")))
Value = str | int | float | date | time | None
VALUES: dict[str, Callable[[str], Value]] = {
    "text": str,
    "number": lambda typed: float(typed) if not typed.lstrip("-").isdigit() else int(typed),
    "date": datetime.fromisoformat,
}
KINDS = ("day", "month", "season", "year", "school_year", "range", "unknown", "unreadable", "empty")
DATED = KINDS[:6]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']}: {row['as_typed']}")
def test_every_row_of_the_table(row: dict[str, str]) -> None:
    when = read_when(VALUES[row["kind"]](row["as_typed"]))
    assert when.edtf == row["edtf"]
    assert when.approximate == ("~" in row["edtf"])
    if row["kind"] == "text":
        assert when.words == row["as_typed"]
    if row["edtf"]:
        assert when.kind in DATED
    else:
        assert (
            when.kind
            == {"stated unknown": "unknown", "unreadable": "unreadable"}[
                row["note"].partition(":")[0]
            ]
        )


@pytest.mark.parametrize(
    ("typed", "kind", "first", "last"),
    [
        ("12/3/21", "day", date(2021, 3, 12), date(2021, 3, 12)),
        ("12/03/2021 14:30", "day", date(2021, 3, 12), date(2021, 3, 12)),
        ("February 2020", "month", date(2020, 2, 1), date(2020, 2, 29)),
        ("Dec '21", "month", date(2021, 12, 1), date(2021, 12, 31)),
        ("2021", "year", date(2021, 1, 1), date(2021, 12, 31)),
        ("c. 2019", "year", date(2019, 1, 1), date(2019, 12, 31)),
        ("late 2019", "year", date(2019, 1, 1), date(2019, 12, 31)),
        ("Spring 2020", "season", date(2020, 3, 1), date(2020, 6, 21)),
        ("Summer 2020", "season", date(2020, 6, 1), date(2020, 9, 22)),
        ("Autumn 2020", "season", date(2020, 9, 1), date(2020, 12, 21)),
        ("Winter 2020", "season", date(2019, 12, 1), date(2021, 3, 20)),
        ("2019/20", "school_year", date(2019, 4, 1), date(2020, 8, 31)),
        ("school year 2019/20", "school_year", date(2019, 9, 1), date(2020, 8, 31)),
        ("12 - 14 March 2021", "range", date(2021, 3, 12), date(2021, 3, 14)),
        ("March - May 2020", "range", date(2020, 3, 1), date(2020, 5, 31)),
        ("before March 2020", "range", None, date(2020, 3, 31)),
        ("after 2019", "range", date(2019, 1, 1), None),
        ("mid to late 2019", "year", date(2019, 1, 1), date(2019, 12, 31)),
        ("unknown", "unknown", None, None),
        ("after school", "unreadable", None, None),
        ("", "empty", None, None),
        (" \u00a0\n\u200b", "empty", None, None),
    ],
)
def test_kind_and_outermost_days(
    typed: str, kind: str, first: date | None, last: date | None
) -> None:
    when = read_when(typed)
    assert (when.words, when.kind, when.first, when.last) == (typed, kind, first, last)


@pytest.mark.parametrize(
    "typed",
    [
        "12\u00a0March\u00a02021",
        "\ufeff12/03/2021\u200b",
        "\u200e12/03/\u200e2021",  # what copying a date from a Windows dialogue brings along
        " 12  March\t2021\n",
        "12\u201003\u20102021",
        "\uff11\uff12/03/2021",  # full-width digits
        "12\u1d57\u02b0 March 2021",  # superscript th
        "12 March \u201921",
        "Friday\u00a012/03/2021",
    ],
)
def test_unusual_characters(typed: str) -> None:
    when = read_when(typed)
    assert (when.words, when.edtf) == (typed, "2021-03-12")


@pytest.mark.parametrize(
    ("value", "words", "kind"),
    [
        (None, "", "empty"),
        (True, "TRUE", "unreadable"),
        (False, "FALSE", "unreadable"),
        (time(14, 30), "14:30:00", "unreadable"),
        (date(2021, 3, 12), "12 March 2021", "day"),
        (datetime(2021, 3, 12), "12 March 2021", "day"),
        (datetime(2021, 3, 12, 14, 30), "12 March 2021 14:30", "day"),
        (datetime(2021, 3, 12, 9, 5, 7), "12 March 2021 09:05:07", "day"),
        (datetime(1900, 1, 1), "1 January 1900", "unreadable"),
        (date(1909, 12, 31), "31 December 1909", "unreadable"),
        (date(2101, 1, 1), "1 January 2101", "unreadable"),
        (43800, "43800", "day"),
        (43800.0, "43800", "day"),
        (2021.0, "2021", "year"),
        (1032021, "1032021", "day"),
    ],
)
def test_values_that_are_not_text(value: Value, words: str, kind: str) -> None:
    when = read_when(value)
    assert (when.words, when.kind) == (words, kind)


def test_a_number_too_long_for_python_to_print() -> None:
    assert read_when(10**5000).words == "1" + "0" * 5000


def test_words_of_a_day() -> None:
    assert in_words(date(2021, 3, 12)) == "12 March 2021"
    assert in_words(date(1999, 12, 1)) == "1 December 1999"
    assert with_weekday(date(2021, 3, 12)) == "Friday 12 March 2021"
    assert with_weekday(date(2021, 3, 14)) == "Sunday 14 March 2021"


def test_a_sensible_order() -> None:
    in_order = [
        "before March 2020",
        "2019",
        "c. 2019",
        "March 2020",
        "March - May 2020",
        "2021",
        "12/03/2021 09:00",
        "12/03/2021 14:30",
        "12/03/2021",
        "c. 12/03/2021",
        "12 - 14 March 2021",
        "after 12/03/2021",
        "13/03/2021",
        "not known",
        "after school",
        "",
    ]
    whens = [read_when(typed) for typed in in_order]
    assert [when.words for when in sorted(reversed(whens), key=sort_key)] == in_order


@pytest.mark.parametrize(
    ("a", "b", "certain"),
    [
        ("11/03/2021", "12/03/2021", True),
        ("12/03/2021", "12/03/2021", False),
        ("12/03/2021 09:00", "12/03/2021 10:00", False),  # days are compared, not times
        ("March 2021", "31/03/2021", False),
        ("March 2021", "01/04/2021", True),
        ("2020", "2021", True),
        ("Spring 2020", "21/06/2020", False),
        ("Spring 2020", "22/06/2020", True),
        ("12/03/2021?", "19/03/2021", False),  # 7 days of slack for a day
        ("12/03/2021?", "20/03/2021", True),
        ("March 2021?", "01/05/2021", False),  # 31 for a month
        ("March 2021?", "02/05/2021", True),
        ("c. 2019", "31/12/2020", False),  # 366 for a year
        ("c. 2019", "02/01/2021", True),
        ("30/12/2017", "c. 2019", True),
        ("31/12/2017", "c. 2019", False),
        ("c. 2019", "c. 2021", False),  # both have slack
        ("c. 2019", "c. 2023", True),
        ("c. March - May 2020", "31/05/2020", False),  # and so has either end of a range
        ("c. March - May 2020", "01/07/2020", False),
        ("c. March - May 2020", "02/07/2020", True),
        ("before March 2020", "01/04/2020", True),
        ("before March 2020", "31/03/2020", False),
        ("01/01/2010", "before March 2020", False),
        ("31/12/2018", "after 2019", True),
        ("after 2019", "01/01/2050", False),
        ("not known", "2021", False),
        ("2021", "after school", False),
        ("", "", False),
    ],
)
def test_certainly_before(a: str, b: str, certain: bool) -> None:
    assert certainly_before(read_when(a), read_when(b)) is certain


@pytest.mark.parametrize(
    ("a", "first", "last", "certain"),
    [
        ("12/03/2021", "12/03/2021", "14/03/2021", False),
        ("14/03/2021", "12/03/2021", "14/03/2021", False),
        ("11/03/2021", "12/03/2021", "14/03/2021", True),
        ("15/03/2021", "12/03/2021", "14/03/2021", True),
        ("March 2021", "12/03/2021", "14/03/2021", False),
        ("c. 11/03/2021", "12/03/2021", "14/03/2021", False),
        ("2019", "2020", "2021", True),
        ("2022", "2020", "not known", False),
        ("2019", "2020", "not known", True),
        ("not known", "2020", "2021", False),
        ("after 2022", "2020", "2021", True),
        ("before 2022", "2020", "2021", False),
    ],
)
def test_certainly_outside(a: str, first: str, last: str, certain: bool) -> None:
    assert certainly_outside(read_when(a), read_when(first), read_when(last)) is certain


# --- properties -----------------------------------------------------------------------------------

MONTHS = [in_words(date(2021, month, 1)).split()[1] for month in range(1, 13)]
PIECES = st.sampled_from(
    [row["as_typed"] for row in ROWS if row["kind"] == "text"]
    + [*MONTHS, "Mar", "12", "3", "21", "2021", "99", "Friday", "'20", "14:30", "2.30pm", "spring"]
    + [
        "c. ",
        "early ",
        "mid-",
        "?",
        "~",
        " to ",
        " - ",
        "\u2013",
        "/",
        ".",
        " ",
        "between ",
        " and ",
    ]
    + ["before ", "after ", "from ", "until ", "the ", "on ", "th", " of ", "\u00a0", "\u0663", "²"]
)
TYPED = st.one_of(
    st.text(st.characters(), max_size=120),
    st.lists(PIECES, max_size=6).map("".join),
    st.from_regex(r"[0-9cmtoa'?~ /.:\-]{0,100}", fullmatch=True),
)
NUMBERS = st.one_of(
    st.integers(),
    st.integers(1800, 70_000),
    st.integers(1_000_000, 40_000_000),
    st.floats(),
    st.floats(19_000, 61_000),
)
VALUES_OF_ALL_SORTS = st.one_of(
    TYPED, NUMBERS, st.booleans(), st.none(), st.dates(), st.datetimes(), st.times()
)
WHENS = VALUES_OF_ALL_SORTS.map(read_when)


@given(VALUES_OF_ALL_SORTS)
@example("~" * 100)
@example("? " * 50)
@example("12-" * 33)
@example("c." * 50)
@example("early " * 16)
@example("between " * 12)
@example("\ud800")
@example("x" * 1_000_000)
@settings(max_examples=1000, deadline=1000)
def test_reading_never_raises_and_is_never_half_done(value: Value) -> None:
    when = read_when(value)
    assert when.kind in KINDS
    assert bool(when.edtf) == (when.kind in DATED) == bool(when.first or when.last)
    assert when.approximate == ("~" in when.edtf)
    if when.kind in DATED and when.kind != "range":
        assert when.first and when.last
    if when.first and when.last:
        assert when.first <= when.last
    if when.kind == "day":
        assert when.first == when.last
        assert when.edtf[:10] == f"{when.first}"
    assert when == read_when(value)


@given(TYPED)
def test_words_are_kept_exactly(typed: str) -> None:
    assert read_when(typed).words == typed


def ways_to_write(day: date) -> list[str]:
    """A date in the ways people write it, each with all four figures of the year."""
    d, m, y, month = day.day, day.month, day.year, MONTHS[day.month - 1]
    ordinal = f"{d}{'th' if 11 <= d <= 13 else {1: 'st', 2: 'nd', 3: 'rd'}.get(d % 10, 'th')}"
    return [
        *(f"{d}{sep}{m}{sep}{y}" for sep in "/.- "),
        *(f"{d:02}{sep}{m:02}{sep}{y}" for sep in "/.- "),
        f"{y}-{m:02}-{d:02}",
        f"{y}-{m:02}-{d:02} 00:00:00",
        f"{d:02}{m:02}{y}",
        f"{d} {month} {y}",
        f"{d} {month[:3]} {y}",
        f"{d}-{month[:3].upper()}-{y}",
        f"{ordinal} {month.lower()} {y}",
        f"the {ordinal} of {month}, {y}",
        f"{month} {ordinal}, {y}",
        f"{with_weekday(day)}",
        f"{with_weekday(day)[:3]}\u00a0{d}/{m}/{y}",
        in_words(day),
    ]


@given(st.dates(date(1910, 1, 1), date(2100, 12, 31)))
def test_a_real_date_reads_back_in_every_way_it_is_written(day: date) -> None:
    values: list[Value] = [day, datetime.combine(day, time()), *ways_to_write(day)]
    for value in values:
        when = read_when(value)
        assert (when.edtf, when.first, when.last, when.kind) == (f"{day}", day, day, "day"), value


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_two_figures_of_the_year_are_read_alike_on_every_day(day: date) -> None:
    d, m, yy, mon = day.day, day.month, f"{day.year % 100:02}", MONTHS[day.month - 1][:3]
    for typed in (f"{d}/{m}/{yy}", f"{d:02}.{m:02}.{yy}", f"{d}-{mon}-{yy}", f"{d} {mon} '{yy}"):
        assert read_when(typed).edtf == f"{day}", typed
    for typed in (f"{mon}-{yy}", f"{mon} '{yy}"):
        assert read_when(typed).edtf == f"{day:%Y-%m}", typed


@given(st.dates(date(1910, 1, 1), date(2100, 12, 31)), st.integers(1, 6))
def test_a_weekday_that_contradicts_the_date_is_unreadable(day: date, wrong: int) -> None:
    weekday = with_weekday(day + timedelta(days=wrong if day.year < 2100 else -wrong)).split()[0]
    assert read_when(f"{weekday} {in_words(day)}").kind == "unreadable"


@given(
    st.datetimes(datetime(1910, 1, 1), datetime(2100, 12, 31)).map(
        lambda at: at.replace(second=0, microsecond=0)
    )
)
def test_a_time_reads_back(at: datetime) -> None:
    hour = at.hour % 12 or 12
    half = "am" if at.hour < 12 else "pm"
    midnight = (at.hour, at.minute) == (0, 0)
    expected = f"{at.date()}" if midnight else at.isoformat(timespec="minutes")
    for value in (
        at,
        f"{at:%d/%m/%Y %H:%M}",
        f"{at:%d/%m/%Y} at {at:%H.%M}",
        f"{in_words(at)}, {hour}.{at:%M}{half}",
        f"{at:%d/%m/%Y} {at:%H%M}hrs",
    ):
        assert read_when(value).edtf == expected, value


@given(st.dates(date(1954, 10, 3), date(2064, 4, 8)))
def test_serial_numbers(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert read_when(serial).edtf == read_when(float(serial)).edtf == f"{day}"


@given(
    st.dates(date(1910, 1, 1), date(2100, 12, 31)), st.dates(date(1910, 1, 1), date(2100, 12, 31))
)
def test_two_days_make_a_range_only_forwards(a: date, b: date) -> None:
    for typed in (
        f"{a:%d/%m/%Y} - {b:%d/%m/%Y}",
        f"{a:%d/%m/%Y}\u2013{b:%d/%m/%Y}",
        f"{in_words(a)} to {in_words(b)}",
        f"between {in_words(a)} and {in_words(b)}",
    ):
        when = read_when(typed)
        if a < b:
            assert (when.edtf, when.first, when.last) == (f"{a}/{b}", a, b), typed
        else:
            assert when.edtf == (f"{a}" if a == b else ""), typed


@given(st.lists(WHENS, max_size=12), st.randoms(use_true_random=False))
def test_the_order_is_total_and_does_not_depend_on_where_one_starts(
    whens: list[When], rng: Random
) -> None:
    in_order = sorted(whens, key=sort_key)
    rng.shuffle(whens)
    assert sorted(whens, key=sort_key) == in_order
    for a, b in pairwise(in_order):
        assert sort_key(a) <= sort_key(b)
        assert (sort_key(a) == sort_key(b)) == (a == b)
        assert not (a.kind not in DATED and b.kind in DATED)


@given(WHENS, WHENS)
def test_certainty_goes_one_way_and_agrees_with_the_order(a: When, b: When) -> None:
    assert not (certainly_before(a, b) and certainly_before(b, a))
    assert not certainly_before(a, a)
    assert not certainly_outside(a, a, a)
    if certainly_before(a, b):
        assert a.last and b.first and a.last < b.first
        assert sort_key(a) < sort_key(b)

"""A second oracle: counting down a literal list of days that are not worked, typed here."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.deadlines import ENGLAND, Days, Moment, add, add_working_days, reach
from pipeline.deadlines.days import is_working_day

# Bank holidays in England and Wales that fall on a Monday to Friday, from the calendars of the
# years 2024 to 2028. Boxing Day 2026 is a Saturday; so are Christmas 2027 and New Year 2028.
NOT_WORKED = """
2024-01-01 2024-03-29 2024-04-01 2024-05-06 2024-05-27 2024-08-26 2024-12-25 2024-12-26
2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26
2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28
2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26
"""
FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)
# 1 January 2024 was a Monday: the sixth and seventh day of each week from there are weekends.
WORKED = [day for number in range((LAST - FIRST).days + 1)
          if number % 7 < 5 and (day := FIRST + timedelta(number)).isoformat()
          not in NOT_WORKED.split()]
DATES = st.dates(date(2024, 3, 1), date(2028, 10, 1))


def counted(day: date, count: int) -> date:
    """The count-th worked day after this one on the list, or before it."""
    if count == 0:
        return day
    if count > 0:
        return [one for one in WORKED if one > day][count - 1]
    return [one for one in WORKED if one < day][count]


@given(DATES, st.integers(-40, 45))
def test_working_days_are_those_of_the_list(day: date, count: int) -> None:
    assert add_working_days(day, count) == counted(day, count)


def test_every_day_of_five_years_is_worked_or_not_as_the_list_says() -> None:
    days = [FIRST + timedelta(number) for number in range((LAST - FIRST).days + 1)]
    assert [day for day in days if is_working_day(day)] == WORKED


@given(DATES, st.integers(1, 45), st.lists(DATES, max_size=5))
def test_a_closure_is_no_working_day(day: date, count: int, closed: list[date]) -> None:
    days = Days(dict.fromkeys(closed, "Office closed"))
    reached = days.add(day, count)
    assert reached not in closed
    between = [one for one in WORKED if day < one <= reached and one not in closed]
    assert len(between) == count


@given(DATES, st.integers(0, 45))
def test_what_is_left_out_and_what_is_counted_make_up_all_days(day: date, count: int) -> None:
    reached = add_working_days(day, count)
    left_out = ENGLAND.left_out(day, reached)
    holidays = [one for one in left_out if "weekend" not in one]
    off = [one for n in range((reached - day).days) if (
        one := day + timedelta(n + 1)) not in WORKED]
    assert len(holidays) == sum(one.isoformat() in NOT_WORKED.split() for one in off)
    assert bool(off) == bool(left_out)


@given(DATES, st.integers(1, 60))
def test_months_end_on_the_same_day_or_the_last(day: date, months: int) -> None:
    reached = add(day, {"months": months})
    assert (reached.year * 12 + reached.month) - (day.year * 12 + day.month) == months
    if reached.day != day.day:
        assert reached.day < day.day and (reached + timedelta(1)).day == 1
    assert add(day, {"years": 1}) == add(day, {"months": 12})


@given(DATES, st.integers(1, 60))
def test_a_later_day_is_never_due_before_an_earlier_one(day: date, count: int) -> None:
    for unit in ("working_days", "days", "weeks", "months"):
        span = {unit: count % 20}
        assert add(day, span) <= add(day + timedelta(1), span)
        assert add(day, span, back=True) <= add(day + timedelta(1), span, back=True)


@given(st.datetimes(datetime(2024, 3, 1), datetime(2028, 10, 1)), st.integers(1, 96))
def test_hours_are_hours_of_the_clock(at: datetime, hours: int) -> None:
    at = at.replace(second=0, microsecond=0)
    for back in (False, True):
        found = reach(Moment(at.date(), at.time()), {"hours": hours}, back=back)
        assert found.at is not None
        apart = datetime.combine(found.day, found.at) - at
        assert apart == timedelta(hours=-hours if back else hours)


def test_hours_stand_still_on_days_not_worked_only_where_the_source_says_so() -> None:
    friday = Moment(date(2026, 1, 23), datetime(2026, 1, 23, 14, 30).time())
    assert reach(friday, {"hours": 24}).iso == "2026-01-24T14:30"
    assert reach(friday, {"hours": 24}, working_time=True).iso == "2026-01-26T14:30"
    assert reach(friday, {"hours": 24}, back=True, working_time=True).iso == "2026-01-22T14:30"
    monday = Moment(date(2026, 1, 26), datetime(2026, 1, 26, 9).time())
    assert reach(monday, {"hours": 24}, back=True, working_time=True).iso == "2026-01-23T09:00"
    assert reach(Moment(date(2026, 1, 23)), {"hours": 25}, working_time=True).iso == "2026-01-27"


def test_easter_monday_of_one_year_is_no_holiday_of_another() -> None:
    assert not is_working_day(date(2027, 3, 29)) and is_working_day(date(2026, 3, 30))

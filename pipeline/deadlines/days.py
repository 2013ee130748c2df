"""Which days are worked, and where a number of days, hours or months leads.

A working day is a Monday to Friday that is no bank holiday in England and Wales; for a
partnership's own rules it is no closure of the partnership's either. The day from which is counted
is day 0: five working days from a Monday without a holiday is the Monday after. Months and years
end on the same day, or on the last of a shorter month. Hours are hours of the clock on the wall;
where a source says working time, they stand still on days that are not worked.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from pipeline.model import Profile

DAY_ZERO = ("Day 0 is the day that is counted from. Working days leave out weekends and the bank "
            "holidays of England and Wales{closures}.")
WEEKEND = "weekend"
HOURS = "hours"
# What the library calls a holiday, where people in England call it otherwise.
NAMES = {" (observed)": " (substitute day)", "May Day": "Early May bank holiday",
         "Late Summer Bank Holiday": "Summer bank holiday", "Bank Holiday": "bank holiday"}


@dataclass(frozen=True)
class Moment:
    """A day, and the time of day where somebody gave one."""

    day: date
    at: time | None = None

    @property
    def iso(self) -> str:
        """As 2026-03-12 or 2026-03-12T14:30."""
        return f"{self.day.isoformat()}T{self.at:%H:%M}" if self.at else self.day.isoformat()


@dataclass(frozen=True)
class Days:
    """The days that are worked: `closures` are a partnership's own, by day."""

    closures: Mapping[date, str] = field(default_factory=dict)

    def off(self, day: date) -> str:
        """Why nobody is at work on this day: 'weekend', a holiday's name; '' when it is worked."""
        if day.weekday() >= 5:
            return WEEKEND
        return _bank_holidays(day.year).get(day) or self.closures.get(day, "")

    def named(self, day: date) -> list[str]:
        """Every reason why nobody is at work on this day: a Boxing Day may fall on a Saturday."""
        why = [WEEKEND] if day.weekday() >= 5 else []
        return [*why, *filter(None, (_bank_holidays(day.year).get(day), self.closures.get(day)))]

    def add(self, day: date, count: int) -> date:
        """The day that lies `count` working days after (before, when negative) this one."""
        step = timedelta(days=1 if count >= 0 else -1)
        left = abs(count)
        while left:
            day += step
            left -= not self.off(day)
        return day

    def left_out(self, first: date, last: date) -> list[str]:
        """What is left out after the one day up to the other: 'weekend' or '3 weekends', holidays.

        A closure that falls on a weekend or a bank holiday is not named.
        """
        step = timedelta(days=1 if last >= first else -1)
        weekends: set[date] = set()
        names: list[str] = []
        day = first
        while day != last:
            day += step
            why = self.off(day)
            if why == WEEKEND:
                weekends.add(day - timedelta(days=day.weekday()))
            elif why:
                names.append(why)
        if not weekends:
            return names
        return [WEEKEND if len(weekends) == 1 else f"{len(weekends)} weekends", *names]

    @property
    def convention(self) -> str:
        """The sentence every list of dates says about how they were counted."""
        own = ", ".join(self.closures.values())
        more = f"; for the partnership's own rules also {own}" if own else ""
        return DAY_ZERO.format(closures=more)


ENGLAND = Days()


def days_of(profile: Profile, rule: Mapping[str, Any] | None = None) -> Days:
    """The days that are worked in a partnership, as one of its rules counts them.

    A national rule knows nothing of a partnership's closures: they must not put off its day.
    """
    if rule is not None and "edition" in rule:
        return ENGLAND
    return Days({row["date"]: row["name"] for row in profile.closures})


@cache
def _bank_holidays(year: int) -> Mapping[date, str]:
    from holidays.countries.united_kingdom import UnitedKingdom

    found = UnitedKingdom(subdiv="ENG", years=year)
    return {day: _british(found[day]) for day in sorted(found)}


def _british(name: str) -> str:
    for theirs, ours in NAMES.items():
        name = name.replace(theirs, ours)
    return name


def is_working_day(day: date) -> bool:
    """Whether people are at work in England on this day."""
    return not ENGLAND.off(day)


def add_working_days(day: date, count: int, days: Days = ENGLAND) -> date:
    """The day that lies `count` working days after (before, when negative) this one."""
    return days.add(day, count)


def add(day: date, span: Mapping[str, int], back: bool = False, days: Days = ENGLAND) -> date:
    """The day a span like {'working_days': 13} or {'months': 6} reaches from this one."""
    return reach(Moment(day), span, days, back).day


def reach(start: Moment, span: Mapping[str, int], days: Days = ENGLAND, back: bool = False,
          working_time: bool = False) -> Moment:
    """Where a span leads from a moment. A time of day counts only where the span is hours."""
    sign = -1 if back else 1
    moment = start if HOURS in span else Moment(start.day)
    for unit, count in span.items():
        if unit == HOURS:
            moment = _hours(moment, sign * count, days, working_time)
        else:
            moment = Moment(_step(moment.day, unit, sign * count, days), moment.at)
    return moment


def _step(day: date, unit: str, count: int, days: Days) -> date:
    if unit == "working_days":
        return days.add(day, count)
    if unit in ("months", "years"):
        return _add_months(day, count * (12 if unit == "years" else 1))
    return day + timedelta(**{unit: count})


def _add_months(day: date, months: int) -> date:
    """The same day of a later month or its last: a month after 31 August is 30 September."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _hours(start: Moment, count: int, days: Days, working_time: bool) -> Moment:
    """Hours from a time of day; from a day alone so many days as they fill."""
    sign = -1 if count < 0 else 1
    if start.at is None:
        whole = sign * -(-abs(count) // 24)
        day = days.add(start.day, whole) if working_time else start.day + timedelta(days=whole)
        return Moment(day)
    at = datetime.combine(start.day, start.at)
    if not working_time:
        at += timedelta(hours=count)
        return Moment(at.date(), at.time())
    for _ in range(abs(count)):  # the clock stands still on a day that is not worked
        at += timedelta(hours=sign)
        while days.off(at.date()):
            at += timedelta(days=sign)
    return Moment(at.date(), at.time())


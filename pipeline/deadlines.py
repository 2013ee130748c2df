"""The clock: every deadline of a profile with the date it gives for a case, where it gives one.

A working day is a Monday to Friday that is no bank holiday in England. The day of the anchor is day
0: five working days from a Monday without a holiday is the Monday after.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from pipeline.dates import read_when, with_weekday
from pipeline.model import Answer, Form, Profile, Where

DATED = ("due", "window", "before_event")


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    from holidays.countries.united_kingdom import UnitedKingdom

    return frozenset(UnitedKingdom(subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Whether people are at work in England on this day."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The day that lies `count` working days after (before, when negative) this one."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def add(day: date, span: Mapping[str, int], back: bool = False) -> date:
    """The day a span like {'working_days': 13} or {'months': 6} reaches from this one."""
    sign = -1 if back else 1
    for unit, count in span.items():
        if unit == "working_days":
            day = add_working_days(day, sign * count)
        elif unit in ("days", "weeks"):
            day += timedelta(**{unit: sign * count})
        elif unit in ("months", "years"):
            day = _add_months(day, sign * count * (12 if unit == "years" else 1))
        else:
            day += timedelta(days=sign * -(-count // 24))
    return day


def _add_months(day: date, months: int) -> date:
    """The same day of a later month or its last: a month after 31 August is 30 September."""
    from calendar import monthrange

    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def clock(profile: Profile, record_form: Form, record: Mapping[str, Answer],
          as_of: date) -> dict[str, dict[str, Any]]:
    """Every deadline by id, as JSON, with its date and whether it has been met.

    `date` is an answer whose text is '' when the anchor has no date yet or the rule gives none.
    """
    section = record_form.meaning("key_dates")
    prefix = f"{section.id}/" if section else ""
    labels = {f.id: f.label for f in section.fields} if section else {}
    made = {}
    for rule in profile.deadlines:
        anchor = record.get(prefix + rule.get("anchor", ""), Answer(""))
        done = record.get(prefix + rule.get("done_when", ""), Answer(""))
        due = _due(rule, anchor)
        made[rule["id"]] = {
            "id": rule["id"], "what": rule["what"], "who": rule.get("who", ""),
            "kind": rule["kind"], "note": rule.get("note", ""),
            "unit_stated": rule.get("unit_stated", True),
            "anchor": labels.get(rule.get("anchor", ""), ""),
            "source": dict(rule["source"]), "edition": rule.get("edition", ""),
            "date": _answer(with_weekday(due) if due else "", due, anchor),
            "state": _state(due, done, as_of),
            "done": _answer(done.text, None, done),
        }
    return made


def _due(rule: Mapping[str, Any], anchor: Answer) -> date | None:
    day = read_when(anchor.text).first if anchor.given else None
    if day is None or rule["kind"] not in DATED or "within" not in rule:
        return None
    return add(day, rule["within"], back=rule["kind"] == "before_event")


def _answer(text: str, day: date | None, source: Answer) -> dict[str, Any]:
    return {"text": text, "value": day.isoformat() if day else text, "missing": "No date yet",
            "refs": [_where(ref) for ref in source.refs] if text else []}


def _where(where: Where) -> dict[str, str]:
    return {"file": where.file, "part": where.part, "spot": where.spot}


def _state(due: date | None, done: Answer, as_of: date) -> dict[str, Any]:
    if done.given:
        day = read_when(done.text).first
        if day is not None and day > as_of:
            return _answer("Planned", None, done)
        late = bool(due and day and day > due)
        return _answer("Done late" if late else "Done", None, done)
    if due is None:
        return _answer("", None, done)
    words = "Overdue" if as_of > due else "Due today" if as_of == due else "To come"
    return {"text": words, "value": words, "missing": "", "refs": []}

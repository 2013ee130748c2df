"""A rule of a profile and the day its clock starts: when it is due, and the rule in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from pipeline.dates import in_words, read_when, with_weekday
from pipeline.deadlines.days import HOURS, Days, Moment, reach
from pipeline.model import Answer

DATED = ("due", "window", "before_event", "recurring")
UNITS = {"working_days": "working day", "days": "day", "hours": "hour", "weeks": "week",
         "months": "month", "years": "year"}
# For comparing two spans that have no date yet: about how many working days each is.
ABOUT = {"working_days": 1.0, "days": 5 / 7, "hours": 5 / 168, "weeks": 5.0, "months": 21.0,
         "years": 252.0}
Rule = Mapping[str, Any]


@dataclass(frozen=True)
class Due:
    """When a rule is due: by `last`, in a window from `opens` on; `left_out` names days skipped."""

    start: Moment
    last: Moment
    opens: date | None = None
    left_out: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """As 'Friday 13 March 2026', with the time of day where there is one."""
        return with_weekday(self.last.day) + (f", {self.last.at:%H:%M}" if self.last.at else "")


def moment(answer: Answer) -> Moment | None:
    """The day, and the time of day if it was given, that an answer names; None for any other."""
    when = read_when(answer.text) if answer.given else None
    if when is None or when.first is None:
        return None
    _, _, at = when.edtf.partition("T")
    return Moment(when.first, time.fromisoformat(at) if at else None)


def anchor_of(rule: Rule, keys: Mapping[str, Answer]) -> tuple[str, Answer]:
    """The key date a rule is counted from, with its answer: the second while the first is empty."""
    for name in (rule.get("anchor", ""), rule.get("or_anchor", "")):
        if name and keys.get(name, Answer("")).given:
            return name, keys[name]
    return rule.get("anchor", ""), Answer("")


def due(rule: Rule, keys: Mapping[str, Answer], as_of: date, days: Days) -> Due | None:
    """When a rule is due; None when it gives no date, or the key date it needs is missing."""
    if rule["kind"] not in DATED or "within" not in rule:
        return None
    if "first" in rule:
        return _turn(rule, as_of, days)
    start = moment(anchor_of(rule, keys)[1])
    if start is None:
        return None
    back = rule["kind"] == "before_event"
    last = reach(start, rule["within"], days, back, rule.get("working_time", False))
    opens = reach(start, rule["from"], days).day if "from" in rule else None
    counted = "working_days" in rule["within"] or rule.get("working_time", False)
    return Due(start, last, opens,
               tuple(days.left_out(start.day, last.day)) if counted else ())


def _turn(rule: Rule, as_of: date, days: Days) -> Due:
    """The next turn of a rule that comes round from a day of its own, whatever the case."""
    start = Moment(rule["first"])
    turn, number = start, 0
    while turn.day < as_of:
        number += 1
        turn = reach(start, {unit: count * number for unit, count in rule["within"].items()}, days)
    return Due(start, turn)


def span_in_words(span: Mapping[str, int]) -> str:
    """{'working_days': 13} → '13 working days'."""
    return " and ".join(f"{count} {UNITS[unit]}{'' if count == 1 else 's'}"
                        for unit, count in span.items())


def in_plain_words(rule: Rule, label: str) -> str:
    """The rule as words: '13 working days after SIN circulated'; '' when it gives no number."""
    if "limit" in rule:
        return str(rule["limit"])
    if "within" not in rule:
        return ""
    much, event = span_in_words(rule["within"]), f"“{label}”"
    if rule["kind"] == "before_event":
        return f"at least {much} before {event}"
    if rule["kind"] == "recurring":
        since = in_words(rule["first"]) if "first" in rule else event if label else ""
        return f"every {much.removeprefix('1 ')}" + (f", from {since}" if since else "")
    if rule["kind"] == "limit":
        return much
    if not any(rule["within"].values()):
        return f"the same day as {event}"
    if "from" in rule:
        unit = next(iter(rule["within"]))
        return f"{rule['from'].get(unit, 0)} to {much} after {event}"
    return f"within {much} of {event}"


def roughly(span: Mapping[str, int]) -> float:
    """About how many working days a span is: enough to say which of two is the shorter."""
    return sum(count * ABOUT[unit] for unit, count in span.items())


def counts_hours(rule: Rule) -> bool:
    """Whether a rule counts hours."""
    return HOURS in rule.get("within", {})

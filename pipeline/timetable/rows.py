"""The deadlines of a case in the order in which people want them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pipeline.dates import in_words, with_weekday
from pipeline.deadlines import Clash, planned_in
from pipeline.model import Case, Profile

Json = dict[str, Any]
GROUPS = {
    "due": "Overdue, or due now",
    "to_come": "To come",
    "passed": "The date has passed, and the case record does not say whether it was done",
    "done": "Done",
    "unknown": "Cannot be worked out yet",
    "listed": "No date: the source gives no number of days, or another rule is followed",
}
"""The lists, most pressing first."""


def grouped(deadlines: Mapping[str, Json]) -> dict[str, list[Json]]:
    """The deadlines by list, each in date order; a list without any is left out."""
    found: dict[str, list[Json]] = {name: [] for name in GROUPS}
    for row in deadlines.values():
        found[row["group"]].append(row)
    return {name: sorted(rows, key=_order) for name, rows in found.items() if rows}


def _order(row: Json) -> tuple[bool, str, str, bool, str]:
    """By date; of one day, rules that stand beside a national one follow it."""
    return (not row["date"]["value"], row["date"]["value"], row["national"] or row["id"],
            row["scope"] != "national", row["id"])


def of_the_case(deadlines: Iterable[Json]) -> list[Json]:
    """Those with a date that is counted from a date of the case, in date order.

    A rule that comes round whatever the case, or that is not followed, is none of a case's dates.
    """
    return sorted((row for row in deadlines if row["date"]["text"] and row["anchor"]
                   and not row["instead"]), key=_order)


def day_of(row: Json) -> date:
    """The day a row is due."""
    return date.fromisoformat(row["date"]["value"][:10])


def opens_on(row: Json) -> date | None:
    """The first day of a window."""
    value = row["opens"]["value"]
    return date.fromisoformat(value) if value else None


def start_of(row: Json) -> date:
    """The day from which a row is counted."""
    return date.fromisoformat(row["anchor_date"]["value"][:10])


def short(day: date) -> str:
    """A day → 'Fri 12 Mar 2021'."""
    weekday, number, month, year = with_weekday(day).split()
    return f"{weekday[:3]} {number} {month[:3]} {year}"


def when(row: Json) -> str:
    """When a row is due, in short: a window with both its days."""
    if not row["date"]["text"]:
        return ""
    _, _, at = row["date"]["value"].partition("T")
    last = short(day_of(row)) + (f" {at}" if at else "")
    first = opens_on(row)
    return f"{short(first)} to {last}" if first else last


def what(row: Json) -> str:
    """What is to be done, and whether the rule is the national one."""
    return row["what"] + (" [national rule]" if row["scope"] == "national" else "")


def missing(row: Json) -> str:
    """Which key date is missing, where the date cannot be worked out without it."""
    return f"Needs “{'” or “'.join(row['missing'])}”" if row["missing"] else ""


def source_line(row: Json) -> str:
    """Where a rule stands, and its words."""
    source = row["source"]
    return f"{source['title']} ({source['file']}, line {source['line']}): “{source['words']}”"


def remarks(row: Json) -> list[str]:
    """What a reader must know beside the date."""
    weekend = row["falls_on"] and f"That day is not worked: {row['falls_on']}."
    national = row["beside"]
    why = row["note"] if row["group"] == "listed" else ""
    return [words for words in (missing(row), row["waiting"], national, weekend, why) if words]


def how_counted(row: Json) -> str:
    """How a date was counted: the rule in words, from which day, and which days were left out."""
    if not row["counted"]:
        return ""
    start = f", {row['anchor_date']['text']}" if row["anchor_date"]["text"] else ""
    skipped = f". Left out: {', '.join(row['left_out'])}" if row["left_out"] else ""
    ours = "" if row["unit_stated"] or row["counted"].startswith("the same day") else (
        ". The source does not say which kind of days: working days are our choice")
    return f"{row['counted'][0].upper()}{row['counted'][1:]}{start}{skipped}{ours}."


def on_publication(profile: Profile, case: Case, as_of: date) -> list[str]:
    """What the planned day of publication falls on, line by line; nothing once it is past."""
    found = planned_in(profile, case, as_of)
    if found is None:
        return []
    return [f"“{found.label}” is planned for {with_weekday(found.day)}.", *falls_on(found.clashes)]


def falls_on(clashes: Iterable[Clash]) -> list[str]:
    """What a day falls on, and what is close to it, line by line."""
    on = [f"- {one.what}: {with_weekday(one.day)}" for one in clashes if one.apart == 0]
    near = [f"- {one.what}: {in_words(one.day)}, {_apart(one)}" for one in clashes if one.apart]
    return ["That day clashes with:" if on else "That day clashes with nothing known.", *on,
            *(["Close to it:"] if near else []), *near]


def _apart(one: Clash) -> str:
    days = abs(one.apart)
    return f"{days} day{'' if days == 1 else 's'} {'after' if one.apart > 0 else 'before'}"

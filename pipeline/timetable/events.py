"""The deadlines as a calendar: one all-day event each, the same on every import."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from pipeline.dates import in_words
from pipeline.doors.agenda import Event, read_agenda, write_agenda
from pipeline.model import Case, Profile
from pipeline.timetable.rows import (
    Json,
    day_of,
    how_counted,
    of_the_case,
    opens_on,
    remarks,
    source_line,
    what,
)

FIRST = date(2020, 1, 1)
"""The number of a later edition is higher: so many days after this one."""


def events(profile: Profile, case: Case, name: str, as_of: date, earlier: bytes = b"") -> bytes:
    """The calendar as .ics. `name`: of the case, where it has no reference.

    An event of the `earlier` calendar whose deadline has no date any more is cancelled, and what
    has changed on the same day is a later edition of itself: so the same inputs give the same
    bytes where there is no earlier calendar, or the one of these very inputs.
    """
    reference = str(case["reference"]["text"]).strip() or name
    before = {one.uid: one for one in read_agenda(earlier)}
    made = [_edition(_event(profile, row, reference, as_of), before)
            for row in of_the_case(case["deadlines"].values())]
    still = {one.uid for one in made}
    made += [_edition(_cancelled(one), before) for one in before.values() if one.uid not in still]
    return write_agenda(f"Deadlines {reference}", case["clock_convention"], made, as_of)


def _edition(event: Event, before: Mapping[str, Event]) -> Event:
    """An event with the number of its edition: that of an earlier one only if it is the same."""
    old = before.get(event.uid)
    if old is None:
        return event
    same = replace(old, sequence=0) == replace(event, sequence=0)
    return replace(event, sequence=old.sequence if same else max(event.sequence, old.sequence + 1))


def _cancelled(event: Event) -> Event:
    if event.cancelled:
        return event
    return replace(event, summary=f"Cancelled: {event.summary}", cancelled=True,
                   description="This deadline has no date any more.")


def _event(profile: Profile, row: Json, reference: str, as_of: date) -> Event:
    done = row["state"]["text"].startswith("Done")
    at = row["date"]["value"].partition("T")[2]
    lines = [f"Who: {row['who']}", f"State on {in_words(as_of)}: {row['state']['text']}",
             f"By {at} on the last day." if at else "", *remarks(row), row["warning"],
             how_counted(row), row["note"], source_line(row)]
    return Event(
        uid=str(uuid5(NAMESPACE_URL, f"deadline:{profile.id}/{reference}/{row['id']}")),
        summary=f"{'Done: ' if done else ''}{reference}: {what(row)}",
        first=opens_on(row) or day_of(row), last=day_of(row),
        description="\n".join(line for line in lines if line),
        sequence=max(0, (as_of - FIRST).days))

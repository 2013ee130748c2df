"""The deadlines as a calendar: one all-day event each, the same on every import."""

from datetime import date
from uuid import NAMESPACE_URL, uuid5

from pipeline.dates import in_words
from pipeline.doors.agenda import Event, write_agenda
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


def events(profile: Profile, case: Case, name: str, as_of: date) -> bytes:
    """The calendar as .ics. `name`: of the case, where it has no reference."""
    reference = str(case["reference"]["text"]).strip() or name
    made = [_event(profile, row, reference, as_of)
            for row in of_the_case(case["deadlines"].values())]
    return write_agenda(f"Deadlines {reference}", case["clock_convention"], made, as_of,
                        max(0, (as_of - FIRST).days))


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
        description="\n".join(line for line in lines if line))

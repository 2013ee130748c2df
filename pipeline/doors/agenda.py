"""The one door to calendars: all-day events as .ics, the same bytes always."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

PRODUCT = "-//child-safeguarding-practice-review-pipeline//deadlines//EN"


@dataclass(frozen=True)
class Event:
    """Something on a day, or on several; `uid` is the same whenever it is written again."""

    uid: str
    summary: str
    first: date
    last: date
    description: str = ""


def write_agenda(name: str, about: str, events: Iterable[Event], stamp: date,
                 sequence: int) -> bytes:
    """A calendar to import. A later `sequence` replaces what an earlier import brought."""
    from icalendar import Calendar
    from icalendar import Event as Entry

    agenda = Calendar()
    agenda.add("prodid", PRODUCT)
    agenda.add("version", "2.0")
    agenda.add("calscale", "GREGORIAN")
    agenda.add("method", "PUBLISH")
    agenda.add("x-wr-calname", name)
    agenda.add("x-wr-caldesc", about)
    for event in events:
        entry = Entry()
        entry.add("uid", event.uid)
        entry.add("dtstamp", datetime.combine(stamp, time.min, UTC))
        entry.add("sequence", sequence)
        entry.add("summary", event.summary)
        entry.add("dtstart", event.first)
        entry.add("dtend", event.last + timedelta(days=1))
        entry.add("description", event.description)
        entry.add("class", "PRIVATE")
        entry.add("transp", "TRANSPARENT")
        entry.add("status", "CONFIRMED")
        agenda.add_component(entry)
    return bytes(agenda.to_ical())

"""The one door to calendars: all-day events as .ics, the same bytes always."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

PRODUCT = "-//child-safeguarding-practice-review-pipeline//deadlines//EN"


@dataclass(frozen=True)
class Event:
    """Something on a day, or on several; `uid` is the same whenever it is written again.

    One with a later `sequence` replaces what an earlier import brought; a cancelled one removes it.
    """

    uid: str
    summary: str
    first: date
    last: date
    description: str = ""
    sequence: int = 0
    cancelled: bool = False


def write_agenda(name: str, about: str, events: Iterable[Event], stamp: date) -> bytes:
    """A calendar to import."""
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
        entry.add("sequence", event.sequence)
        entry.add("summary", event.summary)
        entry.add("dtstart", event.first)
        entry.add("dtend", event.last + timedelta(days=1))
        entry.add("description", event.description)
        entry.add("class", "PRIVATE")
        entry.add("transp", "TRANSPARENT")
        entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
        agenda.add_component(entry)
    return bytes(agenda.to_ical())


def read_agenda(data: bytes) -> list[Event]:
    """The events of a calendar that we wrote; none where it is empty or cannot be read."""
    from icalendar import Calendar

    try:
        entries: list[Any] = Calendar.from_ical(data).walk("VEVENT") if data else []
        return [Event(str(entry["uid"]), str(entry["summary"]), entry["dtstart"].dt,
                      entry["dtend"].dt - timedelta(days=1), str(entry["description"]),
                      int(entry["sequence"]), str(entry["status"]) == "CANCELLED")
                for entry in entries]
    except (ValueError, KeyError, AttributeError, TypeError):
        return []

"""The deadlines drawn against time, and the same picture in words."""

from datetime import date

from pipeline.dates import in_words as spelt
from pipeline.doors.pictures import Bar, timeline
from pipeline.model import Case, Profile
from pipeline.timetable.rows import (
    Json,
    day_of,
    of_the_case,
    on_publication,
    opens_on,
    short,
    start_of,
    what,
    when,
)

TITLE = "Deadlines"
NOTHING = "No date can be worked out yet."


def picture(profile: Profile, case: Case, as_of: date) -> bytes:
    """The picture as PNG."""
    rows = of_the_case(case["deadlines"].values())
    bars = [Bar(what(row), start_of(row), day_of(row), opens_on(row), row["state"]["text"],
                _beside(row)) for row in rows]
    about = "  |  ".join(filter(None, (profile.marking, _reference(case),
                                       f"As of {spelt(as_of)}"))) + f"\n{case['clock_convention']}"
    return timeline(TITLE, about, bars, as_of, f"Today: {short(as_of)}", NOTHING)


def _beside(row: Json) -> str:
    """Date and state on two lines; a window has its first day on the first."""
    state = row["state"]["text"]
    first, joined, last = when(row).partition(" to ")
    return f"{first} to\n{last}, {state.lower()}" if joined else f"{first}\n{state}"


def in_words(profile: Profile, case: Case, as_of: date, name: str) -> str:
    """What the picture says, for those who do not see it, and what publication falls on."""
    rows = of_the_case(case["deadlines"].values())
    lines = [f"What {name} shows: the deadlines of {_reference(case) or 'this case'} on "
             f"{spelt(as_of)}, in date order. Each line of the picture runs from the day that is "
             "counted from to the day something is due; a window is a broad bar. "
             f"{case['clock_convention']}", ""]
    lines += [_sentence(row) for row in rows] or [NOTHING]
    if planned := on_publication(profile, case, as_of):
        lines += ["", *planned]
    return "\n".join(lines) + "\n"


def _sentence(row: Json) -> str:
    return (f"- {when(row)}: {row['what']} ({row['who']}). {row['state']['text']}. Counted from "
            f"{short(start_of(row))}, {row['anchor']}.")


def _reference(case: Case) -> str:
    return str(case["reference"]["text"]).strip()

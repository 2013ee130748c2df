"""The deadlines of a case for people: on a screen, in a workbook, drawn, and in a calendar."""

from datetime import date

from pipeline.model import Case, Profile
from pipeline.timetable.chart import in_words, picture
from pipeline.timetable.events import events
from pipeline.timetable.screen import shown, supposed
from pipeline.timetable.sheet import workbook

FOLDER = "clock"
PICTURE, CALENDAR = "deadlines.png", "deadlines.ics"


def files(profile: Profile, case: Case, name: str, as_of: date,
          earlier: bytes = b"") -> dict[str, bytes]:
    """Every file of the clock, by its name in the folder. `name`: the case folder's.

    `earlier` is the calendar that was made before, if any: see `events`.
    """
    return {
        "deadlines.xlsx": workbook(profile, case, as_of),
        PICTURE: picture(profile, case, as_of),
        "deadlines.txt": in_words(profile, case, as_of, PICTURE).encode(),
        CALENDAR: events(profile, case, name, as_of, earlier),
    }


__all__ = ["CALENDAR", "FOLDER", "files", "shown", "supposed"]

"""The deadlines as a workbook: one table to sort and filter."""

from datetime import date

from pipeline.dates import in_words
from pipeline.deadlines import planned_in
from pipeline.doors import xlsx
from pipeline.model import Case, Profile
from pipeline.timetable.rows import (
    grouped,
    how_counted,
    missing,
    short,
    source_line,
    what,
    when,
)

COLUMNS = (("List", 13), ("When", 20), ("State", 13), ("What", 42), ("Who", 24), ("Remarks", 42),
           ("How it was counted", 52), ("Source", 76), ("Date for sorting", 13))
NO_DATE = "No date"
CLASH, CLOSE = "Clash", "Close to it"
LISTS = {"due": "Due now", "to_come": "To come", "passed": "Date passed", "done": "Done",
         "unknown": "Needs a date", "listed": NO_DATE}


def workbook(profile: Profile, case: Case, as_of: date) -> bytes:
    """The table as the bytes of a workbook: what publication falls on, then list by list."""
    rows = _clashes(profile, case, as_of)
    for name, entries in grouped(case["deadlines"]).items():
        for row in entries:
            said = (row["waiting"], row["beside"], row["warning"], row["note"])
            rows.append([
                LISTS[name], when(row) or missing(row) or NO_DATE, row["state"]["text"] or "-",
                what(row), row["who"], " ".join(filter(None, said)) or "-",
                how_counted(row) or "-", source_line(row), row["date"]["value"][:10] or "-"])
    about = "  |  ".join(filter(None, (profile.marking, case["clock_convention"])))
    reference = str(case["reference"]["text"]).strip()
    title = " ".join(filter(None, ("Deadlines", reference, "on", in_words(as_of))))
    return xlsx.table(title, about, COLUMNS, rows)


def _clashes(profile: Profile, case: Case, as_of: date) -> list[list[str]]:
    """A row for each thing that the planned day of publication falls on, or comes close to."""
    found = planned_in(profile, case, as_of)
    return [[CLOSE if one.apart else CLASH, short(one.day), "-",
             f"“{found.label}” is planned for {short(found.day)}: {one.what}", "-", "-", "-", "-",
             one.day.isoformat()] for one in found.clashes] if found else []

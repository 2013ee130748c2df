"""The day of publication, and how long what is published must stay where everybody can read it."""

from datetime import date

from pipeline.letterhead import day_of
from pipeline.model import Case, Profile

DATES, DAY = "key_dates", "publication"
YEARS = 1
"""At least so long: Working Together, and 000_ef6ce46826ea66d0.txt, line 580."""


def published_on(profile: Profile, case: Case) -> date | None:
    """The day of publication by the key dates of the case record, or None."""
    for form in profile.forms.values():
        section = form.meaning(DATES)
        if section is not None and section.field(DAY) is not None:
            held = case["forms"][form.id]["merged"]["sections"].get(section.id, {})
            return day_of(held[DAY]) if DAY in held else None
    return None


def kept_until(on: date) -> date:
    """The first day on which what was published may be taken away again."""
    try:
        return on.replace(year=on.year + YEARS)
    except ValueError:  # 29 February
        return date(on.year + YEARS, 3, 1)

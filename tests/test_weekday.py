"""Where a form has a blank for a day that somebody must keep, it is printed with its weekday."""

from dataclasses import replace

import pytest

from pipeline.merge.values import answers_of
from pipeline.model import Answer, Field, Section
from tests.making.collated import collated_sample

DAY = Field("day", "Return on", "date", weekday=True)


@pytest.mark.parametrize(("typed", "printed"), [
    ("5 June 2025", "Thursday 5 June 2025"), ("05/06/2025", "Thursday 5 June 2025"),
    ("Thursday 5 June 2025", "Thursday 5 June 2025"), ("June 2025", "June 2025"),
    ("c. 5 June 2025", "c. 5 June 2025"), ("at once", "at once"), ("", ""),
    ("Friday 5 June 2025", "Friday 5 June 2025")])
def test_an_exact_day_is_printed_with_its_weekday_and_anything_else_as_typed(
        typed: str, printed: str) -> None:
    section = Section("s", "S", "answers", "S", "", (DAY, replace(DAY, id="other", weekday=False)))
    found = answers_of(section, {"s/day": Answer(typed), "s/other": Answer(typed)}, "s/", "", "")
    assert found["day"]["text"] == printed
    assert found["other"]["text"] == typed


def test_the_dates_of_the_request_stand_with_their_weekday_in_the_form_and_in_its_copy() -> None:
    _, done = collated_sample("norfolk")
    case = done.checked.case["case"]
    assert case["review"]["return_date"]["text"] == "Tuesday 3 June 2025"
    assert case["review"]["review_group_date"]["text"] == "Thursday 5 June 2025"

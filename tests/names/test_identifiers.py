"""Numbers and addresses are known by their shape; days by any way of writing them."""

import pytest

from pipeline.names.days import days
from pipeline.names.folding import fold
from pipeline.names.identifiers import nhs_number_holds, shapes


def kinds(text: str) -> list[tuple[str, str, bool]]:
    return [(one.kind, one.value, one.valid) for one in shapes(fold(text).plain)]


@pytest.mark.parametrize(("text", "kind", "value", "valid"), [
    ("999 123 4179", "NHS number", "9991234179", True),
    ("999-123-4179", "NHS number", "9991234179", True),
    ("999 123 4197", "NHS number", "9991234197", False),
    ("AB 12 34 56 C", "National Insurance number", "ab123456c", True),
    ("QQ123456C", "National Insurance number", "qq123456c", False),
    ("K999120019034", "Pupil number", "k999120019034", True),
    ("K999120019035", "Pupil number", "k999120019035", False),
    ("+44 (0)7700 900 123", "Telephone number", "07700900123", False),
    ("01632 960123", "Telephone number", "01632960123", False),
    ("a.b@example.org.", "E-mail address", "a.b@example.org", False),
    ("a.b (at) example (dot) org", "E-mail address", "a.b@example.org", False),
    ("ZZ1 4AB", "Postcode", "zz14ab", False),
])
def test_an_identifier_is_known_by_its_shape(text: str, kind: str, value: str,
                                             valid: bool) -> None:
    assert (kind, value, valid) in kinds(f"It says {text} there.")


@pytest.mark.parametrize("text", [
    "in 2024-25 and 2025-26", "section 12.3.4.5.6", "£1,234,567.89", "12:30 to 13:45",
    "Regulation (EU) 2016/679", "the 1989 Act, section 47", "01/02/2024", "R005.1, C12",
    "meet at example house",
])
def test_other_figures_are_left_alone(text: str) -> None:
    assert kinds(f"It says {text} there.") == []


def test_the_last_figure_checks_the_others() -> None:
    assert nhs_number_holds("9434765919")  # the example of the NHS Data Dictionary
    assert not nhs_number_holds("9434765918")
    assert not nhs_number_holds("0000000000")


@pytest.mark.parametrize("text", [
    "19/7/2024", "19/07/24", "19.07.2024", "19-7-24", "2024-07-19", "20240719", "19 July 2024",
    "19th of July, 2024", "July 19, 2024", "July 19th 2024", "19 Jul '24", "the 19th day of July "
    "2024", "nineteenth of July two thousand and twenty-four", "19.vii.24", "DOB19/07/2024",
    "2024-07-19T08:30",
])
def test_a_day_is_known_however_it_is_written(text: str) -> None:
    found = {(one.year, one.month, one.day) for one in days(fold(f"born {text} here").plain)}
    assert found & {(2024, 7, 19), (24, 7, 19)}


@pytest.mark.parametrize("text", ["19 July", "July 19th", "the nineteenth of July", "19/7"])
def test_a_day_without_its_year_says_so(text: str) -> None:
    assert (0, 7, 19) in {(one.year, one.month, one.day) for one in days(
        fold(f"born {text} there").plain)}


def test_what_is_no_day_is_none() -> None:
    assert list(days("19 julius 2024, 45/7/2024, on page 19 we may go, 7 of 19")) == []

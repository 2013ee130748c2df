"""The dates of expected.csv, typed before the code, are the dates the program gives."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from pipeline.deadlines import clock
from pipeline.model import Answer, Profile
from pipeline.profiles import load_profile

ROOT = Path(__file__).resolve().parents[2]
PARTNERSHIPS = ("norfolk", "northumberland", "salford", "northamptonshire")
AS_OF = date(2026, 6, 1)
ROWS = list(csv.DictReader((Path(__file__).parent / "expected.csv").open(encoding="utf-8")))
# Our list names a holiday by its first word or two.
NAMES = {"New Year": "New Year's Day", "Early May": "Early May bank holiday",
         "Spring": "Spring bank holiday", "Summer": "Summer bank holiday",
         "Coronation": "Coronation of Charles III"}


@pytest.fixture(scope="module")
def profiles() -> Mapping[str, Profile]:
    """Every partnership by id; the national rules are the same in each."""
    found = {name: load_profile(ROOT / "templates", name) for name in PARTNERSHIPS}
    return {**found, "national": found["norfolk"]}


def _rule(profile: Profile, name: str) -> Mapping[str, object]:
    return next(rule for rule in profile.deadlines if rule["id"] == name)


def _typed(day: str) -> str:
    return day.replace("T", " ")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(
    (row["partnership"][:4], row["deadline"], row["anchor_date"])))
def test_the_program_gives_the_date_that_was_worked_out_by_hand(
        row: Mapping[str, str], profiles: Mapping[str, Profile]) -> None:
    profile = profiles[row["partnership"]]
    rule = _rule(profile, row["deadline"])
    assert rule["row"] == row["row"]
    form = profile.form_meaning("case_record")
    assert form is not None
    section = form.meaning("key_dates")
    assert section is not None
    record = {} if row["as_of"] else {
        f"{section.id}/{rule['anchor']}": Answer(_typed(row["anchor_date"]))}
    as_of = date.fromisoformat(row["as_of"]) if row["as_of"] else AS_OF
    found = clock(profile, form, record, as_of)[row["deadline"]]
    assert found["date"]["value"] == row["expected"]
    assert found["opens"]["value"] == row["expected_from"]
    skipped = [name for name in row["skipped"].split("; ") if name]
    assert found["left_out"] == [_full(name) for name in skipped]


def _full(name: str) -> str:
    plain = name.removesuffix(" (substitute)")
    substitute = " (substitute day)" if plain != name else ""
    return NAMES.get(plain, plain) + substitute


@pytest.mark.parametrize("name", PARTNERSHIPS)
def test_every_rule_that_gives_a_date_was_worked_out_three_times(
        name: str, profiles: Mapping[str, Profile]) -> None:
    for rule in profiles[name].deadlines:
        dated = rule["kind"] in ("due", "window", "before_event") or (
            rule["kind"] == "recurring" and ("anchor" in rule or "first" in rule))
        own = "national" if str(rule["id"]).startswith("national_") else name
        typed = [row for row in ROWS if row["partnership"] == own
                 and row["deadline"] == rule["id"] and not row["about"].startswith("Christmas")]
        assert not dated or len(typed) >= 3, f"{name}: {rule['id']}"


def test_forty_cases_and_more_lie_around_days_that_are_easily_miscounted() -> None:
    assert sum(bool(row["about"]) for row in ROWS) >= 40

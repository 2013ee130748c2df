"""Every timescale of the sources is an entry, whole, beside what it must be held against."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Profile
from pipeline.profiles import load_profile

ROOT = Path(__file__).resolve().parents[2]
# The numbered list of every timescale that was found in the sources.
ROWS = {
    "norfolk": [f"NOR-{n:02}" for n in range(1, 25)],
    "northumberland": [f"NOB-{n:02}" for n in range(1, 23)],
    "salford": [f"SAL-{n:02}" for n in range(1, 26)],
    "northamptonshire": [f"NTH-{n:02}" for n in range(1, 9)],
}
NATIONAL = [f"NAT-{n:02}" for n in range(1, 9)]
SHORTER = {"norfolk": {"report_sent", "improvements_sent", "publication_plan_step_8"},
           "northumberland": set(), "salford": {"report_sent"}, "northamptonshire": set()}
AGREED = {"norfolk": {"agency_return", "report_sent"},
          "northumberland": {"agency_return", "rapid_review_meeting", "rapid_review_submitted",
                             "requests_sent", "report_sent", "review_completed"},
          "salford": {"agency_return", "rapid_review_submitted", "requests_sent", "report_sent",
                      "review_completed"},
          "northamptonshire": {"agency_return", "rapid_review_meeting", "rapid_review_submitted"}}


@pytest.fixture(params=sorted(ROWS), scope="module")
def profile(request: pytest.FixtureRequest) -> Profile:
    """Each partnership in turn."""
    return load_profile(ROOT / "templates", request.param)


def test_every_row_has_an_entry_and_no_entry_is_without_a_row(profile: Profile) -> None:
    found = {rule["row"] for rule in profile.deadlines}
    assert found == {*ROWS[profile.id], *NATIONAL}


def test_every_entry_is_whole(profile: Profile) -> None:
    for rule in profile.deadlines:
        assert rule["what"] and rule["who"], rule["id"]
        source = rule["source"]
        assert source["file"].endswith(".txt") and source["line"] > 0 and source["words"]
        assert source["title"], rule["id"]
        numbered = rule.get("within") or rule.get("limit")
        if rule["kind"] == "unstated":
            assert not numbered and rule.get("note", rule.get("edition")), rule["id"]
        else:
            assert numbered, rule["id"]
        if rule["kind"] in ("due", "window", "before_event"):
            assert rule["anchor"] and "unit_stated" in rule, rule["id"]
        assert ("from" in rule) == (rule["kind"] == "window"), rule["id"]


def test_a_unit_of_our_own_choice_is_said_to_be_one(profile: Profile) -> None:
    """Where the source says only days, the profile or the rule says in words which we count."""
    notes = " ".join(profile.notes)
    for rule in profile.deadlines:
        if rule.get("unit_stated", True) or rule.get("instead"):
            continue
        line = str(rule["source"]["line"])
        assert rule.get("note") or f"{line})" in notes or f"{line}," in notes, rule["id"]


def test_every_key_date_that_is_named_is_asked_for(profile: Profile) -> None:
    record = profile.form_meaning("case_record")
    assert record is not None
    section = record.meaning("key_dates")
    assert section is not None
    known = {field.id for field in section.fields}
    for rule in profile.deadlines:
        named = {rule[key] for key in ("anchor", "or_anchor", "done_when") if key in rule}
        if rule["kind"] in ("due", "window", "before_event"):
            assert named <= known, f"{rule['id']}: {sorted(named - known)}"


def test_a_rule_stands_beside_a_national_one_that_there_is(profile: Profile) -> None:
    rules = {rule["id"]: rule for rule in profile.deadlines}
    for rule in rules.values():
        if "national" in rule:
            assert rules[rule["national"]]["row"] in NATIONAL
        if "instead" in rule:
            assert rules[rule["instead"]]["row"] == rule["row"] or (
                _near(rules[rule["instead"]], rule)), rule["id"]


def _near(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return str(one["row"][:3]) == str(other["row"][:3])


def test_what_a_source_contradicts_is_noted_with_both_lines(profile: Profile) -> None:
    rules = {rule["id"]: rule for rule in profile.deadlines}
    for rule in rules.values():
        if "instead" not in rule:
            continue
        lines = {str(rule["source"]["line"]), str(rules[rule["instead"]]["source"]["line"])}
        assert any(all(line in note for line in lines) for note in profile.notes) or any(
            line in rule["note"] for line in lines), rule["id"]


def test_names_that_forms_and_letters_refer_to_are_there(profile: Profile) -> None:
    assert AGREED[profile.id] <= {rule["id"] for rule in profile.deadlines}


def test_the_documents_that_rely_on_a_shorter_rule_are_known(profile: Profile) -> None:
    """A deadline that a document relies on must be one of the profile."""
    ids = {rule["id"] for rule in profile.deadlines}
    for kind in profile.documents:
        assert set(kind.relies_on) <= ids, kind.id

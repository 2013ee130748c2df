"""What the clock says of a case: states, windows, closures, local rules and national ones."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.deadlines import clock, days_of, warnings, with_returns
from pipeline.model import Answer, Profile
from pipeline.profiles import load_profile

ROOT = Path(__file__).resolve().parents[2]
AS_OF = date(2026, 6, 1)
SOURCE = {"file": "made-up.txt", "line": 1, "words": "words", "title": "Made up"}


@pytest.fixture(scope="module")
def plain() -> Profile:
    """A partnership whose forms have every shared key date."""
    return load_profile(ROOT / "templates", "norfolk")


def rule(name: str, kind: str = "due", **more: Any) -> dict[str, Any]:
    """A made-up rule."""
    return {"id": name, "what": f"Do {name}", "who": "Somebody", "kind": kind, "source": SOURCE,
            "scope": "national" if name.startswith("nation") else "partnership",
            "anchor": "requests_sent", **more}


def told(profile: Profile, *rules: dict[str, Any], as_of: date = AS_OF,
         closures: tuple[dict[str, Any], ...] = (), **dates: str) -> dict[str, Any]:
    """The clock of a case with these rules and key dates."""
    form = profile.form_meaning("case_record")
    assert form is not None
    section = form.meaning("key_dates")
    assert section is not None
    record = {f"{section.id}/{name}": Answer(text) for name, text in dates.items()}
    return clock(replace(profile, deadlines=rules, closures=closures), form, record, as_of)


def state(profile: Profile, one: dict[str, Any], as_of: str, **dates: str) -> tuple[str, str]:
    """The state of one rule, and the list it stands in."""
    found = told(profile, one, as_of=date.fromisoformat(as_of), **dates)[one["id"]]
    return found["state"]["text"], found["group"]


@pytest.mark.parametrize(("as_of", "dates", "expected"), [
    ("2026-06-01", {}, ("", "unknown")),
    ("2026-06-05", {"requests_sent": "1 June 2026"}, ("To come", "to_come")),
    ("2026-06-08", {"requests_sent": "1 June 2026"}, ("Due today", "due")),
    ("2026-06-09", {"requests_sent": "1 June 2026"}, ("Overdue", "due")),
    ("2026-06-09", {"requests_sent": "1 June 2026", "requests_received": "8/6/2026"},
     ("Done", "done")),
    ("2026-06-09", {"requests_sent": "1 June 2026", "requests_received": "9/6/2026"},
     ("Done late", "done")),
    ("2026-06-02", {"requests_sent": "1 June 2026", "requests_received": "8/6/2026"},
     ("Planned", "to_come")),
    ("2026-06-02", {"requests_sent": "1 June 2026", "requests_received": "9/6/2026"},
     ("Planned late", "to_come")),
])
def test_states_of_a_rule(plain: Profile, as_of: str, dates: dict[str, str],
                          expected: tuple[str, str]) -> None:
    one = rule("it", within={"working_days": 5}, done_when="requests_received")
    assert state(plain, one, as_of, **dates) == expected


def test_what_nothing_shows_to_be_done_has_passed_and_is_not_overdue(plain: Profile) -> None:
    one = rule("it", within={"working_days": 5})
    assert state(plain, one, "2026-06-09", requests_sent="1 June 2026") == ("Date passed", "passed")


@pytest.mark.parametrize(("as_of", "done", "expected"), [
    ("2026-06-09", "", "To come"), ("2026-06-10", "", "Open now"), ("2026-06-18", "", "Due today"),
    ("2026-06-19", "", "Overdue"), ("2026-07-01", "9 June 2026", "Done early"),
    ("2026-07-01", "10 June 2026", "Done"), ("2026-07-01", "19 June 2026", "Done late"),
])
def test_a_window_stays_a_window(plain: Profile, as_of: str, done: str, expected: str) -> None:
    one = rule("it", "window", **{"from": {"working_days": 7}}, within={"working_days": 13},
               done_when="rapid_review_meeting")
    dates = {"requests_sent": "1 June 2026", **({"rapid_review_meeting": done} if done else {})}
    found = told(plain, one, as_of=date.fromisoformat(as_of), **dates)["it"]
    assert found["state"]["text"] == expected
    assert found["opens"]["text"] == "Wednesday 10 June 2026"
    assert found["date"]["text"] == "Thursday 18 June 2026"
    assert found["counted"].startswith("7 to 13 working days after")


def test_what_is_missing_is_named_by_its_label(plain: Profile) -> None:
    one = rule("it", within={"working_days": 5}, anchor="requests_received",
               or_anchor="requests_sent")
    found = told(plain, one)["it"]
    assert found["missing"] == ["Requests received by agencies", "Requests sent to agencies"]
    assert found["date"]["text"] == "" and found["date"]["missing"] == "No date yet"


def test_a_second_key_date_counts_while_the_first_is_empty(plain: Profile) -> None:
    one = rule("it", within={"working_days": 5}, anchor="requests_received",
               or_anchor="requests_sent")
    assert told(plain, one, requests_sent="1/6/2026")["it"]["date"]["value"] == "2026-06-08"
    both = told(plain, one, requests_sent="1/6/2026", requests_received="3/6/2026")["it"]
    assert both["date"]["value"] == "2026-06-10"
    assert both["anchor"] == "Requests received by agencies"


def test_a_time_of_day_is_kept_for_hours_only(plain: Profile) -> None:
    hours = rule("hours", within={"hours": 24})
    days = rule("days", within={"working_days": 1})
    found = told(plain, hours, days, requests_sent="5/6/2026 14:30")
    assert found["hours"]["date"]["text"] == "Saturday 6 June 2026, 14:30"
    assert found["hours"]["falls_on"] == "weekend"
    assert found["days"]["date"]["text"] == "Monday 8 June 2026"


def test_done_an_hour_late_is_late_where_hours_count(plain: Profile) -> None:
    one = rule("it", within={"hours": 24}, done_when="requests_received")
    sent = {"requests_sent": "1/6/2026 14:30"}
    assert state(plain, one, "2026-06-09", requests_received="2/6/2026 15:30", **sent)[0] == (
        "Done late")
    assert state(plain, one, "2026-06-09", requests_received="2/6/2026", **sent)[0] == "Done"


def test_a_closure_of_the_partnership_is_left_out_and_named(plain: Profile) -> None:
    one = rule("it", within={"working_days": 2})
    closed = ({"date": date(2026, 12, 24), "name": "Office closed"},)
    found = told(plain, one, closures=closed, requests_sent="22 December 2026")["it"]
    assert found["date"]["text"] == "Tuesday 29 December 2026"
    assert found["left_out"] == ["weekend", "Office closed", "Christmas Day",
                                 "Boxing Day (substitute day)"]
    assert "Office closed" in days_of(replace(plain, closures=closed)).convention


def test_the_earlier_of_two_rules_is_the_one_to_meet(plain: Profile) -> None:
    nation = rule("nation", within={"working_days": 15}, anchor="notification_submitted")
    local = rule("local", within={"working_days": 15}, national="nation")
    earlier = told(plain, nation, local, requests_sent="1 June 2026",
                   notification_submitted="3 June 2026")
    assert (earlier["local"]["meet"], earlier["nation"]["meet"]) == (True, False)
    assert earlier["local"]["beside"] == (
        "National rule: Wednesday 24 June 2026. Meet this one, the earlier.")
    assert earlier["nation"]["beside"] == (
        "The partnership's own rule: Monday 22 June 2026. Meet that one, the earlier.")
    later = told(plain, nation, local, requests_sent="4 June 2026",
                 notification_submitted="3 June 2026")
    assert (later["local"]["meet"], later["nation"]["meet"]) == (False, True)
    assert "Meet that one" in later["local"]["beside"]
    assert "Meet this one" in later["nation"]["beside"]
    same = told(plain, nation, local, requests_sent="3 June 2026",
                notification_submitted="3 June 2026")
    assert same["local"]["meet"] and same["nation"]["meet"]
    alone = told(plain, nation, local, requests_sent="3 June 2026")
    assert alone["local"]["meet"] and not alone["nation"]["meet"]
    assert alone["local"]["beside"] == (
        "National rule: no date yet. It counts from “SIN submitted by the local authority”.")


def test_a_national_rule_is_done_when_the_one_beside_it_is(plain: Profile) -> None:
    nation = rule("nation", within={"working_days": 15})
    local = rule("local", within={"working_days": 15}, national="nation",
                 done_when="requests_received")
    found = told(plain, nation, local, requests_sent="1 May 2026", requests_received="4 May 2026")
    assert found["nation"]["state"]["text"] == found["local"]["state"]["text"] == "Done"


@pytest.mark.parametrize(("span", "warned"), [
    ({"working_days": 5}, True), ({"weeks": 1}, True), ({"days": 9}, True),
    ({"working_days": 7}, False), ({"weeks": 2}, False), ({"working_days": 10}, False),
])
def test_fewer_days_before_an_event_than_the_national_rule_are_warned_about(
        plain: Profile, span: dict[str, int], warned: bool) -> None:
    nation = rule("nation", "before_event", within={"working_days": 7}, anchor="publication")
    local = rule("local", "before_event", within=span, anchor="publication", national="nation")
    undated = told(plain, nation, local)
    assert bool(undated["local"]["warning"]) == warned and not undated["nation"]["warning"]
    dated = told(plain, nation, local, publication="1 March 2027")
    assert ("Thursday 18 February 2027" in dated["local"]["warning"]) == warned
    assert [one["ids"] for one in warnings(dated)] == ([["local"]] if warned else [])
    assert warnings(dated, ["nation"]) == []


def test_one_warning_for_several_rules_is_said_once(plain: Profile) -> None:
    nation = rule("nation", "before_event", within={"working_days": 7}, anchor="publication")
    locals_ = [rule(name, "before_event", within={"working_days": 5}, anchor="publication",
                    national="nation") for name in ("one", "two")]
    assert [one["ids"] for one in warnings(told(plain, nation, *locals_))] == [["one", "two"]]


def test_a_rule_that_is_not_followed_is_listed_and_never_due(plain: Profile) -> None:
    one = rule("it", within={"working_days": 5})
    other = rule("other", within={"working_days": 3}, instead="it", done_when="requests_received")
    found = told(plain, one, other, requests_sent="1 May 2026")
    assert found["other"]["group"] == "listed" and not found["other"]["meet"]
    assert found["other"]["date"]["text"]


def test_rules_without_a_date_are_listed(plain: Profile) -> None:
    limit = rule("limit", "limit", within={"years": 1}, anchor="publication")
    pages = rule("pages", "limit", limit="no more than 2 pages")
    unstated = rule("unstated", "unstated", anchor="publication")
    yearly = {**rule("yearly", "recurring", within={"years": 1}), "anchor": ""}
    found = told(plain, limit, pages, unstated, yearly, publication="1 March 2026")
    assert {row["group"] for row in found.values()} == {"listed"}
    assert {row["date"]["text"] for row in found.values()} == {""}
    assert found["pages"]["counted"] == "no more than 2 pages"


@pytest.mark.parametrize(("returned", "late", "as_of", "expected"), [
    ((True, True), False, "2026-06-09", ("Done", "done", "")),
    ((True, True), True, "2026-06-09", ("Done late", "done", "")),
    ((True, False), False, "2026-06-09",
     ("Overdue", "due", "Not returned yet: 1 of 2 agencies.")),
    ((True, False), False, "2026-06-05",
     ("To come", "to_come", "Not returned yet: 1 of 2 agencies.")),
])
def test_the_returns_show_whether_agencies_have_replied(
        plain: Profile, returned: tuple[bool, bool], late: bool, as_of: str,
        expected: tuple[str, str, str]) -> None:
    one = rule("it", within={"working_days": 5}, returns=True)
    made = told(plain, one, as_of=date.fromisoformat(as_of), requests_sent="1 June 2026")
    agencies = [*({"asked": True, "returned": back, "late": late} for back in returned),
                {"asked": False, "returned": False, "late": False}]
    with_returns(replace(plain, deadlines=(one,)), made, agencies)
    found = made["it"]
    assert (found["state"]["text"], found["group"], found["waiting"]) == expected


def test_a_vague_or_unreadable_key_date_never_stops_the_clock(plain: Profile) -> None:
    one = rule("it", within={"working_days": 5})
    assert told(plain, one, requests_sent="soon")["it"]["group"] == "unknown"
    assert told(plain, one, requests_sent="before 3 June 2026")["it"]["group"] == "unknown"


def test_a_closure_of_the_partnership_does_not_put_off_a_national_day(plain: Profile) -> None:
    own = rule("own", within={"working_days": 2}, national="nation")
    nation = rule("nation", within={"working_days": 2}, edition="2026")
    closed = ({"date": date(2026, 12, 24), "name": "Office closed"},)
    found = told(plain, nation, own, closures=closed, requests_sent="22 December 2026")
    assert found["nation"]["date"]["text"] == "Thursday 24 December 2026"
    assert found["nation"]["left_out"] == []
    assert found["own"]["date"]["text"] == "Tuesday 29 December 2026"
    assert found["nation"]["meet"] and not found["own"]["meet"]

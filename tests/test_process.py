"""Rules of the process: what one form says is held against another, and each knows its cell."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import DefinitionTrouble
from pipeline.model import Answer, Problem, Profile, Submission, Where
from pipeline.profiles import load_profile
from pipeline.profiles.loader import Loader
from pipeline.profiles.rules import check_rules
from pipeline.validate import process_rules

ROOT = Path(__file__).resolve().parent.parent
SAID = {"message": "It is not so.", "fix": "Make it so."}


def returned(form: str, answers: Mapping[str, str]) -> Submission:
    """A return with these answers, each in a cell of its own, and an empty cell for the rest."""
    places = {"review/reasons": Where("f.xlsx", "Review", "C4"),
              "notification/notification_reference": Where("f.xlsx", "Notification", "C3")}
    return Submission(
        form=form, version="1", case="X", recipient="", number=1, kind="first", replaces="",
        file="f.xlsx", fingerprint="0", places=places,
        answers={path: Answer(text, text, (Where("f.xlsx", path.split("/")[0], f"C{n}"),))
                 for n, (path, text) in enumerate(answers.items(), 10)})


def held(profile: Profile, rule: Mapping[str, Any], *among: Submission) -> list[Problem]:
    """What one rule says of these returns."""
    return process_rules(replace(profile, rules=({"id": "x", **SAID, **rule},)), among)


def test_a_referral_without_notification_or_reason_is_an_error_at_its_cell(
        norfolk: Profile) -> None:
    started = {"identity/route": "Referral", "key_dates/requests_sent": "1 May 2026"}
    [broken] = process_rules(norfolk, [returned("case", started)])
    assert (broken.code, broken.severity) == ("process-rule", "error")
    assert broken.where == Where("f.xlsx", "Notification", "C3")
    for mended in ("notification/notification_reference", "notification/no_notification_because"):
        assert not process_rules(norfolk, [returned("case", {**started, mended: "CSN-1"})])
    assert not process_rules(norfolk, [returned("case", {**started,
                                                         "identity/route": "Notification"})])


def test_detail_is_not_released_before_vetting_and_contract(norfolk: Profile) -> None:
    said = {"release/detailed": "1 May 2026"}
    assert len(process_rules(norfolk, [returned("lead_reviewer", said)])) == 2
    said |= {"release/vetting_complete": "1 April 2026"}
    assert len(process_rules(norfolk, [returned("lead_reviewer", said)])) == 1
    said |= {"release/contract_agreed": "2 April 2026"}
    assert not process_rules(norfolk, [returned("lead_reviewer", said)])


def test_a_rule_may_ask_for_a_certain_answer(norfolk: Profile) -> None:
    rule = {"kind": "needs", "all": ["case.identity.stage"], "is": ["Closed"]}
    assert held(norfolk, rule, returned("case", {"identity/stage": "Open"}))
    assert not held(norfolk, rule, returned("case", {"identity/stage": "Closed"}))


def test_one_row_too_many_is_named_and_only_rows_that_count_are_counted(norfolk: Profile) -> None:
    rows = {f"family/{n}/name": f"Person {n}" for n in range(1, 6)}
    rule = {"kind": "at_most", "table": "case.family", "count": 4, "severity": "warning"}
    [broken] = held(norfolk, rule, returned("case", rows))
    assert (broken.severity, broken.where.spot) == ("warning", "C14")
    assert not held(norfolk, {**rule, "count": 5}, returned("case", rows))
    rows |= {"family/1/kind": "Parent", "family/2/kind": "Parent"}
    rule |= {"count": 1, "rows": {"column": "kind", "is": ["Parent"]}}
    [broken] = held(norfolk, rule, returned("case", rows))
    assert broken.where.spot == "C11"


def test_each_of_the_values_must_stand_in_the_column(norfolk: Profile) -> None:
    rule = {"kind": "each_of", "table": "case.participants", "column": "agency",
            "values": ["Police", "Health"]}
    police = {"participants/1/agency": "police"}
    assert held(norfolk, rule, returned("case", police))
    assert not held(norfolk, rule, returned("case", {**police, "participants/2/agency": "Health"}))
    assert not held(norfolk, rule, returned("case", {}))


def test_every_row_must_answer_one_of_these_columns(norfolk: Profile) -> None:
    rule = {"kind": "each_row", "table": "case.family",
            "any": ["case.family.address", "case.family.information"]}
    rows = {"family/1/name": "One", "family/1/address": "Here", "family/2/name": "Two"}
    [broken] = held(norfolk, rule, returned("case", rows))
    assert broken.where.spot == "C12"
    assert not held(norfolk, rule, returned("case", {**rows, "family/2/information": "Known"}))
    assert not held(norfolk, rule, returned("case", {}))


def test_salford_counts_its_quorum_and_asks_why_an_event_is_significant() -> None:
    salford = load_profile(ROOT / "templates", "salford")
    here = {f"participants/{n}/partner": who for n, who in enumerate(
        ("Local authority", "Police", "None of the three"), 1)}
    [broken] = process_rules(salford, [returned("rapid_review_report", here)])
    assert (broken.severity, "quorate" in broken.message) == ("error", True)
    here["participants/4/partner"] = "Health"
    assert not process_rules(salford, [returned("rapid_review_report", here)])

    event = {"events/1/event": "A visit.", "events/2/event": "A hearing."}
    event |= {"events/2/statutory_event": "x"}
    [broken] = process_rules(salford, [returned("chronology", event)])
    assert (broken.severity, broken.where.spot) == ("warning", "C10")


def test_another_form_is_looked_up_wherever_it_came_from(norfolk: Profile) -> None:
    rule = {"kind": "needs", "when": [{"path": "decision_record.meeting.date"}],
            "all": ["case.review.reasons"]}
    record, decided = returned("case", {}), returned("decision_record", {"meeting/date": "1 May"})
    [broken] = held(norfolk, rule, record, decided)
    assert broken.where == Where("f.xlsx", "Review", "C4")
    assert not held(norfolk, rule, record)


@pytest.mark.parametrize("rule", [
    {"kind": "needs"}, {"kind": "at_most", "table": "case.family"},
    {"kind": "needs", "all": ["case.identity.nothing"]},
    {"kind": "at_most", "table": "case.nothing", "count": 1},
    {"kind": "each_of", "table": "case.family", "column": "nothing", "values": ["a"]},
    {"kind": "each_row", "table": "case.family"},
    {"kind": "each_row", "table": "case.family", "any": ["case.family.nothing"]},
    {"kind": "needs", "all": ["case.identity.route"], "when": [{"path": "none.a.b"}]}])
def test_a_rule_about_a_question_there_is_not_is_refused(
        norfolk: Profile, rule: Mapping[str, Any]) -> None:
    loader = Loader({}, norfolk.folder, {}, {}, {}, norfolk.folder / "rules.toml")
    with pytest.raises(DefinitionTrouble, match=r"rules\.x"):
        check_rules(loader, [{"id": "x", **SAID, **rule}], norfolk.forms)

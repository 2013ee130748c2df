"""The steps that lead to publication, from the plan's workbook and the diary."""

import copy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Case, Profile
from pipeline.run import Collated
from pipeline.steps import Step, steps, wrong

AS_OF = date(2026, 3, 9)
Row = dict[str, Any]


@pytest.fixture
def case(collated: tuple[Path, Collated]) -> Case:
    """The sample case, of which the plan and the key dates may be changed."""
    held = collated[1].checked.case
    changed = ("case", "publication_plan", "learning_deck", "press_statement")
    return {**held, "case": copy.deepcopy(held["case"]), "forms": {**held["forms"], **{
        name: copy.deepcopy(held["forms"][name]) for name in changed}}}


@pytest.fixture
def rows(case: Case) -> list[Row]:
    """The rows of the plan."""
    found: list[Row] = case["forms"]["publication_plan"]["merged"]["sections"]["steps"]["rows"]
    return found


def say(rows: list[Row], number: str, status: str, note: str = "") -> None:
    """What the plan says of a step."""
    row = next(one for one in rows if one["step"]["text"] == number)
    row["status"] = {**row["status"], "text": status}
    row["note"] = {**row["note"], "text": note}


def at(found: list[Step], number: str) -> Step:
    return next(one for one in found if one.number == number)


def sealed(pack: str, when: str, recipient: str = "") -> Row:
    return {"what": "sealed", "when": when, "pack": pack, "recipient": recipient, "edition": 1}


def test_all_steps_of_the_plan_stand_there_in_order_with_who_does_them(
        norfolk: Profile, case: Case) -> None:
    found = steps(norfolk, case, [], AS_OF)
    assert [one.number for one in found] == [*map(str, range(1, 12)), "", "12"]
    assert at(found, "11").owner == "Communications team"
    assert at(found, "11").action.startswith("Post report and summary PowerPoint")


def test_a_step_without_a_rule_is_due_when_the_first_that_waits_for_it_is(
        norfolk: Profile, case: Case) -> None:
    found = steps(norfolk, case, [], AS_OF)
    panel = date(2026, 2, 27)  # seven working days before, the earlier of the two rules
    assert at(found, "8").due == panel
    assert at(found, "1").due == panel
    assert at(found, "9").due == at(found, "11").due == date(2026, 3, 10)
    case["case"]["key_dates"]["publication"] = {"text": "", "value": "", "refs": []}
    without = steps(norfolk, case, [], AS_OF)
    assert at(without, "9").due is None
    assert not at(without, "9").late


def test_a_pack_that_was_sealed_for_everybody_shows_that_its_step_is_done(
        norfolk: Profile, case: Case, rows: list[Row]) -> None:
    say(rows, "8", "Under way")
    some = [sealed("pre_publication", "2026-02-18", "national_panel"),
            sealed("pre_publication", "2026-02-20", "ofsted")]
    part = at(steps(norfolk, case, some, AS_OF), "8")
    assert part.state == "To do"
    assert part.late
    assert part.why == (
        "Sealed: Report before its publication, from 18 February 2026 to 20 February 2026, 2 of 3.",
        "Not sealed yet: Report before its publication, for: "
        f"{norfolk.lists['report_before_publication'][1]['label']}.")
    every = [*some, sealed("pre_publication", "2026-02-20", "secretary_of_state"),
             sealed("pre_publication", "2026-02-26", "ofsted")]
    whole = at(steps(norfolk, case, every, AS_OF), "8")
    assert (whole.state, whole.late) == ("Done", False)
    assert whole.why == ("Sealed: Report before its publication, from 18 February 2026 to "
                         "20 February 2026.",)


def test_where_plan_and_diary_differ_both_are_said(norfolk: Profile, case: Case,
                                                   rows: list[Row]) -> None:
    say(rows, "11", "Done")
    step = at(steps(norfolk, case, [], AS_OF), "11")
    assert step.state == "Done, but not by the diary"
    assert step.why == ("The plan says that it is done.", "Not sealed yet: Publication.")


def test_a_step_is_blocked_by_what_must_come_first(norfolk: Profile, case: Case,
                                                   rows: list[Row]) -> None:
    plan = case["forms"]["publication_plan"]["merged"]["sections"]
    plan["publication_decision"]["judicial_agreement"] = {"text": "", "value": "", "refs": []}
    for number in ("1", "8", "9", "11", "12"):
        say(rows, number, "Not yet started")
    found = steps(norfolk, case, [], AS_OF)
    assert at(found, "1").state == "Blocked"
    assert at(found, "1").why == (
        f"Not recorded in '{norfolk.forms['publication_plan'].title}': "
        "Agreement of the Family Court.",)
    assert at(found, "8").why == ("Step 1 is not done.",)
    assert at(found, "9").why == ("Step 1 is not done.", "Step 8 is not done.")
    assert at(found, "12").why == ("Step 11 is not done.",)


def test_what_the_plan_says_of_a_block_or_of_a_step_that_is_not_needed_is_printed(
        norfolk: Profile, case: Case, rows: list[Row]) -> None:
    say(rows, "5", "Blocked", "The trial has been put off; counsel to advise.")
    say(rows, "12", "Not needed", "The partnership has no such lists.")
    found = steps(norfolk, case, [], AS_OF)
    assert (at(found, "5").state, at(found, "5").why[0]) == (
        "Blocked", "The trial has been put off; counsel to advise.")
    assert (at(found, "12").state, at(found, "12").why) == (
        "Not needed", ("The partnership has no such lists.",))


def test_the_packs_of_another_way_of_publishing_are_not_waited_for(
        norfolk: Profile, case: Case, rows: list[Row]) -> None:
    say(rows, "11", "Under way")
    plan = case["forms"]["publication_plan"]["merged"]["sections"]
    plan["publication_decision"]["way"]["text"] = "Improvements only"
    done = [sealed("publication_improvements", "2026-03-08")]
    assert at(steps(norfolk, case, done, AS_OF), "11").state == "Done"
    plan["publication_decision"]["way"]["text"] = "The whole report"
    assert at(steps(norfolk, case, done, AS_OF), "11").state != "Done"


def test_a_letter_that_was_issued_to_everybody_shows_that_its_step_is_done(
        norfolk: Profile, case: Case, rows: list[Row]) -> None:
    say(rows, "6", "Under way")
    diary = [{"what": "issued", "when": "2026-02-17", "letter": "family_publication_letter",
              "to": code} for code in ("F1", "F2", "F4")]
    assert at(steps(norfolk, case, diary[:2], AS_OF), "6").state == "To do"
    assert at(steps(norfolk, case, diary, AS_OF), "6").state == "Done"


def test_the_document_prints_what_the_case_knows(collated: tuple[Path, Collated]) -> None:
    known = collated[1].checked.case["publication_steps"]
    assert [one["step"] for one in known] == [*map(str, range(1, 12)), "None", "12"]
    assert all(one[name] for one in known for name in ("title", "owner", "planned", "due", "why"))


@pytest.mark.parametrize(("entry", "told"), [
    ({"packs": ["nothing"]}, "`packs`: there is no 'nothing'"),
    ({"letters": ["nothing"]}, "`letters`: there is no 'nothing'"),
    ({"after": ["99"]}, "`after`: there is no '99'"),
    ({"after": ["3"]}, "`after`: step 3 comes after it"),
    ({"needs": ["publication_plan.steps.nothing"]}, "`needs`: there is no question")])
def test_what_is_wrong_with_the_list_is_named(norfolk: Profile, entry: Row, told: str) -> None:
    assert list(wrong(norfolk)) == []
    known = list(norfolk.lists["publication_steps"])
    other = replace(norfolk, lists={**norfolk.lists, "publication_steps": [
        known[0], {**known[1], **entry}, *known[2:]]})
    (one,) = wrong(other)
    assert one.startswith("lists.publication_steps, 2: ")
    assert told in one

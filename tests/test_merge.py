"""Putting together: nothing is chosen for anybody, nothing is lost, everything knows its cell."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from pipeline.merge import merge
from pipeline.model import Answer, Case, Problem, Profile, Submission, Where
from pipeline.run import read_all
from pipeline.workbook.values import understood
from tests.conftest import taken_in

AS_OF = date(2025, 7, 1)
Answers = Mapping[str, str]
RECORD = {
    "identity/reference": "NSCP-1", "review/reasons": "An injury to a baby.",
    "review/period_from": "January 2023", "key_dates/incident": "1 May 2025",
    "subject_children/C1/name": "Baby Amberley", "subject_children/C1/nhs_number": "999 123 4578",
    "subject_children/C2/name": "Rowan Amberley",
    "subject_children/C2/date_of_birth": "4 March 2021",
    "subject_children/C2/currently_cp_plan": "No",
    "family/1/code": "F1", "family/1/name": "Tamsin Amberley", "family/2/code": "F2",
    "family/2/name": "Dale Ostlecroft",
    **{f"agencies/{n}/code": f"A{n}" for n in range(1, 6)},
    "agencies/1/name": "Police", "agencies/2/name": "A trust", "agencies/2/service": "Midwifery",
    "agencies/3/name": "School", "agencies/4/name": "Housing", "agencies/5/name": "Fire",
    **{f"agencies/{n}/return_due": "3 June 2025" for n in range(1, 5)},
    "agencies/5/omitted_because": "Never involved.",
}


def sent(profile: Profile, form: str, answers: Answers, recipient: str = "", number: int = 1,
         kind: str = "first", name: str = "", **more: Any) -> Submission:
    """A submission as reading would give it; each answer has a cell of its own."""
    file = name or f"{form}-{recipient}-{number}.xlsx"
    found = {}
    for n, (path, text) in enumerate(answers.items(), 1):
        section = profile.forms[form].section(path.split("/")[0])
        assert section is not None
        field = next(f for bit in path.split("/")[1:] if (f := section.field(bit)))
        found[path] = Answer(text, understood(field, text), (Where(file, section.sheet, f"C{n}"),))
    more.setdefault("fingerprint", "0" * 16)
    return Submission(form, profile.forms[form].version, "NSCP-1", recipient, number, kind,
                      more.pop("replaces", ""), file, answers=found, **more)


def merged(profile: Profile, *submissions: Submission,
           record: Answers = RECORD) -> tuple[Case, list[Problem]]:
    return merge(profile, [sent(profile, "case", record), *submissions], AS_OF)


def returned(profile: Profile, answers: Answers, recipient: str = "A1", number: int = 1,
             kind: str = "first", **more: Any) -> Submission:
    return sent(profile, "rapid_review", answers, recipient, number, kind, **more)


def codes(problems: Sequence[Problem]) -> list[str]:
    return [one.code for one in problems if one.code not in ("not-returned", "held-changed")]


def texts(value: Any) -> Iterator[str]:
    """Every text in JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts(inner)


def refs(value: Any) -> Iterator[tuple[str, str, str]]:
    """Every place in JSON."""
    if isinstance(value, dict):
        if {"file", "part", "spot"} <= value.keys():
            yield value["file"], value["part"], value["spot"]
        for inner in value.values():
            yield from refs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from refs(inner)


# --- which returns count ----------------------------------------------------------------------

GOOD = "analysis/good_practice"


def good_practice(case: Case) -> list[tuple[str, str]]:
    field = case["collated"]["rapid_review"]["analysis"]["by"]["good_practice"]
    return [(entry["agency"]["code"], entry["answer"]["text"]) for entry in field["given"]]


def test_a_correction_replaces_the_only_return_there_is_and_no_addition(norfolk: Profile) -> None:
    case, problems = merged(
        norfolk, returned(norfolk, {GOOD: "Old"}), returned(norfolk, {GOOD: "Other"}, "A2"),
        returned(norfolk, {GOOD: "Added"}, number=2, kind="addition"),
        returned(norfolk, {GOOD: "New"}, number=3, kind="correction"))
    assert good_practice(case) == [("A1", "New\nAdded"), ("A2", "Other")]
    assert codes(problems) == []
    assert [(row["id"], row["status"]) for row in case["sources"] if row["form_id"] != "case"] == [
        ("A1-1", "replaced"), ("A1-2", "used"), ("A1-3", "used"), ("A2-1", "used")]


def test_corrections_of_corrections_leave_the_last(norfolk: Profile) -> None:
    case, problems = merged(
        norfolk, returned(norfolk, {GOOD: "One"}),
        *(returned(norfolk, {GOOD: words}, number=n, kind="correction")
          for n, words in ((2, "Two"), (3, "Three"))))
    assert (good_practice(case), codes(problems)) == ([("A1", "Three")], [])


def test_a_correction_that_does_not_say_of_which_of_two_replaces_neither(
        norfolk: Profile) -> None:
    """Midwifery and mental health of one trust may reply under one code."""
    two = [returned(norfolk, {GOOD: "Midwifery"}, fingerprint="aa11bb22"),
           returned(norfolk, {GOOD: "Mental health"}, name="other.xlsx", fingerprint="cc33dd44")]
    new = returned(norfolk, {GOOD: "Mended"}, number=3, kind="correction")
    case, problems = merged(norfolk, *two, new)
    assert sorted(words for _, words in good_practice(case)) == [
        "Mended", "Mental health", "Midwifery"]
    assert "link-unclear" in codes(problems)
    case, problems = merged(norfolk, *two, replace(new, replaces="cc33dd44"))
    assert sorted(words for _, words in good_practice(case)) == ["Mended", "Midwifery"]
    assert codes(problems) == ["two-returns"]


def test_too_few_figures_name_no_return(norfolk: Profile) -> None:
    case, problems = merged(
        norfolk, returned(norfolk, {GOOD: "Old"}, fingerprint="00aa" * 4),
        returned(norfolk, {GOOD: "New"}, number=2, kind="correction", replaces="0"))
    assert len(good_practice(case)) == 2 and "link-unknown" in codes(problems)


def test_a_correction_replaces_the_return_whose_fingerprint_it_names(norfolk: Profile) -> None:
    first = returned(norfolk, {GOOD: "Old"}, fingerprint="00aa" * 4)
    added = returned(norfolk, {GOOD: "Added"}, number=2, kind="addition", fingerprint="00bb" * 4)
    new = returned(norfolk, {GOOD: "New"}, number=3, kind="correction", replaces="00AA00AA")
    case, problems = merged(norfolk, first, added, new)
    assert good_practice(case) == [("A1", "New\nAdded")]
    assert codes(problems) == []


def test_a_correction_of_a_return_that_is_not_there_is_kept_and_asked_about(
        norfolk: Profile) -> None:
    case, problems = merged(
        norfolk, returned(norfolk, {GOOD: "Old"}, fingerprint="00aa" * 4),
        returned(norfolk, {GOOD: "New"}, number=2, kind="correction", replaces="ffff"))
    assert good_practice(case) == [("A1", "Old"), ("A1", "New")]
    assert codes(problems) == ["link-unknown", "two-returns"]


def test_nobody_corrects_somebody_else(norfolk: Profile) -> None:
    case, _ = merged(norfolk, returned(norfolk, {GOOD: "Theirs"}, fingerprint="00aa" * 4),
                     returned(norfolk, {GOOD: "Ours"}, "A2", 2, "correction", replaces="00aa"))
    assert good_practice(case) == [("A1", "Theirs"), ("A2", "Ours")]


def test_an_addition_adds_rows_words_and_ticks(norfolk: Profile) -> None:
    case, problems = merged(
        norfolk,
        returned(norfolk, {"summary/1/when": "2021", "summary/1/event": "First", GOOD: "One",
                           "categories/online": "x", "categories/alcohol": "x"}),
        returned(norfolk, {"summary/1/when": "2020", "summary/1/event": "Second", GOOD: "Two",
                           "categories/online": "Yes", "categories/physical": "✓"}, number=2,
                 kind="addition"))
    assert codes(problems) == []
    assert good_practice(case) == [("A1", "One\nTwo")]
    assert [row["event"]["text"] for row in case["chronology"]] == ["Second", "First"]
    together = case["forms"]["rapid_review"]["merged"]["sections"]
    # Put together from two returns, a table is in date order, whichever brought the row.
    assert [(row["n"], row["event"]["text"]) for row in together["summary"]["rows"]] == [
        (2, "Second"), (1, "First")]
    assert [one["id"] for one in together["categories"]["ticked"]] == [
        "physical", "alcohol", "online"]
    assert len(case["forms"]["rapid_review"]["by_recipient"]) == 1


def test_two_first_returns_are_both_kept_and_asked_about(norfolk: Profile) -> None:
    case, problems = merged(norfolk, returned(norfolk, {GOOD: "One"}),
                            returned(norfolk, {GOOD: "Two"}, name="again.xlsx"))
    assert sorted(good_practice(case)) == [("A1", "One"), ("A1", "Two")]
    assert [(one.code, one.sender) for one in problems if one.code == "two-returns"] == [
        ("two-returns", "A1")]


def test_a_return_from_nobody_we_asked_is_said_and_kept(norfolk: Profile) -> None:
    case, problems = merged(norfolk, returned(norfolk, {GOOD: "One"}, "A9"),
                            returned(norfolk, {GOOD: "Two"}, ""))
    assert good_practice(case) == [("", "Two"), ("A9", "One")]
    assert [(one.code, one.sender) for one in problems if one.code != "not-returned"] == [
        ("recipient-unknown", "A9")]


def test_words_alike_are_joined_once_and_keep_both_places(norfolk: Profile) -> None:
    case, _ = merged(norfolk, returned(norfolk, {GOOD: "Same"}),
                     returned(norfolk, {GOOD: "Same"}, number=2, kind="addition"))
    answer = case["forms"]["rapid_review"]["merged"]["sections"]["analysis"]["good_practice"]
    assert answer["text"] == "Same" and len(answer["refs"]) == 2


# --- agencies ---------------------------------------------------------------------------------


def statuses(case: Case) -> dict[str, str]:
    return {row["code"]["text"]: row["status"]["text"] for row in case["agencies"]}


def test_the_status_of_each_agency(norfolk: Profile) -> None:
    record = {**RECORD, "agencies/6/code": "A6", "agencies/6/name": "Probation",
              "agencies/6/return_due": "15 July 2025"}
    nil = {"nothing_held": Answer("Yes", True, (Where("n", "Start here", "B12"),))}
    case, problems = merged(
        norfolk, returned(norfolk, {"respondent/date_completed": "3 June 2025"}, "A1"),
        returned(norfolk, {"respondent/date_completed": "4 June 2025"}, "A2"),
        returned(norfolk, {}, "A3", **nil), record=record)
    assert statuses(case) == {
        "A1": "Returned", "A2": "Returned late", "A3": "Returned: holds no information",
        "A4": "Has not replied: overdue", "A5": "Not asked", "A6": "Has not replied yet"}
    rows = {row["code"]["text"]: row for row in case["agencies"]}
    assert rows["A2"]["title"]["text"] == "A trust, Midwifery"
    assert rows["A2"]["late"] and rows["A2"]["due"]["text"] == "Tuesday 3 June 2025"
    assert rows["A1"]["returned_on"]["text"] == "3 June 2025"
    assert rows["A4"]["returned_on"]["missing"] == "Not returned"
    assert rows["A3"]["returned_on"]["missing"] == "No date given"
    assert [(one.code, one.where.part) for one in problems] == [
        ("not-returned", "Agencies and services")]
    assert any("Housing" in step for step in case["next_steps"])


def test_a_nil_return_with_an_addition_is_no_nil_return(norfolk: Profile) -> None:
    nil = {"nothing_held": Answer("Yes", True, (Where("n", "Start here", "B12"),))}
    case, _ = merged(norfolk, returned(norfolk, {}, **nil),
                     returned(norfolk, {GOOD: "Found since"}, number=2, kind="addition"))
    assert statuses(case)["A1"] == "Returned"


def test_an_agency_without_a_code_or_a_date(norfolk: Profile) -> None:
    record = {"identity/reference": "NSCP-1", "agencies/1/name": "Police",
              "agencies/1/return_due": "3 June 2025", "agencies/2/code": "A2"}
    case, problems = merged(norfolk, returned(norfolk, {GOOD: "One"}, ""), record=record)
    assert statuses(case) == {"": "Has not replied: overdue", "A2": "Has not replied yet"}
    assert codes(problems) == []
    assert [one.where.spot for one in problems if one.code == "not-returned"] == ["C3"]


def test_a_case_of_nothing_at_all(norfolk: Profile) -> None:
    case, problems = merge(norfolk, [], AS_OF)
    assert problems == [] and case["agencies"] == [] and case["chronology"] == []
    assert case["next_steps"]
    assert json.loads(json.dumps(case)) == case
    for form in norfolk.forms.values():
        sections = case["forms"][form.id]["merged"]["sections"]
        assert sections.keys() == {section.id for section in form.sections}


# --- the children and everybody else ----------------------------------------------------------


def detail(case: Case, child: int, name: str) -> dict[str, Any]:
    return next(one for one in case["children"][child]["details"] if one["id"] == name)


def test_anomalies_stand_beside_our_version_and_differ(norfolk: Profile) -> None:
    case, problems = merged(
        norfolk,
        returned(norfolk, {"family_details/C2/date_of_birth/anomaly": "5 March 2021"}, "A1"),
        returned(norfolk, {"family_details/C2/date_of_birth/anomaly": "04/03/2021"}, "A2"),
        returned(norfolk, {"family_details/C1/also_known_as/anomaly": "Bobby"}, "A3"))
    born = detail(case, 1, "date_of_birth")
    assert born["answer"]["text"] == "4 March 2021"
    assert [(one["agency"]["code"], one["answer"]["text"]) for one in born["anomalies"]] == [
        ("A1", "5 March 2021"), ("A2", "04/03/2021")]
    assert detail(case, 0, "also_known_as")["anomalies"][0]["answer"]["text"] == "Bobby"
    one, = case["disagreements"]
    assert (one["person"], one["fact"], one["settled"]["text"]) == ("C2", "date_of_birth", "")
    assert [value["who"]["text"] for value in one["values"]] == [
        "Case record", "Police", "A trust, Midwifery"]
    assert [(p.code, p.quote) for p in problems if p.code == "disagreement"] == [
        ("disagreement", "5 March 2021")]


@pytest.mark.parametrize(("field", "ours", "theirs"), [
    ("date_of_birth", "4 March 2021", "04/03/2021"), ("name", "Rowan Amberley", "rowan  amberley"),
    ("nhs_number", "999 123 4578", "9991234578"), ("currently_cp_plan", "No", "no"),
])
def test_two_spellings_are_no_disagreement(norfolk: Profile, field: str, ours: str,
                                           theirs: str) -> None:
    record = {**RECORD, f"subject_children/C2/{field}": ours}
    case, problems = merged(
        norfolk, returned(norfolk, {f"family_details/C2/{field}/anomaly": theirs}), record=record)
    assert case["disagreements"] == [] and codes(problems) == []


def test_a_settled_fact_shows_both_versions_and_is_asked_about_no_more(norfolk: Profile) -> None:
    record = {**RECORD, "settled_facts/1/person": "C2", "settled_facts/1/fact": "Date of birth:",
              "settled_facts/1/agreed": "5 March 2021"}
    case, problems = merged(
        norfolk, returned(norfolk, {"family_details/C2/date_of_birth/anomaly": "5 March 2021"}),
        record=record)
    one, = case["disagreements"]
    assert one["settled"]["text"] == "5 March 2021" and len(one["values"]) == 2
    assert "disagreement" not in codes(problems)


def test_another_form_about_the_same_child_may_disagree(norfolk: Profile) -> None:
    referral = sent(norfolk, "referral", {"child/C1/name": "Rowan Amberley",
                                          "child/C1/date_of_birth": "6 March 2021"})
    case, _ = merged(norfolk, referral)
    assert case["forms"]["referral"]["merged"]["sections"]["child"]["children"][0]["fields"][
        "date_of_birth"]["text"] == "6 March 2021"


def test_children_that_only_a_form_names_are_kept(norfolk: Profile) -> None:
    referral = sent(norfolk, "referral", {"child/C1/name": "Baby", "child/C3/name": "Twin"})
    case, _ = merge(norfolk, [referral], AS_OF)
    sections = case["forms"]["referral"]["merged"]["sections"]
    assert [one["code"] for one in sections["child"]["children"]] == ["C1", "C3"]
    case, _ = merged(norfolk, returned(norfolk, {"family_details/C3/name/anomaly": "A twin"}))
    children = case["forms"]["rapid_review"]["returns"][0]["sections"]["family_details"]["children"]
    assert [one["code"] for one in children] == ["C1", "C2", "C3"]
    assert children[2]["anomalies"]["name"]["text"] == "A twin"


def test_people_keep_their_row_and_gain_what_agencies_add(norfolk: Profile) -> None:
    case, problems = merged(
        norfolk,
        returned(norfolk, {"family_members/1/code": "F1",
                           "family_members/1/name": "Tamsin Amberley",
                           "family_members/1/additional_information": "Seen in May.",
                           "family_members/2/code": "F1",
                           "family_members/2/additional_information": "And in June.",
                           "family_members/3/name": "Grandmother",
                           "family_members/3/relationship": "Of both"}),
        returned(norfolk, {"family_members/1/name": "Tamsin Amberley",
                           "family_members/1/additional_information": "Not known."}, "A2"))
    assert [person["name"]["text"] for person in case["people"]] == [
        "Tamsin Amberley", "Dale Ostlecroft", "Grandmother"]
    assert [(one["agency"]["code"], one["answer"]["text"])
            for one in case["people"][0]["additional"]] == [
        ("A1", "Seen in May.\nAnd in June."), ("A2", "Not known.")]
    assert case["people"][2]["named_by"]["code"] == "A1"
    assert [one for one in problems if one.code == "held-changed"] == []


# --- what we filled in ourselves --------------------------------------------------------------


def test_words_of_ours_that_the_sender_changed_are_quoted(norfolk: Profile) -> None:
    case, problems = merged(norfolk, returned(norfolk, {
        "background/reasons": "Something else.", "background/period_from": "January 2023",
        "family_details/C1/name": "Baby Ostlecroft", "family_details/C2/name": "Rowan Amberley",
        "family_members/1/code": "F1", "family_members/1/name": "Tamsin Ostlecroft"}))
    assert [(one.quote, one.sender) for one in problems if one.code == "held-changed"] == [
        ("Something else.", "A1"), ("Baby Ostlecroft", "A1"), ("Tamsin Ostlecroft", "A1")]
    sections = case["forms"]["rapid_review"]["returns"][0]["sections"]
    assert sections["background"]["reasons"]["text"] == "An injury to a baby."
    assert sections["family_details"]["children"][0]["fields"]["name"]["text"] == "Baby Amberley"


def test_words_of_ours_as_we_sent_them_are_not_asked_about(norfolk: Profile) -> None:
    answers = {"background/reasons": "As it stood in May.", "family_members/1/code": "F9",
               "family_members/1/name": "Somebody taken out since"}
    one = returned(norfolk, answers, repeats=frozenset(answers))
    case, problems = merged(norfolk, one)
    assert [p for p in problems if p.code == "held-changed"] == []
    sections = case["forms"]["rapid_review"]["returns"][0]["sections"]
    assert sections["background"]["reasons"]["text"] == "An injury to a baby."
    assert len(sections["family_members"]["rows"]) == 2


def test_what_we_know_stands_in_a_return_that_left_it_out(norfolk: Profile) -> None:
    case, _ = merged(norfolk, returned(norfolk, {GOOD: "One"}))
    sections = case["forms"]["rapid_review"]["returns"][0]["sections"]
    assert sections["family_members"]["rows"][1]["name"]["text"] == "Dale Ostlecroft"
    assert sections["background"]["period_from"]["refs"][0]["file"] == "case--1.xlsx"


# --- order, tables, ticks ---------------------------------------------------------------------


def test_the_chronology_is_in_order_and_says_who(norfolk: Profile) -> None:
    when = ["12/3/21", "March 2021", "before 2020", "n/k", "2021", "c. 2021", "after school",
            "11 March 2021"]
    events = {f"summary/{n}/when": words for n, words in enumerate(when, 1)}
    events |= {f"summary/{n}/event": f"Event {n}" for n in range(1, len(when) + 1)}
    one = returned(norfolk, events, "A2")
    other = sent(norfolk, "chronology", {"events/1/when": "11 March 2021",
                                         "events/1/event": "In full"}, "A1")
    case, _ = merged(norfolk, one, other)
    assert [(row["when"]["text"], row["agency"]["code"]) for row in case["chronology"]] == [
        ("before 2020", "A2"), ("2021", "A2"), ("c. 2021", "A2"), ("after school", "A2"),
        ("March 2021", "A2"), ("11 March 2021", "A1"), ("11 March 2021", "A2"),
        ("12/3/21", "A2"), ("n/k", "A2")]
    assert {row["form"] for row in case["chronology"]} == {"rapid_review", "chronology"}


def test_ticks_of_all_agencies_make_one_grid(norfolk: Profile) -> None:
    case, _ = merged(norfolk, returned(norfolk, {"categories/online": "x"}),
                     returned(norfolk, {"categories/online": "no", "categories/alcohol": "✓",
                                        "categories/other_category": "Dogs"}, "A2"))
    grid = case["collated"]["rapid_review"]["categories"]
    options = {option["id"]: option for group in grid["groups"] for option in group["options"]}
    assert (options["online"]["count"], options["alcohol"]["count"]) == (1, 1)
    assert [mark["ticked"]["value"] for mark in options["online"]["agencies"]] == [True, False]
    assert [(one["agency"]["code"], one["answer"]["text"]) for one in grid["others"]] == [
        ("A2", "Dogs")]
    assert [agency["code"] for agency in grid["agencies"]] == ["A1", "A2"]


def test_answers_are_counted_and_the_adverse_one_is_named(norfolk: Profile) -> None:
    form = norfolk.forms["qa_tool"]
    section, asked = next((s, f) for s, f in form.fields() if f.adverse)
    path = f"{section.id}/{asked.id}"
    case, _ = merged(norfolk, *(sent(norfolk, "qa_tool", {path: words}, f"M{n}")
                                for n, words in enumerate(("Yes", "no", "No", "y", "x", ""), 1)))
    found = case["collated"]["qa_tool"][section.id]["by"][asked.id]
    assert {(one["value"], one["count"]) for one in found["counts"]} == {("Yes", 3), ("No", 2)}
    assert (found["adverse_is"], found["adverse"]) == (asked.adverse, 2)
    assert found["answered"] == 5


def test_printed_rows_are_there_before_anybody_types(norfolk: Profile) -> None:
    case, _ = merged(norfolk, sent(norfolk, "decision_record", {
        "action_log/2/owner": "Business Manager", "action_log/6/action": "Tell the school"}))
    rows = case["forms"]["decision_record"]["merged"]["sections"]["action_log"]["rows"]
    printed = [row["action"] for row in norfolk.forms["decision_record"].section(  # type: ignore
        "action_log").printed]
    assert [row["action"]["text"] for row in rows] == [*printed, "Tell the school"]
    assert [row["owner"]["text"] for row in rows][:3] == ["", "Business Manager", ""]
    assert rows[0]["owner"]["missing"] and rows[0]["action"]["refs"] == []


def test_a_conditional_answer_that_does_not_apply_says_so(norfolk: Profile) -> None:
    def why(choice: str) -> str:
        answers = {"analysis/national_thematic_review": choice} if choice else {}
        case, _ = merged(norfolk, returned(norfolk, answers))
        sections = case["forms"]["rapid_review"]["returns"][0]["sections"]
        return sections["analysis"]["national_thematic_review_why"]["missing"]

    assert why("No") == "Not applicable"
    assert why("Yes") == why("") == "Not answered by the agency"


# --- nothing is lost --------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_word_of_every_return_is_in_the_case_or_quoted(norfolk: Profile, seed: int) -> None:
    chance, number = random.Random(seed), count(1)
    submissions, typed = [], {}

    def answer(form: str) -> Answers:
        answers = {}
        for section in norfolk.forms[form].sections:
            if section.kind == "table":
                prefixes = [f"{section.id}/{row}/" for row in range(1, chance.randint(1, 4))]
            elif section.per:
                prefixes = [f"{section.id}/C{n}/" for n in range(1, 4)]
            else:
                prefixes = [f"{section.id}/"]
            for prefix in prefixes:
                for asked in section.fields:
                    if asked.type in ("text", "narrative") and chance.random() < 0.6:
                        answers[prefix + asked.id] = f"Sentinel {next(number)}"
                        if section.prefilled:
                            answers[f"{prefix}{asked.id}/anomaly"] = f"Sentinel {next(number)}"
                    elif asked.id == "code":
                        answers[prefix + asked.id] = chance.choice(("F1", "F2", "A1"))
        return answers

    for form in norfolk.forms.values():
        senders = ("A1", "A1", "A1", "A2") if form.for_each != "case" else ("",)
        for n, sender in enumerate(senders, 1):
            kind = ("first", "addition", "first", "first")[n - 1]
            record = RECORD if form.means == "case_record" else {}
            answers = {**answer(form.id), **record}
            submissions.append(sent(norfolk, form.id, answers, sender, n, kind))
            typed.update({words: f"{form.id} {sender}-{n} {path}"
                          for path, words in answers.items() if words.startswith("Sentinel")})
    case, problems = merge(norfolk, submissions, AS_OF)
    kept = {line for words in texts(case) for line in words.split("\n")}
    kept |= {line for one in problems for line in one.quote.split("\n")}
    assert [where for words, where in typed.items() if words not in kept] == []


def test_every_answer_of_the_sample_is_in_the_case_or_quoted(norfolk: Profile,
                                                             sample_folder: Path) -> None:
    submissions, _ = read_all(taken_in(sample_folder), norfolk)
    case, problems = merge(norfolk, submissions, AS_OF)
    there = set(refs(case)) | {(p.where.file, p.where.part, p.where.spot) for p in problems}
    replaced = {row["file"] for row in case["sources"] if row["status"] == "replaced"}
    lost = [(one.file, path) for one in submissions for path, answer in one.answers.items()
            if one.file not in replaced and path not in one.repeats
            for ref in answer.refs if (ref.file, ref.part, ref.spot) not in there]
    assert lost == []


def test_the_order_of_what_came_in_has_no_say(norfolk: Profile) -> None:
    some = [returned(norfolk, {GOOD: f"Words {n}", "summary/1/when": "2021"}, f"A{n % 3}", n)
            for n in range(1, 6)] + [sent(norfolk, "case", RECORD)]
    first = merge(norfolk, some, AS_OF)[0]
    for seed in (1, 2):
        random.Random(seed).shuffle(some)
        assert merge(norfolk, some, AS_OF)[0] == first


# --- what people forget to change -------------------------------------------------------------


def test_a_correction_that_kept_the_old_number_still_replaces(norfolk: Profile) -> None:
    case, problems = merged(norfolk, returned(norfolk, {GOOD: "Old"}),
                            returned(norfolk, {GOOD: "New"}, kind="correction",
                                     name="again.xlsx"))
    assert good_practice(case) == [("A1", "New")]
    assert codes(problems) == []


def test_an_addition_that_kept_the_old_number_has_an_id_of_its_own(norfolk: Profile) -> None:
    case, problems = merged(norfolk, returned(norfolk, {GOOD: "Old"}),
                            returned(norfolk, {GOOD: "More"}, kind="addition",
                                     name="more.xlsx"))
    assert good_practice(case) == [("A1", "Old\nMore")]
    ids = [row["id"] for row in case["sources"] if row["form_id"] == "rapid_review"]
    assert len(ids) == len(set(ids)) == 2 and codes(problems) == []


def test_an_addition_made_from_the_first_file_repeats_no_row(norfolk: Profile) -> None:
    rows = {"summary/1/when": "1 May 2025", "summary/1/event": "Seen"}
    more = {**rows, "summary/2/when": "2 May 2025", "summary/2/event": "Seen again"}
    case, _ = merged(norfolk, returned(norfolk, rows),
                     returned(norfolk, more, number=2, kind="addition"))
    assert [row["event"]["text"] for row in case["chronology"]] == ["Seen", "Seen again"]


def test_two_copies_of_a_form_of_our_own_are_asked_about(norfolk: Profile) -> None:
    one = sent(norfolk, "decision_record", {"decision/reasons": "First thoughts"}, "")
    two = replace(one, file="other.xlsx", fingerprint="f" * 16)
    _, problems = merged(norfolk, one, two)
    assert "two-copies" in codes(problems)


def test_an_agency_without_a_date_of_its_own_is_due_when_all_are(norfolk: Profile) -> None:
    due = {"review/return_date": "3 June 2025", "agencies/1/code": "A1",
           "agencies/1/name": "Police"}
    case, problems = merge(norfolk, [sent(norfolk, "case", due, "")], date(2025, 6, 10))
    assert case["agencies"][0]["due"]["text"] == "Tuesday 3 June 2025"
    assert "not-returned" in [one.code for one in problems]


def test_a_mark_that_is_no_tick_is_not_printed_as_no(norfolk: Profile) -> None:
    case, _ = merged(norfolk, returned(norfolk, {"categories/alcohol": "?"}))
    options = case["forms"]["rapid_review"]["merged"]["sections"]["categories"]["options"]
    alcohol = next(o["ticked"] for o in options if o["id"] == "alcohol")
    assert (alcohol["text"], alcohol["value"]) == ("?", "")


def test_same_is_no_difference(norfolk: Profile) -> None:
    case, _ = merged(norfolk, returned(
        norfolk, {"family_details/C1/date_of_birth/anomaly": "same"}))
    assert case["disagreements"] == []


def test_what_is_rightly_empty_is_printed_in_the_words_its_question_has_for_that(
        norfolk: Profile) -> None:
    case, _ = merged(norfolk, returned(norfolk, {"family_members/1/code": "F1"}),
                     sent(norfolk, "referral", {"child/C1/name": "Baby Amberley",
                                                "child/C1/currently_looked_after": "Yes"}))
    child = case["children"][0]["fields"]
    assert child["date_of_death"]["missing"] == "None recorded"
    assert child["ethnicity"]["missing"] == "Not recorded"
    row = case["forms"]["rapid_review"]["returns"][0]["sections"]["family_members"]["rows"][0]
    assert row["additional_information"]["missing"] == "Nothing added"
    theirs = case["forms"]["referral"]["merged"]["sections"]["child"]["children"][0]["fields"]
    # What had to be answered, or could have been, still says who has not.
    assert theirs["looked_after_details"]["missing"] == "Not answered by the referrer"
    assert theirs["ethnicity"]["missing"] == "Not answered by the referrer"
    assert theirs["date_of_death"]["missing"] == "None recorded"


def test_who_holds_nothing_is_not_said_to_have_added_nothing(norfolk: Profile) -> None:
    nil = replace(returned(norfolk, {"respondent/name": "A clerk"}),
                  nothing_held=Answer("Yes", True))
    case, _ = merged(norfolk, nil)
    made = case["forms"]["rapid_review"]["returns"][0]["sections"]["respondent"]
    assert made["direct_line"]["missing"] == "Holds no information"


def test_senders_stand_in_the_order_in_which_people_count(norfolk: Profile) -> None:
    codes_ = [f"A{n}" for n in (10, 2, 1, 11)]
    case, _ = merged(norfolk, *(returned(norfolk, {GOOD: "Quick"}, code) for code in codes_))
    wanted = ["A1", "A2", "A10", "A11"]
    assert [code for code, _ in good_practice(case)] == wanted
    review = case["forms"]["rapid_review"]
    assert [one["recipient"]["code"] for one in review["by_recipient"]] == wanted
    assert [row["recipient"]["code"] for row in case["sources"]][1:] == wanted


def test_a_first_row_without_a_date_we_can_read_stands_before_the_next(norfolk: Profile) -> None:
    case, _ = merged(
        norfolk, returned(norfolk, {"summary/1/when": "31/02/2025", "summary/1/event": "First",
                                    "summary/2/when": "3 March 2024", "summary/2/event": "Second",
                                    "summary/3/event": "Third"}),
        returned(norfolk, {"summary/1/when": "1 March 2024", "summary/1/event": "Earlier",
                           "summary/2/when": "4 March 2024", "summary/2/event": "Later"}, "A2"))
    assert [row["event"]["text"] for row in case["chronology"]] == [
        "Earlier", "First", "Second", "Third", "Later"]


def test_who_mends_a_return_that_came_in_time_is_not_late(norfolk: Profile) -> None:
    first = returned(norfolk, {GOOD: "Old"}, received="2025-06-02", fingerprint="a" * 16)
    mended = returned(norfolk, {GOOD: "New"}, number=2, kind="correction", received="2025-06-10",
                      replaces="a" * 16)
    case, _ = merged(norfolk, first, mended)
    row = case["agencies"][0]
    assert (row["status"]["text"], row["late"]) == ("Returned", False)
    assert row["returned_on"]["text"] == "2 June 2025, corrected on 10 June 2025"
    late, _ = merged(norfolk, replace(first, received="2025-06-04"), mended)
    assert late["agencies"][0]["status"]["text"] == "Returned late"


def test_a_correction_without_a_message_tells_its_own_day_beside_that_of_the_first(
        norfolk: Profile) -> None:
    case, _ = merged(
        norfolk, returned(norfolk, {"respondent/date_completed": "2 June 2025"}),
        returned(norfolk, {"respondent/date_completed": "10 June 2025"}, number=2,
                 kind="correction"))
    row = case["agencies"][0]
    assert row["status"]["text"] == "Returned"
    assert row["returned_on"]["text"] == "2 June 2025, corrected on 10 June 2025"


def test_the_day_of_the_meeting_is_typed_once(norfolk: Profile) -> None:
    record = {**RECORD, "key_dates/rapid_review_meeting": "10 June 2025",
              "key_dates/notification_submitted": "12 May 2025"}
    case, _ = merged(norfolk, returned(norfolk, {GOOD: "One"}), record=record)
    review = case["case"]["review"]
    assert review["review_group_date"]["text"].endswith("10 June 2025")
    assert review["review_group_date"]["refs"]
    assert review["panel_decision_due"]["text"].endswith("3 June 2025")
    own = case["forms"]["rapid_review"]["merged"]["sections"]["purpose"]
    assert own["review_group_date"]["text"].endswith("10 June 2025")
    typed, _ = merged(norfolk, record={**record, "review/review_group_date": "9 June 2025",
                                       "review/panel_decision_due": "4 June 2025"})
    assert typed["case"]["review"]["review_group_date"]["text"].endswith("9 June 2025")
    assert typed["case"]["review"]["panel_decision_due"]["text"].endswith("4 June 2025")

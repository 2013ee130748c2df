"""The rules: for each problem validation can find the smallest submission that has it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline import workbook
from pipeline.catalogue import CODES
from pipeline.model import (
    Answer,
    Field,
    Filling,
    Form,
    Problem,
    Profile,
    Section,
    Submission,
    Where,
)
from pipeline.validate import Facts, gather_facts, of_this_case, validate
from pipeline.workbook.values import understood

AS_OF = date(2025, 7, 1)
FACTS = Facts(AS_OF, people=["C1", "F2"], children=["C1"], agencies=["A1", "A2"],
              lists={"stages": ["Open", "Closed"]})
Answers = Mapping[str, str]


def asked(name: str = "x", kind: str = "text", **more: Any) -> Field:
    if kind == "yes_no":
        more["choices"] = ("Yes", "No")
    return Field(name, f"Question {name}", kind, **more)


def section(*fields: Field, kind: str = "answers", **more: Any) -> Section:
    return Section("s", "Section", kind, "Sheet", "", fields, **more)


def sent(part: Section, answers: Answers, **more: Any) -> tuple[Submission, Form]:
    """A submission of a form of one section; `answers` are by path below the section."""
    form = Form("small", "Small", "1", "agency", (part,))
    found = {}
    for n, (path, text) in enumerate(answers.items(), 6):
        field = next(f for bit in reversed(path.split("/")) if (f := part.field(bit)))
        found[f"s/{path}"] = Answer(text, understood(field, text), (Where("r", "Sheet", f"C{n}"),))
    return Submission("small", "1", "NSCP-1", "A1", 1, more.pop("kind", "first"), "", "r", "f",
                      found, **more), form


def problems(part: Section, answers: Answers, facts: Facts = FACTS, **more: Any) -> list[Problem]:
    return validate(*sent(part, answers, **more), facts)


def codes(part: Section, answers: Answers, facts: Facts = FACTS, **more: Any) -> list[str]:
    return [one.code for one in problems(part, answers, facts, **more)]


# --- one for each code ------------------------------------------------------------------------

YES_IF = {"field": "x", "is": "Yes"}
SMALLEST: dict[str, list[tuple[Section, Answers]]] = {
    "missing-answer": [
        (section(asked(required=True)), {}),
        (section(asked(required=True)), {"x": "  "}),
        (section(asked("x", "yes_no"), asked("y", required_if=YES_IF)), {"x": "y"}),
        (section(asked(required=True), asked("y"), kind="table"), {"1/y": "words"}),
        (section(asked(required=True), asked("y"), per="subject_child"), {"C1/y": "words"}),
        (section(asked(required=True), per="subject_child"), {}),
        (section(asked("x", "tick"), asked("y", required_if={"ticked": ["x"]}), kind="ticks"),
         {"x": "✓"})],
    "missing-row": [(section(asked(), kind="table", at_least_one=True), {})],
    "missing-tick": [(section(asked("x", "tick"), asked("y", "tick"), kind="ticks",
                              at_least_one=True), {"x": "no"})],
    "too-many-rows": [(section(asked(), kind="table", max_rows=1), {"1/x": "a", "2/x": "b"})],
    "not-in-list": [
        (section(asked("x", "choice", choices=("Red", "Amber"))), {"x": "Blue"}),
        (section(asked("x", "choice", choices_from="list:stages")), {"x": "Shut"}),
        (section(asked("x", "choice", choices_from="agencies")), {"x": "A9"}),
        (section(asked("x", "yes_no")), {"x": "perhaps"}),
        (section(asked(rules={"allowed": ["one", "two"]})), {"x": "three"})],
    "not-a-tick": [(section(asked("x", "tick"), kind="ticks"), {"x": "perhaps"})],
    "date-unreadable": [(section(asked("x", "when")), {"x": "Tuesday week"}),
                        (section(asked("x", "date")), {"x": "31/02/2021"}),
                        (section(asked("x", "date"), per="subject_child", prefilled=True),
                         {"C1/x/anomaly": "41/3/2026"})],
    "date-not-exact": [(section(asked("x", "date")), {"x": "March 2021"})],
    "date-too-early": [
        (section(asked("x", "date"), asked("y", "date", not_before=("x",))),
         {"x": "2 May 2021", "y": "1 May 2021"}),
        (section(asked("x", "date"), asked("y", "date", not_before=("x",)), per="subject_child"),
         {"C1/x": "2 May 2021", "C1/y": "1 May 2021", "C2/x": "2 May 2020", "C2/y": "2 May 2021"})],
    "date-too-late": [
        (section(asked("x", "date"), asked("y", "date", not_after=("x",))),
         {"x": "1 May 2021", "y": "2 May 2021"})],
    "date-in-future": [(section(asked("x", "when", not_after=("as_of",))), {"x": "2 July 2025"})],
    "date-outside": [],
    "not-a-number": [(section(asked("x", "number")), {"x": "four"}),
                     (section(asked("x", "number", rules={"min": 1})), {"x": "1.5"})],
    "nhs-number-wrong": [(section(asked("x", "nhs_number")), {"x": "999 123 4579"}),
                         (section(asked("x", "nhs_number"), per="subject_child", prefilled=True),
                          {"C1/x/anomaly": "999 123 4579"})],
    "email-wrong": [(section(asked("x", "email")), {"x": "name at example.org"}),
                    (section(asked("x", "email", required=True)), {"x": "N/A"})],
    "phone-wrong": [(section(asked("x", "phone")), {"x": "1234"}),
                    (section(asked("x", "phone")), {"x": "960123"}),
                    (section(asked("x", "phone")), {"x": "on the form"})],
    "postcode-wrong": [(section(asked("x", "postcode")), {"x": "NR1"}),
                       (section(asked("x", "postcode")), {"x": "NR1 1CC"})],
    "person-unknown": [(section(asked("x", "person")), {"x": "F9"}),
                       (section(asked("x", "person")), {"x": "C1 and F9"})],
    "agency-unknown": [(section(asked("x", "agency")), {"x": "A3"})],
    "too-long": [(section(asked("x", "narrative", max_words=3)), {"x": "one two\nthree four"})],
    "wrong-form": [
        (section(asked(rules={"regex": "A[0-9]{1,2}"})), {"x": "A123"}),
        (section(asked("x", "number", rules={"min": 1})), {"x": "0"}),
        (section(asked("x", "number", rules={"max": 4})), {"x": "10"}),
        (section(asked(rules={"minlength": 3})), {"x": "ab"}),
        (section(asked(rules={"maxlength": 3})), {"x": "abcd"})],
}
OF_THE_CASE = {"no-case-record", "two-case-records", "case-mismatch", "no-case-reference",
               "other-version", "same-file-twice", "code-twice", "no-sender",
               "nil-with-answers", "process-rule", "publication-clashes", "family-undecided"}


@pytest.mark.parametrize(("code", "part", "answers"), [
    (code, *case) for code, cases in SMALLEST.items() for case in cases])
def test_the_smallest_submission_that_has_it(code: str, part: Section, answers: Answers) -> None:
    assert codes(part, answers) == [code]


def test_every_code_that_validation_can_give_is_tried_here() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (
        Path(__file__).resolve().parent.parent / "pipeline/validate").glob("*.py"))
    assert {code for code in re.findall(r'"([a-z-]+)"', source) if code in CODES
            } == SMALLEST.keys() | OF_THE_CASE


def test_a_date_outside_the_period_is_a_warning() -> None:
    record = Submission("case", "1", "", "", 1, "first", "", "case.xlsx", "f", {
        "review/from": Answer("2023"), "review/to": Answer("May 2025")})
    facts = Facts(AS_OF, record=record)
    part = section(asked("x", "when", within=("case.review.from", "case.review.to")))
    outside = [text for text in ("2022", "Dec 2022", "31/12/2022", "2023", "c. 2022", "2 June 2025",
                                 "2025", "May 2025", "2021 to 2024", "before 2021", "n/k")
               if codes(part, {"x": text}, facts) == ["date-outside"]]
    assert outside == ["2022", "Dec 2022", "31/12/2022", "2 June 2025", "before 2021"]
    assert problems(part, {"x": "2022"}, facts)[0].severity == "warning"
    assert codes(part, {"x": "2022"}) == []


def test_a_date_is_held_against_a_date_of_the_case_record() -> None:
    record = Submission("case", "1", "", "", 1, "first", "", "case.xlsx", "f",
                        {"key_dates/meeting": Answer("3 June 2025")})
    part = section(asked("x", "date", not_before=("case.key_dates.meeting",)))
    found = problems(part, {"x": "2 June 2025"}, Facts(AS_OF, record=record))
    assert [one.code for one in found] == ["date-too-early"]
    assert "meeting" in found[0].message
    assert codes(part, {"x": "2 June 2025"}) == []


# --- when nothing is wrong --------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "text"), [
    ("nhs_number", "999 123 4578"), ("nhs_number", "9991234578"), ("nhs_number", "999-123-4586"),
    ("email", "first.last@example.org"), ("email", " first.last@police.example.org "),
    ("phone", "01632 960123"), ("phone", "07700 900123"), ("phone", "+44 7700 900123"),
    ("phone", "01632 960123 ext 4"), ("postcode", "ZZ1 1ZZ"), ("postcode", "zz11zz"),
    ("postcode", "14 Saltpan Row, Thornmarsh ZZ99 3WZ"), ("date", "12/3/21"), ("date", "not known"),
    ("when", "c. 2019"), ("when", "March to May 2020"), ("when", "n/k"), ("number", "4"),
    ("tick", "✓"), ("yes_no", "Y"), ("person", "C1"), ("person", "c1, F2 and C1"),
    ("agency", "A2"), ("phone", "N/A"), ("email", "n/a"), ("date", "Not applicable"),
    ("nhs_number", "N/A"), ("postcode", "NA"), ("text", "anything"), ("time", "12 noon"),
])
def test_what_passes(kind: str, text: str) -> None:
    assert codes(section(asked("x", kind)), {"x": text}) == []


def test_nothing_that_is_not_required_is_missed() -> None:
    part = section(asked(), asked("y", "yes_no"),
                   asked("z", required_if={"field": "y", "is": "No"}))
    assert codes(part, {}) == [] and codes(part, {"y": "Yes"}) == []
    assert codes(part, {"y": "No"}) == ["missing-answer"]
    assert codes(part, {"y": "No", "z": "Because"}) == []


def test_an_answer_to_several_answers_may_be_required() -> None:
    part = section(asked("x", "choice", choices=("A", "B", "C")),
                   asked("y", required_if={"field": "x", "is": ["A", "B"]}))
    assert [codes(part, {"x": one}) for one in "ABC"] == [["missing-answer"]] * 2 + [[]]


def test_choices_are_compared_without_capitals_and_without_a_case_record_not_at_all() -> None:
    part = section(asked("x", "choice", choices_from="list:stages"))
    assert codes(part, {"x": "CLOSED"}) == []
    assert codes(part, {"x": "Shut"}, Facts(AS_OF)) == []
    assert codes(section(asked("x", "person")), {"x": "F9"}, Facts(AS_OF)) == []


@pytest.mark.parametrize(("birth", "death", "certain"), [
    ("2 May 2021", "1 May 2021", True), ("2 May 2021", "2 May 2021", False),
    ("2 May 2021", "April 2021", True), ("2 May 2021", "May 2021", False),
    ("2021", "2020", True), ("March 2021", "2021", False), ("c. 2021", "2020", False),
    ("2 May 2021", "before June 2021", False), ("n/k", "2020", False), ("2021", "soon", False),
])
def test_a_vague_date_breaks_a_rule_only_when_it_certainly_does(birth: str, death: str,
                                                                certain: bool) -> None:
    part = section(asked("x", "when"), asked("y", "when", not_before=("x",)))
    found = [code for code in codes(part, {"x": birth, "y": death}) if code != "date-unreadable"]
    assert found == (["date-too-early"] if certain else [])


@pytest.mark.parametrize(("text", "late"), [
    ("1 July 2025", False), ("2 July 2025", True), ("July 2025", False), ("August 2025", True),
    ("2025", False), ("2026", True), ("Summer 2025", False)])
def test_today_is_not_the_future(text: str, late: bool) -> None:
    part = section(asked("x", "when", not_after=("as_of",)))
    assert codes(part, {"x": text}) == (["date-in-future"] if late else [])


# --- what is excused --------------------------------------------------------------------------

FULL = section(asked(required=True), asked("y", "email"), at_least_one=True)


def test_a_nil_return_is_asked_for_nothing_but_what_it_says_is_checked() -> None:
    nil = {"nothing_held": Answer("Yes", True)}
    assert codes(FULL, {}, **nil) == []
    assert codes(section(asked(), kind="table", at_least_one=True), {}, **nil) == []
    assert codes(FULL, {"y": "nobody"}, **nil) == ["email-wrong", "nil-with-answers"]
    assert codes(FULL, {}, nothing_held=Answer("No", False)) == ["missing-answer"]


def test_an_addition_holds_only_what_is_new() -> None:
    assert codes(FULL, {}, kind="addition") == []
    assert codes(section(asked(), kind="table", at_least_one=True), {}, kind="addition") == []
    assert codes(FULL, {}, kind="correction") == ["missing-answer"]


def test_a_part_that_somebody_else_fills_in_is_not_the_senders_to_answer() -> None:
    assert codes(section(asked(required=True), filled_by="business_unit"), {}) == []
    assert codes(section(asked(required=True), filled_by="agency"), {}) == ["missing-answer"]


def test_remarks_beside_what_we_hold_are_free() -> None:
    part = section(asked("x", "date", required=True), asked("y", "nhs_number"),
                   per="subject_child", prefilled=True)
    assert codes(part, {"C1/x/anomaly": "We have the day before", "C1/x": "soon",
                        "C1/y/anomaly": "Ours ends in 3"}) == []


def test_words_printed_in_a_row_count_as_its_answer() -> None:
    part = section(asked(required=True), asked("y", required=True), kind="table",
                   printed=({"x": "Printed"}, {"x": "Printed too"}))
    assert codes(part, {}) == []
    assert codes(part, {"1/y": "Done"}) == []
    assert codes(part, {"2/y": "Done", "3/y": "Added"}) == ["missing-answer"]
    assert problems(part, {"3/y": "Added"})[0].where.part == "Sheet"


def test_rows_and_children_are_held_against_themselves_only() -> None:
    part = section(asked("x", "yes_no"), asked("y", required_if=YES_IF), kind="table")
    answers = {"1/x": "No", "2/x": "Yes", "2/y": "Why", "3/x": "Yes"}
    assert codes(part, answers) == ["missing-answer"]
    child = section(asked("x", "yes_no"), asked("y", required_if=YES_IF), per="subject_child")
    assert codes(child, {"C1/x": "No", "C2/x": "Yes"}) == ["missing-answer"]


def test_of_each_child_we_have_named_something_must_be_said() -> None:
    named = Section("named", "Named", "answers", "Named", "", (asked(),), per="subject_child",
                    prefilled=True)
    part = section(asked(required=True), per="subject_child")
    one, form = sent(part, {"C1/x": "Words"})
    told = {f"named/{code}/x": Answer("Name") for code in ("C1", "C2")}
    form = replace(form, sections=(named, part))
    assert validate(replace(one, answers={**one.answers, "named/C1/x": Answer("Name")}),
                    form, FACTS) == []
    found = validate(replace(one, answers={**one.answers, **told}), form, FACTS)
    assert [problem.code for problem in found] == ["missing-answer"]


# --- what a problem says ----------------------------------------------------------------------


def test_a_problem_knows_its_cell_its_sender_and_quotes_what_was_typed() -> None:
    part = section(asked(), asked("y", "email", hint="Your own."))
    one, = problems(part, {"x": "words", "y": "nobody"})
    assert (one.where, one.sender, one.quote, one.severity) == (
        Where("r", "Sheet", "C7"), "A1", "nobody", "error")
    assert "Question y" in one.message and "nobody" not in one.message + one.fix


def test_a_missing_answer_points_at_the_empty_box_or_at_the_sheet() -> None:
    part = section(asked(required=True))
    box = Where("r", "Sheet", "C6")
    assert problems(part, {}, places={"s/x": box})[0].where == box
    assert problems(part, {})[0].where == Where("r", "Sheet")


def test_a_field_may_be_less_grave() -> None:
    part = section(asked(required=True, severity="warning"), asked("y", "date", severity="note"))
    assert [one.severity for one in problems(part, {"y": "2021"})] == ["warning", "note"]


def test_what_is_offered_is_said() -> None:
    one, = problems(section(asked("x", "choice", choices=("Red", "Amber"))), {"x": "Blue"})
    assert one.fix == "Choose one of: Red, Amber."
    one, = problems(section(asked("x", rules={"regex": "A[0-9]"}, hint="A and a number.")),
                    {"x": "9"})
    assert one.fix == "A and a number."


# --- the case ---------------------------------------------------------------------------------


def record_of(profile: Profile, reference: str = "NSCP-1", name: str = "case.xlsx") -> Submission:
    answers = {"identity/reference": reference, "subject_children/C1/name": "Baby",
               "subject_children/C2/name": "Rowan", "family/1/code": "F1",
               "family/1/name": "Mother", "agencies/1/code": "A1",
               "agencies/1/name": "Police"}
    data = workbook.write(profile.forms["case"], profile, Filling(answers=answers))
    found = workbook.read(data, name, profile)
    assert isinstance(found, Submission)
    return found


def returned(form: str, case: str, version: str = "2021.03", recipient: str = "A1") -> Submission:
    return Submission(form, version, case, recipient, 1, "first", "", "r.xlsx", "f", {})


def test_the_facts_of_a_case(norfolk: Profile) -> None:
    facts, found = gather_facts(norfolk, [record_of(norfolk)], AS_OF)
    assert found == []
    assert (facts.reference, facts.children, facts.people, facts.agencies) == (
        "NSCP-1", ["C1", "C2"], ["C1", "C2", "F1"], ["A1"])
    assert facts.offered("list:stages")
    assert facts.offered("subject_children") == ["C1", "C2"] and facts.offered("nothing") == ()


def test_a_case_without_a_record_or_with_two(norfolk: Profile) -> None:
    facts, found = gather_facts(norfolk, [], AS_OF)
    assert [one.code for one in found] == ["no-case-record"] and facts.reference == ""
    first, second = record_of(norfolk), record_of(norfolk, "NSCP-2", "case (2).xlsx")
    facts, found = gather_facts(norfolk, [first, second], AS_OF)
    assert [(one.code, one.where.file) for one in found] == [("two-case-records", "case (2).xlsx")]
    kept, _ = of_this_case(norfolk, [first, second], facts)
    assert facts.reference == "NSCP-1" and kept == [first]


@pytest.mark.parametrize(("one", "code", "used"), [
    (returned("rapid_review", "NSCP-1"), "", True), (returned("rapid_review", "nscp-1"), "", True),
    (returned("rapid_review", "NSCP-2031-01"), "case-mismatch", False),
    (returned("rapid_review", ""), "no-case-reference", True),
    (returned("rapid_review", "NSCP-1", recipient=""), "no-sender", True),
    (returned("decision_record", "NSCP-1", "2026.11", recipient=""), "", True),
    (returned("rapid_review", "NSCP-1", version="2019"), "other-version", True),
])
def test_who_belongs_to_the_case(norfolk: Profile, one: Submission, code: str, used: bool) -> None:
    record = record_of(norfolk)
    facts, _ = gather_facts(norfolk, [record, one], AS_OF)
    kept, found = of_this_case(norfolk, [record, one], facts)
    assert [problem.code for problem in found] == ([code] if code else [])
    assert (one in kept) is used
    assert all(problem.quote == "NSCP-2031-01" for problem in found
               if problem.code == "case-mismatch")


def test_without_a_case_record_nobody_is_turned_away(norfolk: Profile) -> None:
    one = returned("rapid_review", "NSCP-9")
    assert of_this_case(norfolk, [one], Facts(AS_OF)) == ([one], [])


# --- all forms of the profile -----------------------------------------------------------------


def test_an_empty_form_asks_for_what_is_required_and_nothing_else(norfolk: Profile) -> None:
    for form in norfolk.forms.values():
        found = workbook.read(workbook.write(form, norfolk), "blank.xlsx", norfolk)
        assert isinstance(found, Submission)
        said = validate(found, form, Facts(AS_OF))
        own = [s for s in form.sections if not s.filled_by or s.filled_by == form.filled_by]
        required = [f for s in own if s.kind != "table" and not s.prefilled for f in s.fields
                    if f.required]
        empty = [s for s in own if s.at_least_one]
        assert len(said) == len(required) + len(empty), form.id
        assert {one.code for one in said} <= {"missing-answer", "missing-row", "missing-tick"}
        assert all(one.where.part and one.where.spot for one in said)


def test_the_same_file_twice_is_used_once(norfolk: Profile) -> None:
    record = record_of(norfolk)
    facts, _ = gather_facts(norfolk, [record], AS_OF)
    one, two = returned("rapid_review", "NSCP-1"), returned("rapid_review", "NSCP-1")
    kept, found = of_this_case(norfolk, [record, one, replace(two, file="copy.xlsx")], facts)
    assert kept == [record, one]
    assert [(p.code, p.where.file) for p in found] == [("same-file-twice", "copy.xlsx")]


def test_two_agencies_with_one_code_are_said(norfolk: Profile) -> None:
    data = workbook.write(norfolk.forms["case"], norfolk, Filling(answers={
        "agencies/1/code": "A1", "agencies/1/name": "Police",
        "agencies/2/code": "a1", "agencies/2/name": "Hospital"}))
    record = workbook.read(data, "case.xlsx", norfolk)
    assert isinstance(record, Submission)
    facts, _ = gather_facts(norfolk, [record], AS_OF)
    found = [p for p in validate(record, norfolk.forms["case"], facts) if p.code == "code-twice"]
    assert [p.quote for p in found] == ["a1"]


def test_two_addresses_may_stand_in_one_cell() -> None:
    where = section(asked("x", "email"))
    for words in ("a@example.org; b@example.org", "a@example.org, b@example.org;"):
        assert codes(where, {"x": words}) == []
    assert codes(where, {"x": "a@example.org; the nurse"}) == ["email-wrong"]

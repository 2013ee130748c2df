"""What is filled in for people: what is known, what they wrote so far, what others said."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline import desk, workbook
from pipeline.merge import merge
from pipeline.model import Answer, Case, Filling, Profile, Submission, Where, Words
from pipeline.prefill import flat, prefilled
from pipeline.workbook.values import understood

AS_OF = date(2025, 7, 1)
RECORD = {
    "identity/reference": "NSCP-1", "review/reasons": "An injury to a baby.",
    "key_dates/rapid_review_meeting": "10 June 2025", "notification/circumstances": "A call at 6.",
    "subject_children/C1/name": "Baby Amberley", "subject_children/C2/name": "Rowan Amberley",
    "family/1/code": "F1", "family/1/name": "Tamsin Amberley", "agencies/1/code": "A1",
    "agencies/1/name": "Police", "agencies/1/return_due": "3 June 2025", "agencies/2/code": "A2",
    "agencies/2/name": "A trust", "agencies/2/service": "Midwifery", "agencies/3/code": "A3",
    "agencies/3/name": "Fire", "agencies/3/omitted_because": "Never involved.",
    "participants/1/name": "M. Pellingate", "participants/1/role": "Chair",
}
GOOD = "analysis/good_practice"
BOX = "determinants/good_practice"


def sent(profile: Profile, form: str, answers: Mapping[str, str], recipient: str = "",
         number: int = 1, kind: str = "first", **more: Any) -> Submission:
    file = f"{form}-{recipient}-{number}.xlsx"
    found = {}
    for n, (path, text) in enumerate(answers.items(), 1):
        section = profile.forms[form].section(path.split("/")[0])
        assert section is not None
        field = next(f for bit in path.split("/")[1:] if (f := section.field(bit)))
        found[path] = Answer(text, understood(field, text), (Where(file, section.sheet, f"C{n}"),))
    return Submission(form, "2021.03", "NSCP-1", recipient, number, kind, "", file,
                      f"{form}{number}", found, **more)


def case_of(profile: Profile, *some: Submission) -> Case:
    return merge(profile, [sent(profile, "case", RECORD), *some], AS_OF)[0]


def returned(profile: Profile, words: str, recipient: str = "A1", number: int = 1,
             kind: str = "first") -> Submission:
    return sent(profile, "rapid_review", {GOOD: words}, recipient, number, kind)


def saved_desk(profile: Profile, case: Case, form: str, ticks: str,
               answers: Mapping[str, str] | None = None) -> Submission:
    """The desk as its owner saved it: every box ticked off, and written in."""
    made = desk.filling(profile, case, profile.forms[form])
    beside = {box: [replace(one, tick=ticks) for one in words]
              for box, words in made.beside.items()}
    filling = replace(made, beside=beside, answers={**made.answers, **(answers or {})})
    found = workbook.read(workbook.write(profile.forms[form], profile, filling),
                          f"our-forms/{form}.xlsx", profile)
    assert isinstance(found, Submission)
    return found


def shown(profile: Profile, case: Case, saved: Sequence[Submission] = (),
          form: str = "decision_record", box: str = BOX) -> list[tuple[str, str, str, str]]:
    words: Sequence[Words] = desk.filling(
        profile, case, profile.forms[form], saved=saved).beside.get(box, [])
    return [(one.who, one.text, one.tick, one.new) for one in words]


# --- what is known ----------------------------------------------------------------------------


def test_an_agency_gets_what_the_case_record_holds(norfolk: Profile) -> None:
    case = case_of(norfolk, returned(norfolk, "Back already", "A2"))
    made = desk.to_agencies(norfolk, case)
    assert list(made) == ["A1"]
    filling = made["A1"]["rapid_review"]
    assert filling.identity == {"case": "NSCP-1", "recipient": "A1", "number": "1"}
    assert filling.children == ["C1", "C2"]
    assert filling.answers["background/reasons"] == "An injury to a baby."
    assert filling.answers["family_details/C2/name"] == "Rowan Amberley"
    assert filling.answers["family_members/1/name"] == "Tamsin Amberley"
    assert filling.facts == [("For", "Police"), ("Return by", "Tuesday 3 June 2025"),
                             ("Return to", "NSCP Business Manager")]
    assert filling.offered["people"] == ["C1", "C2", "F1"]
    assert filling.offered["agencies"] == ["A1", "A2", "A3"]


def test_what_an_agency_gets_it_can_send_back_unchanged_without_a_question(
        norfolk: Profile) -> None:
    case = case_of(norfolk)
    form = norfolk.forms["rapid_review"]
    data = workbook.write(form, norfolk, desk.to_agencies(norfolk, case)["A1"]["rapid_review"])
    back = workbook.read(data, "returns/a1.xlsx", norfolk)
    assert isinstance(back, Submission) and back.problems == ()
    assert (back.case, back.recipient) == ("NSCP-1", "A1")
    assert back.repeats == back.answers.keys()
    changed = {**RECORD, "review/reasons": "Reworded since.", "family/1/name": "T. Amberley"}
    _, problems = merge(norfolk, [sent(norfolk, "case", changed), back], AS_OF)
    assert [one for one in problems if one.code == "held-changed"] == []


def test_words_an_agency_changed_in_our_part_are_quoted(norfolk: Profile) -> None:
    filling = desk.to_agencies(norfolk, case_of(norfolk))["A1"]["rapid_review"]
    answers = {**filling.answers, "family_details/C2/name": "Rowan Ostlecroft",
               "family_members/1/name": "Tamsin O.", "background/reasons": "Other reasons."}
    form = norfolk.forms["rapid_review"]
    # The marks are of what we sent, the words of what came back.
    sent_out = workbook.write(form, norfolk, filling)
    back = workbook.read(overtyped(sent_out, filling.answers, answers), "a1.xlsx", norfolk)
    assert isinstance(back, Submission)
    _, problems = merge(norfolk, [sent(norfolk, "case", RECORD), back], AS_OF)
    assert sorted(one.quote for one in problems if one.code == "held-changed") == [
        "Other reasons.", "Rowan Ostlecroft", "Tamsin O."]


def overtyped(data: bytes, before: Mapping[str, str], after: Mapping[str, str]) -> bytes:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    changes = {before[path]: words for path, words in after.items() if before[path] != words}
    for ws in book.worksheets:
        for row in ws.iter_rows():
            for cell in row:
                if cell.value in changes and ws.sheet_state == "visible":
                    cell.value = changes[cell.value]
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_form_is_filled_from_others_and_from_the_clock(norfolk: Profile) -> None:
    case = case_of(norfolk, sent(norfolk, "decision_record", {
        "action_log/2/owner": "Business Manager", "action_log/6/action": "Tell the school",
        "decision/reasons": "The criteria are met."}))
    made = desk.to_fill(norfolk, case, [])
    assert "case" not in made and "rapid_review" not in made
    record = made["decision_record"].answers
    assert record["meeting/date"] == "Tuesday 10 June 2025"
    assert record["participants/1/role"] == "Chair"
    plan = made["action_plan"].answers
    section = norfolk.forms["decision_record"].section("action_log")
    assert section is not None
    assert [plan[f"actions/{n}/action"] for n in range(1, 7)] == [
        *(row["action"] for row in section.printed), "Tell the school"]
    assert plan["actions/2/owner"] == "Business Manager"
    assert "The criteria are met." in made["terms_of_reference"].answers.values()


def test_rows_printed_on_a_form_nobody_has_filled_in_are_not_known(norfolk: Profile) -> None:
    made = desk.to_fill(norfolk, case_of(norfolk), [])
    assert not any(path.startswith("actions/") for path in made["action_plan"].answers)


def test_a_known_answer_stands_in_the_place_the_form_has_for_it(norfolk: Profile) -> None:
    known = {"case": {path: Answer(words) for path, words in RECORD.items()}}
    for form in norfolk.forms.values():
        found = prefilled(form, lambda name: known.get(name, {}), ["C1", "C2"])
        for path in found:
            section = form.section(path.split("/")[0])
            assert section is not None and any(section.field(bit) for bit in path.split("/")[1:])


def test_a_return_is_flat_again_as_it_was_read(norfolk: Profile) -> None:
    answers = {"summary/1/when": "2021", "summary/3/event": "Gap above", GOOD: "One",
               "family_details/C1/name/anomaly": "Other", "categories/online": "x",
               "categories/other_category": "Dogs"}
    one = sent(norfolk, "rapid_review", answers, "A1")
    case = case_of(norfolk, one)
    found = flat(case["forms"]["rapid_review"]["returns"][0])
    assert {path: found[path] for path in answers} == dict(one.answers)


# --- what was written so far ------------------------------------------------------------------


@pytest.mark.parametrize("form", ["decision_record", "rapid_review_report", "qa_summary"])
def test_what_was_written_is_carried_into_the_next_desk(norfolk: Profile, form: str) -> None:
    box = next(f"{s.id}/{f.id}" for s, f in norfolk.forms[form].fields() if f.gathers)
    case = case_of(norfolk, returned(norfolk, "Calm staff"))
    saved = saved_desk(norfolk, case, form, "Taken up", {box: "What we wrote.\n\nAnd more."})
    again = case_of(norfolk, returned(norfolk, "Calm staff"), saved)
    made = desk.to_fill(norfolk, again, [saved])[form]
    assert made.answers[box] == "What we wrote.\n\nAnd more."
    assert {one.tick for words in made.beside.values() for one in words} <= {"Taken up"}
    assert {one.new for words in made.beside.values() for one in words} <= {""}


def test_rows_that_were_taken_out_of_a_filled_table_do_not_come_back(norfolk: Profile) -> None:
    saved = sent(norfolk, "decision_record", {"participants/1/name": "Somebody else"})
    made = desk.to_fill(norfolk, case_of(norfolk, saved), [saved])["decision_record"]
    assert {path: words for path, words in made.answers.items() if path.startswith("part")} == {
        "participants/1/name": "Somebody else"}


# --- what others said -------------------------------------------------------------------------


def test_everybodys_words_stand_beside_the_box(norfolk: Profile) -> None:
    case = case_of(norfolk, returned(norfolk, "Calm staff"), returned(norfolk, "N/A", "A2"))
    assert shown(norfolk, case) == [("Police", "Calm staff", "", ""),
                                    ("A trust, Midwifery", "N/A", "", "")]
    assert shown(norfolk, case, box="discussions/harm") == [("Case record", "A call at 6.", "", "")]


def test_ticks_stay_while_the_words_are_the_same(norfolk: Profile) -> None:
    case = case_of(norfolk, returned(norfolk, "Calm staff"), returned(norfolk, "Quick calls", "A2"))
    saved = saved_desk(norfolk, case, "decision_record", "Not needed")
    assert [one.tick for one in saved.evidence if one.about == BOX] == ["Not needed"] * 2
    later = case_of(norfolk, returned(norfolk, "Calm staff"), returned(norfolk, "Slow calls", "A2"),
                    returned(norfolk, "Quick calls", "A3"), saved)
    assert shown(norfolk, later, [saved]) == [
        ("Police", "Calm staff", "Not needed", ""),
        ("A trust, Midwifery", "Slow calls", "", "Changed"), ("Fire", "Quick calls", "", "New")]


def test_ticks_stay_when_a_correction_says_the_same(norfolk: Profile) -> None:
    saved = saved_desk(norfolk, case_of(norfolk, returned(norfolk, "Calm staff")),
                       "decision_record", "Taken up")
    later = case_of(norfolk, returned(norfolk, "Calm staff"),
                    returned(norfolk, "Calm staff", number=2, kind="correction"), saved)
    assert shown(norfolk, later, [saved]) == [("Police", "Calm staff", "Taken up", "")]


def test_nothing_is_new_on_the_first_desk(norfolk: Profile) -> None:
    case = case_of(norfolk, returned(norfolk, "Calm staff"))
    assert shown(norfolk, case) == [("Police", "Calm staff", "", "")]


def test_rows_beside_a_box_are_known_by_what_they_say_not_by_their_number(
        norfolk: Profile) -> None:
    def events(*words: str) -> Submission:
        rows = {f"summary/{n}/{name}": f"{name} {one}" for n, one in enumerate(words, 1)
                for name in ("when", "event")}
        return sent(norfolk, "rapid_review", rows, "A1")

    saved = saved_desk(norfolk, case_of(norfolk, events("b", "c")), "rapid_review_report",
                       "Taken up")
    later = case_of(norfolk, events("a", "b", "c"), saved)
    found = [(text, tick, new) for _, text, tick, new in shown(
        norfolk, later, [saved], "rapid_review_report", "facts/summary") if "event" in text]
    assert found == [("when a: event a", "", "New"), ("when b: event b", "Taken up", ""),
                     ("when c: event c", "Taken up", "")]


def test_panel_members_are_counted_and_never_named(norfolk: Profile) -> None:
    form = norfolk.forms["qa_tool"]
    asked = next(f for s, f in form.fields() if s.id == "basics" and f.adverse)
    respondent = form.meaning("respondent")
    assert respondent is not None
    record = {**RECORD, "review_panel/1/code": "M1", "review_panel/1/name": "Q. Hartwell"}
    tools = [sent(norfolk, "qa_tool", {
        f"basics/{asked.id}": words, "basics/positive": f"Good {n}",
        f"{respondent.id}/name": "Q. Hartwell"}, f"M{n}")
        for n, words in enumerate(("Yes", "No", "No"), 1)]
    case, _ = merge(norfolk, [sent(norfolk, "case", record), *tools], AS_OF)
    made = desk.to_fill(norfolk, case, [])["qa_summary"]
    every = [one for words in made.beside.values() for one in words]
    assert every
    for one in every:
        assert "Hartwell" not in f"{one.who} {one.text} {one.place}"
        assert "M1" not in f"{one.who} {one.text} {one.place}"
    assert {one.who for one in every if one.text.startswith("Good")} == {"A panel member"}
    counts = [one for one in every if asked.label in one.text]
    assert counts and all(f"{asked.adverse}: 2; Yes: 1" in one.text for one in counts)
    assert all(one.who == "3 answers" for one in counts)


def test_a_filling_makes_a_workbook_for_every_form_of_ours(norfolk: Profile) -> None:
    case = case_of(norfolk, returned(norfolk, "Calm staff"))
    for name, filling in desk.to_fill(norfolk, case, []).items():
        found = workbook.read(workbook.write(norfolk.forms[name], norfolk, filling), name, norfolk)
        assert isinstance(found, Submission) and found.problems == ()
        assert {path: answer.text for path, answer in found.answers.items()} == {
            path: words for path, words in filling.answers.items()
            if not printed_there(norfolk, name, path, words)}
        assert len(found.evidence) == sum(map(len, filling.beside.values()))


def printed_there(profile: Profile, form: str, path: str, words: str) -> bool:
    section = profile.forms[form].section(path.split("/")[0])
    assert section is not None
    bits = path.split("/")
    return section.kind == "table" and int(bits[1]) <= len(section.printed) and (
        section.printed[int(bits[1]) - 1].get(bits[2]) == words)


def test_a_filling_of_nothing_is_a_blank(norfolk: Profile) -> None:
    form = norfolk.forms["rapid_review"]
    assert workbook.write(form, norfolk, Filling()) == workbook.write(form, norfolk)

"""Where agencies are asked for two forms at once, each of the two is waited for and chased."""

import email
from collections.abc import Mapping
from datetime import date
from email import policy
from pathlib import Path
from typing import Any

import pytest

from pipeline import workbook
from pipeline.catalogue import problem
from pipeline.doors.mail import write_message
from pipeline.merge import merge
from pipeline.messages import settled
from pipeline.model import Answer, Case, Filling, Problem, Profile, Submission, Where
from pipeline.run import check
from pipeline.sending import to_send
from tests.making.collated import loaded

RECORD = {
    "identity/reference": "SSCP-1", "subject_children/C1/name": "Baby Amberley",
    **{f"agencies/{n}/code": f"A{n}" for n in range(1, 5)},
    "agencies/1/name": "Police", "agencies/2/name": "A trust", "agencies/3/name": "School",
    "agencies/4/name": "Housing",
    **{f"agencies/{n}/return_due": "3 June 2025" for n in range(1, 5)},
    "agencies/2/contact_email": "contact@example.org",
}
EVENTS = "Significant Practice Event Chronology"
NIL = Answer("Yes", True, (Where("n", "Start here", "B9"),))


@pytest.fixture(scope="module")
def salford() -> Profile:
    return loaded("salford")


def sent(profile: Profile, form: str, answers: Mapping[str, str], recipient: str = "",
         nil: bool = False) -> Submission:
    file = f"{form}-{recipient}"
    found = {path: Answer(words, words, (Where(file, "Sheet", f"B{n}"),))
             for n, (path, words) in enumerate(answers.items(), 1)}
    return Submission(form, profile.forms[form].version, "SSCP-1", recipient, 1, "first", "", file,
                      file, found, nothing_held=NIL if nil else Answer(""))


def returns(profile: Profile) -> list[Submission]:
    """A1 sent both, A2 its summary, A3 its chronology; A4 sent its summary: it holds nothing."""
    summary = {"analysis/good_practice": "Words"}
    events = {"chronology/1/when": "1 May 2025", "chronology/1/event": "A visit."}
    summary = {f"{s.id}/{f.id}": "Words" for s, f in profile.forms["agency_summary"].fields()
               if f.type == "narrative" and s.kind == "answers" and not s.prefill} or summary
    return [sent(profile, "agency_summary", summary, "A1"),
            sent(profile, "chronology", events, "A1"),
            sent(profile, "agency_summary", summary, "A2"),
            sent(profile, "chronology", events, "A3"),
            sent(profile, "agency_summary", {}, "A4", nil=True)]


def case_of(profile: Profile, as_of: date) -> Case:
    return merge(profile, [sent(profile, "case", RECORD), *returns(profile)], as_of)[0]


def lacking(case: Case) -> dict[str, list[str]]:
    return {row["code"]["text"]: [one["form"] for one in row["lacks"]] for row in case["agencies"]}


def files(profile: Profile, as_of: date, problems: list[Problem] | None = None) -> dict[str, bytes]:
    return to_send(profile, case_of(profile, as_of), (), problems or (), as_of).files


def attached(data: bytes) -> list[str]:
    draft: Any = email.message_from_bytes(data, policy=policy.default)
    return [part.get_filename() for part in draft.iter_attachments()]


def test_each_agency_lacks_the_forms_of_the_request_that_it_has_not_returned(
        salford: Profile, norfolk: Profile) -> None:
    case = case_of(salford, date(2025, 6, 6))
    assert lacking(case) == {"A1": [], "A2": ["chronology"], "A3": ["agency_summary"], "A4": []}
    assert [row["status"]["text"] for row in case["agencies"]] == [
        "Returned", f"Returned, without: {EVENTS}", "Has not replied: overdue",
        "Returned: holds no information"]
    assert any("A trust" in step and EVENTS in step for step in case["next_steps"])
    alone = merge(norfolk, [sent(norfolk, "case", RECORD)], date(2025, 6, 6))[0]
    assert lacking(alone)["A1"] == ["rapid_review"]


def test_a_chaser_names_and_brings_each_form_that_is_missing(salford: Profile) -> None:
    made = files(salford, date(2025, 6, 6))
    assert {name.split("/")[1] for name in made} == {"A2", "A3"}
    assert attached(made["to-agencies/A2/chaser.eml"]) == ["chronology.xlsx"]
    assert attached(made["to-agencies/A3/chaser.eml"]) == ["agency_summary.xlsx"]
    assert EVENTS in made["to-agencies/A2/chaser.txt"].decode()
    # Its leader is written to when nothing at all has come.
    assert "to-agencies/A2/escalation.eml" not in made


def test_who_has_sent_nothing_is_chased_for_both(salford: Profile) -> None:
    case = merge(salford, [sent(salford, "case", RECORD)], date(2025, 6, 6))[0]
    made = to_send(salford, case, (), (), date(2025, 6, 6)).files
    assert attached(made["to-agencies/A2/chaser.eml"]) == ["agency_summary.xlsx",
                                                           "chronology.xlsx"]
    said = " ".join(made["to-agencies/A2/chaser.txt"].decode().split())
    for title in ("Agency Summary Form", EVENTS):
        assert title.casefold() in said.casefold()


def test_a_second_form_that_cannot_be_read_is_asked_for_again(salford: Profile) -> None:
    unread = problem("workbook-damaged", Where("R009"), sender="A2")
    used = returns(salford)
    assert settled([unread], used, salford)[0].severity == unread.severity
    both = [*used, sent(salford, "chronology", {"chronology/1/event": "A visit."}, "A2")]
    assert settled([unread], both, salford)[0].severity == "note"
    made = files(salford, date(2025, 6, 6), [unread])
    assert attached(made["to-agencies/A2/again.eml"]) == ["chronology.xlsx"]


@pytest.mark.parametrize("typed", ["contact@example.org",
                                   "other@example.org; Contact@example.org"])
def test_a_file_we_cannot_read_stands_under_the_agency_whose_address_sent_it(
        salford: Profile, tmp_path: Path, typed: str) -> None:
    record = {**RECORD, "agencies/2/contact_email": typed}
    form, other = salford.forms["case"], loaded("norfolk")
    (tmp_path / "case.xlsx").write_bytes(workbook.write(form, salford, Filling(
        identity={"case": "SSCP-1"}, answers=record)))
    whole = workbook.write(salford.forms["chronology"], salford, Filling())
    foreign = workbook.write(other.forms["rapid_review"], other, Filling())
    for n, data in enumerate((whole[:len(whole) // 2], foreign)):
        (tmp_path / f"message{n}.eml").write_bytes(write_message(
            "A trust <Contact@example.org>", "unit@example.org", "Return",
            "Fri, 09 May 2025 09:00:00 +0100", "Please see attached.", [("form.xlsx", data)]))
    checked = check(tmp_path, salford, date(2025, 6, 6))
    unread = {one.code: one.sender for one in checked.problems if one.where.file.endswith(".1")}
    assert unread == {"workbook-damaged": "A2", "form-unknown": "A2"}
    places = [one["where"] for one in checked.case["problems"] if one["code"] in unread]
    assert sorted(places) == ["A trust (R002.1)", "A trust (R003.1)"]


def test_a_file_we_cannot_read_is_his_whose_other_form_came_with_it(salford: Profile,
                                                                    tmp_path: Path) -> None:
    (tmp_path / "case.xlsx").write_bytes(workbook.write(salford.forms["case"], salford, Filling(
        identity={"case": "SSCP-1"}, answers=RECORD)))
    good, bad = (workbook.write(salford.forms[name], salford, Filling(
        identity={"case": "SSCP-1", "recipient": "A2"})) for name in ("agency_summary",
                                                                      "chronology"))
    (tmp_path / "message.eml").write_bytes(write_message(
        "somebody@example.org", "unit@example.org", "Return", "Fri, 09 May 2025 09:00:00 +0100",
        "Please see attached.", [("a.xlsx", good), ("b.xlsx", bad[:len(bad) // 2])]))
    checked = check(tmp_path, salford, date(2025, 6, 6))
    damaged = next(one for one in checked.problems if one.code == "workbook-damaged")
    assert (damaged.sender, damaged.severity) == ("A2", "error")


def test_the_clock_waits_for_every_form_of_the_request(salford: Profile) -> None:
    record = {**RECORD, "key_dates/requests_sent": "20 May 2025"}
    case = merge(salford, [sent(salford, "case", record), *returns(salford)], date(2025, 6, 6))[0]
    assert case["deadlines"]["agency_return"]["waiting"] == "Not returned yet: 2 of 4 agencies."

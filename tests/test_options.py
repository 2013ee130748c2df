"""What is chosen from a menu fills the next form; what may not be chosen quietly is said."""

from datetime import date
from pathlib import Path

import pytest

from pipeline import desk, workbook
from pipeline.merge import merge
from pipeline.model import Case, Filling, Problem, Profile, Submission
from pipeline.profiles import load_profile
from pipeline.run import check
from pipeline.validate import process_rules

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 6, 1)
EVENT = "Multi-agency learning event"
NOTIFIED = {"identity/reference": "X-1", "key_dates/notification_submitted": "14 May 2025"}


@pytest.fixture(scope="module")
def northamptonshire() -> Profile:
    return load_profile(ROOT / "templates", "northamptonshire")


def saved(profile: Profile, form: str, answers: dict[str, str]) -> Submission:
    """A form as somebody filled it in, saved it and sent it."""
    data = workbook.write(profile.forms[form], profile, Filling(
        identity={"case": "X-1"}, answers=answers))
    found = workbook.read(data, f"{form}.xlsx", profile)
    assert isinstance(found, Submission)
    return found


def _case(profile: Profile, *some: Submission) -> Case:
    return merge(profile, list(some), AS_OF)[0]


def _menu(profile: Profile, case: Case, own: tuple[Submission, ...] = ()) -> dict[str, str]:
    """What stands in the Terms of Reference about the learning option."""
    made = desk.filling(profile, case, profile.forms["terms_of_reference"], saved=own).answers
    return {path.partition("/")[2]: words for path, words in made.items()
            if path.startswith("methodology/")}


def test_the_learning_option_chosen_fills_the_terms_of_reference(norfolk: Profile) -> None:
    record = saved(norfolk, "case", NOTIFIED)
    chosen = saved(norfolk, "decision_record", {"other_learning/learning_option": EVENT})
    filled = _menu(norfolk, _case(norfolk, record, chosen))
    assert filled["learning_option"] == EVENT
    assert filled["timescale"] == "Three months"
    assert filled["governance"] == "SPRG & NSCP"
    assert "Senior manager in partnership" in filled["lead_officer"]
    assert "One day event" in filled["methodology"]
    assert "does not meet CSPR criteria" in filled["rationale"]
    assert _menu(norfolk, _case(norfolk, record)) == {}


def test_what_was_written_in_the_terms_of_reference_stays(norfolk: Profile) -> None:
    some = (saved(norfolk, "case", NOTIFIED),
            saved(norfolk, "decision_record", {"other_learning/learning_option": EVENT}))
    own = saved(norfolk, "terms_of_reference", {"methodology/timescale": "Ten weeks"})
    filled = _menu(norfolk, _case(norfolk, *some, own), (own,))
    assert filled["timescale"] == "Ten weeks"
    assert filled["governance"] == "SPRG & NSCP"


def _broken(profile: Profile, *some: Submission) -> list[Problem]:
    return [one for one in process_rules(profile, some) if one.severity == "warning"]


def test_another_option_for_a_notified_case_is_warned_about(norfolk: Profile) -> None:
    record = saved(norfolk, "case", NOTIFIED)
    option = {"other_learning/learning_option": EVENT}
    [found] = _broken(norfolk, record, saved(norfolk, "decision_record", option))
    assert "expects any further review of a notified case" in found.message
    assert found.where.part == "Other learning options" and found.where.spot
    because = {**option, "other_learning/other_review_because": "The Panel has agreed to it."}
    assert not _broken(norfolk, record, saved(norfolk, "decision_record", because))
    nobody_told = saved(norfolk, "case", {"identity/reference": "X-1"})
    assert not _broken(norfolk, nobody_told, saved(norfolk, "decision_record", option))


def test_another_review_of_a_notified_case_is_warned_about(northamptonshire: Profile) -> None:
    record = saved(northamptonshire, "case", NOTIFIED)
    signed = {f"sign_off/{n}/decision": "Confirmed" for n in (1, 2, 3)}
    for step, count in (("Single or multi-agency review", 1), ("Practitioner learning event", 0)):
        report = saved(northamptonshire, "rapid_review_report",
                       {**signed, "next_steps/1/step": step})
        assert len(_broken(northamptonshire, record, report)) == count, step


def test_a_report_is_confirmed_by_all_three_partners(northamptonshire: Profile) -> None:
    signed = {f"sign_off/{n}/decision": "Confirmed" for n in (1, 2, 3)}
    assert not _broken(northamptonshire, saved(northamptonshire, "rapid_review_report", signed))
    signed["sign_off/2/decision"] = "Not confirmed"
    [found] = _broken(northamptonshire, saved(northamptonshire, "rapid_review_report", signed))
    assert "not been confirmed by all three" in found.message


def test_a_request_without_countersignature_is_an_error_at_its_cell(
        northamptonshire: Profile, tmp_path: Path) -> None:
    form = northamptonshire.forms["review_request"]
    answers = {"requester/name": "A. Person", "agreement/representative": "B. Person",
               "agreement/countersigned_on": "9 March 2026"}

    def found() -> list[Problem]:
        (tmp_path / "request.xlsx").write_bytes(workbook.write(
            form, northamptonshire, Filling(answers=answers)))
        return [one for one in check(tmp_path, northamptonshire, AS_OF).problems
                if "countersigned" in one.message]

    [missing] = found()
    section = form.section("agreement")
    assert section is not None
    assert (missing.severity, missing.where.part) == ("error", "Countersignature")
    read = workbook.read((tmp_path / "request.xlsx").read_bytes(), "request.xlsx",
                         northamptonshire)
    assert isinstance(read, Submission)
    assert missing.where.spot == read.places["agreement/countersigned_by"].spot
    answers["agreement/countersigned_by"] = "B. Person, LLR Sub-Group representative"
    assert found() == []

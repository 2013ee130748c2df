"""Northumberland's sample case: complete, without a problem, and what must not go out does not."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from pipeline.doors.word import lines_of
from pipeline.model import Profile
from pipeline.run import Checked, Collated, check
from pipeline.sample import sample
from tests.making.collated import AS_OF, ROOT, collated_sample, loaded

SAMPLE = ROOT / "inputs" / "northumberland-sample"


@pytest.fixture(scope="module")
def northumberland() -> Profile:
    return loaded("northumberland")


@pytest.fixture(scope="module")
def made() -> tuple[Path, Collated]:
    return collated_sample("northumberland")


def words(path: Path) -> str:
    return "\n".join(line.text for line in lines_of(path.read_bytes()))


def changed(profile: Profile, folder: Path, edits: Iterable[tuple[str, str, str]]) -> Checked:
    """What is said of the partnership's own three forms after their answers have been edited."""
    (folder / "answers").mkdir(parents=True)
    for name in ("case.toml", "rapid_review.toml", "terms_of_reference.toml"):
        text = (SAMPLE / "answers" / name).read_text("utf-8")
        for of, old, new in edits:
            assert of != name or old in text
            text = text.replace(old, new, 1) if of == name else text
        (folder / "answers" / name).write_text(text, "utf-8")
    for name, data in sample(folder, profile).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return check(folder, profile, AS_OF)


def broken_rules(checked: Checked) -> list[str]:
    return [f"{one.severity}: {one.message}" for one in checked.problems
            if one.code == "process-rule"]


def test_nothing_in_the_sample_needs_mending(made: tuple[Path, Collated]) -> None:
    _, done = made
    assert {one.code for one in done.checked.problems if one.severity != "note"} == set()


def test_what_the_panel_must_not_be_sent_is_not_in_its_rapid_review(
        made: tuple[Path, Collated]) -> None:
    out, done = made
    text = words(out / "documents" / "panel_submission.docx")
    case = done.checked.case
    people = [*case["people"], *(child["fields"] for child in case["children"])]
    for person in people:
        assert person["name"]["text"] and person["name"]["text"] not in text
    referral = case["forms"]["referral"]["merged"]["sections"]["background"]["brief_details"]
    assert referral["text"].splitlines()[0] not in text
    assert not [row for row in case["chronology"] if row["event"]["text"] in text]


def test_practitioners_names_stand_in_no_paper_of_the_meeting_or_the_workshop(
        made: tuple[Path, Collated]) -> None:
    out, done = made
    named = {row["name"]["text"] for one in done.checked.case["forms"]["scoping"]["returns"]
             for row in one["sections"]["practitioners"]["rows"]} - {""}
    assert named
    for document in ("collated_scoping", "composite_chronology", "workshop_learning"):
        text = words(out / "documents" / f"{document}.docx")
        assert [name for name in named if name in text] == []


def test_who_holds_nothing_is_said_once_and_not_under_every_question(
        made: tuple[Path, Collated]) -> None:
    out, _ = made
    text = words(out / "documents" / "collated_scoping.docx")
    assert "holds no information" in text
    assert text.count("Hepplewick Homes:") == 0


def test_more_than_four_lines_of_enquiry_are_warned_about_and_kept(
        northumberland: Profile, tmp_path: Path) -> None:
    row = '[[answers.lines_of_enquiry]]\nnumber = "{0}"\nquestion = "Question {0}?"\n'\
          'arises_from = "The Rapid Review."\n\n'
    more = "".join(row.format(number) for number in (4, 5))
    four = [("rapid_review.toml", "[answers.learning]", more + "[answers.learning]")]
    found = changed(northumberland, tmp_path, four)
    assert broken_rules(found) == [
        "warning: There are more than four key lines of enquiry in the Rapid Review.",
        "warning: There are more than four key lines of enquiry in the Terms of Reference."]
    terms = found.case["forms"]["terms_of_reference"]["merged"]["sections"]
    assert "Question 5?" in [row["question"]["text"] for row in terms["lines_of_enquiry"]["rows"]]


def test_a_rapid_review_from_a_referral_needs_a_notification_or_a_reason(
        northumberland: Profile, tmp_path: Path) -> None:
    line = 'notification_reference = "CSN-000-SAMPLE-NOB"\n'
    without = changed(northumberland, tmp_path / "a", [("case.toml", line, "")])
    assert [one.split(":")[0] for one in broken_rules(without)] == ["error"]
    reason = 'no_notification_because = "The council is deciding."\n'
    excused = changed(northumberland, tmp_path / "b", [("case.toml", line, reason)])
    assert broken_rules(excused) == []

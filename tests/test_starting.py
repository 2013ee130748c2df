"""A case started from a form that came in: what was typed once stands in the case record."""

import json
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from making.cases import FREE, filled

from pipeline import workbook
from pipeline.cli import main
from pipeline.doors.mail import write_message
from pipeline.doors.xlsx import read_book
from pipeline.errors import Exit
from pipeline.model import Filling, Form, Profile, Submission
from pipeline.profiles import load_profile, partnerships
from pipeline.starting import started, wrong
from pipeline.validate import Facts, validate

ROOT = Path(__file__).resolve().parent.parent
EVERYBODY = partnerships(ROOT / "templates")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def read(data: bytes, profile: Profile) -> Submission:
    found = workbook.read_opened(read_book(data), "R001", "x", profile)
    assert isinstance(found, Submission), found
    return found


def every_answer(form: Form) -> dict[str, str]:
    """An answer to every question, no two alike."""
    number = count(1)
    return filled(form, lambda path: f"Words {next(number):04}", FREE - {"tick"}, {})


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the commands are run: the checkout's templates, and inputs of its own."""
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    (tmp_path / "inputs").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def begins(profile: Profile) -> list[Form]:
    return [form for form in profile.forms.values() if form.starts]


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_starts_leads_to_a_question_and_every_partnership_has_a_form_to_start_from(
        name: str) -> None:
    profile = load_profile(ROOT / "templates", name)
    assert list(wrong(profile)) == []
    assert begins(profile)


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_copied_answer_stands_in_the_new_record_and_the_rest_is_named(
        home: Path, name: str) -> None:
    profile = load_profile(ROOT / "templates", name)
    record = profile.form_meaning("case_record")
    assert record is not None
    for number, form in enumerate(begins(profile)):
        answers = every_answer(form)
        data = workbook.write(form, profile, Filling(children=["C1", "C2"], answers=answers))
        source = home / f"{form.id}.xlsx"
        source.write_bytes(data)
        done = run("new", f"N-{number}", "--from", str(source))
        assert done.exit_code == Exit.DONE, done.output
        made = read((home / f"inputs/N-{number}/{record.id}.xlsx").read_bytes(), profile)
        there = "\n".join(answer.text for answer in made.answers.values())
        begun = started(record, form, read(data, profile))
        named = {label for labels in begun.left.values() for label in labels}
        for path, words in answers.items():
            section = form.section(path.split("/")[0])
            assert section is not None
            bits = path.split("/")
            asked = section.field(bits[-2] if bits[-1] == "anomaly" else bits[-1])
            assert asked is not None
            assert words in there or asked.label in named, path
        assert begun.copied and not [words for words in answers.values() if words in done.output]
        assert all(made.answers[path].text == words for path, words in begun.answers.items())


def test_a_referral_fills_children_family_agencies_dates_and_how_the_case_began(
        home: Path, norfolk: Profile) -> None:
    answers = {
        "background/date_of_referral": "9 May 2025", "background/name_of_child": "Two children",
        "agency_referral/1/name": "Marlow Pellingate",
        "agency_referral/1/agency_designation": "Harbour Trust, Named Nurse",
        "agency_referral/2/agency_designation": "Police, Inspector",
        "child/C1/name": "Rowan Tallowfield", "child/C1/incident_date": "5 May 2025",
        "child/C2/name": "Ash Tallowfield", "child/C2/incident_date": "6 May 2025",
        "family/1/name": "Merrin Tallowfield", "family/1/relationship": "Mother of C1, C2",
        "other_agencies/1/agency": "Tideway School",
        "other_agencies/1/key_individuals": "Head teacher",
        "case_background/brief_details": "A fall from a window.",
    }
    form = norfolk.forms["referral"]
    sent = write_message("ward@example.org", "unit@example.org", "Referral",
                         "Fri, 09 May 2025 09:00:00 +0100", "Please see attached.", [
                             ("referral.xlsx", workbook.write(form, norfolk, Filling(
                                 children=["C1", "C2"], answers=answers)))])
    (home / "message.eml").write_bytes(sent)
    done = run("new", "2025-11", "--from", "message.eml")
    assert done.exit_code == Exit.DONE, done.output
    made = read((home / "inputs/2025-11/case.xlsx").read_bytes(), norfolk)
    said = {path: answer.text for path, answer in made.answers.items()}
    assert said == {
        "identity/reference": "2025-11", "identity/route": "Referral",
        "identity/referred_by": "Harbour Trust, Named Nurse; Police, Inspector",
        "key_dates/referral_received": "9 May 2025", "key_dates/incident": "5 May 2025",
        "subject_children/C1/name": "Rowan Tallowfield",
        "subject_children/C1/incident_date": "5 May 2025",
        "subject_children/C2/name": "Ash Tallowfield",
        "subject_children/C2/incident_date": "6 May 2025",
        "family/1/code": "F1", "family/1/name": "Merrin Tallowfield",
        "family/1/relationship": "Mother of C1, C2",
        "agencies/1/code": "A1", "agencies/1/name": "Tideway School"}
    assert "Codes were given to those who had none: F1, A1." in done.output
    assert "Background Information: Name of Child:" in done.output
    assert "Case Background: Provide brief details of the child" in done.output
    for words in answers.values():
        assert words not in done.output
    assert (home / "inputs/2025-11/message.eml").read_bytes() == sent
    checked = json.loads(run("check", "2025-11", "--as-of", "2025-05-20", "--json").output)
    assert "case-mismatch" not in [one["code"] for one in checked]


def test_the_reference_on_the_form_is_kept_unless_it_may_be_a_name(
        home: Path, norfolk: Profile) -> None:
    form = norfolk.forms["referral"]
    for case, typed, kept in (("a-1", "NSCP-2025-3", "NSCP-2025-3"), ("a-2", "Rowan T", "a-2")):
        (home / "r.xlsx").write_bytes(workbook.write(form, norfolk, Filling(
            identity={"case": typed}, children=["C1"], answers={"child/C1/name": "Rowan"})))
        done = run("new", case, "--from", "r.xlsx")
        made = read((home / f"inputs/{case}/case.xlsx").read_bytes(), norfolk)
        assert made.answers["identity/reference"].text == made.case == kept
        assert "Rowan" not in done.output
        assert ("names another case" in done.output) is (kept == case)


def test_what_no_case_can_start_from_is_said_and_nothing_is_made(
        home: Path, norfolk: Profile) -> None:
    form = norfolk.forms["referral"]
    one = workbook.write(form, norfolk, Filling(answers={"background/name_of_child": "Rowan"}))
    (home / "empty.xlsx").write_bytes(one)
    (home / "words.txt").write_text("Please start a case.")
    (home / "two.eml").write_bytes(write_message("a@example.org", "b@example.org", "Two", "", "", [
        ("a.xlsx", one), ("b.xlsx", workbook.write(norfolk.forms["chronology"], norfolk, Filling(
            answers={"chronology/1/event": "Seen."})))]))
    for words, said in (
            (("--from", "empty.xlsx"), "The case record asks nothing that"),
            (("--from", "words.txt", "--partnership", "norfolk"), "There is no form in it"),
            (("--from", "two.eml"), "There are 2 forms in it"),
            ((), "Partnerships: norfolk, ")):
        done = run("new", "2025-11", *words)
        assert done.exit_code == Exit.USAGE and said in done.output, done.output
    assert run("new", "2025-11", "--from", "gone.xlsx").exit_code == Exit.USAGE
    assert not (home / "inputs" / "2025-11").exists()


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_form_of_another_partnership_is_refused_and_with_none_named_its_own_is_taken(
        home: Path, name: str) -> None:
    profile = load_profile(ROOT / "templates", name)
    form = begins(profile)[0]
    source = home / "form.xlsx"
    source.write_bytes(workbook.write(form, profile, Filling(
        children=["C1"], answers=every_answer(form))))
    other = next(one for one in EVERYBODY if one != name)
    refused = run("new", "N-1", "--partnership", other, "--from", str(source))
    assert refused.exit_code == Exit.USAGE and not (home / "inputs/N-1").exists()
    assert profile.name in refused.output and f"--partnership {name}" in refused.output
    assert run("new", "N-1", "--from", str(source)).exit_code == Exit.DONE
    assert run("new", "N-2", "--partnership", name, "--from", str(source)).exit_code == Exit.DONE


def test_what_is_still_to_fill_in_and_what_agencies_will_read_is_said(
        home: Path, norfolk: Profile) -> None:
    (home / "form.xlsx").write_bytes(workbook.write(norfolk.forms["referral"], norfolk, Filling(
        children=["C1"], answers={
            "family/1/name": "Merrin Tallowfield", "family/1/relationship": "Mother of C1",
            "family/1/information": "Low mood since 2023.",
            "family/2/name": "Joss Tallowfield", "family/2/relationship": "Father of C1"})))
    done = run("new", "2025-11", "--partnership", "norfolk", "--from", "form.xlsx")
    assert done.exit_code == Exit.DONE, done.output
    assert "Still to fill in: Who this is (F1, F2)." in done.output
    assert "Any significant information known at this point" in done.output
    assert "sent to every agency that is asked" in " ".join(done.output.split())
    made = read((home / "inputs/2025-11/case.xlsx").read_bytes(), norfolk)
    assert not [path for path in made.answers if path.endswith("/kind")]


def test_who_somebody_is_is_asked_for_when_it_is_empty(norfolk: Profile) -> None:
    record = norfolk.forms["case"]
    data = workbook.write(record, norfolk, Filling(answers={
        "family/1/code": "F1", "family/1/name": "Merrin Tallowfield"}))
    found = validate(read(data, norfolk), record, Facts(date(2025, 6, 1)))
    assert [one.severity for one in found if one.code == "missing-answer"
            and "Who this is" in one.message] == ["warning"]

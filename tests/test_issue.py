"""What `cspr issue` makes, keeps and remembers, and what it says when something is lacking."""

import json
import shutil
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from making.letters import DOCUMENTS, NAME, partnership

from pipeline import letterhead, workbook
from pipeline.cli import main
from pipeline.doors.word import text_of
from pipeline.doors.xlsx import read_book
from pipeline.errors import Exit
from pipeline.model import Filling, Profile
from pipeline.outputs import edited
from tests.making import once

CASE = "2025-11"
RECORD = {
    "identity/reference": "TEST-2025-11", "key_dates/notification_circulated": "12 May 2025",
    "key_dates/notification_submitted": "9 May 2025",
    "subject_children/C1/name": "Rowan Tallowfield",
    "family/1/code": "F1", "family/1/name": "Merrin Tallowfield", "family/1/kind": "Parent",
    "family/1/write_to": "Yes",
    "family/2/code": "F2", "family/2/name": "Ash Tallowfield", "family/2/kind": "Sibling",
    "agencies/1/code": "A1", "agencies/1/name": "Harbour Police",
    "agencies/1/contact_email": "police@example.org", "agencies/1/return_due": "23 May 2025",
    "agencies/2/code": "A2", "agencies/2/name": "Tideway Hospital",
    "agencies/2/return_due": "Monday 26 May 2025",
    "agencies/3/code": "A3", "agencies/3/name": "Fire", "agencies/3/omitted_because": "Unknown",
    "review/period_to": "16 May 2025", "review/reasons": "A fall.",
}
pytestmark = pytest.mark.usefixtures("books_once")


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Profile:
    monkeypatch.chdir(tmp_path)
    return partnership(tmp_path)


def record(profile: Profile, **changes: str) -> Path:
    """The folder of a case with this case record; `changes` name paths with __ for /."""
    answers = RECORD | {path.replace("__", "/"): words for path, words in changes.items()}
    folder = profile.folder.parents[2] / "inputs" / CASE
    folder.mkdir(parents=True, exist_ok=True)
    form = profile.forms["case"]
    (folder / "case.xlsx").write_bytes(workbook.write(form, profile, Filling(
        identity={"case": CASE}, children=["C1"],
        answers={path: words for path, words in answers.items() if words})))
    return folder


def run(*words: str, day: str = "2025-05-13") -> Result:
    return CliRunner().invoke(main, [*words, "--as-of", day])


def sent(profile: Profile) -> Path:
    return profile.folder.parents[2] / "outputs" / CASE / "issued"


def mail(path: Path) -> Message:
    return message_from_bytes(path.read_bytes(), policy=default)


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")
                  if path.is_file())


def diary(folder: Path) -> list[dict[str, str]]:
    path = folder / "diary.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if (
        path.is_file()) else []


def test_each_agency_asked_gets_form_letter_and_draft(profile: Profile) -> None:
    folder = record(profile)
    done = run("issue", CASE, "rapid_review")
    assert done.exit_code == Exit.DONE, done.output
    each = ["ask_agencies.docx", "issue.eml", "issue.txt", "rapid_review.xlsx"]
    assert files(sent(profile)) == [f"rapid_review/{code}-1/{name}" for code in ("A1", "A2")
                                    for name in each]
    place = sent(profile) / "rapid_review" / "A1-1"
    assert files(folder / "issued") == [
        f"{kind}/{code}-1.{ending}" for kind, ending in (
            ("ask_agencies", "docx"), ("rapid_review", "xlsx")) for code in ("A1", "A2")]
    assert (folder / "issued/rapid_review/A1-1.xlsx").read_bytes() == (
        place / "rapid_review.xlsx").read_bytes()
    assert "A1: issued, due Friday 23 May 2025." in done.output
    assert "Harbour" not in done.output, "agencies stand on the screen under their code"


def test_the_draft_is_unsent_and_carries_both_and_names_nobody_in_its_subject(
        profile: Profile) -> None:
    record(profile)
    run("issue", CASE, "rapid_review")
    one = mail(sent(profile) / "rapid_review/A1-1/issue.eml")
    assert one["X-Unsent"] == "1" and one["To"] == "police@example.org"
    assert one["Subject"] == "TEST-2025-11: Request for information"
    parts = {part.get_filename(): part.get_payload(decode=True) for part in one.iter_attachments()}  # type: ignore[attr-defined]
    place = sent(profile) / "rapid_review/A1-1"
    assert parts == {name: (place / name).read_bytes()
                     for name in ("rapid_review.xlsx", "ask_agencies.docx")}
    words = one.get_body().get_content()  # type: ignore[attr-defined]
    assert words.splitlines()[0] == "Please complete the attached form by Friday 23 May 2025."
    assert "Please secure all your records" in words and "holds no information" in words
    assert words.rstrip().endswith("Norfolk Safeguarding Children Partnership")
    assert len(words.split()) <= 150
    assert "Tallowfield" not in words and "$" not in words


def test_the_same_day_stands_in_form_letter_and_draft(profile: Profile) -> None:
    record(profile)
    run("issue", CASE, "rapid_review")
    place = sent(profile) / "rapid_review" / "A2-1"
    day = "Monday 26 May 2025"
    letter = " ".join(text_of((place / "ask_agencies.docx").read_bytes()))
    assert day in letter and day in (place / "issue.txt").read_text("utf-8")
    book = read_book((place / "rapid_review.xlsx").read_bytes())
    assert day in [cell.text for cell in book.sheets[0].cells.values()]
    assert "DRAFT" not in letter, "a person has decided to send it"
    assert "Rowan Tallowfield" in [cell.text for sheet in book.sheets
                                   for cell in sheet.cells.values()]


def test_without_a_day_of_its_own_the_deadline_gives_it(profile: Profile) -> None:
    record(profile, agencies__1__return_due="", agencies__2__return_due="")
    done = run("issue", CASE, "rapid_review")
    # 13 working days from 12 May 2025; 26 May is a bank holiday.
    assert "A1: issued, due Friday 30 May 2025." in done.output


def test_a_deadline_can_count_from_the_day_of_issue(tmp_path: Path,
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    profile = partnership(tmp_path, DOCUMENTS.replace(
        'due = "deadlines.agency_return"',
        'due = "deadlines.agency_return"\nstarts_clock = "notification_circulated"'))
    assert list(letterhead.wrong(profile)) == []
    record(profile, agencies__1__return_due="", agencies__2__return_due="",
           key_dates__notification_circulated="")
    done = run("issue", CASE, "rapid_review", "--to", "A1", day="2025-05-12")
    assert "A1: issued, due Friday 30 May 2025." in done.output, done.output
    place = sent(profile) / "rapid_review" / "A1-1"
    assert "Friday 30 May 2025" in " ".join(text_of((place / "ask_agencies.docx").read_bytes()))
    # Issued a day later to another, it is due on the same day: the clock began with the first.
    assert "A2: issued, due Friday 30 May 2025." in run(
        "issue", CASE, "rapid_review", "--to", "A2", day="2025-05-13").output
    run("collate", CASE, day="2025-05-14")
    case = json.loads((sent(profile).parent / "context.json").read_text("utf-8"))
    assert case["deadlines"]["agency_return"]["date"]["text"] == "Friday 30 May 2025"
    # What the case record says wins.
    record(profile, agencies__1__return_due="", agencies__2__return_due="",
           key_dates__notification_circulated="13 May 2025")
    run("collate", CASE, day="2025-05-14")
    case = json.loads((sent(profile).parent / "context.json").read_text("utf-8"))
    assert case["deadlines"]["agency_return"]["date"]["text"] == "Monday 2 June 2025"


def test_what_is_missing_is_said_with_where_to_mend_it_and_nothing_is_written(
        profile: Profile) -> None:
    nothing = dict.fromkeys(("agencies__1__return_due", "agencies__2__return_due",
                             "key_dates__notification_circulated"), "")
    folder = record(profile, **nothing)
    done = run("issue", CASE, "rapid_review")
    assert done.exit_code == Exit.USAGE
    assert "no day to answer 'Request for information' by yet for A1, A2" in done.output
    assert "'Return due' in the sheet 'Agencies and services' of the case record" in done.output
    assert "circulated with the Rapid Review template' in the sheet 'Key dates'" in done.output
    folder = record(profile, **{f"agencies__{n}__{key}": "" for n in (1, 2, 3) for key in (
        "code", "name", "return_due", "contact_email", "omitted_because")})
    done = run("issue", CASE, "rapid_review")
    assert done.exit_code == Exit.USAGE
    assert "lists nobody that this goes to" in done.output
    assert "Agencies and services" in done.output
    record(profile, identity__reference="")
    assert "has no reference yet" in run("issue", CASE, "rapid_review").output
    record(profile, agencies__2__code="A1")
    assert "no code in the case record, or one that another" in run(
        "issue", CASE, "rapid_review").output
    assert files(folder) == ["case.xlsx"] and not sent(profile).exists()


def test_what_cannot_be_issued_is_said(profile: Profile) -> None:
    record(profile)
    for name, said in (("case", "filled in by the partnership itself"),
                       ("tuesday", "no form or letter 'tuesday'. There are:\n  referral: Saf"),
                       ("chronology", "Say the day with --by")):
        done = run("issue", CASE, name)
        assert done.exit_code == Exit.USAGE and said in done.output, done.output
    done = run("issue", CASE, "rapid_review", "--to", "A3")
    assert done.exit_code == Exit.USAGE and "It goes to: A1, A2." in done.output


def test_a_letter_that_waits_for_a_form_is_not_issued_yet(tmp_path: Path,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    record(partnership(tmp_path, DOCUMENTS.replace(
        'id = "tell_referrer"\n', 'id = "tell_referrer"\nneeds = ["decision_record"]\n')))
    done = run("issue", CASE, "tell_referrer")
    assert done.exit_code == Exit.USAGE
    assert "'Outcome of your referral' cannot be issued yet" in done.output


def test_a_letter_to_the_family_lies_by_itself_and_asks_nothing_of_agencies(
        profile: Profile) -> None:
    folder = record(profile)
    assert run("issue", CASE, "write_family").exit_code == Exit.DONE
    assert files(sent(profile)) == [f"restricted/write_family/F1-1/{name}" for name in (
        "issue.eml", "issue.txt", "write_family.docx")]
    one = mail(sent(profile) / "restricted/write_family/F1-1/issue.eml")
    assert "Tallowfield" not in one["Subject"] and one["To"] is None
    words = one.get_body().get_content()  # type: ignore[attr-defined]
    assert "secure all your records" not in words and "\n\n\n" not in words
    assert files(folder / "issued") == ["write_family/F1-1.docx"]


def test_a_letter_that_asks_for_nothing_by_a_day_says_no_day(profile: Profile) -> None:
    record(profile)
    done = run("issue", CASE, "tell_referrer")
    assert "tell_referrer: issued." in done.output
    words = (sent(profile) / "tell_referrer/tell_referrer-1/issue.txt").read_text("utf-8")
    assert "Please keep this letter with your records.\n" in words.replace("\r\n", "\n")


def test_the_diary_remembers_and_issuing_again_keeps_the_old(profile: Profile) -> None:
    folder = record(profile)
    run("issue", CASE, "rapid_review")
    before = {name: (folder / "issued" / name).read_bytes() for name in files(folder / "issued")}
    [first, _] = diary(folder)
    assert {key: first[key] for key in ("what", "form", "letter", "to", "when", "due")} == {
        "what": "issued", "form": "rapid_review", "letter": "ask_agencies", "to": "A1",
        "when": "2025-05-13", "due": "2025-05-23"}
    assert len(first["fingerprint"]) == 64
    done = run("issue", CASE, "rapid_review", "--to", "A2", "--by", "2025-06-04", day="2025-05-28")
    assert ("A2: issued, due Wednesday 4 June 2025. Issued again: number 2; before on 13 May 2025."
            in done.output)
    assert before.items() <= {name: (folder / "issued" / name).read_bytes()
                              for name in files(folder / "issued")}.items()
    assert (folder / "issued/rapid_review/A2-2.xlsx").is_file()
    assert [(one["to"], one["number"]) for one in diary(folder)] == [
        ("A1", 1), ("A2", 1), ("A2", 2)]


def test_who_has_answered_gets_nothing_more_unless_named(profile: Profile) -> None:
    folder = record(profile)
    run("issue", CASE, "rapid_review")
    form = profile.forms["rapid_review"]
    back = workbook.write(form, profile, Filling(
        identity={"case": "TEST-2025-11", "recipient": "A1", "number": "1"}, children=["C1"],
        answers={"analysis/good_practice": "A visit on the day."}))
    (folder / "police.xlsx").write_bytes(back)
    record(profile, agencies__3__omitted_because="", agencies__3__return_due="30 May 2025")
    done = run("issue", CASE, "rapid_review", day="2025-05-20")
    assert "A3: issued" in done.output and "A1" not in done.output
    assert "A1: issued" in run("issue", CASE, "rapid_review", "--to", "A1").output


def test_collating_afterwards_leaves_it_alone_reads_none_of_it_and_knows_when_who_was_asked(
        profile: Profile) -> None:
    folder = record(profile, agencies__1__return_due="", agencies__2__return_due="")
    run("issue", CASE, "rapid_review")
    there = {path: path.read_bytes() for path in sent(profile).rglob("*") if path.is_file()}
    done = run("collate", CASE, day="2025-06-02")
    assert done.exit_code == Exit.DONE, done.output
    assert there == {path: path.read_bytes() for path in sent(profile).rglob("*")
                     if path.is_file()}
    out = sent(profile).parent
    assert edited(out) == []
    case = json.loads((out / "context.json").read_text("utf-8"))
    assert case["forms"]["rapid_review"]["returns"] == []
    police = case["agencies"][0]
    assert police["asked_on"]["text"] == "13 May 2025"
    assert police["status"]["text"] == "Has not replied: overdue"
    assert (out / "to-agencies/A1/chaser.eml").is_file()
    assert "not-returned" in [one["code"] for one in case["problems"]]
    # Somebody saves the return where the issued form lies: it is one all the same.
    back = workbook.write(profile.forms["rapid_review"], profile, Filling(
        identity={"case": "TEST-2025-11", "recipient": "A1", "number": "1"}, children=["C1"],
        answers={"analysis/good_practice": "A visit on the day."}))
    (folder / "issued/rapid_review/A1-1.xlsx").write_bytes(back)
    run("collate", CASE, day="2025-06-02")
    case = json.loads((out / "context.json").read_text("utf-8"))
    assert case["agencies"][0]["returned"] is True


def test_the_same_case_and_day_give_the_same_bytes(profile: Profile) -> None:
    folder = record(profile)
    run("issue", CASE, "rapid_review")
    first = [path.read_bytes() for path in sorted(sent(profile).rglob("*")) if path.is_file()]
    once.forget()
    for place in (sent(profile), folder / "issued"):
        shutil.rmtree(place)
    (folder / "diary.jsonl").unlink()
    run("issue", CASE, "rapid_review")
    again = [path.read_bytes() for path in sorted(sent(profile).rglob("*")) if path.is_file()]
    assert len(first) == 8 and again == first


def test_a_disk_that_will_not_take_it_leaves_nothing_behind(profile: Profile) -> None:
    folder = record(profile)
    place = sent(profile) / "rapid_review"
    place.parent.mkdir(parents=True)
    place.write_text("a file of somebody's where the folder must be")
    done = run("issue", CASE, "rapid_review")
    assert done.exit_code == Exit.OUTSIDE_PROGRAM and "nothing was issued" in done.output
    assert files(folder) == ["case.xlsx"] and diary(folder) == []


def test_it_answers_as_json(profile: Profile) -> None:
    record(profile)
    said = json.loads(run("issue", CASE, "rapid_review", "--partnership", NAME, "--json").output)
    assert said["folder"] == "issued/rapid_review"
    assert [(one["to"], one["number"], one["due"]) for one in said["issued"]] == [
        ("A1", 1, "2025-05-23"), ("A2", 1, "2025-05-26")]


def test_guidance_goes_with_the_letter_that_encloses_it(tmp_path: Path,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = partnership(tmp_path)
    (made.folder / "guidance").mkdir(exist_ok=True)
    (made.folder / "guidance" / "a_leaflet.md").write_text(
        "# A review\n\nNobody is blamed. [own advice]\n", encoding="utf-8")
    leaflet = ('\n[[documents]]\nid = "a_leaflet"\ntitle = "A leaflet"\n'
               'guidance = "a_leaflet.md"\nshow_sources = false\n')
    enclosing = DOCUMENTS.replace('asks = "tell us', 'encloses = ["a_leaflet"]\nasks = "tell us')
    profile = partnership(tmp_path, enclosing + leaflet)
    assert list(letterhead.wrong(profile)) == []
    record(profile)
    assert run("issue", CASE, "write_family").exit_code == Exit.DONE
    one = mail(sent(profile) / "restricted/write_family/F1-1/issue.eml")
    assert [part.get_filename() for part in one.iter_attachments()] == [  # type: ignore[attr-defined]
        "write_family.docx", "a_leaflet.docx"]
    said = text_of((sent(profile) / "restricted/write_family/F1-1/a_leaflet.docx").read_bytes())
    assert "Nobody is blamed." in " ".join(said)
    assert any("there is no guidance document 'a_leaflet'" in one for one in letterhead.wrong(
        partnership(tmp_path, enclosing)))


# --- nobody is sent what should not go -------------------------------------------------------


def test_whom_the_case_record_does_not_say_to_write_to_gets_no_letter_and_is_named(
        profile: Profile) -> None:
    folder = record(profile, family__2__kind="Parent", family__2__date_of_birth="1990")
    done = run("issue", CASE, "write_family")
    assert done.exit_code == Exit.DONE and "F1: issued" in done.output
    assert ("F2: the case record does not say whether to write to this person. Sheet 'Family and "
            "significant adults', column 'Write to this person about a review?'.") in done.output
    assert {name.split("/")[2] for name in files(sent(profile))} == {"F1-1"}
    run("collate", CASE)
    said = json.loads((sent(profile).parent / "context.json").read_text("utf-8"))["problems"]
    [found] = [one for one in said if one["code"] == "family-undecided"]
    assert found["severity"] == "warning" and found["where"].endswith(", I13"), found["where"]
    for answer in ("Yes", "No"):
        record(profile, family__2__kind="Parent", family__2__write_to=answer)
        run("collate", CASE)
        assert "family-undecided" not in (sent(profile).parent / "problems.json").read_text()
    record(profile, family__1__write_to="")
    done = run("issue", CASE, "write_family")
    assert done.exit_code == Exit.USAGE and "F1: the case record does not say" in done.output
    assert files(folder / "issued") == ["write_family/F1-1.docx"]


def test_what_is_empty_in_what_was_made_is_said(profile: Profile) -> None:
    record(profile, review__reasons="", review__period_from="")
    done = run("issue", CASE, "rapid_review")
    assert done.exit_code == Exit.DONE
    [line] = [line for line in done.output.splitlines() if "sheet 'The Rapid Review'" in line]
    assert "Reasons" in line and "of the case record" in line
    assert "To: is empty for A2: no e-mail address in the case record." in done.output
    assert "Rowan" not in done.output
    record(profile, agencies__2__contact_email="a@example.org; b@example.org")
    done = run("issue", CASE, "rapid_review", "--to", "A2")
    assert "To: is empty" not in done.output
    one = mail(sent(profile) / "rapid_review/A2-2/issue.eml")
    assert one["To"] == "a@example.org, b@example.org"


def test_an_empty_question_that_the_letter_alone_prints_is_said(profile: Profile) -> None:
    record(profile)
    done = run("issue", CASE, "tell_referrer")
    assert ("Empty in what was made: sheet 'Decision' of 'Template for recording Rapid Review "
            "Decision-Making': 'Explain the reasons"
            in done.output), done.output
    assert "To: is empty: type the address of The person who made the referral." in done.output


def test_nothing_is_asked_by_a_day_that_is_past(profile: Profile) -> None:
    folder = record(profile)
    done = run("issue", CASE, "rapid_review", day="2025-05-26")
    assert done.exit_code == Exit.USAGE
    assert "by a day that is past (A1: Friday 23 May 2025)" in done.output
    assert "'Return due' in the sheet 'Agencies and services'" in done.output
    assert "--by" in done.output
    done = run("issue", CASE, "rapid_review", "--by", "2025-05-12")
    assert done.exit_code == Exit.USAGE and "Say a later day with --by" in done.output
    record(profile, review__period_to="9 May 2025")
    assert run("issue", CASE, "write_family", day="2025-05-10").exit_code == Exit.USAGE
    record(profile, agencies__1__return_due="when they can")
    done = run("issue", CASE, "rapid_review")
    assert done.exit_code == Exit.USAGE and "no day to answer" in done.output
    assert files(folder) == ["case.xlsx"] and not sent(profile).exists()


def test_an_agency_added_later_has_as_long_as_the_others_had(profile: Profile) -> None:
    for_all = {"agencies__1__return_due": "", "agencies__2__return_due": "",
               "review__return_date": "30 May 2025"}
    folder = record(profile, **for_all)
    assert "A2: issued, due Friday 30 May 2025" in run("issue", CASE, "rapid_review").output
    late = {**for_all, "agencies__3__omitted_because": ""}
    record(profile, **late)
    done = run("issue", CASE, "rapid_review", day="2025-06-02")
    assert "A3: issued, due Thursday 19 June 2025." in done.output, done.output  # 13 working days
    assert diary(folder)[-1]["due"] == "2025-06-19"
    run("collate", CASE, day="2025-06-03")
    case = json.loads((sent(profile).parent / "context.json").read_text("utf-8"))
    assert [row["due"]["text"] for row in case["agencies"]] == [
        "Friday 30 May 2025", "Friday 30 May 2025", "Thursday 19 June 2025"]
    # A day of its own that is past is the case record's to mend.
    record(profile, **{**late, "agencies__4__code": "A4", "agencies__4__name": "School",
                       "agencies__4__return_due": "30 May 2025"})
    done = run("issue", CASE, "rapid_review", day="2025-06-02")
    assert done.exit_code == Exit.USAGE and "(A4: Friday 30 May 2025)" in done.output
    # Longer for all, typed afterwards, is longer for all.
    record(profile, **{**late, "review__return_date": "30 June 2025"})
    run("collate", CASE, day="2025-06-03")
    case = json.loads((sent(profile).parent / "context.json").read_text("utf-8"))
    assert {row["due"]["text"] for row in case["agencies"]} == {"Monday 30 June 2025"}


def test_nobody_is_silently_sent_the_same_again(profile: Profile) -> None:
    folder = record(profile)
    run("issue", CASE, "rapid_review")
    before = files(folder / "issued")
    done = run("issue", CASE, "rapid_review", day="2025-05-14")
    assert done.exit_code == Exit.USAGE
    assert ("already sent on 13 May 2025 to A1, A2 (say --to A1 to send it again)"
            in done.output), done.output
    assert files(folder / "issued") == before
    record(profile, agencies__3__omitted_because="", agencies__3__return_due="30 May 2025")
    done = run("issue", CASE, "rapid_review", day="2025-05-14")
    assert done.exit_code == Exit.DONE and "A3: issued" in done.output
    assert "already sent on 13 May 2025 to A1, A2" in done.output
    assert [one["to"] for one in diary(folder)] == ["A1", "A2", "A3"]


def test_a_clock_that_began_with_a_first_issue_is_said_with_how_to_set_it(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    profile = partnership(tmp_path, DOCUMENTS.replace(
        'due = "deadlines.agency_return"',
        'due = "deadlines.agency_return"\nstarts_clock = "notification_circulated"'))
    empty = dict.fromkeys(("agencies__1__return_due", "agencies__2__return_due",
                           "key_dates__notification_circulated"), "")
    record(profile, **empty)
    first = run("issue", CASE, "rapid_review", "--to", "A1", day="2025-05-12")
    assert first.exit_code == Exit.DONE and "Counted from" not in first.output
    done = run("issue", CASE, "rapid_review", "--to", "A2", day="2025-05-13")
    assert ("Counted from Monday 12 May 2025, when it was first issued; type 'SIN circulated with "
            "the Rapid Review template' in the case record to count from another day."
            in done.output), done.output
    record(profile, **{**empty, "key_dates__notification_circulated": "12 May 2025"})
    done = run("issue", CASE, "rapid_review", "--to", "A2", day="2025-05-13")
    assert done.exit_code == Exit.DONE and "Counted from" not in done.output


def test_what_must_be_attached_by_hand_is_said_on_the_screen_and_at_the_end_of_the_draft(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = DOCUMENTS.replace('addressee = ', 'attach = ["decision_record", "The final report"]\n'
                             'addressee = ')
    profile = partnership(tmp_path, said)
    assert list(letterhead.wrong(profile)) == []
    record(profile)
    line = ("Attach by hand, once cleared: Record of Rapid Review Decision-Making and The final "
            "report")
    assert line in run("issue", CASE, "tell_referrer").output
    place = sent(profile) / "tell_referrer/tell_referrer-1"
    assert (place / "issue.txt").read_text("utf-8").rstrip().endswith(line)
    draft = mail(place / "issue.eml")
    assert " ".join(draft.get_body().get_content().split()).endswith(line)  # type: ignore[attr-defined]
    wrongly = said.replace('"decision_record"', '"decison"')
    [wrong] = letterhead.wrong(partnership(tmp_path, wrongly))
    assert "`attach`: there is no document 'decison'" in wrong


def test_the_referrer_is_written_to_at_the_address_in_the_referral(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = DOCUMENTS.replace('addressee = ', 'address = "referral.agency_referral.email"\n'
                             'addressee = ')
    profile = partnership(tmp_path, said)
    assert list(letterhead.wrong(profile)) == []
    folder = record(profile)
    came = Filling(identity={"case": "TEST-2025-11"}, children=["C1"], answers={
        "agency_referral/1/name": "Wren Dunholme", "agency_referral/1/email": "one@example.org",
        "agency_referral/2/name": "Teal Osgodby", "agency_referral/2/email": "two@example.org"})
    (folder / "referral.xlsx").write_bytes(
        workbook.write(profile.forms["referral"], profile, came))
    done = run("issue", CASE, "tell_referrer")
    assert done.exit_code == Exit.DONE and "To: is empty" not in done.output
    one = mail(sent(profile) / "tell_referrer/tell_referrer-1/issue.eml")
    assert one["To"] == "one@example.org, two@example.org"
    [wrong] = letterhead.wrong(partnership(tmp_path, said.replace("agency_referral.email", "x.y")))
    assert "no form asks an e-mail address at 'referral.x.y'" in wrong


def test_an_unknown_name_is_answered_with_the_names_there_are(profile: Profile) -> None:
    record(profile)
    done = run("issue", CASE, "tuesday")
    assert "  ask_agencies: Request for information" in done.output.splitlines()

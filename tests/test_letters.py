"""The e-mails that go with what we send: short, plain, without a name, and due on a working day."""

import email
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from email import policy
from pathlib import Path
from typing import Any

import pytest

from pipeline import letters
from pipeline.errors import DefinitionTrouble
from pipeline.letters import Copy, about_questions, about_silence, check, silent
from pipeline.lint import lint_profile
from pipeline.merge import merge
from pipeline.model import Answer, Case, Profile, Question, Submission, Where
from pipeline.profiles import load_profile, partnerships, with_contacts
from pipeline.run import check as check_case
from pipeline.sending import Sent, to_send

ROOT = Path(__file__).resolve().parent.parent
DUE = date(2025, 6, 3)  # a Tuesday
RECORD = {
    "identity/reference": "NSCP-1", "subject_children/C1/name": "Baby Amberley",
    "agencies/1/code": "A1", "agencies/1/name": "Police", "agencies/1/return_due": "3 June 2025",
    "agencies/1/contact_email": "contact@example.org",
    "agencies/1/escalation_email": "lead@example.org",
    "agencies/2/code": "A2", "agencies/2/name": "Fire", "agencies/2/omitted_because": "Not asked.",
}


def case_at(profile: Profile, as_of: date, *more: Submission, **changes: str) -> Case:
    record = {**RECORD, **{path.replace("__", "/"): words for path, words in changes.items()}}
    answers = {path: Answer(words, words, (Where("R001", "Sheet", f"B{n}"),))
               for n, (path, words) in enumerate(record.items(), 1) if words}
    one = Submission("case", "", "NSCP-1", "", 1, "first", "", "R001", "f1", answers)
    return merge(profile, [one, *more], as_of)[0]


def made(profile: Profile, as_of: date, *more: Submission, **changes: str) -> Sent:
    return to_send(profile, case_at(profile, as_of, *more, **changes), more, (), as_of)


def read(data: bytes) -> Any:
    return email.message_from_bytes(data, policy=policy.default)


def question(number: int = 1, words: str = "no answer") -> Question:
    return Question("analysis/other", f"Analysis, Other {number}", f"“Typed {number}”",
                    "Please answer this question.", words)


def body_of(text: bytes) -> str:
    """The words of a letter as text: what follows the first empty line."""
    return text.decode("utf-8").replace("\r\n", "\n").partition("\n\n")[2]


def copies(*counts: int) -> list[Copy]:
    return [Copy(f"form-{n}.xlsx", f"Form {n}", b"PK", [question(i) for i in range(1, count + 1)])
            for n, count in enumerate(counts, 1)]


# --- questions --------------------------------------------------------------------------------


def test_one_numbered_line_a_question_and_the_day_it_is_due(norfolk: Profile) -> None:
    as_of = date(2025, 6, 5)  # a Thursday: two working days on is Monday
    files = about_questions(norfolk, case_at(norfolk, as_of), as_of, "a@example.org", copies(2))
    text = files["questions.txt"].decode("utf-8")
    assert text.startswith(
        "To: a@example.org\r\nSubject: NSCP-1: please mend your return by Monday 9 June 2025\r\n"
        "Attach: form-1.xlsx\r\n\r\n")
    lines = [line for line in body_of(files["questions.txt"]).split("\n") if line[:1].isdigit()]
    assert lines == [
        "1. Analysis, Other 1: we found no answer. Please answer this question.",
        "2. Analysis, Other 2: we found no answer. Please answer this question."]
    assert "answer 2 questions about your Form 1 by Monday 9 June 2025" in text
    assert "more, listed" not in text


def test_holidays_are_no_days_to_answer_in(norfolk: Profile) -> None:
    assert letters.mend_by(norfolk, date(2026, 4, 2)) == date(2026, 4, 8), "Easter lies between"


@pytest.mark.parametrize("counts", [(1,), (40,), (3, 30), (1, 1), (2, 2, 2), (0, 9)])
def test_at_most_150_words_and_the_rest_is_counted(norfolk: Profile,
                                                   counts: Sequence[int]) -> None:
    as_of = date(2025, 6, 5)
    files = about_questions(norfolk, case_at(norfolk, as_of), as_of, "", copies(*counts))
    body = body_of(files["questions.txt"])
    assert len(body.split()) <= 150
    shown = re.findall(r"^(\d+)\. ", body, re.MULTILINE)
    left = re.search(r"And (\d+) more, listed on the first sheet", body)
    assert len(shown) + (int(left[1]) if left else 0) == sum(counts)
    assert shown[:2] in (["1"], ["1", "2"], ["1", "1"])
    assert not re.search(r"\):\n(And|$)", body), "a title over no line"


def test_the_draft_opens_in_outlook_and_brings_the_form(norfolk: Profile) -> None:
    as_of = date(2025, 6, 5)
    case = case_at(norfolk, as_of)
    files = about_questions(norfolk, case, as_of, "a@example.org", copies(1, 1))
    found = read(files["questions.eml"])
    assert found["X-Unsent"] == "1" and found["To"] == "a@example.org"
    assert found["Date"] is None and found["From"] is None
    assert [(p.get_filename(), p.get_content()) for p in found.iter_attachments()] == [
        ("form-1.xlsx", b"PK"), ("form-2.xlsx", b"PK")]
    said = found.get_body().get_content().replace("\r\n", "\n").strip()
    assert said == body_of(files["questions.txt"]).strip()
    assert files == about_questions(norfolk, case, as_of, "a@example.org", copies(1, 1))


def test_nothing_anybody_typed_about_a_person_stands_in_an_e_mail(norfolk: Profile) -> None:
    folder = ROOT / "inputs" / "norfolk-sample"
    for as_of in (date(2025, 6, 4), date(2026, 6, 1)):
        done = check_case(folder, norfolk, as_of)
        found = to_send(norfolk, done.case, done.submissions, done.problems, as_of)
        texts = [body_of(data) for name, data in found.files.items() if name.endswith(".txt")]
        heads = [data.decode().split("\r\n\r\n")[0] for name, data in found.files.items()
                 if name.endswith(".txt")]
        words = set(re.findall(r"[A-Za-z]+", " ".join(texts + heads)))
        assert len(texts) > 5
        assert not words & {"Robin", "Tamsin", "Ellistrand", "Verrowby", "Ostlecroft", "Maureen",
                            "Pellingate"}
        assert not any(re.search(r"999 ?\d{3}", text) or "@" in text for text in texts)
        child = r", child C\d\b|such as C1"
        assert not any(re.search(r"\b[A-Z]{1,2}\d{1,3}\b", re.sub(child, "", text))
                       for text in texts), "no cell"
        assert all("SPR25-07" in head.partition("Subject:")[2] for head in heads)
        assert all(len(text.split()) <= 150 for text in texts)


# --- silence ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("as_of", "names"), [
    (date(2025, 5, 30), set()), (date(2025, 6, 2), {"chaser"}), (date(2025, 6, 3), {"chaser"}),
    (date(2025, 6, 4), {"chaser"}), (date(2025, 6, 5), {"chaser", "escalation"}),
    (date(2025, 9, 1), {"chaser", "escalation"})])
def test_a_chaser_when_it_is_due_and_an_escalation_once_it_is_late(norfolk: Profile, as_of: date,
                                                                    names: set[str]) -> None:
    files = made(norfolk, as_of).files
    mine = {name.rpartition("/")[2] for name in files if name.startswith("to-agencies/A1/")}
    assert mine == {"rapid_review.xlsx", *(f"{n}.{e}" for n in names for e in ("eml", "txt"))}
    assert not [name for name in files if name.startswith("to-agencies/A2/")]


@pytest.mark.parametrize(("as_of", "due", "by"), [
    (date(2025, 6, 2), "is due on Tuesday 3 June 2025", "Tuesday 3 June 2025"),
    (date(2025, 6, 3), "is due today, Tuesday 3 June 2025", "Tuesday 3 June 2025"),
    (date(2025, 6, 6), "was due on Tuesday 3 June 2025", "Monday 9 June 2025")])
def test_a_chaser_says_when_it_was_due_and_by_when_we_need_it(norfolk: Profile, as_of: date,
                                                              due: str, by: str) -> None:
    files = made(norfolk, as_of).files
    text = files["to-agencies/A1/chaser.txt"].decode("utf-8")
    assert f"Subject: NSCP-1: please send your return by {by}\r\n" in text
    assert f"It {due}." in text
    draft = read(files["to-agencies/A1/chaser.eml"])
    assert draft["To"] == "contact@example.org" and draft["Cc"] is None
    [form] = draft.iter_attachments()
    assert form.get_content() == files["to-agencies/A1/rapid_review.xlsx"]


def test_an_escalation_goes_to_the_strategic_lead_without_the_form(norfolk: Profile) -> None:
    files = made(norfolk, date(2025, 6, 6)).files
    draft = read(files["to-agencies/A1/escalation.eml"])
    assert draft["To"] == "lead@example.org" and not list(draft.iter_attachments())
    assert "from Police by" in draft.get_body().get_content()


def returned(nothing: str = "", **answers: str) -> Submission:
    found = {path.replace("__", "/"): Answer(words, words, (Where("R002", "S", "B2"),))
             for path, words in answers.items()}
    nil = Answer(nothing, nothing == "Yes", (Where("R002", "Start here", "B9"),) if nothing else ())
    return Submission("rapid_review", "", "NSCP-1", "A1", 1, "first", "", "R002", "f2", found,
                      nothing_held=nil)


def test_a_nil_return_is_a_return(norfolk: Profile) -> None:
    as_of = date(2025, 9, 1)
    assert silent(norfolk, case_at(norfolk, as_of), as_of).keys() == {"A1"}
    assert silent(norfolk, case_at(norfolk, as_of, returned("Yes")), as_of) == {}
    assert made(norfolk, as_of, returned("Yes")).files == {}


def test_without_an_address_the_draft_is_addressed_to_nobody(norfolk: Profile) -> None:
    for words in ("", "The named nurse", "a@example.org\nBcc: b@example.org", "a@b, the nurse"):
        files = made(norfolk, date(2025, 6, 6), agencies__1__contact_email=words).files
        assert read(files["to-agencies/A1/chaser.eml"])["To"] is None
        assert files["to-agencies/A1/chaser.txt"].startswith(b"To:\r\nSubject:")


def test_two_addresses_in_one_cell_are_both_written_to(norfolk: Profile) -> None:
    for words in ("a@example.org; b@example.org", "a@example.org,b@example.org;"):
        files = made(norfolk, date(2025, 6, 6), agencies__1__contact_email=words).files
        assert read(files["to-agencies/A1/chaser.eml"])["To"] == "a@example.org, b@example.org"
        head = files["to-agencies/A1/chaser.txt"].decode().splitlines()[0]
        assert head == "To: a@example.org; b@example.org"


@pytest.mark.parametrize("name", partnerships(ROOT / "templates"))
def test_nobody_is_chased_once_the_rapid_review_was_submitted(name: str) -> None:
    profile = load_profile(ROOT / "templates", name)
    as_of = date(2025, 9, 1)
    for day, chased in (("", True), ("2 September 2025", True), ("1 September 2025", False),
                        ("6 June 2025", False), ("in June", False)):
        files = made(profile, as_of, key_dates__submitted_to_panel=day).files
        assert ("to-agencies/A1/chaser.eml" in files) is chased, day
        assert ("to-agencies/A1/escalation.eml" in files) is chased, day


def test_whom_to_ask_stands_in_the_drafts_with_the_number_of_the_contact_book(
        norfolk: Profile, tmp_path: Path) -> None:
    as_of = date(2025, 6, 5)
    alone = about_questions(norfolk, case_at(norfolk, as_of), as_of, "", copies(1))
    assert "please ask the NSCP Business Manager." in alone["questions.txt"].decode()
    book = tmp_path / "contacts.toml"
    book.write_text('[business_manager]\nname = "Wren Dunholme"\nphone = "01632 960123"\n',
                    encoding="utf-8")
    with_number = with_contacts(norfolk, book)
    said = about_questions(with_number, case_at(norfolk, as_of), as_of, "", copies(1))
    text = said["questions.txt"].decode()
    assert "please ask the NSCP Business Manager (01632 960123)." in text
    assert "Dunholme" not in text, "no letter names anybody"


@pytest.mark.parametrize("name", partnerships(ROOT / "templates"))
def test_no_draft_says_to_ring_or_ask_us_without_saying_whom(name: str) -> None:
    for path in (ROOT / "templates" / "profiles" / name / "letters").glob("*.txt"):
        words = path.read_text("utf-8")
        assert not re.search(r"\b(ring|ask|telephone) us\b", words), path.name


# --- the partnership's own words --------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Templates whose letters a test may spoil."""
    shutil.copytree(ROOT / "templates" / "profiles", tmp_path / "profiles")
    return tmp_path


def letter(root: Path, name: str) -> Path:
    return root / "profiles" / "norfolk" / "letters" / f"{name}.txt"


@pytest.mark.parametrize(("name", "old", "new", "said"), [
    ("questions", "$questions", "$qestions", "no word '$qestions'"),
    ("chaser", "It $due.", "It cost $5.", "dollar"),
    ("chaser", "It $due", "It $lines", "no word '$lines'"),
    ("questions", "$lines", "", "must say $lines"),
    ("escalation", "Subject: $case", "Subject: Late", "name $case"),
    ("escalation", "Subject: ", "", "first line"),
    ("chaser", "today.", "today." + " more" * 150, "more than 150"),
])
def test_lint_finds_what_is_wrong_with_a_letter(
        own: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: str, new: str,
        said: str) -> None:
    monkeypatch.setattr("pipeline.lint.sample_cases", lambda _: {})  # no template is drawn here
    path = letter(own, name)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    profile = load_profile(own, "norfolk")
    [found] = check(profile)
    assert f"{name}.txt" in found and said in found
    assert lint_profile(replace(profile, documents=(), lists={})) == [found]


def test_the_committed_letters_are_right(norfolk: Profile) -> None:
    assert check(norfolk) == []


def test_a_letter_that_is_wrong_costs_itself_alone(own: Path) -> None:
    letter(own, "chaser").unlink()
    profile = load_profile(own, "norfolk")
    done = made(profile, date(2025, 6, 6))
    assert list(done.files) == ["to-agencies/A1/rapid_review.xlsx"]
    [wrong] = done.problems
    assert wrong.code == "document-failed" and "chaser.txt" in wrong.message
    with pytest.raises(DefinitionTrouble, match=r"letters/chaser\.txt"):
        about_silence(profile, case_at(profile, DUE), DUE,
                      silent(profile, case_at(profile, DUE), DUE)["A1"], copies(0))


@pytest.mark.parametrize(("old", "new"), [
    ("mend_working_days = 2", "mend_days = 2"), ("chase_working_days = 1", ""),
    ("escalate_working_days = 2", 'escalate_working_days = "soon"')])
def test_the_days_to_answer_in_are_checked(own: Path, old: str, new: str) -> None:
    path = own / "profiles" / "norfolk" / "profile.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DefinitionTrouble, match=r"profile\.toml, replies"):
        load_profile(own, "norfolk")


def test_a_partnership_sets_its_own_days(own: Path) -> None:
    path = own / "profiles" / "norfolk" / "profile.toml"
    path.write_text(path.read_text("utf-8").replace("mend_working_days = 2",
                                                    "mend_working_days = 5"), encoding="utf-8")
    assert letters.mend_by(load_profile(own, "norfolk"), date(2025, 6, 5)) == date(2025, 6, 12)

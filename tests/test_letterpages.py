"""Letters: who gets one, what each says, and what lint will not let pass."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from making.letters import DOCUMENTS, SKETCHES, partnership

from pipeline import letterhead
from pipeline.doors.housestyle import house_style, with_letter_styles
from pipeline.doors.word import lines_of, text_of
from pipeline.errors import DefinitionTrouble
from pipeline.lint import lint_document, lint_profile
from pipeline.lint.cases import sample_cases
from pipeline.model import Case, DocumentKind, Profile
from pipeline.profiles import load_profile, partnerships
from pipeline.render import render
from pipeline.run import check
from pipeline.scaffold.sketch import read_sketch

ROOT = Path(__file__).resolve().parent.parent
MADE = list(SKETCHES)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    return partnership(tmp_path_factory.mktemp("made-up"))


@pytest.fixture(scope="module")
def cases(profile: Profile) -> dict[str, Case]:
    """Lint's own cases: the sketch of a letter makes no difference to them."""
    return dict(sample_cases(profile))


@pytest.fixture(scope="module")
def case(profile: Profile, sample_folder: Path) -> Case:
    return check(sample_folder, profile, date(2026, 6, 1)).case


@pytest.fixture(scope="module")
def made(profile: Profile, case: Case) -> dict[str, bytes]:
    return dict(render(profile, case, MADE).files)


def test_each_agency_asked_and_each_parent_and_carer_has_a_letter(
        made: dict[str, bytes], case: Case) -> None:
    asked = [row["code"]["text"] for row in case["agencies"] if row["asked"]]
    assert len(asked) < len(case["agencies"])
    close = [row["code"]["text"] for row in case["people"]
             if row["kind"]["text"] in ("Parent", "Carer")]
    assert 0 < len(close) < len(case["people"])
    assert sorted(made) == sorted([
        *(f"documents/ask_agencies/{code}.docx" for code in asked),
        "documents/tell_referrer.docx",
        *(f"restricted/write_family/{code}.docx" for code in close)])


def test_nobody_is_written_to_whom_the_case_record_keeps_letters_from() -> None:
    # A mother who died, and a man who is charged with it: both stand there as parents.
    case = check(ROOT / "inputs" / "northumberland-sample",
                 load_profile(ROOT / "templates", "northumberland"), date(2026, 6, 1)).case
    close = {row["code"]["text"]: row["write_to"]["text"] for row in case["people"]
             if row["kind"]["text"] in ("Parent", "Carer")}
    assert sorted(close.values()) == ["No", "No", "Yes", "Yes"]
    assert [to.code for to in letterhead.recipients(case, "family")] == [
        code for code, answer in close.items() if answer != "No"]


def test_a_letter_to_an_agency_from_head_to_signature(made: dict[str, bytes]) -> None:
    lines = lines_of(made["documents/ask_agencies/A2.docx"])
    said = [(line.style, line.text) for line in lines if line.text]
    assert said[:4] == [
        ("letterhead", "Norfolk Safeguarding Children Partnership"),
        ("letter line", "Reference: SPR25-07"), ("letter line", "Date: 1 June 2026"),
        ("letter line", "To: " + said[3][1].removeprefix("To: "))]
    assert said[4:6] == [("letter subject", "Request for information"),
                         ("normal", "Please complete the attached form by Tuesday 3 June 2025.")]
    words = [text.partition(".")[0] for style, text in said if style == "letter closing"]
    assert words == ["Your reply, by Tuesday 3 June 2025", "Your records", "Nothing held",
                     "Whom to ask"]
    assert [text for style, text in said if style == "letter signed"] == ["NSCP Business Manager"]


def test_a_letter_to_the_family_asks_nothing_of_agencies(made: dict[str, bytes]) -> None:
    words = " ".join(text_of(made["restricted/write_family/F1.docx"]))
    assert "Dear " in words and "Whom to ask." in words
    assert "secure" not in words and "Nothing held" not in words
    assert "F1" not in words, "nobody is a code to their own family"


def test_without_anybody_to_write_to_the_letter_says_why_it_is_not_made(
        profile: Profile, cases: dict[str, Case]) -> None:
    missing = dict(render(profile, cases["nothing at all"], MADE).missing)
    assert missing["Request for information"] == "The case record lists no agency that is asked."
    assert missing["How you can take part in the review"] == (
        "The case record names no parent or carer to write to.")


def test_the_agencys_own_day_wins_where_the_letter_goes_with_its_return(
        profile: Profile, case: Case) -> None:
    kinds = {kind.id: kind for kind in profile.documents}
    [first, *_] = letterhead.recipients(case, "agency")
    row = {**first.row, "return_due": {"text": "9 July 2025", "value": "2025-07-09",
                                       "missing": "", "refs": []}}
    own = letterhead.Recipient(first.code, first.name, row)
    due = letterhead.due_of(profile, case, kinds["ask_agencies"], own)
    assert due["text"] == "Wednesday 9 July 2025"
    bare = letterhead.Recipient(first.code, first.name, {})
    assert letterhead.due_of(profile, case, kinds["ask_agencies"], bare)["text"] == (
        case["deadlines"]["agency_return"]["date"]["text"])


def test_two_with_one_code_both_have_a_letter(case: Case) -> None:
    twice = {**case, "agencies": [*case["agencies"], case["agencies"][0]]}
    codes = [one.code for one in letterhead.recipients(twice, "agency")]
    assert len(codes) == len(set(codes)) and "A1-2" in codes


def test_the_made_up_letters_lint_clean(profile: Profile) -> None:
    assert lint_profile(profile, MADE) == []
    assert list(letterhead.wrong(profile)) == []


@pytest.mark.parametrize(("sketch", "said"), [
    ("pages: letter\n\n{{ letter.purpose }} {{ letter.asks }} by {{ letter.due }}.\n", ""),
    ("pages: letter\n\n{{ letter.purpose }} {{ letter.asks }}.\n",
     "its first lines do not say the day it asks it by"),
    ("pages: letter\n\n{{ letter.purpose }}\n\nMore.\n\n{{ letter.asks }} by {{ letter.due }}.\n",
     "its first lines do not say what it asks"),
    ("pages: letter\n\n{{ letter.asks }} by {{ letter.due }}.\n",
     "it does not say what it is for"),
    ("title: Request\n\n{{ recipient.name }}: {{ letter.asks }} by {{ letter.due }}.\n",
     "it does not say that records are to be secured"),
])
def test_lint_finds_what_a_letter_does_not_say(tmp_path: Path, cases: dict[str, Case],
                                               sketch: str, said: str) -> None:
    made = partnership(tmp_path, ask_agencies=sketch)
    [kind] = [kind for kind in made.documents if kind.id == "ask_agencies"]
    found = lint_document(made, kind, cases)
    assert any(said in one for one in found) if said else found == []


@pytest.mark.parametrize(("old", "new", "said"), [
    ("secure_records = true\n", "", "ask_agencies: `secure_records` is not set"),
    ("deadlines.agency_return", "deadlines.tuesday", "there is no deadline 'tuesday'"),
    ("case.review.period_to", "case.review.tuesday", "no question 'review.tuesday'"),
    ('addressee = "The person who made the referral"\n', "", "say under `addressee` whom"),
    ('for_each = "family"', 'for_each = "agency"', "made for each agency, but `to` is family"),
])
def test_lint_finds_a_letter_that_is_defined_wrongly(tmp_path: Path, old: str, new: str,
                                                     said: str) -> None:
    assert old in DOCUMENTS
    made = partnership(tmp_path, DOCUMENTS.replace(old, new))
    assert any(said in one for one in letterhead.wrong(made))


def test_a_house_style_from_before_letters_is_completed_and_one_with_them_left_alone() -> None:
    house = house_style()
    assert with_letter_styles(house) == house
    old = Document(io.BytesIO(house))
    for style in [one for one in old.styles if one.name and one.name.startswith("Letter")]:
        style.delete()
    held = io.BytesIO()
    old.save(held)
    names = {one.name for one in Document(io.BytesIO(with_letter_styles(held.getvalue()))).styles}
    assert {"Letterhead", "Letter Line", "Letter Subject", "Letter Closing",
            "Letter Signed"} <= names


@pytest.mark.parametrize(("title", "right"), [
    ("What happens next", True), ("To the {{ profile.words.national_panel }}", True),
    ("A review about {{ recipient.name }}", False), ("{% if case %}Yes{% endif %}", False)])
def test_the_subject_of_a_letter_names_nobody(title: str, right: bool) -> None:
    text = f"title: {title}\npages: letter\n\nWords.\n"
    if right:
        assert read_sketch(text, "x.md", {}).letter
        return
    with pytest.raises(DefinitionTrouble, match="names nobody"):
        read_sketch(text, "x.md", {})


LETTERS = [pytest.param(profile, kind, id=f"{profile.id}-{kind.id}")
           for name in partnerships(ROOT / "templates")
           for profile in [load_profile(ROOT / "templates", name)]
           for kind in profile.documents if kind.letter]


@pytest.mark.parametrize(("profile", "kind"), LETTERS)
def test_what_a_letter_says_is_enclosed_is_made_with_it_or_must_be_attached(
        profile: Profile, kind: DocumentKind) -> None:
    words = (profile.folder / "sketches" / f"{kind.id}.md").read_text("utf-8")
    words = " ".join(f"{words} {kind.letter['purpose']}".split())
    speaks = re.search(r"\benclosed\b|with this letter|full report|draft report\b|submit their|"
                       r"send you the report", words)
    with_it = [*kind.letter.get("encloses", ()), *kind.letter.get("attach", ())]
    assert with_it or kind.letter.get("form") or not speaks, speaks


@pytest.mark.parametrize(("profile", "kind"), LETTERS)
def test_a_letter_to_every_agency_thanks_nobody_for_what_they_may_not_have_given(
        profile: Profile, kind: DocumentKind) -> None:
    words = (profile.folder / "sketches" / f"{kind.id}.md").read_text("utf-8")
    if kind.letter["to"] == "agency":
        assert not re.search(r"you gave|Your agency gave|you sent|your return",
                             f"{words} {kind.letter['purpose']}")

"""What a person is told: where editions lie, what to do next, and how to mend what was refused."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import diary, everywhere, run
from pipeline.cli import main
from pipeline.model import Paper, Profile
from pipeline.packing import Packed, others
from pipeline.packing.choose import choose, recipients
from pipeline.packing.editions import editions, in_runs, next_steps
from pipeline.packing.unanswered import with_questions
from tests.making.collated import loaded
from tests.making.hostile import ole

OLD = ole({"WordDocument": bytes(5000)})
PDF = (b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
       b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")


def _sealed(folder: Path, pack: str, recipient: str, edition: int, when: str) -> None:
    diary.note(folder, diary.SEALED, when, pack=pack, recipient=recipient, edition=edition,
               fingerprint="0")


def test_copies_of_one_edition_are_one_line(tmp_path: Path) -> None:
    for number in range(1, 8):
        _sealed(tmp_path, "factual_accuracy", f"A{number}", 1, "2026-01-05")
        (tmp_path / "packs" / "factual_accuracy" / f"A{number}" / "edition-1").mkdir(parents=True)
    assert editions(tmp_path, tmp_path, "factual_accuracy") == [
        "Edition 1 for A1-A7 sealed on 5 January 2026."]
    assert editions(tmp_path, tmp_path, "publication") == ["Not made yet."]


def test_an_edition_that_only_the_diary_knows_is_said_to_be_elsewhere(tmp_path: Path) -> None:
    for number in (1, 2):
        _sealed(tmp_path, "publication", "", number, f"2026-01-0{number}")
    (tmp_path / "packs" / "publication" / "edition-2").mkdir(parents=True)
    first, second = editions(tmp_path, tmp_path, "publication")
    assert first == ("Edition 1 sealed on 1 January 2026. Its folder is not on this computer: it "
                     "was made on another.")
    assert second == "Edition 2 sealed on 2 January 2026."


@pytest.mark.parametrize(("codes", "said"), [
    (["A1"], "A1"), (["A1", "A2"], "A1, A2"), (["A1", "A2", "A3", "A5"], "A1-A3, A5"),
    (["ofsted", "national_panel"], "ofsted, national_panel"), ([], "")])
def test_codes_are_said_in_runs(codes: list[str], said: str) -> None:
    assert in_runs(codes) == said


def test_after_sealing_a_person_is_told_what_to_read_and_that_nothing_was_sent(
        tmp_path: Path) -> None:
    kind = next(one for one in loaded("norfolk").packs if one.id == "pre_publication")
    (tmp_path / "bundle-marked.pdf").write_bytes(b"x")
    read, send = next_steps(Packed(kind, (tmp_path,)))
    assert read == "Next: open bundle-marked.pdf and read it from the first page to the last."
    assert send == (f"Nothing has been sent. It is for: {kind.audience}. When you are content, "
                    "pass it on yourself. Leave out the folder 'not-to-send'.")
    assert list(next_steps(Packed(kind))) == []
    read, send = next_steps(Packed(kind, (tmp_path, tmp_path)))
    assert "in each of these folders" in read and "one recipient" in send


@pytest.mark.parametrize(("data", "what"), [(OLD, "an old Word document"), (PDF, "a PDF")])
def test_a_report_that_names_cannot_be_taken_out_of_is_to_be_saved_as_docx(
        tmp_path: Path, data: bytes, what: str) -> None:
    profile = loaded("norfolk")
    kind = next(one for one in profile.packs if one.id == "publication")
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "final.doc").write_bytes(data)
    [one] = others.take_in(tmp_path, profile, kind).problems
    assert one.code == "pack-outside-old" and what in one.message
    assert ".docx" in one.fix and "Save As" in one.fix
    if what == "a PDF":  # the papers of a meeting keep their names
        left = others.take_in(tmp_path, profile, replace(kind, anonymise=False, published=False))
        assert left.problems == () and [paper.pdf for paper in left.papers["report"]] == [data]


@pytest.mark.parametrize("command", ["pack", "collate", "check"])
def test_whoever_names_no_case_is_told_the_command_they_ran(
        command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("templates/profiles", "inputs/2025-07", "inputs/2025-08"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(main, [command]).output
    assert f"{command} CASE=2025-07" in said or f"cspr {command} 2025-07" in said
    assert command == "collate" or "make collate" not in said


def _emptied(case: dict, section: str, field: str) -> dict:
    """The case as if nobody had answered this question of the case record."""
    held = case["case"][section]
    bare = {**held[field], "text": "", "value": "", "refs": []}
    return {**case, "case": {**case["case"], section: {**held, field: bare}}}


def test_a_paper_of_ours_says_which_questions_it_has_no_answer_to(
        norfolk: Profile, checked: run.Checked) -> None:
    kind = next(one for one in norfolk.packs if one.id == "pre_publication")
    kind = replace(kind, contents=("copy_letter",))
    case = with_questions(norfolk, _emptied(checked.case, "notification", "notification_reference"))
    [to, *_] = recipients(norfolk, case, kind)
    [paper] = choose(norfolk, case, case, kind, [to], {}).papers[to.code]
    [asked] = paper.unanswered
    record = norfolk.form_meaning("case_record")
    section = record.section("notification")
    label = section.field("notification_reference").label
    assert asked == f"'{label}' (sheet '{section.sheet}' of '{record.title}', in case.xlsx)"
    whole = with_questions(norfolk, checked.case)
    [paper] = choose(norfolk, whole, whole, kind, [to], {}).papers[to.code]
    assert paper.unanswered == ()


def _words(paper: Paper) -> str:
    return "\n".join(one.words for one in everywhere.texts(paper.name, paper.data))


@pytest.mark.parametrize(("pack", "letter"), [
    ("pre_publication", "copy_letter"), ("embargoed", "embargo_letter")])
def test_a_letter_to_each_of_a_list_is_addressed_to_that_one(
        norfolk: Profile, checked: run.Checked, pack: str, letter: str) -> None:
    kind = replace(next(one for one in norfolk.packs if one.id == pack), contents=(letter,))
    people = recipients(norfolk, checked.case, kind)
    for to in people:
        [paper] = choose(norfolk, checked.case, checked.case, kind, [to], {}).papers[to.code]
        head = next(line for line in _words(paper).splitlines() if line.startswith("To: "))
        assert head == f"To: {to.label}"


def test_letters_about_a_draft_ask_for_no_records_and_say_the_day(
        norfolk: Profile, checked: run.Checked) -> None:
    kind = replace(next(one for one in norfolk.packs if one.id == "factual_accuracy"),
                   contents=("accuracy_letter",))
    [to, *_] = recipients(norfolk, checked.case, kind)

    def made(case: dict) -> Paper:
        known = with_questions(norfolk, case)
        [paper] = choose(norfolk, known, known, kind, [to], {}).papers[to.code]
        return paper

    words = _words(made(checked.case))
    assert "by Monday 15 December 2025" in words
    assert "same day" not in words and "secure all your records" not in words
    bare = made(_emptied(checked.case, "key_dates", "accuracy_reply_by"))
    assert "a day that is not set yet" in _words(bare)  # the gate refuses these words
    assert any("comments on the draft wanted by" in one for one in bare.unanswered)


def test_each_notice_begins_with_its_own_words_and_names_no_list(
        norfolk: Profile, checked: run.Checked) -> None:
    kind = replace(next(one for one in norfolk.packs if one.id == "notices"))
    [to] = recipients(norfolk, checked.case, kind)
    papers = choose(norfolk, checked.case, checked.case, kind, [to], {}).papers[to.code]
    entries = {str(one["id"]): str(one["words"]) for one in norfolk.lists["notice_lists"]}
    assert len(set(entries.values())) == len(entries) == len(papers)
    for paper in papers:
        words = " ".join(_words(paper).split())
        own = entries[paper.name.removeprefix("notices-").removesuffix(".eml")]
        assert own in words and words.count("To:") == 0
    assert entries["practitioners"].startswith("Thank you")
    assert "support" in entries["practitioners"]


def test_the_board_of_today_agrees_to_publication_and_the_forms_of_2021_keep_their_own(
        norfolk: Profile) -> None:
    asked = norfolk.forms["publication_plan"].meaning("partners")
    assert "NHS Norfolk and Waveney Integrated Care Board" in [
        row["partner"] for row in asked.printed]
    kept = norfolk.forms["rapid_review_report"].section("sign_off")
    assert "Health: Norfolk and Waveney CCG" in [row["partner"] for row in kept.printed]

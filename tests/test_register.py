"""The register: everything that came in has a line, and its original is kept as it came."""

import hashlib
import io
import json
import os
import shutil
import stat
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.comments import Comment

from pipeline import diary, workbook
from pipeline.cli import main
from pipeline.doors.mail import write_mbox, write_message, write_msg
from pipeline.doors.xlsx import read_book
from pipeline.model import Filling, Profile
from pipeline.run import Collated, collate

AS_OF = date(2025, 7, 1)
ROOT = Path(__file__).resolve().parent.parent
SENT = "Mon, 02 Jun 2025 09:30:00 +0100"
pytestmark = pytest.mark.usefixtures("books_once")
US, POLICE = "business.unit@example.org", "Police <police@example.org>"


def form(profile: Profile, name: str, answers: Mapping[str, str], recipient: str = "",
         case: str = "NSCP-1", **more: Any) -> bytes:
    identity = {"case": case, "recipient": recipient, **more.pop("identity", {})}
    return workbook.write(profile.forms[name], profile, Filling(
        identity=identity, answers=answers, children=["C1"], **more))


def record(profile: Profile) -> bytes:
    return form(profile, "case", {
        "identity/reference": "NSCP-1", "agencies/1/code": "A1", "agencies/1/name": "Police",
        "subject_children/C1/name": "Baby Amberley"})


def letter(*attachments: tuple[str, bytes], words: str = "Attached.") -> bytes:
    return write_message(POLICE, US, "NSCP-1", SENT, words, attachments)


def case(folder: Path, **files: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name.replace("__", ".")).write_bytes(data)
    return folder


def made(profile: Profile, folder: Path, out: Path) -> tuple[Collated, dict[str, Any]]:
    done = collate(folder, out, profile, AS_OF)
    return done, json.loads((out / "received" / "received.json").read_text("utf-8"))


def rows(register: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {row["id"]: row for row in register["received"]}


def test_every_file_and_part_has_a_line_and_its_original_is_kept(norfolk: Profile,
                                                                 tmp_path: Path) -> None:
    reply = form(norfolk, "rapid_review", {"analysis/good_practice": "Quick thinking"}, "A1")
    minutes = b"%PDF-1.4\nminutes\n%%EOF\n"
    message = letter(("Amberley return.xlsx", reply), ("minutes.pdf", minutes))
    folder = case(tmp_path / "in", case__xlsx=record(norfolk), a__eml=message)
    out = tmp_path / "out"
    _, register = made(norfolk, folder, out)
    lines = rows(register)
    assert [(key, row["kind"]) for key, row in lines.items()] == [
        ("R001", "eml"), ("R001.1", "xlsx"), ("R001.2", "pdf"), ("R002", "xlsx")]
    assert lines["R001.1"]["sender"] == POLICE
    assert lines["R001.1"]["sent"] == "2025-06-02T09:30+0100"
    assert "from A1, number 1: 1 answer" in lines["R001.1"]["taken"]
    assert lines["R001.2"]["codes"] == ["paper-kept"]
    for data, key in ((message, "R001"), (reply, "R001.1"), (minutes, "R001.2")):
        kept = out / "received" / lines[key]["kept"]
        assert kept.read_bytes() == data and kept.stem == hashlib.sha256(data).hexdigest()
        if os.name == "posix":
            assert stat.S_IMODE(kept.stat().st_mode) == 0o400
    words = [cell.text for sheet in read_book((out / "received" / "received.xlsx").read_bytes())
             .sheets for cell in sheet.cells.values()]
    assert {"R001.2", "Amberley return.xlsx", "Attached."} <= set(words)


def test_no_name_of_a_file_becomes_a_name_of_ours(norfolk: Profile, tmp_path: Path) -> None:
    reply = form(norfolk, "rapid_review", {}, "../../Amberley")
    message = letter(("../../../Amberley.xlsx", reply), ("Amberley.pdf", b"%PDF-1.4\n"))
    folder = case(tmp_path / "in", case__xlsx=record(norfolk), Amberley__eml=message)
    made(norfolk, folder, tmp_path / "out")
    names = [path.relative_to(tmp_path / "out").as_posix()
             for path in (tmp_path / "out").rglob("*")]
    assert [name for name in names if "Amberley" in name or ".." in name] == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


def test_what_a_correction_changed_is_listed_cell_by_cell(norfolk: Profile,
                                                          tmp_path: Path) -> None:
    old = form(norfolk, "rapid_review", {"analysis/good_practice": "Old words"}, "A1")
    new = form(norfolk, "rapid_review", {"analysis/good_practice": "New words"}, "A1",
               kind="correction", identity={
                   "number": "2", "replaces": workbook.fingerprint(old)})
    folder = case(tmp_path / "in", case__xlsx=record(norfolk), a__xlsx=old, b__xlsx=new)
    done, register = made(norfolk, folder, tmp_path / "out")
    assert [(row["old"], row["new"], row["before"], row["after"])
            for row in register["changed"]] == [("R001", "R002", "Old words", "New words")]
    assert "replaced by a later return" in rows(register)["R001"]["taken"]
    assert not any(one.code == "two-returns" for one in done.problems)


def test_the_words_of_a_message_are_quoted_with_or_without_a_form(norfolk: Profile,
                                                                  tmp_path: Path) -> None:
    reply = form(norfolk, "rapid_review", {}, "A1")
    folder = case(tmp_path / "in", case__xlsx=record(norfolk),
                  a__eml=letter(("f.xlsx", reply), words="One more thing: see page 2."),
                  b__eml=letter(words="Nil return from us."))
    done, register = made(norfolk, folder, tmp_path / "out")
    found = {(one.code, one.sender, one.quote) for one in done.problems
             if one.code.startswith("mail-")}
    assert found == {("mail-words", "A1", "One more thing: see page 2."),
                     ("mail-nil-return", "", "NSCP-1\nNil return from us.")}
    assert [row["words"] for row in register["messages"]] == [
        "One more thing: see page 2.", "Nil return from us."]


@pytest.mark.parametrize(("words", "nothing", "code"), [
    ("Nil return from us, form attached.", "", "mail-nil-return"),
    ("We hold no information on this family.", "", "mail-nil-return"),
    ("Nil return, box marked.", "Yes", "mail-words"),
    ("All in the form.", "", "mail-words"),
])
def test_a_nil_return_typed_only_in_the_message_is_noticed(
        norfolk: Profile, tmp_path: Path, words: str, nothing: str, code: str) -> None:
    reply = form(norfolk, "rapid_review", {}, "A1", nothing_held=nothing)
    folder = case(tmp_path / "in", case__xlsx=record(norfolk),
                  a__eml=letter(("f.xlsx", reply), words=words))
    done, _ = made(norfolk, folder, tmp_path / "out")
    found = [one for one in done.problems if one.where.part == "message"]
    assert [(one.code, one.sender, one.quote) for one in found] == [(code, "A1", words)]


def test_messages_count_wherever_a_mail_program_keeps_them(norfolk: Profile,
                                                           tmp_path: Path) -> None:
    """A Maildir folder, a mailbox and an Outlook message bring one return each."""
    replies = [form(norfolk, "rapid_review", {"analysis/good_practice": f"From A{n}"}, f"A{n}")
               for n in (1, 2, 3)]
    folder = case(tmp_path / "in", case__xlsx=record(norfolk))
    maildir = folder / "Maildir" / "cur"
    maildir.mkdir(parents=True)
    (maildir / "1748853000.M1P1.mail,S=1").write_bytes(letter(("f.xlsx", replies[0])))
    (folder / "Inbox").write_bytes(write_mbox([letter(words="Hello"),
                                               letter(("f.xlsx", replies[1]))]))
    (folder / "reply.msg").write_bytes(write_msg(
        POLICE, US, "NSCP-1", SENT, "Attached.", [("f.xlsx", replies[2])]))
    done, _ = made(norfolk, folder, tmp_path / "out")
    said = done.checked.case["collated"]["rapid_review"]["analysis"]["by"]["good_practice"]
    assert sorted(one["answer"]["text"] for one in said["given"]) == ["From A1", "From A2",
                                                                     "From A3"]


def test_a_return_of_another_case_lies_apart_and_its_answers_go_nowhere(
        norfolk: Profile, tmp_path: Path) -> None:
    other = form(norfolk, "rapid_review", {"analysis/good_practice": "Otherfamily"}, "A1",
                 case="NSCP-2")
    folder = case(tmp_path / "in", case__xlsx=record(norfolk),
                  a__eml=letter(("f.xlsx", other), words="Otherfamily too"))
    out = tmp_path / "out"
    done, register = made(norfolk, folder, out)
    assert "case-mismatch" in {one.code for one in done.problems}
    assert rows(register)["R001.1"]["kept"].startswith("quarantine/")
    assert rows(register)["R001"]["kept"].startswith("quarantine/")
    assert rows(register)["R001.1"]["taken"] == "Nothing of it is used"
    for name in ("problems.json", "context.json", "ledger.json"):
        assert "Otherfamily" not in (out / name).read_text("utf-8"), name
    assert "Otherfamily" not in json.dumps(register)


@pytest.fixture
def home(norfolk: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of its own with one case: ours, and a message for another case."""
    other = form(norfolk, "rapid_review", {}, "A1", case="NSCP-2")
    folder = tmp_path / "inputs" / "2025-07"
    case(folder, case__xlsx=record(norfolk), a__eml=letter(("f.xlsx", other)))
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, typed: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(main, [*words, "--as-of", "2025-07-01"], catch_exceptions=False,
                              input=typed)
    return done.exit_code, done.output


CSV = b"Name,Date,Event\nOne,1 May,Seen\nTwo,2 May,Seen\nThree,3 May,Gone\n"
WHY = ("--by", "Business Manager", "--why", "Another case")


def test_deleting_is_remembered_and_the_next_register_says_so(home: Path) -> None:
    run("collate", "2025-07")
    code, words = run("delete", "2025-07", "R001.1", *WHY, typed="y\n")
    assert code == 0 and "in quarantine. Delete it" in words and "R001.1 is deleted" in words
    folder = home / "inputs" / "2025-07"
    assert [path.name for path in sorted(folder.iterdir())] == ["case.xlsx", "diary.jsonl"]
    entry, = diary.entries(folder, "deleted")
    assert (entry["by"], entry["why"], entry["when"]) == (
        "Business Manager", "Another case", "2025-07-01")
    assert run("collate", "2025-07")[0] == 0
    received = home / "outputs" / "2025-07" / "received"
    gone, = json.loads((received / "received.json").read_text("utf-8"))["deleted"]
    assert (gone["id"], gone["by"], gone["kind"]) == (
        "R001.1", "Business Manager", "an Excel workbook")
    assert not (received / "quarantine").exists()


def test_a_return_that_this_case_uses_is_not_deleted_with_another(home: Path,
                                                                  norfolk: Profile) -> None:
    folder = home / "inputs" / "2025-07"
    ours = form(norfolk, "rapid_review", {}, "A1")
    other = form(norfolk, "rapid_review", {}, "A1", case="NSCP-2")
    (folder / "a.eml").write_bytes(letter(("f.xlsx", other), ("g.xlsx", ours)))
    run("collate", "2025-07")
    asked = ("delete", "2025-07", "R001.1", "--yes", *WHY)
    code, words = run(*asked)
    assert code == 2 and "R001.2" in words and (folder / "a.eml").exists()
    (folder / "saved.xlsx").write_bytes(ours)
    assert run(*asked)[0] == 0 and not (folder / "a.eml").exists()


def test_a_number_that_has_changed_since_the_register_was_made_deletes_nothing(
        home: Path, norfolk: Profile) -> None:
    """Numbers follow the names of files: one that is saved later moves all that come after it."""
    run("collate", "2025-07")
    folder = home / "inputs" / "2025-07"
    (folder / "0 saved since.eml").write_bytes(letter(words="Saved since."))
    code, words = run("delete", "2025-07", "R001", "--yes", *WHY)
    assert code == 2 and "Collate the case and look the number up again" in words
    assert (folder / "0 saved since.eml").exists() and (folder / "a.eml").exists()
    run("collate", "2025-07")
    assert run("delete", "2025-07", "R001", "--yes", *WHY)[0] == 2, "it is the other one now"
    assert run("delete", "2025-07", "R002", "--yes", *WHY)[0] == 0
    assert (folder / "0 saved since.eml").exists() and not (folder / "a.eml").exists()
    assert [one["id"] for one in diary.entries(folder, "deleted")] == ["R002"]


@pytest.mark.parametrize(("number", "why", "said"), [
    ("R009", "y", "There is no number R009"), ("R001.1", " ", "Say who decided it"),
    ("R002", "y", "R002 is not in quarantine"),
])
def test_nothing_else_is_deleted(home: Path, number: str, why: str, said: str) -> None:
    run("collate", "2025-07")
    code, words = run("delete", "2025-07", number, "--yes", "--by", "x", "--why", why)
    assert code == 2 and said in words
    assert sorted(path.name for path in (home / "inputs" / "2025-07").iterdir()) == [
        "a.eml", "case.xlsx"]


def test_nothing_is_deleted_before_a_register_was_made_or_without_a_yes(home: Path) -> None:
    assert run("delete", "2025-07", "R001.1", "--yes", *WHY)[0] == 2
    run("collate", "2025-07")
    code, words = run("delete", "2025-07", "R001.1", *WHY, typed="n\n")
    assert code == 0 and "sent on 2025-06-02" in words and "Nothing was deleted." in words
    assert (home / "inputs" / "2025-07" / "a.eml").exists()


# --- whose message it is ------------------------------------------------------------------------


def address_book(profile: Profile) -> bytes:
    return form(profile, "case", {
        "identity/reference": "NSCP-1", "agencies/1/code": "A1", "agencies/1/name": "Police",
        "agencies/1/contact_email": "Police@example.org",
        "agencies/1/return_due": "3 June 2025", "agencies/2/code": "A2",
        "agencies/2/return_due": "3 June 2025",
        "agencies/2/contact_email": "school@example.org",
        "subject_children/C1/name": "Baby Amberley"})


@pytest.mark.parametrize(("words", "code", "escalated"), [
    ("Nil return from us.", "mail-nil-return", False),
    ("Thank you, safely received. We will send it next week.", "mail-no-form", True),
])
def test_an_agency_that_wrote_without_a_form_is_known_by_its_address(
        norfolk: Profile, tmp_path: Path, words: str, code: str, escalated: bool) -> None:
    """A thank-you stops nothing. While it seems to hold nothing, no leader is written to."""
    folder = case(tmp_path / "in", case__xlsx=address_book(norfolk), a__eml=letter(words=words))
    done, _ = made(norfolk, folder, tmp_path / "out")
    assert [(one.code, one.sender) for one in done.problems if one.where.part == "message"] == [
        (code, "A1")]
    drafts = {name for name in done.made if name.startswith("to-agencies/A1/") and "eml" in name}
    assert drafts == {"to-agencies/A1/chaser.eml"} | (
        {"to-agencies/A1/escalation.eml"} if escalated else set())


def test_a_message_that_was_not_delivered_is_a_warning(norfolk: Profile, tmp_path: Path) -> None:
    back = write_message("Mail Delivery System <mailer-daemon@example.org>", US,
                         "Undelivered Mail Returned to Sender", SENT, "Mailbox full", ())
    folder = case(tmp_path / "in", case__xlsx=address_book(norfolk), a__eml=back)
    done, _ = made(norfolk, folder, tmp_path / "out")
    assert [(one.code, one.severity) for one in done.problems if one.where.part == "message"] == [
        ("mail-not-delivered", "warning")]


def test_the_case_record_stands_before_its_copies(norfolk: Profile, tmp_path: Path) -> None:
    folder = case(tmp_path / "in", case__xlsx=record(norfolk))
    for name in ("case - Copy.xlsx", "Copy of case.xlsx", "case (1).xlsx"):
        (folder / name).write_bytes(address_book(norfolk))
    done, _ = made(norfolk, folder, tmp_path / "out")
    assert len(done.checked.case["agencies"]) == 1, "the one of case.xlsx, not two"
    assert [one.where.file for one in done.problems if one.code == "two-case-records"]


def test_a_locked_form_is_its_senders_and_the_message_is_not_called_empty(
        norfolk: Profile, tmp_path: Path) -> None:
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(form(norfolk, "rapid_review", {}, "A1"))).encrypt("secret", locked)
    folder = case(tmp_path / "in", case__xlsx=address_book(norfolk),
                  a__eml=letter(("f.xlsx", locked.getvalue()), words="Password to follow."))
    done, _ = made(norfolk, folder, tmp_path / "out")
    found = [(one.code, one.sender) for one in done.problems if one.where.file.startswith("R001")]
    assert found == [("file-password", "A1"), ("mail-words", "A1")]
    sent = {name.rpartition("/")[2] for name in done.made if name.startswith("to-agencies/A1/")}
    assert sent == {"again.eml", "again.txt", "rapid_review.xlsx"}, "nobody is chased for it"
    words = (tmp_path / "out" / "to-agencies" / "A1" / "again.txt").read_text("utf-8")
    assert "It is locked with a password. Please take the password off." in words
    assert "by Thursday 3 July 2025" in words and "police@example.org" in words.casefold()
    assert len(words.split()) < 150


def test_two_things_that_cannot_be_read_are_two_lines_and_a_return_ends_it(
        norfolk: Profile, tmp_path: Path) -> None:
    folder = case(tmp_path / "in", case__xlsx=address_book(norfolk),
                  a__eml=letter(("f.csv", CSV), ("g.xlsx", b"PK\x03\x04 cut")))
    done, _ = made(norfolk, folder, tmp_path / "out")
    words = (tmp_path / "out" / "to-agencies" / "A1" / "again.txt").read_text("utf-8")
    assert "1. It is in a format that we cannot read." in words and "2. It is damaged." in words
    (folder / "b.eml").write_bytes(letter(("f.xlsx", form(norfolk, "rapid_review", {}, "A1"))))
    done, _ = made(norfolk, folder, tmp_path / "out")
    assert not [name for name in done.made if "again" in name]
    assert {one.severity for one in done.problems
            if one.code in ("format-not-accepted", "workbook-damaged")} == {"note"}


def test_a_machine_that_answers_is_no_sender_without_a_form(norfolk: Profile,
                                                            tmp_path: Path) -> None:
    away = letter(words="I am away.").replace(b"MIME-Version", b"Auto-Submitted: auto-replied\r\n"
                                              b"MIME-Version")
    folder = case(tmp_path / "in", case__xlsx=address_book(norfolk), a__eml=away)
    done, _ = made(norfolk, folder, tmp_path / "out")
    assert [one.code for one in done.problems if one.where.part == "message"] == [
        "mail-automatic"]
    assert "to-agencies/A1/chaser.eml" in done.made


def test_an_agency_that_says_it_holds_nothing_and_answers_is_asked_and_its_answers_count(
        norfolk: Profile, tmp_path: Path) -> None:
    reply = form(norfolk, "rapid_review", {"analysis/good_practice": "Quick thinking"}, "A1",
                 nothing_held="Yes")
    folder = case(tmp_path / "in", case__xlsx=record(norfolk), a__eml=letter(("f.xlsx", reply)))
    done, _ = made(norfolk, folder, tmp_path / "out")
    assert "nil-with-answers" in [one.code for one in done.problems]
    agency, = done.checked.case["agencies"]
    assert agency["status"]["text"] == "Returned" and agency["returned_on"]["text"] == "2 June 2025"
    said = done.checked.case["collated"]["rapid_review"]["analysis"]["by"]["good_practice"]
    assert [one["answer"]["text"] for one in said["given"]] == ["Quick thinking"]
    assert "to-agencies/A1/questions.eml" in done.made


def test_a_remark_on_a_return_that_was_mended_stays(norfolk: Profile, tmp_path: Path) -> None:
    old = form(norfolk, "rapid_review", {"analysis/good_practice": "Words"}, "A1")
    book = openpyxl.load_workbook(io.BytesIO(old))
    cell = next(c for row in book["Analysis"] for c in row if c.value == "Words")
    cell.comment = Comment("Do not share this line", "x")
    kept = io.BytesIO()
    book.save(kept)
    new = form(norfolk, "rapid_review", {"analysis/good_practice": "Words"}, "A1",
               kind="correction", identity={
                   "number": "2", "replaces": workbook.fingerprint(kept.getvalue())})
    folder = case(tmp_path / "in", case__xlsx=record(norfolk), a__xlsx=kept.getvalue(),
                  b__xlsx=new)
    done, _ = made(norfolk, folder, tmp_path / "out")
    assert [(one.severity, one.quote) for one in done.problems
            if one.code == "comment-present"] == [("note", "Do not share this line")]


def test_a_return_of_another_case_is_not_put_down_to_our_agency(norfolk: Profile,
                                                                tmp_path: Path) -> None:
    other = openpyxl.load_workbook(io.BytesIO(
        form(norfolk, "rapid_review", {}, "A1", case="NSCP-2")))
    del other["Analysis"]
    kept = io.BytesIO()
    other.save(kept)
    folder = case(tmp_path / "in", case__xlsx=record(norfolk), a__xlsx=kept.getvalue())
    done, _ = made(norfolk, folder, tmp_path / "out")
    assert [(one.code, one.sender) for one in done.problems if one.where.file == "R001"] == [
        ("case-mismatch", "")]


@pytest.mark.parametrize("line", [
    b"not json", b'{"what": "\xff"}', b'{"what": "sealed", "pack": "a", "when": "2026-01-01"}',
    b'{"what": "sealed", "pack": "a", "when": "2026-01-01", "edition": "x"}',
    b'{"what": "issued", "when": 5}', b"[" * 100_000])
def test_a_diary_that_somebody_spoilt_is_said(home: Path, line: bytes) -> None:
    (home / "inputs" / "2025-07" / "diary.jsonl").write_bytes(line)
    code, words = run("collate", "2025-07")
    assert code == 2 and "diary" in words


def test_the_register_prints_what_was_taken_first_and_no_page_of_empty_columns(
        norfolk: Profile, tmp_path: Path) -> None:
    reply = form(norfolk, "rapid_review", {"respondent/email": "nobody"}, "A1")
    folder = case(tmp_path / "in", case__xlsx=record(norfolk), a__eml=letter(("f.xlsx", reply)))
    made(norfolk, folder, tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / "received" / "received.xlsx")
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToWidth == 1
        last = sheet.print_area.rpartition("$")[0].rpartition("$")[2]
        paper = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[3]
                 if cell.column_letter <= last]
        assert 100 <= sum(paper) <= 160, "a page wide at a size that people can read"
        assert all(cell.value for row in sheet.iter_rows(3, 3) for cell in row)
    sheet = book["Received"]
    found = {row[0]: row for row in sheet.iter_rows(4, values_only=True)}
    assert [cell.value for cell in sheet[3]][:4] == [
        "No.", "What it is", "What was taken from it", "What was not, and why"]
    assert found["R001"][1:6] == ("An e-mail message",
                                  "Its own words, and all that was in it: see R001.1 and what "
                                  "follows it", "No problem", POLICE, "2 June 2025, 09:30")
    assert "with its answers, listed at the end of the collated review" in found["R001.1"][3]
    assert found["R002"][4:6] == ("Not known", "Not known")
    assert book["Deleted"]["A4"].value == "Nothing has been deleted."

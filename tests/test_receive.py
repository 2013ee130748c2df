"""Taking in: every file and part of one has a number, and one bad message never blocks the next."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.doors.mail import Attachment, Mail
from pipeline.doors.xlsx import Book
from pipeline.model import Fault
from pipeline.opening import Opened, Part
from pipeline.opening.items import Item
from pipeline.receive import DEEPEST, TINY, receive

FORM = Opened("xlsx", book=Book(()))


def mail(*attachments: bytes, words: str = "Hello", **more: object) -> Opened:
    return Opened("eml", mail=Mail(
        "Police <police@example.org>", "us@example.org", "Re: NSCP-1", "2025-06-01T09:00+0100",
        words, tuple(Attachment(f"file {n}", data) for n, data in enumerate(attachments, 1)),
        **more))  # type: ignore[arg-type]


def taken(folder: Path, files: Mapping[str, bytes], what: Mapping[bytes, Opened]) -> list[Item]:
    """What comes in from these files, when these bytes hold these things."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return receive(folder, lambda data: what[data])


def said(items: list[Item]) -> dict[str, list[str]]:
    return {item.id: [one.code for one in item.problems] for item in items if item.problems}


def test_numbers_follow_the_names_and_parts_follow_their_message(tmp_path: Path) -> None:
    items = taken(tmp_path, {"b.eml": b"mail", "A form": b"form", "d/c": b"again"},
                  {b"mail": mail(b"form", b"logo"), b"form": FORM, b"logo": Opened("picture"),
                   b"again": FORM})
    assert [(item.id, item.inside, item.kind, item.status) for item in items] == [
        ("R001", "", "xlsx", "form?"), ("R002", "", "eml", "container"),
        ("R002.1", "R002", "xlsx", "form?"), ("R002.2", "R002", "picture", "paper"),
        ("R003", "", "xlsx", "form?")]
    assert items[2].file == "R002" and items[2].name == "file 1"
    assert items[2].letter is not None and items[2].letter.sent == "2025-06-01T09:00+0100"


def test_the_words_of_the_nearest_message_go_with_a_part(tmp_path: Path) -> None:
    items = taken(tmp_path, {"a.eml": b"outer"},
                  {b"outer": mail(b"inner", words="See below"),
                   b"inner": mail(b"form", words="Nil return"), b"form": FORM})
    assert [(i.id, i.letter.words if i.letter else "") for i in items] == [
        ("R001", "See below"), ("R001.1", "Nil return"), ("R001.1.1", "Nil return")]
    assert said(items) == {"R001.1": ["mail-forwarded"]}


def test_a_zip_of_forms_is_opened_and_each_counts(tmp_path: Path) -> None:
    archive = Opened("zip", (Fault("archive-opened"),),
                     parts=(Part("one.xlsx", b"one"), Part("two.xlsx", b"two")))
    items = taken(tmp_path, {"forms.zip": b"zip"}, {b"zip": archive, b"one": FORM, b"two": FORM})
    assert [(i.id, i.status) for i in items] == [
        ("R001", "container"), ("R001.1", "form?"), ("R001.2", "form?")]
    assert said(items) == {"R001": ["archive-opened"]}


def test_what_cannot_be_opened_stops_nothing(tmp_path: Path) -> None:
    bad = Opened("eml", (Fault("mail-unreadable"),), refused=True)
    items = taken(tmp_path, {"a.eml": b"bad", "b.xlsx": b"form"}, {b"bad": bad, b"form": FORM})
    assert [(i.id, i.status) for i in items] == [("R001", "refused"), ("R002", "form?")]
    assert said(items) == {"R001": ["mail-unreadable"]}


def test_messages_in_messages_end_somewhere_and_it_is_said(tmp_path: Path) -> None:
    items = taken(tmp_path, {"a.eml": b"loop"}, {b"loop": mail(b"loop")})
    assert len(items) == DEEPEST + 2 and items[-1].status == "refused"
    assert [one.code for one in items[-1].problems] == ["opening-failed"]


def test_marks_of_a_message_are_said(tmp_path: Path) -> None:
    both = mail(marks=frozenset({"signed", "encrypted", "link"}),
                links=("https://files.example.org/a",))
    items = taken(tmp_path, {"a.eml": b"mail"}, {b"mail": both})
    assert said(items) == {"R001": ["mail-signed", "mail-encrypted", "mail-cloud-link"]}
    assert items[0].problems[2].quote == "https://files.example.org/a"


@pytest.mark.parametrize(("kind", "size", "inside", "code"), [
    ("pdf", 10, False, "paper-kept"), ("pdf", 10, True, "paper-kept"),
    ("picture", 10, False, "paper-kept"), ("picture", 10, True, ""),
    ("picture", TINY, True, "paper-kept"), ("tnef", 10, True, "mail-wrapped"),
])
def test_papers_are_kept_and_said_but_not_the_logos_of_signatures(
        tmp_path: Path, kind: str, size: int, inside: bool, code: str) -> None:
    paper = b"p" * size
    items = taken(tmp_path, {"a": b"mail" if inside else paper},
                  {b"mail": mail(paper), paper: Opened(kind)})
    assert (items[-1].kind, items[-1].status) == (kind, "paper")
    assert said(items) == ({items[-1].id: [code]} if code else {})
    assert items[-1].data == paper


def test_our_own_files_are_passed_over_and_an_open_workbook_is_said(tmp_path: Path) -> None:
    items = taken(tmp_path, {
        "report/b.docx": b"form", "answers/a.toml": b"form",
        "diary.jsonl": b"", "returns/.DS_Store": b"form", "~$case.xlsx": b"lock",
        "returns/README.md": b"form"}, {b"form": FORM})
    assert [(i.name, i.status) for i in items] == [
        ("~$case.xlsx", "ours"), ("returns/README.md", "form?")]
    assert said(items) == {"R001": ["open-elsewhere"]}

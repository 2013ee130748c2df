"""A whole case in which people typed what the test likes, wherever they can type."""

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment

from pipeline import workbook
from pipeline.doors.mail import write_message
from pipeline.model import Field, Filling, Form, Profile, Section

FREE = {"text", "narrative", "when", "date", "time", "choice", "yes_no", "email", "phone",
        "postcode", "nhs_number", "number", "tick", "person", "agency"}
KEYS = {"code", "reference"}
Say = Callable[[str], str]
"""What somebody types in answer to the question with this path."""


def filled(form: Form, say: Say, types: frozenset[str] | set[str],
           fixed: Mapping[str, str]) -> dict[str, str]:
    """An answer to every question of these types; `fixed` are answers that stay."""
    answers: dict[str, str] = {}
    for section, field in form.fields():
        if field.type not in types or field.id in KEYS:
            continue
        for path in _paths(section, field):
            answers[path] = say(path)
    return {**answers, **fixed}


def _paths(section: Section, field: Field) -> list[str]:
    if section.kind == "table":
        return [f"{section.id}/{row}/{field.id}" for row in (1, 2)]
    if section.per:
        one = f"{section.id}/C1/{field.id}"
        return [f"{one}/anomaly", one] if section.prefilled else [one]
    return [f"{section.id}/{field.id}"]


def record_of(profile: Profile, say: Say, types: set[str]) -> dict[str, str]:
    """The answers of a case record about one child and two agencies."""
    form = profile.form_meaning("case_record")
    assert form is not None
    agencies = form.meaning("agencies")
    assert agencies is not None
    fixed = {f"{s.id}/reference": "NSCP-1" for s in form.sections if s.means == "identity"}
    for row in (1, 2):
        fixed |= {f"{agencies.id}/{row}/code": f"A{row}",
                  f"{agencies.id}/{row}/return_due": "3 June 2025",
                  f"{agencies.id}/{row}/omitted_because": ""}
    return filled(form, say, types, fixed)


def forms_of(profile: Profile, say: Say, types: set[str]) -> dict[str, bytes]:
    """A filled copy of every form, by a file name of ours."""
    made = {}
    for form in profile.forms.values():
        code = {"agency": "A1", "member": "M1"}.get(form.for_each, "")
        answers = record_of(profile, say, types) if form.means == "case_record" else filled(
            form, say, types, {})
        made[f"{form.id}.xlsx"] = workbook.write(form, profile, Filling(
            identity={"case": "NSCP-1", "recipient": code}, answers=answers, children=["C1"]))
    return made


def defaced(data: bytes, words: str) -> bytes:
    """A workbook with the words as the name of a sheet, in a remark, a header, a property."""
    words = "".join(c for c in words if c.isprintable() or c == "\n")
    book = openpyxl.load_workbook(io.BytesIO(data))
    ws = book.create_sheet("".join(c for c in words if c not in "[]:*?/\\")[:31].strip("'"))
    ws["A1"] = "See here"
    ws["A1"].data_type = "s"
    other = book.worksheets[1]
    other["B8"].comment = Comment(words, words)
    other.oddFooter.center.text = words.replace("&", "")
    book.properties.subject = words
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def put(folder: Path, profile: Profile, say: Say, words: Sequence[str],
        types: set[str]) -> None:
    """A case folder: our own forms loose, each other one in a message of its own.

    Headers, names of attachments, of sheets and of files say `words`, in turn.
    """
    folder.mkdir(parents=True)
    made = forms_of(profile, say, types)
    ours = {f"{form.id}.xlsx" for form in profile.forms.values() if form.ours}
    for name in sorted(ours):
        (folder / name).write_bytes(made[name])
    for number, name in enumerate(sorted(made.keys() - ours)):
        said = words[number % len(words)]
        plain = "".join(c for c in said if c.isprintable() and c not in '/\\:*?"<>|')[:60]
        attachments = [
            (f"{said} {name}", defaced(made[name], said)),
            (f"{said}.pdf", b"%PDF-1.4\n%%EOF\n"),
            (f"{said}.csv", f"{said},{said}\n{said},1\n".encode("utf-8", "replace"))]
        (folder / f"{plain} {number}.eml").write_bytes(write_message(
            f'"{plain}" <sender@example.org>', "us@example.org", said,
            "Mon, 2 Jun 2025 09:30:00 +0100", f"{said}\n", attachments))

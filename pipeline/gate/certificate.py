"""The certificate of a pack: what was checked, what was let through by whom, and each file.

It travels with the pack, so it names nobody: findings stand there by their place and their code.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.doors.docwriter import Block, Cell, Paragraph, Span, Table, write_blocks
from pipeline.doors.word import WordTemplate
from pipeline.gate.look import files_of
from pipeline.gate.passing import PENDING
from pipeline.gate.verdict import Verdict
from pipeline.keys import CHECKS
from pipeline.model import Pack

TITLE = "Certificate"
SHOWN = 16
"""So many digits of a fingerprint are enough to compare by eye; the manifest has all 64."""
LOOKS_AT = {
    "names": "Names of the case's people, in every text of every file and in file names",
    "identifiers": "Dates of birth, numbers, addresses, schools and other identifiers",
    "doubts": "Words that may be a name: each decided by a person",
    "tick_list": "Ages, dates, places and unusual facts: each page read by a person",
    "hygiene": "What files hold and do not show: properties, comments, changes, pictures' data",
    "not_public": "No spreadsheet, no private paper, no practitioner's name",
    "watermark": "The mark of this copy on every page",
    "clean": "No watermark and no word of a draft on clean copies",
    "logo": "The partnership's logo on the first page",
    "judicial": "The Family Court's agreement",
    "legal_advice": "Legal advice: when and from whom",
    "family_meeting": "A meeting with the family, or why there was none",
    "sign_off": "Every step of sign-off",
    "partners": "The agreement of the three safeguarding partners",
    "panel_copy": "Copies that must go out before, in time",
    "publication_day": "The day of publication",
    "reviewer": "The reviewer is named in the report",
    "report_contents": "What a published report must say",
    "summary_length": "The length of the summary",
    "placeholders": "Nothing left to be filled in",
    "way": "The decision how to publish",
    "accessibility": "Whether everybody can read the files",
    "recipient": "Nothing addressed to somebody else",
    "panel_contents": "What the National Panel asks for, and what it asks to leave out",
    "action_plan": "No action plan where none is published",
}
PROGRAMS = {"typst": "Typst, built in", "libreoffice": "LibreOffice"}
BY_PEOPLE = (
    "Whether somebody who knows the family could still recognise it.",
    "Whether every word is fair, kind and true.",
    "Whether a picture shows what it should not.",
    "Whether each file is sent to the right address.",
)


def certificate(pack: Pack, verdict: Verdict, made_on: str = "") -> list[Block]:
    """What the certificate says, as blocks for Word. `made_on` is the day in words."""
    blocks: list[Block] = [_line(TITLE, "Title"), _line(pack.kind.title, "Subtitle"),
                           _line(_outcome(pack, verdict))]
    blocks += [_pairs(pack, made_on or pack.as_of), _line("What was checked", "Heading 1"),
               _checks(verdict), *_waived(verdict), *_pending(verdict), *_remarks(verdict),
               _line("Files", "Heading 1"),
               _line(f"A fingerprint is the beginning of the file's SHA-256, {SHOWN} of 64 digits. "
                     "A file with another fingerprint is not the one that was checked."),
               _files(pack),
               _line("What no program can check", "Heading 1"),
               _line("Somebody must have thought about this before the pack is sent:")]
    return [*blocks, *(_line(words, "List Bullet") for words in BY_PEOPLE)]


def as_word(pack: Pack, verdict: Verdict, made_on: str, house: bytes) -> bytes:
    """The certificate as a Word file in the house style."""
    title = f"{pack.kind.title}: {TITLE.lower()}"
    drawn = write_blocks(certificate(pack, verdict, made_on), house, "{{ document.title }}")
    reference = pack.case["reference"]
    return WordTemplate(drawn, f"{TITLE.lower()}.docx").render({
        "document": {"title": title, "marking": pack.profile.marking, "state": ""},
        "reference": reference["text"] if isinstance(reference, dict) else str(reference),
    })


def _outcome(pack: Pack, verdict: Verdict) -> str:
    if not verdict.passed:
        return "This pack was refused. It may not leave the partnership."
    words = f"This pack passed the {len(verdict.checked)} checks that its audience asks for."
    if verdict.waived:
        words += (" A finding was let through: it is" if len(verdict.waived) == 1 else
                  f" {len(verdict.waived)} findings were let through: they are")
        words += " listed below, with the reason and the role."
    if verdict.pending:
        words += " Some information is pending: it is listed below."
    return words


def _pairs(pack: Pack, made_on: str) -> Table:
    to = pack.recipient
    copy = f"{to.number} of {to.of}" if pack.kind.numbered and to.of else ""
    reference = pack.case["reference"]
    said = (
        ("Reference", reference["text"] if isinstance(reference, dict) else str(reference)),
        ("Audience", pack.kind.audience), ("Recipient", to.code), ("Copy", copy),
        ("Edition", str(pack.edition)), ("Made on", made_on),
        ("Protective marking", pack.kind.marking or "None"))
    return _table(("What", "This pack"), (30, 70),
                  [row for row in said if row[1]], labels=True)


def _checks(verdict: Verdict) -> Table:
    waived = Counter(check for hit, _ in verdict.waived
                     for check in {name for name, code in verdict.found_by if code == hit.code})
    refusing = {code for hit in verdict.hits for code in (hit.code,)}
    rows = []
    for name in CHECKS:
        found = {code for check, code in verdict.found_by if check == name}
        if name not in verdict.checked:
            result = "Not asked for"
        elif found & refusing:
            result = "Refused"
        elif waived[name]:
            result = f"Passed, {waived[name]} let through"
        else:
            result = "Passed"
        rows.append((name.replace("_", " ").capitalize(), LOOKS_AT[name], result))
    return _table(("Check", "What it looks at", "Result"), (20, 58, 22), rows)


def _waived(verdict: Verdict) -> Iterator[Block]:
    yield _line("What was let through", "Heading 1")
    if not verdict.waived:
        yield _line("Nothing.")
        return
    yield _table(("Finding and place", "Reason", "Let through by"), (45, 33, 22), [
        (f"{hit.message} {hit.where} ({hit.code})", waiver.reason, f"{waiver.by}, {waiver.on}")
        for hit, waiver in verdict.waived])


def _pending(verdict: Verdict) -> Iterator[Block]:
    if verdict.pending:
        yield _line(f"Information {PENDING}", "Heading 1")
        yield from (_line(words, "List Bullet") for words in verdict.pending)


def _remarks(verdict: Verdict) -> Iterator[Block]:
    if verdict.remarks:
        yield _line("Remarks", "Heading 1")
        yield from (_line(f"{one.message} {one.where}", "List Bullet") for one in verdict.remarks)


def _files(pack: Pack) -> Table:
    made_by = {paper.name.rpartition(".")[0]: _program(paper.converter) for paper in pack.papers}
    several = "; ".join(sorted({_program(one.converter) for one in pack.papers if one.converter}))
    rows = []
    for name, data in files_of(pack).items():
        stem, _, ending = name.rpartition(".")
        program = made_by.get(stem, several) if ending == "pdf" else ""
        rows.append((name, hashlib.sha256(data).hexdigest()[:SHOWN],
                     program or "Not converted"))
    return _table(("File", "Fingerprint", "Made by"), (46, 32, 22), rows)


def _program(converter: str) -> str:
    return PROGRAMS.get(converter, converter[:1].upper() + converter[1:])


def _table(header: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[str]],
           labels: bool = False) -> Table:
    def cell(words: str, style: str) -> Cell:
        return (_line(words, style),)

    return Table(tuple(cell(one, "Table Head") for one in header),
                 tuple(tuple(cell(one, "Table Label" if labels and n == 0 else "Table Text")
                             for n, one in enumerate(row)) for row in rows),
                 tuple(widths), labels)


def _line(words: str, style: str = "Normal") -> Paragraph:
    return Paragraph((Span(_no_tag(words)),), style)


def _no_tag(words: str) -> str:
    """What people typed is never a tag of a template."""
    return words.replace("{", "(").replace("}", ")")

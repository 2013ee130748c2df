"""Read a workbook back: by its labels, with the hidden keys to confirm, and nothing left behind."""

import hashlib
from collections.abc import Mapping

from pipeline.catalogue import problem
from pipeline.doors.xlsx import Book, Sheet, read_book
from pipeline.errors import OutsideTrouble
from pipeline.model import Form, Problem, Profile, Submission, Where
from pipeline.prose import plain
from pipeline.workbook.boxes import read_boxes
from pipeline.workbook.layout import (
    ANSWER,
    EVIDENCE,
    FILLED_IN,
    FOR,
    FORM_SHEET,
    GUIDANCE,
    HELP,
    IDENTITY,
    KIND_LABEL,
    KINDS,
    LISTS_SHEET,
    MORE_ROOM,
    NOT_FOR_YOU,
    NOTHING_LABEL,
    NOTHING_NEEDED,
    QUESTION,
    RETURN_BY,
    RETURN_TO,
    WORD_COUNT,
    plan,
    same,
)
from pipeline.workbook.reading import OUR_PATH, Reading, SheetReading
from pipeline.workbook.rows import read_rows
from pipeline.workbook.start import Start, is_start, read_start, start_words

OUR_FORMULAS = ("COUNTA(", "SUBSTITUTE(TRIM(", "Still to answer", "SUMPRODUCT(")
TITLE_ROWS = 5


def fingerprint(data: bytes) -> str:
    """The short name of these exact bytes: the first 16 hexadecimal digits of their SHA-256."""
    return hashlib.sha256(data).hexdigest()[:16]


def read(data: bytes, file: str, profile: Profile) -> Submission | Problem:
    """Read one workbook. A file that is not one of our forms gives the Problem that says so.

    `file` is our id for it. For bytes that we can trust: what came in from others is opened in a
    process of its own, and read with `read_opened`.
    """
    try:
        book = read_book(data)
    except OutsideTrouble:
        return problem("workbook-damaged", Where(file))
    return read_opened(book, file, fingerprint(data), profile)


def read_opened(book: Book, file: str, mark: str, profile: Profile) -> Submission | Problem:
    """Read a workbook that has been opened. `mark` is the fingerprint of its bytes."""
    start = read_start(book, file)
    identity = start.identity
    form = _form(identity.get("form", ""), profile)
    if form is None:
        return problem("form-unknown", Where(file))
    reading = _sheets(book, file, form, profile, start)
    number = identity.get("number", "").strip()
    # An older edition cannot have today's questions: that it is older is said once, elsewhere.
    older = identity.get("version", form.version) != form.version
    problems = [p for p in reading.problems if not (older and p.code == "missing-question")]
    return Submission(
        form=form.id, version=identity.get("version", ""), case=identity.get("case", "").strip(),
        recipient=identity.get("recipient", "").strip(),
        number=int(number) if number.isdecimal() else 1, kind=start.kind,
        replaces=identity.get("replaces", "").strip(), file=file, fingerprint=mark,
        answers=dict(reading.answers), places=dict(reading.places), nothing_held=start.nothing_held,
        evidence=tuple(reading.evidence),
        repeats=frozenset(reading.repeats - reading.changed), problems=tuple(problems),
    )


def partnership(book: Book) -> str:
    """The id of the partnership whose form this workbook is, '' when it is nobody's."""
    return read_start(book, "").identity.get("partnership", "")


def _form(name: str, profile: Profile) -> Form | None:
    """The form with this id, or with this title: people see only the title."""
    titled = (form for form in profile.forms.values() if same(form.title) == same(name))
    return profile.forms.get(name) or next(titled, None)


def _sheets(book: Book, file: str, form: Form, profile: Profile, start: Start) -> Reading:
    reading = Reading(form=form, problems=list(start.problems))
    own = own_words(form) | {same(words) for words in start_words(form, profile, start.identity)}
    claimed: dict[str, str] = {}
    for sheet in book.sheets:
        if sheet.name in (FORM_SHEET, LISTS_SHEET):
            continue
        section_id = _section_of(sheet, form, claimed)
        view = SheetReading(file, sheet, own, OUR_FORMULAS, reading)
        if is_start(sheet):
            _start_sheet(view, start)
        elif section_id is not None:
            section = form.section(section_id)
            assert section is not None
            if section_id in claimed:
                view.problem("duplicate-section", "", sheet=section.sheet)
            else:
                claimed[section_id] = sheet.name
                children = view.children()
                one = plan(form, section, children or ["C1"])
                (read_rows if one.is_table else read_boxes)(view, one)
        view.leftovers()
    for section in form.sections:
        if section.id not in claimed:
            reading.problems.append(problem("missing-section", Where(file, section.sheet),
                                            sheet=section.sheet))
    return reading


def _section_of(sheet: Sheet, form: Form, claimed: Mapping[str, str]) -> str | None:
    """The section a sheet holds: by its name, the hidden keys, then by the title at its top."""
    named = next((s.id for s in form.sections if same(s.sheet) == same(sheet.name)), None)
    if named:
        return named
    votes: dict[str, int] = {}
    for cell in sheet.cells.values():
        path = OUR_PATH.fullmatch(cell.text)
        if path and form.section(path[1]):
            votes[path[1]] = votes.get(path[1], 0) + 1
    if votes:
        return max(sorted(votes), key=lambda one: votes[one])
    top = {same(cell.text) for (row, _), cell in sheet.cells.items() if row <= TITLE_ROWS}
    titled = [s.id for s in form.sections if same(s.title) in top]
    return next((one for one in titled if one not in claimed), titled[0] if titled else None)


def _start_sheet(view: SheetReading, start: Start) -> None:
    """The first sheet has no questions of its own; what stands beside our labels is taken."""
    sheets = {same(section.sheet) for section in view.into.form.sections}
    for (row, column), cell in view.sheet.cells.items():
        count = cell.text.isdecimal() and any(
            same(beside.text) in sheets for beside in view.rows[row].values())
        if count or (view.sheet.name, row, column) in start.taken:
            view.take(row, column)


def own_words(form: Form) -> frozenset[str]:
    """Every word we print on this form's workbook, reduced as `same` does."""
    words: list[str] = [form.title, *form.intro, *form.guidance, GUIDANCE, NOTHING_NEEDED,
                        NOT_FOR_YOU, FOR, RETURN_BY, RETURN_TO, KIND_LABEL, NOTHING_LABEL,
                        MORE_ROOM, QUESTION, HELP, ANSWER, FILLED_IN, WORD_COUNT,
                        *(header for _, header, _ in EVIDENCE),
                        *(label for _, label in IDENTITY), *KINDS.values()]
    for section in form.sections:
        words += [section.title, section.sheet, section.about, *section.guidance,
                  *section.guidance_after]
        for row in section.printed:
            words += row.values()
        for one in section.fields:
            words += [one.label, one.hint, one.heading, one.group, *one.guidance,
                      *one.labels_before, f"{one.label}: {one.hint}"]
    return frozenset(same(plain(text)) for text in words if text)

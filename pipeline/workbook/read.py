"""Read a workbook back: by its labels, with the hidden keys to confirm, and nothing left behind."""

import hashlib
from collections.abc import Mapping

from pipeline.catalogue import problem
from pipeline.doors.xlsx import Book, Sheet, read_book, spot
from pipeline.errors import OutsideTrouble
from pipeline.model import Answer, Form, Problem, Profile, Submission, Where
from pipeline.prose import plain
from pipeline.workbook.boxes import read_boxes
from pipeline.workbook.layout import (
    FOR,
    FORM_SHEET,
    IDENTITY,
    KIND_LABEL,
    KINDS,
    LISTS_SHEET,
    NOTHING_LABEL,
    RETURN_BY,
    RETURN_TO,
    START_SHEET,
    plan,
    same,
)
from pipeline.workbook.reading import Reading, SheetReading
from pipeline.workbook.rows import read_rows

OUR_FORMULAS = ("COUNTA(", "SUBSTITUTE(TRIM(", f"'{START_SHEET}'!", "SUMPRODUCT(")


def fingerprint(data: bytes) -> str:
    """The short name of these exact bytes: the first 16 hexadecimal digits of their SHA-256."""
    return hashlib.sha256(data).hexdigest()[:16]


def read(data: bytes, file: str, profile: Profile) -> Submission | Problem:
    """Read one workbook. A file that is not one of our forms gives the Problem that says so.

    `file` is its path relative to the case folder, with forward slashes.
    """
    try:
        book = read_book(data)
    except OutsideTrouble:
        return problem("workbook-damaged", Where(file))
    identity, kind, nothing = _identity(book, file)
    form = profile.forms.get(identity.get("form", ""))
    if form is None:
        return problem("form-unknown", Where(file))
    reading = _sheets(book, file, form, profile)
    number = identity.get("number", "").strip()
    return Submission(
        form=form.id, version=identity.get("version", ""), case=identity.get("case", "").strip(),
        recipient=identity.get("recipient", "").strip(),
        number=int(number) if number.isdecimal() else 1, kind=kind,
        replaces=identity.get("replaces", "").strip(), file=file, fingerprint=fingerprint(data),
        answers=dict(reading.answers), places=dict(reading.places), nothing_held=nothing,
        evidence=tuple(reading.evidence), problems=tuple(reading.problems),
    )


def partnership(data: bytes) -> str:
    """The id of the partnership whose form this workbook is, '' when it is nobody's."""
    try:
        return _identity(read_book(data), "")[0].get("partnership", "")
    except OutsideTrouble:
        return ""


def _identity(book: Book, file: str) -> tuple[dict[str, str], str, Answer]:
    """Who and what the workbook says it is, what kind of return, and a nil return if it is one.

    What people can see and change wins over the hidden copy, but for the ids of form and version.
    """
    hidden: dict[str, str] = {}
    for sheet in book.sheets:
        if sheet.name == FORM_SHEET:
            rows = {row for row, _ in sheet.cells}
            hidden = {sheet.cells[row, 1].text: sheet.cells[row, 2].text for row in rows
                      if (row, 1) in sheet.cells and (row, 2) in sheet.cells}
    seen: dict[str, str] = {}
    kind, nothing = "first", Answer("")
    labels = {same(label): key for key, label in IDENTITY}
    for sheet in book.sheets:
        for (row, column), cell in sheet.cells.items():
            if column != 1 or (row, 2) not in sheet.cells:
                continue
            label, beside = same(cell.text), sheet.cells[row, 2]
            if label in labels:
                seen.setdefault(labels[label], beside.text)
            elif label == same(KIND_LABEL):
                known = {same(words): name for name, words in KINDS.items()}
                kind = known.get(same(beside.text), "first")
            elif label == same(NOTHING_LABEL):
                yes = same(beside.text) in ("yes", "y", "x")
                nothing = Answer(beside.text, yes, (Where(file, sheet.name, spot(row, 2)),))
    visible = {key: value for key, value in seen.items() if key not in ("form", "version")}
    return {**seen, **book.properties, **hidden, **visible}, kind, nothing


def _sheets(book: Book, file: str, form: Form, profile: Profile) -> Reading:
    reading = Reading(form=form)
    own = own_words(form) | {same(profile.name)}
    claimed: dict[str, str] = {}
    for sheet in book.sheets:
        if sheet.name in (FORM_SHEET, LISTS_SHEET):
            continue
        section_id = _section_of(sheet, form, claimed)
        view = SheetReading(file, sheet, own, OUR_FORMULAS, reading)
        if sheet.name == START_SHEET or _is_start(sheet, form):
            _start_sheet(view)
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
    """The section a sheet holds: by its name, its title in A1, then by the hidden keys."""
    title = same(sheet.cells[1, 1].text) if (1, 1) in sheet.cells else ""
    for named in (lambda s: same(s.sheet) == same(sheet.name), lambda s: same(s.title) == title):
        found = [s.id for s in form.sections if named(s)]
        free = [one for one in found if one not in claimed]
        if free or found:
            return (free or found)[0]
    ids = {s.id for s in form.sections}
    votes: dict[str, int] = {}
    for cell in sheet.cells.values():
        head, slash, _ = cell.text.partition("/")
        if slash and head in ids:
            votes[head] = votes.get(head, 0) + 1
    return max(sorted(votes), key=lambda one: votes[one]) if votes else None


def _is_start(sheet: Sheet, form: Form) -> bool:
    texts = {same(cell.text) for (_, column), cell in sheet.cells.items() if column == 1}
    return same("Case reference") in texts and same("Return number") in texts


def _start_sheet(view: SheetReading) -> None:
    """The first sheet has no questions of its own; the answers beside our labels are taken."""
    for (row, column), cell in view.sheet.cells.items():
        label = view.sheet.cells.get((row, 1))
        filled_in = column == 2 and label is not None and not label.text.startswith("How to fill")
        printed = column in (1, 3, 4) and view.ours(cell)
        if cell.formula or printed or filled_in:
            view.take(row, column)


def own_words(form: Form) -> frozenset[str]:
    """Every word we print on this form's workbook, reduced as `same` does."""
    words: list[str] = [form.title, *form.intro, *form.guidance, "Sheet", "What it holds",
                        "Still to answer", "Not for you", "Optional", "How to fill this in",
                        "Guidance", "Nothing here must be answered", FOR, RETURN_BY, RETURN_TO,
                        KIND_LABEL, NOTHING_LABEL,
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

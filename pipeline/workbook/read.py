"""Read a workbook back: by its labels, with the hidden keys to confirm, and nothing left behind."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import replace

from pipeline.catalogue import problem, problem_of
from pipeline.doors.xlsx import Book, Sheet, read_book
from pipeline.doors.xlsx.census import census
from pipeline.errors import OutsideTrouble
from pipeline.model import Form, Problem, Profile, Submission, Where
from pipeline.prose import plain
from pipeline.workbook.asking import OurWords, asked_words, with_questions
from pipeline.workbook.boxes import read_boxes
from pipeline.workbook.conserve import unaccounted
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
from pipeline.workbook.outside import outside_words
from pipeline.workbook.reading import CODE, OUR_FORMULAS, OUR_PATH, Reading, SheetReading
from pipeline.workbook.rows import read_rows
from pipeline.workbook.start import start_words
from pipeline.workbook.whose import Start, is_start, number_of, read_start, read_whose

FOUND_TWICE = {"cell-twice", "text-too-long"}
TITLE_ROWS = 5
OUR_EDGES = {"page of", "page"}
"""What is left of the foot of our pages without the numbers that are put in on printing."""

NOT_THEN = {"missing-question", "missing-label"}
"""What an older edition cannot have: that it is older is said once, elsewhere."""


def fingerprint(data: bytes) -> str:
    """The short name of these exact bytes: the first 16 hexadecimal digits of their SHA-256."""
    return hashlib.sha256(data).hexdigest()[:16]


def read(data: bytes, file: str, profile: Profile) -> Submission | Problem:
    """Read one workbook. A file that is not one of our forms gives the Problem that says so.

    `file` is our id for it. For bytes that we can trust: what came in from others is opened in a
    process of its own, and read with `read_opened`.
    """
    try:
        book = replace(read_book(data), census=census(data), counted=True)
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
    own = _own_words(form, profile, start)
    reading = _sheets(book, file, form, start, own, _choices(form, profile))
    problems = [*(problem_of(fault, file) for fault in book.faults), *reading.problems,
                *outside_words(book, file, form, profile, own,
                               {one.where.part for one in reading.problems})]
    older = identity.get("version", form.version) != form.version
    recipient = identity.get("recipient", "")
    found = Submission(
        form=form.id, version=identity.get("version", ""), case=identity.get("case", ""),
        recipient=recipient, number=number_of(identity), kind=start.kind,
        replaces=identity.get("replaces", "").strip(), file=file, fingerprint=mark,
        answers=dict(reading.answers), places=dict(reading.places), nothing_held=start.nothing_held,
        evidence=tuple(reading.evidence),
        repeats=frozenset(reading.repeats - reading.changed),
        problems=tuple(replace(one, sender=recipient) for one in _once(problems)
                       if not (older and one.code in NOT_THEN)),
    )
    printed = {*OUR_EDGES, *map(same, (profile.marking, profile.name, profile.id))}
    lost = unaccounted(book, found, form, (own, printed), OUR_FORMULAS)
    return replace(found, problems=(*found.problems, *(
        replace(one, sender=recipient) for one in lost)))


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem of a place once: two that differ only in that one quotes are one."""
    quoted = {(one.code, one.where) for one in problems if one.quote}
    return list(dict.fromkeys(one for one in problems
                              if one.quote or (one.code, one.where) not in quoted or one.code
                              not in FOUND_TWICE))


def partnership(book: Book) -> str:
    """The id of the partnership whose form this workbook is, '' when it is nobody's."""
    return read_whose(book)[0]


def kind_of(book: Book) -> tuple[str, str]:
    """The ids of the partnership and of the form that this workbook is, '' where it is none."""
    return read_whose(book)


def _form(name: str, profile: Profile) -> Form | None:
    """The form with this id, or with this title: people see only the title."""
    titled = (form for form in profile.forms.values() if same(form.title) == same(name))
    return profile.forms.get(name) or next(titled, None)


def _own_words(form: Form, profile: Profile, start: Start) -> OurWords:
    return with_questions(start.identity, own_words(form) | {
        same(words) for words in start_words(form, profile, start.identity)})


def _choices(form: Form, profile: Profile) -> frozenset[str]:
    """What we offer to choose from: on the hidden sheet of lists, and in our formulas.

    The count on the first sheet asks for the "Yes" of somebody who holds nothing: in every form.
    """
    listed = (row if isinstance(row, str) else row["label"]
              for rows in profile.lists.values() for row in rows)
    return frozenset(same(words) for words in (
        "x", "Yes", *listed, *(words for _, one in form.fields() for words in one.choices)))


def _sheets(book: Book, file: str, form: Form, start: Start, own: OurWords,
            choices: Collection[str]) -> Reading:
    reading = Reading(form=form, problems=list(start.problems), choices=choices)
    claimed: dict[str, Sheet] = {}
    # A copy that stands before the sheet it was made of does not take its place.
    named = {s.id: sheet for sheet in reversed(book.sheets) for s in form.sections
             if same(s.sheet) == same(sheet.name) and _may_be(sheet, s.id, form)}
    for sheet in book.sheets:
        view = SheetReading(file, sheet, own, reading)
        section_id = None if sheet in named.values() else _section_of(sheet, form, claimed, named)
        section_id = next((n for n, one in named.items() if one is sheet), section_id)
        if sheet.name in (FORM_SHEET, LISTS_SHEET):
            _hidden_sheet(view, start)
        elif is_start(sheet):
            _start_sheet(view, start)
        elif section_id is not None:
            section = form.section(section_id)
            assert section is not None
            if section_id in claimed or named.get(section_id, sheet) is not sheet:
                view.problem("duplicate-section", "", sheet=section.sheet)
            else:
                claimed[section_id] = sheet
                children = view.children()
                one = plan(form, section, children or ["C1"])
                (read_rows if one.is_table else read_boxes)(view, one)
        view.leftovers()
    for section in form.sections:
        if section.id not in claimed:
            reading.problems.append(problem("missing-section", Where(file, section.sheet),
                                            sheet=section.sheet))
    return reading


def _may_be(sheet: Sheet, section_id: str, form: Form) -> bool:
    """Whether its hidden keys, if it has any, say the same of this sheet as its name."""
    votes = _votes(sheet, form)
    return not votes or section_id in votes


def _votes(sheet: Sheet, form: Form) -> dict[str, int]:
    """How many hidden keys of each section a sheet has."""
    votes: dict[str, int] = {}
    for cell in sheet.cells.values():
        path = OUR_PATH.fullmatch(cell.text)
        if path and form.section(path[1]):
            votes[path[1]] = votes.get(path[1], 0) + 1
    return votes


def _section_of(sheet: Sheet, form: Form, claimed: Collection[str],
                named: Collection[str]) -> str | None:
    """The section of a sheet whose name says nothing: by its keys, its title, its questions."""
    votes = _votes(sheet, form)
    if votes:
        return max(sorted(votes), key=lambda one: votes[one])
    top = {same(cell.text) for (row, _), cell in sheet.cells.items() if row <= TITLE_ROWS}
    found = [s.id for s in form.sections if same(s.title) in top] or _asked_on(sheet, form)
    free = (one for one in found if one not in claimed and one not in named)
    return next(free, found[0] if found else None)


def _asked_on(sheet: Sheet, form: Form) -> list[str]:
    """The sections most of whose questions stand on this sheet, and on no other."""
    words = {same(cell.text) for cell in sheet.cells.values() if isinstance(cell.value, str)}
    found = {}
    for section in form.sections:
        asked = {same(one.label) for one in section.fields}
        if len(asked & words) * 2 > len(asked) and len(asked & words) > 1:
            found[section.id] = len(asked & words)
    return sorted(found, key=lambda one: -found[one])


def _start_sheet(view: SheetReading, start: Start) -> None:
    """The first sheet has no questions of its own; what stands beside our labels is taken."""
    sheets = {same(section.sheet) for section in view.into.form.sections}
    for (row, column), cell in view.sheet.cells.items():
        count = cell.text.isdecimal() and any(
            same(beside.text) in sheets for beside in view.rows[row].values())
        if (view.sheet.name, row, column) in start.kept:
            view.keep(row, column)
        elif count or (view.sheet.name, row, column) in start.taken:
            view.take(row, column)


def _hidden_sheet(view: SheetReading, start: Start) -> None:
    """Our hidden sheets hold what we put there: whose it is, and the options of long lists."""
    for (row, column), cell in view.sheet.cells.items():
        ours = ((view.sheet.name, row, column) in start.taken if view.sheet.name == FORM_SHEET
                else same(cell.text) in view.into.choices or CODE.fullmatch(cell.text))
        if ours:
            view.take(row, column)


def own_words(form: Form) -> frozenset[str]:
    """Every word we print on this form's workbook, reduced as `same` does."""
    words: list[str] = [form.title, *form.intro, *form.guidance, GUIDANCE, NOTHING_NEEDED,
                        NOT_FOR_YOU, FOR, RETURN_BY, RETURN_TO, KIND_LABEL, NOTHING_LABEL,
                        MORE_ROOM, QUESTION, HELP, ANSWER, FILLED_IN, WORD_COUNT,
                        *(header for _, header, _ in EVIDENCE), *asked_words(),
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

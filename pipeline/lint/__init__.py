"""Hold every template against the definitions: nothing unknown, nothing missing, no blank.

Templates belong to the people who edit them in Word. Lint draws each one with made-up cases that
walk all its branches, and says in words what to mend and where. Nobody should meet any of it first
in a document about a child.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline import (
    deck,
    guidance,
    letterhead,
    letters,
    measures,
    notices,
    render,
    starting,
    steps,
    webpage,
)
from pipeline.doors.word import Line, WordTemplate, faults, lines_of
from pipeline.errors import DefinitionTrouble
from pipeline.lint.cases import WHOLE, sample_cases
from pipeline.lint.posted import other_clock, untold
from pipeline.lint.shown import unshown
from pipeline.model import Case, DocumentKind, Profile
from pipeline.opening.guard import look

OUTLINED = {"pptx": deck.lint, "html": webpage.lint, "eml": notices.lint}
"""Who knows what is wrong with documents that are neither Word's nor Excel's, by their format."""
_LEFTOVER = re.compile(r"\{\{.*\}\}|\{%.*%\}|\[contents\]")


def lint_profile(profile: Profile, only: Sequence[str] | None = None) -> list[str]:
    """Everything wrong with the templates of a partnership, each with template and place."""
    cases = sample_cases(profile)
    found = [] if only is not None else [_filed(profile, what) for what in (
        *letters.check(profile), *letterhead.wrong(profile), *other_clock(profile),
        *starting.wrong(profile), *measures.wrong(profile), *steps.wrong(profile),
        *left_out(profile, cases))]
    for kind in profile.documents:
        if only is None or kind.id in only:
            found += lint_document(profile, kind, cases)
    return found


def _filed(profile: Profile, what: str) -> str:
    """What is wrong with an entry, after the name of the file that the entry stands in."""
    file = profile.origins.get(".".join(re.split("[.:]", what)[:2]))
    return f"{file.name}, {what}" if file else what


def left_out(profile: Profile, cases: Mapping[str, Case]) -> Iterator[str]:
    """Each section of the agencies' return that the main document does not show."""
    form = profile.form_meaning("agency_return")
    main = next((kind for kind in profile.documents if kind.main), None)
    if form is None or main is None or not (profile.docx / main.template).is_file():
        return
    drawn = [render.render(profile, case, [main.id]).uses for name, case in cases.items()
             if name.startswith(WHOLE)]
    places = [place for uses in drawn for shown in uses.values() for place in shown]
    sheets = {part for file, part, _ in places if file.startswith(f"{form.id}-")}
    for name in main.leaves_out:
        if form.section(name) is None:
            yield f"documents.{main.id}: `leaves_out`: {form.id} has no section '{name}'"
    for section in form.sections if any(drawn) else ():
        if section.sheet not in sheets and section.id not in main.leaves_out:
            yield (f"Section '{section.title}' of {form.id} is not in {main.template}: no answer "
                   "of it is printed there. Put it into the template in Word, or name it under "
                   f"`leaves_out` of documents.{main.id}")


def lint_document(profile: Profile, kind: DocumentKind, cases: Mapping[str, Case]) -> list[str]:
    """Everything wrong with the template of one document, held against these cases."""
    if kind.guidance:
        return list(guidance.lint(profile, kind))
    if kind.outside:
        return []
    if kind.format in OUTLINED:
        return list(OUTLINED[kind.format](profile, kind))
    if kind.format == "xlsx":
        return _columns(profile, kind, cases)
    try:
        data = (profile.docx / kind.template).read_bytes()
    except OSError:
        return [f"{kind.template}: there is no such template; run cspr scaffold"]
    return lint_template(data, profile, kind, cases)


def lint_template(data: bytes, profile: Profile, kind: DocumentKind,
                  cases: Mapping[str, Case]) -> list[str]:
    """Everything wrong with this template of one document, held against these cases."""
    name = kind.template
    found = dict.fromkeys(f"{name}, {what}" for what in (*_reaches_out(data), *faults(data)))
    try:
        template = WordTemplate(data, name)
    except DefinitionTrouble as why:
        return [*found, *_split(why)]
    for case_name, case in cases.items():
        if render.not_yet(profile, case, kind):
            continue
        for copy in render.copies(profile, case, kind):
            for what in _drawn(template, copy, profile):
                known = what.startswith(name)
                found.setdefault(what if known else f"{name}, {what} (with {case_name})")
    return list(_once(found))


def _reaches_out(data: bytes) -> Iterator[str]:
    """What Word would run, follow or fetch in every document that is made of this template."""
    for fault in look(data).faults:
        words = dict(fault.words)
        if fault.code == "macros-present":
            yield "it holds macros: save it without them"
        elif fault.code == "active-content":
            yield f"it holds {words['what']}: take that out"
        elif fault.code == "file-unsafe":
            yield f"it could do harm: {words['why']}"


def _drawn(template: WordTemplate, copy: render.Copy, profile: Profile) -> Iterator[str]:
    try:
        drawn = template.draw(copy.context)
    except DefinitionTrouble as why:
        yield from _split(why)
        return
    yield from drawn.notes
    lines = lines_of(drawn.data)
    yield from _looks(lines)
    if copy.kind.for_each != "case" and not _names(lines, copy.context["recipient"]):
        yield "nothing says whose copy this is (recipient)"
    for words in copy.context["document"]["warnings"]:
        if not any(words in line.text for line in lines):
            yield "what the clock warns of is not printed (document.warnings)"
    if copy.kind.letter:
        yield from untold(copy.kind.letter, copy.context["letter"], lines)
    if copy.kind.form:
        yield from unshown(profile.forms[copy.kind.form], copy.context["form"], lines)


def _names(lines: Sequence[Line], recipient: Mapping[str, Any]) -> bool:
    name, code = recipient["name"]["text"], recipient["code"]
    return any(name in line.text or code in line.text.split() for line in lines)


def _split(why: DefinitionTrouble) -> Iterator[str]:
    """A trouble with many places, as one line for each."""
    first, *others = str(why).split("\n  ")
    if not others:
        yield first
    for other in others:
        yield f"{first.rstrip(':')}, {other}"


def _looks(lines: Sequence[Line]) -> Iterator[str]:
    """What a reader of the drawn document would stumble over."""
    level = 0
    cells: dict[tuple[int, int, int], list[str]] = {}
    for line in lines:
        if _LEFTOVER.search(line.text):
            yield f"“{line.text[:80]}” is printed as it stands"
        if line.cell:
            cells.setdefault(line.cell, []).append(line.text)
        if line.style.startswith("heading ") and line.style[8:].isdecimal():
            here = int(line.style[8:])
            if not line.text.strip():
                yield "a heading is empty"
            if here > level + 1:
                yield f"the heading “{line.text[:60]}” jumps from level {level} to {here}"
            level = here
    for (table, row, column), texts in cells.items():
        if not "".join(texts).strip():
            head = " ".join(cells.get((table, 1, column), []))
            yield f"table {table}, column “{head}”: an empty cell" if row > 1 else (
                f"table {table}: an empty cell in its first row")
    rows = {table: max(row for t, row, _ in cells if t == table) for table, _, _ in cells}
    for table, last in rows.items():
        if last == 1:
            yield f"table {table} holds nothing but its header row"


def _once(found: Mapping[str, None]) -> Iterator[str]:
    """Each mistake once, with the first case that showed it."""
    seen: set[str] = set()
    for what in found:
        bare = re.sub(r" \(with [^()]*\)$", "", what)
        if bare not in seen:
            seen.add(bare)
            yield what


def _columns(profile: Profile, kind: DocumentKind, cases: Mapping[str, Case]) -> list[str]:
    """A table document asks for columns that some form has, and for a list of the case."""
    known = {"agency", "form_title"} | {field.id for form in profile.forms.values()
                                        for _, field in form.fields()}
    here = f"documents.{kind.id}"
    found = [_filed(profile, f"{here}: no form has a question '{column['id']}'")
             for column in kind.columns if column["id"] not in known]
    for case in cases.values():
        for copy in render.copies(profile, case, kind):
            try:
                render.rows_of(copy)
            except DefinitionTrouble as why:
                found.append(_filed(profile, str(why)))
    return list(dict.fromkeys(found))

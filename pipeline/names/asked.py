"""Every answer of a case with the question it answers, wherever in the forms it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.model import Case, Field, Form, Profile, Section


@dataclass(frozen=True)
class Said:
    """An answer: its question, and the words. `row` counts from 1; `sender` is a code or ''.

    `child` is the code of the child it is about. `cells` are the answers beside it, by field id.
    """

    form: Form
    section: Section
    field: Field
    words: str
    sender: str = ""
    row: int = 0
    child: str = ""
    cells: Mapping[str, str] | None = None


def answers(profile: Profile, case: Case) -> Iterator[Said]:
    """Every answer of a case, the case record's first, then in the order of the definitions."""
    record = profile.form_meaning("case_record")
    if record:
        yield from _sections(record, case.get("case", {}), "")
    for form in profile.forms.values():
        if form is record:
            continue
        for one in case.get("forms", {}).get(form.id, {}).get("returns", ()):
            yield from _sections(form, one["sections"], one["recipient"]["code"])


def words_of(answer: Any) -> str:
    """The words of an answer as the case has it; '' for anything else."""
    if isinstance(answer, Mapping):
        return str(answer.get("text", "")).strip()
    return answer.strip() if isinstance(answer, str) else ""


def _sections(form: Form, sections: Mapping[str, Any], sender: str) -> Iterator[Said]:
    for section in form.sections:
        said = sections.get(section.id, {})
        for child in said.get("children", ()) if section.per else ():
            code = words_of(child.get("code", ""))
            for part in ("fields", "anomalies"):
                cells = {name: words_of(one) for name, one in child.get(part, {}).items()}
                yield from _cells(form, section, cells, sender, 0, code)
        table = section.kind == "table"
        for number, row in enumerate(said.get("rows", ()) if table else (), 1):
            cells = {name: words_of(one) for name, one in row.items()}
            n = row.get("n", number)
            yield from _cells(form, section, cells, sender, n if isinstance(n, int) else number)
        if not section.per and not table:
            cells = {name: words_of(one) for name, one in said.items()}
            yield from _cells(form, section, cells, sender, 0)


def _cells(form: Form, section: Section, cells: Mapping[str, str], sender: str, row: int,
           child: str = "") -> Iterator[Said]:
    for one in section.fields:
        if cells.get(one.id):
            yield Said(form, section, one, cells[one.id], sender, row, child, cells)

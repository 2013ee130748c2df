"""Which question an empty box belongs to, so that somebody is told what to answer and where."""

from collections.abc import Mapping
from typing import Any

from pipeline.model import Case, Form, Profile, Section

Asked = tuple[str, str, str]
"""Form, section and field; of a deadline `CLOCK`, its id and its words."""
CLOCK = "deadlines"


def with_questions(profile: Profile, case: Case) -> Case:
    """The case, where each empty answer of a form says under `asked` which question it is of."""
    record = profile.form_meaning("case_record")
    found = dict(case)
    found["forms"] = {name: {**held, "merged": {**held["merged"], "sections": _sections(
        profile.forms[name], held["merged"].get("sections", {}))}}
        if "merged" in held else held for name, held in case["forms"].items()}
    if record is not None:
        found["case"] = _sections(record, case["case"])
    found[CLOCK] = {name: {**one, "date": _marked(one["date"], (CLOCK, name, str(one["what"])))}
                    if "date" in one and "what" in one else one
                    for name, one in case[CLOCK].items()}
    return found


def told(profile: Profile, asked: Asked) -> str:
    """A question in words: what it asks, on which sheet of which workbook. Nothing typed."""
    name, section, field = asked
    if name == CLOCK:
        return f"the day '{field}' (the key dates of the case record that it is counted from)"
    form = profile.forms[name]
    there = form.section(section)
    one = there.field(field) if there else None
    label, sheet = one.label if one else field, there.sheet if there else section
    kept = ("in case.xlsx" if form.means == "case_record" else
            f"in to-fill/{form.id}.xlsx" if form.ours else "which came back")
    return f"'{label}' (sheet '{sheet}' of '{form.title}', {kept})"


def _sections(form: Form, held: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _section(form, section, one) if (section := form.section(name)) else one
            for name, one in held.items()}


def _section(form: Form, section: Section, held: Any) -> Any:
    """The answers of a section, or of each row of it."""
    if isinstance(held, list | tuple):
        return [_section(form, section, one) for one in held]
    if not isinstance(held, Mapping) or _is_answer(held):
        return held
    return {name: _marked(one, (form.id, section.id, name)) if _is_answer(one)
            else _section(form, section, one) for name, one in held.items()}


def _marked(answer: Any, asked: Asked) -> Any:
    """An answer with its question, when nobody gave it."""
    empty = _is_answer(answer) and not str(answer["text"]).strip() and not isinstance(
        answer.get("value"), bool)
    return {**answer, "asked": asked} if empty else answer


def _is_answer(value: Any) -> bool:
    return isinstance(value, Mapping) and "refs" in value and "text" in value

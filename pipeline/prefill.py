"""What we already know when a form is made for somebody: a path of one form filled from another.

`case.review` is a section of the case record, `case.review.reasons` one answer,
`decision_record.action_log` a table, and `deadlines.agency_return` a date of the clock.
`list:menu.decision_record.learning.chosen.timescale` is what a list says, under `timescale`, of the
entry that was chosen there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.model import Answer, Form, Section, Submission, Where

NOTHING_SAID = {"", "-", "no", "none", "nil", "n/a", "na", "not applicable", "not known", "nothing"}
Answers = Mapping[str, Answer]
Known = Callable[[str], Answers]
"""Gives the flat answers of a form by its id; 'case' is the case record, 'deadlines' the clock.

'list:menu' is a list: `label of the entry/key` is what it says.
"""
LIST = "list:"


def naming_children(form: Form) -> list[str]:
    """The sections in which we tell the sender of a form which children are meant."""
    return [section.id for section in form.sections if section.per and section.prefilled]


def prefilled(form: Form, known: Known, children: Sequence[str] = ()) -> dict[str, Answer]:
    """The answers of `form` that are known beforehand, by path."""
    found: dict[str, Answer] = {}
    for section in form.sections:
        for path, answer in _section(section, known, children):
            if answer.given:
                found[path] = answer
    return found


def _section(section: Section, known: Known, children: Sequence[str]) -> Iterator[
        tuple[str, Answer]]:
    here = section.id
    if section.prefill:
        form, _, there = section.prefill.partition(".")
        answers = known(form)
        for asked in section.fields:
            if section.kind == "table":
                for row in rows_of(answers, there):
                    yield (f"{here}/{row}/{asked.id}",
                           answers.get(f"{there}/{row}/{asked.id}", Answer("")))
            elif section.per:
                for child in children:
                    yield (f"{here}/{child}/{asked.id}",
                           answers.get(f"{there}/{child}/{asked.id}", Answer("")))
            else:
                yield f"{here}/{asked.id}", answers.get(f"{there}/{asked.id}", Answer(""))
    for asked in section.fields:
        if asked.prefill and section.kind != "table":
            yield f"{here}/{asked.id}", _looked_up(asked.prefill, known)


def _looked_up(path: str, known: Known) -> Answer:
    name, _, there = path.partition(".")
    if not name.startswith(LIST):
        return known(name).get(there.replace(".", "/"), Answer(""))
    choice, _, key = there.rpartition(".")
    return known(name).get(f"{_looked_up(choice, known).text.strip()}/{key}", Answer(""))


def tells_something(form: Form, one: Submission) -> bool:
    """Whether a return says anything of the case itself, beside who sent it and words of ours."""
    for path, answer in one.answers.items():
        section = form.section(path.split("/")[0])
        ours = section is None or section.means == "respondent" or (
            section.filled_by and section.filled_by != form.filled_by) or (
            section.prefilled and not path.endswith("/anomaly"))
        typed = any(ref.file == one.file for ref in answer.refs)
        if typed and not ours and path not in one.repeats and (
                answer.text.strip(" .").casefold() not in NOTHING_SAID):
            return True
    return False


def rows_of(answers: Iterable[str], section: str) -> list[int]:
    """The numbers of the rows of a table that hold an answer, in order."""
    begins = f"{section}/"
    found = {int(path.split("/")[1]) for path in answers
             if path.startswith(begins) and path.count("/") == 2}
    return sorted(found)


def flat(one: Mapping[str, Any], printed: bool = False) -> dict[str, Answer]:
    """A return as JSON (see docs/templates.md) as flat answers again, the given ones only.

    With `printed` also the words that stand in the rows of a table before anybody types.
    """
    found: dict[str, Answer] = {}
    for section, content in one["sections"].items():
        for path, answer in _leaves(content):
            if answer["text"].strip() and (answer["refs"] or printed):
                refs = tuple(Where(r["file"], r["part"], r["spot"]) for r in answer["refs"])
                found[f"{section}/{path}"] = Answer(answer["text"], answer["value"], refs)
    return found


def _leaves(content: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for row in content.get("rows", ()) if isinstance(content.get("rows"), list) else ():
        for name, answer in row.items():
            if isinstance(answer, dict) and "refs" in answer:
                yield f"{row['n']}/{name}", answer
    for child in content.get("children", ()) if isinstance(content.get("children"), list) else ():
        for name, answer in child["fields"].items():
            yield f"{child['code']}/{name}", answer
        for name, answer in child["anomalies"].items():
            yield f"{child['code']}/{name}/anomaly", answer
    for option in content.get("options", ()) if isinstance(content.get("options"), list) else ():
        yield option["id"], option["ticked"]
    for name, answer in content.items():
        if isinstance(answer, dict) and "refs" in answer:
            yield name, answer

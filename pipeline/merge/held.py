"""The Business Unit's own words that a sender's form repeats: taken from the case record again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pipeline.catalogue import problem
from pipeline.dates import in_words
from pipeline.merge.values import join
from pipeline.model import Answer, Form, Problem, Section, Submission, Where
from pipeline.prefill import Known, prefilled, rows_of

OWN = "business_unit"


def held_by_us(form: Form, section: Section) -> bool:
    """Whether the words of this section are ours and the sender only adds to them."""
    if form.filled_by == OWN:
        return False
    return section.prefilled or section.filled_by == OWN or bool(
        section.prefill and section.kind == "table")


def own_defaults(form: Form, record: Mapping[str, Answer],
                 deadlines: Mapping[str, Mapping[str, Any]]) -> dict[str, Answer]:
    """What boxes of the case record that are left empty hold, where it is known from elsewhere."""
    found = {}
    for section in form.sections:
        for asked in section.fields if section.kind == "answers" and not section.per else ():
            path, (name, _, there) = f"{section.id}/{asked.id}", asked.prefill.partition(".")
            if record.get(path, Answer("")).given:
                continue
            known = record.get(there.replace(".", "/"), Answer("")) if name == "case" else (
                _worked_out(there, deadlines) if name == "deadlines" else Answer(""))
            if known.given:
                found[path] = known
    return found


def _worked_out(name: str, deadlines: Mapping[str, Mapping[str, Any]]) -> Answer:
    """The day by which a rule of the clock must be met."""
    found = deadlines.get(name, {}).get("date", {})
    if not found.get("value"):
        return Answer("")
    day = str(found["value"])[:10]
    return Answer(in_words(date.fromisoformat(day)), day,
                  tuple(Where(ref["file"], ref["part"], ref["spot"]) for ref in found["refs"]))


def overlay(form: Form, one: Submission, known: Known, children: Sequence[str]
            ) -> tuple[dict[str, Answer], list[Problem]]:
    """The answers of a submission with our own words as the case record has them now.

    Words the sender changed in our part are quoted in a problem, so that they are not lost.
    """
    ours = prefilled(form, known, children)
    answers = dict(one.answers)
    problems: list[Problem] = []
    for section in form.sections:
        if not held_by_us(form, section):
            continue
        here = {path: answer for path, answer in ours.items()
                if path.startswith(f"{section.id}/")}
        if section.kind == "table":
            _rows(section, here, answers, one, problems)
        else:
            for path in [p for p in answers if p.startswith(f"{section.id}/")
                         and not p.endswith("/anomaly")]:
                _compare(path, here.get(path), answers.pop(path), one, problems)
            answers.update(here)
    return answers, problems


def _compare(path: str, ours: Answer | None, typed: Answer, one: Submission,
             problems: list[Problem]) -> None:
    """Ask about words of ours that came back changed; the case record may change meanwhile."""
    if path in one.repeats or (ours is not None and ours.text.strip() == typed.text.strip()):
        return
    problems.append(problem("held-changed", typed.refs[0], typed.text, one.recipient))


def _rows(section: Section, ours: Mapping[str, Answer], answers: dict[str, Answer],
          one: Submission, problems: list[Problem]) -> None:
    """Rows we sent keep their place; what the sender added to them stays; new rows follow."""
    typed = {row: {f.id: answers.pop(f"{section.id}/{row}/{f.id}")
                   for f in section.fields if f"{section.id}/{row}/{f.id}" in answers}
             for row in rows_of(answers, section.id)}
    sent = {row: {f.id: ours[f"{section.id}/{row}/{f.id}"] for f in section.fields
                  if f"{section.id}/{row}/{f.id}" in ours} for row in rows_of(ours, section.id)}
    last = max(sent, default=0)
    made = {row: dict(cells) for row, cells in sent.items()}
    for row, cells in typed.items():
        match = _match(cells, sent)
        if match is None:
            # A row of ours that has left the case record since it was sent says nothing new.
            if all(f"{section.id}/{row}/{name}" in one.repeats for name in cells):
                continue
            last += 1
            made[last] = cells
            continue
        for name, answer in cells.items():
            if name in sent[match]:
                _compare(f"{section.id}/{row}/{name}", sent[match][name], answer, one, problems)
            else:
                made[match][name] = join(filter(None, (made[match].get(name), answer)))
    for row, cells in made.items():
        for name, answer in cells.items():
            answers[f"{section.id}/{row}/{name}"] = answer


def _match(cells: Mapping[str, Answer], sent: Mapping[int, Mapping[str, Answer]]) -> int | None:
    """The row of ours that a typed row repeats: by its code, or else by the first cell of both."""
    for row, ours in sent.items():
        name = next((n for n in ("code", *ours) if n in cells and n in ours), "")
        if name and cells[name].text.strip() == ours[name].text.strip():
            return row
    return None

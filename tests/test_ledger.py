"""The ledger tells the truth: change an answer, and exactly the documents it names change."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.dates import in_words, read_when
from pipeline.doors import word, xlsx
from pipeline.ledger import ledger
from pipeline.merge import merge
from pipeline.model import Answer, Field, Form, Problem, Profile, Submission
from pipeline.receive import receive
from pipeline.render import Rendered, render
from pipeline.run import read_all, validate_all
from pipeline.validate import gather_facts, of_this_case
from pipeline.workbook.values import understood

AS_OF = date(2026, 6, 1)
# Words by which things are joined: to change one is to say it of somebody else.
KEYS = {"code", "reference", "person", "fact"}
WORDS = {"text", "narrative"}
Change = tuple[int, str, str]


class Line:
    """The sample case in memory, and the whole line from submissions to documents."""

    def __init__(self, profile: Profile, folder: Path) -> None:
        self.profile = profile
        received, self.found = receive(folder)
        self.submissions, more = read_all(received, profile)
        self.found += more

    def run(self, submissions: Sequence[Submission]
            ) -> tuple[Rendered, list[dict[str, Any]]]:
        """Everything after reading."""
        facts, more = gather_facts(self.profile, submissions, AS_OF)
        kept, others = of_this_case(self.profile, submissions, facts)
        problems: list[Problem] = [*self.found, *more, *others,
                                   *validate_all(kept, self.profile, facts)]
        case, more = merge(self.profile, kept, AS_OF, problems)
        rendered = render(self.profile, case)
        return rendered, ledger(self.profile, kept, rendered, [*problems, *more], case)

    def changed(self, changes: Sequence[Change]) -> Rendered:
        """The documents once these answers are changed."""
        submissions = list(self.submissions)
        for number, path, text in changes:
            one = submissions[number]
            answer = one.answers[path]
            field = self.field(one, path)
            value = understood(field, text) if "/anomaly" not in path else text
            submissions[number] = replace(one, answers={
                **one.answers, path: Answer(text, value, answer.refs)})
        return self.run(submissions)[0]

    def field(self, one: Submission, path: str) -> Field:
        """The question a path answers."""
        form: Form = self.profile.forms[one.form]
        bits = [bit for bit in path.split("/") if bit != "anomaly"]
        section = form.section(bits[0])
        assert section is not None
        found = section.field(bits[-1])
        assert found is not None
        return found


@pytest.fixture(scope="module")
def line(norfolk: Profile, sample_folder: Path) -> Line:
    return Line(norfolk, sample_folder)


@pytest.fixture(scope="module")
def before(line: Line) -> tuple[Rendered, list[dict[str, Any]]]:
    return line.run(line.submissions)


def _text(name: str, data: bytes) -> str:
    if name.endswith(".docx"):
        return "\n".join(word.text_of(data))
    return "\n".join(cell.text for sheet in xlsx.read_book(data).sheets
                     for cell in sheet.cells.values())


def _differ(one: Rendered, two: Rendered) -> set[str]:
    return {name for name in {*one.files, *two.files}
            if one.files.get(name) != two.files.get(name)}


def _cells(line: Line, entries: list[dict[str, Any]]) -> dict[tuple[int, str], dict[str, Any]]:
    """The ledger's entry for each answer that is not a repetition of the case record."""
    numbers = {one.file: n for n, one in enumerate(line.submissions)}
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for entry in entries:
        if entry["answers"] != "nothing_held" and not entry["status"]:
            found.setdefault((numbers[entry["file"]], entry["answers"]), entry)
    return found


@pytest.mark.slow
def test_every_answer_in_words_shows_in_the_documents_named_and_in_no_other(
        line: Line, before: tuple[Rendered, list[dict[str, Any]]]) -> None:
    """Answers with the same documents are changed together, each to words of its own."""
    groups: dict[tuple[str, ...], list[Change]] = defaultdict(list)
    entries = _cells(line, before[1])
    for n, ((number, path), entry) in enumerate(entries.items()):
        field = line.field(line.submissions[number], path)
        if (field.type in WORDS or path.endswith("/anomaly")) and field.id not in KEYS:
            groups[(*entry["documents"], "|", *entry["decides"])].append(
                (number, path, f"changed-{n:05}-words"))
    assert sum(map(len, groups.values())) > 800
    wrong = []
    for names, changes in groups.items():
        shown = set(names[:names.index("|")])
        after = line.changed(changes)
        if _differ(before[0], after) - set(names):
            wrong.append((changes[0][1], "also changed", _differ(before[0], after) - set(names)))
        texts = {name: _text(name, after.files[name]) for name in shown}
        wrong += [(line.submissions[number].file, path, name) for number, path, words in changes
                  for name in shown if words not in texts[name]]
    assert wrong == []


def _other(field: Field, text: str) -> str:
    """Another answer of the same kind that breaks no rule which the old one kept."""
    if field.type in ("when", "date"):
        when = read_when(text)
        return in_words(when.first + timedelta(days=1)) if when.first else "March 2024"
    if field.type == "tick":
        return "" if understood(field, text) is True else "x"
    if field.choices:
        return next(choice for choice in field.choices if choice != text)
    return {"nhs_number": "999 000 0018", "email": "changed@example.org",
            "phone": "01632 960999", "postcode": "ZZ9 9ZZ", "time": "11.45pm",
            "number": "7"}.get(field.type, "C2")


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_every_date_choice_and_tick_changes_the_documents_named_and_no_other(
        line: Line, before: tuple[Rendered, list[dict[str, Any]]], part: int) -> None:
    """One change at a time, because a date or a choice can turn a branch."""
    wrong = []
    tried = 0
    for n, ((number, path), entry) in enumerate(_cells(line, before[1]).items()):
        one = line.submissions[number]
        field = line.field(one, path)
        if n % 8 != part or field.type in WORDS or path.endswith("/anomaly"):
            continue
        if field.id in KEYS or field.type in ("person", "agency") or entry["problems"]:
            continue
        tried += 1
        words = _other(field, one.answers[path].text)
        changed = _differ(before[0], line.changed([(number, path, words)]))
        named, may = set(entry["documents"]), set(entry["decides"])
        if not named <= changed or changed - named - may:
            wrong.append((one.file, path, entry["cell"], sorted(changed ^ named)))
    assert tried > 20
    assert wrong == []

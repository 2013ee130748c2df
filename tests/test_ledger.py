"""The ledger tells the truth: change an answer, and exactly the documents it names change."""

import re
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
from pipeline.model import Answer, Case, Field, Form, Problem, Profile, Submission
from pipeline.render import Rendered, render
from pipeline.run import read_all, validate_all
from pipeline.validate import gather_facts, of_this_case
from pipeline.workbook.values import understood
from tests.conftest import taken_in

AS_OF = date(2026, 6, 1)
# Words by which things are joined: to change one is to say it of somebody else.
KEYS = {"code", "reference", "person", "fact"}
WORDS = {"text", "narrative"}
Change = tuple[int, str, str]


class Line:
    """The sample case in memory, and the whole line from submissions to documents."""

    def __init__(self, profile: Profile, folder: Path) -> None:
        self.profile = profile
        items = taken_in(folder)
        self.found = [one for item in items for one in item.problems]
        self.submissions, more = read_all(items, profile)
        self.found += more

    def checked(self, submissions: Sequence[Submission]) -> tuple[Case, list[Problem]]:
        """Everything after reading and before the documents."""
        facts, more = gather_facts(self.profile, submissions, AS_OF)
        kept, others = of_this_case(self.profile, submissions, facts)
        problems: list[Problem] = [*self.found, *more, *others,
                                   *validate_all(kept, self.profile, facts)]
        case, more = merge(self.profile, kept, AS_OF, problems)
        return case, [*problems, *more]

    def run(self, submissions: Sequence[Submission]
            ) -> tuple[Rendered, list[dict[str, Any]]]:
        """Everything after reading."""
        case, problems = self.checked(submissions)
        rendered = render(self.profile, case)
        return rendered, ledger(self.profile, submissions, rendered, problems, case)

    def changed(self, changes: Sequence[Change]) -> list[Submission]:
        """The submissions with these answers changed."""
        submissions = list(self.submissions)
        for number, path, text in changes:
            one = submissions[number]
            answer = one.answers[path]
            field = self.field(one, path)
            value = understood(field, text) if "/anomaly" not in path else text
            submissions[number] = replace(one, answers={
                **one.answers, path: Answer(text, value, answer.refs)})
        return submissions

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


def _same_kind(named: set[str], before: Rendered, changed: set[str]) -> set[str]:
    """New copies of a document that has copies among those named: one more person is written to."""
    folders = {name.rpartition("/")[0] for name in named}
    return {name for name in changed if name not in before.files
            and name.rpartition("/")[0] in folders}


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
        free = field.type in WORDS and not field.rules
        if (free or path.endswith("/anomaly")) and field.id not in KEYS:
            groups[(*entry["documents"], "|", *entry["decides"])].append(
                (number, path, f"changed-{n:05}-words"))
    assert sum(map(len, groups.values())) > 800
    wrong = []
    for names, changes in groups.items():
        shown = set(names[:names.index("|")])
        after = line.run(line.changed(changes))[0]
        if _differ(before[0], after) - set(names):
            wrong.append((changes[0][1], "also changed", _differ(before[0], after) - set(names)))
        texts = {name: _text(name, after.files[name]) for name in shown}
        wrong += [(line.submissions[number].file, path, name) for number, path, words in changes
                  for name in shown if words not in texts[name]]
    assert wrong == []


def _others(line: Line, field: Field, text: str) -> list[str]:
    """Other answers of the same kind, the likeliest to break no rule first."""
    if field.type in ("when", "date"):
        day = read_when(text).first
        return [in_words(day + timedelta(days=days)) for days in (1, -1)] if day else ["March 2024"]
    if field.type == "tick":
        return ["" if understood(field, text) is True else "x"]
    if field.choices_from.startswith("list:"):
        rows = line.profile.lists[field.choices_from[5:]]
        offered = [row if isinstance(row, str) else row["label"] for row in rows]
        return [next(choice for choice in offered if choice != text)]
    if field.choices:
        return [choice for choice in field.choices if choice != text][:2]
    if field.rules:
        return [re.sub(r"\d+", "1" if text[-1] != "1" else "2", text)]
    return [{"nhs_number": "999 000 0018", "email": "changed@example.org",
             "phone": "01632 960999", "postcode": "ZZ9 9ZZ", "time": "11.45pm",
             "number": "7"}.get(field.type, "C2")]


def _signs(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    return sorted((one.code, str(one.where)) for one in problems)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_every_date_choice_and_tick_changes_the_documents_named_and_no_other(
        line: Line, before: tuple[Rendered, list[dict[str, Any]]], part: int) -> None:
    """One change at a time, because a date or a choice can turn a branch."""
    wrong = []
    tried = 0
    problems = _signs(line.checked(line.submissions)[1])
    texts = {name: _text(name, data) for name, data in before[0].files.items()}
    listing = {name for name, text in texts.items() if "Chase the agency" in text}
    assert len(listing) == 1, "problems are listed in one document"
    for n, ((number, path), entry) in enumerate(_cells(line, before[1]).items()):
        one = line.submissions[number]
        field = line.field(one, path)
        free = field.type in WORDS and not field.rules
        if n % 8 != part or free or path.endswith("/anomaly"):
            continue
        if field.id in KEYS or field.type in ("person", "agency") or entry["problems"]:
            continue
        tried += 1
        for words in _others(line, field, one.answers[path].text):
            submissions = line.changed([(number, path, words)])
            same = _signs(line.checked(submissions)[1]) == problems
            if same:
                break
        changed = _differ(before[0], line.run(submissions)[0])
        # An answer that makes or mends a mistake also changes the list of problems.
        named, may = set(entry["documents"]), set(entry["decides"]) | (
            set() if same else listing)
        changed -= _same_kind(may, before[0], changed)
        if not named <= changed or changed - named - may:
            wrong.append((one.file, path, entry["cell"], sorted(changed ^ named)))
    assert tried > 20
    assert wrong == []

"""Start a case record from a form that came in: what was typed once is not typed again.

An answer is copied where the case record asks the same: the same question of the bank, or the same
id, in the part of the record that stands for the same thing. A question may also say where its
answer goes (`starts`). What the case record does not ask is left, and named by its label.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.codes import is_code
from pipeline.model import Answer, Field, Form, Profile, Section, Submission
from pipeline.prefill import rows_of

CODES = {"people": "F", "agencies": "A"}
"""The letter of the codes given to rows that came without one, by what their table means."""

CHILD = "C1"
JOINED = ("text", "narrative")
Target = tuple[Section, Field]


@dataclass(frozen=True)
class Started:
    """What a case record begins with: answers by path, and the children it is about.

    `copied` counts the answers taken over, `given` are the codes we made up, `left` the questions
    answered in the form that the case record does not ask, by the title of their section.
    """

    answers: Mapping[str, str]
    children: tuple[str, ...]
    copied: int
    given: tuple[str, ...]
    left: Mapping[str, tuple[str, ...]]


def started(record: Form, form: Form, returned: Submission) -> Started:
    """What the case record can take from this form."""
    made = _Starting(record, form)
    for section in form.sections:
        for path, answer in returned.answers.items():
            if path.partition("/")[0] == section.id and answer.given:
                made.take(section, path, answer)
    made.fixed()
    given = tuple(made.codes())
    children = {path.split("/")[1] for path in made.answers for one in record.sections
                if one.per and path.startswith(f"{one.id}/")}
    return Started(made.answers, tuple(sorted(children)), made.copied, given,
                   {title: tuple(labels) for title, labels in made.left.items()})


@dataclass
class _Starting:
    record: Form
    form: Form
    answers: dict[str, str] = field(default_factory=dict)
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    left: dict[str, dict[str, None]] = field(default_factory=dict)
    copied: int = 0

    def take(self, section: Section, path: str, answer: Answer) -> None:
        """Put one answer wherever the case record asks it, or note that it does not."""
        _, *bits = path.split("/")
        anomaly = bits[-1] == "anomaly"
        asked = section.field(bits[-2] if anomaly else bits[-1])
        if asked is None:
            return
        row = bits[0] if len(bits) > 1 else ""
        placed = [self._put(target, section, row, answer) for target in
                  ([] if anomaly else self._targets(section, asked))]
        if any(placed):
            self.copied += 1
        else:
            self.left.setdefault(section.title, {})[asked.label] = None

    def _put(self, target: Target, section: Section, row: str, answer: Answer) -> bool:
        """Whether the answer stands at its place now; another that stands there first stays."""
        into, asked = target
        if into.kind == "table":
            key = (into.id, f"{section.id}/{row}")
            taken = [number for (name, _), number in self.rows.items() if name == into.id]
            number = self.rows.setdefault(key, len(taken) + 1)
            path = f"{into.id}/{number}/{asked.id}"
        elif into.per:
            path = f"{into.id}/{row if section.per else CHILD}/{asked.id}"
        else:
            path = f"{into.id}/{asked.id}"
        text, before = answer.text.strip(), self.answers.get(path, "")
        if before and asked.type in JOINED and text not in before.split("; "):
            self.answers[path] = f"{before}; {text}"
        else:
            self.answers.setdefault(path, text)
        return text in self.answers[path]

    def _targets(self, section: Section, asked: Field) -> list[Target]:
        """The questions of the case record that this one answers."""
        found = [self._at(asked.starts)]
        if asked.prefill.startswith("case."):
            found.append(self._at(asked.prefill.removeprefix("case.")))
        twin = self._twin(section)
        if twin is not None:
            found += [(twin, one) for one in twin.fields if _same(one, asked)]
        elif asked.key and section.kind == "answers" and not section.per:
            known = [(one, there) for one in self.record.sections for there in one.fields
                     if there.key == asked.key and one.kind == "answers" and not one.per]
            found += known if len(known) == 1 else []
        unique = {(one[0].id, one[1].id): one for one in found if one and not one[1].until}
        return [one for one in unique.values() if not self._is_reference(one)]

    def _twin(self, section: Section) -> Section | None:
        """The section of the case record that is about the same."""
        if section.per or section.means == "subject_children":
            return self.record.meaning("subject_children")
        if section.means and self.record.meaning(section.means):
            return self.record.meaning(section.means)
        there = self.record.section(section.prefill.removeprefix("case.")) or self.record.section(
            section.id)
        return there if there is not None and there.kind == section.kind and not there.per else None

    def _at(self, path: str) -> Target | None:
        section_id, _, field_id = path.partition(".")
        section = self.record.section(section_id)
        asked = section.field(field_id) if section else None
        return (section, asked) if section is not None and asked is not None else None

    def _is_reference(self, target: Target) -> bool:
        return target[0].means == "identity" and target[1].id == "reference"

    def fixed(self) -> None:
        """What a case always begins with when it begins with this form."""
        for path, words in self.form.starts.items():
            target = self._at(path)
            if target is not None:
                self.answers.setdefault(f"{target[0].id}/{target[1].id}", words)

    def codes(self) -> Iterator[str]:
        """Give a code to each row that came without one, and name those given."""
        for section in self.record.sections:
            letter = CODES.get(section.means, "")
            numbers = [n for (name, _), n in self.rows.items() if name == section.id]
            paths = [f"{section.id}/{number}/code" for number in numbers]
            used = {self.answers.get(path, "") for path in paths}
            for path in paths if letter else ():
                if not is_code(self.answers.get(path, "")):
                    code = next(one for n in range(1, 1000) if (one := f"{letter}{n}") not in used)
                    used.add(code)
                    self.answers[path] = code
                    yield code


def still_empty(record: Form, begun: Started) -> dict[str, list[str]]:
    """What must still be filled in of the rows that were begun, by label, with their codes."""
    found: dict[str, list[str]] = {}
    for section in record.sections:
        for row in rows_of({path: Answer(words) for path, words in begun.answers.items()},
                           section.id) if section.means in CODES else ():
            code = begun.answers.get(f"{section.id}/{row}/code", "")
            for asked in section.fields:
                if asked.required and f"{section.id}/{row}/{asked.id}" not in begun.answers:
                    found.setdefault(asked.label, []).append(code)
    return found


def sent_on(profile: Profile, record: Form, begun: Started) -> list[str]:
    """The columns begun here whose words go into the form of every agency that is asked."""
    theirs = [section for form in profile.forms.values() if form.for_each == "agency"
              for section in form.sections]
    return [asked.label for section in record.sections if section.kind == "table"
            for asked in section.fields if asked.type == "narrative"
            and any(one.prefill == f"case.{section.id}" and one.field(asked.id) for one in theirs)
            and any(path.startswith(f"{section.id}/") and path.endswith(f"/{asked.id}")
                    for path in begun.answers)]


def _same(there: Field, asked: Field) -> bool:
    """Whether two questions are one: the same of the bank, or the same id."""
    return there.id == asked.id or bool(asked.key and there.key == asked.key)


def wrong(profile: Profile) -> Iterator[str]:
    """Every `starts` that leads nowhere, with the form it stands in."""
    record = profile.form_meaning("case_record")
    if record is None:
        return
    for form in profile.forms.values():
        made = _Starting(record, form)
        paths = [*form.starts, *(asked.starts for _, asked in form.fields() if asked.starts)]
        for path in paths:
            if made._at(path) is None:
                yield f"{form.id}.toml: `starts`: the case record has no question '{path}'"

"""Hold every answer against its rules: Cerberus with the form's rules and the facts of the case.

Nothing stops at the first mistake. Each problem knows its cell. A vague date breaks a rule only
when it certainly does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.catalogue import problem
from pipeline.codes import in_turn
from pipeline.dates import When, certainly_before, read_when
from pipeline.model import Answer, Field, Form, Problem, Section, Submission, Where
from pipeline.prefill import naming_children, tells_something
from pipeline.validate.facts import Facts, gather_facts, of_this_case
from pipeline.validate.family import family_undecided
from pipeline.validate.planned import planned_publication
from pipeline.validate.process import process_rules
from pipeline.validate.rules import Rules, checked, schema

__all__ = ["Facts", "family_undecided", "gather_facts", "of_this_case", "planned_publication",
           "process_rules", "validate"]
NOTHING = Answer("")
AS_OF = "as_of"
"""The name by which a rule means the day the case is looked at."""


def validate(submission: Submission, form: Form, facts: Facts) -> list[Problem]:
    """Every problem of one workbook, in the order of the form."""
    found: list[Problem] = []
    for section in form.sections:
        if section.filled_by and section.filled_by != form.filled_by:
            continue
        found += _Check(submission, form, section, facts).problems()
    nothing = submission.nothing_held
    if nothing.value is True and tells_something(form, submission):
        found.append(problem("nil-with-answers", (*nothing.refs, Where(submission.file))[0],
                             nothing.text, submission.recipient))
    return found


@dataclass
class _Check:
    """One section under check."""

    submission: Submission
    form: Form
    section: Section
    facts: Facts

    def problems(self) -> Iterator[Problem]:
        excused = bool(self.submission.nothing_held.value) or self.submission.kind == "addition"
        groups = list(self._groups())
        for prefix, suffix in groups:
            yield from self._group(prefix, suffix, excused)
        if not excused:
            yield from self._as_a_whole([prefix for prefix, _ in groups])

    def _groups(self) -> Iterator[tuple[str, str]]:
        """The answers that belong together: a sheet, one child's column, or one row."""
        here = self.section.id
        own = [path for path in self.submission.answers if path.startswith(f"{here}/")]
        if self.section.kind == "table":
            for row in sorted({int(path.split("/")[1]) for path in own}):
                yield f"{here}/{row}/", ""
        elif self.section.per:
            codes = {path.split("/")[1] for path in own}
            if not self.section.prefilled:
                codes = (codes | self._children_named()) or {"C1"}
            for code in sorted(codes, key=in_turn):
                yield f"{here}/{code}/", "/anomaly" if self.section.prefilled else ""
        else:
            yield f"{here}/", ""

    def _children_named(self) -> set[str]:
        """The children whom we named to the sender: something must be said of each."""
        naming = naming_children(self.form)
        return {path.split("/")[1] for path in self.submission.answers
                if path.split("/")[0] in naming}

    def _group(self, prefix: str, suffix: str, excused: bool) -> Iterator[Problem]:
        printed = self._printed(prefix)
        answers = {f.id: self.submission.answers.get(
            f"{prefix}{f.id}{suffix}", printed.get(f.id, NOTHING)) for f in self.section.fields}
        strict = not excused and not suffix
        rules = schema(self.section, answers, strict, remarks=bool(suffix))
        texts = {f.id: checked(f, answers[f.id]) for f in self.section.fields if f.id in rules}
        checker = Rules(rules, answers=answers, section=self.section, facts=self.facts)
        checker.validate(texts, normalize=False)
        for name, codes in checker.errors.items():
            asked = self.section.field(name)
            assert asked is not None
            for code in codes:
                yield self._problem(code, asked, prefix, suffix)
        if not suffix:
            yield from self._dates(answers, prefix)

    def _printed(self, prefix: str) -> dict[str, Answer]:
        """The words printed in this row before anybody typed: they count as answers."""
        row = prefix.split("/")[1]
        if self.section.kind != "table" or int(row) > len(self.section.printed):
            return {}
        return {name: Answer(text, text)
                for name, text in self.section.printed[int(row) - 1].items()}

    def _problem(self, code: str, asked: Field, prefix: str, suffix: str = "",
                 **words: str) -> Problem:
        path = f"{prefix}{asked.id}{suffix}"
        answer = self.submission.answers.get(path, NOTHING)
        choices = ", ".join(asked.choices or self.facts.named(asked.choices_from))
        severity = "" if asked.severity == "error" else asked.severity
        return problem(code, self._where(path, answer), answer.text, self.submission.recipient,
                       severity, label=asked.label,
                       choices=choices or "the codes of the case record",
                       most=str(asked.max_words), hint=asked.hint or "See the help beside it.",
                       **words)

    def _where(self, path: str, answer: Answer) -> Where:
        if answer.refs:
            return answer.refs[0]
        return self.submission.places.get(path, Where(self.submission.file, self.section.sheet))

    def _as_a_whole(self, prefixes: Sequence[str]) -> Iterator[Problem]:
        section = self.section
        place = self.submission.places.get(
            section.id, Where(self.submission.file, section.sheet))
        if section.kind == "table":
            yield from self._codes(prefixes)
            if section.at_least_one and not prefixes:
                yield problem("missing-row", place, "", self.submission.recipient,
                              sheet=section.title)
            if section.max_rows and len(prefixes) > section.max_rows:
                yield problem("too-many-rows", place, "", self.submission.recipient,
                              sheet=section.title, most=str(section.max_rows))
        elif section.kind == "ticks" and section.at_least_one:
            ticked = [self.submission.answers.get(f"{section.id}/{f.id}", NOTHING).value is True
                      for f in section.fields if f.type == "tick"]
            if not any(ticked):
                yield problem("missing-tick", place, "", self.submission.recipient,
                              sheet=section.title)

    def _codes(self, prefixes: Sequence[str]) -> Iterator[Problem]:
        """Rows are joined by their codes, so two rows may not share one."""
        if self.form.means != "case_record" or self.section.field("code") is None:
            return
        if self.section.means == "waivers":
            return
        seen: set[str] = set()
        for prefix in prefixes:
            answer = self.submission.answers.get(f"{prefix}code", NOTHING)
            code = answer.text.strip().casefold()
            if code and code in seen:
                yield problem("code-twice", answer.refs[0], answer.text,
                              sheet=self.section.title)
            seen.add(code)

    # --- dates against other dates ------------------------------------------------------------

    def _dates(self, answers: Mapping[str, Answer], prefix: str) -> Iterator[Problem]:
        for asked in self.section.fields:
            if asked.type not in ("date", "when") or not answers[asked.id].given:
                continue
            when = read_when(answers[asked.id].text)
            if when.kind in ("unreadable", "unknown", "empty"):
                continue
            for other in asked.not_before:
                then, label = self._other(other, answers)
                if then is not None and certainly_before(when, then):
                    yield self._problem("date-too-early", asked, prefix, other=label)
            future = False
            for other in asked.not_after:
                then, label = self._other(other, answers)
                if then is not None and certainly_before(then, when):
                    future |= other == AS_OF
                    code = "date-in-future" if other == AS_OF else "date-too-late"
                    yield self._problem(code, asked, prefix, other=label)
            # What has not happened yet lies in no period either: said once is enough.
            if asked.within and not future:
                first, last = (self._other(name, answers)[0] for name in asked.within)
                if (first and certainly_before(when, first)) or (
                        last and certainly_before(last, when)):
                    yield self._problem("date-outside", asked, prefix)

    def _other(self, name: str, answers: Mapping[str, Answer]) -> tuple[When | None, str]:
        """The date another name stands for, and what people call it."""
        if name == AS_OF:
            return read_when(self.facts.as_of), "today"
        if "." not in name:
            other = self.section.field(name)
            label = other.label if other else name
            return _dated(answers.get(name, NOTHING)), label
        record = self.facts.record
        if record is None:
            return None, name
        path = name.split(".", 1)[1].replace(".", "/")
        return _dated(record.answers.get(path, NOTHING)), path.rpartition("/")[2].replace("_", " ")


def _dated(answer: Answer) -> When | None:
    if not answer.given:
        return None
    when = read_when(answer.text)
    return when if when.first or when.last else None


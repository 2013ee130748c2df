"""What is empty in what was made, by the question that would fill it: never what anybody typed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from pipeline.model import Case, Field, Form, Profile, Section

MOST = 8
"""How many questions of one sheet are named; of more, the number is said."""

LONGEST = 80

Place = tuple[str, str]
"""A sheet, and the label of what is empty there."""


class Gaps:
    """The empty answers of one issue, while its letters are drawn and afterwards."""

    def __init__(self, profile: Profile, case: Case) -> None:
        self.profile, self.case = profile, case
        self.printed: set[int] = set()

    def note(self, answer: Mapping[str, Any], how: str) -> None:
        """Take down an empty answer that a letter prints the missing words of."""
        if how == "printed" and not isinstance(answer.get("value"), bool) and (
                not answer["text"].strip()):
            self.printed.add(id(answer))

    def lines(self, forms: Sequence[Form]) -> list[str]:
        """What is empty, a line for each sheet."""
        found: dict[str, dict[str, None]] = {}
        for sheet, label in [*self._of_letter(), *(
                place for form in forms for place in self._of_form(form))]:
            found.setdefault(sheet, {})[label] = None
        return [f"Empty in what was made: {sheet}: {_some(labels)}."
                for sheet, labels in found.items()]

    def _of_letter(self) -> Iterator[Place]:
        for form in self.profile.forms.values():
            held = self.case["forms"][form.id]["merged"]["sections"]
            for section, asked in form.fields():
                own = held[section.id].get(asked.id) if section.kind == "answers" else None
                if own is not None and id(own) in self.printed and not asked.if_empty:
                    yield self._sheet(form, section), asked.label
        for entry in self.case["deadlines"].values():
            if id(entry["date"]) in self.printed:
                yield "dates", f"{entry['what']}"

    def _of_form(self, form: Form) -> Iterator[Place]:
        """The questions that we fill in before sending, and could not."""
        for section in form.sections if not form.ours else ():
            if section.prefill:
                yield from self._of_section(section)
            for asked in section.fields:
                if asked.prefill and section.kind == "answers" and not section.per:
                    name, _, rest = asked.prefill.partition(".")
                    where, _, there = rest.partition(".")
                    yield from self._missing(name, where, [there], asked)

    def _of_section(self, section: Section) -> Iterator[Place]:
        name, _, where = section.prefill.partition(".")
        form = self._form(name)
        source = form.section(where) if form else None
        if form is None or source is None:
            return
        held = self.case["forms"][form.id]["merged"]["sections"][source.id]
        if source.kind == "table":
            if not held["rows"]:
                yield self._sheet(form, source), "no row"
            return
        for child in held["children"] if source.per else ():
            for asked in section.fields:
                own = child["fields"].get(asked.id)
                if own and not own["text"].strip() and not self._may_be(source, asked):
                    yield f"{self._sheet(form, source)}, {child['code']}", asked.label
        if not source.per:
            for asked in section.fields:
                yield from self._missing(name, where, [asked.id], asked)

    def _missing(self, name: str, where: str, names: Collection[str],
                 asked: Field) -> Iterator[Place]:
        form = self._form(name)
        source = form.section(where) if form else None
        if form is None or source is None or source.kind != "answers" or source.per:
            return
        held = self.case["forms"][form.id]["merged"]["sections"][source.id]
        for one in names:
            there = source.field(one)
            if there and not held[one]["text"].strip() and not self._may_be(source, asked):
                yield self._sheet(form, source), there.label

    @staticmethod
    def _may_be(source: Section, asked: Field) -> bool:
        """Whether an empty answer is right: neither the form nor the case record minds it."""
        there = source.field(asked.id)
        return bool(asked.if_empty or asked.until or (there and there.if_empty))

    def _form(self, name: str) -> Form | None:
        return self.profile.form_meaning("case_record") if name == "case" else (
            self.profile.forms.get(name))

    def _sheet(self, form: Form, section: Section) -> str:
        own = form.means == "case_record"
        return f"sheet '{section.sheet}' of " + ("the case record" if own else f"'{form.title}'")


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else label[:LONGEST].rpartition(" ")[0] + " …"


def _some(labels: Collection[str]) -> str:
    shown = [f"'{_short(label)}'" for label in labels][:MOST]
    more = len(labels) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")

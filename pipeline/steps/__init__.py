"""The steps that lead to publication: when each is due, who sees to it, done or blocked by what.

What a step is called, who does it and what somebody noted stand in the publication plan's workbook.
What was sealed and issued stands in the diary. Where the two differ, both are said. docs/forms.md
says what the list `publication_steps` of a partnership holds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pipeline.dates import with_weekday
from pipeline.letterhead import day_of, looked_up
from pipeline.model import Case, Profile
from pipeline.steps.evidence import Evidence

MEANING, LIST = "publication_steps", "publication_steps"
DONE, BLOCKED, NOT_NEEDED, TO_DO = "Done", "Blocked", "Not needed", "To do"
DOUBTED = "Done, but not by the diary"
NO_NUMBER, NOT_SAID, NO_DAY = "None", "Not recorded", "No date yet"
Entries = Sequence[Mapping[str, Any]]
Json = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """A step: its number and words, who does it, the day it was planned for, the day it is due.

    `state` is one of the words above; `why` says what blocks it, or what shows that it is done.
    """

    number: str
    action: str
    owner: str
    planned: str
    due: date | None
    state: str
    why: tuple[str, ...]
    late: bool = False

    def as_json(self) -> Json:
        """As templates know it: nothing in it is empty, so that no cell of a table is."""
        return {"step": self.number or NO_NUMBER, "action": self.action,
                "title": self.action.partition("\n")[0].rstrip(":"),
                "owner": self.owner or NOT_SAID, "planned": self.planned or NOT_SAID,
                "due": with_weekday(self.due) if self.due else NO_DAY,
                "state": f"{self.state}, overdue" if self.late else self.state,
                "why": list(self.why), "late": self.late}


def steps(profile: Profile, case: Case, diary: Entries, as_of: date) -> list[Step]:
    """The steps of a case's publication, in the order of the plan. None: it has no such plan."""
    plan = _Plan(profile, case, Evidence(profile, case, diary), as_of)
    return [plan.step(row) for row in plan.rows]


@dataclass(frozen=True)
class _Plan:
    """The plan while its steps are worked out."""

    profile: Profile
    case: Case
    evidence: Evidence
    as_of: date

    @cached_property
    def rows(self) -> list[Mapping[str, Any]]:
        """The rows of the plan's workbook that hold a step."""
        for form in self.profile.forms.values():
            section = form.meaning(MEANING)
            if section is not None:
                held = self.case["forms"][form.id]["merged"]["sections"].get(section.id, {})
                return [row for row in held.get("rows", ()) if _text(row, "action")]
        return []

    @cached_property
    def known(self) -> list[Mapping[str, Any]]:
        """What the partnership's list says of the steps."""
        return list(self.profile.lists.get(LIST, ()))

    def rule(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the list says of this row: by its number, or by how its words begin."""
        number, action = _text(row, "step"), _text(row, "action").casefold()
        for one in self.known:
            if number and one.get("step") == number:
                return one
            start = str(one["label"]).casefold()
            if not number and not one.get("step") and action.startswith(start):
                return one
        return {}

    def row(self, number: str) -> Mapping[str, Any] | None:
        """The row with this number, or None."""
        return next((one for one in self.rows if _text(one, "step") == number), None)

    def step(self, row: Mapping[str, Any]) -> Step:
        """One step as it stands."""
        due = self.due(self.rule(row))
        state, why = self.state(row)
        late = due is not None and due < self.as_of and state in (TO_DO, BLOCKED)
        return Step(_text(row, "step"), _text(row, "action"), _text(row, "who"),
                    _text(row, "date"), due, state, tuple(why), late)

    def due(self, rule: Mapping[str, Any]) -> date | None:
        """The day of its own rule, or else the first on which a step that waits for it is due."""
        if rule.get("due"):
            days = [day_of(answer) for answer in (
                looked_up(self.case, path) for path in rule["due"]) if answer["text"].strip()]
            return min(filter(None, days), default=None)
        number = rule.get("step")
        days = [self.due(one) for one in self.known if number and number in one.get("after", ())]
        return min(filter(None, days), default=None)

    def state(self, row: Mapping[str, Any]) -> tuple[str, list[str]]:
        """Done, blocked or still to do; and what shows it."""
        rule, said = self.rule(row), _text(row, "status")
        if said == NOT_NEEDED:
            return NOT_NEEDED, list(filter(None, [_text(row, "note")]))
        shown, lacking = self.evidence.of(rule)
        if shown and not lacking:
            return DONE, shown
        if said == DONE:
            return (DOUBTED, ["The plan says that it is done.", *shown, *lacking]) if lacking else (
                DONE, ["The plan says so."])
        blocked = [*([_text(row, "note") or "The plan says that it is blocked."]
                     if said == BLOCKED else []), *self.waits(rule)]
        return (BLOCKED, blocked) if blocked else (TO_DO, [*shown, *lacking])

    def waits(self, rule: Mapping[str, Any]) -> Iterator[str]:
        """What must come before it and has not."""
        yield from self.evidence.unanswered(rule)
        for number in rule.get("after", ()):
            before = self.row(number)
            if before is not None and self.state(before)[0] not in (DONE, NOT_NEEDED, DOUBTED):
                yield f"Step {number} is not done."


def _text(row: Mapping[str, Any], name: str) -> str:
    return str(row.get(name, {}).get("text", "")).strip()


def wrong(profile: Profile) -> Iterator[str]:
    """What is wrong with the list of the steps: every name in it must be one that there is."""
    packs, documents = {one.id for one in profile.packs}, {one.id for one in profile.documents}
    numbers = {str(one.get("step", "")) for one in profile.lists.get(LIST, ())}
    for one in profile.lists.get(LIST, ()):
        here = f"lists.{LIST}, {one.get('step') or one['label']}"
        for name, known in (("packs", packs), ("letters", documents), ("after", numbers)):
            for value in one.get(name, ()):
                if value not in known:
                    yield f"{here}: `{name}`: there is no '{value}'"
        for path in one.get("needs", ()):
            form, _, rest = path.partition(".")
            section, _, asked = rest.partition(".")
            there = profile.forms[form].section(section) if form in profile.forms else None
            if there is None or there.field(asked) is None:
                yield f"{here}: `needs`: there is no question '{path}'"
        for value in one.get("after", ()):
            if str(value) in numbers and one.get("step") and not _before(value, one["step"]):
                yield f"{here}: `after`: step {value} comes after it"


def _before(one: str, other: str) -> bool:
    """Whether a step comes before another by its number, so that none can wait for itself."""
    return [int(part) for part in re.findall(r"\d+", one)] < [
        int(part) for part in re.findall(r"\d+", other)]

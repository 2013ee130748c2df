"""What shows that a step is done: packs that were sealed, letters that were issued, answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline import diary
from pipeline.dates import in_words
from pipeline.letterhead import recipients
from pipeline.model import Case, PackKind, Profile

ISSUED = "issued"
DECISION, WAY = "publication_decision", "way"
Rule = Mapping[str, Any]


@dataclass(frozen=True)
class Evidence:
    """The diary of a case, and the answers of its forms."""

    profile: Profile
    case: Case
    diary: Sequence[Mapping[str, Any]]

    def of(self, rule: Rule) -> tuple[list[str], list[str]]:
        """What was sealed and issued for a step, and what was not, in words."""
        shown: list[str] = []
        lacking: list[str] = []
        for kind in self._packs(rule):
            self._sealed(kind, shown, lacking)
        for name in rule.get("letters", ()):
            self._issued(name, shown, lacking)
        return shown, lacking

    def unanswered(self, rule: Rule) -> Iterator[str]:
        """The questions that a step needs an answer to and that have none."""
        for path in rule.get("needs", ()):
            form, section, name = path.split(".")
            held = self.case["forms"][form]["merged"]["sections"].get(section, {})
            if not str(held.get(name, {}).get("text", "")).strip():
                there = self.profile.forms[form].section(section)
                asked = there.field(name) if there else None
                yield (f"Not recorded in '{self.profile.forms[form].title}': "
                       f"{asked.label if asked else name}.")

    def _packs(self, rule: Rule) -> list[PackKind]:
        """The packs of a step that belong to the way of publishing that was decided."""
        way = self._way()
        return [one for one in self.profile.packs if one.id in rule.get("packs", ())
                and (not way or not one.ways or way in one.ways)]

    def _way(self) -> str:
        for form in self.profile.forms.values():
            section = form.meaning(DECISION)
            if section is not None:
                held = self.case["forms"][form.id]["merged"]["sections"].get(section.id, {})
                return str(held.get(WAY, {}).get("text", "")).strip()
        return ""

    def _sealed(self, kind: PackKind, shown: list[str], lacking: list[str]) -> None:
        days: dict[str, str] = {}
        for one in self.diary:
            if one.get("what") == diary.SEALED and one.get("pack") == kind.id:
                days.setdefault(str(one.get("recipient", "")), str(one["when"]))
        self._say(f"Sealed: {kind.title}", f"Not sealed yet: {kind.title}", days,
                  self._codes(kind.for_each, kind.recipients), shown, lacking)

    def _issued(self, name: str, shown: list[str], lacking: list[str]) -> None:
        kind = self.profile.document(name)
        days: dict[str, str] = {}
        for one in self.diary:
            if one.get("what") == ISSUED and one.get("letter") == name:
                days.setdefault(str(one.get("to", "")), str(one["when"]))
        title = kind.title if kind else name
        self._say(f"Issued: {title}", f"Not issued yet: {title}", days,
                  self._codes(kind.for_each if kind else "case", ""), shown, lacking)

    def _codes(self, for_each: str, named: str) -> dict[str, str]:
        """All who are to have it: what they are called here, by their codes. One has no code."""
        if for_each == "list":
            return {str(one["id"]): str(one["label"]) for one in self.profile.lists.get(named, ())}
        if for_each in ("agency", "family"):
            return {one.code: one.code for one in recipients(self.case, for_each)}
        return {"": ""}

    @staticmethod
    def _say(done: str, not_done: str, days: Mapping[str, str], wanted: Mapping[str, str],
             shown: list[str], lacking: list[str]) -> None:
        missing = [label for code, label in wanted.items() if code not in days]
        there = sorted(days[code] for code in wanted if code in days)
        if there:
            first, last = (in_words(date.fromisoformat(one)) for one in (there[0], there[-1]))
            when = f"on {first}" if first == last else f"from {first} to {last}"
            some = f", {len(there)} of {len(wanted)}" if missing else ""
            shown.append(f"{done}, {when}{some}.")
        if missing:
            whom = f", for: {'; '.join(missing)}" if any(missing) else ""
            lacking.append(f"{not_done}{whom}.")

"""What the case has recorded, found by what a section means and never by its name."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pipeline.dates import read_when
from pipeline.model import Case, Form, Profile, Section, Where

Json = Mapping[str, Any]
NOTHING: Json = {"text": "", "value": "", "refs": [], "missing": "Not recorded"}


class Recorded:
    """The sections of all forms of a case by their meaning."""

    def __init__(self, profile: Profile, case: Case) -> None:
        self.profile, self.case = profile, case

    def asked(self, means: str) -> tuple[Form, Section] | None:
        """The form and the section that mean this: the first of the profile's forms that has one.

        The case record goes before the others.
        """
        forms = sorted(self.profile.forms.values(), key=lambda one: one.means != "case_record")
        return next(((form, section) for form in forms
                     if (section := form.meaning(means)) is not None), None)

    def answers(self, means: str) -> Json:
        """The answers of a section of questions; none when it has not come in."""
        found = self._of(means)
        return found if "rows" not in found else {}

    def rows(self, means: str) -> list[Json]:
        """The rows of a table; none when it has not come in."""
        return list(self._of(means).get("rows", ()))

    def words(self, means: str, field: str) -> str:
        """What was typed for a question, '' when nothing was."""
        return text(self.answers(means).get(field, NOTHING))

    def choices(self, means: str, field: str) -> tuple[str, ...]:
        """What there is to choose from for a question."""
        found = self.asked(means)
        one = found[1].field(field) if found else None
        return one.choices if one else ()

    def place(self, means: str, field: str = "") -> Where:
        """Where to go to record it: form, sheet and the question in words."""
        found = self.asked(means)
        if found is None:
            return Where("The publication plan")
        form, section = found
        one = section.field(field) if field else None
        return Where(form.title, section.sheet, one.label if one else "")

    def publication(self) -> date | None:
        """The day of publication of the case record; None without one, or when it is vague."""
        answer = self.answers("key_dates").get("publication", NOTHING)
        when = read_when(text(answer))
        return when.first if when.kind == "day" else None

    def _of(self, means: str) -> Json:
        found = self.asked(means)
        if found is None:
            return {}
        form, section = found
        made = self.case["forms"].get(form.id) or {}
        merged = made.get("merged") or {}
        answers: Json = merged.get("sections", {}).get(section.id, {})
        return answers


def text(answer: Any) -> str:
    """The words of an answer."""
    return str(answer.get("text", "")).strip() if isinstance(answer, Mapping) else ""

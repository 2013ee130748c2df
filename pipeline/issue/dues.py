"""By which day something is asked of each recipient, and where the case record would say it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.dates import in_words, with_weekday
from pipeline.deadlines import Moment, clock, days_of, reach
from pipeline.errors import UsageTrouble
from pipeline.letterhead import Recipient, day, day_of, due_of, key_date
from pipeline.model import Answer, Case, DocumentKind, Form, Profile
from pipeline.prefill import flat

Json = dict[str, Any]
COUNTED = ("due", "window")
"""The kinds of deadline that are so long after something, and can be counted from another day."""


@dataclass(frozen=True)
class Dues:
    """The days of one issue. `sent` are the codes of those who were sent it before."""

    profile: Profile
    case: Case
    title: str
    letter: DocumentKind | None
    forms: Sequence[Form]
    as_of: date
    by: date | None
    sent: Collection[str]

    def of(self, people: Sequence[Recipient]) -> dict[str, Json]:
        """The day for each by code. Raises UsageTrouble when one is missing, or is past."""
        dues = {to.code: self._of(to) for to in people}
        days = {code: day_of(due) if due["text"].strip() else None for code, due in dues.items()}
        if self.letter is None or self.letter.letter.get("due") or self.by:
            if lacking := [code for code, when in days.items() if when is None]:
                raise UsageTrouble(self._lacking(lacking))
            past = {code: when for code, when in days.items() if when and when < self.as_of}
            if past:
                raise UsageTrouble(self._past(past))
        return dues

    def counted_from(self, dues: Mapping[str, Json]) -> str:
        """What to know where the clock began with a first issue that was not today, or ''."""
        entry = self.case["deadlines"].get(self._deadline(), {})
        start = entry.get("anchor_date", {})
        if not start or start["refs"] or not start["text"] or start["value"][:10] == (
                self.as_of.isoformat()):
            return ""
        last = date.fromisoformat(entry["date"]["value"][:10])
        if last not in [day_of(due) for due in dues.values() if due["text"]]:
            return ""
        return (f"Counted from {start['text']}, when it was first issued; type '{entry['anchor']}' "
                "in the case record to count from another day.")

    def _of(self, to: Recipient) -> Json:
        if self.by is not None:
            return day(self.by)
        if self.letter is not None:
            due = due_of(self.profile, self.case, self.letter, to)
            if not due["text"].strip():
                return self._from_today(due)
            when = day_of(due)
            return self._own_clock(to, due) if when and when < self.as_of else due
        if to.row and self.forms[0].means == "agency_return":
            return {**to.row["due"], "value": to.row["return_due"]["value"]}
        return {"text": "", "value": "", "missing": "", "refs": []}

    def _deadline(self) -> str:
        """The id of the deadline that gives the day, '' where something else does."""
        where, _, name = self._said().partition(".")
        return name if where == "deadlines" else ""

    def _said(self) -> str:
        """The path of the day in the definition of the letter, '' without one."""
        return str(self.letter.letter.get("due", "")) if self.letter else ""

    def _from_today(self, otherwise: Json) -> Json:
        """The day a deadline gives that counts from the day on which this is first issued."""
        path = key_date(self.profile, self.letter.letter.get("starts_clock", "")) if (
            self.letter) else ""
        if not path or not self._deadline():
            return otherwise
        record = self._record()
        known = {path: Answer(in_words(self.as_of), self.as_of.isoformat()),
                 **flat(self.case["forms"][record.id]["merged"])}
        found = clock(self.profile, record, known, self.as_of).get(self._deadline())
        return found["date"] if found else otherwise

    def _own_clock(self, to: Recipient, due: Json) -> Json:
        """For an agency that is asked for the first time when the day of all others is past: as
        long as the others had, counted from today."""
        rule = next((r for r in self.profile.deadlines if r["id"] == self._deadline()), {})
        agency = self.letter is not None and self.letter.for_each == "agency"
        if (not agency or to.code in self.sent or self._typed(to.code)
                or rule.get("kind") not in COUNTED or "within" not in rule or "first" in rule):
            return due
        return day(reach(Moment(self.as_of), rule["within"], days_of(self.profile, rule),
                         working_time=rule.get("working_time", False)).day)

    def _typed(self, code: str) -> bool:
        """Whether the case record has a day for this agency alone, by which it is to return."""
        returned = any(form.means == "agency_return" for form in self.forms)
        section = self._record().meaning("agencies") if returned else None
        rows = self.case["case"][section.id]["rows"] if section else []
        return any(row["return_due"]["text"].strip() for row in rows
                   if row["code"]["text"].strip() == code)

    # --- what to say ----------------------------------------------------------------------

    def _lacking(self, lacking: Sequence[str]) -> str:
        who = f" for {', '.join(lacking)}" if any(lacking) else ""
        mend = f"{self._mend('Fill in')}, or say" if list(self._places()) else "Say"
        return (f"There is no day to answer '{self.title}' by yet{who}. {mend} the day with "
                "--by.")

    def _past(self, past: Mapping[str, date]) -> str:
        days = "; ".join(f"{code}: {with_weekday(when)}" if code else with_weekday(when)
                         for code, when in past.items())
        mend = "Say a later day with --by" if self.by or not list(self._places()) else (
            f"{self._mend('Correct')}, or say another day with --by")
        return (f"'{self.title}' would ask for an answer by a day that is past ({days}), so "
                f"nothing was issued. {mend}.")

    def _mend(self, verb: str) -> str:
        ways = " or ".join(f"'{label}' in the sheet '{sheet}'" for label, sheet in self._places())
        return f"{verb} {ways} of the case record"

    def _places(self) -> Iterator[tuple[str, str]]:
        """The questions of the case record that would give the day, each with its sheet."""
        where, *names = self._said().split(".")
        record = self._record()
        dates, agencies = record.meaning("key_dates"), record.meaning("agencies")
        if where == "deadlines" and dates:
            rule = next((r for r in self.profile.deadlines if r["id"] == names[0]), {})
            anchor = dates.field(rule.get("anchor", ""))
            if anchor:
                yield anchor.label, dates.sheet
        elif where == "case":
            section = record.section(names[0])
            asked = section.field(names[1]) if section else None
            if section and asked:
                yield asked.label, section.sheet
        due = agencies.field("return_due") if agencies else None
        if agencies and due and any(f.means == "agency_return" for f in self.forms):
            yield due.label, agencies.sheet

    def _record(self) -> Form:
        form = self.profile.form_meaning("case_record")
        assert form is not None
        return form

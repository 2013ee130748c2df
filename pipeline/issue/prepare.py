"""What each recipient gets, made whole before anything is written; what the case record lacks."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pipeline import codes, desk, guidance, letters, render, workbook
from pipeline.dates import in_words
from pipeline.deadlines import clock
from pipeline.errors import UsageTrouble
from pipeline.letterhead import (
    EVERY_REQUEST,
    Recipient,
    day,
    day_of,
    due_of,
    key_date,
    letterhead,
    recipients,
)
from pipeline.letters import Copy, Files
from pipeline.model import Answer, Case, DocumentKind, Form, Profile, Section
from pipeline.prefill import flat

DEFAULTS = {"asks": "form_asks", "returns": "form_returns"}
"""The words of the profile for a form that no letter goes with."""

MEANS = {"agency": "agencies", "family": "people"}


@dataclass(frozen=True)
class Wanted:
    """What is given out: a letter, the forms that go with it, or a form alone."""

    id: str
    title: str
    for_each: str
    forms: Sequence[Form]
    letter: DocumentKind | None


@dataclass(frozen=True)
class Issued:
    """What one recipient gets: `number` counts how often it has been given this.

    `before` is the day of the last time, '' the first time. `due` is a day as text (2025-06-03),
    or the words of the case record where they are no day.
    """

    to: str
    number: int
    before: str
    due: str
    due_words: str
    files: Files
    kept: Files

    @property
    def name(self) -> str:
        """The name of its folder: nobody's, but a code and a number."""
        return f"{self.to}-{self.number}"


@dataclass(frozen=True)
class Preparing:
    """One issue while it is prepared; the fields are what its steps share."""

    profile: Profile
    case: Case
    what: Wanted
    as_of: date
    before: Mapping[str, tuple[int, str]]
    by: date | None

    def all(self, only: Collection[str]) -> list[Issued]:
        """What everybody gets. Raises UsageTrouble when the case record lacks something."""
        letter = self.what.letter
        if not self.case["reference"]["text"].strip():
            raise UsageTrouble(f"The case record has no reference yet. {self._mend('identity')}")
        reason = render.not_yet(self.profile, self.case, letter) if letter else ""
        if reason and reason not in render.NOBODY.values():
            raise UsageTrouble(f"'{self.what.title}' cannot be issued yet: {reason}")
        people = self._chosen(only)
        dues = {to.code: self._due(to) for to in people}
        lacking = [to.code for to in people if not dues[to.code]["text"].strip()]
        if lacking and (letter is None or letter.letter.get("due")):
            raise UsageTrouble(self._no_due(lacking))
        enclosed = self._enclosed()
        copies = list(render.copies(self.profile, self.case, letter, state="")) if letter else []
        by_code = {one.context.get("recipient", {"code": ""})["code"]: one for one in copies}
        return [self._one(to, dues[to.code], by_code.get(to.code) if to.code else
                          next(iter(copies), None), enclosed) for to in people]

    # --- to whom --------------------------------------------------------------------------

    def _chosen(self, only: Collection[str]) -> list[Recipient]:
        """Whom it goes to: those named, or all that have not replied."""
        people = self._people()
        known = [to.code for to in people]
        if self.what.for_each != "case" and not all(map(codes.is_code, known)):
            raise UsageTrouble(
                "Somebody whom this goes to has no code in the case record, or one that another "
                f"has too. {self._mend(MEANS.get(self.what.for_each, ''))}")
        if not set(only) <= set(known):
            raise UsageTrouble(f"'{self.what.title}' does not go to every code you named. It goes "
                               f"to: {', '.join(filter(None, known)) or 'one recipient only'}.")
        chosen = [to for to in people
                  if (to.code in only if only else not self._replied(to.code))]
        if not chosen:
            raise UsageTrouble(f"Everybody has answered '{self.what.title}'. To issue it all the "
                               "same, name the codes with --to.")
        return chosen

    def _people(self) -> list[Recipient]:
        if self.what.for_each == "case":
            return [Recipient("", self.case["reference"], {})]
        found = (list(_members(self.profile, self.case)) if self.what.for_each == "member"
                 else recipients(self.case, self.what.for_each))
        if not found:
            raise UsageTrouble("The case record lists nobody that this goes to. "
                               + self._mend(MEANS.get(self.what.for_each, "")))
        return found

    def _replied(self, code: str) -> bool:
        """Whether every form of it has come back from this recipient."""
        return bool(code and self.what.forms) and all(
            code in {one["recipient"]["code"] for one in self.case["forms"][form.id]["returns"]}
            for form in self.what.forms)

    # --- by when --------------------------------------------------------------------------

    def _due(self, to: Recipient) -> dict[str, Any]:
        if self.by is not None:
            return day(self.by)
        if self.what.letter is not None:
            due = due_of(self.profile, self.case, self.what.letter, to)
            return due if due["text"].strip() else self._from_today(self.what.letter, due)
        if to.row and self.what.forms[0].means == "agency_return":
            return {**to.row["due"], "value": to.row["return_due"]["value"]}
        return {"text": "", "value": "", "missing": "", "refs": []}

    def _from_today(self, letter: DocumentKind, otherwise: dict[str, Any]) -> dict[str, Any]:
        """The day a deadline gives that counts from the day on which this is first issued."""
        path, record = key_date(self.profile, letter), self._record()
        where, _, name = str(letter.letter.get("due", "")).partition(".")
        if not path or where != "deadlines":
            return otherwise
        known = {path: Answer(in_words(self.as_of), self.as_of.isoformat()),
                 **flat(self.case["forms"][record.id]["merged"])}
        found = clock(self.profile, record, known, self.as_of).get(name)
        return found["date"] if found else otherwise

    def _no_due(self, lacking: Sequence[str]) -> str:
        """Who has no day to answer by, and where to write one."""
        who = f" for {', '.join(lacking)}" if any(lacking) else ""
        ways = [f"'{label}' in the sheet '{sheet}'" for label, sheet in self._places()]
        mend = f"Fill in {' or '.join(ways)} of the case record, or say" if ways else "Say"
        return (f"There is no day to answer '{self.what.title}' by yet{who}. {mend} "
                "the day with --by.")

    def _places(self) -> Iterator[tuple[str, str]]:
        """The questions of the case record that would give the day, each with its sheet."""
        said = str(self.what.letter.letter["due"]) if self.what.letter else ""
        where, *names = said.split(".")
        dates, agencies = self._section("key_dates"), self._section("agencies")
        if where == "deadlines" and dates:
            rule = next((r for r in self.profile.deadlines if r["id"] == names[0]), {})
            anchor = dates.field(rule.get("anchor", ""))
            if anchor:
                yield anchor.label, dates.sheet
        elif where == "case":
            section = self._record().section(names[0])
            asked = section.field(names[1]) if section else None
            if section and asked:
                yield asked.label, section.sheet
        due = agencies.field("return_due") if agencies else None
        if agencies and due and any(f.means == "agency_return" for f in self.what.forms):
            yield due.label, agencies.sheet

    def _record(self) -> Form:
        form = self.profile.form_meaning("case_record")
        assert form is not None
        return form

    def _section(self, means: str) -> Section | None:
        return self._record().meaning(means) if means else None

    def _mend(self, means: str) -> str:
        section = self._section(means)
        where = f"the sheet '{section.sheet}' of the case record" if section else "the case record"
        return f"Mend it in {where}, save it and run the command again."

    # --- what one recipient gets ----------------------------------------------------------

    def _enclosed(self) -> list[Copy]:
        """The guidance that goes with the letter.

        No document of the case is among it: each is a draft until somebody has cleared it.
        """
        said = self.what.letter.letter.get("encloses", ()) if self.what.letter else ()
        kinds = {kind.id: kind for kind in self.profile.documents if kind.guidance}
        return [Copy(f"{name}.docx", kinds[name].title,
                     guidance.make(self.profile, kinds[name])[f"{name}.docx"])
                for name in said if name in kinds]

    def _one(self, to: Recipient, due: Mapping[str, Any], copy: render.Copy | None,
             enclosed: Sequence[Copy]) -> Issued:
        code = to.code or codes.safe("", self.what.id)
        number, before = self.before.get(code, (0, ""))
        kept: Files = {}
        attached = []
        for form in self.what.forms:
            attached.append(Copy(f"{form.id}.xlsx", form.title, self._form(form, to, due["text"])))
            kept[f"{form.id}/{code}-{number + 1}.xlsx"] = attached[-1].data
        if self.what.letter is not None and copy is not None:
            name = self.what.letter.id
            attached.append(Copy(f"{name}.docx", self.what.title,
                                 self._letter(self.what.letter, copy, due)))
            kept[f"{name}/{code}-{number + 1}.docx"] = attached[-1].data
        attached += enclosed
        mail = letters.about_issue(self.profile, self.case, _address(to), self._said(to, due),
                                   attached)
        found = day_of(due) if due["text"] else None
        return Issued(code, number + 1, before, found.isoformat() if found else due["text"],
                      due["text"], {**{one.name: one.data for one in attached}, **mail}, kept)

    def _form(self, form: Form, to: Recipient, due: str) -> bytes:
        made = desk.filling(self.profile, self.case, form, to.code)
        return workbook.write(form, self.profile, replace(
            made, facts=desk.return_by(made.facts, due)))

    def _letter(self, kind: DocumentKind, copy: render.Copy, due: Mapping[str, Any]) -> bytes:
        head = {**copy.context["letter"], "due": dict(due)}
        return render.load_template(self.profile, kind).render({**copy.context, "letter": head})

    def _said(self, to: Recipient, due: Mapping[str, Any]) -> dict[str, str]:
        """The words of the e-mail: those of the letter, or of every form without one."""
        form = self.what.forms[0].title if self.what.forms else self.what.title
        said = {"title": self.what.title, "form": form, "by": due["text"], "purpose": ""}
        if self.what.letter is not None:
            head = letterhead(self.profile, self.case, self.what.letter, to)
            return said | {name: head[name]["text"] for name in (
                "purpose", "asks", "returns", "role", *EVERY_REQUEST)}
        said |= {name: self.profile.words.get(word, "") for name, word in DEFAULTS.items()}
        agency = self.what.for_each == "agency"
        said |= {name: self.profile.words.get(word, "") if agency else ""
                 for name, word in EVERY_REQUEST.items()}
        return said | {"role": self.profile.roles.get(self.profile.turn_to, self.profile.name)}


def _members(profile: Profile, case: Case) -> Iterator[Recipient]:
    """Everybody of the case record with a code who is neither an agency nor of the family."""
    record = profile.form_meaning("case_record")
    for section in record.sections if record else ():
        if section.kind == "table" and not section.means and {"code", "name"} <= {
                asked.id for asked in section.fields}:
            for row in case["case"][section.id]["rows"]:
                yield Recipient(row["code"]["text"].strip(), row["name"], row)


def _address(to: Recipient) -> str:
    words = to.row.get("contact_email", {}).get("text", "").strip() if to.row else ""
    return words if letters.ADDRESS.fullmatch(words) else ""

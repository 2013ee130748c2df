"""What each recipient gets, made whole before anything is written; what the case record lacks."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pipeline import codes, desk, guidance, letters, render, workbook
from pipeline.dates import in_words
from pipeline.errors import UsageTrouble
from pipeline.issue.dues import Dues
from pipeline.issue.gaps import Gaps
from pipeline.letterhead import (
    EVERY_REQUEST,
    WRITE_TO,
    Recipient,
    addresses_at,
    day_of,
    letterhead,
    members,
    recipients,
    to_attach,
    undecided,
)
from pipeline.letters import Copy, Files
from pipeline.model import Case, DocumentKind, Form, Profile, Section

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
    '' where nothing is due. `address` is what stands in the To: of its draft.
    """

    to: str
    number: int
    before: str
    due: str
    due_words: str
    files: Files
    kept: Files
    address: str = ""

    @property
    def name(self) -> str:
        """The name of its folder: nobody's, but a code and a number."""
        return f"{self.to}-{self.number}"


@dataclass(frozen=True)
class Prepared:
    """Everything to give out, and what a person must know of it before it is sent, a line each."""

    made: Sequence[Issued]
    to_know: Sequence[str]


@dataclass(frozen=True)
class Preparing:
    """One issue while it is prepared; the fields are what its steps share."""

    profile: Profile
    case: Case
    what: Wanted
    as_of: date
    before: Mapping[str, tuple[int, str]]
    by: date | None

    def all(self, only: Collection[str]) -> Prepared:
        """What everybody gets. Raises UsageTrouble when the case record lacks something."""
        letter = self.what.letter
        if not self.case["reference"]["text"].strip():
            raise UsageTrouble(f"The case record has no reference yet. {self._mend('identity')}")
        reason = render.not_yet(self.profile, self.case, letter) if letter else ""
        if reason and reason not in render.NOBODY.values():
            raise UsageTrouble(f"'{self.what.title}' cannot be issued yet: {reason}")
        people = self._chosen(only)
        clock = Dues(self.profile, self.case, self.what.title, letter, self.what.forms, self.as_of,
                     self.by, self.before)
        dues = clock.of(people)
        gaps = Gaps(self.profile, self.case)
        enclosed = self._enclosed()
        copies = list(render.copies(self.profile, self.case, letter, state="")) if letter else []
        by_code = {one.context.get("recipient", {"code": ""})["code"]: one for one in copies}
        made = [self._one(to, dues[to.code], by_code.get(to.code) if to.code else
                          next(iter(copies), None), enclosed, gaps) for to in people]
        return Prepared(made, [
            *([] if only else self._left_out()), *self._undecided(),
            *filter(None, [clock.counted_from(dues)]), *gaps.lines(self.what.forms),
            *self._without_address(made), *self._by_hand()])

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
        chosen = [to for to in people if (to.code in only if only else not (
            self._replied(to.code) or self._sent(to.code)))]
        if not chosen:
            raise UsageTrouble(" ".join(self._left_out()) or (
                f"Everybody has answered '{self.what.title}'. To issue it all the same, name the "
                "codes with --to."))
        return chosen

    def _sent(self, code: str) -> bool:
        """Whether this recipient was sent it before. What a case has one of is made again."""
        return self.what.for_each != "case" and code in self.before

    def _left_out(self) -> list[str]:
        """Whom it was sent before, by day: nobody is sent the same again unless named."""
        days: dict[str, list[str]] = {}
        for to in self._people():
            if self._sent(to.code) and not self._replied(to.code):
                days.setdefault(self.before[to.code][1], []).append(to.code)
        return [f"'{self.what.title}' was already sent"
                + (f" on {in_words(date.fromisoformat(when))}" if when else "")
                + f" to {', '.join(some)} (say --to {some[0]} to send it again)."
                for when, some in sorted(days.items())]

    def _people(self) -> list[Recipient]:
        if self.what.for_each == "case":
            return [Recipient("", self.case["reference"], {})]
        found = (list(members(self.profile, self.case)) if self.what.for_each == "member"
                 else recipients(self.case, self.what.for_each))
        if not found:
            raise UsageTrouble(" ".join([
                "The case record lists nobody that this goes to.", *self._undecided(),
                self._mend(MEANS.get(self.what.for_each, ""))]))
        return found

    def _replied(self, code: str) -> bool:
        """Whether every form of it has come back from this recipient."""
        return bool(code and self.what.forms) and all(
            code in {one["recipient"]["code"] for one in self.case["forms"][form.id]["returns"]}
            for form in self.what.forms)

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

    # --- what a person must know -----------------------------------------------------------

    def _undecided(self) -> Iterator[str]:
        """The parents and carers of whom nobody has said whether to write to them."""
        people = self._section("people")
        asked = people.field(WRITE_TO) if people else None
        if self.what.for_each != "family" or people is None or asked is None:
            return
        for code in undecided(self.case):
            yield (f"{codes.safe(code, 'Somebody')}: the case record does not say whether to write "
                   f"to this person. Sheet '{people.sheet}', column '{asked.label}'.")

    def _without_address(self, made: Sequence[Issued]) -> Iterator[str]:
        """Whose draft is addressed to nobody. Families are mostly written to on paper."""
        lacking = [one.to for one in made if not one.address]
        if self.what.for_each == "case" and lacking:
            who = str(self.what.letter.letter.get("addressee", "")) if self.what.letter else ""
            yield f"To: is empty: type the address of {who or 'the recipient'}."
        elif self.what.for_each != "family" and lacking:
            yield f"To: is empty for {', '.join(lacking)}: no e-mail address in the case record."

    def _by_hand(self) -> list[str]:
        titles = to_attach(self.profile, self.what.letter)
        return [letters.by_hand_line(titles)] if titles else []

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
             enclosed: Sequence[Copy], gaps: Gaps) -> Issued:
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
                                 self._letter(self.what.letter, copy, due, gaps)))
            kept[f"{name}/{code}-{number + 1}.docx"] = attached[-1].data
        attached += enclosed
        address = self._address(to)
        mail = letters.about_issue(self.profile, self.case, address, self._said(to, due), attached,
                                   to_attach(self.profile, self.what.letter))
        found = day_of(due) if due["text"] else None
        return Issued(code, number + 1, before, found.isoformat() if found else due["text"],
                      due["text"], {**{one.name: one.data for one in attached}, **mail}, kept,
                      address)

    def _form(self, form: Form, to: Recipient, due: str) -> bytes:
        made = desk.filling(self.profile, self.case, form, to.code)
        return workbook.write(form, self.profile, replace(
            made, facts=desk.return_by(made.facts, due)))

    def _letter(self, kind: DocumentKind, copy: render.Copy, due: Mapping[str, Any],
                gaps: Gaps) -> bytes:
        head = {**copy.context["letter"], "due": dict(due)}
        return render.load_template(self.profile, kind).render(
            {**copy.context, "letter": head}, gaps.note)

    def _address(self, to: Recipient) -> str:
        """What goes to the To: of a draft: of the case record, or of the form that came in."""
        if to.row:
            return letters.addresses(to.row.get("contact_email", {}).get("text", ""))
        path = str(self.what.letter.letter.get("address", "")) if self.what.letter else ""
        found = map(letters.addresses, addresses_at(self.case, path) if path else ())
        return "; ".join(dict.fromkeys(filter(None, found)))

    def _said(self, to: Recipient, due: Mapping[str, Any]) -> dict[str, str]:
        """The words of the e-mail: those of the letter, or of every form without one."""
        form = self.what.forms[0].title if self.what.forms else self.what.title
        said = {"title": self.what.title, "form": form, "by": due["text"], "purpose": ""}
        if self.what.letter is not None:
            head = letterhead(self.profile, self.case, self.what.letter, to)
            asked = self.profile.reached(self.what.letter.letter["role"])
            return said | {"contact": asked} | {name: head[name]["text"] for name in (
                "purpose", "asks", "returns", "role", *EVERY_REQUEST)}
        said |= {name: self.profile.words.get(word, "") for name, word in DEFAULTS.items()}
        agency = self.what.for_each == "agency"
        said |= {name: self.profile.words.get(word, "") if agency else ""
                 for name, word in EVERY_REQUEST.items()}
        return said | {"role": self.profile.roles.get(self.profile.turn_to, self.profile.name)}

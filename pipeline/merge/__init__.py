"""Put everything together: submissions in, one `Case` out. It never chooses between two answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pipeline.codes import in_turn
from pipeline.dates import in_words
from pipeline.deadlines import clock, days_of, warnings, with_returns
from pipeline.letterhead import requested
from pipeline.merge.agencies import NOBODY_ASKED, Asked, Replies, agencies_of
from pipeline.merge.collated import chronology, collated
from pipeline.merge.held import overlay, own_defaults
from pipeline.merge.people import children_of, disagreements, people_of
from pipeline.merge.returns import Counted, count, mended, return_json, senders, together
from pipeline.merge.values import Json, as_json, where_json, words
from pipeline.model import Answer, Case, Form, Problem, Profile, Submission, wanted
from pipeline.steps import steps

NOTHING_SENT: Mapping[str, str] = {}
SEVERITIES = ("error", "warning", "note")


def merge(profile: Profile, submissions: Sequence[Submission], as_of: date,
          found: Sequence[Problem] = (),
          asked: Mapping[str, Asked] = NOBODY_ASKED,
          sent: Mapping[str, str] = NOTHING_SENT,
          diary: Sequence[Mapping[str, Any]] = ()) -> tuple[Case, list[Problem]]:
    """The case as plain JSON values, and the problems that only show when all is put together.

    `found` are the problems known so far: they are part of the case, since documents print them.
    `asked` says when agencies were asked and when they are to answer, by code, as the diary has it;
    `sent` has the key dates on which something was issued, for those the case record lacks;
    `diary` is all that it says, for the steps that lead to publication.
    """
    case, problems = _Merge(profile, submissions, as_of, asked, sent).case(list(found))
    return {**case, "publication_steps": [
        one.as_json() for one in steps(profile, case, diary, as_of)]}, problems


def replaced(profile: Profile, submissions: Sequence[Submission]) -> frozenset[str]:
    """The files of the returns that a later one replaces."""
    return frozenset(one.file for form in profile.forms.values() for one in count(
        form, [s for s in submissions if s.form == form.id]).replaced)


class _Merge:
    """One merge; the fields are what its steps share."""

    def __init__(self, profile: Profile, submissions: Sequence[Submission], as_of: date,
                 asked: Mapping[str, Asked], sent: Mapping[str, str]) -> None:
        self.profile, self.as_of, self.submissions = profile, as_of, submissions
        self.asked = asked
        self.problems: list[Problem] = []
        record_form = profile.form_meaning("case_record")
        assert record_form is not None
        self.record_form = record_form
        self.counted: dict[str, Counted] = {}
        self.flat: dict[str, Mapping[str, Answer]] = {}
        for form in profile.forms.values():
            own = [s for s in submissions if s.form == form.id]
            self.counted[form.id] = count(form, own)
            self.problems += self.counted[form.id].problems
        self.record = self._flat(record_form)
        self.children = self._children()
        issued = {path: Answer(in_words(date.fromisoformat(day)), day)
                  for path, day in sent.items()}
        self.deadlines = clock(profile, self.record_form, {**issued, **self.record}, as_of)
        self._complete({**issued, **self.record})
        self.directory = self._directory()
        self._hold()

    def known(self, form: str) -> Mapping[str, Answer]:
        """The flat answers of a form, of the case record ('case') or of the clock ('deadlines')."""
        if form == "deadlines":
            return {name: Answer(row["date"]["text"]) for name, row in self.deadlines.items()}
        return self.flat.get(self.record_form.id if form == "case" else form, {})

    def _flat(self, form: Form) -> Mapping[str, Answer]:
        self.flat[form.id] = together(form, self.counted[form.id].active)
        return self.flat[form.id]

    def _complete(self, known: Mapping[str, Answer]) -> None:
        """Put into empty boxes of the case record what is known from elsewhere."""
        counted = self.counted[self.record_form.id]
        more = own_defaults(self.record_form, known, self.deadlines)
        if counted.active and more:
            first, *others = counted.active
            first = replace(first, answers={**first.answers, **more})
            self.counted[self.record_form.id] = replace(counted, active=(first, *others))
            self.record = self._flat(self.record_form)

    def _children(self) -> list[str]:
        section = self.record_form.meaning("subject_children")
        codes = {path.split("/")[1] for path in self.record
                 if section and path.startswith(f"{section.id}/")}
        return sorted(codes, key=in_turn)

    def _directory(self) -> dict[str, Json]:
        """The name of everybody who may send us something, by code."""
        names: dict[str, Json] = {}
        for section in self.record_form.sections:
            ids = {f.id for f in section.fields}
            if section.kind != "table" or not {"code", "name"} <= ids:
                continue
            for row in sorted({p.split("/")[1] for p in self.record
                               if p.startswith(f"{section.id}/")}, key=int):
                code = self.record.get(f"{section.id}/{row}/code", Answer("")).text.strip()
                bits = [as_json(self.record[path]) for name in ("name", "service")
                        if (path := f"{section.id}/{row}/{name}") in self.record]
                text = ", ".join(bit["text"] for bit in bits)
                if code:
                    names.setdefault(code, words(text, *bits))
        return names

    def _hold(self) -> None:
        """Put the Business Unit's own words where an agency's form repeats them."""
        for form in self.profile.forms.values():
            if form is self.record_form:
                continue
            counted = self.counted[form.id]
            active = []
            for one in counted.active:
                answers, problems = overlay(form, one, self.known, self.children)
                active.append(replace(one, answers=answers))
                self.problems += problems
            self.counted[form.id] = replace(counted, active=tuple(active))
            self._flat(form)

    def recipient(self, code: str) -> Json:
        """The sender of a return as the templates know it."""
        return {"code": code, "name": self.directory.get(code, words(code or "Business Unit"))}

    def case(self, found: list[Problem]) -> tuple[Case, list[Problem]]:
        """The whole case."""
        forms = {form.id: self._form(form) for form in self.profile.forms.values()}
        record = forms[self.record_form.id]["merged"]["sections"]
        main = self.profile.form_meaning("agency_return")
        returns = forms[main.id]["by_sender"] if main else []
        replies = Replies(main, requested(self.profile),
                          {name: made["by_sender"] for name, made in forms.items()},
                          mended(main, self.counted[main.id]) if main else {})
        agencies = agencies_of(self.record_form, record, replies, self.as_of, self.asked)
        self.problems += agencies.problems
        with_returns(self.profile, self.deadlines, agencies.rows)
        collations = {form.id: collated(form, forms[form.id]["by_sender"])
                      for form in self.profile.forms.values() if form.for_each != "case"}
        children = children_of(self.record_form, record, main, returns)
        differ, more = disagreements(self.profile, self.record_form, record, forms, children)
        self.problems += more
        identity = self.record_form.meaning("identity")
        reference = record[identity.id]["reference"] if identity else words("")
        problems = sorted([*found, *self.problems], key=_reading_order)
        whose = self._whose()
        case: Case = {
            "as_of": self.as_of.isoformat(),
            "as_of_words": in_words(self.as_of),
            "profile": {
                "id": self.profile.id, "name": self.profile.name,
                "words": dict(self.profile.words), "roles": dict(self.profile.roles),
                "switches": dict(self.profile.switches), "marking": self.profile.marking,
                "notes": list(self.profile.notes)},
            "reference": reference,
            "case": record,
            "children": children,
            "people": people_of(self.record_form, record, main, returns),
            "agencies": agencies.rows,
            "forms": forms,
            "collated": collations,
            "chronology": chronology(self.profile.forms.values(), forms),
            "disagreements": differ,
            "deadlines": self.deadlines,
            "clock_convention": days_of(self.profile).convention,
            "clock_warnings": warnings(self.deadlines),
            "next_steps": self._next_steps(forms, agencies.rows, "title"),
            "to_do": self._next_steps(forms, agencies.rows, "code"),
            "problems": [_problem_json(one, whose, self._sender(one)) for one in problems
                         if one.severity != "note"],
            "sources": self._sources(),
            "lists": dict(self.profile.lists),
        }
        return case, self.problems

    def _form(self, form: Form) -> Json:
        active = self.counted[form.id].active
        by: dict[str, list[Submission]] = {}
        for one in active:
            by.setdefault(one.recipient, []).append(one)
        def made(some: Sequence[Submission], code: str) -> Json:
            return return_json(form, some, self.recipient(code), self.children)
        return {
            "id": form.id, "title": form.title, "version": form.version,
            "returns": [made([one], one.recipient) for one in active],
            "by_sender": [made(some, some[0].recipient) for some in senders(active)],
            "by_recipient": [made(some, code) for code, some in sorted(
                by.items(), key=lambda pair: in_turn(pair[0]))],
            "merged": made(active, active[0].recipient if active else ""),
        }

    def _next_steps(self, forms: Mapping[str, Json], agencies: Sequence[Json],
                    name: str) -> list[str]:
        """What a Business Manager would do next, most pressing first.

        Agencies stand there by `name`: their title in a document, their code on a screen.
        """
        if not self.record:
            return [f"Fill in the workbook '{self.record_form.title}' and save it in the case "
                    "folder."]
        steps = []
        asked = [a for a in agencies if a["asked"]]
        if not asked:
            steps.append("List the agencies to ask in the case record, with the date each was "
                         "asked.")
        waiting = [a for a in asked if not a["returned"]]
        if waiting:
            names = "; ".join(a[name]["text"] for a in waiting)
            steps.append(f"Send or chase the forms of those who have not replied: {names}.")
        partly = [a for a in asked if a["returned"] and a["lacks"]]
        if partly:
            names = "; ".join(f"{a[name]['text']} ({', '.join(one['title'] for one in a['lacks'])})"
                              for a in partly)
            steps.append(f"Chase the other form of those who have returned one: {names}.")
        for form in self.profile.forms.values():
            ours = form.filled_by in ("business_unit", "chair") and form is not self.record_form
            if ours and not forms[form.id]["merged"]["there"] and wanted(form.only_when, forms):
                steps.append(f"Fill in '{form.title}': copy {form.id}.xlsx from 'to-fill' into "
                             "the case folder and write in the copy.")
                break
        return steps

    def _whose(self) -> dict[str, str]:
        """By the id of a file, whose return it is: readers do not know our ids."""
        return {s.file: self.directory[s.recipient]["text"] if s.recipient in self.directory
                else self.profile.forms[s.form].title for s in self.submissions}

    def _sender(self, one: Problem) -> str:
        """Who sent the file a problem is about, where nothing else in the file says it."""
        return self.directory[one.sender]["text"] if one.sender in self.directory else ""

    def _sources(self) -> list[Json]:
        rows = []
        for form in self.profile.forms.values():
            counted = self.counted[form.id]
            for status, some in (("used", counted.active), ("replaced", counted.replaced)):
                for one in some:
                    rows.append({
                        "id": f"{one.recipient or form.id}-{one.number}", "file": one.file,
                        "form": form.title, "form_id": form.id, "number": one.number,
                        "recipient": self.recipient(one.recipient), "kind": one.kind,
                        "fingerprint": one.fingerprint, "status": status,
                        "replaced_by": counted.by.get(one.file, "")})
        order = list(self.profile.forms)
        return sorted(rows, key=lambda row: (
            order.index(row["form_id"]), in_turn(row["recipient"]["code"]), row["number"],
            row["file"]))


def _reading_order(one: Problem) -> tuple[Any, ...]:
    """The gravest first, then by sender and place. In what order files came in has no say."""
    row = "".join(letter for letter in one.where.spot if letter.isdigit())
    return (SEVERITIES.index(one.severity), one.sender == "", in_turn(one.sender), one.where.part,
            int(row or 0), one.where.spot, one.code, one.quote, one.where.file)


def _problem_json(one: Problem, whose: Mapping[str, str], sender: str) -> Json:
    """A problem as the documents print it: its quote carries the place it came from."""
    file = f"{sender} ({one.where.file})" if sender and one.where.file else one.where.file
    where = replace(one.where, file=whose.get(one.where.file, file))
    quote = {"text": one.quote, "value": one.quote, "missing": "",
             "refs": [where_json(one.where)] if one.quote else []}
    return {"code": one.code, "severity": one.severity, "message": one.message, "fix": one.fix,
            "where": str(where), "file": one.where.file, "sender": one.sender, "quote": quote}

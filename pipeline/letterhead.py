"""What a letter knows: whom it is for, what it asks, by when, and how to answer it.

A document with `[documents.letter]` is a letter. Its words are the profile's; the names, the dates
and the reference are the case's, each with the place it stood in.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.dates import read_when, with_weekday
from pipeline.model import Case, DocumentKind, Form, Profile

Json = dict[str, Any]
FAMILY = ("Parent", "Carer")
"""Who of the family is written to: what stands under 'Who this is' in the case record.

Only those for whom it says Yes under `write_to`: where it says nothing, somebody may have died."""

WRITE_TO = "write_to"

NO_DAY = "a day that is not set yet"
NOT_RECORDED = "Not recorded"
EVERY_REQUEST = {"secure_records": "secure_records", "nil_return": "nil_return_option"}
"""What every letter that asks agencies for records says, with the profile's word that says it."""

NOBODY = {
    "agency": "The case record lists no agency that is asked.",
    "family": "The case record names no parent or carer to write to.",
}


@dataclass(frozen=True)
class Recipient:
    """Somebody a document is made for: a code, a name, and the row of the case record."""

    code: str
    name: Json
    row: Mapping[str, Any]

    def as_json(self) -> Json:
        """As templates know it."""
        return {"code": self.code, "name": self.name}


def recipients(case: Case, for_each: str) -> list[Recipient]:
    """Each agency that is asked, or each parent and carer, in the order of the case record.

    A code that stands there twice is told apart by a number, so that nobody is left out.
    """
    found = list(_agencies(case) if for_each == "agency" else _family(case))
    seen: Counter[str] = Counter()
    made = []
    for one in found:
        seen[one.code] += 1
        code = one.code if seen[one.code] == 1 else f"{one.code}-{seen[one.code]}"
        made.append(Recipient(code, one.name, one.row))
    return made


def _agencies(case: Case) -> Iterator[Recipient]:
    for row in case["agencies"]:
        if row["asked"]:
            yield Recipient(row["code"]["text"].strip(), row["title"], row)


def _family(case: Case) -> Iterator[Recipient]:
    for row in _close(case):
        if row.get(WRITE_TO, {}).get("value") == "Yes":
            yield Recipient(row["code"]["text"].strip(), row["name"], row)


def _close(case: Case) -> Iterator[Mapping[str, Any]]:
    """The parents and carers of the case record."""
    for row in case["people"]:
        if row.get("kind", {}).get("value") in FAMILY and not row.get("named_by"):
            yield row


def members(profile: Profile, case: Case) -> Iterator[Recipient]:
    """Everybody of the case record with a code who is neither an agency nor of the family."""
    record = profile.form_meaning("case_record")
    for section in record.sections if record else ():
        if section.kind == "table" and not section.means and {"code", "name"} <= {
                asked.id for asked in section.fields}:
            for row in case["case"][section.id]["rows"]:
                yield Recipient(row["code"]["text"].strip(), row["name"], row)


def undecided(case: Case) -> list[str]:
    """The codes of the parents and carers of whom nobody said whether to write to them."""
    return [row["code"]["text"].strip() for row in _close(case)
            if row.get(WRITE_TO, {}).get("value") not in ("Yes", "No")]


def deciding(case: Case, for_each: str) -> list[Json]:
    """The answers of the case record that decide who is a recipient, and who is not."""
    rows, names = (case["agencies"], ("omitted_because",)) if for_each == "agency" else (
        case["people"], ("kind", WRITE_TO))
    return [row[name] for row in rows for name in names if name in row]


def letterhead(profile: Profile, case: Case, kind: DocumentKind,
               to: Recipient | None = None) -> dict[str, Json]:
    """What the template of a letter knows as `letter`, each an answer with its places."""
    said = kind.letter
    due = due_of(profile, case, kind, to)
    return {
        "reference": case["reference"], "date": _ours(case["as_of_words"]),
        "to": to.name if to else _ours(said.get("addressee", "")),
        "subject": _ours(kind.title), "purpose": _ours(said.get("purpose", "")),
        "asks": _ours(said.get("asks", "")), "due": due,
        "returns": _ours(said.get("returns", "")),
        "contact": _ours(profile.contact(said.get("role", ""))),
        "role": _ours(profile.roles.get(said.get("role", ""), profile.name)),
        **{name: _ours(profile.words.get(word, "") if said.get(name) else "")
           for name, word in EVERY_REQUEST.items()},
    }


def due_of(profile: Profile, case: Case, kind: DocumentKind, to: Recipient | None = None) -> Json:
    """The day a letter asks something by, with its weekday; what is missing says that it is.

    With the form that agencies return, the day in the agency's own row of the case record wins.
    """
    returned = any(form.means == "agency_return" for form in forms_of(profile, kind))
    if to is not None and returned and to.row.get("return_due", {}).get("text", "").strip():
        return _day(to.row["return_due"])
    return _day(looked_up(case, kind.letter.get("due", "")))


def forms_of(profile: Profile, kind: DocumentKind) -> list[Form]:
    """The forms that go with a letter, in the order in which it names them."""
    named = kind.letter.get("form", ())
    return [profile.forms[name] for name in ([named] if isinstance(named, str) else named)
            if name in profile.forms]


def letter_with(profile: Profile, form: Form) -> DocumentKind | None:
    """The letter that goes with a form, or None."""
    return next((kind for kind in profile.documents
                 if kind.letter and form in forms_of(profile, kind)), None)


def requested(profile: Profile) -> list[Form]:
    """The forms that every agency is asked for at once: its return, and what goes with it."""
    form = profile.form_meaning("agency_return")
    letter = letter_with(profile, form) if form else None
    together = [one for one in forms_of(profile, letter) if one.for_each == "agency"] if (
        letter) else []
    return together or ([form] if form else [])


def looked_up(case: Case, path: str) -> Json:
    """The answer that a path names: `deadlines.agency_return`, `case.review.period_to`."""
    where, *names = path.split(".")
    found: Any = case.get(where)
    for name in (*names, "date") if where == "deadlines" else names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) and "text" in found else _ours("")


def addresses_at(case: Case, path: str) -> list[str]:
    """What stands where a letter finds its addressee's e-mail: `referral.referrer.email`."""
    form, _, rest = path.partition(".")
    section, _, name = rest.partition(".")
    held = case["forms"][form]["merged"]["sections"][section] if path else {}
    return [row[name]["text"] for row in held.get("rows", [held]) if name in row]


def to_attach(profile: Profile, kind: DocumentKind | None) -> list[str]:
    """The titles of what a person must attach to a letter by hand, once it has been cleared."""
    titles = {one.id: one.title for one in profile.documents}
    return [titles.get(name, name) for name in (kind.letter.get("attach", ()) if kind else ())]


def key_date(profile: Profile, name: str) -> str:
    """The path in the case record of the key date with this name, or ''.

    Letters and packs name one under `starts_clock`: it is the day they were issued or sealed.
    """
    record = profile.form_meaning("case_record")
    section = record.meaning("key_dates") if record else None
    asked = section.field(name) if section else None
    return f"{section.id}/{asked.id}" if section is not None and asked is not None else ""


def day(one: date) -> Json:
    """A day that somebody set, as an answer with its weekday."""
    return {**_ours(with_weekday(one)), "value": one.isoformat()}


def day_of(answer: Mapping[str, Any]) -> date | None:
    """The day that an answer names, or None: its value where that is one, else its words."""
    value = str(answer.get("value", ""))
    return read_when(value).last or read_when(answer["text"]).last


def _day(answer: Json) -> Json:
    found = day_of(answer) if answer["text"].strip() else None
    text = with_weekday(found) if found else answer["text"]
    return {**answer, "text": text, "missing": NO_DAY}


def _ours(text: str) -> Json:
    """Words of our own as an answer: it stood nowhere."""
    return {"text": text, "value": text, "missing": NOT_RECORDED, "refs": []}


def wrong(profile: Profile) -> Iterator[str]:
    """What is wrong with the definitions of the letters, each with its key."""
    for kind in profile.documents:
        if kind.letter:
            for what in _wrong(profile, kind, kind.letter):
                yield f"documents.{kind.id}: {what}"


def _wrong(profile: Profile, kind: DocumentKind, said: Mapping[str, Any]) -> Iterator[str]:
    if said.get("starts_clock") and not key_date(profile, said["starts_clock"]):
        yield f"`starts_clock`: the case record has no key date '{said['starts_clock']}'"
    guides = {one.id for one in profile.documents if one.guidance}
    for name in said.get("encloses", ()):
        if name not in guides:
            yield f"`encloses`: there is no guidance document '{name}'"
    documents = {one.id for one in profile.documents} - guides
    for name in said.get("attach", ()):
        if name.isidentifier() and name not in documents:
            yield f"`attach`: there is no document '{name}' of the case"
    if said.get("address") and not _asks_address(profile, said["address"].split(".")):
        yield f"`address`: no form asks an e-mail address at '{said['address']}'"
    if said["to"] == "family" and not _asks_whom(profile):
        yield f"the case record does not ask `{WRITE_TO}`, so it would go to nobody"
    if kind.for_each == "case" and not said.get("addressee"):
        yield "say under `addressee` whom it is for"
    if kind.for_each != "case" and kind.for_each != said["to"]:
        yield f"it is made for each {kind.for_each}, but `to` is {said['to']}"
    if kind.for_each != "case" and kind.form:
        yield "the form that goes with it stands under [documents.letter]"
    if said["to"] == "agency" and said.get("asks_for_records", True):
        for name, word in EVERY_REQUEST.items():
            if not said.get(name):
                yield (f"`{name}` is not set: a letter that asks agencies for records says it; one "
                       "that asks for none says `asks_for_records = false`")
            elif not profile.words.get(word):
                yield f"there is no word '{word}' under [words] or in the national texts"
    yield from _due_wrong(profile, said.get("due", "").split("."))


def _asks_address(profile: Profile, path: Sequence[str]) -> bool:
    form = profile.forms.get(path[0])
    section = form.section(path[1]) if form and len(path) == 3 else None
    asked = section.field(path[2]) if section and not section.per else None
    return asked is not None and asked.type == "email"


def _asks_whom(profile: Profile) -> bool:
    record = profile.form_meaning("case_record")
    people = record.meaning("people") if record else None
    return people is not None and people.field(WRITE_TO) is not None


def _due_wrong(profile: Profile, path: Sequence[str]) -> Iterator[str]:
    record = profile.form_meaning("case_record")
    if path == [""]:
        return
    if path[0] == "deadlines" and len(path) == 2:
        if path[1] not in {rule["id"] for rule in profile.deadlines}:
            yield f"`due`: there is no deadline '{path[1]}'"
    elif path[0] != "case" or len(path) != 3 or record is None:
        yield "`due` is a deadline, or case.<section>.<question>"
    else:
        section = record.section(path[1])
        if section is None or section.field(path[2]) is None:
            yield f"`due`: the case record has no question '{path[1]}.{path[2]}'"

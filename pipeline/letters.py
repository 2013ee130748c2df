"""The e-mails that go with what we send: a form, questions, a second try, a chaser, an escalation.

Their words are the partnership's own: templates/profiles/<partnership>/letters/*.txt, the subject
on the first line. Nothing is sent: each is a draft to open in a mail program, and the same as text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import Template

from pipeline.dates import read_when, with_weekday
from pipeline.deadlines import add_working_days, days_of
from pipeline.doors.mail import write_draft
from pipeline.errors import DefinitionTrouble
from pipeline.letterhead import EVERY_REQUEST
from pipeline.model import Case, Profile, Question
from pipeline.prose import MAIL_ADDRESS

FOLDER, SUBJECT = "letters", "Subject: "
MOST_WORDS = 150
LONG_DAY = "Wednesday 30 September 2026"
EVERYWHERE = ("case", "by", "form", "role", "contact", "partnership")
LETTERS: Mapping[str, tuple[str, ...]] = {
    "issue": (*EVERYWHERE, "title", "purpose", "asks", "returns", "secure_records",
              "nil_return"),
    "questions": (*EVERYWHERE, "questions", "lines"),
    "again": (*EVERYWHERE, "lines"),
    "chaser": (*EVERYWHERE, "due"),
    "escalation": (*EVERYWHERE, "due", "agency"),
}
"""The words each letter may name with a dollar sign."""
NEEDED = {"questions": ("lines",), "again": ("lines",), "issue": (
    "asks", "by", "returns", "secure_records", "nil_return")}
BY = " by $by"
"""Left out of the e-mail with something that nobody has to do by a day."""
LINE = "{number}. {place}: we found {read}. {need}"
MORE = "And {count} more, listed on the first sheet of the form."
SUBMITTED = "submitted_to_panel"
"""The key date from which on no agency is chased any more: what they would add comes too late."""
Files = dict[str, bytes]


@dataclass(frozen=True)
class Copy:
    """A form to attach: its file's name, its title, and the questions about it."""

    name: str
    title: str
    data: bytes
    questions: Sequence[Question] = ()


@dataclass(frozen=True)
class Silent:
    """An agency that has not replied: when its reply was due, whom to ask, and who leads it."""

    title: str
    due: date
    contact: str
    lead: str


@dataclass(frozen=True)
class _Words:
    """A letter of a partnership: its subject and its words, with dollar signs still in them."""

    subject: str
    body: str


def check(profile: Profile) -> list[str]:
    """What is wrong with the letters of a partnership, each with its file."""
    found = []
    for name in LETTERS:
        try:
            words = _load(profile, name)
        except DefinitionTrouble as why:
            found.append(str(why))
            continue
        count = len(words.body.split())
        if count > MOST_WORDS:
            found.append(f"{name}.txt: its {count} words are more than {MOST_WORDS}.")
    return [*found, *_too_long(profile)]


def _load(profile: Profile, name: str) -> _Words:
    """A letter's words. Raises DefinitionTrouble when it is missing or names what there is not."""
    path = profile.folder / FOLDER / f"{name}.txt"
    try:
        text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        raise DefinitionTrouble(f"{FOLDER}/{path.name} is missing or cannot be read.") from None
    first, _, body = text.partition("\n")
    template = Template(text)
    if not first.startswith(SUBJECT) or "case" not in Template(first).get_identifiers():
        raise DefinitionTrouble(f"{path.name}: its first line must begin with '{SUBJECT}' and name "
                                "$case.")
    if not template.is_valid():
        raise DefinitionTrouble(f"{path.name}: a dollar sign stands before no word. Write $$ for "
                                "a dollar.")
    named = template.get_identifiers()
    for word in named:
        if word not in LETTERS[name]:
            known = ", ".join(f"${one}" for one in LETTERS[name])
            raise DefinitionTrouble(f"{path.name}: there is no word '${word}'. There are: {known}.")
    for word in NEEDED.get(name, ()):
        if word not in named:
            raise DefinitionTrouble(f"{path.name}: it must say ${word}.")
    return _Words(first.removeprefix(SUBJECT), body)


def mend_by(profile: Profile, as_of: date) -> date:
    """The day by which a sender is asked to mend a return."""
    return add_working_days(as_of, profile.replies["mend_working_days"], days_of(profile))


def about_questions(profile: Profile, case: Case, as_of: date, to: str,
                    copies: Sequence[Copy]) -> Files:
    """The e-mail that goes with marked-up forms: one, however many forms there are."""
    words = _load(profile, "questions")
    count = sum(len(copy.questions) for copy in copies)
    named = {**_everywhere(profile, case, mend_by(profile, as_of)),
             "form": _and(list(dict.fromkeys(copy.title for copy in copies))),
             "questions": f"{count} {'question' if count == 1 else 'questions'}"}
    lines = _lines(copies)
    for shown in range(len(lines), -1, -1):
        left = count - sum(1 for line, asks in lines[:shown] if asks)
        said = [line for line, _ in lines[:shown]] + ([MORE.format(count=left)] if left else [])
        # A title stands over no line at the end.
        if shown and left and not lines[shown - 1][1]:
            continue
        body = _fill(words.body, named | {"lines": "\n".join(said)})
        if len(body.split()) <= MOST_WORDS or not shown:
            break
    return _draft("questions", to, _fill(words.subject, named), body, copies)


def _lines(copies: Sequence[Copy]) -> list[tuple[str, bool]]:
    """The numbered lines, with the title of each form above its own where there are several."""
    made = []
    for copy in copies:
        if len(copies) > 1:
            made.append((f"{copy.title} ({copy.name}):", False))
        made += [(LINE.format(number=number, place=one.place, read=one.brief, need=one.need), True)
                 for number, one in enumerate(copy.questions, 1)]
    return made


def silent(profile: Profile, case: Case, as_of: date) -> dict[str, Silent]:
    """Who was asked and has not sent all of it, though it is due by now or very soon, by code.

    Nobody, once the Rapid Review has been submitted.
    """
    if _submitted(profile, case, as_of):
        return {}
    near = profile.replies["chase_working_days"]
    found = {}
    for row in case["agencies"]:
        due = read_when(row["due"]["text"]).last
        code = row["code"]["text"].strip()
        if row["lacks"] and due and code \
                and as_of >= add_working_days(due, -near, days_of(profile)):
            found[code] = Silent(row["title"]["text"], due, _address(row, "contact_email"),
                                 _address(row, "escalation_email"))
    return found


def _submitted(profile: Profile, case: Case, as_of: date) -> bool:
    record = profile.form_meaning("case_record")
    section = record.meaning("key_dates") if record else None
    said = case["case"][section.id].get(SUBMITTED) if section else None
    if said is None or not said["text"].strip():
        return False
    day = read_when(said["text"]).last
    return day is None or day <= as_of  # a day to come is a plan


def address_of(case: Case, code: str) -> str:
    """The e-mail address of the contact of an agency, '' when the case record has none."""
    return next((_address(row, "contact_email") for row in case["agencies"]
                 if row["code"]["text"].strip() == code), "")


def _address(row: Mapping[str, Mapping[str, str]], name: str) -> str:
    return addresses(row[name]["text"]) if name in row else ""


def addresses(words: str) -> str:
    """The e-mail addresses in a cell, one or several with ; or , between; '' for other words."""
    found = [one.strip() for one in re.split("[;,]", words) if one.strip()]
    return "; ".join(found) if all(map(MAIL_ADDRESS.fullmatch, found)) else ""


def about_silence(profile: Profile, case: Case, as_of: date, one: Silent,
                  forms: Sequence[Copy], escalate: bool = True) -> Files:
    """The chaser for an agency that has not replied, and the escalation once it is long overdue.

    It names and brings each form that is missing.
    """
    words = _load(profile, "chaser")
    by = one.due if one.due >= as_of else add_working_days(
        as_of, profile.replies["chase_working_days"], days_of(profile))
    named = {**_everywhere(profile, case, by), "form": _missing(forms),
             "due": _due(one.due, as_of)}
    made = _draft("chaser", one.contact, _fill(words.subject, named), _fill(words.body, named),
                  forms)
    late = add_working_days(one.due, profile.replies["escalate_working_days"], days_of(profile))
    if as_of >= late and escalate:
        words = _load(profile, "escalation")
        named["agency"] = one.title
        made |= _draft("escalation", one.lead, _fill(words.subject, named),
                       _fill(words.body, named), [])
    return made


def about_unread(profile: Profile, case: Case, as_of: date, code: str, reasons: Sequence[str],
                 forms: Sequence[Copy]) -> Files:
    """The e-mail to an agency that sent something which gave us nothing: why, and what to do."""
    words = _load(profile, "again")
    lines = reasons if len(reasons) == 1 else [
        f"{number}. {reason}" for number, reason in enumerate(reasons, 1)]
    named = {**_everywhere(profile, case, mend_by(profile, as_of)), "form": _missing(forms),
             "lines": "\n".join(lines)}
    return _draft("again", address_of(case, code), _fill(words.subject, named),
                  _fill(words.body, named), forms)


def about_issue(profile: Profile, case: Case, to: str, said: Mapping[str, str],
                copies: Sequence[Copy], by_hand: Sequence[str] = ()) -> Files:
    """The e-mail with a form, its letter, or both. `said` are the words of its own.

    `by_hand` are titles of what a person must attach: the last line of the draft says so.
    """
    words = _load(profile, "issue")
    named = {"case": case["reference"]["text"], "partnership": profile.name,
             "contact": profile.reached(profile.turn_to), **said}
    body = "\n\n".join([_issued(words, named), *(map(by_hand_line, [by_hand] if by_hand else []))])
    return _draft("issue", to, _fill(words.subject, named), body, copies)


def by_hand_line(titles: Sequence[str]) -> str:
    """What a person must attach to a draft: no document of a case goes out before it is cleared."""
    return f"Attach by hand, once cleared: {_and(titles)}"


def _issued(words: _Words, named: Mapping[str, str]) -> str:
    """The words of that e-mail, without the paragraphs of which nothing is left.

    Those are the instructions for agencies in an e-mail to anybody else.
    """
    body = words.body if named["by"] else words.body.replace(BY, "")
    return re.sub(r"\n{3,}", "\n\n", _fill(body, named))


def _too_long(profile: Profile) -> Iterator[str]:
    """The letters whose e-mail is too long with the words they bring."""
    try:
        words = _load(profile, "issue")
    except DefinitionTrouble:
        return
    for kind in profile.documents:
        if kind.letter:
            said = {name: str(kind.letter.get(name, "")) for name in ("purpose", "asks", "returns")}
            said |= {name: profile.words.get(word, "") if kind.letter.get(name) else ""
                     for name, word in EVERY_REQUEST.items()}
            due = LONG_DAY if kind.letter.get("due") else ""
            count = len(_issued(words, {"case": "", "form": "", "title": "", "by": due, **said,
                                        "role": profile.roles.get(kind.letter["role"], ""),
                                        "contact": profile.roles.get(kind.letter["role"], ""),
                                        "partnership": profile.name}).split())
            if count > MOST_WORDS:
                yield (f"documents.{kind.id}: its e-mail (issue.txt) has {count} words, more than "
                       f"{MOST_WORDS}: shorten purpose, asks or returns.")


def _due(due: date, as_of: date) -> str:
    day = with_weekday(due)
    return f"was due on {day}" if due < as_of else (
        f"is due today, {day}" if due == as_of else f"is due on {day}")


def _everywhere(profile: Profile, case: Case, by: date) -> dict[str, str]:
    return {"case": case["reference"]["text"] or "Rapid Review", "by": with_weekday(by),
            "role": profile.roles.get(profile.turn_to, profile.name),
            "contact": profile.reached(profile.turn_to), "partnership": profile.name}


def _fill(words: str, named: Mapping[str, str]) -> str:
    return Template(words).substitute(named).strip()


def _missing(forms: Sequence[Copy]) -> str:
    """What an agency is to send: a form by its title; several together are its return."""
    titles = [form.title for form in forms]
    return titles[0] if len(titles) == 1 else f"return ({_and(titles)})"


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _draft(name: str, to: str, subject: str, body: str, copies: Sequence[Copy]) -> Files:
    """A letter as a draft for Outlook, and as text to copy into any other program."""
    subject = " ".join(subject.split())
    attached = [(copy.name, copy.data) for copy in copies]
    names = ", ".join(copy.name for copy in copies)
    head = [f"To: {to}" if to else "To:", f"Subject: {subject}"]
    head += [f"Attach: {names}"] if names else []
    text = "\n".join([*head, "", body, ""])
    return {f"{name}.eml": write_draft(to, subject, body, attached),
            f"{name}.txt": text.replace("\n", "\r\n").encode("utf-8")}

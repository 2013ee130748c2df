"""Notices of what is published: an unsent e-mail for each list of the partnership's plan.

Their words stand in templates/profiles/<partnership>/letters/<document>.txt, the subject on the
first line. Nothing is sent: each is a draft to open in a mail program.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Template
from typing import Any

from pipeline import codes
from pipeline.catalogue import problem
from pipeline.dates import with_weekday
from pipeline.doors.mail import write_draft
from pipeline.errors import DefinitionTrouble
from pipeline.model import Case, DocumentKind, Form, Problem, Profile, Section, Where
from pipeline.prose import MAIL_ADDRESS
from pipeline.published import Lacking, is_draft, kept_until, published_on

FOLDER, SUBJECT = "letters", "Subject: "
MOST_WORDS = 150
KNOWN = ("case", "to", "words", "on", "until", "link", "contact", "role", "partnership", "state")
NEEDED = ("on", "link")
PLAIN = re.compile(r"[a-z0-9_]*")
DECISION, WEBSITE = "publication_decision", "website"


@dataclass(frozen=True)
class _Known:
    """What every notice of a case says, and what is still missing."""

    words: Mapping[str, str]
    problems: tuple[Problem, ...]


def make(profile: Profile, case: Case, kind: DocumentKind, state: str) -> dict[str, bytes]:
    """The drafts by their path: one for each entry of the document's list, or one.

    Raises DefinitionTrouble when their words are wrong, and `published.Lacking`, with its problems,
    when the day or the place of publication is not known.
    """
    subject, body = _load(profile, kind)
    known = _known(profile, case, kind, state)
    if known.problems and not is_draft(state):
        raise Lacking(kind.title, known.problems)
    made = {}
    for entry in profile.lists.get(kind.entries, ()) if kind.entries else ({},):
        words = {**known.words, "to": str(entry.get("label", "")),
                 "words": str(entry.get("words", ""))}
        code = _code(str(entry.get("id", "")), kind)
        place = f"{kind.id}/{code}" if code else kind.id
        made[f"{kind.folder}/{place}.{kind.format}"] = write_draft(
            _address(profile, entry), Template(subject).substitute(words),
            _without_gaps(Template(body).substitute(words)))
    return made


def lint(profile: Profile, kind: DocumentKind) -> Iterator[str]:
    """Everything wrong with the words of a notice, and with its list."""
    try:
        _, body = _load(profile, kind)
        own = "words" in Template(body).get_identifiers()
    except DefinitionTrouble as why:
        yield str(why)
        return
    count = len(body.split())
    if count > MOST_WORDS:
        yield f"{FOLDER}/{kind.id}.txt: its {count} words are more than {MOST_WORDS}."
    for entry in profile.lists.get(kind.entries, ()):
        role = entry.get("role", "")
        if role and role not in profile.roles:
            yield f"lists.{kind.entries}, {entry['id']}: there is no role '{role}'"
        if own and not entry.get("words"):
            yield f"lists.{kind.entries}, {entry['id']}: say its own first sentences under `words`"


def _load(profile: Profile, kind: DocumentKind) -> tuple[str, str]:
    """Subject and body. Raises DefinitionTrouble when a word in them is one that there is not."""
    path = profile.folder / FOLDER / f"{kind.id}.txt"
    try:
        text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        raise DefinitionTrouble(f"{FOLDER}/{path.name} is missing or cannot be read.") from None
    first, _, body = text.partition("\n")
    template = Template(text)
    if not first.startswith(SUBJECT) or not first.removeprefix(SUBJECT).strip():
        raise DefinitionTrouble(f"{path.name}: its first line must begin with '{SUBJECT}'.")
    if not template.is_valid():
        raise DefinitionTrouble(f"{path.name}: a dollar sign stands before no word. Write $$ for "
                                "a dollar.")
    named = template.get_identifiers()
    for word in named:
        if word not in KNOWN:
            raise DefinitionTrouble(f"{path.name}: there is no word '${word}'. There are: "
                                    f"{', '.join(f'${one}' for one in KNOWN)}.")
    for word in NEEDED:
        if word not in named:
            raise DefinitionTrouble(f"{path.name}: it must say ${word}.")
    return first.removeprefix(SUBJECT).strip(), body.strip("\n")


def _known(profile: Profile, case: Case, kind: DocumentKind, state: str) -> _Known:
    problems: list[Problem] = []
    on, found = published_on(profile, case), _website(profile)
    if found is None:
        raise DefinitionTrouble(f"documents.{kind.id}: no form asks for the address of the page on "
                                "the website.")
    form, section = found
    held = case["forms"][form.id]["merged"]["sections"].get(section.id, {})
    link = str(held.get(WEBSITE, {}).get("text", "")).strip()
    if on is None:
        problems.append(problem("published-day-missing", Where(kind.title), document=kind.title,
                                label="the day of publication"))
    if not link:
        asked = section.field(WEBSITE)
        problems.append(problem(
            "published-answer-missing", Where(form.title, section.sheet), document=kind.title,
            label=asked.label if asked else WEBSITE, form=form.title))
    role = profile.turn_to
    return _Known({
        "case": str(case["reference"]["text"]), "on": with_weekday(on) if on else "",
        "until": with_weekday(kept_until(on)) if on else "", "link": link, "state": state,
        "contact": profile.reached(role), "role": profile.roles.get(role, profile.name),
        "partnership": profile.name}, tuple(problems))


def _website(profile: Profile) -> tuple[Form, Section] | None:
    """Where the address of the page on the website is asked for."""
    for form in profile.forms.values():
        section = form.meaning(DECISION)
        if section is not None and section.field(WEBSITE) is not None:
            return form, section
    return None


def _code(name: str, kind: DocumentKind) -> str:
    """The name of an entry's draft: its id, which the partnership gave it."""
    return name if PLAIN.fullmatch(name) else codes.safe(name, kind.id)


def _address(profile: Profile, entry: Mapping[str, Any]) -> str:
    """The address of an entry's role, if the contact book has one: no other is ever written."""
    return ", ".join(MAIL_ADDRESS.findall(profile.contacts.get(str(entry.get("role", "")), "")))


def _without_gaps(body: str) -> str:
    """A word that says nothing leaves no empty paragraphs."""
    return re.sub(r"\n{3,}", "\n\n", body).strip("\n")

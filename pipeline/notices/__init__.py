"""Notices of what is published: an unsent e-mail for each list of the partnership's plan.

Their words stand in templates/profiles/<partnership>/letters/<document>.txt, the subject on the
first line. Nothing is sent: each is a draft to open in a mail program.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from string import Template
from typing import Any

from pipeline import codes
from pipeline.catalogue import problem
from pipeline.dates import with_weekday
from pipeline.doors.mail import write_draft
from pipeline.errors import DefinitionTrouble
from pipeline.letterhead import day_of
from pipeline.model import Case, DocumentKind, Problem, Profile, Section, Where
from pipeline.published import Lacking, is_draft

FOLDER, SUBJECT = "letters", "Subject: "
MOST_WORDS = 150
KNOWN = ("case", "to", "on", "until", "link", "contact", "role", "partnership", "state")
NEEDED = ("on", "link")
ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+")
DECISION, WEBSITE = "publication_decision", "website"
DATES, DAY = "key_dates", "publication"


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
        words = {**known.words, "to": str(entry.get("label", ""))}
        code = codes.safe(str(entry["id"]), kind.id) if entry else ""
        place = f"{kind.id}/{code}" if code else kind.id
        made[f"{kind.folder}/{place}.{kind.format}"] = write_draft(
            _address(profile, entry), Template(subject).substitute(words),
            _without_gaps(Template(body).substitute(words)))
    return made


def lint(profile: Profile, kind: DocumentKind) -> Iterator[str]:
    """Everything wrong with the words of a notice, and with its list."""
    try:
        _, body = _load(profile, kind)
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
    day, link = _answer(profile, case, DATES, DAY), _answer(profile, case, DECISION, WEBSITE)
    on = day_of(day[1]) if day else None
    for found, given in ((day, on), (link, link and link[1]["text"].strip())):
        if found is None:
            raise DefinitionTrouble(f"documents.{kind.id}: no form asks for the day of publication "
                                    "and the address of the page on the website.")
        if not given:
            section, _, label, form = found
            problems.append(problem(
                "published-answer-missing", Where(form, section.sheet or section.title),
                document=kind.title, label=label, form=form))
    role = profile.turn_to
    return _Known({
        "case": str(case["reference"]["text"]), "on": with_weekday(on) if on else "",
        "until": _year_later(on), "link": link[1]["text"].strip() if link else "", "state": state,
        "contact": profile.reached(role), "role": profile.roles.get(role, profile.name),
        "partnership": profile.name}, tuple(problems))


def _year_later(on: date | None) -> str:
    if on is None:
        return ""
    try:
        return with_weekday(on.replace(year=on.year + 1))
    except ValueError:  # 29 February
        return with_weekday(date(on.year + 1, 3, 1))


def _answer(profile: Profile, case: Case, means: str,
            name: str) -> tuple[Section, Mapping[str, Any], str, str] | None:
    """The answer to a question of the section with this meaning; its question and its form."""
    for form in profile.forms.values():
        section = form.meaning(means)
        asked = section.field(name) if section else None
        if section is not None and asked is not None:
            held = case["forms"][form.id]["merged"]["sections"].get(section.id, {})
            return section, held.get(name, {"text": "", "value": ""}), asked.label, form.title
    return None


def _address(profile: Profile, entry: Mapping[str, Any]) -> str:
    """The address of an entry's role, if the contact book has one: no other is ever written."""
    return ", ".join(ADDRESS.findall(profile.contacts.get(str(entry.get("role", "")), "")))


def _without_gaps(body: str) -> str:
    """A word that says nothing leaves no empty paragraphs."""
    return re.sub(r"\n{3,}", "\n\n", body).strip("\n")

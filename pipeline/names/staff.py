"""Practitioners: whoever takes part, answers for an agency, or stands in a box for a name."""

import re
from collections.abc import Iterator

from pipeline.model import Profile
from pipeline.names import reading
from pipeline.names.asked import Said
from pipeline.names.folding import squeeze
from pipeline.names.kinds import PRACTITIONER, Name
from pipeline.names.listed import Listed

NAMES = frozenset({"name", "participant_name"})


def practitioners(listed: Listed, said: list[Said], profile: Profile) -> None:
    """Those who take part, answer for an agency, or stand in a box that asks for a name."""
    blocks: dict[tuple[str, str, str], str] = {}
    letters = _letters()
    asked = [(form, section, field) for form in profile.forms.values()
             for section, field in form.fields()
             if _asks_for_people(field.key, field.id, section.means, field.type)]
    for form, section, field in sorted(asked, key=lambda one: one[2].key != "participant_name"):
        blocks[(form.id, section.id, field.id)] = next(letters)
    for one in said:
        letter = blocks.get((one.form.id, one.section.id, one.field.id))
        if not letter:
            continue
        code = (one.cells or {}).get("code", "")
        own = code if re.fullmatch(r"M\d{1,3}", code) else ""
        whole = one.field.key in NAMES or one.field.id == "name"
        found = [reading.person(one.words)] if whole else [*reading.persons(one.words),
                                                           *reading.titled(one.words)]
        for number, words in enumerate(dict.fromkeys(filter(None, found))):
            sender = int(re.sub(r"\D", "", one.sender) or 0)
            made = own or f"{letter}{sender * 10 + (one.row or 1) + number}"
            if not listed.has(words) and (" " in words or not _surname_known(listed, words)):
                listed.person(Name(made, PRACTITIONER, words,
                                   sure=not reading.everyday(words)))
    for name in list(listed.told.values()):
        if not listed.has(name.words):
            listed.person(name)


_BOXES = {"recorded_by", "reviewer", "reviewer_named", "author", "representative", "agreed_by",
          "countersigned_by", "verified_by", "key_individuals", "coordinator", "reported_by",
          "rapid_response_coordinator", "criminal_investigation", "investigating_officer",
          "submitted_by", "chaired_by", "checked_by", "considered_by", "sio", "allocated_worker"}


def _asks_for_people(key: str, name: str, means: str, kind: str) -> bool:
    if kind not in ("text", "narrative") or means in ("subject_children", "people", "agencies",
                                                      "partners", "other_names",
                                                      "publication_decision"):
        return key in _BOXES
    return key in NAMES | _BOXES or name == "name" or name in _BOXES


def _letters() -> Iterator[str]:
    yield "P"
    for second in "BCDEFGHIJKLMNOQRSTUVWXYZ":
        yield f"P{second}"
    for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        for third in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
            yield f"P{second}{third}"


def running_text(listed: Listed, said: list[Said]) -> None:
    """Whom the answers name with a title, though no list does: each place will be a doubt."""
    met: dict[str, str] = {}
    for one in said:
        for name in reading.titled(one.words):
            if not _surname_known(listed, name):
                met.setdefault(squeeze(name), name)
    for number, name in enumerate(sorted(met.values(), key=squeeze), 1):
        listed.person(Name(f"Q{number}", PRACTITIONER, name, (), (), "a practitioner", False))


def _surname_known(listed: Listed, words: str) -> bool:
    last = squeeze(words.split()[-1])
    return listed.has(words) or any(
        name.person and last in map(squeeze, name.words.split()) for name in listed.names)

"""What a planned day would mean: every deadline that follows, and what it would fall on."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.dates import in_words, read_when
from pipeline.deadlines.clock import Json, clock, with_returns
from pipeline.deadlines.days import Days, add, days_of
from pipeline.model import Answer, Case, Form, Profile, Section
from pipeline.prefill import flat, rows_of

NEAR = 7
"""Days before and after which are close enough to be told of."""
INCIDENT, PUBLICATION = "incident", "publication"
BORN, SIBLINGS = "date_of_birth", "sibling_dates_of_birth"
# By the question of the bank: what a family remembers on that day.
REMEMBERED = {BORN: "the birthday of {code}",
              "date_of_death": "the anniversary of the death of {code}",
              "incident_date": "the anniversary of the incident",
              SIBLINGS: "the birthday of a sibling of {code}"}
LIVING = ("subject_children", "people")
CODE = re.compile(r"[A-Z][0-9]{1,3}")
YEARLY = "anniversary"
"""A kind of proceeding with this word in it comes round each year."""
UNNAMED = ("", "other")
# Several dates of birth in one answer. A day that is only expected, or about, is not one of them.
BETWEEN = re.compile(r"[;,\n]|\band\b")
NO_BIRTHDAY = re.compile(r"\b(?:expected|due|edd|about|approx\w*|circa|around|c)\b", re.IGNORECASE)
A_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
                   r"|\d{1,2}(?:st|nd|rd|th)? (?:of )?[A-Za-z]{3,9}\.? \d{4}")


@dataclass(frozen=True)
class Clash:
    """Something on a day, so many days (below nought: before) from the one that is planned."""

    day: date
    what: str
    apart: int = 0

    def as_json(self) -> Json:
        """As plain values."""
        return {"day": self.day.isoformat(), "what": self.what, "apart": self.apart}


@dataclass(frozen=True)
class WhatIf:
    """The deadlines of a case as they would be, those that hang on the day, and the clashes.

    `follow` have a date, in its order; `besides` give none. `remarks` say what is odd about the
    day itself.
    """

    deadlines: Mapping[str, Json]
    follow: tuple[str, ...]
    besides: tuple[str, ...]
    clashes: tuple[Clash, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Planned:
    """A day of publication that lies ahead: its question, its answer, and what it falls on."""

    label: str
    day: date
    answer: Answer
    clashes: tuple[Clash, ...]


def planned(profile: Profile, form: Form, record: Mapping[str, Answer],
            as_of: date) -> Planned | None:
    """The day of publication that the case record plans; None without one, or once it is past."""
    section = form.meaning("key_dates")
    field = section.field(PUBLICATION) if section else None
    if section is None or field is None:
        return None
    answer = record.get(f"{section.id}/{field.id}", Answer(""))
    when = read_when(answer.text)
    if when.kind != "day" or when.first is None or when.first <= as_of:
        return None
    return Planned(field.label, when.first, answer,
                   tuple(clashes(profile, form, record, when.first)))


def planned_in(profile: Profile, case: Case, as_of: date) -> Planned | None:
    """The same of a case that has been put together."""
    form = profile.form_meaning("case_record")
    return planned(profile, form, _record(form, case), as_of) if form else None


def what_if(profile: Profile, case: Case, key: str, day: date, as_of: date) -> WhatIf:
    """The clock of a case if a key date were this day."""
    form = profile.form_meaning("case_record")
    section = form.meaning("key_dates") if form else None
    assert form is not None and section is not None
    record = _record(form, case)
    supposed = {**record, f"{section.id}/{key}": Answer(in_words(day), day.isoformat())}
    would = clock(profile, form, supposed, as_of)
    with_returns(profile, would, case["agencies"])
    named = [rule["id"] for rule in profile.deadlines if not rule.get("instead") and key in (
        rule.get("anchor"), rule.get("or_anchor"), rule.get("done_when"))]
    dated = sorted((one for one in named if would[one]["date"]["text"]),
                   key=lambda one: (would[one]["date"]["value"], one))
    return WhatIf(would, tuple(dated), tuple(one for one in named if one not in dated),
                  tuple(clashes(profile, form, record, day)),
                  tuple(_odd(record.get(f"{section.id}/{INCIDENT}", Answer("")), day, as_of)))


def _odd(incident: Answer, day: date, as_of: date) -> Iterator[str]:
    first = read_when(incident.text).first
    if first and day < first:
        yield f"This day is before the incident, {in_words(first)}."
    if day < as_of:
        yield f"This day has passed: today is {in_words(as_of)}."


def clashes(profile: Profile, form: Form, record: Mapping[str, Answer],
            day: date) -> list[Clash]:
    """What a day falls on or near: days not worked, birthdays, anniversaries, other proceedings."""
    found = [*_not_worked(days_of(profile), day), *_remembered(form, record, day),
             *_proceedings(form, record, day)]
    return sorted(dict.fromkeys(found), key=lambda one: (abs(one.apart), one.day, one.what))


def _record(form: Form, case: Case) -> Mapping[str, Answer]:
    return flat(case["forms"][form.id]["merged"])


def _not_worked(days: Days, day: date) -> Iterator[Clash]:
    if why := days.named(day):
        yield Clash(day, f"not a working day: {', '.join(why)}")


def _remembered(form: Form, record: Mapping[str, Answer], day: date) -> Iterator[Clash]:
    dates = form.meaning("key_dates")
    people = [one for section in form.sections if section.means in LIVING
              for one in _days_of_people(section, record)]
    if dates:
        incident = record.get(f"{dates.id}/{INCIDENT}", Answer(""))
        people.append(("incident_date", incident.text, REMEMBERED["incident_date"]))
    born = {_exact(text) for key, text, _ in people if key == BORN}
    for key, text, words in people:
        for one in _birthdays(text) if key == SIBLINGS else [_exact(text)]:
            # a sibling with a code of its own is not named twice
            if one and not (key == SIBLINGS and one in born):
                yield from _each_year(*one, words, day)


def _days_of_people(section: Section,
                    record: Mapping[str, Answer]) -> Iterator[tuple[str, str, str]]:
    """Each such question, its answer, and the words for that day with the code of whose it is."""
    for field in section.fields:
        if field.key not in REMEMBERED:
            continue
        for path in sorted(record):
            bits = path.split("/")
            if len(bits) == 3 and bits[0] == section.id and bits[2] == field.id:
                typed = record.get(f"{section.id}/{bits[1]}/code", Answer(bits[1])).text.strip()
                code = typed if CODE.fullmatch(typed) else "somebody without a code"
                yield field.key, record[path].text, REMEMBERED[field.key].format(code=code)


def _exact(text: str) -> tuple[date, date] | None:
    """The first and the last day of an answer that names both exactly."""
    when = read_when(text)
    sides = when.edtf.split("/")
    exact = when.kind in ("day", "range") and not when.approximate and all(
        len(side) >= len("2021-03-12") for side in sides)
    return (when.first, when.last) if exact and when.first and when.last else None


def _birthdays(text: str) -> Iterator[tuple[date, date] | None]:
    """The exact days among several dates of birth in one answer."""
    for piece in BETWEEN.split(text):
        if not NO_BIRTHDAY.search(piece):
            yield from (_exact(found[0]) for found in A_DAY.finditer(piece))


def _each_year(first: date, last: date, words: str, day: date) -> Iterator[Clash]:
    """The turn of a day, or of several, that comes closest to the one planned, when it is close."""
    for year in (day.year - 1, day.year, day.year + 1):
        if year >= first.year:
            turn = add(first, {"years": year - first.year})
            yield from _clash(turn, turn + (last - first), words, day)


def _clash(first: date, last: date, words: str, day: date) -> Iterator[Clash]:
    """What lasts from one day to another, if that is on the day planned or close to it."""
    nearest = min(max(day, first), last)
    apart = (nearest - day).days
    if abs(apart) <= NEAR:
        yield Clash(nearest, words, apart)


def _proceedings(form: Form, record: Mapping[str, Answer], day: date) -> Iterator[Clash]:
    section = form.meaning("parallel_dates")
    kind = section.field("kind") if section else None
    kinds = kind.choices if kind else ()
    for row in rows_of(record, section.id) if section else ():
        def said(name: str, row: int = row) -> str:
            assert section is not None
            return record.get(f"{section.id}/{row}/{name}", Answer("")).text.strip()
        first = read_when(said("when")).first
        last = read_when(said("until")).first or read_when(said("when")).last
        if first is None or last is None:
            continue
        named = said("kind") in kinds and said("kind").casefold() not in UNNAMED
        words = said("kind") if named else "another proceeding"
        name = words[0].lower() + words[1:] + (
            f", {in_words(first)} to {in_words(last)}" if last > first else "")
        if YEARLY in said("kind").casefold():
            yield from _each_year(first, max(first, last), name, day)
        else:
            yield from _clash(first, last, name, day)

"""What a planned day would mean: every deadline that follows, and what it would fall on."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.dates import in_words, read_when
from pipeline.deadlines.clock import Json, clock, with_returns
from pipeline.deadlines.days import Days, add, days_of
from pipeline.model import Answer, Case, Form, Profile, Section
from pipeline.prefill import flat, rows_of

NEAR = 7
"""Days before and after which are close enough to be told of."""
INCIDENT = "incident"
# By the question of the bank: what a family remembers on that day.
REMEMBERED = {"date_of_birth": "birthday of {code}",
              "date_of_death": "anniversary of the death of {code}",
              "incident_date": "anniversary of the incident"}
LIVING = ("subject_children", "people")
CODE = re.compile(r"[A-Z][0-9]{1,3}")


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

    `follow` have a date, in its order; `besides` give none.
    """

    deadlines: Mapping[str, Json]
    follow: tuple[str, ...]
    besides: tuple[str, ...]
    clashes: tuple[Clash, ...]


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
                  tuple(clashes(profile, form, record, day)))


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
    for section in form.sections:
        if section.means in LIVING:
            for path, code, words in _days_of_people(section, record):
                yield from _anniversary(record[path], words.format(code=code), day)
    if dates:
        incident = record.get(f"{dates.id}/{INCIDENT}", Answer(""))
        yield from _anniversary(incident, REMEMBERED["incident_date"], day)


def _days_of_people(section: Section,
                    record: Mapping[str, Answer]) -> Iterator[tuple[str, str, str]]:
    """The path of each such answer, whose it is (a code), and the words for it."""
    for field in section.fields:
        if field.key not in REMEMBERED:
            continue
        for path in sorted(record):
            bits = path.split("/")
            if len(bits) == 3 and bits[0] == section.id and bits[2] == field.id:
                typed = record.get(f"{section.id}/{bits[1]}/code", Answer(bits[1])).text.strip()
                code = typed if CODE.fullmatch(typed) else "somebody without a code"
                yield path, code, REMEMBERED[field.key]


def _anniversary(answer: Answer, words: str, day: date) -> Iterator[Clash]:
    """The turn of a day that comes closest to the one planned, when it comes close."""
    when = read_when(answer.text)
    if when.kind != "day" or when.first is None or when.first > day + timedelta(days=NEAR):
        return
    born = when.first
    for year in (day.year - 1, day.year, day.year + 1):
        turn = add(born, {"years": year - born.year}) if year >= born.year else born
        if abs((turn - day).days) <= NEAR:
            yield Clash(turn, words, (turn - day).days)
            return


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
        words = said("kind") if said("kind") in kinds else "another proceeding"
        name = words[0].lower() + words[1:] + (
            f", {in_words(first)} to {in_words(last)}" if last > first else "")
        apart = 0 if first <= day <= last else (
            (first - day).days if first > day else (last - day).days)
        if abs(apart) <= NEAR:
            yield Clash(day if apart == 0 else (first if apart > 0 else last), name, apart)

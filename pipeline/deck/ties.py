"""Whether every message belongs to a theme and answers a recommendation, and all are answered."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.catalogue import problem
from pipeline.model import Case, DocumentKind, Field, Form, Problem, Profile, Section, Where
from pipeline.published import Outline, Teller
from pipeline.published.telling import LIST, named, said, where_of

MEANING = "deck_messages"
MESSAGE, THEME, RECOMMENDATION = "message", "theme", "recommendation"


def untied(profile: Profile, case: Case, kind: DocumentKind, outline: Outline) -> list[Problem]:
    """The problems of the messages of a deck. A profile without such a section has none."""
    for form in profile.forms.values():
        section = form.meaning(MEANING)
        if section is not None:
            return list(_untied(Teller(profile, case, kind, outline), form, section))
    return []


def _untied(teller: Teller, form: Form, section: Section) -> Iterator[Problem]:
    look = teller.outline.look_up.get(RECOMMENDATION)
    known = {said(row.get(look.key, {})).casefold(): row
             for row in teller.rows(look.rows)} if look else {}
    theme, answers = (section.field(name) for name in (THEME, RECOMMENDATION))
    themes = _choices(teller, theme) if theme else ()
    answered: set[str] = set()
    for row in teller.rows(f"{form.id}.{section.id}"):
        here = where_of(row, form.title)
        for asked in (theme, answers):
            if asked is not None and not _words(row, asked.id):
                yield problem("message-untied", here, _words(row, MESSAGE), label=asked.label,
                              form=form.title)
        words = _words(row, THEME)
        if theme is not None and words and themes and words not in themes:
            yield problem("message-theme-unknown", here, words, label=theme.label)
        for key in named(_words(row, RECOMMENDATION)):
            answered.add(key.casefold())
            if look is not None and known and key.casefold() not in known:
                yield problem("message-answers-nothing", here, key, label=_title(teller, look.rows))
    for key, row in known.items():
        if answered and key and key not in answered and look is not None:
            yield problem("recommendation-unanswered", where_of(row, _title(teller, look.rows)),
                          said(row[look.key]), document=teller.kind.title, form=form.title)


def _choices(teller: Teller, asked: Field) -> Sequence[str]:
    """What a question offers to choose from, its own or those of a list."""
    return asked.choices or [str(row["label"]) for row in (
        teller.rows(asked.choices_from) if asked.choices_from.startswith(LIST) else ())]


def _words(row: Mapping[str, Any], name: str) -> str:
    return said(row.get(name, {}))


def _title(teller: Teller, path: str) -> str:
    form = teller.profile.forms.get(path.partition(".")[0])
    return form.title if form else str(Where(path))

"""Parents and carers of whom the case record does not say whether to write to them."""

from collections.abc import Iterator

from pipeline.catalogue import problem
from pipeline.letterhead import FAMILY, WRITE_TO
from pipeline.model import Answer, Problem, Profile, Where
from pipeline.prefill import rows_of
from pipeline.validate.facts import Facts


def family_undecided(profile: Profile, facts: Facts) -> Iterator[Problem]:
    """A warning at each such cell, where the partnership has a letter to the family."""
    form, record = profile.form_meaning("case_record"), facts.record
    section = form.meaning("people") if form else None
    asked = section.field(WRITE_TO) if section else None
    if record is None or section is None or asked is None or not any(
            kind.letter and kind.for_each == "family" for kind in profile.documents):
        return
    for row in rows_of(record.answers, section.id):
        here = f"{section.id}/{row}"
        kind = record.answers.get(f"{here}/kind", Answer(""))
        if kind.value in FAMILY and not record.answers.get(f"{here}/{WRITE_TO}", Answer("")).given:
            where = record.places.get(f"{here}/{WRITE_TO}", Where(record.file, section.sheet))
            yield problem("family-undecided", where, label=asked.label)

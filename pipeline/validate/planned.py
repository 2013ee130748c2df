"""A day of publication that lies ahead, held against the days that matter to the family."""

from pipeline.catalogue import problem
from pipeline.deadlines import planned
from pipeline.model import Problem, Profile, Where
from pipeline.validate.facts import Facts


def planned_publication(profile: Profile, facts: Facts) -> list[Problem]:
    """The problem at the day of publication of the case record, when it falls on such a day."""
    form = profile.form_meaning("case_record")
    if form is None or facts.record is None:
        return []
    found = planned(profile, form, facts.record.answers, facts.as_of)
    on = [one.what for one in found.clashes if one.apart == 0] if found else []
    if found is None or not on:
        return []
    where = (*found.answer.refs, Where(facts.record.file))[0]
    return [problem("publication-clashes", where, found.answer.text, facts.record.recipient,
                    label=found.label, what="; ".join(on))]

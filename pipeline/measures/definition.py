"""What a measure may say in a profile, and whether what it names is there."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model import Field, Form, Profile, Section

KINDS = ("count", "share", "average", "deadline", "by_date")
NEEDS = {"count": ("field",), "share": ("field", "yes"), "average": ("field",),
         "deadline": ("deadline",), "by_date": ("due", "done")}
PATHS = ("field", "due", "done", "counted_on")
Measure = Mapping[str, Any]
Asked = tuple[Form, Section, Field]


def asked(profile: Profile, path: str) -> Asked | None:
    """The question at `form.section.field`, or None."""
    form_id, _, rest = path.partition(".")
    section_id, _, field_id = rest.partition(".")
    form = profile.forms.get(form_id)
    section = form.section(section_id) if form else None
    field = section.field(field_id) if section else None
    return (form, section, field) if form and section and field else None


def paths(profile: Profile, measure: Measure) -> list[str]:
    """The questions a measure reads, by path. A deadline reads two key dates of the case record."""
    if measure["kind"] != "deadline":
        return [measure[name] for name in ("field", "due", "done") if name in measure]
    record = profile.form_meaning("case_record")
    section = record.meaning("key_dates") if record else None
    rule = rule_of(profile, measure)
    if record is None or section is None or rule is None:
        return []
    keys = ("anchor", "or_anchor", "done_when")
    names = dict.fromkeys(rule[key] for key in keys if rule.get(key))
    return [f"{record.id}.{section.id}.{name}" for name in names]


def rule_of(profile: Profile, measure: Measure) -> Mapping[str, Any] | None:
    """The deadline that a measure counts by, or None."""
    return next((rule for rule in profile.deadlines if rule["id"] == measure["deadline"]), None)


def wrong(profile: Profile) -> Iterator[str]:
    """Everything that a partnership's measures name and that is not there."""
    for measure in profile.measures:
        here = f"measures.{measure['id']}"
        missing = [key for key in NEEDS[measure["kind"]] if key not in measure]
        if missing:
            yield f"{here}: a measure of the kind '{measure['kind']}' needs '{missing[0]}'."
            continue
        named = {name: measure[name] for name in PATHS if name in measure}
        if "where" in measure:
            named["where.field"] = measure["where"]["field"]
        yield from (f"{here}.{name}: no form has the question '{path}'."
                    for name, path in named.items() if not asked(profile, path))
        if measure["kind"] == "deadline" and (
                rule_of(profile, measure) is None
                or not all(asked(profile, path) for path in paths(profile, measure))
                or not rule_of(profile, measure).get("done_when")):  # type: ignore[union-attr]
            yield (f"{here}.deadline: there is no deadline '{measure['deadline']}' with "
                   "'done_when' in deadlines.toml.")
        offered = options(profile, measure.get("field", ""))
        held = {name: (offered, measure[name]) for name in ("yes", "leave_out") if name in measure}
        if "where" in measure:
            held["where.is"] = options(profile, named["where.field"]), measure["where"]["is"]
        yield from (f"{here}.{name}: the question does not offer '{value}'."
                    for name, (choices, values) in held.items()
                    for value in values if choices and value not in choices)
        if measure["kind"] == "average" and not any(score(one) is not None for one in offered):
            yield f"{here}.field: an average needs choices that begin with a number."


def options(profile: Profile, path: str) -> tuple[str, ...]:
    """What a question offers to choose from, in order."""
    found = asked(profile, path)
    if not found:
        return ()
    field = found[2]
    if field.choices_from.startswith("list:"):
        return tuple(one if isinstance(one, str) else one["label"]
                     for one in profile.lists.get(field.choices_from[5:], ()))
    return field.choices


def score(words: str) -> int | None:
    """The number a choice begins with: 3 for '3: good'."""
    digits = words.partition(":")[0].strip()
    return int(digits) if digits.isdigit() else None

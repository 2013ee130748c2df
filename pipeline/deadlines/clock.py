"""The deadlines of one case as JSON: dates, states, and each rule beside the national one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from pipeline.dates import with_weekday
from pipeline.deadlines.days import Days, Moment, days_of
from pipeline.deadlines.rules import (
    DATED,
    Due,
    Rule,
    anchor_of,
    due,
    in_plain_words,
    moment,
    roughly,
    span_in_words,
)
from pipeline.model import Answer, Form, Profile, Where

Json = dict[str, Any]
# Which list of `cspr deadlines` a state stands in; what has none of these gives no date.
GROUPS = {"Overdue": "due", "Due today": "due", "Open now": "due", "To come": "to_come",
          "Planned": "to_come", "Planned late": "to_come", "Date passed": "passed", "Done": "done",
          "Done late": "done", "Done early": "done"}


def clock(profile: Profile, record_form: Form, record: Mapping[str, Answer],
          as_of: date) -> dict[str, Json]:
    """Every deadline by id, as JSON, with its date and whether it has been met.

    `date` is an answer whose text is '' when the anchor has no date yet or the rule gives none.
    docs/templates.md says what each entry holds.
    """
    section = record_form.meaning("key_dates")
    fields = section.fields if section else ()
    prefix = f"{section.id}/" if section else ""
    keys = {one.id: record[prefix + one.id] for one in fields if prefix + one.id in record}
    labels = {one.id: one.label for one in fields}
    days = days_of(profile)
    rules = [_with_done(rule, profile.deadlines) for rule in profile.deadlines]
    dues = {rule["id"]: due(rule, keys, as_of, days_of(profile, rule)) for rule in rules}
    made = {rule["id"]: _entry(rule, keys, labels, dues[rule["id"]], as_of, days)
            for rule in rules}
    _set_side_by_side(rules, dues, made)
    return made


def with_returns(profile: Profile, deadlines: Mapping[str, Json],
                 agencies: Sequence[Mapping[str, Any]]) -> None:
    """Say of the rules about agencies' returns whether they were met: the returns show it."""
    asked = [row for row in agencies if row["asked"]]
    silent = sum(bool(row.get("lacks", not row["returned"])) for row in asked)
    for rule in profile.deadlines:
        entry = deadlines[rule["id"]]
        if not (rule.get("returns") and asked and entry["date"]["text"]):
            continue
        if silent:
            entry["waiting"] = f"Not returned yet: {silent} of {len(asked)} agencies."
            state = entry["state"]["text"].replace("Date passed", "Overdue")
        else:
            state = "Done late" if any(row["late"] for row in asked) else "Done"
        entry["state"] = {**entry["state"], "text": state, "value": state}
        entry["group"] = GROUPS[state]


def warnings(deadlines: Mapping[str, Json], ids: Iterable[str] = ()) -> list[Json]:
    """The warnings of the clock, of these deadlines or of all: `ids` concerned, and the `words`."""
    wanted = list(ids) or list(deadlines)
    found: dict[str, list[str]] = {}
    for name in wanted:
        if words := deadlines[name]["warning"]:
            found.setdefault(words, []).append(name)
    return [{"ids": names, "words": words} for words, names in found.items()]


def _entry(rule: Rule, keys: Mapping[str, Answer], labels: Mapping[str, str], found: Due | None,
           as_of: date, days: Days) -> Json:
    name, anchor = anchor_of(rule, keys)
    done = keys.get(rule.get("done_when", ""), Answer(""))
    state = _state(rule, found, done, as_of)
    needed = [rule[key] for key in ("anchor", "or_anchor") if rule.get(key)]
    missing = [labels.get(one, one) for one in needed] if (
        rule["kind"] in DATED and found is None) else []
    return {
        "id": rule["id"], "row": rule.get("row", ""),
        "scope": rule["scope"], "what": rule["what"],
        "who": rule.get("who", ""), "kind": rule["kind"], "note": rule.get("note", ""),
        "unit_stated": rule.get("unit_stated", True), "anchor": labels.get(name, ""),
        "anchor_date": _answer(with_weekday(found.start.day) if found else "",
                               found.start.iso if found else "", anchor),
        "counted": in_plain_words(rule, labels.get(name, "")),
        "source": dict(rule["source"]), "edition": rule.get("edition", ""),
        "opens": _answer(with_weekday(found.opens) if found and found.opens else "",
                         found.opens.isoformat() if found and found.opens else "", anchor),
        "date": _answer(found.words if found else "", found.last.iso if found else "", anchor),
        "left_out": list(found.left_out) if found else [],
        "falls_on": days.off(found.last.day) if found else "", "missing": missing,
        "national": rule.get("national", ""), "instead": rule.get("instead", ""),
        "meet": bool(found) and not rule.get("instead"), "beside": "", "warning": "",
        "waiting": "",
        "state": _answer(state, state, done), "done": _answer(done.text, done.text, done),
        "group": _group(rule, state, missing),
    }


def _with_done(rule: Rule, rules: Iterable[Rule]) -> Rule:
    """A national rule is done when the partnership's own beside it is, unless it says when."""
    own = [one["done_when"] for one in rules if one.get("national") == rule["id"]
           and "done_when" in one]
    return rule if "done_when" in rule or len(own) != 1 else {**rule, "done_when": own[0]}


def _group(rule: Rule, state: str, missing: list[str]) -> str:
    if rule.get("instead"):
        return "listed"
    return GROUPS.get(state, "unknown" if missing and (
        rule.get("anchor") or rule.get("first")) else "listed")


def _state(rule: Rule, found: Due | None, done: Answer, as_of: date) -> str:
    if done.given:
        return _done(moment(done), found, as_of)
    if found is None:
        return ""
    if as_of > found.last.day:
        return "Overdue" if "done_when" in rule else "Date passed"
    if as_of == found.last.day:
        return "Due today"
    return "Open now" if found.opens and as_of >= found.opens else "To come"


def _done(day: Moment | None, found: Due | None, as_of: date) -> str:
    """What an answer says that tells the day something was done, or is planned."""
    planned = day is not None and day.day > as_of
    late = early = False
    if found and day:
        late = day.iso > found.last.iso if day.at and found.last.at else day.day > found.last.day
        early = found.opens is not None and day.day < found.opens
    if planned:
        return "Planned late" if late else "Planned"
    return "Done late" if late else "Done early" if early else "Done"


def _set_side_by_side(rules: Iterable[Rule], dues: Mapping[str, Due | None],
                      made: Mapping[str, Json]) -> None:
    """Say of each rule that stands beside a national one which of the two comes first."""
    beside: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.get("national") in made and not rule.get("instead"):
            beside.setdefault(rule["national"], []).append(rule)
    whole = {rule["id"]: rule for rule in rules}
    for name, own in beside.items():
        together = {rule["id"]: found for rule in (whole[name], *own)
                    if (found := dues[rule["id"]])}
        first = min((found.last.day for found in together.values()), default=None)
        for one, found in together.items():
            made[one]["meet"] = found.last.day == first
        for rule in own:
            _beside(rule, whole[name], dues, made)
        earlier = [rule for rule in own if rule["id"] in together and made[rule["id"]]["meet"]]
        if name in together and len(together) > 1:
            ours = dues[earlier[0]["id"]] if earlier else None
            made[name]["beside"] = _national_words(together[name], ours)


def _beside(rule: Rule, national: Rule, dues: Mapping[str, Due | None],
            made: Mapping[str, Json]) -> None:
    ours, theirs = dues[rule["id"]], dues[national["id"]]
    entry = made[rule["id"]]
    if theirs is None:
        entry["beside"] = _undated(made[national["id"]])
    elif ours is None:
        entry["beside"] = f"National rule: {theirs.words}."
    elif ours.last.day == theirs.last.day:
        entry["beside"] = "National rule: the same day."
    else:
        which = "that" if theirs.last.day < ours.last.day else "this"
        entry["beside"] = f"National rule: {theirs.words}. Meet {which} one, the earlier."
    if "within" in rule and rule["kind"] == national["kind"] == "before_event" and (
            roughly(rule["within"]) < roughly(national["within"])):
        by = f": {theirs.words}" if theirs else ""
        entry["warning"] = (
            f"{national['what']}: the partnership's own rule is {span_in_words(rule['within'])} "
            f"before “{entry['anchor']}”, the national rule {span_in_words(national['within'])}. "
            f"Keep to the national one{by}.")


def _undated(national: Json) -> str:
    if national["kind"] not in DATED:
        return ""
    return f"National rule: no date yet. It counts from “{'” or “'.join(national['missing'])}”."


def _national_words(theirs: Due, ours: Due | None) -> str:
    if ours is None:
        return "The partnership's own rule falls later. Meet this one, the earlier."
    if ours.last.day == theirs.last.day:
        return "The partnership's own rule: the same day."
    return f"The partnership's own rule: {ours.words}. Meet that one, the earlier."


def _answer(text: str, value: str, source: Answer) -> Json:
    return {"text": text, "value": value, "missing": "No date yet",
            "refs": [_where(ref) for ref in source.refs] if text else []}


def _where(where: Where) -> dict[str, str]:
    return {"file": where.file, "part": where.part, "spot": where.spot}

"""Answers as JSON values, and the words printed where there is none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.codes import in_turn
from pipeline.dates import read_when, sort_key, with_weekday
from pipeline.model import Answer, Field, Form, Section, Where

Json = dict[str, Any]

UNANSWERED = {
    "agency": "Not answered by the agency", "panel_member": "Not answered by the panel member",
    "referrer": "Not answered by the referrer",
    "practitioner": "Not answered by the practitioner",
}
NOT_RECORDED = "Not recorded"
NOTHING_HELD = "Holds no information"
NOT_APPLICABLE = "Not applicable"
UNPLACED = ("unreadable", "empty")
"""Kinds of dates that give a row no place of its own in a chronology."""


def missing_words(form: Form, section: Section) -> str:
    """What is printed where an answer of this section is missing."""
    if section.prefill:
        return NOT_RECORDED
    return UNANSWERED.get(section.filled_by or form.filled_by, NOT_RECORDED)


def as_json(answer: Answer, missing: str = NOT_RECORDED) -> Json:
    """An answer as the templates and context.json know it."""
    return {"text": answer.text, "value": answer.value, "missing": missing,
            "refs": [where_json(ref) for ref in answer.refs]}


def where_json(where: Where) -> Json:
    """A place as JSON."""
    return {"file": where.file, "part": where.part, "spot": where.spot}


def words(text: str, *sources: Json) -> Json:
    """Words we made from answers: they carry the places of what they were made from."""
    refs = [ref for source in sources for ref in source.get("refs", ())]
    return {"text": text, "value": text, "missing": NOT_RECORDED, "refs": refs}


def join(answers: Iterable[Answer]) -> Answer:
    """Several answers to one question as one: paragraphs one after another, equal ones once."""
    given = [answer for answer in answers if answer.given]
    texts = list(dict.fromkeys(answer.text for answer in given))
    refs = tuple(ref for answer in given for ref in answer.refs)
    # 'x' and 'Yes' are two ways to put the same tick.
    alike = len(given) > 0 and all(answer.value == given[0].value for answer in given)
    return Answer("\n".join(texts), given[0].value if alike else "\n".join(texts), refs)


def answers_of(section: Section, found: Mapping[str, Answer], prefix: str, suffix: str,
               missing: str) -> Json:
    """Every field of one group of answers, answered or not."""
    given = {f.id: found.get(f"{prefix}{f.id}{suffix}", Answer("")) for f in section.fields}
    return {f.id: as_json(_dated(f, given[f.id]), _missing(f, given, missing))
            for f in section.fields}


def _dated(asked: Field, answer: Answer) -> Answer:
    """An exact day with its weekday, where the question wants that printed."""
    when = read_when(answer.text) if asked.weekday and answer.given else None
    if when is None or when.kind != "day" or when.approximate or when.first is None:
        return answer
    return replace(answer, text=with_weekday(when.first))


def _missing(asked: Field, given: Mapping[str, Answer], missing: str) -> str:
    """'If yes, give details' is not applicable once the answer before it is no."""
    rule = asked.required_if
    if rule and not asked.wanted(given):
        other = given.get(rule.get("field", ""))
        if "ticked" in rule or (other is not None and other.given):
            return NOT_APPLICABLE
    if missing == NOTHING_HELD or asked.required or asked.wanted(given):
        return missing
    return asked.if_empty or missing


def section_json(form: Form, section: Section, found: Mapping[str, Answer],
                 children: Sequence[str], nothing_held: bool = False) -> Json:
    """One section of one return as the templates know it."""
    missing = NOTHING_HELD if nothing_held else missing_words(form, section)
    if section.kind == "table":
        return {"rows": _rows(section, found, missing)}
    if section.per:
        made = []
        named = {path.split("/")[1] for path in found if path.startswith(f"{section.id}/")}
        for child in (*children, *sorted(named - set(children), key=in_turn)):
            prefix = f"{section.id}/{child}/"
            made.append({
                "code": child,
                "fields": answers_of(section, found, prefix, "",
                                     NOT_RECORDED if section.prefilled else missing),
                "anomalies": answers_of(section, found, prefix, "/anomaly",
                                        "No difference noted")})
        return {"children": made}
    plain = answers_of(section, found, f"{section.id}/", "", missing)
    return _ticks(section, plain) if section.kind == "ticks" else plain


def _rows(section: Section, found: Mapping[str, Answer], missing: str) -> list[Json]:
    from pipeline.prefill import rows_of

    numbers = sorted({*rows_of(found, section.id), *range(1, len(section.printed) + 1)})
    rows = []
    for number in numbers:
        row = answers_of(section, found, f"{section.id}/{number}/", "", missing)
        if number <= len(section.printed):
            for name, text in section.printed[number - 1].items():
                if not row[name]["text"]:
                    row[name] = {**row[name], "text": text, "value": text}
        rows.append({**row, "n": number})
    return rows


def _sheet_of(row: Json, by: str) -> str:
    """The file a row stands in; its sender's code when nothing of it was typed."""
    typed = (one["refs"] for one in (row[by], *row.values())
             if isinstance(one, dict) and one.get("refs"))
    refs = next(typed, None)
    return str(refs[0]["file"]) if refs else row["agency"]["code"] if "agency" in row else ""


def in_order(rows: Sequence[Json], by: str) -> list[Json]:
    """Rows in date order; equal dates by sender, then as they stood.

    A row without a date we can read stays behind the row it follows on its own sheet, or before
    the first that has one.
    """
    keyed = []
    read = [(row, _sheet_of(row, by), read_when(row[by]["text"])) for row in rows]
    known = [(sheet, sort_key(when)) for _, sheet, when in read if when.kind not in UNPLACED]
    before: dict[str, tuple[Any, ...]] = dict(reversed(known))
    for row, sheet, when in read:
        if when.kind not in UNPLACED or sheet not in before:
            before[sheet] = sort_key(when)
        sender = row["agency"]["code"] if "agency" in row else ""
        keyed.append((before[sheet], in_turn(sender), row["n"], row))
    return [row for *_, row in sorted(keyed, key=lambda one: one[:3])]


def _ticks(section: Section, plain: Json) -> Json:
    options: list[Json] = []
    for asked in section.fields:
        if asked.type == "tick":
            # A mark we cannot read stays as it was typed: it is no 'No'.
            mark = plain[asked.id]
            unclear = mark["text"].strip() and not isinstance(mark["value"], bool)
            ticked = mark if unclear else {**mark, "value": mark["value"] is True}
            options.append({"id": asked.id, "label": asked.label, "group": asked.group,
                            "ticked": ticked})
    groups: list[Json] = []
    for option in options:
        if not groups or groups[-1]["title"] != option["group"]:
            groups.append({"title": option["group"], "options": []})
        groups[-1]["options"].append(option)
    chosen = [{"id": o["id"], "label": o["label"], "answer": o["ticked"]}
              for o in options if o["ticked"]["value"] is True]
    others = {f.id: plain[f.id] for f in section.fields if f.type != "tick"}
    return {"options": options, "groups": groups, "ticked": chosen, **others}

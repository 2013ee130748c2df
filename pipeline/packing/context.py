"""What the documents of a pack know: the case as its audience may see it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from string import Formatter
from typing import Any

from pipeline.dates import with_weekday
from pipeline.keys import EMPTY
from pipeline.letterhead import NO_DAY, day_of
from pipeline.model import Case, PackKind, Profile, Recipient

PENDING = "Information pending"
TOLD = {*EMPTY, "Not applicable", "Not yet due", "Nothing held"} - {"Not recorded"}
"""Words for an empty box that say all there is to say: nobody is waiting for more."""


def for_audience(case: Case, kind: PackKind) -> Case:
    """The case as documents of this pack print it: with its sources or without, gaps named."""
    def answer(one: Mapping[str, Any]) -> dict[str, Any]:
        changed = dict(one)
        if not kind.refs:
            changed["refs"] = []
        if kind.gaps == "pending" and changed.get("missing") not in TOLD:
            changed["missing"] = PENDING
        return changed

    return changed_answers(case, answer)


def changed_answers(value: Any, change: Callable[[Mapping[str, Any]], dict[str, Any]]) -> Any:
    """The same JSON with each answer in it changed."""
    if isinstance(value, dict):
        if "refs" in value and "text" in value:
            return change(value)
        return {key: changed_answers(one, change) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [changed_answers(one, change) for one in value]
    return value


def publication_day(profile: Profile, case: Case) -> str:
    """The day of publication of the case record, with its weekday; words that say there is none."""
    record = profile.form_meaning("case_record")
    section = record.meaning("key_dates") if record else None
    answer = case["case"][section.id].get("publication") if section else None
    found = day_of(answer) if answer and answer["text"].strip() else None
    return with_weekday(found) if found else NO_DAY


def worded(profile: Profile, case: Case, kind: PackKind, recipient: Recipient) -> PackKind:
    """The pack with the words of its pages filled in for one recipient."""
    words = {"publication": publication_day(profile, case), "recipient": recipient.label,
             "number": str(recipient.number), "of": str(recipient.of),
             "reference": case["reference"]["text"]
             if isinstance(case["reference"], dict) else str(case["reference"])}

    def fill(text: str) -> str:
        return "".join(before + (words.get(name, "{" + name + "}") if name else "")
                       for before, name, _, _ in Formatter().parse(text))

    return replace(kind, marking=fill(kind.marking), watermark=fill(kind.watermark),
                   state=fill(kind.state), first_page=tuple(map(fill, kind.first_page)))

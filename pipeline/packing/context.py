"""What the documents of a pack know: the case as its audience may see it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from string import Formatter
from typing import Any

from pipeline.dates import in_words, with_weekday
from pipeline.keys import EMPTY
from pipeline.letterhead import NO_DAY
from pipeline.model import Case, PackKind, Profile, Recipient
from pipeline.published import kept_until, published_on

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
    found = published_on(profile, case)
    return with_weekday(found) if found else NO_DAY


def our_days(profile: Profile, case: Case, as_of: date) -> list[str]:
    """Days that we set ourselves, in words: today's, that of publication, and how long it stays."""
    on = published_on(profile, case)
    return [in_words(day) for day in (as_of, *((on, kept_until(on)) if on else ()))]


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

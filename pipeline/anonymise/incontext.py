"""The context of a case without names: every string in it, however deep."""

from collections.abc import Mapping
from typing import Any

from pipeline.anonymise.replacing import Replacing, Scanner
from pipeline.model import Case
from pipeline.model.decisions import Decided, Doubt

DOCUMENT = "The case"
WHOLE = {"refs", "asked", "lists", "profile"}
"""What is ours with all that is below: the places of answers, the partnership's own words."""
PLAIN = {"id", "code", "file", "files", "form", "kind", "key", "n", "number", "version",
         "fingerprint", "group", "edition", "as_of", "folder", "format", "template", "means",
         "status", "sha256"}
"""Ids and codes of ours, where they are plain words: an answer may stand under such a key too."""
OURS = {"label", "title", "missing", "heading", "hint", "national", "guidance"}
"""Words of our own forms: nobody is asked about a doubt in them."""


def context(case: Case, scanner: Scanner, decided: Decided) -> tuple[Case, list[Doubt]]:
    """The same context with certain matches replaced, and what a person must decide.

    Only what a pack prints is worth a person's time: for that, let `rewrite` look at the documents
    made from this context.
    """
    work = Replacing(scanner, decided, DOCUMENT)
    return _mapping(case, work, ""), work.doubts


def _value(value: Any, work: Replacing, place: str, key: str = "") -> Any:
    if isinstance(value, str):
        return work.rewritten(value, DOCUMENT, place, asks=key not in OURS) if value else value
    if isinstance(value, Mapping):
        return (_answer(value, work, place) if "refs" in value and "text" in value
                else _mapping(value, work, place))
    if isinstance(value, list | tuple):
        return [_value(one, work, place, key) for one in value]
    return value


def _mapping(value: Mapping[str, Any], work: Replacing, place: str) -> dict[str, Any]:
    return {key: one if _ours(key, one) else _value(one, work, _below(place, key), key)
            for key, one in value.items()}


def _ours(key: str, value: Any) -> bool:
    """Whether a value is an id, a code or the like, and nothing that anybody typed."""
    if isinstance(value, list | tuple):
        return key in WHOLE or (key in PLAIN and all(isinstance(one, str) for one in value))
    return key in WHOLE or (key in PLAIN and not isinstance(value, Mapping))


def _below(place: str, key: str) -> str:
    return f"{place}, {key.replace('_', ' ')}" if place else key.replace("_", " ")


def _answer(answer: Mapping[str, Any], work: Replacing, place: str) -> dict[str, Any]:
    """An answer whose text, value and whatever else is made of its text say the same."""
    refs = answer["refs"]
    spot = ", ".join(filter(None, (refs[0]["part"], refs[0]["spot"]))) if refs else place
    part = refs[0]["file"] if refs else DOCUMENT
    text = str(answer["text"])
    new = work.rewritten(text, part, spot)
    found = {key: one if key in ("text", "value", "missing") or _ours(key, one)
             else _value(one, work, place, key) for key, one in answer.items()}
    found["text"], found["value"] = new, _same(answer.get("value"), text, new, work)
    return found


def _same(value: Any, text: str, new: str, work: Replacing) -> Any:
    """The value of an answer whose text has become `new`."""
    if not isinstance(value, str) or value == text:
        return new if isinstance(value, str) else value
    if new == text and value[:4].isdigit():
        return value  # a day that the text says in other words, and that may stay
    changed = work.rewritten(value, asks=False)
    # The text no longer says the day, so its value must not either.
    return "" if new != text and changed == value and value[:4].isdigit() else changed

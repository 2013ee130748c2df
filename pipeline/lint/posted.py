"""Whether a letter says all that a letter must: what is asked and by when, first of all."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.doors.word import Line
from pipeline.model import Profile

SUBJECT, CLOSING = "letter subject", "letter closing"
FIRST = 2
"""How many paragraphs below its subject a letter has to say what it asks, and by when."""

ALWAYS = {"reference": "the case reference", "purpose": "what it is for", "asks": "what it asks",
          "due": "the day it asks it by", "returns": "how to answer",
          "contact": "whom to ask", "role": "who signs it"}
AGENCIES = {"secure_records": "that records are to be secured",
            "nil_return": "that holding nothing is an answer too"}
UNSAID = "it does not say {what} ({{{{ letter.{name} }}}})"
LATE = "its first lines do not say {what} ({{{{ letter.{name} }}}})"
UNWANTED = "it prints {{ letter.due }}, but no `due` is set for it"


def other_clock(profile: Profile) -> Iterator[str]:
    """Each letter that starts another clock than the one its own day of return is counted on."""
    rules = {f"deadlines.{rule['id']}": rule for rule in profile.deadlines}
    for kind in profile.documents:
        starts, due = kind.letter.get("starts_clock"), kind.letter.get("due", "")
        anchors = [name for key in ("anchor", "or_anchor") if (name := rules.get(due, {}).get(key))]
        if starts and anchors and starts not in anchors:
            yield (f"documents.{kind.id}: `starts_clock` is {starts}, but {due}, by which it asks, "
                   f"is counted from {' or '.join(anchors)}")


def untold(said: Mapping[str, Any], letter: Mapping[str, Any],
           lines: Sequence[Line]) -> Iterator[str]:
    """What a drawn letter does not say, and what it says too late. `said` is its definition."""
    body = [line for line in lines if line.part == lines[0].part] if lines else []
    whole = _plain(" ".join(line.text for line in body))
    wanted = {**ALWAYS, **(AGENCIES if said["to"] == "agency" else {})}
    for name, what in wanted.items():
        if letter[name]["text"].strip() and _plain(letter[name]["text"]) not in whole:
            yield UNSAID.format(what=what, name=name)
    if not said.get("due") and _plain(letter["due"]["missing"]) in whole:
        yield UNWANTED
    yield from _late(letter, body)


def _late(letter: Mapping[str, Any], body: Sequence[Line]) -> Iterator[str]:
    below = next((n for n, line in enumerate(body, 1) if line.style.casefold() == SUBJECT), None)
    if below is None:
        yield "no line stands in the style Letter Subject"
        return
    words = [line.text for line in body[below:] if line.text.strip()
             and not line.text.startswith("Dear ") and line.style.casefold() != CLOSING]
    first = _plain(" ".join(words[:FIRST]))
    for name in ("asks", "due"):
        if letter[name]["text"].strip() and _plain(letter[name]["text"]) not in first:
            yield LATE.format(what=ALWAYS[name], name=name)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(".")

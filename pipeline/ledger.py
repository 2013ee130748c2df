"""The ledger: where every answer that came in has gone. Nothing is lost without it being said."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from pipeline.model import Case, Problem, Profile, Submission
from pipeline.prefill import flat

Place = tuple[str, str, str]
Uses = Mapping[str, Iterable[Place]]
"""For each document, places (file, sheet, cell)."""


class Drawn(Protocol):
    """What making the documents took down: the places each printed, and those it went by."""

    @property
    def uses(self) -> Uses:
        """The places whose words a document shows."""

    @property
    def consulted(self) -> Uses:
        """The places that decide what a document shows."""


def ledger(profile: Profile, submissions: Sequence[Submission], drawn: Drawn,
           problems: Sequence[Problem], case: Case) -> list[dict[str, Any]]:
    """One line a cell that held an answer: what it answers, and where its words went.

    `documents` show its words; in those under `decides` it only decides what they show. A line with
    neither documents, problems nor a status would be a loss: see `lost`.
    """
    shown, decides = _turned(drawn.uses), _turned(drawn.consulted)
    quoted: dict[Place, set[str]] = {}
    for one in problems:
        if one.quote:
            place = (one.where.file, one.where.part, one.where.spot)
            quoted.setdefault(place, set()).add(one.code)
    replaced = {row["file"] for row in case["sources"] if row["status"] == "replaced"}
    counted = {form: {(r.file, r.part, r.spot) for one in made["returns"]
                      for answer in flat(one).values() for r in answer.refs}
               for form, made in case["forms"].items()}
    lines = []
    for submission in sorted(submissions, key=lambda s: s.file):
        form = profile.forms[submission.form]
        for path, answer in [*submission.answers.items(), ("nothing_held",
                                                           submission.nothing_held)]:
            for ref in answer.refs:
                place = (ref.file, ref.part, ref.spot)
                status = ""
                if submission.file in replaced:
                    status = "replaced by a later return"
                elif place not in counted[form.id] and path != "nothing_held":
                    status = "repeats the case record"
                lines.append({
                    "file": ref.file, "sheet": ref.part, "cell": ref.spot, "form": form.id,
                    "answers": path, "documents": sorted(shown.get(place, ())),
                    "decides": sorted(decides.get(place, set()) - shown.get(place, set())),
                    "problems": sorted(quoted.get(place, ())), "status": status})
    return lines


def _turned(uses: Uses) -> dict[Place, set[str]]:
    turned: dict[Place, set[str]] = {}
    for name, places in uses.items():
        for place in places:
            turned.setdefault(place, set()).add(name)
    return turned


def lost(lines: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The lines of a ledger whose words went nowhere."""
    return [line for line in lines
            if not (line["documents"] or line["problems"] or line["status"])]

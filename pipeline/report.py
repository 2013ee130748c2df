"""Tell people what was found: problems.json for programs, plain lines for the terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from pipeline.model import Problem
from pipeline.outputs import as_json

GRAVE = ("error", "warning", "note")


def problems_json(problems: Sequence[Problem]) -> bytes:
    """All problems as JSON, in a fixed order."""
    return as_json([asdict(one) for one in in_order(problems)])


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Problems by sender, the gravest first, then by place."""
    return sorted(problems, key=lambda p: (
        p.sender == "", p.sender, GRAVE.index(p.severity), p.where, p.code, p.quote))


def lines(problems: Sequence[Problem], names: Mapping[str, str]) -> list[str]:
    """The problems for the terminal, grouped by who must act. Never what somebody typed.

    `names` gives a sender's name by code.
    """
    shown: list[str] = []
    group: str | None = None
    for one in in_order(problems):
        if one.sender != group:
            group = one.sender
            shown += ["", names.get(group, group) if group else "The Business Unit"]
        shown.append(f"  {one.severity:<8}{one.where or 'the case folder'}")
        shown.append(f"          {one.message} {one.fix}  [{one.code}]")
    return shown


def tally(problems: Sequence[Problem]) -> str:
    """How many problems there are of each gravity, in words."""
    counts = [(sum(p.severity == name for p in problems), name) for name in GRAVE]
    said = [f"{count} {name}{'s' if count != 1 else ''}" for count, name in counts if count]
    return ", ".join(said) or "no problems"

"""One pack while it is made: each verb of the second sentence is a method, in its order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pipeline import anonymise, bundle, convert, diary, gate, names, outputs, seal
from pipeline.doors import hygiene, pdf
from pipeline.model import Case, Pack, PackKind, Paper, Problem, Profile, Recipient
from pipeline.packing import Packed, Wish, choose, others
from pipeline.packing.certificate import certificate
from pipeline.packing.context import for_audience, worded

TO_DECIDE = "to-decide"
HOUSE = "house.docx"
KEY = "restricted/code-key.xlsx"


@dataclass
class Making:
    """What the verbs hand on. `stopped` says that there is nothing to go on with."""

    folder: Path
    out: Path
    profile: Profile
    kind: PackKind
    as_of: date
    wish: Wish
    case: Case
    received: frozenset[str]
    people: Sequence[Recipient] = ()
    others: others.Others | None = None
    packs: list[Pack] = field(default_factory=list)
    before: list[Problem] = field(default_factory=list)
    verdicts: list[tuple[Recipient, gate.Verdict]] = field(default_factory=list)
    places: list[Path] = field(default_factory=list)
    sheets: list[Path] = field(default_factory=list)

    @property
    def stopped(self) -> bool:
        """Whether an error keeps the pack from being made."""
        return any(one.severity == "error" for one in self.before) or any(
            not verdict.passed for _, verdict in self.verdicts)

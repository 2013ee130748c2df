"""The second sentence: choose → anonymise → convert → bundle → gate → seal. It fails closed.

A pack is for one audience. Everybody who gets one of its kind gets a pack of their own, and all of
them pass the gate or none is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageTrouble
from pipeline.model import PackKind, Problem, Profile, Recipient

if TYPE_CHECKING:
    from pipeline.gate import Verdict

__all__ = ["Packed", "Wish", "chosen_kind"]


@dataclass(frozen=True)
class Wish:
    """How somebody wants a pack made: for whom, by which converter, with which passphrase.

    `today` is the day by the clock, as 2026-02-18, for the diary alone: what is dated back with
    another day to count from was all the same made today. '' where no clock is asked.
    """

    only: Sequence[str] = ()
    converter: str = "auto"
    passphrase: str = field(default="", repr=False)
    today: str = ""


@dataclass(frozen=True)
class Packed:
    """What came of it: the places of sealed editions, or what the gate says of each recipient.

    `before` are problems met before there was anything to look at: a paper is missing, or cannot be
    converted. `to_decide` are sheets that wait for a person.
    """

    kind: PackKind
    places: Sequence[Path] = ()
    verdicts: Sequence[tuple[Recipient, "Verdict"]] = ()
    before: Sequence[Problem] = ()
    to_decide: Sequence[Path] = ()
    decisions: Path = Path()
    editions: Mapping[str, int] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        """Whether nothing was written."""
        return not self.places

    def lines(self) -> list[str]:
        """What a person reads on the screen. It quotes nothing."""
        from pipeline.gate import refusal  # half the program hangs on it: collating needs none

        found = refusal(self.before) if self.before else []
        for to, verdict in self.verdicts:
            if len(self.verdicts) > 1 and verdict.hits:
                found.append(f"For {to.code}:")
            found += refusal(verdict.hits)
            found += [f"Let through by a waiver: {one.code} at {one.where}."
                      for one, _ in verdict.waived]
            found += [f"Information pending: {line}" for line in verdict.pending]
        return found

    def as_json(self) -> dict[str, Any]:
        """The same for a program."""
        hits = [one for _, verdict in self.verdicts for one in verdict.hits]
        return {"pack": self.kind.id, "refused": self.refused,
                "editions": [{"recipient": code, "edition": number}
                             for code, number in self.editions.items()],
                "problems": [{"code": one.code, "severity": one.severity, "file": one.where.file,
                              "part": one.where.part, "spot": one.where.spot,
                              "message": one.message, "fix": one.fix}
                             for one in (*self.before, *hits)],
                "to_decide": [path.name for path in self.to_decide]}


def chosen_kind(profile: Profile, name: str) -> PackKind:
    """The pack with this id. Raises UsageTrouble when the profile has none."""
    kind = next((one for one in profile.packs if one.id == name), None)
    if kind is None:
        known = ", ".join(one.id for one in profile.packs) or "none yet"
        raise UsageTrouble(f"There is no pack called '{name}'. There are: {known}.")
    return kind

"""What an edit works on, and what it has to own up to."""

import random
from dataclasses import dataclass, field

from mangling.filled import Filled


@dataclass
class State:
    """One form while it is mangled.

    `emptied` are sentinels an edit took away as a person would, leaving nothing to notice, and
    `strayed` those it put where a reader can only go by what stands there. `typed` are values put
    into cells that hold no sentinel. `damaged` says that the file itself was broken, `nameless`
    that what says which form it is was taken away.
    """

    filled: Filled
    chance: random.Random
    log: list[str] = field(default_factory=list)
    emptied: set[str] = field(default_factory=set)
    strayed: set[str] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)
    extras: list[str] = field(default_factory=list)
    damaged: bool = False
    nameless: bool = False

    def extra(self) -> str:
        """A new word that only this edit writes."""
        self.extras.append(f"Extra{len(self.extras):03d}x")
        return self.extras[-1]

    def empty(self, *values: object) -> None:
        """Own up that what these held was taken away."""
        self.emptied |= {one.token for value in values for one in self.filled.find(value)}

    def stray(self, *values: object) -> None:
        """Own up that what these held stands elsewhere now."""
        self.strayed |= {one.token for value in values for one in self.filled.find(value)}

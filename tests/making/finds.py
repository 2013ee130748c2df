"""A scanner of a few lines, for the tests of what is done with its matches."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Match:
    """What a scanner says of a stretch of text."""

    start: int
    end: int
    code: str
    kind: str
    certain: bool
    why: str
    instead: str


@dataclass(frozen=True)
class Finds:
    """Finds these words: the certain with what stands in their place, and the doubtful."""

    certain: dict[str, str] = field(default_factory=dict)
    doubtful: dict[str, str] = field(default_factory=dict)

    def scan(self, text: str) -> Sequence[Match]:
        """Every place of the words, with soft hyphens and the like looked through."""
        found = []
        for sure, listed in ((True, self.certain), (False, self.doubtful)):
            for words, instead in listed.items():
                spelt = "\u00ad?".join(map(re.escape, words))
                found += [Match(one.start(), one.end(), "C1", "Child", sure, "A name", instead)
                          for one in re.finditer(spelt, text)]
        return found


WHO, CHILD = "Robin Verrowby", "Child C1"

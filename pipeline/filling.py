"""What goes into a workbook that we make for somebody, beside the form's own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Words:
    """One agency's words to show beside a box. `source` is stable, `mark` their fingerprint."""

    who: str
    text: str
    place: str
    source: str
    mark: str
    tick: str = ""
    new: str = ""


@dataclass(frozen=True)
class Question:
    """Something to ask a sender about one answer. `path` is '' for words outside every box.

    `place` says in words where it is, `read` what we read there, `need` what we ask for. `brief`
    is `read` as an e-mail may say it: it quotes no words of anybody but a short date or number.
    """

    path: str
    place: str
    read: str
    need: str
    brief: str = ""


@dataclass(frozen=True)
class Filling:
    """What goes into a workbook beside the form's own words.

    `answers` maps paths to words, as in `Submission`; `ours` are the paths that we filled in for
    somebody else, whose words are marked so that a change is noticed. `facts` are lines of the
    first sheet: return by, return to. `offered` maps a `choices_from` to its options. `beside` maps
    the path of a box to the words gathered for it. `doubts` are what we ask about these answers.
    """

    identity: Mapping[str, str] = field(default_factory=dict)
    children: Sequence[str] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    facts: Sequence[tuple[str, str]] = ()
    offered: Mapping[str, Sequence[str]] = field(default_factory=dict)
    beside: Mapping[str, Sequence[Words]] = field(default_factory=dict)
    kind: str = ""
    nothing_held: str = ""
    ours: frozenset[str] = frozenset()
    doubts: Sequence[Question] = ()

"""What a code of a problem stands for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its gravity ('error', 'warning', 'note') and its two sentences."""

    severity: str
    message: str
    fix: str

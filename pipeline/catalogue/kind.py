"""What a code of a problem stands for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its gravity ('error', 'warning', 'note') and its two sentences.

    `asks` is the plain request for its sender, '' when it is not the sender's to mend; `saw` says
    what we read without quoting it.
    """

    severity: str
    message: str
    fix: str
    asks: str = ""
    saw: str = ""

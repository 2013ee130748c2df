"""Set-up trouble and the exit codes: the only exceptions the command line turns into words.

Mistakes in what people typed are never exceptions; they are `model.Problem`s.
"""

from enum import IntEnum


class Exit(IntEnum):
    """What a command ends with. `collate` ends with DONE even when problems are left."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    DEFINITION = 3
    OUTSIDE_PROGRAM = 4
    BUG = 70


class Stop(Exception):
    """Work cannot go on. `str()` is a sentence for the person at the keyboard."""

    exit_code = Exit.USAGE


class UsageTrouble(Stop):
    """The command was given something that is not there or does not fit."""


class DefinitionTrouble(Stop):
    """A definition or template of ours is wrong; the sentence names file and key."""

    exit_code = Exit.DEFINITION


class OutsideTrouble(Stop):
    """A file or program outside our control would not serve."""

    exit_code = Exit.OUTSIDE_PROGRAM

"""The layout that the decision sheet is written and read by."""

from dataclasses import dataclass

from pipeline.model.decisions import CHANGE, CHECKED, LEAVE, REPLACE

KEY, BY, ON = "Key", "Decided by", "On (date)"
DECISION, OWN, REASON = "Your decision", "Or your own words", "Reason, if it is left"
STAYS, NOTE = "May it stay?", "Note"
FIRST_ROW = 4
ROOM = 24
"""So wide are the labels of the first sheet."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width, and whether a person fills it in."""

    heading: str
    width: int
    filled: bool = False


START = "Start here"
NAMES = "Names to decide"
TELLING = "What could identify"
NAMES_BEFORE, TELLING_BEFORE = "Decided before", "Looked at before"
"""What was decided earlier and not asked this time: so the new sheet may replace the old one."""
PARTS = "  |  "
NAMES_COLUMNS = (
    Column(KEY, 8), Column("No.", 7), Column("Where", 28), Column("The words", 18),
    Column("In context", 54), Column("Found because", 24), Column("Would be replaced by", 20),
    Column(DECISION, 14, True), Column(OWN, 22, True), Column(REASON, 28, True),
    Column(BY, 18, True), Column(ON, 16, True))
TELLING_COLUMNS = (
    Column(KEY, 8), Column("No.", 7), Column("Paper", 20), Column("Page", 10),
    Column("What it is", 24), Column("The words", 28), Column("In context", 56),
    Column("Times", 8), Column(STAYS, 16, True), Column(NOTE, 28, True), Column(BY, 18, True),
    Column(ON, 16, True))
DECISIONS = (REPLACE, LEAVE)
STAYING = (CHECKED, CHANGE)
ALSO_STAYS = {"x", "yes", "y", "✓", "✔", "checked", "ok", "stays"}
"""What people write in place of a tick."""

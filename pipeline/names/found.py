"""Something found in a text, before overlaps are settled, and why it was found."""

from dataclasses import dataclass

from pipeline.names.kinds import Name
from pipeline.names.persons import SHORT

AS_IT_STANDS = "The name as the case has it"
SHORT_FORM = "A short form of the name"
WORD_TOO = "A name that is a word too"
SHARED = "A name that several people bear"
PIECE = "A word of its name"
PART_OF = "Part of a longer word"
SPACED = "Letters set apart"
BROKEN = "A name broken in two"
READ_OUT = "Somebody whom only running text names"
IN_ADDRESS = "A place in an address"
FORENAME_ONLY = "A forename that others may bear too"
SET_DOWN = "As the case has it"
RIGHT_SHAPE = "Its check digit is right"
SHAPE_ONLY = "It has the shape of one"
DAY_ONLY = "The day and month without the year"
SWAPPED = "Day and month changed places"
NUMBER_NEAR = "One figure is different, or two changed places"
FIGURES = "Figures stand for letters"
INITIALS = "Initials of the name"
TITLED = "A title and a name that nobody listed"
STRANGER = "It may be somebody's name that the case record does not know"
BEFORE_SURNAME = "It stands before a family name"


@dataclass(frozen=True)
class Found:
    """Something found, before overlaps are settled; `name` is None where nobody is known."""

    start: int
    end: int
    name: Name | None
    kind: str
    certain: bool
    why: str
    sort: str = ""
    bearers: tuple[Name, ...] = ()
    plural: bool = False

    @property
    def rank(self) -> tuple[bool, int, bool, int]:
        """What goes before what where two overlap: the certain, then the longer."""
        return (not self.certain, self.start - self.end, self.sort == SHORT, self.start)

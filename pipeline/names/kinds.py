"""What is looked for (`Name`) and what was found (`Match`)."""

from dataclasses import dataclass

CHILD = "Child"
FAMILY = "Family member"
PRACTITIONER = "Practitioner"
MAY_BE_NAMED = "May be named"
PLACE = "Place"
SCHOOL = "School or setting"
OTHER = "Other identifier"
BIRTH = "Date of birth"
DEATH = "Date of death"
NHS = "NHS number"
PUPIL = "Pupil number"
INSURANCE = "National Insurance number"
ADDRESS = "Address"
POSTCODE = "Postcode"
PHONE = "Telephone number"
EMAIL = "E-mail address"
UNKNOWN = "Person nobody listed"

PEOPLE = (CHILD, FAMILY, PRACTITIONER, MAY_BE_NAMED)
PLACES = (PLACE, SCHOOL, ADDRESS, OTHER)

IN_PLACE_OF = {
    PLACE: "[place]", SCHOOL: "[school or setting]", OTHER: "[removed]", BIRTH: "[date of birth]",
    DEATH: "[date of death]", NHS: "[NHS number]", PUPIL: "[pupil number]",
    INSURANCE: "[National Insurance number]", ADDRESS: "[address]", POSTCODE: "[postcode]",
    PHONE: "[telephone number]", EMAIL: "[e-mail address]", UNKNOWN: "[name]",
}
"""What a reader finds where an identifier stood."""

FAMILY_NAME = "[family name]"
"""What stands in place of a surname that several people bear."""


@dataclass(frozen=True)
class Name:
    """Somebody or something that must not be recognised, or (`keep`) that may be named.

    `words` is how the case has it, `also` its other spellings, `short` its pet names. `code` says
    whose it is: `C1` has a name, a date of birth and an address. `instead` is printed in its place.
    `sure` is False for what we only read out of running text: each place is then a doubt.
    """

    code: str
    kind: str
    words: str
    also: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    instead: str = ""
    sure: bool = True

    @property
    def keep(self) -> bool:
        """Whether it may be printed: a reviewer or chair who is named."""
        return self.kind == MAY_BE_NAMED

    @property
    def person(self) -> bool:
        """Whether this is the name of somebody."""
        return self.kind in PEOPLE


@dataclass(frozen=True, order=True)
class Match:
    """A stretch of text that says who somebody is: `text[start:end]`.

    `certain` is replaced with `instead`; otherwise a person decides. `why` says in words what was
    seen, and holds nothing that anybody typed.
    """

    start: int
    end: int
    code: str
    kind: str
    certain: bool
    why: str
    instead: str


def instead_of(name: Name) -> str:
    """The words that stand in place of a name: a child's have its code."""
    if name.instead or name.keep:
        return name.instead or name.words
    if name.kind == CHILD:
        return f"Child {name.code}"
    if name.kind == FAMILY:
        return "a family member"
    if name.kind == PRACTITIONER:
        return "a practitioner"
    return IN_PLACE_OF.get(name.kind, "[removed]")

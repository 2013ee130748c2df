"""Numbers and addresses that are somebody's: found by their shape, whoever's they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.names import stretches
from pipeline.names.kinds import EMAIL, INSURANCE, NHS, PHONE, POSTCODE, PUPIL
from pipeline.names.listing import word_set

_GAP = r"[ \-./·_]{0,3}"
_SHAPES = (
    (EMAIL, re.compile(
        r"[a-z0-9][a-z0-9.!#$%&'*+/=?^_{|}~-]*"
        r"(?:@| ?[\[({<] ?at ?[\])}>] ?| at (?=[a-z0-9-]+(?:\.| dot )))"
        r"[a-z0-9-]+(?:(?:\.| ?[\[({<] ?dot ?[\])}>] ?| dot )[a-z0-9-]+)+")),
    (PUPIL, re.compile(r"(?<![a-z0-9])[a-hj-np-rt-z] ?\d{11} ?[0-9a-hj-np-rt-z](?![a-z0-9])")),
    (INSURANCE, re.compile(rf"(?<![a-z0-9])[a-z]{{2}}{_GAP}\d\d{_GAP}\d\d{_GAP}\d\d{_GAP}[a-d]"
                           r"(?![a-z0-9])")),
    (PHONE, re.compile(r"(?<![\d+])(?<!\d[.,/-])(?:(?:\+|00) ?44[ \-.]{0,2}(?:\(0\))?|\(?0)"
                       r"(?:[ \-.()/]{0,2}\d){8,10}(?![\d]|[./-]\d)")),
    (NHS, re.compile(r"(?<!\d)(?<!\d[.,])(?!(?:19|20)\d\d-\d\d-)"
                     r"\d(?:[ \-.·_]{0,3}\d){9}(?!\d)(?![.,]\d)")),
    (POSTCODE, re.compile(r"(?<![a-z0-9])[a-z]{1,2}\d[a-z\d]?[ \-./_]{0,3}\d[abd-hjlnp-uw-z]{2}"
                          r"(?![a-z0-9])")),
)
_NOT_FIRST, _NOT_SECOND = frozenset("dfiquv"), frozenset("dfiquvo")
_NOT_GIVEN = word_set("bg gb kn nk nt tn zz")
_PUPIL_LETTERS = "abcdefghjklmnpqrtuvwxyz"


@dataclass(frozen=True)
class Shape:
    """Something of the shape of an identifier, in the plain text from `start` to `end`.

    `value` is what is compared; `valid` says whether its check digit or letters are right.
    """

    start: int
    end: int
    kind: str
    value: str
    valid: bool


def shapes(plain: str) -> Iterator[Shape]:
    """Everything in a folded text that has the shape of an identifier."""
    near_figures, near_mail = stretches.figures(plain), stretches.mail(plain)
    for kind, shape in _SHAPES:
        for start, end in near_mail if kind == EMAIL else near_figures:
            for found in shape.finditer(plain, start, end):
                value = normal(kind, found[0])
                if value:
                    yield Shape(found.start(), found.end(), kind, value, _valid(kind, value))


def normal(kind: str, words: str) -> str:
    """What is compared of an identifier; '' when the words are none after all."""
    if kind == EMAIL:
        words = re.sub(r" ?[\[({<] ?at ?[\])}>] ?| at ", "@", words)
        return re.sub(r" ?[\[({<] ?dot ?[\])}>] ?| dot ", ".", words).strip(".")
    value = "".join(one for one in words if one.isalnum())
    if kind == PHONE:
        value = re.sub(r"^(?:00)?44(?:0(?=[1-9]))?", "0", value)
        return value if len(value) in (10, 11) and value[:1] == "0" and value[1:2] != "0" else ""
    if kind == NHS:
        return value if len(value) == 10 else ""
    return value


def nhs_number_holds(value: str) -> bool:
    """Whether ten figures are an NHS number: the last one checks the others, modulo 11."""
    if len(value) != 10 or not value.isdigit() or len(set(value)) == 1:
        return False
    check = 11 - sum(int(one) * (10 - n) for n, one in enumerate(value[:9])) % 11
    return check % 11 == int(value[9]) and check != 10


def _valid(kind: str, value: str) -> bool:
    if kind == NHS:
        return nhs_number_holds(value)
    if kind == INSURANCE:
        return (value[0] not in _NOT_FIRST and value[1] not in _NOT_SECOND
                and value[:2] not in _NOT_GIVEN)
    if kind == PUPIL:
        figures = [int(one) if one.isdigit() else _PUPIL_LETTERS.index(one) for one in value[1:]]
        total = sum(one * weight for weight, one in enumerate(figures, 2))
        return _PUPIL_LETTERS[total % 23] == value[0]
    return False

"""People whom the case does not know and no title gives away are a doubt."""

import pytest

from pipeline.model import Profile
from pipeline.names import Familiar, Name, Scanner, familiar_of
from pipeline.names.found import STRANGER

REVIEWER = Name("", "May be named", "Ottoline Braxmere")
CHILD = Name("C1", "Child", "Robin Ellistrand")


@pytest.fixture(scope="module")
def familiar(norfolk: Profile) -> Familiar:
    return familiar_of(norfolk)


def strangers(familiar: Familiar, text: str) -> list[str]:
    found = Scanner((REVIEWER, CHILD), familiar=familiar).scan(text)
    assert not any(one.certain for one in found if one.why == STRANGER)
    return [text[one.start:one.end] for one in found if one.why == STRANGER]


@pytest.mark.parametrize(("text", "found"), [
    ("It was Tamara Winstanley who rang.", "Tamara Winstanley"),
    ("Tamara Winstanley's notes were lost.", "Tamara Winstanley"),
    ("TAMARA WINSTANLEY, SOCIAL WORKER", "TAMARA WINSTANLEY"),
    ("the worker, Tamara\nWinstanley, said", "Tamara\nWinstanley"),
    ("Tamara Jane Winstanley wrote", "Tamara Jane Winstanley"),
    ("Tamara J. Winstanley wrote", "Tamara J. Winstanley"),
    ("by T. Winstanley.", "T. Winstanley"), ("by Olufemi Adeyemi.", "Olufemi Adeyemi"),
    ("by Sarah Green and", "Sarah Green"), ("by Grace Baker and", "Grace Baker"),
    ("by Siobhán Ní Dhomhnaill.", "Siobhán Ní Dhomhnaill"),
    ("by Kirsty-Anne O’Neill.", "Kirsty-Anne O’Neill"),
    ("by Tamara van der Berg.", "Tamara van der Berg"), ("by Tamara Braxmere.", "Tamara Braxmere"),
])
def test_somebody_whom_nobody_listed_is_a_doubt(familiar: Familiar, text: str,
                                                found: str) -> None:
    assert strangers(familiar, text) == [found]


@pytest.mark.parametrize("text", [
    "Norfolk Constabulary and Norfolk County Council", "The Norfolk Safeguarding Children Board",
    "Will Young People Be Heard?", "Ottoline Braxmere led the review.",
    "Great Ormond Street Hospital",
    "Ofsted Inspectors in May Day Week", "Robin Ellistrand was seen.",
    "Signs of Safety in Practice",
    "Lucy Faithfull Foundation",
])
def test_organisations_and_whoever_is_known_are_none(familiar: Familiar, text: str) -> None:
    assert strangers(familiar, text) == []

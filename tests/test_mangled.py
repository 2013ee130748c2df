"""Filled forms mangled at random: never is an answer lost, moved or made up without a word.

Every file follows from its seed, which a failure prints:
`mangled(forms, SEED)` in tests/mangling/mangle.py makes it again.
"""

import time
from collections.abc import Sequence

import pytest
from mangling.filled import FORMS, Filled, filled, resaved
from mangling.mangle import mangled
from mangling.oracle import judge

from pipeline import workbook
from pipeline.model import Profile

BLOCK = 60
BLOCKS = 36
SECONDS = 5


@pytest.fixture(scope="module")
def forms(norfolk: Profile) -> list[Filled]:
    """Each form with every question answered, as we write it and as another program saved it."""
    written = [filled(norfolk, name) for name in FORMS]
    return [*written, *map(resaved, written)]


def faults(forms: Sequence[Filled], seeds: range, profile: Profile) -> dict[str, list[str]]:
    """What was wrong in the reading of each mangled file, by seed and edits."""
    found = {}
    for seed in seeds:
        state, data = mangled(list(forms), seed)
        begun = time.process_time()
        try:
            verdict = judge(state, data, workbook.read(data, "R001", profile))
            wrong = verdict.wrong
        except Exception as why:  # whatever it is, it is a fault of the reader
            wrong = [f"{type(why).__name__}: {why}"]
        if time.process_time() - begun > SECONDS:
            wrong.append(f"took longer than {SECONDS} seconds")
        if wrong:
            found[f"seed {seed}, {state.filled.form.id}: {'; '.join(state.log)}"] = wrong
    return found


def test_a_form_left_alone_keeps_every_sentinel(forms: list[Filled], norfolk: Profile) -> None:
    import random

    from mangling.state import State

    for one in forms:
        read = workbook.read(one.data, "R001", norfolk)
        assert judge(State(one, random.Random(0)), one.data, read).wrong == []
        assert {problem.code for problem in read.problems} == set()
        assert len(one.sentinels) > 40


def test_mangled_forms_lose_nothing(forms: list[Filled], norfolk: Profile) -> None:
    assert faults(forms, range(BLOCK), norfolk) == {}


@pytest.mark.slow
@pytest.mark.parametrize("block", range(1, BLOCKS))
def test_thousands_of_mangled_forms_lose_nothing(forms: list[Filled], norfolk: Profile,
                                                 block: int) -> None:
    assert faults(forms, range(block * BLOCK, (block + 1) * BLOCK), norfolk) == {}

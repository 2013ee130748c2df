"""A code stays with whoever it was given to, whatever happens to the rows of the case record."""

from hypothesis import given as examples
from hypothesis import strategies as st

from pipeline.names.given import mark, new, steady
from pipeline.names.kinds import CHILD, PRACTITIONER, Name


def _people(*names: str) -> list[Name]:
    """Practitioners with the codes of their rows, below a child of the case record."""
    return [Name("C1", CHILD, "Robin Ellistrand"),
            *(Name(f"P{row}", PRACTITIONER, words) for row, words in enumerate(names, 1))]


def test_a_row_put_in_between_moves_nobody() -> None:
    first = _people("Verity Coldharrow", "Marlow Pellingate")
    known = new(first, {})
    later = steady(_people("Verity Coldharrow", "Odette Farrowdale", "Marlow Pellingate"), known)
    assert {one.words: one.code for one in later} == {
        "Robin Ellistrand": "C1", "Verity Coldharrow": "P1", "Marlow Pellingate": "P2",
        "Odette Farrowdale": "P3"}


def test_the_code_of_somebody_who_left_is_given_to_nobody_else() -> None:
    known = new(_people("Verity Coldharrow"), {})
    later = steady(_people("Odette Farrowdale"), known)
    assert [one.code for one in later] == ["C1", "P2"]


def test_the_diary_is_told_no_name() -> None:
    [sign] = new(_people("Verity Coldharrow"), {})
    assert sign == mark(Name("P9", PRACTITIONER, "verity  coldharrow")) and len(sign) == 16


WORDS = st.lists(st.text("abcdefgh", min_size=3, max_size=5), unique=True, max_size=8)


@examples(WORDS, WORDS)
def test_nobody_ever_changes_codes_and_no_two_share_one(first: list[str], later: list[str]) -> None:
    known = new(_people(*first), {})
    now = steady(_people(*later), known)
    assert len({one.code for one in now}) == len(now)
    for one in now:
        if mark(one) in known:
            assert one.code == known[mark(one)]

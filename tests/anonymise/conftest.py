"""The scanner that these tests use."""

import pytest

from tests.making.finds import CHILD, WHO, Finds


@pytest.fixture(scope="session")
def finds() -> Finds:
    """Robin Verrowby is certain; Grace may be a name."""
    return Finds({WHO: CHILD}, {"Grace": "Child C2"})

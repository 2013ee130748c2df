"""Each partnership's profile, and its sample case collated once."""

from pathlib import Path

import pytest

from pipeline.model import Profile
from pipeline.run import Collated
from tests.every import HOME, PARTNERSHIPS
from tests.making.collated import collated_sample, loaded


@pytest.fixture(scope="session", params=PARTNERSHIPS)
def profile(request: pytest.FixtureRequest) -> Profile:
    """One partnership after the other."""
    return loaded(request.param, HOME)


@pytest.fixture(scope="session")
def folder(profile: Profile) -> Path:
    """Its sample case."""
    return HOME / "inputs" / f"{profile.id}-sample"


@pytest.fixture(scope="session")
def collated(profile: Profile) -> tuple[Path, Collated]:
    """The sample case collated: the folder of its outputs and what was said of it."""
    return collated_sample(profile.id, HOME)

"""Each partnership's profile, and its sample case collated once."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from pipeline.model import Profile
from pipeline.profiles import load_profile
from pipeline.run import Collated, collate
from tests.every import HOME, PARTNERSHIPS

AS_OF = date(2026, 6, 1)


@cache
def loaded(name: str) -> Profile:
    """The profile of a partnership."""
    return load_profile(HOME / "templates", name)


@pytest.fixture(scope="session", params=PARTNERSHIPS)
def profile(request: pytest.FixtureRequest) -> Profile:
    """One partnership after the other."""
    return loaded(request.param)


@pytest.fixture(scope="session")
def folder(profile: Profile) -> Path:
    """Its sample case."""
    return HOME / "inputs" / f"{profile.id}-sample"


@pytest.fixture(scope="session")
def collated(profile: Profile, folder: Path,
             tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Collated]:
    """The sample case collated: the folder of its outputs and what was said of it."""
    out = tmp_path_factory.mktemp("outputs") / folder.name
    return out, collate(folder, out, profile, AS_OF)

"""What the tests share: the Norfolk profile and the sample case, each made once."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pipeline import profiles
from pipeline.model import Profile
from pipeline.opening.child import Opener
from pipeline.opening.items import Items
from pipeline.receive import receive
from pipeline.run import Collated
from tests.making import once
from tests.making.collated import AS_OF as AS_OF
from tests.making.collated import ROOT as ROOT
from tests.making.collated import collated_sample, loaded, shared

settings.register_profile("pipeline", deadline=None, derandomize=True,
                          suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pipeline")
profiles.load_profile = once.load_profile


@pytest.fixture(scope="session", autouse=True)
def together(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Workers of one run share what they make of the sample cases."""
    base = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared.append(base.parent)


def taken_in(folder: Path) -> Items:
    """All that came in with a case folder."""
    with Opener() as opener:
        return receive(folder, opener.open)


@pytest.fixture(scope="session")
def norfolk() -> Profile:
    """The Norfolk profile as committed."""
    return loaded("norfolk")


@pytest.fixture(scope="session")
def sample_folder() -> Path:
    """The committed sample case."""
    return ROOT / "inputs" / "norfolk-sample"


@pytest.fixture(scope="session")
def forms_of_sample(sample_folder: Path) -> dict[str, bytes]:
    """The workbooks of the sample case by the name they came under, however they came."""
    return {item.name.rpartition("/")[2]: item.data for item in taken_in(sample_folder)
            if item.kind == "xlsx"}


@pytest.fixture(scope="session")
def collated() -> tuple[Path, Collated]:
    """The sample case collated once: the folder of its outputs and what was said of it."""
    return collated_sample("norfolk")


@pytest.fixture
def books_once() -> Iterator[None]:
    """The same workbook is written once for all tests that ask for this: none looks at how."""
    with once.books_once():
        yield

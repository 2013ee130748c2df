"""The Norfolk sample with room to pack in: a home of its own for each test."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipeline import run
from pipeline.model import PackKind, Profile
from pipeline.packing import Packed, Wish, chosen_kind
from tests.making.collated import ROOT

AS_OF = date(2026, 6, 1)
Make = Callable[..., Packed]
EMBEDDED = Wish(converter="embedded")


@pytest.fixture(scope="session")
def checked(norfolk: Profile) -> run.Checked:
    """The sample, read and put together."""
    return run.check(ROOT / "inputs" / "norfolk-sample", norfolk, AS_OF)


@pytest.fixture(scope="session")
def make_pack(norfolk: Profile, checked: run.Checked) -> Callable[[Path], Make]:
    """Makes packs of the sample in a folder: `make_pack(home)("publication")`."""
    def at(home: Path) -> Make:
        folder = home / "inputs" / "norfolk-sample"
        if not folder.is_dir():
            shutil.copytree(ROOT / "inputs" / "norfolk-sample", folder,
                            ignore=shutil.ignore_patterns("diary.jsonl"))

        def make(name: str, wish: Wish = EMBEDDED,
                 change: Callable[[PackKind], PackKind] = lambda kind: kind) -> Packed:
            return run.pack_checked(checked, folder, home / "outputs" / "norfolk-sample", norfolk,
                                    change(chosen_kind(norfolk, name)), AS_OF, wish)

        return make

    return at


@pytest.fixture(scope="session")
def published(make_pack: Callable[[Path], Make], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's publication pack, made without LibreOffice: the folder of its edition."""
    packed = make_pack(tmp_path_factory.mktemp("packed"))("publication")
    assert packed.lines() == []
    [place] = packed.places
    return place

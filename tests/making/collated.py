"""The sample cases, each collated once in a test run for whoever only looks at what was made."""

import atexit
import pickle
import shutil
import tempfile
import time
from datetime import date
from functools import cache
from pathlib import Path

from pipeline.model import Profile
from pipeline.profiles import load_profile
from pipeline.run import Collated, collate

ROOT = Path(__file__).resolve().parent.parent.parent
AS_OF = date(2026, 6, 1)
PATIENCE = 240.0
"""Seconds that one worker of a test run waits for another to have made a case."""

shared: list[Path] = []
"""The folder that all workers of a test run share, once it is known."""


@cache
def loaded(name: str, home: Path = ROOT) -> Profile:
    """The profile of a partnership."""
    return load_profile(home / "templates", name)


@cache
def collated_sample(name: str, home: Path = ROOT) -> tuple[Path, Collated]:
    """The folder of the outputs of a partnership's sample, and what was said. Not to be changed."""
    if not shared or home != ROOT:
        kept = Path(tempfile.mkdtemp(prefix="collated-"))
        atexit.register(shutil.rmtree, kept, ignore_errors=True)
        return _made(name, home, kept)
    kept = shared[0] / f"collated-{name}"
    told = kept / "told"
    try:
        kept.mkdir()
    except FileExistsError:
        until = time.monotonic() + PATIENCE
        while kept.exists() and not told.exists() and time.monotonic() < until:
            time.sleep(0.1)
        return kept / f"{name}-sample", pickle.loads(told.read_bytes())
    try:
        made = _made(name, home, kept)
    except BaseException:
        shutil.rmtree(kept, ignore_errors=True)  # the others need not wait for it
        raise
    begun = kept / "telling"
    begun.write_bytes(pickle.dumps(made[1]))
    begun.rename(told)
    return made


def _made(name: str, home: Path, kept: Path) -> tuple[Path, Collated]:
    folder = home / "inputs" / f"{name}-sample"
    out = kept / folder.name
    return out, collate(folder, out, loaded(name, home), AS_OF)

"""The sample cases, each collated once in a test run for whoever only looks at what was made."""

import atexit
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from pipeline.model import Profile
from pipeline.profiles import load_profile
from pipeline.run import Collated, collate

ROOT = Path(__file__).resolve().parent.parent.parent
AS_OF = date(2026, 6, 1)


@cache
def loaded(name: str, home: Path = ROOT) -> Profile:
    """The profile of a partnership."""
    return load_profile(home / "templates", name)


@cache
def collated_sample(name: str, home: Path = ROOT) -> tuple[Path, Collated]:
    """The folder of the outputs of a partnership's sample, and what was said. Not to be changed."""
    kept = Path(tempfile.mkdtemp(prefix="collated-"))
    atexit.register(shutil.rmtree, kept, ignore_errors=True)
    folder = home / "inputs" / f"{name}-sample"
    out = kept / folder.name
    return out, collate(folder, out, loaded(name, home), AS_OF)

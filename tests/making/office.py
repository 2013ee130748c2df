"""LibreOffice as the tests use it."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

OFFICE = shutil.which("soffice")


def to_office(files: Iterable[Path], to: str, out: Path) -> None:
    """Convert files in one go, with a profile of its own and no network worth having."""
    assert OFFICE, "LibreOffice is not installed: make office"
    subprocess.run(
        [OFFICE, f"-env:UserInstallation={(out / '.profile').as_uri()}", "--headless",
         "--norestore", "--convert-to", to, "--outdir", str(out), *map(str, files)],
        check=True, capture_output=True, timeout=600)

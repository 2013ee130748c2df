"""LibreOffice makes the edits: one process for all of them, with a profile of its own.

UNO belongs to the Python that LibreOffice was installed for, so the edits are a script of their
own, `uno_script.py`, run by that Python.
"""

import json
import random
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mangling.filled import Filled
from mangling.state import State

SCRIPT = Path(__file__).with_name("uno_script.py")
SECONDS = 500


@dataclass(frozen=True)
class Edited:
    """One edit as LibreOffice saved it: what it owns up to, and the file of each format."""

    name: str
    did: dict[str, Any]
    folder: Path

    def formats(self) -> list[str]:
        """The endings of the files that were saved."""
        return sorted(path.name.partition(".")[2] for path in self.folder.glob(f"{self.name}.*"))

    def data(self, ending: str) -> bytes:
        """One of the files."""
        return (self.folder / f"{self.name}.{ending}").read_bytes()

    def state(self, filled: Filled) -> State:
        """What the edit owns up to."""
        state = State(filled, random.Random(0), [f"{self.name}: {self.did['did']}"])
        state.empty(*self.did["emptied"])
        state.stray(*self.did["strayed"])
        state.typed.update(self.did["typed"])
        state.extras += self.did["extras"]
        return state


def python_with_uno() -> str:
    """A Python that can speak to LibreOffice; '' when there is none."""
    for name in ("/usr/bin/python3", shutil.which("python3") or "",
                 "/usr/lib/libreoffice/program/python", "/opt/libreoffice/program/python"):
        if name and Path(name).exists() and not subprocess.run(
                [name, "-c", "import uno"], capture_output=True, timeout=60).returncode:
            return name
    return ""


def edited(filled: Filled, folder: Path) -> list[Edited]:
    """Let LibreOffice make every edit of the script to this form."""
    soffice, python = shutil.which("soffice"), python_with_uno()
    assert soffice and python, "LibreOffice or its Python is not installed: make office"
    (folder / "filled.xlsx").write_bytes(filled.data)
    (folder / "jobs.json").write_text(json.dumps({"soffice": soffice, "edits": []}))
    subprocess.run([python, str(SCRIPT), str(folder)], check=True, capture_output=True,
                   timeout=SECONDS)
    done = json.loads((folder / "done.json").read_text())
    return [Edited(name, did, folder) for name, did in done.items()]

"""Find what came in: every file of the case folder, under any name, in a fixed order."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from pipeline.catalogue import problem
from pipeline.model import Problem, Where

OURS = {"issued", "report"}
SAMPLE_ANSWERS = "answers"
OUR_FILES = {"diary.jsonl", "README.md", ".gitkeep"}
LOCKS = ("~$", ".~lock.")
ZIP = b"PK\x03\x04"
SPREADSHEETS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".numbers"}


@dataclass(frozen=True)
class Received:
    """A file that may be a return. `name` is its path in the case folder, with forward slashes."""

    name: str
    data: bytes


def _may_be_workbook(path: Path, data: bytes) -> bool:
    """Whether to open it: a zip with sheets in it, or one that is damaged but says it has some."""
    if not data.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return any(name.startswith("xl/") for name in package.namelist())
    except zipfile.BadZipFile:
        return path.suffix.casefold() == ".xlsx"


def receive(folder: Path) -> tuple[list[Received], list[Problem]]:
    """All files of a case folder that may be workbooks, and a note on each that cannot be.

    Sorted by name, so that neither the file system nor the operating system has a say.
    """
    found: list[Received] = []
    problems: list[Problem] = []
    files = (path for path in folder.rglob("*") if path.is_file())
    for name, path in sorted((path.relative_to(folder).as_posix(), path) for path in files):
        top = name.split("/")[0]
        ours = top in OURS or (top == SAMPLE_ANSWERS and path.suffix == ".toml")
        if ours or path.name in OUR_FILES:
            continue
        if path.name.startswith(LOCKS):
            problems.append(problem("open-elsewhere", Where(name)))
            continue
        data = path.read_bytes()
        if _may_be_workbook(path, data):
            found.append(Received(name, data))
        elif path.suffix.casefold() in SPREADSHEETS:
            problems.append(problem("format-not-accepted", Where(name)))
        else:
            problems.append(problem("not-a-workbook", Where(name)))
    return found, problems

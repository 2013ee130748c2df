"""Which files of a case folder came in, and which are ours."""

from collections.abc import Iterator
from pathlib import Path

OURS = {"issued", "report"}
SAMPLE_ANSWERS = "answers"
DIARY = "diary.jsonl"
OUR_FILES = {DIARY, "README.md", ".gitkeep"}
OF_THE_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}
LOCKS = ("~$", ".~lock.")


def files_of(folder: Path) -> Iterator[tuple[str, Path]]:
    """Each file that may have come in, by its path in the folder with forward slashes, sorted."""
    files = (path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in files}
    for name, path in sorted(named.items(), key=lambda one: _turn(one[0])):
        top = name.split("/")[0]
        ours = top in OURS or (top == SAMPLE_ANSWERS and path.suffix == ".toml")
        if not ours and name not in OUR_FILES and path.name not in OF_THE_SYSTEM:
            yield name, path


def _turn(name: str) -> tuple[list[str], str, str, str]:
    """Where a name stands in the order: 'case.xlsx' before 'case - Copy.xlsx' and 'Copy of …'."""
    *folders, last = name.split("/")
    stem, _, ending = last.rpartition(".")
    return [one.casefold() for one in folders], (stem or last).casefold(), ending, name

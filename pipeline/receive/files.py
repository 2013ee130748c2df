"""Which files of a case folder came in, and which are ours."""

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path

from pipeline import diary

ISSUED = "issued"
OURS = {"report", "papers", "decisions"}
"""Folders for the second sentence: what goes into packs, and what people decided about names."""
SAMPLE_ANSWERS = "answers"
SAMPLE_SUFFIXES = (".toml", ".md")
OUR_FILES = {diary.DIARY, "README.md", ".gitkeep"}
OF_THE_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}
LOCKS = ("~$", ".~lock.")


def files_of(folder: Path) -> Iterator[tuple[str, Path]]:
    """Each file that may have come in, by its path in the folder with forward slashes, sorted.

    What lies where issued forms are kept came in all the same unless it is as it was issued:
    somebody saved a return there, or wrote in our copy.
    """
    sent = _fingerprints(folder)
    files = (path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in files}
    for name, path in sorted(named.items(), key=lambda one: _turn(one[0])):
        top = name.split("/")[0]
        ours = top in OURS or (top == SAMPLE_ANSWERS and path.suffix in SAMPLE_SUFFIXES) or (
            top == ISSUED and _is_one_of(path, sent))
        ours = ours or (top == name and path.match(diary.EARLIER))
        if not ours and name not in OUR_FILES and path.name not in OF_THE_SYSTEM:
            yield name, path


def _fingerprints(folder: Path) -> set[str]:
    """The fingerprints of all that was issued, as the diary has them."""
    return {one[key] for one in diary.entries(folder, ISSUED)
            for key in ("fingerprint", "letter_fingerprint") if one.get(key)}


def _is_one_of(path: Path, fingerprints: Collection[str]) -> bool:
    return hashlib.sha256(path.read_bytes()).hexdigest() in fingerprints


def _turn(name: str) -> tuple[list[str], str, str, str]:
    """Where a name stands in the order: 'case.xlsx' before 'case - Copy.xlsx' and 'Copy of …'."""
    *folders, last = name.split("/")
    stem, _, ending = last.rpartition(".")
    return [one.casefold() for one in folders], (stem or last).casefold(), ending, name

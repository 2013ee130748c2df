"""Put finished files in place: a folder appears whole or not at all, and no work is overwritten."""

import hashlib
import json
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.catalogue import problem
from pipeline.errors import OutsideTrouble
from pipeline.model import Problem, Where

Files = Mapping[str, bytes]
"""Finished files by their path under outputs/<case>/, with forward slashes."""

MANIFEST = "manifest.json"
LOCKS = ("~$", ".~lock.")
UNITS = ("documents", "restricted", "guidance", "to-fill", "to-agencies", "received")
READ_ONLY = "received"
OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR


def as_json(value: Any) -> bytes:
    """A value as JSON that is the same on every machine and pleasant to read."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode("utf-8", "surrogatepass")


def publish(folder: Path, files: Files, loose: Files, as_of: str) -> list[Problem]:
    """Replace the units of `folder` by `files`, and the `loose` files beside them.

    What somebody has changed in our folders, or saved there, is kept in edited/<date>/ and named in
    a Problem. The last good folder stays until the new one is whole. Raises OutsideTrouble when a
    file is open in another program and cannot be replaced.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    problems = _keep_edited(folder, as_of)
    new = folder / ".new"
    _remove(new)
    for name, data in files.items():
        path = new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(stat.S_IRUSR if name.startswith(f"{READ_ONLY}/") else OWNER_ONLY)
    manifest = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    try:
        for unit in UNITS:
            _swap(folder, new, unit)
        for name, data in {**loose, MANIFEST: as_json(manifest)}.items():
            _write_whole(folder / name, data)
    except OSError as why:
        raise OutsideTrouble(
            f"A file in {folder.name} could not be replaced. Close the documents of this case in "
            "Word and Excel and run the command again. Nothing was lost.") from why
    finally:
        _remove(new)
    return problems


def put(folder: Path, files: Files) -> None:
    """Write finished files that belong to no case into a folder of their own, each whole.

    Raises OutsideTrouble when one is open in another program.
    """
    try:
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_whole(path, data)
    except OSError as why:
        raise OutsideTrouble(f"A file in {folder.name} could not be replaced. Close it in the "
                             "program that has it open and run the command again.") from why


def put_beside(folder: Path, unit: str, files: Files, as_of: str) -> list[str]:
    """Write the files of one unit that `publish` does not make; returns those that were kept.

    What somebody has changed since we wrote it is kept in edited/<date>/ first, as `publish` does.
    Raises OutsideTrouble when one is open in another program.
    """
    here = folder / unit
    made = here / f".{MANIFEST}"
    known = json.loads(made.read_text(encoding="utf-8")) if made.is_file() else {}
    changed = [name for name in files if (here / name).is_file() and known.get(name) !=
               hashlib.sha256((here / name).read_bytes()).hexdigest()]
    for name in changed:
        kept = _free(folder / "edited" / as_of / unit / name)
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(here / name, kept)
        kept.chmod(OWNER_ONLY)
    marks = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    put(here, {**files, made.name: as_json(marks)})
    return changed


def add(folder: Path, files: Files) -> None:
    """Write files into units beside what `publish` made there, and into the manifest.

    Raises OutsideTrouble when one is open in another program.
    """
    manifest = folder / MANIFEST
    made = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else {}
    made |= {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    put(folder, {**files, MANIFEST: as_json(made)})


def edited(folder: Path) -> list[str]:
    """The files in our folders that somebody has changed since they were made, or put there."""
    manifest = folder / MANIFEST
    made = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else {}
    there = sorted(path for unit in UNITS for path in (folder / unit).rglob("*")
                   if path.is_file() and not path.name.startswith(LOCKS))
    names = {path.relative_to(folder).as_posix(): path for path in there}
    return [name for name, path in names.items()
            if hashlib.sha256(path.read_bytes()).hexdigest() != made.get(name)]


def _keep_edited(folder: Path, as_of: str) -> list[Problem]:
    names = edited(folder)
    for name in names:
        kept = _free(folder / "edited" / as_of / name)
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / name, kept)
        kept.chmod(OWNER_ONLY)
    return [problem("edited-kept", Where(name), document=name) for name in names]


def _free(path: Path) -> Path:
    """A name that is not taken yet: a second change on one day does not replace the first."""
    number = 2
    free = path
    while free.exists():
        free = path.with_stem(f"{path.stem}-{number}")
        number += 1
    return free


def _swap(folder: Path, new: Path, unit: str) -> None:
    here, old = folder / unit, folder / f".old-{unit}"
    _remove(old)
    if here.exists():
        here.replace(old)
    try:
        if (new / unit).exists():
            (new / unit).replace(here)
    except OSError:
        if old.exists():
            old.replace(here)
        raise
    _remove(old)


def _remove(folder: Path) -> None:
    """Remove a folder of ours. Windows will not delete a file that may only be read."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(OWNER_ONLY)
    shutil.rmtree(folder, ignore_errors=True)


def _write_whole(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.chmod(OWNER_ONLY)
    part.replace(path)

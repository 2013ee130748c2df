"""Sealing: a pack that passed its gate becomes an edition, whole or not at all, for good.

An edition is never written again. The next one has the next number, even where the folder of an
earlier one is gone: the diary of the case remembers it.
"""

import hashlib
import json
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline import diary
from pipeline.errors import OutsideTrouble
from pipeline.model import Pack
from pipeline.outputs import as_json

PACKS, EDITION = "packs", "edition-"
ABOUT = "not-to-send/about/"
MANIFEST = f"{ABOUT}manifest.json"
READ_ONLY = stat.S_IRUSR
FOLDER = stat.S_IRWXU

Files = Mapping[str, bytes]


def place(out: Path, pack: str, recipient: str) -> Path:
    """The folder that holds the editions of one recipient's pack."""
    return out / PACKS / pack / recipient if recipient else out / PACKS / pack


def sealed(folder: Path, pack: str = "") -> list[Mapping[str, Any]]:
    """What the diary of a case says was sealed, oldest first; of one pack when it is named."""
    return [one for one in diary.entries(folder, diary.SEALED) if pack in ("", one.get("pack"))]


def next_edition(folder: Path, out: Path, pack: str, recipient: str) -> int:
    """The number of the edition that comes next, by the diary and by the folders that are there."""
    known = [int(one["edition"]) for one in sealed(folder, pack)
             if one.get("recipient", "") == recipient]
    there = [path.name.removeprefix(EDITION)
             for path in place(out, pack, recipient).glob(f"{EDITION}*")]
    return max([0, *known, *(int(number) for number in there if number.isdigit())]) + 1


def changed(folder: Path, out: Path) -> list[str]:
    """The sealed editions that are no longer as they were sealed, as paths under `out`.

    The diary knows the fingerprint of the list of files, and the list that of each file. An edition
    whose folder is not here, because it was made elsewhere, is none of them.
    """
    found = []
    for one in sealed(folder):
        here = place(out, str(one["pack"]), str(one.get("recipient", ""))) / (
            f"{EDITION}{one['edition']}")
        if here.is_dir() and not _as_sealed(here, str(one["fingerprint"])):
            found.append(here.relative_to(out).as_posix())
    return found


def _as_sealed(here: Path, fingerprint: str) -> bool:
    try:
        listed = (here / MANIFEST).read_bytes()
        files = json.loads(listed)["files"]
    except (OSError, ValueError, KeyError):
        return False
    there = {path.relative_to(here).as_posix(): path for path in here.rglob("*") if path.is_file()}
    return (hashlib.sha256(listed).hexdigest() == fingerprint
            and set(there) - {MANIFEST} == set(files)
            and all(hashlib.sha256(there[name].read_bytes()).hexdigest() == said["sha256"]
                    for name, said in files.items()))


def manifest(pack: Pack, files: Files) -> bytes:
    """What lies in an edition and how it was made, as JSON: nothing in it names anybody."""
    return as_json({
        "pack": pack.kind.id, "title": pack.kind.title, "audience": pack.kind.audience,
        "recipient": pack.recipient.code, "edition": pack.edition, "made_on": pack.as_of,
        "files": {name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data),
                         **_origin(pack, name)} for name, data in sorted(files.items())}})


def _origin(pack: Pack, name: str) -> dict[str, Any]:
    """Who wrote a file, what it is, and for a PDF which program made it."""
    stem, _, ending = name.split("/")[-1].rpartition(".")
    paper = next((one for one in pack.papers if one.name.rpartition(".")[0] == stem), None)
    converters = sorted({one.converter for one in pack.papers if one.converter})
    made = {"converter": paper.converter if paper else ", ".join(converters)} if (
        ending == "pdf" and (paper or not name.startswith(ABOUT))) else {}
    if paper is None:
        return made
    return {"title": paper.title, "written_by": "outside" if paper.outside else "us", **made}


def write(folder: Path, out: Path, pack: Pack, files: Files, today: str = "") -> Path:
    """Put one edition in place, with its manifest, and note it in the diary: both, or neither.

    `today` is the day by the clock, which the diary keeps beside the day that was counted from.
    Raises OutsideTrouble when it cannot be written; then nothing is there.
    """
    edition, listed = pack.edition, manifest(pack, files)
    here = place(out, pack.kind.id, pack.recipient.code) / f"{EDITION}{edition}"
    new = here.with_name(f".new-{edition}")
    done = False
    try:
        _remove(new)
        for name, data in {**files, MANIFEST: listed}.items():
            path = new / name
            for folder_of in reversed(path.relative_to(new).parents):  # `parents=True` has no mode
                (new / folder_of).mkdir(parents=True, exist_ok=True, mode=FOLDER)
            path.write_bytes(data)
            path.chmod(READ_ONLY)
        new.rename(here)
        done = True
        diary.note(folder, diary.SEALED, pack.as_of, pack=pack.kind.id,
                   recipient=pack.recipient.code, edition=edition,
                   fingerprint=hashlib.sha256(listed).hexdigest(),
                   papers={one.kind.id: one.file for one in pack.papers if one.outside},
                   **({"noted_on": today} if today else {}))
    except OSError as why:
        _remove(here if done else new)
        raise OutsideTrouble(
            "The pack could not be written, so none was made. See that the disk has room and that "
            "the folders of this case can be written to, then run the command again.") from why
    return here


def _remove(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    shutil.rmtree(folder, ignore_errors=True)

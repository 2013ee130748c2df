"""Delete what came in for another case, once somebody has decided it, and remember that it was."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import diary
from pipeline.errors import UsageTrouble
from pipeline.opening.items import Item, Items
from pipeline.receive.files import files_of

DELETED = "deleted"


def find(items: Items, rows: Sequence[Mapping[str, Any]], number: str,
         apart: Collection[str]) -> Item:
    """What stood under a number in the register as it was last made, where it may be deleted.

    Numbers change when files are added: the one under it now must have the bytes of the one that
    the register showed. `apart` are the ids of what lies in quarantine. Raises UsageTrouble when
    there is no such number, when it has changed, or when it is not in quarantine.
    """
    row = next((one for one in rows if one["id"] == number), None)
    if row is None:
        raise UsageTrouble(f"There is no number {number} in the register of this case. Collate the "
                           "case and look the number up.")
    same = [item for item in items if item.sha256 == row["sha256"] and item.sha256]
    if not same:
        raise UsageTrouble(f"{number} is no longer in the case folder.")
    found = next((item for item in same if item.id == number), None)
    if found is None:
        raise UsageTrouble("Files were saved since the register was made, so its numbers have "
                           "changed. Collate the case and look the number up again.")
    if not any(one == number or one.startswith(f"{number}.") for one in apart):
        raise UsageTrouble(
            f"{number} is not in quarantine. This command deletes only a return of another case, "
            "or a file that could do harm. Move any other file out of the case folder yourself.")
    return found


def delete(folder: Path, items: Items, used: Collection[str], gone: Item, by: str, why: str,
           when: str) -> None:
    """Delete the file of the case folder that is, or brought, an item; note it in the diary.

    `used` are the ids of items whose answers this case uses. Raises UsageTrouble when a return of
    this case would go with it.
    """
    if not by.strip() or not why.strip():
        raise UsageTrouble("Say who decided it (--by) and why (--why): both are kept.")
    carried = [item for item in items if item.file == gone.file]
    elsewhere = {item.sha256 for item in items if item.file != gone.file}
    kept = [item.id for item in carried if item.id in used and item.sha256 not in elsewhere]
    if kept:
        raise UsageTrouble(
            f"The same message also brought {', '.join(kept)}, which this case uses. Save that "
            "attachment into the case folder by itself, then delete.")
    path = next(path for name, path in files_of(folder) if name == carried[0].name)
    # Noted first: a file that could not be deleted is better than one that is gone unexplained.
    diary.note(folder, DELETED, when, id=gone.id, kind=gone.kind, by=by, why=why,
               sha256=gone.sha256, file_sha256=carried[0].sha256)
    path.unlink()

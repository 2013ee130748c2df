"""Delete what came in for another case, once somebody has decided it, and remember that it was."""

from pathlib import Path

from pipeline import diary
from pipeline.errors import UsageTrouble
from pipeline.opening.items import Item, Items
from pipeline.receive.files import files_of

DELETED = "deleted"


def delete(folder: Path, items: Items, used: set[str], item_id: str, by: str, why: str,
           when: str) -> Item:
    """Delete the file of the case folder that is, or brought, an item; note it in the diary.

    `used` are the ids of items whose answers this case uses. Raises UsageTrouble when there is no
    such item, or when a return of this case would go with it.
    """
    gone = next((item for item in items if item.id == item_id), None)
    if gone is None or gone.status == "ours":
        raise UsageTrouble(f"There is no number {item_id} in the register of this case.")
    if not by.strip() or not why.strip():
        raise UsageTrouble("Say who decided it (--by) and why (--why): both are kept.")
    carried = [item for item in items if item.file == gone.file]
    elsewhere = {item.sha256 for item in items if item.file != gone.file}
    kept = [item.id for item in carried if item.id in used and item.sha256 not in elsewhere]
    if kept:
        raise UsageTrouble(
            f"{gone.file} also brought {', '.join(kept)}, which this case uses. Save that "
            "attachment into the case folder by itself, then delete.")
    path = next(path for name, path in files_of(folder) if name == carried[0].name)
    # Noted first: a file that could not be deleted is better than one that is gone unexplained.
    diary.note(folder, DELETED, when, id=gone.id, kind=gone.kind, by=by, why=why,
               sha256=gone.sha256, file_sha256=carried[0].sha256)
    path.unlink()
    return gone

"""The messages that bring a sample case's forms: as agencies send them, not as we would like."""

import io
import tomllib
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.doors.mail import write_mbox, write_message, write_msg
from pipeline.doors.xlsx import same_bytes
from pipeline.errors import DefinitionTrouble

MESSAGES = "messages.toml"
TO = "Business Unit <business.unit@example.org>"


def posted(answers: Path, made: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a sample case when the forms that `messages.toml` names came by mail.

    `made` is the workbooks by their path. Raises DefinitionTrouble for a message that attaches what
    is not there.
    """
    path = answers / MESSAGES
    if not path.is_file():
        return dict(made)
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["messages"]
    by_name = {PurePosixPath(name).name: name for name in made}
    files = dict(made)
    boxes: dict[str, list[bytes]] = {}
    for row in rows:
        missing = [name for name in row["attach"] if name not in by_name]
        if missing:
            raise DefinitionTrouble(f"{MESSAGES}: there is no form {', '.join(missing)}.")
        forms = [(name, made[by_name[name]]) for name in row["attach"]]
        for name in row["attach"]:
            files.pop(by_name[name], None)
        if row.get("as") == "mbox":
            boxes.setdefault(row["file"], []).append(_message(row, forms))
        else:
            files[row["file"]] = _message(row, forms)
    return {**files, **{name: write_mbox(some) for name, some in boxes.items()}}


def _message(row: Mapping[str, Any], forms: Iterable[tuple[str, bytes]]) -> bytes:
    parts = list(forms)
    if "wrapped" in row:
        parts = [(row["wrapped"], _archive(parts))]
    if "forwarded" in row:
        inner = row["forwarded"]
        parts = [("", write_message(inner["from"], row["from"], inner["subject"], inner["sent"],
                                    inner["words"], parts))]
    write = write_msg if row.get("as") == "msg" else write_message
    made = write(row["from"], TO, row["subject"], row["sent"], row["words"].strip() + "\n", parts)
    # Some programs call every attachment part of the message's own words.
    return made.replace(b"Disposition: attachment", b"Disposition: inline") if (
        row.get("inline")) else made


def _archive(parts: Iterable[tuple[str, bytes]]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return same_bytes(kept.getvalue())

"""The files in an archive, one level deep; an archive in it is opened again by whoever asks.

Nothing is ever unpacked onto the disk, so the paths in it lead nowhere; only names are shown.
"""

import io
import zipfile

from pipeline.doors.mail.words import file_name
from pipeline.errors import OutsideTrouble
from pipeline.model import Fault
from pipeline.opening import Part

MOST_BYTES = 256 * 1024 * 1024
"""How much the files of an archive may hold together."""

MOST_FILES = 300

_ENCRYPTED = 1
_OF_THE_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}
_OF_A_MAC = "__MACOSX"


def members(data: bytes) -> tuple[tuple[Part, ...], tuple[Fault, ...]]:
    """The files that somebody put into an archive, in its order, and what is wrong with others."""
    parts: list[Part] = []
    faults: list[Fault] = []
    left = MOST_BYTES
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise OutsideTrouble("This archive is damaged.") from None
    wanted = [one for one in package.infolist() if _sent(one)]
    for one in wanted[:MOST_FILES]:
        name = file_name(one.filename)
        if one.flag_bits & _ENCRYPTED:
            faults.append(Fault("file-password", quote=name))
            continue
        inside = _inside(package, one, left)
        if inside is None:
            faults.append(Fault("archive-part-damaged", quote=name))
        else:
            left -= len(inside)
            parts.append(Part(name, inside))
    faults += [Fault("archive-part-damaged", quote=file_name(one.filename))
               for one in wanted[MOST_FILES:]]
    return tuple(parts), tuple(faults)


def _sent(one: zipfile.ZipInfo) -> bool:
    """Whether somebody meant to send this: no folder, and nothing that a system put there."""
    bits = one.filename.replace("\\", "/").split("/")
    return bool(bits[-1]) and bits[0] != _OF_A_MAC and bits[-1] not in _OF_THE_SYSTEM


def _inside(package: zipfile.ZipFile, one: zipfile.ZipInfo, most: int) -> bytes | None:
    """A member's bytes, None when it is damaged or larger than we unpack."""
    try:
        with package.open(one) as stream:
            inside = stream.read(most + 1)
    except MemoryError:
        raise
    except Exception:  # every way of packing has its own
        return None
    return inside if len(inside) <= most else None

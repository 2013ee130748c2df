"""The one door to locked Office files: opened with the password that Excel itself uses, or not.

Excel locks a workbook with the password 'VelvetSweatshop' when only its structure is protected, and
opens it with the same without asking anybody. No other password is tried.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

EXCELS_OWN = "VelvetSweatshop"

SPINS = 1_000_000
"""Excel hashes a password 100,000 times. A file that asks for much more only wants to keep us."""

_RIGHTS = re.compile(r"[\x00-\x1f]*DRM", re.IGNORECASE)
_OLD_BOOK = "Book"


def unlock(data: bytes) -> tuple[str, bytes | None]:
    """'opened' and the bytes inside, or 'password', 'rights' (for named people only), 'damaged'."""
    import msoffcrypto
    import olefile
    from msoffcrypto.exceptions import DecryptionError, FileFormatError

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as package:
            names = [name for path in package.listdir(storages=True) for name in path]
            info = _small(package, "EncryptionInfo")
        if any(_RIGHTS.match(name) for name in names):
            return "rights", None
        if b"<!DOCTYPE" in info or b"<!ENTITY" in info:
            return "damaged", None
        try:
            return _opened(msoffcrypto.OfficeFile(io.BytesIO(data)))
        except DecryptionError:  # a lock that the library does not know
            return "password", None
        except FileFormatError:  # Excel 95, which it does not know at all
            return ("password" if _OLD_BOOK in names else "damaged"), None
    except MemoryError:
        raise
    except Exception:
        return "damaged", None


def _opened(file: Any) -> tuple[str, bytes | None]:
    if not file.is_encrypted():
        return "damaged", None
    if getattr(file, "info", {}).get("spinValue", 0) > SPINS:
        return "password", None
    try:
        if file.format == "ooxml":
            file.load_key(password=EXCELS_OWN, verify_password=True)
        else:
            file.load_key(password=EXCELS_OWN)
    except MemoryError:
        raise
    except Exception:  # another password, or a cipher that the library cannot try
        return "password", None
    inside = io.BytesIO()
    with _in_memory():
        file.decrypt(inside)
    return "opened", inside.getvalue()


def _small(package: Any, name: str) -> bytes:
    """The beginning of a stream, b'' when there is none."""
    if not package.exists(name):
        return b""
    with package.openstream(name) as stream:
        return bytes(stream.read(100_000))


@contextmanager
def _in_memory() -> Iterator[None]:
    """For old workbooks the library writes what it unlocked into a temporary file.

    What agencies wrote about children must not lie there, and the process this runs in may not
    write files; so it gets a file in memory.
    """
    from msoffcrypto.format import xls97

    kept = xls97.tempfile
    xls97.tempfile = SimpleNamespace(TemporaryFile=io.BytesIO)
    try:
        yield
    finally:
        xls97.tempfile = kept

"""Plain archives: the files in them, as far as they can be unpacked without harm."""

import io
import zipfile
import zlib
from collections.abc import Iterator

MOST_FILES, LARGEST = 2000, 512 << 20


def members(data: bytes) -> Iterator[tuple[str, bytes, bool]]:
    """Each file of a zip with its name, and whether it could be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            left = LARGEST
            for count, one in enumerate(held.infolist()):
                left -= one.file_size
                if left < 0 or count >= MOST_FILES:
                    yield "", b"", False
                    return
                try:
                    yield one.filename, held.read(one), True
                except (RuntimeError, zlib.error, NotImplementedError, zipfile.BadZipFile):
                    yield one.filename, b"", False
    except (zipfile.BadZipFile, OSError, ValueError):
        yield "", data, False

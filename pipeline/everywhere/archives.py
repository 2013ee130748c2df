"""Plain archives: the files in them, as far as they can be unpacked without harm."""

import io
import zipfile
import zlib
from collections.abc import Iterator

MOST_FILES, LARGEST = 2000, 512 << 20


def members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Each file of a zip with its name. What cannot be unpacked comes as it lies there."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            left = LARGEST
            for one in held.infolist()[:MOST_FILES]:
                left -= one.file_size
                if left < 0:
                    return
                try:
                    yield one.filename, held.read(one)
                except (RuntimeError, zlib.error, NotImplementedError, zipfile.BadZipFile):
                    yield one.filename, b""
    except (zipfile.BadZipFile, OSError, ValueError):
        yield "", data

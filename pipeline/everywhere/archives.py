"""Plain archives: the files in them, as far as they can be unpacked without harm."""

import io
import zipfile
import zlib
from collections.abc import Iterator

MOST_FILES, LARGEST = 2000, 512 << 20


def is_zip(data: bytes) -> bool:
    """Whether an archive can be opened in these bytes, also behind something else."""
    return b"PK\x05\x06" in data[-70_000:] and zipfile.is_zipfile(io.BytesIO(data))


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


def strays(data: bytes) -> Iterator[bytes]:
    """What lies in a zip beside its files: remarks, what stands before it, files told twice.

    No program shows any of it, and every program copies it along.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            entries = held.infolist()
            yield held.comment
            yield data[:min((one.header_offset for one in entries), default=0)]
            last = {one.filename: one for one in entries}
            for one in entries:
                yield one.comment
                if last[one.filename] is not one:
                    yield held.read(one)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, ValueError):
        return

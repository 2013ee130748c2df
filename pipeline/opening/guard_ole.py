"""The old container of Office files (OLE): what lies at its top, read without a library.

Every step is bounded by the size of the file, and a chain that bites its own tail is cut. Whatever
cannot be so is an empty container.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_NONE = 0xFFFFFFFA  # this and above are not sectors but ends, gaps and tables
_ENTRY = 128
_MINI = 6  # small streams lie in pieces of 64 bytes
_SMALL = 4096
_FILE_PASS = 0x002F
_BEFORE_FILE_PASS = (0x0009, 0x0209, 0x0409, 0x0809, 0x0086)


@dataclass(frozen=True)
class _Entry:
    name: str
    start: int
    size: int


class _Container:
    """A container's sectors and its table of which comes after which."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.shift = struct.unpack_from("<H", data, 30)[0]
        if self.shift not in (9, 12):
            raise ValueError
        self.sectors = len(data) >> self.shift
        self.tables = [n for n in struct.unpack_from("<109I", data, 76) if n < _NONE]
        more, steps = struct.unpack_from("<I", data, 68)[0], 0
        while more < _NONE and steps < self.sectors:
            *found, more = struct.unpack(f"<{(1 << self.shift) // 4}I", self.sector(more))
            self.tables += [n for n in found if n < _NONE]
            steps += 1

    def sector(self, n: int) -> bytes:
        at = (n + 1) << self.shift
        return self.data[at:at + (1 << self.shift)]

    def chain(self, start: int) -> Iterator[int]:
        """The sectors of a stream in order, never more than there are."""
        per, n = (1 << self.shift) // 4, start
        for _ in range(self.sectors):
            if n >= _NONE:
                return
            yield n
            if n // per >= len(self.tables):
                return
            at = ((self.tables[n // per] + 1) << self.shift) + (n % per) * 4
            n = struct.unpack_from("<I", self.data, at)[0]

    def entries(self) -> Mapping[str, _Entry]:
        """What lies at the top, by its name in small letters; the container itself is ''."""
        first = struct.unpack_from("<I", self.data, 48)[0]
        listed = b"".join(map(self.sector, self.chain(first)))
        found = {"": self._entry(listed, 0)}
        waiting, seen = [struct.unpack_from("<I", listed, 76)[0]], set()
        while waiting:
            n = waiting.pop()
            if n in seen or (n + 1) * _ENTRY > len(listed):
                continue
            seen.add(n)
            entry = self._entry(listed, n)
            found[entry.name.casefold()] = entry
            waiting += struct.unpack_from("<II", listed, n * _ENTRY + 68)
        return found

    @staticmethod
    def _entry(listed: bytes, n: int) -> _Entry:
        at = n * _ENTRY
        length = min(max(struct.unpack_from("<H", listed, at + 64)[0] - 2, 0), 62)
        name = listed[at:at + length].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", listed, at + 116)
        return _Entry(name, start, size)

    def head(self, entry: _Entry, root: _Entry) -> bytes:
        """The first bytes of a stream: a sector at most."""
        if entry.size >= _SMALL:
            return self.sector(entry.start)
        place = entry.start << _MINI
        for count, n in enumerate(self.chain(root.start)):
            if count == place >> self.shift:
                return self.sector(n)[place & ((1 << self.shift) - 1):]
        return b""


def kind_of(data: bytes) -> tuple[str, bool]:
    """What an OLE file is, a key of `KINDS`, and whether it holds macros.

    An old workbook or document that is locked inside says so in its first bytes only.
    """
    try:
        container = _Container(data)
        names = container.entries()
    except (struct.error, ValueError):
        return "unknown", False
    if "encryptedpackage" in names:
        return "locked", False
    if "__properties_version1.0" in names:
        return "msg", False
    book = names.get("workbook") or names.get("book")
    if book:
        locked = _book_is_locked(container.head(book, names[""]))
        return "locked" if locked else "xls", "_vba_project_cur" in names
    if "worddocument" in names:
        head = container.head(names["worddocument"], names[""])
        locked = len(head) > 11 and bool(head[11] & 1)
        return "locked" if locked else "doc", "macros" in names
    if "powerpoint document" in names:
        return "pptx", False
    return "unknown", False


def _book_is_locked(head: bytes) -> bool:
    at = 0
    while at + 4 <= len(head):
        record, length = struct.unpack_from("<HH", head, at)
        if record not in _BEFORE_FILE_PASS:
            return record == _FILE_PASS
        at += 4 + length
    return False

"""A compound file, the small file system in which Outlook keeps a message: in, and out again.

Reading is olefile's. Writing is ours, since no library writes one: version 3, sectors of 512
bytes, streams under 4,096 bytes together in the mini stream, the same bytes for the same tree.
"""

import io
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Union

from pipeline.errors import OutsideTrouble

Tree = dict[str, Union[bytes, "Tree"]]
"""A storage: streams by name, and the storages inside it."""

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT, DIFAT, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC, 0xFFFFFFFF
PER_SECTOR = SECTOR // 4
IN_HEADER = 109

MOST_ENTRIES = 20_000
DEEPEST = 60


def read_compound(data: bytes) -> tuple[Tree, tuple[str, ...]]:
    """The tree of a compound file, and the paths of streams that cannot be read.

    Raises OutsideTrouble when it is no such file, or built to take for ever.
    """
    import olefile

    try:
        whole = data + bytes(-len(data) % SECTOR)  # the last sector may have been cut off
        with olefile.OleFileIO(io.BytesIO(whole)) as ole:
            reader = _Reader(ole, len(data) + 64 * SECTOR)
            tree = reader.storage(ole.root, ())
    except Exception as why:  # olefile lets struct's, Python's and its own errors out
        raise OutsideTrouble("It is not a compound file, or it is damaged.") from why
    return tree, tuple(reader.broken)


class _Reader:
    """Goes down the tree, and keeps count: many names may claim the same bytes."""

    def __init__(self, ole: Any, most: int) -> None:
        self.ole, self.most, self.entries = ole, most, 0
        self.broken: list[str] = []

    def storage(self, node: Any, path: tuple[str, ...]) -> Tree:
        tree: Tree = {}
        for kid in node.kids:
            self.entries += 1
            if self.entries > MOST_ENTRIES or len(path) > DEEPEST:
                raise OutsideTrouble("It holds more parts than any message.")
            here = (*path, kid.name)
            if kid.entry_type == 1:
                tree[kid.name] = self.storage(kid, here)
            elif kid.entry_type == 2:
                try:
                    data = self.ole.openstream(list(here)).read()
                except Exception:  # one bad stream must not cost the others
                    data = b""
                if len(data) < kid.size:
                    self.broken.append("/".join(here))
                    continue
                tree[kid.name] = data
                self.most -= len(data)
                if self.most < 0:
                    raise OutsideTrouble("Its parts are larger than the file.")
        return tree


@dataclass
class _Entry:
    """A line of the directory."""

    name: str
    kind: int
    data: bytes = b""
    left: int = NONE
    right: int = NONE
    child: int = NONE
    red: bool = False
    start: int = END
    size: int = 0
    clsid: bytes = field(default=bytes(16))

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        return struct.pack("<64sHBBIII16sIQQIQ", name, len(name), self.kind, 0 if self.red else 1,
                           self.left, self.right, self.child, self.clsid, 0, 0, 0, self.start,
                           self.size)


def write_compound(tree: Mapping[str, Any], clsid: bytes = bytes(16)) -> bytes:
    """A tree of streams and storages as a compound file."""
    entries = [_Entry("Root Entry", 5, clsid=clsid)]
    _list(tree, 0, entries)
    sectors: list[bytes] = []
    chains: list[int] = []
    small: list[bytes] = []
    mini_chains: list[int] = []
    for entry in entries:
        if entry.kind != 2 or not entry.data:
            continue
        entry.size = len(entry.data)
        if entry.size < CUTOFF:
            entry.start = _chain(entry.data, MINI, small, mini_chains)
        else:
            entry.start = _chain(entry.data, SECTOR, sectors, chains)
    mini = b"".join(small)
    if mini:
        entries[0].start, entries[0].size = _chain(mini, SECTOR, sectors, chains), len(mini)
    listed = b"".join(entry.packed() for entry in entries)
    spare = _Entry("", 0, start=0).packed()
    listed += (bytes(66) + spare[66:]) * (-len(entries) % 4)
    directory = _chain(listed, SECTOR, sectors, chains)
    table = struct.pack(f"<{len(mini_chains)}I", *mini_chains)
    mini_fat = _chain(table, SECTOR, sectors, chains, b"\xff") if table else END
    return _assembled(sectors, chains, directory, mini_fat, -(-len(table) // SECTOR))


def _list(tree: Mapping[str, Any], owner: int, entries: list[_Entry]) -> None:
    """Put what a storage holds into the directory, under its owner."""
    names = sorted(tree, key=lambda name: (len(name.encode("utf-16-le")), name.upper()))
    first = len(entries)
    for name in names:
        held = tree[name]
        entries.append(_Entry(name[:31], 2, held) if isinstance(held, bytes) else _Entry(
            name[:31], 1, start=0))
    entries[owner].child = _balanced(entries, first, len(names), 0, len(names).bit_length() - 1)
    for at, name in enumerate(names, first):
        if not isinstance(tree[name], bytes):
            _list(tree[name], at, entries)


def _balanced(entries: list[_Entry], first: int, count: int, depth: int, last: int) -> int:
    """The middle of a run of entries, its halves hung under it. The lowest row is red."""
    if not count:
        return NONE
    half = count // 2
    middle = entries[first + half]
    middle.left = _balanced(entries, first, half, depth + 1, last)
    middle.right = _balanced(entries, first + half + 1, count - half - 1, depth + 1, last)
    middle.red = depth == last and depth > 0
    return first + half


def _chain(data: bytes, size: int, sectors: list[bytes], chains: list[int],
           fill: bytes = b"\0") -> int:
    """Lay data down in sectors that follow each other; where the first one is."""
    start = len(sectors)
    for at in range(0, len(data), size):
        sectors.append(data[at:at + size].ljust(size, fill))
        chains.append(len(sectors))
    chains[-1] = END
    return start


def _assembled(sectors: Sequence[bytes], chains: Sequence[int], directory: int, mini_fat: int,
               mini_count: int) -> bytes:
    """Header, sectors, and the tables that say which sector follows which."""
    used = len(sectors)
    fats = more = 0
    while fats * PER_SECTOR < used + fats + more:
        fats = -(-(used + fats + more) // PER_SECTOR)
        more = -(-max(0, fats - IN_HEADER) // (PER_SECTOR - 1))
    table = [*chains, *[FAT] * fats, *[DIFAT] * more]
    table += [FREE] * (fats * PER_SECTOR - len(table))
    places = [*range(used, used + fats)]
    head = places[:IN_HEADER] + [FREE] * (IN_HEADER - len(places))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII109I", bytes.fromhex("d0cf11e0a1b11ae1"), bytes(16), 0x3E, 3,
        0xFFFE, 9, 6, bytes(6), 0, fats, directory, 0, CUTOFF, mini_fat, mini_count,
        used + fats if more else END, more, *head)
    body = b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)
    return header + body + b"".join(_difat(places[IN_HEADER:], used + fats, more))


def _difat(places: Sequence[int], first: int, count: int) -> Iterator[bytes]:
    """Where the tables are that the header has no room for."""
    each = PER_SECTOR - 1
    for number in range(count):
        held = list(places[number * each:(number + 1) * each])
        held += [FREE] * (each - len(held))
        held.append(first + number + 1 if number + 1 < count else END)
        yield struct.pack(f"<{PER_SECTOR}I", *held)

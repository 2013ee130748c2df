"""Files that are built to do harm, or merely built strangely: archives and OLE containers by hand.

    laid(Laid("a.xml", b"<a/>"), Laid("b.xml", b"<b/>", size=1))        an archive that lies
    ole({"Workbook": b"…", "ObjectPool": {"WordDocument": b"…"}})       an OLE container
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from tests.making.packages import cell, parts, sheet

STORED, DEFLATED, LZMA = 0, 8, 14
CONTENT = "application/vnd.openxmlformats-officedocument"
TYPES = ('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
         'content-types"><Override PartName="/main.xml" ContentType="{}"/></Types>')
RELS = ('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/{}" Target="{}"{}/></Relationships>')
Tree = Mapping[str, "bytes | Tree"]


@dataclass(frozen=True)
class Laid:
    """A member of an archive as it is laid down, with whatever it says of itself that is not so.

    With `at` it has no bytes of its own: its entry points to that place.
    """

    name: str
    data: bytes = b""
    method: int = DEFLATED
    flags: int = 0
    size: int = -1
    crc: int = -1
    inside: str = ""
    at: int = -1


def laid(*members: Laid) -> bytes:
    """An archive of these members, exactly as they say."""
    body, listed = b"", b""
    for one in members:
        packed = one.data
        if one.method == DEFLATED:
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = packer.compress(one.data) + packer.flush()
        size = len(one.data) if one.size < 0 else one.size
        crc = zlib.crc32(one.data) if one.crc < 0 else one.crc
        about = (20, one.flags, one.method, 0, 33, crc, len(packed), size)
        name, local = one.name.encode(), (one.inside or one.name).encode()
        place = len(body) if one.at < 0 else one.at
        if one.at < 0:
            body += struct.pack("<4s5H3I2H", b"PK\x03\x04", *about, len(local), 0) + local + packed
        listed += struct.pack("<4sH5H3I5H2I", b"PK\x01\x02", 20, *about, len(name), 0, 0, 0, 0, 0,
                              place) + name
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(members), len(members), len(listed),
                      len(body), 0)
    return body + listed + end


def overlapping() -> bytes:
    """A workbook in which one member lies inside another."""
    inner = laid(Laid("b.xml", b"<b/>", STORED))
    start = 30 + len("a.xml")
    return laid(Laid("a.xml", inner, STORED), Laid("b.xml", b"<b/>", STORED, at=start))


def good(**more: str | bytes) -> dict[str, str | bytes]:
    """The parts of a small workbook in which nothing is wrong."""
    return {**parts(sheet(cell("A1", "Name"), cell("B1", "Ann Example"))), **more}


def document(body: str = "", **more: str | bytes) -> dict[str, str | bytes]:
    """The parts of a Word document with this inside its body."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return {
        "[Content_Types].xml": TYPES.format(f"{CONTENT}.wordprocessingml.document.main+xml"),
        "word/document.xml": f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>',
        **more}


def open_document(kind: str = "spreadsheet", content: str = "",
                  **more: str | bytes) -> dict[str, str | bytes]:
    """The parts of an OpenDocument file with this inside its body."""
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
                      for name in ("office", "table", "form", "draw", "manifest"))
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    return {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<office:document-content {spaces} {link}><office:body>{content}"
                       "</office:body></office:document-content>", **more}


def plain_zip(files: Mapping[str, str | bytes]) -> bytes:
    """An ordinary archive of these files."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data,
                             zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def nested(levels: int) -> bytes:
    """An archive in an archive, so many times."""
    data = plain_zip({"note.txt": "Made up."})
    for level in range(levels - 1):
        data = plain_zip({f"{level}.zip": data})
    return data


# --- OLE ------------------------------------------------------------------------------------

_SECTOR, _FREE, _END, _TABLE = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole(tree: Tree) -> bytes:
    """An OLE container with these streams, and storages as mappings. Small ones lie in the pool."""
    entries: list[list[object]] = [["Root Entry", 5, _FREE, _FREE, _FREE, 0, 0]]
    body: list[bytes] = []
    chain: list[int] = []
    pool = _listed(tree, entries, 0, body, chain, b"")
    entries[0][5], entries[0][6] = _put(pool, body, chain), len(pool)
    listed = b"".join(map(_entry, entries))
    first = _put(listed + b"\0" * (-len(listed) % _SECTOR), body, chain)
    chain.append(_TABLE)
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")
    assert len(table) == _SECTOR
    head = struct.pack("<8s16s5H6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3,
                       0xFFFE, 9, 6, 0, 1, first, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", len(chain) - 1, *[_FREE] * 108)
    return head + b"".join(body) + table


def _listed(tree: Tree, entries: list[list[object]], parent: int, body: list[bytes],
            chain: list[int], pool: bytes) -> bytes:
    before = -1
    for name, inside in tree.items():
        n = len(entries)
        entries.append([name, 2 if isinstance(inside, bytes) else 1, _FREE, _FREE, _FREE, 0, 0])
        if before < 0:
            entries[parent][4] = n
        else:
            entries[before][3] = n
        before = n
        if not isinstance(inside, bytes):
            pool = _listed(inside, entries, n, body, chain, pool)
        elif len(inside) < 4096:
            entries[n][5:] = [len(pool) // 64, len(inside)]
            pool += inside + b"\0" * (-len(inside) % 64)
        else:
            entries[n][5:] = [_put(inside, body, chain), len(inside)]
    return pool


def _put(data: bytes, body: list[bytes], chain: list[int]) -> int:
    start, count = len(chain), -(-len(data) // _SECTOR)
    if not count:
        return _END
    body += [data[n * _SECTOR:(n + 1) * _SECTOR].ljust(_SECTOR, b"\0") for n in range(count)]
    chain += [*range(start + 1, start + count), _END]
    return start


def _entry(entry: list[object]) -> bytes:
    name, kind, left, right, child, start, size = entry
    spelled = str(name).encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBIII16sI16xIQ", spelled, len(spelled), kind, 1, left, right, child,
                       b"", 0, start, size)


# --- damage ---------------------------------------------------------------------------------


def mutated(data: bytes, choose: random.Random) -> bytes:
    """These bytes, harmed somewhere as `choose` (a seeded random.Random) will have it."""
    harmed = bytearray(data)
    for _ in range(choose.choice((1, 1, 2, 8, 40))):
        if not harmed:
            break
        at = choose.randrange(len(harmed))
        what = choose.randrange(6)
        if what == 0:
            harmed[at] ^= 1 << choose.randrange(8)
        elif what == 1:
            harmed[at:at + choose.randrange(1, 60)] = b""
        elif what == 2:
            harmed[at:at] = choose.randbytes(choose.randrange(1, 30))
        elif what == 3:
            harmed[at:at + 4] = choose.choice((b"\xff" * 4, b"\0" * 4, b"PK\x05\x06", b"<!DO"))
        elif what == 4:
            del harmed[at:]
        else:
            other = choose.randrange(len(harmed))
            harmed[at:at + 30] = harmed[other:other + 30]
    return bytes(harmed)


def repacked(data: bytes, choose: random.Random) -> bytes:
    """The same archive with one of its parts harmed inside, so that the archive itself is sound."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = choose.choice([*files])
    files[name] = mutated(files[name], choose)
    return plain_zip(files)

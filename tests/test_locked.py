"""Locked Office files: opened with Excel's own password, told apart from those that stay locked.

Workbooks are locked by the library's own writer; old ones by hand, since it does not write those.
"""

import io
import struct
import time
from hashlib import md5, sha256

import msoffcrypto
import olefile
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.rc4 import DocumentRC4

from pipeline.doors.locked import EXCELS_OWN, unlock
from pipeline.doors.mail.compound import write_compound
from tests.making.packages import book, cell, sheet

# Large enough not to become a small stream, which the library's writer cannot write.
FORM = book(sheet(*(cell(f"A{n}", sha256(b"%d" % n).hexdigest()) for n in range(1, 200))))


def locked(password: str, data: bytes = FORM) -> bytes:
    """A workbook locked with a password, as Excel does it today."""
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def streams(data: bytes) -> dict[str, bytes]:
    """The streams of a compound file, by path."""
    with olefile.OleFileIO(io.BytesIO(data)) as package:
        return {"/".join(path): package.openstream(path).read() for path in package.listdir()}


# --- workbooks of today ---------------------------------------------------------------------


def test_a_workbook_locked_with_excels_own_password_is_opened() -> None:
    assert unlock(locked(EXCELS_OWN)) == ("opened", FORM)


def test_another_password_stays_closed() -> None:
    assert unlock(locked("Another1")) == ("password", None)


@pytest.mark.parametrize("name", ["DRMEncryptedTransform", "DRMEncryptedDataSpace"])
def test_rights_management_is_told_from_a_password(name: str) -> None:
    package = write_compound({
        "EncryptedPackage": b"x" * 5000,
        "\x06DataSpaces": {"TransformInfo": {name: {"\x06Primary": b"x" * 100}}}})
    assert unlock(package) == ("rights", None)


def test_an_old_file_for_named_people_is_told_too() -> None:
    assert unlock(write_compound({"Workbook": biff(b""), "\tDRMContent": b"x"})) == ("rights", None)


def described(words: bytes, old: bytes, new: bytes) -> bytes:
    """A locked workbook whose description of its lock says something else."""
    inside = streams(words)
    assert old in inside["EncryptionInfo"]
    return write_compound({"EncryptedPackage": inside["EncryptedPackage"],
                           "EncryptionInfo": inside["EncryptionInfo"].replace(old, new)})


def test_a_lock_that_takes_minutes_to_try_is_not_tried() -> None:
    whole = locked(EXCELS_OWN)
    assert unlock(described(whole, b'spinCount="100000"', b'spinCount="100000"'))[0] == "opened"
    slow = described(whole, b'spinCount="100000"', b'spinCount="9999999"')
    begun = time.monotonic()
    assert unlock(slow) == ("password", None)
    assert time.monotonic() - begun < 2


def test_a_cipher_that_nobody_can_try_counts_as_a_password() -> None:
    odd = described(locked("Another1"), b'keyBits="256"', b'keyBits="160"')
    assert unlock(odd) == ("password", None)


def test_a_lock_that_opens_on_nothing_is_damage() -> None:
    inside = streams(locked(EXCELS_OWN))
    package = write_compound({"EncryptedPackage": inside["EncryptedPackage"][:8] + b"x" * 5001,
                              "EncryptionInfo": inside["EncryptionInfo"]})
    assert unlock(package) == ("damaged", None)


def test_entities_in_the_description_of_a_lock_are_not_expanded() -> None:
    bomb = b'?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    assert unlock(described(locked(EXCELS_OWN), b"?>", bomb)) == ("damaged", None)


def test_a_description_without_words_is_damage() -> None:
    package = write_compound({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"\x04\0\x04\0"})
    assert unlock(package) == ("damaged", None)


def test_a_lock_that_nobody_knows_counts_as_a_password() -> None:
    info = struct.pack("<HHI", 4, 3, 0) + b"<x/>"
    package = write_compound({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": info})
    assert unlock(package) == ("password", None)


@pytest.mark.parametrize("length", [0, 7, 512, 600, 2000, 5000])
def test_half_a_file_is_damage_never_an_exception(length: int) -> None:
    assert unlock(locked(EXCELS_OWN)[:length])[1] is None


def test_what_is_not_locked_at_all_is_damage() -> None:
    assert unlock(write_compound({"Workbook": biff(b"")})) == ("damaged", None)
    assert unlock(FORM) == ("damaged", None)


# --- workbooks of 2003 and before -----------------------------------------------------------

BOF, FILE_PASS, WORDS, END = 0x0809, 0x002F, 0x00FC, 0x000A
SALT = bytes(range(16))


def record(kind: int, data: bytes) -> bytes:
    """A record of an old workbook."""
    return struct.pack("<HH", kind, len(data)) + data


def biff(file_pass: bytes, words: bytes = b"Words of 2003" * 400) -> bytes:
    """An old workbook stream: beginning, perhaps a lock, words, end."""
    return (record(BOF, b"\0\6\5\0" + b"\0" * 12) + (record(FILE_PASS, file_pass) if file_pass
            else b"") + record(WORDS, words) + record(END, b""))


def rc4(password: str, data: bytes, block: int = 1024) -> bytes:
    """RC4 undoes itself: what unlocks also locks."""
    result: bytes = DocumentRC4.decrypt(password, SALT, io.BytesIO(data), blocksize=block).read()
    return result


def old_locked(password: str) -> bytes:
    """An .xls locked the way Excel 97 does: all but the heads of records and what comes first."""
    verifier = b"sixteen bytes ok"
    proof = rc4(password, verifier + md5(verifier).digest())
    plain = biff(struct.pack("<HHH", 1, 1, 1) + SALT + proof)
    secret = rc4(password, plain)
    out, at = b"", 0
    while at < len(plain):
        kind, size = struct.unpack_from("<HH", plain, at)
        body = plain if kind in (BOF, FILE_PASS) else secret
        out += plain[at:at + 4] + body[at + 4:at + 4 + size]
        at += 4 + size
    return write_compound({"Workbook": out})


def test_an_old_workbook_locked_with_excels_own_password_is_opened() -> None:
    data = old_locked(EXCELS_OWN)
    assert b"Words of 2003" not in data
    how, inside = unlock(data)
    assert how == "opened" and inside is not None
    assert b"Words of 2003" in streams(inside)["Workbook"]
    assert not msoffcrypto.OfficeFile(io.BytesIO(inside)).is_encrypted()


def test_an_old_workbook_with_another_password_stays_closed() -> None:
    assert unlock(old_locked("Another1")) == ("password", None)


def test_what_was_unlocked_never_lies_in_a_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/no/such/folder")
    assert unlock(old_locked(EXCELS_OWN))[0] == "opened"


def test_a_workbook_of_excel_95_with_a_lock_counts_as_a_password() -> None:
    stream = record(0x0809, b"\0\5\5\0" + b"\0" * 4) + record(FILE_PASS, b"\1\2\3\4") + b"\0" * 5000
    assert unlock(write_compound({"Book": stream})) == ("password", None)

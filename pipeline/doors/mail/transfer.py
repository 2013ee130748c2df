"""The bytes of a part, out of the letters in which mail carries them."""

import binascii
import quopri
import re
from email.message import Message

from pipeline.doors.mail.headers import raw, unbase64

STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"\x89PNG\r\n",
          b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x78\x9f\x3e\x22", b"II*\x00", b"MM\x00*",
          b"\x1f\x8b\x08", b"7z\xbc\xaf", b"Rar!")
"""How files begin that are never words, whatever the message calls them."""

ONLY_BASE64 = re.compile(rb"[A-Za-z0-9+/\r\n \t]+={0,2}\s*")
UU = re.compile(rb"^begin [0-7]{3,4} [^\r\n]*\r?\n(.*?)^end", re.MULTILINE | re.DOTALL)


def payload(part: Message) -> bytes:
    """The bytes of a part that holds no others, as far as they can be got back."""
    held = part.get_payload()
    data = held.encode("utf-8", "surrogateescape") if isinstance(held, str) else b""
    how = raw(part, "content-transfer-encoding").strip().lower()
    if how.startswith("base64"):
        return unbase64(data)
    if how.startswith("quoted"):
        return quopri.decodestring(data)
    if "uue" in how:
        return _from_uu(data)
    if not part.get_content_type().startswith(("text/", "multipart/")) and (
            ONLY_BASE64.fullmatch(data)):
        # Some programs forget to say that they have encoded a file.
        found = unbase64(data)
        return found if found.startswith(STARTS) else data
    return data


def is_text(data: bytes) -> bool:
    """Whether bytes can be somebody's words."""
    if data.startswith(STARTS):
        return False
    return b"\x00" not in data[:4096] or data.startswith((b"\xff\xfe", b"\xfe\xff")) or (
        len(data[:4096].strip(b"\x00")) > 1 and _wide(data[:4096]))


def _wide(data: bytes) -> bool:
    """Whether every second byte is empty, as in UTF-16 without a mark."""
    return 0 in (len(data[0::2].replace(b"\x00", b"")), len(data[1::2].replace(b"\x00", b"")))


def _from_uu(data: bytes) -> bytes:
    block = UU.search(data)
    if block is None:
        return data
    out = b""
    for line in block[1].splitlines():
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            # Programs pad lines as they like: the first character says how long it really is.
            out += binascii.a2b_uu(line[:1 + (((line[0] - 32) & 63) * 4 + 2) // 3])
    return out

"""A part of a message, and its bytes out of the letters in which mail carries them."""

import binascii
import contextlib
import quopri
import re
from email.message import Message
from typing import Any

from pipeline.doors.mail.headers import MOST, params, raw, unbase64

STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"\x89PNG\r\n",
          b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x78\x9f\x3e\x22", b"II*\x00", b"MM\x00*",
          b"\x1f\x8b\x08", b"7z\xbc\xaf", b"Rar!")
"""How files begin that are never words, whatever the message calls them."""

BYTE_ORDER = (b"\xff\xfe", b"\xfe\xff")
ONLY_BASE64 = re.compile(rb"[A-Za-z0-9+/\r\n \t]+={0,2}\s*")
UU = re.compile(rb"^begin [0-7]{3,4} [^\r\n]*\r?\n(.*?)^end", re.MULTILINE | re.DOTALL)


class Part(Message):
    """A part as the parser sees it: a message within a message is one leaf, its bytes untouched."""

    @property
    def kind(self) -> str:
        """The type that the part says it has."""
        return super().get_content_type()

    @property
    def held(self) -> Any:
        """The parts in it, or its text, in which bytes beyond ASCII are escaped.

        `get_payload` would already read those bytes, in the set that the part claims.
        """
        return vars(self)["_payload"]

    def get_content_type(self) -> str:
        """The type, as the parser may know it."""
        kind = super().get_content_type()
        return "application/octet-stream" if kind.startswith("message/") else kind

    def get_boundary(self, failobj: Any = None) -> Any:
        """The line between its parts. To look for it in an endless header takes for ever."""
        if len(str(self.get("content-type", ""))) <= MOST:
            return super().get_boundary(failobj)
        return params(self, "content-type").get("boundary") or failobj


def payload(part: Part) -> bytes:
    """The bytes of a part that holds no others, as far as they can be got back."""
    data = part.held.encode("utf-8", "surrogateescape") if isinstance(part.held, str) else b""
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
    start = data[:4096]
    return start.count(0) <= 1 + len(start) // 100 or start.startswith(BYTE_ORDER) or bool(
        wide(start))


def wide(data: bytes) -> str:
    """The set of text that has two bytes a letter and no mark that says so, '' for others."""
    first, second = data[:4096:2].count(0), data[1:4096:2].count(0)
    if max(first, second) * 5 < len(data[:4096]) or min(first, second) * 10 > max(first, second):
        return ""
    return "utf-16-be" if first > second else "utf-16-le"


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
            with contextlib.suppress(binascii.Error):
                out += binascii.a2b_uu(line[:1 + (((line[0] - 32) & 63) * 4 + 2) // 3])
    return out

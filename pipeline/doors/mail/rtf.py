"""The words of an RTF document: some messages of Outlook have no others.

Only words are taken: no pictures, fields or objects. Outlook presses RTF in a way of its own,
described in [MS-OXRTFCP]; `unpressed` undoes that.
"""

import re
import struct

from pipeline.doors.mail.words import decoded

DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n" rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx")
MOST = 20_000_000

TOKEN = re.compile(r"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|"
                   r"([^\\{}\r\n]+)", re.IGNORECASE)
SILENT = {"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "objdata", "themedata",
          "listtable", "listoverridetable", "rsidtbl", "generator", "datastore", "latentstyles",
          "xmlnstbl", "fldinst", "colorschememapping", "bin"}
SIGNS = {"par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\n", "tab": "\t",
         "cell": "\t", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
         "bullet": "•", "endash": "–", "emdash": "—", "~": " ", "_": "-", "\n": "\n",
         "\\": "\\", "{": "{", "}": "}"}


def unpressed(data: bytes) -> bytes:
    """Outlook's pressed RTF as RTF. Raises ValueError when it is not that."""
    if len(data) < 16:
        raise ValueError("too short")
    _, raw_size, how, _ = struct.unpack_from("<IIII", data)
    if how == 0x414C454D:  # 'MELA': not pressed at all
        return data[16:16 + raw_size]
    if how != 0x75465A4C or raw_size > MOST:
        raise ValueError("not pressed RTF")
    window = bytearray(DICTIONARY.ljust(4096, b"\0"))
    write, at, out = len(DICTIONARY), 16, bytearray()
    while at < len(data) and len(out) < raw_size:
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data) or len(out) >= raw_size:
                break
            if not flags >> bit & 1:
                piece = data[at:at + 1]
                at += 1
            else:
                pair = int.from_bytes(data[at:at + 2], "big")
                at += 2
                offset, length = pair >> 4, (pair & 15) + 2
                if offset == write:
                    return bytes(out)
                piece = b""
                for _ in range(length):
                    piece += window[offset:offset + 1]
                    window[write] = window[offset]
                    offset, write = (offset + 1) % 4096, (write + 1) % 4096
                out += piece
                continue
            out += piece
            window[write] = piece[0]
            write = (write + 1) % 4096
    return bytes(out)


def rtf_words(data: bytes) -> str:
    """The words of an RTF document."""
    text = data.decode("latin-1")
    found = re.search(r"\\ansicpg(\d{3,5})", text[:2000])
    words = _Words(f"cp{found[1]}" if found else "cp1252")
    for token in TOKEN.finditer(text):
        words.takes(*token.groups())
    words.settles()
    return "".join(words.out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class _Words:
    """Words as they come, and what the groups around them say about them."""

    def __init__(self, charset: str) -> None:
        self.out: list[str] = []
        self.charset = charset
        self.held = bytearray()  # bytes of that character set wait for the rest of theirs
        self.groups = [(False, 1)]  # whether a group is passed over; what follows a \\u in it
        self.skip = 0  # how much still stands in for a \\u
        self.starts = False  # whether a group has just begun

    def takes(self, word: str | None, number: str | None, byte: str | None, sign: str | None,
              brace: str | None, plain: str | None) -> None:
        silent, stands_in = self.groups[-1]
        if byte and not silent and not self.skip:
            self.held.append(int(byte, 16))
            return
        self.settles()
        if brace:
            self.skip = 0
            if brace == "{":
                self.groups.append((silent, stands_in))
            elif len(self.groups) > 1:
                self.groups.pop()
        elif self.starts and (sign == "*" or word in SILENT):
            self.groups[-1] = (True, stands_in)
        elif word == "uc":
            self.groups[-1] = (silent, int(number or 1))
        elif not silent:
            self.says(word, number, byte, sign, plain or "")
        self.starts = brace == "{"

    def says(self, word: str | None, number: str | None, byte: str | None, sign: str | None,
             plain: str) -> None:
        if word == "u" and number:
            self.out.append(chr(int(number) & 0xFFFF))
            self.skip = self.groups[-1][1]
        elif self.skip and plain:
            self.out.append(plain[self.skip:])
            self.skip = 0
        elif self.skip and (byte or sign):
            self.skip -= 1
        else:
            self.out.append(plain or SIGNS.get(word or sign or "", ""))

    def settles(self) -> None:
        """Read the bytes that were waiting."""
        if self.held:
            self.out.append(decoded(bytes(self.held), self.charset))
            self.held.clear()

"""The lines at the head of a message or of one of its parts: their words, names and dates.

Decoded here and not by the standard library, which gives up at the first thing it does not expect
and takes the name of a form away with it.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from email.message import Message
from email.utils import collapse_rfc2231_value, parsedate_tz

from pipeline.doors.mail.words import decoded, file_name, one_line

MOST = 8000
ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
NEIGHBOURS = re.compile(r"(\?=)[ \t\r\n]+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
Q_BYTE = re.compile(rb"=([0-9A-Fa-f]{2})")
QUOTED_NAME = re.compile(r'"([^"<>@,;\\]*)"(?=\s*<)')
# A zone that says how far it is from Greenwich; others (BST, IST) mean different things.
ZONE = re.compile(r"[+-](?!0000)\d{3,4}|\+0000|\b(?:UTC?|GMT|Z|[AECMP][SD]T)\b", re.IGNORECASE)
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def raw(part: Message, name: str) -> str:
    """The first header of this name as text, not yet decoded, '' when there is none."""
    for key, value in part.raw_items():
        if key.lower() == name:
            return _as_text(str(value)[:MOST])
    return ""


def header(part: Message, name: str) -> str:
    """The words of a header, on one line."""
    return one_line(unencoded(raw(part, name)))


def people(part: Message, name: str) -> str:
    """The names and addresses in a header, without quotation marks that nobody needs."""
    return QUOTED_NAME.sub(r"\1", header(part, name))


def _as_text(value: str) -> str:
    """A header as it stood, with bytes beyond ASCII read in the likeliest character set."""
    if value.isascii():
        return value
    return decoded(value.encode("utf-8", "surrogateescape"))


def unencoded(text: str) -> str:
    """Text with its encoded words (=?utf-8?Q?...?=) read; what cannot be read stays as it is."""
    if "=?" not in text:
        return text
    out: list[str] = []
    held, charset, end = b"", "", 0
    text = NEIGHBOURS.sub(r"\1", text)
    for word in ENCODED.finditer(text):
        ours = word[1].partition("*")[0].lower()
        data = _word(word[2], word[3])
        # Senders split a character of several bytes over two words: neighbours are read as one.
        if held and (ours != charset or word.start() != end):
            out.append(decoded(held, charset))
            held = b""
        if word.start() != end:
            out.append(text[end:word.start()])
        held, charset, end = held + data, ours, word.end()
    return "".join((*out, decoded(held, charset) if held else "", text[end:]))


def _word(how: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if how in "bB":
        return unbase64(data)
    return Q_BYTE.sub(lambda two: bytes((int(two[1], 16),)), data.replace(b"_", b" "))


def unbase64(data: bytes) -> bytes:
    """Base64 however broken: line ends, strange characters, no padding, an end cut off."""
    try:
        return base64.b64decode(data.translate(None, b" \t\r\n"), validate=True)
    except binascii.Error:
        pass  # somebody has been at it
    first, *rest = re.split(rb"=+", data)
    if rest and re.search(rb"[^A-Za-z0-9+/=\s]", b"".join(rest)):
        rest = []  # words that a mailing list has put under the file
    out = b""
    for bit in (first, *rest):
        bit = NOT_BASE64.sub(b"", bit)
        bit = bit[:len(bit) - (len(bit) % 4 == 1)]
        try:
            out += base64.b64decode(bit + b"=" * (-len(bit) % 4))
        except binascii.Error:
            continue
    return out


def params(part: Message, name: str) -> Mapping[str, str]:
    """The parameters of a header ('name', 'charset' ...) decoded; the first key is its value."""
    probe = Message()
    probe["content-type"] = raw(part, name).replace("\r", " ").replace("\n", " ")
    found: dict[str, str] = {}
    try:
        for key, value in probe.get_params(failobj=[], header="content-type"):
            text = collapse_rfc2231_value(value) if isinstance(value, tuple) else value
            found.setdefault(key.lower(), unencoded(text))
    except Exception:  # the parser of parameters has a dozen ways to fall over a stray character
        return found
    return found


def name_of(part: Message) -> str:
    """What the sender called the file of a part, cleaned; '' when it has no name."""
    for head, key in (("content-disposition", "filename"), ("content-type", "name"),
                      ("content-disposition", "name"), ("content-type", "filename")):
        if found := file_name(params(part, head).get(key, "")):
            return found
    return file_name(raw(part, "content-location")) if part.get_content_maintype() not in (
        "text", "multipart") else ""


def date_of(text: str) -> str:
    """A date as mail writes it, as 'YYYY-MM-DDTHH:MM+ZZZZ'; '' when it is none."""
    try:
        found = parsedate_tz(one_line(text, 200))
        if found is None:
            return ""
        moment = datetime(*found[:5])
        away = found[9]
        if away is None or not ZONE.search(text):
            return f"{moment:%Y-%m-%dT%H:%M}-0000" if moment.year > 1969 else ""
        moment = moment.replace(tzinfo=timezone(timedelta(minutes=int(away / 60))))
    except Exception:  # the parser of dates raises what it likes
        return ""
    return f"{moment:%Y-%m-%dT%H:%M%z}" if moment.year > 1969 else ""

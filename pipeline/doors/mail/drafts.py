"""Messages out: drafts that Outlook opens ready to send, and messages as if they had come in.

The same words give the same bytes: no clock, no chance. Nothing typed can become a header.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from email.header import Header
from email.quoprimime import body_encode
from email.utils import encode_rfc2231, quote

from pipeline.doors.mail.words import clean, file_name, one_line

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel", "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf", "txt": "text/plain", "zip": "application/zip", "png": "image/png",
    "jpg": "image/jpeg", "msg": "application/vnd.ms-outlook", "eml": "message/rfc822",
}
BETWEEN = re.compile(r'(?:"[^"]*"|[^,;"])+')
ADDRESS = r"([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?)"
PERSON = re.compile(rf'\s*(?:("[^"]*"|[^<>":]*)\s*<{ADDRESS}>|{ADDRESS})\s*')


def write_draft(to: str, subject: str, words: str, attachments: Sequence[tuple[str, bytes]] = (),
                cc: str = "") -> bytes:
    """A draft (.eml) that Outlook opens for sending. What is no address is left out."""
    heads = [("X-Unsent", "1"), ("To", _addresses(to)), ("Cc", _addresses(cc)),
             ("Subject", _encoded(subject, "Subject"))]
    return _written(heads, words, attachments)


def write_message(sender: str, to: str, subject: str, sent: str, words: str,
                  attachments: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """A message (.eml) as it arrives. `sent` is a date as mail writes it."""
    heads = [("Date", _ascii(sent)), ("From", _addresses(sender)), ("To", _addresses(to)),
             ("Subject", _encoded(subject, "Subject"))]
    return _written(heads, words, attachments)


def _written(heads: Sequence[tuple[str, str]], words: str,
             attachments: Sequence[tuple[str, bytes]]) -> bytes:
    lines = [f"{name}: {value}" for name, value in heads if value]
    lines.append("MIME-Version: 1.0")
    body = _body(words)
    if not attachments:
        return _joined([*lines, *body])
    parts = [body, *(_attached(name, data) for name, data in attachments)]
    digest = hashlib.sha256(_joined([*lines, *(line for part in parts for line in part)]))
    edge = f"=_{digest.hexdigest()[:40]}"  # '=_' cannot stand in base64 or quoted-printable
    lines += [f'Content-Type: multipart/mixed; boundary="{edge}"', ""]
    for part in parts:
        lines += [f"--{edge}", *part]
    return _joined([*lines, f"--{edge}--", ""])


def _joined(lines: Sequence[str]) -> bytes:
    return "\r\n".join(lines).encode("ascii")


def _body(words: str) -> list[str]:
    letters = (clean(words) + "\n").encode("utf-8").decode("latin-1")
    return ["Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable", "",
            *body_encode(letters, eol="\n").rstrip("\n").split("\n"), ""]


def _attached(name: str, data: bytes) -> list[str]:
    name = file_name(name) or "attachment"
    kind = TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    if kind == "message/rfc822":
        kind = "application/octet-stream"  # mail may not put a message into base64
    text = base64.b64encode(data).decode("ascii")
    plain = name.isascii()
    spelt = f'filename="{quote(name)}"' if plain else "filename*=" + encode_rfc2231(name, "utf-8")
    again = quote(name) if plain else Header(name, "utf-8", maxlinelen=10_000).encode()
    return [f"Content-Type: {kind};", f' name="{again}"', "Content-Transfer-Encoding: base64",
            "Content-Disposition: attachment;", f" {spelt}", "",
            *(text[at:at + 76] for at in range(0, len(text), 76))]


def _encoded(text: str, name: str) -> str:
    """Words of a header, on as many lines as it takes."""
    text = one_line(text)
    if not text:
        return ""
    charset = "us-ascii" if text.isascii() and "=?" not in text else "utf-8"
    return Header(text, charset, header_name=name, maxlinelen=76).encode(linesep="\r\n")


def _addresses(text: str) -> str:
    """The addresses in a text, each with its name. Anything else is left out."""
    found = []
    for one in BETWEEN.findall(one_line(text, 8000)):
        person = PERSON.fullmatch(one)
        if person is None:
            continue
        shown, address = one_line((person[1] or "").strip('" ')), person[2] or person[3]
        if not shown:
            found.append(address)
        elif shown.isascii() and "=?" not in shown:
            found.append(f'"{quote(shown)}" <{address}>')
        else:
            spelt = Header(shown, "utf-8", maxlinelen=60).encode(linesep="\r\n")
            found.append(f"{spelt} <{address}>")
    return ",\r\n ".join(dict.fromkeys(found))


def _ascii(text: str) -> str:
    return one_line(text).encode("ascii", "ignore").decode("ascii")

"""Messages as mail programs send them, written out by hand."""

import base64
import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import compat32
from typing import Any

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = ("From: Ann Example <ann@example.org>", "To: unit@example.org", "Subject: Our return",
        "Date: Fri, 20 Nov 2026 09:30:00 +0000", "MIME-Version: 1.0")


def workbook() -> bytes:
    """Something with the bytes of a workbook: what a door to mail may not lose."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as parts:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            parts.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), f"<made-up {name}/>" * 9)
    return held.getvalue()


def part(body: bytes | str, *heads: str, coded: bool = False) -> bytes:
    """A part: header lines, an empty line, its body; in base64 when `coded`."""
    body = body.encode() if isinstance(body, str) else body
    if coded:
        heads = (*heads, "Content-Transfer-Encoding: base64")
        body = base64.encodebytes(body)
    return _lines(heads) + b"\n" + body


def file(*heads: str, data: bytes | None = None) -> bytes:
    """A part that brings the workbook, or these bytes."""
    return part(workbook() if data is None else data, *heads, coded=True)


def multi(*parts: bytes, kind: str = "mixed", edge: str = "edge", heads: Sequence[str] = (),
          more: str = "") -> bytes:
    """Parts put together, with the header line that says so."""
    top = _lines((*heads, f'Content-Type: multipart/{kind}; boundary="{edge}"{more}'))
    body = b"".join(f"--{edge}\n".encode() + one + b"\n" for one in parts)
    return top + b"\n" + body + f"--{edge}--\n".encode()


def mail(*parts: bytes, kind: str = "mixed", more: Sequence[str] = (), extra: str = "") -> bytes:
    """A whole message of several parts."""
    return multi(*parts, kind=kind, edge="outer", heads=(*HEAD, *more), more=extra)


def plain(words: str = "Please find our return.") -> bytes:
    """A part of plain words."""
    return part(words, "Content-Type: text/plain; charset=utf-8")


def html(words: str) -> bytes:
    """A part of HTML."""
    return part(words, "Content-Type: text/html; charset=utf-8")


def single(words: bytes | str, *heads: str, head: Sequence[str] = HEAD) -> bytes:
    """A message of one part."""
    return part(words, *head, *heads)


def plainest(data: bytes) -> Any:
    """A message as the standard library reads it, for a second opinion."""
    return BytesParser(policy=compat32).parsebytes(data)


def envelope(inside: bytes, encrypted: bool = False) -> bytes:
    """The message in an S/MIME envelope, signed or encrypted by a key made for the moment."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import pkcs7

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Ann Example")])
    paper = (x509.CertificateBuilder().subject_name(name).issuer_name(name)
             .public_key(key.public_key()).serial_number(1)
             .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
             .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC)).sign(key, hashes.SHA256()))
    der = serialization.Encoding.DER
    binary = [pkcs7.PKCS7Options.Binary]
    if encrypted:
        return pkcs7.PKCS7EnvelopeBuilder().set_data(inside).add_recipient(paper).encrypt(
            der, binary)
    return pkcs7.PKCS7SignatureBuilder().set_data(inside).add_signer(
        paper, key, hashes.SHA256()).sign(der, binary)


def streamed(inside: bytes) -> bytes:
    """A signed envelope as programs write it that do not know how long the message will be."""
    def endless(tag: int, *bits: bytes) -> bytes:
        return bytes((tag, 0x80)) + b"".join(bits) + b"\0\0"

    def kind(last: int) -> bytes:
        return bytes.fromhex("06092a864886f70d0107") + bytes((last,))

    pieces = [b"\x04" + bytes((len(inside[at:at + 100]),)) + inside[at:at + 100]
              for at in range(0, len(inside), 100)]
    info = endless(0x30, kind(1), endless(0xA0, endless(0x24, *pieces)))
    return endless(0x30, kind(2), endless(0xA0, endless(0x30, b"\x02\x01\x01", b"\x31\x00", info)))


def pressed(rtf: bytes) -> bytes:
    """RTF as Outlook keeps it, with nothing pressed together."""
    body = b"".join(b"\0" + rtf[at:at + 8] for at in range(0, len(rtf), 8))
    return struct.pack("<IIII", len(body) + 12, len(rtf), 0x75465A4C, 0) + body


def _lines(heads: Sequence[str]) -> bytes:
    return "".join(f"{one}\n" for one in heads).encode("utf-8", "surrogateescape")

"""Signed envelopes (smime.p7m): the message inside is plain, only wrapped in ASN.1.

A walk over the few fields on the way to the contents. No signature is checked and nothing is
decrypted: an envelope of another kind gives nothing.
"""

SIGNED = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2, signedData
SEQUENCE, OID, OCTETS, EXPLICIT = 0x30, 0x06, 0x04, 0xA0
DEEPEST = 20


class _Broken(Exception):
    """It is not built as an envelope is."""


def contents(data: bytes) -> bytes | None:
    """The message in a signed envelope, None when it is encrypted or no envelope."""
    try:
        envelope = _first(data, SEQUENCE)
        if _first(envelope, OID) != SIGNED:
            return None
        signed = _first(_first(_after(envelope), EXPLICIT), SEQUENCE)
        # The version and the digest algorithms stand before it.
        info = _first(_after(_after(signed)), SEQUENCE)
        return _octets(_first(_after(info), EXPLICIT))
    except (_Broken, IndexError, RecursionError):
        return None


def _first(data: bytes, tag: int) -> bytes:
    """The contents of the first element, which must have this tag."""
    found, body, _ = _element(data, 0)
    if found != tag:
        raise _Broken
    return body


def _after(data: bytes) -> bytes:
    """What follows the first element."""
    return data[_element(data, 0)[2]:]


def _octets(data: bytes, depth: int = 0) -> bytes:
    """A string of bytes, in one piece or in many."""
    out, at = [], 0
    while at < len(data):
        tag, body, at = _element(data, at)
        if tag == OCTETS:
            out.append(body)
        elif tag == OCTETS | 0x20 and depth < DEEPEST:
            out.append(_octets(body, depth + 1))
        else:
            raise _Broken
    if not out:
        raise _Broken
    return b"".join(out)


def _element(data: bytes, at: int, depth: int = 0) -> tuple[int, bytes, int]:
    """Tag, contents and end of the element that begins here."""
    tag, size = data[at], data[at + 1]
    at += 2
    if size == 0x80:  # as long as it takes: it ends with two zero bytes
        if depth > DEEPEST:
            raise _Broken
        start = at
        while data[at:at + 2] != b"\x00\x00":
            at = _element(data, at, depth + 1)[2]
        return tag, data[start:at], at + 2
    if size & 0x80:
        count = size & 0x7F
        size = int.from_bytes(data[at:at + count], "big")
        at += count
    if at + size > len(data):
        raise _Broken
    return tag, data[at:at + size], at + size

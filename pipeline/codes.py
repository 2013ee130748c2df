"""Codes of children, agencies and members, as C1, A2, M3: all that may stand in for a name.

A code is typed by people. Only one of this form may stand in a file name or on the screen; other
words might be a name, or a way out of a folder.
"""

import hashlib
import re

CODE = re.compile(r"(?!COM|LPT)[A-Z]{1,3}[0-9]{1,3}")
LETTERS_FIGURES = re.compile(r"([^\W\d_]+)([0-9]{1,9})(?![0-9])")
ONE_OF_TWO = re.compile(rf"({CODE.pattern}) or ({CODE.pattern})")


def is_code(words: str) -> bool:
    """Whether these words have the form of a code. COM1 and its like are names of devices."""
    return bool(CODE.fullmatch(words))


def in_turn(code: str) -> tuple[str, int, str]:
    """The place of a code in a list of codes: by its letters, then by its number, A2 before A10."""
    parts = LETTERS_FIGURES.match(code)
    return (parts[1], int(parts[2]), code) if parts else (code, 0, code)


def safe(words: str, otherwise: str) -> str:
    """A code as part of a file name; for anything else `otherwise`, told apart by a fingerprint."""
    if is_code(words):
        return words
    if ONE_OF_TWO.fullmatch(words):
        return words.replace(" ", "-")
    mark = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{otherwise}-{mark}" if words else otherwise

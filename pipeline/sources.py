"""Whether every sentence that a definition quotes stands in its source, at the line it names.

The sources themselves are other people's and are no part of the project: whoever has them says
where they are. Marks of the text form (emphasis, escapes, tags) and the shape of quotation marks,
dashes and spaces are no difference.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import UsageTrouble
from pipeline.profiles.loader import read_toml

LOOKALIKES = {**dict.fromkeys(map(ord, "‘’‚′`"), "'"), **dict.fromkeys(map(ord, "“”„″"), '"'),
              **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"), 0x00A0: " "}
MARKS = re.compile(r"<[^<>]+>|[*_\\]")
UNCHECKED = "own_process"
"""Stands in place of a source until somebody has found the sentence in their own process."""
RUNS_ON = 3
"""A sentence may run on over so many lines: the text form breaks some of them across pages."""


@dataclass(frozen=True)
class Quote:
    """A sentence as a definition quotes it: in `definition`, under `key`."""

    definition: str
    key: str
    file: str
    line: int
    words: str


@dataclass(frozen=True)
class Verified:
    """How many quotations were looked for, and what is wrong with each that was not found.

    `unsourced` are those that still wait for a source of the partnership's own.
    """

    looked: int
    wrong: tuple[str, ...]
    unsourced: int = 0


def verify(profiles: Path, sources: Path, partnership: str = "") -> Verified:
    """Look for every quotation of every profile, or of one, in the source files under a folder.

    Raises UsageTrouble when not one of the source files is there, or one is no text.
    """
    every = [one for one in quotes(profiles)
             if not partnership or one.definition.startswith(f"{partnership}/")]
    found = [one for one in every if one.file != UNCHECKED]
    if found and not any((sources / one.file).is_file() for one in found):
        raise UsageTrouble("None of the sources is in that folder. Say where they are: "
                           "make verify-sources SEEDS=folder")
    wrong = [f"{one.definition}, {one.key}: {why}" for one in found
             if (why := _wrong(one, sources))]
    return Verified(len(found), tuple(wrong), len(every) - len(found))


def quotes(profiles: Path) -> Iterator[Quote]:
    """Every `source = { file, line, words }` in any definition, with the place it stands at."""
    for path in sorted(profiles.rglob("*.toml")):
        name = path.relative_to(profiles).as_posix()
        yield from _quotes(read_toml(path), name, "")


def _quotes(value: Any, name: str, key: str) -> Iterator[Quote]:
    if isinstance(value, Mapping):
        if {"file", "line", "words"} <= set(value):
            yield Quote(name, key, value["file"], value["line"], value["words"])
            return
        for inner, more in value.items():
            yield from _quotes(more, name, f"{key}.{inner}" if key else inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, more in enumerate(value, 1):
            said = more.get("id", number) if isinstance(more, Mapping) else number
            yield from _quotes(more, name, f"{key}.{said}")


def _wrong(one: Quote, sources: Path) -> str:
    """What is wrong with a quotation, or ''."""
    path = sources / one.file
    if not path.is_file() or path.parent != sources:
        return f"there is no source '{one.file}'."
    words, lines = _plain(one.words), _lines(path)
    if not words:
        return "it quotes no words."
    if not 1 <= one.line <= len(lines):
        return f"{one.file} has no line {one.line}."
    if _stands(words, lines, one.line):
        return ""
    others = [str(number) for number in range(1, len(lines) + 1) if _stands(words, lines, number)]
    where = f"it stands at line {' and '.join(others)}" if others else "it stands nowhere in it"
    return f"not at line {one.line} of {one.file}; {where}: “{one.words}”"


def _stands(words: str, lines: Sequence[str], number: int) -> bool:
    """Whether the words begin in this line; they may run on into the next ones."""
    first = lines[number - 1]
    whole = " ".join(line for line in lines[number - 1:number - 1 + RUNS_ON] if line)
    place = whole.find(words)
    return 0 <= place < len(first)


@cache
def _lines(path: Path) -> tuple[str, ...]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UsageTrouble(f"{path.name} is no UTF-8 text. Save it as UTF-8 text and run this "
                           "again.") from None
    return tuple(_plain(line) for line in text.split("\n"))


def _plain(text: str) -> str:
    """Words without marks, in one spelling of quotation marks, dashes and spaces."""
    return " ".join(MARKS.sub("", text.translate(LOOKALIKES)).split())

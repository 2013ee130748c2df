"""The door to Typst, which sets the pages of our PDFs.

Nothing outside this package decides how a page looks: the fonts lie here (Liberation Sans, as wide
as Arial, and signs it lacks from DejaVu Sans), the machine's own are not looked at, nothing is
fetched, and no date is written.
"""

import re
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from pipeline.doors.typst.letters import lacking, width

__all__ = ["FAMILIES", "NotSet", "compile", "lacking", "length", "literal", "width"]

FONTS = Path(__file__).parent / "fonts"
FAMILIES = ("Liberation Sans", "Casework Symbols")
MAIN = "main.typ"
STANDARD: Final = "ua-1"
_QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"|'[^']*'|<[^>]*>")


class NotSet(Exception):
    """Typst would not make a PDF of this. `str()` says why and quotes nothing."""


def literal(words: str) -> str:
    """A text as a string of Typst. Words go into a source in no other way, so that a `#`, a `$` or
    an `@` that somebody typed stays what it is."""
    return '"' + "".join(map(_letter, words)) + '"'


def _letter(one: str) -> str:
    if one in '"\\':
        return "\\" + one
    return one if one.isprintable() else f"\\u{{{ord(one):x}}}"


def length(points: float) -> str:
    """A length in points, as Typst writes it."""
    return f"{round(points, 3):g}pt"


def compile(source: str, files: Mapping[str, bytes] | None = None, title: str = "") -> bytes:
    """A tagged PDF (PDF/UA-1) in British English of a Typst source.

    `files` are the pictures and further sources it names, by path. The same source and files give
    the same bytes on any machine. Raises NotSet.
    """
    families = ", ".join(literal(one) for one in FAMILIES)
    head = (f"#set document(title: {literal(title)}, date: none)\n"
            f"#set text(font: ({families}), fallback: false, lang: \"en\", region: \"GB\","
            " hyphenate: false)\n")
    world = {**(files or {}), MAIN: (head + source).encode()}
    try:
        return _set(world)
    except typst.TypstError as why:
        raise NotSet(_QUOTED.sub("…", str(why.args[0]) if why.args else "")) from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as why:  # Typst is written in Rust, and its panics are no Exceptions
        raise NotSet(type(why).__name__) from None


def _set(world: Mapping[str, bytes]) -> bytes:
    """The pages. The files go into a folder that is thrown away: Typst takes them from memory too,
    but then any that is not text, such as a photograph, stops it."""
    with tempfile.TemporaryDirectory(prefix="cspr-") as folder:
        for name, data in world.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return bytes(typst.compile(str(Path(folder, MAIN)), root=folder, format="pdf",
                                   pdf_standards=STANDARD, font_paths=_fonts(),
                                   ignore_system_fonts=True, timestamp=0))


@lru_cache(maxsize=1)
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False,
                       font_paths=[str(FONTS)])

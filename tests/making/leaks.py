"""Names that must not get out: a family with awkward names, how they were spelled, where they hid.

`tests/leaks` and `bench.leaks` plant the spellings one at a time; nothing here is made by the
program that is tested.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape as escaped
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from pipeline import everywhere
from pipeline.doors import typst
from pipeline.model import Profile
from pipeline.names import Name, Scanner
from pipeline.names.listed import Listed
from pipeline.names.pets import pets_of
from tests.making import planted

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = ROOT / "tests" / "leaks"
LONG = 10_000


@dataclass(frozen=True)
class Spelling:
    """One way in which somebody was named: its class, whose it is ('-': nobody's), the words."""

    sort: str
    whose: str
    words: str


def family(profile: Profile, file: str = "people.toml") -> tuple[Name, ...]:
    """The made-up family, with the short forms that the partnership's table has."""
    listed = Listed(pets_of(profile))
    made = tomllib.loads((HERE / file).read_text("utf-8"))
    for one in made["people"]:
        listed.person(Name(one["code"], one["kind"], one["words"], tuple(one.get("also", ())),
                           (), one.get("instead", "")))
    for one in made["things"]:
        listed.thing(one["code"], one["kind"], one["words"], also=tuple(one.get("also", ())))
    return tuple(listed.names)


@cache
def spellings(file: str = "spellings.txt") -> tuple[Spelling, ...]:
    """Every spelling of the list."""
    return tuple(_spellings((HERE / file).read_text("utf-8")))


def _spellings(text: str) -> Iterator[Spelling]:
    sort = ""
    for line in text.splitlines():
        if line.startswith("["):
            sort = line.strip("[]")
        elif line.strip() and not line.startswith("#"):
            whose, words = line.split(" ", 1)
            unseen = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), words)
            yield Spelling(sort, whose, unseen.replace("\\\\", "\\"))


@cache
def english() -> tuple[str, ...]:
    """Paragraphs of clean English, ten thousand words: the guidance of the four partnerships."""
    found: list[str] = []
    count = 0
    for file in sorted((ROOT / "templates" / "profiles").glob("*/guidance/*.md")):
        for paragraph in re.split(r"\n\s*\n", file.read_text("utf-8")):
            words = re.sub(r"^[#>*-]+ |\*\*|^\d+\. ", "", paragraph.strip())
            if count < LONG and words and "|" not in words:
                found.append(words)
                count += len(words.split())
    return tuple(found)


def sentence(words: str) -> str:
    """A sentence in which the words stand: nothing in it tells that they are a name."""
    return f"The note of the visit says {words} in its second line."


# --- where it hides ---------------------------------------------------------------------------

Make = Callable[[str, bool], tuple[str, bytes]]
"""Words to plant, and whether in a long file: the name of a file and the file."""


def _word(place: str) -> Make:
    def make(words: str, long: bool) -> tuple[str, bytes]:
        data = planted.WORD[place].make(_marked(place, words))
        return "report.docx", _longer(data) if long else data
    return make


def _marked(place: str, words: str) -> str:
    """Words as they may stand in markup: places that write them into XML themselves get entities"""
    if place in ("alt text",):
        return quoteattr(words)[1:-1].replace('"', "&quot;")
    return escape(words) if place in ("table", "header", "title in the properties") else words


def _longer(data: bytes) -> bytes:
    parts = planted.parts_of(data)
    body = parts["word/document.xml"].decode()
    more = "".join(f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in english())
    parts["word/document.xml"] = body.replace("<w:body>", f"<w:body>{more}", 1).encode()
    return planted.zipped(parts)


def _footer(words: str, long: bool) -> tuple[str, bytes]:
    data = planted.with_part(
        "word/footer9.xml", planted.xml(planted.paragraph(planted.run(words)), "w:ftr"),
        f"{planted.WORDML}.footer+xml", "footer")
    return "report.docx", _longer(data) if long else data


def _slides(place: str) -> Make:
    return lambda words, long: ("deck.pptx", planted.SLIDES[place].make(escape(words)
                                if place == "comment" else words))


def _file_name(words: str, long: bool) -> tuple[str, bytes]:
    return f"{words.replace('/', '-')}.docx", _longer(planted.BASE) if long else planted.BASE


def _page(words: str, long: bool) -> tuple[str, bytes]:
    before = "".join(f"<p>{escaped(one)}</p>" for one in english()) if long else ""
    return "page.html", (f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Page"
                         f"</title></head><body>{before}<p>{escaped(sentence(words))}</p></body>"
                         "</html>").encode("utf-8", "surrogatepass")


def _pdf(source: Callable[[str], str], titled: bool = False) -> Make:
    def make(words: str, long: bool) -> tuple[str, bytes]:
        before = "\n\n".join(f"#{typst.literal(one)}" for one in english()) if long else ""
        head = '#set document(title: "Report")\n' if not titled else ""
        return "report.pdf", typst.compile(f"{head}{before}\n\n{source(words)}",
                                           title=words if titled else "Report")
    return make


PLACES: Mapping[str, Make] = {
    "Word body": _word("paragraph"),
    "across runs": _word("letter by letter"),
    "table": _word("table"),
    "header": _word("header"),
    "footer": _footer,
    "footnote": _word("footnote"),
    "text box": _word("text box"),
    "alt text": _word("alt text"),
    "properties": _word("title in the properties"),
    "comment": _word("comment"),
    "file name": _file_name,
    "slide notes": _slides("notes"),
    "slide chart": _slides("chart and its workbook"),
    "web page": _page,
    "PDF text": _pdf(lambda words: f"#{typst.literal(sentence(words))}"),
    "PDF title": _pdf(lambda words: "Nothing.", titled=True),
    "PDF bookmark": _pdf(lambda words: f"= #{typst.literal(words)}"),
}
"""Every place in which the spellings are planted."""


class Finder:
    """Says whether anything in a file gives somebody away; looks at the same words only once."""

    def __init__(self, names: tuple[Name, ...]) -> None:
        self.scanner = Scanner(names)
        self._met: dict[str, bool] = {}

    def finds(self, name: str, data: bytes) -> bool:
        """Whether some text of the file is a match."""
        return any([self._says(one.words) for one in everywhere.texts(name, data)])

    def _says(self, words: str) -> bool:
        if words not in self._met:
            self._met[words] = bool(self.scanner.scan(words))
        return self._met[words]

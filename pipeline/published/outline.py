"""An outline: the parts of a published paper in their order, as the partnership wrote them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import DefinitionTrouble
from pipeline.model import DocumentKind, Profile
from pipeline.profiles.loader import read_toml

FOLDER = "outlines"
MAIN = "Text"
"""The placeholder, or the place, of the words of a part that names no other."""
KEYS: Mapping[str, Mapping[str, type]] = {
    "outline": {"parts": list, "look_up": dict, "footer": str, "title": str, "contact": str,
                "description": str},
    "parts": {"title": str, "layout": str, "level": int, "each": str, "optional": bool,
              "text": list, "fill": dict, "table": dict, "links": list, "notes": list},
    "table": {"rows": str, "columns": list, "alt": str},
    "columns": {"head": str, "words": str, "width": int},
    "links": {"document": str, "format": str, "words": str, "href": str},
    "look_up": {"rows": str, "key": str, "words": str},
}


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, the words of its cells, its share of the width."""

    head: str
    words: str
    width: int = 1


@dataclass(frozen=True)
class Rows:
    """A table: where its rows come from, its columns, and what it is when read aloud."""

    rows: str
    columns: tuple[Column, ...]
    alt: str = ""


@dataclass(frozen=True)
class LookUp:
    """Where the words stand that an answer only names: the rows, their key, and the words."""

    rows: str
    key: str
    words: str


@dataclass(frozen=True)
class Part:
    """A slide, or a part of a page under its own heading. With `each`, one for every row.

    `layout` is that of the slide, `level` that of the heading. `fill` holds the lines for each
    placeholder, `notes` what is said beside the slide.
    """

    title: str
    layout: str = MAIN
    level: int = 1
    each: str = ""
    optional: bool = False
    fill: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    table: Rows | None = None
    links: tuple[Mapping[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Every line of words in it."""
        yield self.title
        for some in self.fill.values():
            yield from some
        yield from self.notes


@dataclass(frozen=True)
class Outline:
    """The parts of a paper; `look_up` by the name of the answer that is looked up.

    `contact` is the role that readers turn to.
    """

    file: str
    parts: tuple[Part, ...]
    look_up: Mapping[str, LookUp] = field(default_factory=dict)
    title: str = ""
    footer: str = ""
    contact: str = ""
    description: str = ""

    def lines(self) -> Iterator[str]:
        """Every line of words in it that belongs to no table and to no row of one."""
        yield from (self.title, self.footer, self.description)


def load_outline(profile: Profile, kind: DocumentKind) -> Outline:
    """The outline of a document. Raises DefinitionTrouble, with file and key, when it is wrong."""
    path = profile.folder / FOLDER / f"{kind.id}.toml"
    if not path.is_file():
        raise DefinitionTrouble(f"{FOLDER}/{path.name} is missing: '{kind.title}' is made from it.")
    raw = read_toml(path)
    _check(path, "", raw, "outline")
    if not raw.get("parts"):
        raise DefinitionTrouble(f"{path.name}: it has no [[parts]].")
    parts = tuple(_part(path, f"parts.{number}", one) for number, one in
                  enumerate(raw["parts"], 1))
    looked = {}
    for name, one in raw.get("look_up", {}).items():
        _check(path, f"look_up.{name}", one, "look_up", *KEYS["look_up"])
        looked[name] = LookUp(**one)
    return Outline(path.name, parts, looked, **{
        name: raw.get(name, "") for name in ("title", "footer", "contact", "description")})


def _part(path: Path, key: str, raw: Mapping[str, Any]) -> Part:
    _check(path, key, raw, "parts", "title")
    fill = dict(raw.get("fill", {}))
    if "text" in raw:
        fill[MAIN] = raw["text"]
    for name, lines in fill.items():
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise DefinitionTrouble(f"{path.name}, {key}.{name}: it must be a list of lines.")
    for link in raw.get("links", ()):
        _check(path, f"{key}.links", link, "links", "words")
        if bool(link.get("href")) == bool(link.get("document")):
            raise DefinitionTrouble(f"{path.name}, {key}.links: a link names a `document` and its "
                                    "`format`, or says its `href`.")
    return Part(raw["title"], raw.get("layout", MAIN), raw.get("level", 1), raw.get("each", ""),
                raw.get("optional", False), {name: tuple(some) for name, some in fill.items()},
                _table(path, f"{key}.table", raw["table"]) if "table" in raw else None,
                tuple(raw.get("links", ())), tuple(raw.get("notes", ())))


def _table(path: Path, key: str, raw: Mapping[str, Any]) -> Rows:
    _check(path, key, raw, "table", "rows", "columns", "alt")
    columns = []
    for one in raw["columns"]:
        _check(path, f"{key}.columns", one, "columns", "head", "words")
        columns.append(Column(**one))
    return Rows(raw["rows"], tuple(columns), raw["alt"])


def _check(path: Path, key: str, raw: Any, kind: str, *needed: str) -> None:
    here = f"{path.name}, {key}" if key else path.name
    if not isinstance(raw, dict):
        raise DefinitionTrouble(f"{here}: it must be a table of keys.")
    for name, value in raw.items():
        wanted = KEYS[kind].get(name)
        if wanted is None:
            raise DefinitionTrouble(f"{here}: there is no key '{name}'. There are: "
                                    f"{', '.join(KEYS[kind])}.")
        if not isinstance(value, wanted):
            raise DefinitionTrouble(f"{here}.{name}: it has the wrong type.")
    for name in needed:
        if not raw.get(name):
            raise DefinitionTrouble(f"{here}: '{name}' is missing.")

"""The page that lists every document a partnership's source names, and where ours is.

docs/coverage.md is made of the profiles alone (`covers`, `source`) and never edited.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.model import DocumentKind, Profile

HEAD = """\
# What the sources name, and where it is

Made by `cspr coverage` from the profiles: do not edit it. The first column is what the source calls
a document; the last is where it says so. Files are below `templates/`. Where a source only names a
document, its words are ours.
"""
TITLES = "| In the source | Our document | What it is | Files | Source |\n|---|---|---|---|---|"
TO = {"agency": "Letter to each agency", "family": "Letter to each parent or carer"}
FORMATS = {"xlsx": "Table to sort and filter", "pptx": "Slides", "html": "Web page",
           "eml": "E-mails to send"}
EACH = {"agency": ", one for each agency", "member": ", one for each panel member",
        "family": ", one for each parent or carer"}


def page(profiles: Sequence[Profile]) -> str:
    """The whole page, one part a partnership."""
    return "\n".join([HEAD, *(line for profile in profiles for line in _part(profile))])


def _part(profile: Profile) -> Iterator[str]:
    yield f"## {profile.name}"
    yield ""
    named = sorted((kind for kind in profile.documents if kind.covers), key=_order)
    if named:
        yield TITLES
        for kind in named:
            yield f"| {' | '.join(map(_cell, _row(profile, kind)))} |"
        yield ""
    others = [f"{kind.title} ({what(kind)[0].lower()}{what(kind)[1:]})"
              for kind in profile.documents if not kind.covers]
    if others:
        yield f"Ours, not named by the source: {'; '.join(others)}."
        yield ""


def _row(profile: Profile, kind: DocumentKind) -> tuple[str, ...]:
    source = kind.source
    where = ", ".join(filter(None, (
        profile.sources.get(source.get("file", ""), source.get("file", "")),
        f"line {source['line']}" if "line" in source else "")))
    return kind.covers, kind.title, what(kind), ", ".join(files(profile, kind)), where


def what(kind: DocumentKind) -> str:
    """What sort of thing a document is."""
    if kind.guidance:
        return "Guidance, Word and web page"
    if kind.letter:
        return TO.get(kind.letter["to"], "Letter")
    if kind.outside:
        return "Written by others"
    if kind.format in FORMATS:
        return FORMATS[kind.format]
    return ("Form and document" if kind.form else "Document") + EACH.get(kind.for_each, "")


def files(profile: Profile, kind: DocumentKind) -> Iterator[str]:
    """The files it is made of, below templates/."""
    if kind.guidance:
        yield f"`profiles/{profile.id}/guidance/{kind.guidance}`"
    if kind.form:
        yield f"`profiles/{profile.id}/forms/{kind.form}.toml`"
    if (profile.folder / "sketches" / f"{kind.id}.md").is_file() and kind.template:
        yield f"`profiles/{profile.id}/sketches/{kind.id}.md`"
    if kind.template:
        yield f"`{kind.format}/{profile.id}/{kind.template}`"


def _order(kind: DocumentKind) -> tuple[int, int, str]:
    """Numbers first and as numbers: 2 before 10, 15 before 15a; names after them."""
    found = re.fullmatch(r"(\d+)(.*)", kind.covers)
    return (0, int(found[1]), found[2]) if found else (1, 0, kind.covers.casefold())


def _cell(words: str) -> str:
    return words.replace("|", "\\|") or "–"

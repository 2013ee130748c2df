"""What is wrong with an outline: every name in it must be one that there is."""

from collections.abc import Iterator

from pipeline.errors import DefinitionTrouble
from pipeline.model import DocumentKind, Profile
from pipeline.published.outline import Outline, load_outline
from pipeline.published.telling import BRACE, CLOCK, CONTACT, LIST, UNTIL

OURS = ("n", "of", "reference", CONTACT, UNTIL)


def wrong(profile: Profile, kind: DocumentKind) -> Iterator[str]:
    """What is wrong with the outline of a document, each with its file."""
    try:
        outline = load_outline(profile, kind)
    except DefinitionTrouble as why:
        yield str(why)
        return
    for what in _wrong(profile, outline):
        yield f"{outline.file}: {what}"


def _wrong(profile: Profile, outline: Outline) -> Iterator[str]:
    seen: set[str] = set()
    for part in outline.parts:
        if not part.each:
            if part.title in seen:
                yield f"two parts are called “{part.title}”"
            seen.add(part.title)
        columns = _columns(profile, part.each) if part.each else set()
        if columns is None:
            yield f"“{part.title}”: there is no table '{part.each}'"
        elif part.each and not BRACE.search(part.title):
            yield f"“{part.title}” stands over each of several: put {{n}} into it"
        for line in part.lines():
            yield from _names(profile, line, columns or set())
        if part.table:
            columns = _columns(profile, part.table.rows)
            if columns is None:
                yield f"“{part.title}”: there is no table '{part.table.rows}'"
            for column in part.table.columns:
                yield from _names(profile, column.words, columns or set())
        for link in part.links:
            if link.get("document") and profile.document(link["document"]) is None:
                yield f"“{part.title}”: there is no document '{link['document']}'"
    for name, look in outline.look_up.items():
        columns = _columns(profile, look.rows)
        for key in (look.key, look.words):
            if columns is None or key not in columns:
                yield f"look_up.{name}: '{look.rows}' has no column '{key}'"
    for line in outline.lines():
        yield from _names(profile, line, set())
    if outline.contact and outline.contact not in profile.roles:
        yield f"`contact`: there is no role '{outline.contact}'"


def _columns(profile: Profile, path: str) -> set[str] | None:
    if path.startswith(LIST):
        rows = profile.lists.get(path.removeprefix(LIST))
        return None if rows is None else {
            key for row in rows for key in (row if isinstance(row, dict) else {"label": ""})}
    form, _, name = path.partition(".")
    section = profile.forms[form].section(name) if form in profile.forms else None
    if section is None or section.kind != "table":
        return None
    return {one.id for one in section.fields}


def _names(profile: Profile, line: str, columns: set[str]) -> Iterator[str]:
    for found in BRACE.finditer(line):
        if not _known(profile, found[1], columns):
            yield f"there is no '{{{found[1]}}}' to print"
    if "{" in BRACE.sub("", line) or "}" in BRACE.sub("", line):
        yield f"“{line[:40]}”: a brace stands alone"


def _known(profile: Profile, path: str, columns: set[str]) -> bool:
    if "." not in path:
        return path in columns or path in profile.words or path in OURS
    form, _, rest = path.partition(".")
    if form == CLOCK:
        return rest in {rule["id"] for rule in profile.deadlines}
    name, _, asked = rest.partition(".")
    section = profile.forms[form].section(name) if form in profile.forms else None
    return (section is not None and section.kind in ("answers", "table") and not section.per
            and section.field(asked) is not None)

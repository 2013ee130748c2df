"""Guidance: one Markdown file becomes a Word document and a web page, each point with its source.

It is about the process, not about a case: it bears no reference and no mark of a draft.
docs/templates.md says how to write it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.catalogue import problem
from pipeline.doors.housestyle import heading_colour, house_style
from pipeline.doors.word import lines_of
from pipeline.errors import DefinitionTrouble
from pipeline.guidance.page import as_html
from pipeline.guidance.reading import OWN, UNCHECKED, Guide, read_guidance
from pipeline.guidance.word import as_word
from pipeline.model import DocumentKind, Problem, Profile, Where

FOLDER = "guidance"
"""Where the Markdown lies in a profile, and the documents in the outputs."""
MARKING, UNMARKED = "OFFICIAL", "none"
BARE = "Reference"


@dataclass(frozen=True)
class Made:
    """The guidance documents by their path, and those that could not be made, with the reason."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()


def make_all(profile: Profile) -> Made:
    """Every guidance document of a partnership. One that is wrong costs itself, no other."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    missing: list[tuple[str, str]] = []
    for kind in profile.documents:
        if not kind.guidance:
            continue
        try:
            files |= {f"{FOLDER}/{name}": data for name, data in make(profile, kind).items()}
        except DefinitionTrouble as why:
            problems.append(problem("document-failed", Where(kind.guidance), document=kind.id))
            missing.append((kind.title, str(why)))
    return Made(files, tuple(problems), tuple(missing))


def make(profile: Profile, kind: DocumentKind) -> dict[str, bytes]:
    """One guidance document as .docx and .html. Raises DefinitionTrouble with all that is wrong."""
    guide, wrong = _read(profile, kind)
    if wrong:
        raise DefinitionTrouble("\n  ".join([f"{kind.guidance}:", *wrong]) if len(wrong) > 1
                                else f"{kind.guidance}: {wrong[0]}")
    marking = kind.marking or MARKING
    document = {"id": kind.id, "title": kind.title, "state": "",
                "marking": "" if marking == UNMARKED else marking}
    about = told(profile, guide, kind.show_sources)
    house = _house(profile)
    page = as_html(guide, about, profile.name, document, heading_colour(house))
    return {f"{kind.id}.docx": as_word(guide, about, house, document), f"{kind.id}.html": page}


def told(profile: Profile, guide: Guide, shown: bool = True) -> str:
    """The line at the top: which document the line numbers are of, and what is our own.

    What nobody has checked is said there even where sources are not shown.
    """
    waiting = f"{UNCHECKED}: taken over from another partnership." if guide.unchecked else ""
    if not shown:
        return waiting
    source = profile.sources.get(profile.source_file, profile.source_file)
    lines = f"Line numbers are those of “{source}”."
    if not guide.quotes and not guide.unchecked:
        return "Everything here is our own advice."
    said = [lines] if guide.quotes else []
    if guide.quotes and guide.advises:
        said.append(f"“{OWN}” is not in it.")
    return " ".join([*said, waiting] if waiting else said)


def lint(profile: Profile, kind: DocumentKind) -> Iterator[str]:
    """Everything wrong with one guidance document, each with its file."""
    guide, wrong = _read(profile, kind)
    if guide.quotes and profile.source_file not in profile.sources:
        wrong.append("it names lines, but profile.toml has no 'source_file' that stands under "
                     "[sources] beside it.")
    yield from (f"{kind.guidance}, {what}" for what in wrong)
    if not wrong:
        drawn = lines_of(make(profile, kind)[f"{kind.id}.docx"])
        if any(line.part.startswith("header") and line.text.strip().endswith(BARE)
               for line in drawn):
            yield (f"{profile.house.name}, header: guidance has no reference; put "
                   "{% if reference %} … {% endif %} round it.")


def _read(profile: Profile, kind: DocumentKind) -> tuple[Guide, list[str]]:
    path = profile.folder / FOLDER / kind.guidance
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return Guide(()), [
            f"there is no such file in {FOLDER}/, or it is no text in UTF-8."]
    return read_guidance(text, kind.title, profile.words, kind.show_sources)


def _house(profile: Profile) -> bytes:
    path = profile.house
    return path.read_bytes() if path.is_file() else house_style()

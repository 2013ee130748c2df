"""The summary of learning as slides: each message tied to a theme and to a recommendation.

Its words are the case's, its order the partnership's outline, its looks the partnership's template
in PowerPoint. docs/templates.md says what the layouts are called and how to own them.
"""

from collections.abc import Iterator

from pipeline.deck.ties import untied
from pipeline.doors import slides
from pipeline.errors import DefinitionTrouble
from pipeline.model import Case, DocumentKind, Profile
from pipeline.published import Outline, Teller, is_draft, load_outline, wrong

SlideText = slides.SlideText
slides_of = slides.slides_of


def make(profile: Profile, case: Case, kind: DocumentKind, state: str) -> dict[str, bytes]:
    """The deck by its path. `state` stands on every slide; notes are in a draft only.

    Raises DefinitionTrouble when the outline or the template is wrong, and `published.Lacking`,
    with its problems, when something is not answered or a message is tied to nothing.
    """
    outline = load_outline(profile, kind)
    teller = Teller(profile, case, kind, outline)
    made = [slides.Slide(
        told.part.layout, told.title, told.fill,
        slides.SlideTable(told.table.head, told.table.rows, told.table.widths, told.table.alt)
        if told.table else None, told.notes if is_draft(state) else ()) for told in teller.parts()]
    teller.problems += untied(profile, case, kind, outline)
    teller.done(state)
    marking = (kind.marking or profile.marking) if state else ""
    mark = "  |  ".join(filter(None, (marking, state)))
    data = slides.write(template_of(profile, kind), kind.template, made,
                        f"{kind.title}: {made[0].title}" if made else kind.title,
                        teller.line(outline.footer), mark)
    return {f"{kind.folder}/{kind.id}.{kind.format}": data}


def template_of(profile: Profile, kind: DocumentKind) -> bytes:
    """The template of a deck. Raises DefinitionTrouble when there is none."""
    try:
        return (profile.pptx / kind.template).read_bytes()
    except OSError as why:
        raise DefinitionTrouble(f"{kind.template}: there is no such template; run cspr scaffold"
                                ) from why


def lint(profile: Profile, kind: DocumentKind) -> Iterator[str]:
    """Everything wrong with the outline and the template of a deck, each with its file."""
    found = list(wrong(profile, kind))
    yield from found
    try:
        template = template_of(profile, kind)
        outline = load_outline(profile, kind)
    except DefinitionTrouble as why:
        if str(why) not in found:
            yield str(why)
        return
    yield from slides.faults(template, kind.template, wanted(outline))


def wanted(outline: Outline) -> dict[str, list[str]]:
    """The layouts that an outline uses, each with the placeholders that it fills."""
    found: dict[str, dict[str, None]] = {}
    for part in outline.parts:
        names = found.setdefault(part.layout, {})
        names.update(dict.fromkeys([*part.fill, *(["Table"] if part.table else [])]))
    return {layout: list(names) for layout, names in found.items()}

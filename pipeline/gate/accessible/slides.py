"""Whether everybody can follow a deck: in the room, and with a screen reader afterwards."""

from collections.abc import Iterator

from pipeline.catalogue import problem
from pipeline.doors.slides.heard import Heard, NotADeck, heard
from pipeline.doors.slides.model import SMALLEST
from pipeline.gate.accessible.alt import poor
from pipeline.model import Problem, Where

LANGUAGE = "en-GB"


def slides(data: bytes, name: str) -> list[Problem]:
    """Every problem of a presentation. None: it passes."""
    try:
        found = heard(data)
    except NotADeck:
        return [problem("slides-unreadable", Where(name))]
    titles: dict[str, int] = {}
    problems: list[Problem] = []
    for slide in found:
        problems += _slide(slide, Where(name, f"slide {slide.number}"), titles)
        titles.setdefault(slide.title.casefold(), slide.number)
    return problems


def _slide(slide: Heard, where: Where, titles: dict[str, int]) -> Iterator[Problem]:
    if not slide.title:
        yield problem("slides-no-title", where)
    elif slide.title.casefold() in titles:
        yield problem("slides-same-title", where, slide.title,
                      other=str(titles[slide.title.casefold()]))
    if slide.title_at > 0:
        yield problem("slides-order", where)
    for said in slide.pictures:
        if not said or poor(said):
            yield problem("slides-alt", where, said)
    if any(language != LANGUAGE for language in slide.languages):
        yield problem("slides-language", where)
    if 0 < slide.smallest < SMALLEST:
        yield problem("slides-small", where, size=f"{slide.smallest:g}", least=f"{SMALLEST:g}")
    for has_heading in slide.tables:
        if not has_heading:
            yield problem("slides-table", where)

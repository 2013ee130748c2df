"""Documents that are no Word files: slides, web pages, notices. Who makes each, and all drafts."""

from collections.abc import Callable, Mapping

from pipeline import deck, notices, webpage
from pipeline.catalogue import problem
from pipeline.errors import DefinitionTrouble
from pipeline.guidance import Made
from pipeline.model import Case, DocumentKind, Problem, Profile, Where
from pipeline.render import belongs

Make = Callable[[Profile, Case, DocumentKind, str], Mapping[str, bytes]]
MAKERS: Mapping[str, Make] = {"pptx": deck.make, "html": webpage.make, "eml": notices.make}
"""By the format of the document."""


def make_all(profile: Profile, case: Case, state: str) -> Made:
    """Every such document of a case as a draft. One that is wrong costs itself, no other."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    missing: list[tuple[str, str]] = []
    for kind in profile.documents:
        if kind.format not in MAKERS:
            continue
        awaited = [form for form in kind.needs if not case["forms"][form]["returns"]]
        if awaited:
            if belongs(profile, case, kind):
                titles = " or ".join(f"'{profile.forms[form].title}'" for form in awaited)
                missing.append((kind.title, f"{titles} has not come in yet."))
            continue
        try:
            files |= MAKERS[kind.format](profile, case, kind, state)
        except DefinitionTrouble as why:
            problems.append(problem("document-failed", Where(kind.id), document=kind.id))
            missing.append((kind.title, str(why)))
    return Made(files, tuple(problems), tuple(missing))

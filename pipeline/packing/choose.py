"""Choose: whom a pack goes to, and the papers that each recipient is given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline import codes, guidance, render
from pipeline.catalogue import problem
from pipeline.errors import DefinitionTrouble, UsageTrouble
from pipeline.letterhead import members
from pipeline.letterhead import recipients as family_and_agencies
from pipeline.model import Case, DocumentKind, PackKind, Paper, Problem, Profile, Recipient, Where
from pipeline.packing.formats import MAKERS
from pipeline.packing.unanswered import Asked, told
from pipeline.published import Lacking

WORD = ".docx"
ADDRESSED, ONE = ("agency", "family"), "one"
DEFINED = "Tell whoever looks after the templates, and show them this sentence."
IN_RECORD = "Record it in the case record (case.xlsx) and run the command again."


@dataclass(frozen=True)
class Chosen:
    """The papers of each recipient, by the recipient's code, and what is missing or wrong."""

    papers: Mapping[str, tuple[Paper, ...]]
    problems: tuple[Problem, ...]


def recipients(profile: Profile, case: Case, kind: PackKind, only: Sequence[str] = ()
               ) -> list[Recipient]:
    """Everybody who gets a pack of this kind, numbered; those in `only` where it names some.

    Raises UsageTrouble when there is nobody, or none with such a code.
    """
    found = list(_everybody(profile, case, kind))
    if not found:
        raise UsageTrouble(f"'{kind.title}' goes to nobody yet: the case record lists nobody whom "
                           "it is for. Fill that in and run the command again.")
    known = [code for code, _ in found]
    if not set(only) <= set(known):
        raise UsageTrouble(f"'{kind.title}' does not go to every code you named. It goes to: "
                           + (", ".join(filter(None, known)) or "one recipient only") + ".")
    return [Recipient(code, label, number, len(found))
            for number, (code, label) in enumerate(found, 1) if not only or code in only]


def _everybody(profile: Profile, case: Case, kind: PackKind) -> Iterator[tuple[str, str]]:
    if kind.for_each == "case":
        yield "", kind.audience
    elif kind.for_each == "list":
        for entry in profile.lists[kind.recipients]:
            yield str(entry["id"]), str(entry["label"])
    else:
        rows = (members(profile, case) if kind.for_each == "member"
                else family_and_agencies(case, kind.for_each))
        for one in rows:
            yield codes.safe(one.code, kind.for_each), str(one.name["text"])


def choose(profile: Profile, case: Case, named: Case, kind: PackKind,
           people: Sequence[Recipient], outside: Mapping[str, Sequence[Paper]]) -> Chosen:
    """The papers of a pack: ours made from `case`, those of others as `outside` has them by id.

    A letter to an agency or to one of the family is made from `named`, where names stand: nobody
    is written to by a code. The gate looks for the names of everybody else in it.
    """
    problems: list[Problem] = []
    made: dict[str, list[Paper]] = {}
    for name in kind.contents:
        for document in (_addressed(one, kind, people) for one in profile.documents
                         if one.id == name):
            addressed = document.letter.get("to") in ADDRESSED and not kind.published
            papers, wrong = _papers(profile, named if addressed else case, kind, document, outside)
            problems += wrong
            made.setdefault(name, []).extend(papers)
    return Chosen({to.code: tuple(
        paper for name in kind.contents for paper in made[name] if _is_for(paper, to))
        for to in people}, tuple(problems))


def _addressed(document: DocumentKind, kind: PackKind,
               people: Sequence[Recipient]) -> DocumentKind:
    """A letter that goes to each of a list is addressed to the one whose pack it is in."""
    if kind.for_each != "list" or document.letter.get("to") != ONE or len(people) != 1:
        return document
    return replace(document, letter={**document.letter, "addressee": people[0].label})


def _papers(profile: Profile, case: Case, kind: PackKind, document: DocumentKind,
            outside: Mapping[str, Sequence[Paper]]) -> tuple[list[Paper], list[Problem]]:
    if document.outside:
        return list(outside.get(document.id, ())), []
    here = Where(document.id)
    asked: Mapping[str, Sequence[Asked]] = {}
    try:
        if document.guidance:
            files: Mapping[str, bytes] = {
                name: data for name, data in guidance.make(profile, document).items()
                if name.endswith(WORD)}
        elif document.format in MAKERS:
            files = MAKERS[document.format](profile, case, document, kind.watermark or kind.state)
        else:
            # A paper bears the marking of its pack: none in what the public may see.
            marked = replace(profile, marking=kind.marking, documents=(document,))
            rendered = render.render(marked, case, [document.id], kind.state)
            asked = rendered.unanswered
            files = {name: data for name, data in rendered.files.items()
                     if name.endswith(f".{document.format}")}
            missing = [why for _, why in rendered.missing]
            if not files and missing:
                return [], [problem("pack-paper-missing", here, title=document.title,
                                    why=missing[0], mend=_mend(profile, case, document))]
    except Lacking as why:
        return [], list(why.problems)
    except DefinitionTrouble as why:
        return [], [problem("pack-paper-missing", here, title=document.title, why=str(why),
                            mend=DEFINED)]
    return [Paper(document, _name(document, path), document.title, data,
                  unanswered=tuple(told(profile, one) for one in asked.get(path, ())))
            for path, data in sorted(files.items())], []


def _mend(profile: Profile, case: Case, document: DocumentKind) -> str:
    """Where to fill in what a paper of ours is made from, and where to put it."""
    forms = [profile.forms[name] for name in (*document.needs, document.form) if name]
    awaited = [one for one in forms if not case["forms"][one.id]["returns"]]
    if not awaited:
        return IN_RECORD
    if any(one.ours for one in awaited):
        places = " or ".join(f"to-fill/{one.id}.xlsx" for one in awaited if one.ours)
        return (f"Fill in {places}, which `make collate` puts into the case's outputs, copy it "
                "into the case folder and run the command again.")
    return "Ask for it, save it in the case folder and run the command again."


def _name(document: DocumentKind, path: str) -> str:
    """The file name of a paper: the document's, with a code where there is one for each of many."""
    last = path.split("/")[-1]
    stem, _, ending = last.rpartition(".")
    return last if stem == document.id else f"{document.id}-{stem}.{ending}"


def _is_for(paper: Paper, to: Recipient) -> bool:
    """Whether a paper is this recipient's: one of many copies is for its own recipient only.

    A document that is made for each of something goes to everybody of a pack with one recipient.
    """
    own = paper.kind.for_each not in ("case", "entry") and bool(to.code)
    return not own or paper.name.rpartition(".")[0] == f"{paper.kind.id}-{to.code}"

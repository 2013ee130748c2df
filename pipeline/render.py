"""A case becomes documents. A template of ours that is wrong costs its own document, no other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline import codes
from pipeline.catalogue import problem
from pipeline.deadlines import warnings
from pipeline.doors import xlsx
from pipeline.doors.word import WordTemplate
from pipeline.errors import DefinitionTrouble
from pipeline.letterhead import NOBODY, deciding, letterhead, recipients
from pipeline.model import Case, DocumentKind, Problem, Profile, Where, answer_at, wanted

DRAFT = "DRAFT - NOT CLEARED"
WORD, TABLE = "docx", "xlsx"
COLUMN_WIDTH = 24
STEPS = "publication_steps"
NOT_ASKED = "Not asked"
"""Stands in a table where the form that a row comes from has no such question."""
Place = tuple[str, str, str]
"""File, sheet and cell of an answer."""


@dataclass(frozen=True)
class Copy:
    """One document to make: what it is, where it goes, and what its template knows.

    `decided_by` are the answers that decide whether it is made and what it warns of.
    """

    kind: DocumentKind
    path: str
    context: Mapping[str, Any]
    decided_by: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class Rendered:
    """What was made, and what was not.

    `uses` holds for each document the places whose words it prints; `consulted` those that decide
    what it prints (`{% if x %}`, a count). `missing` holds the title of each document that was
    not made, with the reason. `unanswered` are the questions whose answer a document says is not
    there, as `asked` in the context has them.
    """

    files: Mapping[str, bytes]
    uses: Mapping[str, tuple[Place, ...]]
    consulted: Mapping[str, tuple[Place, ...]]
    problems: tuple[Problem, ...]
    missing: tuple[tuple[str, str], ...]
    unanswered: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)


class _Uses:
    """The places of the answers that one document printed or consulted."""

    def __init__(self) -> None:
        self.places: dict[str, set[Place]] = {"printed": set(), "consulted": set()}
        self.unanswered: dict[Place, None] = {}

    def note(self, answer: Mapping[str, Any], how: str) -> None:
        """Take down where an answer stood."""
        if how == "printed" and "asked" in answer:
            self.unanswered[answer["asked"]] = None
        for ref in answer["refs"]:
            self.places[how].add((ref["file"], ref["part"], ref["spot"]))

    def sorted(self, how: str) -> tuple[Place, ...]:
        """The places of one kind, in order."""
        return tuple(sorted(self.places[how]))


def render(profile: Profile, case: Case, only: Sequence[str] | None = None,
           state: str = DRAFT) -> Rendered:
    """Make every document of the profile, or those with an id in `only`.

    `state` is what stands at the head of each page; '' on what has been cleared.
    """
    files: dict[str, bytes] = {}
    printed: dict[str, tuple[Place, ...]] = {}
    consulted: dict[str, tuple[Place, ...]] = {}
    unanswered: dict[str, tuple[Place, ...]] = {}
    problems: list[Problem] = []
    missing: list[tuple[str, str]] = []
    for kind in profile.documents:
        if not _ours(kind) or (only is not None and kind.id not in only):
            continue
        reason = not_yet(profile, case, kind)
        if reason:
            if only is not None or belongs(profile, case, kind):
                missing.append((kind.title, reason))
            continue
        for copy in copies(profile, case, kind, state):
            uses = _Uses()
            for answer in copy.decided_by:
                uses.note(answer, "consulted")
            try:
                files[copy.path] = _draw(profile, copy, uses)
            except DefinitionTrouble as why:
                problems.append(problem("document-failed", Where(_definition(kind)),
                                        document=copy.path))
                if (kind.title, str(why)) not in missing:
                    missing.append((kind.title, str(why)))
                continue
            unanswered[copy.path] = tuple(uses.unanswered)
            printed[copy.path] = uses.sorted("printed")
            consulted[copy.path] = uses.sorted("consulted")
    return Rendered(files, printed, consulted, tuple(problems), tuple(missing), unanswered)


def _ours(kind: DocumentKind) -> bool:
    """Whether it is made here: from a Word template of the partnership, or as a table."""
    return not kind.guidance and not kind.outside and kind.format in (WORD, TABLE)


def belongs(profile: Profile, case: Case, kind: DocumentKind) -> bool:
    """Whether anybody waits for a document: not one of another way of publishing, say."""
    rules = (kind.only_when, *(profile.forms[form].only_when for form in kind.needs))
    return all(wanted(rule, case["forms"]) for rule in rules)


def not_yet(profile: Profile, case: Case, kind: DocumentKind) -> str:
    """Why a document cannot be made yet, or ''."""
    own = (kind.form,) if kind.form and kind.for_each != "case" else ()
    awaited = kind.needs or own
    if not awaited or any(case["forms"][form]["returns"] for form in awaited):
        return NOBODY[kind.for_each] if _to_nobody(case, kind) else ""
    titles = " or ".join(f"'{profile.forms[form].title}'" for form in awaited)
    return f"{titles} has not come in yet."


def _to_nobody(case: Case, kind: DocumentKind) -> bool:
    return not kind.form and kind.for_each in NOBODY and not recipients(case, kind.for_each)


def copies(profile: Profile, case: Case, kind: DocumentKind, state: str = DRAFT) -> Iterator[Copy]:
    """The copies of a document: one for the case, one for each sender of its form, or one for each
    agency that is asked or each parent and carer where it has no form."""
    relied = [case["deadlines"][name]["date"] for name in kind.relies_on]
    form = profile.forms.get(kind.form)
    if form is not None and form.meaning(STEPS) is not None:  # who is to have what, step by step
        relied += [*deciding(case, "family"), *deciding(case, "agency")]
    relied += _wanting(profile, case, kind)
    context = {**case, "document": {
        "id": kind.id, "title": kind.title, "state": state,
        "marking": kind.marking or profile.marking,
        "warnings": [one["words"] for one in warnings(case["deadlines"], kind.relies_on)]
        if kind.relies_on else []}}
    if not kind.form and kind.for_each in NOBODY:
        yield from _addressed(profile, case, kind, context)
        return
    if kind.letter:
        context["letter"] = letterhead(profile, case, kind)
    made = case["forms"][kind.form] if kind.form else None
    if kind.for_each == "case" or made is None:
        if made:
            context |= _own(made["merged"])
        yield Copy(kind, f"{kind.folder}/{kind.id}.{kind.format}", context, relied)
        return
    for one in made["by_recipient"]:
        code = codes.safe(one["recipient"]["code"], kind.id)
        yield Copy(kind, f"{kind.folder}/{kind.id}/{code}.{kind.format}",
                   {**context, **_own(one)}, relied)


def _wanting(profile: Profile, case: Case, kind: DocumentKind) -> list[Mapping[str, Any]]:
    """The answers by which a document, or a form that it is made from or tells of, is wanted."""
    told = profile.forms if kind.main else kind.needs
    rules = [kind.only_when, *(profile.forms[name].only_when for name in told)]
    found = [answer_at(case["forms"], rule["path"]) for rule in rules if rule]
    return [answer for answer in found if "refs" in answer]


def _addressed(profile: Profile, case: Case, kind: DocumentKind,
               context: Mapping[str, Any]) -> Iterator[Copy]:
    """A copy for each agency that is asked, or for each parent and carer."""
    decided = [*deciding(case, kind.for_each),
               *(case["deadlines"][name]["date"] for name in kind.relies_on)]
    for to in recipients(case, kind.for_each):
        more: dict[str, Any] = {"recipient": to.as_json()}
        if kind.letter:
            more["letter"] = letterhead(profile, case, kind, to)
        code, _, again = to.code.partition("-")
        name = "-".join(filter(None, (codes.safe(code, kind.id), again)))
        yield Copy(kind, f"{kind.folder}/{kind.id}/{name}.{kind.format}", {**context, **more},
                   decided)


def _own(one: Mapping[str, Any]) -> dict[str, Any]:
    """What the template of a form's own document knows besides the case."""
    about = {key: value for key, value in one.items() if key != "sections"}
    return {"form": one["sections"], "about": about, "recipient": one["recipient"]}


def _draw(profile: Profile, copy: Copy, uses: _Uses) -> bytes:
    if copy.kind.format == TABLE:
        return _table(copy, uses)
    template = load_template(profile, copy.kind)
    return template.render(copy.context, uses.note)


def load_template(profile: Profile, kind: DocumentKind) -> WordTemplate:
    """The Word template of a document. Raises DefinitionTrouble when it is not there or broken."""
    path = profile.docx / kind.template
    try:
        return WordTemplate(path.read_bytes(), kind.template)
    except OSError as why:
        raise DefinitionTrouble(f"{kind.template}: there is no such template; run cspr scaffold"
                                ) from why


def _definition(kind: DocumentKind) -> str:
    return kind.template or "profile.toml"


def _table(copy: Copy, uses: _Uses) -> bytes:
    """A document that is a table to sort and filter: one row for each entry of a list."""
    kind = copy.kind
    rows = rows_of(copy)
    columns = [(column["label"], int(column.get("width", COLUMN_WIDTH)))
               for column in kind.columns]
    document = copy.context["document"]
    about = "  |  ".join(filter(None, (
        document["marking"], document["state"],
        f"Reference {_words(copy.context['reference'], uses)}", _entries(len(rows)))))
    return xlsx.table(kind.title, about, columns, [
        [_words(row.get(column["id"], NOT_ASKED), uses) for column in kind.columns]
        for row in rows])


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def rows_of(copy: Copy) -> list[Mapping[str, Any]]:
    """The rows of a document that is a table. Raises DefinitionTrouble when they are not there."""
    found: Any = copy.context
    for name in copy.kind.rows.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    if not isinstance(found, list):
        raise DefinitionTrouble(
            f"documents.{copy.kind.id}: there is no list '{copy.kind.rows}'")
    return found


def _words(value: Any, uses: _Uses) -> str:
    """A cell's words: an answer, the name of a sender, or plain words."""
    if isinstance(value, dict) and "refs" in value:
        uses.note(value, "printed")
        return str(value["text"] if value["text"].strip() else value["missing"])
    if isinstance(value, dict) and "name" in value:
        return _words(value["name"], uses)
    return str(value)

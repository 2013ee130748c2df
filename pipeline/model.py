"""The nouns. Every stage shares these types and nothing else.

Definitions (`Profile` > `Form` > `Section` > `Field`) come from TOML and never change while a
command runs. Data (`Submission`, `Answer`, `Problem`) comes from workbooks. `Case` is plain JSON.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.filling import Filling as Filling
from pipeline.filling import Question as Question
from pipeline.filling import Words as Words

Case = dict[str, Any]
"""Everything known about a case as plain JSON values; see docs/templates.md for its shape."""


@dataclass(frozen=True, order=True)
class Where:
    """A place to go to: file (relative to the case folder), sheet or part, cell or line."""

    file: str
    part: str = ""
    spot: str = ""

    def __str__(self) -> str:
        return ", ".join(bit for bit in (self.file, self.part, self.spot) if bit)


@dataclass(frozen=True)
class Problem:
    """Something a person must look at. A value, never raised.

    `severity` is 'error', 'warning' or 'note'. Only `quote` may hold words that somebody typed.
    `sender` is the code of the agency or member the workbook came from, '' when it is ours.
    """

    code: str
    severity: str
    where: Where
    message: str
    fix: str
    quote: str = ""
    sender: str = ""


@dataclass(frozen=True)
class Fault:
    """What was found wrong inside a file, before anybody knows which return it is.

    It becomes a `Problem` with this code once the file has its place. `words` fill the braces of
    the problem's sentences; only `quote` may hold words that somebody typed.
    """

    code: str
    part: str = ""
    spot: str = ""
    quote: str = ""
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Answer:
    """What somebody answered: `text` as typed, `value` as we understand it, `refs` where it stood.

    `value` is a JSON value: the chosen option for a choice, True or False for a tick, EDTF for a
    date ('' when it could not be read), and otherwise the text itself.
    """

    text: str
    value: Any = ""
    refs: tuple[Where, ...] = ()

    @property
    def given(self) -> bool:
        """Whether anything was typed at all."""
        return bool(self.text.strip())


@dataclass(frozen=True)
class Evidence:
    """One agency's words beside a box of a writing desk, and the tick put against them.

    `about` is the path of the box, `source` the stable id of the words, `words` their fingerprint.
    """

    about: str
    source: str
    words: str
    tick: str
    where: Where


@dataclass(frozen=True)
class Submission:
    """One workbook as it was read (a 'return' to its users).

    `answers` maps paths to answers: `section/field`, `section/C1/field` for an answer about one
    child, `section/C1/field/anomaly` for what an agency's records say instead, and
    `section/3/field` for the third row of a table. Only given answers are in it.
    `repeats` are the paths that still hold our own words exactly as we sent them.
    `kind` is 'first', 'correction' or 'addition'.
    """

    form: str
    version: str
    case: str
    recipient: str
    number: int
    kind: str
    replaces: str
    file: str
    fingerprint: str
    answers: Mapping[str, Answer]
    places: Mapping[str, Where] = field(default_factory=dict)
    nothing_held: Answer = Answer("")
    received: str = ""
    evidence: tuple[Evidence, ...] = ()
    problems: tuple[Problem, ...] = ()
    repeats: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Field:
    """A question. docs/forms.md says what each key does; `rules` are Cerberus's own words."""

    id: str
    label: str
    type: str = "text"
    key: str = ""
    hint: str = ""
    heading: str = ""
    guidance: tuple[str, ...] = ()
    required: bool = False
    required_if: Mapping[str, Any] = field(default_factory=dict)
    severity: str = "error"
    choices: tuple[str, ...] = ()
    choices_from: str = ""
    labels_before: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    rules: Mapping[str, Any] = field(default_factory=dict)
    continuation: int = 0
    max_words: int = 0
    width: int = 0
    group: str = ""
    prefill: str = ""
    starts: str = ""
    gathers: tuple[str, ...] = ()
    adverse: str = ""
    until: str = ""
    if_empty: str = ""
    weekday: bool = False
    source: str = ""

    def wanted(self, answers: Mapping[str, Answer]) -> bool:
        """Whether its `required_if` holds, given the answers beside it by field id."""
        rule = self.required_if
        if not rule:
            return False
        named = rule.get("ticked", rule.get("is"))
        words = named if isinstance(named, list) else [named]
        if "ticked" in rule:
            return any(answers[one].value is True for one in words if one in answers)
        other = answers.get(rule["field"])
        return other is not None and other.value in words


@dataclass(frozen=True)
class Section:
    """A sheet of questions: `answers` down the sheet, a `table` of rows, or a grid of `ticks`."""

    id: str
    title: str
    kind: str
    sheet: str
    about: str
    fields: tuple[Field, ...]
    per: str = ""
    prefilled: bool = False
    prefill: str = ""
    means: str = ""
    guidance: tuple[str, ...] = ()
    guidance_after: tuple[str, ...] = ()
    filled_by: str = ""
    rows: int = 0
    max_rows: int = 0
    printed: tuple[Mapping[str, str], ...] = ()
    sort_by: str = ""
    at_least_one: bool = False
    source: str = ""

    def field(self, field_id: str) -> Field | None:
        """The field with this id, or None."""
        return next((f for f in self.fields if f.id == field_id), None)


@dataclass(frozen=True)
class Form:
    """A workbook's definition, and the outline of its Word document."""

    id: str
    title: str
    version: str
    filled_by: str
    sections: tuple[Section, ...]
    means: str = ""
    for_each: str = "case"
    desk: bool = False
    starts: Mapping[str, str] = field(default_factory=dict)
    intro: tuple[str, ...] = ()
    guidance: tuple[str, ...] = ()
    source: str = ""

    @property
    def ours(self) -> bool:
        """Whether the Business Unit keeps it, so that nobody is asked to return it."""
        return self.filled_by in ("business_unit", "chair")

    def section(self, section_id: str) -> Section | None:
        """The section with this id, or None."""
        return next((s for s in self.sections if s.id == section_id), None)

    def meaning(self, means: str) -> Section | None:
        """The section that says it `means` this, or None."""
        return next((s for s in self.sections if s.means == means), None)

    def fields(self) -> Iterator[tuple[Section, Field]]:
        """Every question with the section it stands in, in the order of the form."""
        for section in self.sections:
            for one in section.fields:
                yield section, one


@dataclass(frozen=True)
class DocumentKind:
    """A document the profile promises: its template, and what it is made for."""

    id: str
    title: str
    template: str = ""
    form: str = ""
    for_each: str = "case"
    folder: str = "documents"
    needs: tuple[str, ...] = ()
    relies_on: tuple[str, ...] = ()
    format: str = "docx"
    columns: tuple[Mapping[str, str], ...] = ()
    rows: str = ""
    marking: str = ""
    main: bool = False
    leaves_out: tuple[str, ...] = ()
    covers: str = ""
    guidance: str = ""
    show_sources: bool = True
    source: Mapping[str, Any] = field(default_factory=dict)
    letter: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Profile:
    """A partnership: the only place where partnerships differ."""

    id: str
    name: str
    words: Mapping[str, str]
    roles: Mapping[str, str]
    switches: Mapping[str, bool]
    forms: Mapping[str, Form]
    documents: tuple[DocumentKind, ...]
    deadlines: tuple[Mapping[str, Any], ...]
    lists: Mapping[str, Any]
    folder: Path
    docx: Path
    xlsx: Path
    marking: str = ""
    notes: tuple[str, ...] = ()
    contacts: Mapping[str, str] = field(default_factory=dict)
    phones: Mapping[str, str] = field(default_factory=dict)
    replies: Mapping[str, int] = field(default_factory=dict)
    rules: tuple[Mapping[str, Any], ...] = ()
    measures: tuple[Mapping[str, Any], ...] = ()
    closures: tuple[Mapping[str, Any], ...] = ()
    source_file: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    origins: Mapping[str, Path] = field(default_factory=dict)

    def contact(self, role: str) -> str:
        """Whom to turn to: the role, with name, number and address where the contact book has them.

        For the forms we send only: documents print roles.
        """
        return self.contacts.get(role) or self.roles.get(role, self.name)

    def reached(self, role: str) -> str:
        """Whom to turn to in an e-mail, which names nobody: the role, with its number if known."""
        phone = self.phones.get(role, "")
        return self.roles.get(role, self.name) + (f" ({phone})" if phone else "")

    @property
    def turn_to(self) -> str:
        """The role that people turn to and return forms to: the first of the profile's roles."""
        return next(iter(self.roles), "")

    def form_meaning(self, means: str) -> Form | None:
        """The form that says it `means` this ('case_record', 'agency_return'), or None."""
        return next((f for f in self.forms.values() if f.means == means), None)

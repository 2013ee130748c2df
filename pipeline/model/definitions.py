"""Definitions: `Profile` > `Form` > `Section` > `Field`, documents and packs. They come from TOML
and never change while a command runs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.model.data import Answer


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
    only_when: Mapping[str, Any] = field(default_factory=dict)
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


def wanted(only_when: Mapping[str, Any], forms: Mapping[str, Any]) -> bool:
    """Whether what has this `only_when` belongs to the case, given the case's forms as they are."""
    return not only_when or answer_at(forms, only_when["path"]).get("value") in only_when["is"]


def answer_at(forms: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """The answer that `form.section.field` names, given a case's forms; {} where there is none."""
    name, section, asked = path.split(".")
    found: Mapping[str, Any] = forms[name]["merged"]["sections"].get(section, {}).get(asked, {})
    return found


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
    outside: str = ""
    means: str = ""
    entries: str = ""
    optional: bool = False
    only_when: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PackKind:
    """An ordered set of documents for one audience; docs/packs.md says what each key does.

    `needs` are the packs that must have been sealed before, each with the deadline that says when.
    """

    id: str
    title: str
    audience: str
    contents: tuple[str, ...]
    checks: tuple[str, ...]
    for_each: str = "case"
    recipients: str = ""
    published: bool = False
    anonymise: bool = False
    bundle: bool = True
    marking: str = ""
    watermark: str = ""
    state: str = ""
    numbered: bool = False
    gaps: str = "refused"
    restricted: bool = False
    refs: bool = False
    ways: tuple[str, ...] = ()
    needs: tuple[Mapping[str, str], ...] = ()
    first_page: tuple[str, ...] = ()
    starts_clock: str = ""
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    source: Mapping[str, Any] = field(default_factory=dict)


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
    packs: tuple[PackKind, ...] = ()
    pptx: Path = Path()

    def contact(self, role: str) -> str:
        """Whom to turn to: the role, with name, number and address where the contact book has them.

        For the forms we send only: documents print roles.
        """
        return self.contacts.get(role) or self.roles.get(role, self.name)

    def reached(self, role: str) -> str:
        """Whom to turn to in an e-mail, which names nobody: the role, with its number if known."""
        phone = self.phones.get(role, "")
        return self.roles.get(role, self.name) + (f" ({phone})" if phone else "")

    def document(self, name: str) -> DocumentKind | None:
        """The first document with this id, or None."""
        return next((kind for kind in self.documents if kind.id == name), None)

    @property
    def house(self) -> Path:
        """The house style of the partnership's Word files, which people restyle in Word."""
        return self.docx / "house.docx"

    @property
    def turn_to(self) -> str:
        """The role that people turn to and return forms to: the first of the profile's roles."""
        return next(iter(self.roles), "")

    def form_meaning(self, means: str) -> Form | None:
        """The form that says it `means` this ('case_record', 'agency_return'), or None."""
        return next((f for f in self.forms.values() if f.means == means), None)

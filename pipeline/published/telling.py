"""An outline filled from a case: each part in words, and every answer that is still needed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pipeline import prose
from pipeline.catalogue import problem
from pipeline.dates import in_words
from pipeline.errors import DefinitionTrouble
from pipeline.model import Case, DocumentKind, Problem, Profile, Section, Where
from pipeline.published.days import kept_until, published_on
from pipeline.published.outline import LookUp, Outline, Part, Rows

BRACE = re.compile(r"\{([a-z][a-z0-9_.]*)(\??)\}")
DRAFTS, CONTACT, UNTIL = "DRAFT", "contact", "until"
LIST, CLOCK = "list:", "deadlines"
PUBLICATION = "the day of publication"
APART = re.compile(r"[;,]|\band\b")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
Json = Mapping[str, Any]


class Lacking(DefinitionTrouble):
    """A paper cannot be made: `problems` says which question of which form to answer first."""

    def __init__(self, title: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n  ".join([f"'{title}' cannot be made yet:", *(
            f"{one.where}: {one.message} {one.fix}" for one in problems)]))


@dataclass(frozen=True)
class Table:
    """A table in words."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    alt: str


@dataclass(frozen=True)
class Told:
    """A part in words: its title, its lines by placeholder, its table, its notes."""

    part: Part
    title: str
    fill: Mapping[str, tuple[prose.Block, ...]]
    table: Table | None = None
    notes: tuple[prose.Block, ...] = ()


def is_draft(state: str) -> bool:
    """Whether a paper says of itself that it is a draft: only then may it have gaps and notes."""
    return state.startswith(DRAFTS)


@dataclass(frozen=True)
class _Row:
    """A row while its slide is told: its table, its answers, its number and of how many."""

    path: str = ""
    answers: Json = field(default_factory=dict)
    counted: Mapping[str, str] = field(default_factory=dict)


NO_ROW = _Row()


@dataclass
class Teller:
    """Fills one outline from one case, and keeps what was missing.

    A draft says in brackets what is not answered; anything else is refused by `done`.
    """

    profile: Profile
    case: Case
    kind: DocumentKind
    outline: Outline
    problems: list[Problem] = field(default_factory=list)

    def parts(self) -> Iterator[Told]:
        """Every part in words, in order."""
        for part in self.outline.parts:
            if not part.each:
                yield from self._told(part, NO_ROW)
                continue
            rows = self.rows(part.each)
            if not rows and not part.optional:
                self._nothing_in(part.each)
            for number, row in enumerate(rows, 1):
                yield from self._told(part, _Row(part.each, row, {
                    "n": str(number), "of": str(len(rows))}))

    def done(self, state: str) -> None:
        """Raise Lacking when an answer is missing and this is no draft."""
        if self.problems and not is_draft(state):
            raise Lacking(self.kind.title, list(dict.fromkeys(self.problems)))

    def line(self, text: str, row: _Row = NO_ROW) -> str:
        """A line of words with its answers, on one line."""
        return " ".join(BRACE.sub(
            lambda found: " ".join(self._words(found, row).split()), text).split())

    def rows(self, path: str) -> Sequence[Json]:
        """The rows of a table of a form, or the entries of a list of the profile."""
        if path.startswith(LIST):
            return [one if isinstance(one, Mapping) else {"label": one}
                    for one in self.profile.lists.get(path.removeprefix(LIST), ())]
        found: Sequence[Json] = self._held(path).get("rows", ())
        return [row for row in found if any(
            isinstance(cell, Mapping) and said(cell) for cell in row.values())]

    # --- a part -----------------------------------------------------------------------------

    def _told(self, part: Part, row: _Row) -> Iterator[Told]:
        before = len(self.problems)
        fill = {name: tuple(block for line in lines for block in self._blocks(line, row))
                for name, lines in part.fill.items()}
        table = self._table(part.table) if part.table else None
        if part.optional and not row.path and len(self.problems) > before:
            del self.problems[before:]
            return
        notes = tuple(block for line in part.notes for block in self._blocks(line, row))
        yield Told(part, self.line(part.title, row), fill, table, notes)

    def _blocks(self, line: str, row: _Row) -> Iterator[prose.Block]:
        """A line as paragraphs: an answer alone in its line brings its own."""
        if BRACE.fullmatch(line):
            yield from prose.blocks(BRACE.sub(lambda found: self._words(found, row), line))
        elif all(self._words(found, row) for found in BRACE.finditer(line) if found[2]):
            yield from prose.blocks(self.line(line, row))

    def _table(self, table: Rows) -> Table:
        rows = self.rows(table.rows)
        if not rows:
            self._nothing_in(table.rows)
        return Table(
            tuple(column.head for column in table.columns),
            tuple(tuple(prose.plain(self.line(column.words, _Row(table.rows, row)))
                        for column in table.columns) for row in rows),
            tuple(column.width for column in table.columns), self.line(table.alt))

    # --- an answer ----------------------------------------------------------------------------

    def _words(self, found: re.Match[str], row: _Row) -> str:
        """What stands for the braces: of two names that are alike, the row's own."""
        name, optional = found[1], bool(found[2])
        if name in row.counted:
            return row.counted[name]
        if name in row.answers:
            return self._of_row(row, name, optional)
        if name in self.profile.words:
            return self.profile.words[name]
        if name == CONTACT:
            return reached(self.profile, self.outline.contact or self.profile.turn_to)
        if name == UNTIL:
            on = published_on(self.profile, self.case)
            return in_words(kept_until(on)) if on else self._lacking(
                self._no_day(PUBLICATION), PUBLICATION, optional)
        if name.partition(".")[0] == CLOCK:
            one = self.case[CLOCK].get(name.partition(".")[2], {})
            words, label = said(one.get("date", {})), str(one.get("what", name))
            lacks = self._no_day(label)
        else:
            words, label, lacks = self._answer(name)
        return words or self._lacking(lacks, label, optional)

    def _lacking(self, lacks: Problem, label: str, optional: bool) -> str:
        """What a draft says in place of an answer that is not given."""
        if optional:
            return ""
        self.problems.append(lacks)
        return f"[Not answered: {label}]"

    def _answer(self, path: str) -> tuple[str, str, Problem]:
        """An answer of a form, or those of a whole column as bullets; its question; its lack."""
        where, _, name = path.rpartition(".")
        if not where:
            return said(self.case.get(path, {})), path, self._lack("", path)
        held = self._held(where)
        words = said(held.get(name, {}))
        if "rows" in held:
            words = "\n".join(f"- {' '.join(said(row[name]).split())}" for row in self.rows(where)
                              if name in row and said(row[name]))
        label = self._label(where, name)
        return words, label, self._lack(where, label)

    def _of_row(self, row: _Row, name: str, optional: bool) -> str:
        cell = row.answers[name]
        if not isinstance(cell, Mapping):  # words of the partnership's own list
            return str(cell)[:1].upper() + str(cell)[1:]
        looked = self.outline.look_up.get(name)
        words = "\n".join(self._looked_up(looked, cell)) if (
            looked and looked.rows != row.path) else ""
        label = self._label(row.path, name)
        return words or said(cell) or self._lacking(replace(
            self._lack(row.path, label), where=where_of(row.answers, self.kind.title)),
            label, optional)

    def _looked_up(self, look: LookUp, cell: Json) -> Iterator[str]:
        """The words that an answer names by their keys, those it knows of."""
        known = {said(row.get(look.key, {})).casefold(): row for row in self.rows(look.rows)}
        for key in named(said(cell)):
            row = known.get(key.casefold())
            if row is not None:
                yield f"**{said(row[look.key])}** {' '.join(said(row[look.words]).split())}"

    def _held(self, path: str) -> Json:
        form, _, section = path.partition(".")
        sections = self.case["forms"].get(form, {}).get("merged", {}).get("sections", {})
        found: Json = sections.get(section, {})
        return found

    # --- what is missing ----------------------------------------------------------------------

    def _section(self, path: str) -> Section | None:
        form, _, section = path.partition(".")
        there = self.profile.forms.get(form)
        return there.section(section) if there else None

    def _label(self, path: str, name: str) -> str:
        there = self._section(path)
        asked = there.field(name) if there else None
        return asked.label if asked else name

    def _lack(self, path: str, label: str) -> Problem:
        """What to answer in which form; or that the form has not come in."""
        form = path.partition(".")[0]
        there = self._section(path)
        made = self.case["forms"].get(form, {})
        title = self.profile.forms[form].title if form in self.profile.forms else self.kind.title
        if there is not None and not made.get("returns"):
            return problem("published-form-missing", Where(title), document=self.kind.title,
                           form=title, name=form)
        return problem("published-answer-missing", Where(
            made.get("merged", {}).get("file") or title, there.sheet if there else ""),
            document=self.kind.title, label=label, form=title)

    def _no_day(self, label: str) -> Problem:
        return problem("published-day-missing", Where(self.kind.title),
                       document=self.kind.title, label=label)

    def _nothing_in(self, path: str) -> None:
        there = self._section(path)
        self.problems.append(self._lack(path, there.title if there else path))


def reached(profile: Profile, role: str) -> str:
    """How the public reaches a role: its number and shared address in the contact book, no name."""
    found = prose.MAIL_ADDRESS.findall(profile.contacts.get(role, ""))
    return ", ".join([profile.reached(role), *found])


def said(answer: Json) -> str:
    """The words of an answer; a day as people write it."""
    text = str(answer.get("text", "")).strip()
    value = str(answer.get("value", ""))
    return in_words(date.fromisoformat(value)) if text and DAY.fullmatch(value) else text


def named(text: str) -> list[str]:
    """The keys that an answer names: 'R1; R2 and R4'. One with words behind it is its first word.

    'R1. Every agency asks …', as a list to choose from offers it, is R1.
    """
    whole = text.strip()
    if re.match(r"[A-Za-z]{0,3}\d+(?:\.\d+)?[.:]?\s+(?!and\b|[;,])", whole):
        return [whole.split()[0].rstrip(".:")]
    return [one.strip(" .") for one in APART.split(whole) if one.strip(" .")]


def where_of(row: Json, title: str) -> Where:
    """The place of a row: that of its first answer, or its number where no places are kept."""
    for cell in row.values():
        if isinstance(cell, Mapping) and cell.get("refs"):
            ref = cell["refs"][0]
            return Where(ref["file"], ref["part"], ref["spot"])
    return Where(title, "", f"row {row['n']}" if "n" in row else "")

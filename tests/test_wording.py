"""The words of the source's forms, in its order, in the blank workbooks and the Word documents.

tests/wording/<form>.txt holds the source's words, tests/wording/deviations.toml where a form
differs from them on purpose. Spaces, quotation marks and capitals may differ; nothing else.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.doors.word import WordTemplate, text_of
from pipeline.doors.xlsx import Sheet, read_book
from pipeline.merge import merge
from pipeline.model import Answer, Form, Profile, Section, Submission
from pipeline.profiles import load_profile
from pipeline.prose import plain
from pipeline.workbook.blank import write
from pipeline.workbook.layout import FIRST_ROW, HEADING_ROW, REQUIRED_MARK, plan

ROOT = Path(__file__).parent.parent
WORDING = Path(__file__).parent / "wording"
FORMS = sorted(path.stem for path in WORDING.glob("*.txt"))
EVERY_FORM = "Norfolk: all forms"
NO_ANSWER = "[no answer]"


class Line(NamedTuple):
    """Words of the source and the number of their line in it."""

    number: int
    words: str


@dataclass(frozen=True)
class Deviation:
    """Words of the source and what stands here instead, or words of ours (`added`)."""

    form: str
    bullet: str
    line: int = 0
    source: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.form}-{self.line or self.added[0]}"

    def stands_at(self, lines: Sequence[Line]) -> bool:
        """Whether these lines of the source begin with the words this is about."""
        found = [line.words for line in lines[:len(self.source)]]
        return (bool(self.source) and lines[0].number == self.line and len(found) == len(
            self.source) and all(map(_same, self.source, found)))


def _same(named: str, words: str) -> bool:
    return words.startswith(named[:-1]) if named.endswith("…") else words == named


def _deviations() -> list[Deviation]:
    tables = tomllib.loads((WORDING / "deviations.toml").read_text("utf-8"))
    return [Deviation(form, table["bullet"], table.get("line", 0),
                      *(tuple(table.get(key, ())) for key in ("source", "here", "added")))
            for form, rows in tables.items() for table in rows]


DEVIATIONS = _deviations()


def normal(words: str) -> str:
    """Words without what may differ: spaces, the kind of quotation marks, capitals."""
    return " ".join(re.sub("[‘’“”\"]", "'", words).split()).casefold()


# --- what the source says -------------------------------------------------------------------


@cache
def typed(form: str) -> tuple[Line, ...]:
    """The source's words as they were typed for this test."""
    rows = (WORDING / f"{form}.txt").read_text("utf-8").splitlines()
    return tuple(Line(int(number), words) for number, words in (
        row.split("  ", 1) for row in rows if row and not row.startswith("#")))


def wanted(form: str, without: Deviation | None = None) -> list[str]:
    """The source's words with what deliberately stands in their place, in order."""
    changes = [one for one in DEVIATIONS if one.form == form and one is not without]
    lines = typed(form)
    found: list[str] = []
    at = 0
    while at < len(lines):
        change = next((one for one in changes if one.stands_at(lines[at:])), None)
        found += change.here if change else [lines[at].words]
        at += len(change.source) if change else 1
    return [normal(words) for words in found]


def first_missing(words: Sequence[str], shown: Sequence[str]) -> str:
    """The first of these words that is not shown after all those before it, or ''."""
    rest = iter(shown)
    return next((one for one in words if one not in rest), "")


# --- what the workbook, the document and the definition say ---------------------------------


@pytest.fixture(scope="module")
def norfolk() -> Profile:
    return load_profile(ROOT / "templates", "norfolk")


def in_workbook(form: Form, profile: Profile) -> list[str]:
    """Every cell of the blank workbook, row by row; a table's guidance before its headings."""
    start, *sheets = read_book(write(form, profile)).sheets
    shown = list(_start(start))
    for section, sheet in zip(form.sections, sheets, strict=False):
        assert sheet.name == section.sheet
        shown += _cells(sheet, section, plan(form, section, ["C1", "C2", "C3", "C4"]).key_column)
    return [normal(line) for cell in shown for line in cell.split("\n")]


def _start(sheet: Sheet) -> Iterator[str]:
    """The title and the guidance; the list of sheets between repeats the sheets' own words."""
    labels = {cell.text: row for (row, column), cell in sheet.cells.items() if column == 1}
    yield sheet.cells[1, 1].text
    last = labels["About this copy"]
    for row in (*range(labels["How to fill this in"], labels["Sheet"]),
                *range(labels.get("Guidance", last), last)):
        yield _unmarked(sheet.cells[row, 2].text)


def _cells(sheet: Sheet, section: Section, key_column: int) -> Iterator[str]:
    guidance = {row for (row, column), cell in sheet.cells.items()
                if column == key_column and cell.text == "_guidance"}
    above = FIRST_ROW
    while above in guidance:
        above += 1

    def place(spot: tuple[int, int]) -> tuple[float, int]:
        row, column = spot
        below = section.kind == "table" and row == HEADING_ROW
        return (above - 0.5 if below else row), column

    for spot in sorted(sheet.cells, key=place):
        if spot[1] < key_column:
            yield _unmarked(sheet.cells[spot].text.removesuffix(REQUIRED_MARK))


def _unmarked(cell: str) -> str:
    return "\n".join(line.removeprefix("• ") for line in cell.split("\n"))


def in_document(form: Form, profile: Profile) -> list[str]:
    """Every paragraph of a document with one child and one row in each table, but no answers."""
    case = _unanswered(_case(form, profile))
    made = case["forms"][form.id]["merged"]
    about = {key: value for key, value in made.items() if key != "sections"}
    [kind] = [d for d in profile.documents if d.form == form.id and d.format == "docx"]
    context = {**case, "form": made["sections"], "about": about, "recipient": made["recipient"],
               "document": {"id": kind.id, "title": kind.title, "marking": "", "state": "",
                            "warnings": []}}
    template = WordTemplate((profile.docx / kind.template).read_bytes(), kind.template)
    lines = [line for one in text_of(template.render(context)) for line in one.split("\n")]
    # A contents list repeats the headings: its lines end with a tab and the page.
    return [words for line in lines if "\t" not in line for words in _labels(line)]


def _labels(line: str) -> Iterator[str]:
    """The words of a line; a label with its answer beside it may have been given its colon."""
    label = line.removesuffix(f" {NO_ANSWER}")
    yield normal(label)
    if label != line:
        yield normal(label.removesuffix(":"))


def _case(form: Form, profile: Profile) -> dict[str, Any]:
    record = profile.form_meaning("case_record")
    assert record is not None
    child = record.meaning("subject_children")
    assert child is not None
    rows = {f"{section.id}/1/{section.fields[0].id}": Answer("-") for section in form.sections
            if section.kind == "table" and not section.printed}
    case, _ = merge(profile, [_submission(record, {f"{child.id}/C1/name": Answer("-")}),
                              _submission(form, rows)], date(2021, 3, 31))
    return case


def _submission(form: Form, answers: dict[str, Answer]) -> Submission:
    return Submission(form.id, form.version, "", "", 1, "first", "", f"{form.id}.xlsx", form.id,
                      answers)


def _unanswered(node: Any) -> Any:
    """The same, with a sign of ours where an answer is missing."""
    if isinstance(node, list):
        return [_unanswered(one) for one in node]
    if isinstance(node, dict):
        held = {key: _unanswered(value) for key, value in node.items()}
        return held | {"missing": NO_ANSWER} if "missing" in held else held
    return node


def in_definition(form: Form) -> list[str]:
    """The form's own words, apart from hints and what says how to fill it in."""
    found = [form.title, *form.guidance]
    for section in form.sections:
        found += [section.title, *section.guidance, *section.guidance_after]
        found += [words for row in section.printed for words in row.values()]
        found += dict.fromkeys(field.group for field in section.fields if field.group)
        for field in section.fields:
            found += [*filter(None, [field.heading]), *field.guidance, field.label]
    return [normal(line) for words in found for line in _unmarked(plain(words)).split("\n")]


# --- the tests --------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_the_words_were_typed_in_the_order_of_the_source(form: str) -> None:
    numbers = [line.number for line in typed(form)]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("form", FORMS)
def test_the_workbook_says_what_the_source_says_in_its_order(form: str, norfolk: Profile) -> None:
    assert not first_missing(wanted(form), in_workbook(norfolk.forms[form], norfolk))


@pytest.mark.parametrize("form", FORMS)
def test_the_document_says_what_the_source_says_in_its_order(form: str, norfolk: Profile) -> None:
    assert not first_missing(wanted(form), in_document(norfolk.forms[form], norfolk))


@pytest.mark.parametrize("form", FORMS)
def test_the_form_says_nothing_else_without_a_reason(form: str, norfolk: Profile) -> None:
    added = [normal(words) for one in DEVIATIONS if one.form == form for words in one.added]
    says, should = Counter(in_definition(norfolk.forms[form])), Counter(wanted(form) + added)
    assert (says - should, should - says) == (Counter(), Counter())


@pytest.mark.parametrize("one", [d for d in DEVIATIONS if d.source], ids=str)
def test_a_deviation_is_still_needed(one: Deviation, norfolk: Profile) -> None:
    lines = typed(one.form)
    assert sum(one.stands_at(lines[at:]) for at in range(len(lines))) == 1
    shown = in_workbook(norfolk.forms[one.form], norfolk)
    assert first_missing(wanted(one.form, without=one), shown)


def test_what_the_source_counts_is_all_there(norfolk: Profile) -> None:
    for form in ("referral", "rapid_review"):
        section = next(s for s in norfolk.forms[form].sections if s.kind == "ticks")
        ticks = [field for field in section.fields if field.type == "tick"]
        assert (len(ticks), len({field.group for field in ticks})) == (37, 4)
    questions = [f for _, f in norfolk.forms["qa_tool"].fields() if f.type == "yes_no"]
    assert len(questions) == 31
    steps = norfolk.forms["publication_plan"].sections[0]
    assert [row.get("step", "") for row in steps.printed] == [
        *map(str, range(1, 12)), "", "12"]
    assert len(norfolk.forms["decision_record"].sections[-1].printed) == 5


# --- docs/deviations.md -----------------------------------------------------------------------


@cache
def bullets(heading: str) -> tuple[str, ...]:
    """The bullets about words under a heading of docs/deviations.md."""
    text = (ROOT / "docs" / "deviations.md").read_text("utf-8")
    [part] = [part for part in re.split("^## ", text, flags=re.M)
              if part.startswith(f"{heading}\n")]
    [words] = [one for one in re.split("^### ", part, flags=re.M) if one.startswith("Words\n")]
    return tuple(normal(line[2:]) for line in words.splitlines() if line.startswith("- "))


def _reasons(form: str) -> tuple[str, ...]:
    return bullets("Norfolk: " + form.replace("_", " ")) + bullets(EVERY_FORM)


@pytest.mark.parametrize("one", DEVIATIONS, ids=str)
def test_a_deviation_stands_in_the_list_with_its_reason(one: Deviation) -> None:
    [bullet] = [b for b in _reasons(one.form) if b.startswith(normal(one.bullet))]
    assert all(normal(words) in bullet for words in one.added)
    assert not one.line or re.search(rf"\blines? [\d, and]*\b{one.line}\b", bullet)
    assert bullet.count(" — ") >= 2, "source words — what we do — why"


@pytest.mark.parametrize("form", [*FORMS, ""])
def test_the_list_holds_no_deviation_that_is_not_made(form: str) -> None:
    listed = _reasons(form) if form else bullets(EVERY_FORM)
    made = [normal(d.bullet) for d in DEVIATIONS if d.form == form or not form]
    others = () if not form else bullets(EVERY_FORM)
    assert [b for b in listed if b not in others and not b.startswith(tuple(made))] == []

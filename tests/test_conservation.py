"""Every text of a workbook is accounted for, and taking any step out of the reader is noticed.

The reader is broken on purpose, one statement at a time. A broken reader may stop, may give the
very same, may say more; but what it loses, moves or makes up must be said by the second count.
"""

import ast
import io
import re
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from pipeline import workbook
from pipeline.doors.xlsx import Book, read_book, sheet
from pipeline.doors.xlsx import reading as raw
from pipeline.doors.xlsx import remarks as raw_remarks
from pipeline.doors.xlsx import texts as raw_texts
from pipeline.doors.xlsx.census import census
from pipeline.model import Filling, Problem, Profile, Submission, Words
from pipeline.trial import astray
from pipeline.workbook import boxes, reading, rows, whose
from pipeline.workbook.layout import TICKS

# The package calls its function by the same name.
READ = sys.modules["pipeline.workbook.read"]
STEP = re.compile(r"(?:[\w.\[\], ]+\.)?_?(?:take|keep|put|problem|append|add|update|at|row|read|"
                  r"leftovers|evidence|headings|moved|setdefault|understand)\(")
COUNTED = {"not-accounted", "readings-differ"}
LONG = "\n".join(f"Paragraph {n}. " + "She was seen at home and said that she was well. " * 12
                 for n in range(6))
# What no second count can miss because it holds no text of anybody, and why.
NO_TEXT = {
    "whose.read_whose": "says which partnership's form it is, and keeps no answer",
}


def read_again(book: Book, norfolk: Profile) -> Submission:
    found = workbook.read_opened(book, "R001", "0" * 16, norfolk)
    assert isinstance(found, Submission)
    return found


def opened(data: bytes) -> Book:
    return replace(read_book(data), census=census(data), counted=True)


def mutiny(found: Submission) -> list[tuple[str, str, str]]:
    return [(one.code, str(one.where), one.quote[:60]) for one in found.problems
            if one.code in COUNTED]


# --- nothing unaccounted ------------------------------------------------------------------------


def test_every_committed_workbook_balances(norfolk: Profile, sample_folder: Path) -> None:
    paths = [*norfolk.xlsx.glob("*.xlsx"), *(path for path in sample_folder.rglob("*.xlsx")
                                             if path.parent.name != "decisions")]
    assert len(paths) > 12
    for path in sorted(paths):
        found = workbook.read(path.read_bytes(), path.stem, norfolk)
        assert isinstance(found, Submission), path.name
        assert mutiny(found) == [], path.name


def test_every_form_filled_in_balances(norfolk: Profile) -> None:
    for form in norfolk.forms.values():
        found = read_again(opened(workbook.write(form, norfolk, everything(form.id, norfolk))),
                           norfolk)
        assert mutiny(found) == [], form.id
        assert len(found.answers) > 5


def everything(name: str, norfolk: Profile) -> Filling:
    """Some answer to every question of a form, each in other words."""
    form = norfolk.forms[name]
    answers: dict[str, str] = {}
    for section, asked in form.fields():
        if asked.until:
            continue
        if section.kind == "table":
            names = [f"{section.id}/{row}/{asked.id}" for row in (1, 2)]
        elif section.per:
            names = [f"{section.id}/{child}/{asked.id}" for child in ("C1", "C2")]
            names += [f"{path}/anomaly" for path in names if section.prefilled]
        else:
            names = [f"{section.id}/{asked.id}"]
        for path in names:
            words = "x" if asked.type == "tick" else f"Words of {path}."
            answers[path] = LONG if asked.type == "narrative" and len(answers) % 5 == 0 else words
    beside = {f"{section.id}/{asked.id}": [
        Words(f"Agency {n}", f"What {n} says of {asked.id}.", "Analysis, C7",
              f"A{n}-1/{section.id}/{asked.id}", f"{n:012x}", tick)
        for n, tick in enumerate(("", *TICKS))] for section, asked in form.fields()
        if asked.gathers}
    return Filling(identity={"case": "NSCP-2025-09", "recipient": "A4", "number": "2"},
                   children=["C1", "C2"], answers=answers, beside=beside,
                   facts=[("For", "A trust"), ("Return by", "Tuesday 3 June 2025")])


def rich(norfolk: Profile, name: str) -> bytes:
    """A form filled in, and then treated as people treat them."""
    data = workbook.write(norfolk.forms[name], norfolk, everything(name, norfolk))
    book = openpyxl.load_workbook(io.BytesIO(data))
    for n, ws in enumerate(book.worksheets[1:-2]):
        last = ws.max_row
        ws.cell(last + 9, 2).value = f"Stray words below sheet {n}."
        ws.cell(last + 9, 3).comment = Comment(f"A remark on sheet {n}.", "Somebody")
        labels = [row for row in range(6, last) if str(ws.cell(row, 1).value or "").strip()]
        for row in labels[:1]:
            ws.cell(row, ws.max_column + 2).value = f"Stray words aside on sheet {n}."
        for row in labels[3:4]:
            ws.cell(row, 1).value = f"{ws.cell(row, 1).value} or so"
        answers = [cell for row in ws.iter_rows(min_row=6, max_row=last) for cell in row
                   if isinstance(cell.value, str) and cell.value.startswith("Words of")]
        for cell, value in zip(answers[-3:], (datetime(2021, 3, 12), 43.5, "=-Mum said no"),
                               strict=False):
            cell.value = value
    book.create_sheet("Notes")["B2"] = "A sheet of our own."
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_what_people_add_is_quoted_and_balances(norfolk: Profile) -> None:
    found = read_again(opened(rich(norfolk, "rapid_review")), norfolk)
    quotes = "\n".join(one.quote for one in found.problems)
    assert mutiny(found) == []
    for words in ("Stray words below sheet 2.", "A remark on sheet 2.", "A sheet of our own.",
                  "Stray words aside on sheet 2.", "-Mum said no"):
        assert words in quotes


# --- the reader broken on purpose ---------------------------------------------------------------


def statements(tree: ast.Module) -> Iterator[tuple[str, list[ast.stmt], int]]:
    """Every statement of the reader's functions: its function, its block and its place there."""
    stack: list[tuple[str, ast.AST]] = [("", tree)]
    while stack:
        name, node = stack.pop()
        for child in ast.iter_child_nodes(node):
            named = isinstance(child, ast.FunctionDef | ast.ClassDef)
            inner = f"{name}.{child.name}".lstrip(".") if named else name
            stack.append((inner, child))
        inside = isinstance(node, ast.FunctionDef) or not isinstance(
            node, ast.Module | ast.ClassDef)
        for block in ("body", "orelse"):
            held = getattr(node, block, None)
            if inside and name and isinstance(held, list):
                yield from ((name, held, n) for n in range(len(held))
                            if isinstance(held[n], ast.stmt))


def mutants(module: ModuleType, steps: bool) -> Iterator[tuple[str, str, CodeType]]:
    """Each function of a module once for each of its statements, without that statement.

    Where `steps`, only for those that take, keep, put or quote a cell.
    """
    path = Path(str(module.__file__))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for name, block, n in list(statements(tree)):
        taken = block[n]
        if isinstance(taken, ast.Return) or _is_docstring(taken) or (
                steps and not STEP.match(ast.unparse(taken))):
            continue
        block[n] = ast.copy_location(ast.Pass(), taken)
        for code in _codes(compile(ast.fix_missing_locations(tree), str(path), "exec")):
            if code.co_qualname == name:
                yield name, f"{path.name}:{taken.lineno} {ast.unparse(taken)[:70]!r}", code
        block[n] = taken


def _is_docstring(one: ast.stmt) -> bool:
    return isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _codes(one)


@contextmanager
def broken(module: ModuleType, name: str, code: CodeType) -> Iterator[None]:
    """The program with this code in place of that of one of its functions."""
    found: Any = module
    for bit in name.split("."):
        found = getattr(found, bit)
    found = found.fget if isinstance(found, property) else found
    assert isinstance(found, FunctionType)
    whole = found.__code__
    found.__code__ = code
    try:
        yield
    finally:
        found.__code__ = whole


def lost(before: Submission, after: Submission) -> list[str]:
    """What the one reading has and the other has not, though it says nothing of it."""
    quotes = "\n".join(one.quote for one in after.problems)
    gone = []
    for path, answer in before.answers.items():
        now = after.answers[path].text if path in after.answers else ""
        # What is quoted in place of being an answer is not lost: somebody is told of it.
        gone += [f"answer {path}: {line[:40]!r}" for line in answer.text.split("\n")
                 if line not in now and line not in quotes]
    gone += [f"made up {path}: {answer.text[:40]!r}" for path, answer in after.answers.items()
             if (path not in before.answers or answer.text not in before.answers[path].text)
             and answer.text not in quotes]
    kept = [(one.about, one.source, one.tick) for one in after.evidence]
    told = {(one.where, one.quote) for one in after.problems}
    gone += [f"tick {one.about} {one.tick}" for one in before.evidence
             if one.tick and (one.about, one.source, one.tick) not in kept
             and (one.where, one.tick) not in told]
    said = "\n".join([*(one.quote for one in after.problems),
                      *(one.text for one in after.answers.values())])
    gone += [f"quote {one.code}: {one.quote[:40]!r}" for one in before.problems
             if one.quote not in said and one.code != "label-and-key-differ"]
    held = (before.case, before.recipient, before.number, before.kind)
    if held != (after.case, after.recipient, after.number, after.kind):
        gone.append("whose it is")
    return gone


def holes(module: ModuleType, books: list[Book], norfolk: Profile,
          steps: bool) -> tuple[list[str], int]:
    """The mutants that lose something and say nothing, and how many lost anything at all."""
    whole = [read_again(book, norfolk) for book in books]
    silent, caught = [], 0
    for name, what, code in mutants(module, steps):
        room = f"{module.__name__.rpartition('.')[2]}.{name}"
        if room in NO_TEXT:
            continue
        for book, before in zip(books, whole, strict=True):
            try:
                with broken(module, name, code):
                    after = workbook.read_opened(book, "R001", "0" * 16, norfolk)
            except Exception:  # a reader that stops loses nothing: the file is refused by name
                continue
            if isinstance(after, Problem):
                continue
            said = bool(mutiny(after))
            gone = lost(before, after)
            caught += said
            if gone and not said:
                silent.append(f"{what} in {room}: {gone[:3]}")
    return silent, caught


@pytest.fixture(scope="module")
def books(norfolk: Profile) -> list[Book]:
    """An agency's return and a writing desk, as people treat them."""
    return [opened(rich(norfolk, name)) for name in ("rapid_review", "rapid_review_report")]


WALK = pytest.mark.parametrize("module", [boxes, rows, reading, READ, whose],
                               ids=lambda module: module.__name__.rpartition(".")[2])


@WALK
def test_no_cell_can_be_dropped_unnoticed(module: ModuleType, books: list[Book],
                                          norfolk: Profile) -> None:
    silent, caught = holes(module, books, norfolk, steps=True)
    assert not silent, "\n".join(silent)
    # The second count does say something: the test would pass by itself if it never did.
    assert caught > 0 or module in (whose, READ)


@pytest.mark.slow
@WALK
def test_no_step_of_the_reader_can_go_missing_unnoticed(module: ModuleType, books: list[Book],
                                                        norfolk: Profile) -> None:
    silent, _ = holes(module, books, norfolk, steps=False)
    assert not silent, "\n".join(silent)


# --- the raw reader broken on purpose -----------------------------------------------------------


def package(norfolk: Profile) -> bytes:
    """A small workbook with every kind of cell, and words beside the cells."""
    book = openpyxl.Workbook()
    ws = book.active
    ws.title = "Events"
    for row, value in enumerate(("Words.", 43.5, 12, True, datetime(2021, 3, 12, 14, 30),
                                 "=1+1", "=-Mum said no", "Two\nlines", " space ", 0.25), 2):
        ws.cell(row, 2).value = value
    ws["B13"].comment = Comment("A remark.", "Somebody")
    ws["B14"].value = "a link"
    ws["B14"].hyperlink = "https://example.org/x"
    ws.merge_cells("D2:E3")
    ws["D2"].value = "Merged."
    ws.oddFooter.left.text = "Foot of the page"
    book.create_sheet("Hidden").sheet_state = "hidden"
    book["Hidden"]["A1"] = "Hidden words."
    book.properties.title = "What it is called"
    held = io.BytesIO()
    book.save(held)
    made = io.BytesIO()
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(made, "w") as new:
        for item in old.infolist():
            part = old.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                part = part.replace(b"</sheetData>", (
                    b'<row r="20"><c r="B20" t="inlineStr"><is><r><t>Run one, </t></r><r><t>run two'
                    b'.</t></r></is></c><c t="str"><v>No place.</v></c><c r="D20" t="e"><v>#REF!'
                    b'</v></c><c r="D20" t="str"><v>Twice.</v></c><c r="E20" t="d"><v>2021-03-12'
                    b"</v></c></row></sheetData>"))
            new.writestr(item, part)
    return made.getvalue()


def texts(book: Book) -> set[tuple[str, ...]]:
    cells = {(sheet.name, str(at), cell.text, cell.formula) for sheet in book.sheets
             for at, cell in sheet.cells.items()}
    return cells | {(one.sheet, one.spot, one.words, one.kind) for one in book.remarks}


@pytest.mark.parametrize("module", [sheet, raw_texts, raw_remarks, raw],
                         ids=lambda module: module.__name__.rpartition(".")[2])
def test_no_step_of_the_raw_reader_can_go_missing_unnoticed(module: ModuleType,
                                                            norfolk: Profile) -> None:
    data = package(norfolk)
    counted = census(data)
    before = texts(read_book(data))
    assert list(astray(replace(read_book(data), census=counted, counted=True))) == []
    silent, caught = [], 0
    for name, what, code in mutants(module, steps=False):
        try:
            with broken(module, name, code):
                book = replace(read_book(data), census=counted, counted=True)
            gone = before - texts(book)
        except Exception:  # a reader that stops loses nothing: the file is refused by name
            continue
        said = list(astray(book))
        caught += bool(said)
        # A day may stand as the figure that the file holds; codes may be left in a margin.
        now = texts(book)
        words = "\n".join(text for one in now for text in one)
        figures = {one[:2] for one in now if re.fullmatch(r"[\d.:T-]+", one[2])}
        if not said and any(one[2] not in words and one[:2] not in figures for one in gone):
            silent.append(f"{what} in {name}: {sorted(gone)[:3]}")
    assert not silent, "\n".join(silent)
    assert caught > 3

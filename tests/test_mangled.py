"""Filled forms mangled at random: never is an answer lost, moved or made up without a word.

Every file follows from its seed, which a failure prints:
`mangled(forms, SEED)` in tests/mangling/mangle.py makes it again.
"""

import io
import random
import time
from collections.abc import Sequence

import openpyxl
import pytest
from mangling.filled import FORMS, Filled, filled, resaved
from mangling.mangle import mangled
from mangling.oracle import judge
from mangling.state import State
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline import workbook
from pipeline.model import Profile, Submission

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")

BLOCK = 60
BLOCKS = 36
SECONDS = 5


@pytest.fixture(scope="module")
def forms(norfolk: Profile) -> list[Filled]:
    """Each form with every question answered, as we write it and as another program saved it."""
    written = [filled(norfolk, name) for name in FORMS]
    return [*written, *map(resaved, written)]


def faults(forms: Sequence[Filled], seeds: range, profile: Profile) -> list[str]:
    """What was wrong in the reading of each mangled file, by seed and edits."""
    found: list[str] = []
    for seed in seeds:
        state, data = mangled(list(forms), seed)
        begun = time.process_time()
        try:
            verdict = judge(state, data, workbook.read(data, "R001", profile))
            wrong = verdict.wrong
        except Exception as why:  # whatever it is, it is a fault of the reader
            wrong = [f"{type(why).__name__}: {why}"]
        if time.process_time() - begun > SECONDS:
            wrong.append(f"took longer than {SECONDS} seconds")
        if wrong:
            edits = "; ".join(state.log)
            found.append(f"seed {seed}, {state.filled.form.id}, {edits}: {wrong[:3]}")
    return found


def test_a_form_left_alone_keeps_every_sentinel(forms: list[Filled], norfolk: Profile) -> None:
    for one in forms:
        read = workbook.read(one.data, "R001", norfolk)
        verdict = judge(State(one, random.Random(0)), one.data, read)
        assert not verdict.wrong and not verdict.codes, (verdict.wrong[:5], verdict.codes)
        assert len(one.sentinels) > 40


def test_mangled_forms_lose_nothing(forms: list[Filled], norfolk: Profile) -> None:
    found = faults(forms, range(BLOCK), norfolk)
    assert not found, "\n".join(found[:10])


@pytest.mark.slow
@pytest.mark.parametrize("block", range(1, BLOCKS))
def test_thousands_of_mangled_forms_lose_nothing(forms: list[Filled], norfolk: Profile,
                                                 block: int) -> None:
    found = faults(forms, range(block * BLOCK, (block + 1) * BLOCK), norfolk)
    assert not found, "\n".join(found[:10])


# --- what the mangled forms found -------------------------------------------------------------


def sheet_of(one: Filled, section: str) -> tuple[Workbook, Worksheet]:
    """A filled form opened to be edited, and the sheet of one of its sections."""
    book = openpyxl.load_workbook(io.BytesIO(one.data))
    found = one.form.section(section)
    assert found is not None
    return book, book[found.sheet]


def said(book: Workbook, profile: Profile) -> list[tuple[str, str]]:
    """The problems of a workbook: code and message."""
    saved = io.BytesIO()
    book.save(saved)
    read = workbook.read(saved.getvalue(), "R001", profile)
    assert isinstance(read, Submission)
    return [(problem.code, problem.message) for problem in read.problems]


def test_the_column_of_answers_deleted_is_said(forms: list[Filled], norfolk: Profile) -> None:
    book, ws = sheet_of(forms[0], "respondent")
    ws.delete_cols(next(cell.column for cell in ws[5] if cell.value == "Your answer"))
    assert said(book, norfolk) == [("missing-label", "The column 'Your answer' is missing.")]


def test_both_columns_of_a_child_deleted_are_said(forms: list[Filled], norfolk: Profile) -> None:
    book, ws = sheet_of(forms[0], "family_details")
    first = next(cell.column for cell in ws[5] if str(cell.value).startswith("C2: "))
    ws.delete_cols(first, 2)
    found = said(book, norfolk)
    assert [code for code, _ in found] == ["missing-label"] * 2
    assert all("'C2: " in message for _, message in found)


def test_links_between_sheets_that_lead_to_the_file_itself_are_ours(
        forms: list[Filled], norfolk: Profile) -> None:
    book = openpyxl.load_workbook(io.BytesIO(forms[0].data))
    linked = [cell for row in book.worksheets[0].iter_rows() for cell in row
              if cell.hyperlink]
    for cell in linked:
        cell.hyperlink.target, cell.hyperlink.location = "my return.xlsx", cell.hyperlink.target
    assert len(linked) > 5 and said(book, norfolk) == []


def test_words_typed_behind_a_hidden_mark_are_quoted(forms: list[Filled], norfolk: Profile) -> None:
    book, ws = sheet_of(forms[0], "background")
    cell = next(cell for row in ws.iter_rows() for cell in row
                if str(cell.value).startswith("held|"))
    cell.value = f"{cell.value} and please ring first"
    assert [code for code, _ in said(book, norfolk)] == ["hidden-content"]

"""LibreOffice itself edits a filled form and saves it as .xlsx, .ods and .xls; nothing is lost.

The edits are in tests/mangling/uno_script.py, each with what it does in words. The .ods and .xls
are read as they are, and for some edits also opened again and saved as .xlsx.
"""


import pytest
from mangling.filled import Filled, filled
from mangling.office import Edited, edited
from mangling.oracle import judge

from pipeline import workbook
from pipeline.doors.locked import unlock
from pipeline.doors.xlsx.foreign import read_foreign
from pipeline.model import Problem, Profile, Submission

pytestmark = pytest.mark.office

# What was found, 35 edits in each format:
#
#   kind of edit                                .xlsx   .ods    .xls    .ods or .xls saved as .xlsx
#   left alone, rows, columns, sorts, sheets,
#   new workbooks, labels, ticks, days, locks   kept    kept    kept    kept
#   cells merged over words, words outside      said    said    said    said
#   notes, text boxes, page edges               said    said    said    said (notes)
#   '=-Mum said no', an error                   said    said    said    said


@pytest.fixture(scope="module")
def form(norfolk: Profile) -> Filled:
    """The agencies' return with every question answered."""
    return filled(norfolk, "rapid_review")


@pytest.fixture(scope="module")
def edits(form: Filled, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Edited]:
    """Every edit, made once, by its name."""
    return {one.name: one for one in edited(form, tmp_path_factory.mktemp("office"))}


def read(one: Edited, ending: str, profile: Profile) -> Submission | Problem:
    """One of the files, through the reader of its kind."""
    data = one.data(ending)
    if ending.endswith("xlsx"):
        return workbook.read(data, "R001", profile)
    # An .xls whose structure is locked is locked with the password that every program knows.
    opened = unlock(data)[1] or data
    return workbook.read_opened(read_foreign(opened, ending), "R001", workbook.fingerprint(data),
                                profile)


def test_every_edit_was_made(edits: dict[str, Edited]) -> None:
    assert {name: one.did["failed"] for name, one in edits.items() if "failed" in one.did} == {}
    assert len(edits) >= 30


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls", "via-ods.xlsx", "via-xls.xlsx"])
def test_nothing_is_lost(edits: dict[str, Edited], form: Filled, norfolk: Profile,
                         kind: str) -> None:
    wrong = {}
    for name, one in edits.items():
        if kind in one.formats():
            # What stands in an .ods or .xls is what stands in the .xlsx saved beside it.
            words = one.data(kind if kind.endswith("xlsx") else "xlsx")
            state = one.state(form)
            verdict = judge(state, words, read(one, kind, norfolk))
            assert not verdict.refused, name
            if verdict.wrong:
                wrong[name] = verdict.wrong[:5]
    assert not wrong, wrong


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_left_alone_it_reads_as_it_was_filled(edits: dict[str, Edited], form: Filled,
                                              norfolk: Profile, kind: str) -> None:
    before = workbook.read(form.data, "R001", norfolk)
    after = read(edits["no_edit"], kind, norfolk)
    assert isinstance(before, Submission) and isinstance(after, Submission)
    differ = [path for path in {**before.answers, **after.answers} if not (
        path in before.answers and path in after.answers
        and before.answers[path].text == after.answers[path].text)]
    assert not differ, differ[:5]
    assert (after.case, after.recipient, after.form) == ("NSCP-2025-09", "A4", "rapid_review")
    said = sorted({(one.code, one.where.part, one.quote[:60]) for one in after.problems})
    assert not said, said[:10]


def test_ticks_are_understood(edits: dict[str, Edited], norfolk: Profile) -> None:
    for kind in ("xlsx", "ods", "xls"):
        found = read(edits["ticks"], kind, norfolk)
        assert isinstance(found, Submission)
        ticked = [answer for path, answer in found.answers.items()
                  if path.startswith("categories/") and answer.value is True]
        assert len(ticked) == len(edits["ticks"].did["typed"]) == 5

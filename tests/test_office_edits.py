"""LibreOffice itself edits a filled form and saves it as .xlsx, .ods and .xls; nothing is lost.

The edits are in tests/mangling/uno_script.py, each with what it does in words. The .ods and .xls
are read as they are, and for some edits also opened again and saved as .xlsx.
"""


import pytest
from mangling.filled import Filled, filled
from mangling.office import Edited, edited
from mangling.oracle import judge

from pipeline import workbook
from pipeline.catalogue import problem
from pipeline.doors.xlsx.foreign import read_foreign
from pipeline.errors import OutsideTrouble
from pipeline.model import Problem, Profile, Submission, Where

pytestmark = pytest.mark.office

# Found on the way, 38 edits in three formats. Everything in .xlsx and .ods is kept or said, also
# after a round trip; .xls is read without what stands outside its cells, which is said of every
# form in that format when it comes in.
LOST = {("note_added", "xls"), ("text_box_added", "xls"), ("page_edges", "xls")}
# calamine does not open an .xls with a formula of names that nobody knows, as '=-Mum said no'. It
# is refused with an error and nothing is taken from it.
REFUSED = {("formula_typed", "xls")}


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
    try:
        book = read_foreign(data, ending)
    except OutsideTrouble:
        return problem("format-not-accepted", Where("R001"))
    return workbook.read_opened(book, "R001", workbook.fingerprint(data), profile)


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
            state.damaged = (name, kind) in REFUSED
            verdict = judge(state, words, read(one, kind, norfolk))
            assert verdict.refused == ((name, kind) in REFUSED), name
            if verdict.wrong and (name, kind) not in LOST:
                wrong[name] = verdict.wrong[:5]
            # What a format loses is lost still: else the table above is out of date.
            assert verdict.wrong or (name, kind) not in LOST, name
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

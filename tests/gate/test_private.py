"""What is for the partnership alone is known by what it is, whatever it is called."""

import hashlib
from dataclasses import replace

import pytest

from pipeline.gate import gate
from pipeline.model import Case, Pack, Submission
from pipeline.model.decisions import Decided
from pipeline.opening.items import Item
from pipeline.run import Checked, sources
from tests.gate.packs import REPORT, paged, public, scanner, word


def codes(pack: Pack) -> set[str]:
    """What the gate has against it."""
    return {one.code for one in gate(pack, Decided(), (), (), scanner()).hits}


def reading(lines: tuple[tuple[str, str], ...]) -> Pack:
    """The good pack with another report."""
    pack = public()
    first = replace(pack.papers[0], data=word(lines), pdf=paged(lines))
    return replace(pack, papers=(first, *pack.papers[1:]))


def item(kind: str, sha: str) -> Item:
    """Something that came in."""
    return Item("R001", "", "a name", kind, sha * 32, 1, "paper")


def test_what_came_in_and_was_read_is_a_source_and_a_report_that_came_by_mail_is_none() -> None:
    back = Submission("chronology", "1", "SPR", "A1", 1, "first", "", "R001", "aa" * 8, {})
    case: Case = {}
    checked = Checked(case, (), (), [item("docx", "aa"), item("docx", "bb"), item("xlsx", "cc"),
                                     item("csv", "dd"), item("pdf", "ee")], (back,))
    assert sources(checked) == {"aa" * 32, "cc" * 32, "dd" * 32}


def test_a_report_that_is_not_what_was_read_passes() -> None:
    pack = public()
    first = replace(pack.papers[0], outside=True, file="bb" * 8)
    assert codes(replace(pack, papers=(first, *pack.papers[1:]),
                         received=frozenset(["aa" * 32]))) == set()


def test_a_file_beside_the_papers_is_known_by_its_own_bytes() -> None:
    pack = replace(public(), files={"more.txt": b"words"},
                   received=frozenset([hashlib.sha256(b"words").hexdigest()]))
    assert "gate-source-file" in codes(pack)


def test_the_case_record_is_known_by_its_headings_under_any_title() -> None:
    pack = public()
    form = pack.profile.form_meaning("case_record")
    assert form is not None
    headings = tuple(("1", one.title) for one in form.sections)
    assert "gate-private-words" in codes(reading((("1", "A report"), *headings, *REPORT)))
    assert "gate-private-words" not in codes(reading((("1", "A report"), *headings[:2], *REPORT)))


@pytest.mark.parametrize(("words", "private"), [
    ("Composite Chronology", True), ("Rapid Review Report to the National Panel", True),
    ("Composite Chronologies of other reviews", False), ("About the composite chronology", False)])
def test_a_private_title_counts_where_a_paper_begins_with_it(words: str, private: bool) -> None:
    assert ("gate-private-words" in codes(reading((("", words), *REPORT)))) == private
    assert "gate-private-words" not in codes(reading((*REPORT, ("1", words))))

"""What the gate takes for what it looks for, and what it tells somebody who has to mend it."""

from dataclasses import replace

import pytest

from tests.gate.packs import REPORT, STATEMENT, paged, paper, public
from tests.gate.spoilt import saying, without
from tests.gate.test_gate_refuses import held
from tests.making.collated import loaded

PARTNERSHIPS = ("norfolk", "northumberland", "salford", "northamptonshire")
HEADED = {
    "family": ("How the family was involved", "Involving the family", "Contribution of the family",
               "The family’s views", "Parents’ views", "Family involvement"),
    "systemic": ("Systems findings", "Why it happened", "Contributory factors"),
    "improvements": ("Learning and recommendations", "What needs to change"),
}
INSTEAD_OF = {"family": "Involvement of the family", "systemic": "Systemic analysis",
              "improvements": "Recommendations"}
PLAIN = {"The parents were invited and met the reviewer.": "They met the reviewer.",
         "Underlying reasons lay in how services share information.": "Services share too little."}


def _lacking(name: str, heading: str) -> list[str]:
    """What a report is refused for that has this heading in place of the usual one."""
    lines = [(level, PLAIN.get(words, heading if words == INSTEAD_OF[name] else words))
             for level, words in REPORT]
    pack = public()
    report = paper(pack.papers[0].kind, tuple(lines))
    kind = replace(pack.kind, checks=("report_contents",))
    verdict = held(replace(pack, kind=kind, papers=(report, *pack.papers[1:])))
    return [hit.where.spot for hit in verdict.hits if hit.where.spot == name]


@pytest.mark.parametrize(("name", "heading"), [
    (name, heading) for name, found in HEADED.items() for heading in found])
def test_a_report_says_it_under_the_headings_that_people_write(name: str, heading: str) -> None:
    assert _lacking(name, heading) == []


@pytest.mark.parametrize("heading", ["Family background", "The family's home", "Introduction"])
def test_a_heading_about_something_else_is_not_taken_for_it(heading: str) -> None:
    assert _lacking("family", heading) == ["family"]


@pytest.mark.parametrize("name", PARTNERSHIPS)
def test_what_a_refusal_gives_as_examples_would_do(name: str) -> None:
    for entry in loaded(name).lists["report_contents"]:
        assert len(entry["such_as"]) > 1
        for one in entry["such_as"]:
            assert any(words in one.casefold() for words in entry["headings"]), one


def test_a_refusal_says_which_headings_would_do() -> None:
    pack = public()
    report = paper(pack.papers[0].kind, without(REPORT, "Recommendations"))
    [hit] = held(replace(pack, papers=(report, *pack.papers[1:]))).hits
    assert hit.fix == ("Ask the Lead Reviewer to add it under a heading of its own, such as "
                       "'Recommendations', 'Learning and recommendations' or 'What needs to "
                       "change'.")


def _without_logo(bundle: bytes = b"") -> list[tuple[str, str]]:
    """Where the logo is missed and who is asked, in a pack whose report has none."""
    pack = public()
    bare = replace(pack.papers[0], pdf=paged(REPORT))
    kind = replace(pack.kind, checks=("logo",))
    return [(hit.where.file, hit.fix) for hit in held(
        replace(pack, kind=kind, bundle=bundle, marked=b"", papers=(bare, *pack.papers[1:]))).hits]


def test_the_logo_of_the_cover_does_not_stand_in_for_that_of_the_report() -> None:
    found = _without_logo(bundle=public().bundle)
    assert found == _without_logo() and len(found) == 1
    [(file, fix)] = found
    assert file == "report.pdf"
    assert "Lead Reviewer" in fix and "waiver" in fix and "house style" not in fix


def test_where_there_is_no_report_the_logo_is_ours_to_mend() -> None:
    pack = public()
    kind = replace(pack.kind, contents=("press_statement",), checks=("logo",))
    few = replace(pack, kind=kind, papers=pack.papers[1:2], marked=b"")
    assert held(few).passed
    [hit] = held(replace(few, bundle=paged(STATEMENT))).hits
    assert hit.code == "gate-logo" and "house style" in hit.fix


def test_who_must_answer_is_told_the_question_and_its_workbook() -> None:
    asked = "'Reference' (sheet 'Notification' of 'Case record', in case.xlsx)"
    pack = saying("The reference: Not recorded.")()
    [bare] = held(pack).hits
    assert "leave the line out" in bare.fix
    [hit] = held(replace(pack, papers=tuple(
        replace(one, unanswered=(asked,)) for one in pack.papers))).hits
    assert hit.code == "gate-unanswered" and asked in hit.fix and "leave" not in hit.fix

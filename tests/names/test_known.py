"""Everybody and everything the case knows is on the list, with a code that stays."""

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Case, Profile
from pipeline.names import Name, Scanner, instead_of, known
from pipeline.names.addresses import addresses
from pipeline.names.asked import answers
from pipeline.names.kinds import MAY_BE_NAMED, PRACTITIONER
from pipeline.names.pets import pets_of
from pipeline.names.printed import printed, relations
from pipeline.names.reading import named, person, persons, setting, siblings, titled
from pipeline.run import Collated


@pytest.fixture(scope="module")
def case(collated: tuple[Path, Collated]) -> Case:
    return json.loads((collated[0] / "context.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def names(norfolk: Profile, case: Case) -> tuple[Name, ...]:
    return known(norfolk, case)


def of(names: tuple[Name, ...], code: str, kind: str) -> set[str]:
    return {one.words for one in names if (one.code, one.kind) == (code, kind)}


def test_a_child_has_a_name_and_all_that_says_who_it_is(names: tuple[Name, ...]) -> None:
    assert of(names, "C1", "Child") == {"Robin Ellistrand"}
    assert next(one.also for one in names if one.words == "Robin Ellistrand") == (
        "Robin Verrowby", "Bobby")
    assert {"14 Saltpan Row", "Flat 2, 14 Saltpan Row"} <= of(names, "C1", "Address")
    assert "ZZ1 4AB" in of(names, "C1", "Postcode")


def test_what_an_agency_holds_instead_is_known_too(names: tuple[Name, ...]) -> None:
    assert {"999 123 4179", "999 123 4197"} <= of(names, "C1", "NHS number")
    assert {"2024-07-19", "2024-07-09", "2024-06-19"} <= of(names, "C1", "Date of birth")


def test_the_family_keeps_its_codes_and_reads_as_relations(names: tuple[Name, ...]) -> None:
    said = {one.words: instead_of(one) for one in names if one.kind == "Family member"}
    assert said["Tamsin Ellistrand"] == "the mother"
    assert said["Maureen Ellistrand"] == "the grandmother"
    assert said["Posy Ellistrand"] == "the half-sister"
    assert "Jodie Amblewick" in said  # whom only one agency names


def test_whoever_takes_part_or_answers_has_a_code(names: tuple[Name, ...], case: Case) -> None:
    people = {one.words: one.code for one in names if one.kind == PRACTITIONER}
    may = {one.words for one in names if one.kind == MAY_BE_NAMED}
    rows = case["case"]["participants"]["rows"]
    assert rows
    assert {row["name"]["text"] for row in rows} <= set(people) | may
    assert "Gareth Lindenhythe" in people  # who answered for an agency
    assert len(set(people.values())) == len(people)


def with_row(case: Case, section: str, row: dict[str, Any]) -> Case:
    """The case with one more row at the end of a table of the case record."""
    more = copy.deepcopy(case)
    for sections in (more["case"], *(one["sections"] for one in more["forms"]["case"]["returns"])):
        rows = sections[section]["rows"]
        made = {name: {"text": "", "value": "", "refs": []} for name in rows[0]}
        made |= {name: {"text": words, "value": words, "refs": []} for name, words in row.items()}
        rows.append({**made, "n": len(rows) + 1})
    return more


@pytest.mark.parametrize(("section", "row"), [
    ("participants", {"name": "Aaron Aardwick", "role": "Adviser"}),
    ("other_names", {"words": "Abel Abbotsford", "kind": PRACTITIONER}),
    ("other_names", {"words": "Bryony Castleveld", "kind": PRACTITIONER, "instead": "the nurse"}),
    ("review_panel", {"code": "M9", "name": "Ada Addlestone"}),
])
def test_a_row_more_changes_no_code(norfolk: Profile, case: Case, names: tuple[Name, ...],
                                    section: str, row: dict[str, str]) -> None:
    more = known(norfolk, with_row(case, section, row))
    codes = {(one.kind, one.words): one.code for one in more}
    assert {key: codes.get(key) for key in ((one.kind, one.words) for one in names)} == {
        (one.kind, one.words): one.code for one in names}
    assert any(one.words == row.get("words", row.get("name")) for one in more)


def test_a_word_of_the_list_stands_in_place_of_a_code(norfolk: Profile, case: Case) -> None:
    more = known(norfolk, with_row(case, "other_names", {
        "words": "Bryony Castleveld", "kind": PRACTITIONER, "instead": "the named nurse"}))
    assert [instead_of(one) for one in more if one.words == "Bryony Castleveld"] == [
        "the named nurse"]


def test_who_may_be_named_is_no_practitioner(norfolk: Profile, case: Case) -> None:
    more = known(norfolk, with_row(case, "other_names", {
        "words": "Theodora Blakemoor", "kind": MAY_BE_NAMED}))
    assert {one.kind for one in more if one.words == "Theodora Blakemoor"} == {MAY_BE_NAMED}


def test_an_official_whom_only_running_text_names_is_a_doubt(norfolk: Profile,
                                                            case: Case) -> None:
    more = copy.deepcopy(case)
    more["case"]["review"]["reasons"]["text"] += " Seen by Dr Hesper Wainfleet."
    assert [one.sure for one in known(norfolk, more) if one.words == "Hesper Wainfleet"] == [False]


def test_every_answer_of_the_case_is_walked(norfolk: Profile, case: Case) -> None:
    said = list(answers(norfolk, case))
    assert {"Robin Ellistrand", "Bryony Castleveld"} <= {one.words for one in said}
    assert {"A1", "A3"} <= {one.sender for one in said}


def test_the_same_case_has_the_same_list(norfolk: Profile, case: Case,
                                        names: tuple[Name, ...]) -> None:
    assert known(norfolk, case) == names


@pytest.mark.parametrize(("typed", "read"), [
    ("Robin Ellistrand", "Robin Ellistrand"), ("A man known as Jinx", "Jinx"),
    ("unknown male", ""), ("Zoë van der Berg", "Zoë van der Berg"),
])
def test_a_box_for_a_name_may_hold_a_sentence(typed: str, read: str) -> None:
    assert named(typed) == read


@pytest.mark.parametrize(("typed", "read"), [
    ("Imogen Saltersley, Business Manager", "Imogen Saltersley"),
    ("Dr Anselm Greywater", "Anselm Greywater"), ("Named Nurse Safeguarding Children", ""),
    ("NSCP Business Manager", ""), ("Duty Desk", ""),
])
def test_a_role_is_no_name(typed: str, read: str) -> None:
    assert person(typed) == read


def test_names_are_read_out_of_lists_and_sentences() -> None:
    assert list(persons("Ada Marsh (nurse); Ben Holloway-Penn, teacher")) == [
        "Ada Marsh", "Ben Holloway-Penn"]
    assert list(titled("Yes: Detective Inspector Sorrel Tavistrand of the police")) == [
        "Sorrel Tavistrand"]
    assert list(siblings("Posy Ellistrand (half-sister); unborn baby of the same mother")) == [
        "Posy Ellistrand"]


@pytest.mark.parametrize(("typed", "read"), [
    ("Two mornings a week at Peewit Nursery from June", "Peewit Nursery"),
    ("None. Not yet registered with any early years provider.", ""),
    ("Weirside Academy, on a reduced timetable", "Weirside Academy"), ("Not applicable", ""),
])
def test_a_school_is_read_out_of_its_box(typed: str, read: str) -> None:
    assert setting(typed) == read


@pytest.mark.parametrize(("typed", "read"), [
    ("11 Curlew Garth, Hepplewick", {("address", "11 Curlew Garth"), ("address", "Curlew Garth"),
                                     ("place", "Hepplewick")}),
    ("The Old Forge, Cuckoopen Hill", {("house", "The Old Forge"), ("address", "Cuckoopen Hill")}),
    ("With F3, Wharrowdale", {("place", "Wharrowdale")}), ("Not known", set()),
    ("With the grandmother since 20 January 2025", set()),
])
def test_an_address_is_read_out_of_its_box(typed: str, read: set[tuple[str, str]]) -> None:
    assert set(addresses(typed)) == read


def test_short_forms_lead_both_ways_and_a_partnership_adds_its_own(norfolk: Profile) -> None:
    shared = pets_of(norfolk)
    assert {"Bobby", "Bob", "Rob"} <= set(shared.of("Robert"))
    assert "Elizabeth" in shared.of("Betsy")
    assert "Mohammed" in shared.of("muhammad")
    own = replace(norfolk, lists={**norfolk.lists, "nicknames": [
        {"name": "Merewyn", "short": ["Merry", "Wyn"]}]})
    assert pets_of(own).of("merry") == ("Merewyn", "Wyn")
    assert "Bobby" in pets_of(own).of("Robert")


def test_two_of_the_same_relation_are_told_apart() -> None:
    rows = [("F1", "Mother of C1 and C2"), ("F2", "Father of C2"), ("F3", "Father of C1 and S1"),
            ("F4", "Partner of F1"), ("F5", "Paternal grandmother of C1"), ("F6", "Friend of F1"),
            ("F7", "Friend of F1"), ("F8", "Somebody who came by")]
    assert relations(rows, ["C1", "C2"]) == {
        "F1": "the mother", "F2": "Child C2's father", "F3": "Child C1's father",
        "F4": "the mother's partner", "F5": "the grandmother", "F6": "the mother's friend (F6)",
        "F7": "the mother's friend (F7)", "F8": "a family member"}


def test_what_the_report_calls_a_child_counts_for_every_spelling() -> None:
    child = Name("C1", "Child", "Robin James Ellistrand", ("Bobby",), ("Rob",))
    listed = [child, Name("F2", "Family member", "Joe Ellistrand", instead="Child C1's father"),
              Name("X3", "Other identifier", "Robin Ellistrand", instead="Child AM")]
    made = printed(listed)
    assert [(one.code, one.instead) for one in made] == [
        ("C1", "Child AM"), ("F2", "Child AM's father")]
    text = "Robin Ellistrand, Robin and Bobby"
    assert {one.instead for one in Scanner(made).scan(text)} == {"Child AM"}

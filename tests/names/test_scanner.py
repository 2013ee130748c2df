"""What is certain, what is doubtful, what is left alone, and what stands in place."""

from itertools import pairwise

import pytest

from pipeline.names import Match, Name, Scanner

ROBIN = Name("C1", "Child", "Robin Ellistrand", ("Bobby",), ("Rob", "Robbie"))
MOTHER = Name("F1", "Family member", "Tamsin Ellistrand", (), ("Tam", "Tammy"),
              "Mother of C1 (F1)")
GRACE = Name("S1", "Family member", "Grace Harrowmede", (), (), "Sister of C1 (S1)")
NURSE = Name("P4", "Practitioner", "Verity Coldharrow")
CHAIR = Name("", "May be named", "Theodora Blakemoor")
NAMES = (ROBIN, MOTHER, GRACE, NURSE, CHAIR,
         Name("C1", "Date of birth", "2024-07-19"),
         Name("C1", "Address", "14 Saltpan Row"), Name("C1", "Address", "Saltpan Row"),
         Name("C1", "Postcode", "ZZ1 4AB"), Name("C1", "NHS number", "999 123 4179"),
         Name("O1", "School or setting", "Thornmarsh Primary School", (), (), "the school"),
         Name("L1", "Place", "Thornmarsh", (), (), "the town", sure=False))


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner(NAMES, keep=["Business Manager, Ada Person, 01632 960001, ada@example.org"])


def printed(scanner: Scanner, text: str) -> str:
    """The text with what is certain replaced, and what is doubtful in ⟨ ⟩."""
    for one in reversed(scanner.scan(text)):
        words = one.instead if one.certain else f"⟨{text[one.start:one.end]}⟩"
        text = text[:one.start] + words + text[one.end:]
    return text


@pytest.mark.parametrize(("text", "result"), [
    ("We saw Robin Ellistrand at home.", "We saw Child C1 at home."),
    ("We saw ROBIN ELLISTRAND at home.", "We saw Child C1 at home."),
    ("We saw Ellistrand, Robin at home.", "We saw Child C1 at home."),
    ("Robin's mother is Tamsin.", "Child C1's mother is Mother of C1 (F1)."),
    ("It was Ms Ellistrand who rang.", "It was Mother of C1 (F1) who rang."),
    ("It was T. Ellistrand who rang.", "It was Mother of C1 (F1) who rang."),
    ("the Ellistrands’ flat", "the family's flat"),
    ("The name Ellistrand was not given.", "The name [family name] was not given."),
    ("Tamsin Ellistrand (F1) rang.", "Mother of C1 (F1) rang."),
    ("They saw Verity Coldharrow.", "They saw a practitioner."),
    ("Verity Coldharrow rang.", "A practitioner rang."),
    ("lived at 14 Saltpan Row, ZZ1 4AB, then", "lived at [address], then"),
    ("lived at 14, saltpan row then", "lived at [address] then"),
    ("born on 19/7/24", "born on [date of birth]"),
    ("at Thornmarsh Primary School now", "at the school now"),
    ("Posy Robin James Ellistrand", "Posy Child C1"),
])
def test_what_is_certain_is_replaced_with_words_that_read_well(
        scanner: Scanner, text: str, result: str) -> None:
    assert printed(scanner, text) == result


@pytest.mark.parametrize(("text", "doubt"), [
    ("Mr Elistrand rang.", "Elistrand"),
    ("Tammy rang the school.", "Tammy"),
    ("R.E. was seen.", "R.E"),
    ("It says E l l i s t r a n d there.", "E l l i s t r a n d"),
    ("#JusticeForRobin was shared.", "#JusticeForRobin"),
    ("Verity was off duty.", "Verity"),
    ("Grace was off duty.", "Grace"),
    ("A visit to Thornmarsh was made.", "Thornmarsh"),
    ("on the nineteenth of July", "the nineteenth of July"),
    ("Dr Smithwick was called.", "Dr Smithwick"),
    ("Jacob Ellistrand came.", "Jacob"),
    ("Ring 01632 960777.", "01632 960777"),
    ("Write to ZZ4 9QQ now.", "ZZ4 9QQ"),
    ("the number 999 123 4197", "999 123 4197"),
    ("a school in Thornmarch today", "Thornmarch"),
])
def test_what_is_doubtful_is_for_a_person(scanner: Scanner, text: str, doubt: str) -> None:
    found = [text[one.start:one.end] for one in scanner.scan(text) if not one.certain]
    assert any(doubt in one or one in doubt for one in found), found


@pytest.mark.parametrize("text", [
    "A robin sang by grace of the weather, and will rob nobody.",
    "The robins came back in spring.",
    "Theodora Blakemoor chaired the meeting.",
    "Ms Blakemoor chaired the meeting.",
    "Ring Ada Person on 01632 960001 or write to ada@example.org.",
    "The review took 15 working days, from 12 May 2025 to 3 June 2025.",
    "See page 1234567890 and table 12.3.4.",
    "A report of 2024-06/2024 was read.",
    "Re: the GP, HV and CP plan; TE is not known. DO NOT COPY.",
])
def test_what_is_no_name_is_left_alone(scanner: Scanner, text: str) -> None:
    found = [text[one.start:one.end] for one in scanner.scan(text)]
    assert found in ([], ["TE"])


def test_a_name_that_is_a_word_counts_with_a_capital_within_a_sentence(scanner: Scanner) -> None:
    assert printed(scanner, "Then Grace left.") == "Then Sister of C1 (S1) left."
    assert printed(scanner, "By grace of her aunt.") == "By grace of her aunt."
    assert printed(scanner, "Grace left.") == "⟨Grace⟩ left."


@pytest.mark.parametrize(("text", "result"), [
    ("They saw\nWill the next day.", "They saw\nUncle (F8) the next day."),
    ("It is over.\nWill the court agree?", "It is over.\nWill the court agree?"),
    ("They rang Mr Brown again.", "They rang Uncle (F8) again."),
    ("Mr Brown left. A brown coat stayed.", "Uncle (F8) left. A brown coat stayed."),
    ("They saw Bertie Brown.", "They saw Uncle (F8)."),
    ("In May Will came with Brown.", "In May ⟨Will⟩ came with Uncle (F8)."),
])
def test_names_that_are_words_in_lines_and_after_titles(text: str, result: str) -> None:
    uncle = Name("F8", "Family member", 'Will Brown (known as "Bertie")', (), (), "Uncle (F8)")
    assert printed(Scanner((uncle,)), text) == result


@pytest.mark.parametrize(("text", "found"), [
    ("The operation and its iterations took weeks.", []), ("The MD signed it in MB.", []),
    ("Operation Saltmarten began.", ["Operation Saltmarten"]),
    ("They spoke of Saltmarten only.", ["Saltmarten"]), ("They saw Mo there.", ["Mo"]),
])
def test_everyday_words_in_a_name_are_no_alarm(text: str, found: list[str]) -> None:
    names = (Name("X1", "Other identifier", "Operation Saltmarten"),
             Name("C2", "Child", "Mohammed Berg", (), ("Mo", "Md")))
    assert [text[one.start:one.end] for one in Scanner(names).scan(text)] == found


def test_two_people_of_one_name_are_not_chosen_between() -> None:
    other = Name("F9", "Family member", "Robin Marsh", (), (), "Uncle (F9)")
    assert printed(Scanner((ROBIN, other)), "Then Robin left.") == "Then C1 or F9 left."


def test_a_name_that_may_be_printed_covers_the_child_of_the_same_first_name() -> None:
    chair = Name("", "May be named", "Robin Blakemoor")
    text = "The chair was Robin Blakemoor. The child was Robin."
    assert printed(Scanner((ROBIN, chair)), text).startswith("The chair was Robin Blakemoor.")
    assert printed(Scanner((ROBIN, chair)), text).endswith("The child was Child C1.")


def test_a_name_read_out_of_running_text_is_never_replaced_in_silence() -> None:
    unsure = Name("Q1", "Practitioner", "Foster Bannerdale", sure=False)
    found = Scanner((unsure,)).scan("They saw Foster Bannerdale there.")
    assert [one.certain for one in found] == [False]


def test_an_address_that_holds_a_name_is_certain(scanner: Scanner) -> None:
    found = scanner.scan("From robin.ellistrand@example.org today")
    assert [(one.certain, one.kind) for one in found] == [(True, "E-mail address")]


def test_a_match_says_nothing_that_anybody_typed(scanner: Scanner) -> None:
    for one in scanner.scan("Robin Elistrand, Tammy, 19/7/24, R.E., Dr Smithwick, #Robin"):
        assert not {"robin", "elistrand", "ellistrand", "tammy", "smithwick"} & set(
            f"{one.code} {one.kind} {one.why} {one.instead}".lower().split())


def test_matches_stand_in_order_and_never_over_one_another(scanner: Scanner) -> None:
    text = "Robin Ellistrand, 14 Saltpan Row, ZZ1 4AB; Tamsin Ellistrand-Robin; robin.e@example.org"
    found = scanner.scan(text)
    assert found == sorted(found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("odd", ["\ud800", "\x00", "\udcff\udc00", "\r\n\t", "\U0001f600",
                                 "\u202e", "\u0301" * 40, " " * 5000])
def test_no_text_is_too_odd(scanner: Scanner, odd: str) -> None:
    text = f"{odd}Then {odd} Tamsin Ellistrand {odd}left 19/7/24.{odd}"
    found = [text[one.start:one.end].strip("\u0301") for one in scanner.scan(text)]
    assert found == ["Tamsin Ellistrand", "19/7/24"]


def test_no_names_no_matches() -> None:
    assert Scanner(()).scan("Robin Ellistrand was here.") == []
    assert Scanner(()).scan("") == []
    assert isinstance(Scanner(()).scan("Write to x@example.org")[0], Match)

"""What could say who somebody is without a name: found on its page, once, with a key that stays."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline import anonymise
from pipeline.anonymise.telling import (
    AGE,
    DATE,
    FACT,
    FAMILY,
    GAP,
    HEALTH,
    MONTHS,
    NUMBERS,
    PLACES,
    SETTINGS,
    STRANGE,
    WHO,
)
from pipeline.model import Case
from pipeline.model.decisions import CHANGE, CHECKED, Decided, Tick, Ticked
from pipeline.names import Familiar, Name, Scanner, known
from pipeline.render import render
from tests.making.collated import loaded


def said(text: str, value: str = "") -> dict[str, Any]:
    return {"text": text, "value": value or text, "refs": [], "missing": ""}


CASE: Case = {
    "case": {
        "key_dates": {"incident": said("7 May 2025", "2025-05-07"),
                      "meeting": said("5 June 2025", "2025-06-05")},
        "odd": {"rows": [{"fact": said("The notices in the van"),
                          "words": said("parking notices; white van")}]}},
    "children": [{"fields": {"date_of_birth": said("2 August 2024", "2024-08-02")}}]}
FAMILIAR = Familiar(["Norfolk Safeguarding Children Partnership"], ["tamara", "daisy"])
NAMES = [Name("L1", "Place", "Thornmarsh", ("Thorn Marsh",)),
         Name("O1", "School or setting", "St Elfrida's"),
         Name("C1", "Child", "Robin Verrowby")]


def ticks(*pages: str, decided: Decided | None = None) -> list[Tick]:
    return anonymise.could_identify({"report": list(pages)}, CASE, NAMES, decided)


def told(*pages: str) -> list[tuple[str, str]]:
    return [(one.kind, one.words) for one in ticks(*pages)]


@pytest.mark.parametrize(("text", "kind", "words"), [
    ("He was aged nine months when", AGE, "aged nine months"),
    ("a 7-year-old girl", AGE, "7-year-old"), ("the nine-month-old boy", AGE, "nine-month-old"),
    ("She is three and a half years old.", AGE, "three and a half years old"),
    ("a 6 year old and others", AGE, "6 year old"), ("before his fourth birthday", AGE,
                                                     "fourth birthday"),
    ("two of the 14-year-olds", AGE, "14-year-olds"), ("age 9, of the boy", AGE, "age 9"),
    ("On 7 May 2025 he", DATE, "7 May 2025"), ("on Monday 5th May the", DATE, "Monday 5th May"),
    ("On May 7, 2025 he", DATE, "May 7, 2025"), ("born 07/05/2025 in", DATE, "07/05/2025"),
    ("seen 2025-05-07 and", DATE, "2025-05-07"), ("on Boxing Day the", DATE, "Boxing Day"),
    ("In early May the family", MONTHS, "early May"), ("in May 2025 and", MONTHS, "May 2025"),
    ("born in August 2024", MONTHS, "August 2024"),
    ("taken to Reedholm General Hospital by", SETTINGS, "Reedholm General Hospital"),
    ("at Thornmarsh Primary School then", SETTINGS, "Thornmarsh Primary School"),
    ("went to St Elfrida's on", SETTINGS, "St Elfrida's"),
    ("lived in Thornmarsh until", PLACES, "Thornmarsh"),
    ("the flat in Heron Close was", PLACES, "Heron Close"),
    ("a White British boy", WHO, "White British"), ("his Romanian father", WHO, "Romanian"),
    ("the family, who are Muslim, asked", WHO, "Muslim"),
    ("has cystic fibrosis and", HEALTH, "cystic fibrosis"), ("an autistic boy", HEALTH, "autistic"),
    ("one of six children", FAMILY, "one of six children"), ("the twins were", FAMILY, "twins"),
    ("the youngest of five", FAMILY, "youngest of five"),
    ("found parking notices in", FACT, "parking notices"), ("a white\nvan stood", FACT,
                                                            "white van"),
])
def test_what_tells_something_is_listed(text: str, kind: str, words: str) -> None:
    assert (kind, words) in told(text)


@pytest.mark.parametrize("text", [
    "The review may find that this happened.", "May we remind you that agencies share?",
    "Practice in June was sound.", "The school and the hospital met.", "Section 47 of the Act 1989",
    "Working Together 2018 says", "three agencies and seven meetings", "page 7 of 20",
    "The Hospital Admission form", "Recommendation 4: the partnership should", "within 15 days",
    "the street was quiet", "Robin Verrowby", "heard in the Family Court", "The Crown Court sat",
])
def test_what_tells_nothing_is_not(text: str) -> None:
    assert told(text) == []


def test_the_same_words_on_one_page_are_one_line_with_their_number() -> None:
    one, = ticks("Aged seven then. She was aged\nseven. Aged seven again.")
    assert (one.page, one.pages, one.count, one.words) == (1, "1", 3, "Aged seven")


def test_each_page_is_a_line_of_its_own() -> None:
    assert [(one.page, one.words) for one in ticks("aged seven", "nothing", "aged seven")] == [
        (1, "aged seven"), (3, "aged seven")]


def test_words_that_run_through_a_paper_are_one_line() -> None:
    one, = ticks(*["Thornmarsh"] * 5, "nothing", "Thornmarsh", "nothing", "Thornmarsh, Thornmarsh")
    assert (one.pages, one.count) == ("1 to 5, 7, 9", 8)


def test_a_day_is_not_listed_a_second_time_as_its_month() -> None:
    assert told("On 7 May 2025 he was seen.") == [(DATE, "7 May 2025")]


def test_words_parted_by_the_end_of_a_line_are_found() -> None:
    assert told("taken to Reed\ufffe\r\nholm General\r\nHospital by") == [
        (SETTINGS, "Reedholm General Hospital")]


def test_the_words_around_are_shown() -> None:
    one, = ticks("x " * 90 + "He was aged seven then." + " y" * 90)
    assert one.around.startswith("… x") and "He was aged seven then." in one.around
    assert one.around.endswith("…") and len(one.around) < 200


def tick_all(found: list[Tick], what: str = CHECKED) -> Decided:
    return Decided(ticks={one.key: Ticked(one.key, what, "", "A", "14 May 2026") for one in found})


def test_ticks_stay_when_pages_are_added_before() -> None:
    done = tick_all(ticks("aged seven", "7 May 2025"))
    assert not any(one.open for one in ticks("new", "aged seven", "7 May 2025", decided=done))


def test_words_on_one_page_more_are_asked_about_again() -> None:
    done = tick_all(ticks("aged seven"))
    assert [one.open for one in ticks("aged seven", "aged seven", decided=done)] == [False, True]
    done = tick_all(ticks(*["aged seven"] * 4))
    assert [one.open for one in ticks(*["aged seven"] * 5, decided=done)] == [True]


def test_what_must_change_stays_open() -> None:
    done = tick_all(ticks("aged seven"), CHANGE)
    assert [one.open for one in ticks("aged seven", decided=done)] == [True]


def test_a_long_report_gives_a_list_for_minutes() -> None:
    """Twenty pages that tell of a child as reports do: not twenty times the same lines."""
    page = ("The child, aged nine months, lived with a seven-year-old sister. On 7 May 2025 they "
            "were taken to Reedholm General Hospital. The health visitor of the Thornmarsh team "
            "saw the family in early May and again on 9 May 2025. ")
    assert len(ticks(*[page * 4] * 20)) <= 8


# --- the context of a case ------------------------------------------------------------------

def answer(text: str, value: Any = None) -> dict[str, Any]:
    return {"text": text, "value": text if value is None else value, "missing": "Not recorded",
            "refs": [{"file": "R001", "part": "People", "spot": "B2"}]}


def changed(case: Case, finds: Any) -> Any:
    return anonymise.context(case, finds, Decided())[0]


def test_every_text_of_the_context_is_rewritten_however_deep(finds: Any) -> None:
    case = {"a": [{"b": ({"c": answer("Robin Verrowby came.")},)}], "d": "Robin Verrowby"}
    made = changed(case, finds)
    assert made["d"] == "Child C1"
    assert made["a"][0]["b"][0]["c"]["text"] == made["a"][0]["b"][0]["c"]["value"] == (
        "Child C1 came.")
    assert case["d"] == "Robin Verrowby", "the case itself stays as it is"


def test_ids_codes_and_the_places_of_answers_stay(finds: Any) -> None:
    case = {"id": "Robin Verrowby", "code": "C1", "lists": {"x": ["Robin Verrowby"]},
            "one": answer("Robin Verrowby")}
    made = changed(case, finds)
    assert made["id"] == "Robin Verrowby" and made["lists"] == case["lists"]
    assert made["one"]["refs"] == case["one"]["refs"]


@pytest.mark.parametrize("key", ["kind", "code", "file", "status", "group"])
def test_an_answer_under_the_name_of_an_id_is_rewritten_all_the_same(finds: Any, key: str) -> None:
    assert changed({key: answer("Robin Verrowby")}, finds)[key]["text"] == "Child C1"


@pytest.mark.parametrize(("value", "after"), [
    (True, True), (3, 3), ("Yes", "Yes"), ("Robin Verrowby", "Child C1"),
    ("2024-08-02", ""), ("", ""),
])
def test_text_and_value_of_an_answer_say_the_same(finds: Any, value: Any, after: Any) -> None:
    made = changed({"one": answer("Born to Robin Verrowby", value)}, finds)
    assert made["one"]["value"] == after


def test_a_day_that_may_stay_keeps_its_value(finds: Any) -> None:
    assert changed({"one": answer("2 August 2024", "2024-08-02")}, finds)["one"] == answer(
        "2 August 2024", "2024-08-02")


def test_doubts_of_the_context_are_asked_once_with_their_cell(finds: Any) -> None:
    case = {"a": answer("Grace came."), "b": [answer("Grace came.")], "label": "Grace",
            "c": "Grace came."}
    one, = anonymise.context(case, finds, Decided())[1]
    assert (one.part, one.spot, one.more) == ("R001", "People, B2", 2)


def texts_of(value: Any) -> Iterator[str]:
    """The texts of all answers in a context."""
    if isinstance(value, dict):
        if "refs" in value and "text" in value:
            yield value["text"]
        for one in value.values():
            yield from texts_of(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_of(one)


def test_the_sample_case_is_rendered_from_a_context_without_names(collated: Any) -> None:
    profile, case = loaded("norfolk"), collated[1].checked.case
    scanner = Scanner(known(profile, case))
    made, doubts = anonymise.context(case, scanner, Decided())
    assert "Tamsin Ellistrand" in str(case) and "Ellistrand" not in str(made)
    assert doubts and not [text for text in dict.fromkeys(texts_of(made))
                           if any(one.certain for one in scanner.scan(text))]
    ours = next(kind.id for kind in profile.documents if kind.main)
    assert not render(profile, made, [ours]).problems


# --- the key --------------------------------------------------------------------------------

def test_the_key_says_who_is_who_people_first() -> None:
    names = [Name("L1", "Place", "Thornmarsh"), Name("", "E-mail address", "a@example.org"),
             Name("F1", "Family member", "Tamsin Verrowby", instead="Mother of C1 (F1)"),
             Name("C1", "Child", "Robin Verrowby", ("Robyn Verrowby",), ("Bobby",)),
             Name("M1", "May be named", "Dr A Chair")]
    page = load_workbook(io.BytesIO(anonymise.key(names, used={"C1": ["Publication pack"]}))).active
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=4)]
    assert [row[0] for row in rows] == ["C1", "F1", "M1", "L1", "-"]
    assert rows[0] == ["C1", "Child", "Robin Verrowby", "Child C1", "Robyn Verrowby",
                       "Publication pack", "Bobby"]
    assert rows[1][3] == "Mother of C1 (F1)" and rows[2][3] == "May be named: left as it is"
    assert "must never leave" in page["A2"].value


def test_the_key_does_not_depend_on_the_order_of_names() -> None:
    assert anonymise.key(NAMES) == anonymise.key(list(reversed(NAMES)))


@pytest.mark.parametrize(("text", "kind", "words"), [
    ("a girl of six was", AGE, "girl of six"), ("a boy of 9 who", AGE, "boy of 9"),
    ("She was nine when", AGE, "She was nine"), ("on her sixth birthday", AGE, "sixth birthday"),
    ("a six-year-old", AGE, "six-year-old"),
    ("the crime reference 36/10492/26 was", NUMBERS, "36/10492/26"),
    ("under NK25C00123 in", NUMBERS, "NK25C00123"), ("file CS-2210/B of", NUMBERS, "CS-2210/B"),
    ("see log 4471 of", NUMBERS, "log 4471"), ("number 1049226 was", NUMBERS, "number 1049226"),
    ("a caravan near Swaffleigh, where", STRANGE, "Swaffleigh"),
    ("a home in Suffolk was", STRANGE, "Suffolk"), ("lived in Leeds, where", STRANGE, "Leeds"),
    ("came from Pakistan in", STRANGE, "Pakistan"),
    ("Swaffleigh is small.", STRANGE, "Swaffleigh"), ("said that Daisy was", STRANGE, "Daisy"),
    ("seen by Tamara's teacher", STRANGE, "Tamara"), ("the Zelmoor Foundation", STRANGE, "Zelmoor"),
    ("a flat at [address] then", GAP, "[address]"), ("[Name] said", GAP, "[Name]"),
])
def test_what_nobody_told_us_is_listed(text: str, kind: str, words: str) -> None:
    found = anonymise.could_identify({"report": [text]}, CASE, NAMES, familiar=FAMILIAR)
    assert (kind, words) in [(one.kind, one.words) for one in found]


@pytest.mark.parametrize("text", [
    "in 2024/25 and 2024-2025 the cost", "open 24/7 to all", "a child of two parents is",
    "Ofsted and the NHS in England said", "Norfolk Safeguarding Children Partnership met",
    "Our number is SPR25-07.", "Ring 01632 960480 for help", "Ottoline Braxmere wrote it",
    "Every Monday in April, Christmas too", "DRAFT", "see paragraph 4.12 and C1",
    "1,200,000 people", "see pages 536-537", "She was one of six",
])
def test_what_is_known_everywhere_is_not_listed(text: str) -> None:
    case = {**CASE, "reference": "SPR25-07"}
    may = [Name("", "May be named", "Ottoline Braxmere")]
    found = anonymise.could_identify({"report": [text]}, case, may, familiar=FAMILIAR)
    assert [one.words for one in found if one.kind in (STRANGE, NUMBERS, AGE)] == []


def test_a_word_that_we_do_not_know_is_one_line_for_a_paper() -> None:
    pages = ["Near Swaffleigh.", "In Swaffleigh and Swaffleigh.", "From Swaffleigh's green."]
    one, = (one for one in anonymise.could_identify(
        {"report": pages}, CASE, NAMES, familiar=FAMILIAR) if one.kind == STRANGE)
    longer, = (one for one in anonymise.could_identify(
        {"report": ["", *pages, "Swaffleigh"]}, CASE, NAMES, familiar=FAMILIAR)
        if one.kind == STRANGE)
    assert (one.pages, one.count, one.key) == ("1 to 3", 4, longer.key)


def test_each_page_quotes_itself() -> None:
    first, second = ticks("He was aged nine then.", "Others said aged nine too.")
    assert (first.around, second.around) == ("He was aged nine then.", "Others said aged nine too.")


def test_a_code_or_the_cell_before_is_no_part_of_a_school() -> None:
    assert told("Child C1. School was told. Father. Nursery. It was Child C1 School.") == []
    assert told("at St. Elm School") == [(SETTINGS, "St. Elm School")]

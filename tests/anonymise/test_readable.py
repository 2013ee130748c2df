"""What is put in place of a name reads as a person would have written it."""

from dataclasses import replace

import pytest

from pipeline.anonymise.replacing import IN_QUOTATION, Replacing
from pipeline.model.decisions import LEAVE, REPLACE, Decided, Decision
from pipeline.names import Name, Scanner

NAMES = (Name("C1", "Child", "Robin Ellistrand", ("Bobby",), instead="Child AM"),
         Name("F1", "Family member", "Tamsin Ellistrand", instead="the mother"),
         Name("F2", "Family member", "Dane Ostlecroft", instead="the mother's partner"),
         Name("P1", "Practitioner", "Juniper Askerton"))


def printed(text: str, decided: Decided | None = None) -> str:
    return Replacing(Scanner(NAMES), decided or Decided(), "report").rewritten(text)


@pytest.mark.parametrize(("text", "after"), [
    ("Her partner Dane left.", "Her partner left."),
    ("Her partner Dane Ostlecroft's van", "Her partner's van"),
    ("His mother, Tamsin, told us", "His mother told us"),
    ("his mother, Tamsin.", "his mother."), ("seen with his mother Tamsin", "seen with his mother"),
    ("The mother's partner Dane was out.", "The mother's partner was out."),
    ("her social worker, Juniper Askerton, wrote", "her social worker wrote"),
    ("The health visitor Juniper Askerton came.", "The health visitor came."),
    ("Juniper Askerton came.", "A practitioner came."),
    ("She told Tamsin Ellistrand.", "She told the mother."),
    ("Tamsin Ellistrand rang. Dane Ostlecroft left.",
     "The mother rang. The mother's partner left."),
    ("Robin's mother", "Child AM's mother"), ("Bobby, Tamsin and Dane",
                                              "Child AM, the mother and the mother's partner"),
    ("their Tamsin", "their mother"),
    ("The teacher told Tamsin", "The teacher told the mother"),
    ("her friend Tamsin", "her friend the mother"),
])
def test_no_word_is_doubled_and_no_article(text: str, after: str) -> None:
    assert printed(text) == after


@pytest.mark.parametrize(("text", "shown", "around"), [
    ("She said: “Tamsin always copes.” He agreed.", "The mother", " always copes.” He agreed."),
    ('She said: "I told Bobby so" then.', "Child AM", ' so" then.'),
    ("It was ‘Tamsin’s doing’ then.", "the mother", "’s doing’ then."),
    ("“My partner Dane left.”", "partner", " left.”"),
])
def test_a_quotation_that_was_changed_is_asked_about(text: str, shown: str, around: str) -> None:
    work = Replacing(Scanner(NAMES), Decided(), "report")
    work.changes(text, "Body", "paragraph 4")
    one, = (one for one in work.doubts if one.why == IN_QUOTATION)
    assert one.open and (one.words, one.after) == (shown, around)
    after = work.rewritten(text)
    at = after.index(shown)
    assert one.is_here(after, at, at + len(shown))


def test_the_words_of_a_quotation_are_decided_by_a_person() -> None:
    text = "“Tamsin always copes.”"
    work = Replacing(Scanner(NAMES), Decided(), "report")
    work.changes(text, "Body", "paragraph 4")
    key = work.doubts[0].key
    said = Decision(key, REPLACE, "[She]", "", "Director", "9 May 2026")
    assert printed(text, Decided({key: said})) == "“[She] always copes.”"
    kept = replace(said, what=LEAVE, instead="", reason="It reads well")
    again = Replacing(Scanner(NAMES), Decided({key: kept}), "report")
    assert again.rewritten(text) == "“The mother always copes.”"  # never the name
    assert not again.doubts[0].open


def test_outside_quotations_nobody_is_asked() -> None:
    work = Replacing(Scanner(NAMES), Decided(), "report")
    text = "“She copes,” said Tamsin. It was the baby's “best” day with Robin’s aunt."
    work.changes(text, "", "")
    assert [one for one in work.doubts if one.why == IN_QUOTATION] == []

"""What holds of every text, whatever stands in it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.names import Name, Scanner
from pipeline.names.folding import fold, squeeze

NAMES = (
    Name("C1", "Child", "Zoë Ellistrand-Marsh", (), ("Zozo",)),
    Name("F1", "Family member", "Łukasz O'Shaughnessy", (), (), "Father of C1 (F1)"),
    Name("F2", "Family member", "Robin van der Berg", (), (), "Aunt of C1 (F2)"),
    Name("P1", "Practitioner", "Will Thorneycroft"),
    Name("C1", "Date of birth", "2019-07-19"), Name("C1", "Postcode", "ZZ9 4QT"),
    Name("C1", "NHS number", "9997426185"), Name("C1", "Address", "27 Tanglewrack Lane"),
    Name("O1", "School or setting", "St Wystan's Primary School", (), (), "the school"))
SCANNER = Scanner(NAMES)
LEAKS = ("Zoë Ellistrand-Marsh", "ellistrand", "O’Shaughnessy, Łukasz", "Robin", "van der Berg",
         "Mr Thorneycroft", "Elistrand", "Zozo", "19/7/2019", "the nineteenth of July", "zz94qt",
         "999 742 6185", "27 Tanglewrack Ln", "St Wystan's", "#JusticeForZoe", "Z.E.", "R o b i n",
         "Zo\u00adë", "Zoe\u0308", "the Ellistrands'", "zoe.ellistrand@example.org", "Tanglewrak",
         "Ellistrand Marsh's", "Robin (F2)", "W. Thorneycroft", "RobinVanDerBerg_2019.docx")
CALM = ("The review met on the second floor.", "Nobody had asked the question before then.",
        "It took four weeks; the letter came late.", "What would have helped is written below.",
        "Agencies agreed the plan without delay.")
ODD = st.text(st.sampled_from("aZ1 .,'’-–\u00ad\u200b\n\t@#_()éßﬁ"), max_size=6)
text = st.lists(st.one_of(st.sampled_from(LEAKS), st.sampled_from(CALM), ODD,
                          st.text(max_size=12)), max_size=9).map(" ".join)


@given(text)
@settings(max_examples=150)
def test_matches_lie_in_the_text_in_order_and_hold_letters_or_figures(words: str) -> None:
    end = 0
    for one in SCANNER.scan(words):
        assert end <= one.start < one.end <= len(words)
        assert squeeze(words[one.start:one.end])
        end = one.end


@given(text)
@settings(max_examples=150)
def test_a_replaced_text_holds_nothing_certain(words: str) -> None:
    for one in reversed(SCANNER.scan(words)):
        if one.certain:
            words = f"{words[:one.start]}{one.instead}{words[one.end:]}"
    assert [words[one.start:one.end] for one in SCANNER.scan(words) if one.certain] == []


@given(st.sampled_from(LEAKS), st.lists(st.sampled_from(CALM), max_size=4),
       st.lists(st.sampled_from(CALM), max_size=4))
def test_innocent_words_around_change_nothing(leak: str, before: list[str],
                                              after: list[str]) -> None:
    line = f"The note says {leak} on its second line."
    alone = SCANNER.scan(line)
    ahead = "".join(f"{one}\n" for one in before)
    among = SCANNER.scan(f"{ahead}{line}\n" + "\n".join(after))
    assert [(one.start + len(ahead), one.end + len(ahead), one.code, one.certain, one.instead)
            for one in alone] == [(one.start, one.end, one.code, one.certain, one.instead)
                                  for one in among]
    assert alone


@given(st.text(max_size=60))
def test_folding_leads_back_to_every_letter(words: str) -> None:
    folded = fold(words)
    assert len(folded.back) == len(folded.plain)
    assert list(folded.back) == sorted(folded.back)
    assert all(0 <= at < len(words) for at in folded.back)


@given(text)
@settings(max_examples=40)
def test_the_same_text_has_the_same_matches(words: str) -> None:
    assert Scanner(NAMES).scan(words) == SCANNER.scan(words)

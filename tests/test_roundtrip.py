"""Writing a form and reading it back are inverses: every answer comes back as typed, nothing else.

What is kept is said in `pipeline/workbook/__init__.py`; `kept` below says it in code.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from pipeline import workbook
from pipeline.model import Answer, Filling, Form, Section, Submission, Words
from pipeline.profiles import load_profile
from pipeline.prose import plain
from pipeline.workbook.layout import KINDS, MORE_ROOM, TICKS, same

# Not the fixture: Hypothesis prints every argument of a test that fails.
NORFOLK = load_profile(Path(__file__).resolve().parent.parent / "templates", "norfolk")
FORMS = sorted(NORFOLK.forms)
FAST = settings(max_examples=6, phases=[Phase.explicit, Phase.generate])


def kept(words: str) -> str:
    """The words as a workbook can keep them."""
    words = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", words)
    return re.sub("\r\n?", "\n", words)


LONG = "\n".join(f"Paragraph {n}. " + "She was seen at home and said that she was well. " * 12
                 for n in range(8))
AWKWARD = [kept(words) for words in (
    "=1+1", "=-Mum said no", "-", "- a bullet\n- another", "+44 1632 960123", "@home", "'quoted'",
    '"', "😀 👩‍👩‍👧 👋🏽", "שלום لا يوجد", " space before", "space after ", "\n\nlines before",
    "lines after\n\n", "a\n\n\nb", "a\tb", "\u00a0nbsp\u00a0", "007", "1", "1.0", "1e5", "TRUE",
    "#N/A", "#REF!", "?", "...", "*", "x", "N/A", "_x000D_", "_x0041_", "_x005F_x0041_", "_kind",
    "_guidance", "_heading", "summary/when", "summary/1", "review/reasons+",
    "A1-1/a/b|0123456789ab", "Question", "Help", "Your answer", "Guidance", "C1", "C3",
    "Case reference", "Return number",
    "Still to answer", MORE_ROOM, "**bold** _italic_", "{{ case }} {% if %}", "<b>&amp;</b>",
    "a\x00b\x0bc", "\ud800", "a\r\nb\rc", "a\x85b\u2028c\u2029", "12/3/21", "c. 2019",
    "x" * 32_000, "😀" * 16_000, LONG, "\n".join("y" * 1_000 for _ in range(30)),
)]


TEXTS = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=60)).map(kept).filter(str.strip)


def paths(form: Form, children: list[str], chance: random.Random) -> Iterator[str]:
    """Some of the paths of a form that can be answered, with tables longer than the blank has."""
    for section in form.sections:
        fields = [f.id for f in section.fields if not f.until and chance.random() < 0.7]
        if section.kind == "table":
            most = section.max_rows or section.rows + 3
            for row in range(1, chance.choice((0, 1, 3, most)) + 1):
                # A row without any answer is no row: those after it would move up.
                chosen = [one for one in fields if chance.random() < 0.5]
                for one in chosen or [section.fields[0].id]:
                    yield f"{section.id}/{row}/{one}"
        elif section.per:
            for child in children:
                for one in fields:
                    yield f"{section.id}/{child}/{one}"
                    if section.prefilled and chance.random() < 0.5:
                        yield f"{section.id}/{child}/{one}/anomaly"
        else:
            yield from (f"{section.id}/{one}" for one in fields)


def printed_at(section: Section | None, path: str) -> str:
    """The words that the blank prints in the cell of this path."""
    bits = path.split("/")
    if section is None or section.kind != "table" or int(bits[1]) > len(section.printed):
        return ""
    return section.printed[int(bits[1]) - 1].get(bits[2], "")


def read(data: bytes) -> Submission:
    found = workbook.read(data, "returns/one.xlsx", NORFOLK)
    assert isinstance(found, Submission)
    return found


def changed(before: Mapping[str, str], after: Mapping[str, Answer]) -> dict[str, tuple[str, str]]:
    """The answers that came back otherwise, short enough to be looked at."""
    texts = {path: answer.text for path, answer in after.items()}
    return {path: (repr(before.get(path))[:90], repr(texts.get(path))[:90])
            for path in {**before, **texts} if before.get(path) != texts.get(path)}


def there_and_back(form: Form, texts: Sequence[str], count: int, chance: int) -> None:
    """Answer some of a form's questions with these texts in turn, write it and read it."""
    children = [f"C{n}" for n in range(1, count + 1)]
    order = random.Random(chance)
    answers: dict[str, str] = {}
    for n, path in enumerate(paths(form, children, order)):
        words = texts[n % len(texts)]
        # The words that stand there anyway are no answer.
        printed = printed_at(form.section(path.split("/")[0]), path)
        if not printed or same(words) != same(plain(printed)):
            answers[path] = words
    data = workbook.write(form, NORFOLK, Filling(children=children, answers=answers))
    found = read(data)
    assert changed(answers, found.answers) == {}
    assert [(one.code, one.where.spot, one.quote[:90]) for one in found.problems] == []
    assert all(answer.refs for answer in found.answers.values())


@pytest.mark.parametrize("name", FORMS)
@FAST
@given(texts=st.lists(TEXTS, min_size=1, max_size=12), count=st.integers(1, 4),
       chance=st.integers(0, 1_000_000))
def test_every_answer_comes_back_as_typed_and_nothing_else(
        name: str, texts: list[str], count: int, chance: int) -> None:
    there_and_back(NORFOLK.forms[name], texts, count, chance)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("chance", [1, 2])
def test_awkward_words_come_back_as_typed(name: str, chance: int) -> None:
    there_and_back(NORFOLK.forms[name], AWKWARD, 2, chance)


@pytest.mark.parametrize("name", FORMS)
def test_a_blank_holds_no_answer_and_its_identity(name: str) -> None:
    form = NORFOLK.forms[name]
    found = read(workbook.write(form, NORFOLK))
    assert (found.form, found.version, found.kind, found.number) == (name, form.version, "first", 1)
    assert (found.case, found.recipient, found.replaces) == ("", "", "")
    assert not found.answers and not found.problems and not found.nothing_held.given
    for section, asked in form.fields():
        if section.kind != "table" and not section.per:
            assert f"{section.id}/{asked.id}" in found.places


@pytest.mark.parametrize("name", FORMS)
def test_writing_twice_gives_the_same_bytes(name: str) -> None:
    form = NORFOLK.forms[name]
    filling = Filling(answers=dict.fromkeys(paths(form, ["C1"], random.Random(2)), "Some words"),
                      children=["C1"], offered={"people": ["C1", "F1"], "agencies": ["A1"]})
    assert workbook.write(form, NORFOLK, filling) == workbook.write(form, NORFOLK, filling)


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_sheet_comes_back(kind: str) -> None:
    identity = {"case": "NSCP-2025-09", "recipient": "A4", "number": "3",
                "replaces": "0123456789abcdef"}
    filling = Filling(identity=identity, kind=kind, nothing_held="Yes",
                      facts=[("For", "A trust"), ("Return by", "3 June 2025"),
                             ("Return to", "Business Manager")])
    found = read(workbook.write(NORFOLK.forms["rapid_review"], NORFOLK, filling))
    assert (found.case, found.recipient, found.number, found.replaces, found.kind) == (
        "NSCP-2025-09", "A4", 3, "0123456789abcdef", kind)
    assert found.nothing_held.value is True and found.nothing_held.text == "Yes"
    assert found.problems == ()


@FAST
@given(texts=st.lists(TEXTS, min_size=1, max_size=8), chance=st.integers(0, 1_000_000))
@example(texts=AWKWARD[:20], chance=1)
@example(texts=AWKWARD[20:], chance=2)
def test_the_words_beside_a_box_come_back_with_their_ticks_and_are_no_answers(
        texts: list[str], chance: int) -> None:
    form = NORFOLK.forms["rapid_review_report"]
    order = random.Random(chance)
    boxes = [f"{section.id}/{asked.id}" for section, asked in form.fields() if asked.gathers]
    beside = {box: [Words(f"Agency {n}", words, "Analysis, C7", f"A{n}-1/analysis/other",
                          f"{n:012x}", order.choice(("", *TICKS)), "New")
                    for n, words in enumerate(texts)] for box in boxes[:4]}
    answers = {boxes[0]: LONG, boxes[1]: texts[0]}
    found = read(workbook.write(form, NORFOLK, Filling(beside=beside, answers=answers)))
    assert changed(answers, found.answers) == {}
    assert [(e.about, e.source, e.words, e.tick) for e in found.evidence] == [
        (box, words.source, words.mark, words.tick)
        for box in boxes if box in beside for words in beside[box]]
    assert [(one.code, one.where.spot, one.quote[:90]) for one in found.problems] == []

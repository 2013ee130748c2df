"""The sample case is plainly made up, and nobody's sentence in it is used twice."""

import io
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from stdnum.gb import nhs

from pipeline.doors.word import lines_of
from pipeline.profiles import load_profile
from tests.making.texts import texts

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = [path for path in sorted((ROOT / "inputs" / "norfolk-sample" / "answers").glob("*.toml"))
           if path.name not in ("messages.toml", "expected.toml")
           and not path.name.startswith("decisions-")]
DRAMA = re.compile(r"0(1632 960\d{3}|7700 900\d{3})")
# A mistake that validation must catch: two figures of the number before it changed places.
WRONG_NHS = {"999 123 4197"}


def _all() -> list[tuple[str, str]]:
    return [(path.name, text) for path in ANSWERS
            for text in texts(tomllib.loads(path.read_text(encoding="utf-8")).get("answers", {}))]


@cache
def _printed() -> frozenset[str]:
    """What the forms print or offer, and the plan of actions repeats from the decision record."""
    profile = load_profile(ROOT / "templates", "norfolk")
    words = [text for form in profile.forms.values() for s in form.sections
             for row in s.printed for text in row.values()]
    words += [row if isinstance(row, str) else row["label"]
              for rows in profile.lists.values() for row in rows]
    record = tomllib.loads((ANSWERS[0].parent / "decision_record.toml").read_text("utf-8"))
    words += texts(record["answers"]["action_log"])
    return frozenset(re.sub(r"[*_-]", "", line).rstrip(".") for text in words
                     for line in [text, *text.split("\n")])


def test_no_sentence_is_used_twice() -> None:
    seen: dict[str, str] = {}
    twice = []
    for name, text in _all():
        for sentence in re.split(r"(?<=[.!?])\s+|\n", text):
            words = re.sub(r"[*_-]", "", sentence).strip()
            # Job titles and addresses have no full stop; a person has one of each.
            if len(words.split()) < 6 or words[-1] not in ".!?" or words[:-1] in _printed():
                continue
            if words in seen:
                twice.append((words, seen[words], name))
            seen[words] = name
    assert len(seen) > 900
    assert twice == [], twice


def test_numbers_and_addresses_are_from_the_made_up_ranges() -> None:
    for name, text in _all():
        for phone in re.findall(r"\b0\d{3,4} \d{3} ?\d{3,4}\b", text):
            assert DRAMA.fullmatch(phone), (name, phone)
        for address in re.findall(r"[\w.+-]+@[\w.-]+\w", text):
            assert address.endswith("example.org"), (name, address)
        for number in re.findall(r"\b\d{3} \d{3} \d{4}\b", text):
            assert number.startswith("999"), (name, number)
            assert number in WRONG_NHS or nhs.is_valid(number), (name, number)
        for postcode in re.findall(r"\b[A-Z]{1,2}\d{1,2} \d[A-Z]{2}\b", text):
            assert postcode.startswith("ZZ"), (name, postcode)


@pytest.mark.parametrize(("what", "pattern", "least"), [
    ("agency returns", "rapid_review-*", 7), ("fuller chronologies", "chronology-*", 2),
    ("quality assurance records", "qa_tool-*", 5)])
def test_the_sample_is_as_large_as_a_real_case(what: str, pattern: str, least: int) -> None:
    found = [path.name for path in ANSWERS if path.match(f"{pattern}.toml")]
    assert len(found) >= least, (what, [path.name for path in ANSWERS])


def test_the_summary_chronologies_have_some_hundred_rows() -> None:
    rows = [row for path in ANSWERS
            for row in tomllib.loads(path.read_text(encoding="utf-8"))["answers"].get(
                "summary", []) if "rapid_review-" in path.name]
    assert 90 <= len(rows) <= 120


def test_the_report_of_the_sample_is_a_whole_one_with_names_left_in() -> None:
    """It must give the anonymiser work: names left in by its author, and one misspelt."""
    data = (ROOT / "inputs" / "norfolk-sample" / "report" / "report.docx").read_bytes()
    document = Document(io.BytesIO(data))
    words = " ".join(line.text for line in lines_of(data))
    assert len(words.split()) > 5000
    assert sum(p.style.name == "Heading 1" for p in document.paragraphs if p.style) >= 12
    assert len(document.tables) >= 3
    shown = [one.get("descr", "") for one in document.element.body.xpath(".//wp:docPr")]
    assert len(shown) == 2 and "Robin" in shown[1]
    for left in ("Tamsin", "Bobby", "19 July 2024", "14 Saltpan Row", "Elistrand", "T.E.",
                 "Tavistrand", "Thornmarsh Primary School", "Mr Verrowby"):
        assert left in words, left

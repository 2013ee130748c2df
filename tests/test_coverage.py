"""Every document a source names is there, with every field of it, filled in from the sample case.

The lists in tests/coverage/ are typed by hand from what the sources ask for, never made from the
profiles: a field that a form loses is missed here.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.coverage import page
from pipeline.dates import in_words
from pipeline.doors.word import lines_of
from pipeline.model import Case, Field, Form, Profile, Section
from pipeline.profiles import partnerships
from tests.making.collated import collated_sample, loaded

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
TYPED = {path.stem: tomllib.loads(path.read_text("utf-8"))
         for path in sorted((ROOT / "tests" / "coverage").glob("*.toml"))}
ROWS = [pytest.param(name, row, id=f"{name}-{row['number']}-{row['document']}")
        for name, typed in TYPED.items() for row in typed["documents"]]


@cache
def profile(name: str) -> Profile:
    return loaded(name)


@pytest.fixture(scope="session")
def samples() -> Any:
    """The outputs and the case of a partnership's sample, collated once."""
    def of(name: str) -> tuple[Path, Case]:
        out, done = collated_sample(name)
        return out, done.checked.case

    return of


def plain(text: str) -> str:
    """Words without looks, to be found again wherever a document breaks its lines."""
    bare = re.sub(r"(\*\*|(?<!\w)_|_(?!\w))", "", text.replace("\u00a0", " "))
    return " ".join(bare.split()).casefold()


@cache
def words_of(out: Path, kind: str) -> tuple[str, ...]:
    """The words of every copy of a document that was made."""
    found = [path for folder in ("documents", "restricted", "guidance")
             for path in [out / folder / f"{kind}.docx",
                          *sorted((out / folder / kind).glob("*.docx"))] if path.is_file()]
    return tuple(plain(" ".join(line.text for line in lines_of(path.read_bytes())))
                 for path in found)


def asked(name: str, path: str) -> tuple[Form, Section, Field]:
    """The question at `form.section.field`."""
    form_id, section_id, field_id = path.split(".")
    form = profile(name).forms.get(form_id)
    assert form, f"{path}: the partnership has no form '{form_id}'"
    section = form.section(section_id)
    assert section, f"{path}: '{form_id}' has no section '{section_id}'"
    field = section.field(field_id)
    assert field, f"{path}: '{section_id}' has no question '{field_id}'"
    return form, section, field


def answers(case: Case, form: Form, section: Section, field: Field) -> Iterator[Mapping[str, Any]]:
    """Every answer to a question in the sample, whoever gave it."""
    for one in case["forms"][form.id]["by_recipient"]:
        held = one["sections"][section.id]
        if section.kind == "table":
            places = held["rows"]
        elif section.per:
            places = [child["fields"] for child in held["children"]]
        elif section.kind == "ticks":
            places = [held, {option["id"]: option["ticked"] for option in held["options"]}]
        else:
            places = [held]
        for place in places:
            if field.id in place and place[field.id]["text"].strip():
                yield place[field.id]


def stands(answer: Mapping[str, Any], field: Field, text: str) -> bool:
    """Whether a document says this answer: in the words it was typed in, a date also in full."""
    if isinstance(answer["value"], bool):
        return plain(field.label) in text
    lines = [plain(line.removeprefix("- ")) for line in answer["text"].split("\n")]
    said = all(line in text for line in lines)
    if not said and re.fullmatch(r"\d{4}-\d\d-\d\d", str(answer["value"])):
        said = plain(in_words(date.fromisoformat(answer["value"]))) in text
    return said


def test_every_partnership_has_its_list_and_every_list_a_partnership() -> None:
    assert sorted(TYPED) == partnerships(TEMPLATES)


@pytest.mark.parametrize("name", TYPED)
def test_every_number_of_the_source_is_covered(name: str) -> None:
    covered = {kind.covers for kind in profile(name).documents}
    listed = {row["number"] for row in TYPED[name]["documents"]}
    wanted = TYPED[name]["numbers"]
    assert len(wanted) == len(set(wanted)) > 0
    assert [number for number in wanted if number not in covered] == []
    assert [number for number in wanted if number not in listed] == []


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_every_field_of_a_document_is_asked(name: str, row: Mapping[str, Any]) -> None:
    kinds = [kind for kind in profile(name).documents if kind.id == row["document"]]
    assert kinds, f"there is no document '{row['document']}'"
    assert row["number"] in {kind.covers for kind in kinds} | {""}
    assert row.get("fields") or row.get("says"), "nothing is asked of it"
    for paths in row.get("fields", {}).values():
        for path in [paths] if isinstance(paths, str) else paths:
            asked(name, path)


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_the_sample_fills_every_field_of_a_document(name: str, row: Mapping[str, Any],
                                                    samples: Any) -> None:
    out, case = samples(name)
    copies = words_of(out, row["document"])
    assert copies, f"the sample case makes no '{row['document']}'"
    text = " ".join(copies)
    missing = []
    for words, paths in row.get("fields", {}).items():
        for path in [paths] if isinstance(paths, str) else paths:
            form, section, field = asked(name, path)
            given = list(answers(case, form, section, field))
            if not given:  # rightly empty in the sample, as a date of death: the question stands
                own = {kind.form for kind in profile(name).documents if kind.id == row["document"]}
                stays = plain(field.label).rstrip(":") in text and not field.required
                if form.id not in own or not stays:
                    missing.append(f"“{words}”: nobody in the sample answers {path}")
            elif not any(stands(answer, field, text) for answer in given):
                missing.append(f"“{words}”: the document shows no answer to {path}")
    for words, said in row.get("says", {}).items():
        for one in [said] if isinstance(said, str) else said:
            if plain(one) not in text:
                missing.append(f"“{words}”: the document does not say “{one}”")
    assert missing == []


def test_the_page_of_all_documents_is_made_from_the_profiles() -> None:
    made = page([profile(name) for name in partnerships(TEMPLATES)])
    assert (ROOT / "docs" / "coverage.md").read_bytes() == made.encode(), "run cspr coverage"


def test_the_page_names_every_document_with_its_source_and_its_files() -> None:
    for name in partnerships(TEMPLATES):
        one = profile(name)
        text = page([one])
        for kind in one.documents:
            assert kind.title in text
            if not kind.covers:
                continue
            line = next(line for line in text.splitlines() if line.startswith(f"| {kind.covers} |")
                        and kind.title in line)
            if kind.source:
                assert one.sources[kind.source["file"]] in line
                assert line.endswith(f"line {kind.source['line']} |")
            for path in re.findall(r"`([^`]+)`", line):
                assert (TEMPLATES / path).is_file(), path


def test_what_is_not_asked_or_not_shown_is_missed() -> None:
    name = next(iter(TYPED))
    form = next(iter(profile(name).forms.values()))
    section = form.sections[0]
    field = next(f for s in form.sections for f in s.fields if f.type == "narrative")
    assert asked(name, f"{form.id}.{section.id}.{section.fields[0].id}")[2] is section.fields[0]
    for path in ("nothing.at.all", f"{form.id}.nothing.x", f"{form.id}.{section.id}.nothing"):
        with pytest.raises(AssertionError, match="no "):
            asked(name, path)
    answer = {"text": "- A **bold** word\nand more", "value": "x"}
    assert stands(answer, field, plain("Here stands a bold word, and more."))
    assert not stands(answer, field, plain("Here stands a bold word."))
    day = {"text": "12/3/26", "value": "2026-03-12"}
    assert stands(day, field, plain("On 12 March 2026.")) and not stands(day, field, "12 March")

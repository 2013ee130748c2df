"""What is made of every partnership's sample case: whole, nothing lost, nobody else's words."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from stdnum.gb import nhs

from pipeline import ledger
from pipeline.doors import word
from pipeline.model import Profile
from pipeline.profiles import load_profile
from pipeline.render import belongs
from pipeline.run import Collated
from pipeline.sample import sample
from tests.every import HOME, PARTNERSHIPS
from tests.making.texts import texts

Made = tuple[Path, Collated]
DRAMA = re.compile(r"0(1632 960\d{3}|7700 900\d{3})")


ANSWERS = r"answers/|diary"
"""What a sample is made from, and what was noted before: nothing makes that."""
COLLATED = ("docx", "xlsx")
"""What collating makes. Slides, pages and e-mails are made when they are packed."""


def _expected(folder: Path) -> dict[str, Any]:
    told = folder / "answers" / "expected.toml"
    return tomllib.loads(told.read_text(encoding="utf-8")) if told.is_file() else {}


def test_the_committed_sample_is_what_its_answers_make(profile: Profile, folder: Path) -> None:
    made = sample(folder, profile)
    committed = {path.relative_to(folder).as_posix(): path.read_bytes()
                 for path in folder.rglob("*") if path.is_file() and path.suffix != ".toml"
                 and not re.match(ANSWERS, path.relative_to(folder).as_posix())}
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == [], "run make sample"


def test_every_document_of_the_profile_is_made(profile: Profile, folder: Path,
                                               collated: Made) -> None:
    _, done = collated
    not_made = set(_expected(folder).get("not_made", ()))
    assert {title for title, _ in done.missing} == {
        kind.title for kind in profile.documents
        if kind.id in not_made and belongs(profile, done.checked.case, kind)}
    for kind in profile.documents:
        if kind.id in not_made or kind.outside or kind.format not in COLLATED:
            continue
        assert [name for name in done.made
                if re.fullmatch(rf"\w+/{kind.id}(/\w+)?\.(docx|xlsx|html)", name)], kind.id


def test_no_answer_is_lost(collated: Made) -> None:
    out, _ = collated
    lines = json.loads((out / "ledger.json").read_text(encoding="utf-8"))
    assert len(lines) > 100
    assert ledger.lost(lines) == []


def test_the_sample_has_the_problems_it_is_meant_to_have_and_no_other(
        folder: Path, collated: Made) -> None:
    _, done = collated
    wanted = _expected(folder)
    names = {item.id: item.name.rpartition("/")[2] for item in done.checked.items}
    found = sorted((p.code, names.get(p.where.file, ""), p.where.spot) for p in done.problems
                   if p.severity != "note")
    assert found == sorted((one["code"], one["name"], one["spot"])
                           for one in wanted.get("problems", ()))


def test_no_document_speaks_of_another_partnership(profile: Profile, collated: Made) -> None:
    out, done = collated
    strangers = {other.words[key] for other in (
        load_profile(HOME / "templates", name) for name in PARTNERSHIPS)
        for key in ("partnership", "county") if other.id != profile.id}
    strangers -= set(profile.words.values())
    for name in done.made:
        if not name.endswith((".docx", ".html")):
            continue
        data = (out / name).read_bytes()
        text = " ".join(word.text_of(data)) if name.endswith(".docx") else data.decode()
        assert not [one for one in sorted(strangers) if re.search(rf"\b{one}\b", text)], name


def test_people_of_the_sample_are_plainly_made_up(folder: Path) -> None:
    said = [text for path in sorted((folder / "answers").glob("*.toml"))
             for text in texts(tomllib.loads(path.read_text(encoding="utf-8")))]
    for text in said:
        for address in re.findall(r"[\w.+-]+@[\w.-]+\w", text):
            assert address.endswith("example.org"), address
        for number in re.findall(r"(?<!\d)0\d{3,4} ?\d{3} ?\d{3}(?!\d)", text):
            assert DRAMA.fullmatch(number), number
        for number in re.findall(r"(?<!\d)\d{3} \d{3} \d{4}(?!\d)", text):
            assert number.startswith("999") and (
                nhs.is_valid(number) or number == "999 123 4197"), number

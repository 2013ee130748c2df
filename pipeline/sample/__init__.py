"""Make a sample case's files from the answers kept as TOML beside it."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import desk, workbook
from pipeline.doors.xlsx import spoil
from pipeline.errors import DefinitionTrouble
from pipeline.merge import merge
from pipeline.model import Filling, Form, Problem, Profile, Submission
from pipeline.sample.decided import PATTERN, filled_in
from pipeline.sample.messages import MESSAGES, posted
from pipeline.sample.report import written

LONG_AGO = date(2000, 1, 1)
EXPECTED = "expected.toml"
"""Says which problems the sample is meant to have; the tests read it."""


def sample(folder: Path, profile: Profile) -> dict[str, bytes]:
    """The files of a sample case by their path in `folder`, made from `folder`/answers/*.toml.

    Those that `messages.toml` names come inside messages: see `posted`.
    """
    made = sheets(folder, profile)
    answers = folder / "answers"
    return {**posted(answers, made), **written(answers, profile.docx), **filled_in(answers)}


def sheets(folder: Path, profile: Profile) -> dict[str, bytes]:
    """The workbooks of a sample case by their path in `folder`, before anybody sends them.

    The case record comes first, since it fills in parts of the others; desks come last, since they
    show what others wrote. Raises DefinitionTrouble when an answer fits no question.
    """
    raws = [_load(path) for path in sorted((folder / "answers").glob("*.toml"))
            if path.name not in (MESSAGES, EXPECTED) and not path.match(PATTERN)]
    made: dict[str, bytes] = {}
    read: list[Submission] = []
    for raw in sorted(raws, key=lambda raw: (_rank(profile, raw), raw["file"])):
        form = _form(profile, raw)
        case, _ = merge(profile, read, LONG_AGO)
        base = Filling() if form.means == "case_record" else desk.filling(
            profile, case, form, raw.get("recipient", ""))
        filling = _filled(form, base, raw)
        made[raw["file"]] = workbook.write(form, profile, filling)
        submission = workbook.read(made[raw["file"]], raw["file"], profile)
        if isinstance(submission, Problem):
            raise DefinitionTrouble(f"{raw['file']}: {submission.message}")
        read.append(submission)
        if "spoil" in raw:
            made[raw["file"]] = spoil(made[raw["file"]], raw["spoil"])
    return made


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as why:
        raise DefinitionTrouble(f"{path.name} cannot be read: {why}.") from None


def _form(profile: Profile, raw: Mapping[str, Any]) -> Form:
    if raw["form"] not in profile.forms:
        raise DefinitionTrouble(f"{raw['file']}: there is no form '{raw['form']}'.")
    return profile.forms[raw["form"]]


def _rank(profile: Profile, raw: Mapping[str, Any]) -> tuple[int, int]:
    form = _form(profile, raw)
    order = list(profile.forms).index(form.id)
    return (0, 0) if form.means == "case_record" else (2, order) if form.desk else (1, order)


def _filled(form: Form, base: Filling, raw: Mapping[str, Any]) -> Filling:
    answers = dict(base.answers)
    for section_id, content in raw.get("answers", {}).items():
        section = form.section(section_id)
        if section is None:
            raise DefinitionTrouble(f"{raw['file']}: there is no section '{section_id}'.")
        for path, text in _flat(section_id, content, base.answers):
            bits = [bit for bit in path.split("/")[1:] if section.field(bit)]
            if not bits:
                raise DefinitionTrouble(f"{raw['file']}: there is no question '{path}'.")
            answers[path] = str(text)
    identity = {**base.identity, "recipient": raw.get("recipient", ""),
                "number": str(raw.get("number", 1)), "replaces": raw.get("replaces", "")}
    if form.means == "case_record":
        identity["case"] = answers.get("identity/reference", "")
    return replace(base, answers=answers, identity=identity, kind=raw.get("kind", "first"),
                   nothing_held=raw.get("nothing_held", ""),
                   beside={path: [replace(one, tick=raw.get("ticks", "")) for one in words]
                           for path, words in base.beside.items()})


def _flat(path: str, content: Any, before: Mapping[str, str]) -> list[tuple[str, Any]]:
    """TOML's tables as flat paths. Rows go to the row with the same code, or after those there."""
    if isinstance(content, list):
        taken = {int(one.split("/")[1]) for one in before if one.startswith(f"{path}/")}
        codes = {before[one]: int(one.split("/")[1]) for one in before
                 if one.startswith(f"{path}/") and one.endswith("/code")}
        found = []
        following = max(taken, default=0)
        for row in content:
            number = codes.get(row.get("code", ""), 0)
            if not number:
                following += 1
                number = following
            found += [(f"{path}/{number}/{name}", text) for name, text in row.items()]
        return found
    if isinstance(content, Mapping):
        return [one for name, inner in content.items()
                for one in _flat(f"{path}/{name}", inner, before)]
    return [(_anomaly(path), content)]


def _anomaly(path: str) -> str:
    """`section.C1.anomaly.field` is easier to write than the path `section/C1/field/anomaly`."""
    bits = path.split("/")
    if len(bits) == 4 and bits[2] == "anomaly":
        return f"{bits[0]}/{bits[1]}/{bits[3]}/anomaly"
    return path

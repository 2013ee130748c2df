"""The live count of what is still to answer: the same rules as validation, as formulas."""

import io
import random
import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline import workbook
from pipeline.doors.xlsx import Cell, Sheet, read_book, spot
from pipeline.model import Field, Filling, Form, Profile, Section, Submission
from pipeline.profiles import load_profile, partnerships
from pipeline.validate import Facts, validate
from pipeline.workbook.layout import FIRST_ROW, START_SHEET, locked, marked

ROOT = Path(__file__).resolve().parent.parent
MISSING = {"missing-answer", "missing-row", "missing-tick"}
WHY = "analysis/national_thematic_review_why"


def formulas(start: Sheet) -> dict[str, str]:
    """For each sheet the formula that counts it, '' when nothing there must be answered."""
    headings = next(row for (row, column), cell in start.cells.items()
                    if column == 3 and cell.text == "Still to answer")
    return {cell.text: start.cells.get((row, 3), Cell("")).formula
            for (row, column), cell in start.cells.items() if column == 1 and row > headings}


def asked_for(form: Form) -> list[tuple[Section, Field]]:
    return [(section, asked) for section, asked in form.fields()
            if (asked.required or asked.required_if) and not asked.until
            and not locked(form, section) and not section.prefilled]


def test_each_required_question_is_counted_once(norfolk: Profile) -> None:
    for form in norfolk.forms.values():
        data = workbook.write(form, norfolk)
        blank = workbook.read(data, "blank.xlsx", norfolk)
        assert isinstance(blank, Submission)
        sheets = {sheet.name: sheet for sheet in read_book(data).sheets}
        counted = formulas(sheets[START_SHEET])
        for section, asked in asked_for(form):
            formula = counted[section.sheet]
            if section.kind == "table":
                column = next(column for (row, column), cell in sheets[section.sheet].cells.items()
                              if row == FIRST_ROW - 1 and cell.text == marked(asked))
                letter = spot(1, column).rstrip("1")
                found = re.findall(rf"SUMPRODUCT\(\('[^']+'!{letter}\d+:{letter}\d+=", formula)
                beside = section.printed and not any(asked.id in row for row in section.printed)
                assert len(found) == (2 if beside else 1), (form.id, section.id, asked.id)
            else:
                child = "C1/" if section.per else ""
                box = blank.places[f"{section.id}/{child}{asked.id}"].spot
                found = re.findall(rf"COUNTA\('{re.escape(section.sheet)}'!{box}:[A-Z]+\d+\)=0",
                                   formula)
                assert len(found) == 1, (form.id, section.id, asked.id)
        needed = {section.sheet for section, _ in asked_for(form)} | {
            s.sheet for s in form.sections if s.at_least_one and not locked(form, s)}
        assert {sheet for sheet, formula in counted.items() if formula} == needed
        assert max(map(len, counted.values())) < 8_192, "longer than Excel takes"


def test_each_child_we_have_named_is_counted_at_once(norfolk: Profile) -> None:
    question = Field("x", "Question", required=True)
    form = Form("small", "Small", "1", "agency", (
        Section("named", "Named", "answers", "Named", "", (question,), per="subject_child",
                prefilled=True),
        Section("asked", "Asked", "answers", "Asked", "", (question,), per="subject_child")))
    for filling, begun in ((Filling(children=["C1", "C2"]), 0), (Filling(), 3)):
        start = read_book(workbook.write(form, norfolk, filling)).sheets[0]
        formula = formulas(start)["Asked"]
        assert formula.count("=0,1,0)") - begun == (2 if filling.children else 1)
        assert formula.count("=0,0,") == begun, "another child counts once it is begun"


# --- with LibreOffice -------------------------------------------------------------------------


def some_answers(form: Form, chance: random.Random, share: float) -> dict[str, str]:
    """Answer a share of the questions that are the sender's, in words the lists offer."""
    answers = {}
    for section in form.sections:
        if locked(form, section) or section.prefilled:
            continue
        prefixes = [f"{section.id}/"]
        if section.per:
            prefixes = [f"{section.id}/C{n}/" for n in range(1, chance.randint(1, 4))]
        elif section.kind == "table":
            rows = chance.choice((0, 1, 3)) + len(section.printed)
            prefixes = [f"{section.id}/{row}/" for row in range(1, rows + 1)]
        for number, prefix in enumerate(prefixes, 1):
            printed = section.printed[number - 1] if (
                section.kind == "table" and number <= len(section.printed)) else {}
            free = [f for f in section.fields if f.id not in printed and not f.until]
            chosen = [f for f in free if chance.random() < share]
            if section.kind == "table" and number > len(section.printed):
                chosen = chosen or [chance.choice(free)]
            for asked in chosen:
                answers[prefix + asked.id] = "x" if asked.type == "tick" else chance.choice(
                    asked.choices or ("Some words",))
    return answers


def still_to_answer(files: Mapping[str, bytes], folder: Path) -> dict[str, int]:
    """What the first sheet of each workbook counts, worked out by LibreOffice."""
    office = shutil.which("soffice")
    assert office, "LibreOffice is not installed: make office"
    (folder / "in").mkdir()
    for name, data in files.items():
        (folder / "in" / f"{name}.xlsx").write_bytes(data)
    subprocess.run(
        [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--norestore", "--convert-to", "xlsx", "--outdir", str(folder / "out"),
         *(str(path) for path in sorted((folder / "in").iterdir()))],
        check=True, capture_output=True, timeout=600)
    counted = {}
    for name in files:
        data = (folder / "out" / f"{name}.xlsx").read_bytes()
        words = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[START_SHEET]["A3"].value
        found = re.fullmatch(r"Still to answer: (\d+)", words)
        counted[name] = int(found[1]) if found else 0
    return counted


def missing(form: Form, data: bytes, profile: Profile) -> int:
    """How many answers validation misses."""
    found = workbook.read(data, "r.xlsx", profile)
    assert isinstance(found, Submission)
    return sum(one.code in MISSING for one in validate(found, form, Facts(date(2025, 7, 1))))


@pytest.mark.office
def test_the_count_says_what_validation_says(norfolk: Profile, tmp_path: Path) -> None:
    files, expected = {}, {}
    for form in norfolk.forms.values():
        for seed, share in enumerate((0, 0.3, 0.7, 0.95)):
            answers = some_answers(form, random.Random(seed), share)
            name = f"{form.id}-{seed}"
            files[name] = workbook.write(form, norfolk, Filling(answers=answers))
            expected[name] = missing(form, files[name], norfolk)
    assert still_to_answer(files, tmp_path) == expected


@pytest.mark.office
def test_the_count_falls_to_nothing(norfolk: Profile, tmp_path: Path) -> None:
    form = norfolk.forms["rapid_review"]
    required = [f"{s.id}/{f.id}" for s, f in asked_for(form) if f.required and s.kind != "table"]
    answers = dict.fromkeys(required, "N/A")
    files = {
        "blank": workbook.write(form, norfolk),
        "half": workbook.write(form, norfolk, Filling(
            answers=dict.fromkeys(required[: len(required) // 2], "N/A"))),
        "full": workbook.write(form, norfolk, Filling(answers=answers)),
        "why": workbook.write(form, norfolk, Filling(
            answers={**answers, "analysis/national_thematic_review": "Yes"})),
        "because": workbook.write(form, norfolk, Filling(
            answers={**answers, "analysis/national_thematic_review": "Yes", WHY: "Because"})),
        "ticked": workbook.write(form, norfolk, Filling(
            answers={**answers, "categories/other_health": "x"})),
        "row": workbook.write(form, norfolk, Filling(
            answers={**answers, "summary/1/when": "2021"})),
        "nil": workbook.write(form, norfolk, Filling(nothing_held="Yes")),
    }
    assert still_to_answer(files, tmp_path) == {
        "blank": len(required), "half": len(required) - len(required) // 2, "full": 0, "why": 1,
        "because": 0, "ticked": 1, "row": 1, "nil": 0}


@pytest.mark.parametrize("partnership", partnerships(ROOT / "templates"))
def test_no_count_of_ours_is_taken_for_somebodys_words(partnership: str) -> None:
    """The count asks for a "Yes" that a form without such an answer has nowhere else."""
    profile = load_profile(ROOT / "templates", partnership)
    for form in profile.forms.values():
        if form.ours:
            continue
        identity = {"recipient": "A1" if form.for_each == "agency" else ""}
        found = workbook.read(workbook.write(form, profile, Filling(identity=identity)), "F",
                              profile)
        assert isinstance(found, Submission)
        assert "unplaced-content" not in {one.code for one in found.problems}, form.id

"""Yearly figures over case folders, held against figures that were worked out by hand."""

import csv
import io
import shutil
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document

from pipeline import measures, run
from pipeline.cli import main
from pipeline.deadlines import days_of
from pipeline.doors.word import lines_of
from pipeline.measures.report import FEW
from pipeline.model import Case, Profile
from pipeline.profiles import load_profile, partnerships
from pipeline.sample import sample
from tests.conftest import AS_OF

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
WORKED = ROOT / "tests" / "measures"
CASES = ("first", "second", "third")
RUNS = {"all": measures.Period(),
        "2026": measures.Period(date(2026, 1, 1), date(2026, 12, 31)),
        "2025": measures.Period(date(2025, 1, 1), date(2025, 12, 31))}
EXPECTED = list(csv.DictReader((WORKED / "expected.csv").read_text("utf-8").splitlines()))
COUNTING = [name for name in partnerships(TEMPLATES) if load_profile(TEMPLATES, name).measures]


@pytest.fixture(scope="module")
def counting() -> Profile:
    """The partnership that counts."""
    [name] = COUNTING
    return load_profile(TEMPLATES, name)


@pytest.fixture(scope="module")
def inputs(counting: Profile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbooks of the three cases, made from their answers."""
    inputs = tmp_path_factory.mktemp("measures") / "inputs"
    for name in CASES:
        for path, data in sample(WORKED / name, counting).items():
            target = inputs / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    return inputs


@pytest.fixture(scope="module")
def cases(counting: Profile, inputs: Path) -> dict[str, Case]:
    """The three cases, read back."""
    return {name: run.check(inputs / name, counting, AS_OF).case for name in CASES}


def lines(figure: measures.Figure) -> str:
    """Every number that is not nought, as the sheet of expected figures has it."""
    return "; ".join(f"{line.label} {line.count}" for line in figure.lines if line.count)


@pytest.mark.parametrize("name", RUNS)
def test_every_figure_is_the_one_worked_out_by_hand(name: str, counting: Profile,
                                                    cases: dict[str, Case]) -> None:
    made = {figure.measure["id"]: (figure.words, lines(figure))
            for figure in measures.figures(counting, cases, RUNS[name])}
    expected = {row["measure"]: (row["words"], row["lines"] or "")
                for row in EXPECTED if row["run"] == name}
    assert made == expected


def test_every_letter_of_the_policy_has_a_measure_with_its_words(counting: Profile) -> None:
    assert "".join(dict.fromkeys(one["letter"] for one in counting.measures)) == "abcdefghij"
    assert {row["measure"] for row in EXPECTED} == {one["id"] for one in counting.measures}
    assert len({one["group"] for one in counting.measures}) == 3
    for letter in "abcdefghij":
        said = {(one["source"]["line"], one["source"]["words"]) for one in counting.measures
                if one["letter"] == letter}
        assert len(said) == 1


def test_what_nobody_was_asked_is_never_nought(counting: Profile, cases: dict[str, Case]) -> None:
    for figure in measures.figures(counting, {}, measures.Period()):
        assert figure.words == "Not collected"
    third = measures.figures(counting, {"third": cases["third"]}, measures.Period())
    by_id = {figure.measure["id"]: figure for figure in third}
    assert by_id["panel_disagrees"].words == "0 of 1 (0%)"
    assert not by_id["sensitive_review"].collected
    assert by_id["sensitive_review"].asked == 0


def test_a_question_that_was_sent_but_not_answered_is_not_collected(
        counting: Profile, cases: dict[str, Case]) -> None:
    second = measures.figures(counting, {"second": cases["second"]}, measures.Period())
    one = next(f for f in second if f.measure["id"] == "panel_disagrees")
    assert one.asked == 1 and one.words == "Not collected"


def year(counting: Profile, cases: Mapping[str, Case], name: str = "all") -> dict[str, bytes]:
    about = measures.Year(AS_OF, RUNS[name], sorted(cases), [("damaged", "It cannot be read.")],
                          ["first: R007 could not be read; see its register."])
    return measures.files(counting, measures.figures(counting, cases, RUNS[name]), about)


@pytest.fixture(scope="module")
def made(counting: Profile, cases: dict[str, Case]) -> dict[str, bytes]:
    """The files of the year."""
    return year(counting, cases)


def words(data: bytes) -> str:
    return "\n".join(line.text for line in lines_of(data))


def test_the_document_says_every_figure_with_the_question_it_reads(
        counting: Profile, cases: dict[str, Case], made: dict[str, bytes]) -> None:
    text = words(made["measures.docx"])
    for figure in measures.figures(counting, cases, measures.Period()):
        one = figure.measure
        assert f"{one['label']}: {figure.words[0].lower()}{figure.words[1:]}" in text
        for path in (one.get("field"), one.get("due"), one.get("done"), one["counted_on"]):
            assert path is None or f"({path})" in text
        assert f"Source: line {one['source']['line']}." in text
        assert f"{one['letter']}) {one['source']['words']}" in text
    assert f"How days are counted: {days_of(counting).convention}" in text
    assert "damaged" in text and "It cannot be read." in text
    assert "first: R007 could not be read" in text


def test_a_deadline_names_both_dates_it_reads(counting: Profile, made: dict[str, bytes]) -> None:
    text = words(made["measures.docx"])
    for one in counting.measures:
        if one["kind"] == "deadline":
            rule = next(r for r in counting.deadlines if r["id"] == one["deadline"])
            assert f".{rule['anchor']})" in text and f".{rule['done_when']})" in text


def test_small_numbers_are_marked_everywhere(made: dict[str, bytes]) -> None:
    assert words(made["measures.docx"]).count(FEW) > 20
    sheet = openpyxl.load_workbook(io.BytesIO(made["measures.xlsx"])).active
    rows: list[Any] = list(sheet.iter_rows(min_row=4, values_only=True))
    assert rows
    for row in rows:
        number = row[4]
        assert row[5] == (FEW if isinstance(number, int) and 0 < number < 5 else "No")


def test_the_workbook_has_a_row_for_each_number(counting: Profile, cases: dict[str, Case],
                                                made: dict[str, bytes]) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made["measures.xlsx"])).active
    rows = [row[1:5] for row in sheet.iter_rows(min_row=4, values_only=True)]
    for figure in measures.figures(counting, cases, measures.Period()):
        for line in figure.lines:
            assert (figure.measure["label"], figure.words, line.label, line.count) in rows
    empty = openpyxl.load_workbook(io.BytesIO(year(counting, {}, "2025")["measures.xlsx"])).active
    assert {row[4] for row in empty.iter_rows(min_row=4, values_only=True)} == {"Not collected"}


def test_every_chart_has_words_for_those_who_cannot_see_it(made: dict[str, bytes]) -> None:
    charts = {name for name in made if name.endswith(".png")}
    assert len(charts) > 15
    document = Document(io.BytesIO(made["measures.docx"]))
    logo, *told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert "the mark of the partnership" in logo
    assert len(told) == len(charts)
    assert sorted(told) == sorted(
        made[name.removesuffix("png") + "txt"].decode().strip() for name in charts)
    assert "Bar chart. Referrals by main theme: Neglect 2; Sexual abuse 1." in told
    assert all(made[name].startswith(b"\x89PNG") for name in charts)
    assert "[chart" not in words(made["measures.docx"])


def test_the_same_cases_give_the_same_bytes(counting: Profile, cases: dict[str, Case],
                                            made: dict[str, bytes]) -> None:
    again = year(counting, dict(reversed(cases.items())))
    assert [name for name in made if again[name] != made[name]] == []
    with zipfile.ZipFile(io.BytesIO(made["measures.docx"])) as held:
        assert {info.date_time[0] for info in held.infolist()} == {1980}


def test_the_command_counts_every_case_and_names_what_it_leaves_out(
        inputs: Path, counting: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates").symlink_to(TEMPLATES)
    shutil.copytree(inputs, tmp_path / "inputs")
    (tmp_path / "inputs" / "2026-99").mkdir()
    (tmp_path / "inputs" / "2026-99" / "case.xlsx").write_bytes(b"not a workbook")
    shutil.copytree(inputs / "first", tmp_path / "inputs" / "2026-98")
    next((tmp_path / "inputs" / "2026-98").rglob("case.xlsx")).unlink()
    shutil.copytree(inputs / "first", tmp_path / "inputs" / "left-over-sample")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["measures", "--partnership", counting.id,
                                     "--as-of", "2026-06-01"])
    assert done.exit_code == 0, done.output
    assert "Left out: 2026-98." in done.output and "Left out: 2026-99." in done.output
    assert "Counted 3 cases." in done.output
    out = tmp_path / "outputs" / "measures" / counting.id
    text = words((out / "measures.docx").read_bytes())
    assert "2026-98" in text and "2026-99" in text and "over 3 cases" in text
    assert (out / "measures.xlsx").is_file() and list((out / "charts").glob("*.png"))


def test_a_measure_that_names_what_is_not_there_is_found(counting: Profile) -> None:
    from dataclasses import replace

    assert list(measures.wrong(counting)) == []
    one = next(m for m in counting.measures if m["kind"] == "share")
    for change, said in (({"field": "case.panel_view.nothing"}, "no form has the question"),
                         ({"yes": ["Perhaps"]}, "does not offer 'Perhaps'"),
                         ({"leave_out": ["Perhaps"]}, "does not offer 'Perhaps'"),
                         ({"where": {"field": one["field"], "is": ["Maybe"]}}, "where.is"),
                         ({"counted_on": "nowhere.at.all"}, "counted_on"),
                         ({"kind": "deadline", "deadline": "none"}, "no deadline 'none'"),
                         ({"kind": "by_date"}, "needs 'due'"),
                         ({"kind": "average"}, "choices that begin with a number")):
        changed = replace(counting, measures=({**one, **change},))
        assert said in " ".join(measures.wrong(changed))

"""From a case folder to finished documents: whole, the same everywhere, nothing lost."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pipeline import ledger, workbook
from pipeline.doors import word
from pipeline.model import Filling, Profile
from pipeline.run import Collated, collate

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 6, 1)
Made = tuple[Path, Collated]
Forms = dict[str, bytes]


def test_individual_qa_records_are_in_restricted_only(collated: Made) -> None:
    out, _ = collated
    assert len(list((out / "restricted" / "qa_tool").iterdir())) == 5
    assert not list((out / "documents").rglob("qa_tool*"))


def test_no_answer_of_the_sample_is_lost(collated: Made) -> None:
    out, _ = collated
    lines = json.loads((out / "ledger.json").read_text(encoding="utf-8"))
    assert len(lines) > 2000
    assert ledger.lost(lines) == []


def test_the_collated_review_says_who_has_not_replied_on_its_first_page(collated: Made) -> None:
    out, _ = collated
    text = word.text_of((out / "documents" / "collated_rapid_review.docx").read_bytes())
    start = " ".join(text[:60])
    assert "6 of 7" in start
    assert "Integrated care board, Saltpan Road Surgery (general practice)" in start


def test_the_report_for_the_panel_has_no_chronology_and_no_agency_file(collated: Made) -> None:
    out, done = collated
    report = " ".join(word.text_of(
        (out / "documents" / "rapid_review_report.docx").read_bytes()))
    rows = [row["event"]["text"] for row in done.checked.case["chronology"]]
    assert len(rows) > 100
    assert not [row for row in rows if row in report]
    assert ".xlsx" not in report


def test_the_qa_summary_names_no_panel_member(collated: Made) -> None:
    out, done = collated
    text = " ".join(word.text_of((out / "documents" / "qa_summary.docx").read_bytes()))
    members = [one["recipient"]["name"]["text"].split(",")[0]
               for one in done.checked.case["forms"]["qa_tool"]["returns"]]
    assert len(members) == 5
    assert not [name for name in members if name in text]


# --- cases that are not there yet -----------------------------------------------------------


def _case(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize("files", [
    [], ["referral.xlsx"], ["case.xlsx"], ["case.xlsx", "referral.xlsx"]])
def test_a_case_that_has_only_begun_collates_and_says_what_comes_next(
        norfolk: Profile, forms_of_sample: Forms, tmp_path: Path, files: list[str]) -> None:
    folder = _case(tmp_path / "in", {f: forms_of_sample[f] for f in files})
    done = collate(folder, tmp_path / "out", norfolk, AS_OF)
    assert done.checked.case["next_steps"]
    assert "documents/collated_rapid_review.docx" in done.made
    if "case.xlsx" in files:
        asked = [name for name in done.made if re.match(r"to-agencies/A\d/.*xlsx$", name)]
        assert len(asked) == 7
    if "referral.xlsx" in files:
        assert "documents/referral.docx" in done.made
    lines = json.loads((tmp_path / "out" / "ledger.json").read_text(encoding="utf-8"))
    assert ledger.lost(lines) == []


def test_the_form_made_for_an_agency_can_be_filled_in_and_comes_back(
        norfolk: Profile, sample_folder: Path, tmp_path: Path) -> None:
    folder = _case(tmp_path / "in", {"case.xlsx": (sample_folder / "case.xlsx").read_bytes()})
    collate(folder, tmp_path / "out", norfolk, AS_OF)
    form = norfolk.form_meaning("agency_return")
    assert form is not None
    sent = tmp_path / "out" / "to-agencies" / "A6" / f"{form.id}.xlsx"
    back = workbook.read(sent.read_bytes(), "back.xlsx", norfolk)
    assert isinstance(back, workbook.Submission)
    assert (back.recipient, back.case, back.form) == ("A6", "SPR25-07", form.id)
    shutil.copyfile(sent, folder / "back.xlsx")
    done = collate(folder, tmp_path / "out", norfolk, AS_OF)
    # It came back empty, so it goes back with questions; nobody is chased.
    assert sorted(path.name for path in (tmp_path / "out" / "to-agencies" / "A6").iterdir()) == [
        "questions.eml", "questions.txt", f"{form.id}.xlsx"]
    assert not [p for p in done.problems if p.code in ("held-changed", "unplaced-content")]


def test_a_return_for_another_case_is_not_used(norfolk: Profile, sample_folder: Path,
                                               tmp_path: Path) -> None:
    form = norfolk.form_meaning("agency_return")
    assert form is not None
    stranger = workbook.write(form, norfolk, Filling(
        identity={"case": "OTHER-9", "recipient": "A1"},
        answers={"analysis/other": "Words about another family"}))
    folder = _case(tmp_path / "in", {
        "case.xlsx": (sample_folder / "case.xlsx").read_bytes(), "x.xlsx": stranger})
    done = collate(folder, tmp_path / "out", norfolk, AS_OF)
    assert "case-mismatch" in [p.code for p in done.problems]
    assert "another family" not in json.dumps(done.checked.case)


def test_files_that_are_no_forms_are_said_and_stop_nothing(norfolk: Profile,
                                                           tmp_path: Path) -> None:
    folder = _case(tmp_path / "in", {
        "minutes.pdf": b"%PDF-1.4", "broken.xlsx": b"PK\x03\x04 and no more",
        "~$case.xlsx": b"lock", "notes.txt": b"hello"})
    done = collate(folder, tmp_path / "out", norfolk, AS_OF)
    names = {item.id: item.name for item in done.checked.items}
    codes = {names[p.where.file]: p.code for p in done.problems if p.where.file}
    assert codes["minutes.pdf"] == codes["notes.txt"] == "paper-kept"
    assert codes["broken.xlsx"] == "workbook-damaged"
    assert codes["~$case.xlsx"] == "open-elsewhere"


# --- the folder of the outputs --------------------------------------------------------------


def test_a_document_somebody_changed_is_kept(norfolk: Profile, sample_folder: Path,
                                             tmp_path: Path) -> None:
    folder = _case(tmp_path / "in", {"case.xlsx": (sample_folder / "case.xlsx").read_bytes()})
    out = tmp_path / "out"
    collate(folder, out, norfolk, AS_OF)
    changed = out / "documents" / "collated_rapid_review.docx"
    changed.write_bytes(b"what the manager wrote")
    for _ in range(2):
        done = collate(folder, out, norfolk, AS_OF)
    kept = out / "edited" / "2026-06-01" / "documents" / "collated_rapid_review.docx"
    assert kept.read_bytes() == b"what the manager wrote"
    assert changed.read_bytes() != b"what the manager wrote"
    assert "edited-kept" not in [p.code for p in done.problems], "said once, kept for good"
    changed.write_bytes(b"a second time on the same day")
    done = collate(folder, out, norfolk, AS_OF)
    assert "edited-kept" in [p.code for p in done.problems]
    assert kept.read_bytes() == b"what the manager wrote"
    assert kept.with_name("collated_rapid_review-2.docx").read_bytes().startswith(b"a second")


def test_what_is_no_longer_made_does_not_linger(norfolk: Profile, forms_of_sample: Forms,
                                                tmp_path: Path) -> None:
    folder = _case(tmp_path / "in", {f: forms_of_sample[f]
                                     for f in ("case.xlsx", "referral.xlsx")})
    out = tmp_path / "out"
    collate(folder, out, norfolk, AS_OF)
    (folder / "referral.xlsx").unlink()
    collate(folder, out, norfolk, AS_OF)
    assert not (out / "documents" / "referral.docx").exists()
    assert not [path for path in out.rglob("*") if path.name.startswith(".")]


SAME = """
import os, sys
from datetime import date
from pathlib import Path
from pipeline.profiles import load_profile
from pipeline.run import collate
if sys.argv[2] == "backwards":
    walk = Path.rglob
    Path.rglob = lambda self, pattern: reversed(list(walk(self, pattern)))
root = Path(sys.argv[1])
collate(root / "inputs/norfolk-sample", root / "outputs/norfolk-sample",
        load_profile(root / "templates", "norfolk"), date(2026, 6, 1))
"""


@pytest.mark.slow
def test_two_clones_give_the_same_bytes(tmp_path: Path) -> None:
    results = []
    for name, order, zone, locale, seed in (
            ("one", "forwards", "Pacific/Auckland", "C", "1"),
            ("another folder", "backwards", "America/Los_Angeles", "tr_TR.UTF-8", "77")):
        root = tmp_path / name
        shutil.copytree(ROOT / "templates", root / "templates")
        shutil.copytree(ROOT / "inputs" / "norfolk-sample", root / "inputs" / "norfolk-sample")
        told = {**os.environ, "TZ": zone, "LC_ALL": locale, "LANG": locale,
                "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", SAME, str(root), order], env=told, check=True,
                       cwd=tmp_path)
        out = root / "outputs" / "norfolk-sample"
        results.append({path.relative_to(out).as_posix(): path.read_bytes()
                        for path in out.rglob("*") if path.is_file()})
    one, two = results
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []


def test_no_machine_path_stands_in_any_output(collated: Made) -> None:
    out, _ = collated
    for path in (p for p in out.rglob("*") if p.suffix == ".json"):
        text = path.read_text(encoding="utf-8")
        assert str(ROOT) not in text and str(out) not in text

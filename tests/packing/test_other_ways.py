"""Another decision on publication: improvements alone, or nothing. And a slip in one letter."""

import io
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline import run
from pipeline.anonymise.columns import BY, ON
from pipeline.doors import pdf
from pipeline.model import DocumentKind
from pipeline.packing import Packed, Wish, chosen_kind
from pipeline.sample import sample
from tests.making.collated import AS_OF, ROOT, loaded

pytestmark = pytest.mark.slow
BEFORE = date(2026, 2, 18)
WHOLE = 'way = "The whole report"\n'
IMPROVEMENTS = 'way = "Improvements only"\nreason = "The court has not given leave for it."\n'
NOT = ('way = "Not published"\nreason = "The court has not given leave for it."\n'
       'panel_asked_on = "2 February 2026"\npanel_reply = "The Panel has been told."\n')
Change = Mapping[str, tuple[str, str]]
Make = Callable[[str, date], Packed]


def _changed(tmp_path: Path, change: Change) -> tuple[Path, Make]:
    """The Norfolk sample with other answers, its files made from them, and what packs it."""
    profile = loaded("norfolk")
    folder = tmp_path / "inputs" / "norfolk-sample"
    shutil.copytree(ROOT / "inputs" / folder.name, folder,
                    ignore=shutil.ignore_patterns("diary*.jsonl"))
    for name, (old, new) in change.items():
        path = folder / "answers" / name
        before = path.read_text("utf-8")
        assert before.count(old) == 1
        path.write_text(before.replace(old, new), "utf-8")
    for name, data in sample(folder, profile).items():
        (folder / name).write_bytes(data)

    def make(pack: str, day: date) -> Packed:
        return run.pack_checked(run.check(folder, profile, day), folder,
                                tmp_path / "outputs" / folder.name, profile,
                                chosen_kind(profile, pack), day, Wish(converter="embedded"))

    return folder, make


def _codes(packed: Packed) -> set[str]:
    return {one.code for one in packed.before} | {
        one.code for _, verdict in packed.verdicts for one in verdict.hits}


def _tick(folder: Path, packed: Packed, day: str) -> None:
    """Read the sheet of a refused pack as the Business Manager would: everything may stay."""
    [path] = packed.to_decide
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book["What could identify"]
    columns: dict[str, int] = {}
    for row in sheet.iter_rows():
        words = {str(cell.value): cell.column for cell in row if cell.value}
        if "May it stay?" in words:
            columns = words
        elif columns and row[0].value:
            for name, said in (("May it stay?", "May stay"), ("Note", "A day of the process."),
                               (BY, "NSCP Business Manager"), (ON, day)):
                sheet.cell(row[0].row, columns[name], said)
    (folder / "decisions").mkdir(exist_ok=True)
    book.save(folder / "decisions" / f"{path.parent.name}.xlsx")


def _made(folder: Path, make: Make, pack: str, day: date) -> list[Path]:
    """The editions of a pack, once its sheet has been read."""
    packed = make(pack, day)
    if packed.refused:
        assert _codes(packed) == {"gate-tick-open"}
        _tick(folder, packed, "17 February 2026")
        packed = make(pack, day)
    assert packed.lines() == []
    return list(packed.places)


def _words(place: Path) -> str:
    """The words of what is sent: the bundle with its mark, or the one that needs none."""
    [bundle] = place.glob("bundle*.pdf")
    return " ".join(" ".join(pdf.text_of(bundle.read_bytes())).split())


def _has_report(place: Path) -> bool:
    return any(path.stem == "report" for path in place.rglob("*"))


def test_improvements_only_publishes_them_and_gives_the_report_to_two_alone(tmp_path: Path
                                                                            ) -> None:
    folder, make = _changed(tmp_path, {"publication_plan.toml": (WHOLE, IMPROVEMENTS)})
    assert "gate-way" in _codes(make("pre_publication", BEFORE))
    assert "gate-panel-copy" in _codes(make("publication_improvements", AS_OF))
    full = _made(folder, make, "full_report", BEFORE)
    assert {place.parent.name for place in full} == {"national_panel", "secretary_of_state"}
    for place in full:
        words = _words(place)
        assert "This is the full report, which is not published." in words
        assert "as it will be published" not in words
        assert _has_report(place)
    early = _made(folder, make, "pre_publication_improvements", BEFORE)
    assert {place.parent.name for place in early} == {
        "national_panel", "secretary_of_state", "ofsted"}
    assert not any(map(_has_report, early))
    [place] = _made(folder, make, "publication_improvements", AS_OF)
    words = _words(place)
    assert "a paediatrician on the day" in words and "Ottoline Braxmere" in words
    assert "EMBARGOED" not in words and "NOT FOR PUBLICATION" not in words
    assert {one.name for one in (place / "papers").iterdir()} >= {"improvements.pdf"}
    assert not _has_report(place)
    assert {"gate-way"} <= _codes(make("publication", AS_OF))


def test_what_is_not_published_goes_to_the_panel_with_the_reasons(tmp_path: Path) -> None:
    folder, make = _changed(tmp_path, {"publication_plan.toml": (WHOLE, NOT)})
    [place] = _made(folder, make, "not_published", BEFORE)
    words = _words(place)
    assert "The court has not given leave for it." in words
    assert "The safeguarding partners ask the Panel for advice" in words
    assert "Neighbours know that a baby was hurt" in words
    for pack in ("pre_publication", "full_report", "family", "publication",
                 "publication_improvements"):
        assert "gate-way" in _codes(make(pack, BEFORE)), pack
    assert {path.name for path in (tmp_path / "outputs" / folder.name / "packs").iterdir()} == {
        "not_published"}


def test_a_slip_in_one_recipients_letter_keeps_all_from_being_written(tmp_path: Path) -> None:
    folder, _ = _changed(tmp_path, {})
    profile = loaded("norfolk")
    kind = chosen_kind(profile, "family")

    def slipped(one: DocumentKind) -> DocumentKind:  # the father's name stands in everybody's
        return replace(one, letter={**one.letter, "purpose": "We wrote to Callum Verrowby too."}
                       ) if one.id in kind.contents and one.letter else one

    other = replace(profile, documents=tuple(map(slipped, profile.documents)))
    packed = run.pack_checked(run.check(folder, profile, BEFORE), folder, tmp_path / "outputs",
                              other, kind, BEFORE, Wish(converter="embedded"))
    named = {to.code: "gate-name" in {hit.code for hit in verdict.hits}
             for to, verdict in packed.verdicts}
    assert named == {"F1": True, "F2": False, "F4": True}
    assert packed.refused and not (tmp_path / "outputs" / "packs").exists()


def test_nobody_waits_for_papers_of_another_way(tmp_path: Path) -> None:
    folder, _ = _changed(tmp_path, {})
    (folder / "our-forms" / "improvements.xlsx").unlink()
    done = run.collate(folder, tmp_path / "out", loaded("norfolk"), AS_OF)
    assert {title for title, _ in done.missing} == set()
    assert not any("Information about improvements" in one for one in done.checked.case["to_do"])


def test_whoever_publishes_improvements_only_is_told_to_fill_them_in(tmp_path: Path) -> None:
    folder, _ = _changed(tmp_path, {"publication_plan.toml": (WHOLE, IMPROVEMENTS)})
    (folder / "our-forms" / "improvements.xlsx").unlink()
    done = run.collate(folder, tmp_path / "out", loaded("norfolk"), AS_OF)
    assert {title for title, _ in done.missing} == {
        "Improvements that should be made", "Improvements before their publication",
        "Notices of publication: improvements only"}
    assert any("Information about improvements" in one for one in done.checked.case["to_do"])

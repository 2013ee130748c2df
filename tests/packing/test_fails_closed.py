"""A pack fails closed: it says where and why, and writes nothing."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from pipeline import diary, seal
from pipeline.errors import UsageTrouble
from pipeline.packing import Packed, Wish

Make = Callable[..., Packed]


@pytest.fixture
def home(tmp_path: Path, make_pack: Callable[[Path], Make]) -> tuple[Path, Make]:
    return tmp_path, make_pack(tmp_path)


def _case(home: Path) -> Path:
    return home / "inputs" / "norfolk-sample"


def _report(home: Path, change: Callable[[docx.document.Document], None]) -> None:
    """Change the Lead Reviewer's report."""
    path = _case(home) / "report" / "report.docx"
    document = docx.Document(io.BytesIO(path.read_bytes()))
    change(document)
    document.save(path)


def _codes(packed: Packed) -> set[str]:
    return {one.code for one in packed.before} | {
        one.code for _, verdict in packed.verdicts for one in verdict.hits}


def _nothing_written(home: Path) -> bool:
    return not (home / "outputs" / "norfolk-sample" / "packs").exists() and (
        not (_case(home) / diary.DIARY).exists())


def test_without_the_report_there_is_no_pack(home: tuple[Path, Make]) -> None:
    folder, make = home
    shutil.rmtree(_case(folder) / "report")
    packed = make("publication")
    assert packed.refused and _codes(packed) == {"pack-outside-missing"}
    assert _nothing_written(folder)


def test_a_name_nobody_has_decided_on_stops_it_and_is_put_on_the_sheet(home: tuple[Path, Make]
                                                                       ) -> None:
    folder, make = home
    _report(folder, lambda one: one.add_paragraph("Her friend Tamsyn Ellistrant was there."))
    packed = make("publication")
    assert packed.refused and "gate-doubt" in _codes(packed)
    assert _nothing_written(folder)
    [sheet] = packed.to_decide
    assert sheet.relative_to(folder).as_posix() == (
        "outputs/norfolk-sample/to-decide/publication/decisions.xlsx")
    assert not any("Ellistran" in line for line in packed.lines())


def test_people_and_places_that_the_case_does_not_know_stop_it(home: tuple[Path, Make]) -> None:
    folder, make = home
    _report(folder, lambda one: one.add_paragraph(
        "Tamara Winstanley rang from Swaffleigh about 36/10492/26. “Tamsin always copes.”"))
    packed = make("publication")
    [(_, verdict)] = packed.verdicts
    hits = [(one.code, one.quote) for one in verdict.hits]
    assert ("gate-doubt", "Tamara Winstanley") in hits and packed.refused
    assert ("gate-doubt", "The mother") in hits  # a quotation was changed
    assert {("gate-tick-open", "Swaffleigh"), ("gate-tick-open", "36/10492/26")} <= set(hits)
    assert _nothing_written(folder)


@pytest.mark.slow
def test_without_decisions_nothing_doubtful_is_replaced(home: tuple[Path, Make]) -> None:
    folder, make = home
    shutil.rmtree(_case(folder) / "decisions")
    packed = make("publication")
    assert packed.refused and {"gate-doubt", "gate-tick-open"} <= _codes(packed)
    assert _nothing_written(folder)


@pytest.mark.slow
def test_tracked_changes_stop_it(home: tuple[Path, Make]) -> None:
    folder, make = home

    def track(document: docx.document.Document) -> None:
        run = document.add_paragraph("This stays. ").add_run("This was taken out.")
        deleted = run._r.makeelement(qn("w:del"), {qn("w:id"): "1", qn("w:author"): "Somebody"})
        run._r.addprevious(deleted)
        deleted.append(run._r)
        for text in run._r.findall(qn("w:t")):
            text.tag = qn("w:delText")

    _report(folder, track)
    packed = make("publication")
    assert packed.refused and any("track" in code or "change" in code for code in _codes(packed))
    assert _nothing_written(folder)


def test_a_file_that_is_no_document_stops_it(home: tuple[Path, Make]) -> None:
    folder, make = home
    (_case(folder) / "report" / "report.docx").write_bytes(b"not a Word file")
    packed = make("publication")
    assert packed.refused and "pack-outside-refused" in _codes(packed)
    assert _nothing_written(folder)


def test_a_second_report_stops_it(home: tuple[Path, Make]) -> None:
    folder, make = home
    report = _case(folder) / "report" / "report.docx"
    shutil.copyfile(report, report.with_name("report final.docx"))
    packed = make("publication")
    assert packed.refused and _codes(packed) == {"pack-outside-several"}
    assert _nothing_written(folder)


@pytest.mark.slow
@pytest.mark.parametrize(("place", "lock"), [("report", "~$report.docx"),
                                             ("decisions", ".~lock.publication.xlsx#")])
def test_a_file_that_is_open_elsewhere_stops_it(home: tuple[Path, Make], place: str, lock: str
                                                ) -> None:
    folder, make = home
    (_case(folder) / place / lock).write_bytes(b"somebody")
    packed = make("publication")
    assert packed.refused and {one.code for one in packed.before} == {"pack-outside-open"}


@pytest.mark.slow
def test_the_panels_copy_must_have_gone_first(home: tuple[Path, Make]) -> None:
    folder, make = home
    (_case(folder) / "diary-before.jsonl").unlink()
    packed = make("publication")
    assert packed.refused and _codes(packed) == {"gate-panel-copy"}
    assert _nothing_written(folder)


@pytest.mark.slow
def test_only_who_is_named_gets_one(home: tuple[Path, Make]) -> None:
    folder, make = home
    packed = make("factual_accuracy", Wish(("A5",), "embedded"))
    assert [place.relative_to(folder).as_posix() for place in packed.places] == [
        "outputs/norfolk-sample/packs/factual_accuracy/A5/edition-2"]
    with pytest.raises(UsageTrouble, match="It goes to: A1, A2, A3"):
        make("factual_accuracy", Wish(("B9",)))


@pytest.mark.slow
def test_an_encrypted_pack_holds_no_open_paper(home: tuple[Path, Make]) -> None:
    _, make = home
    [place] = make("qa_summary", Wish((), "embedded", "marsh lantern seven")).places
    files = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    assert files == {"bundle.pdf", "papers/qa_summary.pdf", "not-to-send/about/certificate.docx",
                     "not-to-send/about/certificate.pdf", seal.MANIFEST}
    reader = pypdf.PdfReader(place / "bundle.pdf")
    assert reader.is_encrypted and not reader.decrypt("wrong words")
    assert reader.decrypt("marsh lantern seven")
    assert not any(b"marsh lantern" in path.read_bytes() for path in place.rglob("*")
                   if path.is_file())

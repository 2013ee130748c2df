"""The sample's publication pack: whole, readable by everybody, and without anybody's name."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from pipeline import everywhere
from pipeline.doors import pdf
from pipeline.gate import accessible
from tests.making.collated import ROOT

NAMED = ("Ellistrand", "Verrowby", "Ostlecroft", "Harrowmede", "Robin", "Posy", "Tamsin", "Bobby",
         "Thornmarsh", "Saltpan", "Saltersley", "Tavistrand", "999 123 4179", "ZZ1 4AB")
"""Typed by hand from the sample's story: family, practitioners, places, numbers."""


def _files(place: Path) -> dict[str, bytes]:
    return {path.relative_to(place).as_posix(): path.read_bytes()
            for path in sorted(place.rglob("*")) if path.is_file()}


def test_the_pack_is_whole(published: Path) -> None:
    assert sorted(_files(published)) == [
        "bundle.pdf", "not-to-send/about/certificate.docx", "not-to-send/about/certificate.pdf",
        "not-to-send/about/manifest.json",
        "papers/learning_deck.pptx", "papers/press_statement.docx", "papers/press_statement.pdf",
        "papers/report.docx", "papers/report.pdf", "papers/web_page.html"]


def test_nobody_of_the_case_is_named_anywhere_in_it(published: Path) -> None:
    for name, data in _files(published).items():
        said = "\n".join(one.words for one in everywhere.texts(name, data))
        assert len(said) > 300, name
        for word in NAMED:
            assert not re.search(rf"\b{re.escape(word)}\b", said), f"{name}: {word}"


def test_the_report_still_says_what_it_said(published: Path) -> None:
    words = " ".join(pdf.text_of((published / "papers/report.pdf").read_bytes())).split()
    came = (ROOT / "inputs/norfolk-sample/answers/report.md").read_text("utf-8").split()
    assert len(words) > 0.95 * len(came)
    assert "Child AM" in " ".join(words) and "[date of birth]" in " ".join(words)


@pytest.mark.parametrize("name", ["bundle.pdf", "papers/report.pdf", "papers/press_statement.pdf",
                                  "not-to-send/about/certificate.pdf"])
def test_each_pdf_passes_the_validator_and_has_a_whole_tree(published: Path, name: str) -> None:
    assert accessible.check((published / name).read_bytes(), name, None, None, 0) == []


def test_the_bundle_leads_to_every_paper(published: Path) -> None:
    reader = pypdf.PdfReader(published / "bundle.pdf")
    assert reader.metadata and reader.metadata.title
    assert str(reader.root_object["/Lang"]) == "en-GB"
    labels = reader.page_labels
    assert labels[:3] == ["i", "ii", "1"] and labels[-1] == str(len(labels) - 2)
    titles = [one.title for one in reader.outline if not isinstance(one, list)]
    assert any("report" in title for title in titles)
    assert any("Press statement" in title for title in titles)
    pages = pdf.text_of((published / "bundle.pdf").read_bytes())
    listed = re.findall(r"Press statement[ .]+(\d+)", pages[1])
    assert listed and "Press statement" in pages[labels.index(listed[0])]


def test_the_manifest_lists_every_file_with_its_fingerprint_and_converter(published: Path) -> None:
    files = json.loads((published / "not-to-send/about/manifest.json").read_bytes())["files"]
    assert set(files) == set(_files(published)) - {"not-to-send/about/manifest.json"}
    assert {files[name]["converter"] for name in files if name.endswith(".pdf")
            and not name.startswith("not-to-send/")} == {"typst"}


@pytest.mark.slow
def test_a_second_time_makes_the_same_bytes(
        published: Path, make_pack: Callable, tmp_path: Path) -> None:
    [again] = make_pack(tmp_path)("publication").places
    assert _files(again) == _files(published)

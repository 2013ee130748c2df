"""LibreOffice converts a whole batch in one go, fetches nothing, and is not believed."""

import io
import time
import zipfile
from pathlib import Path

import docx
import pytest

from pipeline.doors import office, pdf
from pipeline.doors.pdf import tags
from pipeline.errors import OutsideTrouble
from pipeline.gate import accessible

needs_office = pytest.mark.office


def word(title: str, words: str) -> bytes:
    """A small Word file with a heading."""
    document = docx.Document()
    document.add_heading(title, 1)
    document.add_paragraph(words)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def with_relation(data: bytes, kind: str, target: str) -> bytes:
    """The same file with a relationship to something outside."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "word/_rels/document.xml.rels":
                body = body.replace(b"</Relationships>", (
                    '<Relationship Id="rIdOut" Type="http://schemas.openxmlformats.org/'
                    f'officeDocument/2006/relationships/{kind}" Target="{target}" '
                    'TargetMode="External"/></Relationships>').encode())
            new.writestr(name, body)
    return held.getvalue()


def test_what_would_be_fetched_is_seen_before_anything_is_opened() -> None:
    plain = word("Plan", "Words.")
    assert not office.fetches(plain)
    assert not office.fetches(with_relation(plain, "hyperlink", "https://example.org/"))
    for kind in ("image", "oleObject", "subDocument"):
        assert office.fetches(with_relation(plain, kind, "http://127.0.0.1:9/swim.png"))


@needs_office
def test_a_batch_is_made_in_one_go_and_everybody_can_read_it() -> None:
    files = {f"made {n}.docx": word(f"Paper {n}", f"Words of paper {n}.") for n in range(4)}
    made = office.to_pdf(files)
    assert list(made) == list(files)
    for n, (name, data) in enumerate(made.items()):
        done = pdf.finish(data, f"Paper {n}")
        words = f"Paper {n} Words of paper {n}.".split()
        assert accessible.check(done, name, words, [(1, f"Paper {n}")], 0) == []
    again = office.to_pdf(files)
    assert [pdf.finish(one, "x") for one in made.values()] == [
        pdf.finish(one, "x") for one in again.values()]


@needs_office
def test_both_kinds_of_file_keep_their_words_when_they_are_merged() -> None:
    made = office.to_pdf({"a.docx": word("One", "First words."), "b.docx": word("Two", "Others.")})
    whole = pdf.finish(pdf.merge(list(made.values()), ["One", "Two"]), "Both")
    assert [one.text for one in tags.read(whole).tags.words()] == [
        "One", "First", "words.", "Two", "Others."]
    assert accessible.check(whole, "both.pdf", None, [(1, "One"), (1, "Two")], 0) == []


@needs_office
def test_a_file_it_cannot_read_is_said_although_it_ends_well() -> None:
    with pytest.raises(OutsideTrouble, match="could not make a PDF of file 2"):
        office.to_pdf({"a.docx": word("One", "First."), "b.docx": b"PK\x03\x04 no Word file"})


@needs_office
def test_a_link_that_fetches_is_refused() -> None:
    spoilt = with_relation(word("One", "First."), "image", "http://127.0.0.1:9/swim.png")
    with pytest.raises(OutsideTrouble, match=r"File 1 .*fetch"):
        office.to_pdf({"a.docx": spoilt})


@needs_office
def test_when_its_time_is_over_it_and_all_it_started_is_ended() -> None:
    with pytest.raises(OutsideTrouble, match="stopped"):
        office.to_pdf({"long.docx": word("Long", "Words. " * 200_000)}, seconds=0.6)
    time.sleep(0.3)
    assert not [one for one in Path("/proc").glob("[0-9]*/cmdline") if _ours(one)]


def _ours(file: Path) -> bool:
    try:
        said = file.read_bytes()
    except OSError:
        return False
    return b"soffice" in said and b"cspr-" in said


@needs_office
def test_it_says_its_version() -> None:
    assert office.version().startswith("LibreOffice")


def test_without_it_a_person_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "ELSEWHERE", ())
    office._program.cache_clear()
    try:
        assert not office.installed()
        with pytest.raises(OutsideTrouble, match="not installed"):
            office.to_pdf({"a.docx": b""})
    finally:
        monkeypatch.undo()
        office._program.cache_clear()

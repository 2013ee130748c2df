"""Real programs: every document of every partnership through LibreOffice to pages."""

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.table import Table

from pipeline.doors import word
from pipeline.run import Collated
from tests.making.office import to_office

pytestmark = pytest.mark.office
Made = tuple[Path, Collated]


@pytest.fixture(scope="session")
def pages(collated: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[str]]]:
    """For each document, the lines of each page as LibreOffice prints it."""
    out, _ = collated
    work = tmp_path_factory.mktemp("pdf")
    named = {}
    for path in sorted(out.rglob("*.docx")):
        name = path.relative_to(out).as_posix()
        flat = work / name.replace("/", "__")
        shutil.copyfile(path, flat)
        named[name] = flat
    to_office(named.values(), "pdf", work)
    found = {}
    for name, flat in named.items():
        text = subprocess.run(["pdftotext", "-layout", str(flat.with_suffix(".pdf")), "-"],
                              check=True, capture_output=True, text=True).stdout
        found[name] = [page.splitlines() for page in text.split("\f")[:-1]]
    return found


def _body(page: list[str]) -> list[str]:
    """The lines of a page without header and footer."""
    lines = [line.strip() for line in page if line.strip()]
    return [line for line in lines if "DRAFT - NOT CLEARED" not in line
            and not re.search(r"Page \d+ of \d+$", line)]


def test_no_page_is_blank(pages: dict[str, list[list[str]]]) -> None:
    assert len(pages) > 20
    assert [(name, number) for name, some in pages.items()
            for number, page in enumerate(some, 1) if not _body(page)] == []


def test_every_page_is_marked_and_numbered(pages: dict[str, list[list[str]]]) -> None:
    for name, some in pages.items():
        for number, page in enumerate(some, 1):
            text = "\n".join(page)
            assert "DRAFT - NOT CLEARED" in text or name.startswith("guidance/"), (name, number)
            assert f"Page {number} of {len(some)}" in text, (name, number)


def test_no_heading_is_stranded_at_the_foot_of_a_page(
        collated: Made, pages: dict[str, list[list[str]]]) -> None:
    out, _ = collated
    stranded = []
    for name, some in pages.items():
        document = docx.Document(str(out / name))
        headings = {_squeezed(p.text) for p in document.paragraphs
                    if p.style is not None and str(p.style.name).startswith("Heading")}
        for number, page in enumerate(some[:-1], 1):
            body = _body(page)
            # A page of the contents list ends in headings too: more than one of them.
            listed = len(body) > 2 and all(_squeezed(line) in headings for line in body[-3:])
            if body and _squeezed(body[-1]) in headings and not listed:
                stranded.append((name, number, body[-1]))
    assert stranded == []


def test_every_word_is_on_the_pages(collated: Made, pages: dict[str, list[list[str]]]) -> None:
    """Text that is cut off, or hidden by what stands over it, is not on the page."""
    out, _ = collated
    for name, some in pages.items():
        printed = _squeezed("".join(line for page in some for line in page))
        letters = {letter: printed.count(letter) for letter in set(printed)}
        wanted = _squeezed("".join(word.text_of((out / name).read_bytes())))
        short = {letter for letter in set(wanted) if letter.isalnum()
                 and wanted.count(letter) > letters.get(letter, 0)}
        assert short == set(), name


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_tables_can_be_read_cell_by_cell(collated: Made) -> None:
    out, _ = collated
    wrong = []
    for path in sorted(out.rglob("*.docx")):
        document: Document = docx.Document(str(path))
        for number, table in enumerate(document.tables, 1):
            wrong += [(path.name, number, what) for what in _faults(table)]
    assert wrong == []


def _faults(table: Table) -> Iterable[str]:
    for row in table.rows:
        properties = row._tr.trPr
        if properties is None or properties.find(
                "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}cantSplit") is None:
            yield "a row may split"
        if any(not cell.text.strip() for cell in row.cells):
            yield "an empty cell"
    first = table.rows[0]._tr.trPr
    if first is None or first.find(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tblHeader") is None:
        yield "no heading row that repeats"

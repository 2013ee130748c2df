"""Try the opening on files that other programs made: does it end, in time, and lose nothing?

Any workbook must come out balanced: what the reader found is what the census found, cell by cell.
"""

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.doors.xlsx.book import Book, Remark, Token, spot
from pipeline.opening import Opened
from pipeline.opening.child import Opener
from pipeline.trial.passage import Passage, passages
from pipeline.workbook.spellings import bare, begins, known, spellings, stands_in

SLOWEST, LARGEST = 10.0, 1024
"""Seconds and megabytes that opening one file may take."""

BROKE = ("opening-failed", "not-counted")


PAGE_CODE = re.compile("&(?!&)[A-Za-z]|&(?=&)")
STATE = re.compile(r"(?:: )?(?:(?:not |partly )?ticked|choice \d+)$")


@dataclass(frozen=True)
class Trial:
    """How one file came through. `astray` are texts that only one of the two counts has, `passages`
    what became of a Word file on its way to a PDF."""

    name: str
    opened: Opened
    cells: int
    tokens: int
    astray: tuple[str, ...]
    seconds: float
    megabytes: int
    passages: tuple[Passage, ...] = ()

    @property
    def bad(self) -> str:
        """What is wrong with the program by this file, '' when nothing is."""
        codes = {fault.code for fault in self.opened.faults}
        if codes & set(BROKE):
            return "broke"
        if self.seconds > SLOWEST:
            return "slow"
        if self.megabytes > LARGEST:
            return "large"
        return "unbalanced" if self.astray else ""


def try_files(folder: Path) -> Iterator[Trial]:
    """Open every file of a folder, each in a process of its own."""
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        data = path.read_bytes()
        with Opener() as opener:
            opener.open(b"")
            begun = time.perf_counter()
            opened = opener.open(data)
            took = time.perf_counter() - begun
            peak = opener.peak()
        book = opened.book
        counted = book is not None and book.counted
        yield Trial(path.relative_to(folder).as_posix(), opened,
                    sum(len(sheet.cells) for sheet in book.sheets) if book else 0,
                    len(book.census) if book else 0,
                    tuple(astray(book)) if book and counted else (), took, peak,
                    tuple(passages(data)) if opened.kind == "docx" and not opened.refused else ())


def astray(book: Book) -> Iterator[str]:
    """Each text of the census that the book does not hold, and each of the book that it made up."""
    held: dict[tuple[str, str], list[str]] = {}
    beside: dict[str, list[str]] = {}
    wrong = {(sheet.name, spot(*at)) for sheet in book.sheets for at, cell in sheet.cells.items()
             if "error" in cell.marks}
    for sheet in book.sheets:
        for (row, column), cell in sheet.cells.items():
            texts = held.setdefault((sheet.name, spot(row, column)), [])
            texts += [known(words) for words in (cell.text, cell.formula) if words]
    for remark in book.remarks:
        words = PAGE_CODE.sub("", remark.words) if remark.kind == "page_edge" else remark.words
        beside.setdefault(remark.sheet, []).append(known(words))
        held.setdefault((remark.sheet, remark.spot), []).append(known(remark.words))
    beside.setdefault("", []).extend(map(known, book.properties.values()))
    counted: dict[tuple[str, str], list[Token]] = {}
    for token in book.census:
        counted.setdefault((token.sheet, token.spot), []).append(token)
        texts = held.get((token.sheet, token.spot), []) if token.spot else [
            words for sheet in ({token.sheet, ""} if token.sheet else beside)
            for words in beside.get(sheet, ())]
        shapes = [shape for shape in spellings(token) if shape]
        if token.words.startswith("#") and (token.sheet, token.spot) in wrong:
            continue
        if shapes and not any(stands_in(shape, words) for shape in shapes for words in texts):
            yield f"lost {token.part} {token.sheet}!{token.spot} {token.words[:60]!r}"
    yield from _made_up(book, counted)


def _made_up(book: Book, counted: Mapping[tuple[str, str], list[Token]]) -> Iterator[str]:
    # A formula may be shared with the cells below: then it is written once.
    formulas = {(token.sheet, bare(token.words)) for tokens in counted.values() for token in tokens
                if token.words.startswith("=")}
    for sheet in book.sheets:
        for (row, column), cell in sheet.cells.items():
            place = (sheet.name, spot(row, column))
            shapes = [shape for token in counted.get(place, ()) for shape in spellings(token)]
            for words in (known(cell.text), known(cell.formula)):
                if words and (sheet.name, words) not in formulas and not any(
                        begins(shape, words) == len(words) for shape in shapes):
                    yield f"made up {place[0]}!{place[1]} {words[:60]!r}"
    everything = [bare(token.words) for tokens in counted.values() for token in tokens]
    word = any(token.part.startswith("word/") for tokens in counted.values() for token in tokens)
    for remark in book.remarks:
        if word and remark.kind in ("link", "property", "other"):
            # The census of a Word file counts neither addresses nor what is said of the file.
            continue
        # A note in Word may have several paragraphs, which the census counts one by one.
        lines = _typed(remark).split("\n") if word else [_typed(remark)]
        if not all(any(words in text for text in everything)
                   for words in map(known, lines) if words):
            yield f"made up {remark.kind} {remark.sheet} {remark.words[:60]!r}"


def _typed(remark: Remark) -> str:
    """What of a remark are words of the file: a state of a control, or a copy, is said by us."""
    if remark.words.startswith("[Threaded comment]"):
        return ""
    if remark.kind == "page_edge":
        return PAGE_CODE.sub("", remark.words)
    return STATE.sub("", remark.words) if remark.kind == "control" else remark.words

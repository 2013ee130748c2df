"""Read the rows of a table of a Word form, below its headings."""

from collections.abc import Iterator, Mapping

from pipeline.doors.xlsx import Cell
from pipeline.model import Field, Section
from pipeline.prose import plain
from pipeline.workbook.layout import same
from pipeline.workbook.reading import SheetReading
from pipeline.workbook.wordgrid import Cells, WordReading
from pipeline.workbook.wordlabels import Piece


class Rows:
    """The rows below a row of headings."""

    def __init__(self, view: SheetReading, into: WordReading, section: Section,
                 columns: Mapping[int, Field]) -> None:
        self.view, self.into, self.section, self.columns = view, into, section, columns
        self.guidance = {same(plain(words)) for words in (
            section.title, *section.guidance, *section.guidance_after)}

    def begin(self, row: int) -> None:
        """Take the headings."""
        self.into.context, self.into.current = self.section, None
        for column in self.columns:
            self.view.take(row, column)
        self.into.into.places.setdefault(
            self.section.id, self.view.where(row, min(self.columns)))

    def row(self, row: int, cells: Cells) -> None:
        """Take a row that somebody filled in."""
        here = {column: cell for column, cell in cells.items() if column in self.columns}
        if {same(cell.text) for cell in cells.values()} <= self.guidance:
            return
        number = self._number(here)
        for column, cell in here.items():
            field = self.columns[column]
            if same(cell.text) in self._printed(number, field.id):
                self.view.take(row, column)
                continue
            self.into.keep(self.view, row, column, f"{self.section.id}/{number}/{field.id}", field)
        for column in sorted(set(cells) - set(here)):
            self._folded(row, column, number)

    def _number(self, here: Cells) -> int:
        """The number of a row: of the one we printed when it is that, else the next."""
        for number in range(1, len(self.section.printed) + 1):
            if any(same(cell.text) in self._printed(number, self.columns[column].id)
                   for column, cell in here.items()):
                return number
        last = max(self.into.rows.get(self.section.id, 0), len(self.section.printed))
        self.into.rows[self.section.id] = last + 1
        return last + 1

    def _printed(self, number: int, name: str) -> set[str]:
        rows = self.section.printed
        words = rows[number - 1].get(name, "") if number <= len(rows) else ""
        return {same(plain(words))} if words else set()

    def _folded(self, row: int, column: int, number: int) -> None:
        """A cell under no heading of ours whose lines each begin with the label of a question."""
        cell = self.view.sheet.cells[row, column]
        found = [(piece, field) for piece, field in self._pieces(cell)]
        if not found or any(field is None for _, field in found):
            return
        for piece, field in found:
            assert field is not None
            path = f"{self.section.id}/{number}/{field.id}"
            self.into.keep(self.view, row, column, path, field, piece)

    def _pieces(self, cell: Cell) -> Iterator[tuple[Piece, Field | None]]:
        for piece in self.into.labels.cut(cell.text):
            yield piece, next((one.field for one in self.into.labels.asked(piece.label)
                               if one.section is self.section), None) if piece.label else None

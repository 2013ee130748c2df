"""Read one table of a Word form, whatever its shape: boxes beside labels, rows under headings."""

from collections.abc import Mapping

from pipeline.doors.xlsx import Cell
from pipeline.model import Field, Section
from pipeline.prose import plain
from pipeline.workbook.layout import same
from pipeline.workbook.reading import SheetReading
from pipeline.workbook.wordgrid import Cells, WordReading
from pipeline.workbook.wordlabels import Asked, child_of, heads, is_mark
from pipeline.workbook.wordrows import Rows


def read_table(view: SheetReading, into: WordReading) -> None:
    """Take every answer of a table into the reading."""
    _Table(view, into).read()


class _Table:
    """One table while its rows are read from the top down."""

    def __init__(self, view: SheetReading, into: WordReading) -> None:
        self.view, self.into = view, into
        self.votes = self._votes()
        self.columns = self._label_columns()
        self.children: dict[int, tuple[str, bool]] = {}
        self.rows: Rows | None = None
        self.under: dict[int, Asked] = {}
        self.beside: set[int] = set()
        self.titled = False
        self.ticks_after: bool | None = self._ticks_after()

    def _votes(self) -> dict[str, int]:
        """How many questions of each section, other than tables, have their labels here."""
        met: dict[str, set[str]] = {}
        for cell in self.view.sheet.cells.values():
            for one in self.into.labels.asked(cell.text):
                if one.section.kind != "table":
                    met.setdefault(one.section.id, set()).add(one.field.id)
        return {name: len(fields) for name, fields in met.items()}

    def _label_columns(self) -> set[int]:
        """The columns in which most of what stands there is a label, and the first that has one."""
        count: dict[int, list[int]] = {}
        for (_, column), cell in self.view.sheet.cells.items():
            both = count.setdefault(column, [0, 0])
            both[0] += bool(self._labelled(cell))
            both[1] += 1
        some = [column for column, (labels, _) in count.items() if labels]
        return {column for column in some if count[column][0] * 2 >= count[column][1]
                or column == min(some)}

    def _labelled(self, cell: Cell) -> bool:
        return any(one.section.kind != "table" for one in self.into.labels.asked(cell.text))

    def _ticks_after(self) -> bool | None:
        """Whether ticks stand behind what they tick; None when nobody can tell."""
        labels = {column for (_, column), cell in self.view.sheet.cells.items()
                  if any(one.field.type == "tick" for one in self.into.labels.asked(cell.text))}
        if not labels:
            return True
        marks = {column for (_, column), cell in self.view.sheet.cells.items()
                 if is_mark(cell.text) and column not in labels}
        before, after = any(c < min(labels) for c in marks), any(c > max(labels) for c in marks)
        if before != after:
            return after
        if before:
            return None
        others = any(column < min(labels) for _, column in self.view.sheet.cells)
        return min(labels) == 1 or others

    def read(self) -> None:
        """Read the rows; a table of one cell is the box of the question before it."""
        cells = self.view.sheet.cells
        if len(cells) == 1 and self.into.current is not None:
            ((row, column), cell), = cells.items()
            if not self._labelled(cell) and same(cell.text) not in self.into.own:
                asked = self.into.current[0]
                self.into.keep(self.view, row, column, self.into.path(asked), asked.field)
                self.into.current = None
                return
        self.into.current = None
        numbers = list(self.view.rows)
        for row, following in zip(numbers, [*numbers[1:], 0], strict=True):
            here = self.view.rows[row]
            self._row(row, here, self.view.rows.get(following, {}))
        # What stands below a table is no more of its last answer.
        self.into.current = None

    def _row(self, row: int, cells: Cells, following: Cells) -> None:
        if self._section_begins(cells):
            return
        headings = self._headings(cells)
        if headings is not None:
            self.rows = headings
            headings.begin(row)
        elif self.rows is not None:
            self.rows.row(row, cells)
        elif self.under:
            self._under(row, cells)
        elif self._about_children(row, cells):
            self.into.current = None
        else:
            self._boxes(row, cells, following)

    def _section_begins(self, cells: Cells) -> bool:
        """Whether this row is the title of a section, or says which child follows."""
        words = {same(cell.text): cell.text for cell in cells.values()}
        if len(words) != 1:
            return False
        ((_, text),) = words.items()
        begins = self.into.title(text)
        if begins:
            self.titled, self.rows, self.under, self.children = True, None, {}, {}
        if not begins and self.rows is None and not self.view.ours(next(iter(cells.values()))):
            return False
        return begins or (self.rows is None and self.into.names_child(text))

    def _headings(self, cells: Cells) -> Rows | None:
        """The table that begins with this row of headings, if one does."""
        best: tuple[int, bool, Section, dict[int, Field]] | None = None
        for section in self.into.into.form.sections:
            if section.kind != "table":
                continue
            found: dict[int, Field] = {}
            for column, cell in cells.items():
                field = next((one.field for one in self.into.labels.asked(cell.text)
                              if one.section is section and one.field not in found.values()), None)
                if field is not None:
                    found[column] = field
            enough = len(found) * 2 > len(cells) or (
                len(found) * 2 >= max(len(section.fields), len(cells))
                and section is self.into.context)
            if enough and len(found) >= min(2, len(section.fields)):
                here = (len(found), section is self.into.context, section, found)
                best = here if best is None or here[:2] > best[:2] else best
        if best is None or sum(self._labelled(c) for c in cells.values()) > best[0]:
            return None
        context = self.into.context
        if context is not None and context.kind != "table" and best[0] <= sum(
                any(one.section is context for one in self.into.labels.asked(cell.text))
                for cell in cells.values()):
            return None
        return Rows(self.view, self.into, best[2], best[3])

    def _about_children(self, row: int, cells: Cells) -> bool:
        """Whether this row heads the columns of children, or what is held and what differs."""
        if any(column in self.columns and self._labelled(cell) for column, cell in cells.items()):
            return False
        found = {column: (child_of(cell.text), heads(cell.text) == "anomaly")
                 for column, cell in cells.items() if child_of(cell.text) or heads(cell.text)}
        if not found:
            return False
        if len(cells) == 1 and self.into.names_child(next(iter(cells.values())).text):
            return True
        self.children = found
        for column, (code, _) in found.items():
            # With a name behind the code it is more than a heading, and is quoted.
            if same(cells[column].text) == same(code) or heads(cells[column].text):
                self.view.take(row, column)
        return True

    def _boxes(self, row: int, cells: Cells, following: Cells) -> None:
        """A row of labels, each with what stands beside it."""
        asked = self._asked(row, cells)
        if not asked:
            self._without_label(row, cells)
            return
        self.beside = set()
        if self._is_heading(asked, cells) and self._answers_below(asked, following):
            self.under = {}
            for column, one in asked.items():
                self._ask(row, column, one)
                self.under[column] = one
            return
        columns = sorted(asked)
        before = 0
        for column, upto in zip(columns, [*columns[1:], 0], strict=True):
            one = asked[column]
            self._ask(row, column, one)
            ahead = {c: cell for c, cell in cells.items()
                     if column < c and (not upto or c < upto)}
            if one.field.type == "tick" and not self.ticks_after:
                ahead = {} if self.ticks_after is None else {
                    c: cell for c, cell in cells.items() if before < c < column}
            self._beside(row, one, ahead)
            before = column

    def _asked(self, row: int, cells: Cells) -> dict[int, Asked]:
        """The labels of a row; one that holds its answer too is taken here."""
        asked: dict[int, Asked] = {}
        for column, cell in cells.items():
            if asked and column not in self.columns:
                continue
            one = self.into.find(cell.text, self.votes, self.titled)
            if one is not None and (column in self.columns or not asked):
                asked[column] = one
        if not asked:
            for column in list(cells):
                self.into.pieces(self.view, row, column, self.votes)
        return asked

    def _ask(self, row: int, column: int, one: Asked) -> None:
        # Of equal labels in one row each is the next question.
        one = self.into.find(self.view.rows[row][column].text, self.votes, self.titled) or one
        self.into.ask(one, any(code for code, _ in self.children.values()))

    def _is_heading(self, asked: Mapping[int, Asked], cells: Cells) -> bool:
        """Whether a row is nothing but labels and other words of ours."""
        return len(asked) > 1 and not any(one.field.type == "tick" for one in asked.values()) and (
            all(column in asked or self.view.ours(cell) for column, cell in cells.items()))

    def _answers_below(self, asked: Mapping[int, Asked], following: Cells) -> bool:
        """Whether the next row answers a row that is nothing but labels."""
        return bool(set(asked) & set(following)) and not any(
            self.into.labels.met(cell.text) or self.view.ours(cell)
            for cell in following.values())

    def _under(self, row: int, cells: Cells) -> None:
        """The row below a row of labels."""
        for column, one in self.under.items():
            if column in cells:
                self.into.keep(self.view, row, column, self.into.path(one), one.field)
        self.under, self.into.current = {}, None

    def _beside(self, row: int, one: Asked, ahead: Cells) -> None:
        """Keep what stands beside a label: one cell about each child, or all of them."""
        assert self.into.current is not None
        one = self.into.current[0]
        if not ahead:
            return
        first = min(ahead)
        for column, cell in ahead.items():
            if self._is_help(one, cell):
                first = min((c for c in ahead if c > column), default=0)
                continue
            code, anomaly = self.children.get(column, ("", False))
            if one.section.per and column != first and column not in self.children:
                continue
            path = self.into.path(one, code, anomaly and one.section.prefilled)
            self.into.keep(self.view, row, column, path, one.field)
            self.beside.add(column)

    def _is_help(self, one: Asked, cell: Cell) -> bool:
        """Whether this is no answer but what we print. A word or two of ours may be an answer."""
        words = same(cell.text)
        ours = self.view.ours(cell) and not self.into.labels.asked(cell.text)
        if ours and words.count(" ") >= 2:
            return True
        return words in {same(plain(text)) for text in (
            one.field.hint, *one.field.guidance, *one.section.guidance) if text}

    def _without_label(self, row: int, cells: Cells) -> None:
        """More of the answer above: in its column, or alone in the row below its label."""
        free = {column: cell for column, cell in cells.items() if self.view.free(row, column)}
        if self.into.current is None or len(free) != len(cells):
            self.into.current = None
            return
        one = self.into.current[0]
        for column in free:
            if column in self.beside or (not self.beside and len(cells) == 1
                                         and one.field.type != "tick"):
                code, anomaly = self.children.get(column, ("", False))
                path = self.into.path(one, code, anomaly and one.section.prefilled)
                self.into.keep(self.view, row, column, path, one.field)
                self.beside.add(column)

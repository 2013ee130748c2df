"""Read the tables and paragraphs of a Word form: each answer by the label beside or above it."""

from collections.abc import Mapping, Sequence

from pipeline.doors.word.inline import PLACEHOLDER
from pipeline.doors.xlsx import Cell, Sheet
from pipeline.model import Answer, Field, Section, Where
from pipeline.prose import plain
from pipeline.workbook.layout import same
from pipeline.workbook.reading import Reading, SheetReading
from pipeline.workbook.values import answer, understood
from pipeline.workbook.wordlabels import (
    IDENTITY_KEYS,
    NUMBERED,
    UNTICKED,
    Asked,
    Labels,
    Piece,
    WordWords,
    child_of,
    chosen,
)

Cells = Mapping[int, Cell]
MOST_CHILDREN = 20
FAR = 2_000
"""More columns than any table has: pieces of a cell are told apart by so many."""


class WordReading:
    """What is read of one document, in the order in which it stands there."""

    def __init__(self, file: str, into: Reading, own: WordWords) -> None:
        self.file, self.into, self.own = file, into, own
        self.labels = Labels(into.form)
        self.context: Section | None = None
        self.current: tuple[Asked, str] | None = None
        self.identity: dict[str, str] = {}
        self.cuts: dict[tuple[str, str], list[tuple[str, Piece]]] = {}
        self.real: dict[tuple[str, str], str] = {}
        self.rows: dict[str, int] = {}
        self._child: dict[str, int] = {}
        self._asked: dict[tuple[str, str], list[str]] = {}
        self._boxes: dict[str, tuple[Field, list[tuple[Where, Cell]]]] = {}
        self._turn = 0
        self._time: dict[str, int] = {}

    def view(self, sheet: Sheet) -> SheetReading:
        """A sheet with an account of its cells."""
        return SheetReading(self.file, sheet, self.own, self.into)

    def title(self, words: str) -> bool:
        """Whether these words are the title of a section, which begins here."""
        found = self.labels.titles.get(same(words))
        if found is None:
            return False
        self.context, self.current = found, None
        return True

    def names_child(self, words: str) -> bool:
        """Whether these words say that from here on it is about one child."""
        code = child_of(words)
        if not code:
            return False
        for section in self.into.form.sections:
            if section.per:
                self._child[section.id] = int(code[1:])
                self._asked.pop((section.id, code), None)
        self.current = None
        return True

    def find(self, words: str, votes: Mapping[str, int], here: bool = False) -> Asked | None:
        """The question with this label: of the section where we are, else of the likeliest.

        `here` says that the title of the section stands in this very table.
        """
        found = [one for one in self.labels.asked(words) if one.section.kind != "table"]
        if not found:
            return None
        at = self.context.id if self.context else ""
        best = max(found, key=lambda one: (
            here and one.section.id == at, votes.get(one.section.id, 0), one.section.id == at))
        return self._next([one for one in found if one.section is best.section])

    def _next(self, found: Sequence[Asked]) -> Asked:
        """Among equal labels of one section the one that follows what was asked last."""
        section = found[0].section
        asked = self._asked.get((section.id, self.child(section)), [])
        order = [field.id for field in section.fields]
        last = order.index(asked[-1]) if asked else -1
        free = [one for one in found if one.field.id not in asked]
        after = [one for one in free if order.index(one.field.id) > last]
        return (after or free or found)[0]

    def child(self, section: Section) -> str:
        """The child that a section is about just now."""
        return f"C{self._child.get(section.id, 1)}" if section.per else ""

    def ask(self, one: Asked, columns: bool = False) -> None:
        """Begin a question. Asked again, it is about the next child, unless columns say whose."""
        section = one.section
        asked = self._asked.setdefault((section.id, self.child(section)), [])
        if section.per and not columns and one.field.id in asked and (
                self._child.get(section.id, 1) < MOST_CHILDREN):
            self._child[section.id] = self._child.get(section.id, 1) + 1
            asked = self._asked.setdefault((section.id, self.child(section)), [])
        asked.append(one.field.id)
        self._turn += 1
        self.context = section
        self.current = (one, "")

    def path(self, one: Asked, child: str = "", anomaly: bool = False) -> str:
        """Where the answer to a question is kept."""
        bits = [one.section.id, *filter(None, [child or self.child(one.section)]), one.field.id]
        return "/".join([*bits, "anomaly"] if anomaly else bits)

    def is_row(self, path: str) -> bool:
        """Whether this is the path of an answer in a table."""
        section = self.into.form.section(path.partition("/")[0])
        return section is not None and section.kind == "table"

    def keep(self, view: SheetReading, row: int, column: int, path: str, field: Field,
             piece: Piece | None = None) -> None:
        """Take a cell, or a piece of it, for an answer."""
        cell, where = view.sheet.cells[row, column], view.where(row, column)
        words = cell.text if piece is None else piece.words
        if piece is not None:
            where = self._cut(view, row, column, piece)
            cell = Cell(piece.words, marks=cell.marks)
        if not words.strip() or PLACEHOLDER.fullmatch(words) or self._unanswered(words):
            view.take(row, column)
            return
        again = self._time.setdefault(path, self._turn) != self._turn
        self._boxes.setdefault(path, (field, []))[1].append((where, cell))
        self.into.places.setdefault(path, where)
        view.keep(row, column, field, "answered-twice" if again else "")

    def _unanswered(self, words: str) -> bool:
        """Whether a box shows only what we printed: no tick, our words for no answer."""
        reduced = same(words)
        return reduced in self.own.print or (
            reduced[:1] in UNTICKED and bool(reduced) and reduced in self.own)

    def _cut(self, view: SheetReading, row: int, column: int, piece: Piece) -> Where:
        """A place for a piece of a cell, far to the right, until all has been compared."""
        whole = view.where(row, column)
        pieces = self.cuts.setdefault((whole.part, whole.spot), [])
        far = view.where(row, column + FAR * (len(pieces) + 1))
        pieces.append((far.spot, piece))
        self.real[far.part, far.spot] = whole.spot
        return far

    def at(self, where: Where) -> Where:
        """The cell that a place is in."""
        spot = self.real.get((where.part, where.spot))
        return where if spot is None else Where(where.file, where.part, spot)

    def pieces(self, view: SheetReading, row: int, column: int, votes: Mapping[str, int],
               inside: bool = False) -> bool:
        """Take a cell that holds labels together with their answers.

        `inside` an answer only the labels of its own section are any.
        """
        cell = view.sheet.cells[row, column]
        found = self.labels.cut(cell.text)
        known = [(piece, self.find(piece.label, votes)) for piece in found if piece.label]
        if not known or any(one is None for _, one in known):
            return False
        if inside and self.current is not None and any(
                one is not None and one.section is not self.context for _, one in known):
            return False
        for piece in found:
            one = self.find(piece.label, votes) if piece.label else None
            if one is None:
                where = self._cut(view, row, column, piece)
                if same(piece.words) not in self.own:
                    view.problem("unplaced-content", where.spot, piece.words)
                continue
            self.ask(one)
            self.keep(view, row, column, self.path(one), one.field, piece)
        view.take(row, column)
        return True

    def whose(self, view: SheetReading) -> None:
        """Take what stands beside or behind the labels that say whose form it is."""
        for row, cells in view.rows.items():
            for column, cell in cells.items():
                key = IDENTITY_KEYS.get(same(cell.text), "")
                beside = min((c for c in cells if c > column), default=0)
                if key and beside and key not in self.identity:
                    self.identity[key] = cells[beside].text.strip()
                    view.take(row, column)
                    view.keep(row, beside)
                    continue
                label, colon, said = cell.text.partition(":")
                key = IDENTITY_KEYS.get(same(label), "")
                if key and colon and said.strip() and "\n" not in said.strip() and (
                        key not in self.identity):
                    self.identity[key] = said.strip()
                    self._cut(view, row, column, Piece(label + colon, said))
                    view.keep(row, column)

    def text(self, view: SheetReading) -> None:
        """Read paragraphs: a label, and what follows it."""
        answered = False
        for row, cells in view.rows.items():
            for column, cell in cells.items():
                words = cell.text
                if not view.free(row, column) and same(words) not in self.own:
                    continue
                one = self.find(words, {})
                within = answered and self.current is not None
                heading = NUMBERED.fullmatch(same(words)) or not within
                if self.title(words) or (heading and one is None and self.names_child(words)):
                    continue
                if one is not None:
                    self.ask(one)
                    self.into.places.setdefault(self.path(one), view.where(row, column))
                    answered = False
                elif self.pieces(view, row, column, {}, answered):
                    answered = True
                elif same(words) in self.own:
                    if not self._helps(words):
                        self.current = None
                elif self.current is not None:
                    asked = self.current[0]
                    if asked.field.type == "narrative" or not answered:
                        self.keep(view, row, column, self.path(asked), asked.field)
                    answered = True

    def _helps(self, words: str) -> bool:
        """Whether words of ours belong to the question that was asked last."""
        if self.current is None:
            return False
        field = self.current[0].field
        return same(words) in {same(plain(one)) for one in (*field.guidance, field.hint)}

    def finish(self) -> None:
        """Put the answers together."""
        for path, (field, cells) in self._boxes.items():
            found = answer(field, cells)
            if found.value == "" and chosen(found.text):
                option = chosen(found.text)
                found = Answer(found.text, understood(field, option), found.refs)
            if found.given:
                self.into.answers[path] = found

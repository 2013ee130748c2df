"""Read a sheet of boxes: question, help and answer side by side."""

from pipeline.doors.xlsx import Cell
from pipeline.model import Evidence, Field, Where
from pipeline.prose import plain
from pipeline.workbook.headings import heading_row, nearest, without_headings
from pipeline.workbook.layout import EVIDENCE, MORE_ROOM, TICKS, SheetPlan, read_held, same
from pipeline.workbook.reading import OUR_MARK, SheetReading
from pipeline.workbook.values import answer

NEAR = 3
"""Words further below a box than this many rows were not meant for it."""
TICK_LABEL = next(header for key, header, _ in EVIDENCE if key == "tick")


def read_boxes(view: SheetReading, one: SheetPlan) -> None:
    """Take every answer of a sheet of boxes into the reading."""
    boxes = _Boxes(view, one)
    for row, cells in view.rows.items():
        if row > boxes.top:
            boxes.row(row, cells)
    boxes.finish()


class _Boxes:
    """One sheet while its rows are read from the top down."""

    def __init__(self, view: SheetReading, one: SheetPlan) -> None:
        self.view, self.one = view, one
        self.top, found = heading_row(view, one)
        self.columns = {one.columns[n].key: column for n, column in found.items()} or (
            without_headings(view, one))
        self.keys = _key_column(view, one)
        self.marks = self.keys + 1 if self.keys else 0
        self.answers = {self.columns[c.key]: c.key for _, c in one.answers
                        if c.key in self.columns}
        self.aside = {self.columns[key] for key, _, _ in EVIDENCE if key in self.columns}
        self.guidance = {same(plain(words)) for words in (
            *one.section.guidance, *one.section.guidance_after,
            *(line for f in one.section.fields for line in f.guidance))}
        self.current: Field | None = None
        self.asked: list[str] = []
        self.moved = self.told = False
        self.last = 0
        # Each cell of a box with how often its question had been printed by then.
        self.sent: dict[tuple[str, str], str] = {}
        self.boxes: dict[tuple[str, str], list[tuple[int, Where, Cell]]] = {}
        self.printed = {same(cells[question].text) for cells in view.rows.values()
                        for question in [self.columns.get("question", 0)] if question in cells}
        self.strays: dict[str, list[tuple[int, int, Cell]]] = {}

    def row(self, row: int, cells: dict[int, Cell]) -> None:
        """Take what one row holds."""
        key = cells[self.keys].text if self.keys in cells else ""
        question = self.columns.get("question", 0)
        label = cells[question].text if question in cells else ""
        if key in ("_guidance", "_heading") and not self._named(label):
            return
        if not label and not key and row > self.last + NEAR:
            return
        self.last = row
        asked = self._asked(row, label, key)
        if asked is None and label:
            return
        if asked is not None:
            self._at(row, asked)
        shown = self.marks in cells and bool(OUR_MARK.fullmatch(cells[self.marks].text))
        for column, cell in cells.items():
            if column in self.answers:
                if self.current is not None and not self._is_guidance(cell, label):
                    self._keep(row, column, cell)
            elif self._beside(column, cell, shown):
                self.view.take(row, column)
            elif asked is not None and column > max(self.answers, default=column):
                self.strays.setdefault(asked.id, []).append((row, column, cell))
        held = read_held(cells[self.marks].text) if self.marks in cells else {}
        if held and self.current is not None:
            self.sent.update({(self.current.id, name): mark for name, mark in held.items()})
            self.view.take(row, self.marks)
        elif shown and self.one.desk:
            self._evidence(row, cells)

    def _asked(self, row: int, label: str, key: str) -> Field | None:
        """The question this row belongs to: by its label; the key decides between equal labels."""
        keyed = self.one.section.field(key.rstrip("+").partition("/")[2])
        if same(label) == same(MORE_ROOM) or (not label and (keyed is None or key.endswith("+"))):
            above = self.current if self.moved else keyed or self.current
            # Only a narrative has more room: under another question this row was moved.
            if label and keyed is None and above and above.type != "narrative":
                return above if above.continuation else None
            return above
        named = self._named(label)
        if key.endswith("+") and not named:
            return keyed
        found = keyed
        if named and keyed not in named:
            found = next((f for f in named if f.id not in self.asked), named[0])
        if found is None and not named and not key and same(label) not in self.view.own:
            found = self._near(label)
        if found is None or (not named and same(label) in self.view.own):
            return None
        if keyed is not None and found is not keyed:
            # Said once a sheet: whoever moves one row moves many.
            if not self.told:
                self._problem("label-and-key-differ", row, label)
            self.told = True
        elif not named:
            self._problem("label-changed", row, label, label=found.label)
            self.view.take(row, self.columns.get("question", 0))
        self.moved = keyed is not None and found is not keyed
        self.asked.append(found.id)
        return found

    def _named(self, label: str) -> list[Field]:
        """The questions with this wording, now or in an earlier version."""
        return [f for f in self.one.section.fields
                if label and same(label) in {same(f.label), *map(same, f.labels_before)}]

    def _near(self, label: str) -> Field | None:
        """The question of which this label, whose key is gone, can only be a slip of the pen."""
        missing = {f.label: f for f in reversed(self.one.section.fields)
                   if f.id not in self.asked and same(f.label) not in self.printed}
        # A label near two questions stands for neither, though the other is there.
        near = nearest(label, (f.label for f in self.one.section.fields))
        return missing.get(near)

    def _problem(self, code: str, row: int, quote: str, **words: str) -> None:
        spot = self.view.where(row, self.columns.get("question", 1)).spot
        self.view.problem(code, spot, quote, **words)

    def _at(self, row: int, asked: Field) -> None:
        if asked is not self.current:
            self.current = asked
            for column, name in self.answers.items():
                self.view.into.places.setdefault(self._path(name, asked),
                                                 self.view.where(row, column))

    def _is_guidance(self, cell: Cell, label: str) -> bool:
        """Guidance stands in the column of the answers, and its key may have been deleted."""
        return not label and same(cell.text) in self.guidance

    def _keep(self, row: int, column: int, cell: Cell) -> None:
        assert self.current is not None
        box = self.boxes.setdefault((self.current.id, self.answers[column]), [])
        time = self.asked.count(self.current.id)
        again = bool(box) and time > box[0][0]
        box.append((time, self.view.where(row, column), cell))
        self.view.keep(row, column, self.current, "answered-twice" if again else "")

    def _beside(self, column: int, cell: Cell, shown: bool) -> bool:
        """Whether a cell beside a box is ours: words gathered from others, or a count of words."""
        if column == self.columns.get("count"):
            return cell.text.isdecimal()
        return column in self.aside and (shown or column == self.columns.get("words"))

    def _path(self, name: str, asked: Field) -> str:
        here = self.one.section.id
        if name == "answer":
            return f"{here}/{asked.id}"
        child, _, anomaly = name.partition("/")
        return f"{here}/{child}/{asked.id}" + (f"/{anomaly}" if anomaly else "")

    def _evidence(self, row: int, cells: dict[int, Cell]) -> None:
        """Keep which words stood beside the box, and the tick put against them."""
        if self.current is None:
            return
        self.view.take(row, self.marks)
        column = self.columns.get("tick", self.marks)
        tick = cells[column].text if "tick" in self.columns and column in cells else ""
        source, _, words = cells[self.marks].text.partition("|")
        self.view.into.evidence.append(Evidence(
            f"{self.one.section.id}/{self.current.id}", source, words, tick,
            self.view.where(row, column)))
        if tick and same(tick) not in map(same, TICKS):
            self.view.problem("not-in-list", self.view.where(row, column).spot, tick,
                              label=TICK_LABEL, choices=", ".join(TICKS))

    def finish(self) -> None:
        """Put the answers together, and say which questions were not there."""
        for field_id, strays in self.strays.items():
            self._moved(field_id, [one for one in strays if self.view.free(*one[:2])])
        for (field_id, name), kept in self.boxes.items():
            field = self.one.section.field(field_id)
            assert field is not None
            found = answer(field, [(where, cell) for _, where, cell in kept])
            self.view.put(self._path(name, field), found)
            if (field_id, name) in self.sent:
                self.view.compare(self._path(name, field), found.text, self.sent[field_id, name])
        for question in self.one.section.fields:
            if question.id not in self.asked and not question.until:
                self.view.problem("missing-question", "A1", label=question.label)
        for _, column in self.one.answers:
            if column.key not in self.columns:
                self.view.problem("missing-label", self.view.where(self.top or 1, 1).spot,
                                  label=column.header)

    def _moved(self, field_id: str, strays: list[tuple[int, int, Cell]]) -> None:
        """Take the only words to the right of an empty box for its answer: they stand in its row.

        Where there are several boxes side by side nobody can tell whose they are.
        """
        (name,) = self.answers.values() if len(self.answers) == 1 else ("",)
        if not name or len(strays) != 1 or (field_id, name) in self.boxes:
            return
        row, column, cell = strays[0]
        self.boxes[field_id, name] = [(1, self.view.where(row, column), cell)]
        self.view.keep(row, column, self.one.section.field(field_id), "answer-moved")


def _key_column(view: SheetReading, one: SheetPlan) -> int:
    """The column that holds the keys now: columns may have been inserted since. 0 when gone."""
    votes: dict[int, int] = {}
    for cells in view.rows.values():
        for column, cell in cells.items():
            head, _, field_id = cell.text.rstrip("+").partition("/")
            if head == one.section.id and one.section.field(field_id):
                votes[column] = votes.get(column, 0) + 1
    return max(sorted(votes), key=lambda column: votes[column]) if votes else 0

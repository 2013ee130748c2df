"""What we ask about a form that came back: the sheet that lists it, and marks at the cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.doors.xlsx import Draw, Put, lines, spot
from pipeline.model import Filling, Form, Question
from pipeline.prose import mark
from pipeline.workbook.beside import bits
from pipeline.workbook.layout import (
    ASK_SHEET,
    ASKED,
    ASKED_ABOUT,
    ASKED_HERE,
    ASKED_HOW,
    HEADING_ROW,
    RETURN_BY,
    TAB,
    SheetPlan,
    same,
)

WIDTHS = (13, 59, 42, 46)
ASIDE, ON_PAPER = 36, 160
"""How wide the column of questions is, and what fits across a page that is turned."""
MORE = "(more of what we read)"
NOTE = "{name}\nWe read: {read}\nWe need: {need}"
LONGEST_NOTE = 300


@dataclass
class Asking:
    """The questions of one copy, where the cell of each came to stand, and every word they add.

    `words` are all that we print for them: the reader must know them as ours when they come back.
    """

    questions: Sequence[Question]
    places: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def mark(self, draw: Draw, one: SheetPlan, put: Put, path: str) -> Put:
        """The cell of an answer as it is drawn: shaded, noted and marked when we ask about it."""
        number = next((n for n, q in enumerate(self.questions, 1) if q.path == path), 0)
        if not number:
            return put
        question = self.questions[number - 1]
        put.style = "doubt"
        put.note = self._own(NOTE.format(name=_name(number), read=_short(question.read),
                                         need=question.need))
        self.places[path] = _cell(draw, put)
        self._aside(draw, one, put.row, f"? {number}. {question.need}")
        return put

    def _aside(self, draw: Draw, one: SheetPlan, row: int, words: str) -> None:
        """Say it in a column of its own too: a shade alone does not show on every screen."""
        column = one.key_column + 2
        if len(draw.widths) < column:
            draw.widths = [*draw.widths, ASIDE]
            # On paper the list of questions serves where there is no room for them here.
            if sum(c.width for c in one.columns) + ASIDE <= ON_PAPER:
                draw.print_columns = column
            draw.puts.append(Put(HEADING_ROW, column, ASKED_HERE, "header"))
        there = next((p for p in draw.puts if (p.row, p.column) == (row, column)), None)
        if there is None:
            there = Put(row, column, "", "asked")
            draw.puts.append(there)
        there.value = self._own(f"{there.value}\n{words}".strip())

    def _own(self, words: str) -> str:
        self.words.append(words)
        return words

    def summary(self) -> str:
        """How many questions there are, for the sheet that people know as the first."""
        count = len(self.questions)
        return self._own(f"{count} {'question' if count == 1 else 'questions'} about your answers")

    def sheet(self, form: Form, filling: Filling) -> Draw:
        """The sheet that lists every question, each with a link to its cell."""
        names = {section.id: section.sheet for section in form.sections}
        draw = Draw(ASK_SHEET, WIDTHS, freeze="A6", repeat="5:5", tab=TAB)
        draw.puts += [Put(1, 1, ASK_SHEET, "title"),
                      Put(2, 1, self._own(_about(form, filling)), "about"),
                      Put(3, 1, ASKED_HOW, "about")]
        draw.puts += [Put(HEADING_ROW, n, words, "header") for n, words in enumerate(ASKED, 1)]
        row = HEADING_ROW
        for number, one in enumerate(self.questions, 1):
            row += 1
            name = names.get(one.path.partition("/")[0], "")
            link = self.places.get(one.path) or (f"'{name}'!A1" if name else "")
            pieces = bits(one.read, lambda text: lines(text, WIDTHS[2]))
            draw.puts += [Put(row, 1, self._own(_name(number)), "label"),
                          Put(row, 2, self._own(one.place), "cell", link=link),
                          Put(row, 3, self._own(pieces[0]), "printed"),
                          Put(row, 4, self._own(one.need), "asked")]
            for piece in pieces[1:]:
                row += 1
                draw.puts += [Put(row, 2, MORE, "more"),
                              Put(row, 3, self._own(f"… {piece}"), "printed")]
        draw.region = f"A{HEADING_ROW}.D{row}"
        return draw

    def marks(self) -> str:
        """The fingerprint of every word these questions add, for the hidden sheet."""
        return " ".join(sorted({mark(same(words)) for words in self.words}))


def asked_words() -> list[str]:
    """Our words that stand on every copy with questions."""
    return [ASK_SHEET, ASKED_HERE, ASKED_HOW, ASKED_ABOUT, MORE, *ASKED]


class OurWords(frozenset[str]):
    """Words of ours, reduced as `same` does, and the marks of those that questions added."""

    marks: frozenset[str] = frozenset()

    def __contains__(self, words: object) -> bool:
        return super().__contains__(words) or (
            isinstance(words, str) and bool(self.marks) and mark(words) in self.marks)


def with_questions(identity: Mapping[str, str], own: Iterable[str]) -> OurWords:
    """Our own words on a workbook with this identity, those of its questions among them."""
    words = OurWords(own)
    words.marks = frozenset(identity.get(ASK_SHEET, "").split())
    return words


def _about(form: Form, filling: Filling) -> str:
    """Which return the questions are about, and by when they should be answered."""
    by = dict(filling.facts).get(RETURN_BY, "")
    case = filling.identity.get("case", "")
    words = " ".join(filter(None, [form.title, f"of case {case}" if case else ""]))
    return f"{words}: please send it back by {by}." if by else f"{words}."


def _name(number: int) -> str:
    return f"Question {number}"


def _cell(draw: Draw, put: Put) -> str:
    return f"'{draw.name}'!{spot(put.row, put.column)}"


def _short(words: str) -> str:
    """Words cut to what a note can show; the list has them whole."""
    return words if len(words) <= LONGEST_NOTE else words[:LONGEST_NOTE].rstrip() + " …”"

"""Where everything stands in a workbook: the one plan that writing and reading share.

Two layouts serve all sections. A *sheet of boxes* has a question, help and one or more answer
columns side by side. A *table* has a row of headings. Row 1 is the title, row 2 says what the sheet
holds, row 3 how much is still to answer; row 4 is hidden and holds the keys of the columns; row 5
holds the headings and stays in sight. A hidden column at the end holds the keys of the rows.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.model import Field, Form, Section
from pipeline.prefill import naming_children
from pipeline.prose import mark

START_SHEET = "Start here"
FORM_SHEET = "_form"
LISTS_SHEET = "_lists"
GUIDANCE = "Guidance"
KEY_ROW = 4
HEADING_ROW = 5
FIRST_ROW = 6
REQUIRED_MARK = " *"
MORE_ROOM = "(more room for the answer above)"
QUESTION, HELP, ANSWER, WORD_COUNT = "Question", "Help", "Your answer", "Words"
FILLED_IN = "Filled in by us"
NOTHING_NEEDED = "Nothing here must be answered"
NOT_FOR_YOU = "There is nothing for you to fill in here"
# On a copy that goes back with questions.
ASK_SHEET, ASKED_HERE, ASKED_ABOUT = "What we ask", "What we ask here", "What we ask about"
ASKED = ("Question", "Where", "What we read", "What we need")
ASKED_HOW = ("Follow the link of each line and mend the answer there. Then save this form and send "
             "it back. Nothing is typed on this sheet.")
STILL, STILL_ON_SHEET = "Still to answer", "Still to answer on this sheet"
NOTHING_MORE = "nothing"
TAB = "1D3A5F"
LONGEST_LABEL = 400
# A row holds no more than 409 points, which are 28 lines.
MOST_LINES = 26
HELD = "{child}: as the Business Unit holds it"
ANOMALY = "{child}: what your records show, if different"
ABOUT_CHILD = "{child}"
EVIDENCE = (("from", "Who said it, and where", 17), ("words", "Their words", 50),
            ("tick", "Taken up?", 12))
TICKS = ("Taken up", "Not needed")
MOST_CHILDREN = 4

IDENTITY = (
    ("form", "Form"), ("version", "Version of the form"), ("partnership", "Partnership"),
    ("case", "Case reference"), ("recipient", "Our code for you"), ("number", "Return number"),
    ("replaces", "Replaces the return that we know as"),
)
FOR, RETURN_BY, RETURN_TO = "For", "Return by", "Return to"
KIND_LABEL = "What is this return?"
KINDS = {
    "first": "Our first return",
    "correction": "A correction: it replaces our earlier return",
    "addition": "An addition: it adds to our earlier return",
}
NOTHING_LABEL = "We hold no information on any person named in this form"

# What fits on a screen 1,920 pixels wide at full size, in digits of Arial 11; of that the least
# and the most for a column about one child.
SCREEN, NARROWEST, WIDEST = 230, 36, 92
# Guidance needs so much room to be read.
WIDE_ENOUGH = 50
NARRATIVE = 92
WIDTHS = {"narrative": NARRATIVE, "when": 22, "date": 20, "time": 12, "yes_no": 12, "tick": 12,
          "number": 12, "person": 12, "agency": 12, "choice": 24, "email": 30, "phone": 20,
          "nhs_number": 18, "postcode": 14, "text": 30}


@dataclass(frozen=True)
class Column:
    """One visible column: `key` says what stands in it, `header` is its heading."""

    key: str
    header: str
    width: int
    field: Field | None = None
    ours: bool = False


@dataclass(frozen=True)
class SheetPlan:
    """One section's sheet. `columns` do not include the hidden key columns at the end.

    `certain` are the children of whom something must be said: the first, and each child whom we
    have named to the sender. Another child counts once something is said of it.
    """

    section: Section
    columns: tuple[Column, ...]
    is_table: bool
    desk: bool
    certain: tuple[str, ...] = ()

    @property
    def key_column(self) -> int:
        """The hidden column that holds the key of each row (1-based)."""
        return len(self.columns) + 1

    def must_be_there(self, number: int) -> bool:
        """Whether what is asked in a column is missing as long as the column is empty."""
        return not self.section.per or number == self.answers[0][0] or (
            self.columns[number - 1].key in self.certain)

    @property
    def answers(self) -> tuple[tuple[int, Column], ...]:
        """The columns answers stand in, with their 1-based number."""
        aside = {"question", "help", "count", *(key for key, _, _ in EVIDENCE)}
        return tuple((n, c) for n, c in enumerate(self.columns, 1) if c.key not in aside)

    def number(self, key: str) -> int:
        """The 1-based number of the column with this key, 0 when there is none."""
        return next((n for n, c in enumerate(self.columns, 1) if c.key == key), 0)

    @property
    def guidance_column(self) -> int:
        """Where guidance stands: among the answers, or in a table in the first wide column."""
        if not self.is_table:
            return self.answers[0][0]
        widths = [c.width for c in self.columns]
        return next((n for n, width in enumerate(widths, 1) if width >= WIDE_ENOUGH),
                    widths.index(max(widths)) + 1)


def plan(form: Form, section: Section, children: Sequence[str],
         known: Sequence[str] = ()) -> SheetPlan:
    """The plan of one section. `children` are codes of the subject children, as C1, C2.

    `known` are those of the case: where the form names them, something must be said of each.
    """
    if section.kind == "table":
        columns = [Column(f.id, marked(f), f.width or WIDTHS[f.type], f) for f in section.fields]
        return SheetPlan(section, tuple(_roomy(section, columns)), True, False)
    desk = form.desk and any(f.gathers for f in section.fields)
    hints = any(f.hint for f in section.fields)
    question, aside = (27, 15) if desk else (30, 24) if section.per else (36, 26)
    if form.desk and not desk:
        question -= 4
    columns = [Column("question", QUESTION, question if hints else question + 14)]
    if hints:
        columns.append(Column("help", HELP, aside))
    if section.per:
        columns += _per_child(section, children, SCREEN - sum(c.width for c in columns))
    else:
        columns.append(Column("answer", FILLED_IN if locked(form, section) else ANSWER, NARRATIVE))
    if form.desk:
        columns.append(Column("count", WORD_COUNT, 10))
    if desk:
        columns.extend(Column(*row) for row in EVIDENCE)
    return SheetPlan(section, tuple(columns), False, desk,
                     tuple(known) if naming_children(form) else ())


def _per_child(section: Section, children: Sequence[str], room: int) -> list[Column]:
    each = 2 if section.prefilled else 1
    width = min(WIDEST, max(NARROWEST, room // max(1, each * len(children))))
    columns = []
    for child in children:
        header = HELD if section.prefilled else ABOUT_CHILD
        columns.append(Column(child, header.format(child=child), width, ours=section.prefilled))
        if section.prefilled:
            columns.append(Column(f"{child}/anomaly", ANOMALY.format(child=child), width))
    return columns


def _roomy(section: Section, columns: list[Column]) -> list[Column]:
    """A table with guidance needs a column wide enough for it: widen the widest when none is."""
    widest = max(range(len(columns)), key=lambda n: columns[n].width)
    if (section.guidance or section.guidance_after) and columns[widest].width < WIDE_ENOUGH:
        old = columns[widest]
        columns[widest] = Column(old.key, old.header, WIDE_ENOUGH, old.field)
    return columns


def marked(field: Field) -> str:
    """The label as it stands on the sheet: a star says that it must be answered."""
    return field.label + (REQUIRED_MARK if field.required else "")


def locked(form: Form, section: Section) -> bool:
    """Whether somebody other than the sender of the form fills in this section."""
    return bool(section.filled_by) and section.filled_by != form.filled_by


# Signs without a shape: joiners, the turns of a line, what tells an emoji from a sign.
UNSEEN = re.compile("[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")


def same(words: str) -> str:
    """Words reduced to what two spellings of one label share."""
    # Labels are compared by the hundred thousand; nobody's long answer needs to be remembered.
    return _reduced_once(words) if len(words) <= LONGEST_LABEL else _reduced(words)


def _reduced(words: str) -> str:
    plain = UNSEEN.sub("", unicodedata.normalize("NFKC", words)).casefold()
    plain = plain.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})
    plain = re.sub(r"\s+", " ", plain).strip()
    return plain.rstrip("* :?.").strip()


_reduced_once = lru_cache(maxsize=20_000)(_reduced)


def held_key(words: Mapping[str, str]) -> str:
    """What is hidden beside words of ours: the mark of each by the key of its column."""
    return "|".join(["held", *(f"{key}={mark(text)}" for key, text in words.items())])


def read_held(key: str) -> dict[str, str]:
    """The marks a hidden key holds, by the key of the column; none when it is another key."""
    whole = re.fullmatch(r"held((?:\|[\w/]+=[0-9a-f]{12})+)", key)
    return dict(re.findall(r"\|([\w/]+)=(\w+)", whole[1])) if whole else {}


def pieces(text: str, lines: Callable[[str], int], most: int) -> list[str]:
    """Cut a long text at line ends into pieces of about `most` lines, as `lines` counts them.

    Joining the pieces with line ends gives the text back exactly. No piece is empty, because an
    empty continuation row is not an answer.
    """
    first, *rest = re.split(r"\n(?=\S)", text)
    done: list[str] = []
    piece, used = first, lines(first)
    for line in rest:
        more = lines(line)
        if piece.strip() and used + more > most:
            done.append(piece)
            piece, used = line, more
        else:
            piece, used = f"{piece}\n{line}", used + more
    return [*done, piece]

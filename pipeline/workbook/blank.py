"""Write a form as a workbook: blank, pre-filled for somebody, or with every answer put in."""

from collections.abc import Sequence

from pipeline.doors.xlsx import Choice, Draw, Put, spot, write_book
from pipeline.model import Field, Filling, Form, Profile, Section, Words
from pipeline.prose import plain
from pipeline.workbook.counts import count_formula
from pipeline.workbook.layout import (
    EVIDENCE,
    FIRST_ROW,
    GUIDANCE,
    HEADING_ROW,
    KEY_ROW,
    LISTS_SHEET,
    MORE_ROOM,
    MOST_CHILDREN,
    START_SHEET,
    TICKS,
    SheetPlan,
    held_key,
    locked,
    marked,
    pieces,
    plan,
)
from pipeline.workbook.start import hidden_identity, start_sheet

PIECE = 1_900
LITERAL_LIST = 250


def write(form: Form, profile: Profile, filling: Filling | None = None) -> bytes:
    """The form as a workbook. Without a filling it is the blank that everybody is sent.

    The same form and filling always give the same bytes.
    """
    filling = filling or Filling()
    children = list(filling.children) or [f"C{n}" for n in range(1, MOST_CHILDREN + 1)]
    children += _more_children(form, filling, children)
    plans = [plan(form, section, children) for section in form.sections]
    lists = _Lists()
    drawn = [_sheet(form, one, filling, lists) for one in plans]
    counts = [count_formula(one, draw, boxes) if not locked(form, one.section) else ""
              for one, (draw, boxes) in zip(plans, drawn, strict=True)]
    identity = {"form": form.id, "version": form.version, "partnership": profile.id,
                **dict.fromkeys(("case", "recipient", "number", "replaces"), ""),
                **filling.identity}
    counted = list(zip(plans, counts, strict=True))
    start, rows = start_sheet(form, profile, filling, identity, counted)
    for count, row, (draw, _) in zip(counts, rows, drawn, strict=True):
        words = f"=\"Still to answer on this sheet: \"&'{START_SHEET}'!C{row}"
        draw.puts.append(Put(3, 1, words if count else "Nothing here must be answered",
                             "count" if count else "about", bool(count)))
    sheets = [start, *(draw for draw, _ in drawn)]
    if lists.columns:
        sheets.append(lists.draw())
    sheets.append(hidden_identity(identity, filling.facts))
    return write_book(sheets, form.title, {key: value for key, value in identity.items() if value})


def _more_children(form: Form, filling: Filling, known: Sequence[str]) -> list[str]:
    """Children that only the answers name: what is said of them needs a column too."""
    per = {section.id for section in form.sections if section.per}
    named = {path.split("/")[1] for path in filling.answers if path.split("/")[0] in per}
    return sorted(named - set(known))


def _sheet(form: Form, one: SheetPlan, filling: Filling,
           lists: "_Lists") -> tuple[Draw, dict[str, tuple[int, int]]]:
    section = one.section
    widths = [*(c.width for c in one.columns), 14, 14]
    draw = Draw(section.sheet, widths, freeze=f"A{FIRST_ROW}",
                repeat=f"{HEADING_ROW}:{HEADING_ROW}", landscape=sum(widths) > 150,
                print_columns=len(one.columns))
    draw.puts += [Put(1, 1, section.title, "title"),
                  Put(2, 1, section.about or section.title, "about")]
    draw.puts += [Put(HEADING_ROW, n, c.header, "header") for n, c in enumerate(one.columns, 1)]
    draw.puts += [Put(KEY_ROW, n, f"{section.id}/{c.key}", "key")
                  for n, c in enumerate(one.columns, 1)]
    draw.hidden_rows = (KEY_ROW,)
    draw.hidden_columns = (one.key_column, one.key_column + 1)
    hints = [f"{f.label}: {f.hint}" for f in section.fields if f.hint] if one.is_table else []
    row = _guidance(draw, one, FIRST_ROW, [*section.guidance, *hints])
    fill = _fill_table if one.is_table else _fill_boxes
    row, boxes = fill(draw, one, row, form, filling, lists)
    _guidance(draw, one, row, section.guidance_after)
    draw.region = f"A{HEADING_ROW}.{spot(max(row - 1, FIRST_ROW), len(one.columns))}"
    return draw, boxes


def _guidance(draw: Draw, one: SheetPlan, row: int, lines: Sequence[str]) -> int:
    for n, words in enumerate(lines):
        if one.guidance_column != 1:
            draw.puts.append(Put(row, 1, GUIDANCE if n == 0 else "", "guidance_label"))
        draw.puts.append(Put(row, one.guidance_column, _plain(words), "guidance"))
        draw.puts.append(Put(row, one.key_column, "_guidance", "key"))
        row += 1
    return row


def _fill_boxes(draw: Draw, one: SheetPlan, row: int, form: Form, filling: Filling,
                lists: "_Lists") -> tuple[int, dict[str, tuple[int, int]]]:
    boxes: dict[str, tuple[int, int]] = {}
    group = ""
    for question in one.section.fields:
        if question.until:
            continue
        if question.group and question.group != group:
            group = question.group
            row = _heading(draw, one, row, group)
        if question.heading:
            row = _heading(draw, one, row, question.heading)
        row = _guidance(draw, one, row, question.guidance)
        last = _box(draw, one, row, question, form, filling)
        _choices(draw, one, row, last, question, filling, lists)
        boxes[question.id] = (row, last)
        row = last + 1
    return row, boxes


def _heading(draw: Draw, one: SheetPlan, row: int, words: str) -> int:
    draw.puts += [Put(row, 1, words, "heading"), Put(row, one.key_column, "_heading", "key")]
    return row + 1


def _box(draw: Draw, one: SheetPlan, row: int, question: Field, form: Form,
         filling: Filling) -> int:
    """Draw one question from `row` on; returns the last row of its box."""
    path = f"{one.section.id}/{question.id}"
    closed = locked(form, one.section)
    answers = {}
    held: dict[str, str] = {}
    for n, column in one.answers:
        child = "" if column.key == "answer" else column.key
        where = _answer_path(one.section, child, question)
        words = filling.answers.get(where, "")
        if where in filling.ours:
            held[column.key] = words
        # Only a narrative may be cut: the rows of any other box hold one answer.
        answers[n] = (column, pieces(words, PIECE) if question.type == "narrative" else [words])
    beside = _cut(filling.beside.get(path, ()))
    rows = max(1 + question.continuation, len(beside), *(len(bits) for _, bits in answers.values()))
    for n in range(rows):
        here = row + n
        draw.puts.append(Put(here, 1, marked(question) if n == 0 else MORE_ROOM,
                             "label" if n == 0 else "more"))
        if one.number("help"):
            draw.puts.append(Put(here, one.number("help"), question.hint if n == 0 else "", "hint"))
        for number, (column, bits) in answers.items():
            style = "held" if closed or column.ours else "answer"
            room = (4 if n == 0 else 2) if question.type == "narrative" else 1
            draw.puts.append(Put(here, number, bits[n] if n < len(bits) else "", style,
                                 lines=1 if style == "held" else room))
        draw.puts.append(Put(here, one.key_column, path if n == 0 else f"{path}+", "key"))
        if one.desk:
            _beside(draw, one, here, beside[n] if n < len(beside) else None)
    if held:
        draw.puts.append(Put(row, one.key_column + 1, held_key(held), "key"))
    if one.number("count"):
        _word_count(draw, one, row, row + rows - 1)
    return row + rows - 1


def _answer_path(section: Section, child: str, question: Field) -> str:
    if not child:
        return f"{section.id}/{question.id}"
    code, _, anomaly = child.partition("/")
    return f"{section.id}/{code}/{question.id}" + (f"/{anomaly}" if anomaly else "")


def _cut(beside: Sequence[Words]) -> list[tuple[Words, str, bool]]:
    """Long words take several rows; only the first has the tick."""
    return [(words, bit, n == 0) for words in beside
            for n, bit in enumerate(pieces(words.text, PIECE))]


def _beside(draw: Draw, one: SheetPlan, row: int, shown: tuple[Words, str, bool] | None) -> None:
    if shown is None:
        return
    words, bit, first = shown
    cells = {"from": words.who, "words": bit, "source": words.place,
             "tick": words.tick, "new": words.new}
    for key, _, _ in EVIDENCE:
        number = one.number(key)
        value = cells[key] if first or key == "words" else ""
        style = "short" if key == "tick" and first else "evidence"
        draw.puts.append(Put(row, number, value, style))
    if first:
        draw.choices.append(Choice(one.number("tick"), row, row, TICKS))
        draw.puts.append(Put(row, one.key_column + 1, f"{words.source}|{words.mark}", "key"))


def _word_count(draw: Draw, one: SheetPlan, first: int, last: int) -> None:
    number = one.answers[0][0]
    cells = [spot(row, number) for row in range(first, last + 1)]
    bits = [f'IF(TRIM({c})="",0,LEN(TRIM({c}))-LEN(SUBSTITUTE(TRIM({c})," ",""))+1)'
            for c in cells]
    draw.puts.append(Put(first, one.number("count"), "=" + "+".join(bits[:12]), "plain", True))


def _fill_table(draw: Draw, one: SheetPlan, row: int, form: Form, filling: Filling,
                lists: "_Lists") -> tuple[int, dict[str, tuple[int, int]]]:
    section = one.section
    filled = [int(path.split("/")[1]) for path in filling.answers
              if path.startswith(f"{section.id}/") and path.count("/") == 2]
    rows = max(section.rows, max(filled, default=0) + (5 if filled else 0))
    if section.max_rows:
        rows = max(min(rows, section.max_rows), max(filled, default=0))
    closed = locked(form, section)
    for n in range(1, rows + 1):
        printed = section.printed[n - 1] if n <= len(section.printed) else {}
        for number, column in enumerate(one.columns, 1):
            words = filling.answers.get(f"{section.id}/{n}/{column.key}", "")
            style = "held" if closed else "answer"
            if not words and column.key in printed:
                words, style = _plain(printed[column.key]), "printed"
            elif column.key in printed:
                style = "printed"
            draw.puts.append(Put(row + n - 1, number, words, style))
        draw.puts.append(Put(row + n - 1, one.key_column, f"{section.id}/{n}", "key"))
        held = {c.key: filling.answers.get(f"{section.id}/{n}/{c.key}", "") for c in one.columns
                if f"{section.id}/{n}/{c.key}" in filling.ours}
        if held:
            draw.puts.append(Put(row + n - 1, one.key_column + 1, held_key(held), "key"))
    last = row + rows - 1
    for number, column in enumerate(one.columns, 1):
        if column.field is not None:
            _drop_down(draw, number, row, last, column.field, filling, lists)
    return last + 1, {f.id: (row, last) for f in section.fields}


def _choices(draw: Draw, one: SheetPlan, first: int, last: int, question: Field,
             filling: Filling, lists: "_Lists") -> None:
    for number, column in one.answers:
        if not column.ours and not column.key.endswith("/anomaly"):
            _drop_down(draw, number, first, last, question, filling, lists)


def _drop_down(draw: Draw, column: int, first: int, last: int, question: Field,
               filling: Filling, lists: "_Lists") -> None:
    options: Sequence[str] = question.choices
    if question.type == "tick":
        options = ("x",)
    source = {"person": "people", "agency": "agencies"}.get(question.type, question.choices_from)
    if source:
        options = filling.offered.get(source, ())
    if not options:
        return
    literal = len(",".join(options)) <= LITERAL_LIST and all(
        option.isprintable() and not set(',"') & set(option) for option in options)
    strict = not source
    if literal:
        draw.choices.append(Choice(column, first, last, options, strict=strict))
    else:
        draw.choices.append(Choice(column, first, last, source=lists.range_of(options),
                                   strict=strict))


class _Lists:
    """Long lists of options, each in a column of one hidden sheet."""

    def __init__(self) -> None:
        self.columns: list[tuple[str, ...]] = []

    def range_of(self, options: Sequence[str]) -> str:
        """The range that holds these options."""
        wanted = tuple(options)
        if wanted not in self.columns:
            self.columns.append(wanted)
        number = self.columns.index(wanted) + 1
        first = spot(1, number).rstrip("1")
        return f"'{LISTS_SHEET}'!${first}$1:${first}${len(wanted)}"

    def draw(self) -> Draw:
        """The hidden sheet."""
        draw = Draw(LISTS_SHEET, [40] * len(self.columns), hidden=True)
        draw.puts = [Put(row, column, option, "key")
                     for column, options in enumerate(self.columns, 1)
                     for row, option in enumerate(options, 1)]
        return draw


def _plain(words: str) -> str:
    """Guidance without its marks: a bullet is shown as one, bold and italics are dropped."""
    return plain(words)

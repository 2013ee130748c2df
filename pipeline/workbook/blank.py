"""Write a form as a workbook: blank, pre-filled for somebody, or with every answer put in."""

from collections.abc import Sequence

from pipeline.codes import in_turn
from pipeline.doors.xlsx import Choice, Draw, Put, lines, spot, write_book
from pipeline.model import Field, Filling, Form, Profile, Section
from pipeline.prose import plain
from pipeline.workbook.asking import Asking
from pipeline.workbook.beside import cut, put_beside, word_count
from pipeline.workbook.counts import count_formula
from pipeline.workbook.layout import (
    ASK_SHEET,
    FIRST_ROW,
    GUIDANCE,
    HEADING_ROW,
    KEY_ROW,
    LISTS_SHEET,
    MORE_ROOM,
    MOST_CHILDREN,
    MOST_LINES,
    NOT_FOR_YOU,
    NOTHING_NEEDED,
    SCREEN,
    START_SHEET,
    STILL_ON_SHEET,
    TAB,
    SheetPlan,
    held_key,
    locked,
    marked,
    pieces,
    plan,
)
from pipeline.workbook.shading import shades
from pipeline.workbook.start import facts_of, hidden_identity, start_sheet, still

# Columns as wide as this may stay in sight while the rest of a wide table moves.
HELD_IN_SIGHT = 24
# What a cell holds.
LONGEST = 32_767


def write(form: Form, profile: Profile, filling: Filling | None = None) -> bytes:
    """The form as a workbook. Without a filling it is the blank that everybody is sent.

    The same form and filling always give the same bytes.
    """
    filling = filling or Filling()
    children = list(filling.children) or [f"C{n}" for n in range(1, MOST_CHILDREN + 1)]
    children += _more_children(form, filling, children)
    plans = [plan(form, section, children, filling.children) for section in form.sections]
    lists, asking = _Lists(), Asking(filling.doubts)
    drawn = [_sheet(form, one, filling, lists, asking) for one in plans]
    counts = [count_formula(one, draw, boxes) if not locked(form, one.section) else ""
              for one, (draw, boxes) in zip(plans, drawn, strict=True)]
    identity = {"form": form.id, "version": form.version, "partnership": profile.id,
                **dict.fromkeys(("case", "recipient", "number", "replaces"), ""),
                **filling.identity}
    counted = list(zip(plans, counts, strict=True))
    start, rows = start_sheet(form, profile, filling, identity, counted,
                              asking.summary() if filling.doubts else "")
    for one, count, row, (draw, boxes) in zip(plans, counts, rows, drawn, strict=True):
        theirs = locked(form, one.section)
        words = still(STILL_ON_SHEET, f"'{START_SHEET}'!C{row}")
        empty = NOT_FOR_YOU if theirs else NOTHING_NEEDED
        draw.puts.append(Put(3, 1, words if count else empty, "count" if count else "about",
                             bool(count)))
        draw.shades += shades(one, boxes, theirs)
        draw.tab = "" if theirs else TAB
    sheets = [start, *(draw for draw, _ in drawn)]
    if filling.doubts:
        # In front, so that the form opens on what its sender is asked.
        sheets.insert(0, asking.sheet(form, filling))
    if lists.columns:
        sheets.append(lists.draw())
    held = identity | ({ASK_SHEET: asking.marks()} if filling.doubts else {})
    sheets.append(hidden_identity(held, facts_of(form, profile, filling)))
    known = {key: value for key, value in identity.items() if value}
    return write_book(sheets, form.title, known, profile.name, profile.marking)


def _more_children(form: Form, filling: Filling, known: Sequence[str]) -> list[str]:
    """Children that only the answers name: what is said of them needs a column too."""
    per = {section.id for section in form.sections if section.per}
    paths = [*filling.answers, *(q.path for q in filling.doubts if q.path.count("/") > 1)]
    named = {path.split("/")[1] for path in paths if path.split("/")[0] in per}
    return sorted(named - set(known), key=in_turn)


def _sheet(form: Form, one: SheetPlan, filling: Filling, lists: "_Lists",
           asking: Asking) -> tuple[Draw, dict[str, tuple[int, int]]]:
    section = one.section
    widths = [*(c.width for c in one.columns), 14, 14]
    aside = 2 if one.number("help") else 1
    # The words beside a box can be read on paper in the documents; here they would fill it.
    draw = Draw(section.sheet, widths, repeat=f"{HEADING_ROW}:{HEADING_ROW}",
                print_columns=one.number("count") or len(one.columns),
                leading=aside if section.per else 1, group=2 if section.prefilled else 1)
    wide = one.is_table and sum(c.width for c in one.columns) > SCREEN
    draw.freeze = spot(FIRST_ROW, 2 if wide and widths[0] <= HELD_IN_SIGHT else 1)
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
    row, boxes = fill(draw, one, row, form, filling, lists, asking)
    _guidance(draw, one, row, section.guidance_after)
    draw.region = f"A{HEADING_ROW}.{spot(max(row - 1, FIRST_ROW), len(one.columns))}"
    return draw, boxes


def _guidance(draw: Draw, one: SheetPlan, row: int, lines: Sequence[str]) -> int:
    # In a table right beside the words, if there is room: the first column may be far away.
    aside = one.guidance_column - 1 if one.is_table else 1
    labelled = aside and one.columns[aside - 1].width > len(GUIDANCE)
    for n, words in enumerate(lines):
        if labelled and n == 0:
            draw.puts.append(Put(row, aside, GUIDANCE, "guidance_label"))
        draw.puts.append(Put(row, one.guidance_column, _plain(words), "guidance"))
        draw.puts.append(Put(row, one.key_column, "_guidance", "key"))
        row += 1
    return row


def _fill_boxes(draw: Draw, one: SheetPlan, row: int, form: Form, filling: Filling,
                lists: "_Lists", asking: Asking) -> tuple[int, dict[str, tuple[int, int]]]:
    boxes: dict[str, tuple[int, int]] = {}
    group = ""
    for question in one.section.fields:
        if question.until and not _answered(one.section, question, filling):
            continue
        if question.group and question.group != group:
            group = question.group
            row = _heading(draw, one, row, group)
        if question.heading:
            row = _heading(draw, one, row, question.heading)
        row = _guidance(draw, one, row, question.guidance)
        last = _box(draw, one, row, question, form, filling, asking)
        _choices(draw, one, row, last, question, filling, lists)
        boxes[question.id] = (row, last)
        row = last + 1
    return row, boxes


def _answered(section: Section, question: Field, filling: Filling) -> bool:
    """Whether somebody has answered a question that is no longer asked: the words stay."""
    return any(path.split("/")[0] == section.id and question.id in path.split("/")[1:]
               for path in filling.answers)


def _heading(draw: Draw, one: SheetPlan, row: int, words: str) -> int:
    draw.puts += [Put(row, 1, words, "heading"), Put(row, one.key_column, "_heading", "key")]
    return row + 1


def _box(draw: Draw, one: SheetPlan, row: int, question: Field, form: Form, filling: Filling,
         asking: Asking) -> int:
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
        answers[n] = (column, _pieces(words, question, column.width))
    beside = cut(one, filling.beside.get(path, ()))
    most = max(1 + question.continuation, *(len(bits) for _, bits in answers.values()))
    rows = max(most, len(beside))
    for n in range(rows):
        here = row + n
        # What stands beside the box may need more rows than the box has.
        if n < most:
            draw.puts.append(Put(here, 1, marked(question) if n == 0 else MORE_ROOM,
                                 "label" if n == 0 else "more"))
            if one.number("help"):
                draw.puts.append(Put(here, one.number("help"), question.hint if n == 0 else "",
                                     "hint"))
            for number, (column, bits) in answers.items():
                style = "held" if closed or column.ours else (
                    "cell" if question.type == "tick" else "answer")
                roomy = style == "answer" and question.type == "narrative" and n == 0
                put = Put(here, number, bits[n] if n < len(bits) else "", style,
                          lines=(2 if one.section.per else 4) if roomy else 1)
                child = "" if column.key == "answer" else column.key
                if n == 0:
                    asking.mark(draw, one, put, _answer_path(one.section, child, question))
                draw.puts.append(put)
        draw.puts.append(Put(here, one.key_column, path if n == 0 else f"{path}+", "key"))
        if n < len(beside):
            put_beside(draw, one, here, beside[n])
    if held:
        draw.puts.append(Put(row, one.key_column + 1, held_key(held), "key"))
    if one.number("count") and question.type == "narrative":
        word_count(draw, one, row, row + most - 1, question.max_words)
    return row + rows - 1


def _pieces(words: str, question: Field, width: int) -> list[str]:
    """The words as they fit into rows. Only a narrative may be cut: others hold one answer."""
    if question.type != "narrative":
        return [words]
    return [bit for piece in pieces(words, lambda line: lines(line, width), MOST_LINES)
            for bit in _cells_of(piece)]


def _cells_of(words: str) -> list[str]:
    """Words as cells can hold them: only a paragraph of many pages is cut, between two words."""
    found = []
    while len(words) > LONGEST:
        at = max(words.rfind(" ", 1, LONGEST), 0) or LONGEST
        found.append(words[:at])
        words = words[at:]
    return [*found, words]


def _answer_path(section: Section, child: str, question: Field) -> str:
    if not child:
        return f"{section.id}/{question.id}"
    code, _, anomaly = child.partition("/")
    return f"{section.id}/{code}/{question.id}" + (f"/{anomaly}" if anomaly else "")


def _fill_table(draw: Draw, one: SheetPlan, row: int, form: Form, filling: Filling,
                lists: "_Lists", asking: Asking) -> tuple[int, dict[str, tuple[int, int]]]:
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
            style = "held" if closed else "cell"
            if not words and column.key in printed:
                words, style = _plain(printed[column.key]), "printed"
            elif column.key in printed:
                style = "printed"
            draw.puts.append(asking.mark(draw, one, Put(row + n - 1, number, words, style),
                                         f"{section.id}/{n}/{column.key}"))
        ours = "key" if printed or closed else "free"
        draw.puts.append(Put(row + n - 1, one.key_column, f"{section.id}/{n}", ours))
        held = {c.key: filling.answers.get(f"{section.id}/{n}/{c.key}", "") for c in one.columns
                if f"{section.id}/{n}/{c.key}" in filling.ours}
        if held:
            draw.puts.append(Put(row + n - 1, one.key_column + 1, held_key(held), ours))
    last = row + rows - 1
    if not closed:
        draw.free_rows = range(row + len(section.printed), last + 1)
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
    if options:
        # Excel minds capitals in a list written into the cell, but not in one on a sheet. Any
        # sign will do for a tick, and several codes may stand side by side.
        draw.choices.append(Choice(column, first, last, source=lists.range_of(options),
                                   strict=not source,
                                   offered=question.type in ("tick", "person", "agency")))


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

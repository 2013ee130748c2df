"""The first sheet of a workbook, and the hidden one that says whose it is: written and read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.catalogue import problem
from pipeline.doors.xlsx import Book, Choice, Draw, Put, Sheet, spot
from pipeline.model import Answer, Field, Filling, Form, Problem, Profile, Where
from pipeline.prose import plain
from pipeline.workbook.layout import (
    FOR,
    FORM_SHEET,
    IDENTITY,
    KIND_LABEL,
    KINDS,
    NOTHING_LABEL,
    RETURN_BY,
    RETURN_TO,
    START_SHEET,
    SheetPlan,
    locked,
    same,
)
from pipeline.workbook.reading import OUR_KEYS
from pipeline.workbook.values import understood

LABELS = {same(label): key for key, label in (
    *IDENTITY, ("kind", KIND_LABEL), ("nothing_held", NOTHING_LABEL),
    ("for", FOR), ("return_by", RETURN_BY), ("return_to", RETURN_TO))}
# Ours to fill in. The id of the form stands in the hidden copy only, beside the label its title.
OURS = {"form", "version", "partnership", "for", "return_by", "return_to"}
MOST = len(IDENTITY) // 2 + 1


def start_sheet(form: Form, profile: Profile, filling: Filling, identity: Mapping[str, str],
           plans: Sequence[tuple[SheetPlan, str]]) -> tuple[Draw, list[int]]:
    """The first sheet, and for each section the row where its count stands."""
    draw = Draw(START_SHEET, (46, 78, 18), print_columns=3)
    put = draw.puts.append
    put(Put(1, 1, form.title, "title"))
    put(Put(2, 1, profile.name, "about"))
    row = 3
    count_row = row
    row += 1
    shown = {"form": form.title}
    for label, value in filling.facts:
        put(Put(row, 1, label, "label"))
        put(Put(row, 2, value, "held"))
        row += 1
    for key, label in IDENTITY:
        if key == "replaces" and not identity.get(key):
            continue
        put(Put(row, 1, label, "label"))
        value = shown.get(key, identity.get(key, ""))
        # Whoever is sent a blank must be able to say whose it is and which case it is about.
        asked = key == "case" or (key == "recipient" and form.for_each != "case")
        theirs = key in ("number", "replaces") or (asked and not value)
        put(Put(row, 2, value, "short" if theirs else "held"))
        put(Put(row, 4, f"_{key}", "key"))
        row += 1
    nothing = 0
    if form.for_each == "agency":
        put(Put(row, 1, KIND_LABEL, "label"))
        put(Put(row, 2, KINDS[filling.kind or "first"], "short"))
        put(Put(row, 4, "_kind", "key"))
        draw.choices.append(Choice(2, row, row, tuple(KINDS.values())))
        row += 1
        put(Put(row, 1, NOTHING_LABEL, "label"))
        put(Put(row, 2, filling.nothing_held, "short"))
        put(Put(row, 4, "_nothing_held", "key"))
        draw.choices.append(Choice(2, row, row, ("Yes", "No")))
        nothing = row
        row += 1
    for n, words in enumerate([*form.intro, *form.guidance]):
        put(Put(row, 1, "How to fill this in" if n == 0 else "", "guidance_label"))
        put(Put(row, 2, plain(words), "guidance"))
        row += 1
    draw.puts += [Put(row, 1, "Sheet", "header"), Put(row, 2, "What it holds", "header"),
                  Put(row, 3, "Still to answer", "header")]
    first = row + 1
    for n, (one, count) in enumerate(plans):
        here = first + n
        name = one.section.sheet
        put(Put(here, 1, name, "plain", link=f"'{name}'!A1"))
        put(Put(here, 2, one.section.about or one.section.title, "plain"))
        if count:
            off = f'IF(\'{START_SHEET}\'!$B${nothing}="Yes",0,{count})' if nothing else count
            put(Put(here, 3, f"={off}", "count", formula=True))
        else:
            put(Put(here, 3, "Not for you" if locked(form, one.section) else "Optional", "plain"))
    counted = [f"C{first + n}" for n, (_, count) in enumerate(plans) if count]
    total = f'="Still to answer: "&SUM({",".join(counted)})' if counted else ""
    put(Put(count_row, 1, total or "Nothing here must be answered",
            "count" if total else "about", bool(total)))
    draw.hidden_columns = (4,)
    draw.freeze = "A4"
    return draw, [first + n for n in range(len(plans))]


def hidden_identity(identity: Mapping[str, str], facts: Sequence[tuple[str, str]]) -> Draw:
    """The hidden sheet: what the workbook is, for the reader to confirm what people can see."""
    draw = Draw(FORM_SHEET, (20, 40), hidden=True)
    held = {**identity, **{LABELS.get(same(label), label): value for label, value in facts}}
    for row, (key, value) in enumerate(held.items(), 1):
        draw.puts += [Put(row, 1, key, "key"), Put(row, 2, value, "key")]
    return draw


# --- reading ---------------------------------------------------------------------------------


@dataclass
class Start:
    """What the first sheet says: whose workbook it is, what kind of return, whether a nil one."""

    identity: dict[str, str] = field(default_factory=dict)
    kind: str = "first"
    nothing_held: Answer = field(default_factory=lambda: Answer(""))
    problems: list[Problem] = field(default_factory=list)
    taken: set[tuple[str, int, int]] = field(default_factory=set)


def is_start(sheet: Sheet) -> bool:
    """Whether this is the first sheet, under any name."""
    return sheet.name == START_SHEET or bool(_label_column(sheet))


def _label_column(sheet: Sheet) -> int:
    """The column of the labels: columns may have been inserted since. 0 when there is none."""
    labels = {same(label) for _, label in IDENTITY}
    columns: dict[int, set[str]] = {}
    for (_, column), cell in sheet.cells.items():
        columns.setdefault(column, set()).add(same(cell.text))
    return next((column for column in sorted(columns)
                 if len(columns[column] & labels) >= MOST), 0)


def read_start(book: Book, file: str) -> Start:
    """Read who and what the workbook says it is.

    What people can see and change wins over the hidden copy, but for the ids of form and version.
    """
    start = Start()
    hidden = {cell.text: sheet.cells[row, 2].text for sheet in book.sheets
              if sheet.name == FORM_SHEET for (row, column), cell in sheet.cells.items()
              if column == 1 and (row, 2) in sheet.cells}
    seen: dict[str, str] = {}
    for sheet in book.sheets:
        if is_start(sheet):
            _labelled(sheet, file, start, seen, hidden)
    visible = {key: value for key, value in seen.items() if key not in OURS}
    start.identity = {**seen, **book.properties, **hidden, **visible}
    return start


def _labelled(sheet: Sheet, file: str, start: Start, seen: dict[str, str],
              hidden: Mapping[str, str]) -> None:
    """Take what stands beside each label: the nearest words to its right.

    What we filled in ourselves is taken only while it is what we filled in.
    """
    labels = _label_column(sheet)
    for (row, column), cell in sorted(sheet.cells.items()):
        key = LABELS.get(same(cell.text), "") if column == labels else ""
        beside = min((c for r, c in sheet.cells if r == row and c > column
                      and sheet.cells[r, c].text not in OUR_KEYS), default=0)
        if not key or not beside or key in seen:
            continue
        seen[key] = text = sheet.cells[row, beside].text
        start.taken.add((sheet.name, row, column))
        if key not in OURS or text == hidden.get(key, text):
            start.taken.add((sheet.name, row, beside))
        where = Where(file, sheet.name, spot(row, beside))
        if key == "number" and not text.strip().isdecimal():
            start.problems.append(problem("not-a-number", where, text, label=cell.text))
        elif key == "kind":
            known = {same(words): name for name, words in KINDS.items()}
            start.kind = known.get(same(text), "first")
            if same(text) not in known:
                start.problems.append(problem("not-in-list", where, text, label=KIND_LABEL,
                                              choices="; ".join(KINDS.values())))
        elif key == "nothing_held":
            meant = understood(Field(key, NOTHING_LABEL, "yes_no"), text)
            start.nothing_held = Answer(text, meant == "Yes", (where,))
            if not meant:
                start.problems.append(problem("not-in-list", where, text, label=NOTHING_LABEL,
                                              choices="Yes, No"))

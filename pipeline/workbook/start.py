"""The first sheet of a workbook, and the hidden one that says whose it is."""

from collections.abc import Mapping, Sequence

from pipeline.doors.xlsx import Choice, Draw, Put
from pipeline.model import Filling, Form, Profile
from pipeline.prose import plain
from pipeline.workbook.layout import (
    FORM_SHEET,
    IDENTITY,
    KIND_LABEL,
    KINDS,
    NOTHING_LABEL,
    START_SHEET,
    SheetPlan,
    locked,
)


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
        put(Put(row, 2, shown.get(key, identity.get(key, "")),
                "short" if key in ("number", "replaces") else "held"))
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


def hidden_identity(identity: Mapping[str, str]) -> Draw:
    """The hidden sheet: what the workbook is, for the reader to confirm what people can see."""
    draw = Draw(FORM_SHEET, (20, 40), hidden=True)
    for row, (key, value) in enumerate(identity.items(), 1):
        draw.puts += [Put(row, 1, key, "key"), Put(row, 2, value, "key")]
    return draw

"""The decision sheet: what a person must decide about names, and what must be looked at."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.anonymise.columns import (
    BY,
    DECISION,
    DECISIONS,
    FIRST_ROW,
    KEY,
    NAMES,
    NAMES_BEFORE,
    NAMES_COLUMNS,
    ON,
    PARTS,
    ROOM,
    START,
    STAYING,
    STAYS,
    TELLING,
    TELLING_BEFORE,
    TELLING_COLUMNS,
    Column,
)
from pipeline.doors.xlsx import Choice, Draw, Put, Shade, spot, write_book
from pipeline.model.decisions import Doubt, Line, Tick

TITLE = "Decisions before this leaves the building"
PROPERTY = "cspr-decisions"


def sheet(doubts: Sequence[Doubt], ticks: Sequence[Tick], case: str = "", pack: str = "",
          marking: str = "", titles: Mapping[str, str] | None = None,
          before: Sequence[Line] = ()) -> bytes:
    """The workbook in which a person decides. What was decided before stands in it already.

    `case` is the folder of the case, `pack` the title of the pack, `titles` what each paper is
    called, `before` every line that was read back: those of this pack that are not asked now stand
    on sheets of their own.
    """
    called = titles or {}
    asked = {*(one.key for one in doubts), *(one.key for one in ticks)}
    kept = [one for one in before if one.key not in asked and one.pack in ("", pack)]
    draws = [_start(doubts, ticks, case, pack), _names(doubts, called), _telling(ticks, called),
             *_before(kept)]
    return write_book(draws, TITLE, {PROPERTY: "1"}, marking=marking)


def _start(doubts: Sequence[Doubt], ticks: Sequence[Tick], case: str, pack: str) -> Draw:
    draw = Draw(START, [ROOM, 86], protect=False)
    draw.puts += [Put(1, 1, TITLE, "title"),
                  Put(2, 1, PARTS.join(filter(None, (
                      f"Case {case}" if case else "", pack))) or "One pack of one case", "about")]
    steps = [
        ("1. Names", f"Sheet “{NAMES}”: words that may be a name. In each row choose Replace or "
         "Leave, or write your own words to stand in their place. Nothing is replaced until you "
         "have decided. Where you choose Leave, write why."),
        ("2. What could identify", f"Sheet “{TELLING}”: ages, days, places and facts that together "
         "could say who the child is. Read each page. Choose “May stay”, or “Must change” and say "
         "so to whoever wrote the paper."),
        ("3. Who decides", "Write your name and the day once, here. They count for every row "
         "that names nobody else."),
        ("4. Save it", f"Save this workbook in inputs/{case or '<case>'}/decisions/ under any "
         "name, and run cspr pack again. Keep one copy of each sheet there."),
        ("Earlier decisions", "They stand here already. A decision goes with its words: where the "
         "paragraph has changed since, you are asked again. What was decided for this pack and not "
         f"asked this time stands on the sheets “{NAMES_BEFORE}” and “{TELLING_BEFORE}”, so that "
         "this workbook can take the place of the old one."),
    ]
    for row, (label, words) in enumerate(steps, 4):
        draw.puts += [Put(row, 1, label, "label"), Put(row, 2, words, "hint")]
    row = 4 + len(steps) + 1
    draw.puts += [
        Put(row, 1, BY, "label"), Put(row, 2, "", "short"),
        Put(row + 1, 1, ON, "label"), Put(row + 1, 2, "", "short"),
        Put(row + 3, 1, "Names to decide", "label"), _left(row + 3, NAMES, len(doubts), DECISION,
                                                           NAMES_COLUMNS),
        Put(row + 4, 1, "Lines to look at", "label"), _left(row + 4, TELLING, len(ticks), STAYS,
                                                            TELLING_COLUMNS)]
    return draw


def _left(row: int, name: str, count: int, heading: str, columns: Sequence[Column]) -> Put:
    """How many rows wait for an answer, counted as they are filled in."""
    if not count:
        return Put(row, 2, "None", "count")
    column = _number(columns, heading)
    cells = ":".join(spot(n, column) for n in (FIRST_ROW, FIRST_ROW + count - 1))
    return Put(row, 2, f"=COUNTBLANK('{name}'!{cells})&\" of {count} still open\"", "count",
               formula=True)


def _called(document: str, titles: Mapping[str, str]) -> str:
    """The title of a paper, by its id or by the name of its file."""
    return titles.get(document) or titles.get(document.rpartition(".")[0]) or document


def _names(doubts: Sequence[Doubt], titles: Mapping[str, str]) -> Draw:
    rows = []
    for number, one in enumerate(doubts, 1):
        made = one.decision
        more = f" (and {one.more} more like it)" if one.more else ""
        rows.append([
            one.key, str(number), ": ".join(filter(None, (
                _called(one.document, titles),
                ", ".join(filter(None, (one.part, one.spot)))))) + more,
            one.words, f"{one.before}«{one.words}»{one.after}", one.why, one.instead,
            made.what if made else "", made.instead if made else "",
            made.reason if made else "", made.by if made else "", made.on if made else ""])
    return _table(NAMES, NAMES_COLUMNS, rows, DECISION, DECISIONS,
                  "Words that may be a name. Choose Replace or Leave, or write your own words.",
                  "There is no doubtful name.")


def _telling(ticks: Sequence[Tick], titles: Mapping[str, str]) -> Draw:
    rows = []
    for number, one in enumerate(ticks, 1):
        made = one.ticked
        rows.append([
            one.key, str(number), _called(one.document, titles), one.pages, one.kind,
            one.words, one.around, str(one.count), made.what if made else "",
            made.note if made else "", made.by if made else "", made.on if made else ""])
    return _table(TELLING, TELLING_COLUMNS, rows, STAYS, STAYING,
                  "What could say who somebody is, with other details. Look at each page and say "
                  "whether it may stay.", "Nothing of the kind was found.")


def _before(lines: Sequence[Line]) -> Iterator[Draw]:
    """What was decided earlier and not asked now, as it was written."""
    for title, sheet, columns, asked, choices in (
            (NAMES_BEFORE, NAMES, NAMES_COLUMNS, DECISION, DECISIONS),
            (TELLING_BEFORE, TELLING, TELLING_COLUMNS, STAYS, STAYING)):
        rows = [[one.key if column.heading == KEY else one.cells.get(column.heading, "")
                 for column in columns] for one in lines if one.sheet == sheet]
        if rows:
            yield _table(title, columns, rows, asked, choices,
                         "Decided for this pack before, and not asked this time. It counts again "
                         "when the same words come back.", "")


def _table(name: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], asked: str,
           choices: Sequence[str], about: str, nothing: str) -> Draw:
    draw = Draw(name, [one.width for one in columns], freeze=f"D{FIRST_ROW}", repeat="3:3",
                protect=False, filtered=bool(rows), hidden_columns=(1,), leading=3)
    draw.puts += [Put(1, 2, name, "title"), Put(2, 2, about, "about")]
    draw.puts += [Put(3, n, one.heading, "header") for n, one in enumerate(columns, 1)]
    for at, row in enumerate(rows, FIRST_ROW):
        draw.puts += [Put(at, n, words, "answer" if column.filled else "cell")
                      for n, (column, words) in enumerate(zip(columns, row, strict=True), 1)]
    last = FIRST_ROW + max(len(rows), 1) - 1
    if rows:
        number = _number(columns, asked)
        draw.choices.append(Choice(number, FIRST_ROW, last, choices))
        cell = spot(FIRST_ROW, number)
        draw.shades.append(Shade((FIRST_ROW, number), (last, number), f'${cell}=""', "wanted"))
    else:
        draw.puts.append(Put(FIRST_ROW, 2, nothing, "about"))
    draw.region = f"A3.{spot(last, len(columns))}"
    return draw


def _number(columns: Sequence[Column], heading: str) -> int:
    return next(n for n, one in enumerate(columns, 1) if one.heading == heading)


"""Tables of a form in its Word document: which columns stand, how wide, and what is folded."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.doors.docwriter import Cell, Paragraph, Span, Table
from pipeline.model import Field, Section
from pipeline.scaffold.words import literal

PAGE = {False: 17.0, True: 25.7}           # the text's width in centimetres, upright and turned
ALWAYS_UPRIGHT, UPRIGHT_COLUMNS, UPRIGHT_CHARACTERS = 3, 6, 175
READABLE, NARRATIVE = 4.2, 40  # a column asked to hold 40 characters needs so many centimetres
STAY_TABLES = ("chronology", "agencies", "people")   # read from row to row
MOST_COLUMNS = 8     # more than these cannot be read even on a landscape page
WIDTHS = {"narrative": 45, "when": 18, "date": 16, "yes_no": 10, "number": 9, "person": 10,
          "agency": 10, "time": 9}
MOST_CHARACTERS = 60  # of a narrative: a workbook has room for more than a column of a page
LONGEST_WORD = {"when": 9, "date": 9, "narrative": 12, "email": 26, "yes_no": 3, "number": 2,
                "person": 2, "agency": 3, "time": 5}  # characters that must stay in one line
CHARACTER, CAPITAL, MARGINS, EVENNESS = 0.22, 0.27, 0.45, 0.75
LEADING, LEADING_CHARACTERS = 3, 80        # so many columns stay when the others are folded
NOTHING = "Nothing further recorded"
LONGEST_REASON = "recorded"                # of the words that stand where an answer is missing
FOLDED = Field("folded", "Further details", width=110)
FOLDED_BESIDE_EVENTS = 70


def rows(section: Section, path: str, page: float) -> Table:
    """A table with a column for each question."""
    fields = list(asked(section.fields))
    row = tuple(value(f"row.{field.id}", field) for field in fields)
    return Table(tuple(head(field.label) for field in fields),
                 (f"{{%tr for row in {path}.rows %}}", row, "{%tr endfor %}"),
                 _shares(fields, page))


def folded(section: Section, path: str, page: float, ours: bool) -> Table:
    """Too many columns for the page: the first keep theirs, the others stand in one, labelled.

    In a chronology and in forms of our own, what need not be answered and was not is left out.
    """
    fields = list(asked(section.fields))
    leading = _leading(fields, section.means)
    others = [field for field in fields if field not in leading]
    spare = [field for field in others if not field.required and not field.required_if
             and (ours or section.means == "chronology")]
    more: list[Paragraph] = []
    for field in others:
        given = f"row.{field.id}.given"
        more += [tag(f"if {given}"), *_labelled(field), tag("endif")] if field in spare else (
            _labelled(field))
    if spare == others:
        given = " or ".join(f"row.{field.id}.given" for field in others)
        more += [tag(f"if not ({given})"), line(NOTHING, "Table Text"), tag("endif")]
    columns = [*leading, replace(FOLDED, width=FOLDED_BESIDE_EVENTS)
               if section.means == "chronology" else FOLDED]
    row = (*(value(f"row.{field.id}", field) for field in leading), tuple(more))
    return Table(tuple(head(field.label) for field in columns),
                 (f"{{%tr for row in {path}.rows %}}", row, "{%tr endfor %}"),
                 _shares(columns, page))


def _labelled(field: Field) -> list[Paragraph]:
    """A question with its answer: beside it, or below where it has paragraphs of its own."""
    name = f"row.{field.id}"
    label = f"{literal(field.label)}: ".replace("?:", "?").replace("::", ":")
    beside = Paragraph((Span(label, bold=True), Span(f"{{{{ {name} }}}}")), "Table Text")
    if field.type != "narrative":
        return [beside]
    return [tag(f"if {name}.plain"), beside, tag("else"),
            Paragraph((Span(label.rstrip(), bold=True),), "Table Text"), *value(name, field),
            tag("endif")]


def _leading(fields: Sequence[Field], means: str) -> list[Field]:
    """The columns that are kept when the others are folded: those that say what the row is."""
    if means == "chronology":
        return [field for field in fields if field.id in ("when", "event")]
    kept: list[Field] = []
    for field in fields[:LEADING]:
        if (sum(map(_width, (*kept, field))) > LEADING_CHARACTERS
                or (len(kept) == LEADING - 1 and not field.required)):
            break
        kept.append(field)
    return kept or [fields[0]]


def _shares(fields: Sequence[Field], page: float) -> tuple[float, ...]:
    """Column widths in centimetres: wide ones wider, but no word of a cell broken in two.

    What must be answered may be missing all the same; only a page too narrow for that leaves its
    words no room.
    """
    weights = [_width(field) ** EVENNESS for field in fields]
    shares = [page * weight / sum(weights) for weight in weights]
    least = _least(fields, every=True)
    if sum(least) > page:
        least = _least(fields, every=False)
    short = sum(max(0.0, need - share) for need, share in zip(least, shares, strict=True))
    spare = sum(max(0.0, share - need) for need, share in zip(least, shares, strict=True))
    give = min(1.0, short / spare) if spare else 0.0
    return tuple(round(max(need, share - give * max(0.0, share - need)), 2)
                 for need, share in zip(least, shares, strict=True))


def _least(fields: Sequence[Field], every: bool) -> list[float]:
    """What each column needs; with `every`, also those of which no answer should be missing."""
    return [max(LONGEST_WORD.get(field.type, min(_width(field) // 2, 11)) * CHARACTER,
                _length(LONGEST_REASON) if every or not field.required else 0.0,
                *map(_length, field.label.split())) + MARGINS for field in fields]


def _length(word: str) -> float:
    """The width of a word of a header in centimetres; Word does not part it, even at a stroke."""
    return sum(CAPITAL if letter.isupper() else CHARACTER for letter in word)


def wide(section: Section) -> bool:
    """Whether a table needs a landscape page to leave its narratives room to be read."""
    fields = list(asked(section.fields))
    if section.kind != "table" or not ALWAYS_UPRIGHT < len(fields) <= MOST_COLUMNS:
        return False
    if len(fields) > UPRIGHT_COLUMNS or sum(map(_width, fields)) > UPRIGHT_CHARACTERS:
        return True
    shares = _shares(fields, PAGE[False])
    return sum(shares) > PAGE[False] + 0.1 or any(
        share < READABLE and field.type == "narrative" and _width(field) >= NARRATIVE
        for share, field in zip(shares, fields, strict=True))


def asked(fields: Sequence[Field]) -> Iterator[Field]:
    """The questions that are still asked."""
    return (field for field in fields if not field.until)


def _width(field: Field) -> int:
    width = field.width or WIDTHS.get(field.type, 24)
    return min(width, MOST_CHARACTERS) if field.type == "narrative" else width


def line(text: str, style: str) -> Paragraph:
    """A paragraph of the form's own words."""
    return Paragraph((Span(literal(text)),), style)


def tag(words: str) -> Paragraph:
    """A paragraph that holds a tag and goes when the template is filled in."""
    return Paragraph((Span(f"{{%p {words} %}}"),))


def head(text: str) -> Cell:
    """A cell of a header row."""
    return cell(text, "Table Head")


def cell(text: str, style: str) -> Cell:
    """A cell of the form's own words."""
    return (line(text, style),)


def value(path: str, field: Field) -> Cell:
    """A cell that prints an answer: a narrative in paragraphs, anything else in the line."""
    print_it = "{{p %s }}" if field.type == "narrative" else "{{ %s }}"
    return (Paragraph((Span(print_it % path),), "Table Text"),)

"""A form's definition to the outline of its Word document: same order, same words.

`path` is where a template finds the answers: `form.analysis` in the form's own document,
`forms.rapid_review.merged.sections.analysis` in another one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from pipeline.doors.docwriter import Block, Contents, Logo, Paragraph, Span, Table, Turn
from pipeline.model import Field, Form, Section
from pipeline.scaffold.words import guidance, literal

LONG_LABEL = 75      # a question longer than this reads badly as a heading
LOWEST_HEADING = 3
MANY_SECTIONS = 8    # from here on a contents list helps
ALWAYS_UPRIGHT, UPRIGHT_COLUMNS, UPRIGHT_CHARACTERS = 3, 6, 175
READABLE, NARRATIVE = 4.2, 40  # a column asked to hold 40 characters needs so many centimetres
MOST_COLUMNS = 8     # more than these cannot be read even on a landscape page
WIDTHS = {"narrative": 45, "when": 18, "date": 16, "yes_no": 10, "number": 9, "person": 10,
          "agency": 10, "time": 9}
BRIEF = ("yes_no", "date", "number", "time", "tick")
LONGEST_WORD = {"when": 9, "date": 9, "narrative": 12, "email": 15, "yes_no": 3, "number": 2,
                "person": 2, "agency": 3, "time": 5}  # characters that must stay in one line
PAGE = {False: 17.0, True: 25.7}           # the text's width in centimetres, upright and turned
CHARACTER, MARGINS, EVENNESS = 0.22, 0.45, 0.75
NONE = "None recorded."
HELD, SHOWN = "As the Business Unit holds it", "What this agency’s records show"


def outline(form: Form) -> list[Block]:
    """Every heading, question, table and tag of the form's document, in the form's order."""
    wide = _wide(form.sections[0])
    drawn: list[Block] = [Turn(wide), Logo(), _line(form.title, "Title")]
    drawn += _whose(form)
    drawn += guidance(form.guidance)
    if len(form.sections) >= MANY_SECTIONS:
        drawn.append(Contents("Contents"))
    for section in form.sections:
        wide = _wide(section, wide)
        drawn.append(Turn(wide))
        drawn.append(_line(section.title, "Heading 1"))
        drawn += guidance(section.guidance)
        drawn += answers(section, f"form.{section.id}", 2, guided=True, page=PAGE[wide])
        drawn += guidance(section.guidance_after)
    return drawn


def questions(form: Form) -> list[Block]:
    """The form as somebody sees it who is only to know what is asked: no answers."""
    drawn: list[Block] = list(guidance(form.guidance))
    for section in form.sections:
        if section.means == "respondent":
            continue
        drawn.append(_line(section.title, "Heading 2"))
        drawn += guidance(section.guidance)
        for field in _asked(section.fields):
            if field.heading:
                drawn.append(_line(field.heading, "Label"))
            drawn += guidance(field.guidance)
            drawn.append(_line(field.label, "List Bullet"))
        drawn += guidance(section.guidance_after)
    return drawn


def _whose(form: Form) -> Iterator[Block]:
    """Whose copy it is, when there are several, and that somebody holds nothing."""
    if form.for_each == "case":
        return
    yield Paragraph((Span("{{ recipient.name }}"),), "Subtitle")
    yield Paragraph((Span('From {{ about.files|join(", ") }}', style="Source"),))
    if form.for_each == "agency":
        yield _tag("if about.nothing_held.value")
        yield _line("This agency says that it holds no information.", "Label")
        yield _tag("endif")


def answers(section: Section, path: str, level: int, guided: bool = False,
            page: float = PAGE[False]) -> list[Block]:
    """The questions of a section with a tag for each answer; `level` is that of their headings.

    `guided`: the guidance between the questions is printed too. `page`: the width of the text.
    """
    if not guided:
        section = replace(section, fields=tuple(replace(f, guidance=()) for f in section.fields))
    match section.kind:
        case "table":
            return _table(section, path, level, page)
        case "ticks":
            return _ticks(section, path, level)
    if section.per == "subject_child":
        return [_tag(f"for child in {path}.children"),
                Paragraph((Span("Subject child {{ child.code }}"),), f"Heading {level}"),
                *_per_child(section, level + 1),
                _tag("endfor")]
    return _answers(section.fields, path, level)


def _per_child(section: Section, level: int) -> list[Block]:
    if not section.prefilled:
        return _answers(section.fields, "child.fields", level)
    rows = tuple((_cell(field.label, "Table Label"), _value(f"child.fields.{field.id}", field),
                  _value(f"child.anomalies.{field.id}", field)) for field in _asked(section.fields))
    return [Table((_head("Question"), _head(HELD), _head(SHOWN)), rows, (34, 33, 33), labels=True)]


def _answers(fields: Sequence[Field], path: str, level: int) -> list[Block]:
    """Short answers in tables, narratives under their question, all in the form's order."""
    drawn: list[Block] = []
    run: list[Field] = []
    lengths = [len(field.label) for field in fields if _long(field)]
    headings = bool(lengths) and median(lengths) <= LONG_LABEL
    below = level

    def question(field: Field) -> Paragraph:
        return _line(field.label, _heading(below) if headings else "Label")

    def finish() -> None:
        if len(run) == 1 and lengths:
            drawn.extend((question(run[0]), _answer(f"{path}.{run[0].id}")))
        elif len(run) == 1:
            drawn.append(_inline(run[0], path))
        elif run:
            drawn.append(_pairs(run, path))
        run.clear()

    for field in fields:
        if field.until:
            finish()
            drawn += [_tag(f"if {path}.{field.id}.given"), _line(field.label, "Label"),
                      _answer(f"{path}.{field.id}"), _tag("endif")]
            continue
        if field.heading or field.guidance:
            finish()
        if field.heading:
            drawn.append(_line(field.heading, _heading(level)))
            below = level + 1
        drawn += guidance(field.guidance)
        if _long(field):
            finish()
            drawn += [question(field), _answer(f"{path}.{field.id}")]
        else:
            run.append(field)
    finish()
    return drawn


def _pairs(fields: Sequence[Field], path: str) -> Table:
    rows = tuple((_cell(field.label, "Table Label"), _value(f"{path}.{field.id}", field))
                 for field in fields)
    brief = all(field.type in BRIEF for field in fields)
    return Table((_head("Question"), _head("Answer")), rows, (70, 30) if brief else (38, 62),
                 labels=True)


def _heading(level: int) -> str:
    return f"Heading {level}" if level <= LOWEST_HEADING else "Label"


def _ticks(section: Section, path: str, level: int) -> list[Block]:
    """What is ticked in words, then every option in one table, in the order of the form."""
    others = [field for field in section.fields if field.type != "tick"]
    ticked = (f"{{% for option in {path}.ticked %}}{{{{ option.label }}}}"
              "{% if not loop.last %}; {% endif %}{% else %}none{% endfor %}")
    row = tuple((Paragraph((Span(f"{{{{ {tag} }}}}"),), "Table Text"),)
                for tag in ("group.title", "option.label", "option.ticked"))
    return [Paragraph((Span("Ticked: ", bold=True), Span(ticked)), "Answer"),
            Table((_head("Group"), _head("Category"), _head("Ticked")),
                  (f"{{%tr for group in {path}.groups %}}", "{%tr for option in group.options %}",
                   row, "{%tr endfor %}", "{%tr endfor %}"), (36, 46, 18)),
            *_answers(others, path, level)]


def _table(section: Section, path: str, level: int, page: float) -> list[Block]:
    fields = list(_asked(section.fields))
    if len(fields) <= MOST_COLUMNS:
        drawn: list[Block] = [_rows(fields, path, page)]
    elif section.means == "chronology":
        drawn = [_folded(fields, path)]
    else:
        drawn = _cards(fields, path, level)
    return [_tag(f"if {path}.rows"), *drawn, _tag("else"), _line(NONE, "Answer"), _tag("endif")]


def _rows(fields: Sequence[Field], path: str, page: float) -> Table:
    row = tuple(_value(f"row.{field.id}", field) for field in fields)
    return Table(tuple(_head(field.label) for field in fields),
                 (f"{{%tr for row in {path}.rows %}}", row, "{%tr endfor %}"),
                 _shares(fields, page))


def _shares(fields: Sequence[Field], page: float) -> tuple[float, ...]:
    """Column widths in centimetres: wide ones wider, but no word of a header broken in two."""
    weights = [_width(field) ** EVENNESS for field in fields]
    shares = [page * weight / sum(weights) for weight in weights]
    least = [max(LONGEST_WORD.get(field.type, min(_width(field) // 2, 11)),
                 *map(len, re.split(r"[\s/]", field.label))) * CHARACTER + MARGINS
             for field in fields]
    short = sum(max(0.0, need - share) for need, share in zip(least, shares, strict=True))
    spare = sum(max(0.0, share - need) for need, share in zip(least, shares, strict=True))
    give = min(1.0, short / spare) if spare else 0.0
    return tuple(round(max(need, share - give * max(0.0, share - need)), 2)
                 for need, share in zip(least, shares, strict=True))


def _folded(fields: Sequence[Field], path: str) -> Table:
    """Too many columns for any page: date and event keep theirs, the others stand in a third."""
    when = next(field for field in fields if field.id == "when")
    event = next(field for field in fields if field.id == "event")
    more: list[Paragraph] = []
    others = [field for field in fields if field not in (when, event)]
    for field in others:
        said = Paragraph((Span(f"{literal(field.label)}: ".replace("?:", "?"), bold=True),
                          Span(f"{{{{ row.{field.id} }}}}")), "Table Text")
        optional = not field.required and any(other.required for other in others)
        more += [_tag(f"if row.{field.id}.given"), said, _tag("endif")] if optional else [said]
    row = (_value("row.when", when), _value("row.event", event), tuple(more))
    return Table((_head(when.label), _head(event.label), _head("Further details")),
                 (f"{{%tr for row in {path}.rows %}}", row, "{%tr endfor %}"), (16, 46, 38))


def _cards(fields: Sequence[Field], path: str, level: int) -> list[Block]:
    """Too many columns for any page: each row becomes a heading with its questions below."""
    named = any(field.id == "name" for field in fields)
    heading = "{{ row.n }}. {{ row.name }}" if named else "Entry {{ row.n }}"
    return [_tag(f"for row in {path}.rows"), Paragraph((Span(heading),), _heading(level)),
            *_answers(fields, "row", level + 1), _tag("endfor")]


def _wide(section: Section, turned: bool = False) -> bool:
    """Whether a table needs a landscape page to leave its narratives room to be read.

    A table that follows one on a landscape page stays there: a page is not turned for little,
    but a chronology is long.
    """
    fields = list(_asked(section.fields))
    if section.kind != "table":
        return False
    if len(fields) > MOST_COLUMNS:
        return section.means == "chronology"
    if turned or len(fields) <= ALWAYS_UPRIGHT:
        return turned and section.means != "chronology"
    if len(fields) > UPRIGHT_COLUMNS or sum(map(_width, fields)) > UPRIGHT_CHARACTERS:
        return True
    shares = _shares(fields, PAGE[False])
    return sum(shares) > PAGE[False] + 0.1 or any(
        share < READABLE and field.type == "narrative" and _width(field) >= NARRATIVE
        for share, field in zip(shares, fields, strict=True))


def _asked(fields: Sequence[Field]) -> Iterator[Field]:
    return (field for field in fields if not field.until)


def _width(field: Field) -> int:
    return field.width or WIDTHS.get(field.type, 24)


def _long(field: Field) -> bool:
    return field.type == "narrative" and field.continuation > 0


def _line(text: str, style: str) -> Paragraph:
    return Paragraph((Span(literal(text)),), style)


def _tag(words: str) -> Paragraph:
    return Paragraph((Span(f"{{%p {words} %}}"),))


def _answer(path: str) -> Paragraph:
    return Paragraph((Span(f"{{{{p {path} }}}}"),), "Answer")


def _inline(field: Field, path: str) -> Paragraph:
    label = literal(field.label)
    return Paragraph((Span(label if label.endswith((":", "?")) else f"{label}:", bold=True),
                      Span(f" {{{{ {path}.{field.id} }}}}")), "Answer")


def _head(text: str) -> tuple[Paragraph, ...]:
    return _cell(text, "Table Head")


def _cell(text: str, style: str) -> tuple[Paragraph, ...]:
    return (_line(text, style),)


def _value(path: str, field: Field) -> tuple[Paragraph, ...]:
    print_it = "{{p %s }}" if field.type == "narrative" else "{{ %s }}"
    return (Paragraph((Span(print_it % path),), "Table Text"),)

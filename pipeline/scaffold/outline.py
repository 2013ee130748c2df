"""A form's definition to the outline of its Word document: same order, same words.

`path` is where a template finds the answers: `form.analysis` in the form's own document,
`forms.rapid_review.merged.sections.analysis` in another one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from pipeline.doors.docwriter import Block, Contents, Logo, Paragraph, Span, Table, Turn
from pipeline.model import Field, Form, Section
from pipeline.scaffold.columns import (
    MOST_COLUMNS,
    PAGE,
    STAY_TABLES,
    asked,
    cell,
    folded,
    head,
    line,
    rows,
    tag,
    value,
    wide,
)
from pipeline.scaffold.words import guidance, literal

LONG_LABEL = 75      # a question longer than this reads badly as a heading
LOWEST_HEADING = 3
MANY_SECTIONS = 8    # from here on a contents list helps
BRIEF = ("yes_no", "date", "number", "time", "tick")
NONE = "None recorded."
HELD, SHOWN = "As the Business Unit holds it", "What this agency’s records show"


def outline(form: Form, title: str = "", warned: bool = False) -> list[Block]:
    """Every heading, question, table and tag of the form's document, in the form's order.

    `title`: that of the document, where it is not the form's own. `warned`: it relies on deadlines,
    and prints what the clock warns of.
    """
    turned = _turned(form)
    drawn: list[Block] = [Turn(turned), Logo(), *_titles(form, title)]
    if warned:
        drawn += [tag("for words in document.warnings"), Paragraph(
            (Span("{{ words }}"),), "Guidance"), tag("endfor")]
    drawn += guidance(form.guidance)
    if len(form.sections) >= MANY_SECTIONS:
        drawn.append(Contents("Contents"))
    for section in form.sections:
        drawn.append(line(section.title, "Heading 1"))
        drawn += guidance(section.guidance)
        drawn += answers(section, f"form.{section.id}", 2, guided=True, page=PAGE[turned],
                         ours=form.ours)
        drawn += guidance(section.guidance_after)
    return drawn


def questions(form: Form) -> list[Block]:
    """The form as somebody sees it who is only to know what is asked: no answers.

    A box for comments that comes again in every section is left out: its words ask somebody to
    write in it.
    """
    drawn: list[Block] = list(guidance(form.guidance))
    sections = [section for section in form.sections if section.means != "respondent"]
    boxes = Counter(f.label for section in sections for f in section.fields if _long(f))
    for section in sections:
        drawn.append(line(section.title, "Heading 2"))
        drawn += guidance(section.guidance)
        for field in asked(section.fields):
            if field.heading:
                drawn.append(line(field.heading, "Label"))
            drawn += guidance(field.guidance)
            if boxes[field.label] < max(2, len(sections)):
                drawn.append(line(field.label, "List Bullet"))
        drawn += guidance(section.guidance_after)
    return drawn


def _titles(form: Form, title: str) -> Iterator[Block]:
    """What the document is, the form's title where that is another one, and whose copy it is."""
    yield Paragraph((Span("{{ document.title }}"),), "Title") if title else line(
        form.title, "Title")
    if form.for_each != "case":
        yield Paragraph((Span("{{ recipient.name }}"),), "Subtitle")
    if title and title != form.title:
        yield line(form.title, "Source Line")
    if form.for_each != "case":
        yield Paragraph((Span('From {{ about.files|join(", ") }}'),), "Source Line")
    if form.for_each == "agency":
        yield tag("if about.nothing_held.value")
        yield line("This agency says that it holds no information.", "Label")
        yield tag("endif")


def answers(section: Section, path: str, level: int, guided: bool = False,
            page: float = PAGE[False], ours: bool = False) -> list[Block]:
    """The questions of a section with a tag for each answer; `level` is that of their headings.

    `guided`: the guidance between the questions is printed too. `page`: the width of the text.
    `ours`: the form is one of the partnership's own.
    """
    if not guided:
        section = replace(section, fields=tuple(replace(f, guidance=()) for f in section.fields))
    match section.kind:
        case "table":
            return _table(section, path, level, page, ours)
        case "ticks":
            return _ticks(section, path, level)
    if section.per == "subject_child":
        return [tag(f"for child in {path}.children"),
                Paragraph((Span("Subject child {{ child.code }}"),), f"Heading {level}"),
                *_per_child(section, level + 1),
                tag("else"), line(NONE, "Answer"), tag("endfor")]
    return _answers(section.fields, path, level)


def _per_child(section: Section, level: int) -> list[Block]:
    if not section.prefilled:
        return _answers(section.fields, "child.fields", level)
    drawn = tuple((cell(field.label, "Table Label"), value(f"child.fields.{field.id}", field),
                   value(f"child.anomalies.{field.id}", field)) for field in asked(section.fields))
    return [Table((head("Question"), head(HELD), head(SHOWN)), drawn, (34, 33, 33), labels=True)]


def _answers(fields: Sequence[Field], path: str, level: int) -> list[Block]:
    """Short answers in tables, narratives under their question, all in the form's order."""
    drawn: list[Block] = []
    run: list[Field] = []
    lengths = [len(field.label) for field in fields if _long(field)]
    headings = bool(lengths) and median(lengths) <= LONG_LABEL
    below = level

    def question(field: Field) -> Paragraph:
        return line(field.label, _heading(below) if headings else "Label")

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
            drawn += [tag(f"if {path}.{field.id}.given"), line(field.label, "Label"),
                      _answer(f"{path}.{field.id}"), tag("endif")]
            continue
        if field.heading or field.guidance:
            finish()
        if field.heading:
            drawn.append(line(field.heading, _heading(level)))
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
    drawn = tuple((cell(field.label, "Table Label"), value(f"{path}.{field.id}", field))
                  for field in fields)
    brief = all(field.type in BRIEF for field in fields)
    return Table((head("Question"), head("Answer")), drawn, (70, 30) if brief else (38, 62),
                 labels=True)


def _heading(level: int) -> str:
    return f"Heading {level}" if level <= LOWEST_HEADING else "Label"


def _ticks(section: Section, path: str, level: int) -> list[Block]:
    """What is ticked in words, then every option, a table for each group, in the form's order."""
    others = [field for field in section.fields if field.type != "tick"]
    ticked = (f"{{% for option in {path}.ticked %}}{{{{ option.label }}}}"
              "{% if not loop.last %}; {% endif %}{% else %}none{% endfor %}")
    row = (_print("option.label", "Table Label"), _print("option.ticked", "Table Text"))
    return [Paragraph((Span("Ticked: ", bold=True), Span(ticked)), "Answer"),
            tag(f"for group in {path}.groups"),
            Paragraph((Span("{{ group.title }}"),), _heading(level)),
            Table((head("Category"), head("Ticked")),
                  ("{%tr for option in group.options %}", row, "{%tr endfor %}"), (80, 20),
                  labels=True),
            tag("endfor"),
            *_answers(others, path, level)]


def _print(name: str, style: str) -> tuple[Paragraph, ...]:
    return (Paragraph((Span(f"{{{{ {name} }}}}"),), style),)


def _table(section: Section, path: str, level: int, page: float, ours: bool) -> list[Block]:
    many = len(list(asked(section.fields))) > MOST_COLUMNS
    if many and section.means not in STAY_TABLES:
        drawn = _cards(list(asked(section.fields)), path, level)
    elif many or (page == PAGE[False] and wide(section)):
        drawn = [folded(section, path, page, ours)]
    else:
        drawn = [rows(section, path, page)]
    return [tag(f"if {path}.rows"), *drawn, tag("else"), line(NONE, "Answer"), tag("endif")]


def _cards(fields: Sequence[Field], path: str, level: int) -> list[Block]:
    """Too many columns for any page: each row becomes a heading with its questions below."""
    named = any(field.id == "name" for field in fields)
    heading = "{{ row.n }}. {{ row.name }}" if named else "Entry {{ row.n }}"
    return [tag(f"for row in {path}.rows"), Paragraph((Span(heading),), _heading(level)),
            *_answers(fields, "row", level + 1), tag("endfor")]


def _turned(form: Form) -> bool:
    """Whether the form's pages are landscape: it has wide tables and nothing long to read.

    All of them or none: pages turned for one table leave others half empty. In an upright document
    wide tables are folded.
    """
    return any(map(wide, form.sections)) and all(
        section.kind == "table" or (section.kind == "answers" and not section.per
                                    and not any(map(_long, section.fields)))
        for section in form.sections)


def _long(field: Field) -> bool:
    return field.type == "narrative" and field.continuation > 0


def _answer(path: str) -> Paragraph:
    return Paragraph((Span(f"{{{{p {path} }}}}"),), "Answer")


def _inline(field: Field, path: str) -> Paragraph:
    label = literal(field.label)
    return Paragraph((Span(label if label.endswith((":", "?")) else f"{label}:", bold=True),
                      Span(f" {{{{ {path}.{field.id} }}}}")), "Answer")

"""Word copies of a form as agencies filled them in before there were workbooks: made by the test.

    filled(form, say)                        each section a title, its guidance and a table
    filled(form, say, shape="pairs")         two questions with their answers in one row
    filled(form, say, shape="below")         each answer in the row below its question
    filled(form, say, shape="inline")        question and answer in one cell, with a colon
    filled(form, say, shape="lines")         question and answer in one cell, on two lines
    filled(form, say, shape="plain")         no tables for questions: a paragraph each
    filled(form, say, backwards=True)        the sections in another order, cells merged
"""

import io
import re
from collections.abc import Callable, Sequence

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.table import Table

from pipeline.model import Field, Form, Section
from pipeline.prose import plain

SHAPES = ("beside", "pairs", "below", "inline", "lines", "plain")
SPACES = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
          'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
          'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
          'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
          'xmlns:v="urn:schemas-microsoft-com:vml"')
Say = Callable[[str], str]
"""What somebody typed in answer to the question with this path."""
Box = Callable[[bool], str]
"""A tick box, as the XML of what stands in a paragraph."""


def saved(document: Document) -> bytes:
    """The bytes of a document."""
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def xml(content: str) -> object:
    """An element of Word's, with the namespaces it needs."""
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {SPACES}", content))


def filled(form: Form, say: Say, shape: str = "beside", children: Sequence[str] = ("C1",),
           backwards: bool = False, rows: int = 2) -> bytes:
    """A Word copy of this form with everything answered as `say` has it."""
    document = docx.Document()
    document.add_heading(form.title)
    for words in form.guidance:
        document.add_paragraph(plain(words))
    for section in (reversed(form.sections) if backwards else form.sections):
        document.add_heading(section.title, 2)
        for words in section.guidance:
            document.add_paragraph(plain(words))
        if section.kind == "table":
            _rows(document, section, say, rows)
        elif section.kind == "ticks":
            _ticks(document, section, say)
        elif section.per:
            _children(document, section, say, children)
        else:
            _boxes(document, section, say, shape, backwards)
    return saved(document)


def last_year(form: Form, say: Callable[[], str]) -> bytes:
    """An agency's return as it was laid out in 2021, in which `say` gives the next answer.

    Two questions stand side by side, some share a cell with their answers, one row of questions
    stands over its answers, and the headings of one table are those of that year.
    """
    document = docx.Document()
    by_kind = {section.means or section.kind: section for section in form.sections}
    document.add_paragraph(form.title)
    who = by_kind["respondent"]
    document.add_paragraph(who.title)
    grid(document, [who.fields[0].label, "CONTACT DETAILS including direct line, telephone number "
                    "& email", who.fields[-1].label], [say(), say(), say()])
    family = next(section for section in form.sections if section.per)
    document.add_paragraph(family.title)
    both = [(field.label, say()) for field in family.fields]
    grid(document, *([*one, *other] for one, other in zip(both[:10:2], both[1:10:2], strict=True)),
         [f"{both[10][0]}\n{both[10][1]}"])
    grid(document, *both[11:])
    ticks = by_kind["ticks"]
    document.add_paragraph(ticks.title)
    names = [field.label for field in ticks.fields]
    grid(document, ["Abuse"], *([names[at], "", names[at + 1], "x"] for at in range(0, 6, 2)),
         [f"{names[-1]}\n{say()}"])
    people = by_kind["table"]
    document.add_paragraph(people.title)
    grid(document, [plain(people.guidance[0])], ["Name, work and address",
                                                 *(f.label for f in people.fields[4:7])],
         [say(), say(), say(), say()], [say(), say(), say(), say()])
    told = by_kind["chronology"]
    document.add_paragraph(told.title)
    grid(document, [plain(told.guidance[0])], [f.label for f in told.fields],
         [say(), say()], [say(), say()])
    for section in form.sections:
        if section.kind == "answers" and not (section.per or section.means or section.filled_by):
            grid(document, *([field.label, say()] for field in section.fields))
    document.add_paragraph(say())
    return saved(document)


def grid(document: Document, *rows: Sequence[str]) -> None:
    """A table of these words; a row of one cell goes all the way across."""
    columns = max(len(row) for row in rows)
    drawn = document.add_table(0, columns)
    for row in rows:
        cells = drawn.add_row().cells
        if len(row) == 1 < columns:
            cells[0].merge(cells[-1]).text = row[0]
        else:
            for at, words in enumerate(row):
                cells[at].text = words


def _boxes(document: Document, section: Section, say: Say, shape: str, merged: bool) -> None:
    both = [(f, say(f"{section.id}/{f.id}")) for f in section.fields]
    if shape == "plain":
        for field, words in both:
            document.add_paragraph(field.label)
            document.add_paragraph(words)
        return
    if shape == "pairs":
        table = document.add_table(0, 4)
        for one in range(0, len(both), 2):
            cells = table.add_row().cells
            for at, (field, words) in enumerate(both[one:one + 2]):
                cells[2 * at].text, cells[2 * at + 1].text = field.label, words
        return
    table = document.add_table(0, 1 if shape in ("below", "inline", "lines") else 2)
    for field, words in both:
        _box(table, field, words, shape, merged)


def _box(table: Table, field: Field, words: str, shape: str, merged: bool) -> None:
    cells = table.add_row().cells
    if shape == "inline":
        cells[0].text = f"{field.label.rstrip(':?')}: {words}"
    elif shape == "lines":
        cells[0].text = f"{field.label}\n{words}"
    elif shape == "below":
        cells[0].text = field.label
        table.add_row().cells[0].text = words
    else:
        cells[0].text, cells[1].text = field.label, words
        if merged:
            # The label takes up two rows; what is said goes on in the second.
            more = table.add_row().cells
            cells[0].merge(more[0]).text = field.label
            more[1].text = "" if len(words) % 2 else "(as above)"


def _children(document: Document, section: Section, say: Say, children: Sequence[str]) -> None:
    each = ("", "/anomaly") if section.prefilled else ("",)
    table = document.add_table(1, 1 + len(each) * len(children))
    heads = table.rows[0].cells
    places = [(child, tail) for child in children for tail in each]
    for at, (child, tail) in enumerate(places, 1):
        heads[at].text = child if not section.prefilled else (
            f"{child}: what your records show, if different" if tail
            else f"{child}: as the Business Unit holds it")
    for field in section.fields:
        cells = table.add_row().cells
        cells[0].text = field.label
        for at, (child, tail) in enumerate(places, 1):
            cells[at].text = say(f"{section.id}/{child}/{field.id}{tail}")


def _ticks(document: Document, section: Section, say: Say) -> None:
    ticks = [f for f in section.fields if f.type == "tick"]
    table = document.add_table(0, 6)
    for one in range(0, len(ticks), 3):
        cells = table.add_row().cells
        for at, field in enumerate(ticks[one:one + 3]):
            cells[2 * at].text, cells[2 * at + 1].text = field.label, say(
                f"{section.id}/{field.id}")
    for field in section.fields:
        if field.type != "tick":
            cells = table.add_row().cells
            cells[0].text = field.label
            cells[1].merge(cells[5]).text = say(f"{section.id}/{field.id}")


def _rows(document: Document, section: Section, say: Say, rows: int) -> None:
    table = document.add_table(1, len(section.fields))
    for cell, field in zip(table.rows[0].cells, section.fields, strict=True):
        cell.text = field.label
    for number in range(1, rows + 1):
        for cell, field in zip(table.add_row().cells, section.fields, strict=True):
            cell.text = say(f"{section.id}/{number}/{field.id}")


def tick_box(ticked: bool) -> str:
    """A tick box of the new kind, as the XML of what stands in a paragraph."""
    return (f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(ticked)}"/></w14:checkbox>'
            f"</w:sdtPr><w:sdtContent><w:r><w:t>{'☒' if ticked else '☐'}</w:t></w:r>"
            "</w:sdtContent></w:sdt>")


def old_tick_box(ticked: bool) -> str:
    """A tick box of the old kind: its state is nowhere as words."""
    return ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>'
            f'<w:checked w:val="{int(ticked)}"/></w:checkBox></w:ffData></w:fldChar></w:r>'
            '<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>')


def sign_box(ticked: bool) -> str:
    """A tick box that is a sign of a font of symbols."""
    return f'<w:r><w:sym w:font="Wingdings" w:char="{"F0FE" if ticked else "F0A8"}"/></w:r>'


def control(words: str, asks: bool = False) -> str:
    """A content control, such as a list or a day to choose; `asks`: nobody has answered it."""
    look = "<w:showingPlcHdr/>" if asks else ""
    return (f"<w:sdt><w:sdtPr>{look}</w:sdtPr><w:sdtContent><w:r><w:t>{words}</w:t></w:r>"
            "</w:sdtContent></w:sdt>")


def cell(*paragraphs: str) -> str:
    """A cell of a table from the XML of its paragraphs."""
    return "<w:tc>" + "".join(f"<w:p>{one}</w:p>" for one in paragraphs) + "</w:tc>"


def run(words: str, look: str = "") -> str:
    """Words of one look."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def table(*rows: Sequence[str]) -> str:
    """A table from the XML of its cells."""
    return "<w:tbl>" + "".join("<w:tr>" + "".join(row) + "</w:tr>" for row in rows) + "</w:tbl>"


def body(*blocks: str) -> bytes:
    """A document with exactly these blocks, given as XML."""
    document = docx.Document()
    holder = document.element.body
    for block in blocks:
        holder.insert(len(holder) - 1, xml(block))
    return saved(document)

"""Last year's Word form sent back: read by its labels, and not a word of it lost."""

import io
import json
import random
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from pipeline import ledger
from pipeline.doors.word import text_of
from pipeline.doors.word.grid import read_grid
from pipeline.doors.xlsx import Book, spot
from pipeline.model import Field, Filling, Form, Problem, Profile, Submission
from pipeline.prose import plain
from pipeline.run import Collated, collate, read_all
from pipeline.workbook import read_word, write
from tests.conftest import AS_OF, taken_in
from tests.making import wordforms as made
from tests.making.cases import record_of
from tests.making.wordmess import Mess

QUIET = {"word-form-read"}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sendable(profile: Profile) -> list[Form]:
    """The forms that people send in."""
    return [form for form in profile.forms.values() if not form.ours]


def agency_return(profile: Profile) -> Form:
    """The form of an agency's return."""
    form = profile.form_meaning("agency_return")
    assert form is not None
    return form


def asked(form: Form, path: str) -> Field:
    """The question with this path."""
    section = form.section(path.split("/")[0])
    assert section is not None
    return next(f for bit in path.split("/")[1:] if (f := section.field(bit)))


class Typing:
    """Answers each question with a word of its own; ticks every third box."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.said: dict[str, str] = {}

    def __call__(self, path: str) -> str:
        number = len(self.said) + 1
        tick = asked(self.form, path).type == "tick"
        self.said[path] = ("" if number % 3 else "☒") if tick else f"Qz{number}zq"
        return self.said[path]

    def given(self) -> dict[str, str]:
        """What was typed, by path."""
        return {path: words for path, words in self.said.items() if words}


def read(data: bytes, profile: Profile) -> Submission:
    """A Word document that is read as a form."""
    found = read_word(read_grid(data), "R001", "0" * 16, profile)
    assert isinstance(found, Submission), found.code
    return found


def refused(data: bytes, profile: Profile) -> str:
    """The code of what is said about a Word document that is not read."""
    found = read_word(read_grid(data), "R001", "0" * 16, profile)
    assert isinstance(found, Problem)
    return found.code


def quotes(found: Submission, *codes: str) -> list[str]:
    """What problems quote, of these codes or of all."""
    return [one.quote for one in found.problems if one.quote and (not codes or one.code in codes)]


def texts(found: Submission) -> dict[str, str]:
    """The answers as words."""
    return {path: answer.text for path, answer in found.answers.items()}


def bare(words: str) -> str:
    """Words without spaces."""
    return re.sub(r"\s+", "", words)


def letters(words: str) -> str:
    """Words without the signs that a document may print as bullets and the like."""
    return re.sub(r"[\W_]+", "", words)


def quiet(data: bytes) -> bytes:
    """The same document without what python-docx says of itself in its properties."""
    document = docx.Document(io.BytesIO(data))
    document.core_properties.comments = ""
    document.core_properties.title = ""
    return made.saved(document)


# --- every form, in every shape ---------------------------------------------------------------


@pytest.mark.parametrize("shape", made.SHAPES)
@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "backwards"])
def test_every_answer_of_every_form_is_read(norfolk: Profile, shape: str, backwards: bool) -> None:
    for form in sendable(norfolk):
        typing = Typing(form)
        data = quiet(made.filled(form, typing, shape, ("C1", "C2"), backwards))
        found = read(data, norfolk)
        assert found.form == form.id
        more = {path: words.split("\n")[0] for path, words in texts(found).items()}
        assert more == typing.given()
        assert {one.code for one in found.problems} == QUIET


def test_what_it_does_not_say_is_empty(norfolk: Profile) -> None:
    found = read(made.filled(agency_return(norfolk), Typing(agency_return(norfolk))), norfolk)
    assert (found.case, found.recipient, found.version) == ("", "", "")
    assert (found.kind, found.number) == ("first", 1)


def test_whose_it_is_stands_in_words(norfolk: Profile) -> None:
    form = agency_return(norfolk)
    document = docx.Document(io.BytesIO(quiet(made.filled(form, Typing(form)))))
    document.paragraphs[0].insert_paragraph_before("Case reference: NSCP-2021-04")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Our code for you", "A5"
    found = read(made.saved(document), norfolk)
    assert (found.case, found.recipient) == ("NSCP-2021-04", "A5")
    assert {one.code for one in found.problems} == QUIET
    assert all(one.sender == "A5" for one in found.problems)


def test_the_form_of_2021_is_read_as_it_was_laid_out(norfolk: Profile) -> None:
    form = agency_return(norfolk)
    said: list[str] = []

    def say() -> str:
        said.append(f"Qz{len(said) + 1}zq")
        return said[-1]
    found = read(quiet(made.last_year(form, say)), norfolk)
    respondent = next(s for s in form.sections if s.means == "respondent")
    family = next(s for s in form.sections if s.per)
    ticks = next(s for s in form.sections if s.kind == "ticks")
    people = next(s for s in form.sections if s.kind == "table")
    expected = {f"{respondent.id}/{respondent.fields[0].id}": said[0],
                f"{respondent.id}/{respondent.fields[-1].id}": said[2]}
    rest = iter(said[3:])
    expected |= {f"{family.id}/C1/{f.id}": next(rest) for f in family.fields}
    expected |= {f"{ticks.id}/{ticks.fields[at].id}": "x" for at in (1, 3, 5)}
    expected[f"{ticks.id}/{ticks.fields[-1].id}"] = next(rest)
    names = []
    for row in (1, 2):
        names.append(next(rest))
        expected |= {f"{people.id}/{row}/{f.id}": next(rest) for f in people.fields[4:7]}
    told = next(s for s in form.sections if s.means == "chronology")
    expected |= {f"{told.id}/{row}/{f.id}": next(rest) for row in (1, 2) for f in told.fields}
    for section in form.sections:
        if section.kind == "answers" and not (section.per or section.means or section.filled_by):
            expected |= {f"{section.id}/{f.id}": next(rest) for f in section.fields}
    assert texts(found) == expected
    assert quotes(found, "unplaced-content") == [
        said[1], "Name, work and address", *names, next(rest)]
    assert {one.code for one in found.problems} == {*QUIET, "unplaced-content"}


def test_a_long_answer_may_speak_of_a_child_or_name_a_question(norfolk: Profile) -> None:
    form = agency_return(norfolk)
    section, field = next((s, f) for s, f in form.fields() if f.type == "narrative"
                          and s.kind == "answers" and not s.filled_by and not s.per)
    respondent = next(s for s in form.sections if s.means == "respondent")
    document = docx.Document(io.BytesIO(quiet(made.filled(form, lambda path: ""))))
    lines = ["It began in May.", "C1 was seen by the nurse.",
             f"{respondent.fields[0].label}: not known to us", "C1: seen again."]
    for words in (section.title, field.label, *lines):
        document.add_paragraph(words)
    found = read(made.saved(document), norfolk)
    assert texts(found) == {f"{section.id}/{field.id}": "\n".join(lines)}


# --- ticks ------------------------------------------------------------------------------------


def _ticked(profile: Profile, *rows: list[str]) -> dict[str, object]:
    """What is read of these rows of boxes, in a form with nothing else in that section."""
    form = agency_return(profile)
    document = docx.Document(io.BytesIO(made.filled(form, lambda path: "")))
    ticks = next(s for s in form.sections if s.kind == "ticks")
    holder = next(t for t in document.tables
                  if any(f.label == t.cell(0, 0).text for f in ticks.fields))._element
    holder.addprevious(made.xml(made.table(*rows)))
    holder.getparent().remove(holder)
    found = read(quiet(made.saved(document)), profile)
    assert {one.code for one in found.problems} <= QUIET
    return {path.split("/")[1]: a.value for path, a in found.answers.items()
            if path.startswith(f"{ticks.id}/")}


def _two(profile: Profile) -> list[Field]:
    section = next(s for s in agency_return(profile).sections if s.kind == "ticks")
    return [f for f in section.fields if f.type == "tick"][:4]


def test_ticks_stand_behind_or_before_what_they_tick(norfolk: Profile) -> None:
    one, two, three, four = _two(norfolk)

    def cells(*words: str) -> list[str]:
        return [made.cell(made.run(word)) for word in words]
    behind = _ticked(norfolk, cells(one.label, "x", two.label, ""),
                     cells(three.label, "", four.label, "✓"))
    before = _ticked(norfolk, cells("x", one.label, "", two.label),
                     cells("", three.label, "✓", four.label))
    assert behind == before == {one.id: True, four.id: True}
    between = cells("", one.label, "x", two.label)
    assert _ticked(norfolk, between, cells("", three.label, "", four.label)) == {two.id: True}
    between = cells(one.label, "x", two.label, "")
    assert _ticked(norfolk, between, cells(three.label, "", four.label, "")) == {one.id: True}


def test_ticks_on_both_sides_are_nobodys(norfolk: Profile) -> None:
    one = _two(norfolk)[0]
    form = agency_return(norfolk)
    document = docx.Document(io.BytesIO(quiet(made.filled(form, lambda path: ""))))
    document.add_paragraph("")
    made.grid(document, ["x", one.label, ""], ["", one.label, "x"])
    found = read(made.saved(document), norfolk)
    assert not found.answers
    assert quotes(found, "unplaced-content") == ["x", "x"]


@pytest.mark.parametrize("box", [made.tick_box, made.old_tick_box, made.sign_box],
                         ids=["new", "old", "sign"])
def test_boxes_of_word_are_ticks(norfolk: Profile, box: made.Box) -> None:
    one, two, three, four = _two(norfolk)
    beside = _ticked(norfolk, [made.cell(made.run(f.label)) if n % 2 == 0 else made.cell(box(on))
                               for f, on in ((one, True), (two, False)) for n in (0, 1)])
    assert beside == {one.id: True}
    within = _ticked(norfolk, [made.cell(box(False) + made.run(f" {three.label}"),
                                         box(True) + made.run(f" {four.label}"))])
    assert within == {four.id: True}


def test_one_of_several_options_is_what_is_ticked(norfolk: Profile) -> None:
    form = agency_return(norfolk)
    choice = next((s, f) for s, f in form.fields() if f.type == "choice" and "Yes" in f.choices
                  and s.kind == "answers" and not s.per)
    path = f"{choice[0].id}/{choice[1].id}"
    answers = {path: "☐ Yes ☒ No"}
    found = read(quiet(made.filled(form, lambda one: answers.get(one, ""))), norfolk)
    assert (found.answers[path].text, found.answers[path].value) == ("☐ Yes ☒ No", "No")
    answers = {path: "☐ Yes ☐ No"}
    found = read(quiet(made.filled(form, lambda one: answers.get(one, ""))), norfolk)
    assert not found.answers and {one.code for one in found.problems} == QUIET


# --- children ---------------------------------------------------------------------------------


def test_a_table_that_was_copied_is_about_the_next_child(norfolk: Profile) -> None:
    form = agency_return(norfolk)
    family = next(s for s in form.sections if s.per)
    others = replace(form, sections=tuple(s for s in form.sections if s is not family))
    typing = Typing(others)
    document = docx.Document(io.BytesIO(quiet(made.filled(others, typing))))
    for who in ("first", "second"):
        document.add_paragraph("")
        table = document.add_table(0, 2)
        for field in family.fields:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = field.label, f"{who} {field.id}"
    found = read(made.saved(document), norfolk)
    name = family.fields[0].id
    assert found.answers[f"{family.id}/C1/{name}"].text == f"first {name}"
    assert found.answers[f"{family.id}/C2/{name}"].text == f"second {name}"
    assert len(found.answers) == 2 * len(family.fields) + len(typing.given())


# --- what stands elsewhere --------------------------------------------------------------------


def _with(profile: Profile, block: str) -> Submission:
    """A form with this block at its end."""
    form = agency_return(profile)
    document = docx.Document(io.BytesIO(quiet(made.filled(form, Typing(form)))))
    holder = document.element.body
    document.add_paragraph("")
    holder.insert(len(holder) - 1, made.xml(block))
    return read(made.saved(document), profile)


@pytest.mark.parametrize(("block", "code", "words"), [
    (f"<w:p>{made.run('Ring me before Friday')}</w:p>", "unplaced-content",
     "Ring me before Friday"),
    (made.table([made.cell(made.run("Ann said")), made.cell(made.run("that he was well"))]),
     "unplaced-content", "that he was well"),
    (made.table([made.cell(made.run("Out")).replace("</w:tc>", made.table(
        [made.cell(made.run("in a table inside"))]) + "<w:p/></w:tc>")]),
     "unplaced-content", "in a table inside"),
    ('<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>He was not seen</w:delText></w:r></w:del>'
     "</w:p>", "outside-words", "He was not seen"),
    (f'<w:p><w:moveFrom w:id="2" w:author="x">{made.run("Moved from here")}</w:moveFrom></w:p>',
     "outside-words", "Moved from here"),
    (f'<w:p><w:ins w:id="3" w:author="x">{made.run("Put in while tracked")}</w:ins></w:p>',
     "unplaced-content", "Put in while tracked"),
    ("<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p>" + made.run("In a text box")
     + "</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>", "outside-words",
     "In a text box"),
    (f"<w:p>{made.run('Nobody sees this', '<w:vanish/>')}</w:p>", "hidden-content",
     "Nobody sees this"),
    (made.table([made.cell(made.run("Top")).replace(
        "<w:tc>", '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>')],
        [made.cell(made.run("lies below")).replace(
            "<w:tc>", "<w:tc><w:tcPr><w:vMerge/></w:tcPr>")]), "hidden-under-merge", "lies below"),
    (f"<w:p>{made.control('Some day soon')}</w:p>", "unplaced-content", "Some day soon"),
    (f"<w:p>{made.control('Say who came', asks=True)}</w:p>", "outside-words", "Say who came"),
    ('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDETEXT "x.txt" '
     '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>', "outside-words",
     'INCLUDETEXT "x.txt"'),
])
def test_no_words_are_lost_wherever_they_stand(norfolk: Profile, block: str, code: str,
                                               words: str) -> None:
    found = _with(norfolk, block)
    assert words in quotes(found, code)
    assert not quotes(found, "not-accounted", "readings-differ")
    assert words not in " ".join(texts(found).values())


def test_what_is_told_twice_for_older_programs_is_quoted_once(norfolk: Profile) -> None:
    inner = f"<w:txbxContent><w:p>{made.run('Boxed words')}</w:p></w:txbxContent>"
    found = _with(norfolk, "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
                  f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
                  f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
                  "</mc:Fallback></mc:AlternateContent></w:r></w:p>")
    assert quotes(found) == ["Boxed words"]


@pytest.mark.parametrize("asks", [True, False], ids=["said so", "as words only"])
def test_words_that_ask_for_an_answer_are_none(norfolk: Profile, asks: bool) -> None:
    form = agency_return(norfolk)
    _, field = next((s, f) for s, f in form.fields() if f.type == "narrative")
    document = docx.Document(io.BytesIO(quiet(made.filled(form, lambda path: ""))))
    for table in document.tables:
        for row in table.rows:
            if row.cells[0].text == field.label:
                row.cells[1]._element.append(made.xml(
                    f"<w:p>{made.control('Click or tap here to enter text.', asks)}</w:p>"))
    found = read(made.saved(document), norfolk)
    assert not found.answers and {one.code for one in found.problems} == QUIET


def test_words_of_ours_that_were_joined_are_not_quoted(norfolk: Profile) -> None:
    form = agency_return(norfolk)
    section = next(s for s in form.sections if len(s.guidance) > 2)
    document = docx.Document(io.BytesIO(quiet(made.filled(form, Typing(form)))))
    joined = " ".join(map(plain, (section.title, *section.guidance)))
    document.add_paragraph(joined)
    assert {one.code for one in read(made.saved(document), norfolk).problems} == QUIET
    document.add_paragraph(f"{joined} He was seen.")
    found = read(made.saved(document), norfolk)
    assert quotes(found, "unplaced-content") == [f"{joined} He was seen."]


def test_where_a_link_leads_is_quoted(norfolk: Profile) -> None:
    form = agency_return(norfolk)
    document = docx.Document(io.BytesIO(quiet(made.filled(form, Typing(form)))))
    link = document.part.relate_to("https://elsewhere.example.org/a", RELATIONSHIP_TYPE.HYPERLINK,
                                   is_external=True)
    document.add_paragraph("")._element.append(made.xml(
        f'<w:hyperlink xmlns:r="{RELATIONS}" r:id="{link}">{made.run("See here")}</w:hyperlink>'))
    found = read(made.saved(document), norfolk)
    assert quotes(found, "outside-words") == ["https://elsewhere.example.org/a"]
    assert quotes(found, "unplaced-content") == ["See here"]


def test_comments_notes_and_page_edges_are_quoted(norfolk: Profile) -> None:
    form = agency_return(norfolk)
    document = docx.Document(io.BytesIO(quiet(made.filled(form, Typing(form)))))
    paragraph = document.add_paragraph("")
    document.add_comment(paragraph.add_run(""), "Is this right?", author="", initials="")
    document.sections[0].header.paragraphs[0].text = "R&D unit, our ref 77"
    document.sections[0].footer.paragraphs[0].text = "Page 1 of 9"
    notes = Part(PackURI("/word/footnotes.xml"), "application/vnd.openxmlformats-officedocument."
                 "wordprocessingml.footnotes+xml", (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:footnote w:id="1"><w:p>{made.run("Seen on the day")}</w:p></w:footnote>'
        "</w:footnotes>").encode(), document.part.package)
    document.part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
    found = read(made.saved(document), norfolk)
    assert quotes(found, "comment-present") == ["Is this right?"]
    assert sorted(quotes(found, "outside-words")) == ["R&D unit, our ref 77", "Seen on the day"]
    assert not quotes(found, "not-accounted")


def test_a_question_answered_twice_keeps_both(norfolk: Profile) -> None:
    form = agency_return(norfolk)
    section, field = next((s, f) for s, f in form.fields()
                          if f.type == "narrative" and s.kind == "answers" and not s.per)
    typing = Typing(form)
    document = docx.Document(io.BytesIO(quiet(made.filled(form, typing))))
    document.add_heading(section.title)
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = field.label, "And once more"
    found = read(made.saved(document), norfolk)
    path = f"{section.id}/{field.id}"
    assert found.answers[path].text == f"{typing.said[path]}\nAnd once more"
    assert quotes(found, "answered-twice") == ["And once more"]


# --- what is no form --------------------------------------------------------------------------


def test_a_letter_is_a_paper(norfolk: Profile) -> None:
    document = docx.Document()
    for words in ("Dear colleague,", "Thank you for your letter of 3 May.", "Name", "We met on "
                  "Tuesday: see the minutes.", "Yours sincerely"):
        document.add_paragraph(words)
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Present", "Ann Example"
    assert refused(made.saved(document), norfolk) == "paper-kept"
    assert refused(made.saved(docx.Document()), norfolk) == "paper-kept"


def test_a_piece_of_a_form_must_be_keyed(norfolk: Profile) -> None:
    form = agency_return(norfolk)
    section = next(s for s in form.sections if s.means == "respondent")
    part = replace(form, sections=(replace(section, fields=section.fields[:4]),), guidance=())
    assert refused(made.filled(part, Typing(part)), norfolk) == "word-form"


def test_documents_of_our_own_are_papers(norfolk: Profile, collated: tuple[Path, Collated]) -> None:
    out, _ = collated
    sent = {form.id for form in sendable(norfolk)}
    for kind in norfolk.documents:
        if kind.format == "docx" and kind.form not in sent:
            for path in [*out.rglob(f"{kind.id}.docx"), *out.rglob(f"{kind.id}/*.docx")]:
                if "to-agencies" not in path.parts:
                    assert refused(path.read_bytes(), norfolk) == "paper-kept", path.name


# --- our own printed copies -------------------------------------------------------------------


def test_our_printed_copies_come_back_with_every_answer(
        norfolk: Profile, collated: tuple[Path, Collated]) -> None:
    for form in sendable(norfolk):
        if form.for_each == "agency":
            _printed_copies(norfolk, form, *collated)


def _printed_copies(norfolk: Profile, form: Form, out: Path, done: Collated) -> None:
    kind = next(one for one in norfolk.documents if one.form == form.id)
    given: dict[str, list[Submission]] = {}
    for one in done.checked.submissions:
        if one.form == form.id:
            given.setdefault(one.recipient, []).append(one)
    tried = 0
    for code, returns in given.items():
        path = out / kind.folder / kind.id / f"{code}.docx"
        if len(returns) != 1 or not path.is_file():
            continue
        tried += 1
        found = read(path.read_bytes(), norfolk)
        assert not quotes(found, "not-accounted", "readings-differ")
        # Who it is from, where the words stood, and the list of what is ticked.
        assert len(quotes(found, "unplaced-content")) <= 3
        typed = {p: a for p, a in returns[0].answers.items() if not _held(form, p)}
        back = [letters(words) for words in [*texts(found).values(), *quotes(found)]]
        for name, answer in typed.items():
            ticked = asked(form, name).type == "tick"
            if ticked:
                assert (name in found.answers) == (answer.value is True), name
            else:
                assert any(letters(answer.text) in words for words in back), name
    assert tried


def _held(form: Form, path: str) -> bool:
    """Whether these are words of ours: printed as the case record has them now."""
    section = form.section(path.split("/")[0])
    assert section is not None
    ours = section.prefilled or section.filled_by == "business_unit" or bool(section.prefill)
    return ours and not path.endswith("/anomaly")


# --- the second reading -----------------------------------------------------------------------


def test_both_readings_find_the_same_cells(norfolk: Profile) -> None:
    span = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    rows = (made.cell(made.run("a")).replace("<w:tc>", span) + made.cell(made.run("b")),
            f"<w:sdt><w:sdtContent>{made.cell(made.run('c'))}</w:sdtContent></w:sdt>"
            + made.cell(made.run("d")) + made.cell(made.tick_box(True) + made.old_tick_box(False)))
    inner = made.table([made.cell(made.run("deep"))])
    last = made.cell(made.run("e")).replace("</w:tc>", f"{inner}<w:p>{made.run('f')}</w:p></w:tc>")
    whole = ("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows)
             + '<w:sdt><w:sdtContent><w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
             + f"{last}</w:tr></w:sdtContent></w:sdt></w:tbl>")
    book = read_grid(made.body(f"<w:p>{made.run('one')}</w:p>", "<w:p/>",
                               f"<w:sdt><w:sdtContent><w:p>{made.run('two')}</w:p>{whole}"
                               "</w:sdtContent></w:sdt>", f"<w:p>{made.run('three')}</w:p>"))
    cells = _cells(book)
    assert cells == {
        ("Text 1", "A1"): "one", ("Text 1", "A3"): "two", ("Table 1", "A1"): "a",
        ("Table 1", "C1"): "b", ("Table 1", "A2"): "c", ("Table 1", "B2"): "d",
        ("Table 1", "C2"): "☒☐", ("Table 1", "B3"): "ef", ("Table 2", "A1"): "deep",
        ("Text 2", "A1"): "three"}
    assert {(t.sheet, t.spot): bare(t.words) for t in book.census if t.spot} == cells


@pytest.mark.parametrize("seed", [0, 1, *(
    pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3))])
def test_both_readings_agree_on_any_document(seed: int) -> None:
    mess = Mess(random.Random(seed))
    for _ in range(30):
        book = read_grid(mess.document())
        said = [bare(one.words) for one in book.remarks]
        assert {(t.sheet, t.spot): bare(t.words) for t in book.census if t.spot} == _cells(book)
        assert [t for t in book.census
                if not t.spot and not any(bare(t.words) in words for words in said)] == []


def _cells(book: Book) -> Mapping[tuple[str, str], str]:
    return {(sheet.name, spot(*at)): bare(cell.text)
            for sheet in book.sheets for at, cell in sheet.cells.items()}


def test_an_answer_that_the_reader_drops_or_moves_is_noticed(norfolk: Profile) -> None:
    form = agency_return(norfolk)
    typing = Typing(form)
    book = read_grid(quiet(made.filled(form, typing)))
    (name, at), other = [(sheet.name, at) for sheet in book.sheets if sheet.name != "Text 1"
                         for at, cell in sheet.cells.items() if cell.text.startswith("Qz")][3:5]
    cells = {sheet.name: dict(sheet.cells) for sheet in book.sheets}
    words = cells[name].pop(at).text
    dropped = replace(book, sheets=tuple(replace(s, cells=cells[s.name]) for s in book.sheets))
    found = read_word(dropped, "R001", "0" * 16, norfolk)
    assert isinstance(found, Submission) and words in quotes(found, "not-accounted")
    swapped = cells[other[0]][other[1]]
    cells[name][at], cells[other[0]][other[1]] = swapped, replace(swapped, value=words)
    moved = replace(book, sheets=tuple(replace(s, cells=cells[s.name]) for s in book.sheets))
    found = read_word(moved, "R001", "0" * 16, norfolk)
    assert isinstance(found, Submission) and quotes(found, "readings-differ")


# --- in a case folder -------------------------------------------------------------------------


def test_word_files_of_a_case_are_read_or_kept(norfolk: Profile, tmp_path: Path) -> None:
    form = agency_return(norfolk)
    typing = Typing(form)
    (tmp_path / "a form.docx").write_bytes(made.filled(form, typing))
    letter = docx.Document()
    letter.add_paragraph("Dear colleague")
    letter.save(str(tmp_path / "b letter.docx"))
    submissions, problems = read_all(taken_in(tmp_path), norfolk)
    assert [one.file for one in submissions] == ["R001"]
    assert len(submissions[0].answers) == len(typing.given())
    assert ("word-form-read", "R001") in {(p.code, p.where.file) for p in problems}
    assert ("paper-kept", "R002") in {(p.code, p.where.file) for p in problems}


def test_a_word_form_is_in_the_documents_of_its_case(norfolk: Profile, tmp_path: Path) -> None:
    record = norfolk.form_meaning("case_record")
    assert record is not None
    folder, out, form = tmp_path / "in", tmp_path / "out", agency_return(norfolk)
    folder.mkdir()
    answers = record_of(norfolk, lambda path: "", {"text"})
    (folder / "case.xlsx").write_bytes(write(record, norfolk, Filling(
        identity={"case": "NSCP-1"}, answers=answers, children=["C1"])))
    typing = Typing(form)
    document = docx.Document(io.BytesIO(made.filled(form, typing)))
    made.grid(document, ["Our code for you", "A1"], ["Case reference", "NSCP-1"])
    document.save(str(folder / "return.docx"))
    collate(folder, out, norfolk, AS_OF)
    lines = json.loads((out / "ledger.json").read_text(encoding="utf-8"))
    assert ledger.lost(lines) == []
    printed = "\n".join(text_of(next(out.glob("documents/*/A1.docx")).read_bytes()))
    quoted = (out / "problems.json").read_text(encoding="utf-8")
    for path, words in typing.given().items():
        assert words == "☒" or words in printed + quoted, path

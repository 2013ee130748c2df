"""Read last year's form as it comes back in Word: by its labels, with nothing left behind."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.catalogue import problem, problem_of
from pipeline.doors.xlsx import Book, Token
from pipeline.model import Form, Problem, Profile, Submission, Where
from pipeline.opening import KINDS
from pipeline.workbook.conserve import unaccounted
from pipeline.workbook.layout import same
from pipeline.workbook.outside import outside_words
from pipeline.workbook.read import OUR_EDGES
from pipeline.workbook.reading import OUR_FORMULAS, Reading
from pipeline.workbook.spellings import bare
from pipeline.workbook.wordgrid import WordReading
from pipeline.workbook.wordlabels import HEADS, Labels, beginnings, word_words
from pipeline.workbook.wordtables import read_table

ENOUGH, SHARE = 5, 3
"""So many labels, and one in so many of all it has, make a document a form."""

SOME = 3
"""From so many labels on somebody must look whether it is a return."""

TOP = 12
"""Among the first so many lines a document has its title."""


def read_word(book: Book, file: str, mark: str, profile: Profile) -> Submission | Problem:
    """Read a Word document as the form whose labels it has.

    The Problem says that it must be keyed by hand, or that it is a paper and no form.
    """
    texts = [cell.text for sheet in book.sheets for cell in sheet.cells.values()]
    form, met = _likeliest(texts, profile)
    if form is None or _is_ours(book, profile):
        return problem("paper-kept", Where(file), kind=KINDS["docx"])
    share = met / max(1, len({same(one.label) for _, one in form.fields()}))
    if met < ENOUGH or share * SHARE < 1:
        code = "word-form" if met >= SOME else "paper-kept"
        return problem(code, Where(file), **({} if met >= SOME else {"kind": KINDS["docx"]}))
    return _read(book, file, mark, form, profile)


def _likeliest(texts: Sequence[str], profile: Profile) -> tuple[Form | None, int]:
    """The form of which most is here, and how many of its labels; None for one of our own."""
    best: tuple[float, int, Form] | None = None
    said = beginnings(dict.fromkeys(texts))
    for form in profile.forms.values():
        labels = Labels(form)
        every = {same(one.label) for _, one in form.fields()} | set(labels.titles)
        met = len(labels.among(said))
        if met and (best is None or (met / len(every), met) > best[:2]):
            best = (met / len(every), met, form)
    return (None, 0) if best is None or best[2].ours else (best[2], best[1])


def _is_ours(book: Book, profile: Profile) -> bool:
    """Whether its title is that of a document which we make of many returns."""
    sent = {form.id for form in profile.forms.values() if not form.ours}
    theirs = {same(one.title) for one in profile.documents if one.form in sent}
    ours = {same(one.title) for one in profile.documents} - theirs
    top = [same(cell.text) for sheet in book.sheets[:1] for cell in sheet.cells.values()][:TOP]
    return any(words in ours for words in top)


def _read(book: Book, file: str, mark: str, form: Form, profile: Profile) -> Submission:
    copy = any({same(cell.text) for (row, _), cell in sheet.cells.items() if row == 1} in HEADS
               for sheet in book.sheets)
    own = word_words(form, profile, copy)
    reading = Reading(form=form)
    into = WordReading(file, reading, own)
    for sheet in book.sheets:
        view = into.view(sheet)
        into.whose(view)
        if sheet.name.startswith("Text"):
            into.text(view)
        else:
            read_table(view, into)
        view.leftovers()
    into.finish()
    recipient = into.identity.get("recipient", "")
    problems = [problem("word-form-read", Where(file)),
                *(problem_of(fault, file) for fault in book.faults), *reading.problems,
                *outside_words(book, file, form, profile, own, ())]
    found = Submission(
        form=form.id, version=into.identity.get("version", ""),
        case=into.identity.get("case", ""), recipient=recipient, number=1, kind="first",
        replaces="", file=file, fingerprint=mark, answers=dict(reading.answers),
        places=dict(reading.places), problems=tuple(dict.fromkeys(problems)))
    counted = replace(book, census=tuple(_counted(book, found, into)))
    lost = unaccounted(counted, found, form, (own, OUR_EDGES), OUR_FORMULAS)
    return replace(
        found, places={path: into.at(where) for path, where in found.places.items()},
        answers={path: replace(one, refs=tuple(dict.fromkeys(map(into.at, one.refs))))
                 for path, one in found.answers.items()},
        problems=tuple(replace(one, where=into.at(one.where), sender=recipient)
                       for one in (*found.problems, *lost)))


def _counted(book: Book, found: Submission, into: WordReading) -> list[Token]:
    """The census for the comparison: cells cut where we cut them, if that loses no letter.

    What stands in no cell needs only to be quoted somewhere.
    """
    quotes = [bare(one.quote) for one in found.problems if one.quote]
    rows = {(ref.part, ref.spot) for path, one in found.answers.items() for ref in one.refs
            if into.is_row(path)}
    tokens = []
    for token in book.census:
        pieces = into.cuts.get((token.sheet, token.spot))
        if not token.spot:
            if not any(bare(token.words) in quote for quote in quotes):
                tokens.append(token)
        elif pieces and sorted(bare(token.words)) == sorted(
                bare("".join(one.label + one.words for _, one in pieces))):
            tokens += [replace(token, spot=spot, words=one.words) for spot, one in pieces]
            # A label in a row of a table is no heading of what stands below it.
            tokens += [replace(token, words=one.label) for spot, one in pieces
                       if (token.sheet, spot) not in rows]
        else:
            tokens.append(token)
    return tokens

"""Hold what was read against a census of the file: nothing lost, nothing made up, nothing moved.

The census found every text without the reader's help. Here each is looked for among the answers
that say they stood there, the problems that quote them, and our own printed words. What is not
found was lost on the way. Then the other direction: every answer must be made of the very words of
its cells, and its question must stand beside it. No step of the reader is used again.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.catalogue import problem
from pipeline.doors.xlsx import Book, Token
from pipeline.model import Answer, Form, Problem, Submission, Where
from pipeline.workbook.layout import FORM_SHEET, KINDS, same
from pipeline.workbook.printed import Printed, by_place
from pipeline.workbook.signs import Signs
from pipeline.workbook.spellings import UNKNOWN, bare, begins, known, spellings, stands_in

Place = tuple[str, str]
ERROR = re.compile(r"#(?:REF|NAME|VALUE|DIV/0|N/A|NUM|NULL)[!?]?|Err:\d+")


@dataclass
class _Account:
    """What the reading says of each place, every text reduced to its bare letters."""

    answers: dict[Place, list[str]] = field(default_factory=dict)
    quotes: dict[Place, list[str]] = field(default_factory=dict)
    sheets: dict[str, list[str]] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    pictures: set[Place] = field(default_factory=set)
    raw: dict[Place, list[str]] = field(default_factory=dict)


def unaccounted(book: Book, found: Submission, form: Form,
                own: Sequence[Collection[str]], formulas: Sequence[str]) -> list[Problem]:
    """A problem for each text of the census that the reading lost, and each answer it made up.

    `own` are collections of our printed words, reduced as `same` does; `formulas` is what marks a
    formula as ours.
    """
    if not book.counted:
        return []
    cells = by_place(book.census)
    printed = Printed(book, form, own, formulas)
    account = _account(found)
    identity = _identity(found, cells, form)
    sections = {same(section.sheet) for section in form.sections}
    lost = []
    for token in book.census:
        if _stands(token, account) or printed.ours(token):
            continue
        if printed.ours(_unquoted(token, account)):
            continue
        if _calculated(token, cells.get((token.sheet, token.spot), ()), account):
            continue
        if same(token.sheet) not in sections and _whose(token, found, identity):
            continue
        where = Where(found.file, token.sheet or token.part, token.spot)
        # Of other formats the reader has no errors: they say that an answer is not there.
        code = "formula-error" if token.spot and ERROR.fullmatch(token.words) else "not-accounted"
        lost.append(problem(code, where, token.words))
    return [*lost, *_made_up(found, cells, account), *Signs(book, form).misplaced(found)]


def _account(found: Submission) -> _Account:
    account = _Account()
    answers: Mapping[str, Answer] = {**found.answers, "": found.nothing_held}
    for answer in answers.values():
        words = known(answer.text)
        for ref in answer.refs:
            account.answers.setdefault((ref.part, ref.spot), []).append(words)
    for one in found.evidence:
        account.answers.setdefault((one.where.part, one.where.spot), []).append(known(one.tick))
    for said in found.problems:
        if said.code == "picture-present":
            account.pictures.add((said.where.part, said.where.spot))
        if said.quote:
            account.quotes.setdefault((said.where.part, said.where.spot), []).append(
                known(said.quote))
            account.raw.setdefault((said.where.part, said.where.spot), []).append(said.quote)
            account.sheets.setdefault(said.where.part, []).append(known(said.quote))
    # A sheet's name is told with every place on it.
    account.named = {where.part for where in found.places.values()}
    account.named |= {part for part, _ in account.answers} | set(account.sheets)
    return account


def _stands(token: Token, account: _Account) -> bool:
    """Whether an answer of this place holds these words, or a problem quotes them here."""
    shapes = spellings(token)
    if not any(shape.strip(UNKNOWN) for shape in shapes):
        return True
    if token.spot:
        place = (token.sheet, token.spot)
        texts = [*account.answers.get(place, ()), *account.quotes.get(place, ())]
    elif token.words == token.sheet and token.words in account.named:
        return True
    else:
        # What stands in no cell is quoted with its sheet, or with its part of the file.
        texts = [words for part in {token.sheet, token.part, ""}
                 for words in account.sheets.get(part, ())]
    return any(stands_in(shape, text) for shape in shapes if shape for text in texts)


def _unquoted(token: Token, account: _Account) -> Token:
    """What is left of these words when what a problem quotes of them is taken out."""
    rest = token.words
    for words in account.raw.get((token.sheet, token.spot), ()):
        rest = rest.replace(words, "", 1).strip()
    return replace(token, words=rest) if rest != token.words else token


def _calculated(token: Token, cell: Sequence[Token], account: _Account) -> bool:
    """Whether this is the formula of a value that stands, or the error of one that is quoted.

    A picture put into a cell has an error as its value, for programs that cannot show it.
    """
    formula = token.words.startswith("=")
    if token.words.startswith("#") and (token.sheet, token.spot) in account.pictures:
        return True
    if len(cell) < 2 or not (formula or token.words.startswith("#")):
        return False
    return any(_stands(one, account) for one in cell
               if one.words.startswith("=") != formula and not one.words.startswith("#"))


def _identity(found: Submission, cells: Mapping[Place, list[Token]], form: Form) -> set[str]:
    """What the first sheet says and the submission holds; and the hidden copy of what we sent."""
    said = {found.case, found.recipient, found.replaces, found.version, str(found.number),
            form.title, KINDS.get(found.kind, "")}
    said |= {token.words for (sheet, at), tokens in cells.items()
             if sheet == FORM_SHEET and at.startswith("B") for token in tokens}
    return {bare(words).casefold() for words in said if words}


def _whose(token: Token, found: Submission, identity: Collection[str]) -> bool:
    """Whether these words of the first sheet are in what the submission says of itself.

    Where two codes stand in a workbook, or somebody wrote which of two it is, there is more.
    """
    shapes = {shape.casefold() for shape in spellings(token)}
    codes = [bare(code).casefold() for words in (found.recipient, found.case)
             for code in words.split(" or ") if code]
    return bool(shapes & set(identity)) or any(
        code in shape for code in codes for shape in shapes)


def _made_up(found: Submission, cells: Mapping[Place, list[Token]],
             account: _Account) -> Iterator[Problem]:
    """Answers that are not the words of their cells, or whose cell serves for something else."""
    holders: dict[Place, str] = {}
    unplaced = {(said.where.part, said.where.spot) for said in found.problems
                if said.code == "unplaced-content"}
    for path, answer in found.answers.items():
        for ref in answer.refs:
            place = (ref.part, ref.spot)
            if holders.setdefault(place, path) != path or place in unplaced:
                yield problem("readings-differ", ref, answer.text)
        rest = known(answer.text)
        stood = [cells.get((ref.part, ref.spot), []) for ref in answer.refs]
        if not _made_of(rest, stood):
            words = "\n".join(token.words for tokens in stood for token in tokens)
            where = answer.refs[0] if answer.refs else Where(found.file)
            yield problem("readings-differ", where, f"{answer.text}\n{words}")


def _made_of(rest: str, stood: Sequence[Sequence[Token]]) -> bool:
    """Whether a text is nothing but the words of these cells, one after the other."""
    if not stood:
        return not rest
    for shape in {shape for token in stood[0] for shape in spellings(token)} or {""}:
        used = begins(shape, rest)
        if used >= 0 and _made_of(rest[used:], stood[1:]):
            return True
    return False

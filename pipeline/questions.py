"""What to ask whom: the problems of each return that its sender can mend, one question a cell.

Words that somebody typed stand in `Question.read`, for the sender's own form. `Question.brief` is
for an e-mail: it quotes nothing but a short date, number or choice.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.catalogue import CODES
from pipeline.codes import in_turn, is_code
from pipeline.model import (
    Answer,
    Case,
    Field,
    Form,
    Problem,
    Profile,
    Question,
    Section,
    Submission,
)

QUOTED_TYPES = ("date", "when", "time", "number", "choice", "yes_no", "tick")
LONGEST_QUOTE, MOST_FIGURES, LABEL_WORDS = 40, 8, 8
LETTERS = re.compile(r"[^\W\d_]+")
# A date or a choice holds no other words. A name that is none of these is never quoted.
HARMLESS = frozenset(LETTERS.findall("""
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday
    saturday sunday mon tue wed thu fri sat sun st nd rd th about around approximately approx circa
    c early late mid before after since until from to or and the of on in at end beginning start
    spring summer autumn winter day week weekend month year am pm noon midday midnight morning
    afternoon evening night not known unknown unclear ongoing present current date x y n k na yes no
    maybe possibly perhaps partly sometimes both neither unsure none other tick ticked true false a
"""))
NIL = "nothing_held"
# On the first sheet these are about what the return is, which our copy says itself.
ABOUT_ANSWERS = ("not-in-list", "not-a-number")


@dataclass(frozen=True)
class Asked:
    """All there is to ask about one return. `number` is the one it is known by.

    `again` says that its sender is asked about another return of the same form as well.
    """

    submission: Submission
    number: int
    questions: tuple[Question, ...]
    again: bool = False

    @property
    def sender(self) -> str:
        """The code of whoever sent it, or the form where only one is expected."""
        return self.submission.recipient or self.submission.form


def to_ask(profile: Profile, case: Case, submissions: Sequence[Submission],
           problems: Sequence[Problem]) -> list[Asked]:
    """Every return with questions for its sender, in the order of senders and forms."""
    used = {row["file"]: row["number"] for row in case["sources"] if row["status"] == "used"}
    known = _codes(case)
    found = []
    for one in submissions:
        form = profile.forms[one.form]
        addressed = one.recipient in known or (form.for_each == "case" and not one.recipient)
        if form.ours or not addressed or one.file not in used:
            continue
        questions = questions_of(form, one, problems)
        if questions:
            found.append(Asked(one, used[one.file], tuple(questions)))
    order = list(profile.forms)
    found.sort(key=lambda a: (in_turn(a.sender), order.index(a.submission.form), a.number))
    twice = [(a.sender, a.submission.form) for a in found]
    return [replace(a, again=twice.count((a.sender, a.submission.form)) > 1) for a in found]


def _codes(case: Case) -> set[str]:
    """The codes of everybody on the lists of the case record: nobody else is written to."""
    rows = [row for section in case["case"].values() for row in section.get("rows", ())]
    codes = {row["code"]["text"].strip() for row in rows if {"code", "name"} <= row.keys()}
    return {code for code in codes if is_code(code)}


def still_open(problems: Iterable[Problem], submissions: Iterable[Submission],
               replaced: Iterable[str]) -> list[Problem]:
    """The problems without those that a later return has closed.

    Words that were no answer are quoted by nobody else, so they stay, as a note.
    """
    gone = set(replaced)
    returns = {one.file: one for one in submissions if one.file in gone}
    kept = []
    for one in problems:
        if one.where.file in gone and (one.where.part or CODES[one.code].asks):
            stray = one.where.file not in returns or _stray(returns[one.where.file], one)
            kept += [replace(one, severity="note")] if one.quote and stray else []
        else:
            past = one.where.file in gone and one.code == "format-other"
            kept.append(replace(one, severity="note") if past else one)
    return kept


def questions_of(form: Form, submission: Submission,
                 problems: Iterable[Problem]) -> list[Question]:
    """The questions about one return, in the order of its form; one for all problems of a cell."""
    places = _places(submission)
    cells: dict[tuple[str, str], list[Problem]] = {}
    for one in problems:
        asked = one.severity != "note" and CODES[one.code].asks
        if not asked or one.where.file != submission.file:
            continue
        path = places.get((one.where.part, one.where.spot), "")
        if not path and one.code in ABOUT_ANSWERS and not _section(form, path, one):
            continue
        section = _section(form, path, one)
        if section is not None and _ours(form, section, path):
            continue
        # A remark at a cell is no part of its answer: it is a question of its own.
        apart = not path or (one.quote and _beside(submission, path, one))
        stray = f"{one.where.part}/{one.where.spot}/{one.code}" if apart else ""
        if not path and section is not None and not one.quote:
            path = section.id
        cells.setdefault((path, stray if one.quote or not path else ""), []).append(one)
    made = [(_order(form, path, some[0]), _question(form, submission, path, some))
            for (path, _), some in cells.items()]
    return [question for _, question in sorted(made, key=lambda pair: pair[0])]


def _stray(submission: Submission, one: Problem) -> bool:
    """Whether a problem quotes words that are in no answer: nobody else would print them."""
    path = _places(submission).get((one.where.part, one.where.spot), "")
    answer = submission.nothing_held if path == NIL else submission.answers.get(path, Answer(""))
    return one.quote.strip() not in answer.text


def _beside(submission: Submission, path: str, one: Problem) -> bool:
    """Whether a problem quotes words that stand at an answer, but are no part of it."""
    answer = submission.answers.get(path, Answer(""))
    return answer.given and one.quote.strip() not in answer.text


def _places(submission: Submission) -> dict[tuple[str, str], str]:
    """The path of the answer that stands, or should stand, in each cell."""
    found = {(where.part, where.spot): path for path, where in submission.places.items()}
    for path, answer in submission.answers.items():
        found.update({(ref.part, ref.spot): path for ref in answer.refs})
    found.update({(ref.part, ref.spot): NIL for ref in submission.nothing_held.refs})
    return found


def _section(form: Form, path: str, one: Problem) -> Section | None:
    return form.section(path.partition("/")[0]) if path else next(
        (s for s in form.sections if s.sheet.casefold() == one.where.part.casefold()), None)


def _ours(form: Form, section: Section, path: str) -> bool:
    """Whether the Business Unit fills in what stands there."""
    held = section.prefilled and path and not path.endswith("/anomaly")
    return bool(held or (section.filled_by and section.filled_by != form.filled_by))


def _order(form: Form, path: str, one: Problem) -> tuple[int, int, str]:
    section = _section(form, path, one)
    at = re.fullmatch(r"([A-Z]+)(\d+)", one.where.spot)
    return (form.sections.index(section) if section else len(form.sections),
            int(at[2]) if at else 0, at[1].rjust(3) if at else "")


def _question(form: Form, submission: Submission, path: str, some: Sequence[Problem]) -> Question:
    first = some[0]
    section = _section(form, path, first)
    asked = _field(section, path)
    answer = submission.answers.get(path, Answer("")) if asked else Answer("")
    beside = first.quote and _beside(submission, path, first)
    words = answer.text if asked and answer.given and not beside else first.quote
    saw = CODES[first.code].saw
    read = f"“{words}”" if words.strip() else saw[:1].upper() + saw[1:]
    if first.quote and not asked:
        spot = f", {first.where.spot}" if first.where.spot else ""
        read += f" (on “{first.where.part}”{spot}, of the form you sent)"
    brief = f"“{words.strip()}”" if asked and not beside and quotable(asked, words) else saw
    needs = dict.fromkeys(_need(one, section, asked) for one in some)
    return Question(path if asked or form.section(path) else "",
                    place(section, asked, path), read, " ".join(needs), brief)


def _field(section: Section | None, path: str) -> Field | None:
    if section is None:
        return None
    return next((f for bit in path.split("/")[1:] if (f := section.field(bit))), None)


def _need(one: Problem, section: Section | None, asked: Field | None) -> str:
    choices = ", ".join(asked.choices) if asked and asked.choices else "the answers in its list"
    if section is None:
        choices = "Yes, No"
    most = (asked.max_words if asked else 0) or (section.max_rows if section else 0)
    return CODES[one.code].asks.format(message=one.message, choices=choices, most=most)


def place(section: Section | None, asked: Field | None, path: str) -> str:
    """Where an answer stands, in words that hold for the form on a screen and on paper."""
    if section is None:
        return "The first sheet, holding no information" if path == NIL else "Outside the questions"
    if asked is None:
        return section.sheet
    label = _label(asked.label)
    bits = path.split("/")
    if section.kind == "table":
        return f"{section.sheet}, entry {bits[1]}, {label}"
    return f"{section.sheet}, {label}{f', child {bits[1]}' if section.per else ''}"


def _label(label: str) -> str:
    words = label.rstrip(" :").split()
    return " ".join(words[:LABEL_WORDS]) + (" …" if len(words) > LABEL_WORDS else "")


def quotable(asked: Field, words: str) -> bool:
    """Whether an e-mail may quote this answer: a short date, number or choice, and nothing else."""
    if asked.type not in QUOTED_TYPES or not words.strip() or len(words.strip()) > LONGEST_QUOTE:
        return False
    if "\n" in words.strip() or sum(letter.isdigit() for letter in words) > MOST_FIGURES:
        return False
    offered = {word for choice in asked.choices for word in LETTERS.findall(choice.casefold())}
    return all(word in HARMLESS | offered for word in LETTERS.findall(words.casefold()))


def by_sender(asked: Iterable[Asked]) -> Mapping[str, list[Asked]]:
    """The returns to ask about by the code of their sender."""
    made: dict[str, list[Asked]] = {}
    for one in asked:
        made.setdefault(one.sender, []).append(one)
    return made

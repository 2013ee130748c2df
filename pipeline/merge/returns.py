"""Which returns count: corrections replace, additions add, and nothing is chosen for an agency."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.catalogue import problem
from pipeline.codes import in_turn
from pipeline.dates import in_words, read_when
from pipeline.merge.values import Json, as_json, in_order, join, section_json
from pipeline.model import Answer, Form, Problem, Section, Submission, Where
from pipeline.prefill import rows_of, tells_something

Row = tuple[tuple[str, str], ...]
"""The words of a row of a table, by the id of their question."""


SHORTEST = 6
"""So many figures of a fingerprint are needed to name a return by."""


@dataclass(frozen=True)
class Counted:
    """The returns of one form that count, those replaced, and what is wrong with them.

    `by` is the file of the return that replaces another, by the file of that other.
    """

    active: tuple[Submission, ...]
    replaced: tuple[Submission, ...]
    problems: tuple[Problem, ...]
    by: Mapping[str, str] = field(default_factory=dict)


def count(form: Form, submissions: Iterable[Submission]) -> Counted:
    """Sort the returns of one form: which count, which were replaced, which must be asked about.

    The number somebody forgot to change is counted on: no two returns of a sender keep one number.
    """
    ordered = _numbered(sorted(submissions, key=lambda s: (
        in_turn(s.recipient), s.kind != "first", s.number, s.kind != "correction", s.file)))
    by: dict[str, str] = {}
    problems = []
    for new in ordered:
        # An addition that was given back comes in place of itself, and still adds to the first.
        if new.kind == "correction" or (new.kind == "addition" and new.replaces.strip()):
            old, more = _replaced(new, ordered, by)
            by.update({one.file: new.file for one in old})
            problems += more
    active = [s for s in ordered if s.file not in by]
    seen: set[str] = set()
    for one in active:
        if one.kind == "addition":
            continue
        if one.recipient in seen:
            problems.append(_twice(form, one))
        seen.add(one.recipient)
    return Counted(tuple(active), tuple(s for s in ordered if s.file in by), tuple(problems), by)


@dataclass(frozen=True)
class Mended:
    """When a return that was corrected since came first, and when its correction came."""

    first: Answer
    corrected: Answer


def mended(form: Form, counted: Counted) -> dict[str, Mended]:
    """Every sender whose return was corrected, with both days, as far as they are known."""
    found = {}
    for code in {one.recipient for one in counted.replaced}:
        every = [one for one in (*counted.replaced, *counted.active) if one.recipient == code]
        firsts = [day for one in every if one.kind != "addition"
                  if (day := _came(form, one)) is not None]
        now = [day for one in counted.active if one.recipient == code and one.kind == "correction"
               if (day := _came(form, one)) is not None]
        if now and (first := min(firsts, key=_day)).text != (last := max(now, key=_day)).text:
            found[code] = Mended(first, last)
    return found


def _came(form: Form, one: Submission) -> Answer | None:
    """The day a return came: as its message says, or as its sender says in it."""
    if one.received:
        return Answer(in_words(date.fromisoformat(one.received)), one.received)
    respondent = form.meaning("respondent")
    said = (one.answers.get(f"{respondent.id}/{asked.id}", Answer("")) for asked in
            respondent.fields if asked.type == "date") if respondent else ()
    return next((answer for answer in said if read_when(answer.text).last), None)


def _day(answer: Answer) -> date:
    return read_when(answer.text).last or date.max


def _numbered(ordered: Sequence[Submission]) -> list[Submission]:
    made: list[Submission] = []
    for one in ordered:
        taken = {other.number for other in made if other.recipient == one.recipient}
        number = one.number if one.number not in taken else max(taken) + 1
        made.append(replace(one, number=number))
    return made


def _twice(form: Form, one: Submission) -> Problem:
    if form.for_each == "case":
        return problem("two-copies", Where(one.file), form=form.title)
    return problem("two-returns", Where(one.file), sender=one.recipient)


def _replaced(new: Submission, ordered: Sequence[Submission],
              by: Mapping[str, str]) -> tuple[list[Submission], list[Problem]]:
    """What a correction replaces: the return whose fingerprint it names, or the only one there is.

    Two services of one agency may reply under one code. A correction that does not say which of
    their returns it mends replaces neither.
    """
    earlier = [s for s in ordered if s is not new and s.recipient == new.recipient]
    named = new.replaces.strip().casefold()
    if named:
        found = [s for s in earlier if len(named) >= SHORTEST
                 and s.fingerprint.casefold().startswith(named)]
        return found, [] if found else [_about(new, "link-unknown")]
    there = [s for s in earlier if s.number < new.number and s.kind != "addition"
             and s.file not in by]
    if len(there) > 1:
        return [], [_about(new, "link-unclear")]
    return there, [] if there else [_about(new, "link-unknown")]


def _about(one: Submission, code: str) -> Problem:
    return problem(code, Where(one.file), sender=one.recipient)


def together(form: Form, submissions: Sequence[Submission]) -> dict[str, Answer]:
    """The answers of several returns of one sender as one: rows follow, words are joined."""
    if len(submissions) == 1:
        return dict(submissions[0].answers)
    made: dict[str, list[Answer]] = {}
    codes: dict[tuple[str, str], int] = {}
    for one in submissions:
        shift = {s.id: max(rows_of(made, s.id), default=0) for s in form.sections
                 if s.kind == "table"}
        there = _rows({path: found[0] for path, found in made.items()}, shift)
        known = {(section, there[section, row]): int(row)
                 for section, row in sorted(there, key=lambda place: int(place[1]))}
        rows = _rows(one.answers, shift)
        for path, answer in one.answers.items():
            section, _, rest = path.partition("/")
            if section in shift:
                row, _, name = rest.partition("/")
                same_row = codes.get((section, _code(one.answers, section, row)), 0) or known.get(
                    (section, rows.get((section, row), ())), 0)
                row = str(same_row or int(row) + shift[section])
                path = f"{section}/{row}/{name}"
                if name == "code" and path not in made and answer.text.strip():
                    # The row about the person or thing with this code, for those who come later.
                    codes.setdefault((section, answer.text.strip()), int(row))
            made.setdefault(path, []).append(answer)
    return {path: join(answers) for path, answers in made.items()}


def _rows(answers: Mapping[str, Answer], tables: Container[str]) -> dict[tuple[str, str], Row]:
    """Each row of these tables by its words: who re-uses the first file for an addition sends the
    rows there are again."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for path, answer in answers.items():
        section, _, rest = path.partition("/")
        row, _, name = rest.partition("/")
        if name and section in tables:
            found.setdefault((section, row), []).append((name, answer.text.strip()))
    return {place: tuple(sorted(words)) for place, words in found.items()}


def _code(answers: Mapping[str, Answer], section: str, row: str) -> str:
    return answers.get(f"{section}/{row}/code", Answer("")).text.strip()


def senders(submissions: Sequence[Submission]) -> list[list[Submission]]:
    """The returns that are to be shown as one: a return with its additions.

    Two returns of one sender without a link stay apart: nobody has said which is right.
    """
    groups: dict[str, list[list[Submission]]] = {}
    for one in submissions:
        mine = groups.setdefault(one.recipient, [])
        if one.kind == "addition" and mine:
            mine[-1].append(one)
        elif mine and mine[-1][0].kind == "addition":
            mine[-1].insert(0, one)
        else:
            mine.append([one])
    return [group for mine in groups.values() for group in mine]


def return_json(form: Form, submissions: Sequence[Submission], recipient: Json,
                children: Sequence[str]) -> Json:
    """One return, or several of one sender together, as the templates know it."""
    answers = together(form, submissions) if submissions else {}
    first = submissions[0] if submissions else None
    nothing = join(s.nothing_held for s in submissions)
    # Who says so and gives answers is asked about it; meanwhile the answers count.
    holds_nothing = bool(submissions) and all(
        s.nothing_held.value is True and not tells_something(form, s) for s in submissions)
    number = first.number if first else 0
    return {
        "id": f"{recipient['code'] or form.id}-{number}",
        "recipient": recipient,
        "file": first.file if first else "",
        "files": [s.file for s in submissions],
        "number": number,
        "kind": first.kind if first else "",
        "there": bool(submissions),
        "received": sorted({s.received for s in submissions if s.received}),
        "nothing_held": as_json(Answer(nothing.text, holds_nothing, nothing.refs), "No"),
        "sections": {s.id: _in_turn(s, section_json(form, s, answers, children, holds_nothing),
                                    len(submissions)) for s in form.sections},
    }


def _in_turn(section: Section, made: Json, returns: int) -> Json:
    """A table put together from several returns is in date order; of one, as its sender has it."""
    if returns < 2 or not section.sort_by:
        return made
    return {**made, "rows": in_order(made["rows"], section.sort_by)}

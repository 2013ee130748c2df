"""Made-up cases that walk every branch of a template: nothing, everything, each choice, many rows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from pipeline.dates import in_words
from pipeline.merge import merge
from pipeline.model import Answer, Case, Field, Form, Problem, Profile, Section, Submission, Where
from pipeline.workbook.values import understood

AS_OF = date(2025, 6, 30)
FIRST_DAY = date(1990, 1, 1)
ROWS = (1, 2, 50)
CHILDREN = ("C1", "C2")
SENDERS = {"agency": ("A1", "A2"), "member": ("M1", "M2"), "case": ("",)}
CODES = {"subject_children": "C", "people": "F", "agencies": "A"}


def probe_cases(profile: Profile) -> Iterator[tuple[str, Case]]:
    """Named cases for lint. Every answer of the ones with words is different from every other."""
    yield "nothing came in", _case(profile, [])
    record = profile.form_meaning("case_record")
    if record is not None:
        yield "an empty case record", _case(profile, [_submission(record, "", {})])
    for rows in ROWS:
        yield f"everything answered, {rows} rows", _case(
            profile, _everything(profile, rows, rows % 3))
    most = max((len(f.choices) for form in profile.forms.values() for _, f in form.fields()),
               default=0)
    for number in range(most):
        yield f"choice {number + 1} everywhere", _case(profile, _everything(profile, 1, number))
    yield "nothing ticked, no choice made", _case(profile, _everything(profile, 1, -1))


def _case(profile: Profile, submissions: Sequence[Submission]) -> Case:
    some = [Problem("unplaced-content", "warning", Where(s.file, "A sheet", "B2"),
                    "What is wrong.", "How to mend it.", "Words that were found", s.recipient)
            for s in submissions]
    return merge(profile, submissions, AS_OF, some)[0]


def _everything(profile: Profile, rows: int, choice: int) -> list[Submission]:
    made = []
    for form in profile.forms.values():
        for sender in SENDERS[form.for_each]:
            words = _Words(form, sender)
            answers = {path: answer for section in form.sections
                       for path, answer in _section(profile, section, words, rows, choice)}
            made.append(_submission(form, sender, answers))
    return made


def _submission(form: Form, sender: str, answers: Mapping[str, Answer]) -> Submission:
    file = f"{form.id}-{sender or 'own'}.xlsx"
    placed = {path: Answer(a.text, a.value, (Where(file, path, "C1"),))
              for path, a in answers.items()}
    return Submission(form=form.id, version=form.version, case="PROBE-1", recipient=sender,
                      number=1, kind="first", replaces="", file=file, fingerprint="0" * 16,
                      answers=placed)


class _Words:
    """Words that tell one answer of one sender from every other."""

    def __init__(self, form: Form, sender: str) -> None:
        self.form, self.sender = form, sender
        self._day = FIRST_DAY

    def day(self) -> str:
        """A day nobody else has."""
        self._day += timedelta(days=1)
        return in_words(self._day)

    def text(self, path: str) -> str:
        """Words nobody else has."""
        return f"Answer {self.form.id} {path} {self.sender}".strip()


def _section(profile: Profile, section: Section, words: _Words, rows: int,
             choice: int) -> Iterator[tuple[str, Answer]]:
    if section.kind == "table":
        groups = [f"{section.id}/{n}/" for n in range(1, rows + 1)]
    elif section.per:
        groups = [f"{section.id}/{child}/" for child in CHILDREN]
    else:
        groups = [f"{section.id}/"]
    for number, prefix in enumerate(groups, 1):
        for asked in section.fields:
            path = prefix + asked.id
            text = _text(profile, section, asked, path, words, number, choice)
            if text:
                yield path, Answer(text, understood(asked, text))
            if section.prefilled:
                yield f"{path}/anomaly", Answer(words.text(f"{path} differs"))


def _text(profile: Profile, section: Section, asked: Field, path: str, words: _Words,
          number: int, choice: int) -> str:
    if asked.id == "code" and section.kind == "table":
        letter = CODES.get(section.means) or ("M" if not section.means else "W")
        return f"{letter}{number}"
    if asked.type == "tick":
        return "x" if choice >= 0 else ""
    if asked.type in ("when", "date"):
        return words.day()
    if asked.type == "person":
        return "C1"
    if asked.type == "agency":
        return "A1"
    if asked.choices:
        return asked.choices[choice % len(asked.choices)] if choice >= 0 else ""
    if asked.type == "number":
        return str(number)
    return words.text(path)

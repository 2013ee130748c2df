"""Cases made up from the definitions alone, to walk every branch of every template.

Every answer is unlike every other where its type lets it be, so that a document that shows an
answer under the wrong question is found out.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from pipeline.catalogue import problem
from pipeline.dates import in_words
from pipeline.merge import merge
from pipeline.model import Answer, Case, Field, Form, Profile, Section, Submission, Where

AS_OF = date(2025, 7, 1)
FIRST_DAY = date(2001, 1, 1)
ROWS = (0, 1, 2, 50)
CHILDREN = ("C1", "C2")
SENDERS = 3
CODES = {"agencies": "A", "people": "F"}
"""The letter of the codes in a table of the case record, by what it means; others are members."""
MEMBER = "P"
WHOLE = "everything"
"""How the names of the cases begin in which every question is answered."""


def sample_cases(profile: Profile) -> dict[str, Case]:
    """Cases by what is in them: nothing, forms without an answer, everything, each choice once."""
    cases = {"nothing at all": _case(profile, [])}
    cases["forms without an answer"] = _case(profile, _empty(profile))
    record = profile.form_meaning("case_record")
    assert record is not None
    cases["the case record alone"] = _case(profile, [_Maker(2).submission(record, "")])
    for rows in ROWS:
        cases[f"{WHOLE}, {rows} rows"] = _case(profile, _everything(profile, _Maker(rows)))
    for choice in range(_most_choices(profile)):
        cases[f"choice {choice + 1}"] = _case(profile, _everything(profile, _Maker(2, choice)))
    return cases


def _case(profile: Profile, submissions: list[Submission]) -> Case:
    shown = [problem("missing-answer", Where("a.xlsx", "Sheet", "C1"), label="A question",
                     sender="A1", quote="typed words")] if submissions else []
    return merge(profile, submissions, AS_OF, shown)[0]


def _empty(profile: Profile) -> list[Submission]:
    return [_Maker(0).submission(form, sender, answered=False)
            for form in profile.forms.values() for sender in _senders(form)[:1]]


def _everything(profile: Profile, maker: "_Maker") -> list[Submission]:
    """Every form from everybody; the last of several senders says that it holds nothing."""
    made = []
    for form in profile.forms.values():
        senders = _senders(form)
        made += [maker.submission(form, sender) for sender in senders]
        if len(senders) > 1:
            nothing = Answer("x", True, (Where(made[-1].file, "Start", "B9"),))
            made[-1] = replace(made[-1], nothing_held=nothing)
    return made


def _senders(form: Form) -> list[str]:
    if form.for_each == "case":
        return [""]
    letter = "A" if form.for_each == "agency" else MEMBER
    return [f"{letter}{n}" for n in range(1, SENDERS + 1)]


def _most_choices(profile: Profile) -> int:
    return max((len(_choices(field)) for form in profile.forms.values()
                for _, field in form.fields()), default=1)


def _choices(field: Field) -> tuple[str, ...]:
    return ("Yes", "No") if field.type == "yes_no" else field.choices


class _Maker:
    """Makes the workbooks of one case.

    Without a `choice`, no two answers are alike, not even two that say Yes. With one, every
    question with choices has that one chosen, in the very words of the form.
    """

    def __init__(self, rows: int, choice: int | None = None) -> None:
        self.rows, self.choice = rows, choice
        self.number = count(1)

    def submission(self, form: Form, sender: str, answered: bool = True) -> Submission:
        """One workbook, wholly answered or not at all."""
        file = f"{form.id}{f'-{sender}' if sender else ''}.xlsx"
        answers = {}
        if answered:
            for section in form.sections:
                for path, field in self._paths(form, section):
                    row = next(self.number)
                    text, value = self._answer(form, section, field, path, row)
                    if text:
                        where = Where(file, section.sheet or section.title, f"C{row}")
                        answers[path] = Answer(text, value, (where,))
        return Submission(form=form.id, version=form.version, case="", recipient=sender, number=1,
                          kind="first", replaces="", file=file, fingerprint=file, answers=answers)

    def _paths(self, form: Form, section: Section) -> Iterator[tuple[str, Field]]:
        rows = self.rows
        if form.means == "case_record" and section.kind == "table":
            rows = max(rows, SENDERS)
        for field in section.fields:
            if section.kind == "table":
                for row in range(1, rows + 1):
                    yield f"{section.id}/{row}/{field.id}", field
            elif section.per:
                for child in CHILDREN:
                    yield f"{section.id}/{child}/{field.id}", field
                    if section.prefilled:
                        yield f"{section.id}/{child}/{field.id}/anomaly", field
            else:
                yield f"{section.id}/{field.id}", field

    def _answer(self, form: Form, section: Section, field: Field, path: str,
                n: int) -> tuple[str, Any]:
        offered = _choices(field)
        if path.endswith("/anomaly"):
            return f"Words {n}", f"Words {n}"
        if form.means == "case_record" and section.kind == "table" and field.id == "code":
            letter = CODES.get(section.means, MEMBER)
            code = f"{letter}{path.split('/')[1]}"
            return code, code
        if form.means == "case_record" and section.means == "people" and field.id == "kind":
            offered = offered[int(path.split("/")[1]) % max(1, len(offered)):] or offered
        if field.id == "omitted_because" and not path.split("/")[1].endswith("2"):
            return "", ""
        return self._by_type(field, offered, n)

    def _by_type(self, field: Field, offered: tuple[str, ...], n: int) -> tuple[str, Any]:
        if field.type == "tick":
            ticked = (n + (self.choice or 0)) % 3 != 0
            return ("x", True) if ticked else ("", "")
        if offered:
            if self.choice is None:
                return f"{offered[0]} {n}", offered[0]
            chosen = offered[self.choice % len(offered)]
            return chosen, chosen
        if field.type in ("when", "date"):
            day = FIRST_DAY + timedelta(days=n % 8000)
            return in_words(day), day.isoformat()
        if field.type in ("person", "agency"):
            code = ("C1", "C2") if field.type == "person" else ("A1", "A2")
            return code[n % 2], code[n % 2]
        if field.type == "narrative":
            text = f"Words {n}\n- point {n}\nEnd {n}"
            return text, text
        return f"Words {n}", f"Words {n}"

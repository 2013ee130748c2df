"""What goes back to those who sent something, or should have: forms and the e-mails with them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline import desk, letters, workbook
from pipeline.catalogue import AGAIN, problem
from pipeline.codes import safe
from pipeline.dates import with_weekday
from pipeline.errors import DefinitionTrouble
from pipeline.letters import Copy, Files
from pipeline.model import Case, Filling, Problem, Profile, Submission, Where
from pipeline.questions import Asked, by_sender, to_ask

AGENCIES, MEMBERS = "to-agencies", "restricted/to-members"
"""Where it lies until it is sent. What a panel member wrote is for that member alone."""

@dataclass(frozen=True)
class Sent:
    """The files to send by their path in the outputs, and the letters that could not be made."""

    files: Files
    problems: Sequence[Problem]


def to_send(profile: Profile, case: Case, submissions: Sequence[Submission],
            problems: Sequence[Problem], as_of: date, nil: Collection[str] = ()) -> Sent:
    """What each agency has not returned, and each return back that we ask about.

    `nil` are the codes of agencies whose message reads like a nil return.
    """
    made = _Making(profile, case, as_of, nil)
    made.forms_to_fill_in(problems)
    for asked in by_sender(to_ask(profile, case, submissions, problems)).values():
        made.questions(asked)
    return Sent(made.files, made.problems)


class _Making:
    """The files while they are made."""

    def __init__(self, profile: Profile, case: Case, as_of: date,
                 nil: Collection[str]) -> None:
        self.profile, self.case, self.as_of, self.nil = profile, case, as_of, nil
        self.files: Files = {}
        self.problems: list[Problem] = []

    def forms_to_fill_in(self, problems: Sequence[Problem]) -> None:
        """What each agency has not returned, with a reminder once that is due.

        Whoever has sent something that we cannot read is told so in place of it.
        """
        silent = letters.silent(self.profile, self.case, self.as_of)
        returned = {row["code"]["text"] for row in self.case["agencies"] if row["returned"]}
        for code, fillings in desk.to_agencies(self.profile, self.case).items():
            folder = f"{AGENCIES}/{safe(code, next(iter(fillings)))}"
            copies = [self._blank(name, filling) for name, filling in fillings.items()]
            self.files.update({f"{folder}/{copy.name}": copy.data for copy in copies})
            unread = list(dict.fromkeys(AGAIN[one.code] for one in problems
                                        if one.sender == code and one.code in AGAIN))
            try:
                if unread:
                    self._put(folder, letters.about_unread(
                        self.profile, self.case, self.as_of, code, unread, copies))
                elif code in silent:
                    self._put(folder, letters.about_silence(
                        self.profile, self.case, self.as_of, silent[code], copies,
                        escalate=code not in self.nil and code not in returned))
            except DefinitionTrouble as why:
                self._missing(folder, why)

    def _blank(self, name: str, filling: Filling) -> Copy:
        form = self.profile.forms[name]
        return Copy(f"{name}.xlsx", form.title, workbook.write(form, self.profile, filling))

    def questions(self, asked: Sequence[Asked]) -> None:
        """Every form of one sender that we ask about, and one e-mail for all of them."""
        folder = self._folder(asked[0])
        by = letters.mend_by(self.profile, self.as_of)
        copies = []
        for one in asked:
            form = self.profile.forms[one.submission.form]
            filling = desk.back(self.profile, self.case, one.submission, one.number, one.questions,
                                with_weekday(by))
            name = f"{form.id}-{one.number}" if one.again else form.id
            data = workbook.write(form, self.profile, filling)
            copies.append(Copy(f"{name}.xlsx", form.title, data, one.questions))
        self._put(folder, {copy.name: copy.data for copy in copies})
        to = letters.address_of(self.case, asked[0].submission.recipient)
        try:
            self._put(folder, letters.about_questions(self.profile, self.case, self.as_of, to,
                                                      copies))
        except DefinitionTrouble as why:
            self._missing(folder, why)

    def _folder(self, one: Asked) -> str:
        member = self.profile.forms[one.submission.form].for_each == "member"
        return f"{MEMBERS if member else AGENCIES}/{one.sender}"

    def _put(self, folder: str, files: Files) -> None:
        self.files.update({f"{folder}/{name}": data for name, data in files.items()})

    def _missing(self, folder: str, why: DefinitionTrouble) -> None:
        """A letter of ours that is wrong costs itself alone: the forms are there all the same."""
        file = str(why).partition(":")[0].partition(" ")[0]
        self.problems.append(problem("document-failed", Where(file),
                                     document=f"{folder}/{file.rpartition('/')[2]}"))

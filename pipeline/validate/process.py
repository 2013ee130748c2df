"""The rules of a partnership's process, which hold between sections and between forms.

They are data: `[[rules]]` of a profile, explained in docs/forms.md. A path is form, section and
question, `case.identity.route`; in a table it means every row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.catalogue import problem
from pipeline.model import Answer, Problem, Profile, Submission, Where

Rule = Mapping[str, Any]


def process_rules(profile: Profile, submissions: Sequence[Submission]) -> list[Problem]:
    """Every rule of the process that is broken, in the order of the profile."""
    return [one for rule in profile.rules
            for submission in submissions if submission.form == _home(rule)
            for one in _Check(profile, rule, submission, submissions).problems()]


def _home(rule: Rule) -> str:
    """The form that a rule is about, and each return of which it is held against."""
    paths = [rule.get("table", ""), *rule.get("all", ()), *rule.get("any", ())]
    return str(next(path for path in paths if path).partition(".")[0])


@dataclass
class _Check:
    """One rule held against one return; what other forms say is looked up beside it."""

    profile: Profile
    rule: Rule
    here: Submission
    everywhere: Sequence[Submission]

    def problems(self) -> Iterator[Problem]:
        if self.here.nothing_held.value is True or not all(
                self._holds(one) for one in self.rule.get("when", ())):
            return
        kind = self.rule["kind"]
        if kind == "needs":
            yield from self._needs()
        elif kind == "at_most":
            rows = self._rows()
            if len(rows) > self.rule["count"]:
                yield self._problem(f"{self._section()}/{rows[self.rule['count']]}")
        elif kind == "each_row":
            for row in self._rows():
                if not any(self._row(row).get(path.rpartition(".")[2], Answer("")).given
                           for path in self.rule["any"]):
                    yield self._problem(f"{self._section()}/{row}")
        elif rows := self._rows():
            said = {self._row(row)[self.rule["column"]].text.strip().casefold() for row in rows
                    if self.rule["column"] in self._row(row)}
            if any(value.casefold() not in said for value in self.rule["values"]):
                yield self._problem(self._section())

    def _needs(self) -> Iterator[Problem]:
        for path in self.rule.get("all", ()):
            if not self._fits(path):
                yield self._problem(path.partition(".")[2].replace(".", "/"))
        some = self.rule.get("any", ())
        if some and not any(self._fits(path) for path in some):
            yield self._problem(some[0].partition(".")[2].replace(".", "/"))

    def _fits(self, path: str) -> bool:
        wanted = self.rule.get("is")
        return any(answer.given and (not wanted or answer.value in wanted)
                   for answer in self._answers(path))

    def _holds(self, condition: Mapping[str, Any]) -> bool:
        return any(answer.given and ("is" not in condition or answer.value in condition["is"])
                   for answer in self._answers(condition["path"]))

    def _answers(self, path: str) -> list[Answer]:
        """What was answered to a question: in this return, or in any of another form."""
        form, section, field = path.split(".")
        among = [self.here] if form == self.here.form else [
            one for one in self.everywhere if one.form == form]
        return [answer for one in among for name, answer in one.answers.items()
                if name.split("/")[0] == section and name.split("/")[-1] == field]

    def _section(self) -> str:
        return str(self.rule["table"].partition(".")[2])

    def _rows(self) -> list[int]:
        """The rows that somebody wrote in, those only which the rule counts."""
        here = f"{self._section()}/"
        rows = sorted({int(path.split("/")[1]) for path, answer in self.here.answers.items()
                       if path.startswith(here) and answer.given})
        chosen = self.rule.get("rows")
        return [row for row in rows if not chosen or self._row(row).get(
            chosen["column"], Answer("")).value in chosen["is"]]

    def _row(self, row: int) -> dict[str, Answer]:
        """What stands in a row, the words the form prints there too."""
        here = f"{self._section()}/{row}/"
        section = self.profile.forms[self.here.form].section(self._section())
        printed = section.printed[row - 1:row] if section else ()
        return {**{name: Answer(words, words) for one in printed for name, words in one.items()},
                **{path.removeprefix(here): answer for path, answer in self.here.answers.items()
                   if path.startswith(here)}}

    def _problem(self, path: str) -> Problem:
        """The broken rule at the cell of this answer, of the row, or else of the section."""
        section = self.profile.forms[self.here.form].section(path.split("/")[0])
        refs = [answer.refs[0] for name, answer in self.here.answers.items()
                if (name == path or name.startswith(f"{path}/")) and answer.refs]
        where = refs[0] if refs and "/" in path else self.here.places.get(
            path, Where(self.here.file, section.sheet if section else ""))
        return problem("process-rule", where, "", self.here.recipient,
                       self.rule.get("severity", "error"), message=self.rule["message"],
                       fix=self.rule["fix"])

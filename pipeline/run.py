"""The two sentences of the pipeline. Read this file first.

    collate = receive → read → validate → merge → render      (forgiving: always makes the draft)
    pack    = choose → anonymise → convert → bundle → gate → seal   (not here yet)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline import desk, outputs, workbook
from pipeline.ledger import ledger
from pipeline.merge import merge
from pipeline.model import Case, Form, Problem, Profile, Submission
from pipeline.receive import Received, receive
from pipeline.render import render
from pipeline.report import problems_json
from pipeline.validate import Facts, gather_facts, of_this_case, validate

Say = Callable[[str], None]


@dataclass(frozen=True)
class Checked:
    """A case as far as `check` takes it: everything read, held against its rules, put together."""

    case: Case
    submissions: Sequence[Submission]
    problems: Sequence[Problem]


@dataclass(frozen=True)
class Collated:
    """A finished case folder: the files made, the problems left, and what is not made yet."""

    checked: Checked
    made: Sequence[str]
    missing: Sequence[tuple[str, str]]
    problems: Sequence[Problem]


def check(folder: Path, profile: Profile, as_of: date, say: Say = lambda words: None) -> Checked:
    """Receive, read, validate and merge a case folder."""
    say("receive")
    received, problems = receive(folder)
    say("read")
    submissions, more = read_all(received, profile)
    problems += more
    say("validate")
    facts, more = gather_facts(profile, submissions, as_of)
    problems += more
    submissions, more = of_this_case(profile, submissions, facts)
    problems += more + validate_all(submissions, profile, facts)
    say("merge")
    case, more = merge(profile, submissions, as_of, problems)
    return Checked(case, submissions, [*problems, *more])


def collate(folder: Path, out: Path, profile: Profile, as_of: date,
            say: Say = lambda words: None) -> Collated:
    """Check a case folder and make every document of it under `out`."""
    checked = check(folder, profile, as_of, say)
    say("render")
    rendered = render(profile, checked.case)
    files = {**rendered.files, **workbooks(profile, checked)}
    problems = [*checked.problems, *rendered.problems]
    lines = ledger(profile, checked.submissions, rendered, problems, checked.case)
    loose = {"context.json": outputs.as_json(checked.case),
             "problems.json": problems_json(problems), "ledger.json": outputs.as_json(lines)}
    problems += outputs.publish(out, files, loose, as_of.isoformat())
    return Collated(checked, sorted(files), rendered.missing, problems)


def read_all(received: Sequence[Received],
             profile: Profile) -> tuple[list[Submission], list[Problem]]:
    """Read every workbook; what is not a form of ours gives a problem."""
    submissions: list[Submission] = []
    problems: list[Problem] = []
    for one in received:
        found = workbook.read(one.data, one.name, profile)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            submissions.append(found)
            problems += found.problems
    return submissions, problems


def validate_all(submissions: Sequence[Submission], profile: Profile,
                 facts: Facts) -> list[Problem]:
    """Hold every submission against its form."""
    return [one for submission in submissions
            for one in validate(submission, profile.forms[submission.form], facts)]


def workbooks(profile: Profile, checked: Checked) -> dict[str, bytes]:
    """The workbooks for people to fill in next, by their path in the outputs."""
    files = {}
    for name, filling in desk.to_fill(profile, checked.case, checked.submissions).items():
        files[f"to-fill/{name}.xlsx"] = workbook.write(profile.forms[name], profile, filling)
    form: Form | None = profile.form_meaning("agency_return")
    for code, filling in desk.to_agencies(profile, checked.case).items():
        assert form is not None
        files[f"to-agencies/{code}/{form.id}.xlsx"] = workbook.write(form, profile, filling)
    return files

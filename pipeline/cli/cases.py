"""The commands of somebody who works on a case: new, check, collate."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    as_of_option,
    case_folder,
    home_folder,
    json_option,
    opened,
    progress,
    shown,
    translated,
)
from pipeline.errors import Exit
from pipeline.model import Case, Problem, Profile

DRAFTS = {
    "questions": "Read and send the e-mails with questions,",
    "again": "Read and send the requests to send a return again,",
    "chaser": "Read and send the chasers,",
    "escalation": "Read and send the letters to strategic leads, when a chaser brought nothing,",
}
REGISTER = "received/received.xlsx"
NOT_IN = "has not come in yet."

if TYPE_CHECKING:
    from pipeline.run import Collated


@click.command()
@click.argument("case", required=False)
@as_of_option
@click.option("--strict", is_flag=True, help="End with 1 when errors are left.")
@click.option("--partnership", help="Which partnership, when no workbook says it.")
@json_option
@translated
def collate(case: str | None, as_of: date, strict: bool, partnership: str | None,
            as_json: bool) -> None:
    """Make every document of CASE from what is in inputs/CASE."""
    from pipeline import run

    home = home_folder()
    folder = case_folder(home, case)
    profile, items = opened(home, folder, partnership, progress())
    out = home / "outputs" / folder.name
    done = run.collate(folder, out, profile, as_of, progress(), items)
    left = [p for p in done.problems if p.severity != "note"]
    if as_json:
        click.echo(json.dumps({"made": list(done.made), "missing": [list(m) for m in done.missing],
                               "problems": len(done.problems)}, indent=1))
    else:
        _print_collated(out, profile, done, left)
    if strict and any(p.severity == "error" for p in left):
        sys.exit(Exit.REFUSED)


def _print_collated(out: Path, profile: Profile, done: "Collated",
                    left: Sequence[Problem]) -> None:
    from pipeline import report

    for line in report.lines(done.problems, *_known(profile, done.checked.case)):
        click.echo(line)
    click.echo("")
    for step in done.checked.case["to_do"]:
        click.echo(f"Next: {step}")
    where = shown(out)
    for letter, words in DRAFTS.items():
        codes = [name.split("/")[-2] for name in done.made if name.endswith(f"/{letter}.eml")]
        if codes:
            click.echo(f"Next: {words} in {where / 'to-agencies'}: {', '.join(codes)}.")
    later = [title for title, why in done.missing if why.endswith(NOT_IN)]
    if later:
        click.echo(f"Not made yet, because their forms have not come in: {'; '.join(later)}.")
    for title, why in done.missing:
        if not why.endswith(NOT_IN):
            click.echo(f"Not made: {title}. {why}")
    click.echo("")
    click.echo(f"{len(done.made)} files are in {where}.")
    click.echo(f"What came in, and what was taken from it: {where / REGISTER}")
    for kind in profile.documents:
        path = f"{kind.folder}/{kind.id}.{kind.format}"
        if kind.main and path in done.made:
            click.echo(f"{kind.title}: {where / path}")
    listed = (f" They are listed above, in {where / 'problems.json'} and at the end of the "
              "collated review.") if left else ""
    click.echo(f"Problems left: {report.tally(left)}.{listed}")


def _known(profile: Profile, case: Case) -> tuple[dict[str, str], set[str]]:
    """The titles of the forms by file, and the names of our own sheets and parts."""
    from pipeline.register import PARTS
    from pipeline.workbook.layout import START_SHEET

    sheets = {s.sheet for form in profile.forms.values() for s in form.sections}
    return ({row["file"]: row["form"] for row in case["sources"]},
            {*sheets, START_SHEET, *PARTS})


@click.command()
@click.argument("case", required=False)
@as_of_option
@click.option("--partnership", help="Which partnership, when no workbook says it.")
@json_option
@translated
def check(case: str | None, as_of: date, partnership: str | None, as_json: bool) -> None:
    """Read and check what is in inputs/CASE; make nothing."""
    from pipeline import report, run

    home = home_folder()
    folder = case_folder(home, case)
    profile, items = opened(home, folder, partnership, progress())
    done = run.check(folder, profile, as_of, progress(), items)
    if as_json:
        click.echo(report.problems_json(done.problems).decode())
    else:
        for line in report.lines(done.problems, *_known(profile, done.case)):
            click.echo(line)
        click.echo("")
        click.echo(f"{len(done.submissions)} workbooks read: {report.tally(done.problems)}.")
    if any(p.severity == "error" for p in done.problems):
        sys.exit(Exit.REFUSED)

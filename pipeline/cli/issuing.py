"""The command that makes what is sent to people: issue."""

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    a_day,
    as_of_option,
    case_folder,
    home_folder,
    json_option,
    opened,
    progress,
    shown,
    translated,
)
from pipeline.dates import in_words

if TYPE_CHECKING:
    from pipeline.issue import Issued


@click.command()
@click.argument("case")
@click.argument("form")
@click.option("--to", "only", multiple=True, metavar="CODE",
              help="Only to this code, as A3; may be said several times.")
@click.option("--by", callback=a_day, metavar="YYYY-MM-DD",
              help="The day to answer by, in place of the one that is worked out.")
@click.option("--partnership", help="Which partnership, when no workbook says it.")
@as_of_option
@json_option
@translated
def issue(case: str, form: str, only: tuple[str, ...], by: date | None, partnership: str | None,
          as_of: date, as_json: bool) -> None:
    """Make what each recipient of FORM is sent: the form filled in, its letter, an e-mail draft.

    FORM is the id of a form or of a letter. Whoever has answered or was sent it already gets
    nothing more, unless named with --to. Nothing is sent: open each draft, read it, send it.
    """
    from pipeline import issue as issuing
    from pipeline import run

    home = home_folder()
    folder = case_folder(home, case)
    profile, items = opened(home, folder, partnership, progress())
    what = issuing.wanted(profile, form)
    known = run.check(folder, profile, as_of, progress(), items).case
    out = home / "outputs" / folder.name
    ready = issuing.prepare(profile, known, what, as_of, issuing.last_time(folder, out, what),
                            only, by)
    made = ready.made
    place = issuing.put(folder, out, what, made, as_of)
    if as_json:
        click.echo(json.dumps({"folder": place.relative_to(out).as_posix(), "issued": [
            {"to": one.to, "number": one.number, "due": one.due, "before": one.before,
             "files": sorted(f"{one.name}/{name}" for name in one.files)} for one in made],
            "to_know": list(ready.to_know)}, ensure_ascii=False, indent=1))
        return
    _tell(made)
    for line in ready.to_know:
        click.echo(line)
    click.echo("")
    click.echo(f"{what.title}: {len(made)} made in {shown(place)}.")
    click.echo(f"A copy of each is kept in {shown(folder / issuing.ISSUED)}, and the diary of the "
               "case says to whom it went, and when.")
    click.echo("Next: open each issue.eml in your mail program, read it and what is attached, and "
               "send it. A letter to be posted or handed over: print it.")


def _tell(made: Sequence["Issued"]) -> None:
    """A line for each recipient: by when, and whether it was issued before."""
    for one in made:
        due = f", due {one.due_words}" if one.due_words else ""
        when = f"; before on {in_words(date.fromisoformat(one.before))}" if one.before else ""
        again = f" Issued again: number {one.number}{when}." if one.number > 1 else ""
        click.echo(f"{one.to}: issued{due}.{again}")

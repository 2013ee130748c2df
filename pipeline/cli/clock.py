"""The commands about dates: deadlines of a case, and whether the rules quote their sources."""

import json
import sys
from datetime import date
from pathlib import Path

import click

from pipeline.cli.common import (
    a_day,
    as_of_option,
    case_folder,
    home_folder,
    json_option,
    opened,
    shown,
    translated,
)
from pipeline.errors import Exit
from pipeline.model import Case, Profile


@click.command()
@click.argument("case", required=False)
@as_of_option
@click.option("--publish", callback=a_day, metavar="YYYY-MM-DD",
              help="What would follow from this day of publication, and what it would fall on. "
                   "Nothing is written.")
@click.option("--sources", is_flag=True, help="Show how each date was counted, and the sentence "
                                              "and line it rests on.")
@click.option("--partnership", help="Which partnership, when no workbook says it.")
@json_option
@translated
def deadlines(case: str | None, as_of: date, publish: date | None, sources: bool,
              partnership: str | None, as_json: bool) -> None:
    """Show every date CASE must keep, and write them as a workbook, a picture and a calendar."""
    from pipeline import run

    home = home_folder()
    folder = case_folder(home, case)
    profile, items = opened(home, folder, partnership)
    done = run.check(folder, profile, as_of, items=items).case
    if publish is not None:
        _suppose(profile, done, publish, as_of, as_json)
    elif as_json:
        rows = list(done["deadlines"].values())
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        _list(profile, done, home / "outputs" / folder.name, as_of, sources)


def _list(profile: Profile, case: Case, out: Path, as_of: date, sources: bool) -> None:
    from pipeline import outputs, timetable

    for line in timetable.shown(profile, case, out.name, as_of, sources):
        click.echo(line)
    calendar = out / timetable.FOLDER / timetable.CALENDAR
    earlier = calendar.read_bytes() if calendar.is_file() else b""
    made = timetable.files(profile, case, out.name, as_of, earlier)
    kept = outputs.put_beside(out, timetable.FOLDER, made, as_of.isoformat())
    click.echo("")
    for name in kept:
        click.echo(f"{name} had been changed: what it was is kept in "
                   f"{shown(out / 'edited' / as_of.isoformat() / timetable.FOLDER)}.")
    click.echo("Written:")
    for name in made:
        click.echo(f"  {shown(out / timetable.FOLDER / name)}")


def _suppose(profile: Profile, case: Case, day: date, as_of: date, as_json: bool) -> None:
    from pipeline import timetable
    from pipeline.deadlines import PUBLICATION, what_if

    would = what_if(profile, case, PUBLICATION, day, as_of)
    if as_json:
        rows = [would.deadlines[name] for name in would.follow]
        clashes = [one.as_json() for one in would.clashes]
        click.echo(json.dumps({"remarks": would.remarks, "follow": rows, "clashes": clashes},
                              ensure_ascii=False, indent=1))
        return
    form = profile.form_meaning("case_record")
    section = form.meaning("key_dates") if form else None
    field = section.field(PUBLICATION) if section else None
    for line in timetable.supposed(would, field.label if field else PUBLICATION, day):
        click.echo(line)


@click.command("verify-sources")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--partnership", help="One partnership's own definitions; all when left out.")
@translated
def verify_sources(folder: Path, partnership: str | None) -> None:
    """Find every sentence the definitions quote in the source documents in FOLDER, at its line."""
    from pipeline.profiles import load_profile
    from pipeline.sources import verify

    templates = home_folder() / "templates"
    if partnership is not None:
        load_profile(templates, partnership)  # there is such a one, and its definitions are whole
    done = verify(templates / "profiles", folder, partnership or "")
    for line in done.wrong:
        click.echo(line)
    click.echo(f"Sentences looked for: {done.looked}. Not found at their line: {len(done.wrong)}.")
    if done.unsourced:
        click.echo(f"Still to be given a source: {done.unsourced}.")
    if done.wrong:
        sys.exit(Exit.DEFINITION)

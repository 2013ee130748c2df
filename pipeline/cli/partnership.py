"""The commands about a partnership as a whole, not one case: guidance, coverage, measures."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import a_day, as_of_option, home_folder, opened, shown, translated
from pipeline.errors import DefinitionTrouble, Exit, Stop, UsageTrouble

if TYPE_CHECKING:
    from pipeline.model import Case, Profile
    from pipeline.opening.items import Items

SAMPLE = "-sample"


@click.command()
@click.option("--partnership", required=True,
              help="Whose guidance: a folder in templates/profiles.")
@translated
def guidance(partnership: str) -> None:
    """Make a partnership's guidance as Word documents and web pages; no case is needed."""
    from pipeline import outputs
    from pipeline.guidance import FOLDER, make_all
    from pipeline.profiles import load_profile

    home = home_folder()
    profile = load_profile(home / "templates", partnership)
    made = make_all(profile)
    out = home / "outputs" / FOLDER / profile.id
    outputs.put(out, {name.removeprefix(f"{FOLDER}/"): data for name, data in made.files.items()})
    for title, why in made.missing:
        click.echo(f"Not made: {title}. {why}")
    click.echo(f"{len(made.files)} files are in {shown(out)}.")
    if made.missing:
        sys.exit(Exit.DEFINITION)


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Say whether it is out of date only.")
@translated
def coverage(only_check: bool) -> None:
    """Make docs/coverage.md: what each partnership's source names, and where ours is."""
    from pipeline.coverage import page
    from pipeline.profiles import load_profile, partnerships

    home = home_folder()
    data = page([load_profile(home / "templates", name)
                 for name in partnerships(home / "templates")]).encode()
    path = home / "docs" / "coverage.md"
    current = path.is_file() and path.read_bytes() == data
    if not current and not only_check:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    click.echo("docs/coverage.md is up to date." if current else
               "docs/coverage.md is out of date: run cspr coverage." if only_check else
               f"Made: {shown(path)}.")
    if only_check and not current:
        sys.exit(Exit.DEFINITION)


@click.command()
@click.option("--partnership", required=True,
              help="Whose measures: a folder in templates/profiles.")
@click.option("--from", "first", callback=a_day, metavar="YYYY-MM-DD",
              help="The first day counted.")
@click.option("--to", "last", callback=a_day, metavar="YYYY-MM-DD", help="The last day counted.")
@as_of_option
@translated
def measures(partnership: str, first: date | None, last: date | None, as_of: date) -> None:
    """Work out a partnership's performance measures over all its case folders."""
    from pipeline import measures as counting
    from pipeline import outputs
    from pipeline.profiles import load_profile

    home = home_folder()
    profile = load_profile(home / "templates", partnership)
    if not profile.measures:
        raise UsageTrouble(f"{profile.name} has no measures: there is no measures.toml with "
                           "[[measures]] in its profile.")
    if first and last and last < first:
        raise UsageTrouble("The last day counted lies before the first.")
    period = counting.Period(first, last)
    cases, left_out, notes = _all_cases(home, profile, as_of)
    year = counting.Year(as_of, period, sorted(cases), left_out, notes)
    made = counting.files(profile, counting.figures(profile, cases, period), year)
    out = home / "outputs" / "measures" / profile.id
    outputs.put(out, made)
    for name, why in left_out:
        click.echo(f"Left out: {name}. {why}")
    click.echo(f"Counted {len(cases)} case{'' if len(cases) == 1 else 's'}. {len(made)} files are "
               f"in {shown(out)}.")


def _all_cases(home: Path, profile: "Profile", as_of: date
               ) -> tuple[dict[str, "Case"], list[tuple[str, str]], list[str]]:
    """The cases of a partnership by folder, those left out with the reason, what was not read.

    Sample cases count only while there is no other case.
    """
    from pipeline import run

    folders = sorted(path for path in (home / "inputs").glob("*") if path.is_dir())
    real = [path for path in folders if not path.name.endswith(SAMPLE)] or folders
    cases: dict[str, Case] = {}
    left_out: list[tuple[str, str]] = []
    notes: list[str] = []
    for folder in real:
        try:
            whose, items = opened(home, folder, None)
            if whose.id != profile.id:
                continue
            case = run.check(folder, whose, as_of, items=items).case
        except DefinitionTrouble:  # a mistake of ours is no fault of a case
            raise
        except Stop as why:
            left_out.append((folder.name, str(why)))
            continue
        record = whose.form_meaning("case_record")
        if record is None or not case["forms"][record.id]["returns"]:
            left_out.append((folder.name, "Its case record is missing or could not be read."))
            continue
        cases[folder.name] = case
        notes += _not_read(folder.name, items)
    return cases, left_out, notes


def _not_read(name: str, items: "Items") -> list[str]:
    refused = [item.id for item in items if item.status == "refused"]
    return [f"{name}: {', '.join(refused)} could not be read; see its register."] if (
        refused) else []

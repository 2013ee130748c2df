"""The command for what came in and must not stay: delete."""

from datetime import date

import click

from pipeline.cli.common import as_of_option, case_folder, home_folder, profile_of, translated


@click.command()
@click.argument("case")
@click.argument("number")
@click.option("--by", required=True, help="Who decided it: a role, not a name.")
@click.option("--why", required=True, help="Why, in a sentence without names.")
@click.option("--partnership", help="Which partnership, when no workbook says it.")
@as_of_option
@translated
def delete(case: str, number: str, by: str, why: str, partnership: str | None,
           as_of: date) -> None:
    """Delete what stands under NUMBER in the register of CASE, as a return of another case.

    The file goes from inputs/CASE for good, and the diary of the case says when, by whom and why.
    The copy in outputs/CASE goes with the next collate.
    """
    from pipeline import run
    from pipeline.removal import delete as remove

    home = home_folder()
    folder = case_folder(home, case)
    profile = profile_of(home, folder, partnership)
    checked = run.check(folder, profile, as_of)
    used = {row["file"] for row in checked.case["sources"]}
    gone = remove(folder, checked.items, used, number, by, why, as_of.isoformat())
    click.echo(f"{gone.id} is deleted from inputs/{folder.name} and the diary says so. Now run: "
               f"make collate CASE={folder.name}")

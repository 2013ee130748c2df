"""The command for what came in and must not stay: delete."""

from datetime import date

import click

from pipeline.cli.common import as_of_option, case_folder, home_folder, opened, translated


@click.command()
@click.argument("case")
@click.argument("number")
@click.option("--by", required=True, help="Who decided it: a role, not a name.")
@click.option("--why", required=True, help="Why, in a sentence without names.")
@click.option("--partnership", help="Which partnership, when no workbook says it.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@as_of_option
@translated
def delete(case: str, number: str, by: str, why: str, partnership: str | None, yes: bool,
           as_of: date) -> None:
    """Delete what lies in quarantine under NUMBER in the register of CASE.

    That is a return of another case, or a file that could do harm. The file that is it, or brought
    it, goes from inputs/CASE for good, and the diary of the case says when, by whom and why. The
    copy in outputs/CASE goes with the next collate.
    """
    from pipeline import removal, run
    from pipeline.opening import KINDS
    from pipeline.register import in_quarantine, last_register

    home = home_folder()
    folder = case_folder(home, case)
    profile, items = opened(home, folder, partnership)
    checked = run.check(folder, profile, as_of, items=items)
    used = {row["file"] for row in checked.case["sources"]}
    gone = removal.find(checked.items, last_register(home / "outputs" / folder.name), number,
                        in_quarantine(checked.problems))
    sent = f", sent on {gone.letter.sent[:10]}," if gone.letter and gone.letter.sent else ""
    if not yes and not click.confirm(
            f"{number} is {KINDS[gone.kind]}{sent} in quarantine. Delete it and the message that "
            "brought it, for good?"):
        click.echo("Nothing was deleted.")
        return
    removal.delete(folder, checked.items, used, gone, by, why, as_of.isoformat())
    click.echo(f"{number} is deleted from inputs/{folder.name} and the diary says so. Now run: "
               f"make collate CASE={folder.name}")

"""The commands about a partnership as a whole, not one case: guidance."""

import sys

import click

from pipeline.cli.common import home_folder, shown, translated
from pipeline.errors import Exit


@click.command()
@click.option("--partnership", required=True, help="Whose guidance, as 'norfolk'.")
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

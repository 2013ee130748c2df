"""The commands about a partnership as a whole, not one case: guidance, coverage."""

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

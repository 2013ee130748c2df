"""Start a partnership from another: `cspr new-partnership`."""

import shutil
from pathlib import Path

import click

from pipeline.cli.common import home_folder, shown, translated
from pipeline.errors import Stop
from pipeline.model import Profile


@click.command("new-partnership")
@click.argument("name")
@click.option("--like", required=True,
              help="The partnership to start from: its folder in templates/profiles.")
@click.option("--called", prompt="Full name of the new partnership", help="Its full name.")
@click.option("--short", prompt="Its short name, as people write it", help="Its short name.")
@click.option("--area", prompt="The county, city or area it is for", help="Its area.")
@translated
def new_partnership(name: str, like: str, called: str, short: str, area: str) -> None:
    """Start the definitions, templates and sample case of a new partnership, with a checklist."""
    from pipeline import adopt
    from pipeline.profiles import load_profile

    home = home_folder()
    templates, inputs = home / "templates", home / "inputs"
    old = load_profile(templates, like)
    newcomer = adopt.Newcomer(
        name, {"partnership": called, "partnership_short": short, "county": area})
    adopt.check(templates, inputs, newcomer)
    try:
        adopt.adopt(templates, inputs, old, newcomer)
        profile = load_profile(templates, name)
        made = _make(profile, inputs / f"{name}-sample")
    except BaseException as why:  # whole or not at all: a second try must find the place free
        for folder in adopt.folders(templates, inputs, newcomer):
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(why, Stop):
            raise type(why)(f"{why}\nNothing was made: what had been begun of {name} is taken "
                            f"away again. Mend {like} first, then run this again.") from None
        raise
    click.echo(f"Made: {len(profile.forms)} forms, {made} Word templates, "
               f"{len(profile.deadlines)} deadlines and a made-up case to try them with.")
    click.echo(f"Next: open {shown(profile.folder / adopt.CHECKLIST)} and go through it.")
    click.echo(f"Try it: cspr collate {name}-sample")


def _make(profile: Profile, folder: Path) -> int:
    """The blanks, the Word templates and the sample case; how many templates were made."""
    from pipeline import workbook
    from pipeline.sample import sample
    from pipeline.scaffold import scaffold_all

    profile.xlsx.mkdir(parents=True)
    for form in profile.forms.values():
        (profile.xlsx / f"{form.id}.xlsx").write_bytes(workbook.write(form, profile))
    made = scaffold_all(profile)
    if (folder / "answers").is_dir():
        for file, data in sample(folder, profile).items():
            target = folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    return len(made)

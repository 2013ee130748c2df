"""Start a partnership from another: `cspr new-partnership`."""

import click

from pipeline.cli.common import home_folder, shown, translated


@click.command("new-partnership")
@click.argument("name")
@click.option("--like", required=True, help="The partnership to start from: its folder in templates/profiles.")
@click.option("--called", prompt="Full name of the new partnership", help="Its full name.")
@click.option("--short", prompt="Its short name, as people write it", help="Its short name.")
@click.option("--area", prompt="The county, city or area it is for", help="Its area.")
@translated
def new_partnership(name: str, like: str, called: str, short: str, area: str) -> None:
    """Start the definitions, templates and sample case of a new partnership, with a checklist."""
    from pipeline import adopt, workbook
    from pipeline.profiles import load_profile
    from pipeline.sample import sample
    from pipeline.scaffold import scaffold_all

    home = home_folder()
    templates, inputs = home / "templates", home / "inputs"
    old = load_profile(templates, like)
    adopt.adopt(templates, inputs, old, adopt.Newcomer(
        name, {"partnership": called, "partnership_short": short, "county": area}))
    profile = load_profile(templates, name)
    profile.xlsx.mkdir(parents=True)
    for form in profile.forms.values():
        (profile.xlsx / f"{form.id}.xlsx").write_bytes(workbook.write(form, profile))
    made = scaffold_all(profile)
    folder = inputs / f"{name}-sample"
    if (folder / "answers").is_dir():
        for file, data in sample(folder, profile).items():
            target = folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    click.echo(f"Made: {len(profile.forms)} forms, {len(made)} Word templates, "
               f"{len(profile.deadlines)} deadlines and a made-up case to try them with.")
    click.echo(f"Next: open {shown(profile.folder / adopt.CHECKLIST)} and go through it.")
    click.echo(f"Try it: cspr collate {name}-sample")

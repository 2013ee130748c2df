"""The commands of somebody who owns forms and templates: blanks, scaffold, lint, sample."""

import sys
from pathlib import Path

import click

from pipeline.cli.common import home_folder, profile_of, translated
from pipeline.errors import Exit, UsageTrouble


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Say which are out of date; write none.")
@click.option("--partnership", help="One partnership; all when left out.")
@translated
def blanks(only_check: bool, partnership: str | None) -> None:
    """Make the blank workbooks again from the definitions."""
    from pipeline import workbook
    from pipeline.profiles import load_profile, partnerships

    home = home_folder()
    stale = []
    for name in [partnership] if partnership else partnerships(home / "templates"):
        profile = load_profile(home / "templates", name)
        for form in profile.forms.values():
            path = profile.xlsx / f"{form.id}.xlsx"
            data = workbook.write(form, profile)
            if path.is_file() and path.read_bytes() == data:
                continue
            stale.append(path.name)
            if not only_check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
    click.echo(f"{'Out of date' if only_check else 'Made'}: {', '.join(stale) or 'none'}.")
    if only_check and stale:
        sys.exit(Exit.DEFINITION)


@click.command()
@click.argument("case", required=False)
@click.option("--partnership", help="Whose forms to use; needed the first time.")
@translated
def sample(case: str | None, partnership: str | None) -> None:
    """Make a sample case's workbooks from the answers in inputs/CASE/answers; all when left out."""
    from pipeline.profiles import partnerships

    home = home_folder()
    if case is not None:
        _sample(home, case, partnership)
        return
    for name in partnerships(home / "templates"):
        if (home / "inputs" / f"{name}-sample" / "answers").is_dir():
            _sample(home, f"{name}-sample", name)


def _sample(home: Path, case: str, partnership: str | None) -> None:
    from pipeline.sample import sample as make

    folder = home / "inputs" / case
    if not (folder / "answers").is_dir():
        raise UsageTrouble(f"inputs/{case} has no folder 'answers'.")
    profile = profile_of(home, folder, partnership)
    files = make(folder, profile)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    click.echo(f"Made {len(files)} workbooks in inputs/{case}.")


@click.command()
@click.argument("documents", nargs=-1)
@click.option("--partnership", required=True)
@click.option("--force", is_flag=True, help="Overwrite templates that exist.")
@translated
def scaffold(documents: tuple[str, ...], partnership: str, force: bool) -> None:
    """Make Word templates from the forms, once; after that edit them in Word."""
    from pipeline.profiles import load_profile
    from pipeline.scaffold import scaffold_all

    profile = load_profile(home_folder() / "templates", partnership)
    made = scaffold_all(profile, force=force, only=documents)
    click.echo(f"Made: {', '.join(made) or 'none'}.")


@click.command()
@click.option("--partnership", help="One partnership; all when left out.")
@translated
def lint(partnership: str | None) -> None:
    """Check every definition and walk every branch of every Word template."""
    from pipeline.lint import lint_profile
    from pipeline.profiles import load_profile, partnerships

    home = home_folder()
    wrong = []
    for name in [partnership] if partnership else partnerships(home / "templates"):
        wrong += lint_profile(load_profile(home / "templates", name))
    for line in wrong:
        click.echo(line)
    click.echo(f"{len(wrong)} mistakes in definitions and templates.")
    if wrong:
        sys.exit(Exit.DEFINITION)

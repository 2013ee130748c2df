"""The command line. Clock and environment enter here and nowhere else."""

import json
import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click

from pipeline.errors import Exit, Stop, UsageTrouble

ROOT = Path(__file__).resolve().parent.parent
TODAY = "today, unless --as-of says otherwise"


def _home() -> Path:
    """The folder that holds templates/, inputs/ and outputs/: here, or else the checkout."""
    here = Path.cwd()
    return here if (here / "templates" / "profiles").is_dir() else ROOT


def _as_of(context: click.Context, option: click.Parameter, value: str | None) -> date:
    if value is None:
        return date.today()
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter("Write the date like 2025-06-30.") from None


as_of_option = click.option("--as-of", callback=_as_of, metavar="YYYY-MM-DD",
                            help="The day to count from; today when left out.")
json_option = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")


def _translated(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn our exceptions into one sentence and an exit code, in one place."""
    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except Stop as why:
            click.echo(str(why), err=True)
            sys.exit(why.exit_code)
        except click.ClickException:
            raise
        except Exception as why:  # a bug of ours: say so, without what anybody typed
            click.echo(f"This should not happen: {type(why).__name__}. Your files are as they "
                       "were. Please report it with the command you ran.", err=True)
            if "--traceback" in sys.argv or _debug():
                raise
            sys.exit(Exit.BUG)
    return run


def _debug() -> bool:
    import os

    return bool(os.environ.get("CSPR_DEBUG"))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Put together a Rapid Review from the workbooks that agencies return."""


@main.command()
@click.argument("case", required=False)
@as_of_option
@click.option("--strict", is_flag=True, help="End with 1 when errors are left.")
@click.option("--partnership", help="Which partnership, when no workbook says it.")
@json_option
@_translated
def collate(case: str | None, as_of: date, strict: bool, partnership: str | None,
            as_json: bool) -> None:
    """Make every document of CASE from what is in inputs/CASE."""
    from pipeline import report, run

    home = _home()
    folder = _case_folder(home, case)
    profile = _profile(home, folder, partnership)
    out = home / "outputs" / folder.name
    done = run.collate(folder, out, profile, as_of, _say())
    left = [p for p in done.problems if p.severity != "note"]
    if as_json:
        click.echo(json.dumps({"made": list(done.made), "missing": [list(m) for m in done.missing],
                               "problems": len(done.problems)}, indent=1))
    else:
        _print_collated(home, out, done, report, left)
    if strict and any(p.severity == "error" for p in left):
        sys.exit(Exit.REFUSED)


def _print_collated(home: Path, out: Path, done: Any, report: Any, left: Any) -> None:
    names = _names(done.checked.case)
    for line in report.lines(done.problems, names):
        click.echo(line)
    click.echo("")
    for step in done.checked.case["next_steps"]:
        click.echo(f"Next: {step}")
    for title, why in done.missing:
        click.echo(f"Not made yet: {title}. {why}")
    click.echo("")
    shown = _shown(out, home)
    click.echo(f"{len(done.made)} files are in {shown}.")
    collated = [name for name in done.made if "collated" in name]
    for name in collated or list(done.made)[:1]:
        click.echo(f"The collated Rapid Review: {shown / name}")
    click.echo(f"Problems left: {report.tally(left)}. They are listed above, in "
               f"{shown / 'problems.json'} and at the end of the collated review.")


def _names(case: Any) -> dict[str, str]:
    return {row["recipient"]["code"]: row["recipient"]["name"]["text"]
            for row in case["sources"] if row["recipient"]["code"]}


def _shown(path: Path, home: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


@main.command()
@click.argument("case", required=False)
@as_of_option
@click.option("--partnership", help="Which partnership, when no workbook says it.")
@json_option
@_translated
def check(case: str | None, as_of: date, partnership: str | None, as_json: bool) -> None:
    """Read and check what is in inputs/CASE; make nothing."""
    from pipeline import report, run

    home = _home()
    folder = _case_folder(home, case)
    profile = _profile(home, folder, partnership)
    done = run.check(folder, profile, as_of, _say())
    if as_json:
        click.echo(report.problems_json(done.problems).decode())
    else:
        for line in report.lines(done.problems, _names(done.case)):
            click.echo(line)
        click.echo("")
        click.echo(f"{len(done.submissions)} workbooks read: {report.tally(done.problems)}.")
    if any(p.severity == "error" for p in done.problems):
        sys.exit(Exit.REFUSED)


@main.command()
@click.argument("case")
@click.option("--partnership", required=True, help="Whose forms to use, as 'norfolk'.")
@_translated
def new(case: str, partnership: str) -> None:
    """Start a case: a folder in inputs/ with the Business Unit's own workbook."""
    from pipeline import workbook
    from pipeline.model import Filling
    from pipeline.profiles import load_profile

    home = _home()
    if not case.replace("-", "").replace("_", "").isalnum():
        raise UsageTrouble("Name the case with letters, figures and hyphens only, and no person's "
                           "name: 2025-07 for example.")
    profile = load_profile(home / "templates", partnership)
    form = profile.form_meaning("case_record")
    assert form is not None
    folder = home / "inputs" / case
    target = folder / f"{form.id}.xlsx"
    if folder.exists():
        raise UsageTrouble(f"There is a case called '{case}' already. Choose another name.")
    folder.mkdir(parents=True)
    target.write_bytes(workbook.write(form, profile, Filling(identity={"case": case})))
    click.echo(f"Fill in {_shown(target, home)}, save it, then run: cspr collate {case}")


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Say which are out of date; write none.")
@_translated
def blanks(only_check: bool) -> None:
    """Make the blank workbooks again from the definitions."""
    from pipeline import workbook
    from pipeline.profiles import load_profile, partnerships

    home = _home()
    stale = []
    for name in partnerships(home / "templates"):
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


@main.command()
@click.argument("case")
@click.option("--partnership", help="Whose forms to use; needed the first time.")
@_translated
def sample(case: str, partnership: str | None) -> None:
    """Make a sample case's workbooks from the answers in inputs/CASE/answers."""
    from pipeline.sample import sample as make

    home = _home()
    folder = home / "inputs" / case
    if not (folder / "answers").is_dir():
        raise UsageTrouble(f"inputs/{case} has no folder 'answers'.")
    profile = _profile(home, folder, partnership)
    files = make(folder, profile)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    click.echo(f"Made {len(files)} workbooks in inputs/{case}.")


@main.command()
@click.argument("case", required=False)
@as_of_option
@json_option
@_translated
def deadlines(case: str | None, as_of: date, as_json: bool) -> None:
    """Show every date CASE must keep, where each comes from, and what the sources leave open."""
    from pipeline import run

    home = _home()
    folder = _case_folder(home, case)
    profile = _profile(home, folder, None)
    done = run.check(folder, profile, as_of)
    rows = list(done.case["deadlines"].values())
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    rows.sort(key=lambda row: (row["date"]["value"] == "", row["date"]["value"], row["id"]))
    for row in rows:
        when = row["date"]["text"] or "No date yet"
        click.echo(f"{when:<28}{row['state']['text']:<10}{row['what']} ({row['who']})")
        stated = "" if row["unit_stated"] else " The source does not say which kind of days."
        click.echo(f"{'':<38}{row['source']['file']}, line {row['source']['line']}.{stated}")
    click.echo("")
    for note in profile.notes:
        click.echo(f"Note: {note}")


@main.command()
@click.argument("documents", nargs=-1)
@click.option("--partnership", required=True)
@click.option("--force", is_flag=True, help="Overwrite templates that exist.")
@_translated
def scaffold(documents: tuple[str, ...], partnership: str, force: bool) -> None:
    """Make Word templates from the forms, once; after that edit them in Word."""
    from pipeline.profiles import load_profile
    from pipeline.scaffold import scaffold_all

    profile = load_profile(_home() / "templates", partnership)
    made = scaffold_all(profile, force=force, only=documents)
    click.echo(f"Made: {', '.join(made) or 'none'}.")


@main.command()
@click.option("--partnership", help="One partnership; all when left out.")
@_translated
def lint(partnership: str | None) -> None:
    """Check every definition and walk every branch of every Word template."""
    from pipeline.lint import lint_profile
    from pipeline.profiles import load_profile, partnerships

    home = _home()
    wrong = []
    for name in [partnership] if partnership else partnerships(home / "templates"):
        wrong += lint_profile(load_profile(home / "templates", name))
    for line in wrong:
        click.echo(line)
    click.echo(f"{len(wrong)} mistakes in definitions and templates.")
    if wrong:
        sys.exit(Exit.DEFINITION)


# --- what commands share --------------------------------------------------------------------


def _say() -> Callable[[str], None]:
    """Progress on stderr, for a person only."""
    if not sys.stderr.isatty():
        return lambda words: None
    return lambda words: click.echo(f"… {words}", err=True)


def _case_folder(home: Path, case: str | None) -> Path:
    inputs = home / "inputs"
    cases = sorted(path.name for path in inputs.iterdir() if path.is_dir()) if (
        inputs.is_dir()) else []
    real = [name for name in cases if not name.endswith("-sample")]
    if case is None:
        if real:
            raise UsageTrouble("Which case? There are: " + ", ".join(cases)
                               + ". Say it like this: make collate CASE=" + real[0])
        case = "norfolk-sample" if "norfolk-sample" in cases else (cases or [""])[0]
    folder = inputs / case
    if not case or not folder.is_dir() or folder.parent != inputs:
        known = ", ".join(cases) or "none yet"
        raise UsageTrouble(f"There is no case '{case}' in the folder 'inputs'. Cases: {known}.")
    return folder


def _profile(home: Path, folder: Path, partnership: str | None) -> Any:
    """The partnership asked for, or the one whose forms lie in the case folder."""
    from pipeline import workbook
    from pipeline.profiles import load_profile, partnerships
    from pipeline.receive import receive

    known = partnerships(home / "templates")
    if partnership is None and len(known) == 1:
        partnership = known[0]
    if partnership is None:
        for one in receive(folder)[0]:
            found = workbook.partnership(one.data)
            if found in known:
                partnership = found
                break
    if partnership is None:
        raise UsageTrouble("No workbook in this case says which partnership it is for. Add "
                           "--partnership with one of: " + ", ".join(known))
    return load_profile(home / "templates", partnership)

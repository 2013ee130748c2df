"""What the commands share: where things are, which case, which partnership, and how to fail."""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.errors import Exit, Stop, UsageTrouble
from pipeline.model import Profile

if TYPE_CHECKING:
    from pipeline.opening.items import Items

CONTACTS = "contacts.toml"
TARGETS = ("collate", "check", "pack", "deadlines")
"""Commands on a case that `make` knows too."""

ROOT = Path(__file__).resolve().parent.parent.parent


def home_folder() -> Path:
    """The folder that holds templates/, inputs/ and outputs/: here, or else the checkout."""
    here = Path.cwd()
    return here if (here / "templates" / "profiles").is_dir() else ROOT


def a_day(context: click.Context, option: click.Parameter, value: str | None) -> date | None:
    """The day that an option names, None when it is left out."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter("Write the date like 2025-06-30.") from None


def _as_of(context: click.Context, option: click.Parameter, value: str | None) -> date:
    return a_day(context, option, value) or date.today()


as_of_option = click.option("--as-of", callback=_as_of, metavar="YYYY-MM-DD",
                            help="The day to count from; today when left out.")
json_option = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")


def translated(command: Callable[..., Any]) -> Callable[..., Any]:
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
        except click.exceptions.Abort:
            click.echo("Stopped: nothing was done.", err=True)
            sys.exit(Exit.USAGE)
        except BrokenPipeError:  # whoever reads along, as `head`, has seen enough
            sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115
            sys.exit(Exit.DONE)
        except Exception as why:  # a bug of ours: say so, without what anybody typed
            click.echo(f"This should not happen: {type(why).__name__}. Your files are as they "
                       "were. Please report it with the command you ran.", err=True)
            if os.environ.get("CSPR_DEBUG"):
                raise
            sys.exit(Exit.BUG)
    return run


def progress() -> Callable[[str], None]:
    """Progress on stderr, for a person only."""
    if not sys.stderr.isatty():
        return lambda words: None
    return lambda words: click.echo(f"… {words}", err=True)


def case_folder(home: Path, case: str | None) -> Path:
    """The folder of the case named, or of the only sensible one. Raises UsageTrouble."""
    inputs = home / "inputs"
    cases = sorted(path.name for path in inputs.iterdir() if path.is_dir()) if (
        inputs.is_dir()) else []
    real = [name for name in cases if not name.endswith("-sample")]
    if case is None:
        if real:
            raise UsageTrouble("Which case? There are: " + ", ".join(cases)
                               + f". Say it like this: {_said_for(real[0])}")
        case = (cases or [""])[0]
    folder = inputs / case
    if not case or not folder.is_dir() or folder.parent != inputs:
        known = ", ".join(cases) or "none yet"
        raise UsageTrouble(f"There is no case '{case}' in the folder 'inputs'. Cases: {known}.")
    return folder


def _said_for(case: str) -> str:
    """The command that somebody ran, for one case."""
    context = click.get_current_context(silent=True)
    name = str(context.info_name) if context else "collate"
    return f"make {name} CASE={case}" if name in TARGETS else f"cspr {name} {case}"


def profile_of(home: Path, folder: Path, partnership: str | None) -> Profile:
    """The partnership asked for, or the one whose forms lie in the case folder."""
    from pipeline.profiles import partnerships

    known = partnerships(home / "templates")
    if partnership is None and len(known) == 1:
        partnership = known[0]
    return with_book(home, partnership) if partnership else opened(home, folder, None)[0]


def opened(home: Path, folder: Path, partnership: str | None,
           say: Callable[[str], None] = lambda words: None) -> tuple[Profile, "Items"]:
    """The partnership asked for, or that of the case, and all that came in, opened once."""
    from pipeline import run
    from pipeline.profiles import partnerships

    known = partnerships(home / "templates")
    if partnership is None and len(known) == 1:
        partnership = known[0]
    if partnership:
        profile = with_book(home, partnership)  # a mistyped name is said at once
        return profile, run.take_in(folder, say)
    items = run.take_in(folder, say)
    return with_book(home, named(home, items, known)), items


def with_book(home: Path, partnership: str) -> Profile:
    """A partnership's definitions, with the contact book where there is one."""
    from pipeline.profiles import load_profile, with_contacts

    return with_contacts(load_profile(home / "templates", partnership),
                         home / "inputs" / CONTACTS)


def named(home: Path, items: "Items", known: Sequence[str]) -> str:
    """The partnership that the workbooks of a case name: its case record, else any of them.

    Raises UsageTrouble when they name none, or two.
    """
    from pipeline import workbook
    from pipeline.profiles import load_profile

    record = cache(lambda name: load_profile(home / "templates", name).form_meaning("case_record"))
    said: dict[str, list[str]] = {}
    records: dict[str, list[str]] = {}
    for item in items:
        partnership, form = workbook.kind_of(item.book) if item.book else ("", "")
        if partnership in known:
            said.setdefault(partnership, []).append(item.id)
            if form == getattr(record(partnership), "id", None):
                records.setdefault(partnership, []).append(item.id)
    found = records or said
    if len(found) > 1:
        places = "; ".join(f"{name} ({', '.join(ids)})" for name, ids in sorted(found.items()))
        raise UsageTrouble(f"The workbooks of this case name different partnerships: {places}. "
                           "Take out what does not belong here, or add --partnership.")
    if not found:
        raise UsageTrouble("No workbook in this case says which partnership it is for. Add "
                           "--partnership with one of: " + ", ".join(known))
    return next(iter(found))


def shown(path: Path) -> Path:
    """A path as somebody in this folder would write it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path

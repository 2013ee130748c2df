"""The command that looks at all cases: status."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import as_of_option, home_folder, json_option, opened, progress, translated
from pipeline.errors import Stop

if TYPE_CHECKING:
    from pipeline.standing import Standing

HEAD = ("Case", "Partnership", "Stage", "Due next", "Overdue", "No reply")
WIDEST = (24, 20, 52, 76, 8, 40)


@click.command()
@as_of_option
@json_option
@translated
def status(as_of: date, as_json: bool) -> None:
    """Show where every case in inputs/ stands: its stage, what is due next, who has not replied.

    Sample cases are shown only while there are no others. Nothing is written.
    """
    home = home_folder()
    found = list(_all(home, as_of))
    if as_json:
        click.echo(json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=1))
        return
    if not found:
        click.echo("There is no case in the folder 'inputs' yet. Start one with: cspr new")
        return
    for line in _table(found):
        click.echo(line)


def _all(home: Path, as_of: date) -> Iterator["Standing"]:
    inputs = home / "inputs"
    names = sorted(path.name for path in inputs.iterdir()
                   if path.is_dir() and not path.name.startswith(".")) if inputs.is_dir() else []
    real = [name for name in names if not name.endswith("-sample")]
    for name in real or names:
        progress()(name)
        yield _one(home, inputs / name, as_of)


def _one(home: Path, folder: Path, as_of: date) -> "Standing":
    """Where one case stands. One that cannot be read costs its own line and no other."""
    from pipeline import run
    from pipeline.standing import Standing, standing

    try:
        profile, items = opened(home, folder, None)
        case = run.check(folder, profile, as_of, items=items).case
        return standing(profile, case, folder.name, as_of)
    except Stop as why:
        return Standing(folder.name, why=str(why))
    except OSError:
        return Standing(folder.name, why="A file of this case cannot be opened. Close it in other "
                                         "programs, and see that it may be read.")
    except Exception as why:  # a bug of ours must not hide the other cases
        return Standing(folder.name, why=f"This should not happen: {type(why).__name__}. Please "
                                         f"report it, with: cspr check {folder.name}")


def _table(found: Sequence["Standing"]) -> Iterator[str]:
    """The cases under each other, each column as wide as it needs to be."""
    rows = [HEAD, *(_row(one) for one in found if not one.why)]
    widths = [min(most, max(len(row[n]) for row in rows)) for n, most in enumerate(WIDEST)]
    if len(rows) > 1:
        yield _line(HEAD, widths)
    for one in found:
        yield f"{one.case}: cannot be read. {one.why}" if one.why else _line(_row(one), widths)


def _row(one: "Standing") -> tuple[str, ...]:
    stage = f"{one.place}/{one.places} {one.stage}" if one.place else one.stage
    ahead = "-" if one.closed else (
        f"{one.due_words}: {one.next}" if one.due else "nothing with a date")
    return (one.case, one.partnership, stage, ahead, str(len(one.overdue) or "-"),
            ", ".join(one.no_reply) or "-")


def _line(row: Iterable[str], widths: Sequence[int]) -> str:
    return "  ".join(_fit(words, width) for words, width in zip(row, widths, strict=True)).rstrip()


def _fit(words: str, width: int) -> str:
    short = words if len(words) <= width else words[:width - 2].rpartition(" ")[0] + " …"
    return short.ljust(width)

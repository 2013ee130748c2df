"""The command that starts a case: new."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import home_folder, named, progress, shown, translated, with_book
from pipeline.errors import UsageTrouble
from pipeline.model import Filling, Form, Problem, Profile, Submission

if TYPE_CHECKING:
    from pipeline.opening.items import Items
    from pipeline.starting import Started

LONGEST = 90
REFERENCE = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9/_.-]{0,39}")
"""A case reference that somebody may have typed: with a figure and without a space, so no name."""


@click.command()
@click.argument("case")
@click.option("--partnership", help="Whose forms to use. A form says it itself.")
@click.option("--from", "source", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A referral or another form that came in, or the message that brought it.")
@translated
def new(case: str, partnership: str | None, source: Path | None) -> None:
    """Start a case: a folder in inputs/ with the Business Unit's own workbook.

    With --from, all that the case record asks too is filled in from that form, and the form is
    copied into the folder.
    """
    from pipeline.profiles import partnerships

    home = home_folder()
    folder = _free_folder(home, case)
    if source is None:
        if partnership is None:
            known = ", ".join(partnerships(home / "templates"))
            raise UsageTrouble("Say which partnership with --partnership, or which form it starts "
                               f"from with --from. Partnerships: {known}.")
        profile = with_book(home, partnership)
        _make(folder, profile, case, None)
    else:
        profile, form, returned = _read(home, source, partnership)
        begun = _started(profile, form, returned)
        own = REFERENCE.fullmatch(returned.case.strip())
        reference = own[0] if own else case
        target = _make(folder, profile, reference, begun)
        _keep(source, target)
        _tell(profile, form, begun)
        if reference != case:
            click.echo("The case reference is the one on the first sheet of the form.")
        elif returned.case.strip() not in ("", case):
            click.echo("The first sheet of the form names another case: correct that in the case "
                       "folder, or the form will be put aside.")
    record = shown(folder / f"{_record(profile).id}.xlsx")
    click.echo(f"Fill in {record} and save it. Then run: make collate CASE={case}"
               f"  (without make: cspr collate {case})")


def _free_folder(home: Path, case: str) -> Path:
    if not case.replace("-", "").replace("_", "").isalnum():
        raise UsageTrouble("Name the case with letters, figures and hyphens only, and no person's "
                           "name: 2025-07 for example.")
    folder = home / "inputs" / case
    if folder.exists():
        raise UsageTrouble(f"There is a case called '{case}' already. Choose another name.")
    return folder


def _record(profile: Profile) -> Form:
    form = profile.form_meaning("case_record")
    assert form is not None
    return form


def _read(home: Path, source: Path, partnership: str | None) -> tuple[Profile, Form, Submission]:
    """The one form in this file, read. Raises UsageTrouble when there is none, or more than one."""
    from pipeline import run
    from pipeline.profiles import partnerships

    items = run.take_in_file(source, progress())
    known = partnerships(home / "templates")
    profile = with_book(home, partnership or named(home, items, known))
    _refuse_others(home, items, profile, known)
    found, problems = run.read_all(items, profile)
    forms = [one for one in found if one.form != _record(profile).id]
    if not forms:
        why = [problem for item in items for problem in item.problems] + problems
        raise UsageTrouble("There is no form in it that a case can start from. "
                           f"{_why(why)}".strip())
    if len(forms) > 1:
        titles = "; ".join(profile.forms[one.form].title for one in forms)
        raise UsageTrouble(f"There are {len(forms)} forms in it: {titles}. Save the one that the "
                           "case starts from by itself, and name that file.")
    return profile, profile.forms[forms[0].form], forms[0]


def _refuse_others(home: Path, items: "Items", profile: Profile, known: Sequence[str]) -> None:
    """Raise UsageTrouble when the form is another partnership's than the one asked for."""
    from pipeline import workbook
    from pipeline.profiles import load_profile

    own = {workbook.partnership(item.book) for item in items if item.book} & set(known)
    if own and profile.id not in own:
        other = min(own)
        name = load_profile(home / "templates", other).name
        raise UsageTrouble(f"This is a form of {name}, so the case cannot start with "
                           f"--partnership {profile.id}. Say --partnership {other}, or leave it "
                           "out.")


def _why(problems: Sequence[Problem]) -> str:
    """The first thing that is wrong with the file, in our own words only."""
    grave = [one for one in problems if one.severity != "note"]
    return f"{grave[0].message} {grave[0].fix}" if grave else ""


def _started(profile: Profile, form: Form, returned: Submission) -> "Started":
    from pipeline.starting import started

    begun = started(_record(profile), form, returned)
    if not begun.copied:
        raise UsageTrouble(f"The case record asks nothing that '{form.title}' answers, so no case "
                           "was started. Start it without --from.")
    return begun


def _make(folder: Path, profile: Profile, reference: str, begun: "Started | None") -> Path:
    """The case record, in the folder of the case; the folder only once its bytes are there."""
    from pipeline import workbook

    form = _record(profile)
    identity = form.meaning("identity")
    assert identity is not None
    data = workbook.write(form, profile, Filling(
        identity={"case": reference}, children=begun.children if begun else (),
        answers={**(begun.answers if begun else {}), f"{identity.id}/reference": reference}))
    folder.mkdir(parents=True)
    target = folder / f"{form.id}.xlsx"
    target.write_bytes(data)
    return target


def _keep(source: Path, record: Path) -> None:
    """The form itself lies in the case folder: it is what the case began with."""
    name = source.name if source.name != record.name else f"from-{source.name}"
    (record.parent / name).write_bytes(source.read_bytes())


def _tell(profile: Profile, form: Form, begun: "Started") -> None:
    """What was copied and what was not, by label and never by content."""
    from pipeline.starting import sent_on, still_empty

    click.echo(f"{begun.copied} answers are copied from '{form.title}', which now lies in the case "
               "folder too.")
    if begun.given:
        click.echo(f"Codes were given to those who had none: {', '.join(begun.given)}.")
    for label in sent_on(profile, _record(profile), begun):
        click.echo(f"Read '{label}' first: that column is sent to every agency that is asked.")
    empty = still_empty(_record(profile), begun)
    if empty:
        click.echo("Still to fill in: " + "; ".join(
            f"{label} ({', '.join(codes)})" for label, codes in empty.items()) + ".")
    if begun.left:
        click.echo("Not copied, because the case record does not ask it:")
    for title, labels in begun.left.items():
        for label in labels:
            short = label if len(label) <= LONGEST else label[:LONGEST].rpartition(" ")[0] + " …"
            click.echo(f"  {title}: {short}")

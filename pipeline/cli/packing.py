"""The command that makes what leaves the building: pack."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    as_of_option,
    case_folder,
    home_folder,
    json_option,
    opened,
    profile_of,
    progress,
    shown,
    translated,
)
from pipeline.errors import Exit, UsageTrouble
from pipeline.model import PackKind, Profile

if TYPE_CHECKING:
    from pipeline.packing import Packed

CONTEXT = "context.json"
CONVERTERS = ("auto", "embedded", "office")


@click.command()
@click.argument("case", required=False)
@click.option("--for", "name", metavar="PACK", help="Which pack; the packs are listed without it.")
@click.option("--to", "only", multiple=True, metavar="CODE",
              help="Only this recipient's, as A3; may be said several times.")
@click.option("--converter", type=click.Choice(CONVERTERS), default="auto", show_default=True,
              help="What makes PDF files: our own converter, or LibreOffice. 'auto' takes "
                   "LibreOffice for what others wrote, where it is installed.")
@click.option("--encrypt", is_flag=True,
              help="Encrypt the PDF files of a restricted pack; asks for a passphrase.")
@click.option("--passphrase-file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Take the passphrase from the first line of this file.")
@click.option("--partnership", help="Which partnership, when no workbook says it.")
@as_of_option
@json_option
@translated
def pack(case: str | None, name: str | None, only: tuple[str, ...], converter: str, encrypt: bool,
         passphrase_file: Path | None, partnership: str | None, as_of: date,
         as_json: bool) -> None:
    """Make a pack of CASE that may leave the building, or say why it may not.

    A pack is made for one audience, passes the checks of that audience, and is sealed: it is never
    changed, and the next one is a new edition. A pack that is refused is not written at all.
    """
    from pipeline import run
    from pipeline.packing import Wish, chosen_kind

    home = home_folder()
    folder = case_folder(home, case)
    if not name:
        _list(profile_of(home, folder, partnership), folder, home / "outputs" / folder.name,
              as_json)
        if not as_json:
            _steps(home / "outputs" / folder.name / CONTEXT)
        return
    profile, items = opened(home, folder, partnership, progress())
    kind = chosen_kind(profile, name)
    wish = Wish(only, converter, _passphrase(kind, encrypt, passphrase_file),
                date.today().isoformat())
    out = home / "outputs" / folder.name
    packed = run.pack(folder, out, profile, kind, as_of, wish, progress(), items)
    _say_changed(folder, out)
    if as_json:
        click.echo(json.dumps(packed.as_json(), ensure_ascii=False, indent=1))
    else:
        _tell(packed)
    if packed.refused:
        sys.exit(Exit.REFUSED)


def _say_changed(folder: Path, out: Path) -> None:
    """Say which sealed editions somebody has changed: they are not what was checked."""
    from pipeline import seal

    for name in seal.changed(folder, out):
        click.echo(f"Changed since it was sealed: {shown(out / name)}. Do not send it: make the "
                   "pack again.", err=True)


def _passphrase(kind: PackKind, encrypt: bool, file: Path | None) -> str:
    """The passphrase, from a file or a prompt; '' when nothing is to be encrypted."""
    if not encrypt and file is None:
        return ""
    if not kind.restricted:
        raise UsageTrouble(f"'{kind.title}' is not a restricted pack, so it is not encrypted. "
                           "Leave out --encrypt and --passphrase-file.")
    if file is not None:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        words = lines[0].strip() if lines else ""
    else:
        if not sys.stdin.isatty():
            raise UsageTrouble("Nobody can be asked for a passphrase here. Say --passphrase-file "
                               "with a file that holds it.")
        words = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
    if len(words) < 12:
        raise UsageTrouble("The passphrase is shorter than 12 characters. Three or four words that "
                           "have nothing to do with the case make a good one.")
    return str(words)


def _list(profile: Profile, folder: Path, out: Path, as_json: bool) -> None:
    """Every pack of the partnership, and what was sealed of it when."""
    from pipeline import seal
    from pipeline.packing.editions import editions

    if as_json:
        click.echo(json.dumps([{"id": kind.id, "title": kind.title, "audience": kind.audience,
                                "sealed": [dict(one) for one in seal.sealed(folder, kind.id)]}
                               for kind in profile.packs], ensure_ascii=False, indent=1))
        return
    for kind in profile.packs:
        click.echo(f"{kind.id}")
        click.echo(f"    {kind.title}, for: {kind.audience}")
        for line in editions(folder, out, kind.id):
            click.echo(f"    {line}")
    click.echo("")
    click.echo(f"Make one with: cspr pack {folder.name} --for PACK")


def _steps(context: Path) -> None:
    """Where each step to publication stood when the case was last collated. Nothing typed."""
    if not context.is_file():
        return
    known = json.loads(context.read_text(encoding="utf-8"))
    if not known.get("publication_steps"):
        return
    click.echo(f"\nSteps to publication, as collated for {known['as_of_words']}:")
    for step in known["publication_steps"]:
        number = step["step"] if step["step"].isdigit() else "-"
        click.echo(f"    {number:>2}  {step['state']} (due {step['due']})")


def _tell(packed: "Packed") -> None:
    """What was sealed and what to do with it, or all that keeps it from being; what to decide."""
    from pipeline.packing.editions import next_steps

    for line in packed.lines():
        click.echo(line)
    for sheet in packed.to_decide:
        click.echo(f"Decide what is listed in {shown(sheet)}, save it in "
                   f"{shown(packed.decisions)}, and run the command again.")
    for place in packed.places:
        click.echo(f"Sealed: {shown(place)}")
    for line in next_steps(packed):
        click.echo(line)
    if packed.refused:
        click.echo(f"Refused: {packed.kind.title}. Nothing was written.")

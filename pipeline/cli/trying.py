"""A command of somebody who works on the reader: try-corpus."""

import sys
from pathlib import Path

import click

from pipeline.cli.common import translated
from pipeline.errors import Exit


@click.command("try-corpus", hidden=True)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--shown", default=5, show_default=True, help="Texts astray to print for each file.")
@translated
def try_corpus(folder: Path, shown: int) -> None:
    """Open every file of FOLDER as if it had come in, and print how each came through.

    For public files only: names and words are printed. A workbook is balanced when the reader and
    the census found the same in it. Ends with 1 when a file broke the reader, took more than 10
    seconds or a gigabyte, or is not balanced.
    """
    from pipeline.trial import try_files

    click.echo(f"{'':>4} {'kind':<9}{'cells':>8}{'texts':>8} {'balanced':<9}{'s':>7}{'MB':>6} "
               " file")
    trials = []
    for number, one in enumerate(try_files(folder), 1):
        trials.append(one)
        book = one.opened.book
        balanced = "-" if book is None or not book.counted else "no" if one.astray else "yes"
        codes = ", ".join(dict.fromkeys(fault.code for fault in one.opened.faults))
        click.echo(f"{number:>4} {one.opened.kind:<9}{one.cells:>8}{one.tokens:>8} {balanced:<9}"
                   f"{one.seconds:>7.2f}{one.megabytes:>6}  {one.name}"
                   f"{'  refused' if one.opened.refused else ''}  {codes}")
        for words in one.astray[:shown]:
            click.echo(f"       {words}")
    if not trials:
        click.echo("There is no file in it.")
        return
    bad = [one for one in trials if one.bad]
    slow, large = (max(trials, key=lambda one: one.seconds),
                   max(trials, key=lambda one: one.megabytes))
    click.echo(f"{len(trials)} files, {sum(one.cells for one in trials)} cells, "
               f"{sum(one.tokens for one in trials)} texts, "
               f"{sum(one.opened.refused for one in trials)} refused. "
               f"Slowest: {slow.seconds:.2f} s, {slow.name}. "
               f"Largest: {large.megabytes} MB, {large.name}.")
    click.echo(f"{len(bad)} came through badly{':' if bad else '.'}")
    for one in bad:
        click.echo(f"  {one.bad}: {one.name}")
    if bad:
        sys.exit(Exit.REFUSED)

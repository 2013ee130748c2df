"""A command of somebody who works on the reader: try-corpus."""

import sys
from collections import Counter
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
    the census found the same in it. A Word file is made a PDF by each converter, or refused with a
    sentence. Ends with 1 when a file broke the reader or a converter, took more than 10 seconds or
    a gigabyte to open, is not balanced, or has lost a word in its PDF.
    """
    from pipeline.trial import try_files
    from pipeline.trial.passage import Passage

    click.echo(f"{'':>4} {'kind':<9}{'cells':>8}{'texts':>8} {'balanced':<9}{'s':>7}{'MB':>6} "
               " file")
    trials = []
    passages: list[tuple[str, Passage]] = []
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
        for passage in one.passages:
            passages.append((one.name, passage))
            click.echo(f"       {passage.converter:<9}{passage.answer:<10}{passage.words:>7} words "
                       f"{passage.seconds:>6.2f} s  {'; '.join(passage.why)}")
    if not trials:
        click.echo("There is no file in it.")
        return
    bad = [(one.bad, one.name) for one in trials if one.bad]
    bad += [(f"{passage.bad} by {passage.converter}", name)
            for name, passage in passages if passage.bad]
    slow, large = (max(trials, key=lambda one: one.seconds),
                   max(trials, key=lambda one: one.megabytes))
    click.echo(f"{len(trials)} files, {sum(one.cells for one in trials)} cells, "
               f"{sum(one.tokens for one in trials)} texts, "
               f"{sum(one.opened.refused for one in trials)} refused. "
               f"Slowest: {slow.seconds:.2f} s, {slow.name}. "
               f"Largest: {large.megabytes} MB, {large.name}.")
    for converter in dict.fromkeys(passage.converter for _, passage in passages):
        answers = Counter(passage.answer for _, passage in passages
                          if passage.converter == converter)
        click.echo(f"Word files by {converter}: "
                   f"{', '.join(f'{count} {answer}' for answer, count in answers.items())}.")
    click.echo(f"{len(bad)} came through badly{':' if bad else '.'}")
    for why, name in bad:
        click.echo(f"  {why}: {name}")
    if bad:
        sys.exit(Exit.REFUSED)

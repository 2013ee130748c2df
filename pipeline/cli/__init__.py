"""The command line. Clock and environment enter here and nowhere else."""

import click

from pipeline.cli.adopting import new_partnership
from pipeline.cli.cases import check, collate
from pipeline.cli.clock import deadlines, verify_sources
from pipeline.cli.issuing import issue
from pipeline.cli.owners import blanks, lint, sample, scaffold
from pipeline.cli.packing import pack
from pipeline.cli.partnership import coverage, guidance, measures
from pipeline.cli.register import delete
from pipeline.cli.starting import new
from pipeline.cli.status import status
from pipeline.cli.trying import try_corpus

COMMANDS = (new, issue, status, check, collate, pack, deadlines, delete, blanks, scaffold, lint,
            sample, guidance, coverage, measures, new_partnership, verify_sources, try_corpus)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Put together a Rapid Review from the workbooks that agencies return."""


for command in COMMANDS:
    main.add_command(command)

"""`python -m pipeline` is the same as `cspr`."""

from pipeline.cli import main

main(prog_name="cspr")

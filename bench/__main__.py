"""`make bench`: each step of the line on the sample case, and the whole command as a process."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench import packs
from pipeline import workbook
from pipeline.ledger import ledger
from pipeline.lint import lint_profile
from pipeline.merge import merge
from pipeline.model import Filling
from pipeline.opening.child import Opener
from pipeline.profiles import load_profile
from pipeline.receive import receive
from pipeline.render import render
from pipeline.run import Checked, read_all, validate_all, workbooks
from pipeline.validate import gather_facts

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 6, 1)
RUNS = 5


def timed(name: str, step: Callable[[], Any], runs: int = RUNS) -> Any:
    """Print the first, the median and the longest of several runs; give back what it made."""
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        made = step()
        took.append(time.perf_counter() - start)
    print(f"{name:<44}{took[0] * 1000:>9.0f}{statistics.median(took) * 1000:>9.0f}"
          f"{max(took) * 1000:>9.0f}")
    return made


def process(*words: str) -> None:
    """Run a command of ours as a process of its own."""
    subprocess.run([sys.executable, "-m", "pipeline", *words], cwd=ROOT, check=True,
                   capture_output=True)


def main() -> None:
    """Measure and print, in milliseconds."""
    print(f"{'milliseconds':<44}{'first':>9}{'median':>9}{'longest':>9}")
    timed("process: cspr --help", lambda: process("--help"))
    timed("process: cspr collate norfolk-sample", lambda: process("collate", "norfolk-sample"))
    profile = timed("load the profile", lambda: load_profile(ROOT / "templates", "norfolk"))
    with Opener() as opener:
        received = timed("receive the sample case", lambda: receive(
            ROOT / "inputs" / "norfolk-sample", opener.open))
    submissions, more = timed(f"read {len(received)} workbooks",
                              lambda: read_all(received, profile))
    facts, _ = gather_facts(profile, submissions, AS_OF)
    problems = timed("validate", lambda: validate_all(submissions, profile, facts))
    case, _ = timed("merge", lambda: merge(profile, submissions, AS_OF, [*more, *problems]))
    rendered = timed("render all documents", lambda: render(profile, case))
    timed("ledger", lambda: ledger(profile, submissions, rendered, problems, case))
    form = profile.form_meaning("agency_return")
    assert form is not None
    rows = {f"summary/{n}/{key}": words for n in range(1, 1001)
            for key, words in (("when", "12 March 2024"), ("event", "A visit was made. " * 12))}
    data = timed("write a return of 1,000 rows",
                 lambda: workbook.write(form, profile, Filling(answers=rows)))
    timed("read a return of 1,000 rows", lambda: workbook.read(data, "x.xlsx", profile))
    timed("lint everything", lambda: lint_profile(profile), runs=1)
    made = timed("write the workbooks to fill in", lambda: workbooks(
        profile, Checked(case, submissions, problems)))
    size = sum(map(len, rendered.files.values())) // 1024
    print(f"\n{len(rendered.files)} documents of {size} KiB, {len(made)} workbooks")



main()
packs.main()

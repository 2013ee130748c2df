"""`python -m bench.packs`: each verb of the second sentence on the sample's publication pack."""

import shutil
import tempfile
import time
from datetime import date
from pathlib import Path

from pipeline import run
from pipeline.doors import office
from pipeline.packing import Wish, chosen_kind
from pipeline.packing.making import Making
from pipeline.profiles import load_profile

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 6, 1)
CASE, PACK = "norfolk-sample", "publication"


def main() -> None:
    """Print milliseconds a verb, once with each converter that is here."""
    profile = load_profile(ROOT / "templates", "norfolk")
    start = time.perf_counter()
    checked = run.check(ROOT / "inputs" / CASE, profile, AS_OF)
    print(f"{'receive, read, validate, merge':<44}{_since(start):>9.0f}")
    for converter in ("embedded", *(("office",) if office.installed() else ())):
        with tempfile.TemporaryDirectory() as home:
            folder = Path(home) / CASE
            shutil.copytree(ROOT / "inputs" / CASE, folder,
                            ignore=shutil.ignore_patterns("diary.jsonl"))
            making = Making(folder, Path(home) / "out", profile, chosen_kind(profile, PACK),
                            AS_OF, Wish(converter=converter), checked.case, frozenset())
            for verb in (making.choose, making.anonymise, making.convert, making.bundle,
                         making.gate, making.seal):
                start = time.perf_counter()
                verb()
                print(f"{verb.__name__ + ', ' + converter:<44}{_since(start):>9.0f}")
            if making.stopped:
                raise SystemExit("The sample's pack was refused.")


def _since(start: float) -> float:
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()

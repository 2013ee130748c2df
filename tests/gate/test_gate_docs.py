"""What docs/gate.md says of checks, codes and waivers is what the gate does."""

import re
from pathlib import Path

from pipeline.catalogue.gate import CODES
from pipeline.gate.waivers import AT_ONE_PLACE, NEVER
from pipeline.keys import CHECKS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "gate.md").read_text("utf-8")
PARTS = dict(zip(*[iter(re.split(r"^## (.+)$", PAGE, flags=re.M)[1:])] * 2, strict=True))


def table(part: str) -> list[list[str]]:
    """The rows of the table of a part."""
    lines = [line for line in PARTS[part].splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def ticked(words: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`]+)`", words)


def test_every_check_is_explained_in_order() -> None:
    assert [ticked(row[0])[0] for row in table("Checks")] == list(CHECKS)


def test_every_code_is_on_the_page_and_no_other() -> None:
    named = {word for word in ticked(PAGE) if re.fullmatch(r"(?:trace|gate|waiver)-[a-z-]+", word)}
    assert named == set(CODES)


def test_what_may_be_waived_is_said_as_it_is() -> None:
    told = {ticked(row[1])[0]: row[3] for row in table("What files hide")}
    assert told == {code: "never" if code in NEVER else "one place" if code in AT_ONE_PLACE
                    else "yes" for code in CODES if code.startswith("trace-")} and told
    never = PARTS["Waivers"].partition("**Never waived**")[2].partition("- **At one")[0]
    assert set(ticked(never)) - {"waiver-not-allowed"} == {
        code for code in NEVER if not code.startswith("waiver-")}

"""`python -m bench.leaks`: how well names are found, as the tables of docs/gate.md.

Every spelling of tests/leaks is planted alone, in every place, in a file of ten thousand words.
`--short` plants in short files, which takes a minute in place of ten. A folder of .txt files after
it is English to count false alarms in, besides our own.
"""

import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.doors.typst import NotSet
from pipeline.names import Scanner
from pipeline.profiles import load_profile
from tests.making.leaks import PLACES, Finder, english, family, sentence, spellings

ROOT = Path(__file__).resolve().parent.parent
LISTS = (("people.toml", "spellings.txt"), ("others.toml", "others.txt"))


@dataclass
class Count:
    """How many were planted, how many found, and which were not."""

    planted: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)

    def add(self, words: str, found: bool) -> None:
        """One more."""
        self.planted += 1
        self.found += found
        if not found:
            self.missed.append(words)

    def __str__(self) -> str:
        return str(self.found) if self.found == self.planted else f"**{self.found}**"


def row(*cells: object) -> str:
    """A row of a Markdown table."""
    return "| " + " | ".join(map(str, cells)) + " |"


def by_class(scanner: Scanner, listed: str) -> Iterator[str]:
    """Recall in a sentence, by class: found, and of these replaced without asking."""
    made: dict[str, tuple[Count, Count]] = {}
    for one in spellings(listed):
        found, certain = made.setdefault(one.sort, (Count(), Count()))
        matches = scanner.scan(sentence(one.words))
        found.add(one.words, bool(matches))
        certain.add(one.words, bool(matches) and all(match.certain for match in matches))
    yield row("how it is spelled", "spellings", "found", "of these replaced", "asked about",
              "not found")
    yield row("---", "---:", "---:", "---:", "---:", "---")
    for sort, (found, certain) in made.items():
        yield row(sort, found.planted, found, certain.found, found.found - certain.found,
                  ", ".join(found.missed))
    alls = [found for found, _ in made.values()]
    sure = sum(certain.found for _, certain in made.values())
    total, good = sum(one.planted for one in alls), sum(one.found for one in alls)
    yield row("all", total, good, sure, good - sure, f"{100 * good / total:.1f} % found")


def by_place(finder: Finder, long: bool) -> Iterator[str]:
    """Recall by place: one spelling a file."""
    yield row("where it stands", "files", "found", "not found")
    yield row("---", "---:", "---:", "---")
    for place, make in PLACES.items():
        count, refused = Count(), []
        for one in spellings():
            try:
                name, data = make(one.words, long)
            except NotSet:
                refused.append(one.words)
                continue
            count.add(one.words, finder.finds(name, data))
        note = "; ".join(filter(None, (", ".join(count.missed), refused and (
            f"{len(refused)} with letters that our PDFs refuse"))))
        yield row(place, count.planted, count, note)
        print(place, file=sys.stderr)


def alarms(scanner: Scanner, texts: Mapping[str, str]) -> Iterator[str]:
    """False alarms in English in which nobody of the family stands, and the speed."""
    yield row("text", "words", "replaced wrongly", "asked about", "per 10,000 words",
              "words a second")
    yield row("---", "---:", "---:", "---:", "---:", "---:")
    for name, text in texts.items():
        began = time.perf_counter()
        found = scanner.scan(text)
        took = time.perf_counter() - began
        words, sure = len(text.split()), sum(one.certain for one in found)
        yield row(name, f"{words:,}", sure, len(found) - sure,
                  f"{10_000 * len(found) / words:.1f}", f"{round(words / took, -3):,.0f}")


def texts_of(folder: Path | None) -> dict[str, str]:
    """English to look for names in that do not stand there."""
    found = {"guidance of the four partnerships": "\n\n".join(english())}
    found["docs of this program"] = "\n\n".join(
        path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md"))
        if path.name != "gate.md")  # it prints what was not found
    for path in sorted(folder.glob("*.txt")) if folder else ():
        found[path.stem] = path.read_text("utf-8", "replace")
    return found


def main(words: list[str]) -> None:
    """Measure and print."""
    profile = load_profile(ROOT / "templates", "norfolk")
    folder = next((Path(one) for one in words if not one.startswith("--")), None)
    for people, listed in LISTS:
        print(f"\n{listed}\n")
        print("\n".join(by_class(Scanner(family(profile, people)), listed)))
    for people, _ in LISTS:
        print(f"\n{people}\n")
        print("\n".join(alarms(Scanner(family(profile, people)), texts_of(folder))))
    print()
    print("\n".join(by_place(Finder(family(profile)), "--short" not in words)))


if __name__ == "__main__":
    main(sys.argv[1:])

"""What others wrote for a pack, and what people decided about names: read from the case folder.

Nothing of it is trusted: every file passes the same guard as what comes in by e-mail.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.catalogue import problem
from pipeline.doors.xlsx import Book
from pipeline.model import DocumentKind, PackKind, Paper, Problem, Profile, Where
from pipeline.opening import KINDS as WHAT
from pipeline.opening.child import Opener
from pipeline.opening.items import Item
from pipeline.receive import receive_file

DECISIONS = "decisions"
"""The folder of a case that holds the sheets a person has filled in."""

LOCKS = ("~$", ".~lock.")
HIDDEN = "."
KINDS = {"docx": ".docx", "pdf": ".pdf"}
WORD_ONLY = {"docx"}
"""Names are taken out of Word files only: a PDF is as its author made it."""
SAVED_AGAIN = ("doc", "odt", "rtf", "pdf")
"""What Word opens, and saves as a file that names can be taken out of."""


@dataclass(frozen=True)
class Others:
    """Papers of others by the id of their document, the sheets of decisions, and what is wrong."""

    papers: Mapping[str, tuple[Paper, ...]]
    decisions: tuple[tuple[str, Book], ...]
    problems: tuple[Problem, ...]


def take_in(folder: Path, profile: Profile, kind: PackKind) -> Others:
    """Open what others wrote for this pack, and every sheet of decisions of the case."""
    problems: list[Problem] = []
    papers: dict[str, tuple[Paper, ...]] = {}
    with Opener() as opener:
        for name in kind.contents:
            document = profile.document(name)
            if document is None or not document.outside:
                continue
            items = [receive_file(path, opener.open)[0]
                     for path in _files(folder, document.outside)]
            usable = WORD_ONLY if kind.anonymise else KINDS
            good = [one for one in items if one.status != "refused" and one.kind in usable]
            problems += _wrong(document, items, usable)
            problems += _open(folder, document.outside, document.title)
            if document.means and len(good) > 1:
                problems.append(problem("pack-outside-several", Where(f"{document.outside}/"),
                                        title=document.title, count=str(len(good))))
                good = []  # nobody is asked about the words of the one that does not count
            papers[name] = tuple(_paper(document, one, number, len(good))
                                 for number, one in enumerate(good, 1))
            if not items and not document.optional:
                problems.append(problem("pack-outside-missing", Where(f"{document.outside}/"),
                                        title=document.title))
        decided = [receive_file(path, opener.open)[0] for path in _files(folder, DECISIONS)]
    problems += _open(folder, DECISIONS, "Decisions about names")
    problems += [problem("pack-outside-refused", Where(f"{DECISIONS}/", "", f"file {number}"),
                         title="Decisions about names")
                 for number, one in enumerate(decided, 1) if one.book is None]
    books = tuple((f"The {nth(number)} file in the folder {DECISIONS}", one.book)
                  for number, one in enumerate(decided, 1) if one.book is not None)
    return Others(papers, books, tuple(problems))


def nth(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th."""
    last = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"


def _files(folder: Path, name: str) -> Iterator[Path]:
    for path in sorted((folder / name).glob("*")):
        if path.is_file() and not path.name.startswith((*LOCKS, HIDDEN)):
            yield path


def _open(folder: Path, name: str, title: str) -> list[Problem]:
    """A problem when a file there is open: what a person has not saved yet would not count."""
    here = (folder / name).iterdir() if (folder / name).is_dir() else ()
    locked = any(path.name.startswith(LOCKS) for path in here)
    return [problem("pack-outside-open", Where(f"{name}/"), title=title)] if locked else []


def _wrong(document: DocumentKind, items: Sequence[Item],
           usable: Collection[str]) -> Iterator[Problem]:
    """A problem for each file that cannot go into a pack. Its name may name somebody: a number."""
    for number, one in enumerate(items, 1):
        where = Where(f"{document.outside}/", "", f"file {number}")
        if one.kind in SAVED_AGAIN and one.kind not in usable:
            yield problem("pack-outside-old", where, title=document.title, what=WHAT[one.kind])
        elif one.status == "refused" or one.kind not in usable:
            yield problem("pack-outside-refused", where, title=document.title)


def _paper(document: DocumentKind, item: Item, number: int, of: int) -> Paper:
    again, told = (f"-{number}", f" {number}") if of > 1 else ("", "")
    came = item.kind == "pdf"
    return Paper(document, f"{document.id}{again}{KINDS[item.kind]}", document.title + told,
                 item.data, outside=True, file=item.fingerprint,
                 pdf=item.data if came else b"", converter="as it came" if came else "")

"""What others wrote for a pack, and what people decided about names: read from the case folder.

Nothing of it is trusted: every file passes the same guard as what comes in by e-mail.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.catalogue import problem
from pipeline.doors.xlsx import Book
from pipeline.model import DocumentKind, PackKind, Paper, Problem, Profile, Where
from pipeline.opening.child import Opener
from pipeline.opening.items import Item
from pipeline.receive import receive_file

DECISIONS = "decisions"
"""The folder of a case that holds the sheets a person has filled in."""

LOCKS = ("~$", ".~lock.", ".")
KINDS = {"docx": ".docx", "pdf": ".pdf"}


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
            good = [one for one in items if one.status != "refused" and one.kind in KINDS]
            problems += _wrong(document, items)
            papers[name] = tuple(_paper(document, one, number, len(good))
                                 for number, one in enumerate(good, 1))
            if not good and not document.optional:
                problems.append(problem("pack-outside-missing", Where(f"{document.outside}/"),
                                        title=document.title))
        decided = [receive_file(path, opener.open)[0] for path in _files(folder, DECISIONS)]
    problems += [problem("pack-outside-refused", Where(f"{DECISIONS}/", "", f"file {number}"),
                         title="Decisions about names")
                 for number, one in enumerate(decided, 1) if one.book is None]
    books = tuple((f"{DECISIONS}/{number}", one.book)
                  for number, one in enumerate(decided, 1) if one.book is not None)
    return Others(papers, books, tuple(problems))


def _files(folder: Path, name: str) -> Iterator[Path]:
    for path in sorted((folder / name).glob("*")):
        if path.is_file() and not path.name.startswith(LOCKS):
            yield path


def _wrong(document: DocumentKind, items: Sequence[Item]) -> Iterator[Problem]:
    """A problem for each file that cannot go into a pack. Its name may name somebody: a number."""
    for number, one in enumerate(items, 1):
        if one.status == "refused" or one.kind not in KINDS:
            yield problem("pack-outside-refused",
                          Where(f"{document.outside}/", "", f"file {number}"),
                          title=document.title)


def _paper(document: DocumentKind, item: Item, number: int, of: int) -> Paper:
    again, told = (f"-{number}", f" {number}") if of > 1 else ("", "")
    came = item.kind == "pdf"
    return Paper(document, f"{document.id}{again}{KINDS[item.kind]}", document.title + told,
                 item.data, outside=True, file=item.fingerprint,
                 pdf=item.data if came else b"", converter="as it came" if came else "")

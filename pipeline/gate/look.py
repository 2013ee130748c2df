"""Everything that the checks look at, worked out once: finished files, their words, what is named.

Where a check asks for the words of a paper it gets those of the finished file, never of its source.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Protocol

from pipeline.catalogue import problem
from pipeline.doors import pdf
from pipeline.doors.word.outline import Outline, outline_of
from pipeline.doors.word.package import NotAWordFile
from pipeline.errors import OutsideTrouble
from pipeline.everywhere import Said, texts
from pipeline.gate.recorded import Recorded
from pipeline.model import Pack, Paper, Problem, Where
from pipeline.model.decisions import Decided, Doubt, Tick
from pipeline.names import Match
from pipeline.names.kinds import CHILD, FAMILY

BUNDLE, MARKED = "bundle.pdf", "bundle-marked.pdf"
ADDRESSED = ("agency", "family")
NO_WORDS: tuple[Said, ...] = ()


class Scans(Protocol):
    """What finds names in a text: a `names.Scanner`."""

    def scan(self, text: str) -> list[Match]:
        """Every match in a text."""


@dataclass(frozen=True)
class Found:
    """A match in a finished file: its place, the text it stands in, and what it is."""

    where: Where
    text: str
    match: Match

    @property
    def words(self) -> str:
        """The very words."""
        return self.text[self.match.start:self.match.end]

    @property
    def marked(self) -> Where:
        """The place, with the code of whose name it is: two names of one page are two places."""
        spot = ", ".join(filter(None, (self.where.spot, self.match.code)))
        return Where(self.where.file, self.where.part, spot)


@dataclass
class Look:
    """One pack under the gate's eyes, with what finds names and what people decided about them."""

    pack: Pack
    scanner: Scans
    decided: Decided = field(default_factory=Decided)
    doubts: Sequence[Doubt] = ()
    ticks: Sequence[Tick] | None = ()

    @cached_property
    def recorded(self) -> Recorded:
        """What the case has recorded on the decision to publish."""
        return Recorded(self.pack.profile, self.pack.case)

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Every finished file by its name, in the order in which somebody meets them."""
        return files_of(self.pack)

    @cached_property
    def said(self) -> Mapping[str, tuple[Said, ...]]:
        """Every text of every finished file, by the name of the file."""
        return {name: _texts(name, data) for name, data in self.files.items()}

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """Everything in the finished files that says, or may say, who somebody is."""
        return tuple(self._scan())

    def _scan(self) -> Iterator[Found]:
        known: dict[str, list[Match]] = {}
        for name, said in self.said.items():
            for one in said:
                if one.words not in known:
                    known[one.words] = self.scanner.scan(one.words)
                where = Where(name, one.part, one.spot)
                own = self._own(name, one)
                for match in known[one.words]:
                    inside = any(a <= match.start and match.end <= b for a, b in own)
                    if not (inside and self._theirs(match)):
                        yield Found(where, one.words, match)

    def _theirs(self, match: Match) -> bool:
        """Whether words in a recipient's name are their own: a child's or another parent's are not,
        wherever somebody typed them.
        """
        return match.kind not in (CHILD, FAMILY) or match.code == self.pack.recipient.code

    def _own(self, name: str, said: Said) -> list[tuple[int, int]]:
        """Where a text says whose copy it is: the mark across a page, the bundle, their letter.

        A recipient may be called by name there, and nowhere else: every other paper is looked
        through by itself.
        """
        if self.pack.kind.published or not (name in (BUNDLE, MARKED) or name in self._letters):
            return []
        return [found.span() for words in (self.pack.kind.watermark, self.pack.recipient.label)
                if words.split()
                for found in re.finditer(r"\s+".join(map(re.escape, words.split())), said.words)]

    @cached_property
    def _letters(self) -> set[str]:
        """The files of the letters that are addressed to the recipient of this pack."""
        return {name for paper in self.pack.papers
                if paper.kind.letter.get("to") in ADDRESSED
                for name in (paper.name, pdf_name(paper))}

    @cached_property
    def pdfs(self) -> Mapping[str, pdf.Described]:
        """What there is to see in every finished PDF that can be opened, by name."""
        found = {}
        for name, data in self.files.items():
            if name.endswith(".pdf"):
                try:
                    found[name] = _described(data)
                except OutsideTrouble:
                    continue
        return found

    def of(self, *means: str) -> list[Paper]:
        """The papers that mean one of these."""
        return [paper for paper in self.pack.papers if paper.kind.means in means]

    def words_of(self, paper: Paper) -> str:
        """What a reader of a paper reads, as one text: its PDF where there is one."""
        name = pdf_name(paper) if paper.pdf else paper.name
        return "\n".join(one.words for one in self.said.get(name, NO_WORDS)
                         if one.kind in ("text", "cell", "chart"))

    def headings_of(self, paper: Paper) -> list[str]:
        """The headings of a paper: of the Word file, or the bookmarks of its PDF."""
        if outline := outlined(paper):
            return [words for _, words in outline.headings]
        about = self.pdfs.get(pdf_name(paper)) if paper.pdf else None
        return [mark.title for mark in about.outline] if about else []

    def entries(self, name: str) -> Sequence[Mapping[str, Any]]:
        """A list of the profile. KeyError where the profile has none of this name."""
        return self.pack.profile.lists[name]

    def hit(self, code: str, where: Where, quote: str = "", **words: str) -> Problem:
        """The problem with this code. What is typed goes into `quote` only."""
        return problem(code, where, quote, severity="error", **words)


def files_of(pack: Pack) -> dict[str, bytes]:
    """The finished files of a pack by name: papers, their PDFs, the bundles, what else there is."""
    found: dict[str, bytes] = {}
    for paper in pack.papers:
        found[paper.name] = paper.data
        if paper.pdf:
            found[pdf_name(paper)] = paper.pdf
    for name, data in ((BUNDLE, pack.bundle), (MARKED, pack.marked)):
        if data:
            found[name] = data
    return {**found, **pack.files}


@lru_cache(maxsize=64)
def _described(data: bytes) -> pdf.Described:
    return pdf.describe(data)


@lru_cache(maxsize=64)
def _texts(name: str, data: bytes) -> tuple[Said, ...]:
    """The texts of a file. Many recipients are given the same one: it is read once."""
    return tuple(texts(name, data))


def outlined(paper: Paper) -> Outline | None:
    """The words, headings and tables of a Word file; None for another kind of file."""
    return _outline(paper.data) if paper.name.endswith(".docx") else None


@lru_cache(maxsize=64)
def _outline(data: bytes) -> Outline | None:
    try:
        return outline_of(data)
    except NotAWordFile:
        return None


def pdf_name(paper: Paper) -> str:
    """The name of the PDF of a paper."""
    return f"{paper.name.rpartition('.')[0] or paper.name}.pdf"


def plain(words: str) -> str:
    """Words to compare: small letters, single spaces, no marks of line ends."""
    return re.sub(r"\s+", " ", words.replace("\u00ad", "").replace("’", "'")).strip().casefold()

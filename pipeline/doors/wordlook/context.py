"""What the parts of the reader share while one file is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.doors.word.package import Package
from pipeline.doors.wordlook.names import Element
from pipeline.doors.wordlook.numbers import Numbering
from pipeline.doors.wordlook.opening import Link
from pipeline.doors.wordlook.styles import Styles
from pipeline.model import Fault

QUOTED = 80


@dataclass
class Field:
    """A field of Word that has begun: its instruction, and whether its shown result has begun."""

    instruction: str = ""
    shown: bool = False
    silent: bool = False
    """Whether the result is left out because it is worked out anew."""
    look: Element | None = None

    @property
    def name(self) -> str:
        """The field's kind, as PAGE."""
        words = self.instruction.split()
        return words[0].upper() if words else ""

    def switch(self, letter: str) -> bool:
        """Whether the field has a switch, as \\h."""
        return f"\\{letter}" in self.instruction.lower()

    @property
    def argument(self) -> str:
        """Its first argument, without its marks."""
        words = self.instruction.strip()[len(self.name):].strip()
        if words.startswith('"'):
            return words[1:].partition('"')[0]
        return words.split()[0] if words else ""


@dataclass
class File:
    """A file being read. `notes` are the elements of its footnotes, by id."""

    package: Package
    styles: Styles
    numbering: Numbering
    notes: Mapping[str, Element] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@dataclass
class Place:
    """Where the reader is: which part, with which relationships, after how many headings.

    `part` is '' for the body of the file, else what a person calls it.
    """

    file: File
    links: Mapping[str, Link]
    part: str = ""
    headings: int = 0
    paragraphs: int = 0
    quote: str = ""
    fields: list[Field] = field(default_factory=list)

    @property
    def spot(self) -> str:
        """Where that is, in words."""
        paragraph = f"paragraph {max(self.paragraphs, 1)}"
        return f"{paragraph} after heading {self.headings}" if self.headings else paragraph

    def refuse(self, code: str, quote: str = "", **words: str) -> None:
        """Note what cannot be shown here."""
        self.file.faults.append(Fault(code, self.part, self.spot, (quote or self.quote)[:QUOTED],
                                      tuple(words.items())))

    @property
    def page_part(self) -> bool:
        """Whether this is a header or footer, which a screen reader passes over."""
        return self.part.endswith(("header", "footer"))

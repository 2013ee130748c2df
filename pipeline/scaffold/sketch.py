"""A sketch: a document that is no form's, written as a light Markdown with docxtpl tags.

docs/templates.md describes the few marks. A line that no rule knows is a paragraph.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.doors.docwriter import Block, Contents, Logo, NewPage, Paragraph, Span, Table, Turn
from pipeline.errors import DefinitionTrouble
from pipeline.model import Form
from pipeline.scaffold.columns import PAGE
from pipeline.scaffold.letterpage import closing, opening
from pipeline.scaffold.outline import answers, questions
from pipeline.scaffold.words import TAG, literal, spans

HEADING = re.compile(r"(#{1,3}) (.+)")
STYLE = re.compile(r"\{([A-Z][A-Za-z0-9 ]*)\} (.+)")
NAMING = re.compile(r"\{[{%](?! *(profile\.|letter\.subject|document\.title))")
WIDTH = re.compile(r"(\d+)(=?)")
LONE_TAG = re.compile(r"\{%.*%\}|\{\{p .*\}\}")
FENCES = ("guidance", "landscape", "portrait", "page", "contents", "form", "answers",
          "questions")


@dataclass(frozen=True)
class Sketch:
    """A document to be made: everything that stands in it, its title first."""

    blocks: tuple[Block, ...]
    letter: bool = False


def read_sketch(text: str, name: str, forms: Mapping[str, Form]) -> Sketch:
    """Read a sketch; `name` is the file's, for messages, `forms` those it may draw on.

    Raises DefinitionTrouble with file and line.
    """
    return _Reader(name, forms).read(text.splitlines())


@dataclass
class _Reader:
    name: str
    forms: Mapping[str, Form]
    blocks: list[Block] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    guidance: bool = False
    letter: bool = False
    line: int = 0

    def read(self, lines: list[str]) -> Sketch:
        position = self.head(lines)
        while position < len(lines):
            self.line = position + 1
            line = lines[position].rstrip()
            if line.startswith("|"):
                self.finish()
                position = self.table(lines, position)
                continue
            self.take(line)
            position += 1
        self.finish()
        if self.guidance:
            raise self.wrong("'::: guidance' is not closed by ':::'.")
        return Sketch((*self.blocks, *(closing() if self.letter else ())), self.letter)

    def wrong(self, why: str) -> DefinitionTrouble:
        return DefinitionTrouble(f"{self.name}, line {self.line}: {why}")

    def head(self, lines: list[str]) -> int:
        """The lines `title:`, `subtitle:` and `pages:` at the top, up to the first empty line.

        A letter needs no title: its subject is that of the document.
        """
        said: dict[str, str] = {}
        for self.line, line in enumerate(lines, 1):
            if not line.strip():
                break
            key, colon, value = line.partition(":")
            if not colon or key not in ("title", "subtitle", "pages"):
                raise self.wrong("a sketch begins with 'title: …', then an empty line.")
            said[key] = value.strip()
        self.letter = said.get("pages") == "letter"
        if self.letter and NAMING.search(said.get("title", "")):
            raise self.wrong("the subject of a letter names nobody: no answer may stand in it.")
        if self.letter:
            self.blocks += opening(said.get("title", ""))
            return self.line
        if "title" not in said:
            raise self.wrong("a sketch begins with 'title: …', then an empty line.")
        self.blocks += [Turn(said.get("pages") == "landscape"), Logo(),
                        Paragraph(spans(said["title"]), "Title")]
        if "subtitle" in said:
            self.blocks.append(Paragraph(spans(said["subtitle"]), "Subtitle"))
        return self.line

    def take(self, line: str) -> None:
        if line.startswith("//"):
            return
        if not line.strip():
            self.finish()
        elif line.startswith(":::"):
            self.finish()
            self.fence(line[3:].strip())
        elif LONE_TAG.fullmatch(line):
            self.finish()
            self.blocks.append(Paragraph((Span(line),), "Answer"))
        elif HEADING.fullmatch(line) or line.startswith("- ") or STYLE.fullmatch(line):
            self.finish()
            self.words.append(line)
        else:
            self.words.append(line.strip())

    def fence(self, word: str) -> None:
        word, _, about = word.partition(" ")
        if word == "" and self.guidance:
            self.guidance = False
        elif word not in FENCES or self.guidance:
            raise self.wrong(f"after ':::' comes one of {', '.join(FENCES)}.")
        elif word in ("form", "answers"):
            self.section(about, titled=word == "form")
        elif word == "questions":
            self.blocks += questions(self.known(about))
        elif word == "guidance":
            self.guidance = True
        elif word == "page":
            self.blocks.append(NewPage())
        elif word == "contents":
            self.blocks.append(Contents("Contents"))
        else:
            self.blocks.append(Turn(word == "landscape"))

    def known(self, form: str) -> Form:
        if form not in self.forms:
            raise self.wrong(f"there is no form '{form}' in profile.toml.")
        return self.forms[form]

    def section(self, about: str, titled: bool) -> None:
        """A form's section as its own document has it, without the guidance for filling it in."""
        name, _, wanted = about.partition(".")
        form = self.known(name)
        section = form.section(wanted)
        if section is None:
            raise self.wrong(f"the form '{name}' has no section '{wanted}'.")
        if titled:
            self.blocks.append(Paragraph((Span(literal(section.title)),), "Heading 2"))
        turned = [block.landscape for block in self.blocks if isinstance(block, Turn)]
        self.blocks += answers(section, f"forms.{name}.merged.sections.{wanted}",
                               3 if titled else 2, page=PAGE[turned[-1]],
                               ours=form.ours)

    def finish(self) -> None:
        """What has been gathered since the last empty line becomes a paragraph."""
        if self.words:
            self.blocks.append(self.paragraph(" ".join(self.words)))
            self.words = []

    def paragraph(self, text: str) -> Paragraph:
        if heading := HEADING.fullmatch(text):
            return Paragraph(spans(heading[2]), f"Heading {len(heading[1])}")
        if styled := STYLE.fullmatch(text):
            return Paragraph(spans(styled[2]), styled[1])
        if text.startswith("- "):
            return Paragraph(spans(text[2:]), "Guidance Bullet" if self.guidance else "List Bullet")
        return Paragraph(spans(text), "Guidance" if self.guidance else "Normal")

    def table(self, lines: list[str], start: int) -> int:
        """A header row, a row of widths, then rows and `{%tr … %}` lines."""
        end = start
        while end < len(lines) and (lines[end].startswith("|") or lines[end].startswith("{%tr ")):
            end += 1
        rows = [line.strip() for line in lines[start:end]]
        widths = [WIDTH.fullmatch(cell) for cell in _cells(rows[1])] if len(rows) > 1 else [None]
        if not all(widths):
            raise self.wrong("the second row of a table holds the widths, as in | 30= | 70 |.")
        labels = widths[0][2] == "="  # type: ignore[index]
        header = tuple(self.cell(cell, "Table Head") for cell in _cells(rows[0]))
        drawn: list[tuple[tuple[Paragraph, ...], ...] | str] = []
        for offset, row in enumerate(rows[2:], start + 3):
            self.line = offset
            if row.startswith("{%tr "):
                drawn.append(row)
                continue
            cells = _cells(row)
            if len(cells) != len(header):
                raise self.wrong(f"this row has {len(cells)} cells, its header {len(header)}.")
            drawn.append(tuple(self.cell(cell, "Table Label" if labels and not number
                                         else "Table Text") for number, cell in enumerate(cells)))
        self.blocks.append(Table(header, tuple(drawn), tuple(int(w[1]) for w in widths if w),
                                 labels))
        return end

    def cell(self, text: str, style: str) -> tuple[Paragraph, ...]:
        if not text:
            raise self.wrong("a cell is empty. Say in words what is not there.")
        drawn = []
        for words in text.split(" // "):
            if styled := STYLE.fullmatch(words):
                drawn.append(Paragraph(spans(styled[2]), styled[1]))
            elif words.startswith("- "):
                drawn.append(Paragraph(spans(words[2:]), "Table Bullet"))
            else:
                drawn.append(Paragraph(spans(words), style))
        return tuple(drawn)


def _cells(row: str) -> list[str]:
    """The cells of a row; a bar inside a tag (a filter) parts nothing."""
    kept: list[str] = []

    def hide(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\x00{len(kept) - 1}\x00"

    hidden = TAG.sub(hide, row.strip().removeprefix("|").removesuffix("|"))
    return [re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], cell).strip()
            for cell in hidden.split("|")]

"""Try the conversion on Word files that nobody here wrote: does each get a clear answer?

A file becomes a PDF that holds every word of it and that everybody can read, or it is refused with
a sentence, by the converter or by the gate. Its words are counted here once more, by the census,
which shares no code with either.
"""

import re
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.convert import convert
from pipeline.doors import office, pdf
from pipeline.doors.word.census import census
from pipeline.doors.word.outline import outline_of
from pipeline.doors.xlsx.book import Token
from pipeline.errors import OutsideTrouble
from pipeline.gate import accessible
from pipeline.model import DocumentKind, Paper

SLOWEST = 60.0
"""Seconds that converting one file may take."""

_KIND = DocumentKind("trial", "A Word file")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Passage:
    """What became of one Word file by one converter: `answer` is 'converted', 'refused', 'lost' (it
    passed without all its words) or 'broke'. `why` are the codes and sentences, or the lost words.
    """

    converter: str
    answer: str
    why: tuple[str, ...]
    words: int
    seconds: float

    @property
    def bad(self) -> str:
        """What is wrong with the program by this file, '' when nothing is."""
        if self.answer in ("lost", "broke"):
            return self.answer
        return "slow" if self.seconds > SLOWEST else ""


def passages(data: bytes) -> Iterator[Passage]:
    """The file by every converter that is there."""
    yield passage(data, "embedded")
    if office.installed():
        yield passage(data, "office")


def passage(data: bytes, converter: str) -> Passage:
    """The file by one converter, and then past the gate."""
    begun = time.perf_counter()
    try:
        answer, why, words = _made(data, converter)
    except OutsideTrouble as trouble:
        answer, why, words = "refused", (str(trouble),), 0
    except Exception as fault:
        # Any fault at all is the finding: the file must not stop the trial of those after it.
        answer, why, words = "broke", (type(fault).__name__,), 0
    return Passage(converter, answer, why, words, time.perf_counter() - begun)


def _made(data: bytes, converter: str) -> tuple[str, tuple[str, ...], int]:
    paper = Paper(_KIND, "trial.docx", _KIND.title, data, outside=True)
    papers, problems = convert([paper], converter)
    made = papers[0].pdf
    if made and not problems:
        outline = outline_of(data)
        problems = accessible.check(made, "trial.pdf", outline.words, outline.headings,
                                    outline.tables)
    if problems:
        return "refused", tuple(dict.fromkeys(f"{one.code}: {one.message}" for one in problems)), 0
    wanted = _plain(" ".join(token.words for token in census(data) if not _is_figure(token)))
    held = "".join(_plain("\n".join(pdf.text_of(made)))) if made else ""
    lost = tuple(word for word in dict.fromkeys(wanted) if word not in held)
    return ("lost" if lost else "converted"), lost, len(wanted)


def _is_figure(token: Token) -> bool:
    """A number that a chart is drawn from: it stands on paper as the length of a bar."""
    return "/charts/" in token.part and token.words.replace(".", "").strip("-").isdecimal()


def _plain(text: str) -> list[str]:
    """The words of a text as they are compared, hyphens at the ends of lines taken out."""
    joined = re.sub("[\u00ad\u200b\ufffe\x02]\\s*", "", text)
    return _WORD.findall(unicodedata.normalize("NFKC", joined).casefold())

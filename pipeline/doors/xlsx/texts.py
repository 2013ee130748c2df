"""Words of cells: runs joined, readings for Asian letters left out, spelt characters decoded."""

import re

from pipeline.doors.xlsx.markup import LONGEST, local, mended, read_markup, true
from pipeline.doors.xlsx.package import Package

# How a workbook spells a character that XML cannot hold: Excel puts _x000D_ before line ends.
SPELT = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")

Text = tuple[str, frozenset[str]]
"""Words and what must be said of them: 'struck', 'repaired', and CUT."""

CUT = "cut"
"""Said of a text longer than `LONGEST`. It is no mark of a cell: it becomes a fault."""

NO_MARKS: frozenset[str] = frozenset()


def spelt(text: str) -> str:
    """The text with the characters that the format spells out."""
    return SPELT.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class Runs:
    """Gathers the words of one text, plain or in runs of different looks."""

    __slots__ = ("_bits", "_in_text", "_reading", "_run_struck", "struck")

    def __init__(self) -> None:
        self._bits: list[str] = []
        self._in_text = self._reading = self._run_struck = self.struck = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element of the text begins."""
        if name == "t":
            self._in_text = not self._reading
        elif name == "r":
            self._run_struck = False
        elif name == "rPh":
            self._reading = True
        elif name in ("strike", "dstrike"):
            self._run_struck = true(attributes.get("val", "1"))

    def end(self, name: str) -> None:
        """An element of the text ends."""
        if name == "t":
            self._in_text = False
        elif name == "r":
            self._run_struck = False
        elif name == "rPh":
            self._reading = False

    def words(self, text: str) -> None:
        """Some words."""
        if self._in_text:
            self._bits.append(text)
            if self._run_struck and text.strip():
                self.struck = True

    def done(self) -> Text:
        """The words, and what must be said of them."""
        return marked("".join(self._bits), self.struck)


def marked(raw: str, struck: bool = False) -> Text:
    """Words as they stood in the XML, as the words they are."""
    text, repaired = mended(raw[:LONGEST])
    marks = NO_MARKS if len(raw) <= LONGEST else frozenset({CUT})
    if struck:
        marks |= {"struck"}
    if repaired:
        marks |= {"repaired"}
    text = spelt(text)
    return ("" if text.isspace() else text), marks


class _Strings:
    def __init__(self) -> None:
        self.found: list[Text] = []
        self._now: Runs | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "si":
            self._now = Runs()
        elif self._now is not None:
            self._now.start(name, attributes)

    def end(self, name: str) -> None:
        name = local(name)
        if name == "si" and self._now is not None:
            self.found.append(self._now.done())
            self._now = None
        elif self._now is not None:
            self._now.end(name)

    def words(self, text: str) -> None:
        if self._now is not None:
            self._now.words(text)


def shared(package: Package, workbook: str) -> list[Text]:
    """The texts that cells share, in the order in which cells name them."""
    part = next(package.beside(workbook, "sharedStrings"), "")
    if not part and not workbook:
        part = "xl/sharedStrings.xml"
    data = package.read(part)
    if not data:
        return []
    handler, how = read_markup(data, _Strings)
    assert isinstance(handler, _Strings)
    if how.cut:
        package.cut_short("")
    elif how.mended and not any("repaired" in marks for _, marks in handler.found):
        package.repaired("")
    return handler.found

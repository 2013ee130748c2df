"""One sheet's XML: its cells, and what else it says or points to."""

import re
from dataclasses import dataclass, field
from typing import Any

from pipeline.doors.xlsx.markup import (
    DEEPEST,
    LONGEST,
    Read,
    Stop,
    mended,
    read_markup,
    true,
    whole,
)
from pipeline.doors.xlsx.numbers import PLAIN, Look, dated, iso, number
from pipeline.doors.xlsx.places import Place, place
from pipeline.doors.xlsx.texts import CUT, NO_MARKS, Runs, Text, marked

MOST_CELLS = 1_000_000
EDGES = {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}
ERROR = re.compile(r"#(?:[A-Z]+[!?]|DIV/0!|N/A|GETTING_DATA)|Err:[0-9]{3}")
"""What a formula shows that cannot be worked out. Some programs keep it as words."""

POINTERS = {"drawing", "legacyDrawing", "legacyDrawingHF", "picture", "tablePart"}


@dataclass(slots=True)
class Found:
    """A cell as it was found. `formula` is None where there is none."""

    value: Any
    formula: str | None
    marks: frozenset[str]
    shares: str = ""


@dataclass(frozen=True)
class Setting:
    """What the workbook's other parts give every sheet: shared texts, looks, the epoch of dates."""

    strings: list[Text]
    looks: list[Look]
    date1904: bool = False


@dataclass
class Page:
    """What a sheet's XML says. `pointers` are (element, relation id); `edges` headers and footers.

    `twice` holds the second cells of places that were filled already, `long` the places of texts
    that were cut, `shared` which of the shared texts its cells name.
    """

    cells: dict[Place, Found] = field(default_factory=dict)
    twice: list[tuple[Place, Found]] = field(default_factory=list)
    long: list[Place] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    controls: list[dict[str, str]] = field(default_factory=list)
    scenarios: list[str] = field(default_factory=list)
    pointers: list[tuple[str, str]] = field(default_factory=list)
    edges: list[str] = field(default_factory=list)
    shared: set[int] = field(default_factory=set)


def read_page(data: bytes, setting: Setting, most: int = MOST_CELLS) -> tuple[Page, Read]:
    """Read a sheet's XML, whatever order and shape it has, but no more than `most` cells."""
    handler, how = read_markup(data, lambda: _Reader(setting, most))
    assert isinstance(handler, _Reader)
    page = handler.page
    for one in page.cells.values():
        # The cells that share a formula have its text only once; theirs differs in places only.
        if one.shares and one.formula == "=":
            one.formula = handler.formulas.get(one.shares, "=")
    return page, how


class _Reader:
    """Handles what expat finds: called for every element, so that it keeps things short."""

    def __init__(self, setting: Setting, most: int) -> None:
        self.page = Page()
        self._left = most
        self.formulas: dict[str, str] = {}
        self._setting = setting
        self._depth = self._row = self._column = 0
        self._cell: dict[str, str] | None = None
        self._got: list[str] | None = None
        self._runs: Runs | None = None
        self._value: str | None = None
        self._inline: Text | None = None
        self._formula: str | None = None
        self._shares = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Stop
        if ":" in name:
            name = name.rpartition(":")[2]
        if self._runs is not None:
            self._runs.start(name, attributes)
        elif self._cell is not None:
            if name == "v":
                self._got = []
            elif name == "f":
                self._got = []
                self._shares = attributes.get("si", "")
            elif name == "is":
                self._runs = Runs()
        elif name == "c":
            self._cell = attributes
            self._value = self._inline = self._formula = None
            self._shares = ""
        elif name == "row":
            self._row = whole(attributes.get("r"), self._row + 1)
            self._column = 0
            if true(attributes.get("hidden")) or attributes.get("ht") == "0":
                self.page.hidden_rows.add(self._row)
        else:
            self._other(name, attributes)

    def words(self, text: str) -> None:
        if self._got is not None:
            self._got.append(text)
        elif self._runs is not None:
            self._runs.words(text)

    def end(self, name: str) -> None:
        self._depth -= 1
        if self._cell is None and self._got is None:
            return
        if ":" in name:
            name = name.rpartition(":")[2]
        if self._runs is not None:
            if name == "is":
                self._inline, self._runs = self._runs.done(), None
            else:
                self._runs.end(name)
        elif name == "v" and self._got is not None:
            self._value, self._got = "".join(self._got), None
        elif name == "f" and self._got is not None:
            self._formula, self._got = "=" + mended("".join(self._got))[0], None
        elif name == "c" and self._cell is not None:
            self._finish(self._cell)
            self._cell = self._got = None
        elif name in EDGES and self._got is not None:
            self.page.edges.append(mended("".join(self._got))[0])
            self._got = None

    def _other(self, name: str, attributes: dict[str, str]) -> None:
        page = self.page
        plain = {key.rpartition(":")[2]: mended(value)[0] for key, value in attributes.items()}
        if name == "mergeCell":
            page.merges.append(plain.get("ref", ""))
        elif name == "col" and (true(plain.get("hidden")) or plain.get("width") == "0"):
            page.hidden_columns.append((whole(plain.get("min")), whole(plain.get("max"))))
        elif name == "hyperlink":
            page.links.append(plain)
        elif name in EDGES:
            self._got = []
        elif name in POINTERS:
            page.pointers.append((name, plain.get("id", "")))
        elif name == "control":
            page.controls.append(plain)
        elif name == "scenario":
            page.scenarios.append(plain.get("comment", ""))

    def _finish(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r", "")
        at = place(reference)
        strange = at is None and bool(reference)
        if at is None:
            at = (max(self._row, 1), self._column + 1)
        self._column = at[1]
        found = self._found(attributes, at)
        if found is None:
            return
        if strange:
            found.marks |= {"odd"}
        self._left -= 1
        if self._left < 0:
            raise Stop
        if at not in self.page.cells:
            self.page.cells[at] = found
        else:
            first = self.page.cells[at]
            if (first.value, first.formula) != (found.value, found.formula):
                self.page.twice.append((at, found))

    def _found(self, attributes: dict[str, str], at: Place) -> Found | None:
        """The cell, None when it holds nothing."""
        style = whole(attributes.get("s"))
        looks = self._setting.looks
        look = looks[style] if 0 <= style < len(looks) else PLAIN
        value, marks = self._understood(attributes, look)
        formula = self._formula
        if isinstance(value, str) and (not value or value.isspace()):
            if formula is None and "picture" not in marks:
                return None
            value = ""
        if CUT in marks or len(formula or "") > LONGEST:
            marks -= {CUT}
            formula = formula and formula[:LONGEST]
            self.page.long.append(at)
        if formula is not None and self._shares and formula != "=":
            self.formulas.setdefault(self._shares, formula)
        if look.struck:
            marks |= {"struck"}
        return Found(value, formula, marks, self._shares)

    def _understood(self, attributes: dict[str, str], look: Look) -> tuple[Any, frozenset[str]]:
        kind = attributes.get("t", "n")
        raw = self._value
        if self._inline is not None and (kind == "inlineStr" or not raw):
            return self._inline
        if raw is None or not raw:
            return "", NO_MARKS
        if kind == "s":
            return self._shared(raw)
        if kind == "e" or (kind == "str" and self._formula and ERROR.fullmatch(raw.strip())):
            return self._error(raw, "vm" in attributes)
        if kind in ("str", "inlineStr"):
            return marked(raw)
        value: Any = None
        if kind == "n":
            value = number(raw)
            if value is not None and look.shows:
                shown = dated(value, look.shows, self._setting.date1904)
                return (value, frozenset({"odd"})) if shown is None else (shown, NO_MARKS)
        elif kind == "b":
            value = {"1": True, "true": True, "0": False, "false": False}.get(raw.strip().lower())
        elif kind == "d":
            value = iso(raw)
        if value is not None:
            return value, NO_MARKS
        text, marks = marked(raw)
        return text, marks | {"odd"}

    def _shared(self, raw: str) -> Text:
        index = whole(raw.strip(), -1)
        if 0 <= index < len(self._setting.strings):
            self.page.shared.add(index)
            return self._setting.strings[index]
        text, marks = marked(raw)
        return text, marks | {"odd"}

    def _error(self, raw: str, rich: bool) -> Text:
        text, marks = marked(raw)
        if self._formula is not None:
            # '=-Mum said no' has the value #NAME?: the words stand in the formula.
            return "", marks | {"error"}
        # A picture put into a cell has an error as its value, for programs that cannot show it.
        return ("", marks | {"picture"}) if rich else (text, marks | {"error"})

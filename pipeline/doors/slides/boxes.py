"""The placeholders of a template's layouts by the names they have there, and the room in each."""

from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.oxml.ns import qn

from pipeline.doors.slides.fit import POINT
from pipeline.errors import DefinitionTrouble

INSET_X, INSET_Y = 91440, 45720
"""What PowerPoint leaves free at the sides, and above and below, unless the box says otherwise."""


@dataclass(frozen=True)
class Box:
    """A placeholder of a layout."""

    holder: Any
    master: Any

    @property
    def index(self) -> int:
        """The number by which slides know it."""
        return int(self.holder.placeholder_format.idx)

    @property
    def kind(self) -> str:
        """What PowerPoint takes it for: 'body', 'tbl', 'title', 'ftr' …"""
        found = self.holder.element.find(f".//{qn('p:ph')}")
        return str(found.get("type", "obj"))

    @property
    def size(self) -> float:
        """The size of its letters in points: its own, or that of the master.

        That of its paragraphs or of its bullets, which stand in the second level: the larger.
        """
        return max(self._size(1), self._size(2))

    @property
    def smallest(self) -> float:
        """The smaller of the two."""
        return min(self._size(1), self._size(2))

    @property
    def width(self) -> float:
        """The room for words across, in points."""
        left, right = (self._inset(name, INSET_X) for name in ("lIns", "rIns"))
        return float(self.holder.width - left - right) / POINT

    @property
    def height(self) -> float:
        """The room for words down, in points."""
        top, bottom = (self._inset(name, INSET_Y) for name in ("tIns", "bIns"))
        return float(self.holder.height - top - bottom) / POINT

    @property
    def after(self) -> float:
        """The space between its paragraphs in points."""
        for level in self._levels(1):
            total = 0.0
            for name in ("a:spcBef", "a:spcAft"):
                found = level.find(f"{qn(name)}/{qn('a:spcPts')}")
                total += int(found.get("val")) / 100 if found is not None else 0
                share = level.find(f"{qn(name)}/{qn('a:spcPct')}")
                total += int(share.get("val")) / 100000 * self.size if share is not None else 0
            if total:
                return total
        return 0.0

    def _inset(self, name: str, usual: int) -> int:
        body = self.holder.element.find(f".//{qn('a:bodyPr')}")
        return int(body.get(name, usual)) if body is not None else usual

    def _levels(self, number: int) -> list[etree._Element]:
        """What is said of the paragraphs of a level, its own words first."""
        level = qn(f"a:lvl{number}pPr")
        own = self.holder.element.find(f".//{qn('a:lstStyle')}/{level}")
        kind = self.kind
        style = "p:titleStyle" if kind in ("title", "ctrTitle") else "p:bodyStyle"
        above = [self.master.element.find(f".//{qn(style)}/{level}")]
        for shape in self.master.placeholders:
            held = shape.element.find(f".//{qn('p:ph')}")
            if held.get("type") == ("title" if kind == "ctrTitle" else kind):
                above.insert(0, shape.element.find(f".//{qn('a:lstStyle')}/{level}"))
        return [one for one in (own, *above) if one is not None]

    def _size(self, number: int) -> float:
        for level in self._levels(number):
            found = level.find(qn("a:defRPr"))
            if found is not None and found.get("sz"):
                return int(found.get("sz")) / 100
        return self._size(1) if number > 1 else 18.0


@dataclass(frozen=True)
class Layouts:
    """The layouts of a template by name. `file` is what trouble with it is called after."""

    deck: Any
    file: str

    def layout(self, name: str) -> Any:
        """The layout of this name. Raises DefinitionTrouble when there is none."""
        for one in self.deck.slide_layouts:
            if one.name == name:
                return one
        known = ", ".join(one.name for one in self.deck.slide_layouts)
        raise DefinitionTrouble(f"{self.file}: there is no layout '{name}'. There are: {known}. In "
                                "PowerPoint: View, Slide Master, Rename Layout.")

    def box(self, layout: str, name: str) -> Box:
        """The placeholder of this name. Raises DefinitionTrouble when there is none."""
        boxes = self.boxes(layout)
        if name not in boxes:
            raise DefinitionTrouble(
                f"{self.file}, layout '{layout}': there is no placeholder '{name}'. There are: "
                f"{', '.join(boxes)}. In PowerPoint: View, Slide Master, Home, Arrange, Selection "
                "Pane.")
        return boxes[name]

    def boxes(self, layout: str) -> dict[str, Box]:
        """The placeholders of a layout by name."""
        return {holder.name: Box(holder, self.deck.slide_master)
                for holder in self.layout(layout).placeholders}

"""Lists in a Word file that we write: numbers, bullets within bullets, boxes to tick.

A plain bullet needs nothing of this: its style has it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from docx.document import Document
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
LEVELS, STEP = 3, 425
NO_SIGN = '<w:suff w:val="nothing"/>'
UNTICKED, TICKED = "\u2610", "\u2612"
SIGNS = {"number": (("decimal", "%1."), ("lowerLetter", "%2."), ("lowerRoman", "%3.")),
         "bullet": (("bullet", "\u2022"), ("bullet", "\u2013"), ("bullet", "\u2022")),
         "box": (("none", ""),) * LEVELS, "more": (("none", ""),) * LEVELS}


@dataclass(frozen=True)
class Mark:
    """What stands before a paragraph of a list.

    `kind` is 'number', 'bullet', 'box' (`ticked` or not), or 'more' for a further paragraph of an
    entry. `of` tells lists apart, so that each begins with 1; `level` counts from 0.
    """

    kind: str
    of: int = 0
    level: int = 0
    ticked: bool = False


class Lists:
    """The lists of one document, written down in its own part as Word wants it."""

    def __init__(self, document: Document, marks: Iterable[Mark]) -> None:
        self.numbers: dict[tuple[str, int], int] = {}
        wanted = dict.fromkeys((mark.kind, mark.of if mark.kind == "number" else 0)
                               for mark in marks)
        if not wanted:
            return
        part = document.part.numbering_part.element
        plans = [int(one.get(_name("abstractNumId"))) for one in part if one.tag == _name(
            "abstractNum")]
        used = [int(one.get(_name("numId"))) for one in part if one.tag == _name("num")]
        at = len(plans)  # plans stand before the lists that follow them
        plan_of: dict[str, int] = {}
        for kind in dict.fromkeys(kind for kind, _ in wanted):
            plan_of[kind] = max(plans, default=-1) + 1 + len(plan_of)
            part.insert(at, parse_xml(_plan(kind, plan_of[kind])))
            at += 1
        for number, (kind, of) in enumerate(wanted, max(used, default=0) + 1):
            self.numbers[kind, of] = number
            part.append(parse_xml(_list(number, plan_of[kind])))

    def layout(self, mark: Mark) -> str:
        """The paragraph's place in its list."""
        number = self.numbers[mark.kind, mark.of if mark.kind == "number" else 0]
        return (f'<w:numPr><w:ilvl w:val="{min(mark.level, LEVELS - 1)}"/>'
                f'<w:numId w:val="{number}"/></w:numPr>')


def before(mark: Mark, style: str) -> str:
    """What is written before the words: the box, which can be ticked in Word."""
    if mark.kind != "box":
        return ""
    look = ('<w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic"'
            ' w:hint="eastAsia"/>')
    states = "".join(f'<w14:{name} w14:val="{ord(sign):04X}" w14:font="MS Gothic"/>'
                     for name, sign in (("checkedState", TICKED), ("uncheckedState", UNTICKED)))
    return (f'<w:sdt {W14}><w:sdtPr><w:alias w:val="Tick when done"/><w14:checkbox>'
            f'<w14:checked w14:val="{int(mark.ticked)}"/>{states}</w14:checkbox></w:sdtPr>'
            f'<w:sdtContent><w:r><w:rPr><w:rStyle w:val="{style}"/>{look}</w:rPr>'
            f"<w:t>{TICKED if mark.ticked else UNTICKED}</w:t></w:r></w:sdtContent></w:sdt>"
            "<w:r><w:tab/></w:r>")


def _name(word: str) -> str:
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + word


def _plan(kind: str, number: int) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'{NO_SIGN if form == "none" else ""}'
        f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/><w:pPr>'
        f'<w:ind w:left="{STEP * (level + 1)}" w:hanging="{0 if kind == "more" else STEP}"/>'
        "</w:pPr></w:lvl>" for level, (form, sign) in enumerate(SIGNS[kind]))
    return (f'<w:abstractNum {W} w:abstractNumId="{number}"><w:multiLevelType'
            f' w:val="multilevel"/>{levels}</w:abstractNum>')


def _list(number: int, plan: int) -> str:
    starts = "".join(f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/>'
                     "</w:lvlOverride>" for level in range(LEVELS))
    return (f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{plan}"/>{starts}</w:num>')

"""An answer as paragraphs and bullets of Word, in the template's own styles."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from xml.sax.saxutils import escape

from lxml import etree

from pipeline.doors.word.names import AS_TYPED, OURS, RUN_STYLE, SECTION_END, STYLE, VALUE, W
from pipeline.doors.word.styles import Styles
from pipeline.prose import Block, mostly_right_to_left, printable

_DECLARED = re.compile(r' xmlns(?::\w+)?="[^"]*"')
_MARKED_UP = re.compile("[&<>\n\r\t]")
# Word wants the properties of a paragraph and a run in one fixed order.
_AFTER_BIDI = {W + name for name in (
    "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl",
    "divId", "cnfStyle")}
_LEFT_OUT = {STYLE, W + "rPr", SECTION_END, W + "pPrChange", W + "bidi"}
_LEFT_TO_THE_BULLET = {W + "ind", W + "numPr"}
_BEFORE_BOLD = {RUN_STYLE, W + "rFonts"}
_BOLD = {W + name for name in ("b", "bCs", "i", "iCs")}
_AFTER_RIGHT_TO_LEFT = {W + name for name in ("cs", "em", "lang", "eastAsianLayout", "specVanish",
                                             "oMath")}


@dataclass(frozen=True)
class Look:
    """The properties of a paragraph, but for the one that turns it from right to left."""

    start: str
    end: str

    def xml(self, right_to_left: bool) -> str:
        """The `w:pPr` element."""
        turned = "<w:bidi/>" if right_to_left else ""
        inner = f"{self.start}{turned}{self.end}"
        return f"<w:pPr>{inner}</w:pPr>" if inner else ""


@dataclass(frozen=True)
class Frame:
    """How the paragraphs look that take the place of a `{{p x }}`.

    `openings` are the starts of a run, by whether it is bold, italic and runs from right to left.
    """

    paragraph: Look
    bullet: Look
    bullet_sign: str
    openings: Mapping[tuple[bool, bool, bool], str]
    missing: str

    def run(self, text: str, bold: bool = False, italic: bool = False, turned: bool = False) -> str:
        """A run of the answer."""
        return f"{self.openings[bold, italic, turned]}{in_run(text)}</w:t></w:r>"


def in_run(text: str) -> str:
    """A text for the inside of a `w:t`: markup escaped, line breaks and tabs as Word has them."""
    if not _MARKED_UP.search(text):
        return printable(text)
    text = escape(printable(text))
    return (text.replace("\n", f"</w:t><w:br/><w:t {AS_TYPED}>")
            .replace("\t", f"</w:t><w:tab/><w:t {AS_TYPED}>"))


def in_line(text: str) -> str:
    """A text for where no line break can stand: an attribute, a header, the document's title."""
    return escape(" ".join(printable(text).split("\n")).replace("\t", " "), {'"': "&quot;"})


def missing_in_run(words: str) -> str:
    """Words for the inside of a `w:t` that stand for an answer; tidying gives them their style."""
    return f'<missing xmlns="{OURS}">{in_line(words)}</missing>'


def frame_of(look: etree._Element | None, run_look: etree._Element | None,
             styles: Styles) -> Frame:
    """The frame for a paragraph of the template.

    A style chosen in Word stays. Without one, paragraphs take the style 'Answer'. Bullets take the
    bullet style that goes with it: 'Answer Bullet', or 'Table Bullet' beside 'Table Text'.
    """
    chosen = look.find(STYLE) if look is not None else None
    style = chosen.get(VALUE, "") if chosen is not None else ""
    if style in ("", styles.default):
        style = styles.id("Answer") or style
    bullet = styles.bullet_for(style)
    rest = [child for child in (look if look is not None else ()) if child.tag not in _LEFT_OUT]
    plain = [child for child in rest if child.tag not in _LEFT_TO_THE_BULLET]
    runs = [child for child in (run_look if run_look is not None else ())
            if child.tag not in _BOLD and child.tag != W + "rtl"]
    missing = styles.id("Missing", "character")
    return Frame(
        paragraph=_look(style, rest), bullet=_look(bullet or style, plain if bullet else rest),
        bullet_sign="" if bullet else "\u2022 ", openings=_openings(runs),
        missing=f'<w:rPr><w:rStyle w:val="{missing}"/></w:rPr>' if missing else "",
    )


def _openings(look: list[etree._Element]) -> dict[tuple[bool, bool, bool], str]:
    """How a run starts, in each of its eight looks."""
    first = _xml(child for child in look if child.tag in _BEFORE_BOLD)
    last = _xml(child for child in look if child.tag in _AFTER_RIGHT_TO_LEFT)
    middle = _xml(child for child in look if child.tag not in _BEFORE_BOLD | _AFTER_RIGHT_TO_LEFT)
    openings = {}
    for bold, italic, turned in product((False, True), repeat=3):
        inner = (f"{first}{'<w:b/><w:bCs/>' * bold}{'<w:i/><w:iCs/>' * italic}{middle}"
                 f"{'<w:rtl/>' * turned}{last}")
        properties = f"<w:rPr>{inner}</w:rPr>" if inner else ""
        openings[bold, italic, turned] = f"<w:r>{properties}<w:t {AS_TYPED}>"
    return openings


def _look(style: str, rest: list[etree._Element]) -> Look:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return Look(named + _xml(child for child in rest if child.tag not in _AFTER_BIDI),
                _xml(child for child in rest if child.tag in _AFTER_BIDI))


def _xml(elements: Iterable[etree._Element]) -> str:
    return "".join(_DECLARED.sub("", etree.tostring(one, encoding="unicode", with_tail=False))
                   for one in elements)


def draw(blocks: Iterable[Block], frame: Frame) -> str:
    """The blocks as paragraphs of Word."""
    return "".join(_paragraph(block, frame) for block in blocks)


def _paragraph(block: Block, frame: Frame) -> str:
    turned = block.right_to_left
    look, sign = frame.paragraph.xml(turned), ""
    if block.kind == "bullet":
        look = frame.bullet.xml(turned)
        sign = frame.run(frame.bullet_sign) if frame.bullet_sign else ""
    runs = "".join([frame.run(run.text, run.bold, run.italic,
                              turned and mostly_right_to_left(run.text)) for run in block.runs])
    return f"<w:p>{look}{sign}{runs}</w:p>"


def draw_missing(words: str, frame: Frame) -> str:
    """A paragraph of words that stand for an answer."""
    return (f"<w:p>{frame.paragraph.xml(False)}<w:r>{frame.missing}"
            f"<w:t {AS_TYPED}>{in_run(' '.join(words.split()))}</w:t></w:r></w:p>")

"""A part of a template becomes Jinja source, by docxtpl's own rules, and knows where is what."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from docxtpl import DocxTemplate
from lxml import etree

from pipeline.doors.word.names import PARAGRAPH, PARAGRAPH_LOOK, RUN, RUN_LOOK, TEXT, W
from pipeline.doors.word.paragraphs import Frame, frame_of
from pipeline.doors.word.styles import Styles
from pipeline.doors.word.tags import TAG, own_texts, tags_of

_DOCXTPL = DocxTemplate(io.BytesIO())
_BLOCK_START = re.compile(r"(?=<w:(?:p|tr|tbl)[ >])")
_TAG_AFTER_BLOCK = re.compile(r"(</w:(?:p|tr|tbl|tc|sdt)>|<w:tcPr/>|</w:tcPr>|<w:body>)(?=\{[{%])")
_ATTRIBUTES_OF_EDITING = re.compile(
    r"\{http://schemas\.openxmlformats\.org/wordprocessingml/2006/main\}rsid\w*"
    r"|\{http://schemas\.microsoft\.com/office/word/2010/wordml\}(?:paraId|textId)")


@dataclass(frozen=True)
class Source:
    """The Jinja source of one part, with one line for each paragraph."""

    part: str
    text: str

    def place(self, line: int) -> str:
        """Where a line of the source is, in the words of somebody who looks at it in Word."""
        lines = self.text.split("\n")
        line = max(1, min(line, len(lines)))
        before = "".join(lines[:line - 1]) + lines[line - 1].partition("</w:p>")[0]
        tables = len(re.findall("<w:tbl[ >]", before))
        inside = tables - before.count("</w:tbl>") > 0
        words = [_plain(one) for one in lines[:line]]
        near = words[-1]
        if not near or near.startswith("{"):
            label = next((w for w in reversed(words[-5:-1]) if w and not w.startswith("{")), "")
            near = f"{label[-60:]} … {near}" if label else near
        return f"{self.part}, {f'table {tables}, ' if inside else ''}near “{near[:160]}”"


def _plain(xml: str) -> str:
    words = re.sub(r"\|blocks\(\d+\)|\|attribute(?= *\}\})", "", re.sub("<[^{}]*?>", "", xml))
    return re.sub(r"\s+", " ", words).strip()


def to_source(root: etree._Element, part: str, styles: Styles, frames: list[Frame]) -> Source:
    """The Jinja source of a part. The look of each `{{p x }}` paragraph is added to `frames`."""
    _forget_editing(root)
    for paragraph in root.iter(PARAGRAPH):
        _number_print(paragraph, styles, frames)
    xml = etree.tostring(root, encoding="unicode")
    xml = re.sub(r"(?<=\{[{%])(p|tr|tc)[\s\xa0]", r"\1 ", xml)
    xml = _mark_attributes(_DOCXTPL.patch_xml(xml))
    return Source(part, _TAG_AFTER_BLOCK.sub(r"\1\n", _BLOCK_START.sub("\n", xml)))


def _forget_editing(root: etree._Element) -> None:
    """Drop what Word notes about editing sessions; a loop would repeat ids that must be unique."""
    for element in root.iter(etree.Element):
        for name in list(element.attrib):
            if _ATTRIBUTES_OF_EDITING.fullmatch(name):
                del element.attrib[name]
    for noise in list(root.iter(W + "proofErr", W + "lastRenderedPageBreak")):
        noise.getparent().remove(noise)


def _number_print(paragraph: etree._Element, styles: Styles, frames: list[Frame]) -> None:
    """`{{p x }}` keeps the look of its paragraph by number, since docxtpl removes the paragraph."""
    tags = [tag for tag in tags_of(paragraph) if tag.prints and tag.scope == "p"]
    if not tags:
        return
    first = next(text for text in own_texts(paragraph) if text.text)
    run = next(first.iterancestors(RUN))
    frames.append(frame_of(paragraph.find(PARAGRAPH_LOOK), run.find(RUN_LOOK), styles))
    for child in list(paragraph):
        if child.tag != PARAGRAPH_LOOK:
            paragraph.remove(child)
    text = etree.SubElement(etree.SubElement(paragraph, RUN), TEXT)
    text.text = f"{{{{p ({tags[0].words})|blocks({len(frames) - 1}) }}}}"


def _mark_attributes(xml: str) -> str:
    """Words printed into an attribute (an alternative text) are written otherwise than in a run."""
    return "".join(_marked(xml))


def _marked(xml: str) -> Iterator[str]:
    done, inside = 0, False
    for match in re.finditer(f"(?s:{TAG.pattern})|[<>]", xml):
        if match[0] in "<>":
            inside = match[0] == "<"
        elif inside and match["print"] is not None:
            yield xml[done:match.start()]
            yield f"{{{{ ({match['print']})|attribute }}}}"
            done = match.end()
    yield xml[done:]

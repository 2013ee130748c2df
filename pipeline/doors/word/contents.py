"""The contents list: a field of Word whose shown lines are already right.

Word fills a contents list only when somebody asks it to; LibreOffice and readers of the file never
do. So the lines are written here, each a link to a bookmark on its heading, without page numbers,
which only Word can know.
"""

from collections.abc import Iterator

from lxml import etree

from pipeline.doors.word.names import (
    PARAGRAPH,
    PARAGRAPH_LOOK,
    RUN,
    SPACE,
    STYLE,
    TEXT,
    VALUE,
    W,
)
from pipeline.doors.word.reading import paragraph_text, style_of
from pipeline.doors.word.styles import Styles

MARK = "[contents]"
LEVELS = 2
_FIELD = f' TOC \\o "1-{LEVELS}" \\h \\n \\z \\u '


def write_contents(root: etree._Element, styles: Styles) -> bool:
    """Put the list where a paragraph in the style 'Contents' says [contents]. True when done."""
    wanted = styles.id("Contents")
    marks = [p for p, style in _styled(root)
             if style == wanted and paragraph_text(p).strip() == MARK] if wanted else []
    if not marks:
        return False
    entries: list[tuple[str, int, str]] = []
    number = _next_id(root)
    for heading, level in _headings(root, styles):
        name = f"_Toc{len(entries) + 1:09d}"
        _bookmark(heading, name, number + len(entries))
        entries.append((" ".join(paragraph_text(heading).split()), level, name))
    for mark in marks:
        _replace(mark, entries, styles)
    return True


def _styled(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for style in root.iter(STYLE):
        paragraph = style.getparent().getparent()
        if paragraph.tag == PARAGRAPH:
            yield paragraph, style.get(VALUE, "")


def _headings(root: etree._Element, styles: Styles) -> list[tuple[etree._Element, int]]:
    return [(paragraph, styles.levels[style]) for paragraph, style in _styled(root)
            if styles.levels.get(style, LEVELS + 1) <= LEVELS and paragraph_text(paragraph).strip()]


def _next_id(root: etree._Element) -> int:
    ids = [mark.get(W + "id", "0") for mark in root.iter(W + "bookmarkStart")]
    return max((int(key) for key in ids if key.isdecimal()), default=0) + 1


def _bookmark(heading: etree._Element, name: str, number: int) -> None:
    start = heading.makeelement(W + "bookmarkStart", {W + "id": str(number), W + "name": name})
    look = heading.find(PARAGRAPH_LOOK)
    heading.insert(0 if look is None else heading.index(look) + 1, start)
    etree.SubElement(heading, W + "bookmarkEnd", {W + "id": str(number)})


def _replace(mark: etree._Element, entries: list[tuple[str, int, str]], styles: Styles) -> None:
    holder = mark.getparent()
    lines = [_line(mark, entry, styles) for entry in entries] or [mark.makeelement(PARAGRAPH)]
    opening = [_field_mark(mark, "begin"), _instruction(mark), _field_mark(mark, "separate")]
    look = lines[0].find(PARAGRAPH_LOOK)
    at = 0 if look is None else 1
    lines[0][at:at] = opening
    lines[-1].append(_field_mark(mark, "end"))
    place = holder.index(mark)
    holder[place:place + 1] = lines


def _line(mark: etree._Element, entry: tuple[str, int, str], styles: Styles) -> etree._Element:
    words, level, name = entry
    line = mark.makeelement(PARAGRAPH)
    style = styles.id(f"toc {level}") or style_of(mark)
    look = etree.SubElement(line, PARAGRAPH_LOOK)
    etree.SubElement(look, STYLE).set(VALUE, style)
    if level > 1 and not styles.id(f"toc {level}"):
        etree.SubElement(look, W + "ind").set(W + "left", str(360 * (level - 1)))
    link = etree.SubElement(line, W + "hyperlink", {W + "anchor": name, W + "history": "1"})
    run = etree.SubElement(link, RUN)
    text = etree.SubElement(run, TEXT)
    text.text = words
    text.set(SPACE, "preserve")
    return line


def _field_mark(mark: etree._Element, kind: str) -> etree._Element:
    run = mark.makeelement(RUN)
    etree.SubElement(run, W + "fldChar").set(W + "fldCharType", kind)
    return run


def _instruction(mark: etree._Element) -> etree._Element:
    run = mark.makeelement(RUN)
    text = etree.SubElement(run, W + "instrText")
    text.text = _FIELD
    text.set(SPACE, "preserve")
    return run

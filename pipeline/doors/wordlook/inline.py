"""The words of one paragraph, and all that stands between them."""

import unicodedata
from collections.abc import Callable

from pipeline.doors.word.names import SPACE
from pipeline.doors.wordlook import fields
from pipeline.doors.wordlook.blocks import (
    Block,
    Inline,
    LineBreak,
    Mark,
    Note,
    PageBreak,
    Tab,
    Words,
)
from pipeline.doors.wordlook.context import Field, Place
from pipeline.doors.wordlook.names import (
    OFF,
    Element,
    R,
    child,
    has_words,
    is_words,
    local,
    text_of,
    value,
)
from pipeline.doors.wordlook.pictures import drawing
from pipeline.doors.wordlook.signs import UNKNOWN, shown
from pipeline.doors.wordlook.styles import NOTHING, Above, Letters

NOTES = Callable[[Element, Place], tuple[Block, ...]]
SAFE_LINKS = ("http://", "https://", "mailto:", "tel:")
PASSED = {"proofErr", "permStart", "permEnd", "bookmarkEnd", "commentRangeStart", "rPr", "pPr",
          "commentRangeEnd", "lastRenderedPageBreak", "footnoteRef", "endnoteRef", "annotationRef",
          "separator", "continuationSeparator", "ins", "del", "moveFrom", "moveTo",
          "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
          "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
          "customXmlDelRangeEnd", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "delText",
          "delInstrText", "sectPr", "fldData"}
"""Marks without a shape; and what `opening.forbidden` has refused before."""
REFUSED = {"object": "convert-object", "pict": "convert-shape", "oMath": "convert-equation",
           "oMathPara": "convert-equation", "endnoteReference": "convert-endnotes",
           "commentReference": "convert-comments", "ruby": "convert-unknown",
           "altChunk": "convert-chunk", "subDoc": "convert-external", "control": "convert-object",
           "contentPart": "convert-unknown"}


class InlineReader:
    """Reads paragraph after paragraph of one part; fields may go on from one to the next."""

    def __init__(self, place: Place, notes: NOTES) -> None:
        self.place = place
        self.notes = notes
        self.style = ""
        self.above = NOTHING
        self.found: list[Inline] = []
        self.listed = False
        """Whether the paragraph read last holds words of a contents list."""

    def read(self, paragraph: Element, style: str, above: Above) -> tuple[Inline, ...]:
        """What a paragraph holds."""
        self.style, self.above, self.found, self.listed = style, above, [], False
        self.children(paragraph, "", "")
        return tuple(_joined(self.found))

    def children(self, holder: Element, link: str, to: str) -> None:
        """Everything inside a paragraph, a link or another wrapper."""
        for one in holder:
            name = local(one)
            if name == "r" and is_words(one):
                self.run(one, link, to)
            elif name == "hyperlink":
                self.hyperlink(one)
            elif name == "fldSimple":
                self.simple_field(one, link, to)
            elif name in ("sdt", "sdtContent", "smartTag", "customXml"):
                self.children(one, link, to)
            elif name in ("bdo", "dir"):
                if value(one) == "rtl":
                    self.place.refuse("convert-right-to-left")
                self.children(one, link, to)
            elif name == "bookmarkStart":
                self.found.append(Mark(value(one, "name")))
            elif name:
                self.other(one, name)

    def other(self, one: Element, name: str) -> None:
        """What is refused; what nobody here knows, where it says anything."""
        if name == "AlternateContent":
            boxed = any(local(deep) == "txbxContent" for deep in one.iter())
            self.place.refuse("convert-text-box" if boxed else "convert-shape")
        elif name == "pict" and any(local(deep) == "textpath" for deep in one.iter()):
            self.place.refuse("convert-watermark")
        elif name == "pict" and any(local(deep) == "txbxContent" for deep in one.iter()):
            self.place.refuse("convert-text-box")
        elif name in REFUSED:
            self.place.refuse(REFUSED[name])
        elif name not in PASSED and has_words(one):
            self.place.refuse("convert-unknown")

    def hyperlink(self, one: Element) -> None:
        """A link outside or to a bookmark."""
        target = self.place.links.get(one.get(R + "id", ""))
        address = target.target if target and target.outside else ""
        anchor = value(one, "anchor")
        if address and not address.lower().startswith(SAFE_LINKS):
            self.place.refuse("convert-link", quote=address)
            address = ""
        if address and anchor:
            address, anchor = f"{address}#{anchor}", ""
        self.children(one, address, anchor)

    def simple_field(self, one: Element, link: str, to: str) -> None:
        """A field in one element."""
        field = Field(value(one, "instr"), shown=True, look=child(one.find("{*}r"), "rPr"))
        fields.known(field, self.place)
        self.place.fields.append(field)
        if fields.silent(field):
            self.count(field)
        else:
            self.children(one, link, to)
        self.place.fields.pop()

    def count(self, field: Field) -> None:
        """The number of a page."""
        number = fields.counted(field, self.look(field.look).look)
        if number:
            self.found.append(number)

    def run(self, run: Element, link: str, to: str) -> None:
        """Words of one look."""
        look = child(run, "rPr")
        for one in run:
            name = local(one)
            if name in ("fldChar", "instrText"):
                self.complex_field(one, name, look)
            elif name == "footnoteReference":
                self.note(one, look)
            elif name == "drawing":
                self.found += drawing(one, self.place)
            elif self.place.fields and not _printing(self.place.fields):
                continue
            elif name in ("t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "sym", "ptab",
                          "pgNum"):
                self.letter(one, name, look, link, to)
            elif name:
                self.other(one, name)

    def letter(self, one: Element, name: str, look: Element | None, link: str, to: str) -> None:
        """One text, or what a run holds in its place."""
        letters = self.look(look)
        match name:
            case "t":
                self.words(_text(one), letters, link, to)
            case "tab" | "ptab":
                end = value(one, "alignment") if name == "ptab" else ""
                self.found.append(Tab(letters.look, end))
            case "br" if value(one, "type") == "page":
                self.found.append(PageBreak())
            case "br" if value(one, "type") == "column":
                self.place.refuse("convert-columns")
            case "br" | "cr":
                self.found.append(LineBreak())
            case "noBreakHyphen":
                self.words("\u2011", letters, link, to)
            case "softHyphen":
                self.words("\u00ad", letters, link, to)
            case "sym":
                sign = _sign(value(one, "char"))
                self.words(shown(sign, value(one, "font")), letters, link, to)
            case "pgNum":
                self.count(Field("PAGE", look=look))

    def words(self, text: str, letters: Letters, link: str, to: str) -> None:
        """Words, with what their look makes of them. Hidden ones are refused."""
        if not text:
            return
        if letters.hidden and text.strip():
            self.place.refuse("convert-hidden-text", quote=text)
            return
        if any(unicodedata.bidirectional(one) in ("R", "AL", "RLE", "RLO") for one in text):
            self.place.refuse("convert-right-to-left")
        text = shown(text, letters.font)
        if letters.capitals:
            text = text.upper()
        self.listed = self.listed or any(one.name == "TOC" for one in self.place.fields)
        inner = fields.leads_to(self.place.fields)
        link, to = link or inner[0], to or inner[1]
        if link and not link.lower().startswith(SAFE_LINKS):
            self.place.refuse("convert-link", quote=link)
            link = ""
        for at, bit in enumerate(text.split("\t")):
            if at:
                self.found.append(Tab(letters.look))
            if bit:
                self.found.append(Words(bit, letters.look, link, to))

    def note(self, one: Element, look: Element | None) -> None:
        """A footnote, which is set where its number stands."""
        element = self.place.file.notes.get(value(one, "id"))
        if element is None or value(one, "customMarkFollows", "0") not in OFF:
            self.place.refuse("convert-footnote")
            return
        self.found.append(Note(self.notes(element, self.place), self.look(look).look))

    def complex_field(self, one: Element, name: str, look: Element | None) -> None:
        """A field in many runs: where it begins, what it asks for, where it ends."""
        stack = self.place.fields
        if name == "instrText":
            if stack and not stack[-1].shown:
                stack[-1].instruction += text_of(one)
            return
        kind = value(one, "fldCharType")
        if kind == "begin":
            if child(one, "ffData") is not None and child(child(one, "ffData"),
                                                          "checkBox") is not None:
                self.place.refuse("convert-field")
            stack.append(Field(look=look))
        elif kind == "separate" and stack:
            stack[-1].shown = True
            fields.known(stack[-1], self.place)
            stack[-1].silent = fields.silent(stack[-1])
            stack[-1].look = look if stack[-1].look is None else stack[-1].look
        elif kind == "end" and stack:
            field = stack.pop()
            if not field.shown:
                fields.known(field, self.place)
            if _printing(stack):
                self.count(field)

    def look(self, run: Element | None) -> Letters:
        """How the letters of a run look."""
        return self.place.file.styles.look(self.style, run, self.above)


def _printing(stack: list[Field]) -> bool:
    """Whether what stands here is printed: inside results only, and of none counted anew."""
    return all(one.shown and not one.silent for one in stack)


def _sign(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return UNKNOWN


def _text(one: Element) -> str:
    text = text_of(one).replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
    return text if one.get(SPACE) == "preserve" else text.strip()


def _joined(found: list[Inline]) -> list[Inline]:
    """Neighbours of one look as one, so that a word stays whole."""
    joined: list[Inline] = []
    for one in found:
        last = joined[-1] if joined else None
        if (isinstance(one, Words) and isinstance(last, Words) and one.look == last.look
                and (one.link, one.to) == (last.link, last.to)):
            joined[-1] = Words(last.text + one.text, one.look, one.link, one.to)
        else:
            joined.append(one)
    return joined



"""What the census finds outside the cells: one walk for each kind of part, by its outermost name.

A walk gives (cell, words, whether they are a number). Ids, names of shapes, authors and times are
nobody's words: a program puts them there.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Found = Iterator[tuple[str, str, bool]]

CORE = {"title", "subject", "description", "keywords", "category", "contentStatus"}
# The program numbers its labels and folders in properties of their own.
MACHINE_PROPERTIES = ("msip_label", "contenttypeid", "mediaservice", "_", "workbookguid",
                      "ksoproduct", "icv", "kso", "taxcatchall")


def runs(item: Any) -> str:
    """The words of a shared string, a note or an inline string, without their pronunciation."""
    return "".join(one.text or "" for one in item.iter("{*}t")
                   if not any(_local(up) == "rPh" for up in one.iterancestors()))


def spelt(words: str) -> str:
    """Characters spelt out as _x000D_ as themselves. No half of a surrogate pair is made."""
    done, at = "", 0
    while (here := words.find("_x", at)) >= 0:
        digits = words[here + 2:here + 6]
        known = len(digits) == 4 and words[here + 6:here + 7] == "_" and all(
            digit in "0123456789abcdefABCDEF" for digit in digits)
        if known and not 0xD800 <= int(digits, 16) <= 0xDFFF:
            done += words[at:here] + chr(int(digits, 16))
            at = here + 7
        else:
            done += words[at:here + 1]
            at = here + 1
    return done + words[at:]


def _local(one: Any) -> str:
    return str(one.tag).rpartition("}")[2]


def _lines(body: Any) -> str:
    """The paragraphs of a shape, each a line."""
    return "\n".join("".join("\n" if _local(bit) == "br" else bit.text or ""
                             for bit in line.iter("{*}t", "{*}br"))
                     for line in body.iter("{*}p"))


def _shown(tree: Any, *names: str) -> Iterator[Any]:
    """The elements with these names, leaving out what is there for older programs only."""
    for one in tree.iter(*(f"{{*}}{name}" for name in names)):
        if not any(_local(up) == "Fallback" for up in one.iterancestors()):
            yield one


def _notes(tree: Any) -> Found:
    for one in tree.iter("{*}comment"):
        for text in one.iter("{*}text"):
            yield _corner(one.get("ref")), runs(text), False


def _threads(tree: Any) -> Found:
    for one in tree.iter("{*}threadedComment"):
        for text in one.iter("{*}text"):
            yield _corner(one.get("ref")), text.text or "", False


def _corner(place: str | None) -> str:
    return (place or "").split(":")[0].replace("$", "").upper()


def _drawing(tree: Any) -> Found:
    """Text boxes, shapes and the alternative text of pictures. Names of shapes are a program's."""
    for body in _shown(tree, "txBody", "txPr", "rich", "t"):
        # SmartArt keeps its words in `t`, as paragraphs; a run of text is a `t` without any.
        if _local(body) != "t" or len(body):
            yield "", _lines(body), False
    for one in _shown(tree, "cNvPr", "docPr"):
        yield "", one.get("descr", ""), False
        yield "", one.get("title", ""), False


def _chart(tree: Any) -> Found:
    """Titles and labels typed into a chart. `strCache` and `numCache` are copies of cells."""
    yield from _drawing(tree)
    for name in _shown(tree, "tx"):
        for one in name:
            if _local(one) == "v":
                yield "", one.text or "", False
    for listed in _shown(tree, "strLit"):
        for one in listed.iter("{*}v"):
            yield "", one.text or "", False


def _vml(tree: Any) -> Found:
    """The older drawings: words in boxes and on buttons. The box of a note repeats the note."""
    for shape in tree.iter("{*}shape", "{*}rect", "{*}roundrect", "{*}oval"):
        kinds = {one.get("ObjectType", "") for one in shape.iter("{*}ClientData")}
        yield "", shape.get("alt", ""), False
        for one in shape.iter("{*}textpath"):
            yield "", one.get("string", ""), False
        if "Note" not in kinds:
            for box in shape.iter("{*}textbox"):
                words = (text for one in box.iter() if not any(
                    _local(up) == "ClientData" for up in (one, *one.iterancestors()))
                    for text in (one.text, one.tail if one is not box else ""))
                yield "", " ".join(" ".join(filter(None, words)).split()), False


def _control(tree: Any) -> Found:
    """The choices a list on the sheet offers."""
    for one in tree.iter("{*}item"):
        yield "", one.get("val", ""), False


def _active(tree: Any) -> Found:
    for one in tree.iter("{*}ocxPr"):
        bits = {str(name).rpartition("}")[2]: value for name, value in one.attrib.items()}
        if bits.get("name") in ("Caption", "Value"):
            value = bits.get("value", "")
            yield "", "" if value.isdecimal() else value, False


def _page_edges(tree: Any) -> Found:
    """Headers and footers, each of their three parts apart; codes like &P are not words."""
    for edges in tree.iter("{*}headerFooter"):
        for one in edges:
            for words in _edge(one.text or ""):
                yield "", words if any(map(str.isalnum, words)) else "", False


def _edge(text: str) -> Iterator[str]:
    words, at = "", 0
    while at < len(text):
        letter, code = text[at], text[at + 1:at + 2]
        if letter != "&" or not code:
            words, at = words + letter, at + 1
        elif code == "&":
            words, at = f"{words}&", at + 2
        elif code in "LCRlcr":
            yield words
            words, at = "", at + 2
        elif code == '"':
            end = text.find('"', at + 2)
            at = end + 1 if end > 0 else len(text)
        elif code in "Kk":
            at += 8
        elif code.isdigit():
            at += 1
            while at < len(text) and text[at].isdigit():
                at += 1
        else:
            at += 2
    yield words


def _book(tree: Any) -> Found:
    """Constants that have a name. A name that stands for cells or a calculation is no words."""
    for one in tree.iter("{*}definedName"):
        text = (one.text or "").strip()
        if one.get("hidden") not in ("1", "true"):
            if len(text) > 2 and text[0] == text[-1] == '"' and '"' not in text[1:-1].replace(
                    '""', ""):
                yield "", text[1:-1].replace('""', '"'), False
            yield "", one.get("comment", ""), False


def _table(tree: Any) -> Found:
    yield "", tree.get("comment", ""), False
    for one in tree.iter("{*}tableColumn"):
        yield "", one.get("name", ""), False


def _core(tree: Any) -> Found:
    """What people can say of a file. Who made it and when is a program's."""
    for one in tree:
        if _local(one) in CORE:
            yield "", one.text or "", False


def _custom(tree: Any) -> Found:
    for one in tree.iter("{*}property"):
        if not one.get("name", "").lower().startswith(MACHINE_PROPERTIES):
            for value in one:
                yield "", value.text or "", False


def _properties(tree: Any) -> Found:
    # Extended and custom properties have the same outermost name.
    if "custom" in str(tree.tag):
        yield from _custom(tree)


WALKS: Mapping[str, Callable[[Any], Found]] = {
    "comments": _notes, "ThreadedComments": _threads, "wsDr": _drawing, "userShapes": _drawing,
    "dataModel": _drawing, "chartSpace": _chart, "xml": _vml, "formControlPr": _control,
    "ocx": _active, "worksheet": _page_edges, "chartsheet": _page_edges,
    "dialogsheet": _page_edges, "macrosheet": _page_edges, "workbook": _book, "table": _table,
    "coreProperties": _core, "Properties": _properties,
}
"""Parts of other kinds hold styles, themes, caches of cells (pivot tables, other workbooks, the
chain of calculation), settings of printers, and the tags of document stores."""

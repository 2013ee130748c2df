"""What a template lacks that no rendering shows: styles, language, header rows, alt text."""

from collections.abc import Iterator

from lxml import etree

from pipeline.doors.word.names import (
    CELL,
    CELL_LOOK,
    DRAWING_NAME,
    PARAGRAPH,
    ROW,
    ROW_LOOK,
    TABLE,
    VALUE,
    W,
)
from pipeline.doors.word.package import RENDERED_KINDS, NotAWordFile, Package, open_package
from pipeline.doors.word.styles import Styles, read_styles
from pipeline.doors.word.tags import nearby, tags_of

LANGUAGE = "en-GB"
PARAGRAPH_STYLES = ("Title", "Heading 1", "Heading 2", "Heading 3", "Answer", "Answer Bullet",
                    "Guidance", "Guidance Bullet", "Contents", "Label")
CHARACTER_STYLES = ("Missing", "Source")
TABLE_STYLES = ("Form Table",)
_CHANGES = tuple(W + name for name in (
    "ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "rPrChange",
    "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "numberingChange"))
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


def faults(data: bytes) -> list[str]:
    """Everything a template lacks, each with its place."""
    try:
        package = open_package(data)
    except NotAWordFile as why:
        return [str(why)]
    found = [*_styles(read_styles(package)), *_language(package), *_properties(package)]
    for kind in RENDERED_KINDS:
        for name in package.of_kind(kind):
            root = package.tree(name)
            part = "document" if kind == "document.main" else kind
            found += [*_changes(root, part), *_tables(root, part), *_pictures(root, part)]
    return found


def _styles(styles: Styles) -> Iterator[str]:
    for kind, names in (("paragraph", PARAGRAPH_STYLES), ("character", CHARACTER_STYLES),
                        ("table", TABLE_STYLES)):
        for name in names:
            if not styles.id(name, kind):
                yield f"the {kind} style “{name}” is not there"


def _language(package: Package) -> Iterator[str]:
    for name in package.of_kind("styles"):
        default = package.tree(name).find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
        if default is None or default.get(VALUE) != LANGUAGE:
            yield f"the language of the document defaults is not {LANGUAGE}"
    for name in [*package.of_kind("styles"), *package.of_kind("document.main")]:
        others = {lang.get(VALUE) for lang in package.tree(name).iter(W + "lang")}
        for other in sorted(others - {None, LANGUAGE, "x-none"}):
            yield f"some words are marked as being in another language ({other})"


def _properties(package: Package) -> Iterator[str]:
    titles = [title.text for name in package.of_kind("core")
              for title in package.tree(name).findall("{*}title")]
    if not any(title and title.strip() for title in titles):
        yield "the document has no title in its properties (File, Info)"
    for name in package.of_kind("comments"):
        if next(package.tree(name).iter(W + "comment"), None) is not None:
            yield "there are comments, which every document would carry; delete them"


def _changes(root: etree._Element, part: str) -> Iterator[str]:
    for change in root.iter(*_CHANGES):
        around = next(change.iterancestors(PARAGRAPH), None)
        place = part if around is None else nearby(around, part)
        yield f"{place}: a tracked change; accept or reject it, and stop tracking changes"


def _tables(root: etree._Element, part: str) -> Iterator[str]:
    for table in root.iter(TABLE):
        rows = list(table.iterchildren(ROW))
        first = next(table.iter(PARAGRAPH), None)
        if not rows or first is None:
            continue
        if not _on(rows[0], "tblHeader"):
            yield f"{nearby(first, part)}: the table's first row does not repeat as a header row"
        for row in (row for row in rows if not _only_tag(row)):
            here = nearby(next(row.iter(PARAGRAPH)), part)
            if not _on(row, "cantSplit"):
                yield f"{here}: this row may break across pages"
            if any(_merged(cell) for cell in row.iterchildren(CELL)):
                yield f"{here}: a merged cell"


def _merged(cell: etree._Element) -> bool:
    span = cell.find(f"{CELL_LOOK}/{W}gridSpan")
    wide = span is not None and span.get(VALUE) not in ("0", "1")
    return wide or cell.find(f"{CELL_LOOK}/{W}vMerge") is not None


def _on(row: etree._Element, name: str) -> bool:
    mark = row.find(f"{ROW_LOOK}/{W}{name}")
    return mark is not None and mark.get(VALUE, "true") not in ("0", "false", "off")


def _only_tag(row: etree._Element) -> bool:
    return any(tag.scope == "tr" for paragraph in row.iter(PARAGRAPH)
               for tag in tags_of(paragraph))


def _pictures(root: etree._Element, part: str) -> Iterator[str]:
    for name in root.iter(DRAWING_NAME):
        mark = next(name.iter(_DECORATIVE), None)
        if (name.get("descr") or "").strip() or (mark is not None and mark.get("val") == "1"):
            continue
        around = next(name.iterancestors(PARAGRAPH), None)
        place = part if around is None else nearby(around, part)
        yield f"{place}: a picture without alternative text"

"""What a rendered part still needs: styles for missing answers, whole tables, unique ids."""

import copy
from collections.abc import Iterator

from lxml import etree

from pipeline.doors.word.names import (
    CELL,
    DRAWING_NAME,
    ENDNOTE,
    FOOTER,
    FOOTNOTE,
    HEADER,
    KEPT,
    MISSING,
    PARAGRAPH,
    PARAGRAPH_LOOK,
    ROW,
    RUN,
    RUN_LOOK,
    RUN_STYLE,
    SPACE,
    STYLE,
    TABLE,
    TEXT,
    TEXT_BOX,
    VALUE,
    W,
)
from pipeline.doors.word.styles import Styles
from pipeline.doors.word.tags import nearby

SMALL_ROWS, SMALL_WORDS = 12, 600  # a table of so few rows and characters is kept on one page
_HOLD_PARAGRAPHS = (CELL, TEXT_BOX, HEADER, FOOTER, FOOTNOTE, ENDNOTE)


def tidy(root: etree._Element, part: str, styles: Styles, columns_loop: bool) -> list[str]:
    """Mend a rendered part in place. Returns what had to be mended that a template should avoid."""
    _style_missing(root, styles.id("Missing", "character"))
    notes = list(_mend_tables(root, part))
    notes += _fill_empty(root, part)
    if columns_loop:
        for table in root.iter(TABLE):
            _fit_columns(table)
    for table in root.iter(TABLE):
        _keep_whole(table)
    _number_drawings(root)
    _single_bookmarks(root)
    return notes


def _style_missing(root: etree._Element, style: str) -> None:
    """Words that stand for an answer get the style 'Missing', in a run of their own."""
    runs: dict[etree._Element, None] = {}
    for mark in list(root.iter(MISSING)):
        run = next(mark.iterancestors(RUN), None)
        if style and run is not None and mark.getparent().getparent() is run:
            runs[run] = None
        else:
            etree.strip_tags(mark.getparent(), MISSING)
    for run in runs:
        holder = run.getparent()
        at = holder.index(run)
        holder[at:at + 1] = list(_pieces(run, style))


def _pieces(run: etree._Element, style: str) -> Iterator[etree._Element]:
    look = run.find(RUN_LOOK)
    piece = _piece(run, look)
    for child in list(run):
        if child is look:
            continue
        marks = list(child) if child.tag == TEXT else []
        if not marks:
            piece.append(child)
            continue
        _say(piece, child.text)
        for mark in marks:
            if _says_something(piece):
                yield piece
            named = _piece(run, look)
            _give_style(named, style)
            _say(named, mark.text)
            yield named
            piece = _piece(run, look)
            _say(piece, mark.tail)
    if _says_something(piece):
        yield piece


def _piece(run: etree._Element, look: etree._Element | None) -> etree._Element:
    piece = run.makeelement(RUN)
    if look is not None:
        piece.append(copy.deepcopy(look))
    return piece


def _say(run: etree._Element, words: str | None) -> None:
    if words:
        text = etree.SubElement(run, TEXT)
        text.text = words
        text.set(SPACE, "preserve")


def _says_something(run: etree._Element) -> bool:
    return any(child.tag != RUN_LOOK for child in run)


def _give_style(run: etree._Element, style: str) -> None:
    look = run.find(RUN_LOOK)
    if look is None:
        look = etree.SubElement(run, RUN_LOOK)
    named = look.find(RUN_STYLE)
    if named is None:
        named = look.makeelement(RUN_STYLE)
        look.insert(0, named)
    named.set(VALUE, style)


def _mend_tables(root: etree._Element, part: str) -> Iterator[str]:
    """Rows without cells and tables without rows go: Word calls such a file unreadable."""
    for row in list(root.iter(ROW)):
        if next(row.iter(CELL), None) is None:
            row.getparent().remove(row)
    for table in list(root.iter(TABLE)):
        if next(table.iter(ROW), None) is None:
            yield f"{_before(table, part)}: a table has no rows left"
            table.getparent().remove(table)
    for table in root.iter(TABLE):
        following = table.getnext()
        if following is not None and following.tag == TABLE:
            yield f"{_before(table, part)}: two tables touch; Word makes one of them"


def _fill_empty(root: etree._Element, part: str) -> Iterator[str]:
    """What must hold a paragraph gets one; a cell may not end with a table either."""
    for holder in root.iter(*_HOLD_PARAGRAPHS):
        last = holder[-1] if len(holder) else None
        if next(holder.iter(PARAGRAPH), None) is None:
            etree.SubElement(holder, PARAGRAPH)
            if holder.tag == CELL:
                yield f"{nearby(holder[-1], part)}: a cell has no paragraph left"
        elif last is not None and last.tag == TABLE:
            etree.SubElement(holder, PARAGRAPH)


def _keep_whole(table: etree._Element) -> None:
    """The end of a page does not part a small table, and leaves no row of it alone.

    All rows but the last are kept with the next, or none: LibreOffice has lost rows of tables of
    which only some were.
    """
    rows = list(table.iterchildren(ROW))
    if len(rows) > SMALL_ROWS or len("".join(table.itertext())) > SMALL_WORDS:
        return
    for paragraph in [one for row in rows[:-1] for one in row.iter(PARAGRAPH)]:
        look = paragraph.find(PARAGRAPH_LOOK)
        if look is None:
            look = paragraph.makeelement(PARAGRAPH_LOOK)
            paragraph.insert(0, look)
        if look.find(KEPT) is None:
            look.insert(0 if look.find(STYLE) is None else 1, look.makeelement(KEPT))


def _before(table: etree._Element, part: str) -> str:
    paragraph = next(table.itersiblings(PARAGRAPH, preceding=True), None)
    return part if paragraph is None else nearby(paragraph, part)


def _fit_columns(table: etree._Element) -> None:
    """After a loop over columns the table keeps its width, and each cell its share of it."""
    grid = table.find(W + "tblGrid")
    rows = list(table.iterchildren(ROW))
    if grid is None or not rows:
        return
    widest = max(rows, key=lambda row: len(list(row.iterchildren(CELL))))
    shares = [_width(cell) for cell in widest.iterchildren(CELL)]
    columns = list(grid)
    if len(shares) == len(columns) or not all(shares):
        return
    whole = sum(int(column.get(W + "w", "0")) for column in columns)
    for column in columns:
        grid.remove(column)
    for share in shares:
        etree.SubElement(grid, W + "gridCol").set(W + "w", str(round(whole * share / sum(shares))))
    for row in rows:
        for cell, column in zip(row.iterchildren(CELL), grid, strict=False):
            width = cell.find(f"{W}tcPr/{W}tcW")
            if width is not None:
                width.set(W + "w", column.get(W + "w"))
                width.set(W + "type", "dxa")


def _width(cell: etree._Element) -> int:
    width = cell.find(f"{W}tcPr/{W}tcW")
    value = width.get(W + "w", "0") if width is not None else "0"
    return int(value) if value.isdecimal() else 0


def _number_drawings(root: etree._Element) -> None:
    names = list(root.iter(DRAWING_NAME))
    if len({name.get("id") for name in names}) < len(names):
        for number, name in enumerate(names, 1):
            name.set("id", str(number))


def _single_bookmarks(root: etree._Element) -> None:
    """A loop may have copied a bookmark; only the first of a name can stay."""
    names: set[str] = set()
    ids: set[str] = set()
    gone: list[etree._Element] = []
    open_copies: set[str] = set()
    for mark in root.iter(W + "bookmarkStart", W + "bookmarkEnd"):
        key = mark.get(W + "id", "")
        if mark.tag == W + "bookmarkStart":
            if mark.get(W + "name", "") in names or key in ids:
                gone.append(mark)
                open_copies.add(key)
            names.add(mark.get(W + "name", ""))
            ids.add(key)
        elif key in open_copies:
            gone.append(mark)
            open_copies.discard(key)
    for mark in gone:
        mark.getparent().remove(mark)

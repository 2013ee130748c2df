"""What a PDF says when it is read out, held against the Word file that it was made from."""

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import LCSseq

from pipeline.doors.pdf.tags import Element, Tags, Word
from pipeline.doors.word.counting import joined, missing, plain
from pipeline.gate.accessible.alt import poor
from pipeline.model import Fault

IN_ORDER = 0.95
"""The least share of the Word file's words that a screen reader must meet in their order."""


def differences(tags: Tags, words: Sequence[str] | None,
                headings: Sequence[tuple[int, str]] | None, tables: int,
                bundled: bool) -> list[Fault]:
    """What a screen reader says that the Word file does not, or the other way about."""
    found = [*_pictures(tags), *_tables(tags, tables), *_bookmarks(tags)]
    if words is not None:
        found += _words(tags, words)
    if headings is not None:
        found += _headings(tags, headings, bundled)
    return found


def share_in_order(wanted: Sequence[str], spoken: Sequence[str]) -> float:
    """Which share of the wanted words is spoken in this order."""
    return LCSseq.similarity(wanted, spoken) / len(wanted) if wanted else 1.0


def _words(tags: Tags, words: Sequence[str]) -> Iterator[Fault]:
    wanted = plain(words)
    said = tags.words()
    share = max(_share(wanted, said), _share(wanted, [one for one in said if not one.label]))
    if share < IN_ORDER:
        yield Fault("pdf-order-differs", words=(("share", f"{share:.0%}"),))
    lost = missing(wanted, plain([one.text for one in said]))
    if lost:
        yield Fault("pdf-words-missing", quote=" ".join(lost)[:400],
                    words=(("count", str(len(lost))),))


def _share(wanted: Sequence[str], said: Sequence[Word]) -> float:
    """Notes may be read out where they are referred to, or at the end of the page."""
    text = plain([one.text for one in said if not one.note])
    notes = plain([one.text for one in said if one.note])
    whole = share_in_order(wanted, joined(wanted, plain([one.text for one in said])))
    return max(whole, min(1.0, share_in_order(wanted, text) + share_in_order(wanted, notes))
               if notes else 0.0)


def _headings(tags: Tags, headings: Sequence[tuple[int, str]], bundled: bool) -> Iterator[Fault]:
    wanted = [(level, _bare(text)) for level, text in headings if _bare(text)]
    closed = list(zip(_closed([level for level, _ in wanted]), (text for _, text in wanted),
                      strict=True))
    found = [(level, _bare(text), lists) for level, text, _, lists in tags.headings()]
    spoken = [(level, text) for level, text, lists in found
              if not lists or (level, text) in wanted]
    if spoken in (wanted, closed) or (bundled and _held_by(closed, spoken)):
        return
    right = max(LCSseq.similarity(wanted, spoken), LCSseq.similarity(closed, spoken))
    yield Fault("pdf-headings-differ", words=(("found", str(right)), ("wanted", str(len(wanted))),
                                              ("more", str(len(spoken) - right))))


def _held_by(wanted: Sequence[tuple[int, str]], spoken: Sequence[tuple[int, str]]) -> bool:
    """Whether the headings of several papers are all there, in order. A bundle may set them a
    level or two lower, all alike, and may have headings of its own between papers."""
    rest = iter(spoken)
    met = [next((one for one in rest if one[1] == text), None) for _, text in wanted]
    lower = {one[0] - level for one, (level, _) in zip(met, wanted, strict=True) if one}
    return None not in met and len(lower) < 2 and lower <= {0, 1, 2}


def _closed(levels: Sequence[int]) -> list[int]:
    """The levels with no gap between one and the next below it, as the standard asks for."""
    open_levels: list[int] = []
    closed = []
    for level in levels:
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        closed.append(len(open_levels))
    return closed


def _bare(text: str) -> str:
    return "".join(plain([text]))


def _tables(tags: Tags, wanted: int) -> Iterator[Fault]:
    tables = [one for one in tags.elements if one.kind == "Table"]
    for table in tables:
        kinds = [one.kind for one in table.walk() if _holder(one) is table]
        rows = kinds.count("TR")
        if rows > 1 and kinds.count("TH") + kinds.count("TD") > rows and "TH" not in kinds:
            yield Fault("pdf-table-headless", _page(table.first_page()))
    if len(tables) < wanted:
        yield Fault("pdf-tables-missing", words=(("found", str(len(tables))),
                                                 ("wanted", str(wanted))))


def _holder(one: Element) -> Element | None:
    """The table that an element stands in, not counting those around that one."""
    above = one.above
    while above is not None and above.kind != "Table":
        above = above.above
    return above


def _pictures(tags: Tags) -> Iterator[Fault]:
    for one in tags.elements:
        if one.kind in ("Figure", "Formula"):
            said = one.alt or one.actual
            if not said:
                code = "pdf-alt-missing" if one.kind == "Figure" else "pdf-equation"
                yield Fault(code, _page(one.first_page()))
            elif one.kind == "Figure" and poor(said):
                yield Fault("pdf-alt-poor", _page(one.first_page()), quote=said)


def _bookmarks(tags: Tags) -> Iterator[Fault]:
    """Every heading is a bookmark, in order and as deep as its level says; others may be between,
    such as the titles of papers that one PDF holds."""
    wanted = [(level, _bare(text)) for level, text, _, lists in tags.headings()
              if not lists and _bare(text)]
    if not wanted:
        return
    titles = [_bare(text) for _, text in tags.outline]
    names = [text for _, text in wanted]
    found = LCSseq.similarity(names, titles)
    deep = len(titles) != len(names) or _closed([level for level, _ in tags.outline]) == _closed(
        [level for level, _ in wanted])
    if found < len(names) or not deep:
        yield Fault("pdf-bookmarks-differ", words=(("count", str(len(names) - found)),
                                                   ("wanted", str(len(names)))))


def _page(number: int) -> str:
    return f"page {number}" if number else ""



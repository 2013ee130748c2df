"""A file as it comes into a case folder, taken through the whole intake: what became of it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest.mock import patch

from lxml import etree

from making.filled import at_once, part_of, parts_of, with_cells
from making.packages import MAIN, Beside, related, zipped
from pipeline.doors.xlsx import read_book, spot
from pipeline.model import Problem, Profile, Submission
from pipeline.opening.child import Opener
from pipeline.opening.items import Items
from pipeline.run import check

Told = tuple[str, str, str]
"""A problem in short: its code, its place as 'Sheet!B3', what it quotes."""


@dataclass(frozen=True)
class Arrived:
    """What became of the files of a case folder."""

    items: Items
    returns: Sequence[Submission]
    problems: Sequence[Problem]

    @property
    def texts(self) -> dict[str, str]:
        """The answers of the only return, as typed."""
        return {path: one.text for path, one in self.only.answers.items()}

    @property
    def only(self) -> Submission:
        """The only return there is."""
        (found,) = self.returns
        return found

    @property
    def codes(self) -> list[str]:
        """The code of each problem, in order."""
        return sorted(one.code for one in self.problems)

    @property
    def told(self) -> Counter[Told]:
        """Every problem in short."""
        return Counter((one.code, _place(one), one.quote) for one in self.problems)


def _place(one: Problem) -> str:
    return f"{one.where.part}!{one.where.spot}" if one.where.part else one.where.spot


class _Shared:
    """A child process that stays when one case is done: the next one goes on with it."""

    def __init__(self, opener: Opener) -> None:
        self.opener = opener

    def __enter__(self) -> Opener:
        return self.opener

    def __exit__(self, *gone: object) -> None:
        pass


def arrive(folder: Path, profile: Profile, opener: Opener, *files: bytes) -> Arrived:
    """Put the files into a case folder, under names that say nothing, and check it."""
    folder.mkdir(parents=True)
    for number, data in enumerate(files, 1):
        (folder / f"file {number}").write_bytes(data)
    with patch("pipeline.run.Opener", lambda: _Shared(opener)):
        checked = check(folder, profile, date(2026, 6, 1))
    # There is no case record in these folders; that is said each time, of the folder.
    said = [one for one in checked.problems if one.code != "no-case-record"]
    return Arrived(checked.items, checked.read, said)


# --- a return as XML, to be spoilt -----------------------------------------------------------

LOOKS = ("14", "22", "20", "46", "49")
"""Formats of numbers that every form here has as a style, in this order: see `styled`."""


def styled(data: bytes) -> tuple[bytes, dict[str, int]]:
    """The workbook with more styles, and their numbers: date, moment, clock, hours, text."""
    root = etree.fromstring(parts_of(data)["xl/styles.xml"])
    formats = root.find(f"{{{MAIN}}}cellXfs")
    assert formats is not None
    first = len(formats)
    for number in LOOKS:
        etree.SubElement(formats, f"{{{MAIN}}}xf", numFmtId=number, fontId="0", fillId="0",
                         borderId="0", xfId="0", applyNumberFormat="1")
    formats.set("count", str(len(formats)))
    names = ("date", "moment", "clock", "hours", "text")
    return (at_once(data, "xl/styles.xml", lambda part: etree.tostring(root)),
            {name: first + n for n, name in enumerate(names)})


def place_of(data: bytes, words: str) -> tuple[str, str]:
    """The sheet and the cell in which these words, and no others, stand."""
    return next((one.name, spot(*at)) for one in read_book(data).sheets
                for at, cell in one.cells.items() if cell.value == words)


def in_place(data: bytes, words: str, xml: str) -> bytes:
    """The workbook with other XML for the cell of these words; `{at}` stands for its name."""
    sheet, at = place_of(data, words)
    return with_cells(data, sheet, {at: xml.replace("{at}", at)})


def replaced(data: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with other bytes in the first part of such a name that has the old ones."""
    name = next(name for name, inside in parts_of(data).items()
                if re.fullmatch(part, name) and old.encode() in inside)
    return at_once(data, name, lambda inside: inside.replace(
        old.encode(), new.encode("utf-8", "surrogateescape")))


def beside(data: bytes, sheet: str, things: Sequence[Beside], after: str = "",
           more: Mapping[str, bytes] | None = None) -> bytes:
    """The workbook with parts beside a sheet, as rIdX1, rIdX2, …; `after` stands at its end."""
    kept = parts_of(data)
    name = part_of(kept, sheet)
    rels = name.replace("worksheets/", "worksheets/_rels/") + ".rels"
    links = re.sub('Id="rId', 'Id="rIdX', related(things))
    inner = re.findall(r"<Relationship .*?/>", kept.get(rels, b"").decode())
    kept[rels] = links.replace("</Relationships>", "".join(inner) + "</Relationships>").encode()
    for one in things:
        if one.xml:
            part = one.target.replace("../", "xl/")
            kept[part] = one.xml.encode() if isinstance(one.xml, str) else one.xml
    kept |= dict(more or {})
    if after:
        spaced = ('xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
                  'relationships"')
        put = re.sub(r"^<(\w+)", rf"<\1 {spaced}", after)
        kept[name] = kept[name].replace(b"</worksheet>", put.encode() + b"</worksheet>")
    return zipped(kept)


def shared(data: bytes) -> bytes:
    """The workbook with its texts in a list of their own, as Excel saves them."""
    kept = parts_of(data)
    texts: list[bytes] = []

    def index(found: re.Match[bytes]) -> bytes:
        texts.append(found[1])
        return b' t="s"><v>%d</v></c>' % (len(texts) - 1)
    for name in [one for one in kept if one.startswith("xl/worksheets/sheet")]:
        kept[name] = re.sub(rb' t="inlineStr"><is>(.*?)</is></c>', index, kept[name], flags=re.S)
    assert texts
    count = b'count="4294967295" uniqueCount="4294967295"'
    kept["xl/sharedStrings.xml"] = b'<sst xmlns="%s" %s><si>%s</si></sst>' % (
        MAIN.encode(), count, b"</si><si>".join(texts))
    link = related([Beside("sharedStrings", "sharedStrings.xml")]).replace("rId1", "rIdShared")
    rels = "xl/_rels/workbook.xml.rels"
    kept[rels] = kept[rels].replace(b"</Relationships>", re.findall(
        r"<Relationship .*?/>", link)[0].encode() + b"</Relationships>")
    return zipped(kept)

"""What must be true of whatever was read from a mangled form.

What stands in the final bytes is found by plain patterns over the unzipped XML: no code is shared
with either reader, and none of the library that made the edits.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from mangling.state import State
from pipeline.model import Problem, Submission

CELL = re.compile(r"<(?:\w+:)?c(?=[\s>/])([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.S)
TEXT = re.compile(r"<(?:\w+:)?t(?:\s[^>]*)?>(.*?)</(?:\w+:)?t>", re.S)
PHONETIC = re.compile(r"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>", re.S)
VALUE = re.compile(r"<(?:\w+:)?v(?:\s[^>]*)?>(.*?)</(?:\w+:)?v>", re.S)
FORMULA = re.compile(r"<(?:\w+:)?f(?:\s[^>]*)?>(.*?)</(?:\w+:)?f>", re.S)
SHARED = re.compile(r"<(?:\w+:)?si(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?si>)", re.S)
CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
EXTRA = re.compile(r"Extra\d{3}x")

# Said of a sheet whose questions, headings or rows are no longer as we sent them: whoever reads
# that looks at the whole sheet, so that an answer at another path is not silent.
MOVED = {"label-and-key-differ", "label-changed", "answered-twice", "missing-question",
         "missing-label", "missing-headings", "duplicate-section", "sheet-name-twice"}
# Said when part of the form is not there.
GONE = {"missing-question", "missing-section", "missing-label", "missing-headings"}
# Said of a file, or of a sheet, that cannot be read whole.
REFUSED = {"workbook-damaged", "opening-failed", "file-unsafe", "format-not-accepted"}
BROKEN = {*REFUSED, "sheet-part-missing", "part-cut-short"}


def unpacked(data: bytes) -> dict[str, str]:
    """The parts of a package as text, words that XML escapes written out later."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return {name: CDATA.sub(lambda found: html.escape(found[1], quote=False), decoded(raw))
            for name, raw in parts.items() if not name.endswith("/")}


def decoded(raw: bytes) -> str:
    """A part as text, in the encoding it opens with."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    return raw.decode("utf-8-sig", "replace")


def words_of(data: bytes) -> Iterator[str]:
    """Every text that stands in the package: of each cell, and of each part outside its cells."""
    parts = unpacked(data)
    shared = [joined(one[1] or "") for name, text in parts.items()
              if name.lower().endswith("sharedstrings.xml") for one in SHARED.finditer(text)]
    for name, text in parts.items():
        if name.lower().endswith("sharedstrings.xml"):
            continue
        if not re.search(r"worksheets/[^/]*\.xml$", name, re.I):
            yield joined(text) or ""
            yield html.unescape(text)
            continue
        for found in CELL.finditer(text):
            yield from cell_words(found[1], found[2] or "", shared)
        # A sheet that was cut off ends in a cell that is none.
        rest = CELL.sub("", text)
        cut = re.search(r"<(?:\w+:)?c\s[^<]*(?:<(?!/(?:\w+:)?sheetData).*)?$", rest, re.S)
        yield html.unescape(rest[:cut.start()] if cut else rest)


def cell_words(attributes: str, inside: str, shared: list[str]) -> Iterator[str]:
    """The texts of one cell: its formula, its text, and its value or the string it refers to."""
    yield from (html.unescape(one) for one in FORMULA.findall(inside))
    value = VALUE.search(inside)
    if re.search(r"\bt\s*=\s*[\"']s[\"']", attributes) and value:
        number = value[1].strip()
        if number.isdecimal() and int(number) < len(shared):
            yield shared[int(number)]
    elif value:
        yield html.unescape(value[1])
    yield joined(inside)


def joined(text: str) -> str:
    """The runs of a text put together, without what is printed above it to be read aloud."""
    return html.unescape("".join(TEXT.findall(PHONETIC.sub("", text))))


@dataclass
class Verdict:
    """What is wrong with a reading, and what was said in it."""

    wrong: list[str] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    refused: bool = False


def judge(state: State, data: bytes, found: Submission | Problem) -> Verdict:
    """Hold what was read from the final bytes against what stands in them."""
    if isinstance(found, Problem):
        wrong = [] if found.severity == "error" else [f"refused by a {found.severity}"]
        if found.code == "form-unknown" and not (state.nameless or state.damaged):
            wrong.append("not known any more, though something says which form it is")
        if found.code in REFUSED and not state.damaged:
            wrong.append(f"refused ({found.code}), though only edited")
        return Verdict(wrong, {found.code}, True)
    return _Judge(state, data, found).verdict()


class _Judge:
    """One reading held against the words of its file."""

    def __init__(self, state: State, data: bytes, found: Submission) -> None:
        self.state, self.found = state, found
        self.filled = state.filled
        self.tables = {s.id for s in self.filled.form.sections if s.kind == "table"}
        self.present: set[str] = set()
        self.extras: set[str] = set()
        for words in words_of(data):
            self.present |= {one.token for one in self.filled.find(words)}
            self.extras |= set(EXTRA.findall(words))
        self.at: dict[str, set[str]] = {}
        for path, answer in found.answers.items():
            for one in self.filled.find(answer.text) | self.filled.find(answer.value):
                self.at.setdefault(one.token, set()).add(path)
        self.quotes = "\n".join(one.quote for one in found.problems)
        self.quoted = {one.token for p in found.problems for line in (p.quote, *p.quote.split("\n"))
                       for one in self.filled.find(line)}
        self.wrong: list[str] = []

    def verdict(self) -> Verdict:
        """Everything that is wrong."""
        for one in self.filled.sentinels:
            if one.token in self.present:
                self._kept(one.token, one.path)
            elif one.token not in self.state.emptied:
                self._gone(one.token, one.path)
        said = "\n".join([self.quotes, *(a.text for a in self.found.answers.values()),
                          self.found.case, self.found.recipient, self.found.replaces,
                          self.found.nothing_held.text])
        self.wrong += [f"{word}, typed by somebody, is lost" for word in sorted(self.extras)
                       if word not in said]
        self._rows()
        self._invented()
        self.wrong += [f"the second count had to find {one.quote[:60]!r} at {one.where}"
                       for one in self.found.problems
                       if one.code == "not-accounted" and not self.state.damaged]
        return Verdict(self.wrong, {one.code for one in self.found.problems})

    def _kept(self, token: str, path: str) -> None:
        places = self.at.get(token, set())
        if any(self._same(place, path) for place in places) or token in self.quoted:
            return
        if not places:
            self.wrong.append(f"{token} of {path} is lost")
        elif token not in self.state.strayed and not all(map(self._warned, places)):
            self.wrong.append(f"{token} of {path} is at {', '.join(sorted(places))} unsaid")

    def _same(self, place: str, path: str) -> bool:
        """Whether a path is that of the question: of a table, in any row."""
        one, other = place.split("/"), path.split("/")
        if one[0] in self.tables:
            return (one[0], one[-1]) == (other[0], other[-1])
        return place == path

    def _warned(self, place: str) -> bool:
        """Whether anybody who looks at the sheet of this answer is told that it was changed."""
        sheets = {where.part for where in self.found.answers[place].refs}
        return any(p.code in MOVED and p.where.part in sheets for p in self.found.problems)

    def _gone(self, token: str, path: str) -> None:
        """Words that stand nowhere any more: somebody must be told, or asked for them again."""
        if self.state.damaged:
            if not {p.code for p in self.found.problems} & {*BROKEN, *GONE}:
                self.wrong.append(f"{token} of {path} was cut off and nothing is said")
            return
        section, field_id = path.split("/")[0], path.removesuffix("/anomaly").split("/")[-1]
        asked = next(f for s, f in self.filled.form.fields()
                     if s.id == section and f.id == field_id)
        sheet = next(s.sheet for s in self.filled.form.sections if s.id == section)
        heads = {asked.label, sheet, "Your answer", "Filled in by us", f"{path.split('/')[1]}: "}
        said = any(p.code in GONE and any(head in p.message for head in heads)
                   for p in self.found.problems)
        # A question that was seen is one that is asked again when it must be answered.
        seen = section not in self.tables and path in self.found.places
        # A formula that another format could not keep is known by the error it left.
        said = said or (token in self.state.strayed and any(
            p.code in ("formula-error", "formula-without-value") for p in self.found.problems))
        if not said and not seen:
            self.wrong.append(f"{token} of {path} was taken away and nothing is said")

    def _rows(self) -> None:
        """What stood in one row of a table stands in one row still."""
        rows: dict[str, list[tuple[str, set[str]]]] = {}
        for one in self.filled.sentinels:
            if one.path.split("/")[0] not in self.tables or one.token in self.state.strayed:
                continue
            here = {place.split("/")[1] for place in self.at.get(one.token, ())
                    if self._same(place, one.path) and not self._warned(place)}
            if here:
                rows.setdefault("/".join(one.path.split("/")[:2]), []).append((one.token, here))
        for row, kept in rows.items():
            if not set.intersection(*(here for _, here in kept)):
                self.wrong.append(f"{row} is torn apart: {kept}")

    def _invented(self) -> None:
        """No line of an answer is ours, or anybody's but who typed it."""
        lines = {line.strip() for line in self.filled.lines} | self.state.typed | {""}
        for path, answer in self.found.answers.items():
            for line in answer.text.split("\n"):
                # A character that was taken out leaves a mark, which is ours and says so.
                if line.strip("\ufffd ").strip() not in lines and not (
                        self.filled.find(line) or EXTRA.search(line) or self._warned(path)):
                    self.wrong.append(f"nobody typed {line[:60]!r} at {path}")

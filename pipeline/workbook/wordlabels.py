"""The questions of a form by their words, and our own words as a Word document may print them."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.doors.word.inline import PLACEHOLDER
from pipeline.model import Field, Form, Profile, Section
from pipeline.prose import plain
from pipeline.workbook.asking import OurWords
from pipeline.workbook.layout import IDENTITY, same
from pipeline.workbook.outside import PAGE
from pipeline.workbook.read import own_words

TICKED, UNTICKED = "☒☑✓✔✅", "☐□"
SIGN = re.compile(f"[{TICKED}{UNTICKED}✗✘❌]")
OPTION = re.compile(rf"({SIGN.pattern})\s*([^{TICKED}{UNTICKED}✗✘❌]+)")
SEPARATOR = re.compile(r"[:?.=\t–—-]+\s*|\s{2,}|$")
NUMBERED = re.compile(r"(?:subject )?child (?:c ?)?(?P<number>\d{1,2})|c(?P<code>\d{1,2})")
WORD = re.compile(r"\w+")
LONGEST, FIRST_LINES = 600, 5
"""No label is longer, and none stands further down in the cell that it heads."""

SHORT = 60
"""The heading of a child's column says no more than this."""

PRINTED = {"question", "answer", "category", "ticked", "contents", "further details",
           "as the business unit holds it", "what this agency's records show",
           "no difference noted", "not recorded", "not answered by the agency",
           "not answered by the panel member", "not answered by the referrer"}
"""What our printed copies say beside the form's own words. Only there: elsewhere somebody may
have answered so."""

HEADS = ({"question", "answer"}, {"category", "ticked"})
HELD_HEAD = "as the business unit holds it"
SHOWN_HEADS = ("what this agency's records show", "what your records show, if different")
NAMED = re.compile(r"\s*[:(–-]")
"""What stands between the code of a child and its name."""

LONG_ENOUGH = 3
"""Shorter words of ours than this many are not looked for inside a longer text."""

IDENTITY_KEYS = {same(label): key for key, label in IDENTITY
                 if key in ("case", "recipient", "version")}


@dataclass(frozen=True)
class Asked:
    """A question, with the section it stands in."""

    section: Section
    field: Field


@dataclass(frozen=True)
class Piece:
    """Part of a cell: a label, and the words that stand with it in the same cell."""

    label: str
    words: str


class WordWords(OurWords):
    """Our own words, also where a document runs several of them together."""

    print: frozenset[str] = frozenset()
    options: frozenset[str] = frozenset()
    long: Mapping[str, tuple[tuple[str, ...], ...]] = {}

    def __contains__(self, words: object) -> bool:
        if not isinstance(words, str):
            return False
        return (super().__contains__(words) or words in self.print or self._blank(words)
                or bool(PAGE.fullmatch(words) or PLACEHOLDER.fullmatch(words))
                or self._together(words)
                or bool((child := NUMBERED.fullmatch(words)) and child["number"]))

    def _blank(self, words: str) -> bool:
        """Whether these are only boxes that nobody has ticked, with what they stand for."""
        if words[:1] not in UNTICKED or not words:
            return False
        options = [same(bit) for bit in re.split(f"[{UNTICKED}]", words)]
        return all(not one or one in self.options for one in options)

    def _together(self, words: str) -> bool:
        """Whether this is nothing but titles and guidance of ours, one after the other."""
        bits = _bits(words)
        if not LONG_ENOUGH <= len(bits) <= 2_000:
            return False
        reached = {0}
        for at in range(len(bits)):
            if at in reached:
                reached |= {at + len(one) for one in self.long.get(bits[at], ())
                            if tuple(bits[at:at + len(one)]) == one}
        return len(bits) in reached


def _bits(words: str) -> list[str]:
    return [bit for bit in re.split(r"[^\w']+", words) if bit]


def word_words(form: Form, profile: Profile, copy: bool) -> WordWords:
    """Our own words on a Word copy of this form. `copy`: it was printed by us from answers."""
    made = WordWords(own_words(form) | {same(words) for words in (
        profile.name, profile.marking, *(one.title for one in profile.documents))})
    made.print = frozenset(PRINTED if copy else ())
    made.options = frozenset(same(words) for words in (
        "Yes", "No", "N/A", "Not known", *(f.label for s, f in form.fields() if f.type == "tick"),
        *(words for _, f in form.fields() for words in f.choices)))
    phrases = [form.title, *form.intro, *form.guidance]
    for section in form.sections:
        phrases += [section.title, section.about, *section.guidance, *section.guidance_after]
        phrases += [words for f in section.fields for words in (*f.guidance, f.heading)]
    held: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in phrases:
        bits = tuple(_bits(same(plain(phrase))))
        if bits:
            held[bits[0]] = (*held.get(bits[0], ()), bits)
    made.long = held
    return made


class Labels:
    """The questions of a form by every wording they have had."""

    def __init__(self, form: Form) -> None:
        self._by: dict[str, list[Asked]] = {}
        for section, field in form.fields():
            for words in dict.fromkeys(map(same, (field.label, *field.labels_before))):
                self._by.setdefault(words, []).append(Asked(section, field))
        self.titles = {same(words): section for section in reversed(form.sections)
                       for words in (section.sheet, section.title)}
        self._first = {_first(words) for words in self._by}
        self._longest = max((len(words) for words in self._by), default=0) + 20

    def asked(self, words: str) -> list[Asked]:
        """The questions with exactly this wording."""
        return self._by.get(same(words), []) if len(words) <= 2 * self._longest else []

    def met(self, words: str) -> bool:
        """Whether these words are a label, or begin with one."""
        return bool(self.asked(words)) or any(piece.label for piece in self.cut(words))

    def among(self, words: Collection[str]) -> set[str]:
        """The different labels and titles among words that are reduced as `same` does."""
        return {one for one in (*self._by, *self.titles) if one in words}

    def cut(self, words: str) -> list[Piece]:
        """A text at the labels in it: each at the beginning of a line, or beside a sign.

        One piece without a label when there is none.
        """
        pieces: list[list[str]] = []
        for line in words.split("\n"):
            found = list(self._ticks(line)) or list(self._begun(line))
            if found:
                pieces += [[one.label, one.words] for one in found]
            elif pieces:
                pieces[-1][1] += f"\n{line}"
            else:
                pieces.append(["", line])
        return [Piece(label, said.strip("\n")) for label, said in pieces]

    def _begun(self, line: str) -> Iterator[Piece]:
        """The longest label that this line begins with."""
        if _first(line[:self._longest].casefold()) not in self._first:
            return
        ends = [m for m in SEPARATOR.finditer(line[:self._longest]) if self.asked(line[:m.end()])]
        if ends:
            last = ends[-1]
            yield Piece(line[:last.end()], line[last.end():])

    def _ticks(self, line: str) -> Iterator[Piece]:
        """The options of a line of boxes; none unless every one of them is a question."""
        signs = SIGN.findall(line)
        if not signs:
            return
        before = OPTION.findall(line)
        after = [(sign, words) for words, sign in re.findall(
            rf"([^{TICKED}{UNTICKED}✗✘❌]+)({SIGN.pattern})", line)]
        for found in (before, after):
            if len(found) == len(signs) and all(self._is_tick(words) for _, words in found):
                yield from (Piece(words.strip(), sign) for sign, words in found)
                return

    def _is_tick(self, words: str) -> bool:
        return any(one.field.type == "tick" for one in self.asked(words.strip()))


def child_of(words: str) -> str:
    """The code of the child that a heading is about, '' when it is about none.

    A sentence that begins with a code is no heading.
    """
    reduced = same(words)
    found = NUMBERED.match(reduced) if len(words) <= SHORT else None
    if not found or (found.end() < len(reduced) and not NAMED.match(reduced, found.end())):
        return ""
    return f"C{int(found['number'] or found['code'])}"


def heads(words: str) -> str:
    """What a heading of ours says of the column below it: 'held', 'anomaly' or nothing."""
    reduced = same(words)
    if reduced.endswith(HELD_HEAD):
        return "held"
    return "anomaly" if reduced.endswith(SHOWN_HEADS) else ""


def is_mark(words: str) -> bool:
    """Whether a cell holds nothing but a tick, a cross or an empty box."""
    return bool(SIGN.fullmatch(words.strip())) or same(words) in (
        "x", "yes", "no", "y", "n", "true", "false", "p", "ü", "tick", "ticked")


def chosen(words: str) -> str:
    """What is ticked among options in one cell: '☐ Yes ☒ No' is No; '' when that is not one."""
    options = OPTION.findall(words)
    ticked = [option.strip() for sign, option in options if sign in TICKED]
    return ticked[0] if len(ticked) == 1 else ""


def beginnings(texts: Iterable[str]) -> set[str]:
    """All that labels may be in these texts: whole ones, and how their first lines begin."""
    found: set[str] = set()
    for words in texts:
        found.add(same(words[:LONGEST]))
        for line in words[:LONGEST].split("\n")[:FIRST_LINES]:
            found |= {same(line[:m.end()]) for m in SEPARATOR.finditer(line)}
            found |= {same(option) for option in SIGN.split(line)}
    return found - {""}


def _first(words: str) -> str:
    found = WORD.search(words)
    return found[0] if found else ""

"""The yearly figures as a Word document, a workbook and charts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from pipeline.dates import in_words
from pipeline.deadlines import days_of
from pipeline.doors import xlsx
from pipeline.doors.docwriter import Block, Cell, Logo, Paragraph, Span, Table, write_blocks
from pipeline.doors.housestyle import house_style
from pipeline.doors.pictures import bars
from pipeline.doors.word import WordTemplate
from pipeline.doors.wordpictures import Picture, with_pictures
from pipeline.measures.definition import asked, paths
from pipeline.measures.figures import SMALL, Figure, Line, Period
from pipeline.model import Profile

TITLE, NAME = "Performance measures", "measures"
FEWER = f"Fewer than {SMALL}"
FEW = f"{FEWER}: may point to a family"
WARNING = (f"Numbers below {SMALL} are marked. They may point to a family: do not pass them on "
           "outside the partnership.")
MOST_NOUGHTS = 6  # a chart of more lines than this leaves out those that are nought
COLUMNS = (("Measure", 9), ("What is measured", 44), ("Figure", 26), ("Counted", 40),
           ("Number", 10), ("Small number", 38), ("Cases whose form is in", 14), ("Reads", 60),
           ("Counted by", 44), ("Source", 60))


@dataclass(frozen=True)
class Year:
    """What the figures were counted over: the period, the cases, and those left out with reasons.

    `notes` says of counted cases what could not be read in them.
    """

    as_of: date
    period: Period
    cases: Sequence[str]
    left_out: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()

    @property
    def words(self) -> str:
        """The period in words."""
        first, last = self.period.first, self.period.last
        if first and last:
            return f"{in_words(first)} to {in_words(last)}"
        if first:
            return f"from {in_words(first)}"
        return f"up to {in_words(last)}" if last else "all cases, whenever they began"


@dataclass
class _Page:
    blocks: list[Block] = field(default_factory=list)
    pictures: dict[str, Picture] = field(default_factory=dict)

    def say(self, text: str, style: str = "Normal", look: str = "") -> None:
        self.blocks.append(Paragraph((Span(_literal(text), style=look),), style))

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]],
              widths: Sequence[float]) -> None:
        self.blocks.append(Table(
            tuple(_cell(head, "Table Head") for head in heads),
            tuple(tuple(_cell(words, "Table Text") for words in row) for row in rows),
            tuple(widths)))


def files(profile: Profile, figures: Sequence[Figure], year: Year) -> dict[str, bytes]:
    """measures.docx, measures.xlsx, and in charts/ a picture of each measure with its words."""
    charts = {figure.measure["id"]: Picture(
        bars(_shown(figure), [line.label for line in figure.lines if line.left_out],
             figure.measure["label"]), alternative(figure))
        for figure in figures if _shown(figure)}
    made = {f"{NAME}.docx": _document(profile, figures, charts, year),
            f"{NAME}.xlsx": _workbook(profile, figures, year)}
    for name, chart in charts.items():
        made[f"charts/{name}.png"] = chart.data
        made[f"charts/{name}.txt"] = f"{chart.alternative}\n".encode()
    return made


def alternative(figure: Figure) -> str:
    """What a chart says, for somebody who cannot see it."""
    numbers = "; ".join(f"{label} {count}" for label, count in _shown(figure))
    return f"Bar chart. {figure.measure['label']}: {numbers}."


def _shown(figure: Figure) -> list[tuple[str, int]]:
    """The lines of a chart; in a long list those that are nought are left to the table."""
    long = len(figure.lines) > MOST_NOUGHTS
    return [(line.label, line.count) for line in figure.lines if line.count or not long]


def _document(profile: Profile, figures: Sequence[Figure], charts: Mapping[str, Picture],
              year: Year) -> bytes:
    page = _Page(pictures={f"[chart {name}]": chart for name, chart in charts.items()})
    page.blocks.append(Logo())
    page.say("{{ document.title }}", "Title")
    page.say(f"{profile.name}: {year.words}", "Subtitle")
    _front(page, profile, figures, year)
    for group, some in groupby(figures, lambda one: str(one.measure["group"])):
        page.say(group, "Heading 1")
        for _, same in groupby(some, lambda one: str(one.measure["letter"])):
            alike = list(same)
            page.say(f"{alike[0].measure['letter']}) {alike[0].measure['source']['words']}",
                     "Heading 2")
            for figure in alike:
                _measure(page, profile, figure)
    path = profile.house
    house = path.read_bytes() if path.is_file() else house_style()
    about = {"id": NAME, "title": TITLE, "marking": profile.marking, "state": ""}
    drawn = WordTemplate(write_blocks(page.blocks, house, "{{ document.title }}"),
                         f"{NAME}.docx").render({"document": about, "reference": ""})
    return with_pictures(drawn, page.pictures)


def _front(page: _Page, profile: Profile, figures: Sequence[Figure], year: Year) -> None:
    """What a reader needs first: all figures, over which cases, and what is not in them."""
    without = f", without {_many(len(year.left_out), 'case')} named below" if year.left_out else ""
    page.say(f"Counted on {in_words(year.as_of)} over {_many(len(year.cases), 'case')}{without}. "
             "“Not collected” means that nobody was asked or nobody has answered yet. A nought "
             "means that there were answers and none of them counts.")
    page.say(WARNING)
    if any(figure.measure["kind"] == "deadline" for figure in figures):
        page.say(f"How days are counted: {days_of(profile).convention}")
    page.table(("Measure", "What is measured", "Figure", "Small numbers"), [
        (figure.measure["letter"], figure.measure["label"], figure.words,
         FEWER if figure.small else "None") for figure in figures], (14, 48, 22, 16))
    if year.left_out:
        page.say("Cases left out", "Heading 1")
        page.say("These could not be counted. The figures above are without them.")
        page.table(("Case", "Why"), year.left_out, (30, 70))
    if year.notes:
        page.say("Not read in cases that are counted", "Heading 1")
        for note in year.notes:
            page.say(note, "List Bullet")


def _measure(page: _Page, profile: Profile, figure: Figure) -> None:
    measure = figure.measure
    page.say(f"{measure['label']}: {figure.words[0].lower()}{figure.words[1:]}", "Heading 3")
    if not figure.collected:
        page.say(_why(figure))
    if _shown(figure):
        page.say(f"[chart {measure['id']}]")
        shown = [line for line in figure.lines if line.count or len(figure.lines) <= MOST_NOUGHTS]
        page.table(("Counted", "Number", "Note"),
                   [(line.label, str(line.count), _note(line)) for line in shown], (50, 14, 36))
        noughts = [line.label for line in figure.lines if line not in shown]
        if noughts:
            page.say(f"None of: {'; '.join(noughts)}.")
    if figure.undated:
        page.say(f"{_many(figure.undated, 'case')} left out: there is no date to say whether it "
                 "belongs to the period.")
    if "note" in measure:
        page.say(measure["note"])
    page.say(f"Reads {reads(profile, figure)}. Counted by {dated(profile, figure)}. "
             f"Source: line {measure['source']['line']}.", look="Source")


def _why(figure: Figure) -> str:
    if not figure.asked:
        return "No case in the period holds an answer to this question's form."
    return f"The form has come in, in {_many(figure.asked, 'case')}; nothing in it counts yet."


def _note(line: Line) -> str:
    notes = [FEW] if line.small else []
    return ". ".join([*notes, *(["Does not count towards the figure"] if line.left_out else [])]
                     ) or "–"


def reads(profile: Profile, figure: Figure) -> str:
    """The questions a measure reads, each with its form and path."""
    return "; ".join(_question(profile, path) for path in paths(profile, figure.measure))


def dated(profile: Profile, figure: Figure) -> str:
    """The question whose date says to which period an answer belongs."""
    return _question(profile, figure.measure["counted_on"])


def _question(profile: Profile, path: str) -> str:
    found = asked(profile, path)
    return f"“{found[2].label}”, {found[0].title} ({path})" if found else path


def _workbook(profile: Profile, figures: Sequence[Figure], year: Year) -> bytes:
    about = "  |  ".join(filter(None, (
        profile.marking, profile.name, year.words, _many(len(year.cases), "case"),
        f"left out: {', '.join(name for name, _ in year.left_out)}" if year.left_out else "")))
    return xlsx.table(TITLE, about, COLUMNS, list(_rows(profile, figures)))


def _rows(profile: Profile, figures: Sequence[Figure]) -> Iterator[list[str | int]]:
    for figure in figures:
        measure = figure.measure
        for line in figure.lines or (Line("Not collected", -1),):
            yield [measure["letter"], measure["label"], figure.words, line.label,
                   line.count if figure.lines else "Not collected",
                   FEW if line.small else "No", figure.asked, reads(profile, figure),
                   dated(profile, figure), f"line {measure['source']['line']}: "
                   f"{measure['source']['words']}"]


def _cell(text: str, style: str) -> Cell:
    return (Paragraph((Span(_literal(text)),), style),)


def _literal(text: str) -> str:
    """A label of a form is words, never a tag; the title is the one tag there is."""
    return text if text == "{{ document.title }}" else text.replace("{{", "{ {").replace(
        "{%", "{ %")


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"

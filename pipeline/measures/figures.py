"""From the cases of a partnership to its yearly figures. Nothing is guessed: what nobody was asked,
or nobody answered, is not collected, and a nought means that somebody answered and it was none.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pipeline.dates import read_when
from pipeline.measures.definition import Measure, asked, options, paths, score
from pipeline.model import Case, Profile

SMALL = 5
ON_TIME, LATE, NOT_YET = "On time", "Late", "Not due yet"
STATES = {"Done": ON_TIME, "Done early": ON_TIME, "Done late": LATE, "Overdue": LATE,
          "To come": NOT_YET, "Due today": NOT_YET, "Open now": NOT_YET, "Planned": NOT_YET,
          "Planned late": NOT_YET}
OTHER = "Another answer"
Place = Mapping[str, Any]


@dataclass(frozen=True)
class Period:
    """The days counted: both ends count; without one there is no bound on that side."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day is in it."""
        return (self.first is None or self.first <= day) and (
            self.last is None or day <= self.last)

    @property
    def bounded(self) -> bool:
        """Whether it leaves any day out."""
        return self.first is not None or self.last is not None


@dataclass(frozen=True)
class Line:
    """A number with what it counts. `left_out`: it does not count towards the figure."""

    label: str
    count: int
    left_out: bool = False

    @property
    def small(self) -> bool:
        """So few that it may point to a family."""
        return 0 < self.count < SMALL


@dataclass(frozen=True)
class Figure:
    """One measure, worked out. `total` counts answers that count; `part` those that are meant.

    `asked`: cases whose form has come in; `undated`: cases that have no date to count them by.
    """

    measure: Measure
    lines: tuple[Line, ...] = ()
    part: int = 0
    total: int = 0
    mean: float = 0
    asked: int = 0
    undated: int = 0

    @property
    def collected(self) -> bool:
        """Whether anybody has answered at all."""
        return bool(self.total) or (self.timed and bool(self.lines))

    @property
    def timed(self) -> bool:
        """Whether it says what was in time."""
        return self.measure["kind"] in ("deadline", "by_date")

    @property
    def small(self) -> bool:
        """Whether any number in it is so small that it may point to a family."""
        return any(line.small for line in self.lines)

    @property
    def words(self) -> str:
        """The figure in a few words."""
        if not self.collected:
            return "Not collected"
        if not self.total:
            return "None due yet"
        match self.measure["kind"]:
            case "count":
                return f"{self.total} in all"
            case "average":
                return f"{self.mean:.1f} on average, of {self.total}"
        what = "on time, of" if self.timed else "of"
        return f"{self.part} {what} {self.total} ({round(100 * self.part / self.total)}%)"


@dataclass
class _Tally:
    """What is counted for one measure, case by case."""

    counts: dict[str, int] = field(default_factory=dict)
    asked: int = 0
    undated: int = 0

    def add(self, label: str) -> None:
        self.counts[label] = self.counts.get(label, 0) + 1


def figures(profile: Profile, cases: Mapping[str, Case], period: Period) -> list[Figure]:
    """Every measure of a partnership over these cases, in the profile's order."""
    return [_figure(profile, measure, cases, period) for measure in profile.measures]


def _figure(profile: Profile, measure: Measure, cases: Mapping[str, Case],
            period: Period) -> Figure:
    tally = _Tally()
    for case in cases.values():
        counted = _Counted(profile, measure, case, period, tally)
        COUNTING[measure["kind"]](counted)
    made = Figure(measure, asked=tally.asked, undated=tally.undated)
    return _finished(profile, made, tally.counts) if tally.counts else made


@dataclass(frozen=True)
class _Counted:
    """One measure in one case."""

    profile: Profile
    measure: Measure
    case: Case
    period: Period
    tally: _Tally

    def places(self, path: str) -> list[Place]:
        """Where the question stands in this case and period: returns, children or rows."""
        section, when = path.rsplit(".", 1)[0], self.measure["counted_on"].rsplit(".", 1)
        if not self.case["forms"][path.split(".")[0]]["returns"] or not self._meant():
            return []
        found = list(places(self.profile, self.case, path))
        if self.period.bounded and when[0] == section:
            found = [one for one in found if self._holds(one[when[1]])]
        elif self.period.bounded:
            days = [one[when[1]] for one in places(self.profile, self.case, ".".join(when))]
            given = [one for one in days if one["text"].strip()]
            name = path.rsplit(".", 1)[1]
            self.tally.undated += not given and any(one[name]["text"].strip() for one in found)
            if not given or not self._holds(given[0]):
                return []
        self.tally.asked += 1
        return found

    def _meant(self) -> bool:
        """Whether the measure is about this case at all."""
        where = self.measure.get("where")
        if not where:
            return True
        name = where["field"].rsplit(".", 1)[1]
        return any(one[name]["value"] in where["is"]
                   for one in places(self.profile, self.case, where["field"]))

    def _holds(self, answer: Place) -> bool:
        day = read_when(answer["text"]).first if answer["text"].strip() else None
        return day is not None and self.period.holds(day)

    def values(self, path: str) -> Iterator[str]:
        """Every answer to a question, as the choice it is."""
        name = path.rsplit(".", 1)[1]
        for place in self.places(path):
            if place[name]["text"].strip():
                yield str(place[name]["value"] or place[name]["text"])


def places(profile: Profile, case: Case, path: str) -> Iterator[Place]:
    """The answers by field id, wherever in a case the section of a question was filled in."""
    found = asked(profile, path)
    assert found is not None, path
    form, section, _ = found
    for one in case["forms"][form.id]["by_sender"]:
        held = one["sections"][section.id]
        if section.kind == "table":
            yield from held["rows"]
        elif section.per:
            yield from (child["fields"] for child in held["children"])
        else:
            yield held


def _count_values(one: _Counted) -> None:
    offered = options(one.profile, one.measure["field"])
    for value in one.values(one.measure["field"]):
        one.tally.add(value if value in offered or not offered else OTHER)


def _count_cases(one: _Counted) -> None:
    """A share by case: it counts when every answer in it is one that is meant."""
    if one.measure.get("per") != "case":
        return _count_values(one)
    left_out = one.measure.get("leave_out", ())
    values = [value for value in one.values(one.measure["field"]) if value not in left_out]
    if values:
        one.tally.add("All" if all(v in one.measure["yes"] for v in values) else "Not all")
    return None


def _count_deadline(one: _Counted) -> None:
    path = paths(one.profile, one.measure)[-1]
    state = one.case["deadlines"][one.measure["deadline"]]["state"]["text"]
    if one.places(path) and state in STATES:
        one.tally.add(STATES[state])


def _count_dates(one: _Counted) -> None:
    due_name, done_name = (one.measure[key].rsplit(".", 1)[1] for key in ("due", "done"))
    as_of = date.fromisoformat(one.case["as_of"])
    for place in one.places(one.measure["due"]):
        due = read_when(place[due_name]["text"]).last
        done = read_when(place[done_name]["text"]).last
        if due is not None:
            late = (done or as_of) > due
            one.tally.add(LATE if late else ON_TIME if done else NOT_YET)


COUNTING: Mapping[str, Callable[[_Counted], None]] = {
    "count": _count_values, "average": _count_values, "share": _count_cases,
    "deadline": _count_deadline, "by_date": _count_dates}


def _finished(profile: Profile, made: Figure, counts: Mapping[str, int]) -> Figure:
    """The figure from its counts: every choice has its line, in the order of the form."""
    measure = made.measure
    match measure["kind"]:
        case "deadline" | "by_date":
            labels: Sequence[str] = (ON_TIME, LATE, NOT_YET)
            left_out: Sequence[str] = (NOT_YET,)
            meant: Sequence[str] = (ON_TIME,)
        case "share" if measure.get("per") == "case":
            labels, left_out, meant = ("All", "Not all"), (), ("All",)
        case _:
            labels, left_out = options(profile, measure["field"]), measure.get("leave_out", ())
            meant = measure.get("yes", ())
    order = [*labels, *sorted(set(counts) - set(labels))]
    lines = tuple(Line(label, counts.get(label, 0), label in left_out) for label in order)
    kept = [line for line in lines if not line.left_out]
    total = sum(line.count for line in kept)
    scores = [(score(line.label), line.count) for line in kept]
    scored = [(number, count) for number, count in scores if number is not None]
    if measure["kind"] == "average":
        total = sum(count for _, count in scored)
    mean = sum(number * count for number, count in scored) / total if scored and total else 0
    return replace(made, lines=lines, total=total, mean=mean,
                   part=sum(line.count for line in kept if line.label in meant))

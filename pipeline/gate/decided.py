"""What must have been decided and recorded before a pack leaves: court, partners, days, way."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pipeline import diary
from pipeline.dates import in_words, read_when
from pipeline.deadlines import clashes
from pipeline.gate.look import Look, plain
from pipeline.gate.recorded import NOTHING, Json, text
from pipeline.keys import WAYS
from pipeline.model import Problem, Where
from pipeline.prefill import flat

DECISION = "publication_decision"
_, IMPROVEMENTS, NOT_PUBLISHED = WAYS
NOT_NEEDED, GIVEN = "Not needed", "Given"
DIARY = Where("The diary of the case")


def judicial(look: Look) -> Iterator[Problem]:
    """The Family Court has agreed, or somebody recorded that it need not."""
    said = look.recorded.words(DECISION, "judicial_agreement")
    where = look.recorded.place(DECISION, "judicial_agreement")
    if not said:
        yield look.hit("gate-judicial", where)
    elif said == GIVEN and not look.recorded.words(DECISION, "judicial_reference"):
        yield look.hit("gate-judicial-awaited", look.recorded.place(
            DECISION, "judicial_reference"), what="its order has no reference")
    elif said not in (GIVEN, NOT_NEEDED):
        known = said in look.recorded.choices(DECISION, "judicial_agreement")
        yield look.hit("gate-judicial-awaited", where,
                       what=f"it says “{said}”" if known else "it is not clear what it said")


def legal_advice(look: Look) -> Iterator[Problem]:
    """Legal advice was taken: when, and from whom."""
    for field, what in (("legal_advice_on", "the day"), ("legal_advice_from", "from whom")):
        if not _said(look, look.recorded.answers(DECISION), field):
            yield look.hit("gate-legal-advice", look.recorded.place(DECISION, field), what=what)


def family_meeting(look: Look) -> Iterator[Problem]:
    """The family was met before publication, or it is said why not."""
    met = look.recorded.answers(DECISION)
    if not _said(look, met, "family_meeting_on") and not text(
            met.get("no_family_meeting_because", NOTHING)):
        yield look.hit("gate-family-meeting",
                       look.recorded.place(DECISION, "family_meeting_on"))


def sign_off(look: Look) -> Iterator[Problem]:
    """Every printed step of sign-off has its day, and whose role recorded it."""
    asked = look.recorded.asked("sign_off")
    steps = [row["body"] for row in asked[1].printed if row.get("body")] if asked else []
    yield from _agreed(look, "sign_off", "body", steps, {"on": "the day", "by": "by whom"})


def partners(look: Look) -> Iterator[Problem]:
    """All three safeguarding partners have agreed: who, and when."""
    asked = look.recorded.asked("partners")
    three = [row["partner"] for row in asked[1].printed if row.get("partner")] if asked else []
    yield from _agreed(look, "partners", "partner", three,
                       {"name": "the name", "agreed_on": "the day"})


def _agreed(look: Look, means: str, whose: str, wanted: list[str],
            fields: Mapping[str, str]) -> Iterator[Problem]:
    code = {"body": "gate-sign-off", "partner": "gate-partner"}[whose]
    where = look.recorded.place(means)
    rows = look.recorded.rows(means)
    if not wanted:
        yield look.hit("gate-cannot-check", where, check=means.replace("_", " "),
                       why="no form of the partnership asks for it")
    for one in wanted:
        row = next((row for row in rows if plain(text(row.get(whose))) == plain(one)), {})
        lacking = [words for field, words in fields.items() if not _said(look, row, field)]
        if lacking:
            yield look.hit(code, Where(where.file, where.part, one),
                           **{whose: one, "what": f"{' and '.join(lacking)} is missing"})


def _said(look: Look, row: Json, field: str) -> bool:
    """Whether something was recorded; a day must be one, and not lie ahead."""
    words = text(row.get(field, NOTHING))
    if not words or not field.endswith("on"):
        return bool(words)
    when = read_when(words)
    return when.kind == "day" and when.first is not None and (
        when.first <= date.fromisoformat(look.pack.as_of))


def publication_day(look: Look) -> Iterator[Problem]:
    """The day of publication is known, and is nobody's birthday and no anniversary."""
    where = look.recorded.place("key_dates", "publication")
    day = look.recorded.publication()
    form = look.pack.profile.form_meaning("case_record")
    if day is None or form is None:
        yield look.hit("gate-publication-day-missing", where)
        return
    record = flat(look.pack.case["forms"][form.id]["merged"])
    on = [one.what for one in clashes(look.pack.profile, form, record, day) if one.apart == 0]
    if on:
        yield look.hit("gate-publication-day", where, what="; ".join(on))


def panel_copy(look: Look) -> Iterator[Problem]:
    """Whoever must have it first was given it in time, as the diary shows, and what must have
    happened before has.
    """
    yield from _too_early(look)
    for need in look.pack.kind.needs:
        due = _due(look, need.get("deadline", ""))
        kind = next(one for one in look.pack.profile.packs if one.id == need["pack"])
        whose = {"": ""} if kind.for_each != "list" else {
            str(entry["id"]): str(entry["label"])
            for entry in look.pack.profile.lists[kind.recipients]}
        for code, label in whose.items():
            whom = f" for {label}" if label else ""
            sealed = [line for line in look.pack.diary
                      if line.get("what") == diary.SEALED and line.get("pack") == kind.id
                      and str(line.get("recipient", "")) == code
                      and str(line["when"])[:10] <= look.pack.as_of]
            made = [_made_on(line) for line in sealed]
            where = Where(DIARY.file, kind.title, label)
            if not made or (need.get("deadline") and due is None):
                day = in_words(due) if due else "a day that is not known yet"
                yield look.hit("gate-panel-copy", where, pack=kind.title, whom=whom,
                               by=f", by {day}" if need.get("deadline") else "")
            elif due and min(made) > due:
                yield look.hit("gate-panel-copy-late", where, pack=kind.title, whom=whom,
                               made=in_words(min(made)), day=in_words(due))
            elif need.get("deadline") and not any(_same_papers(look, line) for line in sealed):
                yield look.hit("gate-panel-copy-other", where, pack=kind.title, whom=whom)


def _made_on(line: Mapping[str, Any]) -> date:
    """The day a pack was sealed: never before the day by the clock on which that was noted."""
    days = [date.fromisoformat(str(line[key])[:10]) for key in ("when", "noted_on")
            if line.get(key)]
    return max(days)


def _same_papers(look: Look, line: Mapping[str, Any]) -> bool:
    """Whether what others wrote went out then as it goes out now; a diary may not say."""
    then = line.get("papers") or {}
    return all(then.get(paper.kind.id, paper.file) == paper.file
               for paper in look.pack.papers if paper.outside)


def _too_early(look: Look) -> Iterator[Problem]:
    """The key dates after which alone this pack may go out, as a contract that must be agreed, and
    those before which alone it makes sense, as the day of publication.
    """
    known, today = look.recorded.answers("key_dates"), date.fromisoformat(look.pack.as_of)
    for name in look.pack.kind.after:
        when = read_when(text(known.get(name, NOTHING)))
        if when.kind != "day" or when.first is None or when.first > today:
            where = look.recorded.place("key_dates", name)
            yield look.hit("gate-too-early", where, label=where.spot)
    for name in look.pack.kind.before:
        when = read_when(text(known.get(name, NOTHING)))
        if when.kind == "day" and when.first is not None and when.first < today:
            where = look.recorded.place("key_dates", name)
            yield look.hit("gate-too-late", where, label=where.spot, day=in_words(when.first))


def _due(look: Look, name: str) -> date | None:
    """The day of a deadline, or of the national rule beside it where that comes first."""
    clock = look.pack.case["deadlines"]
    found = []
    for one in (name, clock.get(name, {}).get("national", "")):
        words = clock.get(one, {}).get("date", {}).get("value", "")
        if words:
            found.append(date.fromisoformat(str(words)[:10]))
    return min(found, default=None)


def reviewer(look: Look) -> Iterator[Problem]:
    """The report names whoever wrote it."""
    said = look.recorded.words(DECISION, "reviewer")
    if not said:
        yield look.hit("gate-reviewer-missing", look.recorded.place(DECISION, "reviewer"))
        return
    people = [one.strip() for one in said.replace(" and ", ";").replace("\n", ";").split(";")]
    for paper in look.of("report"):
        words = plain(look.words_of(paper))
        if not all(plain(one) in words for one in people if one):
            yield look.hit("gate-reviewer", Where(paper.name))


def way(look: Look) -> Iterator[Problem]:
    """The pack belongs to the way of publishing that was decided."""
    said = look.recorded.words(DECISION, "way")
    where = look.recorded.place(DECISION, "way")
    kind = look.pack.kind
    if not said:
        yield look.hit("gate-way-missing", where)
        return
    if kind.ways and said not in kind.ways:
        yield look.hit("gate-way", where, way=said)
    if said == NOT_PUBLISHED:
        for field, what in (("panel_asked_on", "when the Panel was asked"),
                            ("impact_assessment", "the community impact assessment")):
            # A pack that asks the Panel goes out before it can have been asked.
            if field == "panel_asked_on" and not kind.published:
                continue
            if not _said(look, look.recorded.answers(DECISION), field):
                yield look.hit("gate-not-published", look.recorded.place(DECISION, field),
                               what=what)
    if said == IMPROVEMENTS and kind.published:
        for paper in look.of("report"):
            yield look.hit("gate-report-inside", Where(paper.name))

"""Who was asked, who replied and when, and who has not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.catalogue import problem
from pipeline.dates import in_words, read_when, with_weekday
from pipeline.merge.returns import Mended
from pipeline.merge.values import Json, as_json, words
from pipeline.model import Form, Problem, Section, Where


@dataclass(frozen=True)
class Asked:
    """When an agency was asked, and by when it is to answer, as the diary of the case has it."""

    on: str
    due: str


NOBODY_ASKED: Mapping[str, Asked] = {}
CORRECTED = ", corrected on "


@dataclass(frozen=True)
class Agencies:
    """The agencies of the case record with their status, and the problems found with them."""

    rows: list[Json]
    problems: list[Problem]


@dataclass(frozen=True)
class Replies:
    """What agencies were asked for and what came: `wanted` are the forms of one request.

    `came` has the returns of every form by its id, `mended` the days of first returns that a
    correction has replaced, by code.
    """

    main: Form | None
    wanted: Sequence[Form]
    came: Mapping[str, Sequence[Json]]
    mended: Mapping[str, Mended]

    def of(self, form: Form | None, code: str) -> list[Json]:
        """What an agency has returned of this form."""
        return [one for one in self.came[form.id] if code and one["recipient"]["code"] == code] if (
            form) else []


def agencies_of(record_form: Form, record: Json, replies: Replies, as_of: date,
                asked: Mapping[str, Asked] = NOBODY_ASKED) -> Agencies:
    """Every agency of the case record, asked or left out, with what is known of its reply.

    What the diary says of when it was asked stands in where the case record says nothing.
    """
    section = record_form.meaning("agencies")
    rows: list[Json] = []
    problems: list[Problem] = []
    if section is None:
        return Agencies(rows, problems)
    for typed in record[section.id]["rows"]:
        code = typed["code"]["text"].strip()
        row = _with_issue(_with_defaults(section, typed, record), typed, asked.get(code))
        own = replies.of(replies.main, code)
        made = _status(row, own, code, replies, as_of)
        rows.append({**row, **made})
        if made["asked"] and not own and made["overdue"]:
            ref = (row["code"]["refs"] or row["return_due"]["refs"])[0]
            problems.append(problem(
                "not-returned", Where(ref["file"], ref["part"], ref["spot"]),
                recipient=f"Agency {code}" if code else "An agency without a code",
                due=made["due"]["text"]))
    known = {row["code"]["text"].strip() for row in rows} - {""}
    for one in replies.came[replies.main.id] if replies.main else ():
        code = one["recipient"]["code"]
        # That a return names nobody was said when it was read.
        if code and code not in known:
            problems.append(problem("recipient-unknown", Where(one["file"]), code, code))
    return Agencies(rows, problems)


def _with_defaults(section: Section, row: Json, record: Json) -> Json:
    """What one agency has no date of its own for holds as the case record says it for all."""
    made = dict(row)
    for asked in section.fields:
        _, _, there = asked.prefill.partition(".")
        other, _, name = there.partition(".")
        if name and not row[asked.id]["text"].strip():
            made[asked.id] = record[other][name]
    return made


def _with_issue(row: Json, typed: Json, asked: Asked | None) -> Json:
    """The row with the days on which its form was issued and is due, where none is typed in it.

    A day that the case record says for all stands unless this agency, asked later, has longer.
    """
    if asked is None:
        return row
    made = dict(row)
    for name, words_ in (("asked_on", asked.on), ("return_due", asked.due)):
        day, there = read_when(words_).last, read_when(row[name]["text"]).last
        later = bool(day and there and day > there and not typed[name]["text"].strip())
        if words_ and (later or not row[name]["text"].strip()):
            made[name] = {**row[name], "text": in_words(day) if day else words_,
                          "value": words_, "refs": []}
    return made


def _status(row: Json, own: Sequence[Json], code: str, replies: Replies, as_of: date) -> Json:
    title = words(", ".join(row[k]["text"] for k in ("name", "service") if k in row
                            and row[k]["text"]), *(row[k] for k in ("name", "service") if k in row))
    omitted = row["omitted_because"]
    asked = not omitted["text"].strip()
    due_day = read_when(row["return_due"]["text"]).last
    due = words(with_weekday(due_day) if due_day else row["return_due"]["text"],
                row["return_due"])
    back = _returned_on(row, own, replies.main, replies.mended.get(code))
    # Of a return that was mended, the day of the first: it came when it came.
    back_day = read_when(back["text"].split("\n")[0].split(CORRECTED)[0]).last
    nil = bool(own) and all(one["nothing_held"]["value"] for one in own)
    lacks = [] if nil or not asked else [
        {"form": form.id, "title": form.title} for form in replies.wanted
        if not replies.of(form, code)]
    without = "; ".join(one["title"] for one in lacks)
    late = bool(own and due_day and back_day and back_day > due_day)
    overdue = bool(asked and not own and due_day and as_of > due_day)
    if not asked:
        status = words("Not asked", omitted)
    elif nil:
        status = words("Returned: holds no information", back,
                       *(one["nothing_held"] for one in own))
    elif own:
        status = words(("Returned late" if late else "Returned")
                       + (f", without: {without}" if without else ""), back, row["return_due"])
    elif overdue:
        status = words("Has not replied: overdue", row["return_due"])
    else:
        status = words("Has not replied yet", row["return_due"])
    return {"title": title, "asked": asked, "returned": bool(own), "late": late,
            "overdue": overdue, "due": due, "returned_on": back, "status": status,
            "returns": len(own), "lacks": lacks}


def _returned_on(row: Json, own: Sequence[Json], main: Form | None,
                 mended: Mended | None) -> Json:
    """When it came back: as the Business Unit noted, as its message says, or as it says itself."""
    typed = row.get("returned_on")
    if typed is not None and typed["text"].strip():
        return {**typed, "missing": "Not returned"}
    if own and mended is not None:
        first, last = as_json(mended.first), as_json(mended.corrected)
        return {**words(f"{first['text']}{CORRECTED}{last['text']}", first, last),
                "value": first["value"], "missing": "Not returned"}
    if own and own[0]["received"]:
        came = own[0]["received"]
        text = "\n".join(in_words(date.fromisoformat(day)) for day in came)
        return {**words(text), "value": came[0] if len(came) == 1 else text,
                "missing": "Not returned"}
    respondent = main.meaning("respondent") if main else None
    if respondent is not None and own:
        for asked in respondent.fields:
            if asked.type == "date":
                first = own[0]["sections"][respondent.id][asked.id]
                if first["text"].strip():
                    return {**first, "missing": "Not returned"}
    return {**words(""), "missing": "No date given" if own else "Not returned"}
